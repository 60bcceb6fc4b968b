// SPDX-License-Identifier: GPL-2.0-or-later
//! What is found out about frames from the frames themselves, for technologies that need more than one of them.

pub mod motion;

pub use motion::{Detail, MotionEstimator, Verdict};
