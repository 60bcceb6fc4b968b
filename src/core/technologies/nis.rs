// SPDX-License-Identifier: GPL-2.0-or-later
//! NVIDIA Image Scaling: scaling that filters along edges, and sharpens as it does so; sharpening alone where the
//! size stays.
//!
//! Written from a description of version 1.0.3; only the numbers of its filters are NVIDIA's, see [`filters`].

pub(crate) mod filters;

use bytemuck::{Pod, Zeroable};

use super::{are_ready, between, compile, data_texture, linear, opaque};
use crate::frame::{AlphaMode, FrameDesc, PixelFormat, Size};
use crate::gpu::Gpu;
use crate::pass::{Pass, Recorder, Variant, intermediate};
use crate::settings::{Settings, TechnologyId};
use crate::shaders;
use crate::technology::{Job, Technology, TechnologyError, TechnologyInfo, Upscaler};
use crate::text::Message;

pub(crate) use filters::PHASES;

/// NVIDIA Image Scaling; it runs on every GPU.
#[derive(Debug)]
pub struct Nis;

static INFO: TechnologyInfo = TechnologyInfo {
    id: TechnologyId::Nis,
    // 1 to 2 in one step.
    ratios: 1.0..=4.0,
    sharpens: true,
};

/// The most that one step scales an axis by: the filters are made for no more.
const RATIO_OF_A_STEP: u32 = 2;

impl Technology for Nis {
    fn info(&self) -> &'static TechnologyInfo {
        &INFO
    }

    fn availability(&self, _gpu: &Gpu) -> Result<(), Message> {
        Ok(())
    }

    fn is_prepared(&self, gpu: &Gpu, job: &Job) -> bool {
        are_ready(gpu, &variants(job))
    }

    fn prepare(&self, gpu: &Gpu, job: &Job) -> Result<(), TechnologyError> {
        INFO.check(job)?;
        compile(gpu, &variants(job))
    }

    fn create(&self, gpu: &Gpu, job: &Job) -> Result<Box<dyn Upscaler>, TechnologyError> {
        INFO.check(job)?;
        Ok(if job.input.size == job.output {
            Box::new(Sharpening::new(gpu, job)?)
        } else {
            Box::new(Scaling::new(gpu, job)?)
        })
    }
}

/// The size between two steps, where there are two: twice the input's along the axes that grow by more, and already
/// the output's along the others.
fn halfway(job: &Job) -> Option<Size> {
    let (input, output) = (job.input.size, job.output);
    let side = |input: u32, output: u32| output.min(input.saturating_mul(RATIO_OF_A_STEP));
    let size = Size::new(side(input.width, output.width), side(input.height, output.height));
    (size != output).then_some(size)
}

/// The passes of a job.
fn variants(job: &Job) -> Vec<Variant> {
    let first = halfway(job).map(|_| first_variant(job));
    first.into_iter().chain([last_variant(job)]).collect()
}

fn scaling(job: &Job, format: PixelFormat, alphas: [AlphaMode; 2], sharpens: bool) -> Variant {
    let [source, result] = linear(alphas[0], alphas[1]);
    let sharpens = ("SHARPENS", u32::from(sharpens));
    let constants = [opaque(job.input.alpha), source, result, sharpens];
    Variant::new(&shaders::NIS, format, &constants)
}

/// The first of two steps. It does not sharpen: the second would find what that overdid, and enlarge it.
fn first_variant(job: &Job) -> Variant {
    let FrameDesc { format, alpha, .. } = job.input;
    scaling(job, between(format), [alpha, alpha.working()], false)
}

/// The last step, or the only one.
fn last_variant(job: &Job) -> Variant {
    let FrameDesc { format, alpha, .. } = job.input;
    if job.input.size == job.output {
        let [source, result] = linear(alpha, job.result_alpha);
        return Variant::new(&shaders::NIS_SHARPEN, format, &[opaque(alpha), source, result]);
    }
    let source = if halfway(job).is_some() {
        alpha.working()
    } else {
        alpha
    };
    scaling(job, format, [source, job.result_alpha], job.sharpness > 0.0)
}

/// How strong the sharpening is: the uniform block of `shaders/nis.wgsl` and `shaders/nis_sharpen.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Debug, Pod, Zeroable)]
pub struct Strength {
    /// What detail is multiplied with in the brightest areas.
    pub strength_least: f32,
    /// How much more that is in the darkest.
    pub strength_span: f32,
    /// The most that is added to a luma in the brightest areas, as a share of it.
    pub limit_least: f32,
    /// How much more that is in the darkest.
    pub limit_span: f32,
}

