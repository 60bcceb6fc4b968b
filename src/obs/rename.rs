// SPDX-License-Identifier: GPL-2.0-or-later
//! Being told when the user renames a source.

use std::ffi::c_void;
use std::fmt;
use std::ptr::NonNull;
use std::sync::Arc;

use crate::callbacks::{Closures, Registration};
use crate::panic::guard;
use crate::procedure::{pointer_in, text_in};
use crate::source::Source;
use crate::sys;

type Renamed = dyn Fn(&Source, &str) + Send + Sync;

static RENAMED: Closures<Renamed> = Closures::new();

/// Calls its closure for every source (input or scene) that has got a new name, until it is dropped.
pub struct Renames {
    registration: Registration<Renamed>,
}

impl Renames {
    /// `renamed` gets the source, which has its new name by then, and its old name. It runs on the thread that renames,
    /// often the UI's. `None`: OBS is not running.
    pub fn watch(renamed: impl Fn(&Source, &str) + Send + Sync + 'static) -> Option<Self> {
        let handler = handler()?;
        let registration = RENAMED.register(Arc::new(renamed));
        // SAFETY: OBS's own handler, live (`handler`); `on_rename` takes any pointer.
        unsafe {
            sys::signal_handler_connect(
                handler.as_ptr(),
                c"source_rename".as_ptr(),
                Some(on_rename),
                registration.pointer(),
            );
        }
        Some(Self { registration })
    }
}

impl Drop for Renames {
    fn drop(&mut self) {
        if let Some(handler) = handler() {
            // SAFETY: as in `watch`; what is not connected any more is passed over.
            unsafe {
                sys::signal_handler_disconnect(
                    handler.as_ptr(),
                    c"source_rename".as_ptr(),
                    Some(on_rename),
                    self.registration.pointer(),
                );
            }
        }
    }
}

impl fmt::Debug for Renames {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Renames")
            .field(&self.registration)
            .finish()
    }
}

/// OBS's own signals; `None` while it is not running.
fn handler() -> Option<NonNull<sys::signal_handler_t>> {
    // SAFETY: the first may be called at any time, the second while OBS is initialised.
    unsafe {
        sys::obs_initialized()
            .then(|| NonNull::new(sys::obs_get_signal_handler()))
            .flatten()
    }
}

unsafe extern "C" fn on_rename(pointer: *mut c_void, arguments: *mut sys::calldata_t) {
    guard((), || {
        let Some(renamed) = RENAMED.find(pointer) else {
            return;
        };
        // SAFETY: OBS gives the arguments of this signal, there during the call.
        let Some(arguments) = (unsafe { arguments.as_ref() }) else {
            return;
        };
        // SAFETY: so is the source among them.
        let source = pointer_in(arguments, c"source")
            .and_then(|source| unsafe { Source::from_borrowed(source.as_ptr().cast()) });
        if let (Some(source), Some(old)) = (source, text_in(arguments, c"prev_name"))
            // Filters and transitions have names of their own, and OBS tells of them too.
            && Source::by_name(&source.name()).as_ref() == Some(&source)
        {
            renamed(&source, &old);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_renamed_without_obs() {
        assert!(Renames::watch(|_, _| ()).is_none());
    }
}
