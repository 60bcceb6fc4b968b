// SPDX-License-Identifier: GPL-2.0-or-later
//! The hotkey that switches a filter on and off.

use std::sync::{Mutex, PoisonError};

use nu_scaler_core::text::Message;
use nu_scaler_obs::hotkey::Hotkey;
use nu_scaler_obs::source::{Source, SourceRef};

use crate::status::localised;

/// The hotkey of one filter, kept with the source that is filtered: OBS keeps hotkeys on sources only.
pub(crate) struct Toggle {
    hotkey: Hotkey,
    /// The filter's name that the hotkey's own name and description were made from.
    named_after: Mutex<String>,
}

impl Toggle {
    /// `None`: OBS refuses.
    pub(crate) fn register(filter: &SourceRef, parent: &Source) -> Option<Self> {
        let name = filter.name();
        let filter = filter.clone();
        let hotkey = Hotkey::register(parent, &key(&name), &description(&name), move |pressed| {
            if let Some(filter) = filter.upgrade().filter(|_| pressed) {
                filter.set_enabled(!filter.enabled());
            }
        })?;
        Some(Self {
            hotkey,
            named_after: Mutex::new(name),
        })
    }

    /// Takes over the filter's name when the user has changed it. Under the new one the hotkey is also found again:
    /// when the scenes are loaded, it is registered by the name that the filter has then.
    pub(crate) fn follow(&self, filter: &SourceRef) {
        let mut named_after = self.named_after.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(filter) = filter.upgrade().filter(|filter| !filter.is_named(&named_after)) else {
            return;
        };
        let name = filter.name();
        self.hotkey.rename(&key(&name), &description(&name));
        *named_after = name;
    }
}

/// What the user's keys are saved under.
fn key(filter: &str) -> String {
    format!("nu_scaler.toggle.{filter}")
}

/// What the user reads.
fn description(filter: &str) -> String {
    localised(&Message::new("Hotkey.Toggle").with("filter", filter))
}
