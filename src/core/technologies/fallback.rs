// SPDX-License-Identifier: GPL-2.0-or-later
//! The classic kernels: separable, at any ratio, on every GPU. What falls through everything else ends here.

use bytemuck::{Pod, Zeroable};

use super::kernels::{Axis, Kernel};
use super::{Grid, are_ready, channels, compile, data_texture, linear, opaque, steered};
use crate::frame::{FrameDesc, PixelFormat, Size};
use crate::gpu::Gpu;
use crate::pass::{Pass, Recorder, Variant, intermediate};
use crate::settings::{Algorithm, Light, Settings, TechnologyId};
use crate::shaders;
use crate::technology::{Job, StandsIn, Technology, TechnologyError, TechnologyInfo, Upscaler};
use crate::text::Message;

/// The technology of the kernels of [`super::kernels::KERNELS`].
#[derive(Debug)]
pub struct Fallback;

static INFO: TechnologyInfo = TechnologyInfo {
    id: TechnologyId::Fallback,
    ratios: 0.0..=f32::INFINITY,
    sharpens: false,
    margin: 0,
    frames_before: 0,
    stands_in: StandsIn::Always,
};

/// Source pixels of an output pixel from which on `shaders/fallback.wgsl` needs a loop.
const MANY_TAPS: u32 = 8;

impl Technology for Fallback {
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
        compile(gpu, &variants(job))
    }

    fn create(&self, gpu: &Gpu, job: &Job) -> Result<Box<dyn Upscaler>, TechnologyError> {
        Ok(Box::new(Separable::new(gpu, job)?))
    }

    /// Of a channel `n` products and `n - 1` sums for the `n` source pixels along an axis: across the rows once for each
    /// source row, down the columns for each output pixel. The weights are worked out beforehand, and a single source
    /// pixel is copied. The clamp against ringing, where it is on: lowest and highest of 2x2 source pixels (which
    /// neighbours share, as in FSR), a clamp, and 3 for its share.
    fn operations(&self, job: &Job) -> f64 {
        let kernel = Kernel::of(job.algorithm);
        let (input, output) = (job.input.size, job.output);
        let of_taps = |taps: u32| if taps > 1 { f64::from(2 * taps - 1) } else { 0.0 };
        let across = of_taps(Axis::taps(kernel, input.width, output.width));
        let down = of_taps(Axis::taps(kernel, input.height, output.height));
        let clamp = if clamps(job) && job.antiringing > 0.0 {
            5.0 + 4.0 * input.area() as f64 / output.area() as f64
        } else {
            0.0
        };
        // Steering: two sums over the 12 nearest pixels, and how they are put together and kept within four; of all
        // channels together, the mean of three products of slopes between four pixels, and the two shares.
        let (steering, tensor) = if is_steered(job) {
            (2.0 * 23.0 + 4.0 + 2.0, 3.0 * 7.0 + 7.0)
        } else {
            (0.0, 0.0)
        };
        let rows = f64::from(input.height) / f64::from(output.height);
        channels(job.input.alpha) * (across * rows + down + clamp + steering) + tensor
    }
}

/// The format between the passes. Encoding again what was summed up in another light multiplies rounding in the dark by
/// 12.92, which 16-bit floats would show.
fn between(job: &Job) -> PixelFormat {
    match job.light {
        Light::Encoded => super::between(job.input.format),
        Light::Linear | Light::Sigmoid => PixelFormat::Rgba32Float,
    }
}

/// Whether there may be a clamp against ringing: only where neither axis shrinks. A smaller pixel is made of more than
/// the nearest pixels to which the result is clamped, and the clamp would bring back the aliasing that the kernel
/// prevents.
fn clamps(job: &Job) -> bool {
    job.algorithm.rings() && enlarges(job)
}

fn enlarges(job: &Job) -> bool {
    let (input, output) = (job.input.size, job.output);
    output.width >= input.width && output.height >= input.height
}

/// Whether edges steer: only where neither axis shrinks, for the same reason.
fn is_steered(job: &Job) -> bool {
    job.algorithm == Algorithm::Steered && enlarges(job)
}

/// The constant `LIGHT` of `shaders/shared/light.wgsl`.
fn light(light: Light) -> (&'static str, u32) {
    let number = match light {
        Light::Encoded => 0,
        Light::Linear => 1,
        Light::Sigmoid => 2,
    };
    ("LIGHT", number)
}

