// SPDX-License-Identifier: GPL-2.0-or-later
//! A frame's way on the GPU: make the one that is to be seen, upscale, sharpen, compare, draw figures over it, each if it is wanted; and how long that
//! takes.

mod plan;
#[cfg(test)]
mod tests;
mod timing;

use std::time::{Duration, Instant};

pub use plan::Plan;
use plan::Steps;

use crate::frame::FrameDesc;
use crate::generation::{Generator, Moment, Pace};
use crate::gpu::{Gpu, GpuError, Part};
use crate::pass::{Recorder, Work, intermediate};
use crate::passes::{Comparison, Conversion, Direction, Graph, MotionView, Overlay, Rcas, Readout};
use crate::settings::{Compare, Settings};
use crate::technology::{TechnologyError, Upscaler};
use crate::text::Message;
use timing::Timer;

/// Textures whose views are kept: the inputs and outputs among which an exchange rotates. The oldest goes when
/// more are met, so that replaced textures are let go.
const KEPT_VIEWS: usize = 8;

/// The steps of a [`Plan`], with all textures and buffers that they need.
///
/// It keeps the textures that it has met alive. Drop it before what their memory is shared with.
pub struct Pipeline {
    plan: Plan,
    conversion: Option<Encoding>,
    generation: Option<Generator>,
    /// Why there is none although there should be.
    generation_failure: Option<Lacking>,
    /// When the next frame is shown.
    moment: Moment,
    upscale: Option<Box<dyn Upscaler>>,
    sharpen: Option<Rcas>,
    compare: Option<Comparison>,
    overlay: Option<Overlay>,
    motion_view: Option<MotionView>,
    /// The upscaled picture, where another step follows.
    upscaled: Option<wgpu::TextureView>,
    /// The sharpened picture, where the comparison follows.
    sharpened: Option<wgpu::TextureView>,
    views: Vec<(wgpu::Texture, wgpu::TextureView)>,
    timer: Option<Timer>,
}

/// A step for which there was not the memory.
struct Lacking {
    reason: Message,
    /// When it is tried again.
    again: Instant,
}

/// What one pipeline takes over from another.
#[derive(Default)]
struct Kept {
    upscale: Option<Box<dyn Upscaler>>,
    generation: Option<Generator>,
}

/// What is around the steps where frames are linear light.
struct Encoding {
    encode: Conversion,
    decode: Conversion,
    /// What comes in, encoded.
    source: wgpu::TextureView,
    /// What the last step made.
    result: wgpu::TextureView,
}

impl Encoding {
    fn create(gpu: &Gpu, plan: &Plan) -> Result<Self, TechnologyError> {
        let FrameDesc { size, format, .. } = plan.source();
        let (source, result) = gpu.check(|| {
            (
                intermediate(gpu, "encoded", size, format),
                intermediate(gpu, "encoded result", plan.output(), format),
            )
        })?;
        let conversion = |direction, size| Conversion::create(gpu, &plan.input(), direction, size);
        Ok(Self {
            encode: conversion(Direction::Encode, size)?,
            decode: conversion(Direction::Decode, plan.output())?,
            source,
            result,
        })
    }
}

impl Pipeline {
    /// Whether [`Pipeline::create`] would return without compiling anything.
    #[must_use]
    pub fn is_prepared(gpu: &Gpu, plan: &Plan) -> bool {
        let Steps {
            compare,
            overlay,
            motion_view,
            ..
        } = plan.steps;
        (!plan.generates() || Generator::is_prepared(gpu, &plan.source()))
            && (!plan.converts() || Conversion::is_prepared(gpu, &plan.input()))
            && (!plan.prepares_upscaling() || plan.technology.is_prepared(gpu, &plan.job()))
            && (!plan.sharpens_apart() || Rcas::is_prepared(gpu, &plan.sharpening()))
            && (compare == Compare::Off || Comparison::is_prepared(gpu, &plan.input(), compare))
            && (!overlay || Overlay::is_prepared(gpu, &plan.result()))
            && (!motion_view || MotionView::is_prepared(gpu, &plan.source()))
    }

