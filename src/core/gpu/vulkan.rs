// SPDX-License-Identifier: GPL-2.0-or-later
//! Where wgpu's own interface ends: device UUIDs and device extensions, through wgpu-hal and ash.

use std::ffi::{CStr, c_void};
use std::ptr;

use ash::{khr, vk};
use wgpu::hal::api::Vulkan;

use super::{GpuError, Guests, Sharing};
use crate::frame::Size;

/// A connection to the Vulkan loader without those of window systems: nothing is ever shown by this device. With them
/// Mesa connects to the desktop to choose an order of adapters, and complains on stderr where there is none. With those
/// of `extensions` that the loader has. `None` where there is no Vulkan, or where it refuses them.
pub(super) fn instance(flags: wgpu::InstanceFlags, extensions: &[&'static CStr]) -> Option<wgpu::Instance> {
    let desc = wgpu::hal::InstanceDescriptor {
        name: "nu-scaler",
        flags,
        memory_budget_thresholds: wgpu::MemoryBudgetThresholds::default(),
        backend_options: wgpu::BackendOptions::default(),
        telemetry: None,
        display: None,
    };
    let leave_out_windows = |args: wgpu::hal::vulkan::CreateInstanceCallbackArgs<'_, '_, '_>| {
        let windows = [
            khr::wayland_surface::NAME,
            khr::xcb_surface::NAME,
            khr::xlib_surface::NAME,
        ];
        args.extensions.retain(|name| !windows.contains(name));
        // SAFETY: the loader is alive. What it does not list is not asked for.
        let listed = unsafe { args.entry.enumerate_instance_extension_properties(None) };
        let listed = listed.unwrap_or_default();
        let has = |name: &CStr| {
            let mut names = listed
                .iter()
                .map(vk::ExtensionProperties::extension_name_as_c_str);
            names.any(|listed| listed == Ok(name))
        };
        for name in extensions {
            if has(name) && !args.extensions.contains(name) {
                args.extensions.push(name);
            }
        }
    };
    // SAFETY: the callback leaves out extensions that only the making of surfaces needs, which no code of ours asks
    // for; `VK_KHR_surface`, on which wgpu's device extensions build, stays. It adds what the loader has.
    let made =
        unsafe { wgpu::hal::vulkan::Instance::init_with_callback(&desc, Some(Box::new(leave_out_windows))) };
    let instance = made.inspect_err(|error| log::debug!("no Vulkan: {error}")).ok()?;
    // SAFETY: just made, and given away.
    Some(unsafe { wgpu::Instance::from_hal::<Vulkan>(instance) })
}

/// The device's and the driver's UUID (`VkPhysicalDeviceIDProperties`), where instance and device speak Vulkan 1.1.
pub(super) fn uuids(adapter: &wgpu::Adapter) -> Option<([u8; 16], [u8; 16])> {
    // SAFETY: nothing of the hal adapter is destroyed; it is only asked for properties.
    let adapter = unsafe { adapter.as_hal::<Vulkan>() }?;
    if !speaks_1_1(&adapter) {
        return None;
    }
    let mut ids = vk::PhysicalDeviceIDProperties::default();
    let mut properties = vk::PhysicalDeviceProperties2::default().push_next(&mut ids);
    // SAFETY: the physical device belongs to this instance, the call and the chained structure are core in
    // Vulkan 1.1, which both were just seen to have.
    unsafe {
        adapter
            .shared_instance()
            .raw_instance()
            .get_physical_device_properties2(adapter.raw_physical_device(), &mut properties);
    }
    Some((ids.device_uuid, ids.driver_uuid))
}

/// The handles of an adapter.
pub(crate) fn adapter_handles(adapter: &wgpu::Adapter) -> Option<(vk::Instance, vk::PhysicalDevice)> {
    // SAFETY: nothing of the hal adapter is destroyed.
    let hal = unsafe { adapter.as_hal::<Vulkan>() }?;
    let instance = hal.shared_instance().raw_instance().handle();
    Some((instance, hal.raw_physical_device()))
}

/// Whether the adapter has a device extension.
pub(crate) fn supports_extension(adapter: &wgpu::Adapter, name: &CStr) -> bool {
    // SAFETY: nothing of the hal adapter is destroyed.
    let hal = unsafe { adapter.as_hal::<Vulkan>() };
    hal.is_some_and(|hal| hal.physical_device_capabilities().supports_extension(name))
}

