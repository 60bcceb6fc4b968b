// SPDX-License-Identifier: GPL-2.0-or-later

use super::super::testing::{
    ALPHAS, assert_close, formats_and_alphas, frame, job, picture, stored, tolerance, upscale,
};
use super::*;
use crate::frame::AlphaMode;
use crate::pipeline::{Pipeline, Plan};
use crate::reference::{self, Image};
use crate::settings::{Algorithm, Settings, TechnologyChoice};
use crate::testing;

#[test]
fn the_uniform_block_is_the_shaders() {
    for shader in [&shaders::NIS, &shaders::NIS_SHARPEN] {
        shaders::assert_uniform_layout!(
            shader,
            Strength {
                strength_least,
                strength_span,
                limit_least,
                limit_span
            }
        );
    }
}

#[test]
fn strength_rises_from_nothing_to_nvidias() {
    assert_eq!(Strength::new(0.0), Strength::zeroed());
    // NVIDIA's control at 0.5 and 1.
    let near = |strength: Strength, values: [f32; 4]| {
        let Strength {
            strength_least: least,
            strength_span: span,
            limit_least,
            limit_span,
        } = strength;
        let ours = [least, least + span, limit_least, limit_least + limit_span];
        ours.into_iter()
            .zip(values)
            .all(|(ours, value)| (ours - value).abs() < 1e-6)
    };
    assert!(near(Strength::new(0.5_f32.sqrt()), [0.4, 1.6, 0.14, 0.5]));
    assert!(near(Strength::new(1.0), [1.15, 2.725, 0.34, 0.875]));
    let most = |step: u16| {
        let strength = Strength::new(f32::from(step) / 100.0);
        strength.strength_least + strength.strength_span
    };
    assert!((0..100).all(|step| most(step) < most(step + 1)));
}

fn nis_job(input: Size, output: Size, format: PixelFormat, alpha: AlphaMode, sharpness: f32) -> Job {
    Job {
        sharpness,
        precision: None,
        ..job(frame(input, format, alpha), output, Algorithm::Bilinear)
    }
}

/// The reference of a job, in as many steps as that has.
fn expected(image: &Image, job: &Job) -> Image {
    let (format, alpha) = (job.input.format, job.input.alpha);
    let strength = Strength::new(job.sharpness);
    let image = reference::to_working(image, alpha);
    let working = if job.input.size == job.output {
        reference::nis_sharpen(&image, strength, alpha)
    } else if let Some(size) = halfway(job) {
        let first = reference::nis(&image, size, Strength::new(0.0), alpha);
        reference::nis(&stored(&first, between(format)), job.output, strength, alpha)
    } else {
        reference::nis(&image, job.output, strength, alpha)
    };
    stored(&reference::to_stored(&working, alpha), format)
}

#[track_caller]
fn assert_as_reference(gpu: &Gpu, job: &Job) {
    let FrameDesc {
        size, format, alpha, ..
    } = job.input;
    let image = stored(
        &picture(u64::from(size.width + job.output.height), size, alpha),
        format,
    );
    let what = format!(
        "{size} to {}, {format:?}, {alpha:?}, {}",
        job.output, job.sharpness
    );
    // Whether there is an edge is a matter of yes or no, which rounding may turn.
    let share = 0.003;
    let tolerance = match halfway(job) {
        None => tolerance(format),
        // What the first step makes is rounded, and sharpening enlarges that.
        Some(_) => tolerance(format).max(2.0 * tolerance(between(format))),
    };
    assert_close(
        &upscale(gpu, &Nis, job, &image),
        &expected(&image, job),
        tolerance,
        share,
        &what,
    );
}

#[test]
fn the_gpu_does_as_the_reference() {
    let Some(gpu) = testing::gpu() else { return };
    let sizes = [(1, 1), (1, 9), (7, 1), (3, 2), (33, 17), (64, 36)];
    for (width, height) in sizes {
        for ratio in [1.0, 1.3, 1.5, 1.7, 2.0, 2.6, 3.0, 4.0] {
            let scaled = |side: u32| (f64::from(side) * ratio).round() as u32;
            let (input, output) = (Size::new(width, height), Size::new(scaled(width), scaled(height)));
            for alpha in ALPHAS {
                for sharpness in [0.0, 0.5] {
                    let job = nis_job(input, output, PixelFormat::Rgba8, alpha, sharpness);
                    assert_as_reference(&gpu, &job);
                }
            }
        }
    }
    testing::assert_no_validation_messages();
}

