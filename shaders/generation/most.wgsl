// SPDX-License-Identifier: GPL-2.0-or-later
// The greatest of each of two values in each square of texels.

@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var result: texture_storage_2d<STORAGE_FORMAT, write>;

/// Texels along a square's side.
const SQUARE = 8u;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(result)) {
        return;
    }
    let first = SQUARE * id.xy;
    let end = min(first + SQUARE, textureDimensions(source));
    var most = vec2f(0.0);
    for (var y = first.y; y < end.y; y++) {
        for (var x = first.x; x < end.x; x++) {
            most = max(most, textureLoad(source, vec2u(x, y), 0).xy);
        }
    }
    textureStore(result, id.xy, vec4f(most, 0.0, 0.0));
}
