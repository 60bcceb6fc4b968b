// SPDX-License-Identifier: GPL-2.0-or-later

use super::*;
use crate::frame::{AlphaMode, PixelFormat};
use crate::reference::testing::{AMDS, beyond};
use crate::reference::{self, Image};
use crate::technologies::testing::{
    ALPHAS, assert_close, formats_and_alphas, frame, picture, run, stored, tolerance,
};
use crate::testing;

#[test]
fn the_uniform_block_is_the_shaders() {
    shaders::assert_uniform_layout!(shaders::RCAS, Uniform { strength });
}

#[test]
fn sharpness_is_in_stops() {
    let strengths = [1.0, 0.5, 0.0].map(|sharpness| Uniform::new(sharpness).strength);
    assert_eq!(strengths, [1.0, 0.5, 0.25]);
}

fn sharpen(gpu: &Gpu, frame: &FrameDesc, sharpness: f32, limits_noise: bool, image: &Image) -> Image {
    sharpen_in(Precision::Single, gpu, frame, sharpness, limits_noise, image)
}

fn sharpen_in(
    precision: Precision,
    gpu: &Gpu,
    frame: &FrameDesc,
    sharpness: f32,
    limits_noise: bool,
    image: &Image,
) -> Image {
    let job = Sharpening {
        frame: *frame,
        result_alpha: frame.alpha,
        limits_noise,
        precision: Some(precision),
    };
    Rcas::prepare(gpu, &job).expect("sharpening runs");
    assert!(Rcas::is_prepared(gpu, &job));
    let mut rcas = Rcas::create(gpu, &job, sharpness).expect("sharpening runs");
    run(
        gpu,
        &[image],
        frame.format,
        frame.size,
        |recorder, inputs, output| {
            rcas.record(recorder, &inputs[0], output);
        },
    )
}

#[test]
fn the_gpu_does_as_the_reference() {
    let Some(gpu) = testing::gpu() else { return };
    for (width, height) in [(1, 1), (1, 9), (7, 1), (3, 2), (33, 34), (64, 67)] {
        let size = Size::new(width, height);
        for (format, alpha) in formats_and_alphas(&gpu) {
            for (sharpness, limits_noise) in [(0.01, false), (0.5, false), (1.0, false), (1.0, true)] {
                let image = stored(&picture(u64::from(width), size, alpha), format);
                let working = reference::rcas(
                    &reference::to_working(&image, alpha),
                    sharpness,
                    limits_noise,
                    alpha,
                );
                let expected = stored(&reference::to_stored(&working, alpha), format);
                let result = sharpen(&gpu, &frame(size, format, alpha), sharpness, limits_noise, &image);
                let what = format!("{size} {format:?} {alpha:?} {sharpness} {limits_noise}");
                assert_close(&result, &expected, tolerance(format), 0.0, &what);
            }
        }
    }
    testing::assert_no_validation_messages();
}

/// The bound of half precision: a code on more than 99.98 % of samples. What stands out alone by a little decides how
/// much less it is sharpened, so that with the noise limiter single samples are further off.
#[test]
fn half_precision_makes_the_same_picture_within_its_bound() {
    let Some(gpu) = testing::gpu() else { return };
    if !gpu.has_half() {
        println!("SKIP: this GPU has no half precision");
        return;
    }
    let size = Size::new(131, 97);
    for alpha in ALPHAS {
        let frame = frame(size, PixelFormat::Rgba8, alpha);
        for (sharpness, limits_noise) in [(0.01, false), (0.5, false), (1.0, false), (1.0, true)] {
            let image = picture(7, size, alpha);
            let [single, half] = [Precision::Single, Precision::Half]
                .map(|precision| sharpen_in(precision, &gpu, &frame, sharpness, limits_noise, &image));
            let what = format!("{alpha:?} {sharpness} {limits_noise}");
            assert_close(&half, &single, 1.01 / 255.0, 0.0002, &what);
            let outlier = if limits_noise { 12.01 } else { 1.01 };
            assert_close(&half, &single, outlier / 255.0, 0.0, &what);
        }
    }
    testing::assert_no_validation_messages();
}

#[test]
fn the_gpu_does_as_amds_shader() {
    let Some(gpu) = testing::gpu() else { return };
    for case in &AMDS {
        let upsampled = case.upsampled();
        let frame = frame(upsampled.size, PixelFormat::Rgba8, AlphaMode::Opaque);
        for (sharpness, amds) in case.sharpened() {
            let ours = sharpen(&gpu, &frame, sharpness, false, &upsampled);
            let (share, largest) = beyond(2, &ours, &amds);
            assert!(share < 0.002, "{case} {sharpness}: {share} {largest}");
        }
    }
    testing::assert_no_validation_messages();
}

#[test]
fn black_and_white_are_numbers() {
    let Some(gpu) = testing::gpu() else { return };
    let size = Size::new(9, 9);
    let frame = frame(size, PixelFormat::Rgba32Float, AlphaMode::Opaque);
    for (ground, dot) in [
        (0.0, 0.0),
        (0.0, 0.5),
        (0.0, 1.0),
        (1.0, 1.0),
        (1.0, 0.5),
        (1.0, 0.0),
    ] {
        let image = Image::from_fn(size, |x, y| [if (x, y) == (4, 4) { dot } else { ground }; 4]);
        let result = sharpen(&gpu, &frame, 1.0, false, &image);
        let what = format!("{dot} on {ground}");
        assert_close(
            &result,
            &reference::rcas(&image, 1.0, false, AlphaMode::Opaque),
            1e-5,
            0.0,
            &what,
        );
    }
}

#[test]
fn flat_stays_flat() {
    let Some(gpu) = testing::gpu() else { return };
    let size = Size::new(13, 6);
    let frame = frame(size, PixelFormat::Rgba8, AlphaMode::Opaque);
    for code in 0..=255u8 {
        let image = Image::from_rgba8(
            size,
            &[code, 255 - code, code / 2, 255].repeat(size.area() as usize),
        );
        let result = sharpen(&gpu, &frame, 1.0, false, &image);
        assert!(
            result.pixels.iter().all(|pixel| *pixel == result.pixels[0]),
            "{code}"
        );
        // The approximate reciprocal may cost a code, as it does in AMD's shader.
        assert_close(&result, &image, 1.01 / 255.0, 0.0, &format!("{code}"));
    }
}

#[test]
fn noise_can_be_spared_and_edges_are_not() {
    let Some(gpu) = testing::gpu() else { return };
    let size = Size::new(16, 9);
    let frame = frame(size, PixelFormat::Rgba32Float, AlphaMode::Opaque);
    let gain = |image: &Image, limits_noise| {
        let result = sharpen(&gpu, &frame, 1.0, limits_noise, image);
        (result.at(7, 4)[0] - image.at(7, 4)[0]).abs()
    };
    // What is left of the sharpening where noise is spared.
    let kept = |image: &Image| gain(image, true) / gain(image, false);
    let grain = Image::from_fn(size, |x, y| [if (x, y) == (7, 4) { 0.5 } else { 0.4 }; 4]);
    let edge = Image::from_fn(size, |x, _| [if x > 7 { 0.6 } else { 0.4 }; 4]);
    let (grain, edge) = (kept(&grain), kept(&edge));
    assert!(grain > 0.1 && grain < 0.5, "{grain}");
    assert!(edge > 0.65 && edge < 1.0, "{edge}");
}
