// SPDX-License-Identifier: GPL-2.0-or-later
//! The way of a picture's samples into a texture and out of one, a strip of rows at a time: what the way needs
//! beside the picture and its textures stays small, however large the picture is.

use crate::frame::{FrameDesc, PixelFormat, Size};
use crate::gpu::{Gpu, GpuError};
use crate::pipeline::Plan;
use crate::texture;

use super::pixels::{PixelAlpha, Pixels, Samples, premultiply, unpremultiply};

/// Bytes of a strip, or one row if that is more.
const STRIP_BYTES: u32 = 16 << 20;

/// The textures of a plan and what brings samples into them and out of them.
pub(super) struct Transfer {
    upload: Upload,
    output: wgpu::Texture,
    download: Download,
    /// A row as floats.
    floats: Vec<f32>,
}

impl Transfer {
    pub(super) fn new(gpu: &Gpu, plan: &Plan) -> Result<Self, GpuError> {
        let frame = plan.input();
        let size = plan.output();
        let output = gpu.check(|| {
            gpu.device().create_texture(&wgpu::TextureDescriptor {
                usage: wgpu::TextureUsages::STORAGE_BINDING
                    | wgpu::TextureUsages::COPY_DST
                    | wgpu::TextureUsages::COPY_SRC,
                ..texture::descriptor("upscaled picture", size, frame.format.texture_format())
            })
        })?;
        Ok(Self {
            upload: Upload::new(gpu, frame)?,
            output,
            download: Download::new(gpu, size, frame.format.bytes_per_pixel())?,
            floats: Vec::new(),
        })
    }

    pub(super) fn input(&self) -> &wgpu::Texture {
        self.upload.texture()
    }

    pub(super) fn output(&self) -> &wgpu::Texture {
        &self.output
    }

    /// Brings the picture into the input texture.
    pub(super) fn upload(&mut self, gpu: &Gpu, image: &Pixels) -> Result<(), GpuError> {
        self.upload.upload(gpu, image)
    }

    /// Fetches the output texture's samples, of the kind of `image`'s.
    pub(super) fn download(&mut self, gpu: &Gpu, image: &Pixels) -> Result<Samples, GpuError> {
        let size = Size::new(self.output.width(), self.output.height());
        let mut samples = image.samples.like(size.area() as usize * 4);
        let Self {
            upload,
            output,
            download,
            floats,
        } = self;
        let is_8_bits = upload.frame.format == PixelFormat::Rgba8;
        download.rows(gpu, output, |row| {
            take_row(row, is_8_bits, image.alpha, floats, &mut samples);
        })?;
        Ok(samples)
    }
}

/// A texture that pictures are brought into.
pub(super) struct Upload {
    texture: wgpu::Texture,
    frame: FrameDesc,
    /// A strip as floats.
    floats: Vec<f32>,
}

impl Upload {
    pub(super) fn new(gpu: &Gpu, frame: FrameDesc) -> Result<Self, GpuError> {
        let texture = gpu.check(|| {
            gpu.device().create_texture(&wgpu::TextureDescriptor {
                usage: wgpu::TextureUsages::TEXTURE_BINDING
                    | wgpu::TextureUsages::COPY_DST
                    | wgpu::TextureUsages::COPY_SRC,
                ..texture::descriptor("picture", frame.size, frame.format.texture_format())
            })
        })?;
        Ok(Self {
            texture,
            frame,
            floats: Vec::new(),
        })
    }

    pub(super) fn texture(&self) -> &wgpu::Texture {
        &self.texture
    }

    /// Brings a picture of the texture's size into it.
    pub(super) fn upload(&mut self, gpu: &Gpu, image: &Pixels) -> Result<(), GpuError> {
        let size = self.frame.size;
        let strip = Strip::of(size, self.frame.format.bytes_per_pixel());
        let row = size.width as usize * 4;
        for (top, rows) in strip.all(size) {
            let samples = top as usize * row..(top + rows) as usize * row;
            let bytes: &[u8] = match &image.samples {
                Samples::U8(bytes) if self.frame.format == PixelFormat::Rgba8 => &bytes[samples],
                other => {
                    self.floats.clear();
                    other.read(samples, &mut self.floats);
                    if image.alpha == PixelAlpha::Straight {
                        premultiply(&mut self.floats);
                    }
                    bytemuck::cast_slice(&self.floats)
                }
            };
            gpu.check(|| {
                gpu.queue().write_texture(
                    at_row(&self.texture, top),
                    bytes,
                    layout(strip.row),
                    extent(size.width, rows),
                );
            })?;
            // What is written waits in memory of wgpu's until the next submission has come to its end.
            gpu.wait_at_most(gpu.queue().submit([]), super::WAIT_LIMIT)?;
        }
        Ok(())
    }
}

