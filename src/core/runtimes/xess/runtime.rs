// SPDX-License-Identifier: GPL-2.0-or-later
//! The library, XeSS on one device, and its contexts.

use std::ffi::{CStr, CString, c_char, c_void};
use std::ptr::{self, NonNull};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ash::vk;

use super::abi::{
    self, ExecuteParams, Extent, Handle, ImageView, InitParams, SUCCESS, Version, flags, meaning,
};
use crate::frame::Size;
use crate::gpu::{self, Handles, Image};
use crate::runtimes::library::Library;
use crate::runtimes::offer::Offer;
use crate::runtimes::search::{Platform, Search, first_good};
use crate::settings::TechnologyId;
use crate::technology::TechnologyError;
use crate::text::{Message, Value};

const FILE: &str = "libxess.dll";

/// The first version that speaks Vulkan.
const FIRST: Version = Version {
    major: 2,
    minor: 0,
    patch: 0,
    reserved: 0,
};

/// A call that failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Failure {
    call: &'static str,
    code: i32,
}

impl Failure {
    fn message(self) -> Message {
        Message::new("Reason.RuntimeCall")
            .with_key("runtime", TechnologyId::Xess.locale_key())
            .with("call", self.call)
            .with("code", self.code.to_string())
            .with_key("meaning", meaning(self.code))
    }

    fn error(self) -> TechnologyError {
        match self.code {
            abi::OUT_OF_MEMORY => TechnologyError::RuntimeMemory(self.message()),
            _ => TechnologyError::Runtime(self.message()),
        }
    }
}

/// Warnings are none here.
fn check(call: &'static str, code: i32) -> Result<(), Failure> {
    if code >= SUCCESS {
        Ok(())
    } else {
        Err(Failure { call, code })
    }
}

/// Calls must not overlap, whichever device they are for.
static CALLS: Mutex<()> = Mutex::new(());

/// The functions of the library. Each is called with the lock held.
struct Functions {
    version: abi::GetVersion,
    instance_extensions: abi::InstanceExtensions,
    device_extensions: abi::DeviceExtensions,
    device_features: abi::DeviceFeatures,
    create: abi::CreateContext,
    optimal_input: abi::OptimalInput,
    init: abi::Init,
    execute: abi::Execute,
    destroy: abi::DestroyContext,
}

impl Functions {
    fn calls(&self) -> MutexGuard<'_, ()> {
        CALLS.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// XeSS as it was found, before there is a device.
pub(in super::super) struct Found(Arc<Functions>);

impl Found {
    /// # Errors
    /// Why it is not there, for the user.
    pub(in super::super) fn find(search: &Search) -> Result<Self, Message> {
        if search.platform != Platform::Windows {
            return Err(Message::new("Reason.RuntimePlatform")
                .with_key("runtime", TechnologyId::Xess.locale_key())
                .with("systems", "Windows"));
        }
        let found = first_good(search.places(FILE), |path| Self::of(&Library::open(path)?));
        found.unwrap_or_else(|| Err(search.missing(Value::Text(FILE.to_owned()))))
    }

    /// # Errors
    /// Why this library cannot be used, for the user.
    fn of(library: &Library) -> Result<Self, Message> {
        // SAFETY: the types are those of XeSS's functions of these names.
        let functions = unsafe {
            Functions {
                version: library.function(c"xessGetVersion")?,
                instance_extensions: library.function(c"xessVKGetRequiredInstanceExtensions")?,
                device_extensions: library.function(c"xessVKGetRequiredDeviceExtensions")?,
                device_features: library.function(c"xessVKGetRequiredDeviceFeatures")?,
                create: library.function(c"xessVKCreateContext")?,
                optimal_input: library.function(c"xessGetOptimalInputResolution")?,
                init: library.function(c"xessVKInit")?,
                execute: library.function(c"xessVKExecute")?,
                destroy: library.function(c"xessDestroyContext")?,
            }
        };
        let mut version = Version::default();
        let code = {
            let _calls = functions.calls();
            // SAFETY: it writes a version.
            unsafe { (functions.version)(&mut version) }
        };
        check("xessGetVersion", code).map_err(Failure::message)?;
        if version < FIRST {
            let text = |version: Version| format!("{}.{}", version.major, version.minor);
            return Err(Message::new("Reason.RuntimeVersion")
                .with("file", library.file())
                .with("found", text(version))
                .with("wanted", text(FIRST)));
        }
        Ok(Self(Arc::new(functions)))
    }

