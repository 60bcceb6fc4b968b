// SPDX-License-Identifier: GPL-2.0-or-later
//! libobs without a screen, inside the test process: stock modules and the built plugin, sources, filters and scenes,
//! pixels read back, the log caught, leaks counted.
//!
//! libobs is one per process and keeps global state. A test of it therefore runs in a process of its own, which
//! [`isolated`] makes (see [`crate::host_test`]). This module holds the only unsafe code of the tests: calls into
//! libobs, all with pointers that libobs gave and that are still held.

pub mod data;
mod graphics;
pub mod hotkeys;
mod isolated;
pub mod log;
mod output;
pub mod panel;
pub mod pattern;
pub mod scene;
pub mod source;
pub mod websocket;

use std::ffi::{CString, c_char, c_void};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use nu_scaler_obs::sys;
use tempfile::TempDir;

use crate::process::wait_until;
use crate::{places, staging};

pub use graphics::{main_light, main_output};
pub use isolated::{Options, isolated};
pub use output::luma_codes;
pub use source::Source;
use websocket::Websocket;

#[link(name = "X11")]
unsafe extern "C" {
    fn XInitThreads() -> i32;
    fn XOpenDisplay(name: *const c_char) -> *mut c_void;
    fn XCloseDisplay(display: *mut c_void) -> i32;
}

/// How long a tick may take before the graphics thread counts as stuck; generous, for a busy machine with a software
/// rasteriser.
const TICK_LIMIT: Duration = Duration::from_secs(30);

/// Ticks of the graphics thread since the host started.
static TICKS: AtomicU64 = AtomicU64::new(0);

/// When the last tick was, and the longest time between two, in microseconds; [`Host::longest_tick`] starts anew.
static LAST_TICK: Mutex<Option<Instant>> = Mutex::new(None);
static LONGEST_TICK: AtomicU64 = AtomicU64::new(0);

/// The canvas and its rate.
#[derive(Clone, Copy, Debug)]
pub struct Video {
    /// The canvas's width in pixels; the output has the same.
    pub width: u32,
    /// The canvas's height in pixels.
    pub height: u32,
    /// Frames a second.
    pub fps: u32,
}

impl Default for Video {
    fn default() -> Self {
        Self {
            width: 640,
            height: 360,
            fps: 60,
        }
    }
}

/// The running libobs. There is one a process; [`isolated`] makes it and ends it.
pub struct Host {
    display: *mut c_void,
    config: TempDir,
    websocket: Option<Websocket>,
}

impl Host {
    /// Starts libobs on the X server `$DISPLAY` with its own configuration folder.
    fn start(options: &Options) -> Result<Self> {
        log::install();
        let config = TempDir::new()?;
        // SAFETY: a null name means $DISPLAY; the threads of libobs-opengl share the connection, hence XInitThreads.
        let display = unsafe {
            XInitThreads();
            XOpenDisplay(std::ptr::null())
        };
        ensure!(!display.is_null(), "no X server at $DISPLAY");
        let mut host = Self {
            display,
            config,
            websocket: None,
        };

        let folder = path(host.config.path())?;
        // SAFETY: the display stays open until `stop`; libobs copies the strings.
        let started = unsafe {
            sys::obs_set_nix_platform(sys::OBS_NIX_PLATFORM_X11_EGL);
            sys::obs_set_nix_platform_display(display);
            sys::obs_startup(c"en-US".as_ptr(), folder.as_ptr(), std::ptr::null_mut())
        };
        ensure!(started, "obs_startup failed");
        host.reset_video(options.video)?;
        let audio = sys::obs_audio_info {
            samples_per_sec: 48_000,
            speakers: sys::SPEAKERS_STEREO,
        };
        // SAFETY: libobs copies the structure.
        let audible = unsafe { sys::obs_reset_audio(&raw const audio) };
        ensure!(audible, "obs_reset_audio failed");
        // SAFETY: the callback touches only a static; it is removed in `stop`.
        unsafe { sys::obs_add_tick_callback(Some(count_tick), std::ptr::null_mut()) };

        pattern::register();
        let libraries = places::obs_libraries()?.join("obs-plugins");
        for module in options.modules {
            host.load(
                &libraries.join(format!("{module}.so")),
                &places::obs_plugin_data(module),
            )?;
        }
        if options.websocket {
            host.websocket = Some(Websocket::offer()?);
        }
        if options.plugin {
            host.load_plugin()?;
        }
        // SAFETY: every module is loaded.
        unsafe { sys::obs_post_load_modules() };
        Ok(host)
    }

    /// Loads the built plugin, where [`Options::plugin`] has not done it, and says how long OBS's start waits for it.
    ///
    /// # Errors
    /// When it has not been built, or does not load.
    pub fn load_plugin(&self) -> Result<Duration> {
        let staged = staging::stage(&self.config.path().join("plugins"))?;
        let begin = Instant::now();
        self.load(&staged.module, &staged.data)?;
        Ok(begin.elapsed())
    }

