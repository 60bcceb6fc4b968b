// SPDX-License-Identifier: GPL-2.0-or-later
//! `training/` from pictures to weights, in a few steps. `PYTHON` names an interpreter that has its libraries.

use std::env;
use std::io::Write as _;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use nu_scaler_tests::places;

/// What the script exits with where a library is missing.
const SKIPPED: i32 = 77;

#[test]
fn a_network_is_trained_and_written() -> Result<()> {
    let python = env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
    let output = Command::new(python)
        .arg(places::repository()?.join("training/smoke.py"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .context("starting Python")?;
    let text = String::from_utf8_lossy(&output.stdout);
    if output.status.code() == Some(SKIPPED) {
        // Not through `eprintln!`, whose text the test runner keeps to itself when a test passes.
        write!(std::io::stderr(), "{text}")?;
        return Ok(());
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{}: {text}{errors}", output.status);
    ensure!(text.contains("trained, judged and written"), "{text}");
    Ok(())
}
