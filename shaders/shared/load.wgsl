// SPDX-License-Identifier: GPL-2.0-or-later
// Reading of the binding `source`: pixels outside of it are the nearest ones at its edge.

#include "shared/alpha.wgsl"

fn last_pixel() -> vec2i {
    return vec2i(textureDimensions(source)) - 1;
}

fn load(position: vec2i, last: vec2i) -> vec4f {
    return to_working(textureLoad(source, clamp(position, vec2i(0), last), 0));
}
