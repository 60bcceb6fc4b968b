// SPDX-License-Identifier: GPL-2.0-or-later
//! The fallback technology's kernels in double precision.

use super::Image;
use crate::frame::{AlphaMode, Size};
use crate::settings::Algorithm;
use crate::technologies::kernels::Kernel;

/// `input` filtered to `output` with a kernel, across the rows and then down the columns; `antiringing` (0 to 1) is
/// how much of what goes beyond the nearest 2x2 pixels is taken away; nothing where an axis shrinks, as those four are
/// not all that a pixel is made of.
///
/// [`AlphaMode::Opaque`] gives alpha 1; otherwise kernels that overshoot are cut to 0 to 1.
pub fn scale(input: &Image, output: Size, algorithm: Algorithm, antiringing: f32, alpha: AlphaMode) -> Image {
    let kernel = Kernel::of(algorithm);
    let across: Vec<_> = (0..output.width)
        .map(|x| kernel.taps(input.size.width, output.width, x))
        .collect();
    let down: Vec<_> = (0..output.height)
        .map(|y| kernel.taps(input.size.height, output.height, y))
        .collect();

    let row = |x: u32, y: i64| {
        let (first, weights) = &across[x as usize];
        sum((*first..)
            .zip(weights)
            .map(|(source, weight)| (input.at(source, y).map(f64::from), *weight)))
    };
    // Rows of the first pass by their number, which may be outside of the picture; each is needed several times.
    let rows: Vec<Vec<[f64; 4]>> = (0..i64::from(input.size.height))
        .map(|y| (0..output.width).map(|x| row(x, y)).collect())
        .collect();

    let enlarges = output.width >= input.size.width && output.height >= input.size.height;
    let clamps = algorithm.rings() && enlarges;
    Image::from_fn(output, |x, y| {
        let (first, weights) = &down[y as usize];
        let filtered = sum((*first..).zip(weights).map(|(source, weight)| {
            let inside = source.clamp(0, i64::from(input.size.height) - 1);
            (rows[inside as usize][x as usize], *weight)
        }));
        let mut pixel = filtered;
        if clamps {
            let nearest = nearest(input, output, x, y);
            for (channel, value) in pixel.iter_mut().enumerate() {
                let values = nearest.map(|pixel| f64::from(pixel[channel]));
                let lowest = values.into_iter().fold(f64::INFINITY, f64::min);
                let highest = values.into_iter().fold(f64::NEG_INFINITY, f64::max);
                *value += (value.clamp(lowest, highest) - *value) * f64::from(antiringing);
            }
        }
        match alpha {
            AlphaMode::Opaque => pixel[3] = 1.0,
            _ if algorithm.rings() => pixel.iter_mut().for_each(|value| *value = value.clamp(0.0, 1.0)),
            _ => {}
        }
        pixel.map(|value| value as f32)
    })
}

fn sum(terms: impl Iterator<Item = ([f64; 4], f64)>) -> [f64; 4] {
    terms.fold([0.0; 4], |sum, (pixel, weight)| {
        std::array::from_fn(|channel| sum[channel] + weight * pixel[channel])
    })
}

/// The four source pixels around an output pixel.
fn nearest(input: &Image, output: Size, x: u32, y: u32) -> [[f32; 4]; 4] {
    let corner = |index: u32, input: u32, output: u32| {
        ((f64::from(index) + 0.5) * f64::from(input) / f64::from(output) - 0.5).floor() as i64
    };
    let x = corner(x, input.size.width, output.width);
    let y = corner(y, input.size.height, output.height);
    [
        input.at(x, y),
        input.at(x + 1, y),
        input.at(x, y + 1),
        input.at(x + 1, y + 1),
    ]
}
