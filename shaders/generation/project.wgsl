// SPDX-License-Identifier: GPL-2.0-or-later
// For each block of the picture in between: the motion that leads through it, and the next best that is another one.
//
// A vector that leads through a place belongs to the block of the current picture from which it comes, which is found by
// following what is tried: the vectors at the place, at their own origins, and around, of both directions. What is tried is
// judged by how well what lies at its two ends goes together.

struct Moment {
    /// Where the picture lies between the previous one, 0, and the current one, 1.
    share: f32,
}

@group(0) @binding(0) var<uniform> moment: Moment;
@group(0) @binding(1) var current: texture_2d<f32>;
@group(0) @binding(2) var previous: texture_2d<f32>;
/// Vectors and confidences of the current picture's blocks.
@group(0) @binding(3) var forward: texture_2d<f32>;
/// Those of the second level from the previous picture to the current one, in its pixels.
@group(0) @binding(4) var backward: texture_2d<f32>;
/// What most of the picture has in common: a vector, and how much that is; how much of what changes does so where it stands.
@group(0) @binding(5) var prevalent: texture_2d<f32>;
/// The two vectors, of the current picture to the previous one.
@group(0) @binding(6) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/motion_planes.wgsl"
#include "shared/motion_between.wgsl"
#include "shared/motion_light.wgsl"
#include "shared/generation_vectors.wgsl"

/// Codes that a vector which cannot be relied on has to be better than one that can.
const DOUBT = 2.0;
/// Codes that another vector has to be better than the one that most of the picture has in common, and of how much of the
/// picture that holds in part, and as a whole.
const PREVALENT = 3.0;
const MOST = vec2f(0.1, 0.3);
/// Codes that no motion has to be better, so that it is not taken for flat ground's.
const OTHER = 2.0;
/// Where so much of what changes does so where it stands, from in part to as a whole, a vector has to leave less than this
/// share of what no motion leaves, and of what is there.
const STANDS = vec2f(0.4, 0.65);
const CLEARLY = 0.2;
/// Squared codes of a pixel that are left anyway.
const UNCLEAR = 2.0;

var<private> corner: vec2i;
var<private> middle: vec2f;
var<private> best: vec2f;
var<private> best_score: f32;
var<private> second: vec2f;
var<private> second_score: f32;

/// How far what lies at the vector's two ends differs, in codes.
fn difference(vector: vec2f) -> f32 {
    let here = corner + vec2i(round(-(1.0 - moment.share) * vector));
    let there = between(vec2f(here) + vector);
    var sum = 0.0;
#repeat INDEX 0 16
    sum += abs(of_current(here + place(INDEX)).x - luma_between(there, place(INDEX)));
#end
    return sum * (CODES / 16.0);
}

fn consider(vector: vec2f, confidence: f32) {
    let score = difference(vector) + DOUBT * (1.0 - confidence);
    let is_other = length_of(vector - best) > OTHER;
    if score < best_score {
        if is_other {
            second = best;
            second_score = best_score;
        }
        best = vector;
        best_score = score;
    } else if is_other && score < second_score {
        second = vector;
        second_score = score;
    }
}

/// What is between the vector's two ends.
fn light_at(vector: vec2f) -> Light {
    let here = corner + vec2i(round(-(1.0 - moment.share) * vector));
    take_block(here);
    return light_of(vec2f(here) + vector);
}

/// Whether the vector leaves clearly less than no motion does, and of the structure that it leads from: what is flat goes well
/// with all that is flat, where writing appears.
fn is_clear(vector: vec2f, still: f32, share_left: f32) -> bool {
    let moved = light_at(vector);
    return moved.left + UNCLEAR < share_left * (min(still, moved.structure) + UNCLEAR);
}

/// The vector of the current picture that leads through the middle, if `vector` is nearly it.
fn consider_forward(vector: vec2f) {
    let found = forward_at(middle - (1.0 - moment.share) * vector);
    consider(found.xy, found.z);
}

fn consider_backward(vector: vec2f) {
    consider(backward_at(middle + moment.share * vector), 0.5);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(result)) {
        return;
    }
    corner = SIDE * vec2i(id.xy);
    middle = vec2f(corner) + 0.5 * f32(SIDE);
    best = vec2f(0.0);
    second = vec2f(0.0);
    best_score = difference(best) + DOUBT;
    second_score = 1e9;

    let most = textureLoad(prevalent, vec2u(0u), 0);
    if most.z > MOST.x {
        let confidence = 1.0 + PREVALENT / DOUBT * smoothstep(MOST.x, MOST.y, most.z);
        consider(most.xy, confidence);
        // Faint ground can be most of a picture and is not found to a fraction; writing before it moves by whole pixels.
        let whole = floor(most.xy);
        consider(whole, confidence);
        consider(whole + vec2f(1.0, 0.0), confidence);
        consider(whole + vec2f(0.0, 1.0), confidence);
        consider(whole + vec2f(1.0, 1.0), confidence);
    }
    let here = forward_at(middle);
    consider_forward(here.xy);
    let origin = forward_at(middle - (1.0 - moment.share) * here.xy);
    consider_forward(origin.xy);
    let back = backward_at(middle);
    consider_backward(back);
    consider_forward(back);
    for (var y = -1; y <= 1; y++) {
        for (var x = -1; x <= 1; x++) {
            if x != 0 || y != 0 {
                let around = vec2f(vec2i(x, y) * SIDE);
                consider_forward(forward_at(middle + around).xy);
                consider_forward(forward_at(middle + 3.0 * around).xy);
            }
        }
    }
    let stands = smoothstep(STANDS.x, STANDS.y, most.w);
    if stands > 0.0 {
        let share_left = mix(1.0, CLEARLY, stands);
        let still = light_at(vec2f(0.0)).left;
        if any(best != vec2f(0.0)) && !is_clear(best, still, share_left) {
            best = vec2f(0.0);
        }
        if any(second != vec2f(0.0)) && !is_clear(second, still, share_left) {
            second = vec2f(0.0);
        }
    }
    textureStore(result, id.xy, vec4f(best, second));
}
