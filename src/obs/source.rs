// SPDX-License-Identifier: GPL-2.0-or-later
//! Sources (inputs, scenes, filters) of OBS.

use std::ffi::{CStr, c_void};
use std::fmt;
use std::ptr::{self, NonNull};

use crate::data::Data;
use crate::graphics::{ColorSpace, Graphics, Size};
use crate::input::Interaction;
use crate::panic::guard;
use crate::procedure::{Arguments, Procedure};
use crate::strings::{c_string, copied};
use crate::sys;

/// A source, kept alive while this lives. To be held for a moment: a filter that keeps its own source, or its parent,
/// would keep both for ever; that is what [`SourceRef`] is for.
pub struct Source {
    raw: NonNull<sys::obs_source_t>,
}

// SAFETY: OBS counts the references with atomics and lets sources be used from any thread; what is not so is asked
// for with a Graphics token.
unsafe impl Send for Source {}
// SAFETY: as above.
unsafe impl Sync for Source {}

impl Source {
    /// A reference to a source of OBS; `None` for NULL and for one that is already being destroyed.
    ///
    /// # Safety
    /// `raw` is NULL or a source whose memory is still there during this call, as any that OBS hands to a callback.
    pub unsafe fn from_borrowed(raw: *mut sys::obs_source_t) -> Option<Self> {
        if raw.is_null() {
            return None;
        }
        // SAFETY: the caller's promise; the reference that comes back is released in drop.
        NonNull::new(unsafe { sys::obs_source_get_ref(raw) }).map(|raw| Self { raw })
    }

    /// The source (input or scene, not filter) with this name.
    pub fn by_name(name: &str) -> Option<Self> {
        let name = c_string(name);
        // SAFETY: a NUL-terminated name; the reference that comes back is ours.
        NonNull::new(unsafe { sys::obs_get_source_by_name(name.as_ptr()) }).map(|raw| Self { raw })
    }

