// SPDX-License-Identifier: GPL-2.0-or-later
//! NVIDIA Image Scaling: scaling that filters along edges, and sharpens as it does so; sharpening alone where the
//! size stays.
//!
//! Written from a description of version 1.0.3; only the numbers of its filters are NVIDIA's, see [`filters`].

pub(crate) mod filters;

use bytemuck::{Pod, Zeroable};

use super::{are_ready, between, channels, compile, data_texture, linear, opaque};
use crate::frame::{FrameDesc, PixelFormat, Size};
use crate::gpu::Gpu;
use crate::pass::{Pass, Recorder, Variant, intermediate};
use crate::settings::{Settings, TechnologyId};
use crate::shaders;
use crate::technology::{Job, StandsIn, Technology, TechnologyError, TechnologyInfo, Upscaler};
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
    // The edges are looked for a pixel beyond the picture too.
    margin: 2,
    frames_before: 0,
    stands_in: StandsIn::Always,
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

    /// What flat areas ask for: the filters along edges depend on the picture. In each step
    ///
    /// | of a source pixel | |
    /// |---|---|
    /// | luma | 5 |
    /// | four contrasts of 4 sums and a difference | 20 |
    /// | edges: steepest and flattest 4, ratio 2, conditions 6, shares 3, directions 2 | 17 |
    /// | filter across the rows, of luma and, where there is coverage, alpha: for each output column | 11 |
    ///
    /// | of an output pixel | |
    /// |---|---|
    /// | filter down the columns, of luma and, where there is coverage, alpha | 11 |
    /// | four weights between four pixels, what they leave 4, that share 1 | 36 + 5 |
    /// | three channels between four pixels | 27 |
    /// | luma 5, gain 1, its addition 3 | 9 |
    /// | where there is coverage: light beyond it | 12 |
    ///
    /// Sharpening alone takes the luma and the edges, and an addition to three channels.
    fn operations(&self, job: &Job) -> f64 {
        const EDGES: f64 = 5.0 + 20.0 + 17.0;
        if job.input.size == job.output {
            return EDGES + 3.0;
        }
        let filtered = channels(job.input.alpha) - 2.0;
        let cover = if filtered > 1.0 { 12.0 } else { 0.0 };
        let of_a_step = |step: &Step| {
            let (input, output) = (step.input.size, step.output.size);
            let across = 11.0 * filtered * f64::from(input.height) * f64::from(output.width);
            let of_output = 11.0 * filtered + 36.0 + 5.0 + 27.0 + 9.0 + cover;
            EDGES * input.area() as f64 + across + of_output * output.area() as f64
        };
        steps(job).iter().map(of_a_step).sum::<f64>() / job.output.area() as f64
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

/// One scaling by [`RATIO_OF_A_STEP`] at most.
#[derive(Clone, Copy, Debug)]
struct Step {
    input: FrameDesc,
    output: FrameDesc,
    sharpens: bool,
}

impl Step {
    /// What looks for the edges of the input. Its result is not rounded: sharpening would enlarge that.
    fn edges(&self) -> Variant {
        let alpha = self.input.alpha;
        let constants = linear(alpha, alpha.working());
        Variant::new(&shaders::NIS_EDGES, EDGES_FORMAT, &constants)
    }

    fn scaling(&self) -> Variant {
        let [source, result] = linear(self.input.alpha, self.output.alpha);
        let sharpens = ("SHARPENS", u32::from(self.sharpens));
        let constants = [opaque(self.input.alpha), source, result, sharpens];
        Variant::new(&shaders::NIS, self.output.format, &constants)
    }
}

/// The format of the lumas and edges between the two passes of a step.
const EDGES_FORMAT: PixelFormat = PixelFormat::Rgba32Float;

/// The steps of a job that scales: one or two. Only the last sharpens: a step behind it would find what that overdid,
/// and enlarge it.
fn steps(job: &Job) -> Vec<Step> {
    let result = FrameDesc {
        size: job.output,
        alpha: job.result_alpha,
        ..job.input
    };
    let half = halfway(job).map(|size| FrameDesc {
        size,
        format: between(job.input.format),
        alpha: job.input.alpha.working(),
        ..job.input
    });
    let first = half.map(|half| Step {
        input: job.input,
        output: half,
        sharpens: false,
    });
    let last = Step {
        input: half.unwrap_or(job.input),
        output: result,
        sharpens: job.sharpness > 0.0,
    };
    first.into_iter().chain([last]).collect()
}

/// The passes of a job.
fn variants(job: &Job) -> Vec<Variant> {
    if job.input.size == job.output {
        return vec![sharpening(job)];
    }
    let passes = |step: &Step| [step.edges(), step.scaling()];
    steps(job).iter().flat_map(passes).collect()
}

/// The pass of a job that only sharpens.
fn sharpening(job: &Job) -> Variant {
    let FrameDesc { format, alpha, .. } = job.input;
    let [source, result] = linear(alpha, job.result_alpha);
    Variant::new(&shaders::NIS_SHARPEN, format, &[opaque(alpha), source, result])
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
    steps: Vec<Scaler>,
    /// What the first of two steps makes.
    between: Option<wgpu::TextureView>,
}

impl Scaling {
    fn new(gpu: &Gpu, job: &Job) -> Result<Self, TechnologyError> {
        let strength = Strength::new(job.sharpness);
        let steps: Result<_, _> = steps(job)
            .iter()
            .map(|step| Scaler::new(gpu, step, strength))
            .collect();
        let between = halfway(job)
            .map(|size| gpu.check(|| intermediate(gpu, "nis between", size, between(job.input.format))));
        Ok(Self {
            steps: steps?,
            between: between.transpose()?,
        })
    }
}

impl Upscaler for Scaling {
    fn set_live(&mut self, settings: &Settings) {
        // A step that does not sharpen does not read it.
        for step in &mut self.steps {
            step.scaling.set_uniform(Strength::new(settings.sharpness));
        }
    }

    fn record(&mut self, recorder: &mut Recorder<'_>, input: &wgpu::TextureView, output: &wgpu::TextureView) {
        match (self.steps.as_mut_slice(), &self.between) {
            ([first, last], Some(between)) => {
                first.record(recorder, input, between);
                last.record(recorder, between, output);
            }
            (steps, _) => steps
                .iter_mut()
                .for_each(|step| step.record(recorder, input, output)),
        }
    }
}

/// A step, with all that it needs.
struct Scaler {
    edges: Pass<()>,
    scaling: Pass<Strength>,
    filters: wgpu::TextureView,
    columns: wgpu::TextureView,
    rows: wgpu::TextureView,
    found: wgpu::TextureView,
    found_size: Size,
    output: Size,
}

impl Scaler {
    fn new(gpu: &Gpu, step: &Step, strength: Strength) -> Result<Self, TechnologyError> {
        let (input, output) = (step.input.size, step.output.size);
        // One more on each side.
        let found_size = Size::new(input.width + 2, input.height + 2);
        let edges = Pass::new(gpu, &step.edges(), ())?;
        let scaling = Pass::new(gpu, &step.scaling(), strength)?;
        let table = |label, rows: &[Vec<[f32; 4]>]| data_texture(gpu, label, rows);
        Ok(gpu.check(|| Self {
            edges,
            scaling,
            filters: table("nis filters", &filter_rows()),
            columns: table("nis columns", &axis(input.width, output.width)),
            rows: table("nis rows", &axis(input.height, output.height)),
            found: intermediate(gpu, "nis edges", found_size, EDGES_FORMAT),
            found_size,
            output,
        })?)
    }

    fn record(&mut self, recorder: &mut Recorder<'_>, input: &wgpu::TextureView, output: &wgpu::TextureView) {
        self.edges
            .record(recorder, &[input], &self.found, self.found_size);
        let inputs = [&self.filters, &self.columns, &self.rows, &self.found, input];
        self.scaling.record(recorder, &inputs, output, self.output);
    }
}

/// A filter as `shaders/nis.wgsl` reads it: behind each half of the scaling filter the first numbers of the sharpening
/// filter, then its others.
fn filter_parts(phase: usize) -> [[f32; 4]; 3] {
    let [s0, s1, s2, s3, s4, s5] = filters::scale(phase);
    let [u0, u1, u2, u3, u4, u5] = filters::sharpen(phase);
    [[s0, s1, s2, u0], [s3, s4, s5, u1], [u2, u3, u4, u5]]
}

/// A row for each phase.
fn filter_rows() -> Vec<Vec<[f32; 4]>> {
    (0..PHASES).map(|phase| filter_parts(phase).to_vec()).collect()
}

/// The places of an axis's output pixels: a line of source pixel at or before it, how far behind that it is, and the
/// phase of that; then three lines of its filter. In whole numbers, so that a pixel which lies exactly on a phase does.
fn axis(input: u32, output: u32) -> Vec<Vec<[f32; 4]>> {
    let place = |index: u32| {
        // One source pixel further, so that it is never negative.
        let numerator = (2 * u64::from(index) + 1) * u64::from(input) + u64::from(output);
        let denominator = 2 * u64::from(output);
        let rest = numerator % denominator;
        let phase = PHASES as u64 * rest / denominator;
        let corner = (numerator / denominator) as f32 - 1.0;
        let point = (rest as f64 / denominator as f64) as f32;
        let [first, second, third] = filter_parts(phase as usize);
        [[corner, point, phase as f32, 0.0], first, second, third]
    };
    let places: Vec<_> = (0..output).map(place).collect();
    (0..4)
        .map(|line| places.iter().map(|place| place[line]).collect())
        .collect()
}

struct Sharpening {
    pass: Pass<Strength>,
    size: Size,
}

impl Sharpening {
    fn new(gpu: &Gpu, job: &Job) -> Result<Self, TechnologyError> {
        Ok(Self {
            pass: Pass::new(gpu, &sharpening(job), Strength::new(job.sharpness))?,
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
