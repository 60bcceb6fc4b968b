// SPDX-License-Identifier: GPL-2.0-or-later
//! OBS's saved settings as the core reads them.

use nu_scaler_core::settings::{Settings, Store};
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
