// SPDX-License-Identifier: GPL-2.0-or-later
//! Where runtimes are looked for.

use std::env;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::text::{Message, Value};

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
    /// Those that were given too, and are not looked into.
    ignored: Vec<PathBuf>,
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
        let [folders, ignored] = apart(folders.into_iter());
        Self {
            folders,
            platform,
            ignored,
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
        let [folders, ignored] = apart(env::split_paths(&named).chain(told));
        Self {
            folders,
            platform: Platform::here(),
            ignored,
            as_of,
        }
    }

    /// Whether [`Search::here`] would look elsewhere by now.
    pub(crate) fn is_outdated(&self) -> bool {
        self.as_of != changes()
    }

    /// What has this name in each of the folders, the first one first, whatever it is.
    pub(super) fn places(&self, name: &str) -> Vec<PathBuf> {
        let paths = self.folders.iter().map(|folder| folder.join(name));
        // What the system refuses to tell of counts as there: then it is said so.
        let is_absent = |path: &PathBuf| {
            let error = path.symlink_metadata().err();
            error.is_some_and(|error| matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory))
        };
        paths.filter(|path| !is_absent(path)).collect()
    }

    /// What has a name that begins so, and goes on with a version; of one folder the highest version first.
    pub(super) fn places_of_any_version(&self, stem: &str) -> Vec<PathBuf> {
        let in_folder = |folder: &PathBuf| {
            let entries = fs::read_dir(folder).into_iter().flatten();
            let mut versions: Vec<_> = entries
                .filter_map(|entry| {
                    let path = entry.ok()?.path();
                    Some((version_behind(stem, path.file_name()?.to_str()?)?, path))
                })
                .collect();
            versions.sort();
            versions.into_iter().rev().map(|(_, path)| path)
        };
        self.folders.iter().flat_map(in_folder).collect()
    }

    /// That a file is in none of the folders.
    pub(super) fn missing(&self, file: Value) -> Message {
        let (looked, closed): (Vec<_>, Vec<_>) = self
            .folders
            .iter()
            .partition(|folder| fs::read_dir(folder).is_ok());
        let list = |folders: &mut dyn Iterator<Item = &PathBuf>| {
            let folders: Vec<_> = folders.map(|folder| shown(folder)).collect();
            folders.join(", ")
        };
        let ignored = list(&mut closed.into_iter().chain(&self.ignored));
        let key = match ignored.is_empty() {
            true => "Reason.RuntimeMissing",
            false => "Reason.RuntimeMissingHere",
        };
        let mut message = Message::new(key).with("folders", list(&mut looked.into_iter()));
        message.args.push(("file", file));
        if !ignored.is_empty() {
            message = message.with("ignored", ignored);
        }
        message
    }
}

/// What the first of these places comes to that is good. Of bad ones before it the log is told; where none is good, it is
/// why the first one is not. `None`: there are no places.
pub(super) fn first_good<T>(
    places: impl IntoIterator<Item = PathBuf>,
    mut of: impl FnMut(&Path) -> Result<T, Message>,
) -> Option<Result<T, Message>> {
    let mut bad = Vec::new();
    for place in places {
        match of(&place) {
            Ok(good) => {
                for reason in bad {
                    log::warn!("{reason}; {} is taken", shown(&place));
                }
                return Some(Ok(good));
            }
            Err(reason) => bad.push(reason),
        }
    }
    bad.into_iter().next().map(Err)
}

/// Those that mean the same folder from wherever the process was started, written as the system writes them: OBS's window
/// gives Windows' with slashes, with which Windows loads no library. And the others, as they are.
fn apart(folders: impl Iterator<Item = PathBuf>) -> [Vec<PathBuf>; 2] {
    let given = folders.filter(|folder| !folder.as_os_str().is_empty());
    let (absolute, relative): (Vec<_>, Vec<_>) = given.partition(|folder| folder.is_absolute());
    let written = |folder: &PathBuf| folder.components().collect();
    [absolute.iter().map(written).collect(), relative]
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

/// A path, for the user.
pub(super) fn shown(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_looked_for_in_the_current_folder() {
        let here = env::temp_dir();
        let folders = [PathBuf::new(), ".".into(), "runtimes".into(), here.clone()];
        assert_eq!(
            apart(folders.into_iter()),
            [vec![here], vec![".".into(), "runtimes".into()]]
        );
    }

    #[test]
    #[cfg(windows)]
    fn folders_are_written_as_the_system_writes_them() {
        let [folders, _] = apart([PathBuf::from("C:/Users/me/runtimes/")].into_iter());
        assert_eq!(folders[0].as_os_str(), r"C:\Users\me\runtimes");
    }

    #[test]
    fn folders_that_are_not_looked_into_are_named_apart() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let absent = folder.path().join("absent");
        let reason = |folders: Vec<PathBuf>| {
            let search = Search::new(folders, Platform::Linux);
            search.missing(Value::Text("name.so".to_owned()))
        };
        let there = folder.path().to_owned();
        assert_eq!(reason(vec![there.clone()]).key, "Reason.RuntimeMissing");
        let reason = reason(vec!["some/where".into(), absent.clone(), there.clone()]);
        let ignored = Value::Text(format!("{}, some/where", absent.display()));
        assert_eq!(reason.key, "Reason.RuntimeMissingHere");
        assert!(reason.args.contains(&("folders", Value::Text(shown(&there)))));
        assert!(reason.args.contains(&("ignored", ignored)));
    }

    #[test]
    fn a_bad_file_does_not_hide_a_good_one_behind_it() {
        let folders = [(); 3].map(|()| tempfile::tempdir().expect("a folder can be made"));
        let paths: Vec<_> = folders.iter().map(|folder| folder.path().to_owned()).collect();
        for (folder, text) in paths.iter().zip(["bad", "good", "good"]) {
            fs::write(folder.join("name.so.1"), text).expect("the file can be written");
            fs::write(folder.join("name.so.9.bak"), text).expect("the file can be written");
        }
        let search = Search::new(paths.clone(), Platform::Linux);
        let is_good = |path: &Path| match fs::read_to_string(path).expect("it can be read") == "good" {
            true => Ok(path.to_owned()),
            false => Err(Message::new("bad").with("file", shown(path))),
        };
        let expected = paths[1].join("name.so.1");
        for places in [
            search.places("name.so.1"),
            search.places_of_any_version("name.so"),
        ] {
            assert_eq!(places.len(), 3);
            assert_eq!(first_good(places, is_good), Some(Ok(expected.clone())));
        }
        let bad = first_good(search.places("name.so.1").into_iter().take(1), is_good);
        let place = shown(&paths[0].join("name.so.1"));
        assert_eq!(bad, Some(Err(Message::new("bad").with("file", place))));
        assert_eq!(first_good(search.places("other.so"), is_good), None);
    }

    #[test]
    fn of_a_folder_the_highest_version_is_first() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        for version in ["", ".310.9", ".310.10"] {
            let file = folder.path().join(format!("name.so{version}"));
            fs::write(file, "").expect("the file can be written");
        }
        let search = Search::new(vec![folder.path().to_owned()], Platform::Linux);
        let names: Vec<_> = search
            .places_of_any_version("name.so")
            .iter()
            .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
            .collect();
        assert_eq!(names, ["name.so.310.10", "name.so.310.9", "name.so"]);
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
