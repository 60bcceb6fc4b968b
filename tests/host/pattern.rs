// SPDX-License-Identifier: GPL-2.0-or-later
//! Source types of the tests' own: one that draws a given picture and may change its size every tick, and one whose
//! frames come asynchronously, as a camera's do.

use std::ffi::{c_char, c_void};
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Result, ensure};
use image::RgbaImage;
use nu_scaler_obs::sys;
use serde_json::json;

use super::Host;
use super::source::Source;

const PATTERN: &std::ffi::CStr = c"nu_scaler_test_pattern";
const CAMERA: &std::ffi::CStr = c"nu_scaler_test_camera";

/// Gives the picture of a tick, by the tick's number since the source was made.
type Script = Box<dyn FnMut(u64) -> Option<RgbaImage> + Send>;

/// What a pattern source shows; shared between the test and the source.
#[derive(Default)]
pub struct Pattern {
    picture: Mutex<Picture>,
    script: Mutex<Option<Script>>,
    ticks: AtomicU64,
    draws: AtomicU64,
    clicks: Mutex<Vec<(i32, i32)>>,
    has_alpha_premultiplied: AtomicBool,
}

#[derive(Default)]
struct Picture {
    image: RgbaImage,
    version: u64,
}

/// The patterns of this process, by the number that a source's settings name.
static PATTERNS: Mutex<Vec<Arc<Pattern>>> = Mutex::new(Vec::new());

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Pattern {
    /// A pattern that shows `image`: sRGB-encoded, straight alpha, drawn in the light and with the blending that OBS
    /// is in, as OBS's text source does. An empty image gives a source of size 0.
    #[must_use]
    pub fn new(image: RgbaImage) -> Arc<Self> {
        let pattern = Self::default();
        pattern.set(image);
        Arc::new(pattern)
    }

    /// A pattern whose `image` is premultiplied and drawn so, as OBS's image source does.
    #[must_use]
    pub fn premultiplied(image: RgbaImage) -> Arc<Self> {
        let pattern = Self::new(image);
        pattern.has_alpha_premultiplied.store(true, Ordering::SeqCst);
        pattern
    }

    /// Shows another picture from the next tick on; its size may differ.
    pub fn set(&self, image: RgbaImage) {
        let mut picture = lock(&self.picture);
        picture.version += 1;
        picture.image = image;
    }

    /// Asks `script` at every tick for a new picture; `None` keeps the old one.
    pub fn script(&self, script: impl FnMut(u64) -> Option<RgbaImage> + Send + 'static) {
        *lock(&self.script) = Some(Box::new(script));
    }

    /// How often the source was drawn.
    #[must_use]
    pub fn draws(&self) -> u64 {
        self.draws.load(Ordering::SeqCst)
    }

    /// Where the source was clicked on, in the order of the clicks.
    #[must_use]
    pub fn clicks(&self) -> Vec<(i32, i32)> {
        lock(&self.clicks).clone()
    }
}

impl Host {
    /// A source that shows `pattern`.
    ///
    /// # Errors
    /// When libobs cannot make it.
    pub fn pattern(&self, name: &str, pattern: &Arc<Pattern>) -> Result<Source> {
        let mut patterns = lock(&PATTERNS);
        let index = patterns.len();
        patterns.push(Arc::clone(pattern));
        drop(patterns);
        self.input(&PATTERN.to_string_lossy(), name, &json!({ "pattern": index }))
    }

    /// An asynchronous source without a frame yet.
    ///
    /// # Errors
    /// When libobs cannot make it.
    pub fn camera(&self, name: &str) -> Result<Source> {
        self.input(&CAMERA.to_string_lossy(), name, &json!({}))
    }
}

