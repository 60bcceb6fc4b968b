// SPDX-License-Identifier: GPL-2.0-or-later

//! Vulkan's side of the sharing: an image whose memory is exported, as a wgpu texture.

use std::os::fd::{FromRawFd, OwnedFd};
use std::sync::Arc;

use ash::vk;
use nu_scaler_core::frame::{PixelFormat, Size};
use nu_scaler_core::gpu::{Gpu, GpuError};
use wgpu::hal;
use wgpu::hal::api::Vulkan;

use super::gl::ExportedImage;
use super::sync::VkSemaphores;
use crate::error::{ExchangeError, Unavailable};
use crate::frame::USAGE;

const HANDLE: vk::ExternalMemoryHandleTypeFlags = vk::ExternalMemoryHandleTypeFlags::OPAQUE_FD;

/// An image that belongs to OpenGL and to wgpu.
pub(super) struct SharedImage {
    /// For wgpu. The image and its memory are freed when wgpu's last use of it has ended.
    pub(super) texture: wgpu::Texture,
    /// The image inside, valid as long as `texture` is.
    pub(super) raw: vk::Image,
}

/// How the image is made, once for the question whether it can be and once for the deed.
struct Recipe {
    format: vk::Format,
    flags: vk::ImageCreateFlags,
    /// The formats of views; empty where it is the image's own only.
    views: &'static [vk::Format],
    usage: vk::ImageUsageFlags,
}

impl Recipe {
    fn new(format: PixelFormat) -> Result<Self, Unavailable> {
        let usage = vk::ImageUsageFlags::TRANSFER_SRC
            | vk::ImageUsageFlags::TRANSFER_DST
            | vk::ImageUsageFlags::SAMPLED
            | vk::ImageUsageFlags::STORAGE
            | vk::ImageUsageFlags::COLOR_ATTACHMENT;
        match format {
            // OpenGL's texture is SRGB8_ALPHA8, so this is the image; wgpu uses the stored bytes
            // through UNORM views. EXTENDED_USAGE: sRGB formats have no storage, UNORM views do.
            PixelFormat::Rgba8 => Ok(Self {
                format: vk::Format::R8G8B8A8_SRGB,
                flags: vk::ImageCreateFlags::MUTABLE_FORMAT | vk::ImageCreateFlags::EXTENDED_USAGE,
                views: &[vk::Format::R8G8B8A8_UNORM, vk::Format::R8G8B8A8_SRGB],
                usage,
            }),
            PixelFormat::Rgba16Float => Ok(Self {
                format: vk::Format::R16G16B16A16_SFLOAT,
                flags: vk::ImageCreateFlags::empty(),
                views: &[],
                usage,
            }),
            PixelFormat::Bgra8 | PixelFormat::Rgb10a2 | PixelFormat::Rgba32Float => Err(Unavailable::Format),
        }
    }
}

/// Makes an image of which the memory is exported.
///
/// `keep` lives as long as the image: semaphores may not be destroyed while a submission that uses
/// them runs, and such a submission uses the images as well.
pub(super) fn create(
    gpu: &Gpu,
    label: &'static str,
    size: Size,
    format: PixelFormat,
    keep: Option<Arc<VkSemaphores>>,
) -> Result<(SharedImage, ExportedImage), ExchangeError> {
    // SAFETY: the device's handle is used, never destroyed.
    let device = unsafe { gpu.device().as_hal::<Vulkan>() }.ok_or(GpuError::NoVulkan)?;
    let instance = device.shared_instance();
    let recipe = Recipe::new(format)?;
    let dedicated = exportable(instance, &device, &recipe, size)?;

    let raw = RawImage::new(instance.raw_instance(), &device, &recipe, size, dedicated, keep)?;
    let fd = export(instance.raw_instance(), &device, raw.memory)?;
    let exported = ExportedImage {
        fd,
        bytes: raw.bytes,
        dedicated: raw.dedicated,
    };

    let extent = wgpu::Extent3d {
        width: size.width,
        height: size.height,
        depth_or_array_layers: 1,
    };
    let image = raw.image;
    let description = hal::TextureDescriptor {
        label: Some(label),
        size: extent,
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format: format.texture_format(),
        usage: wgpu::TextureUses::COPY_SRC
            | wgpu::TextureUses::COPY_DST
            | wgpu::TextureUses::RESOURCE
            | wgpu::TextureUses::STORAGE_READ_ONLY
            | wgpu::TextureUses::STORAGE_WRITE_ONLY
            | wgpu::TextureUses::STORAGE_READ_WRITE
            | wgpu::TextureUses::COLOR_TARGET,
        memory_flags: hal::MemoryFlags::empty(),
        view_formats: vec![],
    };
    // SAFETY: the image was made on this device as the description says, but for the sRGB format,
    // of which it has UNORM views. It lives until the callback drops it.
    let texture = unsafe {
        device.texture_from_raw(
            image,
            &description,
            Some(Box::new(move || drop(raw))),
            hal::vulkan::TextureMemory::External,
        )
    };
    drop(device);
    // SAFETY: the texture was made from this device, as described; nothing has used the image, so
    // its state is UNINITIALIZED.
    let texture = unsafe {
        gpu.device().create_texture_from_hal::<Vulkan>(
            texture,
            &wgpu::TextureDescriptor {
                label: Some(label),
                size: extent,
                mip_level_count: 1,
                sample_count: 1,
                dimension: wgpu::TextureDimension::D2,
                format: format.texture_format(),
                usage: USAGE,
                view_formats: &[],
            },
            wgpu::TextureUses::UNINITIALIZED,
        )
    };
    Ok((SharedImage { texture, raw: image }, exported))
}

