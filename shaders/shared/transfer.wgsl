// SPDX-License-Identifier: GPL-2.0-or-later
// The sRGB transfer functions of IEC 61966-2-1, continued beyond 1. Not below 0.

/// From the sRGB encoding to linear light.
fn to_linear(colour: vec3f) -> vec3f {
    return select(pow((colour + 0.055) / 1.055, vec3f(2.4)), colour / 12.92, colour <= vec3f(0.04045));
}

/// From linear light to the sRGB encoding.
fn to_encoded(colour: vec3f) -> vec3f {
    return select(1.055 * pow(colour, vec3f(1.0 / 2.4)) - 0.055, 12.92 * colour, colour <= vec3f(0.0031308));
}
