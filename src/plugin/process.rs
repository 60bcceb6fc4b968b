// SPDX-License-Identifier: GPL-2.0-or-later
//! What the process has once, however many filters it has: the GPU device and the compiling thread.

use std::sync::Arc;

use nu_scaler_core::gpu::{AdapterChoice, Gpu, GpuState, SharedGpu};
use nu_scaler_obs::graphics::Graphics;

use crate::worker::Worker;

static GPU: SharedGpu = SharedGpu::new();
static WORKER: Worker = Worker::new();

/// The device on which OBS itself renders, or what is known of it so far. Never blocks: the first call
/// starts the opening of the device on a thread of its own.
pub(crate) fn gpu(graphics: &Graphics) -> GpuState {
    GPU.get(|| adapter_of_obs(graphics))
}

/// The same device for whoever only wants to ask it something, if it is there at this moment.
pub(crate) fn ready_gpu() -> Option<Arc<Gpu>> {
    GPU.ready()
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
