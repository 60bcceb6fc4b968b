// SPDX-License-Identifier: GPL-2.0-or-later
//! FidelityFX Super Resolution 1: its edge-adaptive upsampling (EASU). Its sharpening is [`crate::passes::Rcas`],
//! which the pipeline puts behind every technology.

use bytemuck::{Pod, Zeroable};

use super::{Grid, are_ready, compile, linear, opaque, unbounded};
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
