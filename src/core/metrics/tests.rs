// SPDX-License-Identifier: GPL-2.0-or-later

use super::*;

/// A picture of a formula, of which `seed` 0 and 1 are alike. (The figures below were worked out for these.)
fn picture(size: Size, seed: u32) -> Vec<[u32; 3]> {
    let positions = (0..size.height).flat_map(|y| (0..size.width).map(move |x| (x, y)));
    let colour = |x: u32, y: u32, c: u32| {
        (3 * x * x + 5 * y * y + x * y * (c + 1) + seed * ((7 * x + 11 * y + 13 * c) % 17)) % 256
    };
    positions
        .map(|(x, y)| [0, 1, 2].map(|channel| colour(x, y, channel)))
        .collect()
}

fn pixels(size: Size, samples: Samples, alpha: PixelAlpha) -> Pixels {
    Pixels { size, samples, alpha }
}

/// In 8 bits, opaque.
fn in_8_bits(size: Size, seed: u32) -> Pixels {
    let samples = picture(size, seed)
        .into_iter()
        .flat_map(|[r, g, b]| [r as u8, g as u8, b as u8, 0]);
    pixels(size, Samples::U8(samples.collect()), PixelAlpha::None)
}

/// In 16 bits, with values between those of 8 bits.
fn in_16_bits(size: Size, seed: u32) -> Pixels {
    let between = if seed == 0 { 3 } else { 7 };
    let deep = |value: u32| (257 * value - value % between) as u16;
    let samples = picture(size, seed)
        .into_iter()
        .flat_map(|[r, g, b]| [deep(r), deep(g), deep(b), u16::MAX]);
    pixels(size, Samples::U16(samples.collect()), PixelAlpha::None)
}

#[track_caller]
fn assert_near(value: f64, expected: f64) {
    assert!((value - expected).abs() < 1e-6, "{value}, not {expected}");
}

/// Peak signal-to-noise ratios worked out with NumPy; the similarities with scikit-image 0.26:
/// `structural_similarity(gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=1)`.
#[test]
fn figures_are_those_of_others() {
    for (make, size, rgb, y, ssim) in [
        (
            in_8_bits as fn(Size, u32) -> Pixels,
            Size::new(64, 48),
            15.417427186733,
            18.249233168804,
            0.843583956702,
        ),
        (
            in_8_bits,
            Size::new(37, 11),
            16.611704123957,
            19.084870197877,
            0.756477805808,
        ),
        (
            in_8_bits,
            Size::new(11, 11),
            17.805703775962,
            22.474778136216,
            0.893939420107,
        ),
        (
            in_16_bits,
            Size::new(64, 48),
            15.417465582791,
            18.249330677313,
            0.843585090965,
        ),
    ] {
        let similarity = compare(&make(size, 0), &make(size, 1)).unwrap();
        assert_near(similarity.psnr_rgb, rgb);
        assert_near(similarity.psnr_y, y);
        assert_near(similarity.ssim, ssim);
        assert_eq!(similarity.psnr_alpha, f64::INFINITY);
    }
}

/// Worked out with NumPy from the definition, as two nested sums.
#[test]
fn small_pictures_have_a_small_window() {
    for (size, ssim) in [
        (Size::new(4, 20), 0.930149790716),
        (Size::new(3, 3), 0.890599636587),
        (Size::new(1, 1), 0.061662385621),
    ] {
        assert_near(
            compare(&in_8_bits(size, 0), &in_8_bits(size, 1)).unwrap().ssim,
            ssim,
        );
    }
}

#[test]
fn equal_pictures_are_infinitely_alike() {
    let size = Size::new(20, 13);
    // 16 bits that stand for the same numbers as 8 bits.
    let bytes = in_8_bits(size, 0);
    let Samples::U8(samples) = &bytes.samples else {
        panic!("8 bits were asked for")
    };
    let wide = samples.iter().map(|sample| u16::from(*sample) * 257).collect();
    for other in [bytes.clone(), pixels(size, Samples::U16(wide), PixelAlpha::None)] {
        let similarity = compare(&bytes, &other).unwrap();
        let psnrs = [similarity.psnr_rgb, similarity.psnr_y, similarity.psnr_alpha];
        assert_eq!(psnrs, [f64::INFINITY; 3]);
        assert_near(similarity.ssim, 1.0);
    }
}

