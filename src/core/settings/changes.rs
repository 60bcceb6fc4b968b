// SPDX-License-Identifier: GPL-2.0-or-later
//! Changes to settings from outside, checked: of a profile, or of a tool. Saved settings are corrected where they make
//! no sense (`read.rs`); who asks for a change is told instead, and nothing is changed.

use serde_json::{Map, Value};

use super::value::shown;
use super::{ChoiceValue, Content, SettingKind, SettingSpec, SettingValue, Settings, Store, TABLE, spec};
use crate::text::Message;

/// New values for some of the settings: each a setting of this version, of the right type, within its range, and one
/// that this version can do.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Changes(pub(super) Vec<(&'static str, SettingValue)>);

impl Changes {
    /// Checks what a JSON object asks for: settings by their keys. Where it names a content, what that sets
    /// ([`Content::changes`]) is asked for too, as far as the object itself says nothing else.
    ///
    /// # Errors
    /// What is wrong with the first value that is no good, and what would be.
    pub fn from_json(object: &Map<String, Value>) -> Result<Self, Message> {
        let checked = object.iter().map(|(key, value)| {
            let spec = spec(key).ok_or_else(|| unknown(key))?;
            Ok((spec.key, spec.check(spec.key, value)?))
        });
        let asked = checked.collect::<Result<_, _>>().map(Self)?;
        let content = asked.text("content").and_then(|id| Content::from_id(&id));
        let mut changes = content.map_or_else(Self::default, Content::changes);
        changes.extend(asked);
        Ok(changes)
    }

    /// Adds changes, which count where both change a setting.
    pub fn extend(&mut self, later: Self) {
        self.0.retain(|(key, _)| later.get(key).is_none());
        self.0.extend(later.0);
    }

    /// Changes from any settings to these, in the order of the table. What would be refused is left out.
    pub fn to(settings: &Settings) -> Self {
        let values = TABLE.iter().filter_map(|spec| {
            let value = settings.value(spec.key)?;
            let is_good = spec.check(spec.key, &value.to_json()).is_ok();
            is_good.then_some((spec.key, value))
        });
        Self(values.collect())
    }

    /// As JSON, settings by their keys.
    pub fn to_json(&self) -> Map<String, Value> {
        let json = |(key, value): (&str, &SettingValue)| (key.to_owned(), value.to_json());
        self.iter().map(json).collect()
    }

    /// The keys of the settings to change, and their new values.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &SettingValue)> {
        self.0.iter().map(|(key, value)| (*key, value))
    }

    fn get(&self, key: &str) -> Option<&SettingValue> {
        self.iter().find(|(of, _)| *of == key).map(|(_, value)| value)
    }
}

