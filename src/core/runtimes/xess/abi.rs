// SPDX-License-Identifier: GPL-2.0-or-later
//! XeSS's interface on Vulkan, as far as it is used here: numbers and layouts. Facts about a binary interface, declared
//! anew; the structures' sizes and offsets are asserted below.

use std::ffi::c_void;

use ash::vk;

/// What a call returns when it succeeded; warnings are above, failures below.
pub(super) const SUCCESS: i32 = 0;
/// The failure of a call for want of graphics memory.
pub(super) const OUT_OF_MEMORY: i32 = -5;

/// The key of the text that says what a failure means.
pub(super) fn meaning(code: i32) -> &'static str {
    match code {
        -1 => "Xess.UnsupportedDevice",
        -2 => "Xess.UnsupportedDriver",
        -3 => "Xess.Uninitialized",
        -4 => "Xess.InvalidArgument",
        OUT_OF_MEMORY => "Xess.OutOfMemory",
        -6 => "Xess.Device",
        -7 => "Xess.NotImplemented",
        -8 => "Xess.InvalidContext",
        -9 => "Xess.OperationInProgress",
        -10 => "Xess.Unsupported",
        -11 => "Xess.CannotLoad",
        -12 => "Xess.WrongOrder",
        _ => "Xess.Unknown",
    }
}

/// The qualities, from the largest input to the smallest.
pub(super) const QUALITIES: [i32; 7] = [106, 105, 104, 103, 102, 101, 100];

/// Bits of [`InitParams::flags`].
pub(super) mod flags {
    /// Motion is of the output's size; then there is no need of depth.
    pub(in super::super) const MOTION_OF_OUTPUT_SIZE: u32 = 1;
    /// A mask says where the past is not to be trusted.
    pub(in super::super) const RESPONSIVE_MASK: u32 = 1 << 3;
    /// Colours are of standard range.
    pub(in super::super) const STANDARD_RANGE: u32 = 1 << 6;
}

/// XeSS's context, of which only the address is used.
#[repr(C)]
pub(super) struct Handle {
    _private: [u8; 0],
}

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(super) struct Version {
    pub(super) major: u16,
    pub(super) minor: u16,
    pub(super) patch: u16,
    pub(super) reserved: u16,
}

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Extent {
    pub(super) width: u32,
    pub(super) height: u32,
}

/// A texture for XeSS; all 0 for none.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ImageView {
    pub(super) view: vk::ImageView,
    pub(super) image: vk::Image,
    pub(super) range: vk::ImageSubresourceRange,
    pub(super) format: vk::Format,
    pub(super) width: u32,
    pub(super) height: u32,
}

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub(super) struct InitParams {
    pub(super) output: Extent,
    pub(super) quality: i32,
    pub(super) flags: u32,
    pub(super) creation_nodes: u32,
    pub(super) visible_nodes: u32,
    pub(super) buffer_heap: vk::DeviceMemory,
    pub(super) buffer_offset: u64,
    pub(super) texture_heap: vk::DeviceMemory,
    pub(super) texture_offset: u64,
    pub(super) pipeline_cache: vk::PipelineCache,
}

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub(super) struct ExecuteParams {
    pub(super) color: ImageView,
    pub(super) motion: ImageView,
    pub(super) depth: ImageView,
    pub(super) exposure: ImageView,
    pub(super) mask: ImageView,
    pub(super) output: ImageView,
    pub(super) jitter: [f32; 2],
    pub(super) exposure_scale: f32,
    pub(super) reset: u32,
    pub(super) input: Extent,
    pub(super) color_base: Extent,
    pub(super) motion_base: Extent,
    pub(super) depth_base: Extent,
    pub(super) mask_base: Extent,
    pub(super) reserved: Extent,
    pub(super) output_base: Extent,
}

pub(super) type GetVersion = unsafe extern "C" fn(*mut Version) -> i32;
pub(super) type InstanceExtensions =
    unsafe extern "C" fn(*mut u32, *mut *const *const std::ffi::c_char, *mut u32) -> i32;
