// SPDX-License-Identifier: GPL-2.0-or-later
//! THE list of technologies.

use crate::gpu::{Gpu, Part};
use crate::settings::TechnologyId;
use crate::technologies::{
    dlss::Dlss, fallback::Fallback, fsr::Fsr, fsr3::Fsr3, nis::Nis, nu::Nu, rtx_video::RtxVideo, xess::Xess,
};
use crate::technology::Technology;
use crate::text::{self, Message};

/// Every technology. In this order they are tried, the best first, where the choice is left to
/// `auto` or another one cannot run; which of them, they say themselves ([`StandsIn`](crate::technology::StandsIn)).
pub static TECHNOLOGIES: &[&dyn Technology] = &[&RtxVideo, &Nu, &Fsr, &Nis, &Fallback, &Fsr3, &Dlss, &Xess];

/// Those that can run on this GPU.
pub fn available(gpu: &Gpu) -> impl Iterator<Item = &'static dyn Technology> {
    let all = TECHNOLOGIES.iter().copied();
    all.filter(|technology| technology.availability(gpu).is_ok())
}

/// The technology with this id.
#[must_use]
pub fn technology(id: TechnologyId) -> &'static dyn Technology {
    match id {
        TechnologyId::Fsr => &Fsr,
        TechnologyId::Fsr3 => &Fsr3,
        TechnologyId::Dlss => &Dlss,
        TechnologyId::RtxVideo => &RtxVideo,
        TechnologyId::Xess => &Xess,
        TechnologyId::Nis => &Nis,
        TechnologyId::Nu => &Nu,
        TechnologyId::Fallback => &Fallback,
    }
}

/// Why a technology does not work on a GPU, whatever the job.
#[derive(Clone, Debug)]
pub enum Obstacle {
    /// It is not there, or not made for this GPU.
    Absent(Message),
    /// It should work, and has failed.
    Failed(Message),
}

impl Obstacle {
    /// The reason, for the user.
    #[must_use]
    pub fn into_reason(self) -> Message {
        let (Self::Absent(reason) | Self::Failed(reason)) = self;
        reason
    }
}

/// What stands against a technology on this GPU; `None`: nothing that is known.
#[must_use]
pub fn obstacle(gpu: &Gpu, technology: &dyn Technology) -> Option<Obstacle> {
    let failure = gpu.failure(Part::Technology(technology.info().id));
    let absence = || technology.availability(gpu).err();
    failure
        .map(Obstacle::Failed)
        .or_else(|| absence().map(Obstacle::Absent))
}

/// A technology as tools list it.
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
    let reason = |id: TechnologyId| match gpu {
        Ok(gpu) => obstacle(gpu, technology(id)).map(Obstacle::into_reason),
        Err(reason) => Some(reason.clone()),
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
    fn every_technology_is_listed_once_and_found_by_its_id() {
        for id in TechnologyId::ALL {
            let listed = TECHNOLOGIES
                .iter()
                .filter(|technology| technology.info().id == *id);
            assert_eq!(listed.count(), 1, "{id:?}");
            assert_eq!(technology(*id).info().id, *id);
        }
    }

    #[test]
    fn without_a_gpu_everything_is_listed_with_the_reason() {
        let none = Message::new("Reason.NoVulkan");
        let listed = list(Err(&none));
        assert_eq!(listed.len(), TechnologyId::ALL.len());
        for listed in listed {
            assert_eq!(listed.reason.as_ref(), Some(&none), "{:?}", listed.id);
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
        for listed in list(Ok(&gpu)) {
            let technology = technology(listed.id);
            let expected = match listed.id {
                TechnologyId::Nis => Some(refused.clone()),
                _ => technology.availability(&gpu).err(),
            };
            assert_eq!(listed.reason, expected, "{:?}", listed.id);
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
