// SPDX-License-Identifier: GPL-2.0-or-later
//! The property panel, made from the core's settings table: a setting that is added there appears here.

use nu_scaler_core::settings::{Group, SettingKind, SettingSpec, Settings, TABLE};
use nu_scaler_core::text::Message;
use nu_scaler_obs::data::Data;
use nu_scaler_obs::module::text;
use nu_scaler_obs::properties::{InfoKind, Properties, PropertiesView};

use nu_scaler_obs::source::SourceRef;

use crate::status::{Status, localised};
use crate::store;

/// Key of the status text. It is no setting: nothing is stored under it.
const STATUS: &str = "status";

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
    pub(crate) status: Status,
    pub(crate) source: SourceRef,
}

/// The panel of a filter or source; of none in particular when `None`. `add_first` adds what comes before the settings
/// that both have.
pub(crate) fn build(filter: Option<Shown>, add_first: impl FnOnce(&mut Properties)) -> Properties {
    let mut panel = Properties::new();
    let settings = filter
        .as_ref()
        .map_or_else(Settings::default, |filter| filter.settings.clone());
    if let Some(filter) = &filter {
        let kind = if filter.status.is_warning() {
            InfoKind::Warning
        } else {
            InfoKind::Normal
        };
        panel.text_info(STATUS, &filter.status.to_text(), kind);
    }
    add_first(&mut panel);
    for group in Group::ALL {
        panel.group(group.locale_key(), &text(group.locale_key()), |rows| {
            for spec in TABLE.iter().filter(|spec| spec.group == *group) {
                add(rows, spec, &settings);
            }
        });
    }
    if let Some(filter) = filter {
        panel.button("refresh", &text("Panel.Refresh"), move || {
            if let Some(source) = filter.source.upgrade() {
                source.update_properties();
            }
            // The panel is made anew; the one with this button need not be drawn again.
            false
        });
    }
    panel
}

/// Adds the row of one setting.
fn add(rows: &mut Properties, spec: &'static SettingSpec, settings: &Settings) {
    let name = text(&spec.locale_key());
    let label = if spec.built { name } else { not_built(name) };
    let unit = |unit: Option<&str>| unit.map_or_else(String::new, |unit| format!(" {}", text(unit)));
    let row = match spec.kind {
        SettingKind::Choice { values, .. } => {
            values.iter().fold(rows.list(spec.key, &label), |list, value| {
                let name = text(value.locale_key);
                if value.built {
                    list.item(&name, value.id)
                } else {
                    list.disabled_item(&not_built(name), value.id)
                }
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
    let tip = text(&spec.tip_key());
    if spec.built {
        // Any of them may decide which others apply.
        row.long_description(&tip)
            .visible((spec.applies)(settings))
            .on_modified(show_what_applies);
    } else {
        row.long_description(&tip).enabled(false);
    }
}

/// Shows the settings that matter for what is chosen now, and hides the others. Tells whether the panel has
/// to be drawn anew.
fn show_what_applies(panel: &PropertiesView<'_>, data: &Data) -> bool {
    let (settings, _) = store::read(data);
    let mut changed = false;
    for spec in TABLE.iter().filter(|spec| spec.built) {
        let shown = (spec.applies)(&settings);
        if panel.visible(spec.key) != Some(shown) {
            panel.set_visible(spec.key, shown);
            changed = true;
        }
    }
    changed
}

fn not_built(name: String) -> String {
    localised(&Message::new("Panel.NotBuilt").with("name", name))
}
