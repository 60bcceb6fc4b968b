// SPDX-License-Identifier: GPL-2.0-or-later
//! The double of NGX's core, with DLSS and RTX Video.

use std::collections::{HashMap, HashSet};
use std::ffi::{CStr, CString, c_char, c_void};
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex};

use ash::vk;
use ash::vk::Handle as _;

use crate::blit::{Functions, Image};
use crate::director::{Call, DIRECTOR, lock};

const SUCCESS: u32 = 1;
const INVALID: u32 = 0xbad0_0005;
const FEATURE_NOT_FOUND: u32 = 0xbad0_0004;

const DLSS: u32 = 1;
const VIDEO: u32 = 16;

#[cfg(windows)]
type Wide = u16;
#[cfg(not(windows))]
type Wide = u32;

#[repr(C)]
#[derive(Clone, Copy, Debug)]
struct Resource {
    image: Image,
    kind: u32,
    writable: u8,
}

#[repr(C)]
pub(crate) struct Common {
    folders: *const *const Wide,
    folder_count: u32,
    _internal: *mut c_void,
    _log: *const c_void,
    _log_level: u32,
    _log_only_here: u8,
}

#[repr(C)]
pub(crate) struct Discovery {
    version: u32,
    feature: u32,
    identifier_kind: u32,
    project: *const c_char,
    _engine: i32,
    engine_version: *const c_char,
    data_path: *const Wide,
    common: *const Common,
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Value {
    F32(f32),
    U32(u32),
    I32(i32),
    Pointer(usize),
}

/// A parameter object: what callers know of it is the address of its table.
#[repr(C)]
pub(crate) struct Object {
    table: *const [usize; 17],
    values: Mutex<HashMap<String, Value>>,
}

type Handle = u32;

struct Feature {
    device: u64,
    kind: u32,
    input: (u32, u32),
    output: (u32, u32),
    commands: u64,
    frames: u64,
}

#[derive(Default)]
struct State {
    /// Those that it was started on: the interface names the device in each call that concerns one.
    devices: HashMap<u64, Functions>,
    folders: Vec<String>,
    objects: HashSet<usize>,
    features: HashMap<usize, Feature>,
}

static STATE: LazyLock<Mutex<State>> = LazyLock::new(Mutex::default);

// The object's functions.

unsafe fn put(object: *mut Object, name: *const c_char, value: Value) {
    // SAFETY: callers pass the object and a string.
    let (object, name) = unsafe { (&*object, CStr::from_ptr(name)) };
    lock(&object.values).insert(name.to_string_lossy().into_owned(), value);
}

unsafe fn found(object: *const Object, name: *const c_char) -> Option<Value> {
    // SAFETY: as above.
    let (object, name) = unsafe { (&*object, CStr::from_ptr(name)) };
    lock(&object.values).get(&*name.to_string_lossy()).copied()
}

macro_rules! setter {
    ($name:ident, $type:ty, $value:expr) => {
        unsafe extern "C" fn $name(object: *mut Object, name: *const c_char, value: $type) {
            // SAFETY: callers pass what the interface asks for.
            unsafe { put(object, name, $value(value)) }
        }
    };
}

macro_rules! getter {
    ($name:ident, $type:ty, $variant:ident, $convert:expr) => {
        unsafe extern "C" fn $name(object: *const Object, name: *const c_char, value: *mut $type) -> u32 {
            // SAFETY: callers pass what the interface asks for.
            match unsafe { found(object, name) } {
                Some(Value::$variant(known)) => {
                    // SAFETY: as above.
                    unsafe { *value = $convert(known) };
                    SUCCESS
                }
                _ => INVALID,
            }
        }
    };
}

setter!(set_f32, f32, Value::F32);
setter!(set_u32, u32, Value::U32);
setter!(set_i32, i32, Value::I32);
setter!(set_pointer, *mut c_void, |value: *mut c_void| Value::Pointer(
    value as usize
));
getter!(get_f32, f32, F32, |value| value);
getter!(get_u32, u32, U32, |value| value);
getter!(get_i32, i32, I32, |value| value);
getter!(get_pointer, *mut c_void, Pointer, |value: usize| value
    as *mut c_void);

/// In the places of what Nu Scaler has no use for.
unsafe extern "C" fn unused(_object: *mut Object) -> u32 {
    DIRECTOR.complain("a virtual function that is not to be used");
    INVALID
}

static TABLE: LazyLock<[usize; 17]> = LazyLock::new(|| {
    let unused = unused as *const () as usize;
    let mut declared = [
        unused,
        set_f32 as *const () as usize,
        unused,
        set_u32 as *const () as usize,
        set_i32 as *const () as usize,
        unused,
        unused,
        set_pointer as *const () as usize,
        unused,
        get_f32 as *const () as usize,
        unused,
        get_u32 as *const () as usize,
        get_i32 as *const () as usize,
        unused,
        unused,
        get_pointer as *const () as usize,
        unused,
    ];
    if DIRECTOR.windows {
        declared[0..8].reverse();
        declared[8..16].reverse();
    }
    declared
});

fn new_object() -> *mut Object {
    let object = Box::into_raw(Box::new(Object {
        table: &raw const *TABLE,
        values: Mutex::default(),
    }));
    lock(&STATE).objects.insert(object as usize);
    object
}

unsafe fn wide(text: *const Wide) -> String {
    let mut units = Vec::new();
    // SAFETY: it ends with a 0.
    unsafe {
        let mut at = text;
        while *at != 0 {
            units.push(*at);
            at = at.add(1);
        }
    }
    #[cfg(windows)]
    return String::from_utf16_lossy(&units);
    #[cfg(not(windows))]
    units
        .into_iter()
        .map(|unit| char::from_u32(unit).unwrap_or('?'))
        .collect()
}

unsafe fn folders(common: *const Common) -> Vec<String> {
    // SAFETY: callers pass a description with as many folders as it says.
    unsafe {
        let common = &*common;
        (0..common.folder_count as usize)
            .map(|index| wide(*common.folders.add(index)))
            .collect()
    }
}

/// The library of a feature in the folders that were named.
fn library(folders: &[String], kind: u32) -> Option<PathBuf> {
    let names = match kind {
        DLSS => ["libnvidia-ngx-dlss.so", "nvngx_dlss.dll"],
        _ => ["libnvidia-ngx-vsr.so", "nvngx_vsr.dll"],
    };
    let files = folders
        .iter()
        .filter_map(|folder| std::fs::read_dir(folder).ok())
        .flatten();
    let mut files = files.filter_map(|file| Some(file.ok()?.path()));
    files.find(|file| {
        let file = file.file_name().unwrap_or_default().to_string_lossy();
        names.iter().any(|name| file.starts_with(name))
    })
}

/// Whether there is a feature's library, and the system can load it, as NGX does.
fn has_feature(folders: &[String], kind: u32) -> bool {
    library(folders, kind).is_some_and(|file| {
        // SAFETY: it is this library under another name, or one of which a test has seen to it that it does not load.
        unsafe { libloading::Library::new(file) }.is_ok()
    })
}

// The core's functions.

macro_rules! begin {
    ($name:literal, $($details:tt)*) => {{
        let (call, failure) = Call::begin($name, &format!($($details)*));
        if let Some(code) = failure {
            return code as u32;
        }
        call
    }};
}

#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn NVSDK_NGX_VULKAN_Init_ProjectID_Ext(
    project: *const c_char,
    engine: u32,
    engine_version: *const c_char,
    data_path: *const Wide,
    instance: vk::Instance,
    adapter: vk::PhysicalDevice,
    device: vk::Device,
    _get_instance: vk::PFN_vkGetInstanceProcAddr,
    get_device: vk::PFN_vkGetDeviceProcAddr,
    version: u32,
    common: *const Common,
) -> u32 {
    // SAFETY: callers pass what the interface asks for.
    let (project, engine_version, path, folders) = unsafe {
        (
            CStr::from_ptr(project),
            CStr::from_ptr(engine_version),
            wide(data_path),
            folders(common),
        )
    };
    let _call = begin!(
        "Init",
        "version={version:#x} engine={engine} {engine_version:?} path={path} folders={}",
        folders.join(":")
    );
    DIRECTOR.expect(version == 0x15, "another version of the interface");
    DIRECTOR.expect(project.to_bytes().len() == 36, "the project is no UUID");
    DIRECTOR.expect(std::path::Path::new(&path).is_dir(), "the data path is no folder");
    let alive = [instance.as_raw(), adapter.as_raw(), device.as_raw()];
    DIRECTOR.expect(!alive.contains(&0), "a handle is null");
    if DIRECTOR
        .extensions
        .iter()
        .any(|name| name == "VK_KHR_push_descriptor")
    {
        // SAFETY: the device is alive.
        let function = unsafe { get_device(device, c"vkCmdPushDescriptorSetKHR".as_ptr()) };
        DIRECTOR.expect(function.is_some(), "the device was made without the extension");
    }
    let mut state = lock(&STATE);
    // SAFETY: the device is alive, and the function is its.
    let functions = unsafe { Functions::load(get_device, device) };
    let again = state.devices.insert(device.as_raw(), functions);
    DIRECTOR.expect(again.is_none(), "started twice");
    state.folders = folders;
    SUCCESS
}

