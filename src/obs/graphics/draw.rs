// SPDX-License-Identifier: GPL-2.0-or-later
//! Drawing textures.

use std::ffi::CStr;

use super::{BaseEffect, ColorSpace, Effect, Graphics, Size, TextureRef, premultiplied_blend};
use crate::sys;

/// How OBS's default effect draws.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Technique {
    /// As it is.
    Draw,
    /// Colour divided by alpha: premultiplied to straight.
    AlphaDivide,
    /// sRGB-encoded values decoded in the shader, for textures whose format cannot.
    SrgbDecompress,
}

impl Technique {
    const fn name(self) -> &'static CStr {
        match self {
            Self::Draw => c"Draw",
            Self::AlphaDivide => c"DrawAlphaDivide",
            Self::SrgbDecompress => c"DrawSrgbDecompress",
        }
    }
}

/// Draws `texture` as `size` pixels at the origin with OBS's default effect and the current blending. `srgb`: decoded
/// on reading and encoded on writing, so that blending happens in linear light; otherwise values are drawn as stored.
///
/// Returns false when OBS has no such effect.
pub fn draw_texture<'a>(
    graphics: &Graphics,
    texture: impl Into<TextureRef<'a>>,
    size: Size,
    technique: Technique,
    srgb: bool,
) -> bool {
    let Some(effect) = Effect::base(graphics, BaseEffect::Default) else {
        return false;
    };
    graphics.with_framebuffer_srgb(srgb, || effect.draw(technique.name(), texture.into(), srgb, size));
    true
}

/// Draws a picture of standard range with premultiplied alpha over the current target, pixel for pixel, blended as
/// [`Graphics::blends_in_linear_light`] says: what a filter does with its result. In a target of extended range its
/// white is that of standard range.
///
/// Returns false when OBS has no such effect.
pub fn present<'a>(graphics: &Graphics, texture: impl Into<TextureRef<'a>>, size: Size) -> bool {
    let Some(effect) = Effect::base(graphics, BaseEffect::Default) else {
        return false;
    };
    put(graphics, effect, (c"Draw", c"DrawMultiply"), texture.into(), size);
    true
}

/// Draws a picture as [`present`] does, scaled from its own size `from` to `to` by one of OBS's scaling effects.
///
/// Returns false when OBS has no such effect.
pub fn draw_scaled<'a>(
    graphics: &Graphics,
    texture: impl Into<TextureRef<'a>>,
    effect: BaseEffect,
    from: Size,
    to: Size,
) -> bool {
    if from.is_empty() {
        return false;
    }
    let upscaling = to.width >= from.width && to.height >= from.height;
    // OBS's area effect has its own technique for enlarging; the usual one would blur.
    let techniques = if effect == BaseEffect::Area && upscaling {
        (c"DrawUpscale", c"DrawUpscaleMultiply")
    } else {
        (c"Draw", c"DrawMultiply")
    };
    let Some(effect) = Effect::base(graphics, effect) else {
        return false;
    };
    let (width, height) = (from.width as f32, from.height as f32);
    effect.set_vec2(c"base_dimension", width, height);
    effect.set_vec2(c"base_dimension_i", width.recip(), height.recip());
    put(graphics, effect, techniques, texture.into(), to);
    true
}

/// Draws with the first technique, or with the second and the multiplier that the target's colour space asks for.
fn put(
    graphics: &Graphics,
    effect: Effect<'_>,
    (plain, multiplied): (&CStr, &CStr),
    texture: TextureRef<'_>,
    size: Size,
) {
    let technique = match white(graphics) {
        Some(multiplier) => {
            effect.set_float(c"multiplier", multiplier);
            multiplied
        }
        None => plain,
    };
    let linear = graphics.blends_in_linear_light();
    premultiplied_blend(graphics, |graphics| {
        graphics.with_framebuffer_srgb(linear, || effect.draw(technique, texture, linear, size));
    });
}

/// What a value of standard range is multiplied by for the current target; `None`: nothing.
fn white(graphics: &Graphics) -> Option<f32> {
    /// What 1 means in scRGB, in nits (IEC 61966-2-2).
    const SCRGB_NITS: f32 = 80.0;
    match graphics.color_space() {
        ColorSpace::Srgb | ColorSpace::Srgb16F | ColorSpace::Rec709Extended => None,
        // SAFETY: reads a number; may be called at any time.
        ColorSpace::Rec709Scrgb => Some(unsafe { sys::obs_get_video_sdr_white_level() } / SCRGB_NITS),
    }
}
