// SPDX-License-Identifier: GPL-2.0-or-later
// The result: the source upscaled by itself, and the frames before as far as they can be relied on, with their correction.
// An invocation makes the pixels that lie nearest to one of the source.

#include "shared/load.wgsl"

struct Fsr3 {
    /// Pixel x of the result lies at x * scale + offset among the source's.
    scale: vec2f,
    offset: vec2f,
}

@group(0) @binding(0) var<uniform> fsr3: Fsr3;
@group(0) @binding(1) var source: texture_2d<f32>;
/// The source upscaled by itself.
@group(0) @binding(2) var spatial: texture_2d<f32>;
/// The result of the frame before, moved.
@group(0) @binding(3) var warped: texture_2d<f32>;
/// For each pixel of the source the correction; what counts of the frames before.
@group(0) @binding(4) var trust: texture_2d<f32>;
@group(0) @binding(5) var result: texture_storage_2d<STORAGE_FORMAT, write>;

/// How far beyond the source's pixels around the result may go, in their range.
const BEYOND = 0.25;
/// The alpha beyond which a pixel is no soft edge.
const SOLID = 0.999;

/// The values around the pixel, row by row.
var<private> around: array<vec4f, 9>;

/// Between the corrections: each has the slope between its neighbours, so that its mean stays.
fn correction_at(offset: vec2f) -> vec3f {
    let columns = vec3f(-0.5 * offset.x, 1.0, 0.5 * offset.x);
    let rows = vec3f(-0.5 * offset.y, 1.0, 0.5 * offset.y);
    let upper = around[0].rgb * columns.x + around[1].rgb * columns.y + around[2].rgb * columns.z;
    let middle = around[3].rgb * columns.x + around[4].rgb * columns.y + around[5].rgb * columns.z;
    let lower = around[6].rgb * columns.x + around[7].rgb * columns.y + around[8].rgb * columns.z;
    return upper * rows.x + middle * rows.y + lower * rows.z;
}

/// Bilinear.
fn kept_at(offset: vec2f) -> f32 {
    let columns = vec3f(max(-offset.x, 0.0), 1.0 - abs(offset.x), max(offset.x, 0.0));
    let rows = vec3f(max(-offset.y, 0.0), 1.0 - abs(offset.y), max(offset.y, 0.0));
    let upper = dot(vec3f(around[0].a, around[1].a, around[2].a), columns);
    let middle = dot(vec3f(around[3].a, around[4].a, around[5].a), columns);
    let lower = dot(vec3f(around[6].a, around[7].a, around[8].a), columns);
    return dot(vec3f(upper, middle, lower), rows);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let source_size = textureDimensions(source);
    if any(id.xy >= source_size) {
        return;
    }
    let pixel = vec2i(id.xy);
    let last = last_pixel();
    var lowest = vec3f(1.0);
    var highest = vec3f(0.0);
#repeat INDEX 0 9
    {
        let at = pixel + vec2i(vec2u(INDEX % 3u, INDEX / 3u)) - 1;
        let neighbour = load(at, last).rgb;
        lowest = min(lowest, neighbour);
        highest = max(highest, neighbour);
        around[INDEX] = textureLoad(trust, clamp(at, vec2i(0), last), 0);
    }
#end
    let beyond = BEYOND * (highest - lowest);
    lowest = max(lowest - beyond, vec3f(0.0));
    highest = min(highest + beyond, vec3f(1.0));

    let size = textureDimensions(result);
    let first = (2u * id.xy * size + source_size - 1u) / (2u * source_size);
    let end = min((2u * (id.xy + 1u) * size + source_size - 1u) / (2u * source_size), size);
    for (var y = first.y; y < end.y; y++) {
        for (var x = first.x; x < end.x; x++) {
            let at = vec2u(x, y);
            let alone = textureLoad(spatial, at, 0);
            let before = textureLoad(warped, at, 0).rgb;
            let offset = vec2f(at) * fsr3.scale + fsr3.offset - vec2f(pixel);
            let colour = mix(alone.rgb, before, kept_at(offset)) + correction_at(offset);
            let is_solid = alone.a > SOLID;
            textureStore(result, at, vec4f(select(alone.rgb, clamp(colour, lowest, highest), is_solid), alone.a));
        }
    }
}
