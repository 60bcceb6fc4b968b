// SPDX-License-Identifier: GPL-2.0-or-later
//! Frames between OBS and the GPU: one test body for every way of exchanging them, inside a real libobs.
//!
//! The software driver has no semaphores that OpenGL and Vulkan share; what is tested of `gl_vulkan` is the way
//! where the CPU waits.

use std::fs;
use std::sync::Arc;

use anyhow::{Context, Result, bail, ensure};
use half::f16;
use nu_scaler_core::frame::{PixelFormat, Size};
use nu_scaler_core::gpu::{AdapterChoice, Gpu};
use nu_scaler_exchange::{
    ExchangeDesc, ExchangeError, ExchangeKind, FrameExchange, GpuFrame, ObsFrame, Unavailable, create,
    gl_uuids,
};
use nu_scaler_obs::graphics::{
    ColorFormat, ColorSpace, Graphics, GraphicsScope, StageSurface, Technique, Texture, draw_texture,
    premultiplied_blend, render_into,
};
use nu_scaler_tests::host::{Host, Options, log};
use nu_scaler_tests::host_test;

const OPTIONS: Options = Options {
    modules: &[],
    ..Options::STOCK
};

/// The formats that are exchanged.
const FORMATS: [PixelFormat; 2] = [PixelFormat::Rgba8, PixelFormat::Rgba16Float];

/// Everything a test needs, in the order in which it has to go.
struct Bench {
    work: Vec<wgpu::ComputePipeline>,
    gpu: Arc<Gpu>,
}

