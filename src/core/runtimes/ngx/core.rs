// SPDX-License-Identifier: GPL-2.0-or-later
//! NGX's core: the library of the graphics driver that loads and runs the features.

use std::ffi::{CStr, CString, c_char, c_void};
use std::path::{Path, PathBuf};
use std::ptr::{self, NonNull};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ash::vk;

use super::abi::{Common, Discovery, FeatureId, Handle, Object, SUCCESS, Slots, VERSION, Wide, meaning};
use super::parameters::Parameters;
use crate::gpu::Handles;
use crate::runtimes::library::Library;
use crate::runtimes::search::{Platform, Search, first_good};
use crate::text::Message;

/// By which NGX knows Nu Scaler; made up once.
const PROJECT: &CStr = c"6c1d4b0e-2f0a-4e8b-9a57-53c0b1f7d2a4";

type Init = unsafe extern "C" fn(
    *const c_char,
    u32,
    *const c_char,
    *const Wide,
    vk::Instance,
    vk::PhysicalDevice,
    vk::Device,
    vk::PFN_vkGetInstanceProcAddr,
    vk::PFN_vkGetDeviceProcAddr,
    u32,
    *const Common,
) -> u32;
type Shutdown = unsafe extern "C" fn(vk::Device) -> u32;
type MakeParameters = unsafe extern "C" fn(*mut *mut Object) -> u32;
type DestroyParameters = unsafe extern "C" fn(*mut Object) -> u32;
type CreateFeature =
    unsafe extern "C" fn(vk::Device, vk::CommandBuffer, FeatureId, *mut Object, *mut *mut Handle) -> u32;
type Evaluate = unsafe extern "C" fn(vk::CommandBuffer, *const Handle, *const Object, *const c_void) -> u32;
type Release = unsafe extern "C" fn(*mut Handle) -> u32;
type InstanceExtensions =
    unsafe extern "C" fn(*const Discovery, *mut u32, *mut *mut vk::ExtensionProperties) -> u32;
type DeviceExtensions = unsafe extern "C" fn(
    vk::Instance,
    vk::PhysicalDevice,
    *const Discovery,
    *mut u32,
    *mut *mut vk::ExtensionProperties,
) -> u32;

/// A call that failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Failure {
    pub(super) call: &'static str,
    pub(super) code: u32,
}

impl Failure {
    /// For the user of a feature, who may not know what NGX is.
    pub(super) fn message(self, feature: FeatureId) -> Message {
        Message::new("Reason.RuntimeCall")
            .with_key("runtime", feature.technology().locale_key())
            .with("call", format!("NGX {}", self.call))
            .with("code", format!("{:#x}", self.code))
            .with_key("meaning", meaning(self.code))
    }
}

/// For the log.
impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NGX's {} fails: {:#x}", self.call, self.code)
    }
}

