// SPDX-License-Identifier: GPL-2.0-or-later
//! The core with vendors' runtimes, which are doubles: on whatever Vulkan there is, with the validation layer.
//!
//! What a runtime is told by the environment holds for a process, and so does what was loaded. So each test plays its
//! part in a process of its own.

mod absent;
mod dlss;
mod play;
mod rtx_video;
mod scenario;
mod xess;
