// SPDX-License-Identifier: GPL-2.0-or-later
// The scaling of NVIDIA Image Scaling, up to twice the size along each axis. Normally a pixel's luma is that of a
// separable filter of 6x6 source pixels; along edges it is that of a filter across the edge, sharpened.

@group(0) @binding(1) var filters: texture_2d<f32>;
@group(0) @binding(2) var source: texture_2d<f32>;
@group(0) @binding(3) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/load.wgsl"
#include "shared/nis.wgsl"

/// Whether there is sharpening.
override SHARPENS: bool;

/// Output pixels along each side of a workgroup's tile; one for each invocation.
const TILE = 16u;
/// Source pixels along a side of what a tile is made of: not more than its output pixels, and those that the filters
/// reach beyond them.
const SOURCES = 22u;
/// The same for the edges, of which a pixel needs those of the nearest 2x2 source pixels.
const EDGES = 18u;
/// Filters between two source pixels.
const PHASES = 64;

var<workgroup> pixels: array<vec4f, SOURCES * SOURCES>;
var<workgroup> lumas: array<f32, SOURCES * SOURCES>;
var<workgroup> edges: array<vec2f, EDGES * EDGES>;
/// Three for each phase; `technologies/nis.rs` lays them out.
var<workgroup> filter_parts: array<vec4f, 3 * PHASES>;

fn lumas_at(index: u32) -> vec3f {
    return vec3f(lumas[index], lumas[index + 1u], lumas[index + 2u]);
}

/// The tile's places among the source pixels: of its first output pixel, relative to the source pixel `corner` at or
/// before it, and source pixels per output pixel.
struct Place {
    corner: vec2i,
    start: vec2f,
    scale: vec2f,
}

/// In whole numbers, so that pixels which lie exactly on a phase do on every GPU.
fn place(tile: vec2u) -> Place {
    let input = textureDimensions(source);
    let output = textureDimensions(result);
    // One source pixel further, so that it is never negative.
    let numerator = (2u * TILE * tile + 1u) * input + output;
    let denominator = 2u * output;
    return Place(
        vec2i(numerator / denominator) - 1,
        vec2f(numerator % denominator) / vec2f(denominator),
        vec2f(input) / vec2f(output),
    );
}

/// The whole phase at or before a distance in source pixels; what is nearly the next is the next.
fn phase_of(distance: vec2f) -> vec2i {
    return vec2i(floor(distance * f32(PHASES) + 1.0 / 1024.0));
}

/// A filter applied to six lumas along a line, and what sharpening adds.
fn along(before: vec3f, behind: vec3f, phase: i32) -> f32 {
    let first = filter_parts[3 * phase];
    let second = filter_parts[3 * phase + 1];
    let scaled = dot(before, first.xyz) + dot(behind, second.xyz);
    if !SHARPENS {
        return scaled;
    }
    let third = filter_parts[3 * phase + 2];
    let detail = dot(before, vec3f(first.w, second.w, third.x)) + dot(behind, third.yzw);
    // The nearest five pixels, in two groups of three.
    let is_early = phase <= PHASES / 2;
    let group_before = select(behind.x, before.x, is_early);
    let group_behind = select(behind.z, before.z, is_early);
    let even = evenness(vec3f(before.yz, group_before), vec3f(behind.xy, group_behind));
    return scaled + strengthen(detail, scaled) * even;
}

/// The filter along a row or column: of the lines `across` indices apart, between which the point lies at `share`.
fn straight(start: u32, step: u32, across: u32, share: f32, phase: i32) -> f32 {
    let line = vec3u(start, start + step, start + 2u * step);
    let next = line + 3u * step;
    let before = mix(
        vec3f(lumas[line.x], lumas[line.y], lumas[line.z]),
        vec3f(lumas[line.x + across], lumas[line.y + across], lumas[line.z + across]),
        share,
    );
    let behind = mix(
        vec3f(lumas[next.x], lumas[next.y], lumas[next.z]),
        vec3f(lumas[next.x + across], lumas[next.y + across], lumas[next.z + across]),
        share,
    );
    return along(before, behind, phase);
}

/// The filter along a diagonal: right, and by `row` indices down or up. `start` is the corner of the 6x6 lumas that the
/// diagonal starts from, `point` the place of the output pixel among the middle four, counted from that corner. A
/// step is half a pixel along both axes.
fn diagonal(start: i32, row: i32, point: vec2f, steps: i32) -> f32 {
    let side = 0.5 * (point.x - point.y);
    // Where the line crosses the middle of four pixels, those beside the diagonal, and where it crosses a pixel,
    // that one and the next diagonal's.
    let share = 0.5 + side;
    let odd = mix(
        vec3f(lumas[start + 2 * row + 1], lumas[start + 3 * row + 2], lumas[start + 4 * row + 3]),
        vec3f(lumas[start + row + 2], lumas[start + 2 * row + 3], lumas[start + 3 * row + 4]),
        share,
    );
    let diagonal = row + 1;
    let on = start + diagonal;
    let beside = select(start + 2 * row, start + 2, side >= 0.0);
    let even = mix(
        vec4f(lumas[on], lumas[on + diagonal], lumas[on + 2 * diagonal], lumas[on + 3 * diagonal]),
        vec4f(
            lumas[beside],
            lumas[beside + diagonal],
            lumas[beside + 2 * diagonal],
            lumas[beside + 3 * diagonal],
        ),
        abs(side),
    );
    if steps >= PHASES {
        return along(vec3f(odd.x, even.y, odd.y), vec3f(even.z, odd.z, even.w), steps - PHASES);
    }
    return along(vec3f(even.x, odd.x, even.y), vec3f(odd.y, even.z, odd.z), steps);
}

