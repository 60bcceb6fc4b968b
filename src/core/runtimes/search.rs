// SPDX-License-Identifier: GPL-2.0-or-later
//! Where runtimes are looked for.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::text::Message;

/// Names folders of runtimes, separated as in `PATH`. They are looked into first.
const VARIABLE: &str = "NU_SCALER_RUNTIMES";
/// Names another system than this one, whose runtimes are taken: `windows` or `linux`. For doubles of them.
const SYSTEM_VARIABLE: &str = "NU_SCALER_RUNTIMES_SYSTEM";

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
    /// The system that this is, or that the environment says.
    fn here() -> Self {
        let named = env::var(SYSTEM_VARIABLE).unwrap_or_default();
        if named == "windows" {
            Self::Windows
        } else if named == "linux" {
            Self::Linux
        } else if cfg!(windows) {
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
    /// How often [`set_folders`] had changed anything by then.
    as_of: u64,
}

/// The folders that the process was told of.
static FOLDERS: Mutex<Option<Vec<PathBuf>>> = Mutex::new(None);
/// How often they have changed.
static CHANGES: AtomicU64 = AtomicU64::new(0);

/// Where the process is to look, the first folder first; that of its executable if this is never called. The process's
/// device ([`SharedGpu`](crate::gpu::SharedGpu)) is opened anew where these are others than before.
pub fn set_folders(folders: Vec<PathBuf>) {
    let mut told = FOLDERS.lock().unwrap_or_else(PoisonError::into_inner);
    if told.as_ref() != Some(&folders) {
        *told = Some(folders);
        CHANGES.fetch_add(1, Ordering::Release);
    }
}

/// How often [`set_folders`] has changed anything.
fn changes() -> u64 {
    CHANGES.load(Ordering::Acquire)
}

impl Search {
    /// These folders.
    #[must_use]
    pub fn new(folders: Vec<PathBuf>, platform: Platform) -> Self {
        Self {
            folders,
            platform,
            as_of: changes(),
        }
    }

    /// What holds in this process: the folders of the environment variable `NU_SCALER_RUNTIMES`, and those of
    /// [`set_folders`].
    #[must_use]
    pub fn here() -> Self {
        let named = env::var_os(VARIABLE).unwrap_or_default();
        // Asked first: what changes meanwhile is looked for again.
        let as_of = changes();
        let told = FOLDERS.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let beside = || env::current_exe().ok()?.parent().map(Path::to_owned);
        let told = told.unwrap_or_else(|| beside().into_iter().collect());
        Self {
            folders: absolute(env::split_paths(&named).chain(told)),
            platform: Platform::here(),
            as_of,
        }
    }

    /// Whether [`Search::here`] would look elsewhere by now.
    pub(crate) fn is_outdated(&self) -> bool {
        self.as_of != changes()
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

/// Those that mean the same folder from wherever the process was started, written as the system writes them: OBS's window
/// gives Windows' with slashes, with which Windows loads no library.
fn absolute(folders: impl Iterator<Item = PathBuf>) -> Vec<PathBuf> {
    let absolute = folders.filter(|folder| folder.is_absolute());
    absolute.map(|folder| folder.components().collect()).collect()
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
    fn nothing_is_looked_for_in_the_current_folder() {
        let here = env::temp_dir();
        let folders = [PathBuf::new(), ".".into(), "runtimes".into(), here.clone()];
        assert_eq!(absolute(folders.into_iter()), [here]);
    }

    #[test]
    #[cfg(windows)]
    fn folders_are_written_as_the_system_writes_them() {
        let folders = absolute([PathBuf::from("C:/Users/me/runtimes/")].into_iter());
        assert_eq!(folders[0].as_os_str(), r"C:\Users\me\runtimes");
    }

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
