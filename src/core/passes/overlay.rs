// SPDX-License-Identifier: GPL-2.0-or-later
//! Figures and a graph of frame times, drawn into the finished picture at its top left.
//!
//! Only the panel's place is touched: what is there is copied aside, as textures that are written cannot be read, and
//! one pass puts the panel over it. The text is drawn by the processor, when it changes, at the font's resolution.

mod font;
mod panel;

use bytemuck::{Pod, Zeroable};

use crate::frame::{FrameDesc, Size};
use crate::gpu::Gpu;
use crate::pass::{Pass, Recorder, Variant};
use crate::shaders;
use crate::technologies::{are_ready, compile, linear};
use crate::technology::TechnologyError;
use crate::texture;

pub use panel::{BARS, COLUMNS, Ink, LINES, Readout};

/// Rows of the picture for each output pixel that a pixel of the font is wide and high: two at 720p and 1080p, three at
/// 1440p, four at 4K. So the panel takes about a fifth of the picture's width, and a digit is never below 14 pixels from
/// 720p on.
const ROWS_PER_PIXEL: u32 = 540;

/// From the picture's corner to the panel, in pixels of the font.
const MARGIN: u32 = 5;

/// The frame times of the overlay's graph.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Graph {
    late: f32,
    bars: Bars,
}

/// Two bars in each, the oldest first; see the shader.
type Bars = [[f32; 4]; BARS / 2];

impl Default for Graph {
    fn default() -> Self {
        Self {
            late: 1.0,
            bars: Bars::zeroed(),
        }
    }
}

impl Graph {
    /// A graph as high as `range`, of frames, the latest first: how long each took from the one before it, and how much
    /// of that was our own doing. From `late` on a frame is marked. All in milliseconds.
    #[must_use]
    pub fn new(range: f32, late: f32, latest_first: impl IntoIterator<Item = [f32; 2]>) -> Self {
        let mut bars = Bars::zeroed();
        let places = bars.as_flattened_mut().as_chunks_mut::<2>().0.iter_mut().rev();
        for (place, times) in places.zip(latest_first) {
            *place = times.map(|time| time / range);
        }
        Self {
            late: late / range,
            bars,
        }
    }
}

/// The uniform block of `shaders/overlay.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Debug, Pod, Zeroable)]
struct Uniform {
    origin: [u32; 2],
    scale: u32,
    graph_width: u32,
    graph_origin: [u32; 2],
    graph_height: u32,
    late: f32,
    bars: Bars,
}

/// Where the panel is in a picture.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Place {
    /// Output pixels per pixel of the font.
    scale: u32,
    origin: [u32; 2],
    /// What is seen of it.
    size: Size,
}

impl Place {
    fn new(picture: Size) -> Self {
        let [width, height] = [panel::WIDTH as u32, panel::HEIGHT as u32];
        let fitting = picture.width / (width + 2 * MARGIN);
        let scale = picture.height.div_ceil(ROWS_PER_PIXEL).min(fitting).max(1);
        // However small the picture is, something of the panel is in it.
        let origin = [picture.width, picture.height].map(|side| (MARGIN * scale).min(side.saturating_sub(1)));
        Self {
            scale,
            origin,
            size: Size {
                width: (width * scale).min(picture.width - origin[0]),
                height: (height * scale).min(picture.height - origin[1]),
            },
        }
    }
}

/// Draws the overlay into pictures of one size.
#[derive(Debug)]
pub struct Overlay {
    pass: Pass<Uniform>,
    place: Place,
    /// The panel, an ink in each pixel of the font.
    panel: wgpu::TextureView,
    /// What is in the picture behind it.
    behind: wgpu::TextureView,
    readout: Readout,
    /// Whether `readout` is in `panel`.
    drawn: bool,
}

impl Overlay {
    /// Whether [`Overlay::create`] would return without compiling anything.
    #[must_use]
    pub fn is_prepared(gpu: &Gpu, picture: &FrameDesc) -> bool {
        are_ready(gpu, &[variant(picture)])
    }