    /// Compiles the plan's shaders into the GPU's cache. Slow: call it off the render thread. Afterwards the plan is
    /// prepared, even with an error, unless that is [`TechnologyError::Gpu`].
    ///
    /// # Errors
    /// What the driver refuses. If it is a shader, the GPU remembers it: resolve the plan again, and the next one
    /// does without. The same plan again means that nothing else is left.
    ///
    /// # Panics
    /// If a step does. The GPU remembers which one, as it does a refused shader.
    pub fn prepare(gpu: &Gpu, plan: &Plan) -> Result<(), TechnologyError> {
        let Steps {
            compare,
            overlay,
            motion_view,
            ..
        } = plan.steps;
        // Every step, even behind one that fails: what was never tried would count as not yet prepared for ever.
        let upscaled = plan.prepares_upscaling().then(|| {
            let part = Part::Technology(plan.technology());
            remember(gpu, part, || plan.technology.prepare(gpu, &plan.job()))
        });
        let sharpened = plan
            .sharpens_apart()
            .then(|| remember(gpu, Part::Sharpening, || Rcas::prepare(gpu, &plan.sharpening())));
        let compared = (compare != Compare::Off).then(|| {
            remember(gpu, Part::Comparison, || {
                Comparison::prepare(gpu, &plan.input(), compare)
            })
        });
        let drawn = overlay.then(|| remember(gpu, Part::Overlay, || Overlay::prepare(gpu, &plan.result())));
        let motion =
            motion_view.then(|| remember(gpu, Part::Motion, || MotionView::prepare(gpu, &plan.source())));
        let converted = plan.converts().then(|| Conversion::prepare(gpu, &plan.input()));
        let generated = plan.generates().then(|| Generator::prepare(gpu, &plan.source()));
        [upscaled, sharpened, compared, drawn, motion, converted, generated]
            .into_iter()
            .flatten()
            .fold(Ok(()), Result::and)
    }

    /// Makes the textures and buffers; quick once the plan is prepared.
    ///
    /// # Errors
    /// As [`Pipeline::prepare`], and [`TechnologyError::Gpu`], after which it may be tried again later.
    pub fn create(gpu: &Gpu, plan: &Plan) -> Result<Self, TechnologyError> {
        Self::make(gpu, &plan.alone(), Kept::default())
    }

    /// Becomes the pipeline of another plan; what is prepared for that plan as one that [follows](Plan::following) on this
    /// pipeline's is enough. A vendor's feature, and what it remembers of the frames so far, stays where sizes and kind of
    /// frames do; so does what makes frames in between, and with it the pace that it has found out.
    ///
    /// # Errors
    /// As [`Pipeline::create`].
    pub fn change(self, gpu: &Gpu, plan: &Plan) -> Result<Self, TechnologyError> {
        let plan = plan.following(&self.plan);
        // The rest goes first, as far as the GPU has finished with it: at 4K and above the memory for two may not be there.
        let kept = self.into_kept(&plan);
        // The only error of a poll is a wait's time limit.
        let _ = gpu.device().poll(wgpu::PollType::Poll);
        let mut next = Self::make(gpu, &plan, kept)?;
        next.plan = plan.alone();
        Ok(next)
    }

    /// What a pipeline for another plan takes over.
    fn into_kept(self, plan: &Plan) -> Kept {
        let takes_upscaling = plan.upscales() && !plan.prepares_upscaling();
        let takes_generation = plan.generates() && plan.source() == self.plan.source();
        Kept {
            upscale: self.upscale.filter(|_| takes_upscaling),
            generation: self.generation.filter(|_| takes_generation),
        }
    }

    fn make(gpu: &Gpu, plan: &Plan, kept: Kept) -> Result<Self, TechnologyError> {
        let settings = plan.settings();
        let compares = plan.steps.compare != Compare::Off;
        let made = || {
            plan.prepares_upscaling().then(|| {
                let part = Part::Technology(plan.technology());
                remember(gpu, part, || plan.technology.create(gpu, &plan.job()))
            })
        };
        let upscale = kept.upscale.map(Ok).or_else(made).map(|upscaler| {
            upscaler.map(|mut upscaler| {
                upscaler.set_live(settings);
                upscaler
            })
        });
        let sharpen = plan.sharpens_apart().then(|| {
            remember(gpu, Part::Sharpening, || {
                Rcas::create(gpu, &plan.sharpening(), settings.sharpness)
            })
        });
        let compare = compares.then(|| {
            let (mode, position) = (plan.steps.compare, settings.compare_position);
            remember(gpu, Part::Comparison, || {
                Comparison::create(gpu, &plan.input(), plan.output(), mode, position)
            })
        });
        let overlay = plan
            .has_overlay()
            .then(|| remember(gpu, Part::Overlay, || Overlay::create(gpu, &plan.result())));
        let motion_view = plan.steps.motion_view.then(|| {
            remember(gpu, Part::Motion, || {
                MotionView::create(gpu, &plan.source(), plan.output())
            })
        });
        let conversion = plan.converts().then(|| Encoding::create(gpu, plan)).transpose()?;
        let made = || plan.generates().then(|| Generator::create(gpu, &plan.source()));
        let generation = kept.generation.map(Ok).or_else(made);
        let (generation, generation_failure) = match generation.transpose() {
            Ok(generation) => (generation, None),
            // The picture is not given up for the frames in between. What the driver refuses has another plan.
            Err(TechnologyError::Gpu(GpuError::OutOfMemory)) => (
                None,
                Some(Lacking {
                    reason: Message::new("Reason.GenerationOutOfMemory"),
                    again: Instant::now() + MEMORY_PAUSE,
                }),
            ),
            Err(error) => return Err(error),
        };
        let FrameDesc { size, format, .. } = plan.encoded_result();
        let (upscaled, sharpened, timer) = gpu.check(|| {
            let between = |needed: bool, label| needed.then(|| intermediate(gpu, label, size, format));
            (
                between(plan.upscales() && (plan.sharpens_apart() || compares), "upscaled"),
                between(plan.sharpens_apart() && compares, "sharpened"),
                Timer::new(gpu),
            )
        })?;
        Ok(Self {
            plan: plan.clone(),
            conversion,
            generation,
            generation_failure,
            moment: Moment::default(),
            upscale: upscale.transpose()?,
            sharpen: sharpen.transpose()?,
            compare: compare.transpose()?,
            overlay: overlay.transpose()?,
            motion_view: motion_view.transpose()?,
            upscaled,
            sharpened,
            views: Vec::with_capacity(KEPT_VIEWS),
            timer,
        })
    }

