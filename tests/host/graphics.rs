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

/// A canvas of high range as the main view drew it last: linear light, 1 being the white of standard range.
///
/// # Errors
/// When nothing was drawn yet, or the canvas is not of high range.
pub fn main_light() -> Result<Vec<[f32; 4]>> {
    let lock = Lock::take();
    // SAFETY: the lock is held; libobs owns the texture.
    let (texture, format) = unsafe {
        let texture = sys::obs_get_main_texture();
        (texture, sys::gs_texture_get_color_format(texture))
    };
    ensure!(format == sys::GS_RGBA16F, "a canvas of format {format}");
    read_light(&lock, texture)
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

/// See [`Source::light`].
pub(super) fn draw_light(source: &Source) -> Result<Vec<[f32; 4]>> {
    let lock = Lock::take();
    render(source, sys::GS_RGBA16F, sys::GS_CS_709_EXTENDED, |texture| {
        read_light(&lock, texture)
    })
}

/// Copies a texture of half floats to the CPU.
fn read_light(lock: &Lock, texture: *mut sys::gs_texture_t) -> Result<Vec<[f32; 4]>> {
    let bytes = copy(lock, texture, 8)?;
    let channel = |bytes: &[u8; 2]| half::f16::from_ne_bytes(*bytes).to_f32();
    let (pixels, _) = bytes.as_chunks::<8>();
    let pixel = |bytes: &[u8; 8]| {
        let (channels, _) = bytes.as_chunks::<2>();
        std::array::from_fn(|index| channel(&channels[index]))
    };
    Ok(pixels.iter().map(pixel).collect())
}

fn draw(lock: &Lock, source: &Source) -> Result<RgbaImage> {
    render(source, sys::GS_RGBA, sys::GS_CS_SRGB, |texture| {
        read(lock, texture)
    })
}

/// Draws the source alone, at its size, into a target that `read` then reads.
fn render<R>(
    source: &Source,
    format: sys::gs_color_format,
    space: sys::gs_color_space,
    read: impl FnOnce(*mut sys::gs_texture_t) -> Result<R>,
) -> Result<R> {
    let (width, height) = source.size();
    ensure!(width > 0 && height > 0, "the source has no size");
    // SAFETY: the lock is held; the target is destroyed below, after its texture was read.
    unsafe {
        let target = sys::gs_texrender_create(format, sys::GS_ZS_NONE);
        let begun = sys::gs_texrender_begin_with_color_space(target, width, height, space);
        if begun {
            let nothing = sys::vec4::default();
            sys::gs_clear(sys::GS_CLEAR_COLOR, &raw const nothing, 0.0, 0);
            sys::gs_ortho(0.0, width as f32, 0.0, height as f32, -100.0, 100.0);
            // As OBS's own drawing sets them; before its first frame they still hide everything.
            sys::gs_enable_depth_test(false);
            sys::gs_set_cull_mode(sys::GS_NEITHER);
            sys::gs_blend_state_push();
            sys::gs_reset_blend_state();
            // Which leaves alone what OBS takes for set already: before its first frame, blending is off all the same.
            sys::gs_enable_blending(true);
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
        let picture = begun.then(|| read(sys::gs_texrender_get_texture(target)));
        sys::gs_texrender_destroy(target);
        picture.with_context(|| format!("no render target of {width}x{height}"))?
    }
}

/// Copies a texture of 8 bits a channel to the CPU.
fn read(lock: &Lock, texture: *mut sys::gs_texture_t) -> Result<RgbaImage> {
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

    let mut pixels = copy(lock, texture, 4)?;
    if swapped {
        for pixel in pixels.as_chunks_mut::<4>().0 {
            pixel.swap(0, 2);
        }
    }
    RgbaImage::from_raw(width, height, pixels).context("the texture's size")
}

/// A texture's bytes, without gaps between the rows.
fn copy(_lock: &Lock, texture: *mut sys::gs_texture_t, bytes_per_pixel: usize) -> Result<Vec<u8>> {
    ensure!(!texture.is_null(), "no texture");
    let mut pixels = Vec::new();
    // SAFETY: the lock is held and the texture valid. The mapped memory holds `height` rows of `stride` bytes, at least
    // as many as a row of this format has, until it is unmapped.
    let mapped = unsafe {
        let width = sys::gs_texture_get_width(texture);
        let height = sys::gs_texture_get_height(texture);
        let format = sys::gs_texture_get_color_format(texture);
        let stage = sys::gs_stagesurface_create(width, height, format);
        sys::gs_stage_texture(stage, texture);
        let (mut data, mut stride) = (std::ptr::null_mut::<u8>(), 0_u32);
        let mapped = sys::gs_stagesurface_map(stage, &raw mut data, &raw mut stride);
        if mapped {
            for row in 0..height as usize {
                let start = data.add(row * stride as usize);
                let row = std::slice::from_raw_parts(start, width as usize * bytes_per_pixel);
                pixels.extend_from_slice(row);
            }
            sys::gs_stagesurface_unmap(stage);
        }
        sys::gs_stagesurface_destroy(stage);
        mapped
    };
    ensure!(mapped, "the texture cannot be read");
    Ok(pixels)
}
