// SPDX-License-Identifier: GPL-2.0-or-later

use super::super::testing::{
    ALPHAS, assert_close, formats_and_alphas, frame, job, picture, run, stored, tolerance, upscale,
};
use super::*;
use crate::frame::{AlphaMode, PixelFormat};
use crate::reference::testing::{AMDS, beyond};
use crate::reference::{self, Image};
use crate::settings::Algorithm;
use crate::testing;

#[test]
fn the_uniform_block_is_the_shaders() {
    shaders::assert_uniform_layout!(shaders::EASU, Easu { scale, offset });
    shaders::assert_uniform_layout!(shaders::EASU_ROWS, Easu { scale, offset });
    assert_eq!(shaders::EASU_DOUBLE.uniform, None);
}

#[track_caller]
fn assert_as_reference(gpu: &Gpu, input: Size, output: Size, format: PixelFormat, alpha: AlphaMode) {
    let image = stored(
        &picture(u64::from(input.width + output.height), input, alpha),
        format,
    );
    let job = job(frame(input, format, alpha), output, Algorithm::Bilinear);
    let working = reference::easu(&reference::to_working(&image, alpha), output, alpha);
    let expected = stored(&reference::to_stored(&working, alpha), format);
    let what = format!("{input} to {output}, {format:?}, {alpha:?}");
    // A position that is rounded to the other side of a pixel's middle, or a gradient to the other side of "none",
    // changes single pixels.
    assert_close(
        &upscale(gpu, &Fsr, &job, &image),
        &expected,
        tolerance(format),
        0.001,
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
                assert_as_reference(&gpu, input, output, PixelFormat::Rgba8, alpha);
            }
        }
    }
    testing::assert_no_validation_messages();
}

/// What may be off is where rounding decides: at the whole part of a position, or at the limit of a gradient.
#[test]
fn the_gpu_does_as_amds_shader() {
    let Some(gpu) = testing::gpu() else { return };
    for case in &AMDS {
        let (input, amds) = (case.input(), case.upsampled());
        let frame = frame(input.size, PixelFormat::Rgba8, AlphaMode::Opaque);
        let ours = upscale(&gpu, &Fsr, &job(frame, amds.size, Algorithm::Area), &input);
        let (share, largest) = beyond(1, &ours, &amds);
        assert!(share < 0.001 && largest <= 16, "{case}: {share} {largest}");
    }
    testing::assert_no_validation_messages();
}

#[test]
fn the_gpu_does_as_the_reference_in_every_format() {
    let Some(gpu) = testing::gpu() else { return };
    for (format, alpha) in formats_and_alphas(&gpu) {
        assert_as_reference(&gpu, Size::new(41, 23), Size::new(67, 46), format, alpha);
        assert_as_reference(&gpu, Size::new(41, 23), Size::new(82, 46), format, alpha);
    }
    assert_as_reference(
        &gpu,
        Size::new(853, 479),
        Size::new(1109, 623),
        PixelFormat::Rgba8,
        AlphaMode::Opaque,
    );
    testing::assert_no_validation_messages();
}

/// The bound of half precision: a code on more than 99.95 % of samples. Where a gradient is so weak that rounding decides
/// whether it is one, the kernel turns, and single samples are further off.
#[test]
fn half_precision_makes_the_same_picture_within_its_bound() {
    let Some(gpu) = testing::gpu() else { return };
    if !gpu.has_half() {
        println!("SKIP: this GPU has no half precision");
        return;
    }
    let input = Size::new(120, 90);
    // Each of the shaders.
    for output in [
        (240, 180),
        (180, 135),
        (156, 117),
        (204, 153),
        (360, 270),
        (251, 190),
    ] {
        let output = Size::new(output.0, output.1);
        for alpha in ALPHAS {
            let image = picture(3, input, alpha);
            let [single, half] = [Precision::Single, Precision::Half].map(|precision| {
                let job = Job {
                    precision: Some(precision),
                    ..job(frame(input, PixelFormat::Rgba8, alpha), output, Algorithm::Area)
                };
                upscale(&gpu, &Fsr, &job, &image)
            });
            let what = format!("{output} {alpha:?}");
            assert_close(&half, &single, 1.01 / 255.0, 0.0005, &what);
            assert_close(&half, &single, 40.01 / 255.0, 0.0, &what);
        }
    }
    testing::assert_no_validation_messages();
}