    /// The plan that the pipeline was made for.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Takes over the settings that may change from frame to frame without another plan: the sharpness (above 0),
    /// the place of the comparison's line, the technology's own strengths.
    pub fn set_live(&mut self, settings: &Settings) {
        if let Some(upscale) = &mut self.upscale {
            upscale.set_live(settings);
        }
        if let Some(sharpen) = &mut self.sharpen {
            sharpen.set_sharpness(settings.sharpness);
        }
        if let Some(compare) = &mut self.compare {
            compare.set_position(settings.compare_position);
        }
    }

    /// Forgets the frames so far: the next one has nothing to do with them, or comes after a pause.
    pub fn reset(&mut self) {
        if let Some(upscale) = &mut self.upscale {
            upscale.reset();
        }
        if let Some(view) = &mut self.motion_view {
            view.reset();
        }
    }

    /// Takes over what the overlay shows from the next frame on. Without one it does nothing.
    pub fn set_overlay(&mut self, readout: &Readout, graph: &Graph) {
        if let Some(overlay) = &mut self.overlay {
            overlay.set_readout(readout);
            overlay.set_graph(graph);
        }
    }

    /// Says when the next frame is shown, which frame generation needs to know. Without a new moment a frame is taken for
    /// one of the moment before.
    pub fn set_moment(&mut self, moment: Moment) {
        self.moment = moment;
    }

    /// How the source's frames come, where the plan makes some in between; the error says why none can be made.
    #[must_use]
    pub fn pace(&self) -> Option<Result<Pace, &Message>> {
        match (&self.generation, &self.generation_failure) {
            (Some(generation), _) => Some(Ok(generation.pace())),
            (None, failure) => failure.as_ref().map(|failure| Err(&failure.reason)),
        }
    }

    /// Records the work of one frame. `input` and `output` have the plan's sizes and format; `input` the usages
    /// `TEXTURE_BINDING` and `COPY_SRC`, `output` `STORAGE_BINDING` and `COPY_DST`, and `COPY_SRC` where the plan has an
    /// overlay. Allocates nothing once it has met a pair of textures before, but for a new text of the overlay.
    pub fn record(&mut self, gpu: &Gpu, work: &mut Work, input: &wgpu::Texture, output: &wgpu::Texture) {
        if let Some(timer) = &mut self.timer {
            timer.begin(work.encoder());
        }
        self.record_untimed(&mut Recorder::new(gpu, work), input, output);
        if let Some(timer) = &mut self.timer {
            timer.end(work.encoder());
        }
    }

    /// [`Pipeline::record`] for who has a clock of their own.
    pub fn record_untimed(
        &mut self,
        recorder: &mut Recorder<'_>,
        input: &wgpu::Texture,
        output: &wgpu::Texture,
    ) {
        let [from, to] = [self.view(input), self.view(output)];
        let mut conversion = self.conversion.take();
        let mut source = from.clone();
        if let Some(generation) = &mut self.generation {
            let frame = generation.begin(recorder.gpu(), self.moment);
            match &mut conversion {
                Some(conversion) => conversion.encode.record(recorder, &from, frame),
                None => copy(recorder, input, frame.texture()),
            }
            source = generation.record(recorder).clone();
        } else if let Some(conversion) = &mut conversion {
            conversion.encode.record(recorder, &from, &conversion.source);
            source = conversion.source.clone();
        }
        match &mut conversion {
            Some(conversion) if self.plan.is_identity() => conversion.decode.record(recorder, &source, &to),
            Some(conversion) => {
                self.record_steps(recorder, &source, &conversion.result);
                conversion.decode.record(recorder, &conversion.result, &to);
            }
            None if self.plan.is_identity() => copy(recorder, source.texture(), output),
            None => self.record_steps(recorder, &source, &to),
        }
        self.conversion = conversion;
        if let Some(overlay) = &mut self.overlay {
            overlay.record(recorder, &to);
        }
    }