/// What fetches textures of one size.
pub(super) struct Download {
    buffer: wgpu::Buffer,
    strip: Strip,
    size: Size,
}

impl Download {
    pub(super) fn new(gpu: &Gpu, size: Size, bytes_per_pixel: u32) -> Result<Self, GpuError> {
        let strip = Strip::of(size, bytes_per_pixel);
        let buffer = gpu.check(|| {
            gpu.device().create_buffer(&wgpu::BufferDescriptor {
                label: Some("picture download"),
                size: u64::from(strip.padded_row) * u64::from(strip.rows),
                usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
                mapped_at_creation: false,
            })
        })?;
        Ok(Self { buffer, strip, size })
    }

    /// Gives `take` each row of the texture, from the top.
    pub(super) fn rows(
        &self,
        gpu: &Gpu,
        texture: &wgpu::Texture,
        mut take: impl FnMut(&[u8]),
    ) -> Result<(), GpuError> {
        let Self { buffer, strip, size } = self;
        for (top, rows) in strip.all(*size) {
            let bytes = 0..u64::from(strip.padded_row) * u64::from(rows);
            let submission = gpu.check(|| {
                let mut encoder = gpu
                    .device()
                    .create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
                encoder.copy_texture_to_buffer(
                    at_row(texture, top),
                    wgpu::TexelCopyBufferInfo {
                        buffer,
                        layout: layout(strip.padded_row),
                    },
                    extent(size.width, rows),
                );
                let submission = gpu.submit([encoder.finish()]);
                // Whether it worked is seen when the range is asked for.
                buffer.map_async(wgpu::MapMode::Read, bytes.clone(), |_| ());
                submission
            })?;
            gpu.wait_at_most(submission, super::WAIT_LIMIT)?;
            let mapped = buffer.get_mapped_range(bytes);
            let mapped = mapped.map_err(|error| GpuError::Refused(error.to_string()))?;
            for padded in mapped.chunks_exact(strip.padded_row as usize) {
                take(&padded[..strip.row as usize]);
            }
            drop(mapped);
            buffer.unmap();
        }
        Ok(())
    }
}

pub(super) fn take_row(
    row: &[u8],
    is_8_bits: bool,
    alpha: PixelAlpha,
    floats: &mut Vec<f32>,
    samples: &mut Samples,
) {
    match samples {
        Samples::U8(bytes) if is_8_bits => bytes.extend_from_slice(row),
        _ => {
            let values = row.chunks_exact(size_of::<f32>());
            floats.clear();
            floats.extend(values.map(bytemuck::pod_read_unaligned::<f32>));
            if alpha == PixelAlpha::Straight {
                unpremultiply(floats);
            }
            samples.write(floats);
        }
    }
}

/// How a texture is cut into strips.
struct Strip {
    /// Bytes of a row.
    row: u32,
    /// The same as copies into buffers want it.
    padded_row: u32,
    /// Rows of a strip; the last one may have fewer.
    rows: u32,
}

impl Strip {
    fn of(size: Size, bytes_per_pixel: u32) -> Self {
        let row = size.width * bytes_per_pixel;
        let padded_row = row.next_multiple_of(wgpu::COPY_BYTES_PER_ROW_ALIGNMENT);
        Self {
            row,
            padded_row,
            rows: (STRIP_BYTES / padded_row).clamp(1, size.height),
        }
    }

    /// First row and number of rows of each strip.
    fn all(&self, size: Size) -> impl Iterator<Item = (u32, u32)> + use<> {
        let rows = self.rows;
        (0..size.height)
            .step_by(rows as usize)
            .map(move |top| (top, rows.min(size.height - top)))
    }
}

fn at_row(texture: &wgpu::Texture, row: u32) -> wgpu::TexelCopyTextureInfo<'_> {
    wgpu::TexelCopyTextureInfo {
        origin: wgpu::Origin3d { x: 0, y: row, z: 0 },
        ..texture.as_image_copy()
    }
}

fn layout(bytes_per_row: u32) -> wgpu::TexelCopyBufferLayout {
    wgpu::TexelCopyBufferLayout {
        offset: 0,
        bytes_per_row: Some(bytes_per_row),
        rows_per_image: None,
    }
}

fn extent(width: u32, height: u32) -> wgpu::Extent3d {
    wgpu::Extent3d {
        width,
        height,
        depth_or_array_layers: 1,
    }
}
