// SPDX-License-Identifier: GPL-2.0-or-later
//! What the device can do at best: how fast it copies, and how fast it multiplies and adds. The best of several runs,
//! as whatever disturbs makes them slower, never faster.

use bytemuck::{Pod, Zeroable};

use super::frame::Frame;
use crate::frame::{PixelFormat, Size};
use crate::gpu::{AdapterKind, Gpu, GpuError};
use crate::pass::{Clock, Pass, Variant};
use crate::shaders;
use crate::technology::TechnologyError;

/// The widest texels there are: what moves the most with each access.
const FORMAT: PixelFormat = PixelFormat::Rgba32Float;
const RUNS: u32 = 7;
/// Operations of a round of `shaders/bench/arithmetic.wgsl` for a texel: 16 times 4 multiplications and additions.
const OPERATIONS: f64 = 128.0;
/// Milliseconds that a run of arithmetic takes at least, so that its beginning and its end do not count.
const LONG_ENOUGH: f64 = 25.0;
/// So many rounds that no device needs more.
const MOST_ROUNDS: u32 = 1 << 20;

/// The uniform block of `shaders/bench/arithmetic.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Debug, Pod, Zeroable)]
pub(super) struct Arithmetic {
    rounds: u32,
    factor: f32,
    addend: f32,
}

impl Arithmetic {
    /// Values stay between 0 and 1, and none becomes so small that it is slow.
    pub(super) fn new(rounds: u32) -> Self {
        Self {
            rounds,
            factor: 0.75,
            addend: 0.125,
        }
    }
}

/// Side of the square that is copied: beyond what caches hold, and no more than a small GPU has.
fn copied(gpu: &Gpu) -> Size {
    let side = match gpu.desc().kind {
        AdapterKind::Software => 2048,
        _ => 4096,
    };
    let side = gpu.max_texture_size().min(side);
    Size::new(side, side)
}

/// Texels that the arithmetic is done for: enough to occupy the device, and so few that storing them does not count.
fn calculated(gpu: &Gpu) -> Size {
    let side = match gpu.desc().kind {
        AdapterKind::Software => 128,
        _ => 512,
    };
    Size::new(side, side)
}

/// Bytes per second that the device reads and writes while it copies a texture, both counted: the better of its own
/// copying and a shader's.
pub(super) fn copy_rate(gpu: &Gpu, clock: &Clock) -> Result<f64, TechnologyError> {
    let size = copied(gpu);
    let (from, to) = (Frame::new(gpu, size, FORMAT)?, Frame::new(gpu, size, FORMAT)?);
    let mut fill = Pass::new(gpu, &arithmetic(false), Arithmetic::new(1))?;
    clock.measure(gpu, |recorder| fill.record(recorder, &[], &from.view, size))?;

    let mut copy = Pass::new(gpu, &Variant::new(&shaders::BENCH_COPY, FORMAT, &[]), ())?;
    let mut best = f64::INFINITY;
    // The first run of each touches the memory for the first time.
    for _ in 0..=RUNS {
        let shader = clock.measure(gpu, |recorder| {
            copy.record(recorder, &[&from.view], &to.view, size)
        })?;
        let command = clock.measure(gpu, |recorder| {
            let (from, to) = (&from.texture, &to.texture);
            recorder
                .encoder()
                .copy_texture_to_texture(from.as_image_copy(), to.as_image_copy(), from.size());
        })?;
        best = best.min(shader.frame).min(command.frame);
    }
    let bytes = 2 * size.area() * u64::from(FORMAT.bytes_per_pixel());
    Ok(bytes as f64 / best * 1e3)
}

/// Multiplications and additions of 32-bit floats per second.
pub(super) fn arithmetic_rate(gpu: &Gpu, clock: &Clock) -> Result<f64, TechnologyError> {
    let fused = arithmetic_rate_of(gpu, clock, true)?;
    Ok(fused.max(arithmetic_rate_of(gpu, clock, false)?))
}

/// `shaders/bench/arithmetic.wgsl` with its constant.
fn arithmetic(fused: bool) -> Variant {
    Variant::new(&shaders::BENCH_ARITHMETIC, FORMAT, &[("FUSED", u32::from(fused))])
}

fn arithmetic_rate_of(gpu: &Gpu, clock: &Clock, fused: bool) -> Result<f64, TechnologyError> {
    let size = calculated(gpu);
    let to = Frame::new(gpu, size, FORMAT)?;
    let mut rounds = 1;
    let mut pass = Pass::new(gpu, &arithmetic(fused), Arithmetic::new(rounds))?;
    let mut run = |rounds: u32| -> Result<f64, GpuError> {
        pass.set_uniform(Arithmetic::new(rounds));
        let measured = clock.measure(gpu, |recorder| pass.record(recorder, &[], &to.view, size))?;
        Ok(measured.frame)
    };
    while run(rounds)? < LONG_ENOUGH && rounds < MOST_ROUNDS {
        rounds *= 2;
    }
    let mut best = f64::INFINITY;
    for _ in 0..RUNS {
        best = best.min(run(rounds)?);
    }
    let operations = size.area() as f64 * OPERATIONS * f64::from(rounds);
    Ok(operations / best * 1e3)
}
