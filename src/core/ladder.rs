// SPDX-License-Identifier: GPL-2.0-or-later
//! What runs when a technology is asked for, and why it is another one.

use crate::gpu::{Gpu, Part};
use crate::registry;
use crate::settings::{TechnologyChoice, TechnologyId};
use crate::technologies::fallback::Fallback;
use crate::technology::{Job, Technology};
use crate::text::Message;

/// The technology that runs, and why it is not the one that was asked for.
pub struct Resolved {
    /// What runs.
    pub technology: &'static dyn Technology,
    /// What the user is told about it; nothing if all is as asked.
    pub note: Option<Message>,
}

/// Why a technology is passed over.
enum Refusal {
    /// It is not made for this: worth a word only if it was asked for by name.
    Unsuited(Message),
    /// It should work and does not.
    Broken(Message),
}

/// Finds the technology for a job: the one asked for, otherwise the first of the registry that can.
///
/// The fallback technology is taken even if the driver has already refused it: then nothing runs here, and its
/// preparation says why.
#[must_use]
pub fn resolve(gpu: &Gpu, choice: TechnologyChoice, job: &Job) -> Resolved {
    let (id, note) = climb(choice, |id| match registry::technology(id) {
        None => Some(Refusal::Unsuited(
            Message::new("Reason.NotInThisVersion").with_key("technology", id.locale_key()),
        )),
        Some(technology) => match technology.info().check(job) {
            Err(error) => Some(Refusal::Unsuited(error.message())),
            Ok(()) => {
                if let Err(reason) = technology.info().fits(gpu, job) {
                    return Some(Refusal::Unsuited(reason));
                }
                let broken = gpu.failure(Part::Technology(id));
                broken
                    .or_else(|| technology.availability(gpu).err())
                    .map(Refusal::Broken)
            }
        },
    });
    Resolved {
        technology: registry::technology(id).unwrap_or(&Fallback),
        note,
    }
}

fn climb(
    choice: TechnologyChoice,
    refuse: impl Fn(TechnologyId) -> Option<Refusal>,
) -> (TechnologyId, Option<Message>) {
    let asked = match choice {
        TechnologyChoice::Auto => None,
        TechnologyChoice::Only(id) => Some(id),
    };
    let rungs = registry::TECHNOLOGIES
        .iter()
        .map(|technology| technology.info().id);
    let mut note = None;
    for id in asked.into_iter().chain(rungs.filter(|id| Some(*id) != asked)) {
        let reason = match refuse(id) {
            None => return (id, note),
            Some(Refusal::Unsuited(reason)) => (Some(id) == asked).then_some(reason),
            Some(Refusal::Broken(reason)) => Some(reason),
        };
        note = note.or(reason);
    }
    (Fallback.info().id, note)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::TechnologyChoice::{Auto, Only};
    use crate::settings::TechnologyId::{Dlss, Fallback, Fsr, Nis};

    fn unsuited(key: &'static str) -> Option<Refusal> {
        Some(Refusal::Unsuited(Message::new(key)))
    }

    fn broken(key: &'static str) -> Option<Refusal> {
        Some(Refusal::Broken(Message::new(key)))
    }

    fn key(note: Option<Message>) -> Option<&'static str> {
        note.map(|message| message.key)
    }

    #[test]
    fn auto_takes_the_first_that_can() {
        assert_eq!(climb(Auto, |_| None), (Fsr, None));
        let (id, note) = climb(Auto, |id| if id == Fsr { unsuited("ratio") } else { None });
        assert_eq!((id, note), (Nis, None), "nobody asked for FSR");
    }

    #[test]
    fn fault_14_what_the_driver_refuses_is_passed_over_with_the_reason() {
        let (id, note) = climb(Auto, |id| if id == Fsr { broken("driver") } else { None });
        assert_eq!((id, key(note)), (Nis, Some("driver")));
        let (id, note) = climb(Only(Fallback), |id| {
            if id == Fallback { broken("driver") } else { None }
        });
        assert_eq!((id, key(note)), (Fsr, Some("driver")));
    }

    #[test]
    fn the_reason_is_that_of_what_was_asked_for() {
        let refuse = |id| match id {
            Dlss => unsuited("not built"),
            Fsr => broken("driver"),
            _ => None,
        };
        let (id, note) = climb(Only(Dlss), refuse);
        assert_eq!((id, key(note)), (Nis, Some("not built")));
    }

    #[test]
    fn the_last_rung_bears_everybody() {
        let (id, note) = climb(Auto, |_| broken("driver"));
        assert_eq!((id, key(note)), (Fallback, Some("driver")));
    }
}
