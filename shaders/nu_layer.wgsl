// SPDX-License-Identifier: GPL-2.0-or-later
// A layer in the middle of a network of the technology nu: of each source pixel its channels, from those that the layer
// before it gave 3x3 pixels. technologies/nu/layer.rs writes the sums, with the network's weights in them, in place of
// the line SUMS.

@group(0) @binding(0) var channels: texture_2d<f32>;
@group(0) @binding(1) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/real.wgsl"
#include "shared/nu_tile.wgsl"

/// Texels of a pixel.
override TEXELS: u32;

fn value(position: vec2i) -> real4 {
    return real4(textureLoad(channels, position, 0));
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let tile = tile_of(id.xy, vec2i(textureDimensions(channels) / vec2u(1u, TEXELS)));
    if tile.is_outside {
        return;
    }
    //SUMS
}
