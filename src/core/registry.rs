// SPDX-License-Identifier: GPL-2.0-or-later
//! THE list of technologies that this version can run.

use crate::gpu::{Gpu, Part};
use crate::settings::TechnologyId;
use crate::technologies::{fallback::Fallback, fsr::Fsr, nis::Nis};
use crate::technology::Technology;
use crate::text::{self, Message};

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

/// Why a technology does not work on this GPU, whatever the job; `None`: nothing is known against it.
#[must_use]
pub fn obstacle(gpu: &Gpu, technology: &dyn Technology) -> Option<Message> {
    let failure = gpu.failure(Part::Technology(technology.info().id));
    failure.or_else(|| technology.availability(gpu).err())
}

/// A technology, in this version or not, as tools list it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The technology.
    pub id: TechnologyId,
    /// Its English name.
    pub name: &'static str,
    /// Why it cannot run; `None`: it can.
    pub reason: Option<Message>,
}

/// Every technology, as it is on this GPU, or as it is where there is none, for the reason given.
pub fn list(gpu: Result<&Gpu, &Message>) -> Vec<Listed> {
    let reason = |id: TechnologyId| {
        let Some(technology) = technology(id) else {
            return Some(Message::new("Reason.NotInThisVersion").with_key("technology", id.locale_key()));
        };
        match gpu {
            Ok(gpu) => obstacle(gpu, technology),
            Err(reason) => Some(reason.clone()),
        }
    };
    let listed = |id: &TechnologyId| Listed {
        id: *id,
        name: text::english(id.locale_key()).unwrap_or(id.id()),
        reason: reason(*id),
    };
    TechnologyId::ALL.iter().map(listed).collect()
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
    fn without_a_gpu_everything_is_listed_with_the_reason() {
        let none = Message::new("Reason.NoVulkan");
        let listed = list(Err(&none));
        assert_eq!(listed.len(), TechnologyId::ALL.len());
        for listed in listed {
            let reason = listed.reason.expect("nothing is available");
            assert_eq!(reason == none, listed.id.is_built(), "{:?}", listed.id);
        }
    }

    #[test]
    fn fault_14_what_the_driver_refuses_is_listed_with_the_reason() {
        let gpu = match crate::testing::open_gpu() {
            Ok(gpu) => gpu,
            Err(_) => return assert!(crate::testing::gpu().is_none()),
        };
        let refused = Message::new("Reason.OutOfMemory");
        gpu.set_failed(Part::Technology(TechnologyId::Nis), refused.clone());
        for listed in list(Ok(&gpu)).iter().filter(|listed| listed.id.is_built()) {
            let expected = (listed.id == TechnologyId::Nis).then_some(&refused);
            assert_eq!(listed.reason.as_ref(), expected, "{:?}", listed.id);
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