    /// Compiles what an overlay on such pictures needs.
    ///
    /// # Errors
    /// When the driver refuses the pipeline.
    pub fn prepare(gpu: &Gpu, picture: &FrameDesc) -> Result<(), TechnologyError> {
        compile(gpu, &[variant(picture)])
    }

    /// An overlay on pictures that are finished: linear ones are decoded already. It is empty.
    ///
    /// # Errors
    /// As [`Overlay::prepare`], and when the GPU has not the memory.
    pub fn create(gpu: &Gpu, picture: &FrameDesc) -> Result<Self, TechnologyError> {
        let place = Place::new(picture.size);
        let uniform = Uniform {
            origin: place.origin,
            scale: place.scale,
            graph_width: panel::GRAPH_WIDTH,
            graph_origin: panel::GRAPH_ORIGIN,
            graph_height: panel::GRAPH_HEIGHT,
            ..Uniform::zeroed()
        };
        let pass = Pass::new(gpu, &variant(picture), uniform)?;
        let format = picture.format.texture_format();
        let (panel, behind) = gpu.check(|| {
            (
                copied(gpu, "panel", PANEL, wgpu::TextureFormat::R8Unorm),
                copied(gpu, "behind the panel", place.size, format),
            )
        })?;
        Ok(Self {
            pass,
            place,
            panel,
            behind,
            readout: Readout::default(),
            drawn: false,
        })
    }

    /// Replaces the text from the next frame on.
    pub fn set_readout(&mut self, readout: &Readout) {
        if self.readout != *readout {
            self.readout.clone_from(readout);
            self.drawn = false;
        }
    }

    /// Replaces the graph from the next frame on.
    pub fn set_graph(&mut self, graph: &Graph) {
        let Graph { late, bars } = *graph;
        self.pass.set_uniform(Uniform {
            late,
            bars,
            ..*self.pass.uniform()
        });
    }

    /// Records the drawing into one finished picture, which can be copied from.
    pub fn record(&mut self, recorder: &mut Recorder<'_>, picture: &wgpu::TextureView) {
        if !self.drawn {
            recorder.gpu().queue().write_texture(
                self.panel.texture().as_image_copy(),
                &self.readout.draw(),
                wgpu::TexelCopyBufferLayout {
                    offset: 0,
                    bytes_per_row: Some(PANEL.width),
                    rows_per_image: None,
                },
                extent(PANEL),
            );
            self.drawn = true;
        }
        let [x, y] = self.place.origin;
        let from = wgpu::TexelCopyTextureInfo {
            origin: wgpu::Origin3d { x, y, z: 0 },
            ..picture.texture().as_image_copy()
        };
        let to = self.behind.texture().as_image_copy();
        let size = extent(self.place.size);
        recorder.encoder().copy_texture_to_texture(from, to, size);
        let sources = [&self.behind, &self.panel];
        self.pass.record(recorder, &sources, picture, self.place.size);
    }
}

const PANEL: Size = Size::new(panel::WIDTH as u32, panel::HEIGHT as u32);

fn variant(picture: &FrameDesc) -> Variant {
    let FrameDesc {
        format,
        alpha,
        color_space,
        ..
    } = *picture;
    let [source, result] = linear(alpha, alpha);
    let constants = [
        ("LINEAR_LIGHT", u32::from(color_space.is_linear())),
        ("WHITE", color_space.white_nits()),
        source,
        result,
    ];
    Variant::new(&shaders::OVERLAY, format, &constants)
}

/// A texture that is copied to and read.
fn copied(gpu: &Gpu, label: &str, size: Size, format: wgpu::TextureFormat) -> wgpu::TextureView {
    let usage = wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST;
    texture::create(gpu, label, size, format, usage)
}

fn extent(size: Size) -> wgpu::Extent3d {
    wgpu::Extent3d {
        width: size.width,
        height: size.height,
        depth_or_array_layers: 1,
    }
}

#[cfg(test)]
mod tests;
