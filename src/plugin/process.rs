// SPDX-License-Identifier: GPL-2.0-or-later
//! What the process has once, however many filters it has: the GPU device and the compiling thread.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use nu_scaler_core::gpu::{AdapterChoice, Gpu, GpuState, SharedGpu};
use nu_scaler_obs::graphics::Graphics;
use nu_scaler_obs::video::on_graphics_thread;

use crate::worker::Worker;

static GPU: SharedGpu = SharedGpu::new();
static WORKER: Worker = Worker::new();

/// How often a device that is being opened is asked for.
const POLL: Duration = Duration::from_millis(20);

/// The device on which OBS itself renders, or what is known of it so far. Never blocks: the first call
/// starts the opening of the device on a thread of its own.
pub(crate) fn gpu(graphics: &Graphics) -> GpuState {
    GPU.get(|| adapter_of_obs(graphics))
}

/// The same device for whoever only wants to ask it something, if it is there at this moment.
pub(crate) fn ready_gpu() -> Option<Arc<Gpu>> {
    GPU.ready()
}

/// The same for who can wait, and does so for at most `limit` while the device is being opened; on OBS's graphics
/// thread not at all. Not to be called with the graphics context entered.
pub(crate) fn gpu_within(limit: Duration) -> GpuState {
    let limit = if on_graphics_thread() {
        Duration::ZERO
    } else {
        limit
    };
    let begun = Instant::now();
    loop {
        // The context is entered only where the opening begins.
        let state =
            GPU.get(|| Graphics::enter().map_or(AdapterChoice::Any, |graphics| adapter_of_obs(&graphics)));
        match state {
            GpuState::Opening if begun.elapsed() < limit => thread::sleep(POLL),
            state => return state,
        }
    }
}

/// The thread that compiles pipelines.
pub(crate) fn worker() -> &'static Worker {
    &WORKER
}

/// Ends the threads and lets go of the device; filters that OBS destroys later keep what they hold alive
/// by themselves.
pub(crate) fn shut_down() {
    WORKER.shut_down();
    GPU.shutdown();
}

/// Frames can only be shared between two drivers of the same GPU, so OBS's renderer decides the adapter.
/// Where it does not say which GPU it uses, any adapter will do: frames then travel through memory.
fn adapter_of_obs(graphics: &Graphics) -> AdapterChoice {
    match nu_scaler_exchange::gl_uuids(graphics) {
        Some((device, driver)) => AdapterChoice::Uuid { device, driver },
        None => AdapterChoice::Any,
    }
}
