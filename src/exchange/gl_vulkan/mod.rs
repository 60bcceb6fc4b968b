// SPDX-License-Identifier: GPL-2.0-or-later

//! Zero copy: Vulkan allocates both images and exports their memory, OpenGL makes its textures of
//! it. OBS draws straight into what the work reads, and draws straight from what the work wrote.
//!
//! Between frames both images are in the layout GENERAL and belong to OpenGL
//! (`VK_QUEUE_FAMILY_EXTERNAL`). A frame is one submission of command buffers: acquire both,
//! the caller's work, back to GENERAL, release both. The transfers are in command buffers of their
//! own, because wgpu does not mix raw commands with its own in one.
//!
//! The extensions: `GL_EXT_memory_object`, `GL_EXT_memory_object_fd`, `GL_EXT_semaphore`,
//! `GL_EXT_semaphore_fd`, `VK_KHR_external_memory_fd`, `VK_KHR_external_semaphore_fd`.

mod gl;
mod image;
mod loader;
mod sync;

use std::iter;
use std::sync::Arc;

use ash::vk;
use nu_scaler_core::gpu::Gpu;
use nu_scaler_obs::graphics::{Graphics, Renderer, Texture};

use self::gl::Gl;
use self::image::SharedImage;
use self::sync::{Sync, Transfer, VkSemaphores};
use crate::error::{ExchangeError, Unavailable};
use crate::frame::{ExchangeDesc, ExchangeKind, FrameExchange, GpuFrame, ObsFrame, TokenBox, obs_size};

/// Device and driver UUID of the OpenGL that OBS renders with.
pub(crate) fn uuids(g: &Graphics) -> Option<([u8; 16], [u8; 16])> {
    if g.renderer() != Renderer::OpenGl {
        return None;
    }
    Gl::current(g).ok()?.uuids(g)
}

/// The exchange of the kind [`ExchangeKind::GlVulkan`].
///
/// Field order is the order in which they are dropped: OBS's textures, OpenGL's memory objects and
/// semaphores, then Vulkan's images with the memory and the semaphores.
pub(crate) struct GlVulkan {
    desc: ExchangeDesc,
    tokens: TokenBox,
    input: Texture,
    output: Texture,
    /// OpenGL's names of the two.
    names: [u32; 2],
    gl: Gl,
    sync: Sync,
    /// Input and output.
    images: [SharedImage; 2],
}

impl GlVulkan {
    pub(crate) fn new(g: &Graphics, gpu: &Gpu, desc: &ExchangeDesc) -> Result<Self, ExchangeError> {
        if g.renderer() != Renderer::OpenGl {
            return Err(Unavailable::NotOpenGl.into());
        }
        if !gpu.sharing().memory_fd {
            return Err(Unavailable::VulkanExtension("VK_KHR_external_memory_fd").into());
        }
        let gl = Gl::current(g)?;
        let limit = gl.max_texture_size(g);
        for size in [desc.input, desc.output] {
            if size.width > limit || size.height > limit {
                return Err(ExchangeError::Size { size, limit });
            }
        }
        // An opaque descriptor means something only to the same driver on the same GPU.
        let (device, driver) = gl.uuids(g).ok_or(Unavailable::GlExtension("device UUIDs"))?;
        if gpu.desc().device_uuid != Some(device) || gpu.desc().driver_uuid != Some(driver) {
            return Err(Unavailable::OtherGpu.into());
        }

        // What is made first is dropped last, should a later step fail.
        let semaphores = VkSemaphores::new(gpu, &gl).map(Arc::new);
        let image =
            |label, size| image::create(gpu, label, size, desc.format, semaphores.as_ref().ok().cloned());
        let (input_image, input_memory) = image("exchange input", desc.input)?;
        let (output_image, output_memory) = image("exchange output", desc.output)?;
        let mut gl = gl;
        let format = desc.obs_format()?;
        let placeholder = |size| {
            Texture::new_placeholder(g, obs_size(size), format)
                .ok_or(ExchangeError::OutOfMemory("gs_texture_create"))
        };
        let input = placeholder(desc.input)?;
        let output = placeholder(desc.output)?;
        let name = |texture: &Texture| texture.gl_name(g).ok_or(Unavailable::NotOpenGl);
        let names = [name(&input)?, name(&output)?];
        gl.import_image(g, names[0], desc.input, desc.format, input_memory)?;
        gl.import_image(g, names[1], desc.output, desc.format, output_memory)?;
        let sync = Sync::new(g, &mut gl, gpu, semaphores);

        let this = Self {
            desc: *desc,
            tokens: TokenBox::new(),
            input,
            output,
            names,
            gl,
            sync,
            images: [input_image, output_image],
        };
        this.introduce(gpu)?;
        Ok(this)
    }

