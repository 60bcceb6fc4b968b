// SPDX-License-Identifier: GPL-2.0-or-later
//! The kernels of the fallback technology: one table, and what an output's columns and rows are made of.

use std::f64::consts::PI;
use std::ops::RangeInclusive;

use crate::settings::Algorithm;

/// A row of the table of kernels.
#[derive(Clone, Copy, Debug)]
pub struct Kernel {
    /// Its name in the settings.
    pub algorithm: Algorithm,
    /// What it makes of the pixels around a point.
    pub shape: Shape,
}

/// How a kernel weighs pixels.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Only the pixel that contains the point counts.
    Point,
    /// Pixels count by how much of them an output pixel covers.
    Area,
    /// By their distance in source pixels, or in output pixels where those are larger (which prevents aliasing).
    Window {
        /// Distance from which on the weight is 0.
        radius: f64,
        /// Weight at a distance.
        weight: fn(f64) -> f64,
    },
}

/// Every kernel, in the order of [`Algorithm::ALL`].
pub static KERNELS: [Kernel; 10] = [
    Kernel {
        algorithm: Algorithm::Nearest,
        shape: Shape::Point,
    },
    Kernel {
        algorithm: Algorithm::Bilinear,
        shape: Shape::Window {
            radius: 1.0,
            weight: |x| 1.0 - x.abs(),
        },
    },
    // Catmull-Rom: the cubic that goes through the pixels and reproduces quadratics.
    Kernel {
        algorithm: Algorithm::Bicubic,
        shape: Shape::Window {
            radius: 2.0,
            weight: |x| cubic(x, 0.0, 0.5),
        },
    },
    // "Reconstruction Filters in Computer Graphics" (Mitchell and Netravali, 1988).
    Kernel {
        algorithm: Algorithm::Mitchell,
        shape: Shape::Window {
            radius: 2.0,
            weight: |x| cubic(x, 1.0 / 3.0, 1.0 / 3.0),
        },
    },
    Kernel {
        algorithm: Algorithm::Lanczos2,
        shape: Shape::Window {
            radius: 2.0,
            weight: |x| sinc(x) * sinc(x / 2.0),
        },
    },
    Kernel {
        algorithm: Algorithm::Lanczos3,
        shape: Shape::Window {
            radius: 3.0,
            weight: |x| sinc(x) * sinc(x / 3.0),
        },
    },
    Kernel {
        algorithm: Algorithm::Spline36,
        shape: Shape::Window {
            radius: 3.0,
            weight: spline36,
        },
    },
    Kernel {
        algorithm: Algorithm::Ginseng,
        shape: Shape::Window {
            radius: 3.0,
            weight: |x| sinc(x) * jinc(x / 3.0 * JINC_ZERO),
        },
    },
    // What is done about edges is in the shader; this is what goes before it.
    Kernel {
        algorithm: Algorithm::Steered,
        shape: Shape::Window {
            radius: 3.0,
            weight: |x| sinc(x) * sinc(x / 3.0),
        },
    },
    Kernel {
        algorithm: Algorithm::Area,
        shape: Shape::Area,
    },
];

/// The two-parameter family of piecewise cubics of Mitchell and Netravali, for distances below 2.
fn cubic(x: f64, b: f64, c: f64) -> f64 {
    let x = x.abs();
    let polynomial = if x < 1.0 {
        ((12.0 - 9.0 * b - 6.0 * c) * x + (-18.0 + 12.0 * b + 6.0 * c)) * x * x + (6.0 - 2.0 * b)
    } else {
        (((-b - 6.0 * c) * x + (6.0 * b + 30.0 * c)) * x + (-12.0 * b - 48.0 * c)) * x + (8.0 * b + 24.0 * c)
    };
    polynomial / 6.0
}

/// The cubic spline through 6 pixels in a row, for distances below 3: pieces that go through 1, 0, 0, 0 with a
/// continuous first and second derivative, and a second derivative of 0 at the ends (Helmut Dersch's weights).
fn spline36(x: f64) -> f64 {
    let x = x.abs();
    let piece = |x: f64, cubic: f64, square: f64, slope: f64| ((cubic * x + square) * x + slope) * x;
    if x < 1.0 {
        1.0 + piece(x, 13.0 / 11.0, -453.0 / 209.0, -3.0 / 209.0)
    } else if x < 2.0 {
        piece(x - 1.0, -6.0 / 11.0, 270.0 / 209.0, -156.0 / 209.0)
    } else {
        piece(x - 2.0, 1.0 / 11.0, -45.0 / 209.0, 26.0 / 209.0)
    }
}

