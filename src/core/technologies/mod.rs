// SPDX-License-Identifier: GPL-2.0-or-later
//! The technologies, a file each.

pub mod dlss;
pub mod fallback;
pub mod fsr;
pub mod fsr3;
pub mod kernels;
pub mod nis;
pub mod nu;
pub mod rtx_video;
pub(crate) mod steered;
#[cfg(test)]
pub(crate) mod testing;
pub mod xess;

use wgpu::util::DeviceExt as _;

use crate::frame::{AlphaMode, PixelFormat, Size};
use crate::gpu::Gpu;
use crate::pass::Variant;
use crate::technology::TechnologyError;

/// Where the pixels of an output lie among those of its source: pixel `x` at `x * scale + offset`, so that the two
/// pictures' edges fall together.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Grid {
    pub(crate) scale: [f32; 2],
    pub(crate) offset: [f32; 2],
}

impl Grid {
    pub(crate) fn new(source: Size, output: Size) -> Self {
        let scale = [
            source.width as f32 / output.width as f32,
            source.height as f32 / output.height as f32,
        ];
        Self {
            scale,
            offset: scale.map(|scale| 0.5 * scale - 0.5),
        }
    }
}

/// The constant `OPAQUE` of shaders that may leave alpha out.
pub(crate) fn opaque(alpha: AlphaMode) -> (&'static str, u32) {
    ("OPAQUE", u32::from(alpha == AlphaMode::Opaque))
}

/// The constants of `shaders/shared/alpha.wgsl` for a step between pictures with these alphas.
pub(crate) fn linear(source: AlphaMode, result: AlphaMode) -> [(&'static str, u32); 2] {
    let is_linear = |alpha| u32::from(alpha == AlphaMode::PremultipliedLinear);
    [
        ("LINEAR_SOURCE", is_linear(source)),
        ("LINEAR_RESULT", is_linear(result)),
    ]
}

/// Channels that are filtered.
pub(crate) fn channels(alpha: AlphaMode) -> f64 {
    if alpha == AlphaMode::Opaque { 3.0 } else { 4.0 }
}

/// The constant `UNBOUNDED` of shaders that need pixels from 0 to 1.
pub(crate) fn unbounded(format: PixelFormat) -> (&'static str, u32) {
    ("UNBOUNDED", u32::from(format.is_float()))
}

/// The format between the passes of a technology: what rounding there must not show, and overshoot must be kept.
pub(crate) fn between(format: PixelFormat) -> PixelFormat {
    match format {
        PixelFormat::Rgba32Float => PixelFormat::Rgba32Float,
        _ => PixelFormat::Rgba16Float,
    }
}

/// A texture of numbers that shaders look up: rows of equal length, four numbers a texel.
pub(crate) fn data_texture(gpu: &Gpu, label: &str, rows: &[Vec<[f32; 4]>]) -> wgpu::TextureView {
    let texture = gpu.device().create_texture_with_data(
        gpu.queue(),
        &wgpu::TextureDescriptor {
            label: Some(label),
            size: wgpu::Extent3d {
                width: rows[0].len() as u32,
                height: rows.len() as u32,
                depth_or_array_layers: 1,
            },
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: wgpu::TextureFormat::Rgba32Float,
            usage: wgpu::TextureUsages::TEXTURE_BINDING,
            view_formats: &[],
        },
        wgpu::util::TextureDataOrder::LayerMajor,
        bytemuck::cast_slice(&rows.concat()),
    );
    texture.create_view(&wgpu::TextureViewDescriptor::default())
}

/// Whether all of these are compiled.
pub(crate) fn are_ready(gpu: &Gpu, variants: &[Variant]) -> bool {
    variants.iter().all(|variant| gpu.pipelines().is_ready(variant))
}

/// Compiles all of these, the ones behind a failure too: all are ready afterwards, unless the GPU itself failed. The
/// error is the first one.
pub(crate) fn compile(gpu: &Gpu, variants: &[Variant]) -> Result<(), TechnologyError> {
    variants
        .iter()
        .map(|variant| gpu.pipelines().get(gpu, variant).map(drop))
        .fold(Ok(()), Result::and)
}

#[cfg(test)]
mod tests;
