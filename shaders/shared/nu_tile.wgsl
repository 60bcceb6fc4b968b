// SPDX-License-Identifier: GPL-2.0-or-later
// What the layers of the technology nu have in common: an invocation works on 2x2 source pixels, which share most of
// the pixels around them. Channels are kept four to a texel, the first four of all pixels above the next four.

/// Source pixels of a workgroup; read by src/core/build.rs.
const TILE_WIDTH = 16u;
const TILE_HEIGHT = 16u;

/// Where an invocation reads and writes.
struct Tile {
    /// The first of its pixels.
    first: vec2i,
    /// The columns and rows of its pixels and of those around them; outside of the picture the nearest ones.
    columns: vec4i,
    rows: vec4i,
    height: i32,
    /// Whether there is a second row.
    has_second: bool,
    is_outside: bool,
}

fn tile_of(id: vec2u, size: vec2i) -> Tile {
    let first = 2 * vec2i(id);
    let around = vec4i(-1, 0, 1, 2);
    return Tile(
        first,
        clamp(first.x + around, vec4i(0), vec4i(size.x - 1)),
        clamp(first.y + around, vec4i(0), vec4i(size.y - 1)),
        size.y,
        first.y + 1 < size.y,
        any(first >= size),
    );
}