    /// Every source that users made, inputs first, then scenes; a group may be among both.
    pub fn all() -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        let parameter = (&raw mut found).cast();
        // SAFETY: `collect` gets the list, which outlives both calls, and nobody else has it meanwhile.
        unsafe {
            sys::obs_enum_sources(Some(collect), parameter);
            sys::obs_enum_scenes(Some(collect), parameter);
        }
        found
    }

    /// Makes an input that is in no list of OBS's and is not saved. `id`: as [`latest_input_type`] gives it. `None`: OBS
    /// cannot.
    pub fn create_private(id: &str, name: &str, settings: &Data) -> Option<Self> {
        let (id, name) = (c_string(id), c_string(name));
        // SAFETY: OBS copies the strings and the settings; the reference that comes back is ours.
        let raw = unsafe { sys::obs_source_create_private(id.as_ptr(), name.as_ptr(), settings.as_ptr()) };
        NonNull::new(raw).map(|raw| Self { raw })
    }

    /// The filter with this name on this source.
    pub fn filter_by_name(&self, name: &str) -> Option<Self> {
        let name = c_string(name);
        // SAFETY: a live source; the reference that comes back is ours.
        let raw = unsafe { sys::obs_source_get_filter_by_name(self.as_ptr(), name.as_ptr()) };
        NonNull::new(raw).map(|raw| Self { raw })
    }

    /// The filters on it, the first to work first.
    pub fn filters(&self) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        // SAFETY: a live source; `collect_filter` gets the list, which outlives the call, and nobody else has it.
        unsafe {
            sys::obs_source_enum_filters(self.as_ptr(), Some(collect_filter), (&raw mut found).cast());
        }
        found
    }

    /// The source of OBS, valid as long as this lives.
    pub fn as_ptr(&self) -> *mut sys::obs_source_t {
        self.raw.as_ptr()
    }

    /// A reference that does not keep it alive.
    pub fn downgrade(&self) -> SourceRef {
        // SAFETY: a live source.
        unsafe { SourceRef::from_raw(self.as_ptr()) }
    }

    /// The name that the user gave it.
    pub fn name(&self) -> String {
        // SAFETY: a live source. OBS may change the name from another thread, but keeps the old text until the source
        // goes.
        unsafe { copied(sys::obs_source_get_name(self.as_ptr())) }.unwrap_or_default()
    }

    /// Whether this is its [`Source::name`]; allocates nothing.
    pub fn is_named(&self, name: &str) -> bool {
        // SAFETY: as in `name`; a source has a name, and NULL is not looked into.
        unsafe {
            let own = sys::obs_source_get_name(self.as_ptr());
            !own.is_null() && CStr::from_ptr(own).to_bytes() == name.as_bytes()
        }
    }

    /// The identifier of its type.
    pub fn type_id(&self) -> String {
        // SAFETY: a live source; its type's identifier never changes.
        unsafe { copied(sys::obs_source_get_id(self.as_ptr())) }.unwrap_or_default()
    }

    /// Its size without its filters; empty while it has no picture.
    pub fn base_size(&self) -> Size {
        Size::new(self.base_width(), self.base_height())
    }

    /// Its width in pixels without its filters.
    pub fn base_width(&self) -> u32 {
        // SAFETY: a live source.
        unsafe { sys::obs_source_get_base_width(self.as_ptr()) }
    }

    /// Its height in pixels without its filters.
    pub fn base_height(&self) -> u32 {
        // SAFETY: a live source.
        unsafe { sys::obs_source_get_base_height(self.as_ptr()) }
    }

    /// Its size with its filters.
    pub fn size(&self) -> Size {
        // SAFETY: a live source.
        unsafe {
            Size::new(
                sys::obs_source_get_width(self.as_ptr()),
                sys::obs_source_get_height(self.as_ptr()),
            )
        }
    }

    /// Its `OBS_SOURCE_*` output flags.
    pub fn output_flags(&self) -> u32 {
        // SAFETY: a live source.
        unsafe { sys::obs_source_get_output_flags(self.as_ptr()) }
    }

    /// Whether it is of a type that has a picture.
    pub fn has_video(&self) -> bool {
        self.output_flags() & sys::OBS_SOURCE_VIDEO != 0
    }

    /// What a filter filters next: the source, or the filter before it. `None`: it is on no source.
    ///
    /// Meant for the filter's own callbacks: OBS keeps the target there while they run.
    pub fn filter_target(&self) -> Option<Source> {
        // SAFETY: a live source. What comes back is OBS's own pointer, there during the filter's callbacks.
        unsafe { Self::from_borrowed(sys::obs_filter_get_target(self.as_ptr())) }
    }

    /// The source that a filter is on. `None`: on no source. Meant for the filter's own callbacks, as above.
    pub fn filter_parent(&self) -> Option<Source> {
        // SAFETY: as in `filter_target`.
        unsafe { Self::from_borrowed(sys::obs_filter_get_parent(self.as_ptr())) }
    }

    /// The colour space that it renders in, for a reader who prefers these, best first (none: the source's own).
    pub fn color_space(&self, preferred: &[ColorSpace]) -> ColorSpace {
        let preferred: Vec<_> = preferred.iter().map(|space| space.to_raw()).collect();
        // SAFETY: a live source, a list of the length given.
        ColorSpace::from_raw(unsafe {
            sys::obs_source_get_color_space(self.as_ptr(), preferred.len(), preferred.as_ptr())
        })
    }

    /// Draws it with its filters into the current target.
    pub fn render(&self, _: &Graphics) {
        // SAFETY: a live source, the context is entered (token).
        unsafe { sys::obs_source_video_render(self.as_ptr()) };
    }

    /// Draws a source that is not asynchronous and does not draw itself, without its filters.
    pub fn default_render(&self, _: &Graphics) {
        // SAFETY: as above.
        unsafe { sys::obs_source_default_render(self.as_ptr()) };
    }

    /// For a filter: draws what it filters, unfiltered, instead of itself. Nothing, when it filters nothing.
    pub fn skip_video_filter(&self, _: &Graphics) {
        // OBS follows both pointers without looking.
        let (Some(_target), Some(_parent)) = (self.filter_target(), self.filter_parent()) else {
            return;
        };
        // SAFETY: as above, on a filter with a source.
        unsafe { sys::obs_source_skip_video_filter(self.as_ptr()) };
    }

    /// For a filter: draws what it filters into the current target. False: it filters nothing.
    ///
    /// The last filter before the source must draw the source without its filters; `render` would come back to the
    /// filter.
    pub fn render_filter_target(&self, graphics: &Graphics) -> bool {
        let (Some(target), Some(parent)) = (self.filter_target(), self.filter_parent()) else {
            return false;
        };
        let drawn_elsewhere = sys::OBS_SOURCE_CUSTOM_DRAW | sys::OBS_SOURCE_ASYNC;
        if target == parent && target.output_flags() & drawn_elsewhere == 0 {
            target.default_render(graphics);
        } else {
            target.render(graphics);
        }
        true
    }

    /// Whether the user has it switched on (filters).
    pub fn enabled(&self) -> bool {
        // SAFETY: a live source.
        unsafe { sys::obs_source_enabled(self.as_ptr()) }
    }

    /// Switches a filter on or off, as its eye in the filters window does.
    pub fn set_enabled(&self, enabled: bool) {
        // SAFETY: a live source.
        unsafe { sys::obs_source_set_enabled(self.as_ptr(), enabled) };
    }

    /// Tells an open panel to ask for the properties anew. May be called on any thread.
    pub fn update_properties(&self) {
        // SAFETY: a live source.
        unsafe { sys::obs_source_update_properties(self.as_ptr()) };
    }

    /// Whether any view shows it.
    pub fn showing(&self) -> bool {
        // SAFETY: a live source.
        unsafe { sys::obs_source_showing(self.as_ptr()) }
    }

    /// Whether it is in the picture that is recorded or streamed.
    pub fn active(&self) -> bool {
        // SAFETY: a live source.
        unsafe { sys::obs_source_active(self.as_ptr()) }
    }

    /// Whether the user removed it.
    pub fn removed(&self) -> bool {
        // SAFETY: a live source.
        unsafe { sys::obs_source_removed(self.as_ptr()) }
    }

    /// Shows `child` wherever this source is shown from now on, as a scene does with what is in it; for a source that
    /// draws it, and names it in [`VideoInput::active_child`](crate::input::VideoInput::active_child). False, and
    /// nothing happens: `child` is, or shows, this source.
    pub fn add_active_child(&self, child: &Source) -> bool {
        // SAFETY: both live.
        unsafe { sys::obs_source_add_active_child(self.as_ptr(), child.as_ptr()) }
    }

    /// Ends what [`Self::add_active_child`] began.
    pub fn remove_active_child(&self, child: &Source) {
        // SAFETY: both live.
        unsafe { sys::obs_source_remove_active_child(self.as_ptr(), child.as_ptr()) };
    }

    /// Keeps its sound out of every track.
    pub fn silence(&self) {
        // SAFETY: a live source.
        unsafe { sys::obs_source_set_audio_mixers(self.as_ptr(), 0) };
    }

    /// Does to it what the user does in the window "Interact"; nothing, if it is no source for that.
    pub fn interact(&self, interaction: Interaction<'_>) {
        let raw = self.as_ptr();
        // SAFETY: a live source, which looks at its flags itself; the events live through the calls.
        unsafe {
            match interaction {
                Interaction::Click(pointer, button, up, count) => {
                    sys::obs_source_send_mouse_click(raw, &pointer.to_raw(), button, up, count);
                }
                Interaction::Move(pointer, leaves) => {
                    sys::obs_source_send_mouse_move(raw, &pointer.to_raw(), leaves);
                }
                Interaction::Wheel(pointer, x, y) => {
                    sys::obs_source_send_mouse_wheel(raw, &pointer.to_raw(), x, y);
                }
                Interaction::Focus(focus) => sys::obs_source_send_focus(raw, focus),
                Interaction::Key(key, up) => sys::obs_source_send_key_click(raw, key.event, up),
            }
        }
    }

    /// Its settings themselves: a change is seen by the source, and saved. As with [`Self::update`], OBS leaves it to
    /// its users not to change them on two threads at once.
    pub fn settings(&self) -> Data {
        // SAFETY: a live source, which gives a reference that is ours.
        unsafe { Data::from_owned(sys::obs_source_get_settings(self.as_ptr())) }.unwrap_or_default()
    }

    /// Brings its settings up to date with what it knows, as before they are saved.
    pub fn save(&self) {
        // SAFETY: a live source.
        unsafe { sys::obs_source_save(self.as_ptr()) };
    }

    /// Gives it new settings, merged into what it has; a video source takes them at its next tick.
    pub fn update(&self, settings: &Data) {
        // SAFETY: a live source and a live set.
        unsafe { sys::obs_source_update(self.as_ptr(), settings.as_ptr()) };
    }

    /// Adds a procedure that gives one text, e.g. `c"void nu_scaler_status(out string json)"` with the result
    /// `c"json"`. It answers nothing once the [`Procedure`] is dropped. Callers may be on any thread.
    pub fn add_procedure(
        &self,
        declaration: &CStr,
        result: &'static CStr,
        body: impl Fn() -> String + Send + Sync + 'static,
    ) -> Option<Procedure> {
        // SAFETY: a live source, whose handler lives as long.
        unsafe {
            let handler = NonNull::new(sys::obs_source_get_proc_handler(self.as_ptr()))?;
            Some(Procedure::add(handler.as_ptr(), declaration, result, body))
        }
    }

    /// Calls a procedure without arguments and gives the text of this name that it answers. `None`: no such procedure
    /// or no such answer.
    pub fn call_procedure(&self, name: &CStr, result: &CStr) -> Option<String> {
        let mut arguments = Arguments::new();
        // SAFETY: a live source, whose handler lives as long; the procedure expects nothing.
        unsafe {
            let handler = NonNull::new(sys::obs_source_get_proc_handler(self.as_ptr()))?;
            arguments
                .call(handler.as_ptr(), name)
                .then(|| arguments.text(result))
                .flatten()
        }
    }
}

