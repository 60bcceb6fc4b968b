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

/// So much may be left after a cut: where much usually is found again, as writing over the picture stays; and where little is,
/// what is found by chance. What moves and burns at once leaves more.
const LEFT = 0.2;
const CHANCE = 0.065;
/// What counts of the newest picture in what is usual.
const NEWEST = 0.25;
/// Of how many blocks structure is worth asking: of fewer, as on a black screen, the histogram has to agree.
const ENOUGH = 0.1;
const ELSEWHERE = 0.25;
/// How far, of 1, what such pictures consist of has to be from the other's in brightness: less is the end of a fade.
const BRIGHTER = 0.08;

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
    // How far all that is of some brightness has to go to become the other's.
    var up = 0.0;
    var way = 0.0;
    let bins = textureDimensions(histogram).x;
    for (var bin = 0u; bin < bins; bin++) {
        let more = textureLoad(histogram, vec2u(bin, 0u), 0).x - textureLoad(histogram_before, vec2u(bin, 0u), 0).x;
        different += abs(more);
        up += more;
        way += abs(up);
    }
    different *= 0.5;
    way /= f32(bins - 1u);
    let found = select(1.0, sum.x / sum.y, sum.y > 0.0);
    let usual = 1.0 - textureLoad(before, vec2u(0u), 0).z;
    let has_lost = found < max(LEFT * (2.0 * usual - 1.0), CHANCE);
    let is_plain = sum.y <= ENOUGH * sum.z;
    let least = select(0.75, ELSEWHERE, has_lost);
    let is_cut = select(has_lost, different > least && way > BRIGHTER, is_plain);
    textureStore(result, vec2u(0u), vec4f(
        f32(is_cut),
        1.0 - found,
        1.0 - mix(usual, found, NEWEST),
        different,
    ));
}
