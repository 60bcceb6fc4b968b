// SPDX-License-Identifier: GPL-2.0-or-later
// What is kept for the next frame, as the result stores it.

@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/alpha.wgsl"

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(result)) {
        return;
    }
    textureStore(result, id.xy, to_stored(textureLoad(source, id.xy, 0)));
}
