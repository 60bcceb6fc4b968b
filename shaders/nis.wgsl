// SPDX-License-Identifier: GPL-2.0-or-later
// The scaling of NVIDIA Image Scaling, up to twice the size along each axis. Normally a pixel's luma is that of a
// separable filter of 6x6 source pixels; along edges it is that of a filter across the edge, sharpened.

/// A filter for each phase, three texels; `technologies/nis.rs` lays them out.
@group(0) @binding(1) var filters: texture_2d<f32>;
/// Of each output column, in four lines: its place, then its filter.
@group(0) @binding(2) var columns: texture_2d<f32>;
/// The same of each output row.
@group(0) @binding(3) var rows: texture_2d<f32>;
/// What `nis_edges.wgsl` makes of the source.
@group(0) @binding(4) var edges: texture_2d<f32>;
@group(0) @binding(5) var source: texture_2d<f32>;
@group(0) @binding(6) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/load.wgsl"
#include "shared/nis_detail.wgsl"
#include "shared/nis_edge.wgsl"

/// Whether there is sharpening.
override SHARPENS: bool;

/// Filters between two source pixels.
const PHASES = 64.0;

/// The weights of six pixels along a line, in halves: to scale them, and to find their detail.
struct Filter {
    scale_before: vec3f,
    scale_behind: vec3f,
    detail_before: vec3f,
    detail_behind: vec3f,
    /// Whether the point is in the first half between the third pixel and the fourth, or in the middle.
    is_early: bool,
}

fn to_filter(first: vec4f, second: vec4f, third: vec4f, phase: f32) -> Filter {
    let is_early = phase <= 0.5 * PHASES;
    return Filter(first.xyz, second.xyz, vec3f(first.w, second.w, third.x), third.yzw, is_early);
}

/// The filter of a phase.
fn filter_of(phase: f32) -> Filter {
    let row = i32(phase);
    let first = textureLoad(filters, vec2i(0, row), 0);
    let second = textureLoad(filters, vec2i(1, row), 0);
    return to_filter(first, second, textureLoad(filters, vec2i(2, row), 0), phase);
}

/// Where an output column or row lies among the source pixels: at or behind `corner`, by `point` (0 to 1).
struct Place {
    corner: i32,
    point: f32,
    filter_here: Filter,
}

fn place(axis: texture_2d<f32>, index: u32) -> Place {
    let head = textureLoad(axis, vec2u(index, 0), 0);
    let first = textureLoad(axis, vec2u(index, 1), 0);
    let second = textureLoad(axis, vec2u(index, 2), 0);
    let third = textureLoad(axis, vec2u(index, 3), 0);
    return Place(i32(head.x), head.y, to_filter(first, second, third, head.z));
}

/// Six source pixels of a row: lumas in halves, alpha already filtered across, the edges of the middle two.
struct Row {
    before: vec3f,
    behind: vec3f,
    alpha: f32,
    left_edge: vec2f,
    right_edge: vec2f,
}

fn scaled(before: vec3f, behind: vec3f, weights: Filter) -> f32 {
    return dot(before, weights.scale_before) + dot(behind, weights.scale_behind);
}

/// What is known of a source pixel; there is one of them more on each side.
fn look(position: vec2i, last: vec2i) -> vec4f {
    return textureLoad(edges, clamp(position + 1, vec2i(0), last + 2), 0);
}

/// The row whose third pixel is at `middle`.
fn load_row(middle: vec2i, last: vec2i, across: Filter) -> Row {
    let a = look(middle - vec2i(2, 0), last);
    let b = look(middle - vec2i(1, 0), last);
    let c = look(middle, last);
    let d = look(middle + vec2i(1, 0), last);
    let e = look(middle + vec2i(2, 0), last);
    let f = look(middle + vec2i(3, 0), last);
    let alpha = scaled(vec3f(a.w, b.w, c.w), vec3f(d.w, e.w, f.w), across);
    return Row(vec3f(a.x, b.x, c.x), vec3f(d.x, e.x, f.x), alpha, c.yz, d.yz);
}

/// A filter applied to six lumas along a line, and what sharpening adds.
fn along(before: vec3f, behind: vec3f, weights: Filter) -> f32 {
    let plain = scaled(before, behind, weights);
    if !SHARPENS {
        return plain;
    }
    let detail = dot(before, weights.detail_before) + dot(behind, weights.detail_behind);
    // The nearest five pixels, in two groups of three.
    let group_before = select(behind.x, before.x, weights.is_early);
    let group_behind = select(behind.z, before.z, weights.is_early);
    let even = evenness(vec3f(before.yz, group_before), vec3f(behind.xy, group_behind));
    return plain + strengthen(detail, plain) * even;
}

