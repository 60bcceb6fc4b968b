// SPDX-License-Identifier: GPL-2.0-or-later
//! Helpers of the end-to-end tests and of the demonstration: programs that are stopped when they go out of scope, an
//! X server of one's own, a libobs without a screen inside the test process, the real OBS driven over its websocket,
//! and real games.
//!
//! Everything runs on X servers and in folders made for one run; nothing of the user's configuration is read or
//! written.

#![deny(unsafe_code)]

// The host calls libobs, and so does the code of nu-scaler-obs, which leaves its symbols to the host process.
#[expect(unsafe_code, reason = "an empty block that only links")]
#[link(name = "obs")]
unsafe extern "C" {}

pub mod film;
pub mod game;
#[expect(unsafe_code, reason = "calls libobs, whose interface is C")]
pub mod host;
pub mod obs;
pub mod palette;
pub mod pictures;
pub mod places;
pub mod process;
pub mod runtimes;
pub mod staging;
pub mod x11;
pub mod xvfb;
