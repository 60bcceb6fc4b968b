// SPDX-License-Identifier: GPL-2.0-or-later
//! What the tests share that compare ours with pictures of the vendor's own shader.

use std::fmt;

use super::Image;
use crate::frame::Size;

/// Pictures that AMD's shader made of one input at one size, see `tests/data/fsr/README.md`.
pub(crate) struct Amds {
    input: &'static str,
    size: &'static str,
    /// Stops of sharpness, as in the pictures' names.
    stops: &'static [f32],
}

/// All of AMD's pictures: twice the size, the presets, 3 and 4 times, and ratios that differ across and down.
pub(crate) const AMDS: [Amds; 8] = [
    Amds::new("synth_160x96", "320x192", &[0.0, 0.25, 1.0]),
    Amds::new("synth_160x96", "333x201", &[0.0, 0.25, 1.0]),
    Amds::new("game_96x64", "125x83", &[0.0]),
    Amds::new("game_96x64", "144x96", &[1.0]),
    Amds::new("game_96x64", "163x109", &[2.0]),
    Amds::new("game_96x64", "131x77", &[0.0]),
    Amds::new("game_96x64", "288x192", &[0.0]),
    Amds::new("game_96x64", "384x256", &[1.0]),
];

impl Amds {
    const fn new(input: &'static str, size: &'static str, stops: &'static [f32]) -> Self {
        Self { input, size, stops }
    }

    /// What they are of.
    pub(crate) fn input(&self) -> Image {
        picture(&format!("fsr/in_{}", self.input))
    }

    /// EASU's picture, which is the input of RCAS too.
    pub(crate) fn upsampled(&self) -> Image {
        picture(&format!("fsr/{self}_easu"))
    }

    /// Our sharpness for each of RCAS's pictures, and the picture.
    pub(crate) fn sharpened(&self) -> impl Iterator<Item = (f32, Image)> {
        self.stops.iter().map(move |stops| {
            let sharpness = 1.0 - stops / 2.0;
            (sharpness, picture(&format!("fsr/{self}_rcas{stops}")))
        })
    }
}

impl fmt::Display for Amds {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}_to_{}", self.input, self.size)
    }
}

/// A picture of `tests/data`: `name` without its extension.
pub(crate) fn picture(name: &str) -> Image {
    let path = format!("{}/../../tests/data/{name}.png", env!("CARGO_MANIFEST_DIR"));
    let image = image::open(&path)
        .unwrap_or_else(|error| panic!("{path}: {error}"))
        .to_rgba8();
    Image::from_rgba8(Size::new(image.width(), image.height()), image.as_raw())
}

/// Share of colour samples that differ by more than `codes`, and the largest difference.
pub(crate) fn beyond(codes: u8, left: &Image, right: &Image) -> (f64, u8) {
    assert_eq!(left.size, right.size);
    let (left, right) = (left.to_rgba8(), right.to_rgba8());
    let differences: Vec<u8> = left
        .iter()
        .zip(&right)
        .map(|(left, right)| left.abs_diff(*right))
        .collect();
    let beyond = differences
        .iter()
        .filter(|difference| **difference > codes)
        .count();
    // A quarter of the samples is alpha, equal in both.
    (
        beyond as f64 / (left.len() / 4 * 3) as f64,
        differences.into_iter().max().unwrap_or(0),
    )
}
