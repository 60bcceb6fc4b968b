// SPDX-License-Identifier: GPL-2.0-or-later
//! Compiles pipelines on a thread of its own.
//!
//! A pipeline takes from a few to some hundred milliseconds to compile, depending on the driver; the graphics
//! thread has 16 ms for a whole frame. So it asks here and looks again at the next frame. What is no longer asked for is
//! not begun: while a window is dragged, every frame may have another size.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use nu_scaler_core::gpu::Gpu;
use nu_scaler_core::pipeline::{Pipeline, Plan};
use nu_scaler_core::text::Message;

/// How long a failure is told to whoever asks for the same plan, before the plan is compiled once more.
const TELL_FAILURE_FOR: Duration = Duration::from_secs(2);

/// How long a plan that is slow to prepare has to be asked for before it is begun.
const SETTLE: Duration = Duration::from_millis(250);

/// A plan that nobody has asked for in this time is not wanted any more.
const FORGET_AFTER: Duration = Duration::from_secs(5);

/// What was made for a filter that has not taken it by now is let go.
const KEEP_UNUSED_FOR: Duration = Duration::from_secs(20);

/// The compiling thread and its queue.
pub(crate) struct Worker {
    queue: Mutex<Queue>,
    changed: Condvar,
}

struct Queue {
    waiting: VecDeque<Waiting>,
    /// The plan being compiled, so that a filter asking again every frame does not queue it twice.
    running: Option<Plan>,
    /// What failed lately although the device does not remember it: for lack of memory, or by a panic.
    failed: Vec<Failed>,
    thread: Option<JoinHandle<()>>,
    closed: bool,
}

/// A plan that is asked for, at each frame anew.
struct Waiting {
    gpu: Arc<Gpu>,
    plan: Plan,
    asked: Asked,
}

/// The first and the last time that something was asked for.
#[derive(Clone, Copy)]
struct Asked {
    first: Instant,
    last: Instant,
}

impl Asked {
    fn once(now: Instant) -> Self {
        Self {
            first: now,
            last: now,
        }
    }

    fn is_due(self, slow: bool) -> bool {
        !slow || self.last - self.first >= SETTLE
    }

    fn is_forgotten(self, now: Instant) -> bool {
        now - self.last >= FORGET_AFTER
    }
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
        if queue.running.as_ref() == Some(plan) || queue.closed {
            return Ok(());
        }
        let now = Instant::now();
        queue.waiting.retain(|waiting| !waiting.asked.is_forgotten(now));
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
        let is_same = |waiting: &&mut Waiting| waiting.plan == *plan && Arc::ptr_eq(&waiting.gpu, gpu);
        match queue.waiting.iter_mut().find(is_same) {
            Some(waiting) => waiting.asked.last = now,
            None => queue.waiting.push_back(Waiting {
                gpu: Arc::clone(gpu),
                plan: plan.clone(),
                asked: Asked::once(now),
            }),
        }
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
        let mut last = Weak::new();
        while let Some((gpu, plan)) = self.next(&mut last) {
            last = Arc::downgrade(&gpu);
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

    /// The next plan that is due. Where none is for a while, what was made on `last` and is not used is let go.
    fn next(&self, last: &mut Weak<Gpu>) -> Option<(Arc<Gpu>, Plan)> {
        let mut queue = self.lock();
        loop {
            if queue.closed {
                return None;
            }
            let now = Instant::now();
            queue.waiting.retain(|waiting| !waiting.asked.is_forgotten(now));
            let mut waiting = queue.waiting.iter();
            let due = waiting.position(|waiting| waiting.asked.is_due(waiting.plan.is_slow_to_prepare()));
            if let Some(Waiting { gpu, plan, .. }) = due.and_then(|index| queue.waiting.remove(index)) {
                queue.running = Some(plan.clone());
                return Some((gpu, plan));
            }
            let pause = if !queue.waiting.is_empty() {
                Some(FORGET_AFTER)
            } else if last.strong_count() > 0 {
                Some(KEEP_UNUSED_FOR)
            } else {
                None
            };
            let Some(pause) = pause else {
                queue = self.changed.wait(queue).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let waited = self.changed.wait_timeout(queue, pause);
            let (still, waited) = waited.unwrap_or_else(PoisonError::into_inner);
            queue = still;
            if waited.timed_out() && queue.waiting.is_empty() {
                drop(queue);
                if let Some(gpu) = std::mem::take(last).upgrade() {
                    gpu.drop_unused(KEEP_UNUSED_FOR);
                }
                queue = self.lock();
            }
        }
    }

    /// The queue holds plain data that is valid after any panic, so a poisoned lock is used as it is.
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_3_what_is_slow_is_begun_when_it_is_still_asked_for_after_a_moment() {
        let begin = Instant::now();
        let mut asked = Asked::once(begin);
        assert!(asked.is_due(false) && !asked.is_due(true));
        asked.last = begin + SETTLE / 2;
        assert!(!asked.is_due(true));
        asked.last = begin + SETTLE;
        assert!(asked.is_due(true));
        assert!(!asked.is_forgotten(asked.last + FORGET_AFTER / 2));
        assert!(asked.is_forgotten(asked.last + FORGET_AFTER));
    }
}
