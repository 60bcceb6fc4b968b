// SPDX-License-Identifier: GPL-2.0-or-later
//! Where a file goes that is to appear whole or not at all: it is written beside its place, under a name of its own, and
//! then put there.

use std::fs::{self, Permissions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// A place that a file can take.
#[derive(Debug)]
pub struct Place {
    path: PathBuf,
    permissions: Option<Permissions>,
}

/// Why there can be no file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoPlace {
    /// There is something else than a file.
    Taken,
    /// The file that is there may not be written.
    ReadOnly,
}

impl Place {
    /// The place `path`; through a link, so that the link stays one and the file that it names is replaced.
    ///
    /// # Errors
    /// What stands against it, as far as it shows without writing.
    pub fn new(path: &Path) -> Result<Self, NoPlace> {
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let permissions = match fs::metadata(&path) {
            Ok(existing) if !existing.is_file() => return Err(NoPlace::Taken),
            Ok(existing) if existing.permissions().readonly() => return Err(NoPlace::ReadOnly),
            Ok(existing) => Some(existing.permissions()),
            Err(_) => ordinary_permissions(),
        };
        Ok(Self { path, permissions })
    }

    /// Where the file will be.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder to write it in: only from there it can take its place in one step.
    #[must_use]
    pub fn folder(&self) -> &Path {
        match self.path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        }
    }

    /// What makes the file to write to, with the permissions of the one that is there, else of any new one.
    #[must_use]
    pub fn temporary(&self) -> tempfile::Builder<'static, 'static> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".nu-scaler-").suffix(".tmp");
        if let Some(permissions) = &self.permissions {
            builder.permissions(permissions.clone());
        }
        builder
    }

    /// Writes the file. `replaces`: in place of one that is there, too.
    ///
    /// # Errors
    /// When it cannot be written, or there is one that is not to be replaced.
    pub fn write(&self, content: &[u8], replaces: bool) -> io::Result<()> {
        let mut file = self.temporary().tempfile_in(self.folder())?;
        file.write_all(content)?;
        let persisted = if replaces {
            file.persist(&self.path)
        } else {
            file.persist_noclobber(&self.path)
        };
        persisted.map(|_| ()).map_err(|error| error.error)
    }
}

/// What any new file gets: a temporary one would be for its owner only. The user's umask is applied to it.
fn ordinary_permissions() -> Option<Permissions> {
    #[cfg(unix)]
    return Some(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    #[cfg(not(unix))]
    return None;
}
