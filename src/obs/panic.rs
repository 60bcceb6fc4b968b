// SPDX-License-Identifier: GPL-2.0-or-later
//! No panic crosses into C.

use std::any::Any;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

/// Different panics that are remembered to be logged once each; after that many, new ones are not logged.
const REMEMBERED: usize = 32;

static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Runs `body`; a panic inside is caught, logged once, and `fallback` returned instead.
///
/// Every function that OBS calls goes through here.
pub fn guard<R>(fallback: R, body: impl FnOnce() -> R) -> R {
    caught(body).unwrap_or(fallback)
}

/// Like [`guard`], for callers that do more than return a value when `body` panicked: `None` then.
///
/// Unwind safety is asserted for all bodies: what they share is either atomic, behind locks whose poisoning is
/// handled, or in cells that know being interrupted.
pub fn caught<R>(body: impl FnOnce() -> R) -> Option<R> {
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(value) => Some(value),
        Err(payload) => {
            report(&*payload);
            // The payload's own Drop may panic too; that must not escape either.
            let _ = catch_unwind(AssertUnwindSafe(|| drop(payload)));
            None
        }
    }
}

fn report(payload: &(dyn Any + Send)) {
    let text = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("(no message)");
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    if seen.len() < REMEMBERED && seen.insert(text.to_owned()) {
        // Not logged under the lock: the log may call back into code that panics.
        drop(seen);
        log::error!("a callback failed and was cut short (a fault of the plugin): {text}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn value_passes_through() {
        assert_eq!(guard(1, || 2), 2);
    }

    #[test]
    fn panic_gives_the_fallback() {
        assert_eq!(guard(1, || panic!("a message {}", 3)), 1);
        assert_eq!(guard(1, || std::panic::panic_any(7_u8)), 1);
        assert!(
            SEEN.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .contains("a message 3")
        );
    }

    #[test]
    fn panicking_payload_is_caught() {
        struct Bomb;
        impl Drop for Bomb {
            fn drop(&mut self) {
                panic!("while dropping the payload");
            }
        }
        assert_eq!(guard(1, || std::panic::panic_any(Bomb)), 1);
    }
}
