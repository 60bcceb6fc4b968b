// SPDX-License-Identifier: GPL-2.0-or-later
//! Frames between a source's frames, so that it moves more evenly than it comes.
//!
//! All of it is done at the source's size, before anything is upscaled: that is a quarter of the pixels or less, the motion
//! is estimated once, and what is made goes the way of every other frame, so that it looks like them.

mod interpolator;
mod novelty;
mod pacing;
#[cfg(test)]
mod tests;

pub use interpolator::Interpolator;
pub use pacing::{Moment, Pace};

use crate::frame::{FrameDesc, PixelFormat, Size};
use crate::gpu::{Gpu, Part};
use crate::pass::Recorder;
use crate::pipeline::remember;
use crate::technologies::{are_ready, compile};
use crate::technology::TechnologyError;
use crate::texture;
use novelty::Novelty;
use pacing::{Capture, Change, Frame, Pacer, SLOTS, Show};

/// Keeps a source's frames, and gives for each frame of the output the one that is to be seen: one of the source's, or one
/// made in between.
#[derive(Debug)]
pub struct Generator {
    interpolator: Interpolator,
    novelty: Novelty,
    pacer: Pacer,
    slots: Vec<wgpu::TextureView>,
    output: wgpu::TextureView,
    /// What is being recorded.
    moment: Moment,
    capture: Option<Capture>,
    /// The frame that the motion was estimated to last, and the one before.
    estimated: Option<[u64; 2]>,
}

impl Generator {
    /// Whether [`Generator::create`] would return without compiling anything.
    #[must_use]
    pub fn is_prepared(gpu: &Gpu, frame: &FrameDesc) -> bool {
        are_ready(gpu, &Novelty::variants(frame)) && Interpolator::is_prepared(gpu, frame)
    }

    /// Compiles what such frames need. A driver that refuses is not asked again ([`Part::Generation`]).
    ///
    /// # Errors
    /// When the driver refuses a pipeline or the device is lost.
    pub fn prepare(gpu: &Gpu, frame: &FrameDesc) -> Result<(), TechnologyError> {
        let compared = remember(gpu, Part::Generation, || compile(gpu, &Novelty::variants(frame)));
        Interpolator::prepare(gpu, frame).and(compared)
    }

    /// A generator for frames like `frame`, in the display encoding ([`FrameDesc::encoded`]).
    ///
    /// # Errors
    /// As [`Generator::prepare`], and when the GPU has not the memory.
    pub fn create(gpu: &Gpu, frame: &FrameDesc) -> Result<Self, TechnologyError> {
        let (slots, output) = gpu.check(|| {
            let texture = |label| texture(gpu, label, frame.size, frame.format);
            let slots: Vec<_> = (0..SLOTS).map(|_| texture("frame")).collect();
            (slots, texture("frame to be seen"))
        })?;
        Ok(Self {
            interpolator: Interpolator::create(gpu, frame)?,
            novelty: remember(gpu, Part::Generation, || Novelty::create(gpu, frame))?,
            pacer: Pacer::new(),
            slots,
            output,
            moment: Moment::default(),
            capture: None,
            estimated: None,
        })
    }

    /// Begins a frame of the output: what the source shows now has to be put into the texture that this gives, and then
    /// [`Generator::record`] called. Takes in what the GPU has found out so far. Never waits.
    pub fn begin(&mut self, gpu: &Gpu, moment: Moment) -> &wgpu::TextureView {
        // The only error of a poll is a wait's time limit.
        let _ = gpu.device().poll(wgpu::PollType::Poll);
        let Self { novelty, pacer, .. } = self;
        novelty.collect(|number, change| pacer.answer(number, change, moment));
        let capture = pacer.capture(moment);
        self.moment = moment;
        self.capture = Some(capture);
        &self.slots[capture.frame.slot]
    }

    /// Records what makes the picture that is to be seen, which is the answer.
    pub fn record(&mut self, recorder: &mut Recorder<'_>) -> &wgpu::TextureView {
        if let Some(Capture { frame, before, kept }) = self.capture.take() {
            // The first is another one than none.
            let is_asked = before.is_some_and(|before| {
                let pictures = [frame.slot, before, kept.unwrap_or(before)].map(|slot| &self.slots[slot]);
                self.novelty.record(recorder, pictures, frame.number)
            });
            if !is_asked {
                // Taken for another one: what is shown twice does no harm, what is never shown does.
                self.pacer.answer(frame.number, Change::New, self.moment);
            }
            match self.pacer.show(self.moment) {
                Show::Newest => self.copy(recorder, frame),
                Show::Frame(frame) => self.copy(recorder, frame),
                Show::Between(frames, share) => self.between(recorder, frames, share),
            }
        }
        &self.output
    }

    fn copy(&self, recorder: &mut Recorder<'_>, frame: Frame) {
        let (from, to) = (self.slots[frame.slot].texture(), self.output.texture());
        recorder
            .encoder()
            .copy_texture_to_texture(from.as_image_copy(), to.as_image_copy(), to.size());
    }

    fn between(&mut self, recorder: &mut Recorder<'_>, frames: [Frame; 2], share: f32) {
        let Self {
            interpolator,
            slots,
            output,
            ..
        } = self;
        let views = frames.map(|frame| &slots[frame.slot]);
        let numbers = frames.map(|frame| frame.number);
        if self.estimated != Some(numbers) {
            if self.estimated.is_none_or(|[_, last]| last != numbers[0]) {
                interpolator.reset();
                interpolator.next(recorder, views[0]);
            }
            interpolator.next(recorder, views[1]);
            self.estimated = Some(numbers);
        }
        interpolator.between(recorder, views, share, output);
    }

    /// To be called after the work was submitted. Never waits.
    pub fn after_submit(&mut self) {
        self.novelty.after_submit();
        self.interpolator.after_submit();
    }

    /// How the source's frames come, as far as that is known.
    #[must_use]
    pub fn pace(&self) -> Pace {
        self.pacer.pace()
    }

    /// Bytes of all textures.
    #[must_use]
    pub fn memory(&self) -> u64 {
        let views = self
            .slots
            .iter()
            .chain([&self.output])
            .chain(self.novelty.textures());
        views.map(|view| texture::bytes(view.texture())).sum::<u64>() + self.interpolator.memory()
    }
}

/// A texture that passes write and read, and that is copied from and to.
fn texture(gpu: &Gpu, label: &str, size: Size, format: PixelFormat) -> wgpu::TextureView {
    let usage = wgpu::TextureUsages::TEXTURE_BINDING
        | wgpu::TextureUsages::STORAGE_BINDING
        | wgpu::TextureUsages::COPY_SRC
        | wgpu::TextureUsages::COPY_DST;
    texture::create(gpu, label, size, format.texture_format(), usage)
}