/// The newest version of an input type, by the name that all its versions share. `None`: no module brings it, as on
/// another system.
pub fn latest_input_type(name: &str) -> Option<String> {
    let version = |id: &str| -> Option<u32> {
        match id.strip_prefix(name)? {
            "" => Some(1),
            version => version.strip_prefix("_v")?.parse().ok(),
        }
    };
    // OBS's own function for this ends the process for names that it does not know, in builds with assertions.
    (0..)
        .map_while(|index| {
            let (mut id, mut unversioned) = (ptr::null(), ptr::null());
            // SAFETY: the first asks for a pointer only. OBS writes its own strings, which stay while it runs.
            unsafe {
                (sys::obs_initialized()
                    && sys::obs_enum_input_types2(index, &raw mut id, &raw mut unversioned))
                .then(|| (copied(id), copied(unversioned)))
            }
        })
        .filter(|(_, unversioned)| unversioned.as_deref() == Some(name))
        .filter_map(|(id, _)| id)
        .max_by_key(|id| version(id))
}

/// Puts a source into the list behind the pointer; true: goes on. One that is being destroyed is left out.
unsafe extern "C" fn collect(parameter: *mut c_void, source: *mut sys::obs_source_t) -> bool {
    guard(true, || {
        // SAFETY: the list of the function that enumerates; OBS gives a source that is there during the call.
        let (found, source) = unsafe {
            (
                parameter.cast::<Vec<Source>>().as_mut(),
                Source::from_borrowed(source),
            )
        };
        if let (Some(found), Some(source)) = (found, source) {
            found.push(source);
        }
        true
    })
}

