// SPDX-License-Identifier: GPL-2.0-or-later
// What a vendor's runtime gets: the source's pixels, premultiplied in the display encoding or in linear light, from 0
// to 1.

@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/load.wgsl"

/// Whether the runtime works in linear light.
override LIGHT: bool;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(result)) {
        return;
    }
    let pixel = saturate(load(vec2i(id.xy), last_pixel()));
    var colour = pixel.rgb;
    if LIGHT {
        colour = to_linear(colour);
    }
    textureStore(result, id.xy, vec4f(colour, pixel.a));
}
