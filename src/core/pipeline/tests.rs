// SPDX-License-Identifier: GPL-2.0-or-later
use std::time::Instant;

use super::*;
use crate::frame::{AlphaMode, ColorSpace, PixelFormat, Size};
use crate::gpu::GpuError;
use crate::pass::{PassClock, PassLog, PassTime};
use crate::passes::Ink;
use crate::reference::{self, Image};
use crate::registry::TECHNOLOGIES;
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
            let mut encoder = gpu
                .device()
                .create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
            pipeline.record(gpu, &mut encoder, input, output);
            gpu.submit(encoder.finish())
        })
        .expect("the work is valid");
    pipeline.after_submit(gpu);
    gpu.wait(submission).expect("the GPU answers");
    testing::download(gpu, output)
}

/// One frame of noise through a pipeline of its own.
fn run(gpu: &Gpu, settings: &Settings, input: FrameDesc, output: Size) -> Vec<u8> {
    let plan = Plan::resolve(gpu, settings, input, output);
    let mut pipeline = Pipeline::create(gpu, &plan).expect("the pipeline can be made");
    assert!(Pipeline::is_prepared(gpu, &plan));
    let source = testing::upload(gpu, input.size, input.format, &noise(input.size, input.format));
    let target = testing::create_texture(gpu, output, input.format);
    process(gpu, &mut pipeline, &source, &target)
}