#[test]
fn the_gpu_does_as_the_reference_in_every_format() {
    let Some(gpu) = testing::gpu() else { return };
    let input = Size::new(41, 23);
    let outputs = [
        input,
        Size::new(67, 46),
        Size::new(82, 46),
        // One axis in one step, the other in two; and one that stays.
        Size::new(52, 80),
        Size::new(41, 40),
    ];
    for (format, alpha) in formats_and_alphas(&gpu) {
        for output in outputs {
            for sharpness in [0.0, 0.05, 1.0] {
                assert_as_reference(&gpu, &nis_job(input, output, format, alpha, sharpness));
            }
        }
    }
    let (input, output) = (Size::new(853, 479), Size::new(1109, 623));
    let job = nis_job(input, output, PixelFormat::Rgba8, AlphaMode::Opaque, 0.5);
    assert_as_reference(&gpu, &job);
    testing::assert_no_validation_messages();
}

#[test]
fn flat_areas_stay_as_they_are_however_sharp() {
    let Some(gpu) = testing::gpu() else { return };
    let input = Size::new(19, 21);
    for output in [input, Size::new(38, 42), Size::new(31, 29), Size::new(70, 60)] {
        for code in [0, 1, 77, 128, 254, 255] {
            let pixel = [code / 2, code, code / 3, 255];
            let image = Image::from_rgba8(input, &pixel.repeat(input.area() as usize));
            let job = nis_job(input, output, PixelFormat::Rgba8, ALPHAS[0], 1.0);
            let result = upscale(&gpu, &Nis, &job, &image).to_rgba8();
            assert_eq!(result, pixel.repeat(output.area() as usize), "{output} {code}");
        }
    }
}

#[test]
fn mirrored_pictures_stay_mirrored() {
    let Some(gpu) = testing::gpu() else { return };
    let input = Size::new(36, 21);
    // At other ratios the filters' phases, which are rounded down, are not alike left and right of a source pixel; nor
    // is what sharpening compares, where a point lies in the middle of two.
    for (output, sharpness) in [(input, 1.0), (Size::new(72, 42), 0.0), (Size::new(144, 84), 0.0)] {
        for alpha in ALPHAS {
            let job = nis_job(input, output, PixelFormat::Rgba8, alpha, sharpness);
            let image = picture(11, input, alpha);
            let mirrored = upscale(&gpu, &Nis, &job, &image.mirrored()).mirrored();
            let straight = upscale(&gpu, &Nis, &job, &image);
            let what = format!("{output} {alpha:?}");
            assert_close(&mirrored, &straight, 1.01 / 255.0, 0.001, &what);
        }
    }
}

#[test]
fn steps_are_of_twice_at_most() {
    let step = |input: (u32, u32), output: (u32, u32)| {
        let (input, output) = (Size::new(input.0, input.1), Size::new(output.0, output.1));
        halfway(&nis_job(input, output, PixelFormat::Rgba8, ALPHAS[0], 0.0))
    };
    assert_eq!(step((10, 10), (20, 20)), None);
    assert_eq!(step((10, 10), (21, 20)), Some(Size::new(20, 20)));
    assert_eq!(step((10, 10), (15, 40)), Some(Size::new(15, 20)));
    assert_eq!(step((10, 10), (40, 40)), Some(Size::new(20, 20)));
}

#[test]
fn sizes_beyond_the_ratios_are_refused() {
    let Some(gpu) = testing::gpu() else { return };
    for output in [Size::new(9, 20), Size::new(20, 41)] {
        let job = nis_job(Size::new(10, 10), output, PixelFormat::Rgba8, ALPHAS[0], 0.0);
        let error = Nis.create(&gpu, &job).err();
        assert!(
            matches!(error, Some(TechnologyError::Ratio { .. })),
            "{output}: {error:?}"
        );
    }
}

/// Its edges need a texture two pixels larger than the picture.
#[test]
fn a_picture_as_large_as_the_largest_texture_is_left_to_the_next_technology() {
    let Some(gpu) = testing::gpu() else { return };
    let limit = gpu.max_texture_size();
    for (width, technology) in [(limit - 2, TechnologyId::Nis), (limit - 1, TechnologyId::Fsr)] {
        let input = frame(Size::new(width, 2), PixelFormat::Rgba8, AlphaMode::Opaque);
        let settings = Settings {
            technology: TechnologyChoice::Only(TechnologyId::Nis),
            sharpness: 0.5,
            ..Settings::default()
        };
        let plan = Plan::resolve(&gpu, &settings, input, input.size);
        let expected = (technology != TechnologyId::Nis).then_some("Reason.TooLargeFor");
        assert_eq!(plan.technology(), technology);
        assert_eq!(plan.note().map(|note| note.key), expected);
        Pipeline::create(&gpu, &plan).expect("it runs");
    }
    testing::assert_no_validation_messages();
}
