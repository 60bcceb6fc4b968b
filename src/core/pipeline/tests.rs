// SPDX-License-Identifier: GPL-2.0-or-later

mod failures;
mod light;
mod plans;
mod steps;

use std::time::{Duration, Instant};

use super::*;
use crate::frame::{AlphaMode, ColorSpace, PixelFormat, Size};
use crate::gpu::GpuError;
use crate::pass::{PassClock, PassLog, PassTime};
use crate::passes::Ink;
use crate::reference::{self, Image};
use crate::registry::available;
use crate::settings::{Algorithm, Light, TechnologyChoice, TechnologyId};
use crate::technologies::nis::Strength;
use crate::technologies::testing::{assert_close, from_bytes, stored, to_bytes};
use crate::technology::{Job, Technology, TechnologyInfo};
use crate::testing;
use crate::text::Message;

fn frame(size: Size, format: PixelFormat) -> FrameDesc {
    FrameDesc {
        size,
        format,
        alpha: AlphaMode::Premultiplied,
        color_space: ColorSpace::Srgb,
    }
}

fn only(technology: TechnologyId) -> Settings {
    Settings {
        technology: TechnologyChoice::Only(technology),
        ..Settings::default()
    }
}

/// Pixels of valid values, different from each other: random bytes, floats from 0 to 1.
fn noise(size: Size, format: PixelFormat) -> Vec<u8> {
    let samples = testing::noise(
        u64::from(size.width) << 32 | u64::from(size.height),
        size.area() as usize * 4,
    );
    match format {
        PixelFormat::Rgba8 | PixelFormat::Bgra8 | PixelFormat::Rgb10a2 => samples,
        PixelFormat::Rgba16Float => samples
            .iter()
            .flat_map(|sample| half::f16::from_f32(f32::from(*sample) / 255.0).to_le_bytes())
            .collect(),
        PixelFormat::Rgba32Float => samples
            .iter()
            .flat_map(|sample| (f32::from(*sample) / 255.0).to_le_bytes())
            .collect(),
    }
}

/// Runs one frame and returns the output's pixels.
fn process(gpu: &Gpu, pipeline: &mut Pipeline, input: &wgpu::Texture, output: &wgpu::Texture) -> Vec<u8> {
    let submission = gpu
        .check(|| {
            let mut work = Work::new(gpu);
            pipeline.record(gpu, &mut work, input, output);
            gpu.submit(work.finish())
        })
        .expect("the work is valid");
    pipeline.after_submit(gpu);
    gpu.wait(submission).expect("the GPU answers");
    testing::download(gpu, output)
}

/// One frame of noise through a pipeline of its own.
fn run(gpu: &Gpu, settings: &Settings, input: FrameDesc, output: Size) -> Vec<u8> {
    let plan = Plan::resolve(gpu, settings, input, output);
    Pipeline::prepare(gpu, &plan).expect("the pipeline can be prepared");
    assert!(Pipeline::is_prepared(gpu, &plan));
    let mut pipeline = Pipeline::create(gpu, &plan).expect("the pipeline can be made");
    let source = testing::upload(gpu, input.size, input.format, &noise(input.size, input.format));
    let target = testing::create_texture(gpu, output, input.format);
    process(gpu, &mut pipeline, &source, &target)
}

#[test]
fn scale_1_is_identity_bit_for_bit() {
    let Some(gpu) = testing::gpu() else { return };
    for technology in available(&gpu) {
        for format in [
            PixelFormat::Rgba8,
            PixelFormat::Rgba16Float,
            PixelFormat::Rgba32Float,
        ] {
            for size in [Size::new(1, 1), Size::new(3, 2), Size::new(85, 47)] {
                let settings = only(technology.info().id);
                let output = run(&gpu, &settings, frame(size, format), size);
                assert!(
                    output == noise(size, format),
                    "{:?} {format:?} {size}",
                    technology.info().id
                );
            }
        }
    }
    testing::assert_no_validation_messages();
}

