// SPDX-License-Identifier: GPL-2.0-or-later
// The sum of each row.

@group(0) @binding(0) var source: texture_2d<f32>;
@group(0) @binding(1) var result: texture_storage_2d<STORAGE_FORMAT, write>;

@compute @workgroup_size(1, 64)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(result)) {
        return;
    }
    let columns = textureDimensions(source).x;
    var sum = vec4f(0.0);
    for (var x = 0u; x < columns; x++) {
        sum += textureLoad(source, vec2u(x, id.y), 0);
    }
    textureStore(result, id.xy, sum);
}