#[unsafe(no_mangle)]
pub(crate) extern "C" fn NVSDK_NGX_VULKAN_Shutdown1(device: vk::Device) -> u32 {
    let _call = begin!("Shutdown1", "");
    let mut state = lock(&STATE);
    let known = state.devices.remove(&device.as_raw()).is_some();
    DIRECTOR.expect(known, "ended on another device");
    let mut features = state.features.values();
    let left = features.any(|feature| feature.device == device.as_raw());
    DIRECTOR.expect(!left, "ended before its features");
    // Parameters belong to no device.
    let last = state.devices.is_empty();
    DIRECTOR.expect(!last || state.objects.is_empty(), "ended before its parameters");
    SUCCESS
}

unsafe fn extensions(count: *mut u32, list: *mut *mut vk::ExtensionProperties, names: &[String]) -> u32 {
    let properties = |name: &String| {
        let name = CString::new(name.as_str()).expect("a name");
        vk::ExtensionProperties::default()
            .extension_name(&name)
            .expect("a short name")
    };
    let properties: Vec<_> = names.iter().map(properties).collect();
    // SAFETY: callers pass two places. The list stays, as the interface says.
    unsafe {
        *count = properties.len() as u32;
        *list = properties.leak().as_mut_ptr();
    }
    SUCCESS
}

