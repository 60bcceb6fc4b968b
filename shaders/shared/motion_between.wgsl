// SPDX-License-Identifier: GPL-2.0-or-later
// Reading of the binding `previous` between pixels.

/// A place between pixels.
struct Between {
    /// The pixel at or before it.
    corner: vec2i,
    /// Shares of the four pixels around it.
    weights: vec4f,
}

fn between(position: vec2f) -> Between {
    let corner = floor(position);
    let share = position - corner;
    let other = 1.0 - share;
    return Between(
        vec2i(corner),
        vec4f(other.x * other.y, share.x * other.y, other.x * share.y, share.x * share.y),
    );
}

/// The previous picture's luma.
fn luma_between(place: Between, offset: vec2i) -> f32 {
    return dot(of_previous(place.corner + offset), place.weights);
}

/// Those of four places, each a pixel from the next, in the order of a plane's texel.
fn quad_between(place: Between, offset: vec2i) -> vec4f {
    return vec4f(
        luma_between(place, offset),
        luma_between(place, offset + vec2i(1, 0)),
        luma_between(place, offset + vec2i(0, 1)),
        luma_between(place, offset + vec2i(1, 1)),
    );
}
