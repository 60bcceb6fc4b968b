// SPDX-License-Identifier: GPL-2.0-or-later
//! Textures of the benchmark.

use crate::frame::{PixelFormat, Size};
use crate::gpu::{Gpu, GpuError};
use crate::texture;

/// A texture that can be used for everything, and its view.
pub(super) struct Frame {
    pub(super) texture: wgpu::Texture,
    pub(super) view: wgpu::TextureView,
}

impl Frame {
    pub(super) fn new(gpu: &Gpu, size: Size, format: PixelFormat) -> Result<Self, GpuError> {
        gpu.check(|| {
            let texture = gpu.device().create_texture(&wgpu::TextureDescriptor {
                usage: wgpu::TextureUsages::TEXTURE_BINDING
                    | wgpu::TextureUsages::STORAGE_BINDING
                    | wgpu::TextureUsages::COPY_SRC
                    | wgpu::TextureUsages::COPY_DST,
                ..texture::descriptor("benchmark", size, format.texture_format())
            });
            let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
            Self { texture, view }
        })
    }

    /// Writes 8-bit pixels into a texture of theirs: rows from the top, no padding.
    pub(super) fn upload(&self, gpu: &Gpu, bytes: &[u8]) -> Result<(), GpuError> {
        gpu.check(|| {
            gpu.queue().write_texture(
                self.texture.as_image_copy(),
                bytes,
                wgpu::TexelCopyBufferLayout {
                    offset: 0,
                    bytes_per_row: Some(self.texture.width() * PixelFormat::Rgba8.bytes_per_pixel()),
                    rows_per_image: None,
                },
                self.texture.size(),
            );
        })
    }
}
