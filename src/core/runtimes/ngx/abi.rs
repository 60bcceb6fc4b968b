// SPDX-License-Identifier: GPL-2.0-or-later
//! NGX's interface, as far as it is used here: numbers, names and layouts. Facts about a binary interface, declared
//! anew; the structures' sizes and offsets are asserted below.

use std::ffi::{CStr, c_char, c_void};

use ash::vk;

use super::super::search::Platform;
use crate::settings::TechnologyId;

/// The version of the interface that is spoken.
pub(super) const VERSION: u32 = 0x15;

/// What a call returns when it succeeded.
pub(super) const SUCCESS: u32 = 1;
/// What all failures have in common; the lowest bits say which one it is.
const FAILURE: u32 = 0xbad0_0000;
/// The failure of a call for want of graphics memory.
pub(super) const OUT_OF_MEMORY: u32 = FAILURE | 13;

/// Keys of the texts of the failures, the first one being that of [`FAILURE`] itself.
const FAILURES: [&str; 19] = [
    "Ngx.Failed",
    "Ngx.FeatureNotSupported",
    "Ngx.PlatformError",
    "Ngx.FeatureExists",
    "Ngx.FeatureNotFound",
    "Ngx.InvalidParameter",
    "Ngx.ScratchTooSmall",
    "Ngx.NotInitialized",
    "Ngx.InputFormat",
    "Ngx.NotWritable",
    "Ngx.MissingInput",
    "Ngx.CannotInitialize",
    "Ngx.OutOfDate",
    "Ngx.OutOfMemory",
    "Ngx.Format",
    "Ngx.DataPath",
    "Ngx.UnsupportedParameter",
    "Ngx.Denied",
    "Ngx.NotImplemented",
];

/// The key of the text that says what a failure means.
pub(super) fn meaning(code: u32) -> &'static str {
    let number = (code & !0xffff == FAILURE).then_some((code & 0xffff) as usize);
    let known = number.and_then(|number| FAILURES.get(number));
    known.copied().unwrap_or("Ngx.Unknown")
}

/// The system's wide character.
#[cfg(windows)]
pub(super) type Wide = u16;
/// The system's wide character.
#[cfg(not(windows))]
pub(super) type Wide = u32;

/// A feature as NGX numbers it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub(super) enum FeatureId {
    /// DLSS.
    SuperSampling = 1,
    /// RTX Video Super Resolution.
    Video = 16,
}

/// NGX's handle of a feature, of which only the address is used.
#[repr(C)]
pub(super) struct Handle {
    id: u32,
}

/// NGX's object of parameters: a C++ object with virtual functions only.
#[repr(C)]
pub(super) struct Object {
    pub(super) functions: *const *const c_void,
}

/// A texture for NGX.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub(super) struct Resource {
    pub(super) view: vk::ImageView,
    pub(super) image: vk::Image,
    pub(super) range: vk::ImageSubresourceRange,
    pub(super) format: vk::Format,
    pub(super) width: u32,
    pub(super) height: u32,
    /// 0 for an image, 1 for a buffer.
    pub(super) kind: u32,
    /// Whether NGX may write it.
    pub(super) writable: bool,
}

/// Who asks, and for what.
#[repr(C)]
pub(super) struct Discovery {
    pub(super) version: u32,
    pub(super) feature: FeatureId,
    /// 1: a project, named by the three below.
    pub(super) identifier_kind: u32,
    pub(super) project: *const c_char,
    /// 0: an engine that NGX does not know.
    pub(super) engine: u32,
    pub(super) engine_version: *const c_char,
    pub(super) data_path: *const Wide,
    pub(super) common: *const Common,
}

/// Where NGX looks for features, and what it logs.
#[repr(C)]
pub(super) struct Common {
    pub(super) folders: *const *const Wide,
    pub(super) folder_count: u32,
    pub(super) internal: *mut c_void,
    pub(super) log: *const c_void,
    pub(super) log_level: u32,
    pub(super) log_only_here: bool,
}

/// Which of the object's virtual functions does what. The compilers of the two systems order overloads differently: one
/// as they are declared, the other each group from its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Slots {
    pub(super) set_f32: usize,
    pub(super) set_u32: usize,
    pub(super) set_i32: usize,
    pub(super) set_pointer: usize,
    pub(super) get_u32: usize,
    pub(super) get_i32: usize,
    pub(super) get_pointer: usize,
}

