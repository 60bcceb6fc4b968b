// SPDX-License-Identifier: GPL-2.0-or-later
// Robust contrast-adaptive sharpening of FSR 1.0.2, with or without its noise limiter; reference/fsr.rs is its executable
// specification. An invocation sharpens a block of pixels, which share most of what they read.

struct Rcas {
    /// 2 to the power of minus the sharpness in stops: 1 is the strongest.
    strength: f32,
}

@group(0) @binding(0) var<uniform> rcas: Rcas;
@group(0) @binding(1) var source: texture_2d<f32>;
@group(0) @binding(2) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/load.wgsl"
#include "shared/real.wgsl"

/// Whether what stands out alone, as noise does, is sharpened less.
override LIMITS_NOISE: bool;
/// Whether alpha is 1 everywhere.
override OPAQUE: bool;
/// Whether pixels can be outside of 0 to 1, as in float formats.
override UNBOUNDED: bool;

/// Output pixels of a workgroup; read by src/core/build.rs.
const TILE_WIDTH = 16u;
const TILE_HEIGHT = 32u;
/// Rows of an invocation.
const ROWS = 4;

/// The strongest lobe, negated.
const STRONGEST = 0.1875;

fn tap(position: vec2i, last: vec2i) -> real4 {
    let pixel = load(position, last);
    if UNBOUNDED {
        return real4(saturate(pixel));
    }
    return real4(pixel);
}

/// About 1/x; the picture depends on how exactly.
fn medium_reciprocal(x: f32) -> f32 {
    let estimate = bitcast<f32>(0x7ef19fffu - bitcast<u32>(x));
    return estimate * (2.0 - estimate * x);
}

/// The smaller of two fractions, numerator and positive denominator, without dividing. 0/0 is never taken as `other`.
fn smaller(best: real2, other: real2) -> real2 {
    return select(best, other, other.x * best.y < best.x * other.y);
}

/// Twice a luma.
fn luma(colour: real3) -> f32 {
    let single = vec3f(colour);
    return 0.5 * single.b + (0.5 * single.r + single.g);
}

/// 1 where a pixel goes with those around it, down to 1/2 where it stands out alone.
fn detail(up: f32, left: f32, centre: f32, right: f32, down: f32) -> f32 {
    let mean = 0.25 * (up + left + right + down);
    let lowest = min(min(min(up, left), min(right, down)), centre);
    let highest = max(max(max(up, left), max(right, down)), centre);
    return 1.0 - 0.5 * saturate(abs(mean - centre) * medium_reciprocal(highest - lowest));
}

fn sharpen(up: real3, left: real3, centre: real4, right: real3, down: real3) -> vec4f {
    let lowest = min(min(up, left), min(right, down));
    let highest = max(max(up, left), max(right, down));
    // The lobes, negated, that keep the result from falling below 0 and from rising above 1: fractions, of which the
    // smallest counts. Where the ring is all 0, or all 1, one is 0/0 and does not count.
    let to_black = min(lowest, centre.rgb);
    let to_white = 1.0 - max(highest, centre.rgb);
    let black_range = 4.0 * highest;
    let white_range = 4.0 - 4.0 * lowest;
    var limit = real2(STRONGEST, 1.0);
    limit = smaller(limit, real2(to_black.r, black_range.r));
    limit = smaller(limit, real2(to_white.r, white_range.r));
    limit = smaller(limit, real2(to_black.g, black_range.g));
    limit = smaller(limit, real2(to_white.g, white_range.g));
    limit = smaller(limit, real2(to_black.b, black_range.b));
    limit = smaller(limit, real2(to_white.b, white_range.b));
    var lobe = -limit.x / limit.y * real(rcas.strength);
    if LIMITS_NOISE {
        lobe *= real(detail(luma(up), luma(left), luma(centre.rgb), luma(right), luma(down)));
    }
    let normalisation = real(medium_reciprocal(4.0 * f32(lobe) + 1.0));
    let colour = vec3f(saturate((lobe * (up + left + down + right) + centre.rgb) * normalisation));
    if OPAQUE {
        return vec4f(colour, 1.0);
    }
    return vec4f(colour, f32(centre.a));
}

/// Two pixels beside each other.
struct Pair {
    left: real4,
    right: real4,
}

fn pair(position: vec2i, last: vec2i) -> Pair {
    return Pair(tap(position, last), tap(position + vec2i(1, 0), last));
}

/// Sharpens the two pixels at `position`, of which only the neighbours left and right are still to be read.
fn sharpen_at(position: vec2i, last: vec2i, up: Pair, centre: Pair, down: Pair) {
    let before = tap(position - vec2i(1, 0), last);
    let behind = tap(position + vec2i(2, 0), last);
    let left = sharpen(up.left.rgb, before.rgb, centre.left, centre.right.rgb, down.left.rgb);
    let right = sharpen(up.right.rgb, centre.left.rgb, centre.right, behind.rgb, down.right.rgb);
    if position.y <= last.y {
        textureStore(result, position, to_stored(left));
        if position.x < last.x {
            textureStore(result, position + vec2i(1, 0), to_stored(right));
        }
    }
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let last = last_pixel();
    let first = vec2i(id.xy) * vec2i(2, ROWS);
    if any(first > last) {
        return;
    }
    let above = pair(first - vec2i(0, 1), last);
    let row0 = pair(first, last);
    let row1 = pair(first + vec2i(0, 1), last);
    let row2 = pair(first + vec2i(0, 2), last);
    let row3 = pair(first + vec2i(0, 3), last);
    let below = pair(first + vec2i(0, 4), last);
    sharpen_at(first, last, above, row0, row1);
    sharpen_at(first + vec2i(0, 1), last, row0, row1, row2);
    sharpen_at(first + vec2i(0, 2), last, row1, row2, row3);
    sharpen_at(first + vec2i(0, 3), last, row2, row3, below);
}
