// SPDX-License-Identifier: GPL-2.0-or-later
//! NVIDIA Image Scaling 1.0.3 for display-encoded SDR pictures, in double precision.

use super::Image;
use crate::frame::{AlphaMode, Size};
use crate::technologies::nis::{PHASES, Strength, filters};

/// Lumas around a point, row by row.
type Lumas<const SIDE: usize> = [[f64; SIDE]; SIDE];

/// `input` scaled to `output`, 1 to 2 times along each axis, and sharpened by `strength`.
///
/// Alpha is filtered by itself; [`AlphaMode::Opaque`] gives alpha 1. Values outside of 0 to 1 are clamped to it first.
pub fn nis(input: &Image, output: Size, strength: Strength, alpha: AlphaMode) -> Image {
    Image::from_fn(output, |x, y| {
        let (column, right) = place(x, input.size.width, output.width);
        let (row, down) = place(y, input.size.height, output.height);
        let at = |x: usize, y: usize| pixel(input, column + x as i64 - 2, row + y as i64 - 2);
        scale_pixel(at, [right, down], strength, alpha)
    })
}

/// `input` sharpened at its own size.
pub fn nis_sharpen(input: &Image, strength: Strength, alpha: AlphaMode) -> Image {
    Image::from_fn(input.size, |x, y| {
        let (x, y) = (i64::from(x), i64::from(y));
        let lumas: Lumas<5> =
            grid(|column, row| luma(pixel(input, x + column as i64 - 2, y + row as i64 - 2)));
        let gain = sharpening(&lumas, strength);
        let pixel = pixel(input, x, y);
        finish(pixel, gain, pixel[3], alpha)
    })
}

pub(super) fn pixel(input: &Image, x: i64, y: i64) -> [f64; 4] {
    input.at(x, y).map(|value| f64::from(value).clamp(0.0, 1.0))
}

