// SPDX-License-Identifier: GPL-2.0-or-later
//! Verdicts on the way to the processor: they arrive some frames later and are never waited for.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use crate::gpu::Gpu;
use crate::pass::Recorder;

/// Verdicts that may be under way at a time; one that finds no place is not read.
const SLOTS: usize = 4;

/// The way of a slot's buffer; the mapping callback makes the last step.
const FREE: u8 = 0;
const MAPPING: u8 = 1;
const MAPPED: u8 = 2;

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

#[derive(Debug)]
struct Slot {
    buffer: wgpu::Buffer,
    state: Arc<AtomicU8>,
    /// Which picture the verdict is on.
    frame: u64,
}

/// Reads verdicts.
#[derive(Debug)]
pub(super) struct VerdictReader {
    slots: [Slot; SLOTS],
    /// Pictures so far.
    frames: u64,
    /// The slot of the picture that is being recorded or not submitted yet.
    current: Option<usize>,
    latest: Option<(u64, Verdict)>,
}

impl VerdictReader {
    pub(super) fn new(gpu: &Gpu) -> Self {
        let slot = |_| Slot {
            buffer: gpu.device().create_buffer(&wgpu::BufferDescriptor {
                label: Some("motion verdict"),
                size: size_of::<[f32; 4]>() as u64,
                usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
                mapped_at_creation: false,
            }),
            state: Arc::default(),
            frame: 0,
        };
        Self {
            slots: std::array::from_fn(slot),
            frames: 0,
            current: None,
            latest: None,
        }
    }

    /// Records the copy of the next picture's verdict.
    pub(super) fn record(&mut self, recorder: &mut Recorder<'_>, verdict: &wgpu::TextureView) {
        let free = |slot: &Slot| slot.state.load(Ordering::Acquire) == FREE;
        // A picture that was recorded and never submitted leaves its slot free.
        self.current = self.slots.iter().position(free);
        if let Some(slot) = self.current.map(|index| &mut self.slots[index]) {
            slot.frame = self.frames;
            let to = wgpu::TexelCopyBufferInfo {
                buffer: &slot.buffer,
                layout: wgpu::TexelCopyBufferLayout::default(),
            };
            let from = verdict.texture();
            recorder
                .encoder()
                .copy_texture_to_buffer(from.as_image_copy(), to, from.size());
        }
        self.frames += 1;
    }

    /// Asks for the verdict of what was just submitted, and takes in those that have arrived.
    pub(super) fn after_submit(&mut self) {
        if let Some(slot) = self.current.take().map(|index| &self.slots[index]) {
            slot.state.store(MAPPING, Ordering::Release);
            let state = Arc::clone(&slot.state);
            slot.buffer.map_async(wgpu::MapMode::Read, .., move |mapped| {
                state.store(if mapped.is_ok() { MAPPED } else { FREE }, Ordering::Release);
            });
        }
        for slot in &self.slots {
            if slot.state.load(Ordering::Acquire) != MAPPED {
                continue;
            }
            let texel = slot.buffer.get_mapped_range(..).ok();
            let texel = texel.map(|bytes| bytemuck::pod_read_unaligned::<[f32; 4]>(&bytes));
            slot.buffer.unmap();
            slot.state.store(FREE, Ordering::Release);
            if let Some(texel) = texel
                && self.latest.is_none_or(|(frame, _)| frame < slot.frame)
            {
                self.latest = Some((slot.frame, Verdict::from_texel(texel)));
            }
        }
    }

    pub(super) fn latest(&self) -> Option<(u64, Verdict)> {
        self.latest
    }
}
