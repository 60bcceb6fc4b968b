// SPDX-License-Identifier: GPL-2.0-or-later
// How much of a plane, of 1, is of each brightness. A pixel counts for the two nearest of them, so that little changes
// change little.

@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/motion.wgsl"

@compute @workgroup_size(32, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let bins = textureDimensions(result).x;
    if id.x >= bins || id.y > 0u {
        return;
    }
    let size = textureDimensions(source);
    var count = 0.0;
    // Every other texel, of which each has four pixels.
    for (var y = 0u; y < size.y; y += 2u) {
        for (var x = 0u; x < size.x; x += 2u) {
            let place = textureLoad(source, vec2u(x, y), 0) * f32(bins - 1u);
            count += total(max(1.0 - abs(place - f32(id.x)), vec4f(0.0)));
        }
    }
    let texels = ((size.x + 1u) / 2u) * ((size.y + 1u) / 2u);
    textureStore(result, vec2u(id.x, 0u), vec4f(count / f32(4u * texels)));
}