/// Opens the adapter's device with the extensions for sharing memory and semaphores with other APIs, as far as
/// it has them, and with what `guests` want. Windows' handles would be asked for here in the same way
/// (`VK_KHR_external_*_win32`).
pub(super) fn open(
    adapter: &wgpu::Adapter,
    desc: &wgpu::DeviceDescriptor<'_>,
    guests: Option<&dyn Guests>,
) -> Result<(wgpu::Device, wgpu::Queue, Sharing), GpuError> {
    // SAFETY: nothing of the hal adapter is destroyed; it only opens a device.
    let hal = unsafe { adapter.as_hal::<Vulkan>() }.ok_or(GpuError::NoVulkan)?;
    // Both extensions build on others that are part of Vulkan 1.1.
    let supported =
        |name: &CStr| speaks_1_1(&hal) && hal.physical_device_capabilities().supports_extension(name);
    let sharing = Sharing {
        memory_fd: supported(khr::external_memory_fd::NAME),
        semaphore_fd: supported(khr::external_semaphore_fd::NAME),
    };
    let wanted = [
        (sharing.memory_fd, khr::external_memory_fd::NAME),
        (sharing.semaphore_fd, khr::external_semaphore_fd::NAME),
    ];
    let mut extensions = hal.required_device_extensions(desc.required_features);
    let shared = wanted
        .iter()
        .filter(|(supported, _)| *supported)
        .map(|(_, name)| *name);
    let of_guests = guests.into_iter().flat_map(Guests::device_extensions).copied();
    for name in shared.chain(of_guests) {
        if !extensions.contains(&name) {
            extensions.push(name);
        }
    }
    // SAFETY: the features and limits are a subset of the adapter's own (see the caller); the extensions are wgpu's and
    // others that this physical device lists. What else those of guests need, they have added to the features.
    let open = unsafe {
        let device = create_device(&hal, desc, &extensions, guests)?;
        hal.device_from_raw(
            device,
            None,
            &extensions,
            desc.required_features,
            &desc.required_limits,
            &desc.memory_hints,
            QUEUE_FAMILY,
            0,
        )
    };
    let open = open.map_err(|error| match error {
        wgpu::hal::DeviceError::OutOfMemory => GpuError::OutOfMemory,
        other => GpuError::DeviceCreation(other.to_string()),
    })?;
    // SAFETY: the hal device was just made from this very adapter with the features that `desc` names.
    let made = unsafe { adapter.create_device_from_hal(open, desc) };
    let (device, queue) = made.map_err(|error| GpuError::DeviceCreation(error.to_string()))?;
    Ok((device, queue, sharing))
}

/// The family of wgpu's queue.
const QUEUE_FAMILY: u32 = 0;

/// Makes the device as wgpu would, and with the features that guests add.
///
/// # Safety
/// The features of `desc` are the adapter's, which lists the extensions.
unsafe fn create_device(
    adapter: &wgpu::hal::vulkan::Adapter,
    desc: &wgpu::DeviceDescriptor<'_>,
    extensions: &[&'static CStr],
    guests: Option<&dyn Guests>,
) -> Result<ash::Device, GpuError> {
    let instance = adapter.shared_instance().raw_instance();
    let physical = adapter.raw_physical_device();
    let names: Vec<_> = extensions.iter().map(|name| name.as_ptr()).collect();
    let queues = [vk::DeviceQueueCreateInfo::default()
        .queue_family_index(QUEUE_FAMILY)
        .queue_priorities(&[1.0])];
    let mut features = adapter.physical_device_features(extensions, desc.required_features);
    let info = vk::DeviceCreateInfo::default()
        .queue_create_infos(&queues)
        .enabled_extension_names(&names);
    let mut info = features.add_to_device_create(info);
    let mut core = vk::PhysicalDeviceFeatures2::default();
    if let Some(guests) = guests.filter(|guests| guests.have_features()) {
        // Guests look for the basic features in the chain too, where Vulkan takes them just as well.
        // SAFETY: wgpu has put the address of its features there, which are alive.
        core.features = unsafe { *info.p_enabled_features };
        core.p_next = info.p_next.cast_mut();
        info.p_enabled_features = ptr::null();
        let chain = ptr::from_mut(&mut core).cast::<c_void>();
        // SAFETY: the chain is one of features, all of it writable: wgpu's structures and the one above.
        info.p_next = unsafe { guests.add_features(instance.handle(), physical, chain) };
    }
    // SAFETY: all that the description points to is alive; the rest is the caller's promise.
    unsafe { instance.create_device(physical, &info, None) }.map_err(|error| match error {
        vk::Result::ERROR_OUT_OF_HOST_MEMORY | vk::Result::ERROR_OUT_OF_DEVICE_MEMORY => {
            GpuError::OutOfMemory
        }
        other => GpuError::DeviceCreation(other.to_string()),
    })
}

/// The handles of a device, for those that work on it beside wgpu. Valid as long as the device is.
#[derive(Clone, Copy)]
pub(crate) struct Handles {
    pub(crate) instance: vk::Instance,
    pub(crate) physical_device: vk::PhysicalDevice,
    pub(crate) device: vk::Device,
    pub(crate) get_instance_proc_addr: vk::PFN_vkGetInstanceProcAddr,
    pub(crate) get_device_proc_addr: vk::PFN_vkGetDeviceProcAddr,
}

/// The handles of a device.
pub(super) fn handles(device: &wgpu::Device) -> Option<Handles> {
    // SAFETY: nothing of the hal device is destroyed.
    let hal = unsafe { device.as_hal::<Vulkan>() }?;
    let shared = hal.shared_instance();
    Some(Handles {
        instance: shared.raw_instance().handle(),
        physical_device: hal.raw_physical_device(),
        device: hal.raw_device().handle(),
        get_instance_proc_addr: shared.entry().static_fn().get_instance_proc_addr,
        get_device_proc_addr: shared.raw_instance().fp_v1_0().get_device_proc_addr,
    })
}

/// A texture's handles, and what belongs to them. Valid as long as the texture is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Image {
    pub(crate) image: vk::Image,
    pub(crate) view: vk::ImageView,
    pub(crate) format: vk::Format,
    pub(crate) size: Size,
}

