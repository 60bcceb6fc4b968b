// SPDX-License-Identifier: GPL-2.0-or-later
//! Temporal upscaling after the model of FidelityFX Super Resolution 3: the result of the frame before, moved to where its
//! things are now, is made to agree with the new frame.
//!
//! What a game would tell is missing in a captured picture: motion is estimated ([`MotionEstimator`]), and frames are not
//! jittered, so that what is new in one comes from motion by fractions of a pixel alone. The passes of a frame:
//!
//! - the motion, and the frame by itself ([`Fsr`]);
//! - `warp`: the result of the frame before, moved, weighed with Lanczos of 2 lobes;
//! - `trust`: a pixel of the frame is the mean over its area, so what was moved has to have about that mean. How nearly it
//!   does, and how far the motion can be relied on, is what the frames before count for. Where something moves, what their
//!   mean is short of the pixel corrects them: so frames add up;
//! - `combine`: the frame by itself and the frames before, mixed and corrected, within the range of the pixels around.
//!
//! So where nothing can be relied on, and in a picture that stands still, the frame by itself is left. After a cut, a
//! change of the size or a pause there is no motion that can be relied on.

use bytemuck::{Pod, Zeroable};

use super::fsr::Fsr;
use super::{Grid, are_ready, between, channels, compile, linear, opaque};
use crate::frame::{FrameDesc, PixelFormat, Size};
use crate::gpu::{Gpu, GpuError};
use crate::guides::{Detail, MotionEstimator};
use crate::pass::{Pass, Recorder, Variant, intermediate};
use crate::settings::TechnologyId;
use crate::shaders;
use crate::technology::{Job, StandsIn, Technology, TechnologyError, TechnologyInfo, Upscaler};
use crate::text::Message;

/// FSR 3's upscaling with estimated motion; it runs on every GPU.
#[derive(Debug)]
pub struct Fsr3;

static INFO: TechnologyInfo = TechnologyInfo {
    id: TechnologyId::Fsr3,
    // As FSR by itself, which it starts from.
    ratios: 1.0..=4.0,
    sharpens: false,
    margin: 0,
    // What counts 0.85 of itself from frame to frame is a 600th then.
    frames_before: 40,
    stands_in: StandsIn::Never,
};

impl Technology for Fsr3 {
    fn info(&self) -> &'static TechnologyInfo {
        &INFO
    }

    fn availability(&self, _gpu: &Gpu) -> Result<(), Message> {
        Ok(())
    }

    fn is_prepared(&self, gpu: &Gpu, job: &Job) -> bool {
        Fsr.is_prepared(gpu, &spatial(job))
            && MotionEstimator::is_prepared(gpu, &job.input, Detail::Pixels)
            && are_ready(gpu, &Variants::new(job).all())
    }

    fn prepare(&self, gpu: &Gpu, job: &Job) -> Result<(), TechnologyError> {
        INFO.check(job)?;
        // All of them, even behind one that fails: what was never tried would count as not yet prepared for ever.
        let spatial = Fsr.prepare(gpu, &spatial(job));
        let motion = MotionEstimator::prepare(gpu, &job.input, Detail::Pixels);
        let passes = compile(gpu, &Variants::new(job).all());
        spatial.and(motion).and(passes)
    }

    fn create(&self, gpu: &Gpu, job: &Job) -> Result<Box<dyn Upscaler>, TechnologyError> {
        INFO.check(job)?;
        match Temporal::new(gpu, job) {
            Ok(temporal) => Ok(Box::new(temporal)),
            // Others need far less.
            Err(TechnologyError::Gpu(GpuError::OutOfMemory)) => Err(TechnologyError::Memory(INFO.id)),
            Err(error) => Err(error),
        }
    }

    /// Beside those of FSR by itself:
    ///
    /// | of a source pixel | |
    /// |---|---|
    /// | motion: the search of whole vectors and fractions is counted in `docs/benchmarks.md`, not here | |
    /// | lowest and highest of 3x3 pixels, three channels, twice | 2 x 3 x 18 |
    /// | confidence between four blocks 9, steps 3 x 4 x 3, stairs 12, error of three channels 3 x 7 + 2, trust 4 | 84 |
    /// | means of two pictures over four pixels 2 x 4 x 6, difference 9 | 57 |
    ///
    /// | of an output pixel | |
    /// |---|---|
    /// | vector between four: spread 14, mean 6 x 3, place 6 | 38 |
    /// | Lanczos weights of two axes, 8 x 8 + 7 | 142 |
    /// | a channel: 20 products, 15 sums | 3 x 35 |
    /// | difference between nine, three channels 3 x 20; weight 26; mix 9, sum and clamp 9 | 104 |
    fn operations(&self, job: &Job) -> f64 {
        let source = 108.0 + 84.0 + 57.0;
        let output = 38.0 + 142.0 + 105.0 + 104.0 * channels(job.input.alpha) / 3.0;
        let ratio = job.input.size.area() as f64 / job.output.area() as f64;
        Fsr.operations(&spatial(job)) + source * ratio + output
    }
}