/// The same for filters, which OBS gives with the source that they are on.
unsafe extern "C" fn collect_filter(
    _parent: *mut sys::obs_source_t,
    filter: *mut sys::obs_source_t,
    parameter: *mut c_void,
) {
    // SAFETY: what OBS gives is passed on.
    unsafe { collect(parameter, filter) };
}

/// The same source of OBS.
impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl Eq for Source {}

impl Drop for Source {
    fn drop(&mut self) {
        // SAFETY: releases the one reference that this holds. The last one only queues the destruction.
        unsafe { sys::obs_source_release(self.as_ptr()) };
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Source").field(&self.name()).finish()
    }
}

/// A source, not kept alive: what a filter keeps of itself. Everything asked of one that is gone, or going, answers
/// as if it were on no source.
pub struct SourceRef {
    /// `None` only if OBS had no such thing to give, then as if gone.
    raw: Option<NonNull<sys::obs_weak_source_t>>,
}

// SAFETY: OBS counts weak references with atomics, and turns them into strong ones safely on any thread.
unsafe impl Send for SourceRef {}
// SAFETY: as above.
unsafe impl Sync for SourceRef {}

impl SourceRef {
    /// A weak reference to a source of OBS.
    ///
    /// # Safety
    /// `source` is NULL or a source whose memory is still there during this call.
    pub unsafe fn from_raw(source: *mut sys::obs_source_t) -> Self {
        if source.is_null() {
            return Self { raw: None };
        }
        // SAFETY: the caller's promise; the reference that comes back is released in drop.
        let raw = unsafe { sys::obs_source_get_weak_source(source) };
        Self {
            raw: NonNull::new(raw),
        }
    }

