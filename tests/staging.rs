// SPDX-License-Identifier: GPL-2.0-or-later
//! The plugin laid out as OBS wants to find it in a user's configuration.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::places;

/// The plugin's files inside a folder of plugins.
pub struct Staged {
    /// The module, `nu-scaler/bin/64bit/nu-scaler.so`.
    pub module: PathBuf,
    /// Its data, `nu-scaler/data`.
    pub data: PathBuf,
}

/// Copies the built plugin, the locale files and the data into `plugins/nu-scaler`.
///
/// # Errors
/// When the plugin is not built or a file cannot be written.
pub fn stage(plugins: &Path) -> Result<Staged> {
    let root = plugins.join("nu-scaler");
    let binaries = root.join("bin/64bit");
    let staged = Staged {
        module: binaries.join("nu-scaler.so"),
        data: root.join("data"),
    };
    fs::create_dir_all(&binaries)?;
    fs::copy(places::plugin_binary()?, &staged.module).context("copying the plugin")?;
    let repository = places::repository()?;
    copy_languages(&repository.join("locale"), &staged.data.join("locale"))?;
    let data = repository.join("data");
    if data.is_dir() {
        copy_folder(&data, &staged.data)?;
    }
    Ok(staged)
}

/// What OBS shows; the program has its own texts in it.
fn copy_languages(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("making {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("making {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target).with_context(|| format!("writing {}", target.display()))?;
        }
    }
    Ok(())
}
