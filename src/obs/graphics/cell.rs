// SPDX-License-Identifier: GPL-2.0-or-later
//! State that only rendering touches.

use std::cell::UnsafeCell;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Graphics;

/// A value that is only reached with the graphics context entered: mutable without a lock of ours.
///
/// A lock would be wrong here: the holder calls into sources and into OBS, and whoever waited for it inside the
/// context would stop the whole of OBS. Instead, the context itself keeps other threads out, and [`Self::with`]
/// answers `None` to the one case that remains: rendering that comes back to itself (a filter drawn inside its own
/// drawing).
///
/// # Soundness
/// Whoever wants the value first swaps `busy` from false to true with acquire ordering, and puts it back with release
/// ordering when done, also when unwinding. So at any moment at most one `&mut T` exists, whatever the threads do,
/// and each sees what the one before wrote. This needs no trust in OBS; the token is what turns a busy cell from a
/// matter of luck between threads into the one case above. The value may end up on another thread than the one that
/// made it, hence `T: Send`; a shared `&T` never leaves, hence no `T: Sync`.
pub struct GraphicsCell<T> {
    busy: AtomicBool,
    value: UnsafeCell<Option<T>>,
}

// SAFETY: see Soundness above: the flag allows one `&mut` at a time, on any thread, for which `T: Send` suffices.
unsafe impl<T: Send> Sync for GraphicsCell<T> {}

impl<T> GraphicsCell<T> {
    /// A cell that holds `value`.
    pub const fn new(value: T) -> Self {
        Self {
            busy: AtomicBool::new(false),
            value: UnsafeCell::new(Some(value)),
        }
    }

    /// Runs `body` on the value. `None`: it is in use further up this call, or was taken.
    pub fn with<R>(&self, graphics: &Graphics, body: impl FnOnce(&mut T) -> R) -> Option<R> {
        self.slot(graphics, |slot| slot.as_mut().map(body)).flatten()
    }

    /// Takes the value out for good, to drop it before the cell's own end.
    pub fn take(&self, graphics: &Graphics) -> Option<T> {
        self.slot(graphics, Option::take).flatten()
    }

    fn slot<R>(&self, _: &Graphics, body: impl FnOnce(&mut Option<T>) -> R) -> Option<R> {
        struct Release<'a>(&'a AtomicBool);
        impl Drop for Release<'_> {
            fn drop(&mut self) {
                self.0.store(false, Ordering::Release);
            }
        }
        if self.busy.swap(true, Ordering::Acquire) {
            return None;
        }
        let _release = Release(&self.busy);
        // SAFETY: `busy` was false and is now true: nobody else has a reference to the slot, and nobody gets one
        // before `_release` is dropped, after the last use of this one.
        Some(body(unsafe { &mut *self.value.get() }))
    }
}

impl<T> fmt::Debug for GraphicsCell<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("GraphicsCell")
            .field("busy", &self.busy)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cell's own logic does not need OBS; its soundness does not rest on the token (see its description).
    fn token() -> &'static Graphics {
        // SAFETY: nothing in these tests calls OBS with the token.
        unsafe { Graphics::assume_entered() }
    }

    #[test]
    fn value_is_reached_and_taken() {
        let cell = GraphicsCell::new(1);
        assert_eq!(
            cell.with(token(), |value| {
                *value += 1;
                *value
            }),
            Some(2)
        );
        assert_eq!(cell.take(token()), Some(2));
        assert_eq!(cell.with(token(), |value| *value), None);
    }

    #[test]
    fn coming_back_to_itself_is_none() {
        let cell = GraphicsCell::new(1);
        assert_eq!(
            cell.with(token(), |_| cell.with(token(), |value| *value)),
            Some(None)
        );
        assert_eq!(cell.with(token(), |value| *value), Some(1));
    }

    #[test]
    fn panic_releases() {
        let cell = GraphicsCell::new(1);
        assert!(crate::panic::caught(|| cell.with(token(), |_| panic!("in the cell"))).is_none());
        assert_eq!(cell.with(token(), |value| *value), Some(1));
    }

    #[test]
    fn threads_never_meet() {
        let cell = GraphicsCell::new(0_u32);
        let done = std::sync::atomic::AtomicU32::new(0);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..10_000 {
                        if cell.with(token(), |value| *value += 1).is_some() {
                            done.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                });
            }
        });
        assert_eq!(cell.take(token()), Some(done.into_inner()));
    }
}
