// SPDX-License-Identifier: GPL-2.0-or-later
//! The plugin as a module of OBS: entry points, translated text, files.

use std::ffi::{CStr, c_char};
use std::path::PathBuf;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::{PoisonError, RwLock};

use crate::strings::{c_string, copied, taken};
use crate::{panic, sys};

/// The version of OBS's interface that the module asks for: that of the headers behind [`sys`], patch 0. OBS refuses
/// a module that asks for a newer one than its own.
pub const API_VERSION: u32 = version_number(sys::LIBOBS_API_MAJOR_VER, sys::LIBOBS_API_MINOR_VER, 0);

/// The language whose file has every text.
const DEFAULT_LOCALE: &CStr = c"en-US";

/// Ours, as OBS gave it when it loaded the module; modules are never freed.
static MODULE: AtomicPtr<sys::obs_module_t> = AtomicPtr::new(ptr::null_mut());

static TEXTS: RwLock<Option<Texts>> = RwLock::new(None);

/// The translated texts of the module; belongs to us.
struct Texts(NonNull<sys::lookup_t>);

// SAFETY: OBS's text lookup is a tree that is not changed after loading; it is read under a shared lock and destroyed
// by its one owner.
unsafe impl Send for Texts {}
// SAFETY: as above.
unsafe impl Sync for Texts {}

impl Drop for Texts {
    fn drop(&mut self) {
        // SAFETY: ours, and nobody can read it any more.
        unsafe { sys::text_lookup_destroy(self.0.as_ptr()) };
    }
}

/// A version as OBS packs it into a number.
const fn version_number(major: u32, minor: u32, patch: u32) -> u32 {
    major << 24 | minor << 16 | patch
}

/// The version of the OBS that runs: major, minor, patch.
pub fn obs_version() -> (u32, u32, u32) {
    // SAFETY: returns a constant; may be called at any time.
    let version = unsafe { sys::obs_get_version() };
    (version >> 24, version >> 16 & 0xff, version & 0xffff)
}

/// The text for `key` in OBS's language, or in English; `None` when the locale files do not have it.
pub fn lookup(key: &str) -> Option<String> {
    let key = c_string(key);
    let texts = TEXTS.read().unwrap_or_else(PoisonError::into_inner);
    let texts = texts.as_ref()?;
    let mut text: *const c_char = ptr::null();
    // SAFETY: the texts live while the lock is held, and what is found in them is copied before it is let go.
    unsafe {
        if !sys::text_lookup_getstr(texts.0.as_ptr(), key.as_ptr(), &raw mut text) {
            return None;
        }
        copied(text)
    }
}

/// The text for `key` in OBS's language, or in English, or the key itself.
pub fn text(key: &str) -> String {
    lookup(key).unwrap_or_else(|| key.to_owned())
}

/// A file of the module's data folder; `None` when it does not exist.
pub fn data_file(name: &str) -> Option<PathBuf> {
    let module = NonNull::new(MODULE.load(Ordering::Acquire))?;
    let name = c_string(name);
    // SAFETY: OBS's module lives for ever; the path is allocated for us.
    unsafe { taken(sys::obs_find_module_file(module.as_ptr(), name.as_ptr())) }.map(PathBuf::from)
}

/// Where a file of this name in the module's configuration folder is, or would be; `None` when OBS has no such
/// folder.
pub fn config_path(name: &str) -> Option<PathBuf> {
    let module = NonNull::new(MODULE.load(Ordering::Acquire))?;
    let name = c_string(name);
    // SAFETY: as in `data_file`.
    unsafe { taken(sys::obs_module_get_config_path(module.as_ptr(), name.as_ptr())) }.map(PathBuf::from)
}

/// The module's own file; `None` when OBS does not know it.
pub fn binary_path() -> Option<PathBuf> {
    let module = NonNull::new(MODULE.load(Ordering::Acquire))?;
    // SAFETY: OBS's module lives for ever, and with it its path, which is copied.
    unsafe { copied(sys::obs_get_module_binary_path(module.as_ptr())) }.map(PathBuf::from)
}

/// What the entry points of [`declare_module`](crate::declare_module) do.
#[doc(hidden)]
pub mod entry {
    use super::*;

    /// `module` is OBS's handle of this module, which it never frees.
    pub fn set_pointer(module: *mut sys::obs_module_t) {
        MODULE.store(module, Ordering::Release);
    }

    /// # Safety
    /// `locale` is NULL or a NUL-terminated string.
    pub unsafe fn set_locale(locale: *const c_char) {
        panic::guard((), || {
            let module = MODULE.load(Ordering::Acquire);
            if module.is_null() || locale.is_null() {
                return;
            }
            // SAFETY: a valid name (the caller's promise) and OBS's own module; what comes back is ours.
            let texts = unsafe { sys::obs_module_load_locale(module, DEFAULT_LOCALE.as_ptr(), locale) };
            let texts = NonNull::new(texts).map(Texts);
            *TEXTS.write().unwrap_or_else(PoisonError::into_inner) = texts;
        });
    }

