// SPDX-License-Identifier: GPL-2.0-or-later

use super::super::testing::{
    ALPHAS, assert_close, formats_and_alphas, frame, job, picture, stored, tolerance, upscale,
};
use super::*;
use crate::frame::AlphaMode;
use crate::reference::{self, Image};
use crate::testing;

fn nu_job(network: ModelId, input: Size, output: Size, format: PixelFormat, alpha: AlphaMode) -> Job {
    Job {
        network,
        ..job(frame(input, format, alpha), output, Algorithm::Area)
    }
}

/// What the reference makes of a job.
fn expected(image: &Image, job: &Job) -> Image {
    let FrameDesc { format, alpha, .. } = job.input;
    let model = job.network.model().expect("the weights are whole");
    let mut working = reference::nu(&reference::to_working(image, alpha), model, alpha);
    if let Some(second) = second(job) {
        let doubled = stored(&working, super::super::between(second.input.format));
        working = reference::scale(&doubled, job.output, KERNEL, Light::Encoded, 0.0, alpha);
    }
    stored(&reference::to_stored(&working, alpha), format)
}

#[track_caller]
fn assert_as_reference(gpu: &Gpu, job: &Job) {
    let FrameDesc {
        size, format, alpha, ..
    } = job.input;
    let image = stored(&picture(u64::from(size.width + size.height), size, alpha), format);
    let what = format!("{job:?}");
    assert_close(
        &upscale(gpu, &Nu, job, &image),
        &expected(&image, job),
        tolerance(format),
        0.0,
        &what,
    );
}

#[test]
fn the_gpu_does_as_the_reference() {
    let Some(gpu) = testing::gpu() else { return };
    for network in ModelId::ALL {
        for (width, height) in [(1, 1), (1, 9), (7, 1), (3, 2), (33, 17)] {
            for alpha in ALPHAS {
                let output = Size::new(2 * width, 2 * height);
                let input = Size::new(width, height);
                assert_as_reference(&gpu, &nu_job(network, input, output, PixelFormat::Rgba8, alpha));
            }
        }
    }
    testing::assert_no_validation_messages();
}

#[test]
fn the_gpu_does_as_the_reference_in_every_format() {
    let Some(gpu) = testing::gpu() else { return };
    for (format, alpha) in formats_and_alphas(&gpu) {
        for network in ModelId::ALL {
            let (input, output) = (Size::new(41, 23), Size::new(82, 46));
            assert_as_reference(&gpu, &nu_job(network, input, output, format, alpha));
        }
    }
    testing::assert_no_validation_messages();
}

#[test]
fn other_ratios_are_the_reference_s_too() {
    let Some(gpu) = testing::gpu() else { return };
    let input = Size::new(24, 14);
    for (width, height) in [(36, 21), (31, 18), (25, 28), (48, 20), (72, 42), (96, 56)] {
        for alpha in ALPHAS {
            let output = Size::new(width, height);
            assert_as_reference(
                &gpu,
                &nu_job(ModelId::Small, input, output, PixelFormat::Rgba8, alpha),
            );
        }
    }
    testing::assert_no_validation_messages();
}

/// The bound of half precision: a code on more than 99 % of samples.
#[test]
fn half_precision_makes_the_same_picture_within_its_bound() {
    let Some(gpu) = testing::gpu() else { return };
    if !gpu.has_half() {
        println!("SKIP: this GPU has no half precision");
        return;
    }
    let input = Size::new(60, 45);
    for network in ModelId::ALL {
        for alpha in ALPHAS {
            let image = picture(3, input, alpha);
            let [single, half] = [Precision::Single, Precision::Half].map(|precision| {
                let job = Job {
                    precision: Some(precision),
                    ..nu_job(network, input, doubled(input), PixelFormat::Rgba8, alpha)
                };
                upscale(&gpu, &Nu, &job, &image)
            });
            let what = format!("{network:?} {alpha:?}");
            assert_close(&half, &single, 1.01 / 255.0, 0.01, &what);
            assert_close(&half, &single, 8.01 / 255.0, 0.0, &what);
        }
    }
    testing::assert_no_validation_messages();
}

#[test]
fn sizes_beyond_the_ratios_are_refused() {
    let Some(gpu) = testing::gpu() else { return };
    let input = frame(Size::new(10, 10), PixelFormat::Rgba8, AlphaMode::Opaque);
    for output in [Size::new(9, 20), Size::new(20, 41)] {
        let error = Nu.create(&gpu, &job(input, output, Algorithm::Area)).err();
        assert!(
            matches!(error, Some(TechnologyError::Ratio { .. })),
            "{output}: {error:?}"
        );
    }
}

/// Channels lie above each other, not beside each other.
#[test]
fn wide_pictures_are_taken_to_twice_their_width() {
    let Some(gpu) = testing::gpu() else { return };
    let limit = gpu.max_texture_size();
    let taken = |network, width, height| {
        let input = Size::new(width, height);
        let job = nu_job(
            network,
            input,
            doubled(input),
            PixelFormat::Rgba8,
            AlphaMode::Opaque,
        );
        Nu.accepts(&gpu, &job)
    };
    for network in ModelId::ALL {
        let layers = &network.model().expect("the weights are whole").layers;
        let channels = layers[..layers.len() - 1].iter().map(|layer| layer.outputs);
        let stack = (channels.max().expect("there are layers") as u32)
            .div_ceil(4)
            .max(2);
        let (width, height) = (limit / 2, limit / stack);
        assert_eq!(taken(network, width, height), Ok(()), "{network:?}");
        for (width, height) in [(width + 1, 1), (1, height + 1)] {
            let reason = taken(network, width, height).expect_err("it is too large");
            assert_eq!(reason.key, "Reason.SourceTooLargeFor");
            let text = reason.to_string();
            let largest = Size::new(limit / 2, limit / stack).to_string();
            assert!(text.contains(&largest), "{network:?}, {width}x{height}: {text}");
        }
    }
}

