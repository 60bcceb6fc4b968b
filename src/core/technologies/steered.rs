// SPDX-License-Identifier: GPL-2.0-or-later
//! The numbers of the steered Lanczos kernel, found on game frames: `shaders/fallback.wgsl` steers, and
//! `reference/steered.rs` says what is meant.

/// How strongly the kernel is stretched along edges and squeezed across them.
pub(crate) const STRENGTH: f64 = 0.12;
/// What contrast counts as noise and not as an edge: the trace of the structure tensor, of luma from 0 to 1 under the
/// Sobel operator without its eighth.
pub(crate) const NOISE: f64 = 1e-3;
