// SPDX-License-Identifier: GPL-2.0-or-later

//! OpenGL's side of the sharing: imports memory and semaphores that Vulkan exported.
//!
//! Everything here needs OBS's graphics context to be current on the calling thread, which the
//! [`Graphics`] token proves; raw OpenGL calls restore the bindings that OBS keeps account of.
//! Constants are those of the OpenGL registry.

use std::ffi::{CStr, c_int, c_uint};
use std::os::fd::{IntoRawFd, OwnedFd};

use nu_scaler_core::frame::{PixelFormat, Size};
use nu_scaler_obs::graphics::Graphics;

use super::loader::{Base, Loader, Memory, Semaphore};
use crate::error::{ExchangeError, Unavailable};

const NO_ERROR: c_uint = 0;
const OUT_OF_MEMORY: c_uint = 0x0505;
const TEXTURE_2D: c_uint = 0x0DE1;
const TEXTURE_BINDING_2D: c_uint = 0x8069;
const MAX_TEXTURE_SIZE: c_uint = 0x0D33;
const EXTENSIONS: c_uint = 0x1F03;
const NUM_EXTENSIONS: c_uint = 0x821D;
const SRGB8_ALPHA8: c_uint = 0x8C43;
const RGBA16F: c_uint = 0x881A;
const TEXTURE_TILING: c_uint = 0x9580;
const DEDICATED_MEMORY_OBJECT: c_uint = 0x9581;
const OPTIMAL_TILING: c_int = 0x9584;
const HANDLE_TYPE_OPAQUE_FD: c_uint = 0x9586;
const LAYOUT_GENERAL: c_uint = 0x958D;
const NUM_DEVICE_UUIDS: c_uint = 0x9596;
const DEVICE_UUID: c_uint = 0x9597;
const DRIVER_UUID: c_uint = 0x9598;

/// What OpenGL has to know to make a texture from Vulkan's memory.
pub(super) struct ExportedImage {
    /// The memory, as an opaque file descriptor.
    pub(super) fd: OwnedFd,
    /// The size of the whole allocation in bytes.
    pub(super) bytes: u64,
    /// Whether the memory was allocated for this image alone.
    pub(super) dedicated: bool,
}

/// The OpenGL of OBS's context, and what was imported into it, which is deleted with it.
pub(super) struct Gl {
    base: Base,
    memory: Memory,
    semaphore: Option<Semaphore>,
    memory_objects: Vec<c_uint>,
    semaphores: Vec<c_uint>,
    // The library that the functions live in.
    _loader: Loader,
}

impl Gl {
    /// Fails where this OpenGL cannot import memory.
    pub(super) fn current(_: &Graphics) -> Result<Self, Unavailable> {
        let loader = Loader::current()?;
        let base = Base::load(&loader)?;
        for needed in [c"GL_EXT_memory_object", c"GL_EXT_memory_object_fd"] {
            if !has(&base, needed) {
                return Err(Unavailable::GlExtension(needed.to_str().unwrap_or_default()));
            }
        }
        let semaphores = has(&base, c"GL_EXT_semaphore") && has(&base, c"GL_EXT_semaphore_fd");
        Ok(Self {
            memory: Memory::load(&loader)?,
            semaphore: if semaphores {
                Some(Semaphore::load(&loader)?)
            } else {
                None
            },
            base,
            memory_objects: Vec::new(),
            semaphores: Vec::new(),
            _loader: loader,
        })
    }

    /// Device and driver UUID of the GPU that this context renders with. `None` where it is not one
    /// GPU.
    pub(super) fn uuids(&self, _: &Graphics) -> Option<([u8; 16], [u8; 16])> {
        self.clear_errors();
        if self.integer(NUM_DEVICE_UUIDS) != 1 {
            return None;
        }
        let (mut device, mut driver) = ([0; 16], [0; 16]);
        // SAFETY: the context is current and has the extension; both answers are 16 bytes
        // (GL_UUID_SIZE_EXT), and index 0 is below the number of UUIDs.
        unsafe {
            (self.memory.get_bytes_at)(DEVICE_UUID, 0, device.as_mut_ptr());
            (self.memory.get_bytes)(DRIVER_UUID, driver.as_mut_ptr());
        }
        (self.error() == NO_ERROR).then_some((device, driver))
    }

