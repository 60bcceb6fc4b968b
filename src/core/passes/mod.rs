// SPDX-License-Identifier: GPL-2.0-or-later
//! Steps that a pipeline puts around any technology.

mod compare;
mod conversion;
mod motion_view;
mod overlay;
mod rcas;

pub use compare::Comparison;
pub use conversion::{Conversion, Direction};
pub use motion_view::MotionView;
pub use overlay::{BARS, COLUMNS, Graph, Ink, LINES, Overlay, Readout};
pub use rcas::{Rcas, Sharpening};
