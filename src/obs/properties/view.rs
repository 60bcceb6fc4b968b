// SPDX-License-Identifier: GPL-2.0-or-later
//! A panel that is shown.

use std::marker::PhantomData;
use std::ptr::NonNull;

use super::{InfoKind, Properties, without_markup};
use crate::strings::c_string;
use crate::sys;

/// A panel that is shown: its properties by name, those in groups too. A name that is not there is passed over.
#[derive(Debug)]
pub struct PropertiesView<'a> {
    pub(super) raw: NonNull<sys::obs_properties_t>,
    pub(super) _panel: PhantomData<&'a Properties>,
}

impl PropertiesView<'_> {
    /// Shows or hides a property or a group.
    pub fn set_visible(&self, name: &str, visible: bool) {
        // SAFETY: a live property.
        self.with(name, |raw| unsafe { sys::obs_property_set_visible(raw, visible) });
    }

    /// Lets a property be changed, or not.
    pub fn set_enabled(&self, name: &str, enabled: bool) {
        // SAFETY: a live property.
        self.with(name, |raw| unsafe { sys::obs_property_set_enabled(raw, enabled) });
    }

    /// Changes a label, or what an information text says.
    pub fn set_description(&self, name: &str, text: &str) {
        let text = c_string(text);
        // SAFETY: a live property; the text is copied.
        self.with(name, |raw| unsafe {
            sys::obs_property_set_description(raw, text.as_ptr())
        });
    }

    /// Changes what an information text says and how it looks.
    pub fn set_info(&self, name: &str, text: &str, kind: InfoKind) {
        self.set_description(name, &without_markup(text));
        // SAFETY: a live property; OBS checks that it is a text.
        self.with(name, |raw| unsafe {
            sys::obs_property_text_set_info_type(raw, kind.to_raw())
        });
    }

    /// Whether a property or group is seen; `None`: there is none of this name.
    pub fn visible(&self, name: &str) -> Option<bool> {
        // SAFETY: a live property.
        self.with(name, |raw| unsafe { sys::obs_property_visible(raw) })
    }

    fn with<R>(&self, name: &str, body: impl FnOnce(*mut sys::obs_property_t) -> R) -> Option<R> {
        let name = c_string(name);
        // SAFETY: a live panel.
        let raw = unsafe { sys::obs_properties_get(self.raw.as_ptr(), name.as_ptr()) };
        (!raw.is_null()).then(|| body(raw))
    }
}
