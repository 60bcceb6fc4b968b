// SPDX-License-Identifier: GPL-2.0-or-later
//! Video inputs: a Rust type becomes a source type that users add to scenes.

use std::ffi::{c_int, c_void};

use crate::data::Data;
use crate::instance::{Instance, VideoSource, describe, register};
use crate::panic::guard;
use crate::source::Source;
use crate::sys;

/// A source that users add to scenes, which draws itself and may be made of one other source.
pub trait VideoInput: VideoSource {
    /// The source that this one is made of, which is shown, and counted as shown, wherever this one is. It must be what
    /// [`Source::add_active_child`] was called for, until [`Source::remove_active_child`]. Any thread.
    fn active_child(&self) -> Option<Source>;

    /// The settings are being saved: what else belongs there is added. Any thread, often the UI's.
    fn save(&self, settings: &Data);

    /// The user does something in the window "Interact". The UI thread.
    fn interact(&self, interaction: Interaction<'_>);
}

/// Where the pointer is and what is held down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pointer {
    /// OBS's `INTERACT_*` flags.
    pub modifiers: u32,
    /// Pixels from the source's left edge.
    pub x: i32,
    /// Pixels from its top edge.
    pub y: i32,
}

impl Pointer {
    pub(crate) const fn to_raw(self) -> sys::obs_mouse_event {
        sys::obs_mouse_event {
            modifiers: self.modifiers,
            x: self.x,
            y: self.y,
        }
    }
}

/// A key, as OBS tells of it.
#[derive(Clone, Copy, Debug)]
pub struct Key<'a> {
    pub(crate) event: &'a sys::obs_key_event,
}

/// What a user does to a source. [`Source::interact`] passes it on.
#[derive(Clone, Copy, Debug)]
pub enum Interaction<'a> {
    /// A mouse button goes down or up: the pointer, OBS's number of the button, whether it goes up, and which click in a
    /// quick succession it is.
    Click(Pointer, i32, bool, u32),
    /// The mouse moves, or leaves.
    Move(Pointer, bool),
    /// The wheel turns, by so much across and down.
    Wheel(Pointer, c_int, c_int),
    /// The keyboard's focus comes or goes.
    Focus(bool),
    /// A key goes down, or up.
    Key(Key<'a>, bool),
}

impl Interaction<'_> {
    /// The same with the pointer elsewhere.
    #[must_use]
    pub fn map_pointer(self, map: impl FnOnce(Pointer) -> Pointer) -> Self {
        match self {
            Self::Click(pointer, button, up, count) => Self::Click(map(pointer), button, up, count),
            Self::Move(pointer, leaves) => Self::Move(map(pointer), leaves),
            Self::Wheel(pointer, x, y) => Self::Wheel(map(pointer), x, y),
            Self::Focus(_) | Self::Key(..) => self,
        }
    }
}

/// Makes `T` known to OBS, in the module's load function. False: OBS refused it (it logs why).
pub fn register_input<T: VideoInput>() -> bool {
    let info = describe::<T>();
    register(&sys::obs_source_info {
        type_: sys::OBS_SOURCE_TYPE_INPUT,
        output_flags: info.output_flags | sys::OBS_SOURCE_CUSTOM_DRAW | sys::OBS_SOURCE_INTERACTION,
        icon_type: sys::OBS_ICON_TYPE_DESKTOP_CAPTURE,
        enum_active_sources: Some(enum_active_sources::<T>),
        save: Some(save::<T>),
        mouse_click: Some(mouse_click::<T>),
        mouse_move: Some(mouse_move::<T>),
        mouse_wheel: Some(mouse_wheel::<T>),
        focus: Some(focus::<T>),
        key_click: Some(key_click::<T>),
        ..info
    })
}

// The callbacks. Each gets from OBS what `Instance::of` asks for: the pointer that `create` gave, before `destroy`; the
// lifetime of the reference ends with the callback.