impl Bench {
    fn new() -> Result<Self> {
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

fn enter() -> Result<GraphicsScope> {
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
fn worked(input: &[u8], desc: &ExchangeDesc) -> Vec<u8> {
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

/// Random pixels: any byte; or any half float from 1 to 2, in every second picture negative.
///
/// OBS's effects sample with a linear filter, which at one to one lets a trace of the neighbours in: far less than a
/// half float tells apart, as long as the neighbours are not far larger.
fn random_pixels(size: Size, format: PixelFormat, seed: u32) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state >> 8
    };
    let channels = 0..size.width * size.height * 4;
    let sign = if seed % 2 == 1 { -1.0 } else { 1.0 };
    match format {
        PixelFormat::Rgba8 => channels.map(|_| next() as u8).collect(),
        _ => channels
            .flat_map(|_| f16::from_f32(sign * (1.0 + (next() % 1024) as f32 / 1024.0)).to_le_bytes())
            .collect(),
    }
}

/// Draws a texture over all of another, value for value.
fn draw(g: &Graphics, from: &Texture, to: &Texture) -> Result<()> {
    let drawn = render_into(g, to, ColorSpace::Srgb, |g| {
        premultiplied_blend(g, |g| draw_texture(g, from, to.size(), Technique::Draw, false))
    });
    ensure!(drawn, "OBS has no default effect");
    Ok(())
}

/// The format in which pixels go through the CPU: OBS's OpenGL does not move half floats as such.
fn cpu_format(format: ColorFormat) -> ColorFormat {
    match format {
        ColorFormat::Rgba16F => ColorFormat::Rgba32F,
        format => format,
    }
}

/// Draws `pixels` into `target`, without waiting for it.
fn paint(g: &Graphics, pixels: &[u8], target: &Texture) -> Result<()> {
    let format = cpu_format(target.format());
    let sent = match format {
        ColorFormat::Rgba => pixels.to_vec(),
        _ => pixels
            .as_chunks()
            .0
            .iter()
            .flat_map(|half| f16::from_le_bytes(*half).to_f32().to_ne_bytes())
            .collect(),
    };
    let source = Texture::new_dynamic(g, target.size(), format).context("no texture")?;
    let stride = target.size().width * format.bytes_per_pixel();
    ensure!(source.set_pixels(g, &sent, stride), "the pixels are not taken");
    draw(g, &source, target)
}

/// What [`paint`] left in `target`: the same, but for floats, which a driver may round in either direction when it
/// stores them as half floats.
fn painted(g: &Graphics, pixels: &[u8], target: &Texture) -> Result<Vec<u8>> {
    let stored = look(g, target)?;
    if target.format() == ColorFormat::Rgba {
        compare(&stored, pixels, "the input")?;
    }
    let number = |bytes: &[u8; 2]| i32::from(u16::from_le_bytes(*bytes));
    let mut pairs = stored.as_chunks().0.iter().zip(pixels.as_chunks().0);
    ensure!(
        stored.len() == pixels.len()
            && pairs.all(|(stored, pixel)| (number(stored) - number(pixel)).abs() <= 1),
        "the input is not what was drawn"
    );
    Ok(stored)
}

/// Draws `texture` elsewhere, as OBS would, and reads what was drawn.
fn look(g: &Graphics, texture: &Texture) -> Result<Vec<u8>> {
    let (size, format) = (texture.size(), cpu_format(texture.format()));
    let target = Texture::new_render_target(g, size, format).context("no texture")?;
    draw(g, texture, &target)?;
    let mut stage = StageSurface::new(g, size, format).context("no surface")?;
    ensure!(stage.stage(g, &target), "the surface does not fit");
    let row = (size.width * format.bytes_per_pixel()) as usize;
    let read = stage.map(g, |pixels, stride| -> Vec<u8> {
        let rows = pixels.chunks(stride as usize);
        rows.flat_map(|pixels| &pixels[..row]).copied().collect()
    });
    let pixels = read.context("the surface cannot be read")?;
    Ok(match format {
        ColorFormat::Rgba32F => pixels
            .as_chunks()
            .0
            .iter()
            .flat_map(|float| f16::from_f32(f32::from_ne_bytes(*float)).to_le_bytes())
            .collect(),
        _ => pixels,
    })
}

fn record(bench: &Bench, exchange: &dyn FrameExchange, frame: &GpuFrame) -> wgpu::CommandBuffer {
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
    encoder.finish()
}

fn make(g: &Graphics, gpu: &Gpu, desc: &ExchangeDesc, kind: ExchangeKind) -> Result<Box<dyn FrameExchange>> {
    let (exchange, _) = create(g, gpu, desc, Some(kind))?;
    ensure!(exchange.kind() == kind, "{} instead of {kind}", exchange.kind());
    Ok(exchange)
}

/// One frame there and back, with the pixels that went in and those that come out.
fn frame(
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

fn compare(seen: &[u8], wanted: &[u8], what: &str) -> Result<()> {
    ensure!(
        seen.len() == wanted.len(),
        "{what}: {} bytes instead of {}",
        seen.len(),
        wanted.len()
    );
    let wrong = seen
        .iter()
        .zip(wanted)
        .filter(|(seen, wanted)| seen != wanted)
        .count();
    let first = seen.iter().zip(wanted).position(|(seen, wanted)| seen != wanted);
    ensure!(
        wrong == 0,
        "{what}: {wrong} of {} bytes differ, the first at {first:?}",
        wanted.len()
    );
    Ok(())
}

/// The sizes of the tests: the smallest, odd ones, and those of real life.
const SIZES: [(Size, Size); 5] = [
    (Size::new(1, 1), Size::new(1, 1)),
    (Size::new(3, 2), Size::new(5, 3)),
    (Size::new(853, 479), Size::new(853, 479)),
    (Size::new(853, 479), Size::new(1279, 718)),
    (Size::new(1920, 1080), Size::new(1920, 1080)),
];

/// Pixels are the same to the last bit, frame after frame, none of them stale.
fn pixels_are_exact(kind: ExchangeKind) -> Result<()> {
    let bench = Bench::new()?;
    let g = enter()?;
    for format in FORMATS {
        for (input, output) in SIZES {
            let desc = ExchangeDesc {
                input,
                output,
                format,
            };
            let mut exchange = make(&g, &bench.gpu, &desc, kind)?;
            let mut token = exchange.start().context("no token")?;
            ensure!(exchange.start().is_none(), "a second token");
            for seed in 0..4 {
                let pixels = random_pixels(input, format, seed);
                let (painted, seen);
                (token, painted, seen) = frame(&g, &bench, &mut *exchange, token, &pixels)?;
                let what = format!("{kind}, {format:?}, {input} to {output}, frame {seed}");
                compare(&seen, &worked(&painted, &desc), &what)?;
            }
        }
    }
    Ok(())
}

host_test!(gl_vulkan_is_pixel_exact, OPTIONS, |_| pixels_are_exact(
    ExchangeKind::GlVulkan
));
host_test!(staging_is_pixel_exact, OPTIONS, |_| pixels_are_exact(
    ExchangeKind::Staging
));

/// The result stays drawable over several pictures, and the output can be copied into instead of stored to.
fn copies_work(kind: ExchangeKind) -> Result<()> {
    let bench = Bench::new()?;
    let g = enter()?;
    let size = Size::new(67, 43);
    for format in FORMATS {
        let desc = ExchangeDesc {
            input: size,
            output: size,
            format,
        };
        let mut exchange = make(&g, &bench.gpu, &desc, kind)?;
        let mut token = exchange.start().context("no token")?;
        for seed in 0..3 {
            let pixels = random_pixels(size, format, seed);
            paint(&g, &pixels, exchange.input_target(&token))?;
            let gpu_token = exchange.to_gpu(&g, &bench.gpu, token)?;
            let (input, output) = exchange.textures(&gpu_token);
            let mut encoder = bench
                .gpu
                .device()
                .create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
            encoder.copy_texture_to_texture(input.as_image_copy(), output.as_image_copy(), input.size());
            token = exchange.to_obs(&g, &bench.gpu, gpu_token, encoder.finish())?;
            let painted = painted(&g, &pixels, exchange.input_target(&token))?;
            for look_again in 0..2 {
                let seen = look(&g, exchange.output(&token))?;
                compare(
                    &seen,
                    &painted,
                    &format!("{kind}, {format:?}, frame {seed}, look {look_again}"),
                )?;
            }
        }
    }
    Ok(())
}

host_test!(gl_vulkan_copies, OPTIONS, |_| copies_work(ExchangeKind::GlVulkan));
host_test!(staging_copies, OPTIONS, |_| copies_work(ExchangeKind::Staging));

/// A source that is resized all the time: neither descriptors nor memory grow.
fn reallocations_do_not_leak(kind: ExchangeKind) -> Result<()> {
    let bench = Bench::new()?;
    let round = |index: u32| -> Result<()> {
        let g = enter()?;
        let input = Size::new(64 + index % 97 * 5, 48 + index % 89 * 3);
        let desc = ExchangeDesc {
            input,
            output: Size::new(input.width * 3 / 2, input.height * 3 / 2),
            format: FORMATS[index as usize % 2],
        };
        let mut exchange = make(&g, &bench.gpu, &desc, kind)?;
        let token = exchange.start().context("no token")?;
        let pixels = random_pixels(input, desc.format, index);
        let (token, painted, seen) = frame(&g, &bench, &mut *exchange, token, &pixels)?;
        compare(
            &seen,
            &worked(&painted, &desc),
            &format!("{kind}, reallocation {index}"),
        )?;
        match index % 3 {
            0 => drop(exchange),
            // Outside the graphics context.
            1 => {
                drop(g);
                drop(exchange);
            }
            // While the GPU side owns the frame.
            _ => {
                let _lost = exchange.to_gpu(&g, &bench.gpu, token)?;
                drop(exchange);
            }
        }
        Ok(())
    };
    (0..60).try_for_each(round)?;
    let (descriptors, memory) = (open_descriptors()?, resident_kib()?);
    (60..360).try_for_each(round)?;
    let (more_descriptors, more_memory) = (open_descriptors()?, resident_kib()?);
    ensure!(
        more_descriptors <= descriptors,
        "{descriptors} descriptors became {more_descriptors}"
    );
    // Unfreed textures would be 300 times 3 MB.
    ensure!(
        more_memory < memory + 64 * 1024,
        "{memory} KiB became {more_memory} KiB"
    );
    Ok(())
}

host_test!(gl_vulkan_reallocates_without_leaks, OPTIONS, |_| {
    reallocations_do_not_leak(ExchangeKind::GlVulkan)
});
host_test!(staging_reallocates_without_leaks, OPTIONS, |_| {
    reallocations_do_not_leak(ExchangeKind::Staging)
});

fn open_descriptors() -> Result<usize> {
    Ok(fs::read_dir("/proc/self/fd")?.count())
}

fn resident_kib() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .context("no VmRSS")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

/// What fails says so, and leaves nothing behind.
fn failures_are_reported(kind: ExchangeKind) -> Result<()> {
    let bench = Bench::new()?;
    let g = enter()?;
    let gpu = &*bench.gpu;
    let size = Size::new(32, 32);
    let desc = ExchangeDesc {
        input: size,
        output: size,
        format: PixelFormat::Rgba8,
    };

    // The token of another exchange.
    let mut one = make(&g, gpu, &desc, kind)?;
    let mut two = make(&g, gpu, &desc, kind)?;
    let token = one.start().context("no token")?;
    ensure!(matches!(
        two.to_gpu(&g, gpu, token),
        Err(ExchangeError::ForeignFrame)
    ));

    // Work that wgpu refuses.
    let token = two.start().context("no token")?;
    let token = two.to_gpu(&g, gpu, token)?;
    let invalid = gpu.check(|| {
        let (input, output) = two.textures(&token);
        let mut encoder = gpu
            .device()
            .create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let too_large = wgpu::Extent3d {
            width: 33,
            height: 33,
            depth_or_array_layers: 1,
        };
        encoder.copy_texture_to_texture(input.as_image_copy(), output.as_image_copy(), too_large);
        encoder.finish()
    });
    ensure!(invalid.is_err(), "the work should be invalid");
    let work = gpu
        .device()
        .create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
    let token = two.to_obs(&g, gpu, token, work.finish())?;

    // A device that is gone.
    let token = two.to_gpu(&g, gpu, token)?;
    let work = gpu
        .device()
        .create_command_encoder(&wgpu::CommandEncoderDescriptor::default())
        .finish();
    gpu.device().destroy();
    // Otherwise nobody has noticed yet.
    let _lost = gpu.device().poll(wgpu::PollType::Poll);
    match two.to_obs(&g, gpu, token, work) {
        Err(ExchangeError::Gpu(_)) => {}
        other => bail!("{other:?} with a lost device"),
    }
    ensure!(
        create(&g, gpu, &desc, Some(kind)).is_err(),
        "an exchange with a lost device"
    );
    Ok(())
}

host_test!(gl_vulkan_reports_failures, OPTIONS, |_| failures_are_reported(
    ExchangeKind::GlVulkan
));
host_test!(staging_reports_failures, OPTIONS, |_| failures_are_reported(
    ExchangeKind::Staging
));

host_test!(the_ladder_takes_the_best_rung, OPTIONS, |_| {
    let bench = Bench::new()?;
    let g = enter()?;
    let size = Size::new(32, 32);
    let desc = |input, format| ExchangeDesc {
        input,
        output: size,
        format,
    };
    let usual = desc(size, PixelFormat::Rgba8);
    for _ in 0..2 {
        let (exchange, refusals) = create(&g, &bench.gpu, &usual, None)?;
        ensure!(
            exchange.kind() == ExchangeKind::GlVulkan && refusals.is_empty(),
            "{refusals:?}"
        );
    }
    ensure!(log::lines_with("info: [nu-scaler] frame exchange gl_vulkan is used").len() == 1);

    let (exchange, refusals) = create(&g, &bench.gpu, &usual, Some(ExchangeKind::Staging))?;
    ensure!(exchange.kind() == ExchangeKind::Staging);
    let not_asked = ExchangeError::Unavailable(Unavailable::NotAsked).to_string();
    ensure!(
        refusals.len() == 1 && refusals[0].0 == ExchangeKind::GlVulkan,
        "{refusals:?}"
    );
    ensure!(refusals[0].1.to_string() == not_asked, "{refusals:?}");

    for side in [0, 1 << 20] {
        let wrong = desc(Size::new(side, 4), PixelFormat::Rgba8);
        let made = create(&g, &bench.gpu, &wrong, None).map(|(exchange, _)| exchange.kind());
        ensure!(
            matches!(made, Err(ExchangeError::Size { .. })),
            "{side}: {made:?}"
        );
    }
    let wrong = desc(size, PixelFormat::Rgba32Float);
    let made = create(&g, &bench.gpu, &wrong, None).map(|(exchange, _)| exchange.kind());
    ensure!(
        matches!(made, Err(ExchangeError::Unavailable(Unavailable::Format))),
        "{made:?}"
    );
    Ok(())
});

host_test!(
    the_environment_chooses_a_rung,
    Options {
        environment: &[("NU_SCALER_EXCHANGE", "staging")],
        ..OPTIONS
    },
    |_: &Host| {
        let bench = Bench::new()?;
        let size = Size::new(32, 32);
        let desc = ExchangeDesc {
            input: size,
            output: size,
            format: PixelFormat::Rgba8,
        };
        let (exchange, _) = create(&*enter()?, &bench.gpu, &desc, None)?;
        ensure!(exchange.kind() == ExchangeKind::Staging);
        Ok(())
    }
);
