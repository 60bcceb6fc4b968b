// SPDX-License-Identifier: GPL-2.0-or-later
//! Comparing and cutting pictures.

use image::imageops::{self, FilterType};
use image::{RgbImage, RgbaImage};

/// The largest difference of any sample between two pictures, or `None` when their sizes differ.
#[must_use]
pub fn largest_difference(one: &RgbaImage, other: &RgbaImage) -> Option<u8> {
    (one.dimensions() == other.dimensions()).then(|| {
        one.as_raw()
            .iter()
            .zip(other.as_raw())
            .map(|(a, b)| a.abs_diff(*b))
            .max()
            .unwrap_or(0)
    })
}

/// The mean of every channel, 0 to 255.
#[must_use]
pub fn mean(picture: &RgbaImage) -> [f64; 4] {
    let mut sums = [0_u64; 4];
    for pixel in picture.pixels() {
        for (sum, value) in sums.iter_mut().zip(pixel.0) {
            *sum += u64::from(value);
        }
    }
    let count = f64::from(picture.width()) * f64::from(picture.height());
    sums.map(|sum| sum as f64 / count.max(1.0))
}

/// The root of the mean squared error of the colour channels, in codes; 0 for equal pictures.
#[must_use]
pub fn error(one: &RgbImage, other: &RgbImage) -> f64 {
    let squares: f64 = one
        .as_raw()
        .iter()
        .zip(other.as_raw())
        .map(|(a, b)| f64::from(a.abs_diff(*b)).powi(2))
        .sum();
    (squares / one.as_raw().len().max(1) as f64).sqrt()
}

/// The spread of the luma (standard deviation, in codes): near 0 when nothing is drawn.
#[must_use]
pub fn contrast(picture: &RgbImage) -> f64 {
    let luma = imageops::grayscale(picture);
    let count = luma.as_raw().len().max(1) as f64;
    let mean = luma.as_raw().iter().map(|value| f64::from(*value)).sum::<f64>() / count;
    (luma
        .as_raw()
        .iter()
        .map(|value| (f64::from(*value) - mean).powi(2))
        .sum::<f64>()
        / count)
        .sqrt()
}

/// The mean difference of neighbouring pixels' luma, in codes: higher for a sharper picture of the same thing.
#[must_use]
pub fn sharpness(picture: &RgbImage) -> f64 {
    let luma = imageops::grayscale(picture);
    let mut sum = 0.0;
    let mut count = 0.0;
    for y in 1..luma.height() {
        for x in 1..luma.width() {
            let here = luma.get_pixel(x, y).0[0];
            sum += f64::from(here.abs_diff(luma.get_pixel(x - 1, y).0[0]));
            sum += f64::from(here.abs_diff(luma.get_pixel(x, y - 1).0[0]));
            count += 2.0;
        }
    }
    sum / f64::max(count, 1.0)
}

/// `before` enlarged bilinearly to the size of `after`, both cut to the same area around the place with the most
/// detail, side by side and doubled without smoothing so that single pixels can be seen.
#[must_use]
pub fn side_by_side(before: &RgbImage, after: &RgbImage) -> RgbImage {
    let (width, height) = after.dimensions();
    let enlarged = imageops::resize(before, width, height, FilterType::Triangle);
    let (cut_width, cut_height) = (width.min(480), height.min(480));
    let (x, y) = busiest(after, cut_width, cut_height);
    let mut board = RgbImage::from_pixel(cut_width * 4 + 8, cut_height * 2, image::Rgb([255; 3]));
    for (index, picture) in [&enlarged, after].into_iter().enumerate() {
        let cut = imageops::crop_imm(picture, x, y, cut_width, cut_height).to_image();
        let doubled = imageops::resize(&cut, cut_width * 2, cut_height * 2, FilterType::Nearest);
        imageops::replace(
            &mut board,
            &doubled,
            index as i64 * i64::from(cut_width * 2 + 8),
            0,
        );
    }
    board
}

/// The corner of the area of the given size with the most detail, on a coarse grid.
fn busiest(picture: &RgbImage, width: u32, height: u32) -> (u32, u32) {
    let steps = |room: u32| (0..=4).map(move |step| room * step / 4);
    let places =
        steps(picture.height() - height).flat_map(|y| steps(picture.width() - width).map(move |x| (x, y)));
    let detail =
        |&(x, y): &(u32, u32)| sharpness(&imageops::crop_imm(picture, x, y, width, height).to_image());
    places
        .max_by(|a, b| detail(a).total_cmp(&detail(b)))
        .unwrap_or((0, 0))
}
