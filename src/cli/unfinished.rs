// SPDX-License-Identifier: GPL-2.0-or-later
//! What must not stay when the program is interrupted (Ctrl-C, `kill`, a closed terminal or console): files, and the
//! programs that write them.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus};
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError};

use nu_scaler_core::place::Place;
use tempfile::{NamedTempFile, TempDir};

static BEGUN: Mutex<Begun> = Mutex::new(Begun {
    programs: Vec::new(),
    paths: Vec::new(),
});

/// What has begun and not ended.
struct Begun {
    programs: Vec<Arc<Mutex<Child>>>,
    /// Files and folders.
    paths: Vec<PathBuf>,
}

/// While it lives, an interruption deletes the file or folder that it was made for.
#[derive(Debug)]
pub(crate) struct Unfinished(PathBuf);

/// A temporary file.
pub(crate) struct Temporary {
    pub(crate) file: NamedTempFile,
    /// What it is in, if that is its own.
    pub(crate) folder: Option<TempDir>,
    pub(crate) unfinished: Unfinished,
}

/// Makes a temporary file that an interruption deletes, from the first moment on. `in_folder`: in a folder of its own,
/// which goes with all that is in it, for another program may make the file anew.
pub(crate) fn begin(place: &Place, in_folder: bool) -> io::Result<Temporary> {
    watch();
    let mut begun = lock(&BEGUN);
    if !in_folder {
        let file = place.temporary().tempfile_in(place.folder())?;
        begun.paths.push(file.path().to_owned());
        return Ok(Temporary {
            unfinished: Unfinished(file.path().to_owned()),
            file,
            folder: None,
        });
    }
    let folder = tempfile::Builder::new()
        .prefix(".nu-scaler-")
        .suffix(".tmp")
        .tempdir_in(place.folder())?;
    let file = place.temporary().tempfile_in(folder.path())?;
    begun.paths.push(folder.path().to_owned());
    Ok(Temporary {
        unfinished: Unfinished(folder.path().to_owned()),
        file,
        folder: Some(folder),
    })
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        lock(&BEGUN).paths.retain(|path| *path != self.0);
    }
}

/// A running program that an interruption ends, and dropping it too.
pub(crate) struct Program(Arc<Mutex<Child>>);

impl Program {
    /// Starts it; it has ended before anything is deleted that it writes to. `take` is given the child for its pipes.
    pub(crate) fn start<T>(
        command: &mut Command,
        take: impl FnOnce(&mut Child) -> T,
    ) -> io::Result<(Self, T)> {
        watch();
        let mut begun = lock(&BEGUN);
        let mut child = command.spawn()?;
        let taken = take(&mut child);
        let child = Arc::new(Mutex::new(child));
        begun.programs.push(Arc::clone(&child));
        Ok((Self(child), taken))
    }

    /// Waits for its end. It is known to be near: whoever interrupts waits as long.
    pub(crate) fn wait(&self) -> io::Result<ExitStatus> {
        lock(&self.0).wait()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        end(&self.0);
        lock(&BEGUN)
            .programs
            .retain(|program| !Arc::ptr_eq(program, &self.0));
    }
}

/// Ends a program, and waits until it is gone.
fn end(program: &Mutex<Child>) {
    let mut child = lock(program);
    // One that has ended is not there to be ended.
    let _ = child.kill();
    let _ = child.wait();
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is in there is changed in one step each.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts to listen for interruptions, once. Where that cannot be, a file stays and nothing else is lost.
fn watch() {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        let _ = listen();
    });
}

/// Ends and deletes what is unfinished. What this gives is to be held to the end of the program, so that nothing new
/// begins.
fn undo_all() -> MutexGuard<'static, Begun> {
    let begun = lock(&BEGUN);
    for program in &begun.programs {
        end(program);
    }
    for path in &begun.paths {
        // It may have taken its place, or gone, just now.
        let _ = match path.is_dir() {
            true => fs::remove_dir_all(path),
            false => fs::remove_file(path),
        };
    }
    begun
}

#[cfg(unix)]
fn listen() -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    // Under `nohup` the end of the terminal is to be outlived.
    if !is_ignored(SIGHUP) {
        signals.add_signal(SIGHUP)?;
    }
    let listen = move || {
        for signal in signals.forever() {
            let _begun = undo_all();
            // Whoever called the program sees that it was interrupted.
            let _ = emulate_default_handler(signal);
        }
    };
    std::thread::Builder::new()
        .name("interruptions".into())
        .spawn(listen)
        .map(drop)
}

/// Whether the program was started with this signal ignored. Where the system does not tell, it is taken to be: nothing
/// is lost but a temporary file.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status
        .lines()
        .find_map(|line| u64::from_str_radix(line.strip_prefix("SigIgn:")?.trim(), 16).ok());
    ignored.is_none_or(|mask| mask >> (signal - 1) & 1 == 1)
}

#[cfg(windows)]
fn listen() -> Result<(), ctrlc::Error> {
    /// What a program ends with that Ctrl-C interrupts (`STATUS_CONTROL_C_EXIT`).
    const INTERRUPTED: u32 = 0xC000_013A;
    ctrlc::set_handler(|| {
        let _begun = undo_all();
        std::process::exit(INTERRUPTED.cast_signed());
    })
}
