// SPDX-License-Identifier: GPL-2.0-or-later
//! The sums of a layer with 16 products for 2x2 pixels instead of 36, of sums of pixels and sums of weights: Winograd's
//! minimal filtering F(2x2, 3x3), as in "Fast Algorithms for Convolutional Neural Networks", Lavin and Gray, 2016.
//!
//! With the matrices B, G and A of that, pixels d and weights g the result is
//! `transpose(A) [(G g transpose(G)) * (transpose(B) d B)] A`, where `*` multiplies number by number.

use std::fmt::Write as _;

use super::layer::{PIXELS, TEXEL, around, load, matrix};
use super::model::Layer;

/// The matrix B, transposed: each row is the sum or the difference of two numbers.
const DIFFERENCES: [(usize, char, usize); 4] = [(0, '-', 2), (1, '+', 2), (2, '-', 1), (1, '-', 3)];

/// The matrix G.
const SPREAD: [[f64; 3]; 4] = [
    [1.0, 0.0, 0.0],
    [0.5, 0.5, 0.5],
    [0.5, -0.5, 0.5],
    [0.0, 0.0, 1.0],
];

/// The matrix A, transposed: which products the first and the second pixel of a row, or column, are the sums of.
const SUMMED: [[i8; 4]; 2] = [[1, 1, 1, 0], [0, 1, -1, -1]];

/// The lines that add a layer's products to the sums.
pub(super) fn sums(code: &mut String, layer: &Layer, real: &str) {
    let inputs = layer.inputs / TEXEL;
    for input in 0..inputs {
        transform(code, input);
    }
    for group in 0..layer.outputs.div_ceil(TEXEL) {
        for [column, row] in around() {
            let product = |input: usize| {
                let weights = matrix(real, |output, channel| {
                    weight(
                        layer,
                        [group * TEXEL + output, input * TEXEL + channel],
                        [column, row],
                    )
                });
                format!("{weights} * w{column}{row}{input}")
            };
            let products: Vec<String> = (0..inputs).map(product).collect();
            let product = format!("m{column}{row}{group}");
            let _ = writeln!(code, "    let {product} = {};", products.join(" + "));
            for (name, x, y) in PIXELS {
                let sign = match SUMMED[x][column] * SUMMED[y][row] {
                    0 => continue,
                    1 => '+',
                    _ => '-',
                };
                let _ = writeln!(code, "    {name}{group} {sign}= {product};");
            }
        }
    }
}

/// Reads 4x4 pixels and makes `transpose(B) d B` of them: `w` of column, row and input.
fn transform(code: &mut String, input: usize) {
    for place in around() {
        load(code, place, input);
    }
    for [column, row] in around() {
        let (first, sign, second) = DIFFERENCES[row];
        let _ = writeln!(
            code,
            "    let t{column}{row}{input} = v{column}{first}{input} {sign} v{column}{second}{input};"
        );
    }
    for [column, row] in around() {
        let (first, sign, second) = DIFFERENCES[column];
        let _ = writeln!(
            code,
            "    let w{column}{row}{input} = t{first}{row}{input} {sign} t{second}{row}{input};"
        );
    }
}

/// A number of `G g transpose(G)`.
fn weight(layer: &Layer, [output, input]: [usize; 2], [column, row]: [usize; 2]) -> f32 {
    let down = SPREAD[row].iter().enumerate();
    let sum: f64 = down
        .flat_map(|(y, down)| {
            let across = SPREAD[column].iter().enumerate();
            across.map(move |(x, across)| down * across * f64::from(layer.weight(output, input, x, y)))
        })
        .sum();
    sum as f32
}
