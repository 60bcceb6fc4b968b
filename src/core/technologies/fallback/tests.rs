// SPDX-License-Identifier: GPL-2.0-or-later

use super::super::testing::{
    ALPHAS, assert_close, formats_and_alphas, frame, job, picture, run, stored, tolerance, upscale,
};
use super::*;
use crate::frame::{AlphaMode, PixelFormat};
use crate::reference::{self, Image};
use crate::settings::{Algorithm, Light};
use crate::testing;

#[test]
fn the_uniform_block_is_the_shaders() {
    shaders::assert_uniform_layout!(
        shaders::FALLBACK,
        Uniform {
            scale,
            offset,
            antiringing,
            strength,
            noise
        }
    );
}

#[track_caller]
fn assert_as_reference(gpu: &Gpu, job: &Job) {
    let Job {
        input,
        output,
        algorithm,
        light,
        antiringing,
        ..
    } = *job;
    let seed = u64::from(input.size.width + output.height);
    let image = stored(&picture(seed, input.size, input.alpha), input.format);
    let working = reference::to_working(&image, input.alpha);
    let working = reference::scale(&working, output, algorithm, light, antiringing, input.alpha);
    let expected = stored(&reference::to_stored(&working, input.alpha), input.format);
    let tolerance = match algorithm {
        // Copies, unless soft edges are converted on the way.
        Algorithm::Nearest if input.alpha != AlphaMode::PremultipliedLinear => 0.0,
        _ => tolerance(input.format),
    };
    let result = upscale(gpu, &Fallback, job, &image);
    assert_close(&result, &expected, tolerance, 0.0, &format!("{job:?}"));
}

#[test]
fn the_gpu_does_as_the_reference() {
    let Some(gpu) = testing::gpu() else { return };
    let sizes = [(1, 1), (1, 9), (7, 1), (3, 2), (33, 17)];
    for algorithm in Algorithm::ALL {
        for (width, height) in sizes {
            for ratio in [0.25, 0.7, 1.0, 1.3, 1.5, 2.0, 3.3, 4.0, 16.0] {
                let scaled = |side: u32| (f64::from(side) * ratio).round().max(1.0) as u32;
                let output = Size::new(scaled(width), scaled(height));
                for alpha in ALPHAS {
                    let frame = frame(Size::new(width, height), PixelFormat::Rgba8, alpha);
                    assert_as_reference(&gpu, &job(frame, output, *algorithm));
                }
            }
        }
    }
    testing::assert_no_validation_messages();
}

#[test]
fn the_gpu_does_as_the_reference_in_every_format() {
    let Some(gpu) = testing::gpu() else { return };
    for algorithm in Algorithm::ALL {
        for (format, alpha) in formats_and_alphas(&gpu) {
            let frame = frame(Size::new(41, 23), format, alpha);
            let mut job = job(frame, Size::new(67, 46), *algorithm);
            assert_as_reference(&gpu, &job);
            job.antiringing = 0.7;
            assert_as_reference(&gpu, &job);
        }
    }
    let odd = frame(Size::new(853, 479), PixelFormat::Rgba8, AlphaMode::Opaque);
    assert_as_reference(&gpu, &job(odd, Size::new(1109, 623), Algorithm::Lanczos3));
    assert_as_reference(&gpu, &job(odd, Size::new(320, 180), Algorithm::Area));
    testing::assert_no_validation_messages();
}

#[test]
fn every_light_is_as_in_the_reference() {
    let Some(gpu) = testing::gpu() else { return };
    for light in Light::ALL {
        for algorithm in [Algorithm::Bilinear, Algorithm::Lanczos3, Algorithm::Steered] {
            for (format, alpha) in formats_and_alphas(&gpu) {
                for output in [Size::new(67, 46), Size::new(23, 17)] {
                    let frame = frame(Size::new(41, 23), format, alpha);
                    let mut job = job(frame, output, algorithm);
                    job.light = *light;
                    assert_as_reference(&gpu, &job);
                    job.antiringing = 1.0;
                    assert_as_reference(&gpu, &job);
                }
            }
        }
    }
    testing::assert_no_validation_messages();
}

