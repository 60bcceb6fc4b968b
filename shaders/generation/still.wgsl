// SPDX-License-Identifier: GPL-2.0-or-later
// What stands still while all around it moves: writing, crosshairs, maps over the picture. It is to stand still in between
// too, and not to be carried away with what is behind it. Each thread writes 2x2 pixels.

@group(0) @binding(0) var current: texture_2d<f32>;
@group(0) @binding(1) var previous: texture_2d<f32>;
/// Vectors of the current picture's blocks.
@group(0) @binding(2) var forward: texture_2d<f32>;
/// How far each pixel is of that kind, 0 to 1.
@group(0) @binding(3) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/motion_planes.wgsl"

const TILE_WIDTH = 16u;
const TILE_HEIGHT = 16u;

/// Codes by which what stands still may change.
const SAME = 3.0;
/// Codes by which it differs from what is beside it: a flat ground stands still wherever it goes.
const STRUCTURE = 16.0;
/// Blocks from one to the next of those that are asked whether they move, and pixels from which they do.
const AROUND = 3;
const MOVES = 1.0;
/// The share of them that have to.
const MOVING = 0.5;

/// How all around moves, in the mean of what does; nothing if most does not.
fn motion_around(cell: vec2i) -> vec2f {
    let last = vec2i(textureDimensions(forward)) - 1;
    var count = 0.0;
    var moving = vec3f(0.0);
    for (var y = -2; y <= 2; y++) {
        for (var x = -2; x <= 2; x++) {
            let at = cell + AROUND * vec2i(x, y);
            if all(at >= vec2i(0)) && all(at <= last) {
                let vector = textureLoad(forward, at, 0).xy;
                count += 1.0;
                if length_of(vector) > MOVES {
                    moving += vec3f(vector, 1.0);
                }
            }
        }
    }
    return select(vec2f(0.0), moving.xy / max(moving.z, 1.0), moving.z > MOVING * count);
}

fn store(pixel: vec2i, value: f32) {
    if all(pixel < vec2i(textureDimensions(result))) {
        textureStore(result, pixel, vec4f(value));
    }
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let pixel = 2 * vec2i(id.xy);
    if any(pixel >= vec2i(textureDimensions(result))) {
        return;
    }
    // 4x4 pixels, of which the inner ones are written.
    let a = of_current(pixel - 1);
    let b = of_current(pixel + vec2i(1, -1));
    let c = of_current(pixel + vec2i(-1, 1));
    let d = of_current(pixel + 1);
    let most = max(max(a, b), max(c, d));
    let least = min(min(a, b), min(c, d));
    let contrast = CODES * (max(max(most.x, most.y), max(most.z, most.w)) - min(min(least.x, least.y), min(least.z, least.w)));
    let inner = of_current(pixel);
    let change = CODES * abs(inner - of_previous(pixel));
    var values = vec4f(0.0);
    if contrast > STRUCTURE && any(change <= vec4f(SAME)) {
        let motion = vec2i(round(motion_around(pixel / SIDE)));
        // What goes well with the motion around may belong to it, as an edge along which it moves.
        let moved = CODES * abs(inner - of_previous(pixel + motion));
        if any(motion != vec2i(0)) && any(moved > vec4f(SAME)) {
            values = 1.0 - smoothstep(vec4f(0.5 * SAME), vec4f(SAME), change);
        }
    }
    store(pixel, values.x);
    store(pixel + vec2i(1, 0), values.y);
    store(pixel + vec2i(0, 1), values.z);
    store(pixel + vec2i(1, 1), values.w);
}
