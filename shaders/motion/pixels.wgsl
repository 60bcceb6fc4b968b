// SPDX-License-Identifier: GPL-2.0-or-later
// The vector of each pixel. Where those of the four blocks around it are alike, it lies between them; where they are not,
// it is the one that finds the pixel and those around it again best. Each thread writes 2x2 pixels, which are always among
// the same four blocks.

@group(0) @binding(0) var current: texture_2d<f32>;
@group(0) @binding(1) var previous: texture_2d<f32>;
@group(0) @binding(2) var vectors: texture_2d<f32>;
@group(0) @binding(3) var result: texture_storage_2d<rg32float, write>;

#include "shared/motion_planes.wgsl"

const TILE_WIDTH = 16u;
const TILE_HEIGHT = 16u;

/// Pixels by which vectors that are alike differ at most.
const ALIKE = 1.5;
/// Squared codes of sixteen pixels that the vector of a block which is nearer by all of its side may be worse.
const NEARER = 32.0;

fn vector_at(cell: vec2i) -> vec2f {
    return textureLoad(vectors, clamp(cell, vec2i(0), vec2i(textureDimensions(vectors)) - 1), 0).xy;
}

/// The 4x4 pixels around the four.
var<private> around: array<vec4f, 4>;

/// How far they are from where the vector points, whether brighter or not.
fn cost(pixel: vec2i, vector: vec2f) -> f32 {
    let there = pixel + vec2i(round(vector)) - 1;
    let a = around[0] - of_previous(there);
    let b = around[1] - of_previous(there + vec2i(2, 0));
    let c = around[2] - of_previous(there + vec2i(0, 2));
    let d = around[3] - of_previous(there + vec2i(2, 2));
    let sum = total((a + b) + (c + d));
    return (dot(a, a) + dot(b, b) + dot(c, c) + dot(d, d) - sum * sum / 16.0) * (CODES * CODES);
}

fn store(pixel: vec2i, vector: vec2f) {
    if all(pixel < vec2i(textureDimensions(result))) {
        textureStore(result, pixel, vec4f(vector, 0.0, 0.0));
    }
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let pixel = 2 * vec2i(id.xy);
    if any(pixel >= vec2i(textureDimensions(result))) {
        return;
    }
    // Of the middle of the first pixel; the others are an eighth of a block further.
    let position = (vec2f(pixel) + 0.5) / f32(SIDE) - 0.5;
    let first = floor(position);
    let cell = vec2i(first);
    let a = vector_at(cell);
    let b = vector_at(cell + vec2i(1, 0));
    let c = vector_at(cell + vec2i(0, 1));
    let d = vector_at(cell + vec2i(1, 1));
    let spread = max(max(a, b), max(c, d)) - min(min(a, b), min(c, d));
    if all(spread <= vec2f(ALIKE)) {
        let near = position - first;
        let far = near + 1.0 / f32(SIDE);
        let left = mix(a, c, near.y);
        let right = mix(b, d, near.y);
        let lower_left = mix(a, c, far.y);
        let lower_right = mix(b, d, far.y);
        store(pixel, mix(left, right, near.x));
        store(pixel + vec2i(1, 0), mix(left, right, far.x));
        store(pixel + vec2i(0, 1), mix(lower_left, lower_right, near.x));
        store(pixel + vec2i(1, 1), mix(lower_left, lower_right, far.x));
        return;
    }
    around[0] = of_current(pixel - 1);
    around[1] = of_current(pixel + vec2i(1, -1));
    around[2] = of_current(pixel + vec2i(-1, 1));
    around[3] = of_current(pixel + 1);
    let share = position - first + 0.5 / f32(SIDE);
    let other = 1.0 - share;
    let costs = vec4f(cost(pixel, a), cost(pixel, b), cost(pixel, c), cost(pixel, d)) - NEARER
        * vec4f(other.x + other.y, share.x + other.y, other.x + share.y, share.x + share.y);
    let least = min(min(costs.x, costs.y), min(costs.z, costs.w));
    let upper = select(b, a, costs.x == least);
    let lower = select(d, c, costs.z == least);
    let vector = select(lower, upper, min(costs.x, costs.y) == least);
    store(pixel, vector);
    store(pixel + vec2i(1, 0), vector);
    store(pixel + vec2i(0, 1), vector);
    store(pixel + vec2i(1, 1), vector);
}
