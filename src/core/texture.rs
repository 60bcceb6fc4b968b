// SPDX-License-Identifier: GPL-2.0-or-later
//! Textures of the core: all have one level, one layer and one sample.

use crate::frame::Size;
use crate::gpu::Gpu;

/// A texture without any usage yet.
pub(crate) fn descriptor(
    label: &str,
    size: Size,
    format: wgpu::TextureFormat,
) -> wgpu::TextureDescriptor<'_> {
    wgpu::TextureDescriptor {
        label: Some(label),
        size: wgpu::Extent3d {
            width: size.width,
            height: size.height,
            depth_or_array_layers: 1,
        },
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format,
        usage: wgpu::TextureUsages::empty(),
        view_formats: &[],
    }
}

/// A view of a whole new texture.
pub(crate) fn create(
    gpu: &Gpu,
    label: &str,
    size: Size,
    format: wgpu::TextureFormat,
    usage: wgpu::TextureUsages,
) -> wgpu::TextureView {
    let texture = gpu.device().create_texture(&wgpu::TextureDescriptor {
        usage,
        ..descriptor(label, size, format)
    });
    texture.create_view(&wgpu::TextureViewDescriptor::default())
}

/// The memory that a texture's texels take.
pub(crate) fn bytes(texture: &wgpu::Texture) -> u64 {
    let texel = texture.format().block_copy_size(None).unwrap_or_default();
    u64::from(texture.width()) * u64::from(texture.height()) * u64::from(texel)
}
