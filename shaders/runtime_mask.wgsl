// SPDX-License-Identifier: GPL-2.0-or-later
// How little a vendor's runtime is to trust the past: as little as the motion that was estimated can be relied on. 0 keeps
// the past, 1 forgets it; after a cut it is 1 everywhere.

/// A vector, how far it can be relied on (0 to 1), and what it leaves, for each block.
@group(0) @binding(0) var blocks: texture_2d<f32>;
@group(0) @binding(1) var result: texture_storage_2d<STORAGE_FORMAT, write>;

/// Pixels along a side of a block.
override BLOCK: u32;

fn confidence(cell: vec2i) -> f32 {
    return textureLoad(blocks, clamp(cell, vec2i(0), vec2i(textureDimensions(blocks)) - 1), 0).z;
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(result)) {
        return;
    }
    let place = (vec2f(id.xy) + 0.5) / f32(BLOCK) - 0.5;
    let corner = floor(place);
    let share = place - corner;
    let cell = vec2i(corner);
    let upper = mix(confidence(cell), confidence(cell + vec2i(1, 0)), share.x);
    let lower = mix(confidence(cell + vec2i(0, 1)), confidence(cell + vec2i(1, 1)), share.x);
    textureStore(result, id.xy, vec4f(1.0 - saturate(mix(upper, lower, share.y)), 0.0, 0.0, 1.0));
}