/// A point of a scene, `moved` to the right: slanted bars, rings, and areas that are even.
fn scene(x: f64, y: f64, moved: f64) -> f64 {
    let x = x - moved;
    let bars = (x * 0.35 + y * 0.11).rem_euclid(9.0) < 2.0;
    let rings = (x - 60.0).hypot(y - 40.0).rem_euclid(11.0) < 4.0;
    match (y < 25.0, x > 45.0) {
        (true, _) => 0.2 + 0.6 * f64::from(u8::from(bars)),
        (false, true) => 0.75 - 0.5 * f64::from(u8::from(rings)),
        (false, false) => 0.3 + 0.3 * (x * 0.9 + y * 0.4).sin().signum().max(0.0),
    }
}

/// The scene at a size: the mean of `samples` by `samples` points of each pixel.
fn drawn(size: Size, samples: u32, moved: f64) -> Image {
    let scale = 96.0 / f64::from(size.width);
    let place = |pixel, sample| (f64::from(pixel) + (f64::from(sample) + 0.5) / f64::from(samples)) * scale;
    Image::from_fn(size, |x, y| {
        let points =
            (0..samples * samples).map(|point| (place(x, point % samples), place(y, point / samples)));
        let sum: f64 = points.map(|(x, y)| scene(x, y, moved)).sum();
        let value = (sum / f64::from(samples * samples)) as f32;
        [value, value, value, 1.0]
    })
    .quantized()
}

/// The mean square by which the step from one picture to the next differs from that of the truth.
fn unsteadiness(pictures: &[Image], truths: &[Image]) -> f64 {
    let red = |image: &Image, pixel: usize| f64::from(image.pixels[pixel][0]);
    let step = |pair: &[Image], pixel| red(&pair[1], pixel) - red(&pair[0], pixel);
    let pairs = pictures.windows(2).zip(truths.windows(2));
    let squares = pairs.flat_map(|(pictures, truths)| {
        (0..pictures[0].pixels.len()).map(|pixel| (step(pictures, pixel) - step(truths, pixel)).powi(2))
    });
    squares.sum::<f64>() / (truths.len() * truths[0].pixels.len()) as f64
}

/// While a picture pans by a quarter of a pixel a frame, what changes in it is nearer to what changes in the truth than it
/// is with FSR, whether the game smooths its edges or not. The small network, where it does not, is steadier than Catmull-Rom
/// at least.
#[test]
fn pans_are_steady() {
    let Some(gpu) = testing::gpu() else { return };
    let (input, output) = (Size::new(96, 54), Size::new(192, 108));
    let moves: Vec<f64> = (0..6).map(|frame| f64::from(frame) * 0.25).collect();
    for samples in [1, 4] {
        let truths: Vec<_> = moves.iter().map(|moved| drawn(output, samples, *moved)).collect();
        let of = |technology: &dyn Technology, network| {
            let job = Job {
                algorithm: Algorithm::Bicubic,
                ..nu_job(network, input, output, PixelFormat::Rgba8, AlphaMode::Opaque)
            };
            let enlarged = |moved: &f64| upscale(&gpu, technology, &job, &drawn(input, samples, *moved));
            unsteadiness(&moves.iter().map(enlarged).collect::<Vec<_>>(), &truths)
        };
        let fsr = of(&super::super::fsr::Fsr, ModelId::Small);
        for network in ModelId::ALL {
            let ours = of(&Nu, network);
            println!("{samples} samples, {network:?}: {:.2} of FSR's", ours / fsr);
            assert!(ours <= fsr, "{samples} samples, {network:?}: {ours}, FSR {fsr}");
        }
    }
    testing::assert_no_validation_messages();
}

/// Along the edges of strokes and squares there are no rims, and squares stay even inside.
#[test]
fn edges_have_no_rims() {
    let Some(gpu) = testing::gpu() else { return };
    let (input, output) = (Size::new(48, 36), Size::new(96, 72));
    let [dark, light]: [f32; 2] = [0.2, 0.8];
    let image = Image::from_fn(input, |x, y| {
        let is_dark = match y / 12 {
            0 => [3, 8, 9, 15, 16, 17, 24, 25, 26, 27].contains(&(x % 32)),
            1 => (x + y) % 9 < 2,
            _ => x / 6 % 2 == y / 6 % 2,
        };
        let value = if is_dark { dark } else { light };
        [value, value, value, 1.0]
    })
    .quantized();
    for network in ModelId::ALL {
        let job = nu_job(network, input, output, PixelFormat::Rgba8, AlphaMode::Opaque);
        let ours = upscale(&gpu, &Nu, &job, &image);
        let is_between = |value: &f32| (dark - 0.001..=light + 0.001).contains(value);
        assert!(
            ours.pixels.iter().all(|pixel| is_between(&pixel[0])),
            "{network:?}"
        );
        let [inside, expected] = [ours.at(2 * 9, 2 * 27)[0], image.at(9, 27)[0]];
        assert!(
            (inside - expected).abs() < 3.01 / 255.0,
            "{network:?}: {inside} {expected}"
        );
    }
    testing::assert_no_validation_messages();
}
