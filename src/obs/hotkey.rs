// SPDX-License-Identifier: GPL-2.0-or-later
//! Hotkeys.

use std::ffi::{CString, c_void};
use std::fmt;
use std::sync::Arc;

use crate::callbacks::{Closures, Registration};
use crate::panic::guard;
use crate::source::Source;
use crate::strings::c_string;
use crate::sys;

type Pressed = dyn Fn(bool) + Send + Sync;

static HOTKEYS: Closures<Pressed> = Closures::new();

/// What OBS answers when it could not register a hotkey (`OBS_INVALID_HOTKEY_ID`).
const INVALID: sys::obs_hotkey_id = sys::obs_hotkey_id::MAX;

/// A hotkey of a source, unregistered when dropped.
pub struct Hotkey {
    id: sys::obs_hotkey_id,
    _registration: Registration<Pressed>,
}

impl Hotkey {
    /// Adds a hotkey to a source's. `name` is what the user's keys are saved under, `description` what the user
    /// reads. `pressed` gets true when the keys go down and false when they come up, on a thread of OBS's that holds
    /// its hotkeys: it must be quick and must not wait for anything. `None`: OBS refused, as it does for private
    /// sources, which filters always are: a filter's hotkeys go to [`Source::filter_parent`].
    pub fn register(
        source: &Source,
        name: &str,
        description: &str,
        pressed: impl Fn(bool) + Send + Sync + 'static,
    ) -> Option<Self> {
        let registration = HOTKEYS.register(Arc::new(pressed));
        let (name, description) = (c_string(name), c_string(description));
        // SAFETY: a live source; the strings are copied; `on_hotkey` takes any pointer.
        let id = unsafe {
            sys::obs_hotkey_register_source(
                source.as_ptr(),
                name.as_ptr(),
                description.as_ptr(),
                Some(on_hotkey),
                registration.pointer(),
            )
        };
        (id != INVALID).then_some(Self {
            id,
            _registration: registration,
        })
    }

    /// Gives the hotkey another name and description; the user's keys stay, and are saved under the new name.
    pub fn rename(&self, name: &str, description: &str) {
        let texts = Texts {
            id: self.id,
            name: c_string(name),
            description: c_string(description),
        };
        // SAFETY: OBS is initialised, since it has this hotkey; it calls `set_texts` once, before it returns.
        unsafe { sys::obs_hotkey_update_atomic(Some(set_texts), (&raw const texts).cast_mut().cast()) };
    }
}

/// What [`Hotkey::rename`] hands over.
struct Texts {
    id: sys::obs_hotkey_id,
    name: CString,
    description: CString,
}

/// Called with OBS's lock of the hotkeys held: the setters take none, and free what another thread may be reading.
unsafe extern "C" fn set_texts(pointer: *mut c_void) {
    guard((), || {
        // SAFETY: `rename` passes its own `Texts`, which outlive the call.
        let texts = unsafe { &*pointer.cast::<Texts>() };
        // SAFETY: the strings are copied; a number that is no longer registered is passed over.
        unsafe {
            sys::obs_hotkey_set_name(texts.id, texts.name.as_ptr());
            sys::obs_hotkey_set_description(texts.id, texts.description.as_ptr());
        }
    });
}

impl Drop for Hotkey {
    fn drop(&mut self) {
        // SAFETY: may be called as long as OBS is initialised; a number that is no longer registered (OBS removes those
        // of a source that goes) is passed over, and numbers are not used again.
        unsafe {
            if sys::obs_initialized() {
                sys::obs_hotkey_unregister(self.id);
            }
        }
    }
}

impl fmt::Debug for Hotkey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Hotkey").field(&self.id).finish()
    }
}

unsafe extern "C" fn on_hotkey(
    pointer: *mut c_void,
    _id: sys::obs_hotkey_id,
    _hotkey: *mut sys::obs_hotkey_t,
    pressed: bool,
) {
    guard((), || {
        if let Some(closure) = HOTKEYS.find(pointer) {
            closure(pressed);
        }
    });
}
