// SPDX-License-Identifier: GPL-2.0-or-later
//! Loading and saving profiles in the panel. To choose a file is to load or save it: OBS's panels have no other way to
//! ask for one. The path is taken out of the settings at once, so that no scene has it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use nu_scaler_core::settings::profile::{self, EXTENSION};
use nu_scaler_core::text::Message;
use nu_scaler_obs::data::Data;
use nu_scaler_obs::module::text;
use nu_scaler_obs::properties::{InfoKind, PathKind, Properties, PropertiesView};

use super::{Edited, show_what_applies, tip};
use crate::status::localised;
use crate::store;

// Names of the rows; a path stands under its row's name for a moment.
const LOAD: &str = "profile_load";
const SAVE: &str = "profile_save";
const OUTCOME: &str = "profile_outcome";

/// How long an outcome is shown. When a profile is loaded, panels are soon made anew by what it changes.
const SHOWN_FOR: Duration = Duration::from_secs(60);

/// What came of a profile.
#[derive(Clone)]
struct Outcome {
    since: Instant,
    text: String,
    kind: InfoKind,
}

/// What came of the last profile of one filter or source.
#[derive(Clone, Default)]
pub(crate) struct LastOutcome(Arc<Mutex<Option<Outcome>>>);

impl LastOutcome {
    fn get(&self) -> Option<Outcome> {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.clone().filter(|outcome| outcome.since.elapsed() < SHOWN_FOR)
    }

    /// Remembers what came of the profile at `path`, and shows it.
    fn tell(&self, panel: &PropertiesView<'_>, key: &'static str, path: &Path, reason: Option<&Message>) {
        let mut text = localised(&Message::new(key).with("path", path.display().to_string()));
        if let Some(reason) = reason {
            text = format!("{text}\n{}", localised(reason));
        }
        let kind = match reason {
            Some(_) => InfoKind::Error,
            None => InfoKind::Normal,
        };
        panel.set_info(OUTCOME, &text, kind);
        panel.set_visible(OUTCOME, true);
        let outcome = Outcome {
            since: Instant::now(),
            text,
            kind,
        };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
    }
}

/// Adds the rows.
pub(super) fn add(rows: &mut Properties, edited: &Arc<Edited>, last: &LastOutcome) {
    // A scene that came from elsewhere must not have files read or written when its panel is opened.
    if let Some(source) = edited.source.upgrade() {
        let saved = source.settings();
        take(edited, &saved, LOAD);
        take(edited, &saved, SAVE);
    }
    let filter = format!("JSON (*.{EXTENSION})");
    let (to_load, last_to_load) = (Arc::clone(edited), last.clone());
    rows.path(LOAD, &text("Panel.LoadProfile"), PathKind::Open, &filter)
        .long_description(&tip("Panel.LoadProfile.Tip"))
        .on_chosen(move |panel, data| {
            let path = take(&to_load, data, LOAD);
            path.is_some_and(|path| load(&path, &to_load, &last_to_load, panel, data))
        });
    let (to_save, last_to_save) = (Arc::clone(edited), last.clone());
    rows.path(SAVE, &text("Panel.SaveProfile"), PathKind::Save, &filter)
        .long_description(&tip("Panel.SaveProfile.Tip"))
        .on_chosen(move |panel, data| {
            let path = take(&to_save, data, SAVE);
            path.is_some_and(|path| save(&path, &last_to_save, panel, data))
        });
    let outcome = last.get();
    let (text, kind) = outcome.as_ref().map_or(("", InfoKind::Normal), |outcome| {
        (outcome.text.as_str(), outcome.kind)
    });
    rows.text_info(OUTCOME, text, kind).visible(outcome.is_some());
}

/// Takes the path under `key` out of the settings; nothing, where none was chosen. Before anything else is done: OBS
/// reads the settings at its next frame, on another thread.
fn take(edited: &Edited, data: &Data, key: &str) -> Option<PathBuf> {
    let _turn = store::turn();
    let path = data.text(key)?;
    data.erase(key);
    // The panel's settings are the source's own, in OBS; elsewhere OBS has copied it already.
    if let Some(source) = edited.source.upgrade() {
        source.settings().erase(key);
    }
    (!path.is_empty()).then(|| path.into())
}

/// Loads a profile. Tells whether the panel has to be drawn anew.
fn load(path: &Path, edited: &Edited, last: &LastOutcome, panel: &PropertiesView<'_>, data: &Data) -> bool {
    match profile::load(path) {
        Ok(changes) => {
            last.tell(panel, "Panel.ProfileLoaded", path, None);
            edited.change(data, &changes);
            show_what_applies(panel, data);
        }
        Err(reason) => last.tell(panel, "Panel.ProfileNotLoaded", path, Some(&reason)),
    }
    true
}

/// Saves a profile. Tells whether the panel has to be drawn anew.
fn save(path: &Path, last: &LastOutcome, panel: &PropertiesView<'_>, data: &Data) -> bool {
    match profile::save(path, &store::read(data).0) {
        Ok(path) => last.tell(panel, "Panel.ProfileSaved", &path, None),
        Err(reason) => last.tell(panel, "Panel.ProfileNotSaved", path, Some(&reason)),
    }
    true
}
