// SPDX-License-Identifier: GPL-2.0-or-later
//! Verdicts, and the way of theirs to the processor.

use crate::gpu::Gpu;
use crate::pass::Recorder;
use crate::readback::TexelReader;

/// Whether a picture has nothing to do with the one before it, and what that was judged by.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Verdict {
    /// A cut: the picture is of something else, or the first.
    pub is_cut: bool,
    /// The share of the blocks with structure that were not found again.
    pub lost: f32,
    /// The same of the pictures before and this one, the newest counting most: fast motion loses much, a cut more.
    pub usually_lost: f32,
    /// The share of the histogram that is elsewhere in the other picture's.
    pub different: f32,
}

impl Verdict {
    /// From the four numbers of the texel.
    #[must_use]
    pub fn from_texel([cut, lost, usually_lost, different]: [f32; 4]) -> Self {
        Self {
            is_cut: cut > 0.0,
            lost,
            usually_lost,
            different,
        }
    }
}

/// Reads verdicts.
#[derive(Debug)]
pub(super) struct VerdictReader {
    reader: TexelReader,
    /// Pictures so far.
    frames: u64,
    latest: Option<(u64, Verdict)>,
}

impl VerdictReader {
    pub(super) fn new(gpu: &Gpu) -> Self {
        Self {
            reader: TexelReader::new(gpu, "motion verdict"),
            frames: 0,
            latest: None,
        }
    }

    /// Records the copy of the next picture's verdict.
    pub(super) fn record(&mut self, recorder: &mut Recorder<'_>, verdict: &wgpu::TextureView) {
        self.reader.record(recorder, verdict, self.frames);
        self.frames += 1;
    }

    /// Asks for the verdict of what was just submitted, and takes in those that have arrived.
    pub(super) fn after_submit(&mut self) {
        self.reader.after_submit();
        let latest = &mut self.latest;
        self.reader.collect(|frame, texel| {
            if latest.is_none_or(|(known, _)| known < frame) {
                *latest = Some((frame, Verdict::from_texel(texel)));
            }
        });
    }

    pub(super) fn latest(&self) -> Option<(u64, Verdict)> {
        self.latest
    }
}
