// SPDX-License-Identifier: GPL-2.0-or-later
//! Compiles pipelines on a thread of its own.
//!
//! A pipeline takes from a few to some hundred milliseconds to compile, depending on the driver; the graphics
//! thread has 16 ms for a whole frame. So it asks here and looks again at the next frame.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use nu_scaler_core::gpu::Gpu;
use nu_scaler_core::pipeline::{Pipeline, Plan};

/// The compiling thread and its queue.
pub(crate) struct Worker {
    queue: Mutex<Queue>,
    changed: Condvar,
}

struct Queue {
    waiting: VecDeque<(Arc<Gpu>, Plan)>,
    /// The plan being compiled, so that a filter asking again every frame does not queue it twice.
    running: Option<Plan>,
    thread: Option<JoinHandle<()>>,
    closed: bool,
}

impl Worker {
    pub(crate) const fn new() -> Self {
        Self {
            queue: Mutex::new(Queue {
                waiting: VecDeque::new(),
                running: None,
                thread: None,
                closed: false,
            }),
            changed: Condvar::new(),
        }
    }

    /// Asks for the pipelines of `plan`. They are ready when [`Pipeline::is_prepared`] says so; one that
    /// fails to compile is remembered by the device, so that the next plan avoids it. Asking again for what
    /// is already queued does nothing.
    pub(crate) fn prepare(&'static self, gpu: &Arc<Gpu>, plan: &Plan) {
        let mut queue = self.lock();
        let known =
            queue.running.as_ref() == Some(plan) || queue.waiting.iter().any(|(_, queued)| queued == plan);
        if known || queue.closed {
            return;
        }
        queue.waiting.push_back((Arc::clone(gpu), plan.clone()));
        if queue.thread.is_none() {
            match std::thread::Builder::new()
                .name("nu-scaler-compile".into())
                .spawn(|| self.run())
            {
                Ok(thread) => queue.thread = Some(thread),
                Err(error) => {
                    // The plan stays queued: the next request tries to start the thread again.
                    log::warn!("could not start the compiling thread: {error}");
                }
            }
        }
        drop(queue);
        self.changed.notify_one();
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
            match outcome {
                Ok(Ok(())) => log::debug!("compiled the pipelines of {}", plan.technology().id()),
                Ok(Err(error)) => log::warn!("{}: {error}", plan.technology().id()),
                Err(_) => log::error!("compiling {} panicked", plan.technology().id()),
            }
            self.lock().running = None;
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