/// The job of FSR by itself within this one.
fn spatial(job: &Job) -> Job {
    let FrameDesc { format, alpha, .. } = job.input;
    // Soft edges that are stored otherwise than they are worked on would show the rounding.
    let format = if alpha == alpha.working() {
        format
    } else {
        between(format)
    };
    Job {
        input: FrameDesc { format, ..job.input },
        result_alpha: alpha.working(),
        ..job.clone()
    }
}

/// The format in which the result is kept for the next frame: of 8 bits where the frames are, which halves what is moved.
/// Not where soft edges are stored otherwise than they are worked on.
fn kept_in(job: &Job) -> PixelFormat {
    let FrameDesc { format, alpha, .. } = job.input;
    match format {
        PixelFormat::Rgba8 | PixelFormat::Bgra8 if alpha == alpha.working() => PixelFormat::Rgba8,
        other => between(other),
    }
}

/// The format of corrections and of what counts of the frames before.
const TRUST_FORMAT: PixelFormat = PixelFormat::Rgba16Float;

/// The shaders of a job, but for those of FSR and of the motion.
struct Variants {
    warp: Variant,
    trust: Variant,
    combine: Variant,
    show: Variant,
}

impl Variants {
    fn new(job: &Job) -> Self {
        let alpha = job.input.alpha;
        let kept = kept_in(job);
        let [source, working] = linear(alpha, alpha.working());
        let stored = linear(alpha.working(), job.result_alpha);
        Self {
            warp: Variant::new(&shaders::FSR3_WARP, kept, &[]),
            trust: Variant::new(
                &shaders::FSR3_TRUST,
                TRUST_FORMAT,
                &[opaque(alpha), source, working],
            ),
            combine: Variant::new(&shaders::FSR3_COMBINE, kept, &[source, working]),
            show: Variant::new(&shaders::FSR3_SHOW, job.input.format, &stored),
        }
    }

    fn all(self) -> [Variant; 4] {
        [self.warp, self.trust, self.combine, self.show]
    }
}

/// The uniform block of `shaders/fsr3/warp.wgsl` and `shaders/fsr3/combine.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Debug, Pod, Zeroable)]
struct Places {
    scale: [f32; 2],
    offset: [f32; 2],
}

struct Temporal {
    motion: MotionEstimator,
    upscale: Box<dyn Upscaler>,
    warp: Pass<Places>,
    trust: Pass<()>,
    combine: Pass<Places>,
    show: Pass<()>,
    /// The frame upscaled by itself.
    spatial: wgpu::TextureView,
    /// The result of the frame before, moved.
    warped: wgpu::TextureView,
    /// What is known of each pixel of the frame.
    trusted: wgpu::TextureView,
    /// The result, until the next frame.
    history: wgpu::TextureView,
    input: Size,
    output: Size,
}

impl Temporal {
    fn new(gpu: &Gpu, job: &Job) -> Result<Self, TechnologyError> {
        let Variants {
            warp,
            trust,
            combine,
            show,
        } = Variants::new(job);
        let Grid { scale, offset } = Grid::new(job.input.size, job.output);
        let places = Places { scale, offset };
        let kept = kept_in(job);
        let (input, output) = (job.input.size, job.output);
        let motion = MotionEstimator::create(gpu, &job.input, Detail::Pixels)?;
        let upscale = Fsr.create(gpu, &spatial(job))?;
        let [warp, combine] = [warp, combine].map(|variant| Pass::new(gpu, &variant, places));
        let (warp, combine) = (warp?, combine?);
        let [trust, show] = [trust, show].map(|variant| Pass::new(gpu, &variant, ()));
        let (trust, show) = (trust?, show?);
        Ok(gpu.check(|| Self {
            motion,
            upscale,
            warp,
            trust,
            combine,
            show,
            spatial: intermediate(gpu, "fsr3 spatial", output, spatial(job).input.format),
            warped: intermediate(gpu, "fsr3 warped", output, kept),
            trusted: intermediate(gpu, "fsr3 trust", input, TRUST_FORMAT),
            history: intermediate(gpu, "fsr3 history", output, kept),
            input,
            output,
        })?)
    }
}

#[cfg(test)]
impl Temporal {
    /// Bytes of all textures.
    fn memory(&self) -> u64 {
        let views = [&self.spatial, &self.warped, &self.trusted, &self.history];
        let bytes = views.map(|view| crate::texture::bytes(view.texture()));
        bytes.iter().sum::<u64>() + self.motion.memory()
    }
}

impl Upscaler for Temporal {
    fn reset(&mut self) {
        self.motion.reset();
    }

    fn after_submit(&mut self) {
        self.motion.after_submit();
    }

    fn record(&mut self, recorder: &mut Recorder<'_>, input: &wgpu::TextureView, output: &wgpu::TextureView) {
        self.motion.record(recorder, input);
        self.upscale.record(recorder, input, &self.spatial);
        let Self {
            spatial,
            warped,
            trusted,
            history,
            ..
        } = self;
        let blocks = self.motion.blocks();
        let vectors = self.motion.pixels().unwrap_or(blocks);
        self.warp
            .record(recorder, &[history, vectors], warped, self.output);
        self.trust
            .record(recorder, &[input, warped, vectors, blocks], trusted, self.input);
        self.combine
            .record(recorder, &[input, spatial, warped, trusted], history, self.input);
        self.show.record(recorder, &[history], output, self.output);
    }
}

#[cfg(test)]
mod tests;
