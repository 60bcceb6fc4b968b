// SPDX-License-Identifier: GPL-2.0-or-later
//! The group "Source" of the source's panel.

use nu_scaler_obs::data::Data;
use nu_scaler_obs::module::text;
use nu_scaler_obs::properties::{Choice, Properties, PropertiesView, Value};
use nu_scaler_obs::source::{Source, SourceRef};

use super::captures::Capture;
use super::wish::{Holds, KIND, Kind, MOST_PIXELS, NAME, Row, SCREEN, TABLE, WINDOW, Wish};
use crate::panel::tip;

const CHOOSE: &str = "choose";

/// What the group of one source shows.
pub(crate) struct Shown {
    pub(crate) own: SourceRef,
    pub(crate) wish: Wish,
    /// The capture that is shown, if one is.
    pub(crate) capture: Option<(Source, &'static Capture)>,
}

/// Adds the group; that of no source in particular when `None`.
pub(crate) fn add(panel: &mut Properties, shown: Option<Shown>) {
    panel.group("Group.Source", &text("Group.Source"), |rows| {
        let kind = shown.as_ref().map_or(Kind::Source, |shown| shown.wish.kind);
        for row in TABLE {
            add_row(rows, row, kind, shown.as_ref());
        }
        let Some(Shown { own, capture, .. }) = shown else {
            return;
        };
        if let Some((source, button)) = capture.and_then(|(source, capture)| Some((source, capture.button?)))
        {
            let source = source.downgrade();
            rows.button(CHOOSE, &text("Panel.Choose"), move || {
                source.upgrade().is_some_and(|source| source.press_button(button))
            });
        }
        rows.button("refresh_source", &text("Panel.RefreshLists"), move || {
            if let Some(own) = own.upgrade() {
                own.update_properties();
            }
            // The panel is made anew; the one with this button need not be drawn again.
            false
        });
    });
}

fn add_row(rows: &mut Properties, row: &'static Row, kind: Kind, shown: Option<&Shown>) {
    let label = text(row.label);
    let property = match row.holds {
        Holds::Kind => Kind::ALL.iter().fold(rows.list(row.key, &label), |list, kind| {
            list.item(&text(kind.locale_key()), kind.id())
        }),
        Holds::Name => {
            // OBS would choose the first of a list that lacks the present value.
            let none = text(if row.key == SCREEN && shows_first_screen() {
                "Panel.FirstScreen"
            } else {
                "Panel.NotChosen"
            });
            let list = rows.list(row.key, &label).item(&none, "");
            let mut offered = shown.map_or_else(Vec::new, |shown| offered(row, shown));
            let chosen = shown.map_or("", |shown| shown.wish.chosen(row.key));
            if !chosen.is_empty() && offered.iter().all(|(_, value)| value != chosen) {
                offered.push((chosen.to_owned(), chosen.to_owned()));
            }
            offered
                .iter()
                .fold(list, |list, (label, value)| list.item(label, value))
        }
        Holds::Pixels(_, least) => rows
            .int(row.key, &label, least, MOST_PIXELS, 1)
            .suffix(&format!(" {}", text("Unit.Pixels"))),
        Holds::Switch(_) => rows.bool(row.key, &label),
    };
    property
        .long_description(&tip(row.tip))
        .visible(row.kinds.contains(&kind))
        .on_modified(show_what_applies);
}

/// Whether a screen is shown before one is chosen.
fn shows_first_screen() -> bool {
    Kind::Screen
        .capture()
        .and_then(Result::ok)
        .is_some_and(|(capture, _)| capture.has_first)
}

/// What can be chosen at the moment: what the user reads, and what is saved.
fn offered(row: &Row, shown: &Shown) -> Vec<(String, String)> {
    if row.key == NAME {
        return existing(&shown.own);
    }
    let of_kind = match row.key {
        WINDOW => shown.wish.kind == Kind::Window,
        _ => matches!(shown.wish.kind, Kind::Screen | Kind::Region),
    };
    // Until the next frame it may be the capture of the kind before.
    let Some((source, capture)) = shown.capture.as_ref().filter(|_| of_kind) else {
        return Vec::new();
    };
    choices(source, capture)
}

/// What the list of a capture offers at the moment.
pub(super) fn choices(source: &Source, capture: &Capture) -> Vec<(String, String)> {
    let choices = capture.list.map_or_else(Vec::new, |key| source.choices(key));
    choices
        .into_iter()
        .map(|Choice { label, value }| match value {
            Value::Text(value) => (label, value),
            Value::Integer(value) => (label, value.to_string()),
        })
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

/// The sources and scenes with a picture, but not `own`, by name.
fn existing(own: &SourceRef) -> Vec<(String, String)> {
    let own = own.upgrade();
    let mut names: Vec<String> = Source::all()
        .into_iter()
        .filter(|source| Some(source) != own.as_ref() && source.has_video() && !source.removed())
        .map(|source| source.name())
        .collect();
    names.sort_by_key(|name| name.to_lowercase());
    names.dedup();
    names.into_iter().map(|name| (name.clone(), name)).collect()
}

/// Shows the settings of the kind that is chosen now, and hides the others. Tells whether the panel has to be drawn
/// anew.
fn show_what_applies(panel: &PropertiesView<'_>, data: &Data) -> bool {
    let kind = Kind::read(data).unwrap_or(Kind::Source);
    let mut changed = false;
    for row in TABLE.iter().filter(|row| row.key != KIND) {
        let shown = row.kinds.contains(&kind);
        if panel.visible(row.key) != Some(shown) {
            panel.set_visible(row.key, shown);
            changed = true;
        }
    }
    changed
}
