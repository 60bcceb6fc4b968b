// SPDX-License-Identifier: GPL-2.0-or-later
// The result of the frame before, each pixel where it is now. Its vector is the source's there; between pixels that move
// differently, that of the nearest. What lies between pixels of the frame before is weighed with Lanczos of 2 lobes.

struct Fsr3 {
    /// Pixel x of the result lies at x * scale + offset among the source's.
    scale: vec2f,
    offset: vec2f,
}

@group(0) @binding(0) var<uniform> fsr3: Fsr3;
@group(0) @binding(1) var history: texture_2d<f32>;
@group(0) @binding(2) var vectors: texture_2d<f32>;
/// The colour; 1, or 0 where the pixel was outside.
@group(0) @binding(3) var result: texture_storage_2d<STORAGE_FORMAT, write>;

/// Pixels of the source by which vectors differ at most that are taken together.
const ALIKE = 1.0;
/// Pixels that are no motion.
const STILL = 1.0 / 64.0;

fn vector_at(position: vec2i) -> vec2f {
    return textureLoad(vectors, clamp(position, vec2i(0), vec2i(textureDimensions(vectors)) - 1), 0).xy;
}

/// The vector at a place of the source.
fn vector_of(place: vec2f) -> vec2f {
    let corner = floor(place);
    let share = place - corner;
    let a = vector_at(vec2i(corner));
    let b = vector_at(vec2i(corner) + vec2i(1, 0));
    let c = vector_at(vec2i(corner) + vec2i(0, 1));
    let d = vector_at(vec2i(corner) + vec2i(1, 1));
    let spread = max(max(a, b), max(c, d)) - min(min(a, b), min(c, d));
    if any(spread > vec2f(ALIKE)) {
        let upper = select(a, b, share.x >= 0.5);
        let lower = select(c, d, share.x >= 0.5);
        return select(upper, lower, share.y >= 0.5);
    }
    return mix(mix(a, b, share.x), mix(c, d, share.x), share.y);
}

fn history_at(position: vec2i) -> vec3f {
    return textureLoad(history, clamp(position, vec2i(0), vec2i(textureDimensions(history)) - 1), 0).rgb;
}

/// The weights of the four pixels around a place that is `share` beyond the second of them. Lanczos is approximated as FSR
/// does, without a root or a sine.
fn lanczos(share: f32) -> vec4f {
    let distance = vec4f(share + 1.0, share, 1.0 - share, 2.0 - share);
    let square = distance * distance;
    let base = 0.4 * square - 1.0;
    let window = 0.25 * square - 1.0;
    let weights = (1.5625 * base * base - 0.5625) * (window * window);
    return weights / ((weights.x + weights.y) + (weights.z + weights.w));
}

fn row_at(corner: vec2i, weights: vec4f) -> vec3f {
    return history_at(corner - vec2i(1, 0)) * weights.x + history_at(corner) * weights.y
        + history_at(corner + vec2i(1, 0)) * weights.z + history_at(corner + vec2i(2, 0)) * weights.w;
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let size = textureDimensions(result);
    if any(id.xy >= size) {
        return;
    }
    let pixel = vec2f(id.xy);
    let motion = vector_of(pixel * fsr3.scale + fsr3.offset) / fsr3.scale;
    let place = pixel + motion;
    let inside = f32(all(place >= vec2f(-0.5)) && all(place <= vec2f(size) - 0.5));
    let nearest = round(place);
    if all(abs(place - nearest) < vec2f(STILL)) {
        textureStore(result, id.xy, vec4f(history_at(vec2i(nearest)), inside));
        return;
    }
    let corner = floor(place);
    let at = vec2i(corner);
    let columns = lanczos(place.x - corner.x);
    let rows = lanczos(place.y - corner.y);
    let colour = row_at(at - vec2i(0, 1), columns) * rows.x + row_at(at, columns) * rows.y
        + row_at(at + vec2i(0, 1), columns) * rows.z + row_at(at + vec2i(0, 2), columns) * rows.w;
    textureStore(result, id.xy, vec4f(colour, inside));
}
