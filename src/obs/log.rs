// SPDX-License-Identifier: GPL-2.0-or-later
//! Records of the `log` crate go to OBS's log.

use std::fmt::Write;

use log::{Level, LevelFilter, Log, Metadata, Record};

use crate::{strings::c_string, sys};

/// What every line of ours in OBS's log begins with.
pub const PREFIX: &str = "[nu-scaler]";

struct ObsLog;

static OBS_LOG: ObsLog = ObsLog;

/// Sends the `log` crate's records to OBS's log from now on. Another logger that was set before stays.
///
/// Our own crates' records are taken down to debug level, those of libraries from warnings up: wgpu's information
/// would bury everything else.
pub fn install() {
    if log::set_logger(&OBS_LOG).is_ok() {
        log::set_max_level(LevelFilter::Debug);
    }
}

impl Log for ObsLog {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let ours = metadata.target().starts_with("nu_scaler");
        metadata.level() <= if ours { Level::Debug } else { Level::Warn }
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let mut line = String::from(PREFIX);
        // A Display that fails leaves what it wrote so far, which is all that can be shown.
        let _ = write!(line, " {}", record.args());
        let line = c_string(&line);
        // SAFETY: the format takes exactly one string, and both live through the call. blog may be called from any
        // thread.
        unsafe { sys::blog(obs_level(record.level()), c"%s".as_ptr(), line.as_ptr()) };
    }

    fn flush(&self) {}
}

fn obs_level(level: Level) -> i32 {
    let level = match level {
        Level::Error => sys::LOG_ERROR,
        Level::Warn => sys::LOG_WARNING,
        Level::Info => sys::LOG_INFO,
        Level::Debug | Level::Trace => sys::LOG_DEBUG,
    };
    level as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn enabled(target: &str, level: Level) -> bool {
        ObsLog.enabled(&Metadata::builder().target(target).level(level).build())
    }

    #[test]
    fn libraries_are_quieter_than_we() {
        assert!(enabled("nu_scaler_core::gpu", Level::Debug));
        assert!(!enabled("nu_scaler", Level::Trace));
        assert!(enabled("wgpu_hal", Level::Warn));
        assert!(!enabled("wgpu_core", Level::Info));
    }
}
