// SPDX-License-Identifier: GPL-2.0-or-later
//! FidelityFX Super Resolution 1: its edge-adaptive upsampling (EASU). Its sharpening is [`crate::passes::Rcas`],
//! which the pipeline puts behind every technology.

use bytemuck::{Pod, Zeroable};

use super::{Grid, are_ready, channels, compile, linear, opaque, unbounded};
use crate::frame::{FrameDesc, Size};
use crate::gpu::Gpu;
use crate::pass::{Pass, Recorder, Variant};
use crate::settings::TechnologyId;
use crate::shaders;
use crate::technology::{Job, Technology, TechnologyError, TechnologyInfo, Upscaler};
use crate::text::Message;

/// FSR 1; it runs on every GPU.
#[derive(Debug)]
pub struct Fsr;

static INFO: TechnologyInfo = TechnologyInfo {
    id: TechnologyId::Fsr,
    // Made for 1 to 2; beyond that the picture becomes soft, not wrong.
    ratios: 1.0..=4.0,
    sharpens: false,
};

impl Technology for Fsr {
    fn info(&self) -> &'static TechnologyInfo {
        &INFO
    }

    fn availability(&self, _gpu: &Gpu) -> Result<(), Message> {
        Ok(())
    }

    fn is_prepared(&self, gpu: &Gpu, job: &Job) -> bool {
        are_ready(gpu, &[variant(job)])
    }

    fn prepare(&self, gpu: &Gpu, job: &Job) -> Result<(), TechnologyError> {
        INFO.check(job)?;
        compile(gpu, &[variant(job)])
    }

    fn create(&self, gpu: &Gpu, job: &Job) -> Result<Box<dyn Upscaler>, TechnologyError> {
        INFO.check(job)?;
        let size = job.output;
        Ok(if doubles(job) {
            Box::new(Doubling {
                pass: Pass::new(gpu, &variant(job), ())?,
                size,
            })
        } else {
            let uniform = Easu::new(job);
            Box::new(Upsampling {
                pass: Pass::new(gpu, &variant(job), uniform)?,
                size,
            })
        })
    }

    /// | of a source pixel, which all output pixels around it can share | |
    /// |---|---|
    /// | luma | 4 |
    /// | gradient and straightness, two axes: 1 + 2 + 1 for the largest step, 1 reciprocal, 1 product, 1 square; sum | 2 x 7 + 1 |
    /// | lowest and highest of 2x2 pixels, a channel: those of two rows, of which the next cell needs one too | 4 |
    ///
    /// | of an output pixel | |
    /// |---|---|
    /// | position: 2 products and sums, 2 whole parts, 2 remainders | 8 |
    /// | bilinear weights | 6 |
    /// | gradient and straightness between the four: three numbers of 4 products and 3 sums | 21 |
    /// | direction 8, strength 2, stretch 6, squeeze 5, lobe and clip 3, the kernel's axes 4 | 28 |
    /// | distances along the axes: of 4 columns and 4 rows 2 products each, 12 taps' 2 sums | 40 |
    /// | weight of a tap: square 3, cut 1, base 2, window 2, their product 5 | 12 x 13 |
    /// | sum of the weights, and its reciprocal | 12 |
    /// | of a channel: 12 products and 11 sums, a product, a clamp between two values | 26 |
    fn operations(&self, job: &Job) -> f64 {
        let channels = channels(job.input.alpha);
        let source = 4.0 + 15.0 + 4.0 * channels;
        let output = 8.0 + 6.0 + 21.0 + 28.0 + 40.0 + 12.0 * 13.0 + 12.0 + 26.0 * channels;
        source * job.input.size.area() as f64 / job.output.area() as f64 + output
    }
}

/// Whether the output is exactly twice as wide and as high, for which there is a faster shader.
fn doubles(job: &Job) -> bool {
    let Size { width, height } = job.input.size;
    width.checked_mul(2) == Some(job.output.width) && height.checked_mul(2) == Some(job.output.height)
}

fn variant(job: &Job) -> Variant {
    let shader = if doubles(job) {
        &shaders::EASU_DOUBLE
    } else {
        &shaders::EASU
    };
    let FrameDesc { format, alpha, .. } = job.input;
    let [source, result] = linear(alpha, job.result_alpha);
    Variant::new(
        shader,
        format,
        &[opaque(alpha), unbounded(format), source, result],
    )
}

/// The uniform block of `shaders/easu.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Debug, Pod, Zeroable)]
struct Easu {
    scale: [f32; 2],
    offset: [f32; 2],
}

impl Easu {
    fn new(job: &Job) -> Self {
        let Grid { scale, offset } = Grid::new(job.input.size, job.output);
        Self { scale, offset }
    }
}

struct Upsampling {
    pass: Pass<Easu>,
    size: Size,
}

impl Upscaler for Upsampling {
    fn record(&mut self, recorder: &mut Recorder<'_>, input: &wgpu::TextureView, output: &wgpu::TextureView) {
        self.pass.record(recorder, &[input], output, self.size);
    }
}

struct Doubling {
    pass: Pass<()>,
    size: Size,
}

impl Upscaler for Doubling {
    fn record(&mut self, recorder: &mut Recorder<'_>, input: &wgpu::TextureView, output: &wgpu::TextureView) {
        // The cells between the source pixels, and half a cell at every edge: one pixel more at both ends.
        let cells = Size::new(self.size.width + 2, self.size.height + 2);
        self.pass.record(recorder, &[input], output, cells);
    }
}

#[cfg(test)]
mod tests;
