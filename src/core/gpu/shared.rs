// SPDX-License-Identifier: GPL-2.0-or-later
//! The process's one device: opened in the background, shared by all who ask, opened anew after a loss.

use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::{AdapterChoice, Gpu, GpuError, lock};
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
    /// There is none. Asking again costs nothing: a first attempt that failed is not repeated; after a loss
    /// attempts go on in the background, further and further apart.
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
    /// without a lock held.
    pub fn get(&self, choice: impl FnOnce() -> AdapterChoice) -> GpuState {
        get(
            &self.0,
            Instant::now(),
            |gpu| gpu.lost().is_some(),
            || {
                let choice = choice();
                thread::Builder::new()
                    .name("nu-scaler gpu".into())
                    .spawn(move || Gpu::open(&choice))
            },
        )
        .into()
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
    /// To be tried again after a loss; the error is that of the last attempt, if one was made.
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
    /// Moves on as far as possible without waiting.
    fn advance(&mut self, now: Instant, is_lost: impl FnOnce(&D) -> bool) {
        match self {
            Self::Opening(thread, _) if thread.is_finished() => {
                let Self::Opening(thread, losses) = std::mem::replace(self, Self::Empty) else {
                    return;
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
            }
            Self::Ready {
                device,
                since,
                losses,
            } if is_lost(device) => {
                let sound = now.duration_since(*since) >= SOUND_AFTER;
                let losses = if sound { 1 } else { losses.saturating_add(1) };
                *self = Self::Waiting {
                    until: now + pause(losses),
                    losses,
                    error: None,
                };
            }
            _ => {}
        }
    }

    /// What follows an attempt that failed: the end, or after a loss another attempt later.
    fn failed(now: Instant, losses: Losses, error: GpuError) -> Self {
        if losses == 0 {
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
    is_lost: impl FnOnce(&D) -> bool,
    start: impl FnOnce() -> std::io::Result<JoinHandle<Opened<D>>>,
) -> State<D> {
    let losses = {
        let mut slot = lock(slot);
        slot.advance(now, is_lost);
        match slot.take_start(now) {
            Some(losses) => losses,
            None => return slot.state(),
        }
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
mod tests {
    use std::sync::mpsc;

    use super::*;

    /// A device that is lost on demand.
    type Fake = Arc<Mutex<bool>>;

    fn fake() -> Fake {
        Arc::default()
    }

    fn is_lost(device: &Fake) -> bool {
        *lock(device)
    }

    fn spawn(
        open: impl FnOnce() -> Opened<Fake> + Send + 'static,
    ) -> std::io::Result<JoinHandle<Opened<Fake>>> {
        thread::Builder::new().spawn(open)
    }

    fn no_start() -> std::io::Result<JoinHandle<Opened<Fake>>> {
        panic!("a device is opened that should not be");
    }

    /// Asks until the thread has ended; every thread of these tests ends.
    fn settled(slot: &Mutex<Slot<Fake>>, now: Instant) -> State<Fake> {
        loop {
            match get(slot, now, is_lost, no_start) {
                State::Opening => thread::yield_now(),
                state => return state,
            }
        }
    }

    #[test]
    fn opens_once_in_the_background() {
        let slot = Mutex::new(Slot::Empty);
        let now = Instant::now();
        let (go, wait) = mpsc::channel::<()>();
        let start = || {
            spawn(move || {
                wait.recv().expect("the test lets go");
                Ok(fake())
            })
        };
        assert!(matches!(get(&slot, now, is_lost, start), State::Opening));
        assert!(
            matches!(get(&slot, now, is_lost, no_start), State::Opening),
            "still at it"
        );
        go.send(()).expect("the thread waits");
        assert!(matches!(settled(&slot, now), State::Ready(_)));
        assert!(matches!(get(&slot, now, is_lost, no_start), State::Ready(_)));
    }

    #[test]
    fn a_first_failure_is_kept() {
        let slot = Mutex::new(Slot::Empty);
        let now = Instant::now();
        get(&slot, now, is_lost, || spawn(|| Err(GpuError::NoVulkan)));
        assert!(matches!(settled(&slot, now), State::Failed(GpuError::NoVulkan)));
        let much_later = now + Duration::from_secs(3600);
        assert!(matches!(
            get(&slot, much_later, is_lost, no_start),
            State::Failed(GpuError::NoVulkan)
        ));
    }

    #[test]
    fn fault_22_a_panic_while_opening_is_a_failure() {
        let slot = Mutex::new(Slot::Empty);
        let now = Instant::now();
        get(&slot, now, is_lost, || spawn(|| panic!("expected by the test")));
        assert!(matches!(
            settled(&slot, now),
            State::Failed(GpuError::DeviceCreation(_))
        ));

        let slot = Mutex::new(Slot::Empty);
        let choosing = || get(&slot, now, is_lost, || panic!("expected by the test"));
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(choosing)).is_err());
        assert!(matches!(
            get(&slot, now, is_lost, no_start),
            State::Failed(GpuError::DeviceCreation(_))
        ));
    }

    #[test]
    fn fault_4_a_lost_device_is_opened_anew_with_growing_pauses() {
        let slot = Mutex::new(Slot::Empty);
        let mut now = Instant::now();
        let first = fake();
        let device = Arc::clone(&first);
        get(&slot, now, is_lost, || spawn(move || Ok(device)));
        assert!(matches!(settled(&slot, now), State::Ready(_)));

        *lock(&first) = true;
        assert!(
            matches!(get(&slot, now, is_lost, no_start), State::Opening),
            "a pause comes first"
        );
        now += FIRST_PAUSE;
        get(&slot, now, is_lost, || spawn(|| Err(GpuError::OutOfMemory)));
        assert!(matches!(
            settled(&slot, now),
            State::Failed(GpuError::OutOfMemory)
        ));
        now += FIRST_PAUSE;
        assert!(
            matches!(get(&slot, now, is_lost, no_start), State::Failed(_)),
            "the second pause is longer"
        );
        now += FIRST_PAUSE;
        get(&slot, now, is_lost, || spawn(|| Ok(fake())));
        assert!(matches!(settled(&slot, now), State::Ready(_)));
    }

    #[test]
    fn pauses_end_at_the_longest() {
        assert_eq!(pause(1), FIRST_PAUSE);
        assert_eq!(pause(2), FIRST_PAUSE * 2);
        assert_eq!(pause(Losses::MAX), LONGEST_PAUSE);
    }

    #[test]
    fn fault_5_closing_while_opening_waits_for_the_thread() {
        let slot = Mutex::new(Slot::Empty);
        let now = Instant::now();
        let device = fake();
        let alive = Arc::downgrade(&device);
        get(&slot, now, is_lost, || {
            spawn(move || {
                thread::sleep(Duration::from_millis(50));
                Ok(device)
            })
        });
        close(&slot);
        assert!(
            alive.upgrade().is_none(),
            "the device that nobody wants any more is gone"
        );
        assert!(matches!(
            get(&slot, now, is_lost, no_start),
            State::Failed(GpuError::ShutDown)
        ));
    }

    #[test]
    fn fault_5_closing_while_a_thread_is_being_started() {
        let slot = Mutex::new(Slot::Empty);
        let state = get(&slot, Instant::now(), is_lost, || {
            close(&slot);
            spawn(|| Ok(fake()))
        });
        assert!(matches!(state, State::Failed(GpuError::ShutDown)));
    }

    #[test]
    fn an_adapter_that_is_not_there() {
        let shared = SharedGpu::new();
        let choice = || AdapterChoice::Name("no such GPU".into());
        let message = loop {
            match shared.get(choice) {
                GpuState::Opening => thread::sleep(Duration::from_millis(5)),
                GpuState::Failed(message) => break message,
                GpuState::Ready(gpu) => panic!("opened {:?}", gpu.desc()),
            }
        };
        // Where there is no Vulkan at all, that is said instead.
        assert!(["Reason.AdapterNotFound", "Reason.NoVulkan"].contains(&message.key));
        shared.shutdown();
    }
}
