// SPDX-License-Identifier: GPL-2.0-or-later
//! Shows what the upscaling is worth: beside plain bilinear filtering, or as the difference from it.

use bytemuck::{Pod, Zeroable};

use crate::frame::{FrameDesc, Size};
use crate::gpu::Gpu;
use crate::pass::{Pass, Recorder, Variant};
use crate::settings::Compare;
use crate::shaders;
use crate::technologies::{Grid, are_ready, compile, linear};
use crate::technology::TechnologyError;

/// Output columns per column of the dividing line: two of them at 1920, so that it is seen after the encoder.
const WIDTH_PER_LINE: u32 = 960;

/// Puts an upscaled frame and its source into one picture.
#[derive(Debug)]
pub struct Comparison {
    pass: Pass<Uniform>,
    grid: Grid,
    size: Size,
}

/// The uniform block of `shaders/compare.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Debug, Pod, Zeroable)]
struct Uniform {
    scale: [f32; 2],
    offset: [f32; 2],
    line: [i32; 2],
}

impl Uniform {
    fn new(Grid { scale, offset }: Grid, output: Size, position: f32) -> Self {
        let width = output.width.div_ceil(WIDTH_PER_LINE) as i32;
        let middle = (position.clamp(0.0, 1.0) * output.width as f32).round() as i32;
        let first = middle - width / 2;
        Self {
            scale,
            offset,
            line: [first, first + width],
        }
    }
}

impl Comparison {
    /// Whether [`Comparison::create`] would return without compiling anything.
    #[must_use]
    pub fn is_prepared(gpu: &Gpu, input: &FrameDesc, mode: Compare) -> bool {
        are_ready(gpu, &[variant(input, mode)])
    }

    /// Compiles what a comparison of such frames needs.
    ///
    /// # Errors
    /// When the driver refuses the pipeline.
    pub fn prepare(gpu: &Gpu, input: &FrameDesc, mode: Compare) -> Result<(), TechnologyError> {
        compile(gpu, &[variant(input, mode)])
    }

    /// Comparison of `input` frames with what they become at the size `output`: side by side with the line at
    /// `position` (0 left, 1 right), or [`Compare::Difference`]. Linear frames are compared encoded.
    ///
    /// # Errors
    /// As [`Comparison::prepare`], and when the GPU has not the memory.
    pub fn create(
        gpu: &Gpu,
        input: &FrameDesc,
        output: Size,
        mode: Compare,
        position: f32,
    ) -> Result<Self, TechnologyError> {
        let grid = Grid::new(input.size, output);
        let uniform = Uniform::new(grid, output, position);
        let pass = Pass::new(gpu, &variant(input, mode), uniform)?;
        Ok(Self {
            pass,
            grid,
            size: output,
        })
    }

    /// Moves the line from the next frame on.
    pub fn set_position(&mut self, position: f32) {
        self.pass
            .set_uniform(Uniform::new(self.grid, self.size, position));
    }

    /// Records one frame: `source` as it came, `upscaled` and `output` at the output's size, all with its alpha.
    pub fn record(
        &mut self,
        recorder: &mut Recorder<'_>,
        source: &wgpu::TextureView,
        upscaled: &wgpu::TextureView,
        output: &wgpu::TextureView,
    ) {
        self.pass.record(recorder, &[source, upscaled], output, self.size);
    }
}

fn variant(input: &FrameDesc, mode: Compare) -> Variant {
    let difference = u32::from(mode == Compare::Difference);
    let high_range = u32::from(input.color_space.is_high_range());
    let FrameDesc { format, alpha, .. } = input.encoded();
    let [source, result] = linear(alpha, alpha);
    let constants = [
        ("DIFFERENCE", difference),
        ("HIGH_RANGE", high_range),
        source,
        result,
    ];
    Variant::new(&shaders::COMPARE, format, &constants)
}

#[cfg(test)]
mod tests;