unsafe fn check_discovery(info: *const Discovery) -> u32 {
    // SAFETY: callers pass a description.
    let info = unsafe { &*info };
    DIRECTOR.expect(info.version == 0x15, "another version of the interface");
    DIRECTOR.expect(info.identifier_kind == 1, "another kind of identifier");
    DIRECTOR.expect([DLSS, VIDEO].contains(&info.feature), "another feature");
    // SAFETY: as above.
    unsafe {
        let project = CStr::from_ptr(info.project);
        DIRECTOR.expect(project.to_bytes().len() == 36, "the project is no UUID");
        DIRECTOR.expect(!CStr::from_ptr(info.engine_version).is_empty(), "no version");
        DIRECTOR.expect(!wide(info.data_path).is_empty(), "no data path");
        DIRECTOR.expect(
            library(&folders(info.common), info.feature).is_some(),
            "no folder has the feature",
        );
    }
    info.feature
}

#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn NVSDK_NGX_VULKAN_GetFeatureInstanceExtensionRequirements(
    info: *const Discovery,
    count: *mut u32,
    list: *mut *mut vk::ExtensionProperties,
) -> u32 {
    // SAFETY: callers pass what the interface asks for.
    unsafe {
        let feature = check_discovery(info);
        let _call = begin!("GetFeatureInstanceExtensionRequirements", "feature={feature}");
        extensions(
            count,
            list,
            &["VK_KHR_get_physical_device_properties2".to_owned()],
        )
    }
}

