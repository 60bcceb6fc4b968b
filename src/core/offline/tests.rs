// SPDX-License-Identifier: GPL-2.0-or-later
use super::*;
use crate::registry::available;
use crate::settings::TechnologyChoice;
use crate::testing;

const ALPHAS: [PixelAlpha; 3] = [PixelAlpha::None, PixelAlpha::Straight, PixelAlpha::Premultiplied];

/// The three kinds of samples with about the same noise; colours are at most alpha, so that they can be
/// premultiplied ones, and alpha is 1 where there is none.
fn pictures(size: Size, alpha: PixelAlpha) -> [Pixels; 3] {
    let mut bytes = testing::noise(7, size.area() as usize * 4);
    for pixel in bytes.chunks_exact_mut(4) {
        if alpha == PixelAlpha::None {
            pixel[3] = 255;
        }
        let coverage = pixel[3];
        pixel[..3]
            .iter_mut()
            .for_each(|colour| *colour = (*colour).min(coverage));
    }
    let wide = bytes.iter().map(|byte| u16::from(*byte) * 257);
    let floats = bytes.iter().map(|byte| f32::from(*byte) / 255.0);
    let samples = [
        Samples::U16(wide.collect()),
        Samples::F32(floats.collect()),
        Samples::U8(bytes),
    ];
    samples.map(|samples| Pixels { size, samples, alpha })
}

fn floats(samples: &Samples) -> Vec<f32> {
    let mut floats = Vec::new();
    samples.read(0..samples.len(), &mut floats);
    floats
}

#[test]
fn scale_1_gives_the_picture_back_bit_for_bit() {
    let Some(gpu) = testing::gpu() else { return };
    for alpha in ALPHAS {
        for picture in pictures(Size::new(19, 7), alpha) {
            let upscaled = upscale_image(&gpu, &Settings::default(), &picture, picture.size);
            assert_eq!(upscaled.expect("there is nothing to fail").pixels, picture);
        }
    }
}

#[test]
fn samples_come_through_textures_bit_for_bit() {
    let Some(gpu) = testing::gpu() else { return };
    // Large enough for several strips as floats.
    for size in [Size::new(1, 1), Size::new(67, 5), Size::new(1300, 1000)] {
        for alpha in ALPHAS {
            for picture in pictures(size, alpha) {
                let plan = Plan::resolve(&gpu, &Settings::default(), frame_desc(&picture, true), size);
                let mut session = Session {
                    pipeline: Pipeline::create(&gpu, &plan).expect("the pipeline can be made"),
                    transfer: Transfer::new(&gpu, &plan).expect("there is memory"),
                };
                let (samples, _) = run(&mut session, &gpu, &picture).expect("the GPU answers");
                let mut expected = picture.samples.clone();
                if alpha == PixelAlpha::Straight {
                    forget_uncovered_colours(&mut expected);
                }
                match (&samples, &expected) {
                    // Two roundings of a product and a quotient: the last bits of a float.
                    (Samples::F32(_), _) if alpha == PixelAlpha::Straight => {
                        let pairs = floats(&samples).into_iter().zip(floats(&expected));
                        let largest = pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
                        assert!(largest <= 2.0 * f32::EPSILON, "{largest}");
                    }
                    _ => assert!(samples == expected, "{size} {alpha:?}"),
                }
            }
        }
    }
    testing::assert_no_validation_messages();
}

/// What premultiplication cannot keep: the colour of what is not there.
fn forget_uncovered_colours(samples: &mut Samples) {
    fn forget<T: Copy + Default + PartialEq>(samples: &mut [T]) {
        for pixel in samples
            .chunks_exact_mut(4)
            .filter(|pixel| pixel[3] == T::default())
        {
            pixel.fill(T::default());
        }
    }
    match samples {
        Samples::U8(samples) => forget(samples),
        Samples::U16(samples) => forget(samples),
        Samples::F32(samples) => forget(samples),
    }
}

#[test]
fn all_kinds_of_samples_give_the_same_picture() {
    let Some(gpu) = testing::gpu() else { return };
    let output = Size::new(38, 21);
    let mut upscaler = ImageUpscaler::new(Arc::clone(&gpu));
    for technology in available(&gpu) {
        let settings = Settings {
            technology: TechnologyChoice::Only(technology.info().id),
            sharpness: 0.3,
            ..Settings::default()
        };
        for alpha in ALPHAS {
            let results = pictures(Size::new(19, 14), alpha).map(|picture| {
                upscaler.reset();
                let done = upscaler
                    .upscale(&settings, &picture, output)
                    .expect("it can be upscaled");
                assert_eq!((done.technology, &done.note), (technology.info().id, &None));
                assert_eq!((done.pixels.size, done.pixels.alpha), (output, alpha));
                floats(&done.pixels.samples)
            });
            // Premultiplied 8-bit pictures are worked on in 8 bits: two roundings, sharpened. What straight
            // alpha divides by can be small.
            let tolerance = if alpha == PixelAlpha::Straight {
                1.0 / 65535.0
            } else {
                6.0 / 255.0
            };
            let [wide, exact, bytes] = results;
            let largest =
                |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(
                largest(
                    &wide,
                    &exact.iter().map(|f| f.clamp(0.0, 1.0)).collect::<Vec<_>>()
                ) <= 1.0 / 65535.0
            );
            let exact: Vec<_> = exact.iter().map(|f| f.clamp(0.0, 1.0)).collect();
            let difference = largest(&bytes, &exact);
            assert!(
                difference <= tolerance + 0.5 / 255.0,
                "{:?} {alpha:?} {difference}",
                technology.info().id
            );
        }
    }
    testing::assert_no_validation_messages();
}

