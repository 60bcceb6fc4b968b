// SPDX-License-Identifier: GPL-2.0-or-later
//! From decoded pictures to the pixels that the core takes, and from those to what an encoder takes.

use image::{ColorType, DynamicImage, ExtendedColorType, ImageFormat};
use nu_scaler_core::frame::Size;
use nu_scaler_core::offline::{PixelAlpha, Pixels, Samples};

/// What a picture was, so that the result is the same kind of picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kind {
    /// More than 8 bits a channel.
    pub(crate) deep: bool,
    /// One channel for all colours.
    pub(crate) gray: bool,
    /// Has an alpha channel, opaque or not.
    pub(crate) alpha: bool,
}

impl Kind {
    /// The kind of a decoded picture.
    pub(crate) fn of(image: &DynamicImage) -> Self {
        Self::of_color(image.color())
    }

    /// The kind of a picture with these channels.
    pub(crate) fn of_color(color: ColorType) -> Self {
        Self {
            deep: color.bytes_per_pixel() / color.channel_count() > 1,
            gray: !color.has_color(),
            alpha: color.has_alpha(),
        }
    }

    /// The least kind that holds pictures of both.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            deep: self.deep || other.deep,
            gray: self.gray && other.gray,
            alpha: self.alpha || other.alpha,
        }
    }

    /// The nearest kind that `format` can hold.
    pub(crate) fn within(self, format: ImageFormat) -> Self {
        let alpha = self.alpha && format != ImageFormat::Jpeg;
        // TIFF and BMP have no grey with alpha here.
        let gray = self.gray && !(alpha && matches!(format, ImageFormat::Tiff | ImageFormat::Bmp));
        Self {
            deep: self.deep && matches!(format, ImageFormat::Png | ImageFormat::Tiff),
            gray,
            alpha,
        }
    }

    fn color(self) -> ExtendedColorType {
        match (self.gray, self.alpha, self.deep) {
            (true, false, false) => ExtendedColorType::L8,
            (true, true, false) => ExtendedColorType::La8,
            (false, false, false) => ExtendedColorType::Rgb8,
            (false, true, false) => ExtendedColorType::Rgba8,
            (true, false, true) => ExtendedColorType::L16,
            (true, true, true) => ExtendedColorType::La16,
            (false, false, true) => ExtendedColorType::Rgb16,
            (false, true, true) => ExtendedColorType::Rgba16,
        }
    }
}

/// What an encoder takes.
pub(crate) struct Encodable {
    pub(crate) size: Size,
    pub(crate) color: ExtendedColorType,
    /// Rows without padding; 16-bit channels in the machine's byte order.
    pub(crate) bytes: Vec<u8>,
}

impl Encodable {
    /// Whether it has one channel for all colours.
    pub(crate) fn is_gray(&self) -> bool {
        use ExtendedColorType::{L8, L16, La8, La16};
        matches!(self.color, L8 | La8 | L16 | La16)
    }
}

/// The pixels of a picture for the core: 16 bits where the picture has more than 8, and straight alpha as in files.
pub(crate) fn to_core(image: DynamicImage) -> Pixels {
    let kind = Kind::of(&image);
    to_core_as(image, kind)
}

/// The same of a picture among others, for which this kind is found: what it is worked on in must not depend on itself.
pub(crate) fn to_core_as(image: DynamicImage, Kind { deep, alpha, .. }: Kind) -> Pixels {
    Pixels {
        size: Size::new(image.width(), image.height()),
        samples: match deep {
            true => Samples::U16(image.into_rgba16().into_raw()),
            false => Samples::U8(image.into_rgba8().into_raw()),
        },
        alpha: if alpha {
            PixelAlpha::Straight
        } else {
            PixelAlpha::None
        },
    }
}

/// The core's pixels as a picture of this kind. Where the kind has no alpha, transparency is drawn over black.
pub(crate) fn to_encodable(pixels: &Pixels, kind: Kind) -> Encodable {
    let over_black = pixels.alpha == PixelAlpha::Straight && !kind.alpha;
    let bytes = match &pixels.samples {
        Samples::U8(samples) => packed(samples, |sample| u16::from(sample) * 257, kind, over_black),
        Samples::U16(samples) => packed(samples, |sample| sample, kind, over_black),
        Samples::F32(samples) => packed(
            samples,
            |sample| (sample.clamp(0.0, 1.0) * 65535.0).round() as u16,
            kind,
            over_black,
        ),
    };
    Encodable {
        size: pixels.size,
        color: kind.color(),
        bytes,
    }
}

