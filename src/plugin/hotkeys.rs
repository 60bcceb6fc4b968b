// SPDX-License-Identifier: GPL-2.0-or-later
//! The hotkeys of a filter or source of ours: one table of what they do.
//!
//! OBS calls a hotkey on a thread that holds all of its hotkeys, most often the one of the user interface. So nothing
//! here waits for a frame or for the graphics context: settings are handed over as the panel
//! hands them over, and the next frames follow.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use nu_scaler_core::ladder;
use nu_scaler_core::settings::{Quality, Settings};
use nu_scaler_core::text::Message;
use nu_scaler_obs::data::Data;
use nu_scaler_obs::hotkey::Hotkey;
use nu_scaler_obs::source::{Source, SourceRef};

use crate::process;
use crate::status::localised;
use crate::store;

/// One hotkey.
struct Action {
    /// Its part of the name that the user's keys are saved under: a contract with saved scenes.
    id: &'static str,
    /// The key of what the user reads.
    label: &'static str,
    does: Does,
}

/// What a hotkey does while the source is shown.
enum Does {
    /// Switches on and off. The only one that does anything while it is off.
    Switch,
    /// Changes settings; gets what they are, and writes what becomes different.
    Change(fn(&Settings, &Data)),
    /// Shows the plain picture as long as the key is down, or until the next press: other programs and devices that press
    /// hotkeys never let go of them.
    Compare,
}

/// Every hotkey, in the order in which OBS lists them.
const ACTIONS: &[Action] = &[
    Action {
        id: "toggle",
        label: "Hotkey.toggle",
        does: Does::Switch,
    },
    Action {
        id: "next_technology",
        label: "Hotkey.next_technology",
        does: Does::Change(next_technology),
    },
    Action {
        id: "next_quality",
        label: "Hotkey.next_quality",
        does: Does::Change(next_quality),
    },
    Action {
        id: "sharper",
        label: "Hotkey.sharper",
        does: Does::Change(|settings, change| sharpen(settings, change, 1.0)),
    },
    Action {
        id: "softer",
        label: "Hotkey.softer",
        does: Does::Change(|settings, change| sharpen(settings, change, -1.0)),
    },
    Action {
        id: "compare",
        label: "Hotkey.compare",
        does: Does::Compare,
    },
    Action {
        id: "overlay",
        label: "Hotkey.overlay",
        does: Does::Change(|settings, change| change.set_switch("overlay", !settings.overlay)),
    },
];

/// From the best picture to the largest.
const QUALITIES: [Quality; 4] = [
    Quality::Ultra,
    Quality::Quality,
    Quality::Balanced,
    Quality::Performance,
];

/// The steps of the sharpness from end to end.
const STEPS: f64 = 10.0;

fn next_technology(settings: &Settings, change: &Data) {
    let gpu = process::ready_gpu();
    let next = ladder::next(settings.technology, gpu.as_deref());
    change.set_text("technology", next.id());
}

fn next_quality(settings: &Settings, change: &Data) {
    let present = QUALITIES.iter().position(|quality| *quality == settings.quality);
    let next = present.map_or(0, |present| (present + 1) % QUALITIES.len());
    change.set_text("quality", QUALITIES[next].id());
}

/// Onto whole steps, so that as many the other way lead back.
fn sharpen(settings: &Settings, change: &Data, by: f64) {
    let steps = (f64::from(settings.sharpness) * STEPS + by).round();
    change.set_number("sharpness", steps.clamp(0.0, STEPS) / STEPS);
}

