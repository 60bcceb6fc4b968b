// SPDX-License-Identifier: GPL-2.0-or-later
//! What the user can set: the names, the one table of keys, defaults and ranges, and reading it all from a store
//! that may hold anything.

mod changes;
mod choices;
mod content;
pub mod profile;
mod read;
mod size;
mod spec;
mod table;
mod value;

use crate::precision::Precision;

pub use changes::Changes;
pub use choices::{Algorithm, Compare, Content, Light, Quality, ScaleMode, TechnologyChoice, TechnologyId};
pub use read::Store;
pub use spec::{ChoiceValue, Group, SettingKind, SettingSpec};
pub use table::{LONGEST_SIDE, TABLE, spec};
pub use value::{SettingValue, shown};

use crate::frame::Size;

/// The settings of one filter or one run of the program, every value in its range.
///
/// [`Settings::read`] is where they come from; [`Settings::default`] are the table's defaults.
#[derive(Clone, PartialEq, Debug)]
pub struct Settings {
    /// What the picture shows; the other settings already are what came of it.
    pub content: Content,
    /// The technology asked for, perhaps one that this version lacks: the ladder says what runs instead, and why.
    pub technology: TechnologyChoice,
    /// The preset.
    pub quality: Quality,
    /// Where the output size comes from.
    pub scale_mode: ScaleMode,
    /// Output over input per axis, for [`ScaleMode::Factor`].
    pub scale_factor: f32,
    /// Output width in pixels, for [`ScaleMode::Size`].
    pub width: u32,
    /// Output height in pixels, for [`ScaleMode::Size`].
    pub height: u32,
    /// The fallback technology's kernel; `None` takes what measured best, see
    /// [`Settings::kernel_between`].
    pub algorithm: Option<Algorithm>,
    /// What the fallback technology's kernels weigh.
    pub light: Light,
    /// 0 (no sharpening) to 1 (strongest).
    pub sharpness: f32,
    /// Whether sharpening spares pixels that stand out alone, as noise does.
    pub noise_limit: bool,
    /// How much of a kernel's overshoot is taken back, 0 to 1.
    pub antiringing: f32,
    /// The GPU time that a frame may take in milliseconds, before a cheaper way is taken; 0 is no limit.
    pub budget_ms: f32,
    /// Whether frames are made between frames.
    pub frame_generation: bool,
    /// How the plain picture is shown beside the upscaled one.
    pub compare: Compare,
    /// Where the line of [`Compare::Split`] stands, 0 (left) to 1 (right).
    pub compare_position: f32,
    /// Whether figures and a graph of frame times are drawn into the picture.
    pub overlay: bool,
    /// Whether the motion between frames is shown in place of the picture.
    pub motion_view: bool,
    /// In which precision to calculate, for measurements; `None`, as read, is the one that is faster on the device. Not
    /// in the table: pictures come out alike.
    pub precision: Option<Precision>,
}

impl Settings {
    /// The kernel with which the fallback technology enlarges: the chosen one, or the quality's.
    pub fn kernel(&self) -> Algorithm {
        self.algorithm.unwrap_or(self.quality.algorithm())
    }

    /// The kernel with which the fallback technology makes a picture of `output` pixels out of one of `input`: as
    /// [`Settings::kernel`], but where none is chosen and the picture only becomes smaller, [`Algorithm::REDUCING`].
    pub fn kernel_between(&self, input: Size, output: Size) -> Algorithm {
        let grows = output.width > input.width || output.height > input.height;
        if self.algorithm.is_none() && !grows && output != input {
            Algorithm::REDUCING
        } else {
            self.kernel()
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self::read(&read::Empty).0
    }
}
