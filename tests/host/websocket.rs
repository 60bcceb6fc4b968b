// SPDX-License-Identifier: GPL-2.0-or-later
//! What obs-websocket offers to other modules, without a socket: a vendor's requests are called as a client's would be,
//! and its events are kept. The module itself needs the whole application.

use std::collections::BTreeMap;
use std::ffi::{c_char, c_void};
use std::ptr::NonNull;
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result};
use nu_scaler_obs::sys;
use serde_json::Value;

use super::data::{Settings, string};

type Callback = unsafe extern "C" fn(*mut sys::obs_data_t, *mut sys::obs_data_t, *mut c_void);

/// As obs-websocket takes it.
#[repr(C)]
struct RequestCallback {
    callback: Option<Callback>,
    private_data: *mut c_void,
}

#[derive(Default)]
struct State {
    /// The address of each request's private data, which only the request knows to use.
    requests: BTreeMap<String, (Callback, usize)>,
    events: Vec<(String, Value)>,
}

static STATE: Mutex<State> = Mutex::new(State {
    requests: BTreeMap::new(),
    events: Vec::new(),
});

/// Stands for the one vendor.
static VENDOR: u8 = 0;

/// The procedures; those of OBS that lead to them end with it.
pub(super) struct Websocket(NonNull<sys::proc_handler_t>);

impl Websocket {
    /// Offers them to the modules that are loaded.
    pub(super) fn offer() -> Result<Self> {
        // SAFETY: libobs runs and copies the declarations; the handler lives until it is dropped after libobs's end.
        unsafe {
            let handler = NonNull::new(sys::proc_handler_create()).context("no procedure handler")?;
            let procedures: [(_, unsafe extern "C" fn(*mut c_void, *mut sys::calldata_t)); 3] = [
                (c"bool vendor_register(in string name, out ptr vendor)", register),
                (
                    c"bool vendor_request_register(in ptr vendor, in string type, in ptr callback)",
                    register_request,
                ),
                (
                    c"bool vendor_event_emit(in ptr vendor, in string type, in ptr data)",
                    emit,
                ),
            ];
            for (declaration, procedure) in procedures {
                sys::proc_handler_add(
                    handler.as_ptr(),
                    declaration.as_ptr(),
                    Some(procedure),
                    std::ptr::null_mut(),
                );
            }
            sys::proc_handler_add(
                sys::obs_get_proc_handler(),
                c"bool obs_websocket_api_get_ph(out ptr ph)".as_ptr(),
                Some(give_handler),
                handler.as_ptr().cast(),
            );
            Ok(Self(handler))
        }
    }
}

impl Drop for Websocket {
    fn drop(&mut self) {
        // SAFETY: libobs has ended, and its modules with it.
        unsafe { sys::proc_handler_destroy(self.0.as_ptr()) };
    }
}

/// Sends the vendor a request with these data, on this thread; gives the answer.
///
/// # Errors
/// When there is no such request.
pub fn request(kind: &str, data: &Value) -> Result<Value> {
    request_text(kind, &data.to_string())
}

/// The same with JSON as a client writes it.
///
/// # Errors
/// As above, and when libobs does not take the JSON.
pub fn request_text(kind: &str, data: &str) -> Result<Value> {
    let registered = state().requests.get(kind).copied();
    let (callback, private_data) = registered.with_context(|| format!("no request {kind}"))?;
    let (data, answer) = (Settings::from_text(data)?, Settings::from_text("{}")?);
    // SAFETY: as obs-websocket calls it: two sets that nobody else has, and the private data of the request.
    unsafe {
        callback(
            data.as_ptr(),
            answer.as_ptr(),
            std::ptr::without_provenance_mut(private_data),
        );
    }
    answer.to_json()
}

/// A request with its answer, for a thread of libobs's.
struct Task<'a> {
    kind: &'a str,
    data: &'a Value,
    answer: Option<Result<Value>>,
}

