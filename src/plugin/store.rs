// SPDX-License-Identifier: GPL-2.0-or-later
//! OBS's saved settings as the core reads and changes them.

use nu_scaler_core::settings::{Changes, SettingKind, SettingValue, Settings, Store, spec};
use nu_scaler_core::text::Message;
use nu_scaler_obs::data::Data;

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

/// The settings in `data`, and a message for each value that had to be corrected.
pub(crate) fn read(data: &Data) -> (Settings, Vec<Message>) {
    Settings::read(&ObsStore(data))
}

/// Puts changes into `data`.
pub(crate) fn write(data: &Data, changes: &Changes) {
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
