// SPDX-License-Identifier: GPL-2.0-or-later AND MIT
//! The filters of NVIDIA Image Scaling: the numbers of the tables in `NIS/NIS_Config.h` of version 1.0.3 of NVIDIA's
//! SDK, which has them as decimals of four digits.
//!
//! Here they are the whole multiples of 1/2048 that those decimals are rounded from, so that the scaling filters add
//! up to exactly 1. Of the 64 phases the first 33 are kept: the filter of phase `64 - p` is that of `p`, reversed.
//!
//! The numbers are under the licence of their source: MIT, Copyright (c) 2022 NVIDIA CORPORATION & AFFILIATES; see
//! `NOTICE`.

/// Steps between two source pixels at which there is a filter.
pub(crate) const PHASES: usize = 64;

/// What the numbers of [`SCALE`] and [`SHARPEN`] are multiples of.
const UNIT: f32 = 1.0 / 2048.0;

/// The scaling filter of a phase: the weights of six pixels, of which the third is the one at or before the point.
pub(crate) fn scale(phase: usize) -> [f32; 6] {
    row(&SCALE, phase)
}

/// The filter of a phase that finds what sharpening adds.
pub(crate) fn sharpen(phase: usize) -> [f32; 6] {
    row(&SHARPEN, phase)
}

fn row(table: &[[i16; 6]; PHASES / 2 + 1], phase: usize) -> [f32; 6] {
    let mut weights = table[phase.min(PHASES - phase)];
    if phase > PHASES / 2 {
        weights.reverse();
    }
    weights.map(|weight| f32::from(weight) * UNIT)
}

/// Lanczos with three lobes, but for its own rounding.
#[rustfmt::skip]
const SCALE: [[i16; 6]; PHASES / 2 + 1] = [
    [0, 0, 2048, 0, 0, 0],
    [6, -26, 2048, 27, -7, 0],
    [13, -51, 2045, 55, -14, 0],
    [18, -74, 2039, 85, -21, 1],
    [24, -97, 2034, 115, -29, 1],
    [29, -118, 2027, 146, -37, 1],
    [34, -138, 2016, 179, -45, 2],
    [38, -156, 2004, 213, -54, 3],
    [42, -174, 1992, 247, -63, 4],
    [46, -190, 1976, 283, -72, 5],
    [49, -206, 1961, 319, -81, 6],
    [52, -220, 1943, 356, -90, 7],
    [54, -233, 1923, 395, -100, 9],
    [57, -244, 1901, 434, -110, 10],
    [59, -255, 1878, 473, -119, 12],
    [60, -265, 1855, 514, -129, 13],
    [62, -273, 1828, 555, -139, 15],
    [63, -280, 1800, 597, -149, 17],
    [63, -287, 1773, 639, -159, 19],
    [64, -292, 1742, 682, -169, 21],
    [64, -296, 1711, 725, -179, 23],
    [64, -299, 1678, 769, -189, 25],
    [64, -301, 1643, 812, -198, 28],
    [63, -303, 1609, 857, -208, 30],
    [62, -303, 1573, 901, -217, 32],
    [61, -303, 1537, 945, -226, 34],
    [60, -301, 1498, 989, -235, 37],
    [59, -299, 1458, 1034, -243, 39],
    [57, -296, 1419, 1078, -251, 41],
    [56, -293, 1377, 1122, -258, 44],
    [54, -289, 1337, 1166, -266, 46],
    [52, -284, 1295, 1209, -272, 48],
    [50, -278, 1252, 1252, -278, 50],
];

/// Of no closed form that is known.
#[rustfmt::skip]
const SHARPEN: [[i16; 6]; PHASES / 2 + 1] = [
    [0, -1229, 2458, -1229, 0, 0],
    [6, -1246, 2455, -1209, -6, 0],
    [10, -1259, 2449, -1186, -14, 1],
    [15, -1269, 2435, -1159, -21, 0],
    [19, -1277, 2417, -1129, -31, 0],
    [23, -1283, 2396, -1096, -40, 1],
    [25, -1284, 2372, -1061, -53, 1],
    [29, -1287, 2346, -1025, -65, 1],
    [32, -1283, 2309, -981, -79, 1],
    [34, -1277, 2271, -936, -93, 2],
    [36, -1267, 2228, -890, -109, 2],
    [37, -1257, 2183, -840, -126, 3],
    [39, -1243, 2131, -787, -143, 3],
    [40, -1230, 2081, -732, -163, 4],
    [41, -1214, 2026, -673, -184, 5],
    [41, -1192, 1962, -612, -205, 6],
    [41, -1173, 1903, -551, -226, 7],
    [41, -1151, 1838, -485, -251, 8],
    [42, -1126, 1770, -419, -275, 9],
    [41, -1100, 1700, -350, -300, 10],
    [40, -1073, 1627, -280, -325, 11],
    [40, -1046, 1556, -209, -353, 12],
    [39, -1017, 1481, -133, -382, 13],
    [38, -987, 1402, -59, -409, 14],
    [38, -956, 1323, 19, -439, 15],
    [36, -923, 1240, 98, -469, 17],
    [35, -895, 1166, 176, -501, 18],
    [33, -860, 1082, 257, -532, 20],
    [33, -829, 1000, 339, -564, 21],
    [31, -796, 921, 418, -596, 22],
    [29, -760, 834, 501, -628, 24],
    [28, -728, 752, 584, -661, 25],
    [27, -695, 668, 668, -695, 27],
];

#[cfg(test)]
mod tests {
    use super::*;

    fn sinc(x: f64) -> f64 {
        let x = x * std::f64::consts::PI;
        if x == 0.0 { 1.0 } else { x.sin() / x }
    }

    #[test]
    fn scaling_is_lanczos_3_and_keeps_flat_areas() {
        for phase in 0..PHASES {
            let weights = scale(phase);
            assert_eq!(weights.iter().sum::<f32>(), 1.0, "{phase}");
            let distance = |tap: usize| tap as f64 - 2.0 - phase as f64 / PHASES as f64;
            let kernel = |tap: usize| sinc(distance(tap)) * sinc(distance(tap) / 3.0);
            let sum: f64 = (0..6).map(kernel).sum();
            for (tap, weight) in weights.into_iter().enumerate() {
                let error = (f64::from(weight) - kernel(tap) / sum).abs();
                assert!(error < 7e-4, "{phase} {tap}: {error}");
            }
        }
    }

    #[test]
    fn sharpening_adds_nothing_to_flat_areas() {
        for phase in 0..PHASES {
            // A unit may be missing: the numbers are rounded each by itself.
            assert!(sharpen(phase).iter().sum::<f32>().abs() <= UNIT, "{phase}");
        }
    }

    #[test]
    fn filters_are_mirrored_about_the_middle() {
        for filter in [scale, sharpen] {
            for phase in 1..PHASES {
                let mut mirrored = filter(PHASES - phase);
                mirrored.reverse();
                assert_eq!(filter(phase), mirrored);
            }
        }
    }
}
