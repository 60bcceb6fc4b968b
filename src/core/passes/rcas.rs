// SPDX-License-Identifier: GPL-2.0-or-later
//! Robust contrast-adaptive sharpening, the second half of FidelityFX Super Resolution 1.

use bytemuck::{Pod, Zeroable};

use crate::frame::{AlphaMode, FrameDesc, Size};
use crate::gpu::Gpu;
use crate::pass::{Pass, Recorder, Variant};
use crate::precision::Precision;
use crate::shaders;
use crate::technologies::{are_ready, compile, linear, opaque, unbounded};
use crate::technology::TechnologyError;

/// Sharpens frames at their own size.
#[derive(Debug)]
pub struct Rcas {
    pass: Pass<Uniform>,
    size: Size,
}

/// The uniform block of `shaders/rcas.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Debug, Pod, Zeroable)]
struct Uniform {
    strength: f32,
}

impl Uniform {
    /// `sharpness` 0 to 1 is 2 to 0 stops; a stop halves the strength.
    fn new(sharpness: f32) -> Self {
        let stops = 2.0 - 2.0 * sharpness.clamp(0.0, 1.0);
        Self {
            strength: (-stops).exp2(),
        }
    }
}

/// What is sharpened.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Sharpening {
    /// The frames that come in.
    pub frame: FrameDesc,
    /// Meaning of the alpha that goes out.
    pub result_alpha: AlphaMode,
    /// Whether pixels that stand out alone, as noise does, are sharpened down to half as much.
    pub limits_noise: bool,
    /// In which precision to calculate; `None` is the one that is faster on the device.
    pub precision: Option<Precision>,
}

impl Rcas {
    /// Floating-point operations of a pixel, counted as
    /// [`Technology::operations`](crate::technology::Technology::operations) are. Of a colour: lowest and highest of
    /// the ring 6, limit towards black 3, towards white 5, the nearer one 1; sum of the ring 3, the rest 3. For all:
    /// the nearest limit and its clamp 4, strength 1, normalisation 6. Without the noise limiter.
    pub const OPERATIONS: f64 = 3.0 * 21.0 + 11.0;

    /// Whether [`Rcas::create`] would return without compiling anything.
    #[must_use]
    pub fn is_prepared(gpu: &Gpu, job: &Sharpening) -> bool {
        let precision = Precision::chosen_if_known(gpu, job.precision, job.frame.format);
        precision.is_some_and(|precision| are_ready(gpu, &[variant(job, precision)]))
    }

    /// Compiles what it needs.
    ///
    /// # Errors
    /// When the driver refuses the pipeline or the device is lost.
    pub fn prepare(gpu: &Gpu, job: &Sharpening) -> Result<(), TechnologyError> {
        let precision = Precision::chosen(gpu, job.precision, job.frame.format)?;
        compile(gpu, &[variant(job, precision)])
    }

    /// `sharpness` is 0 to 1; 0 is weak, not nothing: whoever wants nothing leaves this step out.
    ///
    /// # Errors
    /// As [`Rcas::prepare`], and when the GPU has not the memory.
    pub fn create(gpu: &Gpu, job: &Sharpening, sharpness: f32) -> Result<Self, TechnologyError> {
        let precision = Precision::chosen(gpu, job.precision, job.frame.format)?;
        let pass = Pass::new(gpu, &variant(job, precision), Uniform::new(sharpness))?;
        Ok(Self {
            pass,
            size: job.frame.size,
        })
    }

    /// Changes the sharpness from the next frame on.
    pub fn set_sharpness(&mut self, sharpness: f32) {
        self.pass.set_uniform(Uniform::new(sharpness));
    }

    /// Records one frame.
    pub fn record(
        &mut self,
        recorder: &mut Recorder<'_>,
        input: &wgpu::TextureView,
        output: &wgpu::TextureView,
    ) {
        self.pass.record(recorder, &[input], output, self.size);
    }
}

fn variant(job: &Sharpening, precision: Precision) -> Variant {
    let FrameDesc { format, alpha, .. } = job.frame;
    let [source, result] = linear(alpha, job.result_alpha);
    let constants = [
        ("LIMITS_NOISE", u32::from(job.limits_noise)),
        opaque(alpha),
        unbounded(format),
        source,
        result,
    ];
    Variant::new(&shaders::RCAS, format, &constants).in_precision(precision)
}

#[cfg(test)]
mod tests;
