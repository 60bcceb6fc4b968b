// SPDX-License-Identifier: GPL-2.0-or-later
//! The process's one device: opened in the background, shared by all who ask, opened anew after a loss.

use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::{AdapterChoice, Gpu, GpuError, lock};
use crate::frame::PixelFormat;
use crate::precision::Precision;
use crate::technologies::nu::pace;
use crate::text::Message;

/// The pause before a lost device is opened anew; doubled with every attempt that fails or does not last.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// The longest pause between two attempts.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// A device that has lived for so long counts as sound: its loss is the first again.
const SOUND_AFTER: Duration = Duration::from_secs(60);

/// How it stands with the process's device.
#[derive(Clone, Debug)]
pub enum GpuState {
    /// Being opened (for the first time or after a loss).
    Opening,
    /// Ready for use. May be lost at any time; ask again every frame rather than keep it.
    Ready(Arc<Gpu>),
    /// There is none. Asking again costs nothing: a first attempt that failed is not repeated, except for want of
    /// memory; then and after a loss attempts go on in the background, further and further apart.
    Failed(Message),
}

/// The place of the process's device.
///
/// Made to be a `static`. All methods may be called from any thread.
pub struct SharedGpu(Mutex<Slot<Arc<Gpu>>>);

impl SharedGpu {
    /// An empty place; nothing happens before the first [`SharedGpu::get`].
    #[must_use]
    pub const fn new() -> Self {
        Self(Mutex::new(Slot::Empty))
    }

    /// The state of the device; never waits for the driver. The first call, and the first after the pause that
    /// follows a loss, starts a thread that opens the device; only then is `choice` asked, on this thread and
    /// without a lock held. So does one after vendors' runtimes are to be looked for elsewhere.
    ///
    /// If no adapter has the UUIDs of [`AdapterChoice::Uuid`], any is taken: better another GPU than none. Compare
    /// [`Gpu::desc`] before sharing memory with the renderer that the UUIDs are of.
    pub fn get(&self, choice: impl FnOnce() -> AdapterChoice) -> GpuState {
        get(&self.0, Instant::now(), fate, || {
            let choice = choice();
            thread::Builder::new()
                .name("nu-scaler gpu".into())
                .spawn(move || open(&choice))
        })
        .into()
    }

    /// The device, if it is there at this moment. Starts nothing, and waits for nothing.
    #[must_use]
    pub fn ready(&self) -> Option<Arc<Gpu>> {
        match lock(&self.0).state() {
            State::Ready(gpu) => Some(gpu),
            State::Opening | State::Failed(_) => None,
        }
    }

    /// Lets go of the device and waits for the thread that may still be opening it. Nothing is opened afterwards.
    /// Whoever still holds the device keeps it alive.
    pub fn shutdown(&self) {
        close(&self.0);
    }
}

impl Default for SharedGpu {
    fn default() -> Self {
        Self::new()
    }
}

impl From<State<Arc<Gpu>>> for GpuState {
    fn from(state: State<Arc<Gpu>>) -> Self {
        match state {
            State::Opening => Self::Opening,
            State::Ready(gpu) => Self::Ready(gpu),
            State::Failed(error) => Self::Failed(error.message()),
        }
    }
}

/// What becomes of a device that is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fate {
    Kept,
    Lost,
    /// There is nothing wrong with it, but another one would be made now.
    Outdated,
}

fn fate(gpu: &Arc<Gpu>) -> Fate {
    if gpu.lost().is_some() {
        Fate::Lost
    } else if gpu.is_outdated() {
        Fate::Outdated
    } else {
        Fate::Kept
    }
}

fn open(choice: &AdapterChoice) -> Result<Arc<Gpu>, GpuError> {
    let opened = match (Gpu::open(choice), choice) {
        (Err(error @ GpuError::AdapterNotFound { .. }), AdapterChoice::Uuid { .. }) => {
            log::warn!("{error}; taking any");
            Gpu::open(&AdapterChoice::Any)
        }
        (opened, _) => opened,
    };
    let gpu = opened?;
    // As long as nobody else has the device.
    Precision::faster(&gpu, PixelFormat::Rgba8)?;
    pace::measure(&gpu)?;
    Ok(gpu)
}

type Opened<D> = Result<D, GpuError>;

/// [`GpuState`], whatever the device.
enum State<D> {
    Opening,
    Ready(D),
    Failed(GpuError),
}

/// Losses in a row without a device that lasted.
type Losses = u32;

/// The life of a device `D`, apart from what a device is, so that it can be tested without one.
enum Slot<D> {
    Empty,
    /// Somebody is about to start the thread.
    Starting,
    Opening(JoinHandle<Opened<D>>, Losses),
    Ready {
        device: D,
        since: Instant,
        losses: Losses,
    },
    /// To be tried again, most often after a loss; the error is that of the last attempt, if one was made.
    Waiting {
        until: Instant,
        losses: Losses,
        error: Option<GpuError>,
    },
    Failed(GpuError),
    Closed,
}

