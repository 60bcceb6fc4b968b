// SPDX-License-Identifier: GPL-2.0-or-later
//! The only crate that speaks libobs: bindings ([`sys`]) and safe wrappers over the part that Nu Scaler uses.
//!
//! # Threads
//! OBS calls a plugin from many threads: the UI (properties, settings), the graphics thread (tick, render), a
//! destruction thread, the hotkey thread, websocket threads. The wrappers hold to three rules that make this sound:
//! - A callback never makes a `&mut`: an instance is shared (`&T`, `T: Send + Sync`) from its creation to its end.
//! - What belongs to the graphics context needs a [`graphics::Graphics`] token, which proves that the calling thread
//!   has entered it; state that only rendering touches lives in a [`graphics::GraphicsCell`].
//! - No object of OBS is kept by its bare address: strong references are counted ([`source::Source`]), others are
//!   weak ([`source::SourceRef`]) and closures given to OBS are found by a number that dies with its owner.
//!
//! No panic crosses into C: every callback runs inside [`panic::guard`].

// The plugin never links libobs: its name differs between the systems, and the host process brings its symbols. The
// unit tests have no host, so they link it.
#[cfg(test)]
#[link(name = "obs")]
unsafe extern "C" {}

mod callbacks;
pub mod data;
pub mod filter;
pub mod graphics;
pub mod hotkey;
pub mod input;
pub mod instance;
pub mod log;
pub mod module;
pub mod panic;
pub mod procedure;
pub mod properties;
pub mod rename;
pub mod source;
mod strings;
pub mod sys;
pub mod video;
pub mod websocket;
