// SPDX-License-Identifier: GPL-2.0-or-later
//! The value of a setting, before it is known whether it makes sense.

use serde_json::Value;

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
    /// The number that `number` stands for: 0.3 rather than the nearest to it that has 32 bits.
    pub(super) fn decimal(number: f32) -> Self {
        Self::Number(number.to_string().parse().unwrap_or_else(|_| number.into()))
    }

    /// As JSON, whole numbers as such. What is no number is null there.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Text(text) => text.as_str().into(),
            // Up to here every whole number is one of 64 bits.
            Self::Number(number) if number.fract() == 0.0 && number.abs() <= 9e15 => (*number as i64).into(),
            Self::Number(number) => (*number).into(),
            Self::Switch(switch) => (*switch).into(),
        }
    }

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

/// The beginning of a text from outside, for a message: at most 40 characters, none that control a terminal.
pub fn shown(text: &str) -> String {
    text.chars()
        .take(40)
        .map(|c| if c.is_control() { '?' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_they_are_set() {
        for (number, written) in [(0.3, "0.3"), (1.0, "1"), (0.0, "0"), (1.45, "1.45")] {
            assert_eq!(SettingValue::decimal(number).to_json().to_string(), written);
        }
        assert_eq!(SettingValue::Number(16384.0).to_json().to_string(), "16384");
        assert_eq!(SettingValue::Number(f64::NAN).to_json(), Value::Null);
        assert_eq!(SettingValue::Switch(true).to_json(), Value::Bool(true));
    }
}
