// SPDX-License-Identifier: GPL-2.0-or-later

use super::*;
use crate::settings::{TABLE, TechnologyId};
use std::collections::HashMap;

#[derive(Default)]
struct Kept(HashMap<&'static str, SettingValue>);

impl Kept {
    fn of(values: impl IntoIterator<Item = (&'static str, SettingValue)>) -> Self {
        Self(values.into_iter().collect())
    }
}

impl Store for Kept {
    fn text(&self, key: &str) -> Option<String> {
        match self.0.get(key) {
            Some(SettingValue::Text(text)) => Some(text.clone()),
            _ => None,
        }
    }

    fn number(&self, key: &str) -> Option<f64> {
        match self.0.get(key) {
            Some(SettingValue::Number(number)) => Some(*number),
            _ => None,
        }
    }

    fn switch(&self, key: &str) -> Option<bool> {
        match self.0.get(key) {
            Some(SettingValue::Switch(switch)) => Some(*switch),
            _ => None,
        }
    }
}

fn text(text: &str) -> SettingValue {
    SettingValue::Text(text.to_owned())
}

#[test]
fn nothing_kept_gives_the_defaults_without_a_word() {
    let (settings, corrections) = Settings::read(&Empty);
    assert_eq!(corrections, []);
    assert_eq!(settings, Settings::default());
    assert_eq!(settings.technology, TechnologyChoice::Auto);
    assert_eq!(
        (settings.quality, settings.scale_mode),
        (Quality::Quality, ScaleMode::Preset)
    );
    assert_eq!((settings.scale_factor, settings.algorithm), (1.5, None));
}

#[test]
fn good_values_are_taken() {
    let (settings, corrections) = Settings::read(&Kept::of([
        ("technology", text("fallback")),
        ("quality", text("ultra")),
        ("scale_mode", text("size")),
        ("scale_factor", SettingValue::Number(4.0)),
        ("width", SettingValue::Number(1.0)),
        ("height", SettingValue::Number(8192.0)),
        ("algorithm", text("area")),
        ("sharpness", SettingValue::Number(0.25)),
        ("antiringing", SettingValue::Number(1.0)),
        ("compare", text("split")),
        ("compare_position", SettingValue::Number(0.0)),
    ]));
    assert_eq!(corrections, []);
    assert_eq!(
        settings,
        Settings {
            technology: TechnologyChoice::Only(TechnologyId::Fallback),
            quality: Quality::Ultra,
            scale_mode: ScaleMode::Size,
            scale_factor: 4.0,
            width: 1,
            height: 8192,
            algorithm: Some(Algorithm::Area),
            sharpness: 0.25,
            antiringing: 1.0,
            compare: Compare::Split,
            compare_position: 0.0,
            ..Settings::default()
        }
    );
}

#[test]
fn fault_17_numbers_that_are_none() {
    for spec in TABLE {
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            if matches!(spec.kind, SettingKind::Float { .. } | SettingKind::Integer { .. }) {
                let (settings, corrections) =
                    Settings::read(&Kept::of([(spec.key, SettingValue::Number(number))]));
                assert_eq!(settings, Settings::default(), "{} = {number}", spec.key);
                assert_eq!(corrections.len(), 1, "{} = {number}", spec.key);
            }
        }
    }
}

#[test]
fn fault_17_numbers_out_of_range_are_clamped() {
    for (number, factor, side, sharpness) in [
        (-5.0, 1.0, 1, 0.0),
        (-1e300, 1.0, 1, 0.0),
        (1e300, 4.0, 8192, 1.0),
        (1e9, 4.0, 8192, 1.0),
    ] {
        let (settings, corrections) = Settings::read(&Kept::of([
            ("scale_factor", SettingValue::Number(number)),
            ("width", SettingValue::Number(number)),
            ("sharpness", SettingValue::Number(number)),
        ]));
        assert_eq!(
            (settings.scale_factor, settings.width, settings.sharpness),
            (factor, side, sharpness),
            "{number}"
        );
        assert_eq!(corrections.len(), 3);
        assert!(
            corrections
                .iter()
                .all(|correction| correction.to_string().len() < 100),
            "{number}"
        );
    }
}

#[test]
fn fault_17_wrong_types() {
    for spec in TABLE {
        let wrong = [
            text("1"),
            text(""),
            SettingValue::Number(0.5),
            SettingValue::Switch(true),
        ];
        for value in wrong {
            let right = match spec.kind {
                SettingKind::Choice { .. } => matches!(value, SettingValue::Text(_)),
                SettingKind::Float { .. } | SettingKind::Integer { .. } => {
                    matches!(value, SettingValue::Number(_))
                }
                SettingKind::Switch { .. } => matches!(value, SettingValue::Switch(_)),
            };
            if !right {
                let (settings, corrections) = Settings::read(&Kept::of([(spec.key, value)]));
                assert_eq!(settings, Settings::default(), "{}", spec.key);
                assert_eq!(corrections.len(), 1, "{}", spec.key);
            }
        }
    }
}

#[test]
fn fault_17_values_from_the_future() {
    let (settings, corrections) = Settings::read(&Kept::of([
        ("technology", text("fsr9")),
        ("quality", text("")),
        ("algorithm", text("\u{1b}[31m\u{0}spline")),
        ("some_new_key", SettingValue::Number(f64::NAN)),
    ]));
    assert_eq!(settings, Settings::default());
    assert_eq!(corrections.len(), 3);
    for correction in &corrections {
        assert!(!correction.to_string().contains(char::is_control), "{correction}");
    }
    assert!(corrections[0].to_string().contains("fsr9"), "{}", corrections[0]);
}

#[test]
fn a_technology_stays_what_was_asked() {
    let (settings, corrections) = Settings::read(&Kept::of([("technology", text("nu"))]));
    assert_eq!(settings.technology, TechnologyChoice::Only(TechnologyId::Nu));
    assert_eq!(corrections, []);
}

#[test]
fn a_switch_that_is_on_is_on() {
    let (settings, corrections) =
        Settings::read(&Kept::of([("frame_generation", SettingValue::Switch(true))]));
    assert!(settings.frame_generation);
    assert_eq!(corrections, []);
}

#[test]
fn a_kept_text_of_any_length_makes_a_short_message() {
    let (_, corrections) = Settings::read(&Kept::of([("quality", SettingValue::Text("x".repeat(1 << 20)))]));
    assert!(corrections[0].to_string().len() < 300);
}
