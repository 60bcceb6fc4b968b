// SPDX-License-Identifier: GPL-2.0-or-later
//! Programs that are started for a test and never outlive it, and waiting with a limit.

use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process, kill_process_group, setpriority_process};

/// How often something that is waited for is looked at.
const POLL: Duration = Duration::from_millis(20);

/// How long a program that was asked to stop may take before it is killed.
const STOP_LIMIT: Duration = Duration::from_secs(3);

/// What this process holds of its system.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    /// Open files, sockets and the like.
    pub descriptors: usize,
    /// Threads.
    pub threads: usize,
    /// Memory that is in use, in KiB.
    pub memory_kib: u64,
}

impl Held {
    /// At this moment.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn now() -> Result<Self> {
        let status = fs::read_to_string("/proc/self/status")?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .context("no VmRSS")?;
        Ok(Self {
            descriptors: fs::read_dir("/proc/self/fd")?.count(),
            threads: fs::read_dir("/proc/self/task")?.count(),
            memory_kib: line.trim().trim_end_matches(" kB").parse()?,
        })
    }
}

/// A running program with its output in a file. Dropping it stops it and everything that it started.
pub struct Process {
    name: String,
    child: Child,
    log: PathBuf,
}

impl Process {
    /// Starts `command` in a process group of its own, its output going to the file `log`.
    ///
    /// # Errors
    /// When the program is not there (the message names it) or the file cannot be written.
    pub fn start(mut command: Command, log: &Path) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let output = File::create(log).with_context(|| format!("writing {}", log.display()))?;
        let child = command
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .process_group(0)
            .spawn()
            .with_context(|| format!("starting {name}: is it installed?"))?;
        Ok(Self {
            name,
            child,
            log: log.to_owned(),
        })
    }

    /// What the program has written so far; bytes that are not UTF-8 are replaced.
    #[must_use]
    pub fn output(&self) -> String {
        std::fs::read(&self.log)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default()
    }

    /// How the program ended, or `None` while it runs.
    ///
    /// # Errors
    /// When the system cannot say.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        self.child
            .try_wait()
            .with_context(|| format!("waiting for {}", self.name))
    }

    /// Fails with the end of the program's output when it no longer runs.
    ///
    /// # Errors
    /// When the program has ended.
    pub fn check_running(&mut self) -> Result<()> {
        if let Some(status) = self.ended()? {
            bail!(
                "{} ended early ({status}):\n{}",
                self.name,
                tail(&self.output(), 30)
            );
        }
        Ok(())
    }

    /// Waits until the program ends by itself.
    ///
    /// # Errors
    /// When it still runs after `limit`; it is then killed by the drop.
    pub fn wait(&mut self, limit: Duration) -> Result<ExitStatus> {
        let name = self.name.clone();
        wait_until(&format!("{name} to end"), limit, || self.ended())
    }

    /// Stops the program where it stands, so that its picture no longer changes, until [`Self::thaw`].
    ///
    /// # Errors
    /// When the signal cannot be sent.
    pub fn freeze(&self) -> Result<()> {
        kill_process(self.pid()?, Signal::STOP).with_context(|| format!("freezing {}", self.name))
    }

    /// Lets a frozen program run on.
    ///
    /// # Errors
    /// When the signal cannot be sent.
    pub fn thaw(&self) -> Result<()> {
        kill_process(self.pid()?, Signal::CONT).with_context(|| format!("thawing {}", self.name))
    }

    /// Lets the program have the processors only when others leave them.
    ///
    /// # Errors
    /// When the program is gone.
    pub fn step_back(&self) -> Result<()> {
        setpriority_process(Some(self.pid()?), 15).with_context(|| format!("slowing {} down", self.name))
    }

    fn pid(&self) -> Result<Pid> {
        i32::try_from(self.child.id())
            .ok()
            .and_then(Pid::from_raw)
            .context("a process has a positive id")
    }

    /// Sends `signal` to the program and all that it started.
    fn signal_group(&self, signal: Signal) {
        if let Ok(pid) = self.pid() {
            // An error means that nothing of the group is left.
            let _ = kill_process_group(pid, signal);
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.signal_group(Signal::TERM);
            self.signal_group(Signal::CONT);
            let deadline = Instant::now() + STOP_LIMIT;
            while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < deadline {
                sleep(POLL);
            }
        }
        // Helpers that the program left behind, and the program itself when it did not listen.
        self.signal_group(Signal::KILL);
        let _ = self.child.wait();
    }
}

/// The last `lines` lines of `text`.
#[must_use]
pub fn tail(text: &str, lines: usize) -> String {
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}

/// Asks `ready` again and again until it gives a value.
///
/// # Errors
/// What `ready` fails with, that `what` did not come within `limit`, or that the user interrupted.
pub fn wait_until<T>(what: &str, limit: Duration, mut ready: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let deadline = Instant::now() + limit;
    loop {
        if let Some(value) = ready()? {
            return Ok(value);
        }
        if interrupted() {
            bail!("interrupted");
        }
        if Instant::now() >= deadline {
            bail!("waited {} s in vain for {what}", limit.as_secs());
        }
        sleep(POLL);
    }
}

/// Sleeps, but not on after the user interrupted.
///
/// # Errors
/// When the user interrupted.
pub fn pause(time: Duration) -> Result<()> {
    let end = Instant::now() + time;
    wait_until("a pause to end", time + Duration::from_secs(10), || {
        Ok((Instant::now() >= end).then_some(()))
    })
}

static INTERRUPT: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// From now on Ctrl-C and a termination request end every wait of this module with an error instead of ending the
/// process, so that what was started is stopped and what was made is removed on the way out.
///
/// # Errors
/// When the system refuses the handler.
fn clean_up_on_interrupt() -> Result<()> {
    let flag = INTERRUPT.get_or_init(Arc::default);
    for signal in [
        signal_hook::consts::SIGINT,
        signal_hook::consts::SIGTERM,
        signal_hook::consts::SIGHUP,
    ] {
        signal_hook::flag::register(signal, Arc::clone(flag))?;
    }
    Ok(())
}

/// Whether the user interrupted since [`clean_up_on_interrupt`].
#[must_use]
fn interrupted() -> bool {
    INTERRUPT.get().is_some_and(|flag| flag.load(Ordering::Relaxed))
}

/// Runs a program's body to its end, which Ctrl-C brings too: what the body started is stopped then. Tells the user
/// about an error.
pub fn run_to_end(body: impl FnOnce() -> Result<()>) -> ExitCode {
    match clean_up_on_interrupt().and_then(|()| body()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) if interrupted() => {
            eprintln!("interrupted; everything that was started is stopped");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
