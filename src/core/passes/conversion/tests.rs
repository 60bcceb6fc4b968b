// SPDX-License-Identifier: GPL-2.0-or-later

use super::*;
use crate::frame::{AlphaMode, ColorSpace, PixelFormat};
use crate::reference::{self, Image};
use crate::technologies::testing::{assert_close, frame, run, stored};
use crate::testing;

const SPACES: [ColorSpace; 3] = [
    ColorSpace::Srgb16F,
    ColorSpace::Rec709Extended,
    ColorSpace::Rec709Scrgb,
];

const FORMATS: [PixelFormat; 2] = [PixelFormat::Rgba16Float, PixelFormat::Rgba32Float];

/// Light from a millionth to 40 times white, in all colours and at several coverages.
fn light(space: ColorSpace, alpha: AlphaMode) -> Image {
    let peak: f32 = if space.is_high_range() { 40.0 } else { 1.0 };
    Image::from_fn(Size::new(31, 12), |x, y| {
        let light = peak * 1e-6_f32.powf(1.0 - x as f32 / 30.0);
        let colour = [1.0, 0.5, 0.1].map(|share| light * share);
        let coverage = match alpha {
            AlphaMode::Opaque => 1.0,
            AlphaMode::Premultiplied | AlphaMode::PremultipliedLinear => y as f32 / 11.0,
        };
        let [r, g, b] = colour.map(|value| if coverage > 0.0 { value * coverage } else { 0.0 });
        let [r, g, b] = [[r, g, b], [g, b, r], [b, r, g]][y as usize % 3];
        [r, g, b, coverage]
    })
}

fn convert(gpu: &Gpu, frame: &FrameDesc, direction: Direction, image: &Image) -> Image {
    Conversion::prepare(gpu, frame).expect("the conversion runs");
    assert!(Conversion::is_prepared(gpu, frame));
    let mut conversion = Conversion::create(gpu, frame, direction, image.size).expect("the conversion runs");
    run(
        gpu,
        &[image],
        frame.format,
        image.size,
        |recorder, inputs, output| conversion.record(recorder, &inputs[0], output),
    )
}

#[test]
fn the_gpu_does_as_the_reference() {
    let Some(gpu) = testing::gpu() else { return };
    for space in SPACES {
        for format in FORMATS {
            for alpha in [AlphaMode::Opaque, AlphaMode::PremultipliedLinear] {
                let image = stored(&light(space, alpha), format);
                let frame = FrameDesc {
                    color_space: space,
                    ..frame(image.size, format, alpha)
                };
                let what = format!("{space:?} {format:?} {alpha:?}");
                let expected = reference::encode(&image, space);
                let encoded = convert(&gpu, &frame, Direction::Encode, &image);
                let tolerance = if format == PixelFormat::Rgba16Float {
                    6e-4
                } else {
                    1e-4
                };
                assert_close(&encoded, &expected, tolerance, 0.0, &what);

                // Back again the error is relative to the light.
                let encoded = stored(&expected, format);
                let expected = reference::decode(&encoded, space);
                let decoded = convert(&gpu, &frame, Direction::Decode, &encoded);
                for (one, other) in decoded
                    .pixels
                    .as_flattened()
                    .iter()
                    .zip(expected.pixels.as_flattened())
                {
                    let close = (one - other).abs() <= 2e-3 * other.abs() + 1e-4;
                    assert!(close, "{what}: {one} is not {other}");
                }
            }
        }
    }
    testing::assert_no_validation_messages();
}

#[test]
fn highlights_and_wide_colours_come_back() {
    let Some(gpu) = testing::gpu() else { return };
    // Below 0: a green outside of Rec. 709, within Rec. 2020.
    let image = Image::from_fn(Size::new(4, 1), |x, _| {
        [
            [12.5, 12.5, 12.5, 1.0],
            [-0.2, 0.9, -0.05, 1.0],
            [40.0, 0.5, 0.25, 1.0],
            [1.0; 4],
        ][x as usize]
    });
    let frame = FrameDesc {
        color_space: ColorSpace::Rec709Extended,
        ..frame(image.size, PixelFormat::Rgba32Float, AlphaMode::Opaque)
    };
    let encoded = convert(&gpu, &frame, Direction::Encode, &image);
    assert!(
        encoded
            .pixels
            .as_flattened()
            .iter()
            .all(|value| (0.0..=1.0).contains(value))
    );
    let back = convert(&gpu, &frame, Direction::Decode, &encoded);
    for (one, other) in back.pixels.as_flattened().iter().zip(image.pixels.as_flattened()) {
        assert!(
            (one - other).abs() < 2e-3 * other.abs().max(1.0),
            "{one} is not {other}"
        );
    }
}

#[test]
fn what_is_no_number_is_black() {
    let Some(gpu) = testing::gpu() else { return };
    let odd = [f32::NAN, -f32::NAN, f32::INFINITY, f32::NEG_INFINITY, -1.0, 1e30];
    let image = Image::from_fn(Size::new(6, 4), |x, y| {
        let value = odd[x as usize];
        [
            [value, 0.5, 0.5, 1.0],
            [0.5, 0.5, 0.5, value],
            [value; 4],
            [value, -value, -value, 0.25],
        ][y as usize]
    });
    for space in SPACES {
        for alpha in [AlphaMode::Opaque, AlphaMode::PremultipliedLinear] {
            let frame = FrameDesc {
                color_space: space,
                ..frame(image.size, PixelFormat::Rgba32Float, alpha)
            };
            let encoded = convert(&gpu, &frame, Direction::Encode, &image);
            let valid = |value: &f32| (0.0..=1.0).contains(value);
            assert!(
                encoded.pixels.as_flattened().iter().all(valid),
                "{space:?} {alpha:?}: {encoded:?}"
            );
            assert!(encoded.at(0, 0)[0] < 0.1 || space.is_high_range(), "{encoded:?}");
        }
    }
}
