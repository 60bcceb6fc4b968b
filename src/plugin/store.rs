// SPDX-License-Identifier: GPL-2.0-or-later
//! OBS's saved settings as the core reads and changes them.
//!
//! OBS's sets have no lock, and at those of one filter or source its graphics thread, hotkeys, remote requests and the
//! panel meet. So all of ours take turns; what OBS's own window writes is beyond that.

use std::sync::{Mutex, MutexGuard, PoisonError};

use nu_scaler_core::settings::{Changes, SettingKind, SettingValue, Settings, Store, spec};
use nu_scaler_core::text::Message;
use nu_scaler_obs::data::Data;
use nu_scaler_obs::source::Source;

struct ObsStore<'a>(&'a Data);

impl Store for ObsStore<'_> {
    fn text(&self, key: &str) -> Option<String> {
        self.0.text(key)
    }

    fn number(&self, key: &str) -> Option<f64> {
        self.0.number(key)
    }

    fn switch(&self, key: &str) -> Option<bool> {
        self.0.switch(key)
    }
}

static TURN: Mutex<()> = Mutex::new(());

/// The turn to read or change a set that others may have too. To be held for as long as that takes; OBS calls nobody back
/// meanwhile.
pub(crate) fn turn() -> MutexGuard<'static, ()> {
    // It guards nothing that a panic could leave halfway.
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Gives a filter or source new settings, which it takes at its next tick.
pub(crate) fn update(ours: &Source, change: &Data) {
    let _turn = turn();
    ours.update(change);
}

/// The settings in `data`, and a message for each value that had to be corrected.
pub(crate) fn read(data: &Data) -> (Settings, Vec<Message>) {
    let _turn = turn();
    Settings::read(&ObsStore(data))
}

/// Puts changes into `data`.
pub(crate) fn write(data: &Data, changes: &Changes) {
    let _turn = turn();
    for (key, value) in changes.iter() {
        let is_whole = matches!(spec(key).map(|spec| spec.kind), Some(SettingKind::Integer { .. }));
        match value {
            SettingValue::Text(text) => data.set_text(key, text),
            SettingValue::Number(number) if is_whole => data.set_integer(key, *number as i64),
            SettingValue::Number(number) => data.set_number(key, *number),
            SettingValue::Switch(switch) => data.set_switch(key, *switch),
        }
    }
}
