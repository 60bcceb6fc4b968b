// SPDX-License-Identifier: GPL-2.0-or-later
// What the scaling and the sharpening of NVIDIA Image Scaling share; reference/nis.rs is its executable
// specification. Both work on luma, and give the colours what luma gains.

struct Nis {
    /// What detail is multiplied with: in the brightest areas, and how much more in the darkest.
    strength_least: f32,
    strength_span: f32,
    /// How much luma sharpening may add to itself: in the brightest areas, and how much more in the darkest.
    limit_least: f32,
    limit_span: f32,
}

@group(0) @binding(0) var<uniform> nis: Nis;

/// Whether alpha is 1 everywhere.
override OPAQUE: bool;

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

/// What sharpening makes of `detail` at a luma: less in bright areas, and never more than in proportion.
fn strengthen(detail: f32, luma: f32) -> f32 {
    let darkness = 1.0 - saturate((luma - 0.45) / (0.9 - 0.45));
    let limit = (darkness * nis.limit_span + nis.limit_least) * luma;
    return min(limit, max(-limit, detail * (darkness * nis.strength_span + nis.strength_least)));
}

fn contrast(values: vec3f) -> f32 {
    return max(max(values.x, values.y), values.z) - min(min(values.x, values.y), values.z);
}

/// How little the contrasts before and behind a point differ, 0 to 1: sharpening beside a single step would ring.
fn evenness(before: vec3f, behind: vec3f) -> f32 {
    let contrasts = vec2f(contrast(before), contrast(behind));
    let ratio = max(contrasts.x, contrasts.y) / (min(contrasts.x, contrasts.y) + 1.0 / 255.0);
    return 1.0 - saturate((ratio - 2.0) / (10.0 - 2.0));
}

/// The colour with no more light beyond its coverage than the plain pixel has: soft edges must not begin to shine.
fn cover(colour: vec3f, alpha: f32, plain: vec4f) -> vec3f {
    return min(colour, alpha + max(plain.rgb - plain.a, vec3f(0.0)));
}
