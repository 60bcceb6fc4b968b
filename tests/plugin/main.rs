// SPDX-License-Identifier: GPL-2.0-or-later
//! The built plugin inside libobs: its pixels, its size, and its behaviour under the faults that users of such filters
//! meet. Those tests carry the fault's number in their name:
//!
//! | fault | what happens |
//! |---|---|
//! | 1 | the source has no size, or gets one later |
//! | 2 | no target; the filter or its source goes while it is drawn |
//! | 3 | the size changes live, is odd, or is too large |
//! | 5 | OBS closes while the device is still being made |
//! | 6 | thousands of settings while frames are drawn |
//! | 7 | the video settings change |
//! | 8 | several views in one frame |
//! | 9 | the source is hidden, or the filter is off |
//! | 10 | every family of sources |
//! | 11 | brightness |
//! | 12 | transparency |
//! | 13 | the filter is switched off and on again |
//! | 15 | leaks at the end |
//! | 17 | settings that no panel would have saved |
//! | 18 | a technology that is not there; a vendor's runtime that is broken, or fails at a frame |
//! | 19 | no Vulkan driver, or one that cannot share |
//! | 22 | a panic inside a callback |
//! | 23 | too little time |
//! | 24 | other filters before and after, and the same one twice |
//! | 25 | many filters and sources |
//! | 26 | hours of running |
//!
//! In all of them a leak, a message of the Vulkan validation layer, a panic or an unexpected error in the log fails the
//! test, whatever its body asserts.

mod budget;
mod common;
mod compositing;
mod filters;
mod generation;
mod hotkeys;
mod life;
mod many;
mod overlay;
mod panel;
mod pixels;
mod remote;
mod resizing;
mod runtimes;
mod settings;
mod source;
mod sources;
mod starting;
mod storms;
mod views;
mod vulkan;
