// SPDX-License-Identifier: GPL-2.0-or-later
//! What runs when a technology is asked for, and why it is another one.

use crate::gpu::Gpu;
use crate::registry::{self, Obstacle};
use crate::settings::{TechnologyChoice, TechnologyId};
use crate::technology::{Job, StandsIn, Technology};
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
    /// It is not there, or not made for this: worth a word only if it was asked for by name.
    Unsuited(Message),
    /// It should work and does not.
    Broken(Message),
    /// It would take too long, and nobody asked for it.
    Costly,
}

/// Finds the technology for a job: the one asked for, otherwise the first of the registry that can and stands in for it.
///
/// The fallback technology is taken even if the driver has already refused it: then nothing runs here, and its
/// preparation says why.
#[must_use]
pub fn resolve(gpu: &Gpu, choice: TechnologyChoice, job: &Job) -> Resolved {
    let (id, note) = climb(choice, |id| {
        let technology = registry::technology(id);
        let info = technology.info();
        let suits = info.check(job).map_err(|error| error.message());
        if let Err(reason) = suits.and_then(|()| info.fits(gpu, job)) {
            return Some(Refusal::Unsuited(reason));
        }
        match registry::obstacle(gpu, technology) {
            Some(Obstacle::Failed(reason)) => Some(Refusal::Broken(reason)),
            Some(Obstacle::Absent(reason)) => Some(Refusal::Unsuited(reason)),
            None => match technology.accepts(gpu, job) {
                Err(reason) => Some(Refusal::Unsuited(reason)),
                Ok(()) if choice == TechnologyChoice::Only(id) => None,
                Ok(()) => (!technology.volunteers(gpu, job)).then_some(Refusal::Costly),
            },
        }
    });
    Resolved {
        technology: registry::technology(id),
        note,
    }
}

/// The choice after this one in the order in which people see them, around to the first: `auto`, and the technologies
/// that can run on the GPU. Where there is none to ask, all of them.
#[must_use]
pub fn next(choice: TechnologyChoice, gpu: Option<&Gpu>) -> TechnologyChoice {
    next_of(choice, |id| {
        gpu.is_none_or(|gpu| registry::obstacle(gpu, registry::technology(id)).is_none())
    })
}

fn next_of(choice: TechnologyChoice, runs: impl Fn(TechnologyId) -> bool) -> TechnologyChoice {
    let present = TechnologyId::ALL
        .iter()
        .position(|id| choice == TechnologyChoice::Only(*id));
    let later = present.map_or(0, |present| present + 1);
    TechnologyId::ALL[later..]
        .iter()
        .copied()
        .find(|id| runs(*id))
        .map_or(TechnologyChoice::Auto, TechnologyChoice::Only)
}

