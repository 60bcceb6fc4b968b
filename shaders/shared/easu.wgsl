// SPDX-License-Identifier: GPL-2.0-or-later
// Edge-adaptive spatial upsampling of FSR 1.0.2; reference/fsr.rs is its executable specification. The reciprocals
// are approximations by integer arithmetic on purpose: the picture depends on them.
//
// In half precision only pixels and weights are halves, which is most of the arithmetic; where the edge goes is worked out
// in single precision, as differences of neighbours and the reciprocals of small ones leave the range of halves.

#include "shared/load.wgsl"
#include "shared/real.wgsl"

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
    b: real4, c: real4,
    e: real4, f: real4, g: real4, h: real4,
    i: real4, j: real4, k: real4, l: real4,
    n: real4, o: real4,
}

/// What the upsampling of any point among f, g, j and k starts from.
struct Cell {
    taps: Taps,
    /// Of each of the four: gradient, and how monotone the luma is across (0 to 2).
    edge_f: vec3f, edge_g: vec3f, edge_j: vec3f, edge_k: vec3f,
    lowest: real4,
    highest: real4,
}

fn tap(position: vec2i, last: vec2i) -> real4 {
    let pixel = load(position, last);
    if UNBOUNDED {
        return real4(saturate(pixel));
    }
    return real4(pixel);
}

/// Twice a luma.
fn luma(pixel: real4) -> f32 {
    let colour = vec3f(pixel.rgb);
    return 0.5 * colour.b + (0.5 * colour.r + colour.g);
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

/// The cell below `above`; its f is at `corner`.
fn cell_below(above: Cell, corner: vec2i) -> Cell {
    let last = last_pixel();
    let old = above.taps;
    let taps = Taps(
        old.f, old.g,
        old.i, old.j, old.k, old.l,
        tap(corner + vec2i(-1, 1), last), old.n,
        old.o, tap(corner + vec2i(2, 1), last),
        tap(corner + vec2i(0, 2), last), tap(corner + vec2i(1, 2), last),
    );
    let f = luma(taps.f);
    let g = luma(taps.g);
    let j = luma(taps.j);
    let k = luma(taps.k);
    return Cell(
        taps,
        above.edge_j,
        above.edge_k,
        analyse(j, f, luma(taps.i), k, luma(taps.n)),
        analyse(k, g, j, luma(taps.l), luma(taps.o)),
        min(min(taps.f, taps.g), min(taps.j, taps.k)),
        max(max(taps.f, taps.g), max(taps.j, taps.k)),
    );
}

/// The rotated and stretched kernel of a sampling point.
///
/// Its weight is (25/16 (2/5 d - 1)^2 - 9/16) (lobe d - 1)^2, an approximation of Lanczos 2 with a variable lobe, where d
/// is the square of the distance after rotating and stretching. That is lobe^2/4 (d - 1) (d - 4) (d - 1/lobe)^2, of which
/// the factor falls out when weights are normalised; and d is a quadratic form of the offset.
struct Kernel {
    /// d = xx x^2 + xy x y + yy y^2.
    xx: real,
    xy: real,
    yy: real,
    /// 1/lobe.
    zero: real,
    /// The d beyond which the kernel is 0, about 1/lobe.
    clip: real,
}

fn shape(edge: vec3f) -> Kernel {
    let square = dot(edge.xy, edge.xy);
    let is_flat = square < 1.0 / 32768.0;
    let reciprocal = select(low_reciprocal_root(square), 1.0, is_flat);
    let direction = vec2f(select(edge.x, 1.0, is_flat), edge.y) * reciprocal;
    let half_edge = 0.5 * edge.z;
    let strength = half_edge * half_edge;

    let squares = direction * direction;
    let stretch = (squares.x + squares.y) * low_reciprocal(max(abs(direction.x), abs(direction.y)));
    let along = 1.0 + (stretch - 1.0) * strength;
    let across = 1.0 - 0.5 * strength;
    let lobe = 0.5 - 0.29 * strength;
    // The offset is rotated to (x, y) . direction, stretched by `along`, and (x, y) . its normal, squeezed by `across`.
    let along2 = along * along;
    let across2 = across * across;
    return Kernel(
        real(squares.x * along2 + squares.y * across2),
        real(2.0 * direction.x * direction.y * (along2 - across2)),
        real(squares.y * along2 + squares.x * across2),
        real(1.0 / lobe),
        real(low_reciprocal(lobe)),
    );
}

/// Weights of taps at these distances.
fn weigh(kernel: Kernel, distances: real4) -> real4 {
    let d = min(distances, real4(kernel.clip));
    let window = d - kernel.zero;
    return (d * (d - 5.0) + 4.0) * (window * window);
}

/// The picture at `point`, which is relative to the cell's f, 0 to 1.
fn upsample(cell: Cell, point: vec2f) -> vec4f {
    let edge = cell.edge_f * ((1.0 - point.x) * (1.0 - point.y)) + cell.edge_g * (point.x * (1.0 - point.y))
        + cell.edge_j * ((1.0 - point.x) * point.y) + cell.edge_k * (point.x * point.y);
    let kernel = shape(edge);

    // The parts of each tap's distance: of columns -1 to 2, of rows -1 to 2, and of both together.
    let columns = real4(vec4f(-1.0, 0.0, 1.0, 2.0) - point.x);
    let rows = real4(vec4f(-1.0, 0.0, 1.0, 2.0) - point.y);
    let xx = columns * columns * kernel.xx;
    let xy = columns * kernel.xy;
    let yy = rows * rows * kernel.yy;
    let efgh = weigh(kernel, xx + yy.y + xy * rows.y);
    let ijkl = weigh(kernel, xx + yy.z + xy * rows.z);
    let bcno = weigh(kernel, xx.yzyz + yy.xxww + xy.yzyz * rows.xxww);
    let taps = cell.taps;
    let sum = taps.b * bcno.x + taps.c * bcno.y + taps.i * ijkl.x + taps.j * ijkl.y + taps.f * efgh.y
        + taps.e * efgh.x + taps.k * ijkl.z + taps.l * ijkl.w + taps.h * efgh.w + taps.g * efgh.z
        + taps.o * bcno.w + taps.n * bcno.z;
    let all = efgh + ijkl + bcno;
    let weights = (all.x + all.y) + (all.z + all.w);

    let pixel = vec4f(clamp(sum * (1.0 / weights), cell.lowest, cell.highest));
    if OPAQUE {
        return vec4f(pixel.rgb, 1.0);
    }
    return pixel;
}
