// SPDX-License-Identifier: GPL-2.0-or-later

//! A frame's way between the renderer of OBS and wgpu, and back.
//!
//! OBS draws the picture to be worked on into a texture of its own, the GPU side works on it with
//! wgpu and leaves the result in a second texture that OBS draws. How the pixels get from one side
//! to the other depends on the machine; each way is a *rung* of a ladder, best first:
//!
//! | [`ExchangeKind`] | how | needs |
//! |---|---|---|
//! | `gl_vulkan` | Vulkan allocates both images, OpenGL imports their memory: no copy | OBS renders with OpenGL, on the same GPU and driver family as the Vulkan device |
//! | `staging` | read back, upload, work, read back, upload | nothing |
//!
//! [`create`] takes the first rung that works and says why the ones above it did not. All rungs
//! stand behind [`FrameExchange`], and carry the very same values: nothing on the way converts a
//! colour.
//!
//! # A frame
//! ```text
//! let frame = exchange.start()?;                       // OBS owns both textures
//! render_into(g, exchange.input_target(&frame), ..);   // OBS draws the input
//! let frame = exchange.to_gpu(g, gpu, frame)?;         // the GPU side owns both textures
//! let (input, output) = exchange.textures(&frame);
//! pipeline.record(gpu, &mut work, input, output);
//! let frame = exchange.to_obs(g, gpu, frame, work.finish())?;  // submits; OBS owns both again
//! draw(g, exchange.output(&frame));
//! ```
//! The tokens ([`ObsFrame`], [`GpuFrame`]) are consumed by each hand-over, so that no frame ever
//! has two owners.
//!
//! # Adding a rung
//! A new way (DMA-BUF, Direct3D 11 shared handles, Metal) is a module that implements
//! [`FrameExchange`], a variant of [`ExchangeKind`] and one row of the table in `ladder.rs`.
//! Nothing that uses exchanges changes.

mod error;
mod frame;
#[cfg(all(unix, not(target_vendor = "apple")))]
mod gl_vulkan;
mod halves;
mod ladder;
mod staging;

pub use error::{ExchangeError, Unavailable};
pub use frame::{ExchangeDesc, ExchangeKind, FrameExchange, GpuFrame, ObsFrame};
pub use ladder::{Refusal, create, gl_uuids};

// The unit tests of this crate call into libobs; the module that is loaded by OBS never links it.
#[cfg(test)]
#[link(name = "obs")]
unsafe extern "C" {}
