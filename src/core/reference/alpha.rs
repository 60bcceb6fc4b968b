// SPDX-License-Identifier: GPL-2.0-or-later
//! Soft edges that were multiplied by their coverage in linear light.

use super::Image;
use crate::frame::AlphaMode;

/// The picture as it is filtered: with [`AlphaMode::PremultipliedLinear`] the pixels that are neither opaque nor
/// empty become ordinary premultiplied ones, `encode(decode(colour) / alpha) * alpha`. What a colour has beyond
/// `encode(alpha)` (light that is added to the ground) stays as it is. Otherwise the same.
pub fn to_working(image: &Image, alpha: AlphaMode) -> Image {
    convert(image, alpha, |colour, alpha| {
        let covered = colour.min(encode(alpha));
        encode(decode(covered) / alpha) * alpha + (colour - covered)
    })
}

/// The inverse of [`to_working`]: `encode(decode(colour / alpha) * alpha)`, and what a colour has beyond `alpha`.
pub fn to_stored(image: &Image, alpha: AlphaMode) -> Image {
    convert(image, alpha, |colour, alpha| {
        let covered = colour.clamp(0.0, alpha);
        encode(decode(covered / alpha) * alpha) + (colour - covered)
    })
}

fn convert(image: &Image, alpha: AlphaMode, colour: impl Fn(f64, f64) -> f64) -> Image {
    let mut image = image.clone();
    if alpha == AlphaMode::PremultipliedLinear {
        let soft = |pixel: &&mut [f32; 4]| pixel[3] > 0.0 && pixel[3] < 1.0;
        for [colours @ .., alpha] in image.pixels.iter_mut().filter(soft) {
            for value in colours {
                *value = colour(f64::from(*value), f64::from(*alpha)) as f32;
            }
        }
    }
    image
}

/// From the sRGB encoding to linear light (IEC 61966-2-1), continued beyond 1.
pub(super) fn decode(value: f64) -> f64 {
    if value <= 0.040_45 {
        value / 12.92
    } else {
        ((value + 0.055) / 1.055).powf(2.4)
    }
}

/// From linear light to the sRGB encoding.
pub(super) fn encode(value: f64) -> f64 {
    if value <= 0.003_130_8 {
        12.92 * value
    } else {
        1.055 * value.powf(1.0 / 2.4) - 0.055
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Size;

    #[test]
    fn half_covered_white_is_half() {
        let image = Image {
            size: Size::new(1, 1),
            pixels: vec![[encode(0.5) as f32, 0.0, encode(0.5) as f32, 0.5]],
        };
        let working = to_working(&image, AlphaMode::PremultipliedLinear);
        for (value, expected) in working.pixels[0].iter().zip([0.5, 0.0, 0.5, 0.5]) {
            assert!((value - expected).abs() < 1e-6, "{working:?}");
        }
        assert_eq!(to_working(&image, AlphaMode::Premultiplied), image);
    }

    #[test]
    fn what_is_stored_comes_back() {
        let values = [0.0, 0.01, 0.3, 0.74, 1.0];
        let image = Image::from_fn(Size::new(5, 5), |x, y| {
            let (colour, alpha) = (values[x as usize], values[y as usize]);
            [colour, colour / 2.0, 1.0, alpha]
        });
        let alpha = AlphaMode::PremultipliedLinear;
        let back = to_stored(&to_working(&image, alpha), alpha);
        for (one, other) in back.pixels.as_flattened().iter().zip(image.pixels.as_flattened()) {
            assert!((one - other).abs() < 1e-5, "{one} {other}");
        }
    }
}
