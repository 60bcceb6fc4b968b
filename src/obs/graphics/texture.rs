// SPDX-License-Identifier: GPL-2.0-or-later
//! Textures of OBS.

use std::marker::PhantomData;
use std::ptr::{self, NonNull};

use super::{ColorFormat, Graphics, Renderer, Size};
use crate::sys;

/// A texture that belongs to us. Dropping it enters the graphics context; once OBS has no graphics any more, its
/// memory went with them.
#[derive(Debug)]
pub struct Texture {
    raw: NonNull<sys::gs_texture_t>,
    size: Size,
    format: ColorFormat,
    dynamic: bool,
}

// SAFETY: the object behind the pointer is only touched with a Graphics token in hand, that is by one thread at a
// time; what is read without it (size, format) is plain data of ours.
unsafe impl Send for Texture {}
// SAFETY: as above.
unsafe impl Sync for Texture {}

impl Texture {
    /// A texture that can be drawn into. `None`: an empty size, or OBS could not make it (it logs why).
    pub fn new_render_target(graphics: &Graphics, size: Size, format: ColorFormat) -> Option<Self> {
        Self::new(graphics, size, format, sys::GS_RENDER_TARGET)
    }

    /// A texture whose pixels come from the CPU, by [`Self::set_pixels`]. `None` as above.
    pub fn new_dynamic(graphics: &Graphics, size: Size, format: ColorFormat) -> Option<Self> {
        Self::new(graphics, size, format, sys::GS_DYNAMIC)
    }

    /// A render target for which OpenGL has a name but no memory yet: the caller attaches memory of its own to
    /// [`Self::gl_name`] before anything draws. Elsewhere than on OpenGL it is an ordinary render target.
    pub fn new_placeholder(graphics: &Graphics, size: Size, format: ColorFormat) -> Option<Self> {
        Self::new(
            graphics,
            size,
            format,
            sys::GS_GL_DUMMYTEX | sys::GS_RENDER_TARGET,
        )
    }

    fn new(_: &Graphics, size: Size, format: ColorFormat, flags: u32) -> Option<Self> {
        if size.is_empty() {
            return None;
        }
        // SAFETY: the context is entered (token); no initial data is given.
        let raw = unsafe {
            sys::gs_texture_create(
                size.width,
                size.height,
                format.to_raw(),
                1,
                ptr::null_mut(),
                flags,
            )
        };
        Some(Self {
            raw: NonNull::new(raw)?,
            size,
            format,
            dynamic: flags & sys::GS_DYNAMIC != 0,
        })
    }

    /// Width and height, as asked for.
    pub fn size(&self) -> Size {
        self.size
    }

    /// The format, as asked for.
    pub fn format(&self) -> ColorFormat {
        self.format
    }

    /// OpenGL's name of the texture; `None` when OBS renders with something else.
    pub fn gl_name(&self, graphics: &Graphics) -> Option<u32> {
        if graphics.renderer() != Renderer::OpenGl {
            return None;
        }
        // SAFETY: the context is entered (token). On OpenGL the object of a texture is a pointer to its name, which
        // lives as long as the texture.
        unsafe {
            let name = sys::gs_texture_get_obj(self.raw.as_ptr()).cast::<u32>();
            (!name.is_null()).then(|| *name)
        }
    }

    /// Replaces all pixels of a dynamic texture: rows top to bottom, `stride` bytes apart. False, and nothing
    /// happens: not dynamic, or `pixels` holds fewer than `height` rows of `stride` bytes, or `stride` is less than
    /// a row.
    #[must_use]
    pub fn set_pixels(&self, _: &Graphics, pixels: &[u8], stride: u32) -> bool {
        let row = u64::from(self.size.width) * u64::from(self.format.bytes_per_pixel());
        let needed = u64::from(stride) * u64::from(self.size.height);
        if !self.dynamic || u64::from(stride) < row || (pixels.len() as u64) < needed {
            return false;
        }
        // SAFETY: the context is entered (token); OBS reads at most `stride` times `height` bytes, which `pixels`
        // has (above). It knows a failed mapping and does nothing then.
        unsafe { sys::gs_texture_set_image(self.raw.as_ptr(), pixels.as_ptr(), stride, false) };
        true
    }

    /// The texture of OBS, valid as long as this lives.
    pub fn as_ptr(&self) -> *mut sys::gs_texture_t {
        self.raw.as_ptr()
    }
}

impl Drop for Texture {
    fn drop(&mut self) {
        if let Some(_graphics) = Graphics::enter() {
            // SAFETY: the context is entered; the texture is ours and nobody can use it after this.
            unsafe { sys::gs_texture_destroy(self.raw.as_ptr()) };
        }
    }
}

/// A texture of somebody else's, or a borrowed [`Texture`].
#[derive(Clone, Copy, Debug)]
pub struct TextureRef<'a> {
    raw: NonNull<sys::gs_texture_t>,
    /// Not `Send`: a borrowed texture is for the thread that is inside the context.
    _owner: PhantomData<(&'a Texture, *const ())>,
}

impl<'a> TextureRef<'a> {
    /// Wraps a texture of OBS; `None` for NULL.
    ///
    /// # Safety
    /// `raw` is NULL or a texture that lives for `'a`.
    pub unsafe fn from_raw(raw: *mut sys::gs_texture_t) -> Option<Self> {
        NonNull::new(raw).map(|raw| Self {
            raw,
            _owner: PhantomData,
        })
    }

    /// Width and height.
    pub fn size(&self, _: &Graphics) -> Size {
        // SAFETY: the context is entered (token), and the texture lives.
        unsafe {
            Size::new(
                sys::gs_texture_get_width(self.raw.as_ptr()),
                sys::gs_texture_get_height(self.raw.as_ptr()),
            )
        }
    }

    /// The format; `None` for one that [`ColorFormat`] does not list.
    pub fn format(&self, _: &Graphics) -> Option<ColorFormat> {
        // SAFETY: the context is entered (token), and the texture lives.
        ColorFormat::from_raw(unsafe { sys::gs_texture_get_color_format(self.raw.as_ptr()) })
    }

    /// The texture of OBS.
    pub fn as_ptr(&self) -> *mut sys::gs_texture_t {
        self.raw.as_ptr()
    }
}

impl<'a> From<&'a Texture> for TextureRef<'a> {
    fn from(texture: &'a Texture) -> Self {
        Self {
            raw: texture.raw,
            _owner: PhantomData,
        }
    }
}
