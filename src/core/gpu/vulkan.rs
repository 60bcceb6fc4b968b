// SPDX-License-Identifier: GPL-2.0-or-later
//! Where wgpu's own interface ends: device UUIDs and device extensions, through wgpu-hal and ash.

use std::ffi::CStr;

use ash::{khr, vk};
use wgpu::hal::api::Vulkan;

use super::{GpuError, Sharing};

/// A connection to the Vulkan loader without those of window systems: nothing is ever shown by this device. With them
/// Mesa connects to the desktop to choose an order of adapters, and complains on stderr where there is none. `None`
/// where there is no Vulkan.
pub(super) fn instance(flags: wgpu::InstanceFlags) -> Option<wgpu::Instance> {
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
    };
    // SAFETY: the callback leaves out extensions that only the making of surfaces needs, which no code of ours asks
    // for; `VK_KHR_surface`, on which wgpu's device extensions build, stays.
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

/// Opens the adapter's device with the extensions for sharing memory and semaphores with other APIs, as far as
/// it has them. Windows' handles would be asked for here in the same way (`VK_KHR_external_*_win32`).
pub(super) fn open(
    adapter: &wgpu::Adapter,
    desc: &wgpu::DeviceDescriptor<'_>,
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
    let enable = |args: wgpu::hal::vulkan::CreateDeviceCallbackArgs<'_, '_, '_>| {
        for (_, name) in wanted.iter().filter(|(supported, _)| *supported) {
            if !args.extensions.contains(name) {
                args.extensions.push(name);
            }
        }
    };
    // SAFETY: the features and limits are a subset of the adapter's own (see the caller); the callback only adds
    // extensions that this physical device lists and that need no feature or other extension of Vulkan 1.1.
    let open = unsafe {
        hal.open_with_callback(
            desc.required_features,
            &desc.required_limits,
            &desc.memory_hints,
            Some(Box::new(enable)),
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

fn speaks_1_1(adapter: &wgpu::hal::vulkan::Adapter) -> bool {
    let instance_version = adapter.shared_instance().instance_api_version();
    let device_version = adapter.physical_device_capabilities().properties().api_version;
    instance_version.min(device_version) >= vk::API_VERSION_1_1
}