#[test]
fn scale_1_is_identity_bit_for_bit() {
    let Some(gpu) = testing::gpu() else { return };
    for technology in TECHNOLOGIES {
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
    for technology in TECHNOLOGIES {
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

#[test]
fn a_flat_picture_stays_flat_through_all_steps() {
    let Some(gpu) = testing::gpu() else { return };
    let input = frame(Size::new(31, 17), PixelFormat::Rgba8);
    let output = Size::new(62, 34);
    let colour = [40, 80, 120, 200];
    let flat = |size: Size| colour.repeat(size.area() as usize);
    let source = testing::upload(&gpu, input.size, input.format, &flat(input.size));
    let target = testing::create_texture(&gpu, output, input.format);
    for technology in TECHNOLOGIES {
        for sharpness in [0.0, 1.0] {
            let settings = Settings {
                sharpness,
                ..only(technology.info().id)
            };
            let plan = Plan::resolve(&gpu, &settings, input, output);
            let mut pipeline = Pipeline::create(&gpu, &plan).expect("the pipeline can be made");
            let pixels = process(&gpu, &mut pipeline, &source, &target);
            let largest = pixels.iter().zip(flat(output)).map(|(a, b)| a.abs_diff(b)).max();
            assert!(
                largest <= Some(1),
                "{:?} at sharpness {sharpness}: {largest:?}",
                technology.info().id
            );
        }
    }
    testing::assert_no_validation_messages();
}

/// The colour spaces in which values are proportional to light.
const LINEAR: [ColorSpace; 3] = [
    ColorSpace::Srgb16F,
    ColorSpace::Rec709Extended,
    ColorSpace::Rec709Scrgb,
];

/// Highlights of 30 times white in front of dark and mid grey, a coloured edge and a soft one, as OBS holds them: linear.
fn light(size: Size, space: ColorSpace) -> Image {
    let peak = if space.is_high_range() { 30.0 } else { 1.0 };
    Image::from_fn(size, |x, y| {
        let coverage = if y < 4 { 0.25 * (y + 1) as f32 } else { 1.0 };
        let colour = match (x / 6) % 4 {
            0 => [0.01, 0.01, 0.01],
            1 => [peak, peak, peak],
            2 => [0.2, 0.25, 0.3],
            _ => [peak, 0.0, 0.1],
        };
        let [r, g, b] = colour.map(|value: f32| value * coverage);
        [r, g, b, coverage]
    })
}

/// What a technology makes of an encoded picture, each step's result stored in `format`: the reference's, with premultiplied
/// alpha.
fn expected(
    technology: &TechnologyInfo,
    encoded: &Image,
    output: Size,
    sharpness: f32,
    format: PixelFormat,
) -> Image {
    let alpha = AlphaMode::Premultiplied;
    let kernel = Settings::default().kernel_between(encoded.size, output);
    let upscaled = match technology.id {
        TechnologyId::Fsr => reference::easu(encoded, output, alpha),
        TechnologyId::Nis => reference::nis(encoded, output, Strength::new(sharpness), alpha),
        TechnologyId::Fallback => reference::scale(encoded, output, kernel, Light::Encoded, 0.0, alpha),
        other => panic!("{other:?} has no reference"),
    };
    let upscaled = stored(&upscaled, format);
    if sharpness > 0.0 && !technology.sharpens {
        return stored(&reference::rcas(&upscaled, sharpness, false, alpha), format);
    }
    upscaled
}

#[test]
fn linear_frames_are_upscaled_in_the_display_encoding() {
    let Some(gpu) = testing::gpu() else { return };
    let (input, output) = (Size::new(48, 20), Size::new(77, 40));
    for space in LINEAR {
        for format in [PixelFormat::Rgba16Float, PixelFormat::Rgba32Float] {
            let frame = FrameDesc {
                color_space: space,
                alpha: AlphaMode::PremultipliedLinear,
                ..frame(input, format)
            };
            let image = stored(&light(input, space), format);
            let encoded = stored(&reference::encode(&image, space), format);
            let runs = TECHNOLOGIES
                .iter()
                .flat_map(|technology| [(technology, 0.0), (technology, 0.5)]);
            for (technology, sharpness) in runs {
                let settings = Settings {
                    sharpness,
                    ..only(technology.info().id)
                };
                let result = convert(&gpu, &settings, frame, output, &image);
                // Compared as the eye sees it: encoded.
                let what = format!("{space:?} {format:?} {:?} {sharpness}", technology.info().id);
                let result = reference::encode(&result, space);
                // There, no colour is beyond what its coverage can hold.
                let expected = expected(technology.info(), &encoded, output, sharpness, format);
                let expected = Image::from_fn(output, |x, y| {
                    let [r, g, b, alpha] = expected.at(x.into(), y.into());
                    [r.min(alpha), g.min(alpha), b.min(alpha), alpha]
                });
                // In half floats the driver's rounding decides for single pixels whether they are on an edge.
                let share = if format == PixelFormat::Rgba16Float {
                    0.01
                } else {
                    0.002
                };
                assert_close(&result, &expected, 0.004, share, &what);
            }
        }
    }
    testing::assert_no_validation_messages();
}

/// A picture through a pipeline of its own.
fn convert(gpu: &Gpu, settings: &Settings, input: FrameDesc, output: Size, image: &Image) -> Image {
    let plan = Plan::resolve(gpu, settings, input, output);
    let mut pipeline = Pipeline::create(gpu, &plan).expect("the pipeline can be made");
    assert!(Pipeline::is_prepared(gpu, &plan));
    let source = testing::upload(gpu, input.size, input.format, &to_bytes(image, input.format));
    let target = testing::create_texture(gpu, output, input.format);
    let result = process(gpu, &mut pipeline, &source, &target);
    from_bytes(output, input.format, &result)
}

/// Every technology, and every kernel of the fallback technology.
fn every_way() -> Vec<Settings> {
    let kernels = Algorithm::ALL.iter().map(|algorithm| Settings {
        algorithm: Some(*algorithm),
        ..only(TechnologyId::Fallback)
    });
    let others = TECHNOLOGIES.iter().map(|technology| technology.info().id);
    let others = others.filter(|id| *id != TechnologyId::Fallback).map(only);
    others.chain(kernels).collect()
}

/// So nothing of it reaches a filter, which would spread it over all that its kernel reaches.
#[test]
fn what_is_no_number_is_drawn_as_black_and_infinity_as_the_brightest() {
    let Some(gpu) = testing::gpu() else { return };
    let (nan, infinite) = (f32::NAN, f32::INFINITY);
    let odd = [
        [nan; 4],
        [nan, 0.5, 0.5, 1.0],
        [0.5, 0.5, 0.5, nan],
        [infinite, infinite, infinite, 1.0],
        [-infinite, -infinite, -infinite, 1.0],
        [infinite, -infinite, 0.5, 1.0],
        [-infinite, infinite, nan, -infinite],
        [infinite, -infinite, 0.5, 1e-7],
        [0.5, 0.5, 0.5, infinite],
    ];
    let largest = half::f16::MAX.to_f32();
    let number = |value: f32| match value.is_nan() {
        true => 0.0,
        false => value.clamp(-largest, largest),
    };
    // Each in the middle of a square of its own.
    const SIDE: u32 = 16;
    let input = Size::new(SIDE * odd.len() as u32, SIDE);
    for space in LINEAR {
        let ground = light(input, space);
        let strewn = Image::from_fn(input, |x, y| match (x % SIDE, y) == (SIDE / 2, SIDE / 2) {
            true => odd[(x / SIDE) as usize],
            false => ground.at(x.into(), y.into()),
        });
        let numbers = Image::from_fn(input, |x, y| strewn.at(x.into(), y.into()).map(number));
        for alpha in [AlphaMode::Opaque, AlphaMode::PremultipliedLinear] {
            let frame = FrameDesc {
                color_space: space,
                alpha,
                ..frame(input, PixelFormat::Rgba16Float)
            };
            for settings in every_way() {
                for (sharpness, scale) in [(0.0, 2), (1.0, 1), (1.0, 2)] {
                    let settings = Settings {
                        sharpness,
                        ..settings.clone()
                    };
                    let output = Size::new(scale * input.width, scale * input.height);
                    let [result, expected] =
                        [&strewn, &numbers].map(|image| convert(&gpu, &settings, frame, output, image));
                    let what = format!("{space:?} {alpha:?} {scale} {settings:?}");
                    assert!(
                        expected
                            .pixels
                            .as_flattened()
                            .iter()
                            .all(|value| value.is_finite()),
                        "{what}"
                    );
                    assert!(result == expected, "{what}");
                }
            }
        }
    }
    testing::assert_no_validation_messages();
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
        for (space, settings) in spaces
            .iter()
            .flat_map(|space| every_way().into_iter().map(move |settings| (*space, settings)))
        {
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
fn fault_27_comparing_does_not_dazzle() {
    let Some(gpu) = testing::gpu() else { return };
    let (size, output, format) = (Size::new(40, 8), Size::new(60, 12), PixelFormat::Rgba32Float);
    let input = FrameDesc {
        color_space: ColorSpace::Rec709Extended,
        alpha: AlphaMode::Opaque,
        ..frame(size, format)
    };
    // Black and white, which without a kernel differ from what bilinear filtering makes of them by half.
    let image = Image::from_fn(size, |x, _| {
        let light = f32::from(u8::from(x % 2 == 0));
        [light, light, light, 1.0]
    });
    let source = testing::upload(&gpu, size, format, &to_bytes(&image, format));
    let target = testing::create_texture(&gpu, output, format);
    for compare in [Compare::Split, Compare::Difference] {
        let settings = Settings {
            compare,
            algorithm: Some(Algorithm::Nearest),
            ..only(TechnologyId::Fallback)
        };
        let plan = Plan::resolve(&gpu, &settings, input, output);
        let mut pipeline = Pipeline::create(&gpu, &plan).expect("the pipeline can be made");
        let result = from_bytes(output, format, &process(&gpu, &mut pipeline, &source, &target));
        let brightest = result.pixels.iter().map(|pixel| pixel[0]).fold(0.0, f32::max);
        assert!(
            brightest > 0.99 && brightest < 1.01,
            "{compare:?}: the brightest is {brightest}"
        );
    }
    testing::assert_no_validation_messages();
}

#[test]
fn what_only_becomes_smaller_has_a_kernel_of_its_own() {
    let Some(gpu) = testing::gpu() else { return };
    let input = frame(Size::new(40, 30), PixelFormat::Rgba8);
    let with = |algorithm| Settings {
        algorithm,
        ..only(TechnologyId::Fallback)
    };
    for (output, kernel) in [
        (Size::new(26, 20), Algorithm::Area),
        (Size::new(40, 15), Algorithm::Area),
        (Size::new(60, 45), Algorithm::Steered),
        // One axis grows, and an area would show its pixels.
        (Size::new(60, 20), Algorithm::Steered),
    ] {
        let preset = run(&gpu, &with(None), input, output);
        assert!(
            preset == run(&gpu, &with(Some(kernel)), input, output),
            "{output}"
        );
        // The test could not tell otherwise.
        assert!(
            preset != run(&gpu, &with(Some(Algorithm::Mitchell)), input, output),
            "{output}"
        );
        let chosen = Plan::resolve(&gpu, &with(Some(Algorithm::Mitchell)), input, output);
        assert_eq!(chosen.job().algorithm, Algorithm::Mitchell, "{output}");
    }
    testing::assert_no_validation_messages();
}

#[test]
fn the_kernels_settings_reach_the_kernels_alone() {
    let Some(gpu) = testing::gpu() else { return };
    let input = frame(Size::new(40, 30), PixelFormat::Rgba8);
    let output = Size::new(60, 45);
    let usual = |technology| only(technology);
    let lit = |technology| Settings {
        light: Light::Linear,
        ..only(technology)
    };
    let shaped = |technology| Settings {
        algorithm: Some(Algorithm::Bilinear),
        ..only(technology)
    };
    let fallback = TechnologyId::Fallback;
    for other in [lit(fallback), shaped(fallback)] {
        let same = run(&gpu, &usual(fallback), input, output) == run(&gpu, &other, input, output);
        assert!(!same, "{other:?}");
    }
    let plan = |settings: &Settings, input| Plan::resolve(&gpu, settings, input, output);
    for technology in [TechnologyId::Fsr, TechnologyId::Nis] {
        for other in [lit(technology), shaped(technology)] {
            assert_eq!(plan(&usual(technology), input), plan(&other, input));
        }
    }
    // The encoding of high range is not that of the light's curve.
    let high = FrameDesc {
        format: PixelFormat::Rgba16Float,
        color_space: ColorSpace::Rec709Extended,
        ..input
    };
    assert_eq!(plan(&usual(fallback), high), plan(&lit(fallback), high));
    testing::assert_no_validation_messages();
}

#[test]
fn sparing_noise_is_another_plan_where_it_means_something() {
    let Some(gpu) = testing::gpu() else { return };
    let input = frame(Size::new(40, 30), PixelFormat::Rgba8);
    let output = Size::new(60, 45);
    let settings = |technology, sharpness, noise_limit| Settings {
        sharpness,
        noise_limit,
        ..only(technology)
    };
    let plans = |technology, sharpness| {
        [false, true].map(|noise_limit| {
            Plan::resolve(&gpu, &settings(technology, sharpness, noise_limit), input, output)
        })
    };
    for technology in [TechnologyId::Fsr, TechnologyId::Fallback] {
        let [usual, spared] = plans(technology, 1.0);
        assert_ne!(usual, spared, "{technology:?}");
        let [usual, spared] =
            [false, true].map(|limit| run(&gpu, &settings(technology, 1.0, limit), input, output));
        assert!(usual != spared, "{technology:?}: it reaches the shader");
    }
    for (technology, sharpness) in [(TechnologyId::Fsr, 0.0), (TechnologyId::Nis, 1.0)] {
        let [usual, spared] = plans(technology, sharpness);
        assert_eq!(usual, spared, "{technology:?} at sharpness {sharpness}");
    }
    testing::assert_no_validation_messages();
}

#[test]
fn sharpness_is_live_and_0_is_another_plan() {
    let Some(gpu) = testing::gpu() else { return };
    let input = frame(Size::new(40, 30), PixelFormat::Rgba8);
    let output = Size::new(60, 45);
    let settings = |sharpness| Settings {
        sharpness,
        ..Settings::default()
    };
    let plan = |sharpness| Plan::resolve(&gpu, &settings(sharpness), input, output);
    assert_eq!(plan(0.2), plan(0.9));
    assert_ne!(plan(0.0), plan(0.9));

    let mut pipeline = Pipeline::create(&gpu, &plan(0.2)).expect("the pipeline can be made");
    let source = testing::upload(&gpu, input.size, input.format, &noise(input.size, input.format));
    let target = testing::create_texture(&gpu, output, input.format);
    let soft = process(&gpu, &mut pipeline, &source, &target);
    pipeline.set_live(&settings(0.9));
    let crisp = process(&gpu, &mut pipeline, &source, &target);
    assert!(soft != crisp, "the strength reaches the shader");
    assert!(
        crisp == run(&gpu, &settings(0.9), input, output),
        "and is the one that a new pipeline has"
    );
}

#[test]
fn what_sharpens_by_itself_is_not_sharpened_again() {
    let Some(gpu) = testing::gpu() else { return };
    let size = Size::new(40, 30);
    let input = frame(size, PixelFormat::Rgba8);
    let settings = |sharpness| Settings {
        sharpness,
        ..only(TechnologyId::Nis)
    };
    let source = testing::upload(&gpu, size, input.format, &noise(size, input.format));
    for output in [size, Size::new(60, 45), Size::new(120, 90)] {
        let plan = Plan::resolve(&gpu, &settings(0.3), input, output);
        assert!(!plan.is_identity() && !plan.sharpens_apart());
        let mut pipeline = Pipeline::create(&gpu, &plan).expect("the pipeline can be made");
        assert!(pipeline.sharpen.is_none());
        let target = testing::create_texture(&gpu, output, input.format);
        let soft = process(&gpu, &mut pipeline, &source, &target);
        pipeline.set_live(&settings(0.9));
        let crisp = process(&gpu, &mut pipeline, &source, &target);
        assert!(soft != crisp, "{output}: the strength reaches the shader");
        assert!(
            crisp == run(&gpu, &settings(0.9), input, output),
            "{output}: and is the one that a new pipeline has"
        );
    }
    testing::assert_no_validation_messages();
}

#[test]
fn comparison_with_itself_shows_no_difference() {
    let Some(gpu) = testing::gpu() else { return };
    let size = Size::new(33, 20);
    let opaque = FrameDesc {
        alpha: AlphaMode::Opaque,
        ..frame(size, PixelFormat::Rgba8)
    };
    let settings = Settings {
        compare: Compare::Difference,
        ..Settings::default()
    };
    let plan = Plan::resolve(&gpu, &settings, opaque, size);
    assert!(!plan.is_identity());
    let mut pixels = noise(size, PixelFormat::Rgba8);
    pixels
        .iter_mut()
        .skip(3)
        .step_by(4)
        .for_each(|alpha| *alpha = 255);
    let source = testing::upload(&gpu, size, PixelFormat::Rgba8, &pixels);
    let target = testing::create_texture(&gpu, size, PixelFormat::Rgba8);
    let mut pipeline = Pipeline::create(&gpu, &plan).expect("the pipeline can be made");
    let difference = process(&gpu, &mut pipeline, &source, &target);
    assert!(difference.chunks_exact(4).all(|pixel| pixel == [0, 0, 0, 255]));
    testing::assert_no_validation_messages();
}

#[test]
fn an_overlay_lies_over_what_is_drawn_without_it() {
    let Some(gpu) = testing::gpu() else { return };
    let size = Size::new(250, 130);
    let mut readout = Readout::default();
    readout.write(0, 0, Ink::Accent, "AMD FSR 1");
    let graph = Graph::new(33.0, 25.0, [[16.0, 2.0]; 40]);
    for (format, space) in [
        (PixelFormat::Rgba8, ColorSpace::Srgb),
        (PixelFormat::Rgba16Float, ColorSpace::Rec709Extended),
    ] {
        let input = FrameDesc {
            color_space: space,
            alpha: AlphaMode::PremultipliedLinear,
            ..frame(size, format)
        };
        let source = testing::upload(&gpu, size, format, &noise(size, format));
        // At scale 1, where frames are copied, as well as through steps.
        for output in [size, Size::new(375, 195)] {
            let settings = |overlay| Settings {
                overlay,
                ..only(TechnologyId::Fsr)
            };
            let plans = [false, true].map(|on| Plan::resolve(&gpu, &settings(on), input, output));
            assert_ne!(plans[0], plans[1]);
            let [plain, mut drawn] = plans.map(|plan| {
                let mut pipeline = Pipeline::create(&gpu, &plan).expect("the pipeline can be made");
                assert!(Pipeline::is_prepared(&gpu, &plan));
                pipeline.set_overlay(&readout, &graph);
                let target = testing::create_texture(&gpu, output, format);
                process(&gpu, &mut pipeline, &source, &target)
            });
            let what = format!("{space:?} to {output}");
            let stride = (output.width * format.bytes_per_pixel()) as usize;
            let rows = |y: usize| y * stride..(y + 1) * stride;
            let changed = (0..output.height as usize).filter(|y| plain[rows(*y)] != drawn[rows(*y)]);
            let changed: Vec<_> = changed.collect();
            assert!(changed.len() > 90 && changed[0] == 5, "{what}: {changed:?}");
            // The panel taken out, nothing differs.
            let side = (220 * format.bytes_per_pixel()) as usize;
            for y in changed {
                let begin = y * stride;
                drawn[begin..begin + side].copy_from_slice(&plain[begin..begin + side]);
            }
            assert!(plain == drawn, "{what}");
        }
    }
    testing::assert_no_validation_messages();
}

/// What `docs/benchmarks.md` says of it.
#[test]
#[ignore = "measures; alone on the machine, in a release build"]
fn the_overlay_costs_a_fraction_of_upscaling() {
    let Some(gpu) = testing::gpu() else { return };
    let (size, output) = (Size::new(1920, 1080), Size::new(3840, 2160));
    let settings = Settings {
        overlay: true,
        ..only(TechnologyId::Fsr)
    };
    let input = FrameDesc {
        alpha: AlphaMode::Opaque,
        ..frame(size, PixelFormat::Rgba8)
    };
    let plan = Plan::resolve(&gpu, &settings, input, output);
    let mut pipeline = Pipeline::create(&gpu, &plan).expect("the pipeline can be made");
    let source = testing::upload(&gpu, size, input.format, &noise(size, input.format));
    let target = testing::create_texture(&gpu, output, input.format);
    let mut times: [Vec<f64>; 2] = Default::default();
    for frame in 0..21 {
        // A new text and a new graph each time, which is more than the filter does.
        let mut readout = Readout::default();
        readout.write(3, 0, Ink::Value, &frame.to_string());
        pipeline.set_overlay(&readout, &Graph::new(33.0, 25.0, [[16.0, frame as f32]; 192]));
        let mut encoder = gpu
            .device()
            .create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let mut log = PassLog::new(PassClock::Wall);
        let mut recorder = Recorder::logged(&gpu, &mut encoder, &mut log);
        pipeline.record_untimed(&mut recorder, &source, &target);
        for pass in log.passes().expect("the GPU answers") {
            let PassTime::Wall(time) = pass.time else { continue };
            times[usize::from(pass.shader == "overlay")].push(time.as_secs_f64() * 1e3);
        }
    }
    let [upscaling, overlay] = times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    });
    println!(
        "FSR {upscaling:.2} ms, the overlay {overlay:.2} ms, {:.3}",
        overlay / upscaling
    );
    assert!(overlay < 0.2 * upscaling, "{overlay} ms beside {upscaling} ms");
}

#[test]
fn all_steps_together_at_every_place_of_the_line() {
    let Some(gpu) = testing::gpu() else { return };
    let input = frame(Size::new(50, 20), PixelFormat::Rgba8);
    let output = Size::new(75, 30);
    let settings = Settings {
        sharpness: 0.5,
        compare: Compare::Split,
        ..Settings::default()
    };
    let plan = Plan::resolve(&gpu, &settings, input, output);
    let mut pipeline = Pipeline::create(&gpu, &plan).expect("the pipeline can be made");
    let source = testing::upload(&gpu, input.size, input.format, &noise(input.size, input.format));
    let target = testing::create_texture(&gpu, output, input.format);
    let mut at = |compare_position| {
        pipeline.set_live(&Settings {
            compare_position,
            ..settings.clone()
        });
        process(&gpu, &mut pipeline, &source, &target)
    };
    let (plain, middle, upscaled) = (at(1.0), at(0.5), at(0.0));
    assert!(plain != upscaled && middle != plain && middle != upscaled);
    let alone = run(
        &gpu,
        &Settings {
            compare: Compare::Off,
            ..settings
        },
        input,
        output,
    );
    let row = output.width as usize * 4;
    let right_edge = |pixels: &[u8]| pixels[row - 4..row].to_vec();
    assert_eq!(
        right_edge(&middle),
        right_edge(&alone),
        "the upscaled picture is on the right"
    );
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
        let mut encoder = gpu
            .device()
            .create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        pipeline.record(&gpu, &mut encoder, &source, &target);
        if frame != 5 {
            gpu.submit(encoder.finish());
            pipeline.after_submit(&gpu);
        }
    }
    process(&gpu, &mut pipeline, &source, &target);
    pipeline.after_submit(&gpu);
    let time = pipeline.gpu_time().expect("timestamps have arrived");
    assert!(time > Duration::ZERO && time < begin.elapsed(), "{time:?}");
    testing::assert_no_validation_messages();
}

#[test]
fn replaced_textures_are_let_go() {
    let Some(gpu) = testing::gpu() else { return };
    let input = frame(Size::new(8, 8), PixelFormat::Rgba8);
    let plan = Plan::resolve(&gpu, &Settings::default(), input, Size::new(16, 16));
    let mut pipeline = Pipeline::create(&gpu, &plan).expect("the pipeline can be made");
    for _ in 0..3 * KEPT_VIEWS {
        let source = testing::upload(&gpu, input.size, input.format, &noise(input.size, input.format));
        let target = testing::create_texture(&gpu, plan.output(), input.format);
        process(&gpu, &mut pipeline, &source, &target);
    }
    assert_eq!(pipeline.views.len(), KEPT_VIEWS);
}

#[test]
fn fault_14_what_fails_on_this_driver_is_left_out_with_the_reason() {
    let Ok(gpu) = testing::open_gpu() else {
        println!("SKIP: no Vulkan device");
        return;
    };
    let input = frame(Size::new(16, 16), PixelFormat::Rgba8);
    let settings = Settings {
        sharpness: 0.5,
        compare: Compare::Split,
        overlay: true,
        ..Settings::default()
    };
    let resolve = || Plan::resolve(&gpu, &settings, input, Size::new(32, 32));
    let whole = resolve();
    assert_eq!((whole.technology(), whole.note()), (TechnologyId::Fsr, None));

    let refused = TechnologyError::Pipeline {
        shader: "fsr",
        detail: "a test says so".into(),
    };
    let failed: Result<(), _> = remember(&gpu, Part::Technology(TechnologyId::Fsr), || Err(refused.clone()));
    assert_eq!(failed, Err(refused.clone()));
    let without_fsr = resolve();
    assert_eq!(without_fsr.technology(), TechnologyId::Nis);
    assert_eq!(without_fsr.note(), Some(&refused.message()));
    assert!(Pipeline::prepare(&gpu, &without_fsr).is_ok());

    // That one sharpens by itself: a failure of the step behind the others is not its.
    gpu.set_failed(Part::Sharpening, Message::new("Reason.OutOfMemory"));
    assert!(resolve().steps.sharpen);
    for part in [
        Part::Technology(TechnologyId::Nis),
        Part::Comparison,
        Part::Overlay,
    ] {
        gpu.set_failed(part, Message::new("Reason.OutOfMemory"));
    }
    assert_eq!(resolve().technology(), TechnologyId::Fallback);
    assert!(!resolve().steps.sharpen);
    assert_eq!(resolve().steps.compare, Compare::Off);
    assert!(!resolve().has_overlay());
    assert!(whole.has_overlay() && resolve().note().is_some());
}

/// A step behind one that fails must not count as not yet prepared for ever: whoever waits for it would never ask for
/// the next plan.
#[test]
fn fault_14_a_plan_whose_technology_fails_is_prepared_all_the_same() {
    let Ok(gpu) = testing::open_gpu() else {
        println!("SKIP: no Vulkan device");
        return;
    };
    let input = frame(Size::new(16, 16), PixelFormat::Rgba8);
    let settings = Settings {
        sharpness: 0.5,
        compare: Compare::Split,
        ..only(TechnologyId::Fsr)
    };
    let mut plan = Plan::resolve(&gpu, &settings, input, Size::new(24, 24));
    plan.technology = &Refusing;
    assert!(matches!(
        Pipeline::prepare(&gpu, &plan),
        Err(TechnologyError::Pipeline { .. })
    ));
    assert!(Pipeline::is_prepared(&gpu, &plan));
    assert!(gpu.failure(Part::Technology(TechnologyId::Fsr)).is_some());
}

/// FSR on a driver that refuses it.
struct Refusing;

impl Technology for Refusing {
    fn info(&self) -> &'static TechnologyInfo {
        crate::technologies::fsr::Fsr.info()
    }

    fn availability(&self, _: &Gpu) -> Result<(), Message> {
        Ok(())
    }

    fn is_prepared(&self, _: &Gpu, _: &Job) -> bool {
        true
    }

    fn prepare(&self, _: &Gpu, _: &Job) -> Result<(), TechnologyError> {
        Err(TechnologyError::Pipeline {
            shader: "fsr",
            detail: "a test says so".into(),
        })
    }

    fn create(&self, gpu: &Gpu, job: &Job) -> Result<Box<dyn Upscaler>, TechnologyError> {
        self.prepare(gpu, job)?;
        crate::technologies::fsr::Fsr.create(gpu, job)
    }

    fn operations(&self, job: &Job) -> f64 {
        crate::technologies::fsr::Fsr.operations(job)
    }
}

#[test]
fn fault_22_a_panic_is_blamed_on_the_part_that_panicked() {
    let Some(_) = testing::gpu() else { return };
    for part in [
        Part::Technology(TechnologyId::Fsr),
        Part::Sharpening,
        Part::Comparison,
        Part::Overlay,
    ] {
        let gpu = testing::open_gpu().expect("a device of the test's own");
        let work = || {
            remember(&gpu, part, || -> Result<(), TechnologyError> {
                panic!("on purpose")
            })
        };
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).expect_err("the panic goes on");
        for other in [
            Part::Technology(TechnologyId::Fsr),
            Part::Sharpening,
            Part::Comparison,
            Part::Overlay,
        ] {
            assert_eq!(gpu.failure(other).is_some(), other == part, "{part:?}: {other:?}");
        }
    }
}

