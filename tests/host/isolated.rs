// SPDX-License-Identifier: GPL-2.0-or-later
//! One process for one test of libobs.

use std::env;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use tempfile::TempDir;

use super::{Host, Video, log};
use crate::process::{Process, tail};
use crate::runtimes::Doubles;
use crate::x11::Screen;
use crate::xvfb::Xvfb;

/// Set in the child process: the name of the test that it runs.
const MARK: &str = "NU_SCALER_HOST_TEST";

/// The last line that the child writes, after libobs was ended without leaks. A child that ran no test at all exits
/// with success too, but cannot write it.
const DONE: &str = "nu-scaler host test finished: ";

/// What lines of the Vulkan validation layer hold, as wgpu logs them and as the layer itself writes them; and the line
/// that says that the layer is missing, so that its silence proves nothing.
const VALIDATION: &[&str] = &[
    "VUID-",
    "UNASSIGNED-",
    "Validation Error",
    "VALIDATION [",
    "InstanceFlags::VALIDATION requested",
];

/// What one test of libobs needs.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The canvas at the start.
    pub video: Video,
    /// OBS's own modules to load.
    pub modules: &'static [&'static str],
    /// Whether to load the built plugin.
    pub plugin: bool,
    /// Whether modules find what obs-websocket offers them.
    pub websocket: bool,
    /// Doubles of vendors' runtimes, by the names of their files, that the child finds.
    pub runtimes: &'static [&'static str],
    /// Variables of the child's environment.
    pub environment: &'static [(&'static str, &'static str)],
    /// Whether the plugin may log errors. Panics and messages of the Vulkan validation layer fail the test always.
    pub errors_expected: bool,
    /// How long the child may run.
    pub limit: Duration,
}

impl Options {
    /// A canvas of 640x360 at 60 frames a second, the stock image source and filters, and the plugin.
    pub const DEFAULT: Self = Self {
        video: Video {
            width: 640,
            height: 360,
            fps: 60,
        },
        modules: &["image-source", "obs-filters"],
        plugin: true,
        websocket: false,
        runtimes: &[],
        environment: &[],
        errors_expected: false,
        limit: Duration::from_secs(180),
    };

    /// The same without the plugin: only what OBS brings.
    pub const STOCK: Self = Self {
        plugin: false,
        ..Self::DEFAULT
    };
}

/// Runs `body` with a libobs of its own, in a child process on an X server of its own: the test's binary again, asked
/// for the one test called `name`. Fails when the body fails, when anything leaks, when the child dies or takes too
/// long, on a panic, on a Vulkan validation message, on an error in the plugin's log unless that is expected, and when the
/// doubles of vendors' runtimes complain or are left with something.
///
/// # Errors
/// See above; the message holds the end of the child's output.
pub fn isolated(name: &str, options: &Options, body: impl FnOnce(&Host) -> Result<()>) -> Result<()> {
    // Inside the binary the path of a test begins below the crate.
    let name = name.split_once("::").map_or(name, |(_, rest)| rest);
    if env::var_os(MARK).is_some_and(|running| running == *name) {
        return child(name, options, body);
    }

    let server = Xvfb::start(1280, 720)?;
    let screen = Screen::connect(server.display())?;
    screen.announce_window_manager()?;
    let home = TempDir::new()?;
    let log = home.path().join("log");
    let doubles = Doubles::new(options.runtimes)?;
    let mut command = Command::new(env::current_exe()?);
    command
        .args([
            "--exact",
            name,
            "--include-ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(MARK, name)
        .env("DISPLAY", server.display())
        .env("HOME", home.path())
        // What a crash leaves behind goes with the folder.
        .env("TMPDIR", home.path())
        .env("XDG_RUNTIME_DIR", home.path())
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env("LIBGL_ALWAYS_SOFTWARE", "1")
        .env("WGPU_VALIDATION", "1")
        .env("RUST_BACKTRACE", "1")
        .env("RUST_LIB_BACKTRACE", "0")
        .env_remove("WAYLAND_DISPLAY")
        .envs(doubles.environment())
        .envs(options.environment.iter().copied());
    let mut child = Process::start(command, &log)?;
    let ended = child.wait(options.limit);
    let output = child.output();
    if env::var_os("NU_SCALER_HOST_LOG").is_some() {
        eprintln!("{output}");
    }
    let status = ended.with_context(|| format!("the end of its output:\n{}", tail(&output, 60)))?;
    if !status.success() || !output.contains(&format!("{DONE}{name}")) {
        bail!("{name} failed in its process ({status}):\n{}", tail(&output, 80));
    }
    judge(&output, options)?;
    doubles.calls()?.judge()
}

/// What must not stand in the output of a test that passed.
fn judge(output: &str, options: &Options) -> Result<()> {
    for line in output.lines() {
        let validation = VALIDATION.iter().any(|mark| line.contains(mark));
        ensure!(!validation, "a message of the Vulkan validation layer: {line}");
        ensure!(
            !line.contains("panicked at") || options.errors_expected,
            "a panic: {line}"
        );
        let error = line.starts_with(log::ERROR) && line.contains("[nu-scaler]");
        ensure!(
            !error || options.errors_expected,
            "the plugin logged an error: {line}"
        );
    }
    Ok(())
}

fn child(name: &str, options: &Options, body: impl FnOnce(&Host) -> Result<()>) -> Result<()> {
    let host = Host::start(options)?;
    let result = body(&host);
    // libobs is ended also after a failure, but the failure is what counts.
    let stopped = host.stop();
    result.and(stopped).inspect_err(|error| eprintln!("{error:#}"))?;
    println!("{DONE}{name}");
    Ok(())
}

/// Declares a test that runs with a libobs of its own: `host_test!(name, OPTIONS, function)`, where the function takes
/// a [`Host`] and gives a [`Result`](anyhow::Result).
#[macro_export]
macro_rules! host_test {
    ($(#[$meta:meta])* $name:ident, $options:expr, $body:expr) => {
        $(#[$meta])*
        #[test]
        fn $name() -> anyhow::Result<()> {
            $crate::host::isolated(concat!(module_path!(), "::", stringify!($name)), &$options, $body)
        }
    };
}
