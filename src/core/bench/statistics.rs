// SPDX-License-Identifier: GPL-2.0-or-later
//! What many measurements amount to.

/// The value in the middle; of an even number of values the mean of the two. NaN for none.
pub(super) fn median(values: &[f64]) -> f64 {
    let sorted = sorted(values);
    let middle = sorted.len() / 2;
    match (sorted.get(middle), sorted.len() % 2) {
        (None, _) => f64::NAN,
        (Some(upper), 0) => (sorted[middle - 1] + upper) / 2.0,
        (Some(value), _) => *value,
    }
}

/// The value that 99 of 100 do not exceed (nearest rank); the largest of fewer than 100. NaN for none.
pub(super) fn p99(values: &[f64]) -> f64 {
    percentile(values, 99)
}

/// The value that 95 of 100 do not exceed (nearest rank); the largest of fewer than 20. NaN for none.
pub(super) fn p95(values: &[f64]) -> f64 {
    percentile(values, 95)
}

fn percentile(values: &[f64], percent: usize) -> f64 {
    let sorted = sorted(values);
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or(f64::NAN)
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_and_percentiles() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
        assert!(median(&[]).is_nan() && p99(&[]).is_nan());
        let hundred: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!((median(&hundred), p99(&hundred)), (50.5, 99.0));
        assert_eq!((p95(&hundred), p95(&hundred[..19])), (95.0, 19.0));
        assert_eq!(p99(&hundred[..20]), 20.0);
        assert_eq!(p99(&[7.0]), 7.0);
    }
}
