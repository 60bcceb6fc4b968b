// SPDX-License-Identifier: GPL-2.0-or-later
//! Single texels on the way to the processor: they arrive some frames later and are never waited for.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use crate::gpu::Gpu;
use crate::pass::Recorder;

/// Texels that may be under way at a time; one that finds no place is not read.
const SLOTS: usize = 4;

/// The way of a slot's buffer; the mapping callback makes the last step.
const FREE: u8 = 0;
const MAPPING: u8 = 1;
const MAPPED: u8 = 2;

#[derive(Debug)]
struct Slot {
    buffer: wgpu::Buffer,
    state: Arc<AtomicU8>,
    /// Which texel it is.
    number: u64,
}

/// Reads texels of four floats.
#[derive(Debug)]
pub(crate) struct TexelReader {
    slots: [Slot; SLOTS],
    /// The slot of the texel that is being recorded or not submitted yet.
    current: Option<usize>,
}

impl TexelReader {
    pub(crate) fn new(gpu: &Gpu, label: &str) -> Self {
        let slot = |_| Slot {
            buffer: gpu.device().create_buffer(&wgpu::BufferDescriptor {
                label: Some(label),
                size: size_of::<[f32; 4]>() as u64,
                usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
                mapped_at_creation: false,
            }),
            state: Arc::default(),
            number: 0,
        };
        Self {
            slots: std::array::from_fn(slot),
            current: None,
        }
    }

    /// Records the copy of a texture of one texel, which is known by `number` from then on. False: too many are under
    /// way, and this one will not arrive.
    pub(crate) fn record(
        &mut self,
        recorder: &mut Recorder<'_>,
        texel: &wgpu::TextureView,
        number: u64,
    ) -> bool {
        let free = |slot: &Slot| slot.state.load(Ordering::Acquire) == FREE;
        // What was recorded and never submitted leaves its slot free.
        self.current = self.slots.iter().position(free);
        let Some(slot) = self.current.map(|index| &mut self.slots[index]) else {
            return false;
        };
        slot.number = number;
        let to = wgpu::TexelCopyBufferInfo {
            buffer: &slot.buffer,
            layout: wgpu::TexelCopyBufferLayout::default(),
        };
        let from = texel.texture();
        recorder
            .encoder()
            .copy_texture_to_buffer(from.as_image_copy(), to, from.size());
        true
    }

    /// Asks for the texel of what was just submitted.
    pub(crate) fn after_submit(&mut self) {
        if let Some(slot) = self.current.take().map(|index| &self.slots[index]) {
            slot.state.store(MAPPING, Ordering::Release);
            let state = Arc::clone(&slot.state);
            slot.buffer.map_async(wgpu::MapMode::Read, .., move |mapped| {
                state.store(if mapped.is_ok() { MAPPED } else { FREE }, Ordering::Release);
            });
        }
    }

    /// Gives `take` the numbers and values of those that have arrived since it was last asked, in no particular order.
    pub(crate) fn collect(&mut self, mut take: impl FnMut(u64, [f32; 4])) {
        for slot in &self.slots {
            if slot.state.load(Ordering::Acquire) != MAPPED {
                continue;
            }
            let texel = slot.buffer.get_mapped_range(..).ok();
            let texel = texel.map(|bytes| bytemuck::pod_read_unaligned::<[f32; 4]>(&bytes));
            slot.buffer.unmap();
            slot.state.store(FREE, Ordering::Release);
            if let Some(texel) = texel {
                take(slot.number, texel);
            }
        }
    }
}
