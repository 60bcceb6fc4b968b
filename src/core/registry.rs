// SPDX-License-Identifier: GPL-2.0-or-later
//! THE list of technologies that this version can run.

use crate::settings::TechnologyId;
use crate::technologies::{fallback::Fallback, fsr::Fsr, nis::Nis};
use crate::technology::Technology;

/// Every technology that this version can run, the best first: in this order `auto` tries them, and they replace one
/// that cannot run.
pub static TECHNOLOGIES: &[&dyn Technology] = &[&Fsr, &Nis, &Fallback];

/// The technology with this id, if this version has it.
#[must_use]
pub fn technology(id: TechnologyId) -> Option<&'static dyn Technology> {
    TECHNOLOGIES
        .iter()
        .copied()
        .find(|technology| technology.info().id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Quality;

    #[test]
    fn what_is_built_is_what_can_be_chosen() {
        for id in TechnologyId::ALL {
            let listed = TECHNOLOGIES
                .iter()
                .filter(|technology| technology.info().id == *id);
            assert_eq!(listed.count(), usize::from(id.is_built()), "{id:?}");
        }
    }

    #[test]
    fn presets_are_within_the_ratios() {
        for technology in TECHNOLOGIES {
            let info = technology.info();
            for quality in Quality::ALL {
                assert!(
                    info.ratios.contains(&quality.ratio()),
                    "{:?} {quality:?}",
                    info.id
                );
            }
        }
    }
}
