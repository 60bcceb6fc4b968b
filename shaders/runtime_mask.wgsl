// SPDX-License-Identifier: GPL-2.0-or-later
// Where a vendor's runtime is not to trust the past: nobody tells it what moves, so where the picture around a pixel
// changed, it would smear. 0 keeps the past, 1 forgets it.

@group(0) @binding(0) var current: texture_2d<f32>;
@group(0) @binding(1) var source: texture_2d<f32>;
@group(0) @binding(2) var result: texture_storage_2d<STORAGE_FORMAT, write>;

/// What noise of a camera or of compression may change.
const NOISE: f32 = 0.016;
/// From where on it is certain that something moved.
const MOVED: f32 = 0.063;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let size = textureDimensions(result);
    if any(id.xy >= size) {
        return;
    }
    var change = vec3f(0.0);
    for (var y = -1; y <= 1; y++) {
        for (var x = -1; x <= 1; x++) {
            let at = clamp(vec2i(id.xy) + vec2i(x, y), vec2i(0), vec2i(size) - 1);
            change = max(change, abs(textureLoad(current, at, 0).rgb - textureLoad(source, at, 0).rgb));
        }
    }
    let most = max(max(change.r, change.g), change.b);
    textureStore(result, id.xy, vec4f(smoothstep(NOISE, MOVED, most), 0.0, 0.0, 1.0));
}
