// SPDX-License-Identifier: GPL-2.0-or-later
// How far the frames before can be relied on at each pixel of the source, and how the result is to differ from them: its
// mean over the pixel's area should be the pixel.

@group(0) @binding(0) var source: texture_2d<f32>;
/// The result of the frame before, moved.
@group(0) @binding(1) var warped: texture_2d<f32>;
/// The motion of pixels.
@group(0) @binding(2) var vectors: texture_2d<f32>;
/// The motion of blocks.
@group(0) @binding(3) var blocks: texture_2d<f32>;
/// The correction; what counts of the frames before, 0 to 1.
@group(0) @binding(4) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/load.wgsl"

/// Whether alpha is 1 everywhere.
override OPAQUE: bool;

/// Pixels along a side of a block.
const SIDE = 8.0;
/// What the frames before count for where they can be relied on. The rest is the frame by itself, so that what went wrong
/// goes away, and what many steps of moving have softened is drawn sharp again.
const KEPT = 0.85;
/// By how much the frames before may be wrong: in the range of the pixels around, and what is taken for noise anyway. At
/// half of that trust begins to fade, at one and a half it is gone.
const TOLERANCE = 0.2;
const NOISE = 4.0 / 255.0;
/// What is allowed where pixels side by side differ by the whole range around, which is from the first of these shares of
/// it to the second: there an edge is drawn as stairs. The mean over a pixel's area is not the pixel then, and moved stairs
/// are none of the edge's; the frame by itself, which draws edges along their direction, is nearer.
const STAIRS_TOLERANCE = 6.0 / 255.0;
const STAIRS = vec2f(0.8, 1.0);
/// The most by which a frame corrects those before: where games draw edges as stairs, the mean over a pixel's area is not
/// the pixel, and many frames know better than one.
const CORRECTION = 20.0 / 255.0;
/// Motion, in pixels, of which a frame brings something new. One that stands still has nothing to add to itself.
const NEW = 0.25;
/// How far from whole pixels motion is along an axis, in pixels, from which a frame begins to show other places than the one
/// before, and at which it does. One that does not is the frame before, moved: to correct that again and again makes stairs of
/// the source's pixels.
const OTHER_PLACES = vec2f(0.05, 0.2);
/// Motion, in pixels, from which trust fades, and at which it is gone: the faster, the less exactly it is found, and seen.
const FAST = vec2f(8.0, 32.0);

fn confidence_at(cell: vec2i) -> f32 {
    return textureLoad(blocks, clamp(cell, vec2i(0), vec2i(textureDimensions(blocks)) - 1), 0).z;
}

/// Between those of the four blocks around.
fn confidence(pixel: vec2i) -> f32 {
    let place = (vec2f(pixel) + 0.5) / SIDE - 0.5;
    let cell = vec2i(floor(place));
    let share = place - floor(place);
    let upper = mix(confidence_at(cell), confidence_at(cell + vec2i(1, 0)), share.x);
    let lower = mix(confidence_at(cell + vec2i(0, 1)), confidence_at(cell + vec2i(1, 1)), share.x);
    return mix(upper, lower, share.y);
}

/// The mean of the frames before over the pixel's area, to which pixels at its rim belong in part.
fn mean_before(pixel: vec2i) -> vec4f {
    let size = vec2f(textureDimensions(warped));
    let ratio = size / vec2f(textureDimensions(source));
    let begin = vec2f(pixel) * ratio;
    let end = min(begin + ratio, size);
    // What is cut off by rounding alone does not belong.
    let first = vec2i(floor(begin + 1e-3));
    let behind = vec2i(ceil(end - 1e-3));
    var sum = vec4f(0.0);
    var area = 0.0;
    for (var y = first.y; y < behind.y; y++) {
        let height = min(end.y, f32(y + 1)) - max(begin.y, f32(y));
        for (var x = first.x; x < behind.x; x++) {
            let share = height * (min(end.x, f32(x + 1)) - max(begin.x, f32(x)));
            sum += share * textureLoad(warped, vec2i(x, y), 0);
            area += share;
        }
    }
    return sum / area;
}

fn greatest(channels: vec3f) -> f32 {
    return max(max(channels.r, channels.g), channels.b);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(source)) {
        return;
    }
    let pixel = vec2i(id.xy);
    let last = last_pixel();
    let centre = load(pixel, last);
    let sure = confidence(pixel);
    // Soft edges are left as they are by themselves.
    let is_solid = OPAQUE || centre.a == 1.0;
    if sure == 0.0 || !is_solid {
        textureStore(result, id.xy, vec4f(0.0));
        return;
    }
    var lowest = centre.rgb;
    var highest = centre.rgb;
    // To what is beside it.
    var steps = vec3f(0.0);
    for (var y = -1; y <= 1; y++) {
        for (var x = -1; x <= 1; x++) {
            let neighbour = load(pixel + vec2i(x, y), last).rgb;
            lowest = min(lowest, neighbour);
            highest = max(highest, neighbour);
            if x * y == 0 {
                steps = max(steps, abs(neighbour - centre.rgb));
            }
        }
    }
    let before = mean_before(pixel);
    let difference = centre.rgb - before.rgb;
    let range = highest - lowest;
    let stairs = smoothstep(STAIRS.x, STAIRS.y, greatest(steps) / max(greatest(range), NOISE));
    let allowed = min(TOLERANCE * range, vec3f(mix(TOLERANCE, STAIRS_TOLERANCE, stairs))) + NOISE;
    let error = greatest(abs(difference) / allowed);
    // The mean of what is there everywhere is 1, but for rounding.
    let is_inside = before.a > 0.999;
    let vector = abs(textureLoad(vectors, id.xy, 0).xy);
    let motion = max(vector.x, vector.y);
    let slow = saturate((FAST.y - motion) / (FAST.y - FAST.x));
    let beside = abs(vector - round(vector));
    let other = select(smoothstep(OTHER_PLACES.x, OTHER_PLACES.y, max(beside.x, beside.y)), 1.0, motion < 0.5);
    let kept = select(0.0, KEPT * sure * slow * other * saturate(1.5 - error), is_inside);
    let correction = clamp(difference, vec3f(-CORRECTION), vec3f(CORRECTION)) * (kept * min(motion / NEW, 1.0));
    textureStore(result, id.xy, vec4f(correction, kept));
}
