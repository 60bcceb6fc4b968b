// SPDX-License-Identifier: GPL-2.0-or-later
// FSR's upsampling at any ratio: an invocation per output pixel.

struct Easu {
    /// Source pixels per output pixel.
    scale: vec2f,
    /// Position of the first output pixel among the source pixels.
    offset: vec2f,
}

@group(0) @binding(0) var<uniform> easu: Easu;
@group(0) @binding(1) var source: texture_2d<f32>;
@group(0) @binding(2) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/easu.wgsl"

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(result)) {
        return;
    }
    let position = vec2f(id.xy) * easu.scale + easu.offset;
    let corner = floor(position);
    let pixel = upsample(load_cell(vec2i(corner)), position - corner);
    textureStore(result, id.xy, to_stored(pixel));
}
