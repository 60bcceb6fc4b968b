// SPDX-License-Identifier: GPL-2.0-or-later
// The overlay: a panel of text and a graph of frame times over what is in the picture at its place.

struct Overlay {
    /// The panel's first output pixel.
    origin: vec2u,
    /// Output pixels per pixel of the font.
    scale: u32,
    /// Where in the panel the graph is, and its size, in pixels of the font.
    graph_width: u32,
    graph_origin: vec2u,
    graph_height: u32,
    /// The first of the bars whose frame came late, as a share of the graph's height.
    late: f32,
    /// Two bars each, the oldest first: how far a frame, and our own part of it, reach up the graph.
    bars: array<vec4f, 96>,
}

@group(0) @binding(0) var<uniform> overlay: Overlay;
/// What is in the picture behind the panel, as large as what is seen of the panel.
@group(0) @binding(1) var source: texture_2d<f32>;
/// The panel at the font's resolution: the number of an ink in each pixel.
@group(0) @binding(2) var panel: texture_2d<f32>;
@group(0) @binding(3) var result: texture_storage_2d<STORAGE_FORMAT, write>;

#include "shared/alpha.wgsl"

/// Whether the picture is linear light.
override LINEAR_LIGHT: bool;
/// What the value 1 stands for in linear light, in nits.
override WHITE: u32;

/// The reference white of ITU-R BT.2408, in nits: the panel is drawn no brighter, however bright the picture may be.
const PAPER_WHITE = 203.0;

// The numbers of the inks, as passes/overlay/panel.rs has them.
const NONE = 0u;
const GROUND = 1u;
const LABEL = 2u;
const VALUE = 3u;
const ACCENT = 4u;

// Colours in the display encoding, not multiplied by their coverage. The text is opaque, so that a picture behind it,
// however bright, takes nothing from it.
const COLOUR_OF_GROUND = vec4f(0.035, 0.043, 0.055, 0.82);
const COLOUR_OF_LABEL = vec4f(0.60, 0.65, 0.71, 1.0);
const COLOUR_OF_VALUE = vec4f(0.95, 0.97, 0.98, 1.0);
const COLOUR_OF_ACCENT = vec4f(0.36, 0.80, 0.96, 1.0);
const COLOUR_OF_GRAPH = vec4f(0.015, 0.019, 0.025, 0.88);
const COLOUR_OF_LINE = vec4f(0.24, 0.28, 0.33, 1.0);
const COLOUR_OF_BAR = vec4f(0.33, 0.41, 0.50, 1.0);
const COLOUR_OF_LATE_BAR = vec4f(0.96, 0.66, 0.20, 1.0);

fn white() -> f32 {
    return PAPER_WHITE / f32(WHITE);
}

/// What a colour of linear light is multiplied by. Where alpha is 0 it is light that is added to the ground.
fn coverage(alpha: f32) -> f32 {
    return select(1.0, min(alpha, 1.0), alpha > 0.0);
}

/// What is behind the panel, premultiplied in the display encoding; of a bright picture what is no brighter than paper.
fn behind(position: vec2u) -> vec4f {
    let pixel = textureLoad(source, position, 0);
    if LINEAR_LIGHT {
        let covered = coverage(pixel.a);
        return vec4f(to_encoded(saturate(pixel.rgb / (covered * white()))) * covered, saturate(pixel.a));
    }
    return to_working(pixel);
}

fn store(position: vec2u, pixel: vec4f) {
    if LINEAR_LIGHT {
        let covered = coverage(pixel.a);
        let light = to_linear(pixel.rgb / covered) * (covered * white());
        textureStore(result, position, vec4f(light, pixel.a));
    } else {
        textureStore(result, position, to_stored(pixel));
    }
}

/// The graph's colour at a pixel of the output, from the graph's first on.
fn graph(position: vec2u) -> vec4f {
    let column = position.x / overlay.scale;
    let height = overlay.graph_height * overlay.scale;
    let level = (f32(height - 1u - position.y) + 0.5) / f32(height);
    let pair = overlay.bars[column / 2u];
    let bar = select(pair.xy, pair.zw, column % 2u == 1u);
    if level < bar.y {
        return COLOUR_OF_ACCENT;
    }
    if level < bar.x {
        return select(COLOUR_OF_BAR, COLOUR_OF_LATE_BAR, bar.x >= overlay.late);
    }
    // A line at half of the height, one pixel of the font thick, and dotted so that it is not taken for a bar.
    if position.y / overlay.scale == overlay.graph_height / 2u && column % 4u == 0u {
        return COLOUR_OF_LINE;
    }
    return COLOUR_OF_GRAPH;
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if any(id.xy >= textureDimensions(source)) {
        return;
    }
    let ink = u32(textureLoad(panel, id.xy / overlay.scale, 0).r * 255.0 + 0.5);
    if ink == NONE {
        return;
    }
    // Below the graph's origin the difference wraps round and is large.
    let in_graph = id.xy - overlay.graph_origin * overlay.scale;
    let graph_size = vec2u(overlay.graph_width, overlay.graph_height) * overlay.scale;
    var colour = COLOUR_OF_GROUND;
    if ink == LABEL {
        colour = COLOUR_OF_LABEL;
    } else if ink == VALUE {
        colour = COLOUR_OF_VALUE;
    } else if ink == ACCENT {
        colour = COLOUR_OF_ACCENT;
    } else if all(in_graph < graph_size) {
        colour = graph(in_graph);
    }
    var pixel = vec4f(colour.rgb * colour.a, colour.a);
    // What is covered has no part in it, not even if it is no number.
    if colour.a < 1.0 {
        pixel += (1.0 - colour.a) * behind(id.xy);
    }
    store(id.xy + overlay.origin, pixel);
}
