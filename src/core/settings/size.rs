// SPDX-License-Identifier: GPL-2.0-or-later
//! From settings and an input size to the output size.

use super::{ScaleMode, Settings};
use crate::frame::Size;

impl Settings {
    /// The size to upscale `input` to.
    ///
    /// - `canvas` is what [`ScaleMode::Canvas`] fits into; where there is none, that mode keeps the input's size.
    /// - `limit` is the longest side that the GPU can do: a larger result is reduced, its aspect kept.
    ///
    /// Sides are rounded to the nearest pixel (halves up) and never 0, whatever comes in: an empty input counts as
    /// one pixel.
    pub fn output_size(&self, input: Size, canvas: Option<Size>, limit: u32) -> Size {
        let wanted = self.wanted_size(input, canvas);
        match limit.max(1) {
            limit if wanted.longest_side() > limit => fitted(wanted, Size::new(limit, limit)),
            _ => wanted,
        }
    }

    /// The same without a limit.
    pub fn wanted_size(&self, input: Size, canvas: Option<Size>) -> Size {
        let input = at_least_one(input);
        match self.scale_mode {
            ScaleMode::Preset => scaled(input, self.quality.ratio()),
            ScaleMode::Factor => scaled(input, self.scale_factor),
            ScaleMode::Canvas => match canvas.filter(|canvas| !canvas.is_empty()) {
                Some(canvas) => fitted(input, canvas),
                None => input,
            },
            ScaleMode::Size => at_least_one(Size::new(self.width, self.height)),
        }
    }
}

fn at_least_one(size: Size) -> Size {
    Size::new(size.width.max(1), size.height.max(1))
}

/// `length * numerator / denominator`, rounded to the nearest (halves up), at least 1. In whole numbers, so that a
/// half is a half: 25 times 1.02 is not 25.499999.
fn side(length: u32, numerator: u64, denominator: u64) -> u32 {
    let (length, numerator, denominator) =
        (u128::from(length), u128::from(numerator), u128::from(denominator));
    let rounded = (2 * length * numerator + denominator) / (2 * denominator);
    u32::try_from(rounded).unwrap_or(u32::MAX).max(1)
}

/// `size` times `factor`, which counts as the decimal of up to 6 places that it stands for: as a float, 1.3 is a
/// little less than 1.3. The conversion saturates, so that a factor without sense still gives a size.
fn scaled(size: Size, factor: f32) -> Size {
    let millionths = (f64::from(factor) * 1e6).round() as u64;
    Size::new(
        side(size.width, millionths, 1_000_000),
        side(size.height, millionths, 1_000_000),
    )
}

