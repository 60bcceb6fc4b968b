// SPDX-License-Identifier: GPL-2.0-or-later
//! How long the GPU works on a frame: timestamps that arrive some frames later and are never waited for.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use crate::gpu::Gpu;

/// Frames whose timestamps may be under way at a time; a frame that finds none free is not timed.
const SLOTS: usize = 4;
/// Two timestamps of eight bytes.
const SLOT_BYTES: u64 = 16;

/// The way of a slot's buffer; the mapping callback makes the last step.
const FREE: u8 = 0;
const MAPPING: u8 = 1;
const MAPPED: u8 = 2;

struct Slot {
    buffer: wgpu::Buffer,
    state: Arc<AtomicU8>,
    /// Which frame the timestamps belong to.
    frame: u64,
}

/// Times whole frames of one pipeline.
pub(super) struct Timer {
    queries: wgpu::QuerySet,
    resolved: wgpu::Buffer,
    slots: [Slot; SLOTS],
    /// Nanoseconds of a tick.
    period: f32,
    frame: u64,
    /// The slot of the frame that is being recorded or not submitted yet.
    current: Option<usize>,
    latest: Option<(u64, Duration)>,
}

impl Timer {
    /// A timer, if the GPU can write timestamps.
    pub(super) fn new(gpu: &Gpu) -> Option<Self> {
        if !gpu.has_timestamps() {
            return None;
        }
        let device = gpu.device();
        let buffer = |size, usage| {
            device.create_buffer(&wgpu::BufferDescriptor {
                label: Some("timestamps"),
                size,
                usage,
                mapped_at_creation: false,
            })
        };
        Some(Self {
            queries: device.create_query_set(&wgpu::QuerySetDescriptor {
                label: Some("timestamps"),
                ty: wgpu::QueryType::Timestamp,
                count: 2 * SLOTS as u32,
            }),
            resolved: buffer(
                SLOTS as u64 * wgpu::QUERY_RESOLVE_BUFFER_ALIGNMENT,
                wgpu::BufferUsages::QUERY_RESOLVE | wgpu::BufferUsages::COPY_SRC,
            ),
            slots: std::array::from_fn(|_| Slot {
                buffer: buffer(
                    SLOT_BYTES,
                    wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
                ),
                state: Arc::default(),
                frame: 0,
            }),
            period: gpu.queue().get_timestamp_period(),
            frame: 0,
            current: None,
            latest: None,
        })
    }

    /// Marks the beginning of a frame's work.
    pub(super) fn begin(&mut self, encoder: &mut wgpu::CommandEncoder) {
        // A frame that was recorded and never submitted leaves its slot free.
        self.current = self
            .slots
            .iter()
            .position(|slot| slot.state.load(Ordering::Acquire) == FREE);
        if let Some(slot) = self.current {
            self.frame += 1;
            self.slots[slot].frame = self.frame;
            encoder.write_timestamp(&self.queries, 2 * slot as u32);
        }
    }

    /// Marks the end of a frame's work.
    pub(super) fn end(&mut self, encoder: &mut wgpu::CommandEncoder) {
        let Some(slot) = self.current else { return };
        let first = 2 * slot as u32;
        let offset = slot as u64 * wgpu::QUERY_RESOLVE_BUFFER_ALIGNMENT;
        encoder.write_timestamp(&self.queries, first + 1);
        encoder.resolve_query_set(&self.queries, first..first + 2, &self.resolved, offset);
        encoder.copy_buffer_to_buffer(&self.resolved, offset, &self.slots[slot].buffer, 0, SLOT_BYTES);
    }

    /// Asks for the timestamps of the frame that was just submitted.
    pub(super) fn submitted(&mut self) {
        let Some(slot) = self.current.take() else { return };
        let slot = &self.slots[slot];
        slot.state.store(MAPPING, Ordering::Release);
        let state = Arc::clone(&slot.state);
        slot.buffer.map_async(wgpu::MapMode::Read, .., move |mapped| {
            state.store(if mapped.is_ok() { MAPPED } else { FREE }, Ordering::Release);
        });
    }

    /// Takes in the timestamps that have arrived.
    pub(super) fn collect(&mut self) {
        for slot in &self.slots {
            if slot.state.load(Ordering::Acquire) != MAPPED {
                continue;
            }
            let ticks = slot.buffer.get_mapped_range(..).ok().map(|bytes| {
                let (begin, end) = bytes.split_at(size_of::<u64>());
                [begin, end].map(bytemuck::pod_read_unaligned::<u64>)
            });
            slot.buffer.unmap();
            slot.state.store(FREE, Ordering::Release);
            let newer = self.latest.is_none_or(|(frame, _)| frame < slot.frame);
            // A counter that wrapped round between the two says nothing.
            if let Some(elapsed) = ticks.and_then(|[begin, end]| end.checked_sub(begin))
                && newer
            {
                let nanoseconds = elapsed as f64 * f64::from(self.period);
                self.latest = Some((slot.frame, Duration::from_nanos(nanoseconds as u64)));
            }
        }
    }

    /// The time of the latest frame whose timestamps have arrived.
    pub(super) fn latest(&self) -> Option<Duration> {
        self.latest.map(|(_, time)| time)
    }
}
