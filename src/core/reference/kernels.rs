// SPDX-License-Identifier: GPL-2.0-or-later
//! The fallback technology's kernels in double precision.

use super::Image;
use super::light::{from_light, to_light};
use super::steered::steer;
use crate::frame::{AlphaMode, Size};
use crate::settings::{Algorithm, Light};
use crate::technologies::kernels::Kernel;

/// `input` filtered to `output` with a kernel, across the rows and then down the columns, in the light `light`;
/// `antiringing` (0 to 1) is how much of what goes beyond the nearest 2x2 pixels is taken away; nothing where an axis
/// shrinks, as those four are not all that a pixel is made of. Nor is anything steered there.
///
/// [`AlphaMode::Opaque`] gives alpha 1; otherwise kernels that overshoot are cut to 0 to 1.
pub fn scale(
    input: &Image,
    output: Size,
    algorithm: Algorithm,
    light: Light,
    antiringing: f32,
    alpha: AlphaMode,
) -> Image {
    let kernel = Kernel::of(algorithm);
    let across: Vec<_> = (0..output.width)
        .map(|x| kernel.taps(input.size.width, output.width, x))
        .collect();
    let down: Vec<_> = (0..output.height)
        .map(|y| kernel.taps(input.size.height, output.height, y))
        .collect();

    let source = |x: i64, y: i64| to_light(input.at(x, y).map(f64::from), light, alpha);
    let row = |x: u32, y: i64| {
        let (first, weights) = &across[x as usize];
        sum((*first..).zip(weights).map(|(x, weight)| (source(x, y), *weight)))
    };
    // Rows of the first pass by their number, which may be outside of the picture; each is needed several times.
    let rows: Vec<Vec<[f64; 4]>> = (0..i64::from(input.size.height))
        .map(|y| (0..output.width).map(|x| row(x, y)).collect())
        .collect();

    let enlarges = output.width >= input.size.width && output.height >= input.size.height;
    Image::from_fn(output, |x, y| {
        let (first, weights) = &down[y as usize];
        let mut pixel = sum((*first..).zip(weights).map(|(source, weight)| {
            let inside = source.clamp(0, i64::from(input.size.height) - 1);
            (rows[inside as usize][x as usize], *weight)
        }));
        if enlarges {
            let [(left, part_x), (top, part_y)] = [
                place(x, input.size.width, output.width),
                place(y, input.size.height, output.height),
            ];
            if algorithm == Algorithm::Steered {
                let around = [-1, 0, 1, 2].map(|y| [-1, 0, 1, 2].map(|x| source(left + x, top + y)));
                pixel = steer(pixel, &around, [part_x, part_y]);
            }
            if algorithm.rings() {
                let nearest = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(x, y)| source(left + x, top + y));
                for (channel, value) in pixel.iter_mut().enumerate() {
                    let values = nearest.map(|pixel| pixel[channel]);
                    let lowest = values.into_iter().fold(f64::INFINITY, f64::min);
                    let highest = values.into_iter().fold(f64::NEG_INFINITY, f64::max);
                    *value += (value.clamp(lowest, highest) - *value) * f64::from(antiringing);
                }
            }
        }
        if alpha != AlphaMode::Opaque && algorithm.overshoots() {
            pixel = pixel.map(|value| value.clamp(0.0, 1.0));
        }
        let mut pixel = from_light(pixel, light, alpha);
        if alpha == AlphaMode::Opaque {
            pixel[3] = 1.0;
        }
        pixel.map(|value| value as f32)
    })
}

fn sum(terms: impl Iterator<Item = ([f64; 4], f64)>) -> [f64; 4] {
    terms.fold([0.0; 4], |sum, (pixel, weight)| {
        std::array::from_fn(|channel| sum[channel] + weight * pixel[channel])
    })
}

/// The source pixel at or before the middle of an output pixel, and how far behind it that is. What is within rounding
/// of a pixel is at that pixel.
fn place(index: u32, input: u32, output: u32) -> (i64, f64) {
    let position = (f64::from(index) + 0.5) * f64::from(input) / f64::from(output) - 0.5;
    let before = (position + 1.0 / 1024.0).floor();
    (before as i64, position - before)
}