    fn record_steps(
        &mut self,
        recorder: &mut Recorder<'_>,
        input: &wgpu::TextureView,
        output: &wgpu::TextureView,
    ) {
        let mut current = input;
        if let Some(upscale) = &mut self.upscale {
            let target = self.upscaled.as_ref().unwrap_or(output);
            upscale.record(recorder, current, target);
            current = target;
        }
        if let Some(sharpen) = &mut self.sharpen {
            let target = self.sharpened.as_ref().unwrap_or(output);
            sharpen.record(recorder, current, target);
            current = target;
        }
        if let Some(compare) = &mut self.compare {
            compare.record(recorder, input, current, output);
        }
        if let Some(view) = &mut self.motion_view {
            view.record(recorder, input, output);
        }
    }

    /// To be called after the work of [`Pipeline::record`] was submitted: lets wgpu tidy up and takes in the
    /// timestamps that have arrived. Never waits. Where there was not the memory for frames in between, it tries again
    /// now and then.
    pub fn after_submit(&mut self, gpu: &Gpu) {
        if let Some(timer) = &mut self.timer {
            timer.submitted();
        }
        if let Some(upscaler) = &mut self.upscale {
            upscaler.after_submit();
        }
        if let Some(generation) = &mut self.generation {
            generation.after_submit();
        }
        if let Some(view) = &mut self.motion_view {
            view.after_submit();
        }
        // The only error of a poll is a wait's time limit.
        let _ = gpu.device().poll(wgpu::PollType::Poll);
        if let Some(timer) = &mut self.timer {
            timer.collect();
        }
        let failure = self.generation_failure.as_mut();
        if let Some(failure) = failure.filter(|failure| failure.again <= Instant::now()) {
            // Another failure than this one has another plan.
            match Generator::create(gpu, &self.plan.source()) {
                Ok(generation) => {
                    self.generation = Some(generation);
                    self.generation_failure = None;
                }
                Err(_) => failure.again = Instant::now() + MEMORY_PAUSE,
            }
        }
    }

    /// How long the GPU worked on the latest frame that it is known of: some frames ago. `None` until then, and
    /// where the GPU has no timestamps.
    #[must_use]
    pub fn gpu_time(&self) -> Option<Duration> {
        self.timer.as_ref().and_then(Timer::latest)
    }

    /// The texture's view: a view keeps its identity from frame to frame, by which bind groups are found again.
    fn view(&mut self, texture: &wgpu::Texture) -> wgpu::TextureView {
        if let Some((_, view)) = self.views.iter().find(|(known, _)| known == texture) {
            return view.clone();
        }
        if self.views.len() == KEPT_VIEWS {
            self.views.remove(0);
        }
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        self.views.push((texture.clone(), view.clone()));
        view
    }
}

/// Copies a whole picture.
fn copy(recorder: &mut Recorder<'_>, from: &wgpu::Texture, to: &wgpu::Texture) {
    let size = from.size();
    recorder
        .encoder()
        .copy_texture_to_texture(from.as_image_copy(), to.as_image_copy(), size);
}

/// How long nothing is tried again for which there was not the memory, while the picture is made without it: a
/// technology in whose place another one draws that needs less, frames in between.
const MEMORY_PAUSE: Duration = Duration::from_secs(120);

/// Tells the GPU of a shader that its driver refuses, of a vendor's runtime that refuses, of a part that panics, and, for a
/// while, of a technology that it has not the memory for while others need less. What else fails for lack of memory may
/// work at once.
pub(crate) fn remember<T>(
    gpu: &Gpu,
    part: Part,
    work: impl FnOnce() -> Result<T, TechnologyError>,
) -> Result<T, TechnologyError> {
    #[cfg(test)]
    let work = || match crate::testing::lacks_memory_for(part) {
        true => Err(TechnologyError::Gpu(GpuError::OutOfMemory)),
        false => work(),
    };
    let blame = BlameForPanic { gpu, part };
    let result = work();
    drop(blame);
    match &result {
        Err(error @ (TechnologyError::Pipeline { .. } | TechnologyError::Runtime(_))) => {
            gpu.set_failed(part, error.message());
        }
        Err(error @ (TechnologyError::Memory(_) | TechnologyError::RuntimeMemory(_))) => {
            gpu.set_failed_for(part, error.message(), MEMORY_PAUSE);
        }
        Ok(_) | Err(_) => {}
    }
    result
}

/// Dropped while a panic unwinds, it tells the GPU which part that was.
struct BlameForPanic<'a> {
    gpu: &'a Gpu,
    part: Part,
}

impl Drop for BlameForPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.gpu
                .set_failed(self.part, Message::new("Reason.CompilingPanicked"));
        }
    }
}
