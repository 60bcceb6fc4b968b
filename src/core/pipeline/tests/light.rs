// SPDX-License-Identifier: GPL-2.0-or-later
//! Frames of linear light, of high range, and of what is no number.

use super::*;
use crate::technologies::nu::{KERNEL, model::ModelId};

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
        // Of a first frame, which is all that is made here, it is the same.
        TechnologyId::Fsr | TechnologyId::Fsr3 => reference::easu(encoded, output, alpha),
        TechnologyId::Nis => reference::nis(encoded, output, Strength::new(sharpness), alpha),
        TechnologyId::Fallback => reference::scale(encoded, output, kernel, Light::Encoded, 0.0, alpha),
        TechnologyId::Nu => {
            let model = ModelId::of(Settings::default().quality).model();
            let doubled = reference::nu(encoded, model.expect("the weights are whole"), alpha);
            reference::scale(
                &stored(&doubled, format),
                output,
                KERNEL,
                Light::Encoded,
                0.0,
                alpha,
            )
        }
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
            let runs = available(&gpu).flat_map(|technology| [(technology, 0.0), (technology, 0.5)]);
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
                // In half floats the driver's rounding decides for single pixels whether they are on an edge, and
                // sharpening makes more of what it decided.
                let share = if format == PixelFormat::Rgba16Float {
                    0.015
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
    Pipeline::prepare(gpu, &plan).expect("the pipeline can be prepared");
    assert!(Pipeline::is_prepared(gpu, &plan));
    let mut pipeline = Pipeline::create(gpu, &plan).expect("the pipeline can be made");
    let source = testing::upload(gpu, input.size, input.format, &to_bytes(image, input.format));
    let target = testing::create_texture(gpu, output, input.format);
    let result = process(gpu, &mut pipeline, &source, &target);
    from_bytes(output, input.format, &result)
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
            for settings in every_way(&gpu) {
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
