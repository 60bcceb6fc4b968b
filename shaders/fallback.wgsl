// SPDX-License-Identifier: GPL-2.0-or-later
// One axis of a separable kernel. Which source pixels an output column (or row) is made of, and their weights, is
// worked out beforehand: technologies/kernels.rs. First across the rows, then down the columns.

struct Fallback {
    /// Source pixels per output pixel, of both axes.
    scale: vec2f,
    /// Position of the first output pixel among the source pixels.
    offset: vec2f,
    /// How much of the ringing is taken away, 0 to 1.
    antiringing: f32,
    /// How strongly edges steer, where they do.
    strength: f32,
    /// What contrast is noise.
    noise: f32,
}

@group(0) @binding(0) var<uniform> fallback: Fallback;
/// Of each output column or row, four numbers in each line of texels: the first pixel, then the weights of that one and
/// of those behind it.
@group(0) @binding(1) var weights: texture_2d<f32>;
/// What this pass filters: the picture, then the first pass's result.
@group(0) @binding(2) var lines: texture_2d<f32>;
/// The picture.
@group(0) @binding(3) var source: texture_2d<f32>;
@group(0) @binding(4) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/load.wgsl"
#include "shared/light.wgsl"

/// Pixels that an output pixel is made of, along this axis; 8 stands for that and more.
override TAPS: u32;
/// Whether this is the second pass, which goes down the columns and finishes the pixels.
override COLUMNS: bool;
/// Whether alpha is 1 everywhere.
override OPAQUE: bool;
/// Whether the kernel can overshoot.
override RINGS: bool;
/// Whether ringing is taken away.
override ANTIRINGING: bool;
/// Whether edges steer.
override STEERED: bool;

/// A source pixel that counts. Those behind the last have weight 0.
fn tap(id: vec2u, along: i32) -> vec4f {
    let position = select(vec2i(along, i32(id.y)), vec2i(i32(id.x), along), COLUMNS);
    let pixel = textureLoad(lines, min(position, vec2i(textureDimensions(lines)) - 1), 0);
    if COLUMNS {
        return pixel;
    }
    return to_light(to_working(pixel));
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(result)) {
        return;
    }
    let index = select(id.x, id.y, COLUMNS);
    let head = textureLoad(weights, vec2u(index, 0), 0);
    let first = i32(head.x);
    var pixel = head.y * tap(id.xy, first);
    if TAPS > 1u {
        pixel += head.z * tap(id.xy, first + 1);
    }
    if TAPS > 2u {
        pixel += head.w * tap(id.xy, first + 2);
    }
    if TAPS > 3u {
        let next = textureLoad(weights, vec2u(index, 1), 0);
        pixel += next.x * tap(id.xy, first + 3);
        if TAPS > 4u {
            pixel += next.y * tap(id.xy, first + 4);
        }
        if TAPS > 5u {
            pixel += next.z * tap(id.xy, first + 5);
        }
        if TAPS > 6u {
            pixel += next.w * tap(id.xy, first + 6);
        }
    }
    if TAPS > 7u {
        let line_count = textureDimensions(weights).y;
        for (var line = 2u; line < line_count; line++) {
            let weight = textureLoad(weights, vec2u(index, line), 0);
            let along = first + 4 * i32(line) - 1;
            pixel += weight.x * tap(id.xy, along) + weight.y * tap(id.xy, along + 1)
                + weight.z * tap(id.xy, along + 2) + weight.w * tap(id.xy, along + 3);
        }
    }
    if COLUMNS {
        pixel = finish(id.xy, pixel);
    }
    textureStore(result, id.xy, pixel);
}

fn finish(id: vec2u, filtered: vec4f) -> vec4f {
    var pixel = filtered;
    if STEERED {
        pixel = steer(id, pixel);
    }
    if ANTIRINGING {
        let corner = corner(id);
        let last = last_pixel();
        let f = to_light(load(corner, last));
        let g = to_light(load(corner + vec2i(1, 0), last));
        let j = to_light(load(corner + vec2i(0, 1), last));
        let k = to_light(load(corner + vec2i(1, 1), last));
        let clamped = clamp(pixel, min(min(f, g), min(j, k)), max(max(f, g), max(j, k)));
        pixel = mix(pixel, clamped, fallback.antiringing);
    }
    if OPAQUE {
        return vec4f(from_light(pixel).rgb, 1.0);
    }
    if RINGS {
        pixel = saturate(pixel);
    }
    return to_stored(from_light(pixel));
}

fn place(id: vec2u) -> vec2f {
    return vec2f(id) * fallback.scale + fallback.offset;
}

/// The upper left one of the nearest 2x2 pixels. What is within rounding of a pixel is at that pixel.
fn corner(id: vec2u) -> vec2i {
    return vec2i(floor(place(id) + 1.0 / 1024.0));
}

