// SPDX-License-Identifier: GPL-2.0-or-later
//! Files that must not stay when the program is interrupted (Ctrl-C, `kill`, a closed console).

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use nu_scaler_core::place::Place;
use tempfile::NamedTempFile;

static FILES: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// While it lives, an interruption deletes the file that it was made for.
#[derive(Debug)]
pub(crate) struct Unfinished(PathBuf);

/// Makes a temporary file that an interruption deletes, from the first moment on.
pub(crate) fn begin(place: &Place) -> io::Result<(NamedTempFile, Unfinished)> {
    watch();
    let mut files = lock();
    let file = place.temporary().tempfile_in(place.folder())?;
    files.push(file.path().to_owned());
    let unfinished = Unfinished(file.path().to_owned());
    Ok((file, unfinished))
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        lock().retain(|file| *file != self.0);
    }
}

fn lock() -> MutexGuard<'static, Vec<PathBuf>> {
    // Paths are added and removed in one step each.
    FILES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts to listen for interruptions, once. Where that cannot be, a file stays and nothing else is lost.
fn watch() {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        let _ = listen();
    });
}

/// Deletes what is unfinished. What this gives is to be held to the end of the program, so that no new file begins.
fn delete_all() -> MutexGuard<'static, Vec<PathBuf>> {
    let files = lock();
    for file in files.iter() {
        // It may have taken its place, or gone, just now.
        let _ = fs::remove_file(file);
    }
    files
}

#[cfg(unix)]
fn listen() -> io::Result<()> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    let listen = move || {
        for signal in signals.forever() {
            let _files = delete_all();
            // Whoever called the program sees that it was interrupted.
            let _ = emulate_default_handler(signal);
        }
    };
    std::thread::Builder::new()
        .name("interruptions".into())
        .spawn(listen)
        .map(drop)
}

#[cfg(windows)]
fn listen() -> Result<(), ctrlc::Error> {
    /// What a program ends with that Ctrl-C interrupts (`STATUS_CONTROL_C_EXIT`).
    const INTERRUPTED: u32 = 0xC000_013A;
    ctrlc::set_handler(|| {
        let _files = delete_all();
        std::process::exit(INTERRUPTED.cast_signed());
    })
}
