// SPDX-License-Identifier: GPL-2.0-or-later
//! Structural similarity, row by row: the separable window runs across a row when that arrives, and down the columns
//! once enough rows have.

use std::collections::VecDeque;

use crate::frame::Size;

/// Side of the window.
const WINDOW: u32 = 11;
/// Standard deviation of the window's Gaussian, in pixels.
const DEVIATION: f64 = 1.5;
/// What keeps the quotients stable, for values from 0 to 1.
const C1: f64 = 0.01 * 0.01;
const C2: f64 = 0.03 * 0.03;

/// Weighted means over a window: of the two pictures, of their squares, and of their product.
type Moments = [f64; 5];

/// Takes in two pictures row by row.
pub(super) struct Ssim {
    across: Vec<f64>,
    down: Vec<f64>,
    /// The latest rows, filtered across: as many as the window is high.
    rows: VecDeque<Vec<Moments>>,
    sum: f64,
    windows: f64,
}

impl Ssim {
    /// For pictures of this size.
    pub(super) fn new(size: Size) -> Self {
        Self {
            across: gaussian(size.width.min(WINDOW)),
            down: gaussian(size.height.min(WINDOW)),
            rows: VecDeque::new(),
            sum: 0.0,
            windows: 0.0,
        }
    }

    /// Takes in the next row of both pictures.
    pub(super) fn push(&mut self, [left, right]: [&[f64]; 2]) {
        // The oldest row's memory serves the new one.
        let mut row = match self.rows.len() == self.down.len() {
            true => self.rows.pop_front().unwrap_or_default(),
            false => Vec::new(),
        };
        row.clear();
        let side = self.across.len();
        row.extend(left.windows(side).zip(right.windows(side)).map(|(left, right)| {
            let mut sums: Moments = [0.0; 5];
            for ((weight, a), b) in self.across.iter().zip(left).zip(right) {
                let terms = [*a, *b, a * a, b * b, a * b];
                sums.iter_mut()
                    .zip(terms)
                    .for_each(|(sum, term)| *sum += weight * term);
            }
            sums
        }));
        self.rows.push_back(row);
        if self.rows.len() == self.down.len() {
            self.add_windows();
        }
    }

    /// The windows whose last row has just arrived.
    fn add_windows(&mut self) {
        let columns = self.rows.front().map_or(0, Vec::len);
        let mut sum = 0.0;
        for column in 0..columns {
            let mut moments: Moments = [0.0; 5];
            for (weight, row) in self.down.iter().zip(&self.rows) {
                moments
                    .iter_mut()
                    .zip(row[column])
                    .for_each(|(sum, term)| *sum += weight * term);
            }
            sum += similarity(moments);
        }
        self.sum += sum;
        self.windows += columns as f64;
    }

    /// The mean over all windows.
    pub(super) fn mean(&self) -> f64 {
        self.sum / self.windows
    }
}

fn similarity([a, b, aa, bb, ab]: Moments) -> f64 {
    let (variance_a, variance_b, covariance) = (aa - a * a, bb - b * b, ab - a * b);
    (2.0 * a * b + C1) * (2.0 * covariance + C2) / ((a * a + b * b + C1) * (variance_a + variance_b + C2))
}

/// The window along one axis; its weights sum to 1.
fn gaussian(side: u32) -> Vec<f64> {
    let middle = f64::from(side - 1) / 2.0;
    let weight = |index: u32| (-((f64::from(index) - middle) / DEVIATION).powi(2) / 2.0).exp();
    let sum: f64 = (0..side).map(weight).sum();
    (0..side).map(|index| weight(index) / sum).collect()
}
