// SPDX-License-Identifier: GPL-2.0-or-later
// Vectors of the blocks of the first level, to fractions of a pixel.
//
// The whole vector is the best of twice the coarser level's around the block, and of what is near that. From there on the
// block's own gradients say how far the previous picture is shifted against it (Lucas and Kanade, in the inverse form:
// Baker and Matthews): unlike the fit of a parabola to costs that does not lean to whole or half pixels.

@group(0) @binding(0) var current: texture_2d<f32>;
@group(0) @binding(1) var previous: texture_2d<f32>;
/// The vectors of the second level, which has as many blocks.
@group(0) @binding(2) var coarser: texture_2d<f32>;
/// The medians of those.
@group(0) @binding(3) var medians: texture_2d<f32>;
/// Vector, the cost of the whole one, 0.
@group(0) @binding(4) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/motion_planes.wgsl"
#include "shared/motion_choice.wgsl"
#include "shared/motion_between.wgsl"

/// Squared gradients that are taken for noise, of all pixels of a block: two codes for each. So nothing moves where there
/// is no structure.
const UNCERTAIN = 64.0 * 4.0 / (CODES * CODES);

/// How far the shift may be from the whole vector, along each axis.
const FURTHEST = 1.0;

var<private> gradients_x: array<vec4f, 16>;
var<private> gradients_y: array<vec4f, 16>;

fn coarser_at(cell: vec2i) -> vec2i {
    return 2 * vec2i(textureLoad(coarser, clamp(cell, vec2i(0), vec2i(textureDimensions(coarser)) - 1), 0).xy);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(result)) {
        return;
    }
    let cell = vec2i(id.xy);
    let corner = SIDE * cell;
    take_block(corner);
    if !begin(corner) {
        textureStore(result, id.xy, vec4f(0.0, 0.0, f32(best_cost), 0.0));
        return;
    }
    expected = 2 * vec2i(textureLoad(medians, cell, 0).xy);
    consider(corner, vec2i(0));
    consider(corner, expected);
    consider(corner, coarser_at(cell));
    consider(corner, coarser_at(cell - vec2i(1, 0)));
    consider(corner, coarser_at(cell + vec2i(1, 0)));
    consider(corner, coarser_at(cell - vec2i(0, 1)));
    consider(corner, coarser_at(cell + vec2i(0, 1)));
    consider_around(corner, best, 1);
    textureStore(result, id.xy, vec4f(vec2f(best) + shift(corner), f32(best_cost), 0.0));
}

/// How far beyond the best whole vector the block is shifted. Differences of brightness are taken away: all sums are of
/// what is beyond the means.
fn shift(corner: vec2i) -> vec2f {
    var xx = 0.0;
    var xy = 0.0;
    var yy = 0.0;
    var sums = vec2f(0.0);
    var brighter = 0.0;
    var first = vec2f(0.0);
#repeat INDEX 0 16
    {
        let at = corner + place(INDEX);
        let left = of_current(at - vec2i(1, 0));
        let right = of_current(at + vec2i(1, 0));
        let above = of_current(at - vec2i(0, 1));
        let below = of_current(at + vec2i(0, 1));
        let quad = block[INDEX];
        let x = 0.5 * (vec4f(quad.y, right.y, quad.w, right.w) - vec4f(left.x, quad.x, left.z, quad.z));
        let y = 0.5 * (vec4f(quad.z, quad.w, below.z, below.w) - vec4f(above.x, above.y, quad.x, quad.y));
        xx += dot(x, x);
        xy += dot(x, y);
        yy += dot(y, y);
        let difference = quad - of_previous(at + best);
        first += vec2f(dot(x, difference), dot(y, difference));
        sums += vec2f(total(x), total(y));
        brighter += total(difference);
        gradients_x[INDEX] = x;
        gradients_y[INDEX] = y;
    }
#end
    let means = sums / 64.0;
    xx += UNCERTAIN - sums.x * means.x;
    xy -= sums.x * means.y;
    yy += UNCERTAIN - sums.y * means.y;
    let share = 1.0 / (xx * yy - xy * xy);
    let rows = mat2x2f(yy * share, -xy * share, -xy * share, xx * share);
    var shifted = clamp(rows * (first - brighter * means), vec2f(-FURTHEST), vec2f(FURTHEST));
    for (var round = 0; round < 2; round++) {
        let place_of = between(vec2f(corner + best) + shifted);
        var next = vec2f(0.0);
        brighter = 0.0;
#repeat INDEX 0 16
        {
            let difference = block[INDEX] - quad_between(place_of, place(INDEX));
            next += vec2f(dot(gradients_x[INDEX], difference), dot(gradients_y[INDEX], difference));
            brighter += total(difference);
        }
#end
        shifted = clamp(shifted + rows * (next - brighter * means), vec2f(-FURTHEST), vec2f(FURTHEST));
    }
    return shifted;
}