impl Image {
    /// The handles of a texture with one view over all of it. `None` for formats that only wgpu works on.
    pub(crate) fn of(view: &wgpu::TextureView) -> Option<Self> {
        let texture = view.texture();
        let format = match texture.format() {
            wgpu::TextureFormat::Rgba8Unorm => vk::Format::R8G8B8A8_UNORM,
            wgpu::TextureFormat::Rgba16Float => vk::Format::R16G16B16A16_SFLOAT,
            wgpu::TextureFormat::Rg32Float => vk::Format::R32G32_SFLOAT,
            wgpu::TextureFormat::R32Float => vk::Format::R32_SFLOAT,
            _ => return None,
        };
        // SAFETY: the handles are handed on, and nothing of them is destroyed.
        let (image, view) = unsafe {
            let image = texture.as_hal::<Vulkan>()?.raw_handle();
            (image, view.as_hal::<Vulkan>()?.raw_handle())
        };
        Some(Self {
            image,
            view,
            format,
            size: Size::new(texture.width(), texture.height()),
        })
    }
}

/// Commands that `record` records with Vulkan itself, to be submitted among wgpu's. All that runs before them is over
/// when they begin, and they are over when what is behind them begins.
///
/// # Errors
/// `record`'s, or [`GpuError::Lost`].
pub(crate) fn commands<T, E: From<GpuError>>(
    device: &wgpu::Device,
    label: &str,
    record: impl FnOnce(vk::CommandBuffer) -> Result<T, E>,
) -> Result<(T, wgpu::CommandBuffer), E> {
    let lost = || GpuError::Lost("no commands can be recorded".into());
    let raw = {
        // SAFETY: nothing of the hal device is destroyed.
        let hal = unsafe { device.as_hal::<Vulkan>() }.ok_or_else(lost)?;
        hal.raw_device().clone()
    };
    let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor { label: Some(label) });
    // Nobody knows what the commands read and write, and in which stages.
    let everything = vk::AccessFlags::MEMORY_READ | vk::AccessFlags::MEMORY_WRITE;
    let barrier = [vk::MemoryBarrier::default()
        .src_access_mask(everything)
        .dst_access_mask(everything)];
    // SAFETY: the command buffer is recording, outside of a render pass; the encoder is used for nothing else.
    let recorded = unsafe {
        encoder.as_hal_mut::<Vulkan, _, _>(|encoder| {
            let commands = encoder?.raw_handle();
            let separate = || {
                raw.cmd_pipeline_barrier(
                    commands,
                    vk::PipelineStageFlags::ALL_COMMANDS,
                    vk::PipelineStageFlags::ALL_COMMANDS,
                    vk::DependencyFlags::empty(),
                    &barrier,
                    &[],
                    &[],
                );
            };
            separate();
            let recorded = record(commands);
            separate();
            Some(recorded)
        })
    };
    let recorded = recorded.ok_or_else(lost)??;
    Ok((recorded, encoder.finish()))
}

fn speaks_1_1(adapter: &wgpu::hal::vulkan::Adapter) -> bool {
    let instance_version = adapter.shared_instance().instance_api_version();
    let device_version = adapter.physical_device_capabilities().properties().api_version;
    instance_version.min(device_version) >= vk::API_VERSION_1_1
}
