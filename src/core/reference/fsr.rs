// SPDX-License-Identifier: GPL-2.0-or-later
//! FidelityFX Super Resolution 1.0.2: EASU and RCAS in single precision, with its approximate reciprocals, on which
//! the result depends.

use super::Image;
use crate::frame::{AlphaMode, Size};

/// About 1/x; a large finite number for 0.
fn low_reciprocal(x: f32) -> f32 {
    f32::from_bits(0x7ef0_7ebb_u32.wrapping_sub(x.to_bits()))
}

/// About 1/sqrt(x).
fn low_reciprocal_root(x: f32) -> f32 {
    f32::from_bits(0x5f34_7d74_u32.wrapping_sub(x.to_bits() >> 1))
}

/// About 1/x, after one Newton step.
fn medium_reciprocal(x: f32) -> f32 {
    let estimate = f32::from_bits(0x7ef1_9fff_u32.wrapping_sub(x.to_bits()));
    estimate * (2.0 - estimate * x)
}

/// Twice a luma.
fn luma(pixel: [f32; 4]) -> f32 {
    0.5 * pixel[2] + (0.5 * pixel[0] + pixel[1])
}

/// Offsets of the twelve taps from the pixel up and left of the sampling point, in the order of summation.
const TAPS: [(i64, i64); 12] = [
    (0, -1),
    (1, -1),
    (-1, 1),
    (0, 1),
    (0, 0),
    (-1, 0),
    (1, 1),
    (2, 1),
    (2, 0),
    (1, 0),
    (1, 2),
    (0, 2),
];

/// The four pixels around the sampling point.
const NEAREST: [(i64, i64); 4] = [(0, 0), (1, 0), (0, 1), (1, 1)];

/// Edge-adaptive spatial upsampling of `input` to `output`.
///
/// Alpha is filtered as a fourth channel with the same weights, see [`super::to_working`]. [`AlphaMode::Opaque`] gives alpha 1. Values outside of 0 to 1 are clamped to it first.
pub fn easu(input: &Image, output: Size, alpha: AlphaMode) -> Image {
    let scale = [
        input.size.width as f32 / output.width as f32,
        input.size.height as f32 / output.height as f32,
    ];
    let offset = scale.map(|scale| 0.5 * scale - 0.5);
    Image::from_fn(output, |x, y| {
        let point = [x as f32 * scale[0] + offset[0], y as f32 * scale[1] + offset[1]];
        easu_pixel(input, point, alpha)
    })
}

fn easu_pixel(input: &Image, point: [f32; 2], alpha: AlphaMode) -> [f32; 4] {
    let corner = point.map(f32::floor);
    let [tx, ty] = [point[0] - corner[0], point[1] - corner[1]];
    let at = |(x, y): (i64, i64)| {
        let pixel = input.at(corner[0] as i64 + x, corner[1] as i64 + y);
        pixel.map(|value| value.clamp(0.0, 1.0))
    };
    let luma_at = |x, y| luma(at((x, y)));

    // The gradient, and how much of an edge (and how little of a thin line) it is.
    let mut gradient = [0.0f32; 2];
    let mut edge = 0.0f32;
    let shares = [(1.0 - tx) * (1.0 - ty), tx * (1.0 - ty), (1.0 - tx) * ty, tx * ty];
    for ((x, y), share) in NEAREST.into_iter().zip(shares) {
        let centre = luma_at(x, y);
        let neighbours = [
            [luma_at(x - 1, y), luma_at(x + 1, y)],
            [luma_at(x, y - 1), luma_at(x, y + 1)],
        ];
        for (axis, [before, after]) in neighbours.into_iter().enumerate() {
            let difference = after - before;
            let steepest = (after - centre).abs().max((centre - before).abs());
            let monotone = (difference.abs() * low_reciprocal(steepest)).clamp(0.0, 1.0);
            gradient[axis] += share * difference;
            edge += share * monotone * monotone;
        }
    }

    let square = gradient[0] * gradient[0] + gradient[1] * gradient[1];
    let direction = if square < 1.0 / 32768.0 {
        [1.0, gradient[1]]
    } else {
        gradient.map(|component| component * low_reciprocal_root(square))
    };
    let edge = (0.5 * edge) * (0.5 * edge);

    // The kernel: rotated, widened along the edge, with less of a negative lobe the more of an edge.
    let stretch = (direction[0] * direction[0] + direction[1] * direction[1])
        * low_reciprocal(direction[0].abs().max(direction[1].abs()));
    let squeeze = [1.0 + (stretch - 1.0) * edge, 1.0 - 0.5 * edge];
    let lobe = 0.5 - 0.29 * edge;
    let clip = low_reciprocal(lobe);

    let mut sum = [0.0f32; 4];
    let mut weights = 0.0f32;
    for tap in TAPS {
        let [ox, oy] = [tap.0 as f32 - tx, tap.1 as f32 - ty];
        let rotated = [
            (ox * direction[0] + oy * direction[1]) * squeeze[0],
            (-ox * direction[1] + oy * direction[0]) * squeeze[1],
        ];
        let distance = (rotated[0] * rotated[0] + rotated[1] * rotated[1]).min(clip);
        let base = 0.4 * distance - 1.0;
        let window = lobe * distance - 1.0;
        let weight = (25.0 / 16.0 * base * base - 9.0 / 16.0) * (window * window);
        let pixel = at(tap);
        for (sum, channel) in sum.iter_mut().zip(pixel) {
            *sum += weight * channel;
        }
        weights += weight;
    }

    let nearest = NEAREST.map(at);
    let mut result: [f32; 4] = std::array::from_fn(|channel| {
        let values = nearest.map(|pixel| pixel[channel]);
        let lowest = values.into_iter().fold(f32::INFINITY, f32::min);
        let highest = values.into_iter().fold(f32::NEG_INFINITY, f32::max);
        (sum[channel] / weights).clamp(lowest, highest)
    });
    finish(&mut result, alpha);
    result
}

