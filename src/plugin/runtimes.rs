// SPDX-License-Identifier: GPL-2.0-or-later
//! Where vendors' runtimes are looked for: in the folder that the user has chosen, in one among the plugin's own files,
//! and beside the plugin.
//!
//! The chosen one is one for all filters and sources, and is kept in a file of the plugin's: no scene or profile, which may
//! come from somebody else, can name a folder that code is loaded from.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use nu_scaler_core::place::{NoPlace, Place};
use nu_scaler_core::runtimes;
use nu_scaler_obs::module;
use serde_json::{Value, json};

/// Where the choice is kept, in the plugin's folder of settings.
const FILE: &str = "runtimes.json";
const FOLDER_KEY: &str = "folder";

/// What the user has chosen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Choice {
    pub(crate) folder: Option<PathBuf>,
    /// Why it holds only until the end of OBS.
    pub(crate) unsaved: Option<io::ErrorKind>,
}

static CHOICE: Mutex<Choice> = Mutex::new(Choice {
    folder: None,
    unsaved: None,
});

fn lock() -> MutexGuard<'static, Choice> {
    CHOICE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads what was chosen, and tells the core. Once, before there is a device.
pub(crate) fn load() {
    let folder = saved();
    tell(folder.clone());
    *lock() = Choice {
        folder,
        unsaved: None,
    };
}

/// What is chosen now.
pub(crate) fn choice() -> Choice {
    lock().clone()
}

/// Chooses another folder, or none. It holds at once, for all filters and sources, also where it cannot be saved.
pub(crate) fn choose(folder: Option<PathBuf>) {
    tell(folder.clone());
    let saved = save(folder.as_deref());
    let unsaved = saved.err().map(|error| error.kind());
    if let Some(kind) = unsaved {
        log::warn!("the folder of vendors' runtimes is not saved: {kind}");
    }
    *lock() = Choice { folder, unsaved };
}

/// The device is opened anew where it matters.
fn tell(chosen: Option<PathBuf>) {
    let beside = module::binary_path().and_then(|file| Some(file.parent()?.to_owned()));
    let own = module::config_path("runtimes");
    runtimes::set_folders(chosen.into_iter().chain(own).chain(beside).collect());
}

fn saved() -> Option<PathBuf> {
    let file = module::config_path(FILE)?;
    let text = match fs::read(&file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        text => text,
    };
    let read = text.and_then(|text| serde_json::from_slice::<Value>(&text).map_err(io::Error::from));
    match read {
        Ok(saved) => saved[FOLDER_KEY].as_str().map(PathBuf::from),
        Err(error) => {
            log::warn!("{}: {error}", file.display());
            None
        }
    }
}

fn save(folder: Option<&Path>) -> io::Result<()> {
    let Some(file) = module::config_path(FILE) else {
        return Err(io::ErrorKind::NotFound.into());
    };
    if let Some(parent) = file.parent() {
        fs::create_dir_all(parent)?;
    }
    let place = Place::new(&file).map_err(|reason| match reason {
        NoPlace::Taken => io::ErrorKind::IsADirectory,
        NoPlace::ReadOnly => io::ErrorKind::PermissionDenied,
    })?;
    let text = format!("{:#}\n", json!({ FOLDER_KEY: folder }));
    place.write(text.as_bytes(), true)
}
