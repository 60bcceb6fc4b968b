// SPDX-License-Identifier: GPL-2.0-or-later
//! THE list of technologies: what is built, and what is only announced.

use crate::settings::{Quality, TechnologyId};
use crate::technologies::{fallback::Fallback, fsr::Fsr};
use crate::technology::{Technology, TechnologyInfo, spatial_preset_ratio};

/// Every technology that this version can run, the best first: in this order `auto` tries them, and they replace one
/// that cannot run.
pub static TECHNOLOGIES: &[&dyn Technology] = &[&Fsr, &Fallback];

/// The technologies that are listed with "not in this version".
static ANNOUNCED: &[TechnologyInfo] = &[
    announced(TechnologyId::Fsr3, 3.0, fsr3_preset_ratio),
    announced(TechnologyId::Dlss, 3.0, dlss_preset_ratio),
    announced(TechnologyId::Xess, 3.0, xess_preset_ratio),
    announced(TechnologyId::Nis, 2.0, spatial_preset_ratio),
    announced(TechnologyId::Nu, 4.0, spatial_preset_ratio),
];

/// The technology with this id, if this version has it.
#[must_use]
pub fn technology(id: TechnologyId) -> Option<&'static dyn Technology> {
    TECHNOLOGIES
        .iter()
        .copied()
        .find(|technology| technology.info().id == id)
}

/// What is known of every technology, built or not, in the order of [`TechnologyId::ALL`].
pub fn infos() -> impl Iterator<Item = &'static TechnologyInfo> {
    let known = || {
        TECHNOLOGIES
            .iter()
            .map(|technology| technology.info())
            .chain(ANNOUNCED)
    };
    TechnologyId::ALL
        .iter()
        .filter_map(move |id| known().find(|info| info.id == *id))
}

const fn announced(id: TechnologyId, largest: f32, preset_ratio: fn(Quality) -> f32) -> TechnologyInfo {
    TechnologyInfo {
        id,
        built: false,
        ratios: 1.0..=largest,
        preset_ratio,
        uses: &[],
    }
}

/// As AMD publishes them for FSR 3; the best one is anti-aliasing at the output's own size.
fn fsr3_preset_ratio(quality: Quality) -> f32 {
    match quality {
        Quality::Ultra => 1.0,
        Quality::Quality => 1.5,
        Quality::Balanced => 1.7,
        Quality::Performance => 2.0,
    }
}

/// As NVIDIA publishes them for DLSS; the best one is anti-aliasing at the output's own size, balanced renders
/// at 58 % per axis.
fn dlss_preset_ratio(quality: Quality) -> f32 {
    match quality {
        Quality::Ultra => 1.0,
        Quality::Quality => 1.5,
        Quality::Balanced => 1.0 / 0.58,
        Quality::Performance => 2.0,
    }
}

/// As Intel publishes them since XeSS 1.3.
fn xess_preset_ratio(quality: Quality) -> f32 {
    match quality {
        Quality::Ultra => 1.5,
        Quality::Quality => 1.7,
        Quality::Balanced => 2.0,
        Quality::Performance => 2.3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_technology_is_listed_once() {
        let listed: Vec<_> = infos().map(|info| info.id).collect();
        assert_eq!(listed, TechnologyId::ALL);
        assert_eq!(TECHNOLOGIES.len() + ANNOUNCED.len(), listed.len());
    }

    #[test]
    fn what_is_built_is_what_can_be_chosen() {
        for info in infos() {
            assert_eq!(info.built, technology(info.id).is_some(), "{:?}", info.id);
            assert_eq!(info.built, info.id.is_built(), "{:?}", info.id);
        }
    }

    #[test]
    fn presets_are_within_the_ratios() {
        for info in infos() {
            for quality in Quality::ALL {
                let ratio = (info.preset_ratio)(*quality);
                assert!(info.ratios.contains(&ratio), "{:?} {quality:?}", info.id);
            }
        }
    }
}
