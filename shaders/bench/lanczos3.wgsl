// SPDX-License-Identifier: GPL-2.0-or-later
// The benchmark's yardstick for separable kernels: Lanczos 3 in one pass, an invocation per output pixel, 36 loads,
// weights worked out on the spot. For enlarging.

struct Lanczos3 {
    /// Source pixels per output pixel.
    scale: vec2f,
    /// Position of the first output pixel among the source pixels.
    offset: vec2f,
}

@group(0) @binding(0) var<uniform> lanczos3: Lanczos3;
@group(0) @binding(1) var source: texture_2d<f32>;
@group(0) @binding(2) var result: texture_storage_2d<STORAGE_FORMAT, write>;

const PI = 3.14159265;

fn weight(x: f32) -> f32 {
    let angle = PI * x;
    if abs(angle) < 1e-3 {
        return 1.0;
    }
    return 3.0 * sin(angle) * sin(angle / 3.0) / (angle * angle);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(result)) {
        return;
    }
    let last = vec2i(textureDimensions(source)) - 1;
    let position = vec2f(id.xy) * lanczos3.scale + lanczos3.offset;
    let corner = vec2i(floor(position));
    let t = position - floor(position);
    var across: array<f32, 6>;
    var down: array<f32, 6>;
    for (var tap = 0; tap < 6; tap++) {
        across[tap] = weight(f32(tap - 2) - t.x);
        down[tap] = weight(f32(tap - 2) - t.y);
    }
    var sum = vec3f(0.0);
    var weights = 0.0;
    for (var y = 0; y < 6; y++) {
        for (var x = 0; x < 6; x++) {
            let at = clamp(corner + vec2i(x - 2, y - 2), vec2i(0), last);
            let product = across[x] * down[y];
            sum += product * textureLoad(source, at, 0).rgb;
            weights += product;
        }
    }
    textureStore(result, id.xy, vec4f(saturate(sum / weights), 1.0));
}
