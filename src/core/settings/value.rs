// SPDX-License-Identifier: GPL-2.0-or-later
//! The value of a setting, before it is known whether it makes sense.

/// The value of a setting, of whichever type it was kept or given in.
#[derive(Clone, PartialEq, Debug)]
pub enum SettingValue {
    /// A text: the id of a choice.
    Text(String),
    /// A number, whole or not.
    Number(f64),
    /// On or off.
    Switch(bool),
}

impl SettingValue {
    /// For a message. Kept texts may be megabytes of rubbish: at most 40 characters, none that control a terminal.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Text(text) => shown(text),
            // Hundreds of digits say no more than their exponent.
            Self::Number(number) if number.abs() >= 1e9 => format!("{number:e}"),
            Self::Number(number) => number.to_string(),
            Self::Switch(switch) => switch.to_string(),
        }
    }
}

/// The beginning of a text from outside, for a message.
pub(super) fn shown(text: &str) -> String {
    text.chars()
        .take(40)
        .map(|c| if c.is_control() { '?' } else { c })
        .collect()
}
