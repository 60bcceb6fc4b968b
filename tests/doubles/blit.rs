// SPDX-License-Identifier: GPL-2.0-or-later
//! The picture that the doubles make.

use std::ffi::CStr;

use ash::vk;

/// A texture as the interfaces describe it, both in the same way.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Image {
    pub(crate) view: vk::ImageView,
    pub(crate) image: vk::Image,
    pub(crate) range: vk::ImageSubresourceRange,
    pub(crate) format: vk::Format,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

impl Image {
    /// What is wrong with it, if it is not one level and layer of colours of this format and size.
    pub(crate) fn fault(&self, format: vk::Format, size: (u32, u32)) -> Option<String> {
        let range = self.range;
        let whole = (range.base_mip_level, range.level_count) == (0, 1)
            && (range.base_array_layer, range.layer_count) == (0, 1)
            && range.aspect_mask == vk::ImageAspectFlags::COLOR;
        let alive = self.view != vk::ImageView::null() && self.image != vk::Image::null();
        let fits = self.format == format && (self.width, self.height) == size;
        let sound = whole && alive && fits;
        (!sound).then(|| format!("{self:?} instead of {format:?} {size:?}"))
    }
}

/// The functions of a device that a blit takes.
#[derive(Clone, Copy)]
pub(crate) struct Functions {
    barrier: vk::PFN_vkCmdPipelineBarrier,
    blit: vk::PFN_vkCmdBlitImage,
}

impl Functions {
    /// # Safety
    /// The device is alive, and the function is its.
    pub(crate) unsafe fn load(get: vk::PFN_vkGetDeviceProcAddr, device: vk::Device) -> Self {
        // SAFETY: the types are those of the functions of these names.
        unsafe {
            let find = |name: &CStr| {
                get(device, name.as_ptr()).unwrap_or_else(|| panic!("the device lacks {name:?}"))
            };
            Self {
                barrier: std::mem::transmute::<unsafe extern "system" fn(), vk::PFN_vkCmdPipelineBarrier>(
                    find(c"vkCmdPipelineBarrier"),
                ),
                blit: std::mem::transmute::<unsafe extern "system" fn(), vk::PFN_vkCmdBlitImage>(find(
                    c"vkCmdBlitImage",
                )),
            }
        }
    }

    /// Records the input, enlarged, into the output. As runtimes do, it takes the input as shaders read it and the output
    /// as they write it, and leaves both so.
    ///
    /// # Safety
    /// The command buffer is recording, and the textures are alive.
    pub(crate) unsafe fn record(&self, commands: vk::CommandBuffer, input: &Image, output: &Image) {
        let layouts = [
            vk::ImageLayout::SHADER_READ_ONLY_OPTIMAL,
            vk::ImageLayout::TRANSFER_SRC_OPTIMAL,
        ];
        let turn = |[from, to]: [vk::ImageLayout; 2]| {
            let barrier = vk::ImageMemoryBarrier::default()
                .image(input.image)
                .subresource_range(input.range)
                .old_layout(from)
                .new_layout(to)
                .src_queue_family_index(vk::QUEUE_FAMILY_IGNORED)
                .dst_queue_family_index(vk::QUEUE_FAMILY_IGNORED)
                .src_access_mask(vk::AccessFlags::TRANSFER_READ)
                .dst_access_mask(vk::AccessFlags::TRANSFER_READ);
            let stage = vk::PipelineStageFlags::TRANSFER;
            // SAFETY: the caller's promise.
            unsafe {
                (self.barrier)(
                    commands,
                    stage,
                    stage,
                    vk::DependencyFlags::empty(),
                    0,
                    std::ptr::null(),
                    0,
                    std::ptr::null(),
                    1,
                    &barrier,
                );
            }
        };
        turn(layouts);
        let layer = vk::ImageSubresourceLayers::default()
            .aspect_mask(vk::ImageAspectFlags::COLOR)
            .layer_count(1);
        let corners = |image: &Image| {
            [
                vk::Offset3D::default(),
                vk::Offset3D {
                    x: image.width as i32,
                    y: image.height as i32,
                    z: 1,
                },
            ]
        };
        let region = vk::ImageBlit::default()
            .src_subresource(layer)
            .src_offsets(corners(input))
            .dst_subresource(layer)
            .dst_offsets(corners(output));
        // SAFETY: the caller's promise; the layouts are those that the textures are in.
        unsafe {
            (self.blit)(
                commands,
                input.image,
                layouts[1],
                output.image,
                vk::ImageLayout::GENERAL,
                1,
                &region,
                vk::Filter::LINEAR,
            );
        }
        turn([layouts[1], layouts[0]]);
    }
}
