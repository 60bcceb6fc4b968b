// SPDX-License-Identifier: GPL-2.0-or-later
//! The recorded work of a frame.

use std::mem;

use crate::gpu::Gpu;

/// What is recorded for the GPU: command buffers in the order in which they run, the last one still open.
///
/// Most work is a single one. Commands that others than wgpu record need one of their own: wgpu does not mix them with
/// its own in one.
#[derive(Debug)]
pub struct Work {
    closed: Vec<wgpu::CommandBuffer>,
    open: wgpu::CommandEncoder,
}

impl Work {
    /// Nothing recorded yet.
    #[must_use]
    pub fn new(gpu: &Gpu) -> Self {
        Self {
            closed: Vec::new(),
            open: encoder(gpu),
        }
    }

    /// What to record into.
    pub fn encoder(&mut self) -> &mut wgpu::CommandEncoder {
        &mut self.open
    }

    /// Puts commands behind all that was recorded so far. What is recorded afterwards runs behind them.
    pub fn push(&mut self, gpu: &Gpu, commands: wgpu::CommandBuffer) {
        let before = mem::replace(&mut self.open, encoder(gpu));
        self.closed.extend([before.finish(), commands]);
    }

    /// All of it, to be submitted at once.
    #[must_use]
    pub fn finish(mut self) -> Vec<wgpu::CommandBuffer> {
        self.closed.push(self.open.finish());
        self.closed
    }
}

fn encoder(gpu: &Gpu) -> wgpu::CommandEncoder {
    gpu.device()
        .create_command_encoder(&wgpu::CommandEncoderDescriptor::default())
}
