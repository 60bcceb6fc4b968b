// SPDX-License-Identifier: GPL-2.0-or-later
//! OBS's graphics: the context token, textures, render targets, drawing.

mod cell;
mod draw;
mod effect;
mod format;
mod staging;
mod target;
mod texture;

use std::marker::PhantomData;
use std::ops::Deref;

pub use cell::GraphicsCell;
pub use draw::{Technique, draw_scaled, draw_texture, present};
pub use effect::{BaseEffect, Effect};
pub use format::{ColorFormat, ColorSpace, Renderer, Size};
pub use staging::StageSurface;
pub use target::{TexRender, capture, capture_blend, premultiplied_blend, render_into};
pub use texture::{Texture, TextureRef};

use crate::sys;

/// Proof that the calling thread has entered OBS's graphics context.
///
/// The context is a lock: one thread at a time is inside. It cannot be sent, shared or made up: it comes from OBS in
/// a render callback or from [`Graphics::enter`].
#[derive(Debug)]
pub struct Graphics {
    /// A raw pointer is neither `Send` nor `Sync`, and so is this.
    _thread: PhantomData<*const ()>,
}

/// The context is entered while this lives. See [`Graphics::enter`].
#[derive(Debug)]
pub struct GraphicsScope {
    graphics: Graphics,
}

impl Graphics {
    /// Enters the graphics context, waiting for the thread that is inside; entering again on the same thread is
    /// allowed. `None`: OBS has no graphics (not started, or already shut down).
    ///
    /// Never call it with a lock held that a render callback also takes: the two would wait for each other.
    pub fn enter() -> Option<GraphicsScope> {
        // SAFETY: the first may be called from any thread at any time, the others while OBS is initialised; without a
        // graphics subsystem the second does nothing, and the third then tells so.
        let entered = unsafe {
            sys::obs_initialized() && {
                sys::obs_enter_graphics();
                !sys::gs_get_context().is_null()
            }
        };
        entered.then(|| GraphicsScope {
            graphics: Graphics { _thread: PhantomData },
        })
    }

    /// The token in a callback that OBS makes with the context entered.
    ///
    /// # Safety
    /// The calling thread has entered OBS's graphics context and stays in it for `'a`.
    pub unsafe fn assume_entered<'a>() -> &'a Graphics {
        // A zero-sized value: a constant of it can be borrowed for ever.
        &Graphics { _thread: PhantomData }
    }

    /// The colour space of the current render target.
    pub fn color_space(&self) -> ColorSpace {
        // SAFETY: the context is entered (self).
        ColorSpace::from_raw(unsafe { sys::gs_get_color_space() })
    }

    /// Which library OBS renders with.
    pub fn renderer(&self) -> Renderer {
        // SAFETY: the context is entered (self).
        Renderer::from_device_type(unsafe { sys::gs_get_device_type() })
    }

    /// Hands everything queued so far to the driver, without waiting for it.
    pub fn flush(&self) {
        // SAFETY: the context is entered (self).
        unsafe { sys::gs_flush() };
    }

    /// Runs `body` with sources asked to render in linear light (`true`) or in stored values (`false`).
    pub fn with_linear_srgb<R>(&self, linear: bool, body: impl FnOnce() -> R) -> R {
        struct Restore(bool);
        impl Drop for Restore {
            fn drop(&mut self) {
                // SAFETY: dropped inside `with_linear_srgb`, whose `self` proves that the context is entered.
                unsafe { sys::gs_set_linear_srgb(self.0) };
            }
        }
        // SAFETY: the context is entered (self).
        let _restore = Restore(unsafe { sys::gs_set_linear_srgb(linear) });
        body()
    }

    /// Runs `body` with the render target encoding what is written to it as sRGB (`true`) or storing it as it is.
    pub fn with_framebuffer_srgb<R>(&self, encode: bool, body: impl FnOnce() -> R) -> R {
        struct Restore(bool);
        impl Drop for Restore {
            fn drop(&mut self) {
                // SAFETY: dropped inside `with_framebuffer_srgb`, whose `self` proves that the context is entered.
                unsafe { sys::gs_enable_framebuffer_srgb(self.0) };
            }
        }
        // SAFETY: the context is entered (self).
        let _restore = Restore(unsafe { sys::gs_framebuffer_srgb_enabled() });
        // SAFETY: as above.
        unsafe { sys::gs_enable_framebuffer_srgb(encode) };
        body()
    }

    /// Runs `body` with everything that it draws scaled from the origin.
    pub fn with_scale<R>(&self, x: f32, y: f32, body: impl FnOnce() -> R) -> R {
        // SAFETY: the context is entered (self).
        self.with_matrix(|| unsafe { sys::gs_matrix_scale3f(x, y, 1.0) }, body)
    }

    /// Runs `body` with everything that it draws moved to the right and down.
    pub fn with_offset<R>(&self, x: f32, y: f32, body: impl FnOnce() -> R) -> R {
        // SAFETY: the context is entered (self).
        self.with_matrix(|| unsafe { sys::gs_matrix_translate3f(x, y, 0.0) }, body)
    }

    fn with_matrix<R>(&self, change: impl FnOnce(), body: impl FnOnce() -> R) -> R {
        struct Pop;
        impl Drop for Pop {
            fn drop(&mut self) {
                // SAFETY: dropped inside `with_matrix`, whose `self` proves that the context is entered; pairs with the
                // push.
                unsafe { sys::gs_matrix_pop() };
            }
        }
        // SAFETY: the context is entered (self).
        unsafe { sys::gs_matrix_push() };
        let _pop = Pop;
        change();
        body()
    }

    /// Whether what is drawn now is to be blended in linear light: where OBS asks for it, and in every target that
    /// stores linear light. It does not ask while it draws scene items with the blending method "sRGB off", or those
    /// that it crops or scales, nor inside sources that know nothing of linear light.
    pub fn blends_in_linear_light(&self) -> bool {
        // SAFETY: the context is entered (self).
        let asked = unsafe { sys::gs_get_linear_srgb() };
        asked || self.color_space() != ColorSpace::Srgb
    }
}

/// Which library OBS renders with; [`Renderer::Unknown`] while OBS has no graphics.
pub fn renderer() -> Renderer {
    Graphics::enter().map_or(Renderer::Unknown, |graphics| graphics.renderer())
}

impl Deref for GraphicsScope {
    type Target = Graphics;

    fn deref(&self) -> &Graphics {
        &self.graphics
    }
}

impl Drop for GraphicsScope {
    fn drop(&mut self) {
        // SAFETY: `enter` entered on this thread (the scope cannot leave it), and OBS counts the entries of a thread,
        // so that this leaves what that entered.
        unsafe { sys::obs_leave_graphics() };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_graphics_without_obs() {
        assert!(Graphics::enter().is_none());
        assert_eq!(renderer(), Renderer::Unknown);
    }
}
