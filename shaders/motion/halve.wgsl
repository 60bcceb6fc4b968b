// SPDX-License-Identifier: GPL-2.0-or-later
// A plane at half the size: each pixel is the mean of the four that it covers. Rows and columns that are left over count
// twice.

@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/motion.wgsl"

fn mean(position: vec2i, last: vec2i) -> f32 {
    let sum = total(textureLoad(source, 2 * min(position, last), 0));
    // A quarter of a code is the least that there is between two means: halves are rounded up on every device.
    return floor(sum * (0.25 * CODES) + 0.51) / CODES;
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let last = vec2i(textureDimensions(result)) - 1;
    let position = vec2i(id.xy);
    if any(position > last) {
        return;
    }
    textureStore(result, position, vec4f(
        mean(position, last),
        mean(position + vec2i(1, 0), last),
        mean(position + vec2i(0, 1), last),
        mean(position + vec2i(1, 1), last),
    ));
}
