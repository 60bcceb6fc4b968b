// SPDX-License-Identifier: GPL-2.0-or-later
// The benchmark's yardstick for sharpening: RCAS written down as its formulas stand, an invocation per pixel, five
// loads, nothing shared. reference/fsr.rs is the executable specification.

struct Rcas {
    /// 2 to the power of minus the sharpness in stops.
    strength: f32,
}

@group(0) @binding(0) var<uniform> rcas: Rcas;
@group(0) @binding(1) var source: texture_2d<f32>;
@group(0) @binding(2) var result: texture_storage_2d<STORAGE_FORMAT, write>;

fn load(position: vec2i) -> vec3f {
    let last = vec2i(textureDimensions(source)) - 1;
    return textureLoad(source, clamp(position, vec2i(0), last), 0).rgb;
}

/// About 1/x.
fn reciprocal(x: f32) -> f32 {
    let estimate = bitcast<f32>(0x7ef19fffu - bitcast<u32>(x));
    return estimate * (2.0 - estimate * x);
}

/// The most negative lobe that keeps a channel from 0 to 1.
fn limit(b: f32, d: f32, e: f32, f: f32, h: f32) -> f32 {
    let lowest = min(min(b, d), min(f, h));
    let highest = max(max(b, d), max(f, h));
    let to_black = -min(lowest, e) / (4.0 * highest);
    let to_white = (1.0 - max(highest, e)) / (4.0 * lowest - 4.0);
    if highest == 0.0 {
        return to_white;
    }
    if lowest == 1.0 {
        return to_black;
    }
    return max(to_black, to_white);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(result)) {
        return;
    }
    let p = vec2i(id.xy);
    let b = load(p + vec2i(0, -1));
    let d = load(p + vec2i(-1, 0));
    let e = load(p);
    let f = load(p + vec2i(1, 0));
    let h = load(p + vec2i(0, 1));
    let red = limit(b.r, d.r, e.r, f.r, h.r);
    let green = limit(b.g, d.g, e.g, f.g, h.g);
    let blue = limit(b.b, d.b, e.b, f.b, h.b);
    let lobe = max(-0.1875, min(max(red, max(green, blue)), 0.0)) * rcas.strength;
    let colour = (lobe * (b + d + h + f) + e) * reciprocal(4.0 * lobe + 1.0);
    textureStore(result, id.xy, vec4f(saturate(colour), 1.0));
}
