// SPDX-License-Identifier: GPL-2.0-or-later
//! NGX's object of named parameters. It is the library's; its virtual functions are called by their places.

use std::ffi::{CStr, c_char, c_void};
use std::ptr::{self, NonNull};
use std::sync::Arc;

use super::abi::{Object, SUCCESS};
use super::core::Core;

/// Named values that are given to NGX and taken from it. Only ever touched with NGX's lock held (see [`Core::calls`]).
pub(super) struct Parameters {
    core: Arc<Core>,
    object: NonNull<Object>,
}

// SAFETY: the object is bound to no thread; NGX asks only that its calls don't overlap, which its lock sees to.
unsafe impl Send for Parameters {}
// SAFETY: as above; all uses hold NGX's lock.
unsafe impl Sync for Parameters {}

impl Parameters {
    /// Takes over an object that `core` has just made.
    ///
    /// # Safety
    /// `object` is one of `core`'s and nobody else's.
    pub(super) unsafe fn new(core: Arc<Core>, object: NonNull<Object>) -> Self {
        Self { core, object }
    }

    pub(super) fn as_ptr(&self) -> *mut Object {
        self.object.as_ptr()
    }

    /// The virtual function at `slot`.
    ///
    /// # Safety
    /// `F` is the type of that function.
    unsafe fn function<F: Copy>(&self, slot: usize) -> F {
        const { assert!(size_of::<F>() == size_of::<*const c_void>()) };
        // SAFETY: the object is alive and begins with the address of its table, which has 17 functions and is constant;
        // all slots are among them. The type is the caller's promise.
        unsafe {
            let table = (*self.object.as_ptr()).functions;
            ptr::read(table.add(slot).cast::<F>())
        }
    }

    fn set<T>(&self, slot: usize, name: &CStr, value: T) {
        type Set<T> = unsafe extern "C" fn(*mut Object, *const c_char, T);
        // SAFETY: the slot is that of the function for this type (see `Slots`); the name is a string that NGX copies.
        unsafe { self.function::<Set<T>>(slot)(self.as_ptr(), name.as_ptr(), value) }
    }

    fn get<T: Copy>(&self, slot: usize, name: &CStr, mut value: T) -> Option<T> {
        type Get<T> = unsafe extern "C" fn(*mut Object, *const c_char, *mut T) -> u32;
        // SAFETY: the slot is that of the function for this type; it writes a value of that type or nothing.
        let result = unsafe { self.function::<Get<T>>(slot)(self.as_ptr(), name.as_ptr(), &mut value) };
        (result == SUCCESS).then_some(value)
    }

    pub(super) fn set_f32(&self, name: &CStr, value: f32) {
        self.set(self.core.slots().set_f32, name, value);
    }

    pub(super) fn set_u32(&self, name: &CStr, value: u32) {
        self.set(self.core.slots().set_u32, name, value);
    }

    pub(super) fn set_i32(&self, name: &CStr, value: i32) {
        self.set(self.core.slots().set_i32, name, value);
    }

    /// The address has to stay valid until it is replaced or the last call with these parameters is over.
    pub(super) fn set_pointer<T>(&self, name: &CStr, value: *const T) {
        self.set(
            self.core.slots().set_pointer,
            name,
            value.cast_mut().cast::<c_void>(),
        );
    }

    /// The number of that name, if there is one.
    pub(super) fn u32(&self, name: &CStr) -> Option<u32> {
        self.get(self.core.slots().get_u32, name, 0)
    }

    /// The number of that name, if there is one.
    pub(super) fn i32(&self, name: &CStr) -> Option<i32> {
        self.get(self.core.slots().get_i32, name, 0)
    }

    /// The address of that name, if there is one.
    pub(super) fn pointer(&self, name: &CStr) -> Option<NonNull<c_void>> {
        NonNull::new(self.get(self.core.slots().get_pointer, name, ptr::null_mut())?)
    }
}

impl Drop for Parameters {
    fn drop(&mut self) {
        self.core.destroy(self.object);
    }
}
