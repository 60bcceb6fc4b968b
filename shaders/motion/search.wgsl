// SPDX-License-Identifier: GPL-2.0-or-later
// Whole vectors of a level's blocks, in its own pixels: on the coarsest level all within the reach are tried, on the
// others those of the coarser level around the block, what is near the best of them, and what is near none, as fine
// structure leaves nothing on coarse levels. Of equal ones the first counts.

@group(0) @binding(0) var current: texture_2d<f32>;
@group(0) @binding(1) var previous: texture_2d<f32>;
@group(0) @binding(2) var coarser: texture_2d<f32>;
/// Vector, its cost, 0.
@group(0) @binding(3) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/motion_planes.wgsl"
#include "shared/motion_choice.wgsl"

/// Whether there is no coarser level.
override COARSEST: bool;
/// How far from the best is looked, along each axis.
override REACH: i32;
/// How far from no motion.
override AFRESH: i32;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(result)) {
        return;
    }
    let cell = vec2i(id.xy);
    let corner = STRIDE * cell - (SIDE - STRIDE) / 2;
    take_block(corner);
    if !begin(corner) {
        textureStore(result, id.xy, vec4f(0.0, 0.0, f32(best_cost), 0.0));
        return;
    }
    if !COARSEST {
        // Of the four coarser blocks that are nearest, the one that the block is in.
        let parent = cell / 2;
        let other = parent + 2 * (cell % 2) - 1;
        expected = 2 * coarser_at(parent);
        consider(corner, vec2i(0));
        consider(corner, expected);
        consider(corner, 2 * coarser_at(vec2i(other.x, parent.y)));
        consider(corner, 2 * coarser_at(vec2i(parent.x, other.y)));
        consider(corner, 2 * coarser_at(other));
    } else {
        consider(corner, vec2i(0));
    }
    if AFRESH > 0 {
        consider_around(corner, vec2i(0), AFRESH);
    }
    consider_around(corner, best, REACH);
    textureStore(result, id.xy, vec4f(vec2f(best), f32(best_cost), 0.0));
}

fn coarser_at(cell: vec2i) -> vec2i {
    return vec2i(textureLoad(coarser, clamp(cell, vec2i(0), vec2i(textureDimensions(coarser)) - 1), 0).xy);
}