impl Source {
    /// Gives an asynchronous source its next frame: planar 4:2:0 of full range, all of one colour given as Y, U, V.
    ///
    /// # Errors
    /// When the size is not even.
    pub fn push_frame(&self, width: u32, height: u32, [y, u, v]: [u8; 3], time_ns: u64) -> Result<()> {
        ensure!(
            width.is_multiple_of(2) && height.is_multiple_of(2),
            "4:2:0 wants an even size"
        );
        let (luma, chroma) = ((width * height) as usize, (width / 2 * (height / 2)) as usize);
        let mut planes = [vec![y; luma], vec![u; chroma], vec![v; chroma]];
        let mut frame = sys::obs_source_frame {
            width,
            height,
            timestamp: time_ns,
            format: sys::VIDEO_FORMAT_I420,
            full_range: true,
            ..Default::default()
        };
        for (index, plane) in planes.iter_mut().enumerate() {
            frame.data[index] = plane.as_mut_ptr();
            frame.linesize[index] = if index == 0 { width } else { width / 2 };
        }
        // SAFETY: libobs copies the planes before it returns; the arrays have the sizes that the frame states.
        unsafe {
            let known = sys::video_format_get_parameters(
                sys::VIDEO_CS_709,
                sys::VIDEO_RANGE_FULL,
                frame.color_matrix.as_mut_ptr(),
                frame.color_range_min.as_mut_ptr(),
                frame.color_range_max.as_mut_ptr(),
            );
            ensure!(known, "no colour matrix");
            sys::obs_source_output_video(self.as_ptr(), &raw const frame);
        }
        Ok(())
    }
}

/// Makes both types known to libobs.
pub(super) fn register() {
    let pattern = sys::obs_source_info {
        id: PATTERN.as_ptr(),
        type_: sys::OBS_SOURCE_TYPE_INPUT,
        output_flags: sys::OBS_SOURCE_VIDEO
            | sys::OBS_SOURCE_CUSTOM_DRAW
            | sys::OBS_SOURCE_SRGB
            | sys::OBS_SOURCE_INTERACTION,
        get_name: Some(pattern_name),
        create: Some(pattern_create),
        destroy: Some(pattern_destroy),
        get_width: Some(pattern_width),
        get_height: Some(pattern_height),
        video_tick: Some(pattern_tick),
        video_render: Some(pattern_render),
        mouse_click: Some(pattern_click),
        ..Default::default()
    };
    let camera = sys::obs_source_info {
        id: CAMERA.as_ptr(),
        type_: sys::OBS_SOURCE_TYPE_INPUT,
        output_flags: sys::OBS_SOURCE_ASYNC_VIDEO,
        get_name: Some(camera_name),
        create: Some(camera_create),
        destroy: Some(camera_destroy),
        ..Default::default()
    };
    for info in [pattern, camera] {
        // SAFETY: libobs copies the structure; the strings and functions are static.
        unsafe { sys::obs_register_source_s(&raw const info, size_of::<sys::obs_source_info>()) };
    }
}

/// One source: the pattern that it shows and the texture of the version drawn last.
struct Instance {
    pattern: Arc<Pattern>,
    drawn: Mutex<(Option<NonNull<sys::gs_texture_t>>, u64)>,
}

/// # Safety
/// `data` is what [`pattern_create`] gave, not destroyed yet.
unsafe fn instance<'a>(data: *mut c_void) -> &'a Instance {
    // SAFETY: the caller's promise; only shared references are made of it.
    unsafe { &*data.cast::<Instance>() }
}

unsafe extern "C" fn pattern_name(_type_data: *mut c_void) -> *const c_char {
    c"Test pattern".as_ptr()
}

unsafe extern "C" fn pattern_create(
    settings: *mut sys::obs_data_t,
    _source: *mut sys::obs_source_t,
) -> *mut c_void {
    // SAFETY: libobs gives valid settings.
    let index = unsafe { sys::obs_data_get_int(settings, c"pattern".as_ptr()) };
    let pattern = usize::try_from(index)
        .ok()
        .and_then(|index| lock(&PATTERNS).get(index).cloned());
    match pattern {
        Some(pattern) => Box::into_raw(Box::new(Instance {
            pattern,
            drawn: Mutex::new((None, 0)),
        }))
        .cast(),
        None => std::ptr::null_mut(),
    }
}

unsafe extern "C" fn pattern_destroy(data: *mut c_void) {
    // SAFETY: libobs destroys once what `pattern_create` gave, and calls nothing more on it.
    let instance = unsafe { Box::from_raw(data.cast::<Instance>()) };
    if let Some(texture) = lock(&instance.drawn).0.take() {
        // SAFETY: the texture is ours; textures go inside the graphics lock.
        unsafe {
            sys::obs_enter_graphics();
            sys::gs_texture_destroy(texture.as_ptr());
            sys::obs_leave_graphics();
        }
    }
}

