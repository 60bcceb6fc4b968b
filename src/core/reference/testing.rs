// SPDX-License-Identifier: GPL-2.0-or-later
//! What the tests share that compare a reference with pictures of the vendor's own shader.

use super::Image;
use crate::frame::Size;

/// A picture of `tests/data`: `name` without its extension.
pub(super) fn picture(name: &str) -> Image {
    let path = format!("{}/../../tests/data/{name}.png", env!("CARGO_MANIFEST_DIR"));
    let image = image::open(&path)
        .unwrap_or_else(|error| panic!("{path}: {error}"))
        .to_rgba8();
    Image::from_rgba8(Size::new(image.width(), image.height()), image.as_raw())
}

/// Share of colour samples that differ by more than `codes`, and the largest difference.
pub(super) fn beyond(codes: u8, left: &Image, right: &Image) -> (f64, u8) {
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
