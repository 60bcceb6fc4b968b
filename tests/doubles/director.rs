// SPDX-License-Identifier: GPL-2.0-or-later
//! What the environment tells the doubles, and what they tell of themselves.

use std::collections::HashMap;
use std::env;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// A call that is to fail, and from its how manieth time on.
struct Failure {
    call: String,
    code: i64,
    from: u64,
}

pub(crate) struct Director {
    failures: Vec<Failure>,
    slow: Vec<(String, Duration)>,
    pub(crate) numbers: Vec<(String, i64)>,
    pub(crate) windows: bool,
    pub(crate) extensions: Vec<String>,
    pub(crate) absent_feature: bool,
    pub(crate) version: [u16; 3],
    log: Mutex<Option<std::fs::File>>,
    counts: Mutex<HashMap<String, u64>>,
    busy: AtomicBool,
}

pub(crate) static DIRECTOR: LazyLock<Director> = LazyLock::new(Director::new);

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok()
}

fn list(name: &str) -> Vec<String> {
    let text = variable(name).unwrap_or_default();
    let parts = text.split(',').filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

fn number(text: &str) -> i64 {
    match text.strip_prefix("0x") {
        Some(digits) => i64::from_str_radix(digits, 16),
        None => text.parse(),
    }
    .unwrap_or_else(|_| panic!("{text} is no number"))
}

impl Director {
    fn new() -> Self {
        let pair = |text: &str| {
            let (name, value) = text
                .split_once('=')
                .unwrap_or_else(|| panic!("{text} has no value"));
            (name.to_owned(), value.to_owned())
        };
        let failures = list("DOUBLE_FAIL").into_iter().map(|text| {
            let (call, value) = pair(&text);
            let (code, from) = value.split_once('@').unwrap_or((&value, "1"));
            Failure {
                call,
                code: number(code),
                from: number(from) as u64,
            }
        });
        let slow = list("DOUBLE_SLOW").into_iter().map(|text| {
            let (call, time) = pair(&text);
            (call, Duration::from_millis(number(&time) as u64))
        });
        let numbers = list("DOUBLE_SET").into_iter().map(|text| {
            let (name, value) = pair(&text);
            (name, number(&value))
        });
        let version = variable("DOUBLE_VERSION").unwrap_or_else(|| "2.1.0".to_owned());
        let mut version = version.split('.').map(|part| number(part) as u16);
        let log = variable("DOUBLE_LOG").map(|path| {
            let file = OpenOptions::new().create(true).append(true).open(&path);
            file.unwrap_or_else(|error| panic!("{path}: {error}"))
        });
        Self {
            failures: failures.collect(),
            slow: slow.collect(),
            numbers: numbers.collect(),
            windows: variable("DOUBLE_ORDER").is_some_and(|order| order == "windows"),
            extensions: list("DOUBLE_EXTENSIONS"),
            absent_feature: variable("DOUBLE_FEATURE").is_some_and(|feature| feature == "absent"),
            version: std::array::from_fn(|_| version.next().unwrap_or_default()),
            log: Mutex::new(log),
            counts: Mutex::default(),
            busy: AtomicBool::new(false),
        }
    }

    fn write(&self, line: &str) {
        if let Some(file) = &mut *lock(&self.log) {
            writeln!(file, "{line}").expect("the log can be written");
        }
    }

    /// Notes what is wrong with how the interface is used.
    pub(crate) fn complain(&self, what: &str) {
        self.write(&format!("! {what}"));
    }

    pub(crate) fn expect(&self, holds: bool, what: &str) {
        if !holds {
            self.complain(what);
        }
    }
}

/// A call that is under way.
pub(crate) struct Call(());

impl Call {
    /// Notes a call. The code with which it is to fail, if it is.
    pub(crate) fn begin(name: &str, details: &str) -> (Self, Option<i64>) {
        let director = &*DIRECTOR;
        let overlaps = director.busy.swap(true, Ordering::SeqCst);
        director.expect(!overlaps, &format!("{name} overlaps another call"));
        director.write(format!("{name} {details}").trim_end());
        for (_, time) in director.slow.iter().filter(|(slow, _)| slow == name) {
            thread::sleep(*time);
        }
        let mut counts = lock(&director.counts);
        let count = counts.entry(name.to_owned()).or_default();
        *count += 1;
        let failing = |failure: &&Failure| failure.call == name && *count >= failure.from;
        let failure = director.failures.iter().find(failing);
        (Self(()), failure.map(|failure| failure.code))
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        DIRECTOR.busy.store(false, Ordering::SeqCst);
    }
}
