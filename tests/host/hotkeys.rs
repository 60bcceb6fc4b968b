// SPDX-License-Identifier: GPL-2.0-or-later
//! Hotkeys and the keys that press them.

use std::ffi::c_void;

use nu_scaler_obs::sys;

use super::Host;
use super::data::string;

/// A registered hotkey, as it is at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hotkey {
    id: sys::obs_hotkey_id,
    /// What the user's keys are saved under.
    pub name: String,
    /// What the user reads.
    pub description: String,
}

impl Host {
    /// The hotkeys whose names begin with `prefix`.
    #[must_use]
    pub fn hotkeys(&self, prefix: &str) -> Vec<Hotkey> {
        let mut found: Vec<Hotkey> = Vec::new();
        // SAFETY: libobs calls `collect` before it returns, with the list that it is given here.
        unsafe { sys::obs_enum_hotkeys(Some(collect), (&raw mut found).cast()) };
        found.retain(|hotkey| hotkey.name.starts_with(prefix));
        found
    }

    /// Binds `key` (`OBS_KEY_*`), without modifiers, to a hotkey.
    pub fn bind(&self, hotkey: &Hotkey, key: sys::obs_key_t) {
        let mut keys = combination(key);
        // SAFETY: libobs copies the one combination.
        unsafe { sys::obs_hotkey_load_bindings(hotkey.id, &raw mut keys, 1) };
    }

    /// Presses and releases `key`, without modifiers.
    pub fn press(&self, key: sys::obs_key_t) {
        for pressed in [true, false] {
            // SAFETY: the combination is a value; libobs calls the hotkeys before it returns.
            unsafe { sys::obs_hotkey_inject_event(combination(key), pressed) };
        }
    }

    /// Presses and releases the keys of a hotkey, whatever they are, as the user interface of OBS passes it on.
    pub fn tap(&self, hotkey: &Hotkey) {
        self.key_down(hotkey);
        self.key_up(hotkey);
    }

    /// Presses the keys of a hotkey. Keys that libobs itself knows the state of it would find up again at once.
    pub fn key_down(&self, hotkey: &Hotkey) {
        route(hotkey, true);
    }

    /// Releases the keys of a hotkey.
    pub fn key_up(&self, hotkey: &Hotkey) {
        route(hotkey, false);
    }
}

fn route(hotkey: &Hotkey, pressed: bool) {
    // SAFETY: no pointers; a hotkey that is gone is passed over. libobs calls it before the second returns.
    unsafe {
        sys::obs_hotkey_enable_callback_rerouting(true);
        sys::obs_hotkey_trigger_routed_callback(hotkey.id, pressed);
        sys::obs_hotkey_enable_callback_rerouting(false);
    }
}

fn combination(key: sys::obs_key_t) -> sys::obs_key_combination_t {
    sys::obs_key_combination_t { modifiers: 0, key }
}

unsafe extern "C" fn collect(
    list: *mut c_void,
    id: sys::obs_hotkey_id,
    hotkey: *mut sys::obs_hotkey_t,
) -> bool {
    // SAFETY: the list of `hotkeys`, and a hotkey that libobs keeps during the call.
    unsafe {
        let list = &mut *list.cast::<Vec<Hotkey>>();
        list.push(Hotkey {
            id,
            name: string(sys::obs_hotkey_get_name(hotkey)),
            description: string(sys::obs_hotkey_get_description(hotkey)),
        });
    }
    true
}
