// SPDX-License-Identifier: GPL-2.0-or-later
// What the passes of the motion estimation share; reference/motion.rs is the executable specification.
//
// Lumas have 256 codes. A texel of a plane holds those of four pixels: its own, the one to the right, the one below and
// the one below to the right. So four pixels take one load wherever they are, and so does a place between pixels.
// Beyond the picture the nearest texel stands.
//
// A vector goes from a place in the current picture to the same thing in the previous one, in pixels.

/// Codes of a luma of 1.
const CODES = 255.0;

/// Pixels along a side of what is compared.
const SIDE = 8;
/// Pixels from a block's first to the next one's, but on the first level, where blocks are as large as what is compared.
const STRIDE = 4;

/// By how many bits the square of a block's summed differences is shifted: where all 64 pixels are brighter by the same, a
/// sixteenth of their squares is left.
const BRIGHTNESS = 10u;

/// A sum in whole codes, which is the same in whatever order it was summed up.
fn whole(sum: f32) -> i32 {
    return i32(round(CODES * sum));
}

fn total(values: vec4f) -> f32 {
    return (values.x + values.y) + (values.z + values.w);
}

/// Along both axes.
fn steps(vector: vec2i) -> i32 {
    return abs(vector.x) + abs(vector.y);
}

/// Along both axes.
fn length_of(vector: vec2f) -> f32 {
    return abs(vector.x) + abs(vector.y);
}
