// SPDX-License-Identifier: GPL-2.0-or-later

//! Who waits for whom, and who owns the images, when OpenGL and Vulkan take turns.

use std::os::fd::{FromRawFd, OwnedFd};
use std::sync::Arc;

use ash::vk;
use nu_scaler_core::gpu::{Gpu, GpuError};
use nu_scaler_obs::graphics::Graphics;
use wgpu::hal::api::Vulkan;

use super::gl::Gl;
use super::image::failed;
use crate::error::{ExchangeError, Unavailable};

const HANDLE: vk::ExternalSemaphoreHandleTypeFlags = vk::ExternalSemaphoreHandleTypeFlags::OPAQUE_FD;

/// Two binary semaphores in Vulkan, destroyed when dropped.
pub(super) struct VkSemaphores {
    device: ash::Device,
    /// Signalled by OpenGL: its drawing is complete.
    drawn: vk::Semaphore,
    /// Signalled by Vulkan: the work is complete.
    worked: vk::Semaphore,
}

impl VkSemaphores {
    /// Fails where the device does not export binary semaphores as opaque file descriptors, or
    /// OpenGL does not import them.
    pub(super) fn new(gpu: &Gpu, gl: &Gl) -> Result<Self, ExchangeError> {
        if !gl.has_semaphores() {
            return Err(Unavailable::GlExtension("GL_EXT_semaphore_fd").into());
        }
        if !gpu.sharing().semaphore_fd {
            return Err(Unavailable::VulkanExtension("VK_KHR_external_semaphore_fd").into());
        }
        // SAFETY: the device's handle is used, never destroyed.
        let device = unsafe { gpu.device().as_hal::<Vulkan>() }.ok_or(GpuError::NoVulkan)?;
        let info = vk::PhysicalDeviceExternalSemaphoreInfo::default().handle_type(HANDLE);
        let mut properties = vk::ExternalSemaphoreProperties::default();
        // SAFETY: the physical device is the instance's; the extension, and with it the query of
        // Vulkan 1.1, is there.
        unsafe {
            device
                .shared_instance()
                .raw_instance()
                .get_physical_device_external_semaphore_properties(
                    device.raw_physical_device(),
                    &info,
                    &mut properties,
                );
        }
        if !properties
            .external_semaphore_features
            .contains(vk::ExternalSemaphoreFeatureFlags::EXPORTABLE)
        {
            return Err(Unavailable::VulkanExtension("exportable semaphores").into());
        }
        let raw = device.raw_device();
        let mut this = Self {
            device: raw.clone(),
            drawn: vk::Semaphore::null(),
            worked: vk::Semaphore::null(),
        };
        for semaphore in [&mut this.drawn, &mut this.worked] {
            let mut export = vk::ExportSemaphoreCreateInfo::default().handle_types(HANDLE);
            let info = vk::SemaphoreCreateInfo::default().push_next(&mut export);
            // SAFETY: the driver has confirmed that such semaphores are exportable.
            *semaphore = unsafe { raw.create_semaphore(&info, None) }
                .map_err(|error| failed("vkCreateSemaphore", error))?;
        }
        Ok(this)
    }

    fn export(&self, gpu: &Gpu, semaphore: vk::Semaphore) -> Result<OwnedFd, ExchangeError> {
        // SAFETY: the device's handle is used, never destroyed.
        let device = unsafe { gpu.device().as_hal::<Vulkan>() }.ok_or(GpuError::NoVulkan)?;
        let functions = ash::khr::external_semaphore_fd::Device::new(
            device.shared_instance().raw_instance(),
            &self.device,
        );
        let info = vk::SemaphoreGetFdInfoKHR::default()
            .semaphore(semaphore)
            .handle_type(HANDLE);
        // SAFETY: the semaphore was made for export as this type, the extension is enabled.
        let fd = unsafe { functions.get_semaphore_fd(&info) }
            .map_err(|error| failed("vkGetSemaphoreFdKHR", error))?;
        // SAFETY: a new descriptor, which is ours.
        Ok(unsafe { OwnedFd::from_raw_fd(fd) })
    }
}

