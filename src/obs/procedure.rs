// SPDX-License-Identifier: GPL-2.0-or-later
//! Procedures: functions by name, with named arguments, between the parts of OBS.

use std::ffi::{CStr, c_char, c_void};
use std::fmt;
use std::ptr::{self, NonNull};
use std::sync::Arc;

use crate::callbacks::{Closures, Registration};
use crate::strings::{c_string, copied};
use crate::{panic, sys};

type TextProcedure = dyn Fn() -> String + Send + Sync;

static PROCEDURES: Closures<Entry> = Closures::new();

struct Entry {
    result: &'static CStr,
    body: Box<TextProcedure>,
}

/// A procedure of a source; answers nothing once this is dropped.
pub struct Procedure {
    _registration: Registration<Entry>,
}

impl Procedure {
    /// Adds a procedure that gives one text. `declaration`: as OBS writes it, `void name(out string result)`;
    /// `result`: the name of the text in it. Callers may be on any thread.
    ///
    /// # Safety
    /// `handler` is a live procedure handler.
    pub(crate) unsafe fn add(
        handler: *mut sys::proc_handler_t,
        declaration: &CStr,
        result: &'static CStr,
        body: impl Fn() -> String + Send + Sync + 'static,
    ) -> Self {
        let registration = PROCEDURES.register(Arc::new(Entry {
            result,
            body: Box::new(body),
        }));
        // SAFETY: a live handler (the caller's promise), which copies the declaration. `call` takes any pointer.
        unsafe {
            sys::proc_handler_add(handler, declaration.as_ptr(), Some(call), registration.pointer());
        }
        Self {
            _registration: registration,
        }
    }
}

impl fmt::Debug for Procedure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Procedure").finish_non_exhaustive()
    }
}

unsafe extern "C" fn call(pointer: *mut c_void, arguments: *mut sys::calldata_t) {
    panic::guard((), || {
        let Some(entry) = PROCEDURES.find(pointer) else {
            return;
        };
        let text = (entry.body)();
        // SAFETY: OBS gives the arguments of this call, live and used by no other thread.
        unsafe { set_text(arguments, entry.result, &text) };
    });
}

/// Arguments of a call that we make.
pub(crate) struct Arguments(sys::calldata_t);

impl Arguments {
    pub(crate) fn new() -> Self {
        // All zero is OBS's own empty value.
        Self(sys::calldata_t::default())
    }

    pub(crate) fn set_text(&mut self, name: &CStr, text: &str) {
        // SAFETY: ours.
        unsafe { set_text(&raw mut self.0, name, text) };
    }

    pub(crate) fn set_pointer(&mut self, name: &CStr, pointer: *mut c_void) {
        // SAFETY: ours; OBS copies the pointer itself.
        unsafe {
            sys::calldata_set_data(
                &raw mut self.0,
                name.as_ptr(),
                (&raw const pointer).cast(),
                size_of_val(&pointer),
            );
        }
    }

    pub(crate) fn pointer(&self, name: &CStr) -> Option<NonNull<c_void>> {
        pointer_in(&self.0, name)
    }

    pub(crate) fn switch(&self, name: &CStr) -> bool {
        // Read as a byte: what another module wrote need not be a Rust bool.
        let mut value = 0_u8;
        // SAFETY: as in `pointer_in`.
        let found = unsafe {
            sys::calldata_get_data(
                &raw const self.0,
                name.as_ptr(),
                (&raw mut value).cast(),
                size_of_val(&value),
            )
        };
        found && value != 0
    }

    pub(crate) fn text(&self, name: &CStr) -> Option<String> {
        text_in(&self.0, name)
    }

    /// Calls a procedure; false: the handler has none of this name.
    ///
    /// # Safety
    /// `handler` is a live procedure handler, and the arguments are what the procedure expects.
    pub(crate) unsafe fn call(&mut self, handler: *mut sys::proc_handler_t, name: &CStr) -> bool {
        // SAFETY: the caller's promise.
        unsafe { sys::proc_handler_call(handler, name.as_ptr(), &raw mut self.0) }
    }
}

impl Drop for Arguments {
    fn drop(&mut self) {
        // SAFETY: the memory is OBS's and ours to free; it is never the fixed kind. NULL is allowed.
        unsafe { sys::bfree(self.0.stack.cast()) };
    }
}

/// A pointer among the arguments of a call or signal.
pub(crate) fn pointer_in(arguments: &sys::calldata_t, name: &CStr) -> Option<NonNull<c_void>> {
    let mut pointer: *mut c_void = ptr::null_mut();
    // SAFETY: live arguments; OBS writes a pointer only if a value of a pointer's size is there.
    let found = unsafe {
        sys::calldata_get_data(
            arguments,
            name.as_ptr(),
            (&raw mut pointer).cast(),
            size_of_val(&pointer),
        )
    };
    NonNull::new(pointer).filter(|_| found)
}

/// A text among the arguments of a call or signal.
pub(crate) fn text_in(arguments: &sys::calldata_t, name: &CStr) -> Option<String> {
    let mut text: *const c_char = ptr::null();
    // SAFETY: live arguments; the text lives in them and is copied.
    unsafe {
        sys::calldata_get_string(arguments, name.as_ptr(), &raw mut text)
            .then(|| copied(text))
            .flatten()
    }
}

/// # Safety
/// `arguments` is NULL or live, and used by no other thread.
unsafe fn set_text(arguments: *mut sys::calldata_t, name: &CStr, text: &str) {
    if arguments.is_null() {
        return;
    }
    let text = c_string(text);
    let bytes = text.as_bytes_with_nul();
    // SAFETY: the caller's promise; OBS copies the bytes, the NUL among them.
    unsafe { sys::calldata_set_data(arguments, name.as_ptr(), bytes.as_ptr().cast(), bytes.len()) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_procedure_answers_until_dropped() {
        // SAFETY: makes a handler of its own.
        let handler = unsafe { sys::proc_handler_create() };
        // SAFETY: live until it is destroyed below.
        let procedure = unsafe {
            Procedure::add(handler, c"void test_status(out string json)", c"json", || {
                "{\"a\":1}".to_owned()
            })
        };
        let ask = || {
            let mut arguments = Arguments::new();
            // SAFETY: live, and it expects nothing.
            assert!(unsafe { arguments.call(handler, c"test_status") });
            arguments.text(c"json")
        };
        assert_eq!(ask().as_deref(), Some("{\"a\":1}"));
        drop(procedure);
        assert_eq!(ask(), None);
        // SAFETY: as above.
        assert!(!unsafe { Arguments::new().call(handler, c"missing") });
        // SAFETY: ours, and not used again.
        unsafe { sys::proc_handler_destroy(handler) };
    }

    #[test]
    fn arguments_come_back() {
        let mut arguments = Arguments::new();
        let mut value = 1_u32;
        let pointer = (&raw mut value).cast();
        arguments.set_pointer(c"pointer", pointer);
        arguments.set_text(c"text", "x");
        assert_eq!(arguments.pointer(c"pointer"), NonNull::new(pointer));
        assert_eq!(arguments.pointer(c"missing"), None);
        assert_eq!(arguments.text(c"text").as_deref(), Some("x"));
        assert!(!arguments.switch(c"missing"));
    }
}
