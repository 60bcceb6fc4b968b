// SPDX-License-Identifier: GPL-2.0-or-later
// One axis of a separable kernel. Which source pixels an output column (or row) is made of, and their weights, is
// worked out beforehand: technologies/kernels.rs. First across the rows, then down the columns.

struct Fallback {
    /// Source pixels per output pixel, of both axes.
    scale: vec2f,
    /// Position of the first output pixel among the source pixels.
    offset: vec2f,
    /// Pixels that an output pixel is made of, along this axis.
    taps: u32,
    /// How much of the ringing is taken away, 0 to 1.
    antiringing: f32,
}

@group(0) @binding(0) var<uniform> fallback: Fallback;
/// The first pixel of each output column or row (an integer), then the weight of that pixel for each, of the next...
@group(0) @binding(1) var<storage, read> weights: array<f32>;
/// What this pass filters: the picture, then the first pass's result.
@group(0) @binding(2) var lines: texture_2d<f32>;
/// The picture.
@group(0) @binding(3) var source: texture_2d<f32>;
@group(0) @binding(4) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/load.wgsl"

/// Whether this is the second pass, which goes down the columns and finishes the pixels.
override COLUMNS: bool;
/// Whether alpha is 1 everywhere.
override OPAQUE: bool;
/// Whether the kernel can overshoot.
override RINGS: bool;
/// Whether ringing is taken away.
override ANTIRINGING: bool;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let size = textureDimensions(result);
    if any(id.xy >= size) {
        return;
    }
    let line = select(id.x, id.y, COLUMNS);
    let line_count = select(size.x, size.y, COLUMNS);
    let step = select(vec2u(1, 0), vec2u(0, 1), COLUMNS);
    let first = bitcast<u32>(weights[line]);
    var position = select(vec2u(first, id.y), vec2u(id.x, first), COLUMNS);
    var index = line;
    var pixel = vec4f(0.0);
    for (var tap = 0u; tap < fallback.taps; tap++) {
        index += line_count;
        pixel += weights[index] * textureLoad(lines, position, 0);
        position += step;
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
        // Overshoot must not break that premultiplied colours are between 0 and alpha.
        let alpha = saturate(pixel.a);
        return vec4f(clamp(pixel.rgb, vec3f(0.0), vec3f(alpha)), alpha);
    }
    return pixel;
}