    /// The longest side of a texture, in pixels.
    pub(super) fn max_texture_size(&self, _: &Graphics) -> u32 {
        u32::try_from(self.integer(MAX_TEXTURE_SIZE)).unwrap_or(0)
    }

    /// Gives `texture`, whose storage is not yet made final, the memory of a Vulkan image. The
    /// texture is to be deleted before this.
    ///
    /// The descriptor is OpenGL's from the import on, whether or not that succeeds: drivers close
    /// it in both cases, and closing it twice could close someone else's.
    pub(super) fn import_image(
        &mut self,
        _: &Graphics,
        texture: u32,
        size: Size,
        format: PixelFormat,
        image: ExportedImage,
    ) -> Result<(), ExchangeError> {
        let internal = match format {
            PixelFormat::Rgba8 => SRGB8_ALPHA8,
            PixelFormat::Rgba16Float => RGBA16F,
            PixelFormat::Bgra8 | PixelFormat::Rgb10a2 | PixelFormat::Rgba32Float => {
                return Err(Unavailable::Format.into());
            }
        };
        let (Ok(width), Ok(height)) = (c_int::try_from(size.width), c_int::try_from(size.height)) else {
            return Err(ExchangeError::call("glTexStorageMem2DEXT", size));
        };
        self.clear_errors();
        let mut object = 0;
        let bound = self.integer(TEXTURE_BINDING_2D).cast_unsigned();
        // SAFETY: the context is current and has the extensions; all pointers are to single values;
        // the memory holds an image of exactly this size, format and tiling; the binding that OBS
        // keeps account of is put back.
        unsafe {
            (self.memory.create)(1, &raw mut object);
            if image.dedicated {
                let yes = 1;
                (self.memory.parameter)(object, DEDICATED_MEMORY_OBJECT, &raw const yes);
            }
            (self.memory.import_fd)(object, image.bytes, HANDLE_TYPE_OPAQUE_FD, image.fd.into_raw_fd());
            (self.base.bind_texture)(TEXTURE_2D, texture);
            (self.base.texture_parameter)(TEXTURE_2D, TEXTURE_TILING, OPTIMAL_TILING);
            (self.memory.texture_storage)(TEXTURE_2D, 1, internal, width, height, object, 0);
            (self.base.bind_texture)(TEXTURE_2D, bound);
        }
        self.memory_objects.push(object);
        self.result("glImportMemoryFdEXT")
    }

    /// Completes everything that was drawn, waiting for it.
    pub(super) fn finish(&self, _: &Graphics) {
        // SAFETY: the context is current.
        unsafe { (self.base.finish)() };
    }

    /// Whether semaphores can be imported.
    pub(super) fn has_semaphores(&self) -> bool {
        self.semaphore.is_some()
    }

    /// Makes a semaphore of one that Vulkan exported as an opaque file descriptor, which is
    /// OpenGL's from here on.
    pub(super) fn import_semaphore(&mut self, _: &Graphics, fd: OwnedFd) -> Result<u32, ExchangeError> {
        let gl = self.semaphore()?;
        self.clear_errors();
        let mut semaphore = 0;
        // SAFETY: the context is current and has the extensions; the descriptor is an exported
        // binary semaphore's.
        unsafe {
            (gl.generate)(1, &raw mut semaphore);
            (gl.import_fd)(semaphore, HANDLE_TYPE_OPAQUE_FD, fd.into_raw_fd());
        }
        self.semaphores.push(semaphore);
        self.result("glImportSemaphoreFdEXT")?;
        Ok(semaphore)
    }