/// What is not changed is not kept, so that [`Settings::read`] gives the defaults with the changes.
impl Store for Changes {
    fn text(&self, key: &str) -> Option<String> {
        match self.get(key)? {
            SettingValue::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    fn number(&self, key: &str) -> Option<f64> {
        match self.get(key)? {
            SettingValue::Number(number) => Some(*number),
            _ => None,
        }
    }

    fn switch(&self, key: &str) -> Option<bool> {
        match self.get(key)? {
            SettingValue::Switch(switch) => Some(*switch),
            _ => None,
        }
    }
}

impl SettingSpec {
    /// The value that JSON gives for the setting, or why it is none. The keys and ids are named as they are written, since
    /// whoever reads the reason wrote them; `key`: how the setting is called there.
    ///
    /// # Errors
    /// What is wrong with it, and what would be good.
    pub fn check(&self, key: &str, value: &Value) -> Result<SettingValue, Message> {
        let refused = |reason| {
            Message::new(reason)
                .with("setting", key)
                .with("value", shown(&value.to_string()))
        };
        let number = |reason, min: f64, max: f64| match value.as_f64() {
            Some(number) if (min..=max).contains(&number) => Ok(number),
            _ => Err(refused(reason)
                .with("min", min.to_string())
                .with("max", max.to_string())),
        };
        match self.kind {
            SettingKind::Choice { values, .. } => {
                let chosen = (value.as_str()).and_then(|id| values.iter().find(|value| value.id == id));
                match chosen {
                    Some(chosen) => Ok(SettingValue::Text(chosen.id.to_owned())),
                    None => Err(refused("Reason.Change.Choice").with("accepted", accepted(values))),
                }
            }
            SettingKind::Float { min, max, .. } => {
                number("Reason.Change.Number", min, max).map(SettingValue::Number)
            }
            SettingKind::Integer { min, max, .. } => {
                let reason = "Reason.Change.Whole";
                let (min, max) = (min.into(), max.into());
                let whole = number(reason, min, max)?;
                if whole.fract() == 0.0 {
                    Ok(SettingValue::Number(whole))
                } else {
                    Err(refused(reason)
                        .with("min", min.to_string())
                        .with("max", max.to_string()))
                }
            }
            SettingKind::Switch { .. } => (value.as_bool())
                .map(SettingValue::Switch)
                .ok_or_else(|| refused("Reason.Change.Switch")),
        }
    }
}

fn unknown(key: &str) -> Message {
    let keys: Vec<_> = TABLE.iter().map(|spec| spec.key).collect();
    Message::new("Reason.Change.UnknownKey")
        .with("setting", shown(key))
        .with("accepted", keys.join(", "))
}

/// The ids that can be chosen.
fn accepted(values: &[ChoiceValue]) -> String {
    let ids: Vec<_> = values.iter().map(|value| value.id).collect();
    ids.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Algorithm, Compare, Light, Quality, ScaleMode, TechnologyChoice, TechnologyId};
    use serde_json::json;

    fn changes(json: &Value) -> Result<Changes, Message> {
        Changes::from_json(json.as_object().expect("an object"))
    }

    /// What is said about a value that is no good.
    fn reason(json: &Value) -> String {
        let reason = changes(json).expect_err("it is no good").to_string();
        assert!(!reason.contains(['{', '}']), "{reason}");
        assert!(!reason.contains(char::is_control), "{reason}");
        reason
    }

    #[test]
    fn good_values_are_changes() {
        let changes = changes(&json!({
            "technology": "fallback", "algorithm": "nearest", "sharpness": 1, "noise_limit": true,
            "scale_factor": 4.0, "width": 1920.0,
        }))
        .unwrap();
        let (settings, corrections) = Settings::read(&changes);
        assert_eq!(corrections, []);
        assert_eq!(
            settings,
            Settings {
                technology: TechnologyChoice::Only(TechnologyId::Fallback),
                algorithm: Some(Algorithm::Nearest),
                sharpness: 1.0,
                noise_limit: true,
                scale_factor: 4.0,
                ..Settings::default()
            }
        );
        let width = changes.iter().find(|(key, _)| *key == "width");
        assert_eq!(width, Some(("width", &SettingValue::Number(1920.0))));
        assert_eq!(changes.iter().count(), 6);
    }

    #[test]
    fn nothing_changes_nothing() {
        assert_eq!(changes(&json!({})), Ok(Changes::default()));
    }

    #[test]
    fn every_default_is_a_good_value() {
        for spec in TABLE {
            let default = spec.kind.default_value().to_json();
            let changes = changes(&json!({ spec.key: default })).unwrap();
            assert_eq!(changes.iter().count(), 1, "{}", spec.key);
            assert_eq!(Settings::read(&changes).0, Settings::default(), "{}", spec.key);
        }
    }

    #[test]
    fn settings_become_changes_and_come_back() {
        let settings = Settings {
            content: Content::Anime,
            technology: TechnologyChoice::Only(TechnologyId::Nis),
            quality: Quality::Balanced,
            scale_mode: ScaleMode::Size,
            scale_factor: 1.3,
            width: 12,
            height: 8192,
            algorithm: Some(Algorithm::Spline36),
            light: Light::Sigmoid,
            sharpness: 0.07,
            noise_limit: true,
            antiringing: 0.9,
            compare: Compare::Split,
            compare_position: 0.25,
            overlay: true,
            ..Settings::default()
        };
        let json = Changes::to(&settings).to_json();
        assert_eq!(json.len(), TABLE.len());
        let (back, corrections) = Settings::read(&Changes::from_json(&json).unwrap());
        assert_eq!((back, corrections), (settings, Vec::new()));
    }

    #[test]
    fn every_setting_has_a_value() {
        for spec in TABLE {
            let value = Settings::default().value(spec.key);
            assert_eq!(value, Some(spec.kind.default_value()), "{}", spec.key);
        }
        assert_eq!(Settings::default().value("precision"), None);
    }

    #[test]
    fn a_content_brings_its_settings_but_for_those_that_are_given() {
        let asked = json!({ "content": "camera", "sharpness": 0.9 });
        let settings = Settings::read(&changes(&asked).unwrap()).0;
        let content = Settings::read(&Content::Camera.changes()).0;
        assert_eq!(
            settings,
            Settings {
                content: Content::Camera,
                sharpness: 0.9,
                ..content
            }
        );
        assert_eq!(changes(&json!({ "content": "none" })).unwrap().iter().count(), 1);
    }

    #[test]
    fn a_key_must_be_a_setting() {
        for key in ["", "Sharpness", "sharpness ", "\u{1b}[31m", &"x".repeat(1 << 20)] {
            let reason = reason(&json!({ key: 0.5, "sharpness": 0.5 }));
            assert!(reason.contains("technology, "), "{reason}");
            assert!(reason.len() < 500, "{}", reason.len());
        }
    }

    #[test]
    fn numbers_must_be_in_range() {
        for value in [
            json!(-0.01),
            json!(1.01),
            json!(1e300),
            // What JSON makes of what is no number.
            json!(f64::NAN),
            json!(f64::INFINITY),
            json!("0.5"),
            json!(true),
            json!([0.5]),
        ] {
            let reason = reason(&json!({ "sharpness": value }));
            assert!(
                reason.contains("sharpness") && reason.contains("0 to 1"),
                "{reason}"
            );
        }
        for value in [
            json!(0),
            json!(8193),
            json!(1.5),
            json!(-1),
            json!(u64::MAX),
            json!("1"),
        ] {
            let reason = reason(&json!({ "width": value }));
            assert!(reason.contains("1 to 8192"), "{reason}");
        }
    }

    #[test]
    fn choices_must_be_known() {
        for value in [json!("fsr4"), json!("FSR"), json!(""), json!(1), json!(null)] {
            let reason = reason(&json!({ "technology": value }));
            assert!(reason.contains(&value.to_string()), "{reason}");
            assert!(reason.contains("auto, fsr, "), "{reason}");
        }
    }

    #[test]
    fn switches_are_true_or_false() {
        for value in [json!(1), json!("true"), json!(null)] {
            let reason = reason(&json!({ "noise_limit": value }));
            assert!(reason.contains("noise_limit"), "{reason}");
        }
    }

    #[test]
    fn a_value_of_any_length_makes_a_short_reason() {
        let reason = reason(&json!({ "quality": "\u{1b}x".repeat(1 << 20) }));
        assert!(reason.len() < 300, "{}", reason.len());
    }
}
