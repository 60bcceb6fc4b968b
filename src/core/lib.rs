// SPDX-License-Identifier: GPL-2.0-or-later
//! Nu Scaler's core: frames in, frames out. It knows wgpu and has never heard of OBS.
#![deny(unsafe_code)]

pub mod bench;
pub mod economy;
pub mod frame;
pub mod generation;
pub mod gpu;
pub mod guides;
pub mod ladder;
pub mod metrics;
pub mod offline;
pub mod pass;
pub mod passes;
pub mod pipeline;
pub mod place;
pub mod precision;
mod readback;
pub mod reference;
pub mod registry;
pub mod runtimes;
pub mod settings;
pub mod shaders;
pub mod technologies;
pub mod technology;
#[cfg(test)]
mod testing;
pub mod text;
mod texture;
