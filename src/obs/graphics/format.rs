// SPDX-License-Identifier: GPL-2.0-or-later
//! Sizes, pixel formats and colour spaces as OBS names them.

use std::ffi::c_int;
use std::fmt;

use crate::sys;

/// Width and height in pixels.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Size {
    /// Pixels a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl Size {
    /// `width` by `height`.
    pub const fn new(width: u32, height: u32) -> Self {
        Self { width, height }
    }

    /// Whether there is no pixel.
    pub const fn is_empty(self) -> bool {
        self.width == 0 || self.height == 0
    }
}

impl From<(u32, u32)> for Size {
    fn from((width, height): (u32, u32)) -> Self {
        Self { width, height }
    }
}

impl From<Size> for (u32, u32) {
    fn from(size: Size) -> Self {
        (size.width, size.height)
    }
}

impl fmt::Display for Size {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}x{}", self.width, self.height)
    }
}

/// How a pixel is stored.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ColorFormat {
    /// 8 bits a channel, sRGB-encoded: reads and writes may decode and encode (`GS_RGBA`).
    Rgba,
    /// As [`Self::Rgba`], blue first (`GS_BGRA`).
    Bgra,
    /// As [`Self::Bgra`], the fourth byte unused (`GS_BGRX`).
    Bgrx,
    /// 8 bits a channel, never decoded nor encoded (`GS_RGBA_UNORM`).
    RgbaUnorm,
    /// As [`Self::RgbaUnorm`], blue first (`GS_BGRA_UNORM`).
    BgraUnorm,
    /// 16 bits a channel, 0 to 1 (`GS_RGBA16`).
    Rgba16,
    /// Half floats (`GS_RGBA16F`).
    Rgba16F,
    /// Floats (`GS_RGBA32F`).
    Rgba32F,
}

impl ColorFormat {
    /// The format that a picture in this colour space is rendered to.
    pub const fn for_space(space: ColorSpace) -> Self {
        match space {
            ColorSpace::Srgb => Self::Rgba,
            ColorSpace::Srgb16F | ColorSpace::Rec709Extended | ColorSpace::Rec709Scrgb => Self::Rgba16F,
        }
    }

    /// Bytes a pixel takes.
    pub const fn bytes_per_pixel(self) -> u32 {
        match self {
            Self::Rgba | Self::Bgra | Self::Bgrx | Self::RgbaUnorm | Self::BgraUnorm => 4,
            Self::Rgba16 | Self::Rgba16F => 8,
            Self::Rgba32F => 16,
        }
    }

    /// The value of OBS's enumeration.
    pub const fn to_raw(self) -> sys::gs_color_format {
        match self {
            Self::Rgba => sys::GS_RGBA,
            Self::Bgra => sys::GS_BGRA,
            Self::Bgrx => sys::GS_BGRX,
            Self::RgbaUnorm => sys::GS_RGBA_UNORM,
            Self::BgraUnorm => sys::GS_BGRA_UNORM,
            Self::Rgba16 => sys::GS_RGBA16,
            Self::Rgba16F => sys::GS_RGBA16F,
            Self::Rgba32F => sys::GS_RGBA32F,
        }
    }

    /// The format of a value of OBS's enumeration; `None` for the ones not listed here.
    pub const fn from_raw(raw: sys::gs_color_format) -> Option<Self> {
        Some(match raw {
            sys::GS_RGBA => Self::Rgba,
            sys::GS_BGRA => Self::Bgra,
            sys::GS_BGRX => Self::Bgrx,
            sys::GS_RGBA_UNORM => Self::RgbaUnorm,
            sys::GS_BGRA_UNORM => Self::BgraUnorm,
            sys::GS_RGBA16 => Self::Rgba16,
            sys::GS_RGBA16F => Self::Rgba16F,
            sys::GS_RGBA32F => Self::Rgba32F,
            _ => return None,
        })
    }
}

/// What the values of a picture mean.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ColorSpace {
    /// Standard range.
    Srgb,
    /// Standard range in half floats.
    Srgb16F,
    /// Rec. 709 primaries beyond 0 to 1; 1 is the white of standard range.
    Rec709Extended,
    /// Rec. 709 primaries; 1 is 80 nits.
    Rec709Scrgb,
}

impl ColorSpace {
    /// Every space, the order that of OBS.
    pub const ALL: [Self; 4] = [Self::Srgb, Self::Srgb16F, Self::Rec709Extended, Self::Rec709Scrgb];

    /// Whether values may lie beyond the standard range.
    pub const fn is_extended(self) -> bool {
        matches!(self, Self::Rec709Extended | Self::Rec709Scrgb)
    }

    /// The value of OBS's enumeration.
    pub const fn to_raw(self) -> sys::gs_color_space {
        match self {
            Self::Srgb => sys::GS_CS_SRGB,
            Self::Srgb16F => sys::GS_CS_SRGB_16F,
            Self::Rec709Extended => sys::GS_CS_709_EXTENDED,
            Self::Rec709Scrgb => sys::GS_CS_709_SCRGB,
        }
    }

    /// The space of a value of OBS's enumeration; one that a later version adds counts as [`Self::Srgb`].
    pub const fn from_raw(raw: sys::gs_color_space) -> Self {
        match raw {
            sys::GS_CS_SRGB_16F => Self::Srgb16F,
            sys::GS_CS_709_EXTENDED => Self::Rec709Extended,
            sys::GS_CS_709_SCRGB => Self::Rec709Scrgb,
            _ => Self::Srgb,
        }
    }
}

/// The library that OBS renders with.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Renderer {
    /// OpenGL.
    OpenGl,
    /// Direct3D 11.
    Direct3D11,
    /// Metal.
    Metal,
    /// Something later, or no graphics at all.
    Unknown,
}

impl Renderer {
    /// From what `gs_get_device_type` answers.
    pub(crate) const fn from_device_type(kind: c_int) -> Self {
        /// `GS_DEVICE_METAL` of OBS 32; the headers of 29 do not have it yet.
        const METAL: c_int = 3;
        const OPENGL: c_int = sys::GS_DEVICE_OPENGL as c_int;
        const DIRECT3D_11: c_int = sys::GS_DEVICE_DIRECT3D_11 as c_int;
        match kind {
            OPENGL => Self::OpenGl,
            DIRECT3D_11 => Self::Direct3D11,
            METAL => Self::Metal,
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_values_go_there_and_back() {
        for space in ColorSpace::ALL {
            assert_eq!(ColorSpace::from_raw(space.to_raw()), space);
            let format = ColorFormat::for_space(space);
            assert_eq!(ColorFormat::from_raw(format.to_raw()), Some(format));
        }
        assert_eq!(ColorFormat::from_raw(sys::GS_DXT1), None);
        assert_eq!(ColorSpace::from_raw(99), ColorSpace::Srgb);
    }
}
