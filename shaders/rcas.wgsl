// SPDX-License-Identifier: GPL-2.0-or-later
// Robust contrast-adaptive sharpening of FSR 1.0.2, without its noise limiter; reference/fsr.rs is its executable
// specification. An invocation sharpens pixels below each other, which share most of what they read.

struct Rcas {
    /// 2 to the power of minus the sharpness in stops: 1 is the strongest.
    strength: f32,
}

@group(0) @binding(0) var<uniform> rcas: Rcas;
@group(0) @binding(1) var source: texture_2d<f32>;
@group(0) @binding(2) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/load.wgsl"

/// Whether alpha is 1 everywhere.
override OPAQUE: bool;
/// Whether pixels can be outside of 0 to 1, as in float formats.
override UNBOUNDED: bool;

/// Output pixels of a workgroup; read by src/core/build.rs.
const TILE_WIDTH = 8u;
const TILE_HEIGHT = 32u;
/// Rows of an invocation.
const ROWS = 4;

/// A limit of the lobe that does not limit.
const UNLIMITED = vec3f(-1.0);

fn tap(position: vec2i, last: vec2i) -> vec4f {
    let pixel = load(position, last);
    if UNBOUNDED {
        return saturate(pixel);
    }
    return pixel;
}

/// About 1/x; the picture depends on how exactly.
fn medium_reciprocal(x: f32) -> f32 {
    let estimate = bitcast<f32>(0x7ef19fffu - bitcast<u32>(x));
    return estimate * (2.0 - estimate * x);
}

fn sharpen(up: vec3f, left: vec3f, centre: vec4f, right: vec3f, down: vec3f) -> vec4f {
    let lowest = min(min(up, left), min(right, down));
    let highest = max(max(up, left), max(right, down));
    // The most negative lobes that keep the result from falling below 0 and from rising above 1. Where the ring is all
    // 0, or all 1, that limit is 0/0 and does not count.
    let to_black = select(-min(lowest, centre.rgb) / (4.0 * highest), UNLIMITED, highest == vec3f(0.0));
    let to_white = select((1.0 - max(highest, centre.rgb)) / (4.0 * lowest - 4.0), UNLIMITED, lowest == vec3f(1.0));
    let limit = max(to_black, to_white);
    let lobe = clamp(max(limit.r, max(limit.g, limit.b)), -0.1875, 0.0) * rcas.strength;
    let colour = saturate((lobe * (up + left + down + right) + centre.rgb) * medium_reciprocal(4.0 * lobe + 1.0));
    if OPAQUE {
        return vec4f(colour, 1.0);
    }
    return vec4f(colour, centre.a);
}

/// Sharpens the pixel at `position`, of which only the neighbours left and right are still to be read.
fn sharpen_at(position: vec2i, last: vec2i, up: vec4f, centre: vec4f, down: vec4f) {
    if position.y <= last.y {
        let left = tap(position - vec2i(1, 0), last);
        let right = tap(position + vec2i(1, 0), last);
        textureStore(result, position, to_stored(sharpen(up.rgb, left.rgb, centre, right.rgb, down.rgb)));
    }
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let last = last_pixel();
    let first = vec2i(id.xy) * vec2i(1, ROWS);
    if any(first > last) {
        return;
    }
    let above = tap(first - vec2i(0, 1), last);
    let row0 = tap(first, last);
    let row1 = tap(first + vec2i(0, 1), last);
    let row2 = tap(first + vec2i(0, 2), last);
    let row3 = tap(first + vec2i(0, 3), last);
    let below = tap(first + vec2i(0, 4), last);
    sharpen_at(first, last, above, row0, row1);
    sharpen_at(first + vec2i(0, 1), last, row0, row1, row2);
    sharpen_at(first + vec2i(0, 2), last, row1, row2, row3);
    sharpen_at(first + vec2i(0, 3), last, row2, row3, below);
}