#[test]
fn fault_21_lack_of_memory_is_not_remembered() {
    let Some(gpu) = testing::gpu() else { return };
    let failed: Result<(), _> = remember(&gpu, Part::Technology(TechnologyId::Fsr), || {
        Err(TechnologyError::Gpu(GpuError::OutOfMemory))
    });
    assert_eq!(failed, Err(TechnologyError::Gpu(GpuError::OutOfMemory)));
    assert_eq!(gpu.failure(Part::Technology(TechnologyId::Fsr)), None);
}

#[test]
fn fault_15_a_pipeline_leaves_nothing_behind() {
    let Ok(gpu) = testing::open_gpu() else {
        println!("SKIP: no Vulkan device");
        return;
    };
    let settings = Settings {
        sharpness: 0.5,
        compare: Compare::Split,
        overlay: true,
        ..Settings::default()
    };
    run(
        &gpu,
        &settings,
        frame(Size::new(20, 10), PixelFormat::Rgba8),
        Size::new(40, 20),
    );
    drop(gpu);
    testing::assert_no_validation_messages();
}

#[test]
fn fault_4_a_pipeline_of_a_lost_device_does_not_panic() {
    let Ok(gpu) = testing::open_gpu() else {
        println!("SKIP: no Vulkan device");
        return;
    };
    let input = frame(Size::new(20, 10), PixelFormat::Rgba8);
    let plan = Plan::resolve(&gpu, &Settings::default(), input, Size::new(40, 20));
    let mut pipeline = Pipeline::create(&gpu, &plan).expect("the pipeline can be made");
    let source = testing::create_texture(&gpu, input.size, input.format);
    let target = testing::create_texture(&gpu, plan.output(), input.format);
    gpu.device().destroy();
    for _ in 0..3 {
        let mut encoder = gpu
            .device()
            .create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        pipeline.record(&gpu, &mut encoder, &source, &target);
        gpu.submit(encoder.finish());
        pipeline.after_submit(&gpu);
    }
    assert!(gpu.lost().is_some());
    // A pipeline on a lost device may be made or refused; it must not take anything down.
    drop(Pipeline::create(&gpu, &plan));
}