impl Slots {
    /// Declared are, first to set and then to get: u64, f32, f64, u32, i32, a resource of Direct3D 11 and of 12, a
    /// pointer; behind them a reset.
    pub(super) const DECLARED: Self = Self {
        set_f32: 1,
        set_u32: 3,
        set_i32: 4,
        set_pointer: 7,
        get_u32: 11,
        get_i32: 12,
        get_pointer: 15,
    };

    /// Each group of eight from its end.
    pub(super) const REVERSED: Self = Self {
        set_f32: 6,
        set_u32: 4,
        set_i32: 3,
        set_pointer: 0,
        get_u32: 12,
        get_i32: 11,
        get_pointer: 8,
    };

    pub(super) const fn of(platform: Platform) -> &'static Self {
        match platform {
            Platform::Windows => &Self::REVERSED,
            Platform::Linux | Platform::Other => &Self::DECLARED,
        }
    }
}

/// Bits of the parameter `DLSS.Feature.Create.Flags`.
pub(super) mod flags {
    /// Motion is of the input's size.
    pub(in super::super) const MOTION_OF_INPUT_SIZE: i32 = 1 << 1;
}

/// The modes of DLSS as NGX numbers them, that with the largest input first: native, ultra quality, quality, balanced,
/// performance, ultra performance.
pub(super) const MODES: [i32; 6] = [5, 4, 2, 1, 0, 3];

/// Names of parameters.
pub(super) mod names {
    use super::CStr;

    macro_rules! names {
        ($($NAME:ident = $name:literal,)+) => {
            $(pub(in super::super) const $NAME: &CStr = $name;)+
        };
    }

    names! {
        WIDTH = c"Width",
        HEIGHT = c"Height",
        OUT_WIDTH = c"OutWidth",
        OUT_HEIGHT = c"OutHeight",
        MODE = c"PerfQualityValue",
        RTX = c"RTXValue",
        CREATION_NODES = c"CreationNodeMask",
        VISIBILITY_NODES = c"VisibilityNodeMask",
        FLAGS = c"DLSS.Feature.Create.Flags",
        SUBRECTS = c"DLSS.Enable.Output.Subrects",
        OPTIMAL_SETTINGS = c"DLSSOptimalSettingsCallback",
        MAX_WIDTH = c"DLSS.Get.Dynamic.Max.Render.Width",
        MAX_HEIGHT = c"DLSS.Get.Dynamic.Max.Render.Height",
        MIN_WIDTH = c"DLSS.Get.Dynamic.Min.Render.Width",
        MIN_HEIGHT = c"DLSS.Get.Dynamic.Min.Render.Height",
        COLOR = c"Color",
        OUTPUT = c"Output",
        DEPTH = c"Depth",
        MOTION = c"MotionVectors",
        BIAS = c"DLSS.Input.Bias.Current.Color.Mask",
        JITTER_X = c"Jitter.Offset.X",
        JITTER_Y = c"Jitter.Offset.Y",
        MOTION_SCALE_X = c"MV.Scale.X",
        MOTION_SCALE_Y = c"MV.Scale.Y",
        RESET = c"Reset",
        RENDER_WIDTH = c"DLSS.Render.Subrect.Dimensions.Width",
        RENDER_HEIGHT = c"DLSS.Render.Subrect.Dimensions.Height",
        PRE_EXPOSURE = c"DLSS.Pre.Exposure",
        EXPOSURE_SCALE = c"DLSS.Exposure.Scale",
        VIDEO_INPUT = c"Input1",
        RECT_X = c"Rect.X",
        RECT_Y = c"Rect.Y",
        RECT_WIDTH = c"Rect.W",
        RECT_HEIGHT = c"Rect.H",
        OUT_RECT_X = c"OutRect.X",
        OUT_RECT_Y = c"OutRect.Y",
        OUT_RECT_WIDTH = c"OutRect.W",
        OUT_RECT_HEIGHT = c"OutRect.H",
        VIDEO_QUALITY = c"VSR.QualityLevel",
    }
}

