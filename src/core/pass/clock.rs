// SPDX-License-Identifier: GPL-2.0-or-later
//! How long the GPU works on one frame and on each of its passes: submitted alone and waited for.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use super::{LoggedPass, PassClock, PassLog, PassTime, Recorder, WAIT_LIMIT, Work};
use crate::gpu::{AdapterKind, Gpu, GpuError};
use crate::technology::TechnologyError;

/// One before a frame, one behind each of its passes, one behind it all.
const QUERIES: u32 = 18;
const QUERY_BYTES: u64 = 8;

/// One frame.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Measured {
    /// Milliseconds from its beginning to its end on the GPU, or of the wall clock from submission to end.
    pub(crate) frame: f64,
    /// Milliseconds of processor time of this process, where the system tells. On a software device this is the time
    /// that the "GPU" worked, whatever else the machine does meanwhile.
    pub(crate) cpu: Option<f64>,
    /// Its passes, and the milliseconds of each.
    pub(crate) passes: Vec<(LoggedPass, Option<f64>)>,
}

/// Timestamp queries of a device, or the wall clock.
pub(crate) struct Clock {
    queries: Option<Queries>,
}

struct Queries {
    set: wgpu::QuerySet,
    resolved: wgpu::Buffer,
    read: wgpu::Buffer,
    /// Nanoseconds of a tick.
    period: f64,
}

impl Clock {
    /// The wall clock where the device is software: its timestamps do not wait for compute work (Mesa 22.3).
    pub(crate) fn new(gpu: &Gpu) -> Result<Self, GpuError> {
        match gpu.has_timestamps() && gpu.desc().kind != AdapterKind::Software {
            true => Self::of_gpu(gpu),
            false => Ok(Self { queries: None }),
        }
    }

    /// The GPU's own clock. It has to have timestamps.
    pub(crate) fn of_gpu(gpu: &Gpu) -> Result<Self, GpuError> {
        let queries = gpu.check(|| Queries::new(gpu))?;
        Ok(Self {
            queries: Some(queries),
        })
    }

    /// Whether times are the GPU's own.
    pub(crate) fn is_gpu(&self) -> bool {
        self.queries.is_some()
    }