/// Why there is no core.
pub(super) enum NoCore {
    /// There is none for this system.
    System,
    /// The driver that it is a part of is not there, or is without it; the name of its file.
    Driver(&'static str),
    /// What is there is something else, or does not work.
    Bad(Message),
}

impl NoCore {
    /// Why a feature cannot run, and what else it lacks. Where there is no driver, that is enough.
    pub(super) fn message(&self, feature: FeatureId, other: Option<Message>) -> Message {
        let of_feature = |key| Message::new(key).with_key("runtime", feature.technology().locale_key());
        match (self, other) {
            (Self::System, _) => of_feature("Reason.RuntimePlatform").with("systems", "Linux, Windows"),
            (Self::Driver(file), _) => of_feature("Reason.RuntimeNoDriver").with("file", *file),
            (Self::Bad(reason), None) => reason.clone(),
            (Self::Bad(reason), Some(other)) => Message::new("Reason.RuntimeBoth")
                .with_message("first", reason.clone())
                .with_message("second", other),
        }
    }
}

pub(super) fn check(call: &'static str, code: u32) -> Result<(), Failure> {
    if code == SUCCESS {
        Ok(())
    } else {
        Err(Failure { call, code })
    }
}

/// NGX's calls must not overlap, whichever device they are for: there is one lock for all devices of the process.
static CALLS: Mutex<()> = Mutex::new(());

/// The functions of the library. Each is called with [`Core::calls`] held.
pub(super) struct Core {
    slots: &'static Slots,
    data_path: Vec<Wide>,
    folders: Vec<Vec<Wide>>,
    version: CString,
    init: Init,
    shutdown: Shutdown,
    allocate_parameters: MakeParameters,
    capability_parameters: MakeParameters,
    destroy_parameters: DestroyParameters,
    create_feature: CreateFeature,
    evaluate: Evaluate,
    release: Release,
    instance_extensions: InstanceExtensions,
    device_extensions: DeviceExtensions,
}

impl Core {
    /// Finds and loads it, for features whose libraries are in these folders.
    ///
    /// # Errors
    /// What is missing.
    pub(super) fn load(search: &Search, folders: &[PathBuf]) -> Result<Arc<Self>, NoCore> {
        let name = match search.platform {
            Platform::Linux => "libnvidia-ngx.so.1",
            Platform::Windows => "_nvngx.dll",
            Platform::Other => return Err(NoCore::System),
        };
        let of = |library| Self::of(library, search.platform, folders).map(Arc::new);
        // What is in the folders goes first; otherwise it is the driver's, which the system's loader may know by its name.
        let places = search.places(name).into_iter().chain(of_the_driver(name));
        let bad = match first_good(places, |path| of(Library::open(path)?)) {
            Some(Ok(core)) => return Ok(core),
            Some(Err(reason)) => Some(reason),
            None => None,
        };
        match (Library::open_named(name).map(|library| of(library?)), bad) {
            (Some(Ok(core)), None) => Ok(core),
            (Some(Ok(core)), Some(bad)) => {
                log::warn!("{bad}; the driver's is taken");
                Ok(core)
            }
            (_, Some(bad)) | (Some(Err(bad)), None) => Err(NoCore::Bad(bad)),
            (None, None) if Path::new("/proc/driver/nvidia/version").exists() => Err(NoCore::Bad(
                Message::new("Reason.RuntimeDriverPart").with("file", name),
            )),
            (None, None) => Err(NoCore::Driver(name)),
        }
    }

    /// # Errors
    /// Which function is missing, for the user.
    fn of(library: Library, platform: Platform, folders: &[PathBuf]) -> Result<Self, Message> {
        // SAFETY: the types are those of NGX's functions of these names.
        unsafe {
            Ok(Self {
                slots: Slots::of(platform),
                data_path: wide(&own_folder()),
                folders: folders.iter().map(|folder| wide(folder)).collect(),
                version: CString::new(env!("CARGO_PKG_VERSION")).unwrap_or_default(),
                init: library.function(c"NVSDK_NGX_VULKAN_Init_ProjectID_Ext")?,
                shutdown: library.function(c"NVSDK_NGX_VULKAN_Shutdown1")?,
                allocate_parameters: library.function(c"NVSDK_NGX_VULKAN_AllocateParameters")?,
                capability_parameters: library.function(c"NVSDK_NGX_VULKAN_GetCapabilityParameters")?,
                destroy_parameters: library.function(c"NVSDK_NGX_VULKAN_DestroyParameters")?,
                create_feature: library.function(c"NVSDK_NGX_VULKAN_CreateFeature1")?,
                evaluate: library.function(c"NVSDK_NGX_VULKAN_EvaluateFeature")?,
                release: library.function(c"NVSDK_NGX_VULKAN_ReleaseFeature")?,
                instance_extensions: library
                    .function(c"NVSDK_NGX_VULKAN_GetFeatureInstanceExtensionRequirements")?,
                device_extensions: library
                    .function(c"NVSDK_NGX_VULKAN_GetFeatureDeviceExtensionRequirements")?,
            })
        }
    }

    pub(super) fn slots(&self) -> &'static Slots {
        self.slots
    }

    /// NGX's lock. It may be taken again by a thread only when that thread has let go of it.
    pub(super) fn calls(&self) -> MutexGuard<'_, ()> {
        CALLS.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Calls `work` with a description of who asks where features are; its addresses are valid meanwhile.
    fn with_common<R>(&self, work: impl FnOnce(&Common) -> R) -> R {
        let folders: Vec<_> = self.folders.iter().map(Vec::as_ptr).collect();
        work(&Common {
            folders: folders.as_ptr(),
            folder_count: folders.len() as u32,
            internal: ptr::null_mut(),
            log: ptr::null(),
            log_level: 0,
            log_only_here: false,
        })
    }

