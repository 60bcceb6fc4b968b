// SPDX-License-Identifier: GPL-2.0-or-later
//! Frames between OBS and the GPU: one test body for every way of exchanging them, inside a real libobs.
//!
//! The software driver has no semaphores that OpenGL and Vulkan share; what is tested of `gl_vulkan` is the way
//! where the CPU waits.

mod common;
mod drawing;
mod ladder;
mod life;
mod pixels;
