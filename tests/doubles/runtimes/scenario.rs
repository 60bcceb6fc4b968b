// SPDX-License-Identifier: GPL-2.0-or-later
//! A folder of runtimes, a play in a process of its own, and what comes of it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

/// The files of NVIDIA's runtimes on Linux.
pub(crate) const CORE: &str = "libnvidia-ngx.so.1";
pub(crate) const DLSS: &str = "libnvidia-ngx-dlss.so.310.1.0";
pub(crate) const VIDEO: &str = "libnvidia-ngx-vsr.so.1.8.2";
/// The file of Intel's on Windows.
pub(crate) const XESS: &str = "libxess.dll";

pub(crate) struct Scenario {
    folder: tempfile::TempDir,
    variables: Vec<(&'static str, String)>,
}

impl Scenario {
    /// A folder with the double under these names.
    pub(crate) fn new(files: &[&str]) -> Result<Self> {
        let scenario = Self {
            folder: tempfile::tempdir()?,
            variables: Vec::new(),
        };
        for file in files {
            std::fs::copy(double()?, scenario.path().join(file))?;
        }
        Ok(scenario)
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Tells the doubles something.
    pub(crate) fn with(mut self, variable: &'static str, value: &str) -> Self {
        self.variables.push((variable, value.to_owned()));
        self
    }

    /// Changes the bytes of a file.
    pub(crate) fn patch(&self, file: &str, change: impl FnOnce(&mut Vec<u8>)) -> Result<()> {
        let path = self.path().join(file);
        let mut bytes = std::fs::read(&path)?;
        change(&mut bytes);
        Ok(std::fs::write(path, bytes)?)
    }

    /// Plays, and checks that nobody had anything to complain of. `None` where the machine has no Vulkan.
    pub(crate) fn play(&self, script: &str) -> Result<Option<Outcome>> {
        let outcome = self.play_unchecked(script)?;
        if let Some(outcome) = &outcome {
            let complains = outcome.calls.iter().any(|line| line.starts_with('!'));
            ensure!(!complains, "the double: {script}\n{}", outcome.calls.join("\n"));
        }
        Ok(outcome)
    }

    /// The same, whatever the doubles say: of those that are told to fail, they may complain afterwards.
    pub(crate) fn play_unchecked(&self, script: &str) -> Result<Option<Outcome>> {
        let log = self.path().join("calls.log");
        let child = Command::new(std::env::current_exe()?)
            .args([
                "--exact",
                "play::play",
                "--ignored",
                "--nocapture",
                "--test-threads=1",
            ])
            .env("PLAY", script)
            .env("PLAY_FOLDER", self.path())
            .env("WGPU_VALIDATION", "1")
            .env("DOUBLE_LOG", &log)
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .output()?;
        let output = String::from_utf8_lossy(&child.stdout).into_owned();
        let errors = String::from_utf8_lossy(&child.stderr);
        ensure!(
            child.status.success(),
            "{script}: {}\n{output}\n{errors}",
            child.status
        );
        if output.contains("SKIP") {
            println!("SKIP: this machine has no Vulkan driver");
            return Ok(None);
        }
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        let outcome = Outcome {
            said: lines(&output),
            // There is none where nothing was called.
            calls: lines(&std::fs::read_to_string(log).unwrap_or_default()),
        };
        let seen = || format!("{script}\n{output}\n{}", outcome.calls.join("\n"));
        ensure!(outcome.said.iter().any(|line| line == "played"), "{}", seen());
        ensure!(
            outcome.of("validation").is_empty(),
            "the validation layer: {}",
            seen()
        );
        Ok(Some(outcome))
    }
}

/// What came of a play.
pub(crate) struct Outcome {
    pub(crate) said: Vec<String>,
    pub(crate) calls: Vec<String>,
}

impl Outcome {
    /// What was said of a kind, in order.
    pub(crate) fn of(&self, kind: &str) -> Vec<&str> {
        let strip = |line: &'_ str| -> Option<usize> {
            line.strip_prefix(kind)?
                .starts_with(": ")
                .then_some(kind.len() + 2)
        };
        let said = self.said.iter();
        said.filter_map(|line| strip(line).map(|start| line[start..].trim()))
            .collect()
    }

    /// The calls, without what they were given.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.calls
            .iter()
            .filter_map(|line| line.split(' ').next())
            .collect()
    }

    /// How often a call was made.
    pub(crate) fn count(&self, call: &str) -> usize {
        self.names().iter().filter(|name| **name == call).count()
    }

    /// The calls of a name, with what they were given.
    pub(crate) fn given(&self, call: &str) -> Vec<&str> {
        let calls = self.calls.iter().map(String::as_str);
        calls
            .filter(|line| line.split(' ').next() == Some(call))
            .collect()
    }
}

/// The library that Cargo made of this crate: beside the tests, or a folder above.
fn double() -> Result<PathBuf> {
    let name = format!(
        "{}nu_scaler_doubles{}",
        std::env::consts::DLL_PREFIX,
        std::env::consts::DLL_SUFFIX
    );
    let tests = std::env::current_exe()?;
    let folders = tests.ancestors().skip(1).take(2);
    let found = folders
        .map(|folder| folder.join(&name))
        .find(|path| path.is_file());
    found.with_context(|| format!("{name} was not built"))
}
