// SPDX-License-Identifier: GPL-2.0-or-later
// How a block goes with a place in the previous picture, however bright and however contrasted that is: as it does where
// lights are dimmed, pictures fade, or one appears in another.

/// Variance, in squared codes, from which a block has structure.
const STRUCTURE = 8.0;
/// Squared codes of a pixel that are noise.
const NOISE = 0.5;

/// What is between a block and a place, in squared codes a pixel.
struct Light {
    /// The block's variance.
    structure: f32,
    /// How far they differ as they are.
    change: f32,
    /// What is left if the place is made as bright and as contrasted as the block.
    left: f32,
}

/// Of the block that was taken.
fn light_of(position: vec2f) -> Light {
    let there = between(position);
    var sums = vec2f(0.0);
    var products = vec3f(0.0);
#repeat INDEX 0 16
    {
        let one = block[INDEX];
        let other = quad_between(there, place(INDEX));
        sums += vec2f(total(one), total(other));
        products += vec3f(dot(one, one), dot(other, other), dot(one, other));
    }
#end
    let means = sums / 64.0;
    let squares = CODES * CODES / 64.0;
    let own = max((products.x - sums.x * means.x) * squares, 0.0);
    let others = max((products.y - sums.y * means.y) * squares, 0.0);
    // Nothing is made the negative of itself.
    let both = max((products.z - sums.x * means.y) * squares, 0.0);
    let change = max((products.x + products.y - 2.0 * products.z) * squares, 0.0);
    return Light(own, change, max(own - both * both / max(others, 1e-3), 0.0));
}