    fn load(&self, binary: &Path, data: &Path) -> Result<()> {
        let mut module = std::ptr::null_mut();
        let (file, folder) = (path(binary)?, path(data)?);
        // SAFETY: libobs copies the strings; `module` is written before it is read.
        let code = unsafe { sys::obs_open_module(&raw mut module, file.as_ptr(), folder.as_ptr()) };
        ensure!(
            code == 0,
            "{} does not load (code {code}):\n{}",
            binary.display(),
            log::tail(20)
        );
        // SAFETY: obs_open_module succeeded, so that `module` is valid.
        let initialised = unsafe { sys::obs_init_module(module) };
        ensure!(
            initialised,
            "{} refuses to start:\n{}",
            binary.display(),
            log::tail(20)
        );
        Ok(())
    }

    /// Sets the canvas: the graphics thread ends and a new one begins, as when a user changes OBS's video settings.
    ///
    /// # Errors
    /// When OpenGL is not available.
    pub fn reset_video(&self, video: Video) -> Result<()> {
        self.reset_video_as(video, sys::VIDEO_FORMAT_NV12, sys::VIDEO_CS_709)
    }

    /// The same with a canvas of high dynamic range: half floats, put out as 10 bits, PQ and Rec. 2100.
    ///
    /// # Errors
    /// When OpenGL is not available.
    pub fn reset_video_to_high_range(&self, video: Video) -> Result<()> {
        self.reset_video_as(video, sys::VIDEO_FORMAT_P010, sys::VIDEO_CS_2100_PQ)
    }

    fn reset_video_as(
        &self,
        video: Video,
        output_format: sys::video_format,
        colorspace: sys::video_colorspace,
    ) -> Result<()> {
        let mut info = sys::obs_video_info {
            graphics_module: c"libobs-opengl".as_ptr(),
            fps_num: video.fps,
            fps_den: 1,
            base_width: video.width,
            base_height: video.height,
            output_width: video.width,
            output_height: video.height,
            output_format,
            adapter: 0,
            gpu_conversion: true,
            colorspace,
            range: sys::VIDEO_RANGE_PARTIAL,
            scale_type: sys::OBS_SCALE_BICUBIC,
        };
        // SAFETY: the structure lives through the call; libobs keeps no pointer to it.
        let code = unsafe { sys::obs_reset_video(&raw mut info) };
        ensure!(
            code == 0,
            "obs_reset_video failed with code {code}:\n{}",
            log::tail(20)
        );
        // What the application's own settings have unless the user changes them; libobs has none.
        let (sdr_white, hdr_peak) = (300.0, 1000.0);
        // SAFETY: video was set up above.
        unsafe { sys::obs_set_video_levels(sdr_white, hdr_peak) };
        Ok(())
    }

    /// The configuration folder of this libobs; a test may keep files in it.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.config.path()
    }

    /// Waits until `count` whole ticks of the graphics thread have passed: what was asked for before the call has
    /// reached the sources, and was drawn if they are shown.
    ///
    /// # Errors
    /// When the graphics thread does not tick (a dead-lock).
    pub fn ticks(&self, count: u64) -> Result<()> {
        let goal = TICKS.load(Ordering::SeqCst) + count + 1;
        wait_until("the graphics thread to tick", TICK_LIMIT, || {
            Ok((TICKS.load(Ordering::SeqCst) >= goal).then_some(()))
        })
    }

    /// The longest time from one tick to the next while `body` runs: what a viewer sees as a stutter.
    ///
    /// # Errors
    /// Those of `body`.
    pub fn longest_tick(&self, body: impl FnOnce() -> Result<()>) -> Result<Duration> {
        *last_tick() = None;
        LONGEST_TICK.store(0, Ordering::SeqCst);
        body()?;
        Ok(Duration::from_micros(LONGEST_TICK.load(Ordering::SeqCst)))
    }

    /// How many ticks the graphics thread has made.
    #[must_use]
    pub fn tick_count(&self) -> u64 {
        TICKS.load(Ordering::SeqCst)
    }

    /// Shows nothing on output channel 0, waits for what is being destroyed, ends libobs and counts what it leaked.
    fn stop(self) -> Result<()> {
        // SAFETY: the test has dropped every object of its own; the display is closed last, once, as the platform code
        // of libobs may use it until obs_shutdown returns.
        let leaks = unsafe {
            sys::obs_set_output_source(0, std::ptr::null_mut());
            sys::obs_remove_tick_callback(Some(count_tick), std::ptr::null_mut());
            while sys::obs_wait_for_destroy_queue() {}
            sys::obs_shutdown();
            drop(self.websocket);
            XCloseDisplay(self.display);
            sys::bnum_allocs()
        };
        ensure!(leaks == 0, "libobs counts {leaks} leaked allocations");
        Ok(())
    }
}

unsafe extern "C" fn count_tick(_parameter: *mut c_void, _seconds: f32) {
    TICKS.fetch_add(1, Ordering::SeqCst);
    if let Some(last) = last_tick().replace(Instant::now()) {
        let micros = u64::try_from(last.elapsed().as_micros()).unwrap_or(u64::MAX);
        LONGEST_TICK.fetch_max(micros, Ordering::SeqCst);
    }
}

fn last_tick() -> MutexGuard<'static, Option<Instant>> {
    LAST_TICK.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A path as C wants it.
fn path(path: &Path) -> Result<CString> {
    CString::new(path.as_os_str().as_encoded_bytes())
        .with_context(|| format!("{} holds a NUL", path.display()))
}
