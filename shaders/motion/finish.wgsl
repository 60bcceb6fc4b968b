// SPDX-License-Identifier: GPL-2.0-or-later
// The vectors of the blocks, cleared of strays, and how far each can be relied on.

@group(0) @binding(0) var current: texture_2d<f32>;
@group(0) @binding(1) var previous: texture_2d<f32>;
/// The vectors of the blocks.
@group(0) @binding(2) var source: texture_2d<f32>;
/// Those of the second level from the previous picture to the current one, in its pixels.
@group(0) @binding(3) var backward: texture_2d<f32>;
@group(0) @binding(4) var verdict: texture_2d<f32>;
/// Vector; confidence, 0 to 1; the mean difference that is left, 0 to 1.
@group(0) @binding(5) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/motion_planes.wgsl"
#include "shared/motion_median.wgsl"
#include "shared/motion_between.wgsl"

/// Pixels by which a vector may differ from its neighbours' median before it has to be better than that.
const STRAY = 1.0;
/// How much better: its difference in those of the median.
const BETTER = 0.75;

/// The mean difference of every other pixel of every other row from what the vector points to.
fn difference(corner: vec2i, vector: vec2f) -> f32 {
    let there = between(vec2f(corner) + vector);
    var sum = 0.0;
#repeat INDEX 0 16
    sum += abs(block[INDEX].x - luma_between(there, place(INDEX)));
#end
    return sum / 16.0;
}

/// How much those pixels differ from their neighbours to the right or below, in the mean.
fn structure() -> f32 {
    var sum = 0.0;
#repeat INDEX 0 16
    sum += max(abs(block[INDEX].x - block[INDEX].y), abs(block[INDEX].x - block[INDEX].z));
#end
    return sum / 16.0;
}

/// Pixels by which the way there and the way back differ, in the best of the four blocks around the place there.
fn mismatch(corner: vec2i, vector: vec2f) -> f32 {
    let there = (vec2f(corner) + vector) / f32(SIDE);
    let last = vec2i(textureDimensions(backward)) - 1;
    let first = vec2i(floor(there));
    var least = 1e9;
    for (var y = 0; y < 2; y++) {
        for (var x = 0; x < 2; x++) {
            let cell = clamp(first + vec2i(x, y), vec2i(0), last);
            let back = vector + 2.0 * textureLoad(backward, cell, 0).xy;
            least = min(least, max(abs(back.x), abs(back.y)));
        }
    }
    return least;
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(result)) {
        return;
    }
    if textureLoad(verdict, vec2u(0u), 0).x > 0.0 {
        textureStore(result, id.xy, vec4f(0.0, 0.0, 0.0, 1.0));
        return;
    }
    let cell = vec2i(id.xy);
    let corner = SIDE * cell;
    take_block(corner);
    let own = vector_at(cell);
    let others = median_around(cell);
    var vector = own;
    var left = difference(corner, own);
    if any(abs(own - others) > vec2f(STRAY)) {
        let left_by_others = difference(corner, others);
        if left > BETTER * left_by_others {
            vector = others;
            left = left_by_others;
        }
    }
    // What is left counts in what a shift by a pixel would leave.
    let structured = structure();
    let alike = 1.0 - smoothstep(0.25, 1.0, left / (structured + 2.0 / CODES));
    // Fast motion is seldom even. Where there is no structure, there are many ways that are as good.
    let free = 1.5 + 0.05 * length_of(vector);
    let agreed = 1.0 - smoothstep(free, 2.0 * free + 1.0, mismatch(corner, vector));
    let flat = 1.0 - smoothstep(0.5 / CODES, 2.0 / CODES, structured);
    // What comes from beyond the picture's edge was not there.
    let size = vec2i(textureDimensions(current));
    let middle = 0.5 * vec2f(corner + min(corner + SIDE, size)) + vector;
    let inside = f32(all(middle >= vec2f(0.0)) && all(middle <= vec2f(size)));
    textureStore(result, id.xy, vec4f(vector, alike * max(agreed, flat) * inside, left));
}
