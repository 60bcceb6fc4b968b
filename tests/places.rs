// SPDX-License-Identifier: GPL-2.0-or-later
//! Where things are: the repository, what Cargo built, what the system's OBS brings.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// The repository's folder.
///
/// # Errors
/// Never in a checkout of this repository.
pub fn repository() -> Result<&'static Path> {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .context("the tests' folder has no parent")
}

/// The plugin that is tested: `$NU_SCALER_PLUGIN`, or the release build in Cargo's target folder.
///
/// # Errors
/// When it has not been built.
pub fn plugin_binary() -> Result<PathBuf> {
    let path = match env::var_os("NU_SCALER_PLUGIN") {
        Some(path) => PathBuf::from(path),
        None => target()?.join("release/libnu_scaler.so"),
    };
    ensure!(
        path.is_file(),
        "{} is missing: run `cargo build --release` first",
        path.display()
    );
    Ok(path)
}

/// The double of vendors' runtimes that Cargo has made for the tests: beside the running one, or a folder above.
///
/// # Errors
/// When it has not been built.
pub fn runtime_double() -> Result<PathBuf> {
    let tests = env::current_exe()?;
    let folders = tests.ancestors().skip(1).take(2);
    folders
        .map(|folder| folder.join("libnu_scaler_doubles.so"))
        .find(|path| path.is_file())
        .context("the doubles of vendors' runtimes were not built")
}

/// Cargo's target folder: the running program lies in it.
fn target() -> Result<PathBuf> {
    if let Some(folder) = env::var_os("CARGO_TARGET_DIR") {
        return Ok(repository()?.join(folder));
    }
    Ok(repository()?.join("target"))
}

/// The libraries' folder of the system's OBS (`.../lib/x86_64-linux-gnu`), which holds `obs-plugins`.
///
/// # Errors
/// When OBS is not installed.
pub fn obs_libraries() -> Result<PathBuf> {
    let roots = [
        "/usr/lib/x86_64-linux-gnu",
        "/usr/lib/aarch64-linux-gnu",
        "/usr/lib64",
        "/usr/lib",
        "/usr/local/lib",
    ];
    roots
        .iter()
        .map(PathBuf::from)
        .find(|root| root.join("obs-plugins").is_dir())
        .context("OBS's plugins are not installed (package obs-studio)")
}

/// The library that makes a program's clock go slower.
///
/// # Errors
/// When it is not installed.
pub fn slow_clock() -> Result<PathBuf> {
    let library = obs_libraries()?.join("faketime/libfaketimeMT.so.1");
    ensure!(
        library.is_file(),
        "{} is missing (package libfaketime)",
        library.display()
    );
    Ok(library)
}

/// The data folder of one of OBS's own plugins.
#[must_use]
pub fn obs_plugin_data(module: &str) -> PathBuf {
    Path::new("/usr/share/obs/obs-plugins").join(module)
}
