// SPDX-License-Identifier: GPL-2.0-or-later
//! The double of XeSS.

use std::collections::HashMap;
use std::ffi::{CString, c_char, c_void};
use std::sync::{LazyLock, Mutex};

use ash::vk;
use ash::vk::Handle as _;

use crate::blit::{Functions, Image};
use crate::director::{Call, DIRECTOR, lock};

const SUCCESS: i32 = 0;
const INVALID: i32 = -4;
const UNINITIALIZED: i32 = -3;

#[repr(C)]
pub(crate) struct Version {
    major: u16,
    minor: u16,
    patch: u16,
    reserved: u16,
}

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Extent {
    width: u32,
    height: u32,
}

#[repr(C)]
pub(crate) struct InitParams {
    output: Extent,
    quality: u32,
    flags: u32,
    nodes: [u32; 2],
    heaps: [u64; 4],
    pipeline_cache: u64,
}

#[repr(C)]
pub(crate) struct ExecuteParams {
    color: Image,
    velocity: Image,
    depth: [u64; 6],
    exposure: [u64; 6],
    responsive: Image,
    output: Image,
    jitter: [f32; 2],
    exposure_scale: f32,
    reset: u32,
    input: Extent,
    bases: [Extent; 6],
}

const _: () = assert!(size_of::<InitParams>() == 64 && size_of::<ExecuteParams>() == 360);

struct Context {
    functions: Functions,
    output: Option<Extent>,
    quality: u32,
    frames: u64,
}

static CONTEXTS: LazyLock<Mutex<HashMap<usize, Context>>> = LazyLock::new(Mutex::default);

macro_rules! begin {
    ($name:literal, $($details:tt)*) => {{
        let (call, failure) = Call::begin($name, &format!($($details)*));
        if let Some(code) = failure {
            return code as i32;
        }
        call
    }};
}

#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn xessGetVersion(version: *mut Version) -> i32 {
    let _call = begin!("xessGetVersion", "");
    let [major, minor, patch] = DIRECTOR.version;
    // SAFETY: callers pass a place.
    unsafe {
        *version = Version {
            major,
            minor,
            patch,
            reserved: 0,
        };
    }
    SUCCESS
}

unsafe fn extensions(count: *mut u32, list: *mut *const *const c_char, names: &[String]) -> i32 {
    let name = |name: &String| {
        CString::new(name.as_str())
            .expect("a name")
            .into_raw()
            .cast_const()
    };
    let names: Vec<_> = names.iter().map(name).collect();
    // SAFETY: callers pass two places. The list stays, as the interface says.
    unsafe {
        *count = names.len() as u32;
        *list = names.leak().as_ptr();
    }
    SUCCESS
}

#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn xessVKGetRequiredInstanceExtensions(
    count: *mut u32,
    list: *mut *const *const c_char,
    version: *mut u32,
) -> i32 {
    let _call = begin!("xessVKGetRequiredInstanceExtensions", "");
    // SAFETY: callers pass what the interface asks for.
    unsafe {
        *version = vk::API_VERSION_1_1;
        extensions(count, list, &[])
    }
}

#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn xessVKGetRequiredDeviceExtensions(
    instance: vk::Instance,
    adapter: vk::PhysicalDevice,
    count: *mut u32,
    list: *mut *const *const c_char,
) -> i32 {
    let _call = begin!("xessVKGetRequiredDeviceExtensions", "");
    DIRECTOR.expect(
        instance.as_raw() != 0 && adapter.as_raw() != 0,
        "a handle is null",
    );
    // SAFETY: callers pass what the interface asks for.
    unsafe { extensions(count, list, &DIRECTOR.extensions) }
}

/// Asks for 64-bit integers, which the basic features at the head of the chain have a place for; or for one that no
/// software rasteriser has.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn xessVKGetRequiredDeviceFeatures(
    _instance: vk::Instance,
    _adapter: vk::PhysicalDevice,
    features: *mut *mut c_void,
) -> i32 {
    let _call = begin!("xessVKGetRequiredDeviceFeatures", "");
    // SAFETY: callers pass the head of a chain of features.
    unsafe {
        let head = (*features).cast::<vk::PhysicalDeviceFeatures2<'_>>();
        DIRECTOR.expect(
            (*head).s_type == vk::StructureType::PHYSICAL_DEVICE_FEATURES_2,
            "the chain does not begin with the basic features",
        );
        (*head).features.shader_int64 = vk::TRUE;
        if DIRECTOR.absent_feature {
            (*head).features.sparse_residency16_samples = vk::TRUE;
        }
    }
    SUCCESS
}

