// SPDX-License-Identifier: GPL-2.0-or-later

//! Between half floats and floats, as bytes in the machine's order.

use half::f16;

/// Rounds floats to the nearest half floats. `halves` is half as long as `floats`; what has no counterpart is left.
pub(crate) fn narrow(floats: &[u8], halves: &mut [u8]) {
    for (half, float) in halves.as_chunks_mut().0.iter_mut().zip(floats.as_chunks().0) {
        *half = f16::from_f32(f32::from_ne_bytes(*float)).to_ne_bytes();
    }
}

/// The same values as floats. `floats` is twice as long as `halves`; what has no counterpart is left.
pub(crate) fn widen(halves: &[u8], floats: &mut [u8]) {
    for (float, half) in floats.as_chunks_mut().0.iter_mut().zip(halves.as_chunks().0) {
        *float = f16::from_ne_bytes(*half).to_f32().to_ne_bytes();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_half_survives() {
        let halves: Vec<u8> = (0..=u16::MAX)
            .filter(|bits| !f16::from_bits(*bits).is_nan())
            .flat_map(u16::to_ne_bytes)
            .collect();
        let mut floats = vec![0; halves.len() * 2];
        widen(&halves, &mut floats);
        let mut again = vec![0; halves.len()];
        narrow(&floats, &mut again);
        assert_eq!(again, halves);
    }
}
