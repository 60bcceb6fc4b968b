// SPDX-License-Identifier: GPL-2.0-or-later
//! FidelityFX Super Resolution 1: its edge-adaptive upsampling (EASU). Its sharpening is [`crate::passes::Rcas`],
//! which the pipeline puts behind every technology.

use bytemuck::{Pod, Zeroable};

use super::{Grid, are_ready, channels, compile, linear, opaque, unbounded};
use crate::frame::{FrameDesc, Size};
use crate::gpu::Gpu;
use crate::pass::{Pass, Recorder, Variant};
use crate::precision::Precision;
use crate::settings::TechnologyId;
use crate::shaders;
use crate::technology::{Job, StandsIn, Technology, TechnologyError, TechnologyInfo, Upscaler};
use crate::text::Message;

/// FSR 1; it runs on every GPU.
#[derive(Debug)]
pub struct Fsr;

static INFO: TechnologyInfo = TechnologyInfo {
    id: TechnologyId::Fsr,
    // Made for 1 to 2; beyond that the picture becomes soft, not wrong.
    ratios: 1.0..=4.0,
    sharpens: false,
    margin: 0,
    frames_before: 0,
    stands_in: StandsIn::Always,
};

impl Technology for Fsr {
    fn info(&self) -> &'static TechnologyInfo {
        &INFO
    }

    fn availability(&self, _gpu: &Gpu) -> Result<(), Message> {
        Ok(())
    }

    fn is_prepared(&self, gpu: &Gpu, job: &Job) -> bool {
        let precision = Precision::chosen_if_known(gpu, job.precision, job.input.format);
        precision.is_some_and(|precision| are_ready(gpu, &[variant(job, precision)]))
    }

    fn prepare(&self, gpu: &Gpu, job: &Job) -> Result<(), TechnologyError> {
        INFO.check(job)?;
        let precision = Precision::chosen(gpu, job.precision, job.input.format)?;
        compile(gpu, &[variant(job, precision)])
    }

    fn create(&self, gpu: &Gpu, job: &Job) -> Result<Box<dyn Upscaler>, TechnologyError> {
        INFO.check(job)?;
        let Size { width, height } = job.output;
        let precision = Precision::chosen(gpu, job.precision, job.input.format)?;
        let variant = variant(job, precision);
        // How many invocations there are.
        let (uniform, size) = match Way::of(job) {
            // The cells between the source pixels, and half a cell at every edge: one pixel more at both ends.
            Way::Cells => {
                return Ok(Box::new(Upsampling {
                    pass: Pass::new(gpu, &variant, ())?,
                    size: Size::new(width + 2, height + 2),
                }));
            }
            Way::Rows(rows) => (Easu::new(job), Size::new(width, height.div_ceil(rows.output))),
            Way::Pixels => (Easu::new(job), job.output),
        };
        Ok(Box::new(Upsampling {
            pass: Pass::new(gpu, &variant, uniform)?,
            size,
        }))
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

/// Which of the shaders makes a job: all make the same picture.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Way {
    /// Exactly twice the size: an invocation per cell of source pixels.
    Cells,
    /// Rows that repeat themselves: an invocation per column of a period or more.
    Rows(Rows),
    /// Any other: an invocation per pixel.
    Pixels,
}

impl Way {
    fn of(job: &Job) -> Self {
        let (input, output) = (job.input.size, job.output);
        let doubles = |input: u32, output| input.checked_mul(2) == Some(output);
        if doubles(input.width, output.width) && doubles(input.height, output.height) {
            Self::Cells
        } else {
            Rows::of(input.height, output.height).map_or(Self::Pixels, Self::Rows)
        }
    }
}

/// Output rows after which they lie among the source rows as before.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Rows {
    output: u32,
    source: u32,
    /// See `shaders/easu_rows.wgsl`.
    steps: u32,
}

impl Rows {
    /// The most rows that the shader makes.
    const MOST: u32 = 17;
    /// As many as share what they load so well that more gain little.
    const ENOUGH: u32 = 16;

    /// Of so many source and output rows; `None` where the period is too long, or a row lies on a source row, so that
    /// rounding decides which cell it is in.
    fn of(source: u32, output: u32) -> Option<Self> {
        let common = gcd(source, output);
        let (source, output) = (source / common, output / common);
        let lies_on_a_row = source % 2 == 1 && output % 2 == 1;
        if output > Self::MOST || output < source || lies_on_a_row {
            return None;
        }
        let periods = (Self::ENOUGH / output).max(1);
        let (source, output) = (source * periods, output * periods);
        // The cell of a row: floor((row + 1/2) source/output - 1/2), the first being -1.
        let cell = |row: u32| ((2 * row + 1) * source + output) / (2 * output);
        let steps = (1..output).filter(|row| cell(*row) > cell(row - 1));
        Some(Self {
            output,
            source,
            steps: steps.fold(0, |steps, row| steps | 1 << row),
        })
    }
}

fn gcd(mut a: u32, mut b: u32) -> u32 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn variant(job: &Job, precision: Precision) -> Variant {
    let FrameDesc { format, alpha, .. } = job.input;
    let [source, result] = linear(alpha, job.result_alpha);
    let mut constants = vec![opaque(alpha), unbounded(format), source, result];
    let shader = match Way::of(job) {
        Way::Cells => &shaders::EASU_DOUBLE,
        Way::Pixels => &shaders::EASU,
        Way::Rows(rows) => {
            constants.extend([
                ("ROWS", rows.output),
                ("SOURCE_ROWS", rows.source),
                ("STEPS", rows.steps),
            ]);
            &shaders::EASU_ROWS
        }
    };
    Variant::new(shader, format, &constants).in_precision(precision)
}

/// The uniform block of `shaders/easu.wgsl` and `shaders/easu_rows.wgsl`.
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

struct Upsampling<U> {
    pass: Pass<U>,
    /// What the shader's tiles are counted in.
    size: Size,
}

impl<U: Pod + PartialEq + Send> Upscaler for Upsampling<U> {
    fn record(&mut self, recorder: &mut Recorder<'_>, input: &wgpu::TextureView, output: &wgpu::TextureView) {
        self.pass.record(recorder, &[input], output, self.size);
    }
}

#[cfg(test)]
mod tests;
