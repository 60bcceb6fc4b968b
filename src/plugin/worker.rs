// SPDX-License-Identifier: GPL-2.0-or-later
//! Compiles pipelines on a thread of its own.
//!
//! A pipeline takes from a few to some hundred milliseconds to compile, depending on the driver; the graphics
//! thread has 16 ms for a whole frame. So it asks here and looks again at the next frame.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use nu_scaler_core::gpu::Gpu;
use nu_scaler_core::pipeline::{Pipeline, Plan};
use nu_scaler_core::text::Message;

/// How long a failure is told to whoever asks for the same plan, before the plan is compiled once more.
const TELL_FAILURE_FOR: Duration = Duration::from_secs(2);

/// The compiling thread and its queue.
pub(crate) struct Worker {
    queue: Mutex<Queue>,
    changed: Condvar,
}

struct Queue {
    waiting: VecDeque<(Arc<Gpu>, Plan)>,
    /// The plan being compiled, so that a filter asking again every frame does not queue it twice.
    running: Option<Plan>,
    /// What failed lately although the device does not remember it: for lack of memory, or by a panic.
    failed: Vec<Failed>,
    thread: Option<JoinHandle<()>>,
    closed: bool,
}

struct Failed {
    /// Keeps no lost device alive.
    gpu: Weak<Gpu>,
    plan: Plan,
    reason: Message,
    since: Instant,
}

impl Failed {
    fn is_over(&self) -> bool {
        self.since.elapsed() >= TELL_FAILURE_FOR
    }

    fn is_of(&self, gpu: &Arc<Gpu>, plan: &Plan) -> bool {
        std::ptr::eq(self.gpu.as_ptr(), Arc::as_ptr(gpu)) && self.plan == *plan
    }
}

impl Worker {
    pub(crate) const fn new() -> Self {
        Self {
            queue: Mutex::new(Queue {
                waiting: VecDeque::new(),
                running: None,
                failed: Vec::new(),
                thread: None,
                closed: false,
            }),
            changed: Condvar::new(),
        }
    }

    /// Asks for the pipelines of `plan`. They are ready when [`Pipeline::is_prepared`] says so; one that the
    /// driver refuses is remembered by the device, so that the next plan avoids it. Asking again for what is already
    /// queued does nothing.
    ///
    /// # Errors
    /// Why compiling the plan has just failed otherwise. Asking again later tries again.
    pub(crate) fn prepare(&'static self, gpu: &Arc<Gpu>, plan: &Plan) -> Result<(), Message> {
        let mut queue = self.lock();
        queue.failed.retain(|failed| !failed.is_over());
        if let Some(failed) = queue.failed.iter().find(|failed| failed.is_of(gpu, plan)) {
            return Err(failed.reason.clone());
        }
        let known =
            queue.running.as_ref() == Some(plan) || queue.waiting.iter().any(|(_, queued)| queued == plan);
        if known || queue.closed {
            return Ok(());
        }
        if queue.thread.is_none() {
            let thread = std::thread::Builder::new()
                .name("nu-scaler-compile".into())
                .spawn(|| self.run());
            match thread {
                Ok(thread) => queue.thread = Some(thread),
                Err(error) => {
                    return Err(Message::new("Reason.NoThread").with("detail", error.to_string()));
                }
            }
        }
        queue.waiting.push_back((Arc::clone(gpu), plan.clone()));
        drop(queue);
        self.changed.notify_one();
        Ok(())
    }

    /// Lets go of what is queued and waits for the thread to end.
    pub(crate) fn shut_down(&self) {
        let thread = {
            let mut queue = self.lock();
            queue.closed = true;
            queue.waiting.clear();
            queue.thread.take()
        };
        self.changed.notify_all();
        if let Some(thread) = thread
            && thread.join().is_err()
        {
            log::error!("the compiling thread panicked");
        }
    }

    fn run(&self) {
        while let Some((gpu, plan)) = self.next() {
            let outcome =
                std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| Pipeline::prepare(&gpu, &plan)));
            let id = plan.technology().id();
            let failure = match outcome {
                Ok(Ok(())) => {
                    log::debug!("compiled the pipelines of {id}");
                    None
                }
                // A refusal, which the device remembers and logs.
                Ok(Err(_)) if Pipeline::is_prepared(&gpu, &plan) => None,
                Ok(Err(error)) => Some(error.message()),
                // The device remembers which part it was, so that the next plan does without.
                Err(_) => Some(Message::new("Reason.CompilingPanicked")),
            };
            let mut queue = self.lock();
            queue.running = None;
            queue.failed.extend(failure.map(|reason| Failed {
                gpu: Arc::downgrade(&gpu),
                plan,
                reason,
                since: Instant::now(),
            }));
        }
    }

    fn next(&self) -> Option<(Arc<Gpu>, Plan)> {
        let mut queue = self.lock();
        loop {
            if queue.closed {
                return None;
            }
            if let Some((gpu, plan)) = queue.waiting.pop_front() {
                queue.running = Some(plan.clone());
                return Some((gpu, plan));
            }
            queue = self.changed.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The queue holds plain data that is valid after any panic, so a poisoned lock is used as it is.
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