/// Whose hotkeys they are, and so what switches it.
#[derive(Clone, Copy)]
pub(crate) enum Owner {
    /// A filter, switched by its eye in the list of filters. OBS keeps hotkeys on sources only, so its hotkeys are with
    /// the source that is filtered, and have its name in theirs.
    Filter,
    /// A source, switched by its own setting with this key.
    Source(&'static str),
}

/// The hotkeys of one filter or source.
pub(crate) struct Hotkeys {
    subject: Arc<Subject>,
    /// Made at the first tick that knows the source which keeps them.
    registered: OnceLock<Registered>,
}

/// What the hotkeys work on.
struct Subject {
    /// The filter or source itself.
    own: SourceRef,
    owner: Owner,
    /// Whether the key for comparing is down.
    held: AtomicBool,
    /// Whether this tick's views show the plain picture. Another than `held`: the views of one tick are alike.
    comparing: AtomicBool,
    /// Ticks until an open panel is told to read the settings anew; 0: it need not be.
    panel_in: AtomicU8,
}

struct Registered {
    hotkeys: Vec<(&'static Action, Hotkey)>,
    /// The filter's name that the hotkeys' own names and descriptions were made from.
    named_after: Mutex<String>,
}

impl Hotkeys {
    pub(crate) fn new(own: SourceRef, owner: Owner) -> Self {
        Self {
            subject: Arc::new(Subject {
                own,
                owner,
                held: AtomicBool::new(false),
                comparing: AtomicBool::new(false),
                panel_in: AtomicU8::new(0),
            }),
            registered: OnceLock::new(),
        }
    }

    /// A frame begins. `keeper` is the source that keeps the hotkeys, if there is one at the moment; `on` tells whether
    /// upscaling is switched on.
    pub(crate) fn tick(&self, keeper: Option<&Source>, on: bool) {
        if let Some(registered) = self.registered.get() {
            registered.follow(&self.subject);
        } else if let Some(keeper) = keeper {
            self.registered
                .get_or_init(|| Registered::new(&self.subject, keeper));
        }
        self.subject.tick(on && keeper.is_some_and(Source::showing));
    }

    /// Whether the plain picture is to be shown in this tick.
    pub(crate) fn comparing(&self) -> bool {
        self.subject.comparing.load(Ordering::Relaxed)
    }
}

impl Subject {
    /// A key goes down, or comes up again. `keeper`: as for [`Hotkeys::tick`].
    fn press(&self, does: &Does, keeper: &SourceRef, pressed: bool) {
        if !pressed {
            if let Does::Compare = does {
                self.held.store(false, Ordering::Relaxed);
            }
            return;
        }
        let Some(own) = self.own.upgrade() else {
            return;
        };
        if !keeper.upgrade().is_some_and(|keeper| keeper.showing()) {
            return;
        }
        let on = self.is_on(&own);
        match does {
            Does::Switch => match self.owner {
                Owner::Filter => own.set_enabled(!on),
                Owner::Source(key) => self.change(&own, |change| change.set_switch(key, !on)),
            },
            _ if !on => {}
            Does::Change(write) => {
                // As they are saved: the last press may not have reached a frame yet.
                let (settings, _) = store::read(&own.settings());
                self.change(&own, |change| write(&settings, change));
            }
            Does::Compare => {
                self.held.fetch_xor(true, Ordering::Relaxed);
            }
        }
    }

    fn is_on(&self, own: &Source) -> bool {
        match self.owner {
            Owner::Filter => own.enabled(),
            Owner::Source(key) => {
                let _turn = store::turn();
                own.settings().switch(key) != Some(false)
            }
        }
    }

    fn change(&self, own: &Source, write: impl FnOnce(&Data)) {
        let change = Data::new();
        write(&change);
        store::update(own, &change);
        // The tick that may be under way has perhaps taken the settings before; the next one takes these.
        self.panel_in.store(2, Ordering::Relaxed);
    }

    /// A frame begins, in which the hotkeys act or not.
    fn tick(&self, acts: bool) {
        if !acts {
            // Not to come back with the source, long after.
            self.held.store(false, Ordering::Relaxed);
        }
        let held = self.held.load(Ordering::Relaxed);
        self.comparing.store(held, Ordering::Relaxed);
        let count = |ticks: u8| ticks.checked_sub(1);
        if self
            .panel_in
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, count)
            == Ok(1)
            && let Some(own) = self.own.upgrade()
        {
            own.update_properties();
        }
    }
}

impl Registered {
    fn new(subject: &Arc<Subject>, keeper: &Source) -> Self {
        let name = subject.own.name();
        let register = |action: &'static Action| {
            let (subject, weak) = (Arc::clone(subject), keeper.downgrade());
            let (key, description) = texts(action, subject.owner, &name);
            // OBS has none for a private source.
            let hotkey = Hotkey::register(keeper, &key, &description, move |pressed| {
                subject.press(&action.does, &weak, pressed);
            })?;
            Some((action, hotkey))
        };
        Self {
            hotkeys: ACTIONS.iter().filter_map(register).collect(),
            named_after: Mutex::new(name),
        }
    }