/// The largest size of `size`'s aspect within `bounds`. The side that touches is exactly the bound's.
fn fitted(size: Size, bounds: Size) -> Size {
    let [width, height] = [size.width, size.height].map(u64::from);
    let [bound_width, bound_height] = [bounds.width, bounds.height].map(u64::from);
    if bound_width * height <= bound_height * width {
        Size::new(
            bounds.width,
            side(size.height, bound_width, width).min(bounds.height),
        )
    } else {
        Size::new(
            side(size.width, bound_height, height).min(bounds.width),
            bounds.height,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Quality;

    const ODD: [Size; 9] = [
        Size::new(1, 1),
        Size::new(3, 2),
        Size::new(2, 3),
        Size::new(853, 479),
        Size::new(1280, 720),
        Size::new(1, 4096),
        Size::new(16384, 1),
        Size::new(16384, 16384),
        Size::new(u32::MAX, 7),
    ];

    fn factor(scale_factor: f32) -> Settings {
        Settings {
            scale_mode: ScaleMode::Factor,
            scale_factor,
            ..Settings::default()
        }
    }

    #[test]
    fn presets_have_the_ratio_of_the_quality() {
        for (quality, width, height) in [
            (Quality::Ultra, 1664, 936),
            (Quality::Quality, 1920, 1080),
            (Quality::Balanced, 2176, 1224),
            (Quality::Performance, 2560, 1440),
        ] {
            let settings = Settings {
                quality,
                ..Settings::default()
            };
            assert_eq!(
                settings.output_size(Size::new(1280, 720), None, 16384),
                Size::new(width, height)
            );
        }
    }

    #[test]
    fn factor_one_is_the_input() {
        for size in ODD {
            assert_eq!(factor(1.0).output_size(size, None, u32::MAX), size);
        }
    }

    #[test]
    fn halves_round_up_and_floats_count_as_the_decimals_that_they_stand_for() {
        assert_eq!(
            factor(1.5).output_size(Size::new(1, 3), None, 99),
            Size::new(2, 5)
        );
        assert_eq!(
            factor(1.3).output_size(Size::new(5, 10), None, 99),
            Size::new(7, 13)
        );
        assert_eq!(
            factor(1.7).output_size(Size::new(5, 15), None, 99),
            Size::new(9, 26)
        );
    }

    #[test]
    fn every_factor_and_size_is_within_half_a_pixel() {
        for hundredths in 100..=400_u32 {
            for side in (1..200).chain([479, 853, 1919, 4095]) {
                let size =
                    factor(hundredths as f32 / 100.0).output_size(Size::new(side, side), None, u32::MAX);
                // In hundredths, so that the expectation has no rounding of its own.
                let error = i64::from(size.width) * 100 - i64::from(side) * i64::from(hundredths);
                assert!(
                    (-49..=50).contains(&error),
                    "{side} times {hundredths} hundredths gives {size}"
                );
                assert_eq!(size.width, size.height);
            }
        }
    }

    #[test]
    fn a_canvas_is_touched_and_never_left() {
        let settings = Settings {
            scale_mode: ScaleMode::Canvas,
            ..Settings::default()
        };
        for input in ODD {
            for canvas in ODD {
                let size = settings.output_size(input, Some(canvas), u32::MAX);
                assert!(
                    size.width == canvas.width || size.height == canvas.height,
                    "{input} in {canvas}: {size}"
                );
                assert!(
                    size.width <= canvas.width && size.height <= canvas.height,
                    "{input} in {canvas}: {size}"
                );
                assert!(!size.is_empty());
            }
        }
        let fit = |width, height| {
            settings.output_size(Size::new(width, height), Some(Size::new(1920, 1080)), 16384)
        };
        assert_eq!(fit(1280, 720), Size::new(1920, 1080));
        assert_eq!(fit(640, 480), Size::new(1440, 1080));
        assert_eq!(fit(1000, 100), Size::new(1920, 192));
        assert_eq!(fit(3840, 2160), Size::new(1920, 1080));
    }

    #[test]
    fn without_a_canvas_the_size_stays() {
        let settings = Settings {
            scale_mode: ScaleMode::Canvas,
            ..Settings::default()
        };
        for canvas in [None, Some(Size::new(0, 0)), Some(Size::new(1920, 0))] {
            assert_eq!(
                settings.output_size(Size::new(640, 480), canvas, 16384),
                Size::new(640, 480)
            );
        }
    }

    #[test]
    fn an_exact_size_is_exact() {
        let settings = Settings {
            scale_mode: ScaleMode::Size,
            width: 1921,
            height: 3,
            ..Settings::default()
        };
        for input in ODD {
            assert_eq!(settings.output_size(input, None, 16384), Size::new(1921, 3));
        }
    }

    #[test]
    fn what_is_over_the_limit_is_reduced_with_its_aspect() {
        assert_eq!(
            factor(4.0).output_size(Size::new(5000, 2500), None, 16384),
            Size::new(16384, 8192)
        );
        assert_eq!(
            factor(4.0).output_size(Size::new(1, 8000), None, 16384),
            Size::new(2, 16384)
        );
        assert_eq!(
            factor(4.0).output_size(Size::new(u32::MAX, u32::MAX), None, 8192),
            Size::new(8192, 8192)
        );
        let settings = Settings {
            scale_mode: ScaleMode::Size,
            width: 16384,
            height: 9216,
            ..Settings::default()
        };
        assert_eq!(
            settings.output_size(Size::new(9, 9), None, 4096),
            Size::new(4096, 2304)
        );
    }

    #[test]
    fn no_side_is_ever_0_or_over_the_limit() {
        for scale_mode in ScaleMode::ALL.iter().copied() {
            for scale_factor in [1.0, 1.5, 4.0, 0.0, -3.0, f32::NAN, f32::INFINITY] {
                for input in
                    ODD.into_iter()
                        .chain([Size::new(0, 0), Size::new(0, 9), Size::new(u32::MAX, u32::MAX)])
                {
                    for limit in [0, 1, 2048, 16384, u32::MAX] {
                        let settings = Settings {
                            scale_mode,
                            scale_factor,
                            width: 0,
                            ..Settings::default()
                        };
                        let size = settings.output_size(input, Some(Size::new(1920, 1080)), limit);
                        assert!(
                            !size.is_empty() && size.longest_side() <= limit.max(1),
                            "{settings:?} {input} {size}"
                        );
                    }
                }
            }
        }
    }
}