#[test]
fn steering_smooths_the_steps_of_an_edge() {
    let Some(gpu) = testing::gpu() else { return };
    // An edge that rises one pixel in three: with steps, as a game without multisampling draws it.
    let input = Size::new(48, 32);
    let image = Image::from_fn(input, |x, y| {
        let light = f32::from(u8::from(3 * y > x + 24));
        [light, light, light, 1.0]
    });
    let output = Size::new(96, 64);
    let frame = frame(input, PixelFormat::Rgba32Float, AlphaMode::Opaque);
    // The distance from the edge as a larger picture would show it, every pixel the mean over its area.
    let error = |algorithm| {
        let result = upscale(&gpu, &Fallback, &job(frame, output, algorithm), &image);
        let error = |x: u32, y: u32| {
            let covered = (0..64).filter(|sample| {
                let x = f64::from(x) + (f64::from(sample % 8) + 0.5) / 8.0;
                let y = f64::from(y) + (f64::from(sample / 8) + 0.5) / 8.0;
                3.0 * (y / 2.0 - 0.5) > x / 2.0 - 0.5 + 24.0
            });
            let truth = covered.count() as f64 / 64.0;
            (f64::from(result.pixels[(y * output.width + x) as usize][0]) - truth).powi(2)
        };
        let inner = (12..52).flat_map(|y| (16..80).map(move |x| (x, y)));
        inner.map(|(x, y)| error(x, y)).sum::<f64>()
    };
    let [plain, steered] = [Algorithm::Lanczos3, Algorithm::Steered].map(error);
    assert!(steered < 0.9 * plain, "{steered} {plain}");
}

#[test]
fn antiringing_brings_no_aliasing_back() {
    let Some(gpu) = testing::gpu() else { return };
    // Columns that alternate: at half the width they are all grey. Among the nearest four pixels there is no grey.
    let image = Image::from_fn(Size::new(64, 8), |x, _| [(x % 2) as f32, 0.5, 0.0, 1.0]);
    let frame = frame(image.size, PixelFormat::Rgba32Float, AlphaMode::Opaque);
    for output in [Size::new(16, 8), Size::new(16, 16), Size::new(128, 4)] {
        let mut job = job(frame, output, Algorithm::Lanczos3);
        let plain = upscale(&gpu, &Fallback, &job, &image);
        job.antiringing = 1.0;
        let result = upscale(&gpu, &Fallback, &job, &image);
        assert_eq!(result.pixels, plain.pixels, "{output}");
    }
}

#[test]
fn the_largest_textures_work() {
    let Some(gpu) = testing::gpu() else { return };
    let largest = gpu.max_texture_size();
    let input = Size::new(3, 5);
    let image = picture(1, input, AlphaMode::Opaque);
    for output in [Size::new(largest, 2), Size::new(2, largest)] {
        let job = job(
            frame(input, PixelFormat::Rgba8, AlphaMode::Opaque),
            output,
            Algorithm::Bicubic,
        );
        let expected = reference::scale(
            &image,
            output,
            Algorithm::Bicubic,
            Light::Encoded,
            0.0,
            AlphaMode::Opaque,
        );
        assert_close(
            &upscale(&gpu, &Fallback, &job, &image),
            &expected,
            1.01 / 255.0,
            0.0,
            "large",
        );
    }
    // And back again, with as many taps as pixels.
    let output = Size::new(1, 1);
    for input in [Size::new(largest, 1), Size::new(1, largest)] {
        let image = picture(2, input, AlphaMode::Opaque);
        let job = job(
            frame(input, PixelFormat::Rgba8, AlphaMode::Opaque),
            output,
            Algorithm::Area,
        );
        let expected = reference::scale(
            &image,
            output,
            Algorithm::Area,
            Light::Encoded,
            0.0,
            AlphaMode::Opaque,
        );
        assert_close(
            &upscale(&gpu, &Fallback, &job, &image),
            &expected,
            1.01 / 255.0,
            0.0,
            "small",
        );
    }
    testing::assert_no_validation_messages();
}

