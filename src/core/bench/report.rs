// SPDX-License-Identifier: GPL-2.0-or-later
//! What came out of a benchmark.

use super::quality::Quality;
use crate::frame::Size;
use crate::precision::Precision;
use crate::settings::{Algorithm, TechnologyId};
use crate::technologies::nu::model::ModelId;
use crate::text::Message;

/// The result of a run on one device.
#[derive(Clone, Debug)]
pub struct Report {
    /// Name of the device.
    pub device: String,
    /// Its driver.
    pub driver: String,
    /// Whether it is software, so that processor time is its working time.
    pub is_software: bool,
    /// Whether times are of the GPU's own clock, or else of the wall clock from submission to end.
    pub has_timestamps: bool,
    /// Bytes per second that it reads and writes while it copies, both counted.
    pub copy_rate: f64,
    /// Multiplications and additions of 32-bit floats per second.
    pub arithmetic_rate: f64,
    /// A row for everything that was measured, the smallest sizes first.
    pub rows: Vec<Row>,
    /// What was left out and why, and what else is to be known.
    pub notes: Vec<Message>,
}

/// A technology at a pair of sizes. Frames are opaque, of 8 bits. Times are in milliseconds.
#[derive(Clone, Debug)]
pub struct Row {
    /// The technology.
    pub technology: TechnologyId,
    /// The fallback technology's kernel.
    pub algorithm: Option<Algorithm>,
    /// Sharpness, 0 to 1.
    pub sharpness: f32,
    /// The precision of technologies that have several.
    pub precision: Option<Precision>,
    /// The network of the technology `nu`.
    pub network: Option<ModelId>,
    /// Size of the frames that come in.
    pub input: Size,
    /// Size of the frames that go out.
    pub output: Size,
    /// How many frames were measured.
    pub frames: usize,
    /// Median of the frames.
    pub median: f64,
    /// What 99 of 100 frames do not exceed; `None` of fewer than 100.
    pub p99: Option<f64>,
    /// Median of the processor time of the whole process, where the system tells.
    pub cpu_median: Option<f64>,
    /// The passes of a frame.
    pub passes: Vec<PassRow>,
    /// Bytes that must move: the input once, the output once.
    pub bytes: u64,
    /// Floating-point operations that an output pixel needs: [`Plan::operations`](crate::pipeline::Plan::operations).
    pub operations: f64,
    /// What the device would need to move the bytes, as fast as it copies.
    pub memory_floor: f64,
    /// What it would need for the operations, as fast as it multiplies and adds.
    pub arithmetic_floor: f64,
    /// The same picture made in the most straightforward way, in turns with this row's frames.
    pub yardstick: Option<YardstickRow>,
    /// How near the picture comes to the truth.
    pub quality: Option<Quality>,
}

/// A pass of a frame.
#[derive(Clone, Debug)]
pub struct PassRow {
    /// File name of its shader without extension.
    pub shader: &'static str,
    /// Median of the frames, where it could be timed.
    pub median: Option<f64>,
    /// Bytes of what it reads, each texture once, and of what it writes.
    pub bytes: u64,
}

/// What a row is held against.
#[derive(Clone, Copy, Debug)]
pub struct YardstickRow {
    /// Median of the frames.
    pub median: f64,
    /// Median of the processor time.
    pub cpu_median: Option<f64>,
}

impl Row {
    /// The time below which nobody gets: the larger of the two floors.
    #[must_use]
    pub fn floor(&self) -> f64 {
        self.memory_floor.max(self.arithmetic_floor)
    }

    /// This row's time in those of its yardstick.
    #[must_use]
    pub fn ratio_to_yardstick(&self) -> Option<f64> {
        self.yardstick.map(|yardstick| self.median / yardstick.median)
    }

    /// The same of the processor time.
    #[must_use]
    pub fn cpu_ratio_to_yardstick(&self) -> Option<f64> {
        let theirs = self.yardstick?.cpu_median?;
        Some(self.cpu_median? / theirs)
    }

    /// Nanoseconds of an output pixel.
    #[must_use]
    pub fn nanoseconds_per_pixel(&self) -> f64 {
        self.median * 1e6 / self.output.area() as f64
    }
}
