// SPDX-License-Identifier: GPL-2.0-or-later
//! The neural network in double precision.

use super::Image;
use super::nis::{luma, pixel};
use crate::frame::{AlphaMode, Size};
use crate::technologies::nu::model::{Layer, Model};

/// Weights of three pixels in a row for a point a quarter of a pixel before the middle one.
const KERNEL: [f64; 3] = [0.2, 0.88, -0.08];

/// Numbers of every pixel of a picture, one after another.
struct Plane {
    size: Size,
    channels: usize,
    values: Vec<f64>,
}

impl Plane {
    /// Those of the pixel at `(x, y)`, or of the nearest one where that is outside.
    fn at(&self, x: i64, y: i64) -> &[f64] {
        let x = x.clamp(0, i64::from(self.size.width) - 1) as usize;
        let y = y.clamp(0, i64::from(self.size.height) - 1) as usize;
        let first = (y * self.size.width as usize + x) * self.channels;
        &self.values[first..first + self.channels]
    }
}

/// `input` at twice its size: what a plain kernel makes of it, and what a network adds to the luma of that.
///
/// Nothing goes beyond the 3x3 source pixels around it. Alpha is the plain kernel's; [`AlphaMode::Opaque`] gives alpha 1. Values outside of 0 to 1 are clamped to it first.
pub fn nu(input: &Image, model: &Model, alpha: AlphaMode) -> Image {
    let size = input.size;
    let positions = (0..size.height).flat_map(|y| (0..size.width).map(move |x| (i64::from(x), i64::from(y))));
    let lumas = Plane {
        size,
        channels: 1,
        values: positions.map(|(x, y)| luma(pixel(input, x, y))).collect(),
    };
    let gains = model
        .layers
        .iter()
        .fold(lumas, |plane, layer| convolve(&plane, layer));
    Image::from_fn(Size::new(2 * size.width, 2 * size.height), |x, y| {
        let (right, lower) = (x % 2, y % 2);
        let (column, row) = (i64::from(x / 2), i64::from(y / 2));
        let plain: [f64; 4] = std::array::from_fn(|channel| {
            let of_row = |y: i64| {
                let value = |x: i64| pixel(input, column + x, row + y)[channel];
                quarter(right == 1, value)
            };
            quarter(lower == 1, of_row)
        });
        let gain = gains.at(column, row)[(2 * lower + right) as usize];
        let around = (-1..=1).flat_map(|y| (-1..=1).map(move |x| (x, y)));
        let around: Vec<_> = around.map(|(x, y)| pixel(input, column + x, row + y)).collect();
        finish(plain, gain, &around, alpha)
    })
}

/// The pixel whose luma is by `gain` above `plain`'s, within the bounds of the source pixels around it. It has no more light
/// beyond its coverage than `plain` has: soft edges must not begin to shine.
fn finish(plain: [f64; 4], gain: f64, around: &[[f64; 4]], alpha: AlphaMode) -> [f32; 4] {
    let within = |channel: usize, value: f64| {
        let values = around.iter().map(|pixel| pixel[channel]);
        let lowest = values.clone().fold(f64::INFINITY, f64::min);
        value.clamp(lowest, values.fold(f64::NEG_INFINITY, f64::max))
    };
    let coverage = if alpha == AlphaMode::Opaque {
        1.0
    } else {
        within(3, plain[3])
    };
    let pixel: [f64; 4] = std::array::from_fn(|channel| match channel {
        3 => coverage,
        channel => {
            let most = coverage + (plain[channel] - plain[3]).max(0.0);
            within(channel, plain[channel] + gain).min(most)
        }
    });
    pixel.map(|value| value as f32)
}

/// Of the values at -1, 0 and 1 that a quarter before 0, or behind it.
fn quarter(is_behind: bool, value: impl Fn(i64) -> f64) -> f64 {
    let sign = if is_behind { -1 } else { 1 };
    (-1..=1)
        .zip(KERNEL)
        .map(|(place, weight)| weight * value(sign * place))
        .sum()
}

/// What a layer makes of its inputs.
fn convolve(inputs: &Plane, layer: &Layer) -> Plane {
    let size = inputs.size;
    let mut values = Vec::with_capacity(size.area() as usize * layer.outputs);
    for (y, x) in (0..i64::from(size.height)).flat_map(|y| (0..i64::from(size.width)).map(move |x| (y, x))) {
        for output in 0..layer.outputs {
            let mut sum = f64::from(layer.bias[output]);
            for (row, column) in (0..3).flat_map(|row| (0..3).map(move |column| (row, column))) {
                let around = inputs.at(x + column - 1, y + row - 1);
                for (input, value) in around.iter().enumerate() {
                    sum += f64::from(layer.weight(output, input, column as usize, row as usize)) * value;
                }
            }
            values.push(sum.max(f64::from(layer.slope[output]) * sum));
        }
    }
    Plane {
        size,
        channels: layer.outputs,
        values,
    }
}