#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn NVSDK_NGX_VULKAN_GetFeatureDeviceExtensionRequirements(
    instance: vk::Instance,
    adapter: vk::PhysicalDevice,
    info: *const Discovery,
    count: *mut u32,
    list: *mut *mut vk::ExtensionProperties,
) -> u32 {
    // SAFETY: callers pass what the interface asks for.
    unsafe {
        let feature = check_discovery(info);
        let _call = begin!("GetFeatureDeviceExtensionRequirements", "feature={feature}");
        DIRECTOR.expect(
            instance.as_raw() != 0 && adapter.as_raw() != 0,
            "a handle is null",
        );
        let wanted = DIRECTOR
            .extensions
            .iter()
            .filter_map(|name| match name.split_once(':') {
                Some((only, name)) => (only == feature.to_string()).then_some(name),
                None => Some(name.as_str()),
            });
        let wanted: Vec<_> = wanted.map(str::to_owned).collect();
        extensions(count, list, &wanted)
    }
}

#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn NVSDK_NGX_VULKAN_AllocateParameters(place: *mut *mut Object) -> u32 {
    let _call = begin!("AllocateParameters", "");
    DIRECTOR.expect(!lock(&STATE).devices.is_empty(), "not started");
    // SAFETY: callers pass a place.
    unsafe { *place = new_object() };
    SUCCESS
}

#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn NVSDK_NGX_VULKAN_GetCapabilityParameters(place: *mut *mut Object) -> u32 {
    let _call = begin!("GetCapabilityParameters", "");
    let (started, libraries) = {
        let state = lock(&STATE);
        let has = |kind| has_feature(&state.folders, kind);
        (!state.devices.is_empty(), [has(DLSS), has(VIDEO)])
    };
    DIRECTOR.expect(started, "not started");
    let object = new_object();
    {
        // SAFETY: just made.
        let mut values = lock(unsafe { &(*object).values });
        for (name, there) in ["SuperSampling", "VSR"].iter().zip(libraries) {
            values.insert(format!("{name}.Available"), Value::I32(i32::from(there)));
            let result = if there { SUCCESS } else { FEATURE_NOT_FOUND };
            values.insert(format!("{name}.FeatureInitResult"), Value::I32(result as i32));
        }
        values.insert(
            "DLSSOptimalSettingsCallback".to_owned(),
            Value::Pointer(optimal_settings as *const () as usize),
        );
        for (name, value) in &DIRECTOR.numbers {
            values.insert(name.clone(), Value::I32(*value as i32));
        }
    }
    // SAFETY: callers pass a place.
    unsafe { *place = object };
    SUCCESS
}

#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn NVSDK_NGX_VULKAN_DestroyParameters(object: *mut Object) -> u32 {
    let _call = begin!("DestroyParameters", "");
    let known = lock(&STATE).objects.remove(&(object as usize));
    DIRECTOR.expect(known, "parameters that are none are destroyed");
    if known {
        // SAFETY: it was made by `new_object` and not destroyed before.
        drop(unsafe { Box::from_raw(object) });
    }
    SUCCESS
}

/// What DLSS offers: half to full size for three modes, one size for two, and no ultra quality, as it is published.
unsafe extern "C" fn optimal_settings(object: *mut Object) -> u32 {
    let _call = begin!("OptimalSettings", "");
    // SAFETY: callers pass the object.
    let object = unsafe { &*object };
    let mut values = lock(&object.values);
    let number = |name: &str| match values.get(name) {
        Some(Value::U32(value)) => *value,
        Some(Value::I32(value)) => *value as u32,
        _ => {
            DIRECTOR.complain(&format!("{name} is missing"));
            0
        }
    };
    let (width, height) = (number("Width"), number("Height"));
    let part = |share: f64| {
        let side = |side: u32| (f64::from(side) * share).round() as u32;
        [side(width), side(height)]
    };
    let none = [0, 0];
    let (best, least, most) = match number("PerfQualityValue") {
        5 => (part(1.0), part(1.0), part(1.0)),
        2 => (part(2.0 / 3.0), part(0.5), part(1.0)),
        1 => (part(0.58), part(0.5), part(1.0)),
        0 => (part(0.5), part(0.5), part(1.0)),
        3 => (part(1.0 / 3.0), none, none),
        _ => (none, none, none),
    };
    for (name, value) in [
        ("OutWidth", best[0]),
        ("OutHeight", best[1]),
        ("DLSS.Get.Dynamic.Min.Render.Width", least[0]),
        ("DLSS.Get.Dynamic.Min.Render.Height", least[1]),
        ("DLSS.Get.Dynamic.Max.Render.Width", most[0]),
        ("DLSS.Get.Dynamic.Max.Render.Height", most[1]),
    ] {
        values.insert(name.to_owned(), Value::U32(value));
    }
    SUCCESS
}

