// SPDX-License-Identifier: GPL-2.0-or-later
//! How far a picture is from the one that it should be: PSNR, SSIM, and the difference as a picture. On the CPU, in
//! double precision, a few rows at a time.
//!
//! All of it looks at the stored (display-encoded) values. Straight alpha is multiplied into the colours first, so
//! that the colour of what is not covered does not count. The luma is that of Rec. 709: 0.2126 R + 0.7152 G +
//! 0.0722 B.

mod ssim;
#[cfg(test)]
mod tests;

use crate::frame::Size;
use crate::offline::{PixelAlpha, Pixels, Samples, premultiply};
use crate::text::Message;
use ssim::Ssim;

/// Times which [`difference`] shows a difference, as the filter's comparison does: `AMPLIFICATION` of
/// `shaders/compare.wgsl`.
pub const AMPLIFICATION: f32 = 4.0;

/// Weights of red, green and blue in the luma (Rec. ITU-R BT.709-6, 3.2).
const LUMA: [f64; 3] = [0.2126, 0.7152, 0.0722];

/// How alike two pictures are.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Similarity {
    /// Peak signal-to-noise ratio over red, green and blue, in dB; infinite where they are equal.
    pub psnr_rgb: f64,
    /// The same of the luma.
    pub psnr_y: f64,
    /// The same of alpha; infinite where it is equal, as in opaque pictures.
    pub psnr_alpha: f64,
    /// Structural similarity of the luma; 1 where it is equal. "Image Quality Assessment: From Error Visibility to
    /// Structural Similarity" (Wang, Bovik, Sheikh and Simoncelli, 2004): 11x11 Gaussian window of standard deviation
    /// 1.5, K1 0.01, K2 0.03, the mean over all windows that lie within the picture. In a picture with a side below
    /// 11 the window is that much narrower.
    pub ssim: f64,
}

/// Why two pictures cannot be compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum MetricsError {
    /// They have different sizes.
    Sizes([Size; 2]),
    /// They have no pixels, or not four samples for each.
    NoPicture,
}

impl MetricsError {
    /// The same as a text for users.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Sizes([truth, image]) => Message::new("Reason.SizesDiffer")
                .with("truth", truth.to_string())
                .with("image", image.to_string()),
            Self::NoPicture => Message::new("Reason.NothingToCompare"),
        }
    }
}

/// In English.
impl std::fmt::Display for MetricsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for MetricsError {}

/// Measures how near `image` is to `truth`. Their samples may be of different kinds: 8 bits are compared with 16 as
/// the numbers from 0 to 1 that they stand for.
///
/// # Errors
/// See [`MetricsError`].
pub fn compare(truth: &Pixels, image: &Pixels) -> Result<Similarity, MetricsError> {
    let size = check(truth, image)?;
    let mut rows = Rows::new([truth, image]);
    let mut squares = [0.0; 3];
    let mut ssim = Ssim::new(size);
    let mut lumas: [Vec<f64>; 2] = Default::default();
    for y in 0..size.height {
        let [left, right] = rows.read(y);
        let mut row = [0.0; 3];
        for (left, right) in left.iter().zip(right) {
            let difference: [f64; 4] =
                std::array::from_fn(|channel| f64::from(left[channel]) - f64::from(right[channel]));
            let [r, g, b, alpha] = difference;
            row[0] += r * r + g * g + b * b;
            row[1] += luma([r, g, b]).powi(2);
            row[2] += alpha * alpha;
        }
        // Rows are summed on their own, so that little is lost in large pictures.
        squares.iter_mut().zip(row).for_each(|(sum, row)| *sum += row);
        for (lumas, row) in lumas.iter_mut().zip([left, right]) {
            lumas.clear();
            lumas.extend(row.iter().map(|&[r, g, b, _]| luma([r, g, b].map(f64::from))));
        }
        ssim.push([&lumas[0], &lumas[1]]);
    }
    let area = size.area() as f64;
    let [rgb, y, alpha] = squares;
    Ok(Similarity {
        psnr_rgb: psnr(rgb / (3.0 * area)),
        psnr_y: psnr(y / area),
        psnr_alpha: psnr(alpha / area),
        ssim: ssim.mean(),
    })
}