/// The sharpness below which the weakest sharpening is faded out: NVIDIA's 0 is weak, ours is nothing.
const FADE: f32 = 0.1;

impl Strength {
    /// The strength at a `sharpness` of 0 (nothing) to 1. NVIDIA's own control, for SDR, stands at the square of it:
    /// so the lower half has about the effect that it has on the other technologies, and 1 is NVIDIA's strongest.
    /// Below [`FADE`] that is weakened in proportion to what is left.
    #[must_use]
    pub fn new(sharpness: f32) -> Self {
        let sharpness = sharpness.clamp(0.0, 1.0);
        let from_middle = sharpness * sharpness - 0.5;
        let (greatest, least) = if from_middle < 0.0 {
            (1.75, 1.0)
        } else {
            (1.25, 1.25)
        };
        let strength_least = (0.4 + 1.2 * least * from_middle).max(0.0);
        let strength_most = 1.6 + 1.8 * greatest * from_middle;
        let limit_least = (0.14 + 0.32 * least * from_middle).max(0.1);
        let limit_most = 0.5 + 0.6 * least * from_middle;
        let fade = (sharpness / FADE).min(1.0);
        Self {
            strength_least: fade * strength_least,
            strength_span: fade * (strength_most - strength_least),
            limit_least: fade * limit_least,
            limit_span: fade * (limit_most - limit_least),
        }
    }
}

struct Scaling {
    /// The first of two steps, what it makes, and the size of that.
    first: Option<(Pass<Strength>, wgpu::TextureView, Size)>,
    last: Pass<Strength>,
    filters: wgpu::TextureView,
    output: Size,
}

impl Scaling {
    fn new(gpu: &Gpu, job: &Job) -> Result<Self, TechnologyError> {
        let pass = |variant| Pass::new(gpu, &variant, Strength::new(job.sharpness));
        let first = match halfway(job) {
            Some(size) => {
                let format = between(job.input.format);
                let view = gpu.check(|| intermediate(gpu, "nis between", size, format))?;
                Some((pass(first_variant(job))?, view, size))
            }
            None => None,
        };
        Ok(Self {
            first,
            last: pass(last_variant(job))?,
            filters: gpu.check(|| data_texture(gpu, "nis filters", &filter_parts()))?,
            output: job.output,
        })
    }
}

/// The filters as `shaders/nis.wgsl` reads them, a row for each phase: behind each half of the scaling filter the first
/// numbers of the sharpening filter, then its others.
fn filter_parts() -> Vec<Vec<[f32; 4]>> {
    let parts = |phase| {
        let [s0, s1, s2, s3, s4, s5] = filters::scale(phase);
        let [u0, u1, u2, u3, u4, u5] = filters::sharpen(phase);
        vec![[s0, s1, s2, u0], [s3, s4, s5, u1], [u2, u3, u4, u5]]
    };
    (0..PHASES).map(parts).collect()
}

impl Upscaler for Scaling {
    fn set_live(&mut self, settings: &Settings) {
        self.last.set_uniform(Strength::new(settings.sharpness));
    }

    fn record(&mut self, recorder: &mut Recorder<'_>, input: &wgpu::TextureView, output: &wgpu::TextureView) {
        let mut source = input;
        if let Some((first, between, size)) = &mut self.first {
            first.record(recorder, &[&self.filters, source], between, *size);
            source = between;
        }
        self.last
            .record(recorder, &[&self.filters, source], output, self.output);
    }
}

struct Sharpening {
    pass: Pass<Strength>,
    size: Size,
}

impl Sharpening {
    fn new(gpu: &Gpu, job: &Job) -> Result<Self, TechnologyError> {
        Ok(Self {
            pass: Pass::new(gpu, &last_variant(job), Strength::new(job.sharpness))?,
            size: job.output,
        })
    }
}

impl Upscaler for Sharpening {
    fn set_live(&mut self, settings: &Settings) {
        self.pass.set_uniform(Strength::new(settings.sharpness));
    }

    fn record(&mut self, recorder: &mut Recorder<'_>, input: &wgpu::TextureView, output: &wgpu::TextureView) {
        self.pass.record(recorder, &[input], output, self.size);
    }
}

#[cfg(test)]
mod tests;