    /// Signals `semaphore` when everything drawn so far is complete, hands the textures over in the
    /// general layout, and flushes, so that the signal is on its way before Vulkan waits for it.
    pub(super) fn signal(
        &self,
        _: &Graphics,
        semaphore: u32,
        textures: [u32; 2],
    ) -> Result<(), ExchangeError> {
        let gl = self.semaphore()?;
        let layouts = [LAYOUT_GENERAL; 2];
        self.clear_errors();
        // SAFETY: the context is current; the names are live objects of it; both arrays have the
        // two elements that are announced, and no buffers are named.
        unsafe {
            (gl.signal)(
                semaphore,
                0,
                std::ptr::null(),
                2,
                textures.as_ptr(),
                layouts.as_ptr(),
            );
            (self.base.flush)();
        }
        // The answer also needs a driver's own threads to have caught up: the signal is submitted.
        self.result("glSignalSemaphoreEXT")
    }

    /// Lets the GPU wait for `semaphore` before it draws on, and takes the textures, which come in
    /// the general layout. The CPU does not wait.
    pub(super) fn wait(&self, _: &Graphics, semaphore: u32, textures: [u32; 2]) -> Result<(), ExchangeError> {
        let gl = self.semaphore()?;
        let layouts = [LAYOUT_GENERAL; 2];
        self.clear_errors();
        // SAFETY: as in `signal`.
        unsafe {
            (gl.wait)(
                semaphore,
                0,
                std::ptr::null(),
                2,
                textures.as_ptr(),
                layouts.as_ptr(),
            );
        }
        self.result("glWaitSemaphoreEXT")
    }

    fn semaphore(&self) -> Result<&Semaphore, Unavailable> {
        self.semaphore
            .as_ref()
            .ok_or(Unavailable::GlExtension("GL_EXT_semaphore_fd"))
    }

    fn integer(&self, name: c_uint) -> c_int {
        integer(&self.base, name)
    }

    fn error(&self) -> c_uint {
        // SAFETY: the context is current.
        unsafe { (self.base.get_error)() }
    }

    fn result(&self, call: &'static str) -> Result<(), ExchangeError> {
        match self.error() {
            NO_ERROR => Ok(()),
            OUT_OF_MEMORY => Err(ExchangeError::OutOfMemory(call)),
            code => Err(ExchangeError::call(call, format_args!("error {code:#06x}"))),
        }
    }

    /// Forgets errors of earlier calls, which are not ours. Bounded: a lost context gives errors
    /// without end.
    fn clear_errors(&self) {
        for _ in 0..16 {
            if self.error() == NO_ERROR {
                break;
            }
        }
    }
}

impl Drop for Gl {
    fn drop(&mut self) {
        if self.memory_objects.is_empty() && self.semaphores.is_empty() {
            return;
        }
        // Without OBS's graphics there is no context, and no object of it.
        let Some(_g) = Graphics::enter() else {
            return;
        };
        // SAFETY: the context is current and the names are of it; each is deleted once, and a semaphore lives on as long
        // as a wait for it is queued. So should memory, as long as a texture uses it; but Mesa's software rasteriser
        // unmaps it at once, under drawing that it has only queued. Hence the wait: a resize pays it once.
        unsafe {
            (self.base.finish)();
            for object in &self.memory_objects {
                (self.memory.delete)(1, object);
            }
            if let Some(gl) = &self.semaphore {
                for semaphore in &self.semaphores {
                    (gl.delete)(1, semaphore);
                }
            }
        }
    }
}

fn integer(base: &Base, name: c_uint) -> c_int {
    let mut value = 0;
    // SAFETY: the context is current; all names used here have one value.
    unsafe { (base.get_integer)(name, &raw mut value) };
    value
}

fn has(base: &Base, extension: &CStr) -> bool {
    let count = integer(base, NUM_EXTENSIONS).cast_unsigned();
    (0..count).any(|index| {
        // SAFETY: the context is current and the index below the number of extensions.
        let name = unsafe { (base.get_string)(EXTENSIONS, index) };
        // SAFETY: OpenGL's strings end with NUL and live as long as the context.
        !name.is_null() && unsafe { CStr::from_ptr(name) } == extension
    })
}