/// The same on libobs's graphics thread, between two frames, as obs-websocket has it in batches of one type.
///
/// # Errors
/// As above.
pub fn request_between_frames(kind: &str, data: &Value) -> Result<Value> {
    let mut task = Task {
        kind,
        data,
        answer: None,
    };
    // SAFETY: libobs waits for the task, which alone has the structure meanwhile.
    unsafe { sys::obs_queue_task(sys::OBS_TASK_GRAPHICS, Some(run), (&raw mut task).cast(), true) };
    task.answer.context("libobs ran no task")?
}

unsafe extern "C" fn run(task: *mut c_void) {
    // SAFETY: the structure of `request_between_frames`, which waits.
    if let Some(task) = unsafe { task.cast::<Task<'_>>().as_mut() } {
        task.answer = Some(request(task.kind, task.data));
    }
}

/// The events since the last call, with their types.
#[must_use]
pub fn take_events() -> Vec<(String, Value)> {
    std::mem::take(&mut state().events)
}

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

unsafe extern "C" fn give_handler(handler: *mut c_void, arguments: *mut sys::calldata_t) {
    // SAFETY: libobs gives the arguments of this call.
    unsafe { set_pointer(arguments, c"ph".as_ptr(), handler) };
}

unsafe extern "C" fn register(_: *mut c_void, arguments: *mut sys::calldata_t) {
    let vendor = (&raw const VENDOR).cast_mut().cast();
    // SAFETY: as above.
    unsafe { set_pointer(arguments, c"vendor".as_ptr(), vendor) };
}

unsafe extern "C" fn register_request(_: *mut c_void, arguments: *mut sys::calldata_t) {
    // SAFETY: as above; the callback is a structure that lives through the call.
    unsafe {
        let callback: *const RequestCallback = pointer(arguments, c"callback".as_ptr()).cast();
        let Some(RequestCallback {
            callback: Some(callback),
            private_data,
        }) = callback.as_ref()
        else {
            return;
        };
        state()
            .requests
            .insert(kind(arguments), (*callback, private_data.addr()));
        succeed(arguments);
    }
}

unsafe extern "C" fn emit(_: *mut c_void, arguments: *mut sys::calldata_t) {
    // SAFETY: as above; the data are a live set, of which a reference is taken.
    unsafe {
        let data: *mut sys::obs_data_t = pointer(arguments, c"data".as_ptr()).cast();
        if data.is_null() || pointer(arguments, c"vendor".as_ptr()).cast_const() != (&raw const VENDOR).cast()
        {
            return;
        }
        sys::obs_data_addref(data);
        let event = Settings::from_raw(data).and_then(|data| data.to_json());
        state().events.push((kind(arguments), event.unwrap_or_default()));
        succeed(arguments);
    }
}

/// # Safety
/// `arguments` are those of a call that goes on.
unsafe fn kind(arguments: *const sys::calldata_t) -> String {
    let mut text: *const c_char = std::ptr::null();
    // SAFETY: the caller's promise; the text lives in the arguments and is copied.
    unsafe {
        sys::calldata_get_string(arguments, c"type".as_ptr(), &raw mut text);
        string(text)
    }
}

/// # Safety
/// As above.
unsafe fn pointer(arguments: *const sys::calldata_t, name: *const c_char) -> *mut c_void {
    let mut pointer: *mut c_void = std::ptr::null_mut();
    // SAFETY: the caller's promise; libobs writes a pointer, or nothing.
    unsafe {
        sys::calldata_get_data(arguments, name, (&raw mut pointer).cast(), size_of_val(&pointer));
    }
    pointer
}

/// # Safety
/// As above.
unsafe fn set_pointer(arguments: *mut sys::calldata_t, name: *const c_char, pointer: *mut c_void) {
    // SAFETY: the caller's promise; libobs copies the pointer.
    unsafe {
        sys::calldata_set_data(
            arguments,
            name,
            (&raw const pointer).cast(),
            size_of_val(&pointer),
        );
        succeed(arguments);
    }
}

/// # Safety
/// As above.
unsafe fn succeed(arguments: *mut sys::calldata_t) {
    let success = true;
    // SAFETY: the caller's promise; libobs copies the byte.
    unsafe {
        sys::calldata_set_data(
            arguments,
            c"success".as_ptr(),
            (&raw const success).cast(),
            size_of_val(&success),
        );
    }
}
