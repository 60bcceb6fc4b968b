// SPDX-License-Identifier: GPL-2.0-or-later
//! The steering of the kernel [`Algorithm::Steered`](crate::settings::Algorithm::Steered).
//!
//! Let an edge go through a point, `u` be the distance of a pixel from the point along the edge and `v` across. Adding
//! `s w(r) (u^2 - v^2)` to a kernel, with a window `w` of the distance `r`, stretches it along the edge and squeezes it
//! across. With the structure tensor `[[a, b], [b, c]]` (the mean products of the slopes) the direction is that of its
//! eigenvectors, for which with `x`, `y` the distances along the axes
//! `(u^2 - v^2) sqrt((a - c)^2 + 4 b^2) = -((a - c) (x^2 - y^2) + 2 b 2 x y)`:
//! no angle is needed. Steering in proportion to the coherence, `sqrt((a - c)^2 + 4 b^2) / (a + c)`, cancels the root.

use crate::technologies::steered::{NOISE, STRENGTH};

/// What is to be added to `filtered` at a point at `part` (0 to 1 per axis) of the way from the second to the third of
/// the 4x4 pixels `around` it, rows of them; the sum is kept within the four nearest.
pub(super) fn steer(filtered: [f64; 4], around: &[[[f64; 4]; 4]; 4], part: [f64; 2]) -> [f64; 4] {
    let luma =
        around.map(|row| row.map(|[red, green, blue, _]| 0.2126 * red + 0.7152 * green + 0.0722 * blue));
    let (mut a, mut b, mut c) = (0.0, 0.0, 0.0);
    for (y, share_y) in [(1, 1.0 - part[1]), (2, part[1])] {
        for (x, share_x) in [(1, 1.0 - part[0]), (2, part[0])] {
            let column = |x: usize| luma[y - 1][x] + 2.0 * luma[y][x] + luma[y + 1][x];
            let row = |y: usize| luma[y][x - 1] + 2.0 * luma[y][x] + luma[y][x + 1];
            let slope_x = column(x + 1) - column(x - 1);
            let slope_y = row(y + 1) - row(y - 1);
            let share = share_x * share_y;
            a += share * slope_x * slope_x;
            b += share * slope_x * slope_y;
            c += share * slope_y * slope_y;
        }
    }

    let nearest = [around[1][1], around[1][2], around[2][1], around[2][2]];
    std::array::from_fn(|channel| {
        let nearest = nearest.map(|pixel| pixel[channel]);
        let mean = nearest.iter().sum::<f64>() / 4.0;
        let mut value = filtered[channel];
        for (row, y) in around.iter().zip([-1.0, 0.0, 1.0, 2.0]) {
            for (pixel, x) in row.iter().zip([-1.0, 0.0, 1.0, 2.0]) {
                let (x, y) = (x - part[0], y - part[1]);
                let window = (1.0 - (x * x + y * y) / 4.0).max(0.0).powi(2);
                let across = ((a - c) * (x * x - y * y) + 2.0 * b * 2.0 * x * y) / (a + c + NOISE);
                value -= STRENGTH * window * across * (pixel[channel] - mean);
            }
        }
        let least = nearest.into_iter().fold(f64::INFINITY, f64::min);
        let greatest = nearest.into_iter().fold(f64::NEG_INFINITY, f64::max);
        value.clamp(least, greatest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(pixel: impl Fn(usize, usize) -> f64) -> [[[f64; 4]; 4]; 4] {
        std::array::from_fn(|y| std::array::from_fn(|x| [pixel(x, y); 4]))
    }

    #[test]
    fn a_flat_area_and_a_slope_stay() {
        let flat = around(|_, _| 0.3);
        assert_eq!(steer([0.3; 4], &flat, [0.25, 0.75]), [0.3; 4]);
        let slope = around(|x, _| 0.1 * x as f64);
        let value = steer([0.15; 4], &slope, [0.5, 0.5])[0];
        assert!((value - 0.15).abs() < 1e-12, "{value}");
    }

    #[test]
    fn an_edge_is_squeezed_and_a_line_along_it_is_smoothed() {
        // Three quarters of the way from black to white it becomes whiter.
        let edge = around(|x, _| f64::from(u8::from(x >= 2)));
        assert!(steer([0.75; 4], &edge, [0.75, 0.5])[0] > 0.77);
        // The same edge, turned.
        let turned = around(|_, y| f64::from(u8::from(y >= 2)));
        let difference = steer([0.75; 4], &edge, [0.75, 0.5])[0] - steer([0.75; 4], &turned, [0.5, 0.75])[0];
        assert!(difference.abs() < 1e-12);
    }
}
