// SPDX-License-Identifier: GPL-2.0-or-later
//! Where wgpu's own interface ends: device UUIDs and device extensions, through wgpu-hal and ash.

use std::ffi::CStr;

use ash::{khr, vk};
use wgpu::hal::api::Vulkan;

use super::{GpuError, Sharing};

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