/// Asks whether such images can be exported at this size, and whether only with dedicated memory.
fn exportable(
    instance: &hal::vulkan::InstanceShared,
    device: &hal::vulkan::Device,
    recipe: &Recipe,
    size: Size,
) -> Result<bool, ExchangeError> {
    if instance.instance_api_version() < vk::API_VERSION_1_1 {
        return Err(Unavailable::VulkanExtension("VK_KHR_external_memory_capabilities").into());
    }
    let mut external_info = vk::PhysicalDeviceExternalImageFormatInfo::default().handle_type(HANDLE);
    let mut views = vk::ImageFormatListCreateInfo::default().view_formats(recipe.views);
    let mut info = vk::PhysicalDeviceImageFormatInfo2::default()
        .format(recipe.format)
        .ty(vk::ImageType::TYPE_2D)
        .tiling(vk::ImageTiling::OPTIMAL)
        .usage(recipe.usage)
        .flags(recipe.flags)
        .push_next(&mut external_info);
    if lists_view_formats(instance.raw_instance(), device, recipe) {
        info = info.push_next(&mut views);
    }
    let mut external = vk::ExternalImageFormatProperties::default();
    let mut properties = vk::ImageFormatProperties2::default().push_next(&mut external);
    // SAFETY: the physical device is the instance's, the chains are valid for this call, and the
    // instance has the version that brought it.
    unsafe {
        instance
            .raw_instance()
            .get_physical_device_image_format_properties2(
                device.raw_physical_device(),
                &info,
                &mut properties,
            )
    }
    .map_err(|error| match error {
        vk::Result::ERROR_FORMAT_NOT_SUPPORTED => Unavailable::Format.into(),
        error => ExchangeError::call("vkGetPhysicalDeviceImageFormatProperties2", error),
    })?;
    let extent = properties.image_format_properties.max_extent;
    if size.width > extent.width || size.height > extent.height {
        return Err(ExchangeError::Size {
            size,
            limit: extent.width.min(extent.height),
        });
    }
    let features = external.external_memory_properties.external_memory_features;
    if !features.contains(vk::ExternalMemoryFeatureFlags::EXPORTABLE) {
        return Err(Unavailable::Format.into());
    }
    Ok(features.contains(vk::ExternalMemoryFeatureFlags::DEDICATED_ONLY))
}

/// Whether the list of view formats can be given: drivers may then keep the image compressed.
fn lists_view_formats(instance: &ash::Instance, device: &hal::vulkan::Device, recipe: &Recipe) -> bool {
    // SAFETY: the physical device is the instance's.
    let properties = unsafe { instance.get_physical_device_properties(device.raw_physical_device()) };
    !recipe.views.is_empty()
        && (properties.api_version >= vk::API_VERSION_1_2
            || device
                .enabled_device_extensions()
                .contains(&ash::khr::image_format_list::NAME))
}

/// An image and its memory, freed when dropped. `bytes` and `dedicated` are the allocation's.
struct RawImage {
    device: ash::Device,
    image: vk::Image,
    memory: vk::DeviceMemory,
    bytes: u64,
    dedicated: bool,
    _keep: Option<Arc<VkSemaphores>>,
}

