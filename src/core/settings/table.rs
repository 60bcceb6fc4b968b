// SPDX-License-Identifier: GPL-2.0-or-later
//! THE table of settings. The property panel, the command line, the settings reference in `docs/` and
//! [`Settings::read`] are all made from it; a key, default or range stands nowhere else.

use super::choices::ALGORITHM_PRESET;
use super::{
    Algorithm, ChoiceValue, Compare, Content, Group, Light, Quality, ScaleMode, SettingKind, SettingSpec,
    Settings, TechnologyChoice, TechnologyId,
};

/// The row with this key.
pub fn spec(key: &str) -> Option<&'static SettingSpec> {
    TABLE.iter().find(|spec| spec.key == key)
}

/// The list of values of a choice: those without a variant first, then every variant of the enum.
macro_rules! values {
    ($Enum:ident, first: [$($first:expr)?]) => {{
        const FIRST: &[ChoiceValue] = &[$($first)?];
        const VALUES: [ChoiceValue; FIRST.len() + $Enum::ALL.len()] = {
            let mut values = [ChoiceValue::new("", ""); FIRST.len() + $Enum::ALL.len()];
            let mut i = 0;
            while i < values.len() {
                values[i] = if i < FIRST.len() {
                    FIRST[i]
                } else {
                    let value = $Enum::ALL[i - FIRST.len()];
                    ChoiceValue::new(value.id(), value.locale_key())
                };
                i += 1;
            }
            values
        };
        &VALUES
    }};
    ($Enum:ident) => {
        values!($Enum, first: [])
    };
}

/// The greatest width and height that pictures are given. Twice 4K: what is larger is mistyped sooner than wanted, and
/// would stop the picture for seconds.
pub const LONGEST_SIDE: u32 = 8192;

const EVERY: &[TechnologyId] = TechnologyId::ALL;

/// Every setting, in the order of the panel.
pub static TABLE: &[SettingSpec] = &[
    SettingSpec {
        key: "content",
        group: Group::Upscaling,
        kind: SettingKind::Choice {
            values: values!(Content),
            default: Content::None.id(),
        },
        technologies: EVERY,
        applies: |_| true,
    },
    SettingSpec {
        key: "technology",
        group: Group::Upscaling,
        kind: SettingKind::Choice {
            values: values!(
                TechnologyId,
                first: [ChoiceValue::new("auto", TechnologyChoice::Auto.locale_key())]
            ),
            default: TechnologyChoice::Auto.id(),
        },
        technologies: EVERY,
        applies: |_| true,
    },
    SettingSpec {
        key: "quality",
        group: Group::Upscaling,
        kind: SettingKind::Choice {
            values: values!(Quality),
            default: Quality::Quality.id(),
        },
        technologies: EVERY,
        // It gives the ratio, RTX Video its level and Nu its network.
        applies: |settings| {
            settings.scale_mode == ScaleMode::Preset
                || [TechnologyId::RtxVideo, TechnologyId::Nu]
                    .map(TechnologyChoice::Only)
                    .contains(&settings.technology)
        },
    },
    SettingSpec {
        key: "scale_mode",
        group: Group::Upscaling,
        kind: SettingKind::Choice {
            values: values!(ScaleMode),
            default: ScaleMode::Preset.id(),
        },
        technologies: EVERY,
        applies: |_| true,
    },
    SettingSpec {
        key: "scale_factor",
        group: Group::Upscaling,
        kind: SettingKind::Float {
            default: 1.5,
            min: 1.0,
            max: 4.0,
            step: 0.05,
            unit: Some("Unit.Times"),
        },
        technologies: EVERY,
        applies: |settings| settings.scale_mode == ScaleMode::Factor,
    },
    SettingSpec {
        key: "width",
        group: Group::Upscaling,
        kind: SettingKind::Integer {
            default: 1920,
            min: 1,
            max: LONGEST_SIDE,
            step: 1,
            unit: Some("Unit.Pixels"),
        },
        technologies: EVERY,
        applies: |settings| settings.scale_mode == ScaleMode::Size,
    },
    SettingSpec {
        key: "height",
        group: Group::Upscaling,
        kind: SettingKind::Integer {
            default: 1080,
            min: 1,
            max: LONGEST_SIDE,
            step: 1,
            unit: Some("Unit.Pixels"),
        },
        technologies: EVERY,
        applies: |settings| settings.scale_mode == ScaleMode::Size,
    },
    SettingSpec {
        key: "sharpness",
        group: Group::Picture,
        kind: SettingKind::Float {
            default: 0.0,
            min: 0.0,
            max: 1.0,
            step: 0.01,
            unit: None,
        },
        technologies: EVERY,
        applies: |_| true,
    },
    SettingSpec {
        key: "noise_limit",
        group: Group::Picture,
        kind: SettingKind::Switch { default: false },
        // NVIDIA's sharpens in its own way.
        technologies: &[TechnologyId::Fsr, TechnologyId::Fallback],
        applies: |settings| {
            settings.sharpness > 0.0 && settings.technology != TechnologyChoice::Only(TechnologyId::Nis)
        },
    },
    SettingSpec {
        key: "compare",
        group: Group::Picture,
        kind: SettingKind::Choice {
            values: values!(Compare),
            default: Compare::Off.id(),
        },
        technologies: EVERY,
        applies: |_| true,
    },
    SettingSpec {
        key: "compare_position",
        group: Group::Picture,
        kind: SettingKind::Float {
            default: 0.5,
            min: 0.0,
            max: 1.0,
            step: 0.01,
            unit: None,
        },
        technologies: EVERY,
        applies: |settings| settings.compare == Compare::Split,
    },
    SettingSpec {
        key: "overlay",
        group: Group::Picture,
        kind: SettingKind::Switch { default: false },
        technologies: EVERY,
        applies: |_| true,
    },
    SettingSpec {
        key: "algorithm",
        group: Group::Advanced,
        kind: SettingKind::Choice {
            values: values!(
                Algorithm,
                first: [ChoiceValue::new(ALGORITHM_PRESET, "Algorithm.preset")]
            ),
            default: ALGORITHM_PRESET,
        },
        technologies: &[TechnologyId::Fallback],
        applies: uses_fallback,
    },
    SettingSpec {
        key: "light",
        group: Group::Advanced,
        kind: SettingKind::Choice {
            values: values!(Light),
            default: Light::Encoded.id(),
        },
        technologies: &[TechnologyId::Fallback],
        // A single pixel is summed up with nothing.
        applies: |settings| uses_fallback(settings) && settings.kernel() != Algorithm::Nearest,
    },
    SettingSpec {
        key: "antiringing",
        group: Group::Advanced,
        kind: SettingKind::Float {
            default: 0.0,
            min: 0.0,
            max: 1.0,
            step: 0.01,
            unit: None,
        },
        technologies: &[TechnologyId::Fallback],
        applies: |settings| uses_fallback(settings) && settings.kernel().rings(),
    },
    SettingSpec {
        key: "budget_ms",
        group: Group::Advanced,
        kind: SettingKind::Float {
            default: 0.0,
            min: 0.0,
            max: 100.0,
            step: 0.1,
            unit: Some("Unit.Milliseconds"),
        },
        technologies: EVERY,
        applies: |_| true,
    },
    SettingSpec {
        key: "motion_view",
        group: Group::Advanced,
        kind: SettingKind::Switch { default: false },
        technologies: EVERY,
        applies: |_| true,
    },
    SettingSpec {
        key: "frame_generation",
        group: Group::Advanced,
        kind: SettingKind::Switch { default: false },
        technologies: EVERY,
        applies: |_| true,
    },
];

