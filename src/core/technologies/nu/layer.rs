// SPDX-License-Identifier: GPL-2.0-or-later
//! The sums of a layer as lines of WGSL: every weight a number in the program, every sum a variable. So nothing is
//! looked up, which on a software device takes half of the time of weights in a buffer.
//!
//! An invocation works out 2x2 pixels, from the 4x4 around them.

use std::fmt::Write as _;

use super::model::Layer;
use super::winograd;

/// The line of `shaders/nu_*.wgsl` in whose place the sums stand.
pub(super) const MARKER: &str = "//SUMS";

/// The pixels of an invocation, as its sums are named: two in a row, and the two below them.
pub(super) const PIXELS: [(&str, usize, usize); 4] = [("a", 0, 0), ("b", 1, 0), ("c", 0, 1), ("d", 1, 1)];
/// Of the four columns, or rows, that `shaders/shared/nu_tile.wgsl` works out.
const MEMBERS: [&str; 4] = ["x", "y", "z", "w"];
/// Channels of a texel.
pub(super) const TEXEL: usize = 4;

/// What the sums are made of.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// Of lumas, in single precision.
    First,
    /// Of channels.
    Middle,
    /// Of channels, and not stored: they are what the luma gains.
    Last,
}

/// The lines that work out a layer.
pub(super) fn sums(layer: &Layer, kind: Kind) -> String {
    let real = if kind == Kind::First { "f32" } else { "REAL" };
    let groups = layer.outputs.div_ceil(TEXEL);
    let mut code = String::new();
    for (name, ..) in PIXELS {
        for group in 0..groups {
            let bias = vector(real, &layer.bias[group * TEXEL..]);
            let _ = writeln!(code, "    var {name}{group} = {bias};");
        }
    }
    if kind == Kind::First {
        direct(&mut code, layer, real);
    } else {
        winograd::sums(&mut code, layer, real);
    }
    for (name, x, y) in PIXELS {
        for group in 0..groups {
            finish(
                &mut code,
                layer,
                kind,
                real,
                &format!("{name}{group}"),
                group,
                [x, y],
            );
        }
    }
    code
}

/// Operations on numbers that the sums of a layer take for each source pixel; a product and a sum count as two.
///
/// | of 2x2 pixels, of more than the luma ([`winograd`]) | |
/// |---|---|
/// | of an input, the sums of 4x4 pixels | 32 |
/// | of an input and an output, 16 products and what adds them up | 32 |
/// | of an output, the sums of products: 6 in a row by 6 in a column | 36 |
pub(super) fn operations(layer: &Layer) -> f64 {
    if layer.inputs == 1 {
        return 2.0 * layer.products() as f64;
    }
    let (inputs, outputs) = (layer.inputs as f64, layer.outputs as f64);
    (32.0 * inputs + 32.0 * inputs * outputs + 36.0 * outputs) / 4.0
}

/// Every product of a pixel and a weight: of one channel there is nothing to gain by doing otherwise.
fn direct(code: &mut String, layer: &Layer, real: &str) {
    for place in around() {
        load(code, place, 0);
        add(code, layer, real, place);
    }
}

/// The 4x4 pixels around those of an invocation: column and row.
pub(super) fn around() -> impl Iterator<Item = [usize; 2]> {
    (0..4).flat_map(|row| (0..4).map(move |column| [column, row]))
}

/// Reads four channels, or the luma, of a pixel.
pub(super) fn load(code: &mut String, [column, row]: [usize; 2], input: usize) {
    let below = match input {
        0 => String::new(),
        number => format!(" + {number} * tile.height"),
    };
    let _ = writeln!(
        code,
        "    let v{column}{row}{input} = value(vec2i(tile.columns.{}, tile.rows.{}{below}));",
        MEMBERS[column], MEMBERS[row]
    );
}

/// Adds what the luma of that pixel is worth to the sums of all pixels that it is near to.
fn add(code: &mut String, layer: &Layer, real: &str, [column, row]: [usize; 2]) {
    for (name, x, y) in PIXELS {
        // The place among the 3x3 pixels.
        let (Some(across), Some(down)) = (column.checked_sub(x), row.checked_sub(y)) else {
            continue;
        };
        if across > 2 || down > 2 {
            continue;
        }
        for group in 0..layer.outputs.div_ceil(TEXEL) {
            let weights: Vec<f32> = (group * TEXEL..(group + 1) * TEXEL)
                .map(|output| layer.weight(output, 0, across, down))
                .collect();
            let weights = vector(real, &weights);
            let _ = writeln!(code, "    {name}{group} += {weights} * v{column}{row}0;");
        }
    }
}

/// Hands a sum on.
fn finish(
    code: &mut String,
    layer: &Layer,
    kind: Kind,
    real: &str,
    sum: &str,
    group: usize,
    [x, y]: [usize; 2],
) {
    if kind == Kind::Last {
        let _ = writeln!(code, "    gains_{} = {sum};", &sum[..1]);
        return;
    }
    let slope = vector(real, &layer.slope[group * TEXEL..]);
    let condition = if y == 1 { "if tile.has_second " } else { "" };
    let below = if group == 0 {
        String::new()
    } else {
        format!(" + {group} * tile.height")
    };
    let _ = writeln!(
        code,
        "    {condition}{{ textureStore(result, tile.first + vec2i({x}, {y}{below}), vec4f(max({sum}, {slope} * {sum}))); }}"
    );
}

/// The first four numbers as a vector.
fn vector(real: &str, values: &[f32]) -> String {
    format!("vec4<{real}>({})", numbers(&values[..TEXEL]))
}

/// A matrix of a number for each output and input of a texel.
pub(super) fn matrix(real: &str, number: impl Fn(usize, usize) -> f32) -> String {
    let columns: Vec<f32> = (0..TEXEL)
        .flat_map(|input| (0..TEXEL).map(move |output| (output, input)))
        .map(|(output, input)| number(output, input))
        .collect();
    format!("mat4x4<{real}>({})", numbers(&columns))
}

/// Shortest text that gives the same numbers again.
fn numbers(values: &[f32]) -> String {
    let texts: Vec<String> = values.iter().map(|value| format!("{value:?}")).collect();
    texts.join(", ")
}
