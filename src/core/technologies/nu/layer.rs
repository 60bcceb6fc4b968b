// SPDX-License-Identifier: GPL-2.0-or-later
//! The sums of a layer as lines of WGSL: every weight a number in the program, every sum a variable. So nothing is
//! looked up, which on a software device takes half of the time of weights in a buffer.

use std::fmt::Write as _;

use super::model::Layer;

/// The line of `shaders/nu_*.wgsl` in whose place the sums stand.
pub(super) const MARKER: &str = "//SUMS";

/// The pixels of an invocation, as its sums are named: two in a row, and the two below them.
const PIXELS: [(&str, usize, usize); 4] = [("a", 0, 0), ("b", 1, 0), ("c", 0, 1), ("d", 1, 1)];
/// Of the four columns, or rows, that `shaders/shared/nu_tile.wgsl` works out.
const MEMBERS: [&str; 4] = ["x", "y", "z", "w"];
/// Channels of a texel.
const TEXEL: usize = 4;

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
    for row in 0..4 {
        for column in 0..4 {
            for input in 0..layer.inputs.div_ceil(TEXEL) {
                load(&mut code, [column, row], input);
                add(&mut code, layer, real, [column, row], input);
            }
        }
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

/// Reads four channels, or the luma, of a pixel.
fn load(code: &mut String, [column, row]: [usize; 2], input: usize) {
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

/// Adds what that pixel is worth to the sums of all pixels that it is near to.
fn add(code: &mut String, layer: &Layer, real: &str, [column, row]: [usize; 2], input: usize) {
    for (name, x, y) in PIXELS {
        // The place among the 3x3 pixels.
        let (Some(across), Some(down)) = (column.checked_sub(x), row.checked_sub(y)) else {
            continue;
        };
        if across > 2 || down > 2 {
            continue;
        }
        for group in 0..layer.outputs.div_ceil(TEXEL) {
            let outputs = group * TEXEL..(group + 1) * TEXEL;
            let column_of = |input: usize| -> Vec<f32> {
                outputs
                    .clone()
                    .map(|output| layer.weight(output, input, across, down))
                    .collect()
            };
            let weights = if layer.inputs == 1 {
                vector(real, &column_of(0))
            } else {
                let columns: Vec<f32> = (input * TEXEL..(input + 1) * TEXEL).flat_map(column_of).collect();
                format!("mat4x4<{real}>({})", numbers(&columns))
            };
            let _ = writeln!(code, "    {name}{group} += {weights} * v{column}{row}{input};");
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

/// Shortest text that gives the same numbers again.
fn numbers(values: &[f32]) -> String {
    let texts: Vec<String> = values.iter().map(|value| format!("{value:?}")).collect();
    texts.join(", ")
}
