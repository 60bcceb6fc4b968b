// SPDX-License-Identifier: GPL-2.0-or-later
// The first layer of a network of the technology nu: of each source pixel its channels, from the lumas of 3x3 pixels.
// technologies/nu/layer.rs writes the sums, with the network's weights in them, in place of the line SUMS.

@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/load.wgsl"
#include "shared/nu_tile.wgsl"

/// Whether pixels can be outside of 0 to 1, as in float formats.
override UNBOUNDED: bool;

/// In single precision whatever the layers behind it: what counts is how little neighbours differ.
fn value(position: vec2i) -> f32 {
    var pixel = to_working(textureLoad(source, position, 0));
    if UNBOUNDED || LINEAR_SOURCE {
        pixel = saturate(pixel);
    }
    return dot(pixel.rgb, vec3f(0.2126, 0.7152, 0.0722));
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let tile = tile_of(id.xy, vec2i(textureDimensions(source)));
    if tile.is_outside {
        return;
    }
    //SUMS
}