/// Luma of four pixels in a row.
fn luma(a: vec4f, b: vec4f, c: vec4f, d: vec4f) -> vec4f {
    let shares = vec3f(0.2126, 0.7152, 0.0722);
    return vec4f(dot(a.rgb, shares), dot(b.rgb, shares), dot(c.rgb, shares), dot(d.rgb, shares));
}

/// The two inner ones of four values in a row, smoothed by their neighbours.
fn smoothed(row: vec4f) -> vec2f {
    return row.xy + 2.0 * row.yz + row.zw;
}

/// What steering takes from four pixels in a row at these offsets from the point. `turn` is the direction of the edge.
fn across(turn: vec2f, x: vec4f, y: f32) -> vec4f {
    let squares = x * x;
    let window = max(1.0 - 0.25 * (squares + y * y), vec4f(0.0));
    return window * window * (turn.x * (squares - y * y) + turn.y * 2.0 * x * y);
}

/// Stretches the kernel along the edge that goes through the nearest 2x2 pixels, squeezes it across, and keeps what comes
/// of it within the four. reference/steered.rs derives it.
fn steer(id: vec2u, filtered: vec4f) -> vec4f {
    let last = last_pixel();
    let corner = corner(id);
    let part = place(id) - vec2f(corner);
    // Pixels by column (a to d) and row (0 to 3); the nearest are b1, c1, b2 and c2.
    let a0 = to_light(load(corner + vec2i(-1, -1), last));
    let b0 = to_light(load(corner + vec2i(0, -1), last));
    let c0 = to_light(load(corner + vec2i(1, -1), last));
    let d0 = to_light(load(corner + vec2i(2, -1), last));
    let a1 = to_light(load(corner + vec2i(-1, 0), last));
    let b1 = to_light(load(corner, last));
    let c1 = to_light(load(corner + vec2i(1, 0), last));
    let d1 = to_light(load(corner + vec2i(2, 0), last));
    let a2 = to_light(load(corner + vec2i(-1, 1), last));
    let b2 = to_light(load(corner + vec2i(0, 1), last));
    let c2 = to_light(load(corner + vec2i(1, 1), last));
    let d2 = to_light(load(corner + vec2i(2, 1), last));
    let a3 = to_light(load(corner + vec2i(-1, 2), last));
    let b3 = to_light(load(corner + vec2i(0, 2), last));
    let c3 = to_light(load(corner + vec2i(1, 2), last));
    let d3 = to_light(load(corner + vec2i(2, 2), last));

    // The structure tensor: the mean products of the slopes at the nearest pixels.
    let row0 = luma(a0, b0, c0, d0);
    let row1 = luma(a1, b1, c1, d1);
    let row2 = luma(a2, b2, c2, d2);
    let row3 = luma(a3, b3, c3, d3);
    let columns1 = row0 + 2.0 * row1 + row2;
    let columns2 = row1 + 2.0 * row2 + row3;
    let x1 = columns1.zw - columns1.xy;
    let x2 = columns2.zw - columns2.xy;
    let y1 = smoothed(row2) - smoothed(row0);
    let y2 = smoothed(row3) - smoothed(row1);
    let shares = vec2f(1.0 - part.x, part.x);
    let shares1 = shares * (1.0 - part.y);
    let shares2 = shares * part.y;
    let xx = dot(shares1, x1 * x1) + dot(shares2, x2 * x2);
    let xy = dot(shares1, x1 * y1) + dot(shares2, x2 * y2);
    let yy = dot(shares1, y1 * y1) + dot(shares2, y2 * y2);
    let turn = vec2f(xx - yy, 2.0 * xy) * fallback.strength / (xx + yy + fallback.noise);

    let mean = 0.25 * (b1 + c1 + b2 + c2);
    let x = vec4f(-1.0, 0.0, 1.0, 2.0) - part.x;
    let w0 = across(turn, x, -1.0 - part.y);
    let w1 = across(turn, x, -part.y);
    let w2 = across(turn, x, 1.0 - part.y);
    let w3 = across(turn, x, 2.0 - part.y);
    let taken = w0.x * (a0 - mean) + w0.y * (b0 - mean) + w0.z * (c0 - mean) + w0.w * (d0 - mean)
        + w1.x * (a1 - mean) + w1.y * (b1 - mean) + w1.z * (c1 - mean) + w1.w * (d1 - mean)
        + w2.x * (a2 - mean) + w2.y * (b2 - mean) + w2.z * (c2 - mean) + w2.w * (d2 - mean)
        + w3.x * (a3 - mean) + w3.y * (b3 - mean) + w3.z * (c3 - mean) + w3.w * (d3 - mean);
    return clamp(filtered - taken, min(min(b1, c1), min(b2, c2)), max(max(b1, c1), max(b2, c2)));
}
