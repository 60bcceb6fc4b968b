// SPDX-License-Identifier: GPL-2.0-or-later
// Soft edges. OBS multiplies colour by coverage in linear light and stores the product display-encoded. Such a product
// is no share of anything in the display encoding, where pictures are filtered: the first step of a pipeline makes
// ordinary premultiplied pixels of it, the last one the product again. Opaque and empty pixels are the same in both, and
// so is what a pixel has beyond its coverage: light that is added to the ground, or ringing.
// reference/alpha.rs is the executable specification.

#include "shared/transfer.wgsl"

/// Whether the source holds such products.
override LINEAR_SOURCE: bool;
/// Whether the result is to hold them.
override LINEAR_RESULT: bool;

fn is_soft(alpha: f32) -> bool {
    return alpha > 0.0 && alpha < 1.0;
}

/// The source's pixel, premultiplied in the display encoding.
fn to_working(pixel: vec4f) -> vec4f {
    if LINEAR_SOURCE {
        if is_soft(pixel.a) {
            let covered = min(pixel.rgb, to_encoded(vec3f(pixel.a)));
            let working = to_encoded(to_linear(covered) / pixel.a) * pixel.a;
            return vec4f(working + (pixel.rgb - covered), pixel.a);
        }
    }
    return pixel;
}

/// What the result stores of a pixel that is premultiplied in the display encoding.
fn to_stored(pixel: vec4f) -> vec4f {
    if LINEAR_RESULT {
        if is_soft(pixel.a) {
            let covered = clamp(pixel.rgb, vec3f(0.0), vec3f(pixel.a));
            let stored = to_encoded(to_linear(covered / pixel.a) * pixel.a);
            return vec4f(stored + (pixel.rgb - covered), pixel.a);
        }
    }
    return pixel;
}
