// SPDX-License-Identifier: GPL-2.0-or-later
//! Times every technology and kernel, sharpened or not: wall time and, on Linux, the process's CPU time per frame,
//! which on a software renderer is what counts.
//!
//! `cargo run --release -p nu-scaler-core --example times [INPUT OUTPUT]`, sizes such as 960x540 and 1920x1080.

use std::error::Error;
use std::time::{Duration, Instant};

use nu_scaler_core::frame::{AlphaMode, ColorSpace, FrameDesc, PixelFormat, Size};
use nu_scaler_core::gpu::{AdapterChoice, Gpu};
use nu_scaler_core::pipeline::{Pipeline, Plan};
use nu_scaler_core::settings::{Algorithm, Settings, TechnologyChoice, TechnologyId};

const FRAMES: u32 = 20;
fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (input, output): (Size, Size) = match arguments.as_slice() {
        [input, output] => (input.parse()?, output.parse()?),
        _ => (Size::new(960, 540), Size::new(1920, 1080)),
    };
    let gpu = Gpu::open(&AdapterChoice::Any)?;
    println!("{}, {input} to {output}", gpu.desc().name);
    println!("{:24}{:>12}{:>12}", "", "wall ms", "CPU ms");
    let fsr = |sharpness| Settings {
        technology: TechnologyChoice::Only(TechnologyId::Fsr),
        sharpness,
        ..Settings::default()
    };
    time(&gpu, &fsr(0.0), input, output, "fsr")?;
    time(&gpu, &fsr(0.5), input, output, "fsr, sharpened")?;
    for algorithm in Algorithm::ALL {
        let settings = Settings {
            technology: TechnologyChoice::Only(TechnologyId::Fallback),
            algorithm: Some(*algorithm),
            sharpness: 0.0,
            ..Settings::default()
        };
        time(&gpu, &settings, input, output, algorithm.id())?;
    }
    Ok(())
}

fn time(gpu: &Gpu, settings: &Settings, input: Size, output: Size, name: &str) -> Result<(), Box<dyn Error>> {
    let frame = FrameDesc {
        size: input,
        format: PixelFormat::Rgba8,
        alpha: AlphaMode::Premultiplied,
        color_space: ColorSpace::Srgb,
    };
    let plan = Plan::resolve(gpu, settings, frame, output);
    if let Some(note) = plan.note() {
        println!("{name:24}{note}");
        return Ok(());
    }
    let mut pipeline = Pipeline::create(gpu, &plan)?;
    let [source, result] = [input, output].map(|size| texture(gpu, size));
    fill(gpu, &source, input);

    let mut run = |frames: u32| -> Result<(), Box<dyn Error>> {
        for _ in 0..frames {
            let mut encoder = gpu
                .device()
                .create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
            pipeline.record(gpu, &mut encoder, &source, &result);
            let submission = gpu.submit(encoder.finish());
            pipeline.after_submit(gpu);
            gpu.wait(submission)?;
        }
        Ok(())
    };
    run(2)?;
    let (wall, cpu) = (Instant::now(), cpu_time());
    run(FRAMES)?;
    let per_frame = |time: Duration| time.as_secs_f64() * 1000.0 / f64::from(FRAMES);
    let cpu = cpu_time()
        .zip(cpu)
        .map(|(now, then)| per_frame(now.saturating_sub(then)));
    let cpu = cpu.map_or("-".to_owned(), |milliseconds| format!("{milliseconds:.1}"));
    println!("{name:24}{:>12.1}{cpu:>12}", per_frame(wall.elapsed()));
    Ok(())
}

fn texture(gpu: &Gpu, size: Size) -> wgpu::Texture {
    gpu.device().create_texture(&wgpu::TextureDescriptor {
        label: None,
        size: wgpu::Extent3d {
            width: size.width,
            height: size.height,
            depth_or_array_layers: 1,
        },
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format: PixelFormat::Rgba8.texture_format(),
        usage: wgpu::TextureUsages::TEXTURE_BINDING
            | wgpu::TextureUsages::STORAGE_BINDING
            | wgpu::TextureUsages::COPY_SRC
            | wgpu::TextureUsages::COPY_DST,
        view_formats: &[],
    })
}

/// Slanted stripes of all colours: the technologies have edges to look at.
fn fill(gpu: &Gpu, texture: &wgpu::Texture, size: Size) {
    let positions = (0..size.height).flat_map(|y| (0..size.width).map(move |x| (x, y)));
    let pixels: Vec<u8> = positions
        .flat_map(|(x, y)| {
            [
                (3 * x + y) as u8,
                (x ^ y) as u8,
                ((x + 2 * y) / 16 * 40) as u8,
                255,
            ]
        })
        .collect();
    gpu.queue().write_texture(
        texture.as_image_copy(),
        &pixels,
        wgpu::TexelCopyBufferLayout {
            offset: 0,
            bytes_per_row: Some(size.width * 4),
            rows_per_image: None,
        },
        texture.size(),
    );
}

/// The process's CPU time so far, of all its threads; the kernel counts in hundredths of a second.
fn cpu_time() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The program's name, in parentheses, may contain anything; user and system time are the 12th and 13th field
    // behind it.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: u64 = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    Some(Duration::from_millis(10 * ticks))
}
