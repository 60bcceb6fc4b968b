// SPDX-License-Identifier: GPL-2.0-or-later
// The motion of each pixel of a larger picture, in pixels of that: of the pixel that it lies on.

@group(0) @binding(0) var vectors: texture_2d<f32>;
@group(0) @binding(1) var result: texture_storage_2d<rg32float, write>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let size = textureDimensions(result);
    if any(id.xy >= size) {
        return;
    }
    let scale = vec2f(size) / vec2f(textureDimensions(vectors));
    let last = textureDimensions(vectors) - 1u;
    let pixel = min(vec2u((vec2f(id.xy) + 0.5) / scale), last);
    textureStore(result, id.xy, vec4f(textureLoad(vectors, pixel, 0).xy * scale, 0.0, 0.0));
}
