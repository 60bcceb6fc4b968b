// SPDX-License-Identifier: GPL-2.0-or-later
// What NVIDIA Image Scaling does with detail, be it while it scales or by itself; reference/nis.rs is the executable
// specification. It works on luma, and gives the colours what luma gains.

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
