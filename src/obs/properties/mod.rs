// SPDX-License-Identifier: GPL-2.0-or-later
//! Property panels.

mod choices;
mod view;

use std::ffi::c_void;
use std::fmt;
use std::marker::PhantomData;
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub use choices::{Choice, Value};
pub use view::PropertiesView;

use crate::callbacks::{Closures, Registration};
use crate::data::Data;
use crate::panic::guard;
use crate::strings::c_string;
use crate::sys;

type Modified = dyn Fn(&PropertiesView<'_>, &Data) -> bool + Send + Sync;
type Clicked = dyn Fn() -> bool + Send + Sync;

static MODIFIED: Closures<Modified> = Closures::new();
static CLICKED: Closures<Clicked> = Closures::new();

/// The closures that a panel's callbacks find; they end with it.
enum Kept {
    Modified(#[expect(dead_code, reason = "held for its drop")] Registration<Modified>),
    Clicked(#[expect(dead_code, reason = "held for its drop")] Registration<Clicked>),
}

/// How an information text looks.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum InfoKind {
    /// As any text.
    Normal,
    /// As a warning.
    Warning,
    /// As an error.
    Error,
}

impl InfoKind {
    const fn to_raw(self) -> sys::obs_text_info_type {
        match self {
            Self::Normal => sys::OBS_TEXT_INFO_NORMAL,
            Self::Warning => sys::OBS_TEXT_INFO_WARNING,
            Self::Error => sys::OBS_TEXT_INFO_ERROR,
        }
    }
}

/// What a path is chosen for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PathKind {
    /// A file that is there.
    Open,
    /// A file that is written; the user is asked before one is replaced.
    Save,
    /// A folder that is there.
    Folder,
}

impl PathKind {
    const fn to_raw(self) -> sys::obs_path_type {
        match self {
            Self::Open => sys::OBS_PATH_FILE,
            Self::Save => sys::OBS_PATH_FILE_SAVE,
            Self::Folder => sys::OBS_PATH_DIRECTORY,
        }
    }
}

/// A panel, or the content of a group, being built. Labels and texts are what the user reads; names are settings keys.
pub struct Properties {
    raw: NonNull<sys::obs_properties_t>,
    /// The closures; OBS frees them with the panel (`forget`), nobody else has the address.
    kept: NonNull<Vec<Kept>>,
}

impl Properties {
    /// An empty panel.
    pub fn new() -> Self {
        // SAFETY: makes a panel, which is ours.
        let raw = unsafe { sys::obs_properties_create() };
        // OBS's allocator ends the process rather than give NULL.
        let raw = NonNull::new(raw).expect("OBS allocates a panel");
        let kept = NonNull::from(Box::leak(Box::<Vec<Kept>>::default()));
        // SAFETY: ours; OBS calls `forget` once, when the panel goes, with the address that is given here.
        unsafe { sys::obs_properties_set_param(raw.as_ptr(), kept.as_ptr().cast(), Some(forget)) };
        Self { raw, kept }
    }

    /// A titled group with what `content` puts into it. A group's name is no settings key, but must be unique too.
    pub fn group(&mut self, name: &str, label: &str, content: impl FnOnce(&mut Properties)) -> Property<'_> {
        let mut inner = Properties::new();
        content(&mut inner);
        let (name, label) = (c_string(name), c_string(label));
        // SAFETY: both live. OBS takes the content over, unless the name is there already: then it gives NULL and
        // leaves the content to us.
        let raw = unsafe {
            sys::obs_properties_add_group(
                self.raw.as_ptr(),
                name.as_ptr(),
                label.as_ptr(),
                sys::OBS_GROUP_NORMAL,
                inner.raw.as_ptr(),
            )
        };
        if !raw.is_null() {
            std::mem::forget(inner);
        }
        self.added(raw)
    }

    /// A choice between texts; [`Property::item`] adds them.
    pub fn list(&mut self, name: &str, label: &str) -> Property<'_> {
        let (name, label) = (c_string(name), c_string(label));
        // SAFETY: a live panel, which copies the strings.
        let raw = unsafe {
            sys::obs_properties_add_list(
                self.raw.as_ptr(),
                name.as_ptr(),
                label.as_ptr(),
                sys::OBS_COMBO_TYPE_LIST,
                sys::OBS_COMBO_FORMAT_STRING,
            )
        };
        self.added(raw)
    }

    /// A number on a slider.
    pub fn float_slider(&mut self, name: &str, label: &str, min: f64, max: f64, step: f64) -> Property<'_> {
        let (name, label) = (c_string(name), c_string(label));
        // SAFETY: as above.
        let raw = unsafe {
            sys::obs_properties_add_float_slider(
                self.raw.as_ptr(),
                name.as_ptr(),
                label.as_ptr(),
                min,
                max,
                step,
            )
        };
        self.added(raw)
    }

    /// A number in a box.
    pub fn float(&mut self, name: &str, label: &str, min: f64, max: f64, step: f64) -> Property<'_> {
        let (name, label) = (c_string(name), c_string(label));
        // SAFETY: as above.
        let raw = unsafe {
            sys::obs_properties_add_float(self.raw.as_ptr(), name.as_ptr(), label.as_ptr(), min, max, step)
        };
        self.added(raw)
    }

    /// A whole number in a box.
    pub fn int(&mut self, name: &str, label: &str, min: i32, max: i32, step: i32) -> Property<'_> {
        let (name, label) = (c_string(name), c_string(label));
        // SAFETY: as above.
        let raw = unsafe {
            sys::obs_properties_add_int(self.raw.as_ptr(), name.as_ptr(), label.as_ptr(), min, max, step)
        };
        self.added(raw)
    }

    /// A switch.
    pub fn bool(&mut self, name: &str, label: &str) -> Property<'_> {
        let (name, label) = (c_string(name), c_string(label));
        // SAFETY: as above.
        let raw = unsafe { sys::obs_properties_add_bool(self.raw.as_ptr(), name.as_ptr(), label.as_ptr()) };
        self.added(raw)
    }

    /// A file's path, with a button to choose it; `filter` is of file names, such as `JSON (*.json)`.
    pub fn path(&mut self, name: &str, label: &str, kind: PathKind, filter: &str) -> Property<'_> {
        let (name, label, filter) = (c_string(name), c_string(label), c_string(filter));
        // SAFETY: as above; no folder to begin in is NULL.
        let raw = unsafe {
            sys::obs_properties_add_path(
                self.raw.as_ptr(),
                name.as_ptr(),
                label.as_ptr(),
                kind.to_raw(),
                filter.as_ptr(),
                std::ptr::null(),
            )
        };
        self.added(raw)
    }

    /// A text to read. A setting of the same name, if not empty, would be shown beside it.
    pub fn text_info(&mut self, name: &str, text: &str, kind: InfoKind) -> Property<'_> {
        let (name, text) = (c_string(name), c_string(&without_markup(text)));
        // SAFETY: as above; the second takes NULL.
        let raw = unsafe {
            let raw = sys::obs_properties_add_text(
                self.raw.as_ptr(),
                name.as_ptr(),
                text.as_ptr(),
                sys::OBS_TEXT_INFO,
            );
            sys::obs_property_text_set_info_type(raw, kind.to_raw());
            raw
        };
        self.added(raw)
    }

    /// A button; `clicked` runs on the UI thread and says whether the panel is to be built anew.
    pub fn button(
        &mut self,
        name: &str,
        label: &str,
        clicked: impl Fn() -> bool + Send + Sync + 'static,
    ) -> Property<'_> {
        let (name, label) = (c_string(name), c_string(label));
        let registration = CLICKED.register(Arc::new(clicked));
        // SAFETY: as above; `on_clicked` takes any pointer.
        let raw = unsafe {
            sys::obs_properties_add_button2(
                self.raw.as_ptr(),
                name.as_ptr(),
                label.as_ptr(),
                Some(on_clicked),
                registration.pointer(),
            )
        };
        self.kept().push(Kept::Clicked(registration));
        self.added(raw)
    }

    /// Settings are applied when the user confirms, not at each change.
    pub fn defer_update(&mut self) {
        // SAFETY: a live panel.
        unsafe { sys::obs_properties_set_flags(self.raw.as_ptr(), sys::OBS_PROPERTIES_DEFER_UPDATE) };
    }

    /// The panel for somebody who does not build it: what [`Property::on_modified`] sees.
    pub fn view(&self) -> PropertiesView<'_> {
        PropertiesView {
            raw: self.raw,
            _panel: PhantomData,
        }
    }

    /// Gives the panel to OBS.
    pub fn into_raw(self) -> *mut sys::obs_properties_t {
        let raw = self.raw.as_ptr();
        std::mem::forget(self);
        raw
    }

    fn kept(&mut self) -> &mut Vec<Kept> {
        // SAFETY: made in `new`; freed with the panel, which belongs to `self`, and nobody else has the address.
        unsafe { self.kept.as_mut() }
    }

    fn added(&mut self, raw: *mut sys::obs_property_t) -> Property<'_> {
        Property {
            raw: NonNull::new(raw),
            panel: self,
        }
    }
}

