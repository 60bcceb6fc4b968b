// SPDX-License-Identifier: GPL-2.0-or-later
// FSR's upsampling to exactly twice the size. Every 2x2 output pixels lie among the same four source pixels, so that
// an invocation per source cell loads and analyses them once.

@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/easu.wgsl"

/// Output pixels of a workgroup; read by src/core/build.rs.
const TILE_WIDTH = 16u;
const TILE_HEIGHT = 16u;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    // The first cells lie half outside, between the edge's copy and the edge.
    let corner = vec2i(id.xy) - 1;
    let size = vec2i(textureDimensions(result));
    let first = 2 * corner + 1;
    if any(first >= size) {
        return;
    }
    let cell = load_cell(corner);
    store(first, size, upsample(cell, vec2f(0.25, 0.25)));
    store(first + vec2i(1, 0), size, upsample(cell, vec2f(0.75, 0.25)));
    store(first + vec2i(0, 1), size, upsample(cell, vec2f(0.25, 0.75)));
    store(first + vec2i(1, 1), size, upsample(cell, vec2f(0.75, 0.75)));
}

fn store(position: vec2i, size: vec2i, pixel: vec4f) {
    if all(position >= vec2i(0)) && all(position < size) {
        textureStore(result, position, to_stored(pixel));
    }
}
