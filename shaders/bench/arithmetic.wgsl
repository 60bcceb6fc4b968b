// SPDX-License-Identifier: GPL-2.0-or-later
// Multiplies and adds as fast as the device can, and touches memory only for the result: eight chains that do not wait
// for each other. OPERATIONS of src/core/bench/device.rs says how many operations a round is.

struct Arithmetic {
    rounds: u32,
    factor: f32,
    addend: f32,
}

@group(0) @binding(0) var<uniform> arithmetic: Arithmetic;
@group(0) @binding(1) var result: texture_storage_2d<STORAGE_FORMAT, write>;

/// Whether a multiplication and an addition are one instruction, where the device has such: some only pretend to, and
/// are much slower.
override FUSED: bool;

fn advance(value: vec4f, factor: vec4f, addend: vec4f) -> vec4f {
    if FUSED {
        return fma(value, factor, addend);
    }
    return value * factor + addend;
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(result)) {
        return;
    }
    let factor = vec4f(arithmetic.factor);
    let addend = vec4f(arithmetic.addend);
    var a = vec4f(vec4u(id.x, id.y, id.x + id.y, 1u) % vec4u(251u)) / 251.0;
    var b = 1.0 - a;
    for (var round = 0u; round < arithmetic.rounds; round++) {
        a = advance(a, factor, addend); b = advance(b, factor, addend);
        a = advance(a, factor, addend); b = advance(b, factor, addend);
        a = advance(a, factor, addend); b = advance(b, factor, addend);
        a = advance(a, factor, addend); b = advance(b, factor, addend);
        a = advance(a, factor, addend); b = advance(b, factor, addend);
        a = advance(a, factor, addend); b = advance(b, factor, addend);
        a = advance(a, factor, addend); b = advance(b, factor, addend);
        a = advance(a, factor, addend); b = advance(b, factor, addend);
    }
    textureStore(result, id.xy, 0.5 * (a + b));
}
