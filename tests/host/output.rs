// SPDX-License-Identifier: GPL-2.0-or-later
//! What leaves OBS: the frames that an encoder gets.

use std::ffi::c_void;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Result, ensure};
use nu_scaler_obs::sys;

use crate::process::wait_until;

/// How long the next frames may take.
const FRAME_LIMIT: Duration = Duration::from_secs(30);

/// Frames that are on their way when a recording begins: drawn, but not yet converted and handed out.
const IN_FLIGHT: u32 = 4;

/// The luma of the latest frame, and how many frames there were.
struct Recorded {
    frames: u32,
    luma: Vec<u16>,
}

static RECORDED: Mutex<Recorded> = Mutex::new(Recorded {
    frames: 0,
    luma: Vec::new(),
});

fn recorded() -> MutexGuard<'static, Recorded> {
    RECORDED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The luma that an encoder is given of the canvas as it is now: codes of 10 bits, row by row. For a canvas of high range
/// ([`Host::reset_video_to_high_range`](super::Host::reset_video_to_high_range)).
///
/// # Errors
/// When the output has another format, or no frame comes.
pub fn luma_codes() -> Result<Vec<u16>> {
    let mut video = sys::obs_video_info::default();
    // SAFETY: the structure is written before it is read.
    let has_video = unsafe { sys::obs_get_video_info(&raw mut video) };
    ensure!(
        has_video && video.output_format == sys::VIDEO_FORMAT_P010,
        "no output of 10 bits"
    );
    *recorded() = Recorded {
        frames: 0,
        luma: Vec::with_capacity((video.output_width * video.output_height) as usize),
    };
    let mut size = (video.output_width, video.output_height);
    let parameter = (&raw mut size).cast();
    // SAFETY: `size` lives until the callback is removed; without a conversion the frames are the output's own.
    unsafe { sys::obs_add_raw_video_callback(std::ptr::null(), Some(record), parameter) };
    let waited = wait_until("the output's frames", FRAME_LIMIT, || {
        Ok((recorded().frames > IN_FLIGHT).then_some(()))
    });
    // SAFETY: the same pair was added; libobs runs no callback once this returns.
    unsafe { sys::obs_remove_raw_video_callback(Some(record), parameter) };
    waited?;
    Ok(std::mem::take(&mut recorded().luma))
}

unsafe extern "C" fn record(parameter: *mut c_void, frame: *mut sys::video_data) {
    // SAFETY: `luma_codes` gives the size and keeps it until the callback is removed; libobs gives a frame of that height,
    // whose first plane has `linesize` bytes for each row.
    let ((width, height), frame) = unsafe { (*parameter.cast::<(u32, u32)>(), &*frame) };
    let mut recorded = recorded();
    recorded.frames += 1;
    recorded.luma.clear();
    if frame.data[0].is_null() || frame.linesize[0] < 2 * width {
        return;
    }
    for row in 0..height as usize {
        // SAFETY: as above, and the rows are as long as they have to be.
        let row = unsafe {
            let start = frame.data[0].add(row * frame.linesize[0] as usize);
            std::slice::from_raw_parts(start, width as usize * 2)
        };
        // The code is in the upper bits.
        let codes = row.as_chunks::<2>().0.iter();
        recorded
            .luma
            .extend(codes.map(|code| u16::from_le_bytes(*code) >> 6));
    }
}