#[test]
fn every_way_makes_the_same_picture() {
    let Some(gpu) = testing::gpu() else { return };
    let input = Size::new(40, 30);
    // The periods of the presets, the longest one, a part of a period at the end, another ratio across.
    for output in [
        (80, 60),
        (60, 45),
        (52, 39),
        (68, 51),
        (53, 40),
        (40, 32),
        (47, 75),
        (160, 60),
    ] {
        for alpha in ALPHAS {
            let image = picture(5, input, alpha);
            let output = Size::new(output.0, output.1);
            let job = job(frame(input, PixelFormat::Rgba8, alpha), output, Algorithm::Area);
            assert_ne!(Way::of(&job), Way::Pixels, "{output}");
            let [source, result] = linear(alpha, alpha);
            let constants = [opaque(alpha), unbounded(PixelFormat::Rgba8), source, result];
            let variant = Variant::new(&shaders::EASU, PixelFormat::Rgba8, &constants);
            let mut pass = Pass::new(&gpu, &variant, Easu::new(&job)).expect("the shader compiles");
            let by_pixel = run(
                &gpu,
                &[&image],
                PixelFormat::Rgba8,
                job.output,
                |recorder, inputs, output| {
                    pass.record(recorder, &[&inputs[0]], output, job.output);
                },
            );
            let shared = upscale(&gpu, &Fsr, &job, &image);
            assert_close(
                &shared,
                &by_pixel,
                1.01 / 255.0,
                0.0,
                &format!("{output} {alpha:?}"),
            );
        }
    }
}

#[test]
fn rows_repeat_themselves() {
    let rows = |source, output| Rows::of(source, output).map(|rows| (rows.source, rows.output, rows.steps));
    // Five periods of three rows; the first one's are in the cells -1, 0 and 1, the next one's first in cell 1 too.
    assert_eq!(rows(720, 1080), Some((10, 15, 0b110_1101_1011_0110)));
    assert_eq!(rows(1080, 1440), Some((12, 16, 0b1110_1110_1110_1110)));
    assert_eq!(rows(10, 20), Some((8, 16, 0b1010_1010_1010_1010)));
    assert_eq!(rows(1000, 1300).map(|rows| rows.1), Some(13));
    assert_eq!(rows(1000, 1700).map(|rows| rows.1), Some(17));
    assert_eq!(rows(719, 1080), None, "too long");
    assert_eq!(rows(100, 300), None, "rows on rows");
    assert_eq!(rows(100, 100), None, "rows on rows");
}

#[test]
fn mirrored_pictures_stay_mirrored() {
    let Some(gpu) = testing::gpu() else { return };
    let input = Size::new(36, 21);
    for alpha in ALPHAS {
        // Ratios at which no output pixel lies exactly on a source pixel, where left and right are not alike.
        for output in [Size::new(54, 31), Size::new(72, 42)] {
            let job = job(frame(input, PixelFormat::Rgba8, alpha), output, Algorithm::Area);
            let image = picture(11, input, alpha);
            let mirrored = upscale(&gpu, &Fsr, &job, &image.mirrored()).mirrored();
            let straight = upscale(&gpu, &Fsr, &job, &image);
            assert_close(
                &mirrored,
                &straight,
                1.01 / 255.0,
                0.001,
                &format!("{output} {alpha:?}"),
            );
        }
    }
}

#[test]
fn a_translucent_area_keeps_its_colour() {
    let Some(gpu) = testing::gpu() else { return };
    let input = Size::new(48, 30);
    // White that covers half, as OBS stores it: premultiplied in linear light, so that the colour is above alpha.
    let stored = [188.0 / 255.0, 188.0 / 255.0, 188.0 / 255.0, 128.0 / 255.0];
    let image = Image::from_fn(input, |_, _| stored);
    for output in [Size::new(96, 60), Size::new(71, 43)] {
        let job = job(
            frame(input, PixelFormat::Rgba8, AlphaMode::PremultipliedLinear),
            output,
            Algorithm::Area,
        );
        let result = upscale(&gpu, &Fsr, &job, &image);
        let near = |(one, other): (&f32, &f32)| (one - other).abs() < 1.01 / 255.0;
        assert!(
            result
                .pixels
                .iter()
                .all(|pixel| pixel.iter().zip(&stored).all(near))
        );
    }
}

#[test]
fn sizes_beyond_the_ratios_are_refused() {
    let Some(gpu) = testing::gpu() else { return };
    let input = frame(Size::new(10, 10), PixelFormat::Rgba8, AlphaMode::Opaque);
    for output in [Size::new(9, 20), Size::new(20, 41)] {
        let error = Fsr.create(&gpu, &job(input, output, Algorithm::Area)).err();
        assert!(
            matches!(error, Some(TechnologyError::Ratio { .. })),
            "{output}: {error:?}"
        );
    }
}
