// SPDX-License-Identifier: GPL-2.0-or-later
//! Video filters: a Rust type becomes a filter type of OBS.

use std::ffi::c_void;

use crate::instance::{Instance, VideoSource, describe, register};
use crate::panic::guard;
use crate::sys;

/// A filter on the picture of a source. OBS makes one instance for each place where the user adds it.
pub trait VideoFilter: VideoSource {
    /// The filter was taken off its source; it may be put back (undo).
    fn removed(&self) {}
}

/// Makes `T` known to OBS, in the module's load function. False: OBS refused it (it logs why).
pub fn register_filter<T: VideoFilter>() -> bool {
    register(&sys::obs_source_info {
        type_: sys::OBS_SOURCE_TYPE_FILTER,
        filter_remove: Some(filter_remove::<T>),
        ..describe::<T>()
    })
}

unsafe extern "C" fn filter_remove<T: VideoFilter>(data: *mut c_void, _parent: *mut sys::obs_source_t) {
    guard((), || {
        // SAFETY: OBS gives the pointer that `create` gave, before `destroy`.
        if let Some(instance) = unsafe { Instance::<T>::of(data) } {
            instance.call(T::removed);
        }
    });
}
