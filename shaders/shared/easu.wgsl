// SPDX-License-Identifier: GPL-2.0-or-later
// Edge-adaptive spatial upsampling of FSR 1.0.2; reference/fsr.rs is its executable specification. The reciprocals
// are approximations by integer arithmetic on purpose: the picture depends on them.

#include "shared/load.wgsl"

/// Whether alpha is 1 everywhere.
override OPAQUE: bool;
/// Whether pixels can be outside of 0 to 1, as in float formats.
override UNBOUNDED: bool;

fn low_reciprocal(x: f32) -> f32 {
    return bitcast<f32>(0x7ef07ebbu - bitcast<u32>(x));
}

fn low_reciprocal_root(x: f32) -> f32 {
    return bitcast<f32>(0x5f347d74u - (bitcast<u32>(x) >> 1u));
}

/// The twelve pixels around a sampling point, which lies among f, g, j and k:
///       b c
///     e f g h
///     i j k l
///       n o
struct Taps {
    b: vec4f, c: vec4f,
    e: vec4f, f: vec4f, g: vec4f, h: vec4f,
    i: vec4f, j: vec4f, k: vec4f, l: vec4f,
    n: vec4f, o: vec4f,
}

/// What the upsampling of any point among f, g, j and k starts from.
struct Cell {
    taps: Taps,
    /// Of each of the four: gradient, and how monotone the luma is across (0 to 2).
    edge_f: vec3f, edge_g: vec3f, edge_j: vec3f, edge_k: vec3f,
    lowest: vec4f,
    highest: vec4f,
}

fn tap(position: vec2i, last: vec2i) -> vec4f {
    let pixel = load(position, last);
    if UNBOUNDED {
        return saturate(pixel);
    }
    return pixel;
}

/// Twice a luma.
fn luma(pixel: vec4f) -> f32 {
    return 0.5 * pixel.b + (0.5 * pixel.r + pixel.g);
}

fn analyse(centre: f32, up: f32, left: f32, right: f32, down: f32) -> vec3f {
    let gradient = vec2f(right - left, down - up);
    let steepest = max(abs(vec2f(right, down) - centre), abs(centre - vec2f(left, up)));
    let reciprocal = vec2f(low_reciprocal(steepest.x), low_reciprocal(steepest.y));
    let monotone = saturate(abs(gradient) * reciprocal);
    return vec3f(gradient, dot(monotone, monotone));
}

/// The cell whose f is at `corner`.
fn load_cell(corner: vec2i) -> Cell {
    let last = last_pixel();
    let taps = Taps(
        tap(corner + vec2i(0, -1), last), tap(corner + vec2i(1, -1), last),
        tap(corner + vec2i(-1, 0), last), tap(corner, last),
        tap(corner + vec2i(1, 0), last), tap(corner + vec2i(2, 0), last),
        tap(corner + vec2i(-1, 1), last), tap(corner + vec2i(0, 1), last),
        tap(corner + vec2i(1, 1), last), tap(corner + vec2i(2, 1), last),
        tap(corner + vec2i(0, 2), last), tap(corner + vec2i(1, 2), last),
    );
    let f = luma(taps.f);
    let g = luma(taps.g);
    let j = luma(taps.j);
    let k = luma(taps.k);
    return Cell(
        taps,
        analyse(f, luma(taps.b), luma(taps.e), g, j),
        analyse(g, luma(taps.c), f, luma(taps.h), k),
        analyse(j, f, luma(taps.i), k, luma(taps.n)),
        analyse(k, g, j, luma(taps.l), luma(taps.o)),
        min(min(taps.f, taps.g), min(taps.j, taps.k)),
        max(max(taps.f, taps.g), max(taps.j, taps.k)),
    );
}

/// The rotated and stretched kernel of a sampling point.
struct Kernel {
    /// What one pixel to the right and one pixel down are, in the kernel's axes.
    right: vec2f,
    down: vec2f,
    lobe: f32,
    /// Square of the distance beyond which the kernel is 0.
    clip: f32,
}

fn shape(edge: vec3f) -> Kernel {
    let square = dot(edge.xy, edge.xy);
    let is_flat = square < 1.0 / 32768.0;
    let reciprocal = select(low_reciprocal_root(square), 1.0, is_flat);
    let direction = vec2f(select(edge.x, 1.0, is_flat), edge.y) * reciprocal;
    let half_edge = 0.5 * edge.z;
    let strength = half_edge * half_edge;

    let stretch = dot(direction, direction) * low_reciprocal(max(abs(direction.x), abs(direction.y)));
    let squeeze = vec2f(1.0 + (stretch - 1.0) * strength, 1.0 - 0.5 * strength);
    let lobe = 0.5 - 0.29 * strength;
    return Kernel(
        vec2f(direction.x, -direction.y) * squeeze,
        direction.yx * squeeze,
        lobe,
        low_reciprocal(lobe),
    );
}

/// The kernel at `offset` pixels from the sampling point: an approximation of Lanczos 2 with a variable lobe.
fn weight(kernel: Kernel, offset: vec2f) -> f32 {
    let rotated = offset.x * kernel.right + offset.y * kernel.down;
    let distance = min(dot(rotated, rotated), kernel.clip);
    let base = 0.4 * distance - 1.0;
    let window = kernel.lobe * distance - 1.0;
    return (1.5625 * base * base - 0.5625) * (window * window);
}

/// The picture at `point`, which is relative to the cell's f, 0 to 1.
fn upsample(cell: Cell, point: vec2f) -> vec4f {
    let edge = cell.edge_f * ((1.0 - point.x) * (1.0 - point.y)) + cell.edge_g * (point.x * (1.0 - point.y))
        + cell.edge_j * ((1.0 - point.x) * point.y) + cell.edge_k * (point.x * point.y);
    let kernel = shape(edge);

    let b = weight(kernel, vec2f(0.0, -1.0) - point);
    let c = weight(kernel, vec2f(1.0, -1.0) - point);
    let i = weight(kernel, vec2f(-1.0, 1.0) - point);
    let j = weight(kernel, vec2f(0.0, 1.0) - point);
    let f = weight(kernel, -point);
    let e = weight(kernel, vec2f(-1.0, 0.0) - point);
    let k = weight(kernel, vec2f(1.0, 1.0) - point);
    let l = weight(kernel, vec2f(2.0, 1.0) - point);
    let h = weight(kernel, vec2f(2.0, 0.0) - point);
    let g = weight(kernel, vec2f(1.0, 0.0) - point);
    let o = weight(kernel, vec2f(1.0, 2.0) - point);
    let n = weight(kernel, vec2f(0.0, 2.0) - point);
    let taps = cell.taps;
    let sum = taps.b * b + taps.c * c + taps.i * i + taps.j * j + taps.f * f + taps.e * e
        + taps.k * k + taps.l * l + taps.h * h + taps.g * g + taps.o * o + taps.n * n;
    let weights = b + c + i + j + f + e + k + l + h + g + o + n;

    let pixel = clamp(sum * (1.0 / weights), cell.lowest, cell.highest);
    if OPAQUE {
        return vec4f(pixel.rgb, 1.0);
    }
    return pixel;
}
