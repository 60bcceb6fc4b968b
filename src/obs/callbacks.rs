// SPDX-License-Identifier: GPL-2.0-or-later
//! Closures that OBS calls back.

use std::collections::BTreeMap;
use std::ffi::c_void;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The closures of one kind that OBS may call.
///
/// OBS keeps a `void*` beside a C function, in places that tell nobody when they let go of it. What is put there is a
/// number, never an address: [`Closures::find`] gives the closure as long as its [`Registration`] lives, and nothing
/// afterwards, however late OBS calls. The closure itself stays alive while it runs.
pub(crate) struct Closures<F: ?Sized + 'static> {
    state: Mutex<State<F>>,
}

struct State<F: ?Sized> {
    /// Numbers are not used twice in the life of the process.
    next: usize,
    closures: BTreeMap<usize, Arc<F>>,
}

/// Keeps a closure callable.
pub(crate) struct Registration<F: ?Sized + 'static> {
    closures: &'static Closures<F>,
    number: usize,
}

impl<F: ?Sized> Closures<F> {
    pub(crate) const fn new() -> Self {
        // NULL is not a number: some of OBS's functions put something of their own in its place.
        Self {
            state: Mutex::new(State {
                next: 1,
                closures: BTreeMap::new(),
            }),
        }
    }

    pub(crate) fn register(&'static self, closure: Arc<F>) -> Registration<F> {
        let mut state = self.lock();
        let number = state.next;
        state.next += 1;
        state.closures.insert(number, closure);
        Registration {
            closures: self,
            number,
        }
    }

    /// The closure behind what OBS hands back.
    pub(crate) fn find(&self, pointer: *mut c_void) -> Option<Arc<F>> {
        self.lock().closures.get(&pointer.addr()).cloned()
    }

    /// No closure is called nor dropped under this lock, so that it is never held for long nor twice.
    fn lock(&self) -> MutexGuard<'_, State<F>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<F: ?Sized> Registration<F> {
    /// What is given to OBS: the number in the shape of a pointer, never to be followed.
    pub(crate) fn pointer(&self) -> *mut c_void {
        std::ptr::without_provenance_mut(self.number)
    }
}

impl<F: ?Sized> Drop for Registration<F> {
    fn drop(&mut self) {
        let closure = self.closures.lock().closures.remove(&self.number);
        drop(closure);
    }
}

impl<F: ?Sized> fmt::Debug for Registration<F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Registration").field(&self.number).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static CLOSURES: Closures<dyn Fn() -> u32 + Send + Sync> = Closures::new();

    #[test]
    fn found_while_registered() {
        let one = CLOSURES.register(Arc::new(|| 1));
        let two = CLOSURES.register(Arc::new(|| 2));
        let (first, second) = (one.pointer(), two.pointer());
        assert_eq!(CLOSURES.find(first).map(|closure| closure()), Some(1));
        drop(one);
        assert!(CLOSURES.find(first).is_none());
        assert_eq!(CLOSURES.find(second).map(|closure| closure()), Some(2));
        assert!(CLOSURES.find(std::ptr::null_mut()).is_none());
    }
}