/// The channels that `kind` has, in its depth. All go by way of 16 bits, which 8 bits come back from unchanged.
fn packed<T: Copy>(samples: &[T], deepened: impl Fn(T) -> u16, kind: Kind, over_black: bool) -> Vec<u8> {
    let channels = if kind.gray { 1 } else { 3 } + usize::from(kind.alpha);
    let mut bytes = Vec::with_capacity(samples.len() / 4 * channels * if kind.deep { 2 } else { 1 });
    let (pixels, _) = samples.as_chunks::<4>();
    for &pixel in pixels {
        let [r, g, b, alpha] = pixel.map(&deepened);
        let color = |value| if over_black { product(value, alpha) } else { value };
        let mut push = |value: u16| match kind.deep {
            true => bytes.extend(value.to_ne_bytes()),
            false => bytes.push(to_8_bits(value)),
        };
        push(color(r));
        if !kind.gray {
            push(color(g));
            push(color(b));
        }
        if kind.alpha {
            push(alpha);
        }
    }
    bytes
}

/// The nearest of the 256 levels, which are 257 apart.
fn to_8_bits(value: u16) -> u8 {
    ((u32::from(value) + 128) / 257) as u8
}

/// `a * b` where 65535 stands for 1, rounded to the nearest.
fn product(a: u16, b: u16) -> u16 {
    let one = u32::from(u16::MAX);
    ((u32::from(a) * u32::from(b) + one / 2) / one) as u16
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageBuffer, Luma, Rgba, RgbaImage};

    const RGBA: Kind = Kind {
        deep: false,
        gray: false,
        alpha: true,
    };

    #[test]
    fn every_shade_and_alpha_comes_back() {
        let image = RgbaImage::from_fn(256, 256, |x, y| {
            Rgba([x as u8, 255 - x as u8, (x ^ y) as u8, y as u8])
        });
        let pixels = to_core(DynamicImage::ImageRgba8(image.clone()));
        assert_eq!(pixels.alpha, PixelAlpha::Straight);
        assert_eq!(to_encodable(&pixels, RGBA).bytes, image.into_raw());
    }

    #[test]
    fn every_16_bit_shade_comes_back_and_rounds_to_8() {
        let image: ImageBuffer<Luma<u16>, Vec<u16>> =
            ImageBuffer::from_fn(256, 256, |x, y| Luma([(y << 8 | x) as u16]));
        let kind = Kind::of(&DynamicImage::ImageLuma16(image.clone()));
        assert_eq!(
            kind,
            Kind {
                deep: true,
                gray: true,
                alpha: false
            }
        );
        let pixels = to_core(DynamicImage::ImageLuma16(image.clone()));
        let bytes = to_encodable(&pixels, kind).bytes;
        let shades: Vec<_> = bytes
            .chunks_exact(2)
            .map(|pair| u16::from_ne_bytes([pair[0], pair[1]]))
            .collect();
        assert_eq!(shades, *image.as_raw());

        let rounded = to_encodable(&pixels, Kind { deep: false, ..kind }).bytes;
        for (shade, rounded) in shades.into_iter().zip(rounded) {
            assert_eq!(
                rounded,
                (f64::from(shade) / 65535.0 * 255.0).round() as u8,
                "{shade}"
            );
        }
    }

    #[test]
    fn without_alpha_transparency_is_drawn_over_black() {
        let image = RgbaImage::from_fn(2, 1, |x, _| Rgba([200, 100, 50, if x == 0 { 128 } else { 0 }]));
        let pixels = to_core(DynamicImage::ImageRgba8(image));
        assert_eq!(
            to_encodable(&pixels, Kind { alpha: false, ..RGBA }).bytes,
            [100, 50, 25, 0, 0, 0]
        );
    }

    #[test]
    fn floats_beyond_the_range_are_cut_off() {
        let samples = Samples::F32(vec![-1.0, 2.0, f32::NAN, 1.0]);
        let pixels = Pixels {
            size: Size::new(1, 1),
            samples,
            alpha: PixelAlpha::Straight,
        };
        assert_eq!(to_encodable(&pixels, RGBA).bytes, [0, 255, 0, 255]);
    }

    #[test]
    fn a_format_gets_what_it_can_hold() {
        let all = Kind {
            deep: true,
            gray: true,
            alpha: true,
        };
        assert_eq!(all.within(ImageFormat::Png), all);
        assert_eq!(all.within(ImageFormat::Tiff), Kind { gray: false, ..all });
        assert_eq!(all.within(ImageFormat::WebP), Kind { deep: false, ..all });
        assert_eq!(all.within(ImageFormat::Bmp), RGBA);
        assert_eq!(
            all.within(ImageFormat::Jpeg),
            Kind {
                deep: false,
                gray: true,
                alpha: false
            }
        );
    }
}