    /// Takes over the filter's name when the user has changed it. Under the new one the hotkeys are also found again:
    /// when the scenes are loaded, they are registered by the name that the filter has then.
    fn follow(&self, subject: &Subject) {
        let mut named_after = self.named_after.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(own) = subject.own.upgrade().filter(|own| !own.is_named(&named_after)) else {
            return;
        };
        let name = own.name();
        for (action, hotkey) in &self.hotkeys {
            let (key, description) = texts(action, subject.owner, &name);
            hotkey.rename(&key, &description);
        }
        *named_after = name;
    }
}

/// What the user's keys are saved under, and what the user reads, for a filter or source with this name. A source's
/// hotkeys are listed under its name, a filter's among others of the same source.
fn texts(action: &Action, owner: Owner, name: &str) -> (String, String) {
    let key = format!("nu_scaler.{}", action.id);
    match owner {
        Owner::Source(_) => (key, localised(&Message::new(action.label))),
        Owner::Filter => (
            format!("{key}.{name}"),
            localised(
                &Message::new("Hotkey.OfFilter")
                    .with_key("action", action.label)
                    .with("filter", name),
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use nu_scaler_core::settings::{SettingKind, TABLE};

    use super::*;

    /// What becomes of these settings.
    fn pressed(id: &str, settings: &Settings) -> Settings {
        let action = ACTIONS.iter().find(|action| action.id == id).expect("an action");
        let Does::Change(write) = action.does else {
            panic!("{id} changes no settings");
        };
        let data = Data::new();
        crate::panel::set_defaults(&data);
        data.set_text("technology", settings.technology.id());
        data.set_text("quality", settings.quality.id());
        data.set_number("sharpness", settings.sharpness.into());
        write(settings, &data);
        let (settings, corrections) = store::read(&data);
        assert_eq!(corrections, []);
        settings
    }

    #[test]
    fn every_quality_comes_round() {
        assert_eq!(QUALITIES.len(), Quality::ALL.len());
        let mut settings = Settings::default();
        let mut seen = Vec::new();
        for _ in QUALITIES {
            settings = pressed("next_quality", &settings);
            seen.push(settings.quality);
        }
        let ratios: Vec<f32> = seen.iter().map(|quality| quality.ratio()).collect();
        assert_eq!(ratios, [1.7, 2.0, 1.3, 1.5], "{seen:?}");
    }

    #[test]
    fn sharpness_goes_in_whole_steps_from_end_to_end() {
        let mut settings = Settings::default();
        for step in 1..=12 {
            settings = pressed("sharper", &settings);
            let expected = (step.min(10) as f32) / 10.0;
            assert_eq!(settings.sharpness, expected);
        }
        for step in (0..10).rev().chain([0, 0]) {
            settings = pressed("softer", &settings);
            assert_eq!(settings.sharpness, step as f32 / 10.0);
        }
        for (id, expected) in [("sharper", 0.4), ("softer", 0.2)] {
            settings.sharpness = 0.26;
            assert_eq!(pressed(id, &settings).sharpness, expected, "{id}");
        }
    }

    #[test]
    fn what_changes_are_settings_of_the_table() {
        for action in ACTIONS {
            let Does::Change(write) = action.does else {
                continue;
            };
            let data = Data::new();
            write(&Settings::default(), &data);
            let fits = TABLE.iter().filter(|spec| match spec.kind {
                SettingKind::Choice { .. } => data.text(spec.key).is_some(),
                SettingKind::Switch { .. } => data.switch(spec.key).is_some(),
                SettingKind::Float { .. } => data.number(spec.key).is_some(),
                SettingKind::Integer { .. } => data.integer(spec.key).is_some(),
            });
            assert_eq!(fits.count(), 1, "{}", action.id);
        }
    }
}
