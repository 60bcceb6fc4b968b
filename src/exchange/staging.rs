// SPDX-License-Identifier: GPL-2.0-or-later

//! Copies through the CPU's memory: works with every renderer of OBS and every GPU.
//!
//! ```text
//! OBS texture -> stage surface -> upload buffer -> input | work | output -> readback buffer -> OBS texture
//! ```
//! All of these are made once. Every copy moves stored values; none knows of colour. The upload
//! buffer stays mapped between frames, and the one wait at a frame's end serves both buffers.
//!
//! OBS's OpenGL moves pixels of `GS_RGBA16F` to and from the CPU as 16-bit integers, which cuts off
//! everything outside 0 to 1. Half floats therefore travel through OBS as `GS_RGBA32F`.

use std::iter;

use nu_scaler_core::frame::{PixelFormat, Size};
use nu_scaler_core::gpu::Gpu;
use nu_scaler_obs::graphics::{ColorFormat, Graphics, StageSurface, Texture};

use crate::error::ExchangeError;
use crate::frame::{
    ExchangeDesc, ExchangeKind, FrameExchange, GpuFrame, ObsFrame, TokenBox, USAGE, obs_size,
};
use crate::halves::{narrow, widen};

/// The exchange of the kind [`ExchangeKind::Staging`].
pub(crate) struct Staging {
    desc: ExchangeDesc,
    tokens: TokenBox,
    obs_input: Texture,
    obs_output: Texture,
    stage: StageSurface,
    input: wgpu::Texture,
    output: wgpu::Texture,
    /// Mapped while OBS owns the frame.
    upload: wgpu::Buffer,
    upload_rows: Rows,
    /// Mapped only while it is read.
    readback: wgpu::Buffer,
    readback_rows: Rows,
    /// Where half floats become floats and back.
    scratch: Option<Scratch>,
}

/// Memory for pixels of which OBS has floats and the GPU half floats.
struct Scratch {
    /// A row of the input, as half floats.
    row: Vec<u8>,
    /// The output, as floats, rows without gaps.
    picture: Vec<u8>,
}

/// How a picture lies in a buffer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Rows {
    /// Bytes of pixels in a row.
    used: usize,
    /// Bytes from a row to the next.
    stride: u32,
    count: u32,
}

impl Rows {
    /// Copies between textures and buffers want the rows aligned.
    fn new(size: Size, bytes_per_pixel: u32) -> Self {
        let used = size.width * bytes_per_pixel;
        Self {
            used: used as usize,
            stride: used.next_multiple_of(wgpu::COPY_BYTES_PER_ROW_ALIGNMENT),
            count: size.height,
        }
    }

    fn layout(self) -> wgpu::TexelCopyBufferLayout {
        wgpu::TexelCopyBufferLayout {
            offset: 0,
            bytes_per_row: Some(self.stride),
            rows_per_image: None,
        }
    }

    fn bytes(self) -> u64 {
        u64::from(self.stride) * u64::from(self.count)
    }
}

