// SPDX-License-Identifier: GPL-2.0-or-later
// Motion as a picture, as the program `nu-scaler flow` draws it: the direction is the hue, the length the saturation, and
// white stands still. Where the motion cannot be relied on, it is darker; after a cut it is black.

struct View {
    /// Pixel x of the result lies at x * scale + offset among those that have vectors.
    scale: vec2f,
    offset: vec2f,
}

@group(0) @binding(0) var<uniform> view: View;
@group(0) @binding(1) var vectors: texture_2d<f32>;
@group(0) @binding(2) var blocks: texture_2d<f32>;
@group(0) @binding(3) var result: texture_storage_2d<STORAGE_FORMAT, write>;

/// Pixels along a side of a block.
const SIDE = 8;
/// The motion that has the full colour, in pixels.
const FULL = 16.0;
/// How bright is what cannot be relied on at all.
const UNSURE = 0.25;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(result)) {
        return;
    }
    let place = vec2i(round(vec2f(id.xy) * view.scale + view.offset));
    let pixel = clamp(place, vec2i(0), vec2i(textureDimensions(vectors)) - 1);
    // Vectors say where a thing was; what is shown is where it went.
    let vector = -textureLoad(vectors, pixel, 0).xy;
    let block = textureLoad(blocks, pixel / SIDE, 0);
    if block.w == 1.0 {
        textureStore(result, id.xy, vec4f(0.0, 0.0, 0.0, 1.0));
        return;
    }
    let saturation = min(length(vector) / FULL, 1.0);
    // Red to the right, then around through yellow.
    let sixths = select(atan2(vector.y, vector.x), 0.0, all(vector == vec2f(0.0))) * (3.0 / 3.14159265);
    let away = abs(sixths + select(0.0, 6.0, sixths < 0.0) - vec3f(0.0, 2.0, 4.0));
    let share = clamp(2.0 - min(away, 6.0 - away), vec3f(0.0), vec3f(1.0));
    let colour = (1.0 - saturation * (1.0 - share)) * mix(UNSURE, 1.0, block.z);
    textureStore(result, id.xy, vec4f(colour, 1.0));
}