impl Default for Properties {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Properties {
    fn drop(&mut self) {
        // SAFETY: ours, not given away.
        unsafe { sys::obs_properties_destroy(self.raw.as_ptr()) };
    }
}

impl fmt::Debug for Properties {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Properties").finish_non_exhaustive()
    }
}

/// A property that was just added. When OBS refused it (its name was there already), nothing here does anything.
#[derive(Debug)]
pub struct Property<'a> {
    raw: Option<NonNull<sys::obs_property_t>>,
    panel: &'a mut Properties,
}

impl Property<'_> {
    /// A list: adds a choice with what the user reads and what is saved.
    pub fn item(self, label: &str, value: &str) -> Self {
        let (label, value) = (c_string(label), c_string(value));
        self.with(|raw| {
            // SAFETY: a live property; OBS checks that it is a list of texts, and copies the strings.
            unsafe { sys::obs_property_list_add_string(raw, label.as_ptr(), value.as_ptr()) };
        })
    }

    /// The tooltip.
    pub fn long_description(self, text: &str) -> Self {
        let text = c_string(text);
        // SAFETY: a live property; the text is copied.
        self.with(|raw| unsafe { sys::obs_property_set_long_description(raw, text.as_ptr()) })
    }

    /// A number: the unit behind it, with its space.
    pub fn suffix(self, unit: &str) -> Self {
        let unit = c_string(unit);
        // SAFETY: as above; a property of another type is left alone.
        self.with(|raw| unsafe {
            match sys::obs_property_get_type(raw) {
                sys::OBS_PROPERTY_INT => sys::obs_property_int_set_suffix(raw, unit.as_ptr()),
                sys::OBS_PROPERTY_FLOAT => sys::obs_property_float_set_suffix(raw, unit.as_ptr()),
                _ => {}
            }
        })
    }

    /// Whether it is seen.
    pub fn visible(self, visible: bool) -> Self {
        // SAFETY: a live property.
        self.with(|raw| unsafe { sys::obs_property_set_visible(raw, visible) })
    }

    /// Runs `modified` on the UI thread when the panel is shown and whenever the user changes the value, with the
    /// whole panel and the settings as they are then. It says whether the panel looks different now.
    pub fn on_modified(
        self,
        modified: impl Fn(&PropertiesView<'_>, &Data) -> bool + Send + Sync + 'static,
    ) -> Self {
        if let Some(raw) = self.raw {
            let registration = MODIFIED.register(Arc::new(modified));
            // SAFETY: a live property; `on_modified` takes any pointer.
            unsafe {
                sys::obs_property_set_modified_callback2(
                    raw.as_ptr(),
                    Some(on_modified),
                    registration.pointer(),
                );
            }
            self.panel.kept().push(Kept::Modified(registration));
        }
        self
    }

    /// The same, but not when the panel is shown. OBS asks every row once then, with what the settings hold at that moment:
    /// a scene's, or what a program writes that controls OBS, and not what the user has chosen.
    pub fn on_chosen(
        self,
        chosen: impl Fn(&PropertiesView<'_>, &Data) -> bool + Send + Sync + 'static,
    ) -> Self {
        let is_shown = AtomicBool::new(false);
        self.on_modified(move |panel, data| is_shown.swap(true, Ordering::Relaxed) && chosen(panel, data))
    }

    fn with(self, change: impl FnOnce(*mut sys::obs_property_t)) -> Self {
        if let Some(raw) = self.raw {
            change(raw.as_ptr());
        }
        self
    }
}

/// OBS's window takes an information text for markup where a tag stands in its first line, or the sign for the beginning
/// of one: a name or a path with it, or a value of somebody else's scene, would be drawn as a link, and the lines below
/// it run together. A word joiner, which is not seen, makes it no tag.
fn without_markup(text: &str) -> String {
    text.replace('<', "<\u{2060}").replace("&lt;", "&\u{2060}lt;")
}

unsafe extern "C" fn forget(kept: *mut c_void) {
    guard((), || {
        // SAFETY: the address that `Properties::new` gave OBS for this, once.
        drop(unsafe { Box::from_raw(kept.cast::<Vec<Kept>>()) });
    });
}

unsafe extern "C" fn on_clicked(
    _panel: *mut sys::obs_properties_t,
    _property: *mut sys::obs_property_t,
    pointer: *mut c_void,
) -> bool {
    guard(false, || CLICKED.find(pointer).is_some_and(|clicked| clicked()))
}

unsafe extern "C" fn on_modified(
    pointer: *mut c_void,
    panel: *mut sys::obs_properties_t,
    _property: *mut sys::obs_property_t,
    settings: *mut sys::obs_data_t,
) -> bool {
    guard(false, || {
        // SAFETY: OBS gives the settings that the panel edits, there during the callback.
        let settings = unsafe { Data::from_borrowed(settings) };
        match (MODIFIED.find(pointer), NonNull::new(panel), settings) {
            (Some(modified), Some(raw), Some(settings)) => modified(
                &PropertiesView {
                    raw,
                    _panel: PhantomData,
                },
                &settings,
            ),
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests;
