// SPDX-License-Identifier: GPL-2.0-or-later
//! Drawing into textures.

use std::ptr::NonNull;

use super::{ColorFormat, ColorSpace, Graphics, Size, Texture, TextureRef};
use crate::sys;

/// Everything that drawing into a texture of ours changes; put back when dropped, also when unwinding.
struct SavedState<'g> {
    target: *mut sys::gs_texture_t,
    zstencil: *mut sys::gs_zstencil_t,
    space: sys::gs_color_space,
    framebuffer_srgb: bool,
    _graphics: &'g Graphics,
}

impl<'g> SavedState<'g> {
    fn save(graphics: &'g Graphics) -> Self {
        // SAFETY: the context is entered for 'g. Each push is popped in drop.
        unsafe {
            sys::gs_viewport_push();
            sys::gs_projection_push();
            sys::gs_matrix_push();
            sys::gs_blend_state_push();
            Self {
                target: sys::gs_get_render_target(),
                zstencil: sys::gs_get_zstencil_target(),
                space: sys::gs_get_color_space(),
                framebuffer_srgb: sys::gs_framebuffer_srgb_enabled(),
                _graphics: graphics,
            }
        }
    }
}

impl Drop for SavedState<'_> {
    fn drop(&mut self) {
        // SAFETY: the context is still entered; the target is that of the caller, who is still drawing into it.
        unsafe {
            sys::gs_set_render_target_with_color_space(self.target, self.zstencil, self.space);
            sys::gs_enable_framebuffer_srgb(self.framebuffer_srgb);
            sys::gs_blend_state_pop();
            sys::gs_matrix_pop();
            sys::gs_projection_pop();
            sys::gs_viewport_pop();
        }
    }
}

/// Draws into a render target: clears it to transparent black, then runs `body` with one unit a pixel, the origin at
/// the top left, and OBS's default blending. Render target, depth-stencil, colour space, viewport, projection,
/// matrix, blending and the target's sRGB encoding are afterwards what they were.
pub fn render_into<R>(
    graphics: &Graphics,
    texture: &Texture,
    space: ColorSpace,
    body: impl FnOnce(&Graphics) -> R,
) -> R {
    let _saved = SavedState::save(graphics);
    let size = texture.size();
    // SAFETY: the context is entered (token); the texture outlives the call, and `_saved` unbinds it.
    unsafe {
        sys::gs_set_render_target_with_color_space(texture.as_ptr(), std::ptr::null_mut(), space.to_raw());
        sys::gs_enable_framebuffer_srgb(false);
        sys::gs_reset_blend_state();
    }
    start_picture(graphics, size);
    body(graphics)
}

/// Draws a source into a render target as premultiplied alpha, the way upscaling wants it: [`render_into`] with
/// [`capture_blend`]. `linear`: the source is asked to render in linear light. That has to be what
/// [`Graphics::blends_in_linear_light`] says where the capture will be drawn: coverage multiplies what the source
/// renders, and drawing the product in the other light would give soft edges another colour than the source's own.
pub fn capture<R>(
    graphics: &Graphics,
    texture: &Texture,
    space: ColorSpace,
    linear: bool,
    body: impl FnOnce(&Graphics) -> R,
) -> R {
    render_into(graphics, texture, space, |graphics| {
        graphics.with_linear_srgb(linear, || capture_blend(graphics, body))
    })
}

/// Viewport, projection, matrix and background of a new picture in the bound target.
fn start_picture(_: &Graphics, size: Size) {
    // OBS asks for signed sizes; no texture exceeds them.
    let (width, height) = (size.width as i32, size.height as i32);
    let transparent = sys::vec4::default();
    // SAFETY: the context is entered (token).
    unsafe {
        sys::gs_set_viewport(0, 0, width, height);
        sys::gs_ortho(0.0, size.width as f32, 0.0, size.height as f32, -100.0, 100.0);
        sys::gs_matrix_identity();
        sys::gs_clear(sys::GS_CLEAR_COLOR, &raw const transparent, 0.0, 0);
    }
}

