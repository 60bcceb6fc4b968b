// SPDX-License-Identifier: GPL-2.0-or-later
// The lumas of a picture, as the plane of the first level. What is no number becomes 0. Each thread writes 2x2 texels,
// which share what they read.

@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/load.wgsl"
#include "shared/motion.wgsl"

const TILE_WIDTH = 16u;
const TILE_HEIGHT = 16u;

fn luma(position: vec2i, last: vec2i) -> f32 {
    let value = dot(load(position, last).rgb, vec3f(0.2126, 0.7152, 0.0722));
    return floor(select(0.0, min(value, 1.0), value > 0.0) * CODES + 0.5) / CODES;
}

fn store(position: vec2i, last: vec2i, quad: vec4f) {
    if all(position <= last) {
        textureStore(result, position, quad);
    }
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let position = 2 * vec2i(id.xy);
    let last = last_pixel();
    if any(position > last) {
        return;
    }
    let top = vec3f(
        luma(position, last),
        luma(position + vec2i(1, 0), last),
        luma(position + vec2i(2, 0), last),
    );
    let middle = vec3f(
        luma(position + vec2i(0, 1), last),
        luma(position + vec2i(1, 1), last),
        luma(position + vec2i(2, 1), last),
    );
    let bottom = vec3f(
        luma(position + vec2i(0, 2), last),
        luma(position + vec2i(1, 2), last),
        luma(position + vec2i(2, 2), last),
    );
    store(position, last, vec4f(top.xy, middle.xy));
    store(position + vec2i(1, 0), last, vec4f(top.yz, middle.yz));
    store(position + vec2i(0, 1), last, vec4f(middle.xy, bottom.xy));
    store(position + vec2i(1, 1), last, vec4f(middle.yz, bottom.yz));
}
