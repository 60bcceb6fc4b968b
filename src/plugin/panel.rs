// SPDX-License-Identifier: GPL-2.0-or-later
//! The property panel, made from the core's settings table: a setting that is added there appears here.

pub(crate) mod profiles;
mod runtimes;
mod tip;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use nu_scaler_core::settings::{Changes, Content, Group, SettingKind, SettingSpec, Settings, TABLE};
use nu_scaler_core::text::Message;
use nu_scaler_obs::data::Data;
use nu_scaler_obs::module::text;
use nu_scaler_obs::properties::{InfoKind, Properties, PropertiesView};
use nu_scaler_obs::source::SourceRef;

use self::profiles::LastOutcome;
pub(crate) use self::tip::tip;
use crate::status::{Status, localised};
use crate::store;

/// Keys of the status and of what had to be corrected. They are no settings: nothing is stored under them.
const STATUS: &str = "status";
const CORRECTIONS: &str = "corrections";

/// Gives every setting its default in a new filter.
pub(crate) fn set_defaults(data: &Data) {
    for spec in TABLE {
        match spec.kind {
            SettingKind::Choice { default, .. } => data.set_default_text(spec.key, default),
            SettingKind::Float { default, .. } => data.set_default_number(spec.key, default),
            SettingKind::Integer { default, .. } => data.set_default_integer(spec.key, default.into()),
            SettingKind::Switch { default } => data.set_default_switch(spec.key, default),
        }
    }
}

/// What the panel of one filter or source shows.
pub(crate) struct Shown {
    pub(crate) settings: Settings,
    /// What had to be corrected in the saved settings.
    pub(crate) corrections: Vec<Message>,
    pub(crate) status: Status,
    pub(crate) outcome: LastOutcome,
    pub(crate) source: SourceRef,
}

/// What the rows of a panel that is open know: where changes go to, and what was chosen last.
struct Edited {
    source: SourceRef,
    content: Mutex<Content>,
}

impl Edited {
    /// Changes settings that the user did not touch. `data` are those that the panel edits.
    fn change(&self, data: &Data, changes: &Changes) {
        store::write(data, changes);
        *self.content() = store::read(data).0.content;
        // OBS passed on what the user changed before it asked us.
        if let Some(source) = self.source.upgrade() {
            store::update(&source, data);
        }
    }

    fn content(&self) -> MutexGuard<'_, Content> {
        self.content.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The panel of a filter or source; of none in particular when `None`. `add_first` adds what comes before the settings
/// that both have.
pub(crate) fn build(shown: Option<Shown>, add_first: impl FnOnce(&mut Properties)) -> Properties {
    let mut panel = Properties::new();
    let settings = shown
        .as_ref()
        .map_or_else(Settings::default, |shown| shown.settings.clone());
    if let Some(shown) = &shown {
        let kind = if shown.status.is_warning() {
            InfoKind::Warning
        } else {
            InfoKind::Normal
        };
        panel.text_info(STATUS, &shown.status.to_text(), kind);
        let corrections: Vec<_> = shown.corrections.iter().map(localised).collect();
        panel
            .text_info(CORRECTIONS, &corrections.join("\n"), InfoKind::Warning)
            .visible(!corrections.is_empty());
        let source = shown.source.clone();
        panel.button("refresh", &text("Panel.Refresh"), move || {
            if let Some(source) = source.upgrade() {
                source.update_properties();
            }
            // The panel is made anew; the one with this button need not be drawn again.
            false
        });
    }
    add_first(&mut panel);
    let edited = shown.as_ref().map(|shown| {
        // What the instance has may be a tick old.
        let saved = shown.source.upgrade().map(|source| source.settings());
        let content = saved.map_or(settings.content, |saved| store::read(&saved).0.content);
        Arc::new(Edited {
            source: shown.source.clone(),
            content: Mutex::new(content),
        })
    });
    for group in Group::ALL {
        panel
            .group(group.locale_key(), &text(group.locale_key()), |rows| {
                for spec in TABLE.iter().filter(|spec| spec.group == *group) {
                    add(rows, spec, &settings, edited.as_ref());
                }
                if let (Group::Advanced, Some(shown), Some(edited)) = (group, &shown, &edited) {
                    runtimes::add(rows, edited);
                    profiles::add(rows, edited, &shown.outcome);
                }
            })
            .visible(is_shown(*group, &settings));
    }
    panel
}

/// Whether there is anything in a group while the settings are these. Profiles and the folder of runtimes always apply.
fn is_shown(group: Group, settings: &Settings) -> bool {
    let mut rows = TABLE.iter().filter(|spec| spec.group == group);
    group == Group::Advanced || rows.any(|spec| spec.is_shown(settings))
}

/// Adds the row of one setting.
fn add(rows: &mut Properties, spec: &'static SettingSpec, settings: &Settings, edited: Option<&Arc<Edited>>) {
    let label = text(&spec.locale_key());
    let unit = |unit: Option<&str>| unit.map_or_else(String::new, |unit| format!(" {}", text(unit)));
    let row = match spec.kind {
        SettingKind::Choice { values, .. } => {
            values.iter().fold(rows.list(spec.key, &label), |list, value| {
                list.item(&text(value.locale_key), value.id)
            })
        }
        SettingKind::Float {
            min,
            max,
            step,
            unit: of,
            ..
        } => rows
            .float_slider(spec.key, &label, min, max, step)
            .suffix(&unit(of)),
        SettingKind::Integer {
            min,
            max,
            step,
            unit: of,
            ..
        } => {
            // The ranges of the table fit.
            rows.int(spec.key, &label, min as i32, max as i32, step as i32)
                .suffix(&unit(of))
        }
        SettingKind::Switch { .. } => rows.bool(spec.key, &label),
    };
    let row = row
        .long_description(&tip(&spec.tip_key()))
        .visible(spec.is_shown(settings));
    match edited.cloned() {
        Some(edited) if spec.key == "content" => {
            row.on_modified(move |panel, data| follow_content(&edited, panel, data))
        }
        // Any of them may decide which others apply.
        _ => row.on_modified(show_what_applies),
    };
}

/// Sets what suits the content, if another one was chosen: OBS also asks when it opens the panel. Tells whether the
/// panel has to be drawn anew.
fn follow_content(edited: &Edited, panel: &PropertiesView<'_>, data: &Data) -> bool {
    let content = store::read(data).0.content;
    let changed = std::mem::replace(&mut *edited.content(), content) != content;
    if changed {
        edited.change(data, &content.changes());
    }
    show_what_applies(panel, data) || changed
}

/// Shows the settings and groups that matter for what is chosen now, and hides the others. Tells whether the panel has
/// to be drawn anew.
fn show_what_applies(panel: &PropertiesView<'_>, data: &Data) -> bool {
    let (settings, _) = store::read(data);
    let rows = TABLE.iter().map(|spec| (spec.key, spec.is_shown(&settings)));
    let groups = Group::ALL
        .iter()
        .map(|group| (group.locale_key(), is_shown(*group, &settings)));
    let mut changed = false;
    for (name, shown) in rows.chain(groups) {
        if panel.visible(name) != Some(shown) {
            panel.set_visible(name, shown);
            changed = true;
        }
    }
    changed
}