impl Drop for VkSemaphores {
    fn drop(&mut self) {
        // SAFETY: the last owner is the image that every submission with these semaphores uses, and
        // wgpu has freed it; or nothing has used them yet. Null handles are ignored. OpenGL holds
        // imports of its own.
        unsafe {
            self.device.destroy_semaphore(self.drawn, None);
            self.device.destroy_semaphore(self.worked, None);
        }
    }
}

/// How the two sides wait for each other.
pub(super) enum Sync {
    /// The CPU waits: for OpenGL before the work is submitted, for Vulkan after.
    Finish,
    /// The GPU waits, the CPU does not.
    ///
    /// Software drivers have no such semaphores, so tests on them do not cover this.
    Semaphores {
        vulkan: Arc<VkSemaphores>,
        /// OpenGL's names of (`drawn`, `worked`).
        gl: [u32; 2],
    },
}

impl Sync {
    /// Semaphores where OpenGL takes `vulkan`'s, else waiting.
    pub(super) fn new(
        g: &Graphics,
        gl: &mut Gl,
        gpu: &Gpu,
        vulkan: Result<Arc<VkSemaphores>, ExchangeError>,
    ) -> Self {
        let mut import = |vulkan: Arc<VkSemaphores>| {
            let drawn = gl.import_semaphore(g, vulkan.export(gpu, vulkan.drawn)?)?;
            let worked = gl.import_semaphore(g, vulkan.export(gpu, vulkan.worked)?)?;
            Ok(Self::Semaphores {
                vulkan,
                gl: [drawn, worked],
            })
        };
        vulkan.and_then(&mut import).unwrap_or_else(|error| {
            log::debug!("frame exchange gl_vulkan: no semaphores ({error}), the CPU waits");
            Self::Finish
        })
    }

    /// After OBS has drawn, before the work is submitted.
    pub(super) fn drawn(&self, g: &Graphics, gl: &Gl, textures: [u32; 2]) -> Result<(), ExchangeError> {
        match self {
            Self::Finish => {
                gl.finish(g);
                Ok(())
            }
            Self::Semaphores { gl: [drawn, _], .. } => gl.signal(g, *drawn, textures),
        }
    }

    /// Submits the work between the two, and lets OpenGL wait for it.
    ///
    /// OpenGL is told to wait for Vulkan's signal only once that signal is certain to come: the
    /// driver has accepted the submission that gives it. A wait for a signal that never comes would
    /// hang OBS. Whether it was accepted is known before OpenGL hears of it:
    /// - work that wgpu refuses never reaches its Vulkan queue, and the semaphores are still staged
    ///   there: they are taken back;
    /// - when `vkQueueSubmit` fails, wgpu declares the device lost before it returns;
    /// - if the device dies later, the kernel completes its fences, and with them the signal.
    pub(super) fn submit<Commands: IntoIterator<Item = wgpu::CommandBuffer>>(
        &self,
        g: &Graphics,
        gl: &Gl,
        gpu: &Gpu,
        textures: [u32; 2],
        work: impl FnOnce() -> Result<Commands, ExchangeError>,
    ) -> Result<(), ExchangeError> {
        let submit = || gpu.check(|| Ok::<_, ExchangeError>(gpu.queue().submit(work()?)));
        match self {
            Self::Finish => Ok(gpu.wait(submit()??)?),
            Self::Semaphores {
                vulkan,
                gl: [_, worked],
            } => {
                let staged = Staged::new(gpu, vulkan)?;
                let submitted = submit();
                let taken = staged.taken();
                submitted??;
                if !taken {
                    return Err(ExchangeError::call(
                        "vkQueueSubmit",
                        "the semaphores were not used",
                    ));
                }
                gl.wait(g, *worked, textures)
            }
        }
    }
}

/// Semaphores on the list for the next submission of wgpu's queue, taken off it again should none
/// come.
///
/// The list is the queue's, not a submission's. OBS's graphics context, which is entered, keeps the
/// submissions of other exchanges away; nothing else submits frames.
struct Staged<'a> {
    gpu: &'a Gpu,
    vulkan: &'a VkSemaphores,
}

