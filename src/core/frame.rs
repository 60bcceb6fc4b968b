// SPDX-License-Identifier: GPL-2.0-or-later
//! What a frame is: its size, pixel format, alpha and colour space. Plain data, no GPU object.

use std::fmt;
use std::str::FromStr;

use crate::text::Message;

/// A width and a height in pixels.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Size {
    /// Pixels per row.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl Size {
    /// A size of `width` by `height` pixels; either may be 0 (a source that has no picture yet).
    pub const fn new(width: u32, height: u32) -> Self {
        Self { width, height }
    }

    /// The number of pixels. Wider than `u32`: two 16-bit sides and more fit.
    pub const fn area(self) -> u64 {
        self.width as u64 * self.height as u64
    }

    /// Whether there is no pixel in it.
    pub const fn is_empty(self) -> bool {
        self.width == 0 || self.height == 0
    }

    /// The longer of the two sides, which is what a GPU's texture limit is compared with.
    pub const fn longest_side(self) -> u32 {
        if self.width > self.height {
            self.width
        } else {
            self.height
        }
    }
}

/// As people write it: `1280x720`.
impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x{}", self.width, self.height)
    }
}

/// A text is not a size; its `Display` says what a size looks like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ParseSizeError;

impl fmt::Display for ParseSizeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Message::new("Reason.NotASize").fmt(f)
    }
}

impl std::error::Error for ParseSizeError {}

/// Reads `1280x720`: two decimal numbers without sign or space, separated by `x` or `X`.
impl FromStr for Size {
    type Err = ParseSizeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // `u32::from_str` takes a leading plus sign, a size does not.
        let side = |digits: &str| match digits.bytes().all(|byte| byte.is_ascii_digit()) {
            true => digits.parse().map_err(|_| ParseSizeError),
            false => Err(ParseSizeError),
        };
        let (width, height) = text.split_once(['x', 'X']).ok_or(ParseSizeError)?;
        Ok(Self::new(side(width)?, side(height)?))
    }
}

/// How a pixel lies in memory.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PixelFormat {
    /// 8 bits a channel, 0 to 255 standing for 0 to 1; the stored (display-encoded) values.
    Rgba8,
    /// As [`PixelFormat::Rgba8`], in the order blue, green, red, alpha, which some captures have.
    Bgra8,
    /// 10 bits a colour from the lowest bit of 32 on, red first, then 2 bits of alpha: for opaque pictures.
    Rgb10a2,
    /// Half floats.
    Rgba16Float,
    /// Single floats.
    Rgba32Float,
}

impl PixelFormat {
    /// Every format.
    pub const ALL: &[Self] = &[
        Self::Rgba8,
        Self::Bgra8,
        Self::Rgb10a2,
        Self::Rgba16Float,
        Self::Rgba32Float,
    ];

    /// The texture format that holds it. Never an sRGB one: shaders see the stored values.
    pub const fn texture_format(self) -> wgpu::TextureFormat {
        match self {
            Self::Rgba8 => wgpu::TextureFormat::Rgba8Unorm,
            Self::Bgra8 => wgpu::TextureFormat::Bgra8Unorm,
            Self::Rgb10a2 => wgpu::TextureFormat::Rgb10a2Unorm,
            Self::Rgba16Float => wgpu::TextureFormat::Rgba16Float,
            Self::Rgba32Float => wgpu::TextureFormat::Rgba32Float,
        }
    }

    /// WGSL's name of it.
    pub(crate) const fn wgsl(self) -> &'static str {
        match self {
            Self::Rgba8 => "rgba8unorm",
            Self::Bgra8 => "bgra8unorm",
            Self::Rgb10a2 => "rgb10a2unorm",
            Self::Rgba16Float => "rgba16float",
            Self::Rgba32Float => "rgba32float",
        }
    }

    /// Whether values are floats, which may be outside of 0 to 1.
    #[must_use]
    pub const fn is_float(self) -> bool {
        matches!(self, Self::Rgba16Float | Self::Rgba32Float)
    }

    /// Bytes of one pixel.
    pub const fn bytes_per_pixel(self) -> u32 {
        match self {
            Self::Rgba8 | Self::Bgra8 | Self::Rgb10a2 => 4,
            Self::Rgba16Float => 8,
            Self::Rgba32Float => 16,
        }
    }
}

