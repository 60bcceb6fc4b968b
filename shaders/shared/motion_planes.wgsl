// SPDX-License-Identifier: GPL-2.0-or-later
// Reading of the bindings `current` and `previous`, which are planes; and a block of the current picture.

#include "shared/motion.wgsl"

/// The sixteen quads of the block.
var<private> block: array<vec4f, 16>;

/// Where the quad `index` is in its block.
fn place(index: u32) -> vec2i {
    return vec2i(vec2u(2u * (index % 4u), 2u * (index / 4u)));
}

fn of_current(position: vec2i) -> vec4f {
    return textureLoad(current, clamp(position, vec2i(0), vec2i(textureDimensions(current)) - 1), 0);
}

fn of_previous(position: vec2i) -> vec4f {
    return textureLoad(previous, clamp(position, vec2i(0), vec2i(textureDimensions(previous)) - 1), 0);
}

fn take_block(corner: vec2i) {
#repeat INDEX 0 16
    block[INDEX] = of_current(corner + place(INDEX));
#end
}

/// How far the block is from what lies at `corner` in the previous picture: the squares of the differences, in codes. That
/// all of it is brighter or darker counts little, as lights in games go on and off.
fn cost_at(corner: vec2i) -> i32 {
    var sum = vec4f(0.0);
    var squares = vec4f(0.0);
#repeat INDEX 0 16
    {
        let difference = block[INDEX] - of_previous(corner + place(INDEX));
        sum += difference;
        squares += difference * difference;
    }
#end
    let all = whole(total(sum));
    let square = all * all;
    return whole(CODES * total(squares)) - (square >> 6u) + (square >> BRIGHTNESS);
}
