// SPDX-License-Identifier: GPL-2.0-or-later
//! The only crate that speaks libobs: bindings and safe wrappers.

// The plugin never links libobs: its name differs between the systems, and the host process brings its symbols. The
// unit tests have no host, so they link it.
#[cfg(test)]
#[link(name = "obs")]
unsafe extern "C" {}

pub mod sys;
