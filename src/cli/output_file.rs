// SPDX-License-Identifier: GPL-2.0-or-later
//! Files that appear whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use nu_scaler_core::place::{NoPlace, Place};
use nu_scaler_core::text::Message;
use tempfile::{NamedTempFile, TempDir};

use crate::error::CliError;
use crate::unfinished::{self, Temporary, Unfinished};

/// Refuses to write over what is read, seen through links, and whichever way the paths are written.
pub(crate) fn check_other(input: &Path, output: &Path) -> Result<(), CliError> {
    match (fs::canonicalize(input), fs::canonicalize(output)) {
        (Ok(from), Ok(to)) if from == to => Err(CliError::SameFile(output.to_owned())),
        // A file that is not there yet is another one.
        _ => Ok(()),
    }
}

/// A file that is being written beside the place where it will be, under a name of its own. It takes its place
/// with [`OutputFile::commit`]; dropped before that, or interrupted, nothing is left of it.
#[derive(Debug)]
pub(crate) struct OutputFile {
    place: Place,
    temporary: BufWriter<NamedTempFile>,
    /// What it is in, where another program writes it.
    folder: Option<TempDir>,
    unfinished: Unfinished,
}

impl OutputFile {
    /// Begins to write what will be `path`. Whether the folder can be written shows here, before any work is done.
    pub(crate) fn create(path: &Path) -> Result<Self, CliError> {
        Self::begin(path, false).map_err(|error| CliError::writing(path, &error))
    }

    /// The same for another program to write to, of which nothing is left either.
    pub(crate) fn create_for_program(path: &Path) -> Result<Self, CliError> {
        Self::begin(path, true).map_err(|error| CliError::writing(path, &error))
    }

    fn begin(path: &Path, in_folder: bool) -> io::Result<Self> {
        let place = Place::new(path).map_err(|reason| match reason {
            NoPlace::Taken => io::Error::other(Message::new("Error.NotAFile").to_string()),
            NoPlace::ReadOnly => io::ErrorKind::PermissionDenied.into(),
        })?;
        let temporary = unfinished::begin(&place, in_folder).map_err(|error| {
            // In the words of the library it is the temporary file that is missing.
            match error.kind() {
                io::ErrorKind::NotFound => io::Error::other(Message::new("Error.NoFolder").to_string()),
                kind => kind.into(),
            }
        })?;
        let Temporary {
            file,
            folder,
            unfinished,
        } = temporary;
        Ok(Self {
            place,
            temporary: BufWriter::with_capacity(1 << 16, file),
            folder,
            unfinished,
        })
    }

    /// Where it will be.
    pub(crate) fn path(&self) -> &Path {
        self.place.path()
    }

    /// The file that will be it, for another program to write to.
    pub(crate) fn temporary(&self) -> &Path {
        self.temporary.get_ref().path()
    }

    /// What to write to.
    pub(crate) fn writer(&mut self) -> &mut (impl Write + io::Seek + use<>) {
        &mut self.temporary
    }

    /// Puts the file in its place, over what was there.
    pub(crate) fn commit(self) -> Result<(), CliError> {
        let Self {
            place,
            temporary,
            folder,
            unfinished,
        } = self;
        let persisted = (temporary.into_inner().map_err(|error| error.into_error()))
            .and_then(|file| file.persist(place.path()).map_err(|error| error.error));
        drop(folder);
        drop(unfinished);
        persisted
            .map(|_: File| ())
            .map_err(|error| CliError::writing(place.path(), &error))
    }
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    #[test]
    fn nothing_is_left_of_what_is_not_committed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.png");
        fs::write(&path, "before").unwrap();
        let mut file = OutputFile::create(&path).unwrap();
        file.writer().write_all(b"half").unwrap();
        drop(file);
        assert_eq!(names(folder.path()), ["a.png"]);
        assert_eq!(fs::read(&path).unwrap(), b"before");
    }

    #[test]
    fn what_another_program_writes_takes_its_place_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.mkv");
        let file = OutputFile::create_for_program(&path).unwrap();
        fs::write(file.temporary().with_extension("more"), "left").unwrap();
        drop(file);
        assert_eq!(names(folder.path()), [""; 0]);
        let file = OutputFile::create_for_program(&path).unwrap();
        fs::write(file.temporary(), "made").unwrap();
        file.commit().unwrap();
        assert_eq!(names(folder.path()), ["a.mkv"]);
        assert_eq!(fs::read(&path).unwrap(), b"made");
    }

    #[test]
    fn a_committed_file_replaces_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.png");
        fs::write(&path, "before").unwrap();
        let mut file = OutputFile::create(&path).unwrap();
        file.writer().write_all(b"after").unwrap();
        file.commit().unwrap();
        assert_eq!(names(folder.path()), ["a.png"]);
        assert_eq!(fs::read(&path).unwrap(), b"after");
    }

    #[cfg(unix)]
    #[test]
    fn permissions_are_those_of_any_new_file_or_of_the_one_that_was_there() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let [new, plain, private] = ["new", "plain", "private"].map(|name| folder.path().join(name));
        fs::write(&plain, "").unwrap();
        fs::write(&private, "").unwrap();
        fs::set_permissions(&private, Permissions::from_mode(0o600)).unwrap();
        for path in [&new, &private] {
            OutputFile::create(path).unwrap().commit().unwrap();
        }
        assert_eq!(mode(&new), mode(&plain));
        assert_eq!(mode(&private), 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let [file, link] = ["file", "link"].map(|name| folder.path().join(name));
        fs::write(&file, "before").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        OutputFile::create(&link).unwrap().commit().unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&file).unwrap(), b"");
    }

    #[test]
    fn what_is_no_file_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(
            OutputFile::create(folder.path()),
            Err(CliError::Unwritable { .. })
        ));
        assert!(matches!(
            OutputFile::create(&folder.path().join("no/a.png")),
            Err(CliError::Unwritable { .. })
        ));
    }
}