pub(super) fn luma([r, g, b, _]: [f64; 4]) -> f64 {
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn grid<const SIDE: usize>(value: impl Fn(usize, usize) -> f64) -> Lumas<SIDE> {
    std::array::from_fn(|row| std::array::from_fn(|column| value(column, row)))
}

/// The pixel of coverage `a` whose luma is by `gain` above `plain`'s. It has no more light beyond its coverage than
/// that: soft edges must not begin to shine.
fn finish(plain: [f64; 4], gain: f64, a: f64, alpha: AlphaMode) -> [f32; 4] {
    let a = if alpha == AlphaMode::Opaque {
        1.0
    } else {
        a.clamp(0.0, 1.0)
    };
    let [r, g, b, plain_a] = plain;
    let [r, g, b] = [r, g, b].map(|value| {
        let most = a + (value - plain_a).max(0.0);
        (value + gain).clamp(0.0, 1.0).min(most)
    });
    [r, g, b, a].map(|value| value as f32)
}

fn mix(from: f64, to: f64, share: f64) -> f64 {
    from + (to - from) * share
}

/// The source pixel at or before an output pixel, and how far behind it that is, 0 to 1.
fn place(index: u32, input: u32, output: u32) -> (i64, f64) {
    let at = (f64::from(index) + 0.5) * f64::from(input) / f64::from(output) - 0.5;
    // What is nearly the next source pixel is the next.
    let before = (phase(at) as f64 / PHASES as f64).floor();
    (before as i64, (at - before).max(0.0))
}

/// The whole phase at or before a distance in source pixels. A distance that lies on a phase must count as that one
/// however it is rounded.
fn phase(distance: f64) -> i64 {
    (distance * PHASES as f64 + 1.0 / 1024.0).floor() as i64
}

fn scale_pixel(
    at: impl Fn(usize, usize) -> [f64; 4],
    [right, down]: [f64; 2],
    strength: Strength,
    alpha: AlphaMode,
) -> [f32; 4] {
    let lumas: Lumas<6> = grid(|x, y| luma(at(x, y)));
    let shares = [
        (2, 2, (1.0 - right) * (1.0 - down)),
        (3, 2, right * (1.0 - down)),
        (2, 3, (1.0 - right) * down),
        (3, 3, right * down),
    ];
    let mut weights = [0.0; 4];
    let mut plain = [0.0; 4];
    for (x, y, share) in shares {
        let around = grid(|column, row| lumas[y - 1 + row][x - 1 + column]);
        for (sum, weight) in weights.iter_mut().zip(edge(&around)) {
            *sum += share * weight;
        }
        for (sum, value) in plain.iter_mut().zip(at(x, y)) {
            *sum += share * value;
        }
    }

    let (across_phase, down_phase) = (phase(right) as usize, phase(down) as usize);
    let separable = |grid: &Lumas<6>| {
        let rows = grid.map(|row| dot(row, filters::scale(across_phase)));
        dot(rows, filters::scale(down_phase))
    };
    let directions = [
        along(
            std::array::from_fn(|row| mix(lumas[row][2], lumas[row][3], right)),
            down_phase,
            strength,
        ),
        along(
            std::array::from_fn(|column| mix(lumas[2][column], lumas[3][column], down)),
            across_phase,
            strength,
        ),
        diagonal(&lumas, right, down, strength),
        diagonal(
            &grid(|column, row| lumas[5 - row][column]),
            right,
            1.0 - down,
            strength,
        ),
    ];
    let directed: f64 = weights
        .iter()
        .zip(directions)
        .map(|(weight, value)| weight * value)
        .sum();
    let value = (1.0 - weights.iter().sum::<f64>()) * separable(&lumas) + directed;

    let gain = value - luma(plain);
    finish(plain, gain, separable(&grid(|x, y| at(x, y)[3])), alpha)
}

fn dot(values: [f64; 6], weights: [f32; 6]) -> f64 {
    values
        .iter()
        .zip(weights)
        .map(|(value, weight)| value * f64::from(weight))
        .sum()
}

/// How much of the picture in the middle of 3x3 lumas runs down, right, down to the right and up to the right: the
/// directions across edges.
fn edge(lumas: &Lumas<3>) -> [f64; 4] {
    let [[a, b, c], [d, _, f], [g, h, i]] = lumas;
    let down = ((a + b + c) - (g + h + i)).abs();
    let right = ((a + d + g) - (c + f + i)).abs();
    let falling = ((d + a + b) - (h + i + f)).abs();
    let rising = ((d + g + h) - (b + c + f)).abs();
    let (straight, least_straight) = (down.max(right), down.min(right));
    let (slanted, least_slanted) = (falling.max(rising), falling.min(rising));

    const RATIO: f64 = 2.0 * 1127.0 / 1024.0;
    const FAINT: f64 = 64.0 / 1024.0;
    let is_straight = straight > least_straight * RATIO && straight > FAINT && straight > least_slanted;
    let is_slanted = slanted > least_slanted * RATIO && slanted > FAINT && slanted > least_straight;
    let (share, slanted_share) = if is_straight && is_slanted {
        let share = straight / (straight + slanted);
        (share, 1.0 - share)
    } else {
        (f64::from(is_straight), f64::from(is_slanted))
    };
    let mut weights = [0.0; 4];
    weights[usize::from(straight != down)] = share;
    weights[if slanted == falling { 2 } else { 3 }] = slanted_share;
    weights
}

/// Six lumas along a line, scaled and sharpened.
fn along(lumas: [f64; 6], phase: usize, strength: Strength) -> f64 {
    let scaled = dot(lumas, filters::scale(phase));
    let detail = dot(lumas, filters::sharpen(phase));
    let [v0, v1, v2, v3, v4, v5] = lumas;
    let (before, behind) = if phase <= PHASES / 2 { (v0, v2) } else { (v3, v5) };
    scaled + strengthen(detail, scaled, strength) * evenness([v1, v2, before], [v3, v4, behind])
}

/// The line through a point from the top left to the bottom right. It is made of lumas half a pixel's diagonal apart;
/// each is interpolated between the diagonals beside the line.
fn diagonal(lumas: &Lumas<6>, right: f64, down: f64, strength: Strength) -> f64 {
    let side = 0.5 * (right - down);
    let line: [f64; 7] = std::array::from_fn(|step| {
        let (near, odd) = (step / 2 + 1, step % 2);
        if odd == 1 {
            mix(lumas[near + 1][near], lumas[near][near + 1], 0.5 + side)
        } else if side >= 0.0 {
            mix(lumas[near][near], lumas[near - 1][near + 1], side)
        } else {
            mix(lumas[near][near], lumas[near + 1][near - 1], -side)
        }
    });
    let steps = phase(right + down) as usize;
    let first = steps / PHASES;
    along(
        std::array::from_fn(|index| line[index + first]),
        steps % PHASES,
        strength,
    )
}

/// What sharpening makes of `detail` at a luma: less in bright areas, and never more than in proportion to it.
fn strengthen(detail: f64, luma: f64, strength: Strength) -> f64 {
    let Strength {
        strength_least,
        strength_span,
        limit_least,
        limit_span,
    } = strength;
    let darkness = 1.0 - ((luma - 0.45) / 0.45).clamp(0.0, 1.0);
    let factor = darkness * f64::from(strength_span) + f64::from(strength_least);
    let limit = (darkness * f64::from(limit_span) + f64::from(limit_least)) * luma;
    // Where filtering overshoots below black the limit is negative: not a range to clamp to.
    limit.min((detail * factor).max(-limit))
}

/// How little the contrasts of two groups of lumas differ, 0 to 1.
fn evenness(before: [f64; 3], behind: [f64; 3]) -> f64 {
    let contrast = |values: [f64; 3]| {
        let highest = values.into_iter().fold(f64::NEG_INFINITY, f64::max);
        highest - values.into_iter().fold(f64::INFINITY, f64::min)
    };
    let (before, behind) = (contrast(before), contrast(behind));
    let ratio = before.max(behind) / (before.min(behind) + 1.0 / 255.0);
    1.0 - ((ratio - 2.0) / 8.0).clamp(0.0, 1.0)
}

/// What sharpening adds to the middle of 5x5 lumas.
fn sharpening(lumas: &Lumas<5>, strength: Strength) -> f64 {
    let across = |values: [f64; 5]| {
        let [first, before, middle, behind, last] = values;
        let detail = 1.2002 * middle - 0.6001 * (before + behind);
        strengthen(detail, middle, strength) * evenness([first, before, middle], [middle, behind, last])
    };
    let slanted = |lumas: &Lumas<5>| {
        [
            lumas[1][1],
            0.5 * (lumas[2][1] + lumas[1][2]),
            lumas[2][2],
            0.5 * (lumas[3][2] + lumas[2][3]),
            lumas[3][3],
        ]
    };
    let lines = [
        lumas.map(|row| row[2]),
        lumas[2],
        slanted(lumas),
        slanted(&grid(|column, row| lumas[4 - row][column])),
    ];
    let around = grid(|column, row| lumas[row + 1][column + 1]);
    edge(&around)
        .into_iter()
        .zip(lines)
        .map(|(weight, line)| weight * across(line))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{beyond, picture};
    use super::*;

    /// NVIDIA's shader's own pictures: the number behind the size is what NVIDIA's control
    /// stands at. What differs is where a contrast
    /// is exactly at the limit of an edge, as it is along the drawn stripes of this picture.
    #[test]
    fn nis_is_nvidias() {
        let input = picture("fsr/in_synth_160x96");
        for (size, sharpness) in [("320x192", 0.5), ("240x144", 1.0), ("160x96", 0.5)] {
            let output = size.parse().expect("a size");
            let strength = Strength::new(f32::sqrt(sharpness));
            let ours = if output == input.size {
                nis_sharpen(&input, strength, AlphaMode::Opaque)
            } else {
                nis(&input, output, strength, AlphaMode::Opaque)
            };
            let nvidias = picture(&format!("nis/synth_160x96_to_{size}_{sharpness}"));
            let (share, largest) = beyond(1, &ours, &nvidias);
            assert!(share < 0.003, "{size}: {share} {largest}");
        }
    }
}
