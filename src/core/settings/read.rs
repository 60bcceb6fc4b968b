// SPDX-License-Identifier: GPL-2.0-or-later
//! Reading settings from a store that may be empty, corrupt, edited by hand or from another version.

use super::choices::ALGORITHM_PRESET;
use super::table;
use super::{
    Algorithm, ChoiceValue, Compare, Content, Light, Quality, ScaleMode, SettingKind, SettingSpec,
    SettingValue, Settings, TechnologyChoice,
};
use crate::text::Message;

/// Where settings are kept. A getter gives `None` where nothing is kept under the key, and where it is of another
/// type.
pub trait Store {
    /// The text under `key`.
    fn text(&self, key: &str) -> Option<String>;
    /// The number under `key`, whole or not.
    fn number(&self, key: &str) -> Option<f64>;
    /// The switch under `key`.
    fn switch(&self, key: &str) -> Option<bool>;
}

/// A store with nothing in it.
pub(super) struct Empty;

impl Store for Empty {
    fn text(&self, _: &str) -> Option<String> {
        None
    }

    fn number(&self, _: &str) -> Option<f64> {
        None
    }

    fn switch(&self, _: &str) -> Option<bool> {
        None
    }
}

impl Settings {
    /// Reads every setting. Never fails: what is missing has its default, what makes no sense has its default or the
    /// nearest end of its range, and each such correction is in the list that comes with the settings. Keys that
    /// this version does not know are left alone.
    pub fn read(store: &dyn Store) -> (Self, Vec<Message>) {
        let mut reader = Reader {
            store,
            corrections: Vec::new(),
        };
        let settings = Self {
            content: reader.choice("content", Content::from_id),
            technology: reader.choice("technology", TechnologyChoice::from_id),
            quality: reader.choice("quality", Quality::from_id),
            scale_mode: reader.choice("scale_mode", ScaleMode::from_id),
            scale_factor: reader.float("scale_factor"),
            width: reader.integer("width"),
            height: reader.integer("height"),
            algorithm: reader.choice("algorithm", Algorithm::choice_from_id),
            light: reader.choice("light", Light::from_id),
            sharpness: reader.float("sharpness"),
            noise_limit: reader.switch("noise_limit"),
            antiringing: reader.float("antiringing"),
            budget_ms: reader.float("budget_ms"),
            frame_generation: reader.switch("frame_generation"),
            compare: reader.choice("compare", Compare::from_id),
            compare_position: reader.float("compare_position"),
            overlay: reader.switch("overlay"),
            motion_view: reader.switch("motion_view"),
            precision: None,
        };
        (settings, reader.corrections)
    }

    /// The value of the setting with this key, as it is kept.
    pub fn value(&self, key: &str) -> Option<SettingValue> {
        let text = |id: &str| SettingValue::Text(id.to_owned());
        Some(match key {
            "content" => text(self.content.id()),
            "technology" => text(self.technology.id()),
            "quality" => text(self.quality.id()),
            "scale_mode" => text(self.scale_mode.id()),
            "scale_factor" => SettingValue::decimal(self.scale_factor),
            "width" => SettingValue::Number(self.width.into()),
            "height" => SettingValue::Number(self.height.into()),
            "algorithm" => text(self.algorithm.map_or(ALGORITHM_PRESET, Algorithm::id)),
            "light" => text(self.light.id()),
            "sharpness" => SettingValue::decimal(self.sharpness),
            "noise_limit" => SettingValue::Switch(self.noise_limit),
            "antiringing" => SettingValue::decimal(self.antiringing),
            "budget_ms" => SettingValue::decimal(self.budget_ms),
            "frame_generation" => SettingValue::Switch(self.frame_generation),
            "compare" => text(self.compare.id()),
            "compare_position" => SettingValue::decimal(self.compare_position),
            "overlay" => SettingValue::Switch(self.overlay),
            "motion_view" => SettingValue::Switch(self.motion_view),
            _ => return None,
        })
    }
}

