// SPDX-License-Identifier: GPL-2.0-or-later
// The motion that most of the picture has in common, as where the camera pans. Lines of writing or of windows look alike, so
// that a block by itself is often found in the wrong one; what most blocks agree on is right more often. One workgroup: each
// thread asks four blocks, and tries the vector of one.
//
// And whether the picture changes where it stands: in a fade or a dissolve most blocks become others, and are found again
// where they were better than elsewhere, but for how bright and how contrasted they are.

/// The current picture's lumas.
@group(0) @binding(0) var current: texture_2d<f32>;
@group(0) @binding(1) var previous: texture_2d<f32>;
/// Vectors and confidences of its blocks.
@group(0) @binding(2) var forward: texture_2d<f32>;
/// One texel: the vector; how much of the picture agrees with it, 0 to 1; how much of what changes does so where it stands,
/// 0 to 1.
@group(0) @binding(3) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/motion_planes.wgsl"
#include "shared/motion_between.wgsl"
#include "shared/motion_light.wgsl"

/// So many blocks are asked along each axis, and of so many the vectors are tried.
const ASKED = 16u;
const TRIED = 8u;
/// Pixels that are no motion, which is tried anyway.
const STILL = 1.0;
/// Pixels by which vectors that agree differ at most.
const ALIKE = 1.0;
/// Squared codes by which pixels of a block differ in the mean that has changed.
const CHANGED = 1.0;
/// The share of the blocks with structure that have changed where it is something that moves or burns, and where it is the
/// picture.
const SOMETHING = 0.1;
const PICTURE = 0.3;

/// Vectors and confidences; how exactly the vector can be told, which the squares of the gradients say.
var<workgroup> asked: array<vec4f, 256>;
/// Of a thread's four blocks, how many have structure, have changed, and changed where they stand.
var<workgroup> changes: array<vec3f, 64>;
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

/// Whether the block has structure, has changed, and did so where it stands.
fn change_of(index: u32) -> vec3f {
    let at = block_of(vec2u(index % ASKED, index / ASKED), ASKED);
    let corner = SIDE * vec2i(at);
    let vector = textureLoad(forward, at, 0).xy;
    take_block(corner);
    let here = light_of(vec2f(corner));
    if here.structure < STRUCTURE {
        return vec3f(0.0);
    }
    if here.change < CHANGED {
        return vec3f(1.0, 0.0, 0.0);
    }
    let there = light_of(vec2f(corner) + vector);
    return vec3f(1.0, 1.0, f32(here.left <= there.left + NOISE));
}

@compute @workgroup_size(8, 8)
fn main(@builtin(local_invocation_id) id: vec3u) {
    let thread = TRIED * id.y + id.x;
    var own_changes = vec3f(0.0);
    for (var index = 4u * thread; index < 4u * thread + 4u; index++) {
        asked[index] = ask(index);
        own_changes += change_of(index);
    }
    changes[thread] = own_changes;
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
    var changed = vec3f(0.0);
    for (var index = 0u; index < TRIED * TRIED; index++) {
        changed += changes[index];
        if tried[index].z > most.z {
            most = tried[index];
        }
    }
    let share = smoothstep(SOMETHING, PICTURE, changed.y / max(changed.x, 1.0)) * changed.z / max(changed.y, 1.0);
    // Of what is flat, as at the end of a fade, nothing can be told.
    let stands = select(share, 1.0, changed.x == 0.0);
    textureStore(result, vec2u(0u), vec4f(most, stands));
}
