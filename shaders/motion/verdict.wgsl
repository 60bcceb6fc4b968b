// SPDX-License-Identifier: GPL-2.0-or-later
// Whether the picture has nothing to do with the one before it: a cut.

/// The sums of each row of evidence.
@group(0) @binding(0) var evidence: texture_2d<f32>;
@group(0) @binding(1) var histogram: texture_2d<f32>;
@group(0) @binding(2) var histogram_before: texture_2d<f32>;
/// The verdict on the picture before.
@group(0) @binding(3) var before: texture_2d<f32>;
/// 1 or 0; the share of the blocks with structure that were not found again; the share that usually is; how different the
/// histograms are, 0 to 1.
@group(0) @binding(4) var result: texture_storage_2d<STORAGE_FORMAT, write>;

/// Whether there is no picture before.
override FIRST: bool;

/// So much of what usually is found again may be left after a cut.
const LEFT = 0.2;
/// What counts of the newest picture in what is usual.
const NEWEST = 0.25;
/// Of how many blocks structure is worth asking: of fewer, as on a black screen, the histogram has to agree.
const ENOUGH = 0.1;
const ELSEWHERE = 0.25;

@compute @workgroup_size(1, 1)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if FIRST {
        textureStore(result, vec2u(0u), vec4f(1.0, 1.0, 0.0, 1.0));
        return;
    }
    var sum = vec4f(0.0);
    for (var y = 0u; y < textureDimensions(evidence).y; y++) {
        sum += textureLoad(evidence, vec2u(0u, y), 0);
    }
    var different = 0.0;
    for (var bin = 0u; bin < textureDimensions(histogram).x; bin++) {
        let here = textureLoad(histogram, vec2u(bin, 0u), 0).x;
        different += abs(here - textureLoad(histogram_before, vec2u(bin, 0u), 0).x);
    }
    different *= 0.5;
    let found = select(1.0, sum.x / sum.y, sum.y > 0.0);
    let usual = 1.0 - textureLoad(before, vec2u(0u), 0).z;
    let has_lost = found < LEFT * usual && (sum.y > ENOUGH * sum.z || different > ELSEWHERE);
    let is_other = sum.y < ENOUGH * sum.z && different > 0.75;
    textureStore(result, vec2u(0u), vec4f(
        f32(has_lost || is_other),
        1.0 - found,
        1.0 - mix(usual, found, NEWEST),
        different,
    ));
}
