// SPDX-License-Identifier: GPL-2.0-or-later
//! Profiles: all settings in a file, to be given to another filter, or to somebody else.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::{Changes, Settings};
use crate::place::{NoPlace, Place};
use crate::text::Message;

/// The ending of a profile's name, without its dot.
pub const EXTENSION: &str = "json";

/// Profiles have some hundred bytes; who picks a film by mistake does not wait for it.
const LARGEST: u64 = 64 * 1024;

/// What tells a profile from other JSON, and the number of its version.
const VERSION_KEY: &str = "nu_scaler_profile";
const VERSION: u64 = 1;
const SETTINGS_KEY: &str = "settings";

/// The settings that the profile at `path` has, all of them good.
///
/// # Errors
/// Why there are none; what is said does not name the file.
pub fn load(path: &Path) -> Result<Changes, Message> {
    let unreadable =
        |error: io::Error| Message::new("Reason.Profile.Unreadable").with("detail", error.kind().to_string());
    let file = match fs::metadata(path) {
        // Opening a pipe would wait for whoever writes into it.
        Ok(found) if !found.is_file() => return Err(Message::new("Reason.Profile.NotAFile")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(Message::new("Reason.Profile.Missing"));
        }
        found => found.and_then(|_| File::open(path)).map_err(unreadable)?,
    };
    let mut text = Vec::new();
    file.take(LARGEST + 1)
        .read_to_end(&mut text)
        .map_err(unreadable)?;
    if text.len() as u64 > LARGEST {
        let limit = LARGEST / 1024;
        return Err(Message::new("Reason.Profile.TooLarge").with("limit", limit.to_string()));
    }
    parse(&text)
}

fn parse(text: &[u8]) -> Result<Changes, Message> {
    // What some editors of Windows put before a text.
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
    if text.trim_ascii().is_empty() {
        return Err(Message::new("Reason.Profile.Empty"));
    }
    let json: Value = serde_json::from_slice(text).map_err(|error| {
        Message::new("Reason.Profile.NotJson")
            .with("line", error.line().to_string())
            .with("column", error.column().to_string())
    })?;
    let version = (json.get(VERSION_KEY)).ok_or_else(|| Message::new("Reason.Profile.None"))?;
    if version.as_u64() != Some(VERSION) {
        return Err(Message::new("Reason.Profile.Version").with("version", VERSION.to_string()));
    }
    let settings = json.get(SETTINGS_KEY).and_then(Value::as_object);
    Changes::from_json(settings.ok_or_else(|| Message::new("Reason.Profile.None"))?)
}

/// Saves `settings` at `path`, whole or not at all, and tells where: a name without any ending gets [`EXTENSION`].
///
/// # Errors
/// Why they could not be saved; what is said does not name the file.
pub fn save(path: &Path, settings: &Settings) -> Result<PathBuf, Message> {
    // Only what was chosen is replaced, and that is another name.
    let (path, replaces) = match path.extension() {
        Some(_) => (path.to_owned(), true),
        None => (path.with_extension(EXTENSION), false),
    };
    // In the words of the library it would be the temporary file's name.
    let unwritable =
        |kind: io::ErrorKind| Message::new("Reason.Profile.Unwritable").with("detail", kind.to_string());
    let place = Place::new(&path).map_err(|reason| match reason {
        NoPlace::Taken => Message::new("Reason.Profile.NotAFile"),
        NoPlace::ReadOnly => unwritable(io::ErrorKind::PermissionDenied),
    })?;
    match place.write(text(settings).as_bytes(), replaces) {
        Ok(()) => Ok(path),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(Message::new("Reason.Profile.Exists").with("path", path.display().to_string()))
        }
        Err(error) => Err(unwritable(error.kind())),
    }
}

