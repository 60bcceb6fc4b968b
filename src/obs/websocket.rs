// SPDX-License-Identifier: GPL-2.0-or-later
//! Requests and events of our own in obs-websocket, which offers this to other plugins through procedures of OBS.

use std::ffi::c_void;
use std::fmt;
use std::marker::PhantomData;
use std::ptr::NonNull;
use std::sync::Arc;

use crate::callbacks::{Closures, Registration};
use crate::data::Data;
use crate::panic::guard;
use crate::procedure::Arguments;
use crate::sys;

type Request = dyn Fn(&Data, &mut Data) + Send + Sync;

static REQUESTS: Closures<Request> = Closures::new();

/// What obs-websocket's `vendor_request_register` takes; it copies it.
#[repr(C)]
struct RequestCallback {
    callback: Option<unsafe extern "C" fn(*mut sys::obs_data_t, *mut sys::obs_data_t, *mut c_void)>,
    private_data: *mut c_void,
}

/// Our name in obs-websocket, while requests are added. Made and used inside the module's post-load function, when
/// every module is there: it cannot be sent elsewhere.
pub struct Vendor {
    handler: NonNull<sys::proc_handler_t>,
    vendor: NonNull<c_void>,
    requests: Vec<Registration<Request>>,
    _post_load: PhantomData<*const ()>,
}

/// Our name with the requests that were added: they answer with nothing once this is dropped.
///
/// To be dropped when our module is unloaded. Events are sent from callbacks of sources only, as those come from
/// threads that OBS ends before it unloads the first module: obs-websocket may be that one.
pub struct VendorRequests {
    handler: NonNull<sys::proc_handler_t>,
    vendor: NonNull<c_void>,
    requests: Vec<Registration<Request>>,
}

// SAFETY: obs-websocket's procedures may be called on any thread, with its own locks.
unsafe impl Send for VendorRequests {}
// SAFETY: as above.
unsafe impl Sync for VendorRequests {}

impl Vendor {
    /// Registers the name. `None`: this OBS has no obs-websocket, or the name is taken.
    pub fn register(name: &str) -> Option<Self> {
        let mut arguments = Arguments::new();
        // SAFETY: OBS's own handler lives as long as OBS; the procedure expects nothing.
        let offered = unsafe {
            let handler = NonNull::new(sys::obs_get_proc_handler())?;
            arguments.call(handler.as_ptr(), c"obs_websocket_api_get_ph")
        };
        let handler: NonNull<sys::proc_handler_t> = arguments.pointer(c"ph").filter(|_| offered)?.cast();

        let mut arguments = Arguments::new();
        arguments.set_text(c"name", name);
        // SAFETY: obs-websocket's handler, there until modules are unloaded; the procedure expects a name.
        let called = unsafe { arguments.call(handler.as_ptr(), c"vendor_register") };
        let vendor = arguments.pointer(c"vendor").filter(|_| called)?;
        Some(Self {
            handler,
            vendor,
            requests: Vec::new(),
            _post_load: PhantomData,
        })
    }

    /// Adds a request: `body` gets what the client sent and fills the answer, on a thread of obs-websocket's. False:
    /// obs-websocket refused.
    pub fn add_request(
        &mut self,
        name: &str,
        body: impl Fn(&Data, &mut Data) + Send + Sync + 'static,
    ) -> bool {
        let registration = REQUESTS.register(Arc::new(body));
        let mut callback = RequestCallback {
            callback: Some(on_request),
            private_data: registration.pointer(),
        };
        let mut arguments = Arguments::new();
        arguments.set_pointer(c"vendor", self.vendor.as_ptr());
        arguments.set_text(c"type", name);
        arguments.set_pointer(c"callback", (&raw mut callback).cast());
        // SAFETY: the handler and the vendor are there while the modules are; the callback structure is copied during
        // the call.
        let called = unsafe { arguments.call(self.handler.as_ptr(), c"vendor_request_register") };
        let added = called && arguments.switch(c"success");
        if added {
            self.requests.push(registration);
        }
        added
    }

    /// What keeps the requests answering, and sends events.
    pub fn finish(self) -> VendorRequests {
        VendorRequests {
            handler: self.handler,
            vendor: self.vendor,
            requests: self.requests,
        }
    }
}

impl VendorRequests {
    /// Sends an event to the clients that listen to vendors' events; obs-websocket does so on threads of its own.
    /// False: it refused.
    pub fn emit(&self, name: &str, data: &Data) -> bool {
        let mut arguments = Arguments::new();
        arguments.set_pointer(c"vendor", self.vendor.as_ptr());
        arguments.set_text(c"type", name);
        arguments.set_pointer(c"data", data.as_ptr().cast());
        // SAFETY: obs-websocket is loaded while sources are called back, so that the handler and the vendor are there;
        // the data live through the call, which copies them.
        let called = unsafe { arguments.call(self.handler.as_ptr(), c"vendor_event_emit") };
        called && arguments.switch(c"success")
    }
}

impl fmt::Debug for VendorRequests {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("VendorRequests")
            .field("requests", &self.requests)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Vendor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Vendor")
            .field("requests", &self.requests)
            .finish_non_exhaustive()
    }
}

unsafe extern "C" fn on_request(
    request: *mut sys::obs_data_t,
    response: *mut sys::obs_data_t,
    pointer: *mut c_void,
) {
    guard((), || {
        // SAFETY: obs-websocket gives the sets of this one request, there during the call and used by nobody else.
        let (request, response) = unsafe { (Data::from_borrowed(request), Data::from_borrowed(response)) };
        if let (Some(body), Some(mut response)) = (REQUESTS.find(pointer), response) {
            body(&request.unwrap_or_default(), &mut response);
        }
    });
}
