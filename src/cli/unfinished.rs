// SPDX-License-Identifier: GPL-2.0-or-later
//! Files that must not stay when the program is interrupted (Ctrl-C, `kill`).

use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

/// While it lives, an interruption deletes the file that it was made for.
#[derive(Debug)]
pub(crate) struct Unfinished(#[cfg(unix)] std::path::PathBuf);

#[cfg(unix)]
mod list {
    use std::fs;
    use std::io;
    use std::path::PathBuf;
    use std::sync::{Mutex, MutexGuard, Once, PoisonError};
    use std::thread;

    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    static FILES: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

    pub(super) fn lock() -> MutexGuard<'static, Vec<PathBuf>> {
        // Paths are added and removed in one step each.
        FILES.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts to listen for interruptions, once. Where that cannot be, a file stays and nothing else is lost.
    pub(super) fn watch() {
        static STARTED: Once = Once::new();
        STARTED.call_once(|| {
            let _ = start();
        });
    }

    fn start() -> io::Result<()> {
        let mut signals = Signals::new([SIGINT, SIGTERM])?;
        let listen = move || {
            for signal in signals.forever() {
                // Held to the end of the program, so that no new file begins.
                let files = lock();
                for file in files.iter() {
                    // It may have taken its place, or gone, just now.
                    let _ = fs::remove_file(file);
                }
                // Whoever called the program sees that it was interrupted.
                let _ = emulate_default_handler(signal);
            }
        };
        thread::Builder::new()
            .name("interruptions".into())
            .spawn(listen)
            .map(drop)
    }
}

/// Makes a temporary file that an interruption deletes, from the first moment on.
#[cfg(unix)]
pub(crate) fn begin(
    builder: &tempfile::Builder<'_, '_>,
    folder: &Path,
) -> io::Result<(NamedTempFile, Unfinished)> {
    list::watch();
    let mut files = list::lock();
    let file = builder.tempfile_in(folder)?;
    files.push(file.path().to_owned());
    let unfinished = Unfinished(file.path().to_owned());
    Ok((file, unfinished))
}

#[cfg(unix)]
impl Drop for Unfinished {
    fn drop(&mut self) {
        list::lock().retain(|file| *file != self.0);
    }
}

/// Makes a temporary file. What interrupts a program here is not listened for yet.
#[cfg(not(unix))]
pub(crate) fn begin(
    builder: &tempfile::Builder<'_, '_>,
    folder: &Path,
) -> io::Result<(NamedTempFile, Unfinished)> {
    Ok((builder.tempfile_in(folder)?, Unfinished()))
}
