// SPDX-License-Identifier: GPL-2.0-or-later
//! A device, some work for it, and one frame there and back.

use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use nu_scaler_core::frame::PixelFormat;
use nu_scaler_core::gpu::{AdapterChoice, Gpu};
use nu_scaler_exchange::{ExchangeDesc, ExchangeKind, FrameExchange, GpuFrame, ObsFrame, create, gl_uuids};
use nu_scaler_obs::graphics::{Graphics, GraphicsScope};
use nu_scaler_tests::host::Options;

use crate::drawing::{look, paint, painted};

pub(crate) const OPTIONS: Options = Options {
    modules: &[],
    ..Options::STOCK
};

/// The formats that are exchanged.
pub(crate) const FORMATS: [PixelFormat; 2] = [PixelFormat::Rgba8, PixelFormat::Rgba16Float];

/// Everything a test needs, in the order in which it has to go.
pub(crate) struct Bench {
    work: Vec<wgpu::ComputePipeline>,
    pub(crate) gpu: Arc<Gpu>,
}

impl Bench {
    pub(crate) fn new() -> Result<Self> {
        nu_scaler_obs::log::install();
        let (device, driver) = gl_uuids(&*enter()?).context("OpenGL has no UUIDs")?;
        let gpu = Gpu::open(&AdapterChoice::Uuid { device, driver })?;
        let work = FORMATS.iter().map(|format| work(&gpu, *format)).collect();
        Ok(Self { work, gpu })
    }

    fn pipeline(&self, format: PixelFormat) -> &wgpu::ComputePipeline {
        &self.work[usize::from(format == PixelFormat::Rgba16Float)]
    }
}

pub(crate) fn enter() -> Result<GraphicsScope> {
    Graphics::enter().context("no graphics")
}

/// The work: the input is repeated, shifted, over the output, with red and blue exchanged. No arithmetic on values.
fn work(gpu: &Gpu, format: PixelFormat) -> wgpu::ComputePipeline {
    let texel = match format {
        PixelFormat::Rgba8 => "rgba8unorm",
        PixelFormat::Rgba16Float => "rgba16float",
        other => unreachable!("{other:?} is not exchanged"),
    };
    let source = format!(
        "@group(0) @binding(0) var source: texture_2d<f32>;
        @group(0) @binding(1) var result: texture_storage_2d<{texel}, write>;
        @compute @workgroup_size(8, 8) fn main(@builtin(global_invocation_id) id: vec3<u32>) {{
            let at = (id.xy + vec2(1u, 2u)) % textureDimensions(source);
            textureStore(result, id.xy, textureLoad(source, at, 0).bgra);
        }}"
    );
    let module = gpu.device().create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some("work"),
        source: wgpu::ShaderSource::Wgsl(source.into()),
    });
    gpu.device()
        .create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
            label: Some("work"),
            layout: None,
            module: &module,
            entry_point: None,
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            cache: None,
        })
}

/// What [`work`] makes of `input`.
pub(crate) fn worked(input: &[u8], desc: &ExchangeDesc) -> Vec<u8> {
    let channel = desc.format.bytes_per_pixel() as usize / 4;
    let mut output = Vec::new();
    for y in 0..desc.output.height {
        for x in 0..desc.output.width {
            let (x, y) = ((x + 1) % desc.input.width, (y + 2) % desc.input.height);
            let start = (y * desc.input.width + x) as usize * channel * 4;
            let pixel = &input[start..start + channel * 4];
            for from in [2, 1, 0, 3] {
                output.extend_from_slice(&pixel[from * channel..(from + 1) * channel]);
            }
        }
    }
    output
}

pub(crate) fn record(
    bench: &Bench,
    exchange: &dyn FrameExchange,
    frame: &GpuFrame,
) -> Vec<wgpu::CommandBuffer> {
    let (input, output) = exchange.textures(frame);
    let device = bench.gpu.device();
    let pipeline = bench.pipeline(exchange.desc().format);
    let view = |texture: &wgpu::Texture| texture.create_view(&wgpu::TextureViewDescriptor::default());
    let group = device.create_bind_group(&wgpu::BindGroupDescriptor {
        label: Some("work"),
        layout: &pipeline.get_bind_group_layout(0),
        entries: &[
            wgpu::BindGroupEntry {
                binding: 0,
                resource: wgpu::BindingResource::TextureView(&view(input)),
            },
            wgpu::BindGroupEntry {
                binding: 1,
                resource: wgpu::BindingResource::TextureView(&view(output)),
            },
        ],
    });
    let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor { label: Some("work") });
    let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
    pass.set_pipeline(pipeline);
    pass.set_bind_group(0, &group, &[]);
    pass.dispatch_workgroups(output.width().div_ceil(8), output.height().div_ceil(8), 1);
    drop(pass);
    vec![encoder.finish()]
}

pub(crate) fn make(
    g: &Graphics,
    gpu: &Gpu,
    desc: &ExchangeDesc,
    kind: ExchangeKind,
) -> Result<Box<dyn FrameExchange>> {
    let (exchange, _) = create(g, gpu, desc, Some(kind))?;
    ensure!(exchange.kind() == kind, "{} instead of {kind}", exchange.kind());
    Ok(exchange)
}

/// One frame there and back, with the pixels that went in and those that come out.
pub(crate) fn frame(
    g: &Graphics,
    bench: &Bench,
    exchange: &mut dyn FrameExchange,
    token: ObsFrame,
    pixels: &[u8],
) -> Result<(ObsFrame, Vec<u8>, Vec<u8>)> {
    paint(g, pixels, exchange.input_target(&token))?;
    let token = exchange.to_gpu(g, &bench.gpu, token)?;
    let work = record(bench, exchange, &token);
    let token = exchange.to_obs(g, &bench.gpu, token, work)?;
    let seen = look(g, exchange.output(&token))?;
    // Afterwards: looking waits for what was drawn, which is the exchange's business.
    let painted = painted(g, pixels, exchange.input_target(&token))?;
    Ok((token, painted, seen))
}
