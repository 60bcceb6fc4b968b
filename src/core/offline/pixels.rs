// SPDX-License-Identifier: GPL-2.0-or-later
//! A picture in memory, and its samples as the numbers that the GPU works on.

use crate::frame::Size;

/// What the fourth sample of a pixel means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PixelAlpha {
    /// Nothing: it is the value that stands for 1 everywhere.
    None,
    /// Coverage; the colours are as they would be without it (PNG, WebP).
    Straight,
    /// Coverage; the stored colours are already multiplied by it.
    Premultiplied,
    /// Coverage; the colours were multiplied by it in linear light, and encoded afterwards, as OBS renders.
    PremultipliedLinear,
}

/// Samples: red, green, blue, alpha of each pixel, rows from the top, no padding.
#[derive(Clone, PartialEq, Debug)]
pub enum Samples {
    /// 0 to 255 stand for 0 to 1.
    U8(Vec<u8>),
    /// 0 to 65535 stand for 0 to 1.
    U16(Vec<u16>),
    /// The values themselves.
    F32(Vec<f32>),
}

/// A picture.
#[derive(Clone, PartialEq, Debug)]
pub struct Pixels {
    /// Size in pixels.
    pub size: Size,
    /// Four samples for each pixel.
    pub samples: Samples,
    /// What the fourth of them means.
    pub alpha: PixelAlpha,
}

impl Samples {
    /// How many samples there are: four for each pixel.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::U8(samples) => samples.len(),
            Self::U16(samples) => samples.len(),
            Self::F32(samples) => samples.len(),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether every alpha is 1.
    pub(super) fn is_opaque(&self) -> bool {
        fn all<T: Copy + PartialEq>(samples: &[T], one: T) -> bool {
            samples.iter().skip(3).step_by(4).all(|alpha| *alpha == one)
        }
        match self {
            Self::U8(samples) => all(samples, u8::MAX),
            Self::U16(samples) => all(samples, u16::MAX),
            Self::F32(samples) => all(samples, 1.0),
        }
    }

    /// No samples, with room for `capacity` of the same kind.
    pub(super) fn like(&self, capacity: usize) -> Self {
        match self {
            Self::U8(_) => Self::U8(Vec::with_capacity(capacity)),
            Self::U16(_) => Self::U16(Vec::with_capacity(capacity)),
            Self::F32(_) => Self::F32(Vec::with_capacity(capacity)),
        }
    }

    /// Appends some of the samples to `floats`.
    pub(crate) fn read(&self, range: std::ops::Range<usize>, floats: &mut Vec<f32>) {
        match self {
            Self::U8(samples) => floats.extend(samples[range].iter().map(|s| f32::from(*s) / 255.0)),
            Self::U16(samples) => floats.extend(samples[range].iter().map(|s| f32::from(*s) / 65535.0)),
            Self::F32(samples) => floats.extend_from_slice(&samples[range]),
        }
    }

    /// Appends floats as samples; integers are rounded to the nearest, what is beyond their range is cut off.
    pub(super) fn write(&mut self, floats: &[f32]) {
        match self {
            Self::U8(samples) => samples.extend(floats.iter().map(|f| to_integer(*f, 255.0) as u8)),
            Self::U16(samples) => samples.extend(floats.iter().map(|f| to_integer(*f, 65535.0) as u16)),
            Self::F32(samples) => samples.extend_from_slice(floats),
        }
    }
}

fn to_integer(value: f32, largest: f32) -> f32 {
    (value.clamp(0.0, 1.0) * largest).round()
}

/// Multiplies the colours by their alpha.
pub(crate) fn premultiply(floats: &mut [f32]) {
    for pixel in floats.chunks_exact_mut(4) {
        let alpha = pixel[3];
        pixel[..3].iter_mut().for_each(|colour| *colour *= alpha);
    }
}

/// Divides alpha out of the colours. Where nothing is covered there is no colour: black.
pub(super) fn unpremultiply(floats: &mut [f32]) {
    for pixel in floats.chunks_exact_mut(4) {
        let alpha = pixel[3];
        let divide = |colour: f32| if alpha > 0.0 { colour / alpha } else { 0.0 };
        pixel[..3].iter_mut().for_each(|colour| *colour = divide(*colour));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn through_floats(samples: &Samples) -> Samples {
        let mut floats = Vec::new();
        samples.read(0..samples.len(), &mut floats);
        let mut back = samples.like(floats.len());
        back.write(&floats);
        back
    }

    #[test]
    fn integers_come_back_from_floats() {
        let all = Samples::U8((0..=u8::MAX).collect());
        assert_eq!(through_floats(&all), all);
        let all = Samples::U16((0..=u16::MAX).collect());
        assert_eq!(through_floats(&all), all);
    }

    #[test]
    fn alpha_is_multiplied_in_and_divided_out() {
        let levels = (0..=u8::MAX).flat_map(|colour| (1..=u8::MAX).map(move |alpha| [colour, 255, 0, alpha]));
        let all = Samples::U8(levels.flatten().collect());
        let mut floats = Vec::new();
        all.read(0..all.len(), &mut floats);
        premultiply(&mut floats);
        unpremultiply(&mut floats);
        let mut back = all.like(floats.len());
        back.write(&floats);
        assert_eq!(back, all);
    }

    #[test]
    fn what_is_not_covered_has_no_colour() {
        let mut floats = [0.5, 0.25, 1.0, 0.0];
        premultiply(&mut floats);
        unpremultiply(&mut floats);
        assert_eq!(floats, [0.0; 4]);
    }

    #[test]
    fn floats_beyond_an_integer_are_cut_off() {
        let mut samples = Samples::U8(vec![]);
        samples.write(&[-1.0, 2.0, f32::NAN, f32::INFINITY]);
        assert_eq!(samples, Samples::U8(vec![0, 255, 0, 255]));
    }
}
