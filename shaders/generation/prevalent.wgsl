// SPDX-License-Identifier: GPL-2.0-or-later
// The motion that most of the picture has in common, as where the camera pans. Lines of writing or of windows look alike, so
// that a block by itself is often found in the wrong one; what most blocks agree on is right more often. One workgroup: each
// thread asks four blocks, and tries the vector of one.

/// The current picture's lumas.
@group(0) @binding(0) var current: texture_2d<f32>;
/// Vectors and confidences of its blocks.
@group(0) @binding(1) var forward: texture_2d<f32>;
/// One texel: the vector; how much of the picture agrees with it, 0 to 1.
@group(0) @binding(2) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/motion.wgsl"

/// So many blocks are asked along each axis, and of so many the vectors are tried.
const ASKED = 16u;
const TRIED = 8u;
/// Pixels that are no motion, which is tried anyway.
const STILL = 1.0;
/// Pixels by which vectors that agree differ at most.
const ALIKE = 1.0;

/// Vectors and confidences; how exactly the vector can be told, which the squares of the gradients say.
var<workgroup> asked: array<vec4f, 256>;
var<workgroup> tried: array<vec3f, 64>;

/// The block that is number `index` of `count` along each axis.
fn block_of(index: vec2u, count: u32) -> vec2u {
    return ((2u * index + 1u) * textureDimensions(forward)) / (2u * count);
}

fn ask(index: u32) -> vec4f {
    let block = block_of(vec2u(index % ASKED, index / ASKED), ASKED);
    let last = textureDimensions(current) - 1u;
    var squares = 0.0;
#repeat INDEX 0 16
    {
        let offset = 2u * vec2u(INDEX % 4u, INDEX / 4u);
        let quad = textureLoad(current, min(u32(SIDE) * block + offset, last), 0);
        let gradient = quad.yz - quad.xx;
        squares += dot(gradient, gradient);
    }
#end
    return vec4f(textureLoad(forward, block, 0).xyz, squares + 1.0 / (CODES * CODES));
}

@compute @workgroup_size(8, 8)
fn main(@builtin(local_invocation_id) id: vec3u) {
    let thread = TRIED * id.y + id.x;
    for (var index = 4u * thread; index < 4u * thread + 4u; index++) {
        asked[index] = ask(index);
    }
    workgroupBarrier();
    let own = textureLoad(forward, block_of(id.xy, TRIED), 0).xy;
    var agreed = 0.0;
    var all = 0.0;
    var sum = vec3f(0.0);
    for (var index = 0u; index < ASKED * ASKED; index++) {
        let other = asked[index];
        let near = max(1.0 - length_of(other.xy - own) / ALIKE, 0.0);
        all += other.z;
        agreed += other.z * near * near;
        sum += vec3f(other.xy, 1.0) * (other.z * near * near * other.w);
    }
    let moves = length_of(own) > STILL && sum.z > 0.0;
    tried[thread] = select(vec3f(0.0), vec3f(sum.xy / sum.z, agreed / max(all, 1.0)), moves);
    workgroupBarrier();
    if thread > 0u {
        return;
    }
    var most = vec3f(0.0);
    for (var index = 0u; index < TRIED * TRIED; index++) {
        if tried[index].z > most.z {
            most = tried[index];
        }
    }
    textureStore(result, vec2u(0u), vec4f(most, 0.0));
}