#[test]
fn like_pictures_share_a_session() {
    let Some(gpu) = testing::gpu() else { return };
    let mut upscaler = ImageUpscaler::new(Arc::clone(&gpu));
    let [_, _, picture] = pictures(Size::new(20, 10), PixelAlpha::None);
    let mut texture = |output| {
        upscaler
            .upscale(&Settings::default(), &picture, output)
            .expect("it can be upscaled");
        upscaler
            .current
            .as_ref()
            .map(|session| session.transfer.output().clone())
    };
    let first = texture(Size::new(30, 15));
    assert!(first.is_some() && first == texture(Size::new(30, 15)));
    assert_ne!(first, texture(Size::new(40, 20)));
}

#[test]
fn what_cannot_be_done_is_said() {
    let Some(gpu) = testing::gpu() else { return };
    let [_, _, picture] = pictures(Size::new(4, 4), PixelAlpha::None);
    let upscale = |picture: &Pixels, output| upscale_image(&gpu, &Settings::default(), picture, output);
    let limit = gpu.max_texture_size();
    let huge = Size::new(limit + 1, 4);
    assert_eq!(
        upscale(&picture, huge),
        Err(OfflineError::TooLarge { size: huge, limit })
    );
    let absurd = Size::new(u32::MAX, u32::MAX);
    let too_large = Pixels {
        size: absurd,
        ..picture.clone()
    };
    assert_eq!(
        upscale(&too_large, Size::new(8, 8)),
        Err(OfflineError::TooLarge { size: absurd, limit })
    );
    assert!(matches!(
        upscale(&picture, Size::new(0, 4)),
        Err(OfflineError::Empty { .. })
    ));
    let truncated = Pixels {
        samples: Samples::U8(vec![0; 63]),
        ..picture
    };
    assert!(matches!(
        upscale(&truncated, Size::new(8, 8)),
        Err(OfflineError::Samples { samples: 63, .. })
    ));
}

#[test]
fn fault_4_a_lost_device_is_an_error() {
    let Ok(gpu) = testing::open_gpu() else {
        println!("SKIP: no Vulkan device");
        return;
    };
    let mut upscaler = ImageUpscaler::new(Arc::clone(&gpu));
    let [_, _, picture] = pictures(Size::new(20, 10), PixelAlpha::None);
    let mut upscale = || upscaler.upscale(&Settings::default(), &picture, Size::new(40, 20));
    upscale().expect("it can be upscaled");
    gpu.device().destroy();
    assert!(upscale().is_err());
}

/// Waves, `by` pixels further to the right, in all kinds of samples.
fn waves(size: Size, alpha: PixelAlpha, by: f32) -> [Pixels; 3] {
    let floats: Vec<f32> = (0..size.area() as usize)
        .flat_map(|index| {
            let [x, y] = [index % size.width as usize, index / size.width as usize];
            let [x, y] = [x as f32 - by, y as f32];
            // Of many lengths and directions, so that nothing looks like anything else.
            let wave = |number: f32| {
                let (sin, cos) = (2.4 * number).sin_cos();
                ((cos * x + sin * y) * 1.3 / 1.25f32.powf(number) + number).sin()
            };
            let value = 0.5 + 0.08 * (0..14).map(|number| wave(number as f32)).sum::<f32>();
            let value = value.clamp(0.0, 1.0);
            [value, value, value, 1.0]
        })
        .collect();
    let samples = [
        Samples::U8(floats.iter().map(|value| (value * 255.0).round() as u8).collect()),
        Samples::U16(
            floats
                .iter()
                .map(|value| (value * 65535.0).round() as u16)
                .collect(),
        ),
        Samples::F32(floats),
    ];
    samples.map(|samples| Pixels { size, samples, alpha })
}

#[test]
fn motion_is_told_of_all_kinds_of_pictures() {
    let Some(gpu) = testing::gpu() else { return };
    let size = Size::new(128, 80);
    let mut motion = ImageMotion::new(gpu);
    for alpha in ALPHAS {
        for (before, picture) in waves(size, alpha, 0.0).iter().zip(&waves(size, alpha, 1.5)) {
            motion.reset();
            assert!(motion.next(before).expect("it runs").verdict.is_cut);
            let field = motion.next(picture).expect("it runs");
            assert!(!field.verdict.is_cut, "{alpha:?}: {:?}", field.verdict);
            assert_eq!((field.size, field.confidences.len()), (size, 16 * 10));
            let right = field.vectors.iter().filter(|[x, y]| (x + 1.5).hypot(*y) < 0.1);
            let share = right.count() as f64 / size.area() as f64;
            assert!(share > 0.8, "{alpha:?}: {share}");
        }
    }
    // Another size is another sequence.
    let [other, ..] = waves(Size::new(30, 20), PixelAlpha::None, 0.0);
    assert!(motion.next(&other).expect("it runs").verdict.is_cut);
    let wrong = Pixels {
        size: Size::new(31, 20),
        ..other
    };
    assert!(matches!(motion.next(&wrong), Err(OfflineError::Samples { .. })));
}