    /// Runs what `record` records, and waits for its end.
    pub(crate) fn measure(
        &self,
        gpu: &Gpu,
        record: impl FnOnce(&mut Recorder<'_>),
    ) -> Result<Measured, GpuError> {
        let clock = match &self.queries {
            // The last one is kept for the end.
            Some(queries) => PassClock::Queries(queries.set.clone(), QUERIES - 1),
            None => PassClock::Wall,
        };
        let mut log = PassLog::new(clock);
        let mut work = Work::new(gpu);
        log.mark(&mut work);
        let cpu = cpu_time();
        record(&mut Recorder::logged(gpu, &mut work, &mut log));
        if let Some(queries) = &self.queries {
            work.encoder().write_timestamp(&queries.set, QUERIES - 1);
            queries.resolve(work.encoder(), log.marks());
        }
        let work = work.finish();

        let begun = Instant::now();
        let submission = gpu.submit(work);
        if let Some(queries) = &self.queries {
            // Whether it worked is seen when the range is asked for.
            queries.read.map_async(wgpu::MapMode::Read, .., |_| ());
        }
        gpu.wait_at_most(submission, WAIT_LIMIT)?;
        let rest = begun.elapsed();
        let cpu = cpu_time()
            .zip(cpu)
            .map(|(now, then)| milliseconds(now.saturating_sub(then)));
        if let Some(error) = gpu.take_error() {
            return Err(GpuError::Refused(error));
        }
        let ticks = self.queries.as_ref().map(Queries::take).transpose()?;
        let between = |[begin, end]: [u32; 2]| {
            let queries = self.queries.as_ref()?;
            let ticks = ticks.as_ref()?;
            // A counter that wrapped round between the two says nothing.
            let elapsed = ticks
                .get(end as usize)?
                .checked_sub(*ticks.get(begin as usize)?)?;
            Some(elapsed as f64 * queries.period / 1e6)
        };
        let timed = |pass: &LoggedPass| {
            let time = match pass.time {
                PassTime::Unknown => None,
                PassTime::Queries(queries) => between(queries),
                PassTime::Wall(time) => Some(milliseconds(time)),
            };
            (*pass, time)
        };
        let passes: Vec<_> = log.passes()?.iter().map(timed).collect();
        // What of the frame is no pass is in the rest.
        let wall = || passes.iter().filter_map(|(_, time)| *time).sum::<f64>() + milliseconds(rest);
        Ok(Measured {
            frame: between([0, QUERIES - 1]).unwrap_or_else(wall),
            cpu,
            passes,
        })
    }
}

/// What a measurement finds that can be done without: nothing where it fails or panics, of which the log is told together
/// with `consequence`. A device that has no memory for it, or is too slow, is of use all the same.
///
/// # Errors
/// When the device is lost.
pub(crate) fn dispensable<T>(
    consequence: &str,
    measure: impl FnOnce() -> Result<T, TechnologyError>,
) -> Result<Option<T>, GpuError> {
    // All that the measurement has made goes with a panic, and the device's own state is whole after any.
    match catch_unwind(AssertUnwindSafe(measure)) {
        Ok(Ok(found)) => Ok(Some(found)),
        Ok(Err(TechnologyError::Gpu(error @ GpuError::Lost(_)))) => Err(error),
        Ok(Err(error)) => {
            log::warn!("{consequence}: {error}");
            Ok(None)
        }
        Err(_) => {
            log::warn!("{consequence}: its measurement panicked");
            Ok(None)
        }
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

impl Queries {
    fn new(gpu: &Gpu) -> Self {
        let device = gpu.device();
        let buffer = |size, usage| {
            device.create_buffer(&wgpu::BufferDescriptor {
                label: Some("timestamps"),
                size,
                usage,
                mapped_at_creation: false,
            })
        };
        Self {
            set: device.create_query_set(&wgpu::QuerySetDescriptor {
                label: Some("timestamps"),
                ty: wgpu::QueryType::Timestamp,
                count: QUERIES,
            }),
            resolved: buffer(
                2 * wgpu::QUERY_RESOLVE_BUFFER_ALIGNMENT,
                wgpu::BufferUsages::QUERY_RESOLVE | wgpu::BufferUsages::COPY_SRC,
            ),
            read: buffer(
                u64::from(QUERIES) * QUERY_BYTES,
                wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
            ),
            period: f64::from(gpu.queue().get_timestamp_period()),
        }
    }

    /// Brings the first `count` times and the last one to where they can be read.
    fn resolve(&self, encoder: &mut wgpu::CommandEncoder, count: u32) {
        let last = QUERIES - 1;
        let last_offset = wgpu::QUERY_RESOLVE_BUFFER_ALIGNMENT;
        encoder.resolve_query_set(&self.set, 0..count, &self.resolved, 0);
        encoder.resolve_query_set(&self.set, last..QUERIES, &self.resolved, last_offset);
        let bytes = u64::from(count) * QUERY_BYTES;
        encoder.copy_buffer_to_buffer(&self.resolved, 0, &self.read, 0, bytes);
        let place = u64::from(last) * QUERY_BYTES;
        encoder.copy_buffer_to_buffer(&self.resolved, last_offset, &self.read, place, QUERY_BYTES);
    }

    /// Ticks of all queries; those that were not used are of some frame before.
    fn take(&self) -> Result<Vec<u64>, GpuError> {
        let mapped = self.read.get_mapped_range(..);
        let mapped = mapped.map_err(|error| GpuError::Refused(error.to_string()))?;
        let (ticks, _) = mapped.as_chunks::<{ QUERY_BYTES as usize }>();
        let ticks = ticks.iter().map(|tick| u64::from_ne_bytes(*tick)).collect();
        drop(mapped);
        self.read.unmap();
        Ok(ticks)
    }
}

/// Processor time of all threads of this process so far. Linux counts it in nanoseconds: the first number of
/// `schedstat`.
fn cpu_time() -> Option<Duration> {
    let mut nanoseconds = 0;
    for thread in std::fs::read_dir("/proc/self/task").ok()? {
        // A thread may have ended since.
        let Ok(line) = std::fs::read_to_string(thread.ok()?.path().join("schedstat")) else {
            continue;
        };
        nanoseconds += line.split_whitespace().next()?.parse::<u64>().ok()?;
    }
    Some(Duration::from_nanos(nanoseconds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Message;

    #[test]
    fn only_the_loss_of_the_device_keeps_it_from_use() {
        let measured = |result: Result<u32, TechnologyError>| dispensable("a test", || result);
        let of_gpu = |error| measured(Err(TechnologyError::Gpu(error)));
        assert_eq!(measured(Ok(3)), Ok(Some(3)));
        for error in [
            GpuError::OutOfMemory,
            GpuError::Refused("no".into()),
            GpuError::Timeout(5),
        ] {
            assert_eq!(of_gpu(error), Ok(None));
        }
        let network = TechnologyError::Network(Message::new("Reason.Model.Damaged"));
        assert_eq!(measured(Err(network)), Ok(None));
        let panics = || -> Result<u32, TechnologyError> { panic!("on purpose") };
        assert_eq!(dispensable("a test", panics), Ok(None));
        let lost = GpuError::Lost("reset".into());
        assert_eq!(of_gpu(lost.clone()), Err(lost));
    }
}