/// The values of an object, by their names.
struct Values(HashMap<String, Value>);

impl Values {
    unsafe fn of(object: *const Object) -> Self {
        // SAFETY: callers pass an object.
        Self(lock(unsafe { &(*object).values }).clone())
    }

    fn number(&self, name: &str) -> u32 {
        match self.0.get(name) {
            Some(Value::U32(value)) => *value,
            other => {
                DIRECTOR.complain(&format!("{name} is {other:?}"));
                0
            }
        }
    }

    fn is(&self, name: &str, value: Value) {
        let found = self.0.get(name);
        DIRECTOR.expect(
            found == Some(&value),
            &format!("{name} is {found:?} instead of {value:?}"),
        );
    }

    unsafe fn resource(
        &self,
        name: &str,
        format: vk::Format,
        size: (u32, u32),
        writable: bool,
    ) -> Option<Image> {
        let Some(Value::Pointer(address)) = self
            .0
            .get(name)
            .copied()
            .filter(|value| *value != Value::Pointer(0))
        else {
            DIRECTOR.complain(&format!("{name} is missing"));
            return None;
        };
        // SAFETY: what is named is a description of a texture.
        let resource = unsafe { *(address as *const Resource) };
        let fault = resource.image.fault(format, size);
        DIRECTOR.expect(fault.is_none(), &format!("{name}: {}", fault.unwrap_or_default()));
        DIRECTOR.expect(
            resource.kind == 0 && resource.writable == u8::from(writable),
            &format!("{name}: {resource:?}"),
        );
        Some(resource.image)
    }
}

#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn NVSDK_NGX_VULKAN_CreateFeature1(
    device: vk::Device,
    commands: vk::CommandBuffer,
    kind: u32,
    object: *mut Object,
    place: *mut *mut Handle,
) -> u32 {
    // SAFETY: callers pass an object.
    let values = unsafe { Values::of(object) };
    let mut feature = Feature {
        device: device.as_raw(),
        kind,
        input: (0, 0),
        output: (0, 0),
        commands: commands.as_raw(),
        frames: 0,
    };
    let mut mode = String::new();
    if kind == DLSS {
        feature.input = (values.number("Width"), values.number("Height"));
        feature.output = (values.number("OutWidth"), values.number("OutHeight"));
        mode = format!(" mode={:?}", values.0.get("PerfQualityValue"));
    }
    let _call = begin!(
        "CreateFeature1",
        "feature={kind} input={:?} output={:?}{mode}",
        feature.input,
        feature.output
    );
    let mut state = lock(&STATE);
    DIRECTOR.expect(
        state.devices.contains_key(&device.as_raw()),
        "a feature on another device",
    );
    DIRECTOR.expect(commands.as_raw() != 0, "no command buffer");
    DIRECTOR.expect(
        state.objects.contains(&(object as usize)),
        "parameters that are none",
    );
    if kind == DLSS {
        for name in ["CreationNodeMask", "VisibilityNodeMask"] {
            values.is(name, Value::U32(1));
        }
        values.is("DLSS.Feature.Create.Flags", Value::I32(2));
        values.is("DLSS.Enable.Output.Subrects", Value::I32(0));
    }
    if !has_feature(&state.folders, kind) {
        return FEATURE_NOT_FOUND;
    }
    let handle = Box::into_raw(Box::new(kind));
    state.features.insert(handle as usize, feature);
    // SAFETY: callers pass a place.
    unsafe { *place = handle };
    SUCCESS
}

