// SPDX-License-Identifier: GPL-2.0-or-later
//! What suits which kind of picture. `docs/quality.md` has the figures.

use super::{Algorithm, Changes, Content, Light, ScaleMode, Settings, TechnologyChoice, TechnologyId};

/// What a content sets; all that is not said is the table's default.
struct Preset {
    technology: TechnologyChoice,
    algorithm: Option<Algorithm>,
    light: Light,
    sharpness: f32,
    noise_limit: bool,
    /// A factor, where the content wants a certain one.
    scale_factor: Option<f32>,
}

const KERNELS: TechnologyChoice = TechnologyChoice::Only(TechnologyId::Fallback);

/// As a filter that was just added.
const PLAIN: Preset = Preset {
    technology: TechnologyChoice::Auto,
    algorithm: None,
    light: Light::Encoded,
    sharpness: 0.0,
    noise_limit: false,
    scale_factor: None,
};

/// THE table of contents.
const fn preset(content: Content) -> Option<Preset> {
    Some(match content {
        Content::None => return None,
        // The quickest, since games want the GPU for themselves: the best kernel is 0.3 dB nearer to what games render
        // and costs three to four times as much. This little sharpening costs 0.02 dB, for some more crispness.
        Content::Game3d => Preset {
            sharpness: 0.2,
            ..PLAIN
        },
        // At a whole factor every pixel stays one, of even size and its own colour.
        Content::PixelArt => Preset {
            technology: KERNELS,
            algorithm: Some(Algorithm::Nearest),
            scale_factor: Some(2.0),
            ..PLAIN
        },
        // The nearest to drawn lines, 0.4 dB before FSR and 1.4 dB before Lanczos, which draws rims beside them. Sharpened
        // this little it is nearer still, and rims do not show yet. The ends compressed gain nothing here.
        Content::Anime => Preset {
            technology: KERNELS,
            algorithm: Some(Algorithm::Steered),
            sharpness: 0.2,
            ..PLAIN
        },
        // The softest kernel: 1.6 dB nearer to the picture without its noise than the steered one, which takes grain for
        // edges. What the sharpening brings back of the grain is less where noise is spared.
        Content::Camera => Preset {
            technology: KERNELS,
            algorithm: Some(Algorithm::Mitchell),
            sharpness: 0.2,
            noise_limit: true,
            ..PLAIN
        },
        // Letters are all edges. With the ends compressed it is 0.6 dB nearer, dark on light and light on dark, and
        // sharpened 0.2 dB more: thin strokes get their darkness back, without rims.
        Content::Text => Preset {
            technology: KERNELS,
            algorithm: Some(Algorithm::Steered),
            light: Light::Sigmoid,
            sharpness: 0.5,
            ..PLAIN
        },
    })
}

impl Content {
    /// What choosing it sets, once: [`Content::None`] sets nothing.
    pub fn changes(self) -> Changes {
        let Some(preset) = preset(self) else {
            return Changes::default();
        };
        let settings = Settings {
            technology: preset.technology,
            algorithm: preset.algorithm,
            light: preset.light,
            sharpness: preset.sharpness,
            noise_limit: preset.noise_limit,
            scale_mode: ScaleMode::Factor,
            scale_factor: preset.scale_factor.unwrap_or_default(),
            ..Settings::default()
        };
        const LOOKS: &[&str] = &[
            "technology",
            "algorithm",
            "light",
            "sharpness",
            "noise_limit",
            "antiringing",
        ];
        const SIZE: &[&str] = &["scale_mode", "scale_factor"];
        let size = if preset.scale_factor.is_some() { SIZE } else { &[] };
        let keys = LOOKS.iter().chain(size);
        Changes(
            keys.filter_map(|key| Some((*key, settings.value(key)?)))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::SettingValue;

    fn value(content: Content, key: &str) -> Option<SettingValue> {
        let changes = content.changes();
        changes
            .iter()
            .find(|(of, _)| *of == key)
            .map(|(_, value)| value.clone())
    }

    #[test]
    fn every_content_sets_good_values_of_the_same_settings() {
        let keys = |content: Content| -> Vec<_> { content.changes().iter().map(|(key, _)| key).collect() };
        let all = Content::ALL.iter().copied();
        for content in all.filter(|content| *content != Content::None) {
            let json = content.changes().to_json();
            let checked = Changes::from_json(&json).expect("its values are good");
            assert_eq!(checked.to_json(), json);
            // So that the last choice alone decides.
            assert!(
                keys(content).starts_with(&keys(Content::Camera)),
                "{}",
                content.id()
            );
            assert!(!json.contains_key("content"));
        }
        assert_eq!(Content::None.changes(), Changes::default());
    }

    #[test]
    fn pixel_art_alone_asks_for_a_size() {
        for &content in Content::ALL {
            let factor = value(content, "scale_factor");
            let wanted = (content == Content::PixelArt).then_some(SettingValue::Number(2.0));
            assert_eq!(factor, wanted, "{}", content.id());
        }
        let mode = value(Content::PixelArt, "scale_mode");
        assert_eq!(mode, Some(SettingValue::Text("factor".to_owned())));
    }
}
