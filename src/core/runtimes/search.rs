// SPDX-License-Identifier: GPL-2.0-or-later
//! Where runtimes are looked for.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::text::Message;

/// Names folders of runtimes, separated as in `PATH`. They are looked into first.
const VARIABLE: &str = "NU_SCALER_RUNTIMES";

/// The system whose names and conventions runtimes have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Platform {
    /// Linux and what is like it.
    Linux,
    /// Windows.
    Windows,
    /// One without any of these runtimes.
    Other,
}

impl Platform {
    /// The system that this is.
    #[must_use]
    pub const fn here() -> Self {
        if cfg!(windows) {
            Self::Windows
        } else if cfg!(target_os = "linux") {
            Self::Linux
        } else {
            Self::Other
        }
    }
}

/// Where runtimes are looked for, and for which system.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Search {
    /// The folders, the first one first.
    pub folders: Vec<PathBuf>,
    /// Whose names the files have.
    pub platform: Platform,
}

/// What the process was told of its folders.
#[derive(Default)]
struct Folders {
    user: Option<PathBuf>,
    program: Option<PathBuf>,
}

static FOLDERS: Mutex<Folders> = Mutex::new(Folders {
    user: None,
    program: None,
});

/// The folder that the user has chosen for runtimes; it holds for devices that are opened afterwards.
pub fn set_runtime_folder(folder: Option<PathBuf>) {
    FOLDERS.lock().unwrap_or_else(PoisonError::into_inner).user = folder;
}

/// The folder in which the plugin or the program is itself; as [`set_runtime_folder`]. Without it, it is that of the
/// process's executable.
pub fn set_program_folder(folder: PathBuf) {
    FOLDERS.lock().unwrap_or_else(PoisonError::into_inner).program = Some(folder);
}

impl Search {
    /// What holds in this process: the folders of the environment variable `NU_SCALER_RUNTIMES`, the one that the user
    /// has chosen, and the one beside the program.
    #[must_use]
    pub fn here() -> Self {
        let named = env::var_os(VARIABLE).unwrap_or_default();
        let told = FOLDERS.lock().unwrap_or_else(PoisonError::into_inner);
        let executable = || Some(env::current_exe().ok()?.parent()?.to_owned());
        let folders = env::split_paths(&named)
            .chain(told.user.clone())
            .chain(told.program.clone().or_else(executable))
            .filter(|folder| !folder.as_os_str().is_empty());
        Self {
            folders: folders.collect(),
            platform: Platform::here(),
        }
    }

    /// The file of this name in the first folder that has it.
    pub(super) fn file(&self, name: &str) -> Option<PathBuf> {
        let mut paths = self.folders.iter().map(|folder| folder.join(name));
        paths.find(|path| path.is_file())
    }

    /// The file whose name begins so, in the first folder that has one; of several the one with the highest version.
    pub(super) fn file_of_any_version(&self, stem: &str) -> Option<PathBuf> {
        self.folders.iter().find_map(|folder| {
            let files = fs::read_dir(folder).ok()?.filter_map(|entry| {
                let path = entry.ok()?.path();
                let version = version_behind(stem, path.file_name()?.to_str()?)?;
                path.is_file().then_some((version, path))
            });
            files.max().map(|(_, path)| path)
        })
    }

    /// That a file is in none of the folders.
    pub(super) fn missing(&self, file: &str) -> Message {
        let folders: Vec<_> = self
            .folders
            .iter()
            .map(|folder| folder.display().to_string())
            .collect();
        Message::new("Reason.RuntimeMissing")
            .with("file", file)
            .with("folders", folders.join(", "))
    }
}

/// The numbers behind the stem of a library's name: 310, 1 and 0 of `libname.so.310.1.0`. `None` where there is
/// anything else.
fn version_behind(stem: &str, name: &str) -> Option<Vec<u32>> {
    match name.strip_prefix(stem)? {
        "" => Some(Vec::new()),
        rest => rest
            .strip_prefix('.')?
            .split('.')
            .map(|part| part.parse().ok())
            .collect(),
    }
}

/// A file's name, for the user.
pub(super) fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_numbers_behind_the_stem() {
        let version = |name| version_behind("libname.so", name);
        assert_eq!(version("libname.so"), Some(vec![]));
        assert_eq!(version("libname.so.310.1.0"), Some(vec![310, 1, 0]));
        assert!(version("libname.so.310.10.0") > version("libname.so.310.9.1"));
        for other in [
            "libname.so.bak",
            "libname.so.1.bak",
            "libnames.so",
            "libname.so1",
            "name.so",
        ] {
            assert_eq!(version(other), None, "{other}");
        }
    }
}