#[test]
fn scale_1_is_identity_for_interpolating_kernels() {
    let Some(gpu) = testing::gpu() else { return };
    let size = Size::new(37, 19);
    for algorithm in Algorithm::ALL
        .iter()
        .filter(|algorithm| !matches!(algorithm, Algorithm::Mitchell | Algorithm::Steered))
    {
        for alpha in ALPHAS {
            let image = picture(8, size, alpha);
            let job = job(frame(size, PixelFormat::Rgba8, alpha), size, *algorithm);
            let result = upscale(&gpu, &Fallback, &job, &image);
            assert_eq!(result.to_rgba8(), image.to_rgba8(), "{algorithm:?} {alpha:?}");
        }
    }
}

#[test]
fn mirrored_pictures_stay_mirrored() {
    let Some(gpu) = testing::gpu() else { return };
    let input = Size::new(36, 21);
    for algorithm in Algorithm::ALL {
        // No output pixel lies upon a source pixel: there, the nearest 2x2 pixels are to one side of it.
        for output in [Size::new(54, 32), Size::new(17, 9)] {
            let job = job(
                frame(input, PixelFormat::Rgba8, AlphaMode::Premultiplied),
                output,
                *algorithm,
            );
            let image = picture(11, input, AlphaMode::Premultiplied);
            let mirrored = upscale(&gpu, &Fallback, &job, &image.mirrored()).mirrored();
            let straight = upscale(&gpu, &Fallback, &job, &image);
            match algorithm {
                // Where an output pixel lies between two source pixels, the nearest is the right one.
                Algorithm::Nearest => {}
                _ => assert_close(
                    &mirrored,
                    &straight,
                    1.01 / 255.0,
                    0.0,
                    &format!("{algorithm:?} {output}"),
                ),
            }
        }
    }
}

#[test]
fn antiringing_can_be_changed_while_running() {
    let Some(gpu) = testing::gpu() else { return };
    let input = Size::new(16, 16);
    let image = Image::from_fn(input, |x, _| [f32::from(u8::from(x > 7)) * 0.5 + 0.25; 4]);
    let frame = frame(input, PixelFormat::Rgba32Float, AlphaMode::Opaque);
    let job = job(frame, Size::new(64, 64), Algorithm::Lanczos3);
    let mut upscaler = Fallback.create(&gpu, &job).expect("the kernels run");
    let mut overshoot = |antiringing| {
        upscaler.set_live(&Settings {
            antiringing,
            ..Settings::default()
        });
        let result = run(
            &gpu,
            &[&image],
            frame.format,
            job.output,
            |recorder, inputs, output| {
                upscaler.record(recorder, &inputs[0], output);
            },
        );
        let highest = result.pixels.iter().map(|pixel| pixel[0]).fold(0.0, f32::max);
        highest - 0.75
    };
    let [all, half, none] = [0.0, 0.5, 1.0].map(&mut overshoot);
    assert!(all > 0.02, "{all}");
    assert!((half - all / 2.0).abs() < 1e-3, "{half}");
    assert!(none.abs() < 1e-6, "{none}");
}

#[test]
fn a_translucent_area_keeps_its_colour() {
    let Some(gpu) = testing::gpu() else { return };
    let input = Size::new(48, 30);
    // White that covers half, as OBS stores it: premultiplied in linear light, so that the colour is above alpha.
    let stored = [188.0 / 255.0, 188.0 / 255.0, 188.0 / 255.0, 128.0 / 255.0];
    let image = Image::from_fn(input, |_, _| stored);
    for algorithm in Algorithm::ALL {
        let frame = frame(input, PixelFormat::Rgba8, AlphaMode::PremultipliedLinear);
        let result = upscale(
            &gpu,
            &Fallback,
            &job(frame, Size::new(91, 57), *algorithm),
            &image,
        );
        let near = |(one, other): (&f32, &f32)| (one - other).abs() < 1.01 / 255.0;
        assert!(
            result
                .pixels
                .iter()
                .all(|pixel| pixel.iter().zip(&stored).all(near)),
            "{algorithm:?}"
        );
    }
}
