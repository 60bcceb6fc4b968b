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

/// Draws a picture of the colour space `space` with premultiplied alpha over the current target, pixel for pixel:
/// what a filter does with its result. Where the target's space is another, OBS's own conversion between the two is
/// taken; a picture of standard range is blended as [`Graphics::blends_in_linear_light`] says, any other in linear
/// light.
///
/// Returns false when OBS has no such effect.
pub fn present<'a>(
    graphics: &Graphics,
    texture: impl Into<TextureRef<'a>>,
    space: ColorSpace,
    size: Size,
) -> bool {
    let Some(effect) = Effect::base(graphics, BaseEffect::Default) else {
        return false;
    };
    put(graphics, effect, &DRAW, texture.into(), space, size);
    true
}

/// Draws a picture as [`present`] does, scaled from its own size `from` to `to` by one of OBS's scaling effects.
///
/// Returns false when OBS has no such effect.
pub fn draw_scaled<'a>(
    graphics: &Graphics,
    texture: impl Into<TextureRef<'a>>,
    space: ColorSpace,
    effect: BaseEffect,
    from: Size,
    to: Size,
) -> bool {
    if from.is_empty() {
        return false;
    }
    let upscaling = to.width >= from.width && to.height >= from.height;
    // OBS's area effect has its own techniques for enlarging; the usual ones would blur.
    let techniques = if effect == BaseEffect::Area && upscaling {
        &DRAW_UPSCALE
    } else {
        &DRAW
    };
    let Some(effect) = Effect::base(graphics, effect) else {
        return false;
    };
    let (width, height) = (from.width as f32, from.height as f32);
    effect.set_vec2(c"base_dimension", width, height);
    effect.set_vec2(c"base_dimension_i", width.recip(), height.recip());
    put(graphics, effect, techniques, texture.into(), space, to);
    true
}

/// An effect's techniques for what a picture may need on its way into a target.
struct Techniques {
    plain: &'static CStr,
    multiplied: &'static CStr,
    tonemapped: &'static CStr,
    multiplied_and_tonemapped: &'static CStr,
}

const DRAW: Techniques = Techniques {
    plain: c"Draw",
    multiplied: c"DrawMultiply",
    tonemapped: c"DrawTonemap",
    multiplied_and_tonemapped: c"DrawMultiplyTonemap",
};

const DRAW_UPSCALE: Techniques = Techniques {
    plain: c"DrawUpscale",
    multiplied: c"DrawUpscaleMultiply",
    tonemapped: c"DrawUpscaleTonemap",
    multiplied_and_tonemapped: c"DrawUpscaleMultiplyTonemap",
};

/// Draws a picture of `space` with the technique that the target's colour space asks for.
fn put(
    graphics: &Graphics,
    effect: Effect<'_>,
    techniques: &Techniques,
    texture: TextureRef<'_>,
    space: ColorSpace,
    size: Size,
) {
    let (technique, multiplier) = match (space, graphics.color_space()) {
        (ColorSpace::Srgb | ColorSpace::Srgb16F | ColorSpace::Rec709Extended, ColorSpace::Rec709Scrgb) => {
            (techniques.multiplied, Some(white_in_scrgb()))
        }
        (ColorSpace::Rec709Extended, ColorSpace::Srgb | ColorSpace::Srgb16F) => (techniques.tonemapped, None),
        (ColorSpace::Rec709Scrgb, ColorSpace::Srgb | ColorSpace::Srgb16F) => (
            techniques.multiplied_and_tonemapped,
            Some(white_in_scrgb().recip()),
        ),
        (ColorSpace::Rec709Scrgb, ColorSpace::Rec709Extended) => {
            (techniques.multiplied, Some(white_in_scrgb().recip()))
        }
        (ColorSpace::Srgb | ColorSpace::Srgb16F, _)
        | (ColorSpace::Rec709Extended, ColorSpace::Rec709Extended)
        | (ColorSpace::Rec709Scrgb, ColorSpace::Rec709Scrgb) => (techniques.plain, None),
    };
    if let Some(multiplier) = multiplier {
        effect.set_float(c"multiplier", multiplier);
    }
    let linear = space != ColorSpace::Srgb || graphics.blends_in_linear_light();
    premultiplied_blend(graphics, |graphics| {
        graphics.with_framebuffer_srgb(linear, || effect.draw(technique, texture, linear, size));
    });
}

/// What the white of standard range is in scRGB.
fn white_in_scrgb() -> f32 {
    /// What 1 means in scRGB, in nits (IEC 61966-2-2).
    const SCRGB_NITS: f32 = 80.0;
    // SAFETY: reads a number; may be called at any time.
    unsafe { sys::obs_get_video_sdr_white_level() / SCRGB_NITS }
}