#[test]
fn one_code_everywhere_is_48_decibels() {
    let of = |value: u8| {
        pixels(
            Size::new(30, 20),
            Samples::U8(vec![value; 2400]),
            PixelAlpha::None,
        )
    };
    let similarity = compare(&of(100), &of(101)).unwrap();
    assert_near(similarity.psnr_rgb, 20.0 * 255f64.log10());
    assert_near(similarity.psnr_y, 20.0 * 255f64.log10());
    // Flat areas have no structure, so that only the means count.
    let (a, b) = (100.0 / 255.0, 101.0 / 255.0);
    assert_near(similarity.ssim, (2.0 * a * b + 1e-4) / (a * a + b * b + 1e-4));
}

#[test]
fn colours_count_as_far_as_they_are_seen() {
    let of = |pixel: [u8; 4], alpha| pixels(Size::new(16, 16), Samples::U8(pixel.repeat(256)), alpha);
    let straight = |pixel| of(pixel, PixelAlpha::Straight);

    let unseen = compare(&straight([255, 0, 0, 0]), &straight([0, 255, 9, 0])).unwrap();
    assert_eq!(
        (unseen.psnr_rgb, unseen.psnr_alpha),
        (f64::INFINITY, f64::INFINITY)
    );

    let half = compare(&straight([255, 255, 255, 51]), &straight([0, 0, 0, 51])).unwrap();
    assert_near(half.psnr_rgb, -20.0 * 0.2f64.log10());

    let thinner = compare(&straight([0, 0, 0, 255]), &straight([0, 0, 0, 204])).unwrap();
    assert_eq!(thinner.psnr_rgb, f64::INFINITY);
    assert_near(thinner.psnr_alpha, -20.0 * 0.2f64.log10());

    let same = compare(
        &straight([100, 50, 0, 51]),
        &of([20, 10, 0, 51], PixelAlpha::Premultiplied),
    );
    let same = same.unwrap();
    assert!(
        same.psnr_rgb > 100.0 && same.psnr_alpha == f64::INFINITY,
        "{same:?}"
    );
}

#[test]
fn the_difference_is_amplified_and_cut_off() {
    let of = |samples: &[u8]| pixels(Size::new(2, 1), Samples::U8(samples.to_vec()), PixelAlpha::None);
    let difference = difference(
        &of(&[10, 20, 30, 0, 200, 0, 255, 0]),
        &of(&[11, 18, 30, 9, 0, 63, 192, 9]),
    );
    assert_eq!(difference, Ok(of(&[4, 8, 0, 255, 255, 252, 252, 255])));
}

/// One name, one number: the shader's cannot be read at run time.
#[test]
fn the_filter_amplifies_as_much() {
    let shader = crate::shaders::COMPARE.source(
        crate::frame::PixelFormat::Rgba8,
        crate::precision::Precision::Single,
    );
    assert!(shader.contains(&format!("const AMPLIFICATION = {AMPLIFICATION:?};")));
}

#[test]
fn what_cannot_be_compared_is_said() {
    let (small, large) = (Size::new(4, 4), Size::new(8, 2));
    let error = compare(&in_8_bits(small, 0), &in_8_bits(large, 0)).unwrap_err();
    assert_eq!(error, MetricsError::Sizes([small, large]));
    let text = error.to_string();
    assert!(text.contains("4x4") && text.contains("8x2"), "{text}");
    let cut = pixels(small, Samples::U8(vec![0; 63]), PixelAlpha::None);
    assert_eq!(difference(&cut, &cut), Err(MetricsError::NoPicture));
    let empty = pixels(Size::new(0, 4), Samples::U8(vec![]), PixelAlpha::None);
    assert_eq!(compare(&empty, &empty), Err(MetricsError::NoPicture));
}

#[test]
fn changes_are_judged_whatever_stays() {
    let size = Size::new(20, 10);
    let flat = |value: u8| {
        let samples = [value, value, value, 0].repeat(size.area() as usize);
        pixels(size, Samples::U8(samples), PixelAlpha::None)
    };
    let [dark, light, lighter] = [40, 60, 61].map(flat);
    // The same error in both is no error of the change.
    let shifted = compare_changes([&dark, &light], [&light, &flat(80)]).unwrap();
    // But for rounding.
    assert!(shifted > 120.0, "{shifted}");
    let off_by_one = compare_changes([&dark, &light], [&dark, &lighter]).unwrap();
    assert_near(off_by_one, 20.0 * 255.0_f64.log10());
    let other = pixels(Size::new(10, 20), Samples::U8(vec![0; 800]), PixelAlpha::None);
    let error = compare_changes([&dark, &other], [&dark, &other]).unwrap_err();
    assert_eq!(error, MetricsError::Sizes([size, other.size]));
}
