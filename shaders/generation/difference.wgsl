// SPDX-License-Identifier: GPL-2.0-or-later
// How far a picture differs from two others: of each square of pixels the greatest difference of any of them in any channel.

@group(0) @binding(0) var current: texture_2d<f32>;
@group(0) @binding(1) var previous: texture_2d<f32>;
@group(0) @binding(2) var kept: texture_2d<f32>;
@group(0) @binding(3) var result: texture_storage_2d<STORAGE_FORMAT, write>;

/// Whether pictures can differ by less than counts, step after step, and so have to be compared with the one that is kept.
override CREEPS: bool;

/// Pixels along a square's side.
const SQUARE = 8u;

fn greatest(difference: vec4f) -> f32 {
    return max(max(difference.x, difference.y), max(difference.z, difference.w));
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(result)) {
        return;
    }
    let first = SQUARE * id.xy;
    let end = min(first + SQUARE, textureDimensions(current));
    var most = vec4f(0.0);
    var crept = vec4f(0.0);
    for (var y = first.y; y < end.y; y++) {
        for (var x = first.x; x < end.x; x++) {
            let place = vec2u(x, y);
            let colour = textureLoad(current, place, 0);
            most = max(most, abs(colour - textureLoad(previous, place, 0)));
            if CREEPS {
                crept = max(crept, abs(colour - textureLoad(kept, place, 0)));
            }
        }
    }
    textureStore(result, id.xy, vec4f(greatest(most), greatest(crept), 0.0, 0.0));
}