    /// Brings both images, from the undefined layout that they are born in, into the one that they are handed over
    /// in, and gives them to OpenGL. Their content stays undefined: clearing them would be most of what making an
    /// exchange costs. Waits: OpenGL knows of the images already.
    fn introduce(&self, gpu: &Gpu) -> Result<(), ExchangeError> {
        let submission = gpu.check(|| {
            let release = sync::transfer(gpu, Transfer::Release, self.raw_images())?;
            Ok::<_, ExchangeError>(gpu.queue().submit([self.settle(gpu), release]))
        })??;
        Ok(gpu.wait(submission)?)
    }

    /// Brings both images into the state (and with it the layout) of a hand-over.
    fn settle(&self, gpu: &Gpu) -> wgpu::CommandBuffer {
        let mut encoder = gpu
            .device()
            .create_command_encoder(&wgpu::CommandEncoderDescriptor {
                label: Some("exchange settle"),
            });
        encoder.transition_resources(
            std::iter::empty(),
            self.images.iter().map(|image| wgpu::TextureTransition {
                texture: &image.texture,
                selector: None,
                state: wgpu::TextureUses::STORAGE_READ_ONLY,
            }),
        );
        encoder.finish()
    }

    fn raw_images(&self) -> [vk::Image; 2] {
        [self.images[0].raw, self.images[1].raw]
    }
}

impl FrameExchange for GlVulkan {
    fn kind(&self) -> ExchangeKind {
        ExchangeKind::GlVulkan
    }

    fn desc(&self) -> &ExchangeDesc {
        &self.desc
    }

    fn start(&mut self) -> Option<ObsFrame> {
        self.tokens.start()
    }

    fn input_target<'a>(&'a self, _: &'a ObsFrame) -> &'a Texture {
        &self.input
    }

    fn output<'a>(&'a self, _: &'a ObsFrame) -> &'a Texture {
        &self.output
    }

    fn to_gpu(&mut self, g: &Graphics, _: &Gpu, f: ObsFrame) -> Result<GpuFrame, ExchangeError> {
        self.tokens.check_obs(&f)?;
        self.sync.drawn(g, &self.gl, self.names)?;
        Ok(f.into_gpu())
    }

    fn textures<'a>(&'a self, _: &'a GpuFrame) -> (&'a wgpu::Texture, &'a wgpu::Texture) {
        (&self.images[0].texture, &self.images[1].texture)
    }

    fn waits(&self) -> bool {
        matches!(self.sync, Sync::Finish)
    }

    fn to_obs(
        &mut self,
        g: &Graphics,
        gpu: &Gpu,
        f: GpuFrame,
        work: Vec<wgpu::CommandBuffer>,
    ) -> Result<ObsFrame, ExchangeError> {
        self.tokens.check_gpu(&f)?;
        let commands = || {
            let acquire = sync::transfer(gpu, Transfer::Acquire, self.raw_images())?;
            let release = sync::transfer(gpu, Transfer::Release, self.raw_images())?;
            let settle = self.settle(gpu);
            Ok(iter::once(acquire).chain(work).chain([settle, release]))
        };
        self.sync.submit(g, &self.gl, gpu, self.names, commands)?;
        Ok(f.into_obs())
    }
}