/// The passes across rows and down columns, and the latter with the clamp against ringing, where that means anything.
fn variants(job: &Job) -> Vec<Variant> {
    let FrameDesc { format, alpha, .. } = job.input;
    let [source, result] = linear(alpha, job.result_alpha);
    let kernel = Kernel::of(job.algorithm);
    let (input, output) = (job.input.size, job.output);
    let across = Axis::taps(kernel, input.width, output.width);
    let down = Axis::taps(kernel, input.height, output.height);
    let variant = |format, taps: u32, columns, antiringing| {
        let constants = [
            ("TAPS", taps.min(MANY_TAPS)),
            ("COLUMNS", columns),
            ("ANTIRINGING", antiringing),
            ("RINGS", u32::from(job.algorithm.overshoots())),
            ("STEERED", u32::from(columns == 1 && is_steered(job))),
            light(job.light),
            opaque(alpha),
            source,
            result,
        ];
        Variant::new(&shaders::FALLBACK, format, &constants)
    };
    let mut variants = vec![variant(between(job), across, 0, 0), variant(format, down, 1, 0)];
    if clamps(job) {
        variants.push(variant(format, down, 1, 1));
    }
    variants
}

/// The uniform block of `shaders/fallback.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Debug, Pod, Zeroable)]
struct Uniform {
    scale: [f32; 2],
    offset: [f32; 2],
    antiringing: f32,
    strength: f32,
    noise: f32,
    _padding: f32,
}

impl Uniform {
    fn new(job: &Job) -> Self {
        let Grid { scale, offset } = Grid::new(job.input.size, job.output);
        Self {
            scale,
            offset,
            antiringing: job.antiringing,
            strength: steered::STRENGTH as f32,
            noise: steered::NOISE as f32,
            _padding: 0.0,
        }
    }
}

struct Separable {
    rows: Pass<Uniform>,
    columns: Pass<Uniform>,
    columns_without_ringing: Option<Pass<Uniform>>,
    row_weights: wgpu::TextureView,
    column_weights: wgpu::TextureView,
    between: wgpu::TextureView,
    between_size: Size,
    output_size: Size,
    is_steered: bool,
}

impl Separable {
    fn new(gpu: &Gpu, job: &Job) -> Result<Self, TechnologyError> {
        let kernel = Kernel::of(job.algorithm);
        let (input, output) = (job.input.size, job.output);
        let between_size = Size::new(output.width, input.height);
        let weights = |axis: &Axis| data_texture(gpu, "fallback weights", &axis.lines);
        let (row_weights, column_weights, between) = gpu.check(|| {
            (
                weights(&Axis::new(kernel, input.width, output.width)),
                weights(&Axis::new(kernel, input.height, output.height)),
                intermediate(gpu, "fallback between", between_size, between(job)),
            )
        })?;
        let pass = |variant: &Variant| Pass::new(gpu, variant, Uniform::new(job));
        let variants = variants(job);
        Ok(Self {
            rows: pass(&variants[0])?,
            columns: pass(&variants[1])?,
            columns_without_ringing: variants.get(2).map(pass).transpose()?,
            row_weights,
            column_weights,
            between,
            between_size,
            output_size: output,
            is_steered: is_steered(job),
        })
    }
}

impl Upscaler for Separable {
    fn set_live(&mut self, settings: &Settings) {
        if let Some(pass) = &mut self.columns_without_ringing {
            let uniform = Uniform {
                antiringing: settings.antiringing,
                ..*pass.uniform()
            };
            pass.set_uniform(uniform);
        }
    }

    fn record(&mut self, recorder: &mut Recorder<'_>, input: &wgpu::TextureView, output: &wgpu::TextureView) {
        let rows = [&self.row_weights, input, input];
        self.rows
            .record(recorder, &rows, &self.between, self.between_size);
        let clamping = self
            .columns_without_ringing
            .as_mut()
            .filter(|pass| pass.uniform().antiringing > 0.0);
        let (columns, nearest) = match clamping {
            Some(pass) => (pass, input),
            None if self.is_steered => (&mut self.columns, input),
            // Nothing of the picture is read again.
            None => (&mut self.columns, &self.between),
        };
        let inputs = [&self.column_weights, &self.between, nearest];
        columns.record(recorder, &inputs, output, self.output_size);
    }
}

#[cfg(test)]
mod tests;