unsafe extern "C" fn pattern_width(data: *mut c_void) -> u32 {
    // SAFETY: libobs gives the live instance.
    lock(&unsafe { instance(data) }.pattern.picture).image.width()
}

unsafe extern "C" fn pattern_height(data: *mut c_void) -> u32 {
    // SAFETY: libobs gives the live instance.
    lock(&unsafe { instance(data) }.pattern.picture).image.height()
}

unsafe extern "C" fn pattern_tick(data: *mut c_void, _seconds: f32) {
    // SAFETY: libobs gives the live instance.
    let pattern = &unsafe { instance(data) }.pattern;
    let tick = pattern.ticks.fetch_add(1, Ordering::SeqCst);
    let image = lock(&pattern.script).as_mut().and_then(|script| script(tick));
    if let Some(image) = image {
        pattern.set(image);
    }
}

unsafe extern "C" fn pattern_click(
    data: *mut c_void,
    event: *const sys::obs_mouse_event,
    _button: i32,
    _up: bool,
    _count: u32,
) {
    // SAFETY: libobs gives the live instance, and an event that is there during the call.
    let (instance, event) = unsafe { (instance(data), &*event) };
    lock(&instance.pattern.clicks).push((event.x, event.y));
}

unsafe extern "C" fn pattern_render(data: *mut c_void, _effect: *mut sys::gs_effect_t) {
    // SAFETY: libobs gives the live instance.
    let instance = unsafe { instance(data) };
    let picture = lock(&instance.pattern.picture);
    if picture.image.is_empty() {
        return;
    }
    instance.pattern.draws.fetch_add(1, Ordering::SeqCst);
    let mut drawn = lock(&instance.drawn);
    let (width, height) = picture.image.dimensions();
    // SAFETY: OBS draws inside the graphics lock; the texture is replaced only here, and the image's bytes are as many
    // as the texture takes.
    unsafe {
        if drawn.1 != picture.version {
            if let Some(old) = drawn.0.take() {
                sys::gs_texture_destroy(old.as_ptr());
            }
            let mut levels = [picture.image.as_raw().as_ptr()];
            drawn.0 = NonNull::new(sys::gs_texture_create(
                width,
                height,
                sys::GS_RGBA,
                1,
                levels.as_mut_ptr(),
                0,
            ));
            drawn.1 = picture.version;
        }
        let Some(texture) = drawn.0 else { return };
        let effect = sys::obs_get_base_effect(sys::OBS_EFFECT_DEFAULT);
        let image = sys::gs_effect_get_param_by_name(effect, c"image".as_ptr());
        let previous = sys::gs_framebuffer_srgb_enabled();
        let linear = sys::gs_get_linear_srgb();
        sys::gs_enable_framebuffer_srgb(linear);
        if linear {
            sys::gs_effect_set_texture_srgb(image, texture.as_ptr());
        } else {
            sys::gs_effect_set_texture(image, texture.as_ptr());
        }
        let premultiplied = instance.pattern.has_alpha_premultiplied.load(Ordering::SeqCst);
        if premultiplied {
            sys::gs_blend_state_push();
            sys::gs_blend_function(sys::GS_BLEND_ONE, sys::GS_BLEND_INVSRCALPHA);
        }
        while sys::gs_effect_loop(effect, c"Draw".as_ptr()) {
            sys::gs_draw_sprite(texture.as_ptr(), 0, width, height);
        }
        if premultiplied {
            sys::gs_blend_state_pop();
        }
        sys::gs_enable_framebuffer_srgb(previous);
    }
}

unsafe extern "C" fn camera_name(_type_data: *mut c_void) -> *const c_char {
    c"Test camera".as_ptr()
}

unsafe extern "C" fn camera_create(
    _settings: *mut sys::obs_data_t,
    source: *mut sys::obs_source_t,
) -> *mut c_void {
    // Frames are pushed through the source itself; the instance only has to be something that is not null.
    source.cast()
}

unsafe extern "C" fn camera_destroy(_data: *mut c_void) {}

/// A picture by a function of column and row.
#[must_use]
pub fn picture(width: u32, height: u32, colour: impl Fn(u32, u32) -> [u8; 4]) -> RgbaImage {
    RgbaImage::from_fn(width, height, |x, y| image::Rgba(colour(x, y)))
}
