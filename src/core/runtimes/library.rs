// SPDX-License-Identifier: GPL-2.0-or-later
//! Loading a vendor's library.

use std::ffi::{CStr, OsStr, OsString};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::binary;
use super::search::shown;
use crate::text::Message;

/// A library in this process.
///
/// It stays until the process ends: threads and callbacks of a vendor's may be in it at any time, and a device that is
/// opened anew needs it again.
#[derive(Clone, Debug)]
pub(super) struct Library {
    /// Its file, or the name that the system knows it by, for the user.
    file: String,
    raw: &'static libloading::Library,
}

/// What was loaded, by what the system was asked for.
static LOADED: Mutex<Vec<(OsString, Library)>> = Mutex::new(Vec::new());

impl Library {
    /// Loads a file.
    ///
    /// # Errors
    /// What is wrong with it, for the user.
    pub(super) fn open(path: &Path) -> Result<Self, Message> {
        binary::check(path)?;
        let file = shown(path);
        Self::load(path.as_os_str(), &file).map_err(|detail| unloadable(&file, detail))
    }

    /// Loads what the system finds by this name; `None` where it finds nothing.
    ///
    /// # Errors
    /// What the system says of what it finds.
    pub(super) fn open_named(name: &str) -> Option<Result<Self, Message>> {
        match Self::load(OsStr::new(name), name) {
            Err(detail) if system::is_absence(name, &detail) => None,
            opened => Some(opened.map_err(|detail| unloadable(name, detail))),
        }
    }

    /// The error is what the system says.
    fn load(target: &OsStr, file: &str) -> Result<Self, String> {
        let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, library)) = loaded.iter().find(|(known, _)| known == target) {
            return Ok(library.clone());
        }
        // SAFETY: the library's initialisers run here. It is one that the user put into a folder meant for it, or one
        // of the graphics driver, which this process runs anyway; there is nothing else to rely on.
        let raw = unsafe { system::load(target) }.map_err(|error| detail(&error))?;
        let library = Self {
            file: file.to_owned(),
            raw: Box::leak(Box::new(raw)),
        };
        loaded.push((target.to_owned(), library.clone()));
        Ok(library)
    }

    /// Its file, for the user.
    pub(super) fn file(&self) -> &str {
        &self.file
    }

    /// The function of this name.
    ///
    /// # Safety
    /// `F` is the type of a function pointer, and the one that the vendor's interface gives that function.
    ///
    /// # Errors
    /// That there is none, for the user.
    pub(super) unsafe fn function<F: Copy>(&self, name: &CStr) -> Result<F, Message> {
        // SAFETY: the type is the function's (the caller's promise); the library is never unloaded, so that the pointer
        // stays valid.
        let symbol = unsafe { self.raw.get::<F>(name.to_bytes_with_nul()) };
        symbol.map(|symbol| *symbol).map_err(|_| {
            Message::new("Reason.RuntimeSymbol")
                .with("file", &self.file)
                .with("symbol", name.to_string_lossy())
        })
    }
}

fn unloadable(file: &str, detail: String) -> Message {
    Message::new("Reason.RuntimeLoad")
        .with("file", file)
        .with("detail", detail)
}

/// What the system says is in the error's cause.
fn detail(error: &libloading::Error) -> String {
    let cause = std::error::Error::source(error).map(ToString::to_string);
    cause.unwrap_or_else(|| error.to_string())
}

#[cfg(unix)]
mod system {
    use std::ffi::OsStr;

    use libloading::os::unix::{Library, RTLD_LOCAL, RTLD_NOW};

    /// # Safety
    /// The library's initialisers are sound to run.
    pub(super) unsafe fn load(target: &OsStr) -> Result<libloading::Library, libloading::Error> {
        // All that it needs is looked for at once: what is missing is an error here, and not at the first call.
        // SAFETY: the caller's promise.
        unsafe { Library::open(Some(target), RTLD_NOW | RTLD_LOCAL) }.map(Into::into)
    }

    /// Whether this is what it says where it knows no library of this name. (It may say the same of another library, which
    /// that one needs.)
    pub(super) fn is_absence(name: &str, detail: &str) -> bool {
        /// `ENOENT`, which it words in the user's language.
        const ABSENT: i32 = 2;
        let absent = std::io::Error::from_raw_os_error(ABSENT).to_string();
        let absent = absent.split(" (os error").next().unwrap_or_default();
        detail.starts_with(&format!("{name}: ")) && detail.contains(absent)
    }
}

#[cfg(windows)]
mod system {
    use std::ffi::OsStr;

    use std::path::Path;

    use libloading::os::windows::{
        LOAD_LIBRARY_SEARCH_DEFAULT_DIRS, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR, LOAD_LIBRARY_SEARCH_SYSTEM32,
        Library,
    };

    /// # Safety
    /// The library's initialisers are sound to run.
    pub(super) unsafe fn load(target: &OsStr) -> Result<libloading::Library, libloading::Error> {
        // A name alone is one of the system's. What a file needs itself lies beside it, or is the system's. Never is
        // anything looked for in the current folder.
        let flags = if Path::new(target).is_absolute() {
            LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_DEFAULT_DIRS
        } else {
            LOAD_LIBRARY_SEARCH_SYSTEM32
        };
        // SAFETY: the caller's promise.
        unsafe { Library::load_with_flags(target, flags) }.map(Into::into)
    }

    /// Whether this is what it says where it knows no library of this name. (Of another library, which that one needs, it
    /// says the same.)
    pub(super) fn is_absence(_name: &str, detail: &str) -> bool {
        /// `ERROR_MOD_NOT_FOUND`.
        const NOT_FOUND: i32 = 126;
        detail.contains(&format!("(os error {NOT_FOUND})"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_the_system_does_not_know_is_told_apart_from_what_it_cannot_load() {
        assert!(Library::open_named("libnu-scaler-is-not-there.so.1").is_none());
        #[cfg(target_os = "linux")]
        for (detail, is_absence) in [
            (
                "name.so.1: cannot open shared object file: No such file or directory",
                true,
            ),
            (
                "other.so.2: cannot open shared object file: No such file or directory",
                false,
            ),
            ("name.so.1: invalid ELF header", false),
        ] {
            assert_eq!(system::is_absence("name.so.1", detail), is_absence, "{detail}");
        }
    }
}
