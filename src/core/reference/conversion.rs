// SPDX-License-Identifier: GPL-2.0-or-later
//! Linear light to the display encoding and back, in double precision.

use super::{Image, alpha};
use crate::frame::ColorSpace;

/// ITU-R BT.2087: Rec. 709 to Rec. 2020; rows.
const REC_2020_OF_709: [[f64; 3]; 3] = [
    [0.627_403_9, 0.329_283_0, 0.043_313_1],
    [0.069_097_3, 0.919_540_4, 0.011_362_3],
    [0.016_391_4, 0.088_013_3, 0.895_595_3],
];

/// The inverse.
const REC_709_OF_2020: [[f64; 3]; 3] = [
    [1.660_491_0, -0.587_641_1, -0.072_849_9],
    [-0.124_550_5, 1.132_899_9, -0.008_349_4],
    [-0.018_150_8, -0.100_578_9, 1.118_729_7],
];

/// What 1 stands for in PQ, in nits.
const PQ_PEAK: f64 = 10_000.0;

/// Premultiplied linear pixels as they are upscaled: in the sRGB encoding, or, for high range, in PQ (SMPTE ST 2084) with
/// the primaries of Rec. 2020; 0 to 1, premultiplied after the encoding.
pub fn encode(image: &Image, space: ColorSpace) -> Image {
    convert(image, |colour| {
        if space.is_high_range() {
            product(&REC_2020_OF_709, colour)
                .map(|light| to_pq((light * f64::from(space.white_nits()) / PQ_PEAK).clamp(0.0, 1.0)))
        } else {
            colour.map(|light| alpha::encode(light.clamp(0.0, 1.0)))
        }
    })
}

/// The inverse of [`encode`].
pub fn decode(image: &Image, space: ColorSpace) -> Image {
    convert(image, |colour| {
        let colour = colour.map(|value| value.clamp(0.0, 1.0));
        if space.is_high_range() {
            let light = colour.map(|value| from_pq(value) * PQ_PEAK / f64::from(space.white_nits()));
            product(&REC_709_OF_2020, light)
        } else {
            colour.map(alpha::decode)
        }
    })
}

/// Converts the colours without their coverage. Where alpha is 0 they are light that is added to the ground.
fn convert(image: &Image, colour: impl Fn([f64; 3]) -> [f64; 3]) -> Image {
    let pixel = |&[r, g, b, alpha]: &[f32; 4]| {
        let coverage = match alpha {
            alpha if alpha > 0.0 => f64::from(alpha.min(1.0)),
            _ => 1.0,
        };
        let [r, g, b] =
            colour([r, g, b].map(|value| f64::from(value) / coverage)).map(|value| (value * coverage) as f32);
        [r, g, b, alpha.clamp(0.0, 1.0)]
    };
    Image {
        size: image.size,
        pixels: image.pixels.iter().map(pixel).collect(),
    }
}

fn product(matrix: &[[f64; 3]; 3], [x, y, z]: [f64; 3]) -> [f64; 3] {
    matrix.map(|[a, b, c]| a * x + b * y + c * z)
}

const M1: f64 = 2610.0 / 16384.0;
const M2: f64 = 2523.0 / 4096.0 * 128.0;
const C1: f64 = 3424.0 / 4096.0;
const C2: f64 = 2413.0 / 4096.0 * 32.0;
const C3: f64 = 2392.0 / 4096.0 * 32.0;

fn to_pq(light: f64) -> f64 {
    let power = light.powf(M1);
    ((C1 + C2 * power) / (1.0 + C3 * power)).powf(M2)
}

fn from_pq(value: f64) -> f64 {
    let root = value.powf(1.0 / M2);
    ((root - C1).max(0.0) / (C2 - C3 * root)).powf(1.0 / M1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Size;

    /// From the tables of ITU-R BT.2100 and BT.2408: the signal of a light in nits.
    #[test]
    fn pq_is_the_standards() {
        for (nits, signal) in [
            (0.0, 0.0),
            (100.0, 0.508),
            (203.0, 0.581),
            (1000.0, 0.752),
            (10_000.0, 1.0),
        ] {
            assert!((to_pq(nits / PQ_PEAK) - signal).abs() < 6e-4, "{nits}");
            assert!((from_pq(to_pq(nits / PQ_PEAK)) * PQ_PEAK - nits).abs() < 1e-6 * nits.max(1.0));
        }
    }

    #[test]
    fn white_stays_white_and_everything_comes_back() {
        for space in [
            ColorSpace::Srgb16F,
            ColorSpace::Rec709Extended,
            ColorSpace::Rec709Scrgb,
        ] {
            let peak = if space.is_high_range() { 20.0 } else { 1.0 };
            let image = Image::from_fn(Size::new(5, 3), |x, y| {
                let alpha = [0.25, 1.0, 0.0][y as usize];
                let light = (x as f32 / 4.0).powi(3) * peak * if y == 0 { alpha } else { 1.0 };
                [light, light / 2.0, light / 3.0, alpha]
            });
            let back = decode(&encode(&image, space), space);
            for (one, other) in back.pixels.as_flattened().iter().zip(image.pixels.as_flattened()) {
                assert!((one - other).abs() <= 1e-4 * peak, "{space:?}: {one} {other}");
            }
            let grey = encode(
                &Image::from_fn(Size::new(1, 1), |_, _| [0.5, 0.5, 0.5, 1.0]),
                space,
            )
            .pixels[0];
            assert!(
                (grey[0] - grey[1]).abs() < 1e-6 && (grey[1] - grey[2]).abs() < 1e-6,
                "{grey:?}"
            );
        }
    }
}