/// The filter along the diagonal from the first row's first pixel to the last row's last one. `point` is the place of
/// the output pixel among the middle four, right and towards the last row.
fn diagonal(r0: Row, r1: Row, r2: Row, r3: Row, r4: Row, r5: Row, point: vec2f) -> f32 {
    let side = 0.5 * (point.x - point.y);
    // The line is made of lumas half a diagonal apart: where it crosses the middle of four pixels, of those beside it,
    // and where it crosses a pixel, of that one and the next diagonal's.
    let odd = mix(
        vec3f(r2.before.y, r3.before.z, r4.behind.x),
        vec3f(r1.before.z, r2.behind.x, r3.behind.y),
        0.5 + side,
    );
    let beside = select(
        vec4f(r2.before.x, r3.before.y, r4.before.z, r5.behind.x),
        vec4f(r0.before.z, r1.behind.x, r2.behind.y, r3.behind.z),
        side >= 0.0,
    );
    let even = mix(vec4f(r1.before.y, r2.before.z, r3.behind.x, r4.behind.y), beside, abs(side));
    // A point that lies on a phase must count as that one however it is rounded.
    let phase = floor((point.x + point.y) * PHASES + 1.0 / 1024.0);
    let is_late = phase >= PHASES;
    let weights = filter_of(select(phase, phase - PHASES, is_late));
    let before = select(vec3f(even.x, odd.x, even.y), vec3f(odd.x, even.y, odd.y), is_late);
    let behind = select(vec3f(odd.y, even.z, odd.z), vec3f(even.z, odd.z, even.w), is_late);
    return along(before, behind, weights);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(result)) {
        return;
    }
    let across = place(columns, id.x);
    let down = place(rows, id.y);
    let middle = vec2i(across.corner, down.corner);
    let point = vec2f(across.point, down.point);
    let last = last_pixel();
    let r0 = load_row(middle - vec2i(0, 2), last, across.filter_here);
    let r1 = load_row(middle - vec2i(0, 1), last, across.filter_here);
    let r2 = load_row(middle, last, across.filter_here);
    let r3 = load_row(middle + vec2i(0, 1), last, across.filter_here);
    let r4 = load_row(middle + vec2i(0, 2), last, across.filter_here);
    let r5 = load_row(middle + vec2i(0, 3), last, across.filter_here);

    let weight = mix(
        mix(weights(r2.left_edge), weights(r2.right_edge), point.x),
        mix(weights(r3.left_edge), weights(r3.right_edge), point.x),
        point.y,
    );
    let filtered_before = vec3f(
        scaled(r0.before, r0.behind, across.filter_here),
        scaled(r1.before, r1.behind, across.filter_here),
        scaled(r2.before, r2.behind, across.filter_here),
    );
    let filtered_behind = vec3f(
        scaled(r3.before, r3.behind, across.filter_here),
        scaled(r4.before, r4.behind, across.filter_here),
        scaled(r5.before, r5.behind, across.filter_here),
    );
    var value = (1.0 - weight.x - weight.y - weight.z - weight.w)
        * scaled(filtered_before, filtered_behind, down.filter_here);
    if weight.x > 0.0 {
        let before = mix(
            vec3f(r0.before.z, r1.before.z, r2.before.z),
            vec3f(r0.behind.x, r1.behind.x, r2.behind.x),
            point.x,
        );
        let behind = mix(
            vec3f(r3.before.z, r4.before.z, r5.before.z),
            vec3f(r3.behind.x, r4.behind.x, r5.behind.x),
            point.x,
        );
        value += weight.x * along(before, behind, down.filter_here);
    }
    if weight.y > 0.0 {
        let before = mix(r2.before, r3.before, point.y);
        value += weight.y * along(before, mix(r2.behind, r3.behind, point.y), across.filter_here);
    }
    if weight.z > 0.0 {
        value += weight.z * diagonal(r0, r1, r2, r3, r4, r5, point);
    }
    if weight.w > 0.0 {
        value += weight.w * diagonal(r5, r4, r3, r2, r1, r0, vec2f(point.x, 1.0 - point.y));
    }

    let plain = mix(
        mix(saturate(load(middle, last)), saturate(load(middle + vec2i(1, 0), last)), point.x),
        mix(saturate(load(middle + vec2i(0, 1), last)), saturate(load(middle + vec2i(1, 1), last)), point.x),
        point.y,
    );
    let colour = saturate(plain.rgb + (value - luma(plain)));
    if OPAQUE {
        textureStore(result, id.xy, vec4f(colour, 1.0));
    } else {
        let before = vec3f(r0.alpha, r1.alpha, r2.alpha);
        let alpha = saturate(scaled(before, vec3f(r3.alpha, r4.alpha, r5.alpha), down.filter_here));
        textureStore(result, id.xy, to_stored(vec4f(cover(colour, alpha, plain), alpha)));
    }
}