/// Where the jinc is 0 first.
const JINC_ZERO: f64 = 1.219_669_891_266_504_5;

/// 2 J1(pi x) / (pi x), the sinc of the plane, by its power series; for distances up to 4.
fn jinc(x: f64) -> f64 {
    let square = (PI * x / 2.0).powi(2);
    let mut term = 1.0;
    let mut sum = 1.0;
    for k in (1..40).map(f64::from) {
        term *= -square / (k * (k + 1.0));
        sum += term;
    }
    sum
}

fn sinc(x: f64) -> f64 {
    if x == 0.0 { 1.0 } else { (PI * x).sin() / (PI * x) }
}

impl Kernel {
    /// The row of an algorithm.
    #[must_use]
    pub fn of(algorithm: Algorithm) -> &'static Self {
        // The table has the order of the enum; a test holds it to that.
        &KERNELS[algorithm as usize]
    }

    /// Distance in source pixels from which on the weight is 0, where an output pixel is `step` source pixels large.
    /// Not for [`Shape::Point`].
    pub fn reach(&self, step: f64) -> f64 {
        match self.shape {
            Shape::Point => 0.0,
            Shape::Area => (step + 1.0) / 2.0,
            Shape::Window { radius, .. } => radius * step.max(1.0),
        }
    }

    /// Weight, not normalised, of a source pixel at `distance` source pixels; below [`Kernel::reach`].
    pub fn weight(&self, distance: f64, step: f64) -> f64 {
        match self.shape {
            Shape::Point => 1.0,
            Shape::Area => (self.reach(step) - distance.abs()).min(step.min(1.0)),
            Shape::Window { weight, .. } => weight(distance / step.max(1.0)),
        }
    }

    /// The source pixels around output pixel `index` and their weights, which sum to 1. The range may begin before
    /// the first source pixel and end behind the last one; those stand for the pixel at the edge.
    #[must_use]
    pub fn taps(&self, input: u32, output: u32, index: u32) -> (i64, Vec<f64>) {
        let sources = self.sources(input, output, index);
        let first = *sources.start();
        if let Shape::Point = self.shape {
            return (first, vec![1.0]);
        }
        let step = f64::from(input) / f64::from(output);
        let centre = centre(step, index);
        let mut weights: Vec<f64> = sources
            .map(|source| self.weight(source as f64 - centre, step))
            .collect();
        let sum: f64 = weights.iter().sum();
        weights.iter_mut().for_each(|weight| *weight /= sum);
        (first, weights)
    }

    /// The numbers of the source pixels around output pixel `index`, those beyond the edges among them.
    fn sources(&self, input: u32, output: u32, index: u32) -> RangeInclusive<i64> {
        if let Shape::Point = self.shape {
            let doubled = (2 * u64::from(index) + 1) * u64::from(input);
            let source = (doubled / (2 * u64::from(output))) as i64;
            return source..=source;
        }
        let step = f64::from(input) / f64::from(output);
        let (centre, reach) = (centre(step, index), self.reach(step));
        (centre - reach).floor() as i64 + 1..=(centre + reach).ceil() as i64 - 1
    }
}

/// Where the middle of output pixel `index` lies among the source pixels, of which it is `step` large.
fn centre(step: f64, index: u32) -> f64 {
    (f64::from(index) + 0.5) * step - 0.5
}

/// What the columns (or rows) of an output are made of, in the layout of `shaders/fallback.wgsl`.
#[derive(Debug, PartialEq)]
pub(crate) struct Axis {
    /// Lines of texels, each with one of every output pixel. Of an output pixel, texel after texel, these are: the
    /// number of its first source pixel, that one's weight, the next one's weight, and so on.
    pub(crate) lines: Vec<Vec<[f32; 4]>>,
}

impl Axis {
    pub(crate) fn new(kernel: &Kernel, input: u32, output: u32) -> Self {
        let count = 1 + Self::taps(kernel, input, output) as usize;
        let mut lines = vec![vec![[0.0; 4]; output as usize]; count.div_ceil(4)];
        for (column, index) in (0..output).enumerate() {
            let (first, weights) = kernel.taps(input, output, index);
            let (first, weights) = keep_inside(input, first, weights);
            // Exact: no texture has more than 2^24 pixels on a side.
            lines[0][column][0] = first as f32;
            for (number, weight) in (1..).zip(weights) {
                lines[number / 4][column][number % 4] = weight as f32;
            }
        }
        Self { lines }
    }

