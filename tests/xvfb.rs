// SPDX-License-Identifier: GPL-2.0-or-later
//! An X server without a screen, made for one run.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};

/// A running `Xvfb`; dropping it ends it.
pub struct Xvfb {
    server: Child,
    display: String,
}

impl Xvfb {
    /// Starts a server with one screen of 24-bit colour on the first free display number.
    ///
    /// # Errors
    /// When `Xvfb` is not installed or does not come up.
    pub fn start(width: u32, height: u32) -> Result<Self> {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-noreset", "-screen", "0"])
            .arg(format!("{width}x{height}x24"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("starting Xvfb: is it installed?")?;
        let mut number = String::new();
        if let Some(output) = server.stdout.take() {
            // Up to the newline: the server ends with a broken pipe when the reader leaves before it.
            BufReader::new(output)
                .read_line(&mut number)
                .context("reading Xvfb's display number")?;
        }
        let xvfb = Self {
            server,
            display: format!(":{}", number.trim()),
        };
        ensure!(number.trim().parse::<u32>().is_ok(), "Xvfb did not come up");
        Ok(xvfb)
    }

    /// The server's name for `DISPLAY`, such as `:99`.
    #[must_use]
    pub fn display(&self) -> &str {
        &self.display
    }
}

impl Drop for Xvfb {
    fn drop(&mut self) {
        // An error means that it has already ended.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
