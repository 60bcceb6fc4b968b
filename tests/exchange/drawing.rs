// SPDX-License-Identifier: GPL-2.0-or-later
//! Pixels into OBS's textures and out of them, by drawing as OBS does.

use anyhow::{Context, Result, ensure};
use half::f16;
use nu_scaler_core::frame::{PixelFormat, Size};
use nu_scaler_obs::graphics::{
    ColorFormat, ColorSpace, Graphics, StageSurface, Technique, Texture, draw_texture, premultiplied_blend,
    render_into,
};

/// Random pixels: any byte; or any half float from 1 to 2, in every second picture negative.
///
/// OBS's effects sample with a linear filter, which at one to one lets a trace of the neighbours in: far less than a
/// half float tells apart, as long as the neighbours are not far larger.
pub(crate) fn random_pixels(size: Size, format: PixelFormat, seed: u32) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state >> 8
    };
    let channels = 0..size.width * size.height * 4;
    let sign = if seed % 2 == 1 { -1.0 } else { 1.0 };
    match format {
        PixelFormat::Rgba8 => channels.map(|_| next() as u8).collect(),
        _ => channels
            .flat_map(|_| f16::from_f32(sign * (1.0 + (next() % 1024) as f32 / 1024.0)).to_le_bytes())
            .collect(),
    }
}

/// Draws a texture over all of another, value for value.
fn draw(g: &Graphics, from: &Texture, to: &Texture) -> Result<()> {
    let drawn = render_into(g, to, ColorSpace::Srgb, |g| {
        premultiplied_blend(g, |g| draw_texture(g, from, to.size(), Technique::Draw, false))
    });
    ensure!(drawn, "OBS has no default effect");
    Ok(())
}

/// The format in which pixels go through the CPU: OBS's OpenGL does not move half floats as such.
fn cpu_format(format: ColorFormat) -> ColorFormat {
    match format {
        ColorFormat::Rgba16F => ColorFormat::Rgba32F,
        format => format,
    }
}

/// Draws `pixels` into `target`, without waiting for it.
pub(crate) fn paint(g: &Graphics, pixels: &[u8], target: &Texture) -> Result<()> {
    let format = cpu_format(target.format());
    let sent = match format {
        ColorFormat::Rgba => pixels.to_vec(),
        _ => pixels
            .as_chunks()
            .0
            .iter()
            .flat_map(|half| f16::from_le_bytes(*half).to_f32().to_ne_bytes())
            .collect(),
    };
    let source = Texture::new_dynamic(g, target.size(), format).context("no texture")?;
    let stride = target.size().width * format.bytes_per_pixel();
    ensure!(source.set_pixels(g, &sent, stride), "the pixels are not taken");
    draw(g, &source, target)
}

/// What [`paint`] left in `target`: the same, but for floats, which a driver may round in either direction when it
/// stores them as half floats.
pub(crate) fn painted(g: &Graphics, pixels: &[u8], target: &Texture) -> Result<Vec<u8>> {
    let stored = look(g, target)?;
    if target.format() == ColorFormat::Rgba {
        compare(&stored, pixels, "the input")?;
    }
    let number = |bytes: &[u8; 2]| i32::from(u16::from_le_bytes(*bytes));
    let mut pairs = stored.as_chunks().0.iter().zip(pixels.as_chunks().0);
    ensure!(
        stored.len() == pixels.len()
            && pairs.all(|(stored, pixel)| (number(stored) - number(pixel)).abs() <= 1),
        "the input is not what was drawn"
    );
    Ok(stored)
}

/// Draws `texture` elsewhere, as OBS would, and reads what was drawn.
pub(crate) fn look(g: &Graphics, texture: &Texture) -> Result<Vec<u8>> {
    let (size, format) = (texture.size(), cpu_format(texture.format()));
    let target = Texture::new_render_target(g, size, format).context("no texture")?;
    draw(g, texture, &target)?;
    let mut stage = StageSurface::new(g, size, format).context("no surface")?;
    ensure!(stage.stage(g, &target), "the surface does not fit");
    let row = (size.width * format.bytes_per_pixel()) as usize;
    let read = stage.map(g, |pixels, stride| -> Vec<u8> {
        let rows = pixels.chunks(stride as usize);
        rows.flat_map(|pixels| &pixels[..row]).copied().collect()
    });
    let pixels = read.context("the surface cannot be read")?;
    Ok(match format {
        ColorFormat::Rgba32F => pixels
            .as_chunks()
            .0
            .iter()
            .flat_map(|float| f16::from_f32(f32::from_ne_bytes(*float)).to_le_bytes())
            .collect(),
        _ => pixels,
    })
}

/// Byte for byte.
pub(crate) fn compare(seen: &[u8], wanted: &[u8], what: &str) -> Result<()> {
    ensure!(
        seen.len() == wanted.len(),
        "{what}: {} bytes instead of {}",
        seen.len(),
        wanted.len()
    );
    let wrong = seen
        .iter()
        .zip(wanted)
        .filter(|(seen, wanted)| seen != wanted)
        .count();
    let first = seen.iter().zip(wanted).position(|(seen, wanted)| seen != wanted);
    ensure!(
        wrong == 0,
        "{what}: {wrong} of {} bytes differ, the first at {first:?}",
        wanted.len()
    );
    Ok(())
}