fn pause(losses: Losses) -> Duration {
    let doublings = losses.saturating_sub(1).min(16);
    (FIRST_PAUSE * 2_u32.pow(doublings)).min(LONGEST_PAUSE)
}

impl<D: Clone> Slot<D> {
    /// Moves on as far as possible without waiting. What is returned may take its time to go, and is to be dropped
    /// without the lock.
    fn advance(&mut self, now: Instant, fate: impl FnOnce(&D) -> Fate) -> Option<Self> {
        match self {
            Self::Opening(thread, _) if thread.is_finished() => {
                let Self::Opening(thread, losses) = std::mem::replace(self, Self::Empty) else {
                    return None;
                };
                let opened = thread.join().unwrap_or_else(|_| {
                    Err(GpuError::DeviceCreation(
                        "the thread that opened it panicked".into(),
                    ))
                });
                *self = match opened {
                    Ok(device) => Self::Ready {
                        device,
                        since: now,
                        losses,
                    },
                    Err(error) => Self::failed(now, losses, error),
                };
                None
            }
            Self::Ready {
                device,
                since,
                losses,
            } => {
                let next = match fate(device) {
                    Fate::Kept => return None,
                    Fate::Lost => {
                        let sound = now.duration_since(*since) >= SOUND_AFTER;
                        let losses = if sound { 1 } else { losses.saturating_add(1) };
                        Self::Waiting {
                            until: now + pause(losses),
                            losses,
                            error: None,
                        }
                    }
                    Fate::Outdated => Self::Empty,
                };
                Some(std::mem::replace(self, next))
            }
            _ => None,
        }
    }

    /// What follows an attempt that failed: the end, or after a loss or for want of memory another attempt later.
    fn failed(now: Instant, losses: Losses, error: GpuError) -> Self {
        // Memory comes back; a machine without a driver stays without one.
        if losses == 0 && error != GpuError::OutOfMemory {
            log::warn!("GPU: {error}");
            return Self::Failed(error);
        }
        let losses = losses.saturating_add(1);
        log::warn!("GPU: {error}; next attempt in {:?}", pause(losses));
        Self::Waiting {
            until: now + pause(losses),
            losses,
            error: Some(error),
        }
    }

    /// Takes on the start of a thread, if it is time for one.
    fn take_start(&mut self, now: Instant) -> Option<Losses> {
        let losses = match self {
            Self::Empty => 0,
            Self::Waiting { until, losses, .. } if now >= *until => *losses,
            _ => return None,
        };
        *self = Self::Starting;
        Some(losses)
    }

    fn state(&self) -> State<D> {
        match self {
            Self::Ready { device, .. } => State::Ready(device.clone()),
            Self::Failed(error)
            | Self::Waiting {
                error: Some(error), ..
            } => State::Failed(error.clone()),
            Self::Closed => State::Failed(GpuError::ShutDown),
            Self::Empty | Self::Starting | Self::Opening(..) | Self::Waiting { error: None, .. } => {
                State::Opening
            }
        }
    }
}

/// Puts the slot back if the start of the thread panics on the way.
struct StartGuard<'a, D>(&'a Mutex<Slot<D>>);

impl<D> Drop for StartGuard<'_, D> {
    fn drop(&mut self) {
        let mut slot = lock(self.0);
        if matches!(*slot, Slot::Starting) {
            *slot = Slot::Failed(GpuError::DeviceCreation("its start panicked".into()));
        }
    }
}

fn get<D: Clone>(
    slot: &Mutex<Slot<D>>,
    now: Instant,
    fate: impl FnOnce(&D) -> Fate,
    start: impl FnOnce() -> std::io::Result<JoinHandle<Opened<D>>>,
) -> State<D> {
    let (last, start_after) = {
        let mut slot = lock(slot);
        let last = slot.advance(now, fate);
        let start = slot.take_start(now).ok_or_else(|| slot.state());
        (last, start)
    };
    drop(last);
    let losses = match start_after {
        Ok(losses) => losses,
        Err(state) => return state,
    };
    let _guard = StartGuard(slot);
    let started = start();
    let mut entered = lock(slot);
    let unwanted = match (started, matches!(*entered, Slot::Starting)) {
        (Ok(thread), true) => {
            *entered = Slot::Opening(thread, losses);
            None
        }
        (Err(error), true) => {
            *entered = Slot::failed(now, losses, GpuError::DeviceCreation(error.to_string()));
            None
        }
        // Closed meanwhile.
        (started, false) => started.ok(),
    };
    let state = entered.state();
    drop(entered);
    if let Some(thread) = unwanted {
        finish(thread);
    }
    state
}

fn close<D>(slot: &Mutex<Slot<D>>) {
    // The device and the thread go without the lock: both may take their time.
    let last = std::mem::replace(&mut *lock(slot), Slot::Closed);
    if let Slot::Opening(thread, _) = last {
        finish(thread);
    }
}

/// Waits for a thread whose device nobody wants any more.
fn finish<D>(thread: JoinHandle<Opened<D>>) {
    if thread.join().is_err() {
        log::warn!("GPU: the thread that opened it panicked");
    }
}

#[cfg(test)]
mod tests;
