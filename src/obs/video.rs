// SPDX-License-Identifier: GPL-2.0-or-later
//! What OBS's video is set to.

use std::time::Duration;

use crate::{graphics::Size, sys};

/// OBS's video settings.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct VideoInfo {
    /// The canvas that scenes are laid out on.
    pub canvas: Size,
    /// What is encoded, after OBS's own scaling.
    pub output: Size,
    /// Frames a second, as a fraction.
    pub fps: (u32, u32),
}

/// Whether this is OBS's graphics thread, on which every wait is one of the whole picture.
pub fn on_graphics_thread() -> bool {
    // SAFETY: asks which thread this is; OBS's own thread data are there from its start to its end.
    unsafe { sys::obs_initialized() && sys::obs_in_task_thread(sys::OBS_TASK_GRAPHICS) }
}

/// The current settings; `None` while video is not running.
pub fn info() -> Option<VideoInfo> {
    /// OBS copies its own version's structure without asking for a size: room for what later versions may append.
    #[repr(C)]
    #[derive(Default)]
    struct Filled {
        info: sys::obs_video_info,
        appended: [u64; 16],
    }
    // SAFETY: asks for a pointer only; may be called at any time.
    if !unsafe { sys::obs_initialized() } {
        return None;
    }
    let mut filled = Filled::default();
    // SAFETY: OBS is there (above) and copies its structure to the start of ours, which has room for more than it has.
    let running = unsafe { sys::obs_get_video_info((&raw mut filled).cast()) };
    let info = filled.info;
    running.then(|| VideoInfo {
        canvas: Size::new(info.base_width, info.base_height),
        output: Size::new(info.output_width, info.output_height),
        fps: (info.fps_num, info.fps_den),
    })
}

/// The size of the canvas; `None` while video is not running.
pub fn canvas() -> Option<Size> {
    info().map(|info| info.canvas).filter(|canvas| !canvas.is_empty())
}

/// When the frame is shown that is drawn now, by OBS's own clock, and how long a frame lasts; `None` while video is not
/// running. Where OBS has to leave frames out the time jumps by as many.
pub fn frame_time() -> Option<(Duration, Duration)> {
    let (frames, seconds) = info()?.fps;
    let interval = Duration::from_secs(seconds.into()).checked_div(frames)?;
    // SAFETY: OBS is there, or it would have told no settings; reads a number.
    let now = unsafe { sys::obs_get_video_frame_time() };
    Some((Duration::from_nanos(now), interval))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_video_without_obs() {
        assert_eq!(info(), None);
        assert_eq!(canvas(), None);
        assert_eq!(frame_time(), None);
    }
}
