// SPDX-License-Identifier: GPL-2.0-or-later
//! What the technologies are held against: the same pictures, made in the most straightforward way.

use bytemuck::{Pod, Zeroable};

use super::frame::Frame;
use crate::frame::{PixelFormat, Size};
use crate::gpu::Gpu;
use crate::pass::{Pass, Recorder, Variant};
use crate::settings::{Algorithm, TechnologyId};
use crate::shaders;
use crate::technologies::Grid;
use crate::technology::TechnologyError;

const FORMAT: PixelFormat = PixelFormat::Rgba8;

/// The uniform block of `shaders/bench/easu.wgsl` and `shaders/bench/lanczos3.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Debug, Pod, Zeroable)]
pub(super) struct Sampling {
    scale: [f32; 2],
    offset: [f32; 2],
}

/// The uniform block of `shaders/bench/rcas.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Debug, Pod, Zeroable)]
pub(super) struct Rcas {
    pub(super) strength: f32,
}

/// One pass that upscales, and one that sharpens where that is wanted. Opaque pictures of 8 bits.
pub(super) struct Yardstick {
    upscale: Pass<Sampling>,
    sharpen: Option<(Pass<Rcas>, Frame)>,
    size: Size,
}

impl Yardstick {
    /// The yardstick of a technology, if it has one; `algorithm` is that of the fallback technology.
    pub(super) fn new(
        gpu: &Gpu,
        technology: TechnologyId,
        algorithm: Option<Algorithm>,
        sharpness: f32,
        [input, output]: [Size; 2],
    ) -> Result<Option<Self>, TechnologyError> {
        let enlarges = output.width >= input.width && output.height >= input.height;
        let shader = match (technology, algorithm) {
            (TechnologyId::Fsr, _) => &shaders::BENCH_EASU,
            (TechnologyId::Fallback, Some(Algorithm::Lanczos3)) if enlarges => &shaders::BENCH_LANCZOS3,
            _ => return Ok(None),
        };
        let Grid { scale, offset } = Grid::new(input, output);
        let upscale = Pass::new(
            gpu,
            &Variant::new(shader, FORMAT, &[]),
            Sampling { scale, offset },
        )?;
        let sharpen = (sharpness > 0.0).then(|| -> Result<_, TechnologyError> {
            let strength = (2.0 * sharpness - 2.0).exp2();
            let pass = Pass::new(
                gpu,
                &Variant::new(&shaders::BENCH_RCAS, FORMAT, &[]),
                Rcas { strength },
            )?;
            Ok((pass, Frame::new(gpu, output, FORMAT)?))
        });
        Ok(Some(Self {
            upscale,
            sharpen: sharpen.transpose()?,
            size: output,
        }))
    }

    /// Records one frame.
    pub(super) fn record(&mut self, recorder: &mut Recorder<'_>, input: &Frame, output: &Frame) {
        match &mut self.sharpen {
            Some((sharpen, between)) => {
                self.upscale
                    .record(recorder, &[&input.view], &between.view, self.size);
                sharpen.record(recorder, &[&between.view], &output.view, self.size);
            }
            None => self
                .upscale
                .record(recorder, &[&input.view], &output.view, self.size),
        }
    }
}
