// SPDX-License-Identifier: GPL-2.0-or-later
//! A property panel, used as OBS uses it.

use std::ffi::CString;
use std::ptr::NonNull;

use anyhow::{Context, Result};
use nu_scaler_obs::sys;
use serde_json::Value;

use super::data::{Settings, string};
use super::source::Source;

/// The property panel of a source, as it is when it is opened; destroyed on drop.
pub struct Panel<'s> {
    raw: NonNull<sys::obs_properties_t>,
    source: &'s Source,
    /// The source's own settings, which OBS's panel edits too.
    settings: Settings,
}

impl<'s> Panel<'s> {
    pub(super) fn open(source: &'s Source) -> Result<Self> {
        // SAFETY: the source is held; the panel, to which libobs has applied the settings, is ours.
        let raw = unsafe { sys::obs_source_properties(source.as_ptr()) };
        let raw = NonNull::new(raw).context("no property panel")?;
        // SAFETY: the source is held and gives a reference that is ours.
        let settings = Settings::from_raw(unsafe { sys::obs_source_get_settings(source.as_ptr()) })?;
        Ok(Self {
            raw,
            source,
            settings,
        })
    }

    /// Gives a row another value, as the user does: OBS tells the source, and then the row. Whether the panel is to be
    /// drawn anew.
    ///
    /// # Errors
    /// When there is no such row.
    pub fn choose(&self, row: &str, value: &Value) -> Result<bool> {
        let property = self.property(row)?;
        let changed = Settings::from_json(&serde_json::json!({ row: value }))?;
        // SAFETY: all are held; the property belongs to the panel.
        Ok(unsafe {
            sys::obs_data_apply(self.settings.as_ptr(), changed.as_ptr());
            sys::obs_source_update(self.source.as_ptr(), self.settings.as_ptr());
            sys::obs_property_modified(property, self.settings.as_ptr())
        })
    }

    /// Presses a button, as the user does.
    ///
    /// # Errors
    /// When there is no such row.
    pub fn click(&self, row: &str) -> Result<()> {
        let property = self.property(row)?;
        // SAFETY: the property belongs to the panel, which is ours; the source is held.
        unsafe { sys::obs_property_button_clicked(property, self.source.as_ptr().cast()) };
        Ok(())
    }

    /// What the user reads on a row: its label, or the text that it shows; `None` while it is hidden.
    ///
    /// # Errors
    /// When there is no such row.
    pub fn shown(&self, row: &str) -> Result<Option<String>> {
        let property = self.property(row)?;
        // SAFETY: the property belongs to the panel, which is ours; the text is copied.
        Ok(unsafe {
            sys::obs_property_visible(property).then(|| string(sys::obs_property_description(property)))
        })
    }

    /// The explanation of a row.
    ///
    /// # Errors
    /// When there is no such row.
    pub fn explained(&self, row: &str) -> Result<String> {
        let property = self.property(row)?;
        // SAFETY: as above.
        Ok(unsafe { string(sys::obs_property_long_description(property)) })
    }

    fn property(&self, row: &str) -> Result<*mut sys::obs_property_t> {
        let name = CString::new(row)?;
        // SAFETY: the panel is ours.
        let property = unsafe { sys::obs_properties_get(self.raw.as_ptr(), name.as_ptr()) };
        (!property.is_null())
            .then_some(property)
            .with_context(|| format!("the panel has no row {row}"))
    }
}

impl Drop for Panel<'_> {
    fn drop(&mut self) {
        // SAFETY: ours, and nothing of it is kept.
        unsafe { sys::obs_properties_destroy(self.raw.as_ptr()) };
    }
}
