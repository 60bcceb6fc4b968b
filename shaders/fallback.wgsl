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

/// A source pixel that counts. Those behind the last have weight 0.
fn tap(id: vec2u, along: i32) -> vec4f {
    let position = select(vec2i(along, i32(id.y)), vec2i(i32(id.x), along), COLUMNS);
    let pixel = textureLoad(lines, min(position, vec2i(textureDimensions(lines)) - 1), 0);
    if COLUMNS {
        return pixel;
    }
    return to_working(pixel);
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
    if ANTIRINGING {
        let last = last_pixel();
        let corner = vec2i(floor(vec2f(id) * fallback.scale + fallback.offset));
        let f = load(corner, last);
        let g = load(corner + vec2i(1, 0), last);
        let j = load(corner + vec2i(0, 1), last);
        let k = load(corner + vec2i(1, 1), last);
        let clamped = clamp(pixel, min(min(f, g), min(j, k)), max(max(f, g), max(j, k)));
        pixel = mix(pixel, clamped, fallback.antiringing);
    }
    if OPAQUE {
        return vec4f(pixel.rgb, 1.0);
    }
    if RINGS {
        pixel = saturate(pixel);
    }
    return to_stored(pixel);
}
