// SPDX-License-Identifier: GPL-2.0-or-later
//! Reading pixels back to the CPU.

use std::ptr::{self, NonNull};

use super::{ColorFormat, Graphics, Size, TextureRef};
use crate::sys;

/// Memory that a texture is copied to so that the CPU can read it.
#[derive(Debug)]
pub struct StageSurface {
    raw: NonNull<sys::gs_stagesurf_t>,
    size: Size,
    format: ColorFormat,
}

// SAFETY: the object behind the pointer is only touched with a Graphics token in hand, that is by one thread at a
// time; what is read without it (size, format) is plain data of ours.
unsafe impl Send for StageSurface {}
// SAFETY: as above.
unsafe impl Sync for StageSurface {}

impl StageSurface {
    /// Memory for textures of this size and format. `None`: an empty size, or OBS could not make it (it logs why).
    pub fn new(_: &Graphics, size: Size, format: ColorFormat) -> Option<Self> {
        if size.is_empty() {
            return None;
        }
        // SAFETY: the context is entered (token).
        let raw = unsafe { sys::gs_stagesurface_create(size.width, size.height, format.to_raw()) };
        Some(Self {
            raw: NonNull::new(raw)?,
            size,
            format,
        })
    }

    /// Width and height.
    pub fn size(&self) -> Size {
        self.size
    }

    /// Queues the copy of a whole texture. False, and nothing happens, unless size and format are the same.
    #[must_use]
    pub fn stage<'a>(&self, graphics: &Graphics, texture: impl Into<TextureRef<'a>>) -> bool {
        let texture = texture.into();
        if texture.size(graphics) != self.size || texture.format(graphics) != Some(self.format) {
            return false;
        }
        // SAFETY: the context is entered (token), both objects live, and they match (above).
        unsafe { sys::gs_stage_texture(self.raw.as_ptr(), texture.as_ptr()) };
        true
    }

    /// Waits for the copy and runs `body` on its bytes: rows top to bottom, the given number of bytes apart, the last
    /// one without what lies between rows. `None`: the driver refused.
    pub fn map<R>(&mut self, _: &Graphics, body: impl FnOnce(&[u8], u32) -> R) -> Option<R> {
        struct Unmap(NonNull<sys::gs_stagesurf_t>);
        impl Drop for Unmap {
            fn drop(&mut self) {
                // SAFETY: dropped inside `map`, which mapped it and whose token proves the context.
                unsafe { sys::gs_stagesurface_unmap(self.0.as_ptr()) };
            }
        }
        let (mut data, mut stride) = (ptr::null_mut::<u8>(), 0_u32);
        // SAFETY: the context is entered (token); both results are ours.
        let mapped = unsafe { sys::gs_stagesurface_map(self.raw.as_ptr(), &raw mut data, &raw mut stride) };
        if !mapped {
            return None;
        }
        let _unmap = Unmap(self.raw);
        let row = self.size.width as usize * self.format.bytes_per_pixel() as usize;
        if data.is_null() || (stride as usize) < row {
            return None;
        }
        let length = stride as usize * (self.size.height as usize - 1) + row;
        // SAFETY: mapped memory of `height` rows, `stride` bytes apart (the last one may end with its pixels: that is
        // how Direct3D maps). It stays mapped and unwritten until `_unmap` is dropped, after `body`: `&mut self` keeps
        // anybody from mapping, unmapping or staging meanwhile.
        Some(body(unsafe { std::slice::from_raw_parts(data, length) }, stride))
    }
}

impl Drop for StageSurface {
    fn drop(&mut self) {
        if let Some(_graphics) = Graphics::enter() {
            // SAFETY: the context is entered; the surface is ours and nobody can use it after this.
            unsafe { sys::gs_stagesurface_destroy(self.raw.as_ptr()) };
        }
    }
}
