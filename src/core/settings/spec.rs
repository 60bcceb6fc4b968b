// SPDX-License-Identifier: GPL-2.0-or-later
//! What a row of the table of settings says about a setting.

use super::{SettingValue, Settings, TechnologyId};

/// A group of the property panel, and a chapter of the reference.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Group {
    /// What upscales, and how large the picture gets.
    Upscaling,
    /// How it looks, and what is shown in it.
    Picture,
    /// What few need to touch.
    Advanced,
}

impl Group {
    /// Every group, in the order of the panel.
    pub const ALL: &[Self] = &[Self::Upscaling, Self::Picture, Self::Advanced];

    /// The key of its title.
    pub const fn locale_key(self) -> &'static str {
        match self {
            Self::Upscaling => "Group.Upscaling",
            Self::Picture => "Group.Picture",
            Self::Advanced => "Group.Advanced",
        }
    }
}

/// One value of a setting that is chosen from a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ChoiceValue {
    /// The name in settings and on the command line.
    pub id: &'static str,
    /// The key of its name for people.
    pub locale_key: &'static str,
}

impl ChoiceValue {
    pub(super) const fn new(id: &'static str, locale_key: &'static str) -> Self {
        Self { id, locale_key }
    }
}

/// What a setting's value is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum SettingKind {
    /// One of a list; kept as its id.
    Choice {
        /// The list, in the order in which people see it.
        values: &'static [ChoiceValue],
        /// The id that holds until another is chosen.
        default: &'static str,
    },
    /// A number.
    Float {
        /// The value that holds until another is set.
        default: f64,
        /// The least value.
        min: f64,
        /// The greatest value.
        max: f64,
        /// What a slider moves by; values between are accepted.
        step: f64,
        /// Locale key of the unit.
        unit: Option<&'static str>,
    },
    /// A whole number.
    Integer {
        /// The value that holds until another is set.
        default: u32,
        /// The least value.
        min: u32,
        /// The greatest value.
        max: u32,
        /// What an arrow of the field moves by.
        step: u32,
        /// Locale key of the unit.
        unit: Option<&'static str>,
    },
    /// On or off.
    Switch {
        /// The value that holds until another is set.
        default: bool,
    },
}

impl SettingKind {
    /// The value that holds until another is set.
    pub fn default_value(self) -> SettingValue {
        match self {
            Self::Choice { default, .. } => SettingValue::Text(default.to_owned()),
            Self::Float { default, .. } => SettingValue::Number(default),
            Self::Integer { default, .. } => SettingValue::Number(default.into()),
            Self::Switch { default } => SettingValue::Switch(default),
        }
    }
}

/// One row: all that the panel, the command line and the reference need to know about a setting.
#[derive(Clone, Copy, Debug)]
pub struct SettingSpec {
    /// The key in OBS's settings.
    pub key: &'static str,
    /// Where it is shown.
    pub group: Group,
    /// Its values.
    pub kind: SettingKind,
    /// The technologies on which it has an effect.
    pub technologies: &'static [TechnologyId],
    /// Whether it matters while the other settings are these; the panel hides it when not.
    pub applies: fn(&Settings) -> bool,
}

impl SettingSpec {
    /// The key of its label.
    pub fn locale_key(&self) -> String {
        format!("Setting.{}", self.key)
    }

    /// Whether the panel shows it while the settings are these.
    pub fn is_shown(&self, settings: &Settings) -> bool {
        (self.applies)(settings)
    }

    /// The key of its explanation.
    pub fn tip_key(&self) -> String {
        format!("Setting.{}.Tip", self.key)
    }
}