struct Reader<'a> {
    store: &'a dyn Store,
    corrections: Vec<Message>,
}

impl Reader<'_> {
    fn choice<T>(&mut self, key: &'static str, from_id: impl Fn(&str) -> Option<T>) -> T {
        let spec = row(key);
        let SettingKind::Choice { values, default } = spec.kind else {
            unreachable!("{key} is a choice")
        };
        let read = match self.value(spec) {
            None => None,
            Some(SettingValue::Text(id)) => match from_id(&id) {
                Some(value) => Some(value),
                None => {
                    let correction = correction("Reason.SettingUnknown", spec, &SettingValue::Text(id));
                    self.corrections.push(with_default(correction, values, default));
                    None
                }
            },
            Some(other) => {
                let correction = correction("Reason.SettingType", spec, &other);
                self.corrections.push(with_default(correction, values, default));
                None
            }
        };
        read.or_else(|| from_id(default))
            .unwrap_or_else(|| unreachable!("{key}'s default is a value"))
    }

    fn float(&mut self, key: &'static str) -> f32 {
        let spec = row(key);
        let SettingKind::Float {
            default, min, max, ..
        } = spec.kind
        else {
            unreachable!("{key} is a float")
        };
        self.number(spec, default, min, max) as f32
    }

    fn integer(&mut self, key: &'static str) -> u32 {
        let spec = row(key);
        let SettingKind::Integer {
            default, min, max, ..
        } = spec.kind
        else {
            unreachable!("{key} is whole")
        };
        self.number(spec, default.into(), min.into(), max.into()).round() as u32
    }

    fn switch(&mut self, key: &'static str) -> bool {
        let spec = row(key);
        let SettingKind::Switch { default } = spec.kind else {
            unreachable!("{key} is a switch")
        };
        match self.value(spec) {
            None => default,
            Some(SettingValue::Switch(switch)) => switch,
            Some(other) => {
                self.correct("Reason.SettingType", spec, &other, default.to_string());
                default
            }
        }
    }

    fn number(&mut self, spec: &'static SettingSpec, default: f64, min: f64, max: f64) -> f64 {
        match self.value(spec) {
            None => default,
            Some(SettingValue::Number(number)) if (min..=max).contains(&number) => number,
            Some(SettingValue::Number(number)) => {
                let used = if number.is_finite() {
                    number.clamp(min, max)
                } else {
                    default
                };
                self.correct(
                    "Reason.SettingRange",
                    spec,
                    &SettingValue::Number(number),
                    used.to_string(),
                );
                used
            }
            Some(other) => {
                self.correct("Reason.SettingType", spec, &other, default.to_string());
                default
            }
        }
    }

    /// The kept value.
    fn value(&self, spec: &'static SettingSpec) -> Option<SettingValue> {
        (self.store.text(spec.key).map(SettingValue::Text))
            .or_else(|| self.store.number(spec.key).map(SettingValue::Number))
            .or_else(|| self.store.switch(spec.key).map(SettingValue::Switch))
    }

    fn correct(&mut self, key: &'static str, spec: &SettingSpec, value: &SettingValue, used: String) {
        self.corrections
            .push(correction(key, spec, value).with("used", used));
    }
}

/// A correction, but for what is used instead of the value.
fn correction(key: &'static str, spec: &SettingSpec, value: &SettingValue) -> Message {
    Message::new(key)
        .with_key("setting", spec.locale_key())
        .with("value", value.shown())
}

fn row(key: &'static str) -> &'static SettingSpec {
    table::spec(key).unwrap_or_else(|| unreachable!("the table has {key}"))
}

/// The correction of a choice, which names the default for people.
fn with_default(correction: Message, values: &[ChoiceValue], default: &str) -> Message {
    match values.iter().find(|value| value.id == default) {
        Some(value) => correction.with_key("used", value.locale_key),
        None => correction.with("used", default),
    }
}

#[cfg(test)]
mod tests;
