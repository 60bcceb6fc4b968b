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
