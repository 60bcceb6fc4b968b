// SPDX-License-Identifier: GPL-2.0-or-later
// The picture in between, of what the two pictures show at the ends of the vectors that lead through each pixel. What only
// one of them shows, as the other has something before it, is taken from that one. What stands still while all around it
// moves is left where it is. Where the ends have nothing to do with each other the two pictures are mixed as they are, and
// after a cut there is nothing between them: the nearer one is shown. Each thread writes 2x2 pixels.

struct Moment {
    /// Where the picture lies between the previous one, 0, and the current one, 1.
    share: f32,
}

@group(0) @binding(0) var<uniform> moment: Moment;
/// The pictures, and their lumas.
@group(0) @binding(1) var picture: texture_2d<f32>;
@group(0) @binding(2) var picture_before: texture_2d<f32>;
@group(0) @binding(3) var current: texture_2d<f32>;
@group(0) @binding(4) var previous: texture_2d<f32>;
@group(0) @binding(5) var forward: texture_2d<f32>;
@group(0) @binding(6) var backward: texture_2d<f32>;
/// Two vectors for each block.
@group(0) @binding(7) var projected: texture_2d<f32>;
/// What stands still while all around it moves.
@group(0) @binding(8) var still: texture_2d<f32>;
@group(0) @binding(9) var verdict: texture_2d<f32>;
@group(0) @binding(10) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/alpha.wgsl"
#include "shared/motion_planes.wgsl"
#include "shared/motion_between.wgsl"
#include "shared/generation_vectors.wgsl"

const TILE_WIDTH = 16u;
const TILE_HEIGHT = 16u;

/// Pixels by which vectors that are alike differ at most.
const ALIKE = 1.5;
/// Squared codes of sixteen pixels that the vector of a block which is nearer by all of its side may be worse.
const NEARER = 64.0;
/// The share of their structure by which vectors that lead to some are preferred to those that lead from flat ground to flat
/// ground, which go well together wherever they lead.
const PREFERRED = 0.2;
/// Squared codes of sixteen pixels that are noise.
const NOISE = 64.0;
/// Squared codes of a block of the second level from which its match is no longer good, a quarter of which is.
const POOR = 4096.0;
/// The difference at the vector's ends, in that of the two pictures as they are, up to which it is relied on, and from which
/// it is not.
const RELIABLE = 0.23;
const UNRELIABLE = 0.68;
/// Of the sixteen blocks around, how many move by the vector where it is by chance, and where it is not.
const CHANCE = 4.0;
const SUPPORTED = 8.0;
/// So different are pixels at most that may be mixed after a cut, which can be a fade to black.
const UNSEEN = 24.0 / CODES;

var<private> last: vec2i;
/// Of what the vector that was tried last leads to, in squared codes.
var<private> structure: f32;

fn projected_at(cell: vec2i) -> vec4f {
    return textureLoad(projected, clamp(cell, vec2i(0), vec2i(textureDimensions(projected)) - 1), 0);
}

/// Squared codes by which the 4x4 pixels around a thread's four differ at the vector's ends.
fn cost(pixel: vec2i, vector: vec2f) -> f32 {
    let here = pixel + vec2i(round(-(1.0 - moment.share) * vector)) - 1;
    let there = between(vec2f(here) + vector);
    var sum = 0.0;
    var squares = 0.0;
    var lumas = 0.0;
#repeat INDEX 0 4
    {
        let offset = 2 * vec2i(vec2u(INDEX % 2u, INDEX / 2u));
        let now = of_current(here + offset);
        let difference = now - quad_between(there, offset);
        sum += dot(difference, difference);
        squares += dot(now, now);
        lumas += total(now);
    }
#end
    structure = (squares - lumas * lumas / 16.0) * (CODES * CODES);
    return sum * (CODES * CODES);
}

/// What is there in one of the two pictures.
fn colour_at(image: texture_2d<f32>, place: vec2i) -> vec4f {
    return to_working(textureLoad(image, clamp(place, vec2i(0), last), 0));
}

fn still_at(place: vec2i) -> f32 {
    return textureLoad(still, clamp(place, vec2i(0), last), 0).x;
}

/// Weights of the four pixels along an axis around a place that is `share` behind the second (Catmull and Rom).
fn weights(share: f32) -> vec4f {
    let s = share;
    return vec4f(
        ((-0.5 * s + 1.0) * s - 0.5) * s,
        (1.5 * s - 2.5) * s * s + 1.0,
        ((-1.5 * s + 2.0) * s + 0.5) * s,
        (0.5 * s - 0.5) * s * s,
    );
}

