// SPDX-License-Identifier: GPL-2.0-or-later
//! What can go wrong with the GPU, as far as a caller can act on it.

use crate::text::Message;

/// A failure of the GPU, its driver or what was asked of them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GpuError {
    /// The machine has no Vulkan loader, no driver, or no driver that wgpu accepts.
    NoVulkan,
    /// There are adapters, but not the one that was asked for.
    AdapterNotFound {
        /// What was asked for: a name or a UUID.
        wanted: String,
        /// The names of the adapters that there are, separated by commas.
        found: String,
    },
    /// The driver refused to make a device.
    DeviceCreation(String),
    /// The device was lost (reset, unplugged, driver updated) and must be opened anew.
    Lost(String),
    /// The GPU's memory is used up.
    OutOfMemory,
    /// The GPU did not finish within the time limit.
    Timeout(u64),
    /// The driver or wgpu refused an operation; the text says which and why.
    Refused(String),
    /// The application is closing; no device is made any more.
    ShutDown,
}

impl GpuError {
    /// The same as a text for users, with its key in the locale files.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::NoVulkan => Message::new("Reason.NoVulkan"),
            Self::AdapterNotFound { wanted, found } => Message::new("Reason.AdapterNotFound")
                .with("wanted", wanted)
                .with("found", found),
            Self::DeviceCreation(detail) => Message::new("Reason.DeviceCreation").with("detail", detail),
            Self::Lost(detail) => Message::new("Reason.DeviceLost").with("detail", detail),
            Self::OutOfMemory => Message::new("Reason.OutOfMemory"),
            Self::Timeout(seconds) => Message::new("Reason.GpuTimeout").with("seconds", seconds.to_string()),
            Self::Refused(detail) => Message::new("Reason.GpuRefused").with("detail", detail),
            Self::ShutDown => Message::new("Reason.ShutDown"),
        }
    }
}

/// In English, as people read it everywhere.
impl std::fmt::Display for GpuError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for GpuError {}
