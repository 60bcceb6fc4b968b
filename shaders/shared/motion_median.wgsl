// SPDX-License-Identifier: GPL-2.0-or-later
// The median of the vectors around a block of the binding `source`.

var<private> around: array<vec2f, 9>;
var<private> median: vec2f;
var<private> median_distance: f32;

fn vector_at(cell: vec2i) -> vec2f {
    return textureLoad(source, clamp(cell, vec2i(0), vec2i(textureDimensions(source)) - 1), 0).xy;
}

fn try_median(vector: vec2f) {
    var distance = 0.0;
#repeat OTHER 0 9
    distance += length_of(vector - around[OTHER]);
#end
    if distance < median_distance {
        median = vector;
        median_distance = distance;
    }
}

fn median_around(cell: vec2i) -> vec2f {
#repeat INDEX 0 9
    around[INDEX] = vector_at(cell + vec2i(vec2u(INDEX % 3u, INDEX / 3u)) - 1);
#end
    median_distance = 1e9;
    try_median(around[4]);
#repeat INDEX 0 9
    try_median(around[INDEX]);
#end
    return median;
}