    pub(in super::super) fn instance_extensions(&self) -> Vec<CString> {
        let _calls = self.0.calls();
        let (mut count, mut list, mut version) = (0, ptr::null(), 0);
        // SAFETY: it writes a number, and the address of a list of that length, which it keeps.
        unsafe {
            let code = (self.0.instance_extensions)(&mut count, &mut list, &mut version);
            match check("xessVKGetRequiredInstanceExtensions", code) {
                Ok(()) => names(list, count),
                Err(failure) => {
                    log::warn!("{}", failure.message());
                    Vec::new()
                }
            }
        }
    }

    /// # Errors
    /// That it does not run on this adapter, for the user.
    pub(in super::super) fn device_extensions(
        &self,
        instance: vk::Instance,
        adapter: vk::PhysicalDevice,
    ) -> Result<Vec<CString>, Message> {
        let _calls = self.0.calls();
        let (mut count, mut list) = (0, ptr::null());
        // SAFETY: the two are alive; it writes a number, and the address of a list of that length, which it keeps.
        unsafe {
            let code = (self.0.device_extensions)(instance, adapter, &mut count, &mut list);
            check("xessVKGetRequiredDeviceExtensions", code).map_err(Failure::message)?;
            Ok(names(list, count))
        }
    }

    /// Adds the features that it needs.
    ///
    /// # Safety
    /// As [`gpu::Guests::add_features`].
    pub(in super::super) unsafe fn add_features(
        &self,
        instance: vk::Instance,
        adapter: vk::PhysicalDevice,
        chain: *mut c_void,
    ) -> *mut c_void {
        let _calls = self.0.calls();
        let mut features = chain;
        // SAFETY: the chain is a writable one of features (the caller's promise). What XeSS adds to it is its own, which
        // it keeps.
        let code = unsafe { (self.0.device_features)(instance, adapter, &mut features) };
        if let Err(failure) = check("xessVKGetRequiredDeviceFeatures", code) {
            log::warn!("{}", failure.message());
        }
        if features.is_null() { chain } else { features }
    }

    /// Starts it on the device.
    ///
    /// # Errors
    /// What fails, for the user.
    pub(in super::super) fn start(
        self,
        device: &wgpu::Device,
        handles: Handles,
    ) -> Result<Arc<Xess>, Message> {
        let context = Raw::create(&self.0, device, handles).map_err(Failure::message)?;
        Ok(Arc::new(Xess {
            asked: context,
            functions: self.0,
            handles,
            device: device.clone(),
        }))
    }
}

/// XeSS on a device.
pub(crate) struct Xess {
    /// A context that is only asked.
    asked: Raw,
    functions: Arc<Functions>,
    handles: Handles,
    device: wgpu::Device,
}

impl Xess {
    /// What it offers for an output size, the quality with the largest input first. The ratios depend on its version.
    ///
    /// # Errors
    /// Why it does not tell, for the user.
    pub(crate) fn qualities(&self, output: Size) -> Result<Vec<Offer>, Message> {
        let _calls = self.functions.calls();
        let quality = |number: i32| -> Result<Option<Offer>, Failure> {
            let output = extent(output);
            let [mut best, mut least, mut most] = [Extent::default(); 3];
            // SAFETY: the context is alive; it writes three sizes.
            let code = unsafe {
                (self.functions.optimal_input)(
                    self.asked.handle.as_ptr(),
                    &output,
                    number,
                    &mut best,
                    &mut least,
                    &mut most,
                )
            };
            check("xessGetOptimalInputResolution", code)?;
            let [best, least, most] = [best, least, most].map(|size| Size::new(size.width, size.height));
            let bound = |size: Size| if size.is_empty() { best } else { size };
            Ok((!best.is_empty()).then_some(Offer {
                number,
                best,
                range: [bound(least), bound(most)],
            }))
        };
        Offer::of(abi::QUALITIES, quality).map_err(Failure::message)
    }