/// Blending for capturing sources (straight alpha) over transparent black: the result is premultiplied.
pub fn capture_blend<R>(graphics: &Graphics, body: impl FnOnce(&Graphics) -> R) -> R {
    let colour = (sys::GS_BLEND_SRCALPHA, sys::GS_BLEND_INVSRCALPHA);
    let alpha = (sys::GS_BLEND_ONE, sys::GS_BLEND_INVSRCALPHA);
    blend(graphics, colour, alpha, body)
}

/// Blending for drawing premultiplied pictures over what is there.
pub fn premultiplied_blend<R>(graphics: &Graphics, body: impl FnOnce(&Graphics) -> R) -> R {
    let both = (sys::GS_BLEND_ONE, sys::GS_BLEND_INVSRCALPHA);
    blend(graphics, both, both, body)
}

fn blend<R>(
    graphics: &Graphics,
    colour: (sys::gs_blend_type, sys::gs_blend_type),
    alpha: (sys::gs_blend_type, sys::gs_blend_type),
    body: impl FnOnce(&Graphics) -> R,
) -> R {
    struct Pop;
    impl Drop for Pop {
        fn drop(&mut self) {
            // SAFETY: dropped inside `blend`, whose token proves that the context is entered; pairs with the push.
            unsafe { sys::gs_blend_state_pop() };
        }
    }
    // SAFETY: the context is entered (token).
    unsafe { sys::gs_blend_state_push() };
    let _pop = Pop;
    // SAFETY: as above.
    unsafe {
        sys::gs_enable_blending(true);
        sys::gs_blend_function_separate(colour.0, colour.1, alpha.0, alpha.1);
    }
    body(graphics)
}

/// A render target of OBS that takes the size of what is drawn into it.
#[derive(Debug)]
pub struct TexRender {
    raw: NonNull<sys::gs_texrender_t>,
}

// SAFETY: the object behind the pointer is only touched with a Graphics token in hand, that is by one thread at a time.
unsafe impl Send for TexRender {}
// SAFETY: as above.
unsafe impl Sync for TexRender {}

impl TexRender {
    /// A target of this format, with no memory yet. `None`: OBS could not make it.
    pub fn new(_: &Graphics, format: ColorFormat) -> Option<Self> {
        // SAFETY: the context is entered (token).
        let raw = unsafe { sys::gs_texrender_create(format.to_raw(), sys::GS_ZS_NONE) };
        Some(Self {
            raw: NonNull::new(raw)?,
        })
    }

    /// Draws a new picture of this size, as [`render_into`] does, and gives it. `None`, and `body` does not run: the
    /// size is empty or OBS has no memory for it.
    pub fn render(
        &mut self,
        graphics: &Graphics,
        size: Size,
        space: ColorSpace,
        body: impl FnOnce(&Graphics),
    ) -> Option<TextureRef<'_>> {
        struct End(NonNull<sys::gs_texrender_t>);
        impl Drop for End {
            fn drop(&mut self) {
                // SAFETY: dropped inside `render`, whose token proves the context; pairs with the begin.
                unsafe { sys::gs_texrender_end(self.0.as_ptr()) };
            }
        }
        if size.is_empty() {
            return None;
        }
        let raw = self.raw.as_ptr();
        {
            let _saved = SavedState::save(graphics);
            // SAFETY: the context is entered (token), the object is ours.
            let begun = unsafe {
                sys::gs_texrender_reset(raw);
                sys::gs_texrender_begin_with_color_space(raw, size.width, size.height, space.to_raw())
            };
            if !begun {
                return None;
            }
            let _end = End(self.raw);
            // SAFETY: as above.
            unsafe {
                sys::gs_enable_framebuffer_srgb(false);
                sys::gs_reset_blend_state();
            }
            start_picture(graphics, size);
            body(graphics);
        }
        // SAFETY: as above; the texture lives until the next render or the drop, both of which need `self` mutably.
        unsafe { TextureRef::from_raw(sys::gs_texrender_get_texture(raw)) }
    }
}

impl Drop for TexRender {
    fn drop(&mut self) {
        if let Some(_graphics) = Graphics::enter() {
            // SAFETY: the context is entered; the object is ours and nobody can use it after this.
            unsafe { sys::gs_texrender_destroy(self.raw.as_ptr()) };
        }
    }
}