/// A picture between pixels, no brighter or darker than those around, and how far what is there does not stand still.
struct Sample {
    colour: vec4f,
    free: f32,
}

fn sample(image: texture_2d<f32>, place: vec2f) -> Sample {
    let corner = floor(place);
    let x = weights(place.x - corner.x);
    let y = weights(place.y - corner.y);
    let first = vec2i(corner) - 1;
    var sum = vec4f(0.0);
    var least = vec4f(1e9);
    var most = vec4f(-1e9);
#repeat ROW 0 4
    {
        let row = first + vec2i(0, i32(ROW));
        let inner = colour_at(image, row + vec2i(1, 0));
        let other = colour_at(image, row + vec2i(2, 0));
        let outer = x.x * colour_at(image, row) + x.w * colour_at(image, row + vec2i(3, 0));
        sum += y[ROW] * (outer + x.y * inner + x.z * other);
        if ROW == 1u || ROW == 2u {
            least = min(least, min(inner, other));
            most = max(most, max(inner, other));
        }
    }
#end
    return Sample(clamp(sum, least, most), 1.0 - still_at(vec2i(round(place))));
}

/// How surely what lies at the end in the current picture comes from elsewhere, and so lies before what the vector
/// belongs to, or beside it.
fn comes_from_elsewhere(place: vec2f, vector: vec2f) -> f32 {
    let free = 1.5 + 0.05 * length_of(vector);
    let first = floor((place + 0.5) / f32(SIDE) - 0.5);
    let grid = vec2i(textureDimensions(forward)) - 1;
    var least = 1e9;
    var confidence = 1.0;
    for (var y = 0; y < 2; y++) {
        for (var x = 0; x < 2; x++) {
            let found = textureLoad(forward, clamp(vec2i(first) + vec2i(x, y), vec2i(0), grid), 0);
            least = min(least, length_of(found.xy - vector));
            confidence = min(confidence, found.z);
        }
    }
    return confidence * smoothstep(free, 2.0 * free, least);
}

/// How surely what lies at the end in the previous picture goes elsewhere.
fn goes_elsewhere(place: vec2f, vector: vec2f) -> f32 {
    let free = 2.5 + 0.05 * length_of(vector);
    let first = floor((place + 0.5) / f32(SIDE) - 0.5);
    let grid = vec2i(textureDimensions(backward)) - 1;
    var least = 1e9;
    var cost = 0.0;
    for (var y = 0; y < 2; y++) {
        for (var x = 0; x < 2; x++) {
            let found = textureLoad(backward, clamp(vec2i(first) + vec2i(x, y), vec2i(0), grid), 0);
            least = min(least, length_of(-2.0 * found.xy - vector));
            cost = max(cost, found.z);
        }
    }
    return (1.0 - smoothstep(0.25 * POOR, POOR, cost)) * smoothstep(free, 2.0 * free, least);
}

/// Whether enough of the blocks around move by the vector too: what is found by chance is found nowhere beside it.
fn support(cell: vec2i, vector: vec2f) -> f32 {
    let free = 2.0 + 0.05 * length_of(vector);
    var count = 0.0;
    for (var y = -1; y <= 2; y++) {
        for (var x = -1; x <= 2; x++) {
            let block = projected_at(cell + vec2i(x, y));
            count += f32(min(length_of(block.xy - vector), length_of(block.zw - vector)) < free);
        }
    }
    return smoothstep(CHANCE, SUPPORTED, count);
}

fn is_inside(place: vec2f) -> bool {
    return all(place > vec2f(-0.6)) && all(place < vec2f(last) + 0.6);
}

/// What is known of a vector: the squares of the 4x4 pixels' evidence of the two pictures as they are, and at the
/// vector's ends; and how far it is not by chance.
struct Evidence {
    plain: f32,
    moved: f32,
    support: f32,
}

/// The two pictures mixed as they are.
fn store_plain(pixel: vec2i) {
    if all(pixel <= last) {
        let plain = mix(colour_at(picture_before, pixel), colour_at(picture, pixel), moment.share);
        textureStore(result, pixel, to_stored(plain));
    }
}