    /// Source pixels that the output pixel with the most of them is made of. Cheap: works out no weight.
    pub(crate) fn taps(kernel: &Kernel, input: u32, output: u32) -> u32 {
        let count = |index| {
            let (begin, end) = inside(input, &kernel.sources(input, output, index));
            (end - begin + 1) as u32
        };
        (0..output).map(count).max().unwrap_or(1)
    }
}

/// Adds the weights of pixels beyond the edges to those at the edges.
fn keep_inside(input: u32, first: i64, weights: Vec<f64>) -> (u32, Vec<f64>) {
    let (begin, end) = inside(input, &(first..=first + weights.len() as i64 - 1));
    let mut kept = vec![0.0; (end - begin + 1) as usize];
    for (source, weight) in (first..).zip(weights) {
        kept[(source.clamp(begin, end) - begin) as usize] += weight;
    }
    (begin as u32, kept)
}

/// The first and the last pixel that stand for those of `sources`.
fn inside(input: u32, sources: &RangeInclusive<i64>) -> (i64, i64) {
    let last_pixel = i64::from(input) - 1;
    let nearest = |source: &i64| (*source).clamp(0, last_pixel);
    (nearest(sources.start()), nearest(sources.end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_row_for_every_algorithm() {
        for algorithm in Algorithm::ALL {
            assert_eq!(Kernel::of(*algorithm).algorithm, *algorithm);
        }
        assert_eq!(KERNELS.len(), Algorithm::ALL.len());
    }

    #[test]
    fn weights_sum_to_one_and_stay_inside() {
        for kernel in &KERNELS {
            for (input, output) in [
                (1, 1),
                (1, 7),
                (7, 1),
                (3, 48),
                (48, 3),
                (853, 1280),
                (1280, 853),
                (5, 5),
            ] {
                let axis = Axis::new(kernel, input, output);
                let taps = Axis::taps(kernel, input, output) as usize;
                assert_eq!(axis.lines.len(), (1 + taps).div_ceil(4));
                for index in 0..output as usize {
                    let values: Vec<f32> = axis.lines.iter().flat_map(|line| line[index]).collect();
                    let last = values.iter().rposition(|value| *value != 0.0).unwrap_or(0);
                    assert!(
                        values[0] as usize + last <= input as usize,
                        "{kernel:?} {input} {output}"
                    );
                    let sum: f64 = values[1..].iter().map(|weight| f64::from(*weight)).sum();
                    assert!((sum - 1.0).abs() < 1e-6, "{kernel:?} {input} {output}: {sum}");
                }
            }
        }
    }

    #[test]
    fn interpolating_kernels_leave_pixels_at_scale_1() {
        for kernel in KERNELS
            .iter()
            .filter(|kernel| kernel.algorithm != Algorithm::Mitchell)
        {
            let (first, weights) = kernel.taps(9, 9, 4);
            for (source, weight) in (first..).zip(weights) {
                let expected = f64::from(u8::from(source == 4));
                assert!((weight - expected).abs() < 1e-15, "{kernel:?} {source} {weight}");
            }
        }
    }

    #[test]
    fn pieces_of_the_spline_fit_together() {
        for joint in [1.0, 2.0, 3.0] {
            assert!(spline36(joint - 1e-9).abs() < 1e-8 && spline36(joint).abs() < 1e-8);
        }
        assert_eq!(spline36(0.0), 1.0);
        let between = [0.5, 1.5, 2.5].map(spline36);
        assert!((between.iter().sum::<f64>() - 0.5).abs() < 1e-12, "{between:?}");
    }

    #[test]
    fn the_jinc_has_the_zeros_of_the_bessel_function() {
        for zero in [JINC_ZERO, 2.233_130_594_383_146, 3.238_315_484_166_236] {
            assert!(jinc(zero).abs() < 1e-12, "{zero}: {}", jinc(zero));
        }
        assert_eq!(jinc(0.0), 1.0);
    }

    #[test]
    fn an_area_is_the_mean_of_what_it_covers() {
        let area = Kernel::of(Algorithm::Area);
        assert_eq!(area.taps(8, 2, 1), (4, vec![0.25; 4]));
        // The second of two output pixels over three source pixels: half of the middle one, and the last one.
        let (first, weights) = area.taps(3, 2, 1);
        assert_eq!(first, 1);
        assert!((weights[0] - 1.0 / 3.0).abs() < 1e-15 && (weights[1] - 2.0 / 3.0).abs() < 1e-15);
    }
}