/// A profile of these settings.
fn text(settings: &Settings) -> String {
    let mut profile = Map::new();
    profile.insert(VERSION_KEY.to_owned(), VERSION.into());
    profile.insert(SETTINGS_KEY.to_owned(), Changes::to(settings).to_json().into());
    format!("{:#}\n", json!(profile))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Algorithm, Quality, TechnologyChoice, TechnologyId};

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn some_settings() -> Settings {
        Settings {
            technology: TechnologyChoice::Only(TechnologyId::Fallback),
            quality: Quality::Ultra,
            algorithm: Some(Algorithm::Lanczos2),
            sharpness: 0.3,
            ..Settings::default()
        }
    }

    #[test]
    fn what_is_saved_is_loaded() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.json", "Grüße, 日本.profile", "b"] {
            let path = folder.path().join(name);
            let saved = save(&path, &some_settings()).unwrap();
            assert_eq!(
                Settings::read(&load(&saved).unwrap()).0,
                some_settings(),
                "{name}"
            );
        }
        assert_eq!(names(folder.path()), ["Grüße, 日本.profile", "a.json", "b.json"]);
    }

    #[test]
    fn a_profile_from_an_editor_of_windows_is_loaded() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        let text = text(&some_settings()).replace('\n', "\r\n");
        fs::write(&path, format!("\u{feff}{text}")).unwrap();
        assert_eq!(Settings::read(&load(&path).unwrap()).0, some_settings());
    }

    #[test]
    fn a_profile_is_for_people_to_read() {
        let text = text(&some_settings());
        assert!(
            text.starts_with("{\n  \"nu_scaler_profile\": 1,\n  \"settings\": {\n"),
            "{text}"
        );
        assert!(text.contains("\n    \"sharpness\": 0.3,\n"), "{text}");
        assert!(text.ends_with("}\n"));
    }

    #[test]
    fn only_the_file_that_was_chosen_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        fs::write(&path, "mine").unwrap();
        let reason = save(&folder.path().join("a"), &some_settings()).unwrap_err();
        assert!(reason.to_string().contains("a.json"), "{reason}");
        assert_eq!(fs::read(&path).unwrap(), b"mine");
        save(&path, &some_settings()).unwrap();
        assert!(load(&path).is_ok());
        assert_eq!(names(folder.path()), ["a.json"]);
    }

    #[test]
    fn what_cannot_be_saved_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("b.json")).unwrap();
        for path in ["no/a.json", "b.json"] {
            let reason = save(&folder.path().join(path), &some_settings()).unwrap_err();
            assert!(!reason.to_string().contains(".tmp"), "{reason}");
        }
        assert_eq!(names(folder.path()), ["b.json"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_private_profile_stays_private() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        fs::write(&path, "mine").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        save(&path, &some_settings()).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_may_not_be_written_stays() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        fs::write(&path, "mine").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        let reason = save(&path, &some_settings()).unwrap_err().to_string();
        assert!(reason.contains("permission denied"), "{reason}");
        assert_eq!(fs::read(&path).unwrap(), b"mine");
    }

    #[test]
    fn each_fault_has_its_reason() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        let reason = |text: &[u8]| {
            fs::write(&path, text).unwrap();
            load(&path).unwrap_err().to_string()
        };
        let with = |settings: &str| {
            reason(format!(r#"{{"nu_scaler_profile": 1, "settings": {settings}}}"#).as_bytes())
        };
        let large = vec![b' '; 64 * 1024 + 1];
        for (reason, expected) in [
            (
                load(&folder.path().join("no.json")).unwrap_err().to_string(),
                "no such file",
            ),
            (load(folder.path()).unwrap_err().to_string(), "not a file"),
            (reason(&large), "64 KiB"),
            (reason(b""), "empty"),
            (reason(b"\xef\xbb\xbf\r\n"), "empty"),
            (reason(b"\xef\xbb\xbf{"), "not JSON"),
            (reason(b"{\n\"a\": 1,,}"), "line 2, column 8"),
            (reason(b"\xff\xfe{}"), "line 1"),
            (reason(b"{}"), "no profile"),
            (reason(b"[1, 2]"), "no profile"),
            (reason(br#"{"nu_scaler_profile": 1}"#), "no profile"),
            (
                reason(br#"{"nu_scaler_profile": 1, "settings": []}"#),
                "no profile",
            ),
            (
                reason(br#"{"nu_scaler_profile": 2, "settings": {}}"#),
                "version 1",
            ),
            (
                reason(br#"{"nu_scaler_profile": "1", "settings": {}}"#),
                "version 1",
            ),
            (with(r#"{"sharpnes": 1}"#), "sharpnes"),
            (with(r#"{"sharpness": 2}"#), "0 to 1"),
            (with(r#"{"sharpness": 1, "technology": "fsr9"}"#), "accepted are"),
            (with(r#"{"overlay": 1}"#), "neither true nor false"),
        ] {
            assert!(reason.contains(expected), "{expected}: {reason}");
            assert!(!reason.contains(['{', '}']), "{reason}");
        }
    }
}
