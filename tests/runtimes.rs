// SPDX-License-Identifier: GPL-2.0-or-later
//! Doubles of vendors' runtimes in a folder, for a process that is told of them by its environment, and what they noted of
//! how they were called. They are the crate in `tests/doubles`.

use std::collections::HashMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use crate::places;

/// The driver's part of NVIDIA's, and their features, as they are named on Linux.
pub const NGX: &str = "libnvidia-ngx.so.1";
/// DLSS.
pub const DLSS: &str = "libnvidia-ngx-dlss.so.310.1.0";
/// RTX Video.
pub const RTX_VIDEO: &str = "libnvidia-ngx-vsr.so.1.8.2";
/// Intel's, as it is named on Windows.
pub const XESS: &str = "libxess.dll";
/// Has the runtimes of Windows looked for.
pub const OF_WINDOWS: (&str, &str) = ("NU_SCALER_RUNTIMES_SYSTEM", "windows");

const LOG_VARIABLE: &str = "DOUBLE_LOG";
const LOG: &str = "calls.log";

/// What ends each thing that a call begins.
const PAIRS: [(&str, &str); 3] = [
    ("Init", "Shutdown1"),
    ("CreateFeature1", "ReleaseFeature"),
    ("xessVKCreateContext", "xessDestroyContext"),
];

/// A folder with doubles.
pub struct Doubles(TempDir);

impl Doubles {
    /// The double under each of these names.
    ///
    /// # Errors
    /// When it has not been built.
    pub fn new(files: &[&str]) -> Result<Self> {
        let doubles = Self(tempfile::tempdir()?);
        put(files, doubles.folder())?;
        Ok(doubles)
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.0.path()
    }

    /// What a process's environment has to say, so that it finds them and they note what happens.
    #[must_use]
    pub fn environment(&self) -> [(&'static str, String); 2] {
        let log = self.folder().join(LOG);
        [
            ("NU_SCALER_RUNTIMES", self.folder().display().to_string()),
            (LOG_VARIABLE, log.display().to_string()),
        ]
    }

    /// What they have noted.
    ///
    /// # Errors
    /// When that cannot be read.
    pub fn calls(&self) -> Result<Calls> {
        Calls::read(&self.folder().join(LOG))
    }
}

/// Puts the double into a folder under each of these names.
///
/// # Errors
/// When it has not been built, or the folder cannot be written.
pub fn put(files: &[&str], folder: &Path) -> Result<()> {
    for file in files {
        fs::copy(places::runtime_double()?, folder.join(file))?;
    }
    Ok(())
}

/// The folder of the doubles that this process was told of.
///
/// # Errors
/// When it was told of none.
pub fn folder_here() -> Result<PathBuf> {
    let log = PathBuf::from(env::var_os(LOG_VARIABLE).context("there are no doubles")?);
    Ok(log.parent().context("a file is in a folder")?.to_owned())
}

/// What the doubles of this process have noted.
///
/// # Errors
/// When it was told of none, or that cannot be read.
pub fn calls_here() -> Result<Calls> {
    Calls::read(&folder_here()?.join(LOG))
}

/// Calls in their order, with what they were given.
#[derive(Debug)]
pub struct Calls(Vec<String>);

impl Calls {
    fn read(log: &Path) -> Result<Self> {
        // There is none where nothing was called.
        let text = if log.exists() {
            fs::read_to_string(log)?
        } else {
            String::new()
        };
        Ok(Self(text.lines().map(str::to_owned).collect()))
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|line| line.split(' ').next())
    }

    /// How often a call was made.
    #[must_use]
    pub fn count(&self, call: &str) -> usize {
        self.names().filter(|name| *name == call).count()
    }

    /// What was given to the last call of this name.
    #[must_use]
    pub fn last(&self, call: &str) -> Option<&str> {
        let mut lines = self.0.iter().rev();
        lines.find_map(|line| line.strip_prefix(call)?.strip_prefix(' '))
    }

    /// Fails where the doubles complain, and where something that was begun was not ended.
    ///
    /// # Errors
    /// See above; the message has all calls but those that are made each frame.
    pub fn judge(&self) -> Result<()> {
        let seen = || {
            let each_frame = ["EvaluateFeature", "xessVKExecute"];
            let lines = self.0.iter().filter(|line| {
                let name = line.split(' ').next().unwrap_or_default();
                !each_frame.contains(&name)
            });
            lines.map(String::as_str).collect::<Vec<_>>().join("\n")
        };
        ensure!(
            !self.0.iter().any(|line| line.starts_with('!')),
            "a double complains:\n{}",
            seen()
        );
        let counts: HashMap<&str, usize> = self.names().fold(HashMap::new(), |mut counts, name| {
            *counts.entry(name).or_default() += 1;
            counts
        });
        let count = |name| counts.get(name).copied().unwrap_or_default();
        for (begin, end) in PAIRS {
            ensure!(
                count(begin) == count(end),
                "{} of {begin}, {} of {end}:\n{}",
                count(begin),
                count(end),
                seen()
            );
        }
        Ok(())
    }
}
