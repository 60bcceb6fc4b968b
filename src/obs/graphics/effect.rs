// SPDX-License-Identifier: GPL-2.0-or-later
//! OBS's own effects (shaders with parameters).

use std::ffi::CStr;
use std::marker::PhantomData;
use std::ptr::NonNull;

use super::{Graphics, Size, TextureRef};
use crate::sys;

/// An effect that comes with OBS.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BaseEffect {
    /// Draws the picture as it is.
    Default,
    /// Draws the picture with alpha 1.
    Opaque,
    /// Scales with a bicubic kernel.
    Bicubic,
    /// Scales with a Lanczos kernel.
    Lanczos,
    /// Scales by the area that each pixel covers.
    Area,
    /// Bilinear downscaling to less than half.
    BilinearLowres,
    /// Draws a picture with premultiplied alpha.
    PremultipliedAlpha,
}

impl BaseEffect {
    const fn to_raw(self) -> sys::obs_base_effect {
        match self {
            Self::Default => sys::OBS_EFFECT_DEFAULT,
            Self::Opaque => sys::OBS_EFFECT_OPAQUE,
            Self::Bicubic => sys::OBS_EFFECT_BICUBIC,
            Self::Lanczos => sys::OBS_EFFECT_LANCZOS,
            Self::Area => sys::OBS_EFFECT_AREA,
            Self::BilinearLowres => sys::OBS_EFFECT_BILINEAR_LOWRES,
            Self::PremultipliedAlpha => sys::OBS_EFFECT_PREMULTIPLIED_ALPHA,
        }
    }
}

/// An effect, borrowed from OBS while the context is entered. Setting a parameter that it lacks does nothing.
#[derive(Clone, Copy, Debug)]
pub struct Effect<'g> {
    raw: NonNull<sys::gs_effect_t>,
    _graphics: PhantomData<&'g Graphics>,
}

impl<'g> Effect<'g> {
    /// One of OBS's own; `None` when OBS could not load it.
    pub fn base(_: &'g Graphics, effect: BaseEffect) -> Option<Self> {
        // SAFETY: the context is entered for 'g; OBS's own effects live as long as its graphics.
        let raw = unsafe { sys::obs_get_base_effect(effect.to_raw()) };
        Some(Self {
            raw: NonNull::new(raw)?,
            _graphics: PhantomData,
        })
    }

    fn parameter(&self, name: &CStr) -> Option<NonNull<sys::gs_eparam_t>> {
        // SAFETY: the context is entered for 'g; the parameter lives as long as the effect.
        NonNull::new(unsafe { sys::gs_effect_get_param_by_name(self.raw.as_ptr(), name.as_ptr()) })
    }

    /// Sets a number.
    pub fn set_float(&self, name: &CStr, value: f32) {
        if let Some(parameter) = self.parameter(name) {
            // SAFETY: the context is entered for 'g, the parameter lives.
            unsafe { sys::gs_effect_set_float(parameter.as_ptr(), value) };
        }
    }

    /// Sets a pair of numbers.
    pub fn set_vec2(&self, name: &CStr, x: f32, y: f32) {
        if let Some(parameter) = self.parameter(name) {
            let mut value = sys::vec2::default();
            value.__bindgen_anon_1.__bindgen_anon_1 = sys::vec2__bindgen_ty_1__bindgen_ty_1 { x, y };
            // SAFETY: the context is entered for 'g, the parameter lives, the value is copied.
            unsafe { sys::gs_effect_set_vec2(parameter.as_ptr(), &raw const value) };
        }
    }

    /// Draws `texture` as `size` pixels at the origin with the named technique. `decode`: an sRGB texture's values are
    /// decoded on reading. Nothing is drawn when the effect has no such technique (OBS logs it).
    pub fn draw(&self, technique: &CStr, texture: TextureRef<'_>, decode: bool, size: Size) {
        if let Some(image) = self.parameter(c"image") {
            // SAFETY: the context is entered for 'g; texture and parameter live.
            unsafe {
                if decode {
                    sys::gs_effect_set_texture_srgb(image.as_ptr(), texture.as_ptr());
                } else {
                    sys::gs_effect_set_texture(image.as_ptr(), texture.as_ptr());
                }
            }
        }
        // SAFETY: as above; the loop runs to its end, so that no effect stays active.
        unsafe {
            while sys::gs_effect_loop(self.raw.as_ptr(), technique.as_ptr()) {
                sys::gs_draw_sprite(texture.as_ptr(), 0, size.width, size.height);
            }
        }
    }
}