@compute @workgroup_size(16, 16)
fn main(
    @builtin(workgroup_id) tile: vec3u,
    @builtin(local_invocation_id) local: vec3u,
    @builtin(local_invocation_index) index: u32,
    @builtin(global_invocation_id) id: vec3u,
) {
    let place = place(tile.xy);
    let corners = vec2u(phase_of(place.start + place.scale * f32(TILE - 1u)) / PHASES) + 1u;

    let last = last_pixel();
    let sources = corners + 5u;
    for (var y = local.y; y < sources.y; y += TILE) {
        for (var x = local.x; x < sources.x; x += TILE) {
            let pixel = saturate(load(place.corner + vec2i(vec2u(x, y)) - 2, last));
            pixels[y * SOURCES + x] = pixel;
            lumas[y * SOURCES + x] = luma(pixel);
        }
    }
    if index < 3u * u32(PHASES) {
        filter_parts[index] = textureLoad(filters, vec2u(index % 3u, index / 3u), 0);
    }
    workgroupBarrier();
    for (var y = local.y; y < corners.y + 1u; y += TILE) {
        for (var x = local.x; x < corners.x + 1u; x += TILE) {
            let corner = (y + 1u) * SOURCES + x + 1u;
            edges[y * EDGES + x] =
                find_edge(lumas_at(corner), lumas_at(corner + SOURCES), lumas_at(corner + 2u * SOURCES));
        }
    }
    workgroupBarrier();

    if any(id.xy >= textureDimensions(result)) {
        return;
    }
    let distance = place.start + place.scale * vec2f(local.xy);
    let phases = phase_of(distance);
    let corner = phases / PHASES;
    let phase = phases % PHASES;
    let point = max(distance - vec2f(corner), vec2f(0.0));
    textureStore(result, id.xy, to_stored(scale(vec2u(corner), phase, point)));
}

/// The pixel at `point` among the four source pixels of which `corner` is the first, counted from the tile's first.
fn scale(corner: vec2u, phase: vec2i, point: vec2f) -> vec4f {
    let first = corner.y * SOURCES + corner.x;
    let columns = array(filter_parts[3 * phase.x].xyz, filter_parts[3 * phase.x + 1].xyz);
    let rows_before = filter_parts[3 * phase.y].xyz;
    let rows_behind = filter_parts[3 * phase.y + 1].xyz;

    let edge = corner.y * EDGES + corner.x;
    let weight = mix(
        mix(weights(edges[edge]), weights(edges[edge + 1u]), point.x),
        mix(weights(edges[edge + EDGES]), weights(edges[edge + EDGES + 1u]), point.x),
        point.y,
    );
    var rows: array<f32, 6>;
    for (var row = 0u; row < 6u; row++) {
        let start = first + row * SOURCES;
        rows[row] = dot(lumas_at(start), columns[0]) + dot(lumas_at(start + 3u), columns[1]);
    }
    var value = (1.0 - weight.x - weight.y - weight.z - weight.w)
        * (dot(vec3f(rows[0], rows[1], rows[2]), rows_before) + dot(vec3f(rows[3], rows[4], rows[5]), rows_behind));
    if weight.x > 0.0 {
        value += weight.x * straight(first + 2u, SOURCES, 1u, point.x, phase.y);
    }
    if weight.y > 0.0 {
        value += weight.y * straight(first + 2u * SOURCES, 1u, SOURCES, point.y, phase.x);
    }
    if weight.z > 0.0 {
        let steps = phase_of(vec2f(point.x + point.y, 0.0)).x;
        value += weight.z * diagonal(i32(first), i32(SOURCES), point, steps);
    }
    if weight.w > 0.0 {
        let from_below = vec2f(point.x, 1.0 - point.y);
        let steps = phase_of(vec2f(from_below.x + from_below.y, 0.0)).x;
        value += weight.w * diagonal(i32(first + 5u * SOURCES), -i32(SOURCES), from_below, steps);
    }

    let middle = first + 2u * SOURCES + 2u;
    let plain = mix(
        mix(pixels[middle], pixels[middle + 1u], point.x),
        mix(pixels[middle + SOURCES], pixels[middle + SOURCES + 1u], point.x),
        point.y,
    );
    let colour = saturate(plain.rgb + (value - luma(plain)));
    if OPAQUE {
        return vec4f(colour, 1.0);
    }
    for (var row = 0u; row < 6u; row++) {
        let start = first + row * SOURCES;
        rows[row] = dot(alphas_at(start), columns[0]) + dot(alphas_at(start + 3u), columns[1]);
    }
    let alpha = saturate(dot(vec3f(rows[0], rows[1], rows[2]), rows_before)
        + dot(vec3f(rows[3], rows[4], rows[5]), rows_behind));
    return vec4f(cover(colour, alpha, plain), alpha);
}

fn alphas_at(index: u32) -> vec3f {
    return vec3f(pixels[index].a, pixels[index + 1u].a, pixels[index + 2u].a);
}
