// SPDX-License-Identifier: GPL-2.0-or-later
// FSR's upsampling where a few output rows lie among the source rows as the next few do, such as three on two at a ratio
// of 1.5. An invocation goes down a column of them: cells that follow each other share most of what they load and
// analyse, and where one ends and the next begins is known when the shader is compiled.

struct Easu {
    /// Source pixels per output pixel.
    scale: vec2f,
    /// Position of the first output pixel among the source pixels.
    offset: vec2f,
}

@group(0) @binding(0) var<uniform> easu: Easu;
@group(0) @binding(1) var source: texture_2d<f32>;
@group(0) @binding(2) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/easu.wgsl"

/// Output rows of an invocation, and the source rows that they cover.
override ROWS: u32;
override SOURCE_ROWS: u32;
/// A bit for each of them, the lowest for the first: whether it is in the cell below that of the row above it.
override STEPS: u32;

fn put(position: vec2u, pixel: vec4f) {
    if position.y < textureDimensions(result).y {
        textureStore(result, position, to_stored(pixel));
    }
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if id.x >= textureDimensions(result).x {
        return;
    }
    let column = f32(id.x) * easu.scale.x + easu.offset.x;
    let left = floor(column);
    let first_row = id.y * ROWS;
    var corner = vec2i(i32(left), i32(id.y * SOURCE_ROWS) - 1);
    var cell = load_cell(corner);
    // From the corner down to the first output row; the corner itself is a row above the first source row.
    var top = 1.0 + easu.offset.y;
#repeat ROW 0 17
    if ROW < ROWS {
        if (STEPS & (1u << ROW)) != 0u {
            corner.y += 1;
            top -= 1.0;
            cell = cell_below(cell, corner);
        }
        let point = vec2f(column - left, f32(ROW) * easu.scale.y + top);
        put(vec2u(id.x, first_row + ROW), upsample(cell, point));
    }
#end
}
