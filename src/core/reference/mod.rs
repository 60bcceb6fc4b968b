// SPDX-License-Identifier: GPL-2.0-or-later
//! The executable specification: every technology on the CPU, written from the formulas and for reading, not for
//! speed. The tests compare the GPU with it.

mod alpha;
mod conversion;
mod fsr;
mod image;
mod kernels;
mod light;
pub mod motion;
mod nis;
mod nu;
mod steered;
#[cfg(test)]
pub(crate) mod testing;

pub use alpha::{to_stored, to_working};
pub use conversion::{decode, encode};
pub use fsr::{easu, rcas};
pub use image::Image;
pub use kernels::scale;
pub use nis::{nis, nis_sharpen};
pub use nu::nu;
