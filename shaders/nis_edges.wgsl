// SPDX-License-Identifier: GPL-2.0-or-later
// What the scaling of NVIDIA Image Scaling needs to know of each source pixel, worked out once for all the output
// pixels around it: luma, the two numbers of `find_edge`, alpha. Beyond the picture's sides, where pixels repeat, edges
// do not: so there is one pixel more on each side.

@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/load.wgsl"
#include "shared/nis_edge.wgsl"

fn lumas(position: vec2i, last: vec2i) -> vec3f {
    return vec3f(
        luma(saturate(load(position - vec2i(1, 0), last))),
        luma(saturate(load(position, last))),
        luma(saturate(load(position + vec2i(1, 0), last))),
    );
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(result)) {
        return;
    }
    let last = last_pixel();
    let position = vec2i(id.xy) - 1;
    let above = lumas(position - vec2i(0, 1), last);
    let here = lumas(position, last);
    let below = lumas(position + vec2i(0, 1), last);
    let alpha = saturate(load(position, last).a);
    textureStore(result, id.xy, vec4f(here.y, find_edge(above, here, below), alpha));
}