impl Staging {
    pub(crate) fn new(g: &Graphics, gpu: &Gpu, desc: &ExchangeDesc) -> Result<Self, ExchangeError> {
        let format = match desc.obs_format()? {
            ColorFormat::Rgba16F => ColorFormat::Rgba32F,
            format => format,
        };
        let none = |call| move || ExchangeError::OutOfMemory(call);
        let texture = none("gs_texture_create");
        let obs_input = Texture::new_render_target(g, obs_size(desc.input), format).ok_or_else(texture)?;
        let obs_output = Texture::new_dynamic(g, obs_size(desc.output), format).ok_or_else(texture)?;
        let stage =
            StageSurface::new(g, obs_size(desc.input), format).ok_or_else(none("gs_stagesurface_create"))?;

        let bytes_per_pixel = desc.format.bytes_per_pixel();
        let upload_rows = Rows::new(desc.input, bytes_per_pixel);
        let readback_rows = Rows::new(desc.output, bytes_per_pixel);
        let made = gpu.check(|| {
            let texture = |label, size: Size| {
                gpu.device().create_texture(&wgpu::TextureDescriptor {
                    label: Some(label),
                    size: extent(size),
                    mip_level_count: 1,
                    sample_count: 1,
                    dimension: wgpu::TextureDimension::D2,
                    format: desc.format.texture_format(),
                    usage: USAGE,
                    view_formats: &[],
                })
            };
            let buffer = |label, rows: Rows, usage, mapped_at_creation| {
                gpu.device().create_buffer(&wgpu::BufferDescriptor {
                    label: Some(label),
                    size: rows.bytes(),
                    usage,
                    mapped_at_creation,
                })
            };
            let to_gpu = wgpu::BufferUsages::MAP_WRITE | wgpu::BufferUsages::COPY_SRC;
            let from_gpu = wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST;
            (
                texture("exchange input", desc.input),
                texture("exchange output", desc.output),
                buffer("exchange upload", upload_rows, to_gpu, true),
                buffer("exchange readback", readback_rows, from_gpu, false),
            )
        });
        let (input, output, upload, readback) = made?;
        let scratch = (desc.format == PixelFormat::Rgba16Float).then(|| Scratch {
            row: vec![0; upload_rows.used],
            picture: vec![0; readback_rows.used * 2 * readback_rows.count as usize],
        });
        Ok(Self {
            desc: *desc,
            tokens: TokenBox::new(),
            obs_input,
            obs_output,
            stage,
            input,
            output,
            upload,
            upload_rows,
            readback,
            readback_rows,
            scratch,
        })
    }
}

/// Copies a stage surface's rows into the mapped upload buffer.
fn fill(
    upload: &wgpu::Buffer,
    rows: Rows,
    scratch: Option<&mut Scratch>,
    pixels: &[u8],
    stride: u32,
) -> Result<(), ExchangeError> {
    let mut narrowed = scratch.map(|scratch| &mut scratch.row);
    let used = if narrowed.is_some() {
        rows.used * 2
    } else {
        rows.used
    };
    // The last row of a surface may end where its pixels do.
    let sources = pixels.chunks(stride.max(1) as usize).take(rows.count as usize);
    if sources.len() != rows.count as usize || sources.clone().any(|row| row.len() < used) {
        return Err(ExchangeError::call("gs_stagesurface_map", "too few pixels"));
    }
    let mut mapped = upload
        .get_mapped_range_mut(..)
        .map_err(|error| ExchangeError::call("upload", error))?;
    let mut target = mapped.slice(..);
    for (row, source) in sources.enumerate() {
        let start = row * rows.stride as usize;
        let mut target = target.slice(start..start + rows.used);
        match narrowed.as_deref_mut() {
            None => target.copy_from_slice(&source[..used]),
            Some(narrowed) => {
                narrow(&source[..used], narrowed);
                target.copy_from_slice(narrowed);
            }
        }
    }
    Ok(())
}

/// Copies the rows of the mapped readback buffer into a texture of OBS.
fn show(
    g: &Graphics,
    texture: &Texture,
    rows: Rows,
    scratch: Option<&mut Scratch>,
    pixels: &[u8],
) -> Result<(), ExchangeError> {
    let shown = match scratch {
        None => texture.set_pixels(g, pixels, rows.stride),
        Some(Scratch { picture, .. }) => {
            let used = rows.used * 2;
            let sources = pixels.chunks(rows.stride as usize);
            for (target, source) in picture.chunks_mut(used).zip(sources) {
                widen(&source[..rows.used], target);
            }
            // A row of floats is at most a texture's largest width times 16 bytes.
            texture.set_pixels(g, picture, used as u32)
        }
    };
    if shown {
        Ok(())
    } else {
        Err(ExchangeError::call("gs_texture_set_image", "the sizes differ"))
    }
}

fn extent(size: Size) -> wgpu::Extent3d {
    wgpu::Extent3d {
        width: size.width,
        height: size.height,
        depth_or_array_layers: 1,
    }
}