#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn NVSDK_NGX_VULKAN_EvaluateFeature(
    commands: vk::CommandBuffer,
    handle: *const Handle,
    object: *const Object,
    callback: *const c_void,
) -> u32 {
    // SAFETY: callers pass an object.
    let values = unsafe { Values::of(object) };
    let mut state = lock(&STATE);
    let State {
        devices, features, ..
    } = &mut *state;
    let Some(feature) = features.get_mut(&(handle as usize)) else {
        DIRECTOR.complain("a frame of a feature that is none");
        return INVALID;
    };
    let level = match feature.kind {
        VIDEO => format!(" level={}", values.number("VSR.QualityLevel")),
        _ => format!(" reset={:?}", values.0.get("Reset")),
    };
    let _call = begin!("EvaluateFeature", "feature={}{level}", feature.kind);
    DIRECTOR.expect(callback.is_null(), "a callback");
    let first = feature.frames == 0;
    // Later, when it has run, the same one may come again.
    let own = !first || commands.as_raw() != feature.commands;
    DIRECTOR.expect(
        commands.as_raw() != 0 && own,
        "a frame in the command buffer of the feature's making",
    );
    feature.frames += 1;
    let half = vk::Format::R16G16B16A16_SFLOAT;
    // SAFETY: what is named are descriptions of textures.
    let (input, output) = unsafe {
        if feature.kind == DLSS {
            // And after cuts.
            let reset = values.0.get("Reset");
            let known = [0, 1].map(Value::I32).iter().any(|value| reset == Some(value));
            DIRECTOR.expect(
                known && (!first || reset == Some(&Value::I32(1))),
                &format!("Reset is {reset:?}"),
            );
            for name in ["Jitter.Offset.X", "Jitter.Offset.Y"] {
                values.is(name, Value::F32(0.0));
            }
            for name in [
                "MV.Scale.X",
                "MV.Scale.Y",
                "DLSS.Pre.Exposure",
                "DLSS.Exposure.Scale",
            ] {
                values.is(name, Value::F32(1.0));
            }
            let (width, height) = feature.input;
            values.is("DLSS.Render.Subrect.Dimensions.Width", Value::U32(width));
            values.is("DLSS.Render.Subrect.Dimensions.Height", Value::U32(height));
            values.resource("Depth", vk::Format::R32_SFLOAT, feature.input, false);
            values.resource("MotionVectors", vk::Format::R32G32_SFLOAT, feature.input, false);
            values.resource("DLSS.Input.Bias.Current.Color.Mask", half, feature.input, false);
            (
                values.resource("Color", half, feature.input, false),
                values.resource("Output", half, feature.output, true),
            )
        } else {
            let bytes = vk::Format::R8G8B8A8_UNORM;
            let input = (values.number("Rect.W"), values.number("Rect.H"));
            let output = (values.number("OutRect.W"), values.number("OutRect.H"));
            for name in ["Rect.X", "Rect.Y", "OutRect.X", "OutRect.Y"] {
                values.is(name, Value::U32(0));
            }
            (
                values.resource("Input1", bytes, input, false),
                values.resource("Output", bytes, output, true),
            )
        }
    };
    let functions = devices.get(&feature.device).copied();
    let (Some(functions), Some(input), Some(output)) = (functions, input, output) else {
        return INVALID;
    };
    // SAFETY: callers pass a recording command buffer, and textures that are alive.
    unsafe { functions.record(commands, &input, &output) };
    SUCCESS
}

#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn NVSDK_NGX_VULKAN_ReleaseFeature(handle: *mut Handle) -> u32 {
    let _call = begin!("ReleaseFeature", "");
    let known = lock(&STATE).features.remove(&(handle as usize)).is_some();
    DIRECTOR.expect(known, "a feature that is none is released");
    if known {
        // SAFETY: it was made by `CreateFeature1` and not released before.
        drop(unsafe { Box::from_raw(handle) });
    }
    SUCCESS
}
