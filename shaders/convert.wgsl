// SPDX-License-Identifier: GPL-2.0-or-later
// Linear light to the display encoding in which pictures are upscaled, and back. reference/conversion.rs is the
// executable specification.

@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/transfer.wgsl"

/// From the encoding to linear light instead of the other way.
override DECODE: bool;
/// High dynamic range: PQ with the primaries of Rec. 2020, instead of the sRGB encoding.
override HIGH_RANGE: bool;
/// What the value 1 stands for in high dynamic range, in nits.
override WHITE: u32;
/// Whether alpha is 1 everywhere.
override OPAQUE: bool;

// ITU-R BT.2087: Rec. 709 to Rec. 2020 and back; columns.
const REC_2020_OF_709 = mat3x3f(
    vec3f(0.6274039, 0.0690973, 0.0163914),
    vec3f(0.3292830, 0.9195404, 0.0880133),
    vec3f(0.0433131, 0.0113623, 0.8955953),
);
const REC_709_OF_2020 = mat3x3f(
    vec3f(1.6604910, -0.1245505, -0.0181508),
    vec3f(-0.5876411, 1.1328999, -0.1005789),
    vec3f(-0.0728499, -0.0083494, 1.1187297),
);

// SMPTE ST 2084.
const PQ_PEAK = 10000.0;
const PQ_M1 = 0.1593017578125;
const PQ_M2 = 78.84375;
const PQ_C1 = 0.8359375;
const PQ_C2 = 18.8515625;
const PQ_C3 = 18.6875;

fn encode(linear: vec3f) -> vec3f {
    if HIGH_RANGE {
        let light = saturate(REC_2020_OF_709 * linear * (f32(WHITE) / PQ_PEAK));
        let power = pow(light, vec3f(PQ_M1));
        return pow((PQ_C1 + PQ_C2 * power) / (1.0 + PQ_C3 * power), vec3f(PQ_M2));
    }
    return to_encoded(saturate(linear));
}

fn decode(encoded: vec3f) -> vec3f {
    if HIGH_RANGE {
        let root = pow(encoded, vec3f(1.0 / PQ_M2));
        let light = pow(max(root - PQ_C1, vec3f(0.0)) / (PQ_C2 - PQ_C3 * root), vec3f(1.0 / PQ_M1));
        return REC_709_OF_2020 * light * (PQ_PEAK / f32(WHITE));
    }
    return to_linear(encoded);
}

/// The values that are numbers, 0 for those that are not: what filters would spread. By their bits, since compilers may
/// assume that a value equals itself.
fn numbers(pixel: vec4f) -> vec4f {
    let bits = bitcast<vec4u>(pixel) & vec4u(0x7fffffffu);
    return select(pixel, vec4f(0.0), bits > vec4u(0x7f800000u));
}

/// The largest half float: infinities that are added or mixed with their opposites would make what is no number.
const LARGEST = 65504.0;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(result)) {
        return;
    }
    let pixel = numbers(textureLoad(source, id.xy, 0));
    // Colours are premultiplied on both sides. Where alpha is 0 they are light that is added to the ground.
    let is_covered = !OPAQUE && pixel.a > 0.0;
    let coverage = select(1.0, min(pixel.a, 1.0), is_covered);
    let colour = clamp(pixel.rgb / coverage, vec3f(-LARGEST), vec3f(LARGEST));
    var converted: vec3f;
    if DECODE {
        converted = decode(saturate(colour));
    } else {
        converted = encode(colour);
    }
    let alpha = select(saturate(pixel.a), 1.0, OPAQUE);
    textureStore(result, id.xy, vec4f(converted * coverage, alpha));
}