#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn xessVKCreateContext(
    instance: vk::Instance,
    adapter: vk::PhysicalDevice,
    device: vk::Device,
    place: *mut *mut u8,
) -> i32 {
    let _call = begin!("xessVKCreateContext", "");
    let alive = [instance.as_raw(), adapter.as_raw(), device.as_raw()];
    DIRECTOR.expect(!alive.contains(&0), "a handle is null");
    // SAFETY: the handles are alive; the types are those of the functions of these names.
    let functions = unsafe {
        let entry = ash::Entry::load().expect("there is Vulkan");
        let get = (entry.static_fn().get_instance_proc_addr)(instance, c"vkGetDeviceProcAddr".as_ptr());
        let get = get.expect("every instance has it");
        let get = std::mem::transmute::<unsafe extern "system" fn(), vk::PFN_vkGetDeviceProcAddr>(get);
        Functions::load(get, device)
    };
    let context = Context {
        functions,
        output: None,
        quality: 0,
        frames: 0,
    };
    let handle = Box::into_raw(Box::new(0_u8));
    let mut contexts = lock(&CONTEXTS);
    contexts.insert(handle as usize, context);
    // SAFETY: callers pass a place.
    unsafe { *place = handle };
    SUCCESS
}

#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn xessGetOptimalInputResolution(
    handle: *mut u8,
    output: *const Extent,
    quality: u32,
    best: *mut Extent,
    least: *mut Extent,
    most: *mut Extent,
) -> i32 {
    let _call = begin!("xessGetOptimalInputResolution", "quality={quality}");
    DIRECTOR.expect(
        lock(&CONTEXTS).contains_key(&(handle as usize)),
        "a context that is none",
    );
    // From 1.3 on, as they are published.
    let Some(ratio) = [3.0, 2.3, 2.0, 1.7, 1.5, 1.3, 1.0].get((quality as usize).wrapping_sub(100)) else {
        return INVALID;
    };
    // SAFETY: callers pass what the interface asks for.
    unsafe {
        let output = *output;
        let part = |ratio: f64| Extent {
            width: (f64::from(output.width) / ratio).round() as u32,
            height: (f64::from(output.height) / ratio).round() as u32,
        };
        (*best, *least, *most) = (part(*ratio), part(3.0), part(1.0));
    }
    SUCCESS
}

#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn xessVKInit(handle: *mut u8, params: *const InitParams) -> i32 {
    // SAFETY: callers pass a description.
    let params = unsafe { &*params };
    let _call = begin!(
        "xessVKInit",
        "output={}x{} quality={} flags={}",
        params.output.width,
        params.output.height,
        params.quality,
        params.flags
    );
    let mut contexts = lock(&CONTEXTS);
    let Some(context) = contexts.get_mut(&(handle as usize)) else {
        DIRECTOR.complain("a context that is none");
        return INVALID;
    };
    DIRECTOR.expect(context.output.is_none(), "initialised twice");
    // Motion of the output's size, a mask, standard range.
    DIRECTOR.expect(params.flags == 1 + 8 + 64, "other flags");
    let nothing = params.heaps == [0; 4] && params.pipeline_cache == 0;
    DIRECTOR.expect(params.nodes == [1, 1] && nothing, "memory, or nodes");
    context.output = Some(params.output);
    context.quality = params.quality;
    SUCCESS
}

#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn xessVKExecute(
    handle: *mut u8,
    commands: vk::CommandBuffer,
    params: *const ExecuteParams,
) -> i32 {
    // SAFETY: callers pass a description.
    let params = unsafe { &*params };
    let _call = begin!("xessVKExecute", "reset={}", params.reset);
    let mut contexts = lock(&CONTEXTS);
    let Some(context) = contexts.get_mut(&(handle as usize)) else {
        DIRECTOR.complain("a context that is none");
        return INVALID;
    };
    let Some(output) = context.output else {
        return UNINITIALIZED;
    };
    DIRECTOR.expect(commands.as_raw() != 0, "no command buffer");
    // And after cuts.
    DIRECTOR.expect(
        params.reset == 1 || (params.reset == 0 && context.frames > 0),
        "no reset at the first frame",
    );
    context.frames += 1;
    DIRECTOR.expect(
        params.depth == [0; 6] && params.exposure == [0; 6],
        "depth, or exposure",
    );
    DIRECTOR.expect(
        params.jitter == [0.0; 2] && params.exposure_scale == 1.0,
        "jitter, or exposure",
    );
    let zero = Extent { width: 0, height: 0 };
    DIRECTOR.expect(params.bases == [zero; 6], "another corner");
    let half = vk::Format::R16G16B16A16_SFLOAT;
    let size = |extent: Extent| (extent.width, extent.height);
    let expected = [
        ("colour", &params.color, half, size(params.input)),
        (
            "velocity",
            &params.velocity,
            vk::Format::R32G32_SFLOAT,
            size(output),
        ),
        ("responsive mask", &params.responsive, half, size(params.input)),
        ("output", &params.output, half, size(output)),
    ];
    for (name, image, format, size) in expected {
        if let Some(fault) = image.fault(format, size) {
            DIRECTOR.complain(&format!("{name}: {fault}"));
        }
    }
    // SAFETY: callers pass a recording command buffer, and textures that are alive.
    unsafe { context.functions.record(commands, &params.color, &params.output) };
    SUCCESS
}

#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn xessDestroyContext(handle: *mut u8) -> i32 {
    let _call = begin!("xessDestroyContext", "");
    let known = lock(&CONTEXTS).remove(&(handle as usize)).is_some();
    DIRECTOR.expect(known, "a context that is none is destroyed");
    if known {
        // SAFETY: it was made by `xessVKCreateContext` and not destroyed before.
        drop(unsafe { Box::from_raw(handle) });
    }
    SUCCESS
}