/// Names of the parameters that say whether a feature is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Capability {
    pub(super) available: &'static CStr,
    pub(super) needs_driver: &'static CStr,
    pub(super) driver_major: &'static CStr,
    pub(super) driver_minor: &'static CStr,
    /// Why it could not be initialised.
    pub(super) result: &'static CStr,
}

impl FeatureId {
    /// By which the user knows it.
    pub(super) const fn technology(self) -> TechnologyId {
        match self {
            Self::SuperSampling => TechnologyId::Dlss,
            Self::Video => TechnologyId::RtxVideo,
        }
    }

    pub(super) const fn capability(self) -> Capability {
        match self {
            Self::SuperSampling => Capability {
                available: c"SuperSampling.Available",
                needs_driver: c"SuperSampling.NeedsUpdatedDriver",
                driver_major: c"SuperSampling.MinDriverVersionMajor",
                driver_minor: c"SuperSampling.MinDriverVersionMinor",
                result: c"SuperSampling.FeatureInitResult",
            },
            Self::Video => Capability {
                available: c"VSR.Available",
                needs_driver: c"VSR.NeedsUpdatedDriver",
                driver_major: c"VSR.MinDriverVersionMajor",
                driver_minor: c"VSR.MinDriverVersionMinor",
                result: c"VSR.FeatureInitResult",
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::mem::offset_of;

    use super::*;
    use crate::text::english;

    #[test]
    fn structures_are_laid_out_as_the_interface_asks() {
        assert_eq!(size_of::<Resource>(), 56);
        let offsets = [
            offset_of!(Resource, view),
            offset_of!(Resource, image),
            offset_of!(Resource, range),
            offset_of!(Resource, format),
            offset_of!(Resource, width),
            offset_of!(Resource, height),
            offset_of!(Resource, kind),
            offset_of!(Resource, writable),
        ];
        assert_eq!(offsets, [0, 8, 16, 36, 40, 44, 48, 52]);

        assert_eq!(size_of::<Discovery>(), 56);
        let offsets = [
            offset_of!(Discovery, version),
            offset_of!(Discovery, feature),
            offset_of!(Discovery, identifier_kind),
            offset_of!(Discovery, project),
            offset_of!(Discovery, engine),
            offset_of!(Discovery, engine_version),
            offset_of!(Discovery, data_path),
            offset_of!(Discovery, common),
        ];
        assert_eq!(offsets, [0, 4, 8, 16, 24, 32, 40, 48]);

        assert_eq!(size_of::<Common>(), 40);
        let offsets = [
            offset_of!(Common, folders),
            offset_of!(Common, folder_count),
            offset_of!(Common, internal),
            offset_of!(Common, log),
            offset_of!(Common, log_level),
            offset_of!(Common, log_only_here),
        ];
        assert_eq!(offsets, [0, 8, 16, 24, 32, 36]);
    }

    /// The order in which the functions are declared, and that of Windows: each group of eight from its end.
    #[test]
    fn the_orders_of_the_functions_are_each_others_reverse() {
        let slots = |slots: &Slots| {
            [
                slots.set_f32,
                slots.set_u32,
                slots.set_i32,
                slots.set_pointer,
                slots.get_u32,
                slots.get_i32,
                slots.get_pointer,
            ]
        };
        let mirrored = |slot: usize| if slot < 8 { 7 - slot } else { 23 - slot };
        assert_eq!(
            slots(&Slots::DECLARED).map(mirrored),
            slots(&Slots::REVERSED),
            "Windows"
        );
        assert_eq!(Slots::of(Platform::Windows), &Slots::REVERSED);
        assert_eq!(Slots::of(Platform::Linux), &Slots::DECLARED);
    }

    #[test]
    fn fault_18_every_failure_has_a_text_of_its_own() {
        let mut texts: Vec<_> = (0..FAILURES.len() as u32)
            .map(|number| english(meaning(FAILURE | number)).expect("there is a text"))
            .collect();
        texts.push(english(meaning(0x1234)).expect("there is a text"));
        assert_eq!(english(meaning(FAILURE | 99)), texts.last().copied());
        let count = texts.len();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), count);
        assert_eq!(meaning(OUT_OF_MEMORY), "Ngx.OutOfMemory");
    }
}
