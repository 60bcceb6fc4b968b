// SPDX-License-Identifier: GPL-2.0-or-later
//! Settings between JSON and libobs.

use std::ffi::{CStr, CString};
use std::ptr::NonNull;

use anyhow::{Context, Result};
use nu_scaler_obs::sys;
use serde_json::Value;

/// Settings that libobs holds; released on drop.
pub(super) struct Settings(NonNull<sys::obs_data_t>);

impl Settings {
    pub(super) fn from_json(value: &Value) -> Result<Self> {
        Self::from_text(&value.to_string())
    }

    /// Settings from JSON as it stands in a file, which may hold what `serde_json` cannot.
    pub(super) fn from_text(text: &str) -> Result<Self> {
        let text = CString::new(text)?;
        // SAFETY: libobs copies the text and gives a reference that is ours.
        let raw = unsafe { sys::obs_data_create_from_json(text.as_ptr()) };
        NonNull::new(raw)
            .map(Self)
            .context("libobs does not take the settings")
    }

    /// Takes over a reference that libobs gave.
    pub(super) fn from_raw(raw: *mut sys::obs_data_t) -> Result<Self> {
        NonNull::new(raw).map(Self).context("no settings")
    }

    pub(super) fn to_json(&self) -> Result<Value> {
        // SAFETY: the text belongs to the settings and is copied before they change.
        let text = unsafe { string(sys::obs_data_get_json(self.as_ptr())) };
        Ok(serde_json::from_str(&text)?)
    }

    pub(super) fn as_ptr(&self) -> *mut sys::obs_data_t {
        self.0.as_ptr()
    }
}

impl Drop for Settings {
    fn drop(&mut self) {
        // SAFETY: the reference is ours and is given back once.
        unsafe { sys::obs_data_release(self.as_ptr()) };
    }
}

/// Copies a text of libobs; null gives an empty one.
///
/// # Safety
/// `text` is null or ends with a NUL and is not changed meanwhile.
pub(super) unsafe fn string(text: *const std::ffi::c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: the caller's promise.
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}
