// SPDX-License-Identifier: GPL-2.0-or-later
// What a level's blocks say about whether the picture is another one than before. A block was found again if it goes with
// its match, however bright and however contrasted that is, and if the match finds the block on its way back.

@group(0) @binding(0) var current: texture_2d<f32>;
@group(0) @binding(1) var previous: texture_2d<f32>;
@group(0) @binding(2) var forward: texture_2d<f32>;
@group(0) @binding(3) var backward: texture_2d<f32>;
/// Whether the block was found again, whether it has structure, 1, 0.
@group(0) @binding(4) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/motion_planes.wgsl"

/// Variance in codes, of both blocks together, from which there is structure.
const STRUCTURE = 8.0;
/// The share of the variance that a match has to explain.
const FOUND = 0.5;

/// Of 64 pixels, in squared codes, from a sum and a sum of products.
fn covariance(one: f32, other: f32, products: f32) -> f32 {
    return (products - one * other / 64.0) * (CODES * CODES / 64.0);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(result)) {
        return;
    }
    let cell = vec2i(id.xy);
    let corner = STRIDE * cell - (SIDE - STRIDE) / 2;
    let vector = vec2i(textureLoad(forward, cell, 0).xy);
    take_block(corner);
    var sums = vec2f(0.0);
    var products = vec3f(0.0);
#repeat INDEX 0 16
    {
        let here = block[INDEX];
        let there = of_previous(corner + vector + place(INDEX));
        sums += vec2f(total(here), total(there));
        products += vec3f(dot(here, here), dot(there, there), dot(here, there));
    }
#end
    let here = max(covariance(sums.x, sums.x, products.x), 0.0);
    let there = max(covariance(sums.y, sums.y, products.y), 0.0);
    let together = max(covariance(sums.x, sums.y, products.z), 0.0);
    let has_structure = here + there > STRUCTURE;
    let is_found = has_structure && together * together > FOUND * here * there && comes_back(cell, vector);
    textureStore(result, id.xy, vec4f(f32(is_found), f32(has_structure), 1.0, 0.0));
}

/// Whether one of the four blocks around the match goes back to the block, but for a pixel and a tenth of the way.
fn comes_back(cell: vec2i, vector: vec2i) -> bool {
    let last = vec2i(textureDimensions(backward)) - 1;
    let first = vec2i(floor(vec2f(cell) + vec2f(vector) / f32(STRIDE)));
    var least = 0x7fffffff;
    for (var y = 0; y < 2; y++) {
        for (var x = 0; x < 2; x++) {
            let there = clamp(first + vec2i(x, y), vec2i(0), last);
            least = min(least, steps(vector + vec2i(textureLoad(backward, there, 0).xy)));
        }
    }
    return least <= 2 + steps(vector) / 10;
}