#[test]
fn fault_3_every_technology_at_odd_and_changing_sizes() {
    let Some(gpu) = testing::gpu() else { return };
    let sizes = [
        (1, 1),
        (3, 2),
        (2, 3),
        (17, 1),
        (1, 33),
        (85, 47),
        (64, 64),
        (127, 129),
    ];
    for technology in available(&gpu) {
        for (width, height) in sizes {
            for factor in [1.0, 1.3, 2.0, 4.0] {
                let input = frame(Size::new(width, height), PixelFormat::Rgba8);
                let scaled = |side: u32| ((side as f32 * factor).round() as u32).max(1);
                let output = Size::new(scaled(width), scaled(height));
                for sharpness in [0.0, 0.5] {
                    let settings = Settings {
                        sharpness,
                        ..only(technology.info().id)
                    };
                    let pixels = run(&gpu, &settings, input, output);
                    assert_eq!(pixels.len() as u64, output.area() * 4);
                }
            }
        }
    }
    testing::assert_no_validation_messages();
}

/// Every technology, and every kernel of the fallback technology.
fn every_way(gpu: &Gpu) -> Vec<Settings> {
    let kernels = Algorithm::ALL.iter().map(|algorithm| Settings {
        algorithm: Some(*algorithm),
        ..only(TechnologyId::Fallback)
    });
    let others = available(gpu).map(|technology| technology.info().id);
    let others = others.filter(|id| *id != TechnologyId::Fallback).map(only);
    others.chain(kernels).collect()
}

#[test]
fn a_frame_comes_out_the_same_every_time() {
    let Some(gpu) = testing::gpu() else { return };
    let (input, output) = (Size::new(41, 23), Size::new(67, 46));
    for format in PixelFormat::ALL.iter().filter(|format| gpu.supports(**format)) {
        let spaces = match format.is_float() {
            true => &[ColorSpace::Srgb, ColorSpace::Srgb16F, ColorSpace::Rec709Extended][..],
            false => &[ColorSpace::Srgb],
        };
        for (space, settings) in spaces.iter().flat_map(|space| {
            every_way(&gpu)
                .into_iter()
                .map(move |settings| (*space, settings))
        }) {
            let frame = FrameDesc {
                color_space: space,
                ..frame(input, *format)
            };
            for (sharpness, compare) in [(0.0, Compare::Off), (0.7, Compare::Off), (0.7, Compare::Split)] {
                let settings = Settings {
                    sharpness,
                    compare,
                    ..settings.clone()
                };
                let [first, second] = [(); 2].map(|()| run(&gpu, &settings, frame, output));
                assert!(first == second, "{format:?} {space:?}: {settings:?}");
            }
        }
    }
    testing::assert_no_validation_messages();
}

#[test]
fn frames_are_timed_without_waiting() {
    let Some(gpu) = testing::gpu() else { return };
    if !gpu.has_timestamps() {
        println!("SKIP: the GPU has no timestamps");
        return;
    }
    let input = frame(Size::new(320, 180), PixelFormat::Rgba8);
    let output = Size::new(640, 360);
    let plan = Plan::resolve(&gpu, &Settings::default(), input, output);
    let mut pipeline = Pipeline::create(&gpu, &plan).expect("the pipeline can be made");
    let source = testing::upload(&gpu, input.size, input.format, &noise(input.size, input.format));
    let target = testing::create_texture(&gpu, output, input.format);
    assert_eq!(pipeline.gpu_time(), None);
    let begin = Instant::now();
    // More frames at once than there are slots; a frame that is never submitted among them.
    for frame in 0..12 {
        let mut work = Work::new(&gpu);
        pipeline.record(&gpu, &mut work, &source, &target);
        if frame != 5 {
            gpu.submit(work.finish());
            pipeline.after_submit(&gpu);
        }
    }
    process(&gpu, &mut pipeline, &source, &target);
    pipeline.after_submit(&gpu);
    let time = pipeline.gpu_time().expect("timestamps have arrived");
    assert!(time > Duration::ZERO && time < begin.elapsed(), "{time:?}");
    testing::assert_no_validation_messages();
}