/// Robust contrast-adaptive sharpening, as FSR 1.0.2 has it. `sharpness` is 0 to 1, which is 2 to 0 stops.
/// `limits_noise`: pixels that stand out alone are sharpened down to half as much. Alpha is the centre's.
pub fn rcas(input: &Image, sharpness: f32, limits_noise: bool, alpha: AlphaMode) -> Image {
    let scale = (2.0 * sharpness - 2.0).exp2();
    Image::from_fn(input.size, |x, y| {
        rcas_pixel(input, [i64::from(x), i64::from(y)], scale, limits_noise, alpha)
    })
}

fn rcas_pixel(input: &Image, [x, y]: [i64; 2], scale: f32, limits_noise: bool, alpha: AlphaMode) -> [f32; 4] {
    // Values outside of 0 to 1, which float frames may have, have no meaning here.
    let at = |x, y| input.at(x, y).map(|value| value.clamp(0.0, 1.0));
    let centre = at(x, y);
    let ring = [at(x, y - 1), at(x - 1, y), at(x + 1, y), at(x, y + 1)];

    let limit = |channel: usize| {
        let values = ring.map(|pixel| pixel[channel]);
        let lowest = values.into_iter().fold(f32::INFINITY, f32::min);
        let highest = values.into_iter().fold(f32::NEG_INFINITY, f32::max);
        let to_black = -lowest.min(centre[channel]) / (4.0 * highest);
        let to_white = (1.0 - highest.max(centre[channel])) / (4.0 * lowest - 4.0);
        // A ring of 0 cannot get below 0, one of 1 not above 1: that limit is 0/0 and does not count.
        match (highest == 0.0, lowest == 1.0) {
            (true, _) => to_white,
            (_, true) => to_black,
            _ => to_black.max(to_white),
        }
    };
    let mut lobe = limit(0).max(limit(1)).max(limit(2)).clamp(-0.1875, 0.0) * scale;
    if limits_noise {
        let lumas = ring.map(luma);
        let own = luma(centre);
        let mean = 0.25 * (lumas[0] + lumas[1] + lumas[2] + lumas[3]);
        let lowest = lumas.into_iter().fold(own, f32::min);
        let highest = lumas.into_iter().fold(own, f32::max);
        let alone = ((mean - own).abs() * medium_reciprocal(highest - lowest)).clamp(0.0, 1.0);
        lobe *= 1.0 - 0.5 * alone;
    }
    let normalisation = medium_reciprocal(4.0 * lobe + 1.0);

    let mut result = centre;
    for (channel, value) in result.iter_mut().enumerate().take(3) {
        let sum = ring[0][channel] + ring[1][channel] + ring[3][channel] + ring[2][channel];
        *value = ((lobe * sum + *value) * normalisation).clamp(0.0, 1.0);
    }
    finish(&mut result, alpha);
    result
}

/// Gives a filtered pixel its alpha.
fn finish(pixel: &mut [f32; 4], alpha: AlphaMode) {
    if alpha == AlphaMode::Opaque {
        pixel[3] = 1.0;
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{AMDS, beyond};
    use super::*;

    /// At 1.5 times the size every third row and column lies halfway between two of the source; what is drawn there is
    /// often halfway between two codes, and the last bit decides.
    #[test]
    fn easu_is_amds() {
        for case in &AMDS {
            let amds = case.upsampled();
            let ours = easu(&case.input(), amds.size, AlphaMode::Opaque);
            assert_eq!(beyond(1, &ours, &amds).0, 0.0, "{case}");
            let halfway = amds.size.width * 2 == case.input().size.width * 3;
            let allowed = if halfway { 0.03 } else { 0.002 };
            assert!(beyond(0, &ours, &amds).0 < allowed, "{case}");
        }
    }

    #[test]
    fn rcas_is_amds() {
        for case in &AMDS {
            let upsampled = case.upsampled();
            for (sharpness, amds) in case.sharpened() {
                let ours = rcas(&upsampled, sharpness, false, AlphaMode::Opaque);
                let (share, largest) = beyond(2, &ours, &amds);
                assert!(
                    share < 0.0001 && largest <= 10,
                    "{case} {sharpness}: {share} {largest}"
                );
            }
        }
    }
}