    /// Makes a context for a job.
    ///
    /// # Errors
    /// What fails.
    pub(crate) fn create(&self, output: Size, quality: Offer) -> Result<Context, TechnologyError> {
        let raw = Raw::create(&self.functions, &self.device, self.handles).map_err(Failure::error)?;
        let params = InitParams {
            output: extent(output),
            quality: quality.number,
            flags: flags::MOTION_OF_OUTPUT_SIZE | flags::RESPONSIVE_MASK | flags::STANDARD_RANGE,
            creation_nodes: 1,
            visible_nodes: 1,
            buffer_heap: vk::DeviceMemory::null(),
            buffer_offset: 0,
            texture_heap: vk::DeviceMemory::null(),
            texture_offset: 0,
            pipeline_cache: vk::PipelineCache::null(),
        };
        {
            let _calls = self.functions.calls();
            // SAFETY: the context is alive and was not initialised before.
            let code = unsafe { (self.functions.init)(raw.handle.as_ptr(), &params) };
            check("xessVKInit", code).map_err(Failure::error)?;
        }
        Ok(Context(raw))
    }
}

/// A context, ended when it is dropped, after the GPU is done with it.
struct Raw {
    handle: NonNull<Handle>,
    functions: Arc<Functions>,
    /// Keeps the handles valid that it was made with.
    device: wgpu::Device,
}

// SAFETY: XeSS binds nothing to a thread, and the lock keeps calls apart.
unsafe impl Send for Raw {}
// SAFETY: as above.
unsafe impl Sync for Raw {}

impl Raw {
    fn create(functions: &Arc<Functions>, device: &wgpu::Device, handles: Handles) -> Result<Self, Failure> {
        let _calls = functions.calls();
        let call = "xessVKCreateContext";
        let mut handle = ptr::null_mut();
        // SAFETY: the handles are those of a device that is alive and is kept.
        let code = unsafe {
            (functions.create)(
                handles.instance,
                handles.physical_device,
                handles.device,
                &mut handle,
            )
        };
        check(call, code)?;
        Ok(Self {
            handle: NonNull::new(handle).ok_or(Failure { call, code })?,
            functions: Arc::clone(functions),
            device: device.clone(),
        })
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        if !gpu::wait_idle(&self.device) {
            // What a GPU that hangs still uses must stay, and the device with it.
            std::mem::forget(self.device.clone());
            log::warn!("an XeSS context is left behind: the GPU does not answer");
            return;
        }
        let _calls = self.functions.calls();
        // SAFETY: the context is alive, and the GPU has finished all that was submitted.
        let code = unsafe { (self.functions.destroy)(self.handle.as_ptr()) };
        if let Err(failure) = check("xessDestroyContext", code) {
            log::warn!("{}", failure.message());
        }
    }
}

/// One job's XeSS. Dropping it waits for the GPU.
pub(crate) struct Context(Raw);

/// A frame for XeSS.
pub(crate) struct Frame {
    pub(crate) color: Image,
    pub(crate) output: Image,
    pub(crate) motion: Image,
    /// Where the past is not to be trusted.
    pub(crate) mask: Image,
    /// Whether nothing of the frames before is to be used.
    pub(crate) reset: bool,
}

impl Context {
    /// Records a frame.
    ///
    /// # Errors
    /// What fails, for the user.
    pub(crate) fn execute(&self, frame: &Frame) -> Result<wgpu::CommandBuffer, Message> {
        let Raw {
            handle,
            functions,
            device,
        } = &self.0;
        let none = Extent::default();
        let params = ExecuteParams {
            color: image_view(&frame.color),
            motion: image_view(&frame.motion),
            depth: ImageView::default(),
            exposure: ImageView::default(),
            mask: image_view(&frame.mask),
            output: image_view(&frame.output),
            jitter: [0.0; 2],
            exposure_scale: 1.0,
            reset: u32::from(frame.reset),
            input: extent(frame.color.size),
            color_base: none,
            motion_base: none,
            depth_base: none,
            mask_base: none,
            reserved: none,
            output_base: none,
        };
        let recorded = gpu::commands(device, "XeSS frame", |commands| {
            let _calls = functions.calls();
            // SAFETY: the context is alive and of this device, whose command buffer this is; the textures live as long
            // as their owner keeps this context.
            let code = unsafe { (functions.execute)(handle.as_ptr(), commands, &params) };
            check("xessVKExecute", code).map_err(Failure::error)
        });
        let ((), commands) = recorded.map_err(|error| error.message())?;
        Ok(commands)
    }
}

fn extent(size: Size) -> Extent {
    Extent {
        width: size.width,
        height: size.height,
    }
}

fn image_view(image: &Image) -> ImageView {
    ImageView {
        view: image.view,
        image: image.image,
        range: vk::ImageSubresourceRange::default()
            .aspect_mask(vk::ImageAspectFlags::COLOR)
            .level_count(1)
            .layer_count(1),
        format: image.format,
        width: image.size.width,
        height: image.size.height,
    }
}

/// # Safety
/// `list` has `count` strings, or none where `count` is 0.
unsafe fn names(list: *const *const c_char, count: u32) -> Vec<CString> {
    if list.is_null() {
        return Vec::new();
    }
    // SAFETY: the caller's promise.
    let list = unsafe { std::slice::from_raw_parts(list, count as usize) };
    list.iter()
        .filter(|name| !name.is_null())
        // SAFETY: each is a string (the caller's promise).
        .map(|name| unsafe { CStr::from_ptr(*name) }.to_owned())
        .collect()
}
