// SPDX-License-Identifier: GPL-2.0-or-later
// The edges that NVIDIA Image Scaling looks for; reference/nis.rs is the executable specification.

fn luma(pixel: vec4f) -> f32 {
    return dot(pixel.rgb, vec3f(0.2126, 0.7152, 0.0722));
}

fn sum(values: vec3f) -> f32 {
    return values.x + values.y + values.z;
}

/// The edge through the middle of 3x3 lumas, as the directions across it. Of two that are at right angles there is at
/// most one: the first number is how much of the picture there runs down (positive) or to the right (negative), the
/// second how much runs down to the right (positive) or up to the right (negative).
fn find_edge(top: vec3f, middle: vec3f, bottom: vec3f) -> vec2f {
    let down = abs(sum(top) - sum(bottom));
    let right = abs((top.x + middle.x + bottom.x) - (top.z + middle.z + bottom.z));
    let falling = abs((middle.x + top.x + top.y) - (bottom.y + bottom.z + middle.z));
    let rising = abs((middle.x + bottom.x + bottom.y) - (top.y + top.z + middle.z));
    let steepest = vec2f(max(down, right), max(falling, rising));
    let flattest = vec2f(min(down, right), min(falling, rising));
    // An edge is clearly of one direction of a pair, not faint, and no by-product of one of the other pair.
    let is_edge = (steepest > flattest * (2.0 * 1127.0 / 1024.0)) & (steepest > vec2f(64.0 / 1024.0))
        & (steepest > flattest.yx);
    let straight = steepest.x / (steepest.x + steepest.y);
    let share = select(vec2f(1.0), vec2f(straight, 1.0 - straight), all(is_edge));
    let direction = select(vec2f(-1.0), vec2f(1.0), steepest == vec2f(down, falling));
    return select(vec2f(0.0), share * direction, is_edge);
}

/// What `find_edge` found, as weights of the directions down, right, falling and rising.
fn weights(edge: vec2f) -> vec4f {
    return max(vec4f(edge.x, -edge.x, edge.y, -edge.y), vec4f(0.0));
}