/// How near the changes of a sequence are to those that it should have: PSNR of the luma of the difference of `images`, the
/// earlier one first, against that of `truths`. Flicker and crawling edges show in it that no single picture shows.
///
/// # Errors
/// See [`MetricsError`].
pub fn compare_changes(truths: [&Pixels; 2], images: [&Pixels; 2]) -> Result<f64, MetricsError> {
    let [earlier, later] = [0, 1].map(|index| check(truths[index], images[index]));
    let (earlier, size) = (earlier?, later?);
    if earlier != size {
        return Err(MetricsError::Sizes([earlier, size]));
    }
    let [mut earlier, mut later] = [0, 1].map(|index| Rows::new([truths[index], images[index]]));
    let mut squares = 0.0;
    for y in 0..size.height {
        let ([truth_before, image_before], [truth, image]) = (earlier.read(y), later.read(y));
        let errors = |truth: &[[f32; 4]], image: &[[f32; 4]]| -> Vec<f64> {
            let error = |(truth, image): (&[f32; 4], &[f32; 4])| {
                luma(std::array::from_fn(|channel| {
                    f64::from(truth[channel]) - f64::from(image[channel])
                }))
            };
            truth.iter().zip(image).map(error).collect()
        };
        let (before, now) = (errors(truth_before, image_before), errors(truth, image));
        let row: f64 = before
            .iter()
            .zip(now)
            .map(|(before, now)| (now - before).powi(2))
            .sum();
        squares += row;
    }
    Ok(psnr(squares / size.area() as f64))
}

/// The absolute difference of the colours, [`AMPLIFICATION`] times, as an opaque picture of 8 bits.
///
/// # Errors
/// See [`MetricsError`].
pub fn difference(truth: &Pixels, image: &Pixels) -> Result<Pixels, MetricsError> {
    let size = check(truth, image)?;
    let mut rows = Rows::new([truth, image]);
    let mut samples = Vec::with_capacity(size.area() as usize * 4);
    for y in 0..size.height {
        let [left, right] = rows.read(y);
        for (left, right) in left.iter().zip(right) {
            let colour = |channel: usize| {
                let difference = AMPLIFICATION * (left[channel] - right[channel]).abs();
                (difference.min(1.0) * 255.0).round() as u8
            };
            samples.extend([colour(0), colour(1), colour(2), u8::MAX]);
        }
    }
    Ok(Pixels {
        size,
        samples: Samples::U8(samples),
        alpha: PixelAlpha::None,
    })
}

/// The size of both.
fn check(truth: &Pixels, image: &Pixels) -> Result<Size, MetricsError> {
    if truth.size != image.size {
        return Err(MetricsError::Sizes([truth.size, image.size]));
    }
    let is_whole =
        |picture: &Pixels| picture.size.area().checked_mul(4) == Some(picture.samples.len() as u64);
    match !truth.size.is_empty() && is_whole(truth) && is_whole(image) {
        true => Ok(truth.size),
        false => Err(MetricsError::NoPicture),
    }
}

/// Reads the same row of two pictures.
struct Rows<'a> {
    pictures: [&'a Pixels; 2],
    floats: [Vec<f32>; 2],
}

impl<'a> Rows<'a> {
    fn new(pictures: [&'a Pixels; 2]) -> Self {
        Self {
            pictures,
            floats: Default::default(),
        }
    }

    /// Premultiplied pixels.
    fn read(&mut self, y: u32) -> [&[[f32; 4]]; 2] {
        for (picture, floats) in self.pictures.iter().zip(&mut self.floats) {
            let row = picture.size.width as usize * 4;
            let first = y as usize * row;
            floats.clear();
            picture.samples.read(first..first + row, floats);
            match picture.alpha {
                PixelAlpha::Straight => premultiply(floats),
                PixelAlpha::Premultiplied | PixelAlpha::PremultipliedLinear => {}
                PixelAlpha::None => floats
                    .iter_mut()
                    .skip(3)
                    .step_by(4)
                    .for_each(|alpha| *alpha = 1.0),
            }
        }
        self.floats.each_ref().map(|floats| floats.as_chunks().0)
    }
}

fn luma(rgb: [f64; 3]) -> f64 {
    rgb.into_iter()
        .zip(LUMA)
        .map(|(colour, weight)| colour * weight)
        .sum()
}

/// In dB, where the largest value is 1.
fn psnr(mean_square: f64) -> f64 {
    -10.0 * mean_square.log10()
}
