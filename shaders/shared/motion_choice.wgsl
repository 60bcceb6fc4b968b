// SPDX-License-Identifier: GPL-2.0-or-later
// The choice among whole vectors of a block: the one with the least cost, to which is added how far it is from what was
// expected. So where the picture says nothing, neighbours agree.

/// What the squares of 64 differences may come to where a block stands still: half a code, squared, for each.
const STILL = 16;
/// Squared codes a pixel of distance from what was expected, and the most that they become.
const STRAY = 16;
const STRAY_MOST = 192;

var<private> expected: vec2i;
var<private> best: vec2i;
var<private> best_cost: i32;
var<private> best_score: i32;

/// Whether there is anything to choose: otherwise the block stands still.
fn begin(corner: vec2i) -> bool {
    expected = vec2i(0);
    best = vec2i(0);
    best_cost = cost_at(corner);
    best_score = 0x7fffffff;
    return best_cost > STILL;
}

fn consider(corner: vec2i, vector: vec2i) {
    let cost = cost_at(corner + vector);
    let score = cost + min(STRAY * steps(vector - expected), STRAY_MOST);
    if score < best_score {
        best = vector;
        best_cost = cost;
        best_score = score;
    }
}

/// What is near `middle`, but for that.
fn consider_around(corner: vec2i, middle: vec2i, reach: i32) {
    for (var y = -reach; y <= reach; y++) {
        for (var x = -reach; x <= reach; x++) {
            if x != 0 || y != 0 {
                consider(corner, middle + vec2i(x, y));
            }
        }
    }
}
