// SPDX-License-Identifier: GPL-2.0-or-later
//! The light in which the fallback technology's kernels weigh pixels.

use super::alpha::{decode, encode};
use crate::frame::AlphaMode;
use crate::settings::Light;

/// Steepness of the sigmoid, as ImageMagick and mpv have it.
const CONTRAST: f64 = 6.5;
/// The linear light at which the sigmoid is steepest.
const CENTRE: f64 = 0.75;

/// A pixel that is premultiplied in the display encoding (or opaque), with its colours in another light. What a colour
/// has beyond its coverage stays as it is.
pub(super) fn to_light(pixel: [f64; 4], light: Light, alpha: AlphaMode) -> [f64; 4] {
    convert(pixel, alpha, |colour| match light {
        Light::Encoded => colour,
        Light::Linear => decode(colour),
        Light::Sigmoid => {
            let (lowest, span) = sigmoid_range();
            let share = decode(colour).clamp(0.0, 1.0) * span + lowest;
            CENTRE - (1.0 / share - 1.0).ln() / CONTRAST
        }
    })
}

/// The inverse of [`to_light`]; but for [`Light::Encoded`], nothing is below 0.
pub(super) fn from_light(pixel: [f64; 4], light: Light, alpha: AlphaMode) -> [f64; 4] {
    convert(pixel, alpha, |colour| match light {
        Light::Encoded => colour,
        Light::Linear => encode(colour.max(0.0)),
        Light::Sigmoid => {
            let (lowest, span) = sigmoid_range();
            encode(((sigmoid(colour) - lowest) / span).clamp(0.0, 1.0))
        }
    })
}

fn convert(pixel: [f64; 4], alpha: AlphaMode, curve: impl Fn(f64) -> f64) -> [f64; 4] {
    let [red, green, blue, coverage] = pixel;
    let curve = |colour: f64| match alpha {
        AlphaMode::Opaque => curve(colour),
        _ if coverage <= 0.0 => colour,
        _ => {
            let covered = colour.clamp(0.0, coverage);
            curve(covered / coverage) * coverage + (colour - covered)
        }
    };
    [curve(red), curve(green), curve(blue), coverage]
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (CONTRAST * (CENTRE - x)).exp())
}

/// The sigmoid at 0, and how far it rises from there to 1.
fn sigmoid_range() -> (f64, f64) {
    (sigmoid(0.0), sigmoid(1.0) - sigmoid(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_light_leads_back() {
        for light in Light::ALL {
            for alpha in [AlphaMode::Opaque, AlphaMode::Premultiplied] {
                for code in 0..=255 {
                    let value = f64::from(code) / 255.0;
                    let pixel = [value, value / 2.0, 0.0, 1.0_f64.min(value + 0.2)];
                    let back = from_light(to_light(pixel, *light, alpha), *light, alpha);
                    for (back, expected) in back.iter().zip(pixel) {
                        assert!(
                            (back - expected).abs() < 1e-12,
                            "{light:?} {alpha:?} {pixel:?} {back}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn black_and_white_stay() {
        for light in Light::ALL {
            let ends = to_light([0.0, 1.0, 0.0, 1.0], *light, AlphaMode::Opaque);
            assert!(
                ends[0].abs() < 1e-12 && (ends[1] - 1.0).abs() < 1e-12,
                "{light:?} {ends:?}"
            );
        }
    }
}
