// SPDX-License-Identifier: GPL-2.0-or-later
//! Pictures of the reference implementations.

use crate::frame::Size;

/// A picture: RGBA pixels, row by row, values as stored (display-encoded), 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// Width and height in pixels.
    pub size: Size,
    /// `size.area()` pixels.
    pub pixels: Vec<[f32; 4]>,
}

impl Image {
    /// The picture whose pixel at `(x, y)` is `pixel(x, y)`.
    pub fn from_fn(size: Size, mut pixel: impl FnMut(u32, u32) -> [f32; 4]) -> Self {
        let positions = (0..size.height).flat_map(|y| (0..size.width).map(move |x| (x, y)));
        Self {
            size,
            pixels: positions.map(|(x, y)| pixel(x, y)).collect(),
        }
    }

    /// The picture in 8-bit RGBA `bytes`.
    ///
    /// # Panics
    /// When `bytes` are not four per pixel.
    pub fn from_rgba8(size: Size, bytes: &[u8]) -> Self {
        assert_eq!(bytes.len() as u64, size.area() * 4, "four bytes a pixel");
        let (pixels, _) = bytes.as_chunks::<4>();
        Self {
            size,
            pixels: pixels
                .iter()
                .map(|pixel| pixel.map(|byte| f32::from(byte) / 255.0))
                .collect(),
        }
    }

    /// The picture in 8-bit RGBA, as a GPU stores it in `rgba8unorm`: clamped and rounded to nearest.
    pub fn to_rgba8(&self) -> Vec<u8> {
        let byte = |value: &f32| (value.clamp(0.0, 1.0) * 255.0).round_ties_even() as u8;
        self.pixels.as_flattened().iter().map(byte).collect()
    }

    /// The same picture after a way through 8 bits.
    pub fn quantized(&self) -> Self {
        Self::from_rgba8(self.size, &self.to_rgba8())
    }

    /// The pixel at `(x, y)`, or the nearest one where that is outside.
    pub fn at(&self, x: i64, y: i64) -> [f32; 4] {
        let x = x.clamp(0, i64::from(self.size.width) - 1) as usize;
        let y = y.clamp(0, i64::from(self.size.height) - 1) as usize;
        self.pixels[y * self.size.width as usize + x]
    }

    /// Left and right exchanged.
    pub fn mirrored(&self) -> Self {
        let last = i64::from(self.size.width) - 1;
        Self::from_fn(self.size, |x, y| self.at(last - i64::from(x), i64::from(y)))
    }
}