unsafe extern "C" fn enum_active_sources<T: VideoInput>(
    data: *mut c_void,
    found: sys::obs_source_enum_proc_t,
    parameter: *mut c_void,
) {
    guard((), || {
        // SAFETY: see above.
        let Some(instance) = (unsafe { Instance::<T>::of(data) }) else {
            return;
        };
        if let (Some(found), Some(Some(child))) = (found, instance.call(T::active_child)) {
            // SAFETY: OBS's own function with the parameter that it gave; both sources are there during the call.
            unsafe { found(instance.source(), child.as_ptr(), parameter) };
        }
    });
}

unsafe extern "C" fn save<T: VideoInput>(data: *mut c_void, settings: *mut sys::obs_data_t) {
    guard((), || {
        // SAFETY: see above; the settings are there during the callback.
        let (instance, settings) = unsafe { (Instance::<T>::of(data), Data::from_borrowed(settings)) };
        if let (Some(instance), Some(settings)) = (instance, settings) {
            instance.call(|video| video.save(&settings));
        }
    });
}

unsafe extern "C" fn mouse_click<T: VideoInput>(
    data: *mut c_void,
    event: *const sys::obs_mouse_event,
    button: i32,
    up: bool,
    count: u32,
) {
    // SAFETY: OBS gives an instance and an event that are there during the callback.
    unsafe {
        with_pointer::<T>(data, event, |pointer| {
            Interaction::Click(pointer, button, up, count)
        })
    };
}

unsafe extern "C" fn mouse_move<T: VideoInput>(
    data: *mut c_void,
    event: *const sys::obs_mouse_event,
    leaves: bool,
) {
    // SAFETY: as above.
    unsafe { with_pointer::<T>(data, event, |pointer| Interaction::Move(pointer, leaves)) };
}

unsafe extern "C" fn mouse_wheel<T: VideoInput>(
    data: *mut c_void,
    event: *const sys::obs_mouse_event,
    x: c_int,
    y: c_int,
) {
    // SAFETY: as above.
    unsafe { with_pointer::<T>(data, event, |pointer| Interaction::Wheel(pointer, x, y)) };
}

/// # Safety
/// `data` as for [`Instance::of`]; `event` is NULL or there during the call.
unsafe fn with_pointer<T: VideoInput>(
    data: *mut c_void,
    event: *const sys::obs_mouse_event,
    interaction: impl FnOnce(Pointer) -> Interaction<'static>,
) {
    guard((), || {
        // SAFETY: the caller's promise.
        let (instance, event) = unsafe { (Instance::<T>::of(data), event.as_ref()) };
        if let (Some(instance), Some(event)) = (instance, event) {
            let interaction = interaction(Pointer {
                modifiers: event.modifiers,
                x: event.x,
                y: event.y,
            });
            instance.call(|video| video.interact(interaction));
        }
    });
}

unsafe extern "C" fn focus<T: VideoInput>(data: *mut c_void, focus: bool) {
    guard((), || {
        // SAFETY: see above.
        if let Some(instance) = unsafe { Instance::<T>::of(data) } {
            instance.call(|video| video.interact(Interaction::Focus(focus)));
        }
    });
}

unsafe extern "C" fn key_click<T: VideoInput>(data: *mut c_void, event: *const sys::obs_key_event, up: bool) {
    guard((), || {
        // SAFETY: see above; the event is there during the callback.
        let (instance, event) = unsafe { (Instance::<T>::of(data), event.as_ref()) };
        if let (Some(instance), Some(event)) = (instance, event) {
            instance.call(|video| video.interact(Interaction::Key(Key { event }, up)));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_a_pointer_is_moved() {
        let pointer = Pointer {
            modifiers: 1,
            x: 10,
            y: 20,
        };
        let map = |pointer: Pointer| Pointer {
            x: pointer.x / 2,
            y: pointer.y / 2 + 1,
            ..pointer
        };
        let moved = Interaction::Click(pointer, 2, true, 3).map_pointer(map);
        let Interaction::Click(at, 2, true, 3) = moved else {
            panic!("{moved:?}");
        };
        assert_eq!((at.modifiers, at.x, at.y), (1, 5, 11));
        let focus = Interaction::Focus(true).map_pointer(map);
        assert!(matches!(focus, Interaction::Focus(true)), "{focus:?}");
    }
}
