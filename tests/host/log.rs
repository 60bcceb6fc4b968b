// SPDX-License-Identifier: GPL-2.0-or-later
//! OBS's log, caught.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::io::Write;
use std::sync::{Mutex, PoisonError};

use nu_scaler_obs::sys;

/// How an error's line begins in the process's output.
pub const ERROR: &str = "error: ";

static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());

unsafe extern "C" {
    fn vsnprintf(
        buffer: *mut c_char,
        size: usize,
        format: *const c_char,
        args: *mut sys::__va_list_tag,
    ) -> c_int;
}

/// Catches every log line of libobs from now on, and copies it to the standard error output.
pub(super) fn install() {
    // SAFETY: the handler lives as long as the process.
    unsafe { sys::base_set_log_handler(Some(catch), std::ptr::null_mut()) };
}

unsafe extern "C" fn catch(
    level: c_int,
    format: *const c_char,
    args: *mut sys::__va_list_tag,
    _parameter: *mut c_void,
) {
    let mut buffer = [0_u8; 8192];
    // SAFETY: libobs hands a format with its arguments; vsnprintf ends the text with a NUL inside the buffer.
    unsafe { vsnprintf(buffer.as_mut_ptr().cast(), buffer.len(), format, args) };
    let text = CStr::from_bytes_until_nul(&buffer)
        .map(CStr::to_string_lossy)
        .unwrap_or_default();
    let prefix = match u32::try_from(level) {
        Ok(sys::LOG_ERROR) => ERROR,
        Ok(sys::LOG_WARNING) => "warning: ",
        Ok(sys::LOG_DEBUG) => "debug: ",
        _ => "info: ",
    };
    let line = format!("{prefix}{text}");
    // A closed output is no reason to lose the line. One write a line: other processes write there too.
    let _ = std::io::stderr().write_all(format!("{line}\n").as_bytes());
    LINES.lock().unwrap_or_else(PoisonError::into_inner).push(line);
}

/// Every line so far that contains `part`, with its level in front (`"info: ..."`).
#[must_use]
pub fn lines_with(part: &str) -> Vec<String> {
    let lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
    lines.iter().filter(|line| line.contains(part)).cloned().collect()
}

/// The last `count` lines.
#[must_use]
pub fn tail(count: usize) -> String {
    let lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
    lines[lines.len().saturating_sub(count)..].join("\n")
}
