// SPDX-License-Identifier: GPL-2.0-or-later
// The upscaled picture beside the source as plain bilinear filtering shows it, or the difference of the two.

struct Compare {
    /// Source pixels per output pixel.
    scale: vec2f,
    /// Position of the first output pixel among the source pixels.
    offset: vec2f,
    /// First column of the dividing line, and first column right of it.
    line: vec2i,
}

@group(0) @binding(0) var<uniform> compare: Compare;
@group(0) @binding(1) var source: texture_2d<f32>;
@group(0) @binding(2) var upscaled: texture_2d<f32>;
@group(0) @binding(3) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/load.wgsl"

/// The difference instead of the two side by side.
override DIFFERENCE: bool;

/// Whether the steps' encoding is that of high dynamic range, where 1 is the brightest light that there is.
override HIGH_RANGE: bool;

/// Times which a difference is shown, so that one of a few codes is seen.
const AMPLIFICATION = 4.0;

/// The reference white of ITU-R BT.2408, 203 nits, in PQ.
const WHITE_IN_PQ = 0.58069;

fn white() -> f32 {
    return select(1.0, WHITE_IN_PQ, HIGH_RANGE);
}

fn bilinear(position: vec2f) -> vec4f {
    let last = last_pixel();
    let corner = floor(position);
    let share = position - corner;
    let first = vec2i(corner);
    return mix(
        mix(load(first, last), load(first + vec2i(1, 0), last), share.x),
        mix(load(first + vec2i(0, 1), last), load(first + vec2i(1, 1), last), share.x),
        share.y,
    );
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(result)) {
        return;
    }
    let position = vec2f(id.xy) * compare.scale + compare.offset;
    let column = i32(id.x);
    if DIFFERENCE {
        let difference = abs(bilinear(position) - to_working(textureLoad(upscaled, id.xy, 0)));
        textureStore(result, id.xy, vec4f(min(AMPLIFICATION * difference.rgb, vec3f(white())), 1.0));
    } else if column < compare.line.x {
        textureStore(result, id.xy, to_stored(bilinear(position)));
    } else if column < compare.line.y {
        textureStore(result, id.xy, vec4f(vec3f(white()), 1.0));
    } else {
        textureStore(result, id.xy, textureLoad(upscaled, id.xy, 0));
    }
}