/// Whether the fallback technology was asked for, so that its own settings are worth showing.
fn uses_fallback(settings: &Settings) -> bool {
    settings.technology == TechnologyChoice::Only(TechnologyId::Fallback)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_unique() {
        for (i, spec) in TABLE.iter().enumerate() {
            assert!(
                TABLE[..i].iter().all(|other| other.key != spec.key),
                "{} stands twice",
                spec.key
            );
        }
    }

    #[test]
    fn defaults_are_values_and_ranges_are_ranges() {
        for spec in TABLE {
            match spec.kind {
                SettingKind::Choice { values, default } => {
                    assert!(values.iter().any(|value| value.id == default), "{}", spec.key);
                    assert!(values.iter().all(|value| !value.id.is_empty()), "{}", spec.key);
                }
                SettingKind::Float {
                    default,
                    min,
                    max,
                    step,
                    ..
                } => {
                    assert!(
                        min <= default && default <= max && min < max && step > 0.0,
                        "{}",
                        spec.key
                    );
                }
                SettingKind::Integer {
                    default,
                    min,
                    max,
                    step,
                    ..
                } => {
                    assert!(
                        min <= default && default <= max && min < max && step > 0,
                        "{}",
                        spec.key
                    );
                }
                SettingKind::Switch { .. } => {}
            }
        }
    }

    #[test]
    fn only_what_matters_is_shown() {
        let shown = |settings: &Settings, key| (spec(key).unwrap().applies)(settings);
        let mut settings = Settings::default();
        assert!(shown(&settings, "quality") && !shown(&settings, "algorithm") && !shown(&settings, "width"));

        settings.technology = TechnologyChoice::Only(TechnologyId::Fallback);
        settings.scale_mode = ScaleMode::Size;
        assert!(!shown(&settings, "quality"), "the kernel is the same for all");
        assert!(shown(&settings, "light"));
        for technology in [TechnologyId::RtxVideo, TechnologyId::Nu] {
            let by_quality = Settings {
                technology: TechnologyChoice::Only(technology),
                ..settings.clone()
            };
            assert!(shown(&by_quality, "quality"), "{technology:?}");
        }
        assert!(
            shown(&settings, "algorithm") && !shown(&settings, "antiringing") && shown(&settings, "height")
        );

        settings.algorithm = Some(Algorithm::Lanczos3);
        assert!(shown(&settings, "antiringing"));

        settings.algorithm = Some(Algorithm::Bilinear);
        assert!(shown(&settings, "light") && !shown(&settings, "antiringing"));

        settings.algorithm = Some(Algorithm::Nearest);
        assert!(!shown(&settings, "light"));

        assert!(!shown(&settings, "compare_position"));
        settings.compare = Compare::Split;
        assert!(shown(&settings, "compare_position"));
    }
}