    /// Forgets the texts.
    pub fn free_locale() {
        panic::guard((), || {
            *TEXTS.write().unwrap_or_else(PoisonError::into_inner) = None
        });
    }
}

/// Defines what OBS looks for in a module. `name`, `description` and `author` are what OBS and its log show;
/// `load: fn() -> bool` registers everything (false: the module is given up), `post_load: fn()` runs when every module
/// is loaded, `unload: fn()` before OBS takes its graphics down.
///
/// The log is installed before `load`. The crate that calls it must be the cdylib's own.
///
/// ```ignore
/// nu_scaler_obs::declare_module! { name: "nu-scaler", load: load, post_load: post_load, unload: unload }
/// ```
#[macro_export]
macro_rules! declare_module {
    (
        name: $name:literal,
        $(description: $description:literal,)?
        $(author: $author:literal,)?
        load: $load:expr,
        post_load: $post_load:expr,
        unload: $unload:expr $(,)?
    ) => {
        const _: () = {
            use ::std::ffi::c_char;
            use $crate::{module::entry, panic::guard, sys};

            // SAFETY (of every no_mangle below): these are the names and signatures by which OBS looks a module up; no
            // other symbol of the process has them, because OBS looks only into this library.
            #[unsafe(no_mangle)]
            extern "C" fn obs_module_set_pointer(module: *mut sys::obs_module_t) {
                entry::set_pointer(module);
            }
            #[unsafe(no_mangle)]
            extern "C" fn obs_module_ver() -> u32 {
                $crate::module::API_VERSION
            }
            #[unsafe(no_mangle)]
            extern "C" fn obs_module_set_locale(locale: *const c_char) {
                // SAFETY: OBS calls this with the name of its locale.
                unsafe { entry::set_locale(locale) };
            }
            #[unsafe(no_mangle)]
            extern "C" fn obs_module_free_locale() {
                entry::free_locale();
            }
            #[unsafe(no_mangle)]
            extern "C" fn obs_module_load() -> bool {
                guard(false, || {
                    $crate::log::install();
                    $load()
                })
            }
            #[unsafe(no_mangle)]
            extern "C" fn obs_module_post_load() {
                guard((), || $post_load());
            }
            #[unsafe(no_mangle)]
            extern "C" fn obs_module_unload() {
                guard((), || $unload());
            }
            #[unsafe(no_mangle)]
            extern "C" fn obs_module_name() -> *const c_char {
                concat!($name, "\0").as_ptr().cast()
            }
            $(
                #[unsafe(no_mangle)]
                extern "C" fn obs_module_description() -> *const c_char {
                    concat!($description, "\0").as_ptr().cast()
                }
            )?
            $(
                #[unsafe(no_mangle)]
                extern "C" fn obs_module_author() -> *const c_char {
                    concat!($author, "\0").as_ptr().cast()
                }
            )?
        };
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::declare_module! {
        name: "a name",
        description: "a description",
        author: "an author",
        load: || panic!("while loading"),
        post_load: || (),
        unload: || panic!("while unloading"),
    }

    #[test]
    fn entry_points_are_found_by_name() {
        unsafe extern "C" {
            safe fn obs_module_ver() -> u32;
            safe fn obs_module_load() -> bool;
            safe fn obs_module_post_load();
            safe fn obs_module_unload();
            safe fn obs_module_name() -> *const c_char;
            safe fn obs_module_description() -> *const c_char;
            safe fn obs_module_author() -> *const c_char;
        }
        assert_eq!(obs_module_ver(), API_VERSION);
        assert!(!obs_module_load());
        obs_module_post_load();
        obs_module_unload();
        // SAFETY: literals.
        let texts = unsafe {
            [obs_module_name(), obs_module_description(), obs_module_author()].map(|text| copied(text))
        };
        let expected = ["a name", "a description", "an author"];
        assert_eq!(texts, expected.map(|text| Some(text.to_owned())));
    }

    #[test]
    fn asks_for_obs_29() {
        assert_eq!(API_VERSION, 29 << 24);
        assert!(obs_version().0 >= 29);
    }

    #[test]
    fn without_a_module_there_is_only_the_key() {
        assert_eq!(text("Some.Key"), "Some.Key");
        assert_eq!(data_file("x"), None);
        assert_eq!(config_path("x"), None);
    }

    #[test]
    fn locale_file_is_read() {
        let file = std::env::temp_dir().join(format!("nu-scaler-locale-{}.ini", std::process::id()));
        std::fs::write(&file, "Some.Other.Key=\"its text\"\n").expect("temporary folder");
        let path = c_string(&file.display().to_string());
        // SAFETY: an existing file.
        let texts = NonNull::new(unsafe { sys::text_lookup_create(path.as_ptr()) }).map(Texts);
        std::fs::remove_file(&file).expect("just written");
        *TEXTS.write().expect("not poisoned") = texts;
        assert_eq!(text("Some.Other.Key"), "its text");
        assert_eq!(lookup("Missing"), None);
        entry::free_locale();
        assert_eq!(lookup("Some.Other.Key"), None);
    }
}
