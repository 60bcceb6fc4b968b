// SPDX-License-Identifier: GPL-2.0-or-later
// The benchmark's yardstick for FSR's upsampling: EASU written down as its formulas stand, an invocation per output
// pixel, twelve loads, nothing shared. reference/fsr.rs is the executable specification.

struct Easu {
    /// Source pixels per output pixel.
    scale: vec2f,
    /// Position of the first output pixel among the source pixels.
    offset: vec2f,
}

@group(0) @binding(0) var<uniform> easu: Easu;
@group(0) @binding(1) var source: texture_2d<f32>;
@group(0) @binding(2) var result: texture_storage_2d<STORAGE_FORMAT, write>;

fn load(position: vec2i) -> vec3f {
    let last = vec2i(textureDimensions(source)) - 1;
    return textureLoad(source, clamp(position, vec2i(0), last), 0).rgb;
}

/// Twice a luma.
fn luma(colour: vec3f) -> f32 {
    return 0.5 * colour.b + (0.5 * colour.r + colour.g);
}

/// About 1/x.
fn reciprocal(x: f32) -> f32 {
    return bitcast<f32>(0x7ef07ebbu - bitcast<u32>(x));
}

/// About 1/sqrt(x).
fn reciprocal_root(x: f32) -> f32 {
    return bitcast<f32>(0x5f347d74u - (bitcast<u32>(x) >> 1u));
}

/// Gradient (xy) and straightness (z) that a centre with this bilinear weight adds.
fn analyse(weight: f32, centre: f32, up: f32, left: f32, right: f32, down: f32) -> vec3f {
    let dx = right - left;
    let steepest_x = max(abs(right - centre), abs(centre - left));
    let x = saturate(abs(dx) * reciprocal(steepest_x));
    let dy = down - up;
    let steepest_y = max(abs(down - centre), abs(centre - up));
    let y = saturate(abs(dy) * reciprocal(steepest_y));
    return vec3f(dx * weight, dy * weight, x * x * weight + y * y * weight);
}

/// A tap's colour times its weight, and the weight.
fn tap(colour: vec3f, offset: vec2f, direction: vec2f, squeeze: vec2f, lobe: f32, clip: f32) -> vec4f {
    let rotated = vec2f(
        offset.x * direction.x + offset.y * direction.y,
        -offset.x * direction.y + offset.y * direction.x,
    ) * squeeze;
    let distance = min(rotated.x * rotated.x + rotated.y * rotated.y, clip);
    let base = 2.0 / 5.0 * distance - 1.0;
    let window = lobe * distance - 1.0;
    let weight = (25.0 / 16.0 * base * base - (25.0 / 16.0 - 1.0)) * (window * window);
    return vec4f(colour * weight, weight);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(result)) {
        return;
    }
    let position = vec2f(id.xy) * easu.scale + easu.offset;
    let corner = vec2i(floor(position));
    let t = position - floor(position);

    let b = load(corner + vec2i(0, -1));
    let c = load(corner + vec2i(1, -1));
    let e = load(corner + vec2i(-1, 0));
    let f = load(corner);
    let g = load(corner + vec2i(1, 0));
    let h = load(corner + vec2i(2, 0));
    let i = load(corner + vec2i(-1, 1));
    let j = load(corner + vec2i(0, 1));
    let k = load(corner + vec2i(1, 1));
    let l = load(corner + vec2i(2, 1));
    let n = load(corner + vec2i(0, 2));
    let o = load(corner + vec2i(1, 2));

    let bl = luma(b);
    let cl = luma(c);
    let el = luma(e);
    let fl = luma(f);
    let gl = luma(g);
    let hl = luma(h);
    let il = luma(i);
    let jl = luma(j);
    let kl = luma(k);
    let ll = luma(l);
    let nl = luma(n);
    let ol = luma(o);
    let edge = analyse((1.0 - t.x) * (1.0 - t.y), fl, bl, el, gl, jl)
        + analyse(t.x * (1.0 - t.y), gl, cl, fl, hl, kl)
        + analyse((1.0 - t.x) * t.y, jl, fl, il, kl, nl)
        + analyse(t.x * t.y, kl, gl, jl, ll, ol);

    let square = edge.x * edge.x + edge.y * edge.y;
    var direction = edge.xy;
    if square < 1.0 / 32768.0 {
        direction.x = 1.0;
    } else {
        direction *= reciprocal_root(square);
    }
    let length = (0.5 * edge.z) * (0.5 * edge.z);
    let stretch = dot(direction, direction) * reciprocal(max(abs(direction.x), abs(direction.y)));
    let squeeze = vec2f(1.0 + (stretch - 1.0) * length, 1.0 - 0.5 * length);
    let lobe = 0.5 - 0.29 * length;
    let clip = reciprocal(lobe);

    var sum = tap(b, vec2f(0.0, -1.0) - t, direction, squeeze, lobe, clip);
    sum += tap(c, vec2f(1.0, -1.0) - t, direction, squeeze, lobe, clip);
    sum += tap(i, vec2f(-1.0, 1.0) - t, direction, squeeze, lobe, clip);
    sum += tap(j, vec2f(0.0, 1.0) - t, direction, squeeze, lobe, clip);
    sum += tap(f, vec2f(0.0, 0.0) - t, direction, squeeze, lobe, clip);
    sum += tap(e, vec2f(-1.0, 0.0) - t, direction, squeeze, lobe, clip);
    sum += tap(k, vec2f(1.0, 1.0) - t, direction, squeeze, lobe, clip);
    sum += tap(l, vec2f(2.0, 1.0) - t, direction, squeeze, lobe, clip);
    sum += tap(h, vec2f(2.0, 0.0) - t, direction, squeeze, lobe, clip);
    sum += tap(g, vec2f(1.0, 0.0) - t, direction, squeeze, lobe, clip);
    sum += tap(o, vec2f(1.0, 2.0) - t, direction, squeeze, lobe, clip);
    sum += tap(n, vec2f(0.0, 2.0) - t, direction, squeeze, lobe, clip);

    let lowest = min(min(f, g), min(j, k));
    let highest = max(max(f, g), max(j, k));
    textureStore(result, id.xy, vec4f(clamp(sum.rgb * (1.0 / sum.w), lowest, highest), 1.0));
}