    fn discover<R>(&self, feature: FeatureId, work: impl FnOnce(&Discovery) -> R) -> R {
        self.with_common(|common| {
            work(&Discovery {
                version: VERSION,
                feature,
                identifier_kind: 1,
                project: PROJECT.as_ptr(),
                engine: 0,
                engine_version: self.version.as_ptr(),
                data_path: self.data_path.as_ptr(),
                common,
            })
        })
    }

    /// The extensions that a feature wants of the instance.
    pub(super) fn instance_extensions(&self, feature: FeatureId) -> Result<Vec<CString>, Failure> {
        let _calls = self.calls();
        let (mut count, mut list) = (0, ptr::null_mut());
        // SAFETY: the description is valid during the call; what comes back is a list of that length, NGX's own, which
        // it keeps.
        unsafe {
            let code = self.discover(feature, |info| {
                (self.instance_extensions)(info, &mut count, &mut list)
            });
            check("GetFeatureInstanceExtensionRequirements", code)?;
            Ok(names(list, count))
        }
    }

    /// The extensions that a feature wants of a device on this adapter.
    pub(super) fn device_extensions(
        &self,
        feature: FeatureId,
        instance: vk::Instance,
        adapter: vk::PhysicalDevice,
    ) -> Result<Vec<CString>, Failure> {
        let _calls = self.calls();
        let (mut count, mut list) = (0, ptr::null_mut());
        // SAFETY: as above; the instance and its adapter are alive.
        unsafe {
            let code = self.discover(feature, |info| {
                (self.device_extensions)(instance, adapter, info, &mut count, &mut list)
            });
            check("GetFeatureDeviceExtensionRequirements", code)?;
            Ok(names(list, count))
        }
    }

    /// Starts NGX on a device.
    ///
    /// # Safety
    /// The handles stay valid until [`Core::shutdown`].
    pub(super) unsafe fn init(&self, handles: &Handles) -> Result<(), Failure> {
        let _calls = self.calls();
        // SAFETY: the strings and the description are valid during the call, the handles are the caller's promise.
        let code = self.with_common(|common| unsafe {
            (self.init)(
                PROJECT.as_ptr(),
                0,
                self.version.as_ptr(),
                self.data_path.as_ptr(),
                handles.instance,
                handles.physical_device,
                handles.device,
                handles.get_instance_proc_addr,
                handles.get_device_proc_addr,
                VERSION,
                common,
            )
        });
        check("Init", code)
    }

    /// Ends NGX on a device, behind all of its features and parameters.
    ///
    /// # Safety
    /// NGX was started on this device, which is still alive.
    pub(super) unsafe fn shutdown(&self, device: vk::Device) {
        let _calls = self.calls();
        // SAFETY: the caller's promise.
        let code = unsafe { (self.shutdown)(device) };
        if let Err(failure) = check("Shutdown1", code) {
            log::warn!("{failure}");
        }
    }

    /// Parameters that say what there is.
    pub(super) fn capabilities(self: &Arc<Self>) -> Result<Parameters, Failure> {
        self.parameters("GetCapabilityParameters", self.capability_parameters)
    }

    /// Parameters without values.
    pub(super) fn allocate(self: &Arc<Self>) -> Result<Parameters, Failure> {
        self.parameters("AllocateParameters", self.allocate_parameters)
    }

    fn parameters(self: &Arc<Self>, call: &'static str, make: MakeParameters) -> Result<Parameters, Failure> {
        let _calls = self.calls();
        let mut object = ptr::null_mut();
        // SAFETY: it writes the address of a new object, or fails.
        let code = unsafe { make(&mut object) };
        check(call, code)?;
        let object = NonNull::new(object).ok_or(Failure { call, code })?;
        // SAFETY: just made, for us.
        Ok(unsafe { Parameters::new(Arc::clone(self), object) })
    }

