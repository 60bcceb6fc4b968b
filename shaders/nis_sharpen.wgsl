// SPDX-License-Identifier: GPL-2.0-or-later
// The sharpening of NVIDIA Image Scaling, for pictures that keep their size.

@group(0) @binding(1) var source: texture_2d<f32>;
@group(0) @binding(2) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/load.wgsl"
#include "shared/nis_detail.wgsl"
#include "shared/nis_edge.wgsl"

/// Pixels along each side of a workgroup's tile; one for each invocation.
const TILE = 16u;
/// The same with the two pixels around it.
const SOURCES = 20u;

var<workgroup> lumas: array<f32, SOURCES * SOURCES>;

fn lumas_at(index: u32) -> vec3f {
    return vec3f(lumas[index], lumas[index + 1u], lumas[index + 2u]);
}

/// What sharpening adds across an edge, given five lumas across it.
fn sharpen(first: f32, middle: vec3f, last: f32) -> f32 {
    let detail = 1.2002 * middle.y - 0.6001 * (middle.x + middle.z);
    return strengthen(detail, middle.y) * evenness(vec3f(first, middle.xy), vec3f(middle.yz, last));
}

@compute @workgroup_size(16, 16)
fn main(
    @builtin(local_invocation_id) local: vec3u,
    @builtin(global_invocation_id) id: vec3u,
) {
    let last = last_pixel();
    let first = vec2i(id.xy) - vec2i(local.xy) - 2;
    for (var y = local.y; y < SOURCES; y += TILE) {
        for (var x = local.x; x < SOURCES; x += TILE) {
            lumas[y * SOURCES + x] = luma(saturate(load(first + vec2i(vec2u(x, y)), last)));
        }
    }
    workgroupBarrier();

    if any(vec2i(id.xy) > last) {
        return;
    }
    let corner = local.y * SOURCES + local.x;
    let above = lumas_at(corner + SOURCES + 1u);
    let here = lumas_at(corner + 2u * SOURCES + 1u);
    let below = lumas_at(corner + 3u * SOURCES + 1u);
    let weight = weights(find_edge(above, here, below));
    let falling = vec3f(0.5 * (here.x + above.y), here.y, 0.5 * (below.y + here.z));
    let rising = vec3f(0.5 * (below.y + here.x), here.y, 0.5 * (here.z + above.y));
    let gain = weight.x * sharpen(lumas[corner + 2u], vec3f(above.y, here.y, below.y), lumas[corner + 4u * SOURCES + 2u])
        + weight.y * sharpen(lumas[corner + 2u * SOURCES], here, lumas[corner + 2u * SOURCES + 4u])
        + weight.z * sharpen(above.x, falling, below.z)
        + weight.w * sharpen(below.x, rising, above.z);

    let pixel = saturate(load(vec2i(id.xy), last));
    let colour = saturate(pixel.rgb + gain);
    if OPAQUE {
        textureStore(result, id.xy, vec4f(colour, 1.0));
    } else {
        textureStore(result, id.xy, to_stored(vec4f(cover(colour, pixel.a, pixel), pixel.a)));
    }
}
