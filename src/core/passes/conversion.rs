// SPDX-License-Identifier: GPL-2.0-or-later
//! Linear light, in which OBS holds sources of more than 8 bits, to the display encoding and back.
//!
//! Upscaling filters want values that are even to the eye, from 0 to 1. High dynamic range becomes what HDR10 sends to a
//! display: PQ (SMPTE ST 2084) with the primaries of Rec. 2020 (ITU-R BT.2087), so that highlights up to 10000 nits and
//! colours beyond Rec. 709 are kept.

use crate::frame::{FrameDesc, Size};
use crate::gpu::Gpu;
use crate::pass::{Pass, Recorder, Variant};
use crate::shaders;
use crate::technologies::{are_ready, compile, opaque};
use crate::technology::TechnologyError;

/// Which way is converted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// Linear light to the display encoding.
    Encode,
    /// The display encoding to linear light.
    Decode,
}

/// Converts frames of one size.
#[derive(Debug)]
pub struct Conversion {
    pass: Pass<()>,
    size: Size,
}

impl Conversion {
    /// Whether [`Conversion::create`] would return without compiling anything.
    #[must_use]
    pub fn is_prepared(gpu: &Gpu, frame: &FrameDesc) -> bool {
        are_ready(gpu, &variants(frame))
    }

    /// Compiles both directions for the linear frames that are described.
    ///
    /// # Errors
    /// When the driver refuses a pipeline.
    pub fn prepare(gpu: &Gpu, frame: &FrameDesc) -> Result<(), TechnologyError> {
        compile(gpu, &variants(frame))
    }

    /// The conversion between linear frames as described and their display encoding, at the size `size`.
    ///
    /// # Errors
    /// As [`Conversion::prepare`], and when the GPU has not the memory.
    pub fn create(
        gpu: &Gpu,
        frame: &FrameDesc,
        direction: Direction,
        size: Size,
    ) -> Result<Self, TechnologyError> {
        let pass = Pass::new(gpu, &variant(frame, direction), ())?;
        Ok(Self { pass, size })
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

fn variants(frame: &FrameDesc) -> [Variant; 2] {
    [Direction::Encode, Direction::Decode].map(|direction| variant(frame, direction))
}

fn variant(frame: &FrameDesc, direction: Direction) -> Variant {
    let FrameDesc {
        format,
        alpha,
        color_space,
        ..
    } = *frame;
    let constants = [
        ("DECODE", u32::from(direction == Direction::Decode)),
        ("HIGH_RANGE", u32::from(color_space.is_high_range())),
        ("WHITE", color_space.white_nits()),
        opaque(alpha),
    ];
    Variant::new(&shaders::CONVERT, format, &constants)
}

#[cfg(test)]
mod tests;
