// SPDX-License-Identifier: GPL-2.0-or-later
// How far two pictures differ: of each square of pixels the greatest difference of any of them in any channel.

@group(0) @binding(0) var current: texture_2d<f32>;
@group(0) @binding(1) var previous: texture_2d<f32>;
@group(0) @binding(2) var result: texture_storage_2d<STORAGE_FORMAT, write>;

/// Pixels along a square's side.
const SQUARE = 8u;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(result)) {
        return;
    }
    let first = SQUARE * id.xy;
    let end = min(first + SQUARE, textureDimensions(current));
    var most = vec4f(0.0);
    for (var y = first.y; y < end.y; y++) {
        for (var x = first.x; x < end.x; x++) {
            let place = vec2u(x, y);
            most = max(most, abs(textureLoad(current, place, 0) - textureLoad(previous, place, 0)));
        }
    }
    textureStore(result, id.xy, vec4f(max(max(most.x, most.y), max(most.z, most.w))));
}