/// What the alpha channel means.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AlphaMode {
    /// Alpha is 1 everywhere and need not be filtered.
    Opaque,
    /// The stored (display-encoded) colours are already multiplied by alpha, so that filtering makes no fringes.
    Premultiplied,
    /// The colours were multiplied by alpha in linear light and display-encoded afterwards, as OBS's sRGB render
    /// targets hold them: half-covered white is 0.74 beside an alpha of 0.5.
    PremultipliedLinear,
}

impl AlphaMode {
    /// What the alpha is within a pipeline, where pictures are filtered in the display encoding.
    #[must_use]
    pub const fn working(self) -> Self {
        match self {
            Self::Opaque => Self::Opaque,
            Self::Premultiplied | Self::PremultipliedLinear => Self::Premultiplied,
        }
    }
}

/// The colour space of a frame, with OBS's names for it. All have the primaries of Rec. 709.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ColorSpace {
    /// Standard range, in the sRGB encoding.
    Srgb,
    /// Standard range, linear, in floats.
    Srgb16F,
    /// High range, linear: beyond 1, the white of standard range, for highlights; below 0 for colours outside of
    /// Rec. 709.
    Rec709Extended,
    /// As [`ColorSpace::Rec709Extended`], 1 standing for 80 nits (scRGB).
    Rec709Scrgb,
}

impl ColorSpace {
    /// Whether values are proportional to light. Such frames are encoded before they are upscaled.
    #[must_use]
    pub const fn is_linear(self) -> bool {
        !matches!(self, Self::Srgb)
    }

    /// What the value 1 stands for when high range is encoded, in nits. Any would do that leaves room for the
    /// highlights, since what is encoded is decoded again.
    pub(crate) const fn white_nits(self) -> u32 {
        match self {
            Self::Rec709Scrgb => 80,
            // The reference white of ITU-R BT.2408.
            Self::Srgb | Self::Srgb16F | Self::Rec709Extended => 203,
        }
    }

    /// Whether values may be beyond 1.
    #[must_use]
    pub const fn is_high_range(self) -> bool {
        matches!(self, Self::Rec709Extended | Self::Rec709Scrgb)
    }
}

/// Everything that is known of a frame without looking at its pixels.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct FrameDesc {
    /// Size in pixels.
    pub size: Size,
    /// Layout of a pixel.
    pub format: PixelFormat,
    /// Meaning of alpha.
    pub alpha: AlphaMode,
    /// Colour space.
    pub color_space: ColorSpace,
}

impl FrameDesc {
    /// The frame as it is upscaled: in the display encoding.
    #[must_use]
    pub const fn encoded(self) -> Self {
        if !self.color_space.is_linear() {
            return self;
        }
        Self {
            alpha: self.alpha.working(),
            color_space: ColorSpace::Srgb,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_written_and_read_back() {
        for size in [
            Size::new(1280, 720),
            Size::new(1, 1),
            Size::new(0, 7),
            Size::new(u32::MAX, u32::MAX),
        ] {
            assert_eq!(size.to_string().parse(), Ok(size));
        }
        assert_eq!("1920X1080".parse(), Ok(Size::new(1920, 1080)));
    }

    #[test]
    fn what_is_no_size_is_refused() {
        for text in [
            "",
            "x",
            "12",
            "12x",
            "x12",
            "-1x5",
            "+1x5",
            "1 x2",
            "1x2x3",
            "1.5x2",
            "4294967296x1",
            "NaNxinf",
        ] {
            assert_eq!(text.parse::<Size>(), Err(ParseSizeError), "{text:?}");
        }
    }

    #[test]
    fn area_and_emptiness() {
        assert_eq!(
            Size::new(u32::MAX, u32::MAX).area(),
            u64::from(u32::MAX) * u64::from(u32::MAX)
        );
        assert!(Size::new(0, 5).is_empty() && Size::new(5, 0).is_empty() && !Size::new(1, 1).is_empty());
        assert_eq!(Size::new(3, 9).longest_side(), 9);
    }

    #[test]
    fn bytes_per_pixel_are_those_of_the_texture() {
        for format in PixelFormat::ALL {
            assert_eq!(
                format.texture_format().block_copy_size(None),
                Some(format.bytes_per_pixel())
            );
        }
    }
}
