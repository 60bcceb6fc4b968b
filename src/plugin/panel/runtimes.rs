// SPDX-License-Identifier: GPL-2.0-or-later
//! The folder of vendors' runtimes in the panel. It is one for all panels, and no setting of the filter's: what is chosen is
//! taken out of the filter's settings at once ([`crate::runtimes`]).

use std::sync::Arc;

use nu_scaler_core::text::Message;
use nu_scaler_obs::data::Data;
use nu_scaler_obs::module::text;
use nu_scaler_obs::properties::{InfoKind, PathKind, Properties, PropertiesView};

use super::Edited;
use crate::runtimes::{self, Choice};
use crate::status::localised;
use crate::store;

// Names of the rows.
const FOLDER: &str = "runtime_folder";
const CLEAR: &str = "runtime_folder_clear";
const UNSAVED: &str = "runtime_folder_unsaved";

/// Adds the rows.
pub(super) fn add(rows: &mut Properties, edited: &Arc<Edited>) {
    if let Some(source) = edited.source.upgrade() {
        show(&source.settings());
    }
    let chooser = Arc::clone(edited);
    rows.path(FOLDER, &text("Panel.RuntimeFolder"), PathKind::Folder, "")
        .long_description(&text("Panel.RuntimeFolder.Tip"))
        .on_chosen(move |panel, data| follow(&chooser, panel, data));
    let choice = runtimes::choice();
    let clearer = Arc::clone(edited);
    rows.button(CLEAR, &text("Panel.RuntimeFolderClear"), move || {
        runtimes::choose(None);
        if let Some(source) = clearer.source.upgrade() {
            source.update_properties();
        }
        // The panel is made anew.
        false
    })
    .visible(choice.folder.is_some());
    let reason = reason(&choice);
    rows.text_info(UNSAVED, reason.as_deref().unwrap_or_default(), InfoKind::Warning)
        .visible(reason.is_some());
}

fn reason(choice: &Choice) -> Option<String> {
    let kind = choice.unsaved?;
    Some(localised(
        &Message::new("Panel.RuntimeFolderNotSaved").with("detail", kind.to_string()),
    ))
}

/// Shows the chosen folder as the value of the row; a value that the settings hold, in a scene of somebody else's, is none.
fn show(data: &Data) {
    let chosen = runtimes::choice().folder.unwrap_or_default();
    let _turn = store::turn();
    data.erase(FOLDER);
    data.set_default_text(FOLDER, &chosen.display().to_string());
}

/// Takes a folder that was chosen. Tells whether the panel has to be drawn anew.
fn follow(edited: &Edited, panel: &PropertiesView<'_>, data: &Data) -> bool {
    let picked = {
        let _turn = store::turn();
        data.has_user_value(FOLDER).then(|| data.text(FOLDER)).flatten()
    };
    let Some(folder) = picked.filter(|folder| !folder.is_empty()) else {
        return false;
    };
    runtimes::choose(Some(folder.into()));
    show(data);
    // The panel's settings are the source's own, in OBS; elsewhere OBS has copied it already.
    if let Some(source) = edited.source.upgrade() {
        show(&source.settings());
    }
    panel.set_visible(CLEAR, true);
    let reason = reason(&runtimes::choice());
    panel.set_info(UNSAVED, reason.as_deref().unwrap_or_default(), InfoKind::Warning);
    panel.set_visible(UNSAVED, reason.is_some());
    true
}
