// SPDX-License-Identifier: GPL-2.0-or-later
// The pipeline's pixels from what a vendor's runtime made: its colours, and the source's alpha, which runtimes leave out.

struct Output {
    /// Source pixels per output pixel.
    scale: vec2f,
    /// Position of the first output pixel among the source pixels.
    offset: vec2f,
}

@group(0) @binding(0) var<uniform> grid: Output;
@group(0) @binding(1) var upscaled: texture_2d<f32>;
@group(0) @binding(2) var source: texture_2d<f32>;
@group(0) @binding(3) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/load.wgsl"

/// Whether the runtime works in linear light.
override LIGHT: bool;
/// Whether alpha is 1 everywhere.
override OPAQUE: bool;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(result)) {
        return;
    }
    var colour = saturate(textureLoad(upscaled, id.xy, 0).rgb);
    if LIGHT {
        colour = to_encoded(colour);
    }
    if OPAQUE {
        textureStore(result, id.xy, vec4f(colour, 1.0));
        return;
    }
    let position = vec2f(id.xy) * grid.scale + grid.offset;
    let corner = floor(position);
    let share = position - corner;
    let last = last_pixel();
    let at = vec2i(corner);
    let a = load(at, last);
    let b = load(at + vec2i(1, 0), last);
    let c = load(at + vec2i(0, 1), last);
    let d = load(at + vec2i(1, 1), last);
    let alpha = saturate(mix(mix(a.a, b.a, share.x), mix(c.a, d.a, share.x), share.y));
    // Colours are premultiplied: beyond its coverage a pixel has what the source has there, and no ringing.
    let most = max(max(a.rgb, b.rgb), max(c.rgb, d.rgb));
    colour = min(colour, max(most, vec3f(alpha)));
    textureStore(result, id.xy, to_stored(vec4f(colour, alpha)));
}