impl<'a> Staged<'a> {
    fn new(gpu: &'a Gpu, vulkan: &'a VkSemaphores) -> Result<Self, ExchangeError> {
        // SAFETY: the queue's handle is used, never destroyed.
        let queue = unsafe { gpu.queue().as_hal::<Vulkan>() }.ok_or(GpuError::NoVulkan)?;
        queue.add_wait_semaphore(vulkan.drawn, None, vk::PipelineStageFlags::ALL_COMMANDS);
        queue.add_signal_semaphore(vulkan.worked, None);
        Ok(Self { gpu, vulkan })
    }

    /// Whether a submission took them.
    fn taken(self) -> bool {
        !self.remove()
    }

    fn remove(&self) -> bool {
        // SAFETY: the queue's handle is used, never destroyed.
        unsafe { self.gpu.queue().as_hal::<Vulkan>() }.is_some_and(|queue| {
            let waits = queue.remove_wait_semaphore(self.vulkan.drawn);
            let signals = queue.remove_signal_semaphore(self.vulkan.worked);
            waits || signals
        })
    }
}

impl Drop for Staged<'_> {
    fn drop(&mut self) {
        self.remove();
    }
}

/// The direction of an ownership transfer.
#[derive(Clone, Copy)]
pub(super) enum Transfer {
    /// From OpenGL to the queue that wgpu submits to.
    Acquire,
    /// Back to OpenGL.
    Release,
}

/// Records barriers that transfer the ownership of `images` from or to the other API, as Vulkan asks
/// for when memory is shared across APIs (chapter "Queue Family Ownership Transfer"). The layout on
/// both sides is GENERAL: OpenGL is told the same, and wgpu's tracking has it for textures in the
/// state STORAGE_READ_ONLY, in which they must be.
pub(super) fn transfer(
    gpu: &Gpu,
    direction: Transfer,
    images: [vk::Image; 2],
) -> Result<wgpu::CommandBuffer, ExchangeError> {
    // SAFETY: the device's handle is used, never destroyed.
    let device = unsafe { gpu.device().as_hal::<Vulkan>() }.ok_or(GpuError::NoVulkan)?;
    let ours = device.queue_family_index();
    // What happened before, and what happens after, is on the other API's side and made available
    // and visible there; all of ours waits, because nobody knows what the work is.
    let memory = vk::AccessFlags::MEMORY_READ | vk::AccessFlags::MEMORY_WRITE;
    let none = vk::AccessFlags::empty();
    let (from, to, before, after) = match direction {
        Transfer::Acquire => (vk::QUEUE_FAMILY_EXTERNAL, ours, none, memory),
        Transfer::Release => (ours, vk::QUEUE_FAMILY_EXTERNAL, memory, none),
    };
    let barriers = images.map(|image| {
        vk::ImageMemoryBarrier::default()
            .image(image)
            .subresource_range(
                vk::ImageSubresourceRange::default()
                    .aspect_mask(vk::ImageAspectFlags::COLOR)
                    .level_count(1)
                    .layer_count(1),
            )
            .old_layout(vk::ImageLayout::GENERAL)
            .new_layout(vk::ImageLayout::GENERAL)
            .src_queue_family_index(from)
            .dst_queue_family_index(to)
            .src_access_mask(before)
            .dst_access_mask(after)
    });
    let raw = device.raw_device().clone();
    // wgpu's own locks are taken again below.
    drop(device);

    let mut encoder = gpu
        .device()
        .create_command_encoder(&wgpu::CommandEncoderDescriptor {
            label: Some(match direction {
                Transfer::Acquire => "acquire from OpenGL",
                Transfer::Release => "release to OpenGL",
            }),
        });
    // SAFETY: the command buffer is recording, outside a render pass; the images are live and in the
    // layout named; nothing is destroyed, and the encoder is used for nothing else.
    let recorded = unsafe {
        encoder.as_hal_mut::<Vulkan, _, _>(|encoder| {
            encoder.map(|encoder| {
                raw.cmd_pipeline_barrier(
                    encoder.raw_handle(),
                    vk::PipelineStageFlags::ALL_COMMANDS,
                    vk::PipelineStageFlags::ALL_COMMANDS,
                    vk::DependencyFlags::empty(),
                    &[],
                    &[],
                    &barriers,
                );
            })
        })
    };
    recorded.ok_or_else(|| ExchangeError::call("vkCmdPipelineBarrier", "no encoder"))?;
    Ok(encoder.finish())
}
