// SPDX-License-Identifier: GPL-2.0-or-later
// The light in which the fallback technology's kernels weigh pixels. Colours that soft edges are premultiplied with are
// converted as they are without them. reference/light.rs is the executable specification.

/// 0: as it is encoded, 1: linear, 2: linear with both ends compressed by a sigmoid.
override LIGHT: u32;

// The curve is 1 / (1 + exp(CONTRAST * (CENTRE - x))), from 0 to 1 cut out and stretched.
const CONTRAST = 6.5;
const CENTRE = 0.75;
const LOWEST = 1.0 / (1.0 + exp(CONTRAST * CENTRE));
const SPAN = 1.0 / (1.0 + exp(CONTRAST * (CENTRE - 1.0))) - LOWEST;

fn bend(encoded: vec3f) -> vec3f {
    let light = to_linear(encoded);
    if LIGHT == 1u {
        return light;
    }
    return CENTRE - log(1.0 / (saturate(light) * SPAN + LOWEST) - 1.0) / CONTRAST;
}

fn straighten(bent: vec3f) -> vec3f {
    if LIGHT == 1u {
        return to_encoded(max(bent, vec3f(0.0)));
    }
    return to_encoded(saturate((1.0 / (1.0 + exp(CONTRAST * (CENTRE - bent))) - LOWEST) / SPAN));
}

/// A pixel that is premultiplied in the display encoding, in the light of the kernels.
fn to_light(pixel: vec4f) -> vec4f {
    if LIGHT == 0u || (!OPAQUE && pixel.a <= 0.0) {
        return pixel;
    }
    if OPAQUE {
        return vec4f(bend(pixel.rgb), pixel.a);
    }
    let covered = clamp(pixel.rgb, vec3f(0.0), vec3f(pixel.a));
    return vec4f(bend(covered / pixel.a) * pixel.a + (pixel.rgb - covered), pixel.a);
}

/// The inverse of `to_light`; in linear light and with the sigmoid nothing is below 0.
fn from_light(pixel: vec4f) -> vec4f {
    if LIGHT == 0u || (!OPAQUE && pixel.a <= 0.0) {
        return pixel;
    }
    if OPAQUE {
        return vec4f(straighten(pixel.rgb), pixel.a);
    }
    let covered = clamp(pixel.rgb, vec3f(0.0), vec3f(pixel.a));
    return vec4f(straighten(covered / pixel.a) * pixel.a + (pixel.rgb - covered), pixel.a);
}