    pub(super) fn destroy(&self, object: NonNull<Object>) {
        let _calls = self.calls();
        // SAFETY: the object is the library's own, and its owner is being dropped.
        let code = unsafe { (self.destroy_parameters)(object.as_ptr()) };
        if let Err(failure) = check("DestroyParameters", code) {
            log::warn!("{failure}");
        }
    }

    /// Makes a feature. What it needs on the GPU is recorded into `commands`, which have to run before its first frame.
    ///
    /// # Safety
    /// NGX was started on the device, and the command buffer is its and is recording.
    pub(super) unsafe fn create(
        &self,
        device: vk::Device,
        commands: vk::CommandBuffer,
        feature: FeatureId,
        parameters: &Parameters,
    ) -> Result<NonNull<Handle>, Failure> {
        let _calls = self.calls();
        let mut handle = ptr::null_mut();
        // SAFETY: the caller's promise; the parameters are alive.
        let code =
            unsafe { (self.create_feature)(device, commands, feature, parameters.as_ptr(), &mut handle) };
        check("CreateFeature1", code)?;
        NonNull::new(handle).ok_or(Failure {
            call: "CreateFeature1",
            code,
        })
    }

    /// Records a frame of a feature.
    ///
    /// # Safety
    /// The feature is alive, the command buffer is its device's and is recording, and what the parameters name is alive.
    pub(super) unsafe fn evaluate(
        &self,
        commands: vk::CommandBuffer,
        feature: NonNull<Handle>,
        parameters: &Parameters,
    ) -> Result<(), Failure> {
        let _calls = self.calls();
        // SAFETY: the caller's promise; there is no callback.
        let code = unsafe { (self.evaluate)(commands, feature.as_ptr(), parameters.as_ptr(), ptr::null()) };
        check("EvaluateFeature", code)
    }

    /// Ends a feature.
    ///
    /// # Safety
    /// The feature is alive, and the GPU is done with it.
    pub(super) unsafe fn release(&self, feature: NonNull<Handle>) {
        let _calls = self.calls();
        // SAFETY: the caller's promise.
        let code = unsafe { (self.release)(feature.as_ptr()) };
        if let Err(failure) = check("ReleaseFeature", code) {
            log::warn!("{failure}");
        }
    }
}

/// Where NGX may write what it needs to: nobody else's folder, if there is one.
fn own_folder() -> PathBuf {
    let own = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    own.filter(|folder| folder.is_dir())
        .unwrap_or_else(std::env::temp_dir)
}

/// Where Windows keeps the files of its drivers, of which NVIDIA's has this one. The driver that is in use is the one
/// that came last.
#[cfg(windows)]
fn of_the_driver(name: &str) -> Option<PathBuf> {
    let store = Path::new(&std::env::var_os("SystemRoot")?).join(r"System32\DriverStore\FileRepository");
    let packages = std::fs::read_dir(store).ok()?.filter_map(|entry| {
        let package = entry.ok()?.path();
        let is_nvidia = package.file_name()?.to_str()?.to_lowercase().starts_with("nv");
        let file = package.join(name);
        let written = file.metadata().ok()?.modified().ok()?;
        is_nvidia.then_some((written, file))
    });
    packages.max().map(|(_, file)| file)
}

/// Elsewhere the system's loader knows it by its name.
#[cfg(not(windows))]
fn of_the_driver(_name: &str) -> Option<PathBuf> {
    None
}

/// A path as NGX takes it: wide characters, and a 0 at the end.
fn wide(path: &Path) -> Vec<Wide> {
    #[cfg(windows)]
    let characters = std::os::windows::ffi::OsStrExt::encode_wide(path.as_os_str());
    #[cfg(not(windows))]
    let characters = path.to_string_lossy().into_owned();
    #[cfg(not(windows))]
    let characters = characters.chars().map(Wide::from);
    characters.chain([0]).collect()
}

/// # Safety
/// `list` has `count` elements, or none where `count` is 0.
unsafe fn names(list: *const vk::ExtensionProperties, count: u32) -> Vec<CString> {
    if list.is_null() {
        return Vec::new();
    }
    // SAFETY: the caller's promise.
    let list = unsafe { std::slice::from_raw_parts(list, count as usize) };
    list.iter()
        .filter_map(|extension| extension.extension_name_as_c_str().ok())
        .map(CStr::to_owned)
        .collect()
}
