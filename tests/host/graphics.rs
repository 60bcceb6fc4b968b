// SPDX-License-Identifier: GPL-2.0-or-later
//! Drawing and reading back, inside OBS's graphics lock.

use anyhow::{Context, Result, ensure};
use image::RgbaImage;
use nu_scaler_obs::sys;

use super::source::Source;

/// The graphics lock, held while this lives. The main thread takes it between the frames of the graphics thread.
pub(super) struct Lock(());

impl Lock {
    pub(super) fn take() -> Self {
        // SAFETY: left again in drop; libobs has video.
        unsafe { sys::obs_enter_graphics() };
        Self(())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // SAFETY: entered in `take`.
        unsafe { sys::obs_leave_graphics() };
    }
}

/// The canvas as the main view drew it last; opaque.
///
/// # Errors
/// When nothing was drawn yet.
pub fn main_output() -> Result<RgbaImage> {
    let lock = Lock::take();
    // SAFETY: the lock is held; libobs owns the texture.
    let texture = unsafe { sys::obs_get_main_texture() };
    read(&lock, texture)
}

/// See [`Source::pixels`].
pub(super) fn draw_source(source: &Source) -> Result<RgbaImage> {
    draw(&Lock::take(), source)
}

/// See [`Source::draw_repeatedly`].
pub(super) fn draw_repeatedly(source: &Source, count: usize) -> Result<Vec<RgbaImage>> {
    let lock = Lock::take();
    (0..count).map(|_| draw(&lock, source)).collect()
}

fn draw(lock: &Lock, source: &Source) -> Result<RgbaImage> {
    let (width, height) = source.size();
    ensure!(width > 0 && height > 0, "the source has no size");
    // SAFETY: the lock is held; the target is destroyed below, after its texture was read.
    unsafe {
        let target = sys::gs_texrender_create(sys::GS_RGBA, sys::GS_ZS_NONE);
        let begun = sys::gs_texrender_begin_with_color_space(target, width, height, sys::GS_CS_SRGB);
        if begun {
            let nothing = sys::vec4::default();
            sys::gs_clear(sys::GS_CLEAR_COLOR, &raw const nothing, 0.0, 0);
            sys::gs_ortho(0.0, width as f32, 0.0, height as f32, -100.0, 100.0);
            // As OBS's own drawing sets them; before its first frame they still hide everything.
            sys::gs_enable_depth_test(false);
            sys::gs_set_cull_mode(sys::GS_NEITHER);
            sys::gs_blend_state_push();
            sys::gs_reset_blend_state();
            // The alpha that is read must be the coverage, not its square.
            sys::gs_blend_function_separate(
                sys::GS_BLEND_SRCALPHA,
                sys::GS_BLEND_INVSRCALPHA,
                sys::GS_BLEND_ONE,
                sys::GS_BLEND_INVSRCALPHA,
            );
            // In linear light, as OBS's scenes, projectors and screenshots do.
            let light = sys::gs_set_linear_srgb(true);
            sys::obs_source_video_render(source.as_ptr());
            sys::gs_set_linear_srgb(light);
            sys::gs_blend_state_pop();
            sys::gs_texrender_end(target);
        }
        let picture = begun.then(|| read(lock, sys::gs_texrender_get_texture(target)));
        sys::gs_texrender_destroy(target);
        picture.with_context(|| format!("no render target of {width}x{height}"))?
    }
}

/// Copies a texture of 8 bits a channel to the CPU.
fn read(_lock: &Lock, texture: *mut sys::gs_texture_t) -> Result<RgbaImage> {
    ensure!(!texture.is_null(), "no texture");
    // SAFETY: the lock is held and the texture valid.
    let (width, height, format) = unsafe {
        (
            sys::gs_texture_get_width(texture),
            sys::gs_texture_get_height(texture),
            sys::gs_texture_get_color_format(texture),
        )
    };
    let swapped = format == sys::GS_BGRA || format == sys::GS_BGRX;
    ensure!(swapped || format == sys::GS_RGBA, "a texture of format {format}");

    let mut pixels = Vec::with_capacity((width * height * 4) as usize);
    // SAFETY: the mapped memory holds `height` rows of `stride` bytes, at least 4 a pixel, until it is unmapped.
    let mapped = unsafe {
        let stage = sys::gs_stagesurface_create(width, height, format);
        sys::gs_stage_texture(stage, texture);
        let (mut data, mut stride) = (std::ptr::null_mut::<u8>(), 0_u32);
        let mapped = sys::gs_stagesurface_map(stage, &raw mut data, &raw mut stride);
        if mapped {
            for row in 0..height as usize {
                let start = data.add(row * stride as usize);
                pixels.extend_from_slice(std::slice::from_raw_parts(start, width as usize * 4));
            }
            sys::gs_stagesurface_unmap(stage);
        }
        sys::gs_stagesurface_destroy(stage);
        mapped
    };
    ensure!(mapped, "the texture cannot be read");
    if swapped {
        for pixel in pixels.as_chunks_mut::<4>().0 {
            pixel.swap(0, 2);
        }
    }
    RgbaImage::from_raw(width, height, pixels).context("the texture's size")
}