fn store(pixel: vec2i, vector: vec2f, evidence: Evidence) {
    if any(pixel > last) {
        return;
    }
    let share = moment.share;
    let plain = mix(colour_at(picture_before, pixel), colour_at(picture, pixel), share);
    let stands = still_at(pixel);
    let here = vec2f(pixel) - (1.0 - share) * vector;
    let there = here + vector;
    let now = sample(picture, here);
    let before = sample(picture_before, there);
    // From here on only what lies in the pictures and does not stand still counts.
    let shown = vec2f(
        f32(is_inside(there)) * before.free,
        f32(is_inside(here)) * now.free,
    );
    // Where the ends differ, the one that is of something else is left out.
    let excess = clamp((evidence.moved - NOISE) / (evidence.moved + NOISE), 0.0, 1.0);
    var other = vec2f(0.0);
    if excess > 0.0 {
        other = vec2f(goes_elsewhere(there, vector), comes_from_elsewhere(here, vector));
    }
    let parts = vec2f(1.0 - share, share) * shown * (1.0 - excess * other + 1e-3);
    let sum = parts.x + parts.y;
    let moved = (parts.x * before.colour + parts.y * now.colour) / max(sum, 1e-6);
    let left = evidence.moved / (evidence.plain + NOISE);
    let alike = clamp((UNRELIABLE - left) / (UNRELIABLE - RELIABLE), 0.0, 1.0);
    let one = abs(other.x - other.y);
    let trust = max(alike, one) * evidence.support * smoothstep(0.0, 0.2, shown.x + shown.y) * (1.0 - stands);
    textureStore(result, pixel, to_stored(mix(plain, moved, trust)));
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    last = vec2i(textureDimensions(result)) - 1;
    let pixel = 2 * vec2i(id.xy);
    if any(pixel > last) {
        return;
    }
    if textureLoad(verdict, vec2u(0u), 0).x > 0.0 {
#repeat INDEX 0 4
        {
            let at = pixel + vec2i(vec2u(INDEX % 2u, INDEX / 2u));
            if all(at <= last) {
                let now = colour_at(picture, at);
                let before = colour_at(picture_before, at);
                let nearer = select(before, now, moment.share > 0.5);
                let difference = max(max(abs(now.x - before.x), abs(now.y - before.y)), abs(now.z - before.z));
                let is_same = difference <= UNSEEN;
                textureStore(result, at, to_stored(select(nearer, mix(before, now, moment.share), is_same)));
            }
        }
#end
        return;
    }
    // Of the middle of the first pixel; the others are an eighth of a block further.
    let position = (vec2f(pixel) + 0.5) / f32(SIDE) - 0.5;
    let first = floor(position);
    let cell = vec2i(first);
    let a = projected_at(cell);
    let b = projected_at(cell + vec2i(1, 0));
    let c = projected_at(cell + vec2i(0, 1));
    let d = projected_at(cell + vec2i(1, 1));
    let spread = max(max(a, b), max(c, d)) - min(min(a, b), min(c, d));
    let near = position - first + 0.5 / f32(SIDE);
    if all(a.xy == vec2f(0.0)) && all(spread == vec4f(0.0)) {
        store_plain(pixel);
        store_plain(pixel + vec2i(1, 0));
        store_plain(pixel + vec2i(0, 1));
        store_plain(pixel + vec2i(1, 1));
        return;
    }
    var vector = mix(mix(a.xy, b.xy, near.x), mix(c.xy, d.xy, near.x), near.y);
    var moved = cost(pixel, vector);
    if any(spread.xy > vec2f(ALIKE)) {
        let other = 1.0 - near;
        let nearer = NEARER * vec4f(
            other.x + other.y,
            near.x + other.y,
            other.x + near.y,
            near.x + near.y,
        );
        var least = 1e9;
        let blocks = array<vec4f, 4>(a, b, c, d);
        for (var index = 0; index < 4; index++) {
            let block = blocks[index];
            let one = cost(pixel, block.xy);
            let one_score = one - nearer[index] - PREFERRED * structure;
            if one_score < least {
                least = one_score;
                vector = block.xy;
                moved = one;
            }
            let two = cost(pixel, block.zw);
            let two_score = two - nearer[index] + NEARER - PREFERRED * structure;
            if two_score < least {
                least = two_score;
                vector = block.zw;
                moved = two;
            }
        }
    }
    let evidence = Evidence(cost(pixel, vec2f(0.0)), moved, support(cell, vector));
    store(pixel, vector, evidence);
    store(pixel + vec2i(1, 0), vector, evidence);
    store(pixel + vec2i(0, 1), vector, evidence);
    store(pixel + vec2i(1, 1), vector, evidence);
}