fn encoder(gpu: &Gpu, label: &'static str) -> wgpu::CommandEncoder {
    gpu.device()
        .create_command_encoder(&wgpu::CommandEncoderDescriptor { label: Some(label) })
}

impl FrameExchange for Staging {
    fn kind(&self) -> ExchangeKind {
        ExchangeKind::Staging
    }

    fn desc(&self) -> &ExchangeDesc {
        &self.desc
    }

    fn start(&mut self) -> Option<ObsFrame> {
        self.tokens.start()
    }

    fn input_target<'a>(&'a self, _: &'a ObsFrame) -> &'a Texture {
        &self.obs_input
    }

    fn output<'a>(&'a self, _: &'a ObsFrame) -> &'a Texture {
        &self.obs_output
    }

    fn to_gpu(&mut self, g: &Graphics, _: &Gpu, frame: ObsFrame) -> Result<GpuFrame, ExchangeError> {
        self.tokens.check_obs(&frame)?;
        if !self.stage.stage(g, &self.obs_input) {
            return Err(ExchangeError::call("gs_stage_texture", "sizes or formats differ"));
        }
        let (upload, rows, scratch) = (&self.upload, self.upload_rows, self.scratch.as_mut());
        self.stage
            .map(g, |pixels, stride| fill(upload, rows, scratch, pixels, stride))
            .ok_or_else(|| ExchangeError::call("gs_stagesurface_map", "no memory"))??;
        self.upload.unmap();
        Ok(frame.into_gpu())
    }

    fn textures<'a>(&'a self, _: &'a GpuFrame) -> (&'a wgpu::Texture, &'a wgpu::Texture) {
        (&self.input, &self.output)
    }

    fn waits(&self) -> bool {
        true
    }

    fn to_obs(
        &mut self,
        g: &Graphics,
        gpu: &Gpu,
        frame: GpuFrame,
        work: Vec<wgpu::CommandBuffer>,
    ) -> Result<ObsFrame, ExchangeError> {
        self.tokens.check_gpu(&frame)?;
        let submission = gpu.check(|| {
            let mut upload = encoder(gpu, "exchange upload");
            upload.copy_buffer_to_texture(
                wgpu::TexelCopyBufferInfo {
                    buffer: &self.upload,
                    layout: self.upload_rows.layout(),
                },
                self.input.as_image_copy(),
                extent(self.desc.input),
            );
            let mut readback = encoder(gpu, "exchange readback");
            readback.copy_texture_to_buffer(
                self.output.as_image_copy(),
                wgpu::TexelCopyBufferInfo {
                    buffer: &self.readback,
                    layout: self.readback_rows.layout(),
                },
                extent(self.desc.output),
            );
            let commands = iter::once(upload.finish()).chain(work).chain([readback.finish()]);
            let submission = gpu.submit(commands);
            // Whether the mappings succeeded is seen when the ranges are asked for.
            self.readback.map_async(wgpu::MapMode::Read, .., |_| ());
            self.upload.map_async(wgpu::MapMode::Write, .., |_| ());
            submission
        })?;
        gpu.wait(submission)?;
        {
            let pixels = self
                .readback
                .get_mapped_range(..)
                .map_err(|error| ExchangeError::call("readback", error))?;
            let (rows, scratch) = (self.readback_rows, self.scratch.as_mut());
            show(g, &self.obs_output, rows, scratch, &pixels)?;
        }
        self.readback.unmap();
        Ok(frame.into_obs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_aligned_for_copies() {
        let rows = Rows::new(Size::new(853, 479), 4);
        assert_eq!((rows.used, rows.stride, rows.bytes()), (3412, 3584, 3584 * 479));
        let rows = Rows::new(Size::new(1, 1), 8);
        assert_eq!((rows.used, rows.stride, rows.bytes()), (8, 256, 256));
        let rows = Rows::new(Size::new(64, 3), 4);
        assert_eq!((rows.used, rows.stride, rows.bytes()), (256, 256, 768));
    }
}