fn climb(
    choice: TechnologyChoice,
    refuse: impl Fn(TechnologyId) -> Option<Refusal>,
) -> (TechnologyId, Option<Message>) {
    let asked = match choice {
        TechnologyChoice::Auto => None,
        TechnologyChoice::Only(id) => Some(id),
    };
    let stands_in = |technology: &&dyn Technology| match technology.info().stands_in {
        StandsIn::Never => false,
        StandsIn::ForAutomatic => asked.is_none(),
        StandsIn::Always => true,
    };
    let rungs = registry::TECHNOLOGIES
        .iter()
        .copied()
        .filter(stands_in)
        .map(|technology| technology.info().id);
    let mut note = None;
    for id in asked.into_iter().chain(rungs.filter(|id| Some(*id) != asked)) {
        let reason = match refuse(id) {
            None => return (id, note),
            Some(Refusal::Unsuited(reason)) => (Some(id) == asked).then_some(reason),
            Some(Refusal::Broken(reason)) => Some(reason),
            Some(Refusal::Costly) => None,
        };
        note = note.or(reason);
    }
    (TechnologyId::Fallback, note)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{AlphaMode, PixelFormat, Size};
    use crate::gpu::AdapterKind;
    use crate::settings::Algorithm;
    use crate::settings::TechnologyChoice::{Auto, Only};
    use crate::settings::TechnologyId::{Dlss, Fallback, Fsr, Nis, Nu, RtxVideo, Xess};
    use crate::technologies::testing::{frame, job};
    use crate::testing;

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
        assert_eq!(climb(Auto, |_| None), (RtxVideo, None));
        let absent = |id| unsuited("absent").filter(|_| id == RtxVideo);
        assert_eq!(climb(Auto, absent), (Nu, None), "nobody asked for RTX Video");
        let slow = |id| absent(id).or((id == Nu).then_some(Refusal::Costly));
        assert_eq!(climb(Auto, slow), (Fsr, None));
        let (id, note) = climb(Auto, |id| slow(id).or(unsuited("ratio").filter(|_| id == Fsr)));
        assert_eq!((id, note), (Nis, None), "nobody asked for FSR");
    }

    #[test]
    fn fault_18_a_runtime_that_cannot_run_is_replaced_by_fsr() {
        for id in [Dlss, Xess, RtxVideo] {
            let refuse = |refused| unsuited("absent").filter(|_| refused == id);
            let (taken, note) = climb(Only(id), refuse);
            assert_eq!((taken, key(note)), (Fsr, Some("absent")), "{id:?}");
        }
        // What broke is worth a word to everybody.
        let (taken, note) = climb(Auto, |id| broken("frame 100").filter(|_| id == RtxVideo));
        assert_eq!((taken, key(note)), (Nu, Some("frame 100")));
    }

    #[test]
    fn what_is_made_for_games_runs_only_if_it_is_asked_for() {
        let refused = |id| match id {
            Dlss | Xess => None,
            _ => unsuited("ratio"),
        };
        assert_eq!(climb(Auto, refused), (Fallback, None));
        assert_eq!(climb(Only(Xess), refused), (Xess, None));
    }

    #[test]
    fn what_takes_too_long_runs_only_if_it_is_asked_for() {
        let Some(gpu) = testing::gpu() else { return };
        let input = frame(Size::new(40, 30), PixelFormat::Rgba8, AlphaMode::Opaque);
        let job = job(input, Size::new(80, 60), Algorithm::Bilinear);
        let resolved = |choice| {
            let Resolved { technology, note } = resolve(&gpu, choice, &job);
            (technology.info().id, note)
        };
        assert_eq!(resolved(Only(Nu)), (Nu, None));
        if gpu.desc().kind == AdapterKind::Software {
            assert_eq!(resolved(Auto), (Fsr, None));
        }
    }

    #[test]
    fn fault_14_what_the_driver_refuses_is_passed_over_with_the_reason() {
        let (id, note) = climb(Auto, |id| match id {
            RtxVideo => unsuited("absent"),
            Nu => Some(Refusal::Costly),
            Fsr => broken("driver"),
            _ => None,
        });
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
    fn the_next_is_the_next_that_runs() {
        let all = |choice| next_of(choice, |_| true);
        assert_eq!((all(Auto), all(Only(Fallback))), (Only(Fsr), Auto));
        let few = |choice| next_of(choice, |id| matches!(id, Fsr | Fallback));
        assert_eq!((few(Only(Fsr)), few(Only(Fallback))), (Only(Fallback), Auto));
        // From one that does not run itself.
        assert_eq!(few(Only(Nis)), Only(Fallback));
        assert_eq!(next_of(Auto, |_| false), Auto);
    }

    #[test]
    fn every_technology_comes_round() {
        let mut seen = vec![Auto];
        while next(seen[seen.len() - 1], None) != Auto {
            seen.push(next(seen[seen.len() - 1], None));
        }
        assert_eq!(seen.len(), registry::TECHNOLOGIES.len() + 1, "{seen:?}");
    }

    #[test]
    fn the_last_rung_bears_everybody() {
        let (id, note) = climb(Auto, |_| broken("driver"));
        assert_eq!((id, key(note)), (Fallback, Some("driver")));
    }
}
