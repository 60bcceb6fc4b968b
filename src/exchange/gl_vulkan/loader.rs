// SPDX-License-Identifier: GPL-2.0-or-later

//! OpenGL's entry points, from the library that OBS has loaded and made a context with.

use std::ffi::{CStr, c_char, c_int, c_uint, c_void};
use std::ptr::NonNull;

use crate::error::Unavailable;

/// The address of a function of any signature.
type Proc = NonNull<c_void>;

/// How to find OpenGL functions in this process.
pub(super) struct Loader {
    find: unsafe extern "C" fn(*const c_char) -> Option<Proc>,
    // `find`, and what it finds, live in this library.
    _library: Library,
}

/// The window-system bindings that OBS may use: EGL (X11 since OBS 28, and Wayland), and GLX.
const BINDINGS: &[(&[&CStr], &CStr, &CStr)] = &[
    (
        &[c"libEGL.so.1", c"libEGL.so"],
        c"eglGetCurrentContext",
        c"eglGetProcAddress",
    ),
    (
        &[c"libGLX.so.0", c"libGL.so.1", c"libGL.so"],
        c"glXGetCurrentContext",
        c"glXGetProcAddressARB",
    ),
];

impl Loader {
    /// Of the binding that has a current context on this thread: both libraries may be loaded, and
    /// only the one OBS uses speaks of OBS's context.
    pub(super) fn current() -> Result<Self, Unavailable> {
        for (names, context, find) in BINDINGS {
            for name in *names {
                let Some(library) = Library::loaded(name) else {
                    continue;
                };
                let (Some(context), Some(find)) = (library.symbol(context), library.symbol(find)) else {
                    continue;
                };
                // SAFETY: both bindings declare it as `void *(void)` with C's calling convention.
                let context: unsafe extern "C" fn() -> *mut c_void = unsafe { std::mem::transmute(context) };
                // SAFETY: has no precondition; it answers NULL without a context.
                if unsafe { context() }.is_null() {
                    continue;
                }
                // SAFETY: both bindings declare it as a function of the name that gives a function
                // pointer or NULL.
                let find = unsafe {
                    std::mem::transmute::<*mut c_void, unsafe extern "C" fn(*const c_char) -> Option<Proc>>(
                        find,
                    )
                };
                return Ok(Self {
                    find,
                    _library: library,
                });
            }
        }
        Err(Unavailable::NoContext)
    }

    fn find(&self, name: &CStr) -> Result<Proc, Unavailable> {
        // SAFETY: `name` ends with NUL, and the library is still loaded.
        unsafe { (self.find)(name.as_ptr()) }.ok_or(Unavailable::NoContext)
    }
}

/// A reference to a shared library that was loaded by someone else.
struct Library(*mut c_void);

// SAFETY: a handle of the dynamic linker, whose functions may be called from any thread.
unsafe impl Send for Library {}

impl Library {
    /// Never loads one: a second OpenGL in the process would know nothing of OBS's context.
    fn loaded(name: &CStr) -> Option<Self> {
        // SAFETY: `name` ends with NUL; with RTLD_NOLOAD no initialiser runs.
        let handle = unsafe { libc::dlopen(name.as_ptr(), libc::RTLD_LAZY | libc::RTLD_NOLOAD) };
        (!handle.is_null()).then_some(Self(handle))
    }

    fn symbol(&self, name: &CStr) -> Option<*mut c_void> {
        // SAFETY: the handle is open, `name` ends with NUL.
        let symbol = unsafe { libc::dlsym(self.0, name.as_ptr()) };
        (!symbol.is_null()).then_some(symbol)
    }
}

impl Drop for Library {
    fn drop(&mut self) {
        // SAFETY: closes the reference that `loaded` took; the one who loaded it keeps its own.
        unsafe { libc::dlclose(self.0) };
    }
}

/// Declares a table of entry points with its constructor.
macro_rules! entry_points {
    ($(#[$doc:meta])* $table:ident { $($name:ident = $symbol:literal ($($arg:ty),*) $(-> $result:ty)?;)* }) => {
        $(#[$doc])*
        pub(super) struct $table {
            $(pub(super) $name: unsafe extern "system" fn($($arg),*) $(-> $result)?,)*
        }
        impl $table {
            /// The functions may be called while the context is current whose extensions were
            /// checked; a driver may give addresses of functions that it does not have.
            pub(super) fn load(loader: &Loader) -> Result<Self, Unavailable> {
                Ok(Self {
                    $($name: {
                        let found = loader.find($symbol)?;
                        // SAFETY: the signature is the one that the OpenGL registry gives to the
                        // function of this name.
                        unsafe {
                            std::mem::transmute::<
                                Proc,
                                unsafe extern "system" fn($($arg),*) $(-> $result)?,
                            >(found)
                        }
                    },)*
                })
            }
        }
    };
}

entry_points! {
    /// OpenGL 3.0 and before.
    Base {
        get_error = c"glGetError" () -> c_uint;
        get_integer = c"glGetIntegerv" (c_uint, *mut c_int);
        get_string = c"glGetStringi" (c_uint, c_uint) -> *const c_char;
        bind_texture = c"glBindTexture" (c_uint, c_uint);
        texture_parameter = c"glTexParameteri" (c_uint, c_uint, c_int);
        finish = c"glFinish" ();
        flush = c"glFlush" ();
    }
}

entry_points! {
    /// `GL_EXT_memory_object` and `GL_EXT_memory_object_fd`.
    Memory {
        get_bytes = c"glGetUnsignedBytevEXT" (c_uint, *mut u8);
        get_bytes_at = c"glGetUnsignedBytei_vEXT" (c_uint, c_uint, *mut u8);
        create = c"glCreateMemoryObjectsEXT" (c_int, *mut c_uint);
        delete = c"glDeleteMemoryObjectsEXT" (c_int, *const c_uint);
        parameter = c"glMemoryObjectParameterivEXT" (c_uint, c_uint, *const c_int);
        import_fd = c"glImportMemoryFdEXT" (c_uint, u64, c_uint, c_int);
        texture_storage = c"glTexStorageMem2DEXT" (c_uint, c_int, c_uint, c_int, c_int, c_uint, u64);
    }
}

entry_points! {
    /// `GL_EXT_semaphore` and `GL_EXT_semaphore_fd`.
    Semaphore {
        generate = c"glGenSemaphoresEXT" (c_int, *mut c_uint);
        delete = c"glDeleteSemaphoresEXT" (c_int, *const c_uint);
        import_fd = c"glImportSemaphoreFdEXT" (c_uint, c_uint, c_int);
        signal = c"glSignalSemaphoreEXT" (c_uint, c_uint, *const c_uint, c_uint, *const c_uint, *const c_uint);
        wait = c"glWaitSemaphoreEXT" (c_uint, c_uint, *const c_uint, c_uint, *const c_uint, *const c_uint);
    }
}