    /// The source, unless it is gone or being destroyed.
    pub fn upgrade(&self) -> Option<Source> {
        // SAFETY: a live weak reference; the strong one that comes back is ours.
        let raw = unsafe { sys::obs_weak_source_get_source(self.raw?.as_ptr()) };
        NonNull::new(raw).map(|raw| Source { raw })
    }

    /// See [`Source::name`].
    pub fn name(&self) -> String {
        self.upgrade().map_or_else(String::new, |source| source.name())
    }

    /// See [`Source::filter_target`].
    pub fn filter_target(&self) -> Option<Source> {
        self.upgrade()?.filter_target()
    }

    /// See [`Source::filter_parent`].
    pub fn filter_parent(&self) -> Option<Source> {
        self.upgrade()?.filter_parent()
    }

    /// See [`Source::enabled`].
    pub fn enabled(&self) -> bool {
        self.upgrade().is_some_and(|source| source.enabled())
    }

    /// See [`Source::skip_video_filter`].
    pub fn skip_video_filter(&self, graphics: &Graphics) {
        if let Some(source) = self.upgrade() {
            source.skip_video_filter(graphics);
        }
    }

    /// See [`Source::render_filter_target`].
    pub fn render_filter_target(&self, graphics: &Graphics) -> bool {
        self.upgrade()
            .is_some_and(|source| source.render_filter_target(graphics))
    }
}

impl Clone for SourceRef {
    fn clone(&self) -> Self {
        if let Some(raw) = self.raw {
            // SAFETY: a live weak reference; the new one is released in the clone's drop.
            unsafe { sys::obs_weak_source_addref(raw.as_ptr()) };
        }
        Self { raw: self.raw }
    }
}

impl Drop for SourceRef {
    fn drop(&mut self) {
        if let Some(raw) = self.raw {
            // SAFETY: releases the one reference that this holds.
            unsafe { sys::obs_weak_source_release(raw.as_ptr()) };
        }
    }
}

impl fmt::Debug for SourceRef {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("SourceRef").field(&self.upgrade()).finish()
    }
}
