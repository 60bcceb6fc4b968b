// SPDX-License-Identifier: GPL-2.0-or-later
// The median of each block's vector and its eight neighbours': the one that is nearest to all the others together. Of
// equal ones the block's own counts, then the first.

@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/motion.wgsl"
#include "shared/motion_median.wgsl"

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(result)) {
        return;
    }
    textureStore(result, id.xy, vec4f(median_around(vec2i(id.xy)), 0.0, 0.0));
}