pub(super) type DeviceExtensions = unsafe extern "C" fn(
    vk::Instance,
    vk::PhysicalDevice,
    *mut u32,
    *mut *const *const std::ffi::c_char,
) -> i32;
pub(super) type DeviceFeatures =
    unsafe extern "C" fn(vk::Instance, vk::PhysicalDevice, *mut *mut c_void) -> i32;
pub(super) type CreateContext =
    unsafe extern "C" fn(vk::Instance, vk::PhysicalDevice, vk::Device, *mut *mut Handle) -> i32;
pub(super) type OptimalInput =
    unsafe extern "C" fn(*mut Handle, *const Extent, i32, *mut Extent, *mut Extent, *mut Extent) -> i32;
pub(super) type Init = unsafe extern "C" fn(*mut Handle, *const InitParams) -> i32;
pub(super) type Execute = unsafe extern "C" fn(*mut Handle, vk::CommandBuffer, *const ExecuteParams) -> i32;
pub(super) type DestroyContext = unsafe extern "C" fn(*mut Handle) -> i32;

#[cfg(test)]
mod tests {
    use std::mem::offset_of;

    use super::*;
    use crate::text::english;

    #[test]
    fn structures_are_laid_out_as_the_interface_asks() {
        assert_eq!(
            (size_of::<Version>(), size_of::<Extent>(), size_of::<ImageView>()),
            (8, 8, 48)
        );
        let offsets = [
            offset_of!(ImageView, view),
            offset_of!(ImageView, image),
            offset_of!(ImageView, range),
            offset_of!(ImageView, format),
            offset_of!(ImageView, width),
            offset_of!(ImageView, height),
        ];
        assert_eq!(offsets, [0, 8, 16, 36, 40, 44]);

        assert_eq!(size_of::<InitParams>(), 64);
        let offsets = [
            offset_of!(InitParams, output),
            offset_of!(InitParams, quality),
            offset_of!(InitParams, flags),
            offset_of!(InitParams, creation_nodes),
            offset_of!(InitParams, visible_nodes),
            offset_of!(InitParams, buffer_heap),
            offset_of!(InitParams, buffer_offset),
            offset_of!(InitParams, texture_heap),
            offset_of!(InitParams, texture_offset),
            offset_of!(InitParams, pipeline_cache),
        ];
        assert_eq!(offsets, [0, 8, 12, 16, 20, 24, 32, 40, 48, 56]);

        assert_eq!(size_of::<ExecuteParams>(), 360);
        let offsets = [
            offset_of!(ExecuteParams, color),
            offset_of!(ExecuteParams, motion),
            offset_of!(ExecuteParams, depth),
            offset_of!(ExecuteParams, exposure),
            offset_of!(ExecuteParams, mask),
            offset_of!(ExecuteParams, output),
            offset_of!(ExecuteParams, jitter),
            offset_of!(ExecuteParams, exposure_scale),
            offset_of!(ExecuteParams, reset),
            offset_of!(ExecuteParams, input),
            offset_of!(ExecuteParams, color_base),
            offset_of!(ExecuteParams, motion_base),
            offset_of!(ExecuteParams, depth_base),
            offset_of!(ExecuteParams, mask_base),
            offset_of!(ExecuteParams, reserved),
            offset_of!(ExecuteParams, output_base),
        ];
        let expected = [
            0, 48, 96, 144, 192, 240, 288, 296, 300, 304, 312, 320, 328, 336, 344, 352,
        ];
        assert_eq!(offsets, expected);
    }

    #[test]
    fn fault_18_every_failure_has_a_text_of_its_own() {
        let mut texts: Vec<_> = (1..=12)
            .chain([1000])
            .map(|number: i32| english(meaning(-number)).expect("there is a text"))
            .collect();
        let count = texts.len();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), count);
    }
}
