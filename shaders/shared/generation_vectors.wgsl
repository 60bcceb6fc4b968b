// SPDX-License-Identifier: GPL-2.0-or-later
// Reading of the vectors in the bindings `forward` and `backward`, both as those of the current picture to the previous.

fn cell_of(place: vec2f, grid: vec2u) -> vec2i {
    return clamp(vec2i(floor(place / f32(SIDE))), vec2i(0), vec2i(grid) - 1);
}

/// Vector and confidence.
fn forward_at(place: vec2f) -> vec3f {
    return textureLoad(forward, cell_of(place, textureDimensions(forward)), 0).xyz;
}

fn backward_at(place: vec2f) -> vec2f {
    return -2.0 * textureLoad(backward, cell_of(place, textureDimensions(backward)), 0).xy;
}