impl RawImage {
    fn new(
        instance: &ash::Instance,
        device: &hal::vulkan::Device,
        recipe: &Recipe,
        size: Size,
        dedicated_only: bool,
        keep: Option<Arc<VkSemaphores>>,
    ) -> Result<Self, ExchangeError> {
        let raw = device.raw_device();
        let mut external = vk::ExternalMemoryImageCreateInfo::default().handle_types(HANDLE);
        let mut views = vk::ImageFormatListCreateInfo::default().view_formats(recipe.views);
        let mut info = vk::ImageCreateInfo::default()
            .flags(recipe.flags)
            .image_type(vk::ImageType::TYPE_2D)
            .format(recipe.format)
            .extent(vk::Extent3D {
                width: size.width,
                height: size.height,
                depth: 1,
            })
            .mip_levels(1)
            .array_layers(1)
            .samples(vk::SampleCountFlags::TYPE_1)
            .tiling(vk::ImageTiling::OPTIMAL)
            .usage(recipe.usage)
            .sharing_mode(vk::SharingMode::EXCLUSIVE)
            .initial_layout(vk::ImageLayout::UNDEFINED)
            .push_next(&mut external);
        if lists_view_formats(instance, device, recipe) {
            info = info.push_next(&mut views);
        }
        // SAFETY: the driver has confirmed that it makes such images.
        let image =
            unsafe { raw.create_image(&info, None) }.map_err(|error| failed("vkCreateImage", error))?;
        // From here on dropping it frees what there is; a null memory is ignored.
        let mut this = Self {
            device: raw.clone(),
            image,
            memory: vk::DeviceMemory::null(),
            bytes: 0,
            dedicated: false,
            _keep: keep,
        };

        let mut wants = vk::MemoryDedicatedRequirements::default();
        let mut requirements = vk::MemoryRequirements2::default().push_next(&mut wants);
        let question = vk::ImageMemoryRequirementsInfo2::default().image(image);
        // SAFETY: the image is live; Vulkan 1.1, which was checked, has the function.
        unsafe { raw.get_image_memory_requirements2(&question, &mut requirements) };
        let requirements = requirements.memory_requirements;
        this.bytes = requirements.size;
        this.dedicated = dedicated_only
            || wants.requires_dedicated_allocation == vk::TRUE
            || wants.prefers_dedicated_allocation == vk::TRUE;

        // SAFETY: the physical device is the instance's.
        let types = unsafe { instance.get_physical_device_memory_properties(device.raw_physical_device()) };
        let kind = memory_type(types.memory_types_as_slice(), requirements.memory_type_bits)
            .ok_or(Unavailable::Format)?;
        let mut export = vk::ExportMemoryAllocateInfo::default().handle_types(HANDLE);
        let mut dedicated = vk::MemoryDedicatedAllocateInfo::default().image(image);
        let mut info = vk::MemoryAllocateInfo::default()
            .allocation_size(requirements.size)
            .memory_type_index(kind)
            .push_next(&mut export);
        if this.dedicated {
            info = info.push_next(&mut dedicated);
        }
        // SAFETY: size and type are what the image requires.
        this.memory =
            unsafe { raw.allocate_memory(&info, None) }.map_err(|error| failed("vkAllocateMemory", error))?;
        // SAFETY: neither was bound before, and the offset fits every alignment.
        unsafe { raw.bind_image_memory(image, this.memory, 0) }
            .map_err(|error| failed("vkBindImageMemory", error))?;
        Ok(this)
    }
}

impl Drop for RawImage {
    fn drop(&mut self) {
        // SAFETY: either nothing has used them yet, or wgpu says that its last use has ended, and
        // then its device is still alive. OpenGL holds the memory by an import of its own.
        unsafe {
            self.device.destroy_image(self.image, None);
            self.device.free_memory(self.memory, None);
        }
    }
}

/// The GPU's own memory where the image may live there, else any that it may live in.
fn memory_type(types: &[vk::MemoryType], allowed: u32) -> Option<u32> {
    let find = |wanted: vk::MemoryPropertyFlags| {
        (0u32..)
            .zip(types)
            .find(|(index, kind)| allowed & (1 << index) != 0 && kind.property_flags.contains(wanted))
            .map(|(index, _)| index)
    };
    find(vk::MemoryPropertyFlags::DEVICE_LOCAL).or_else(|| find(vk::MemoryPropertyFlags::empty()))
}

fn export(
    instance: &ash::Instance,
    device: &hal::vulkan::Device,
    memory: vk::DeviceMemory,
) -> Result<OwnedFd, ExchangeError> {
    let functions = ash::khr::external_memory_fd::Device::new(instance, device.raw_device());
    let info = vk::MemoryGetFdInfoKHR::default()
        .memory(memory)
        .handle_type(HANDLE);
    // SAFETY: the memory was allocated for export as this type; the extension is enabled, which
    // the caller has checked.
    let fd = unsafe { functions.get_memory_fd(&info) }.map_err(|error| failed("vkGetMemoryFdKHR", error))?;
    // SAFETY: a new descriptor, which is ours.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

pub(super) fn failed(call: &'static str, error: vk::Result) -> ExchangeError {
    match error {
        vk::Result::ERROR_OUT_OF_DEVICE_MEMORY | vk::Result::ERROR_OUT_OF_HOST_MEMORY => {
            ExchangeError::OutOfMemory(call)
        }
        error => ExchangeError::call(call, error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_the_gpus_where_allowed() {
        let kind = |property_flags| vk::MemoryType {
            property_flags,
            heap_index: 0,
        };
        let types = [
            kind(vk::MemoryPropertyFlags::HOST_VISIBLE),
            kind(vk::MemoryPropertyFlags::DEVICE_LOCAL),
        ];
        assert_eq!(memory_type(&types, 0b11), Some(1));
        assert_eq!(memory_type(&types, 0b01), Some(0));
        assert_eq!(memory_type(&types, 0b100), None);
    }
}
