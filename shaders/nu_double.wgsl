// SPDX-License-Identifier: GPL-2.0-or-later
// The last layer of a network of the technology nu, and the picture at twice the size: what a plain kernel makes of the
// source, and what the network adds to its luma. technologies/nu/layer.rs writes the sums, with the network's weights in
// them, in place of the line SUMS. reference/nu.rs is the executable specification.

@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var channels: texture_2d<f32>;
@group(0) @binding(2) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/load.wgsl"
#include "shared/real.wgsl"
#include "shared/nu_tile.wgsl"

/// Whether alpha is 1 everywhere.
override OPAQUE: bool;
/// Whether pixels can be outside of 0 to 1, as in float formats.
override UNBOUNDED: bool;

/// The plain kernel: weights of three pixels in a row for a point a quarter of a pixel before the middle one.
const BEFORE = 0.2;
const HERE = 0.88;
const BEHIND = -0.08;

fn value(position: vec2i) -> real4 {
    return real4(textureLoad(channels, position, 0));
}

/// The points a quarter of a pixel to the left and to the right of a pixel, and the bounds of it and its neighbours.
struct Pair {
    left: vec4f,
    right: vec4f,
    lowest: vec4f,
    highest: vec4f,
}

/// The points beside the two pixels of a row.
struct Row {
    first: Pair,
    second: Pair,
}

fn across(before: vec4f, here: vec4f, behind: vec4f) -> Pair {
    return Pair(
        BEFORE * before + HERE * here + BEHIND * behind,
        BEHIND * before + HERE * here + BEFORE * behind,
        min(min(before, here), behind),
        max(max(before, here), behind),
    );
}

fn pixel(column: i32, row: i32) -> vec4f {
    let loaded = to_working(textureLoad(source, vec2i(column, row), 0));
    if UNBOUNDED || LINEAR_SOURCE {
        return saturate(loaded);
    }
    return loaded;
}

fn load_row(columns: vec4i, row: i32) -> Row {
    let a = pixel(columns.x, row);
    let b = pixel(columns.y, row);
    let c = pixel(columns.z, row);
    let d = pixel(columns.w, row);
    return Row(across(a, b, c), across(b, c, d));
}

/// What bounds a pixel of the result: the 3x3 source pixels around it, beyond which rims along edges would go.
struct Bounds {
    lowest: vec4f,
    highest: vec4f,
}

/// A pixel of the result: what the plain kernel makes of three pixels above each other, and what the luma gains.
fn store(position: vec2i, before: vec4f, here: vec4f, behind: vec4f, gain: f32, bounds: Bounds) {
    let plain = BEFORE * before + HERE * here + BEHIND * behind;
    let colour = clamp(plain.rgb + gain, bounds.lowest.rgb, bounds.highest.rgb);
    if OPAQUE {
        textureStore(result, position, vec4f(colour, 1.0));
        return;
    }
    // No more light beyond the coverage than the plain pixel has: soft edges must not begin to shine.
    let alpha = clamp(plain.a, bounds.lowest.a, bounds.highest.a);
    let covered = min(colour, alpha + max(plain.rgb - plain.a, vec3f(0.0)));
    textureStore(result, position, to_stored(vec4f(covered, alpha)));
}

/// The 2x2 pixels of the result that a source pixel becomes.
fn store_all(position: vec2i, above: Pair, here: Pair, below: Pair, gains: real4) {
    let bounds = Bounds(
        min(min(above.lowest, here.lowest), below.lowest),
        max(max(above.highest, here.highest), below.highest),
    );
    store(position, above.left, here.left, below.left, f32(gains.x), bounds);
    store(position + vec2i(1, 0), above.right, here.right, below.right, f32(gains.y), bounds);
    store(position + vec2i(0, 1), below.left, here.left, above.left, f32(gains.z), bounds);
    store(position + vec2i(1, 1), below.right, here.right, above.right, f32(gains.w), bounds);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let tile = tile_of(id.xy, vec2i(textureDimensions(source)));
    if tile.is_outside {
        return;
    }
    var gains_a = real4();
    var gains_b = real4();
    var gains_c = real4();
    var gains_d = real4();
    //SUMS
    let above = load_row(tile.columns, tile.rows.x);
    let first = load_row(tile.columns, tile.rows.y);
    let second = load_row(tile.columns, tile.rows.z);
    let below = load_row(tile.columns, tile.rows.w);
    // What lies outside of the result is not stored.
    let corner = 2 * tile.first;
    store_all(corner, above.first, first.first, second.first, gains_a);
    store_all(corner + vec2i(2, 0), above.second, first.second, second.second, gains_b);
    store_all(corner + vec2i(0, 2), first.first, second.first, below.first, gains_c);
    store_all(corner + vec2i(2, 2), first.second, second.second, below.second, gains_d);
}
