// SPDX-License-Identifier: GPL-2.0-or-later
//! Sources and filters, held by a reference.

use std::ffi::{CString, c_char, c_void};
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use anyhow::{Context, Result, ensure};
use image::RgbaImage;
use nu_scaler_obs::sys;
use serde_json::Value;

use super::data::{Settings, string};
use super::panel::Panel;
use super::{Host, graphics};

/// A source or a filter; the reference is released on drop.
pub struct Source {
    raw: NonNull<sys::obs_source_t>,
    /// Whether [`Host::show`] counted this source as shown.
    shown: AtomicBool,
}

impl Host {
    /// Makes an input of type `id`.
    ///
    /// # Errors
    /// When no loaded module brings the type.
    pub fn input(&self, id: &str, name: &str, settings: &Value) -> Result<Source> {
        Source::create(id, name, &Settings::from_json(settings)?)
    }

    /// Makes an input, or a filter that is added to no source yet, with settings given as JSON text.
    ///
    /// # Errors
    /// When no loaded module brings the type.
    pub fn source_from_text(&self, id: &str, name: &str, settings: &str) -> Result<Source> {
        Source::create(id, name, &Settings::from_text(settings)?)
    }

    /// Makes a source, or a scene, from what [`Source::save`] gave.
    ///
    /// # Errors
    /// When libobs cannot.
    pub fn load_source(&self, saved: &Value) -> Result<Source> {
        let saved = Settings::from_json(saved)?;
        // SAFETY: libobs copies what it needs and gives a reference that is ours.
        let source = Source::from_raw(unsafe { sys::obs_load_source(saved.as_ptr()) })?;
        // SAFETY: the source is held; a scene takes its items from what was loaded.
        unsafe { sys::obs_source_load2(source.as_ptr()) };
        Ok(source)
    }

    /// Keeps `source` ticking and drawn as if a view showed it, until it is dropped. Nothing draws it by itself.
    pub fn show(&self, source: &Source) {
        if !source.shown.swap(true, Ordering::SeqCst) {
            // SAFETY: the source is held.
            unsafe { sys::obs_source_inc_showing(source.as_ptr()) };
        }
    }

    /// Puts `source` on output channel 0: the main view draws it every frame.
    pub fn output(&self, source: Option<&Source>) {
        let raw = source.map_or(std::ptr::null_mut(), Source::as_ptr);
        // SAFETY: libobs takes a reference of its own.
        unsafe { sys::obs_set_output_source(0, raw) };
    }
}

impl Source {
    fn create(id: &str, name: &str, settings: &Settings) -> Result<Self> {
        let (c_id, c_name) = (CString::new(id)?, CString::new(name)?);
        // A type that no module brings gives an empty shell instead of an error.
        // SAFETY: the strings live through the call.
        let known = unsafe { !sys::obs_source_get_display_name(c_id.as_ptr()).is_null() };
        ensure!(known, "no module brings the source type {id}");
        // SAFETY: libobs copies the strings and takes a reference to the settings.
        let raw = unsafe {
            sys::obs_source_create(
                c_id.as_ptr(),
                c_name.as_ptr(),
                settings.as_ptr(),
                std::ptr::null_mut(),
            )
        };
        Self::from_raw(raw).with_context(|| format!("{id} cannot be created"))
    }

    /// Takes over a reference that libobs gave.
    pub(super) fn from_raw(raw: *mut sys::obs_source_t) -> Result<Self> {
        let raw = NonNull::new(raw).context("no source")?;
        Ok(Self {
            raw,
            shown: AtomicBool::new(false),
        })
    }

    pub(super) fn as_ptr(&self) -> *mut sys::obs_source_t {
        self.raw.as_ptr()
    }

    /// Adds a new filter of type `id` at the end of the chain (it works on what the earlier ones give).
    ///
    /// # Errors
    /// When no loaded module brings the type.
    pub fn add_filter(&self, id: &str, name: &str, settings: &Value) -> Result<Source> {
        let filter = Self::create(id, name, &Settings::from_json(settings)?)?;
        self.attach(&filter);
        Ok(filter)
    }

    /// Adds a filter that is there already.
    pub fn attach(&self, filter: &Source) {
        // SAFETY: both are held; libobs takes a reference of its own.
        unsafe { sys::obs_source_filter_add(self.as_ptr(), filter.as_ptr()) };
    }

    /// Takes `filter` off this source.
    pub fn detach(&self, filter: &Source) {
        // SAFETY: both are held.
        unsafe { sys::obs_source_filter_remove(self.as_ptr(), filter.as_ptr()) };
    }

    /// Moves `filter` to another place of the chain; 0 is the first to work.
    pub fn move_filter(&self, filter: &Source, movement: sys::obs_order_movement) {
        // SAFETY: both are held.
        unsafe { sys::obs_source_filter_set_order(self.as_ptr(), filter.as_ptr(), movement) };
    }

    /// The size with all filters, in pixels.
    #[must_use]
    pub fn size(&self) -> (u32, u32) {
        // SAFETY: the source is held.
        unsafe {
            (
                sys::obs_source_get_width(self.as_ptr()),
                sys::obs_source_get_height(self.as_ptr()),
            )
        }
    }

    /// The size without filters, in pixels.
    #[must_use]
    pub fn base_size(&self) -> (u32, u32) {
        // SAFETY: the source is held.
        unsafe {
            (
                sys::obs_source_get_base_width(self.as_ptr()),
                sys::obs_source_get_base_height(self.as_ptr()),
            )
        }
    }

    /// Merges `settings` into the source's. A video source takes them at its next tick.
    ///
    /// # Errors
    /// When libobs does not take them.
    pub fn update(&self, settings: &Value) -> Result<()> {
        let settings = Settings::from_json(settings)?;
        // SAFETY: both are held; libobs copies the settings.
        unsafe { sys::obs_source_update(self.as_ptr(), settings.as_ptr()) };
        Ok(())
    }

    /// Gives the source these settings and the defaults for all others. A video source takes them at its next tick.
    ///
    /// # Errors
    /// When libobs does not take them.
    pub fn reset(&self, settings: &Value) -> Result<()> {
        let settings = Settings::from_json(settings)?;
        // SAFETY: both are held; libobs copies the settings.
        unsafe { sys::obs_source_reset_settings(self.as_ptr(), settings.as_ptr()) };
        Ok(())
    }

    /// Sets one number, which JSON may have no form for (not a number, infinite).
    ///
    /// # Errors
    /// When libobs does not take it.
    pub fn update_number(&self, key: &str, number: f64) -> Result<()> {
        let key = CString::new(key)?;
        // SAFETY: the source is held and gives a reference that is ours.
        let settings = Settings::from_raw(unsafe { sys::obs_source_get_settings(self.as_ptr()) })?;
        // SAFETY: both are held; an update with nothing new tells the source of the change.
        unsafe {
            sys::obs_data_set_double(settings.as_ptr(), key.as_ptr(), number);
            sys::obs_source_update(self.as_ptr(), std::ptr::null_mut());
        }
        Ok(())
    }

    /// The settings that the user gave (without defaults).
    ///
    /// # Errors
    /// When libobs gives none.
    pub fn settings(&self) -> Result<Value> {
        // SAFETY: the source is held and gives a reference that is ours.
        Settings::from_raw(unsafe { sys::obs_source_get_settings(self.as_ptr()) })?.to_json()
    }

    /// Gives the source another name.
    ///
    /// # Errors
    /// When the name holds a NUL.
    pub fn rename(&self, name: &str) -> Result<()> {
        let name = CString::new(name)?;
        // SAFETY: the source is held; libobs copies the name.
        unsafe { sys::obs_source_set_name(self.as_ptr(), name.as_ptr()) };
        Ok(())
    }

    /// Everything of the source as a scene collection has it.
    ///
    /// # Errors
    /// When libobs gives nothing.
    pub fn save(&self) -> Result<Value> {
        // SAFETY: the source is held and gives a reference that is ours.
        Settings::from_raw(unsafe { sys::obs_save_source(self.as_ptr()) })?.to_json()
    }

    /// A copy of the source under another name, as OBS makes when it is pasted so.
    ///
    /// # Errors
    /// When libobs makes none, or gives the source itself.
    pub fn duplicate(&self, name: &str) -> Result<Source> {
        let name = CString::new(name)?;
        // SAFETY: the source is held; libobs copies the name and gives a reference that is ours.
        let copy = Self::from_raw(unsafe { sys::obs_source_duplicate(self.as_ptr(), name.as_ptr(), false) })?;
        ensure!(copy.raw != self.raw, "it is no copy");
        Ok(copy)
    }

    /// Removes the source, as its user does: who holds it lets go of it.
    pub fn remove(&self) {
        // SAFETY: the source is held.
        unsafe { sys::obs_source_remove(self.as_ptr()) };
    }

    /// Whether any view shows the source.
    #[must_use]
    pub fn showing(&self) -> bool {
        // SAFETY: the source is held.
        unsafe { sys::obs_source_showing(self.as_ptr()) }
    }

    /// Clicks on the source, as in the window "Interact".
    pub fn click(&self, x: i32, y: i32) {
        let event = sys::obs_mouse_event { modifiers: 0, x, y };
        // SAFETY: the source is held; the event lives through the call.
        unsafe { sys::obs_source_send_mouse_click(self.as_ptr(), &raw const event, 0, false, 1) };
    }

    /// What the list of texts `property` in the property panel offers: what the user reads, and what is saved.
    ///
    /// # Errors
    /// When the source gives no panel with such a property.
    pub fn offered(&self, property: &str) -> Result<Vec<(String, String)>> {
        let property = CString::new(property)?;
        // SAFETY: the source is held; the panel is destroyed below, after its texts were copied.
        unsafe {
            let panel = sys::obs_source_properties(self.as_ptr());
            ensure!(!panel.is_null(), "no property panel");
            let list = sys::obs_properties_get(panel, property.as_ptr());
            let offered = (!list.is_null()).then(|| {
                let items = 0..sys::obs_property_list_item_count(list);
                let item = |index| {
                    let label = string(sys::obs_property_list_item_name(list, index));
                    (label, string(sys::obs_property_list_item_string(list, index)))
                };
                items.map(item).collect()
            });
            sys::obs_properties_destroy(panel);
            offered.context("no such property")
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> String {
        // SAFETY: the source is held; the name is copied, and only the test itself changes it.
        unsafe { string(sys::obs_source_get_name(self.as_ptr())) }
    }

    /// Whether a filter, or a source, is switched on.
    #[must_use]
    pub fn enabled(&self) -> bool {
        // SAFETY: the source is held.
        unsafe { sys::obs_source_enabled(self.as_ptr()) }
    }

    /// Switches a filter, or a source, on or off.
    pub fn set_enabled(&self, enabled: bool) {
        // SAFETY: the source is held.
        unsafe { sys::obs_source_set_enabled(self.as_ptr(), enabled) };
    }

    /// Builds the property panel and gives the names of all its properties, those in groups too, with whether each is
    /// visible and enabled.
    ///
    /// # Errors
    /// When the source gives no panel.
    pub fn properties(&self) -> Result<Vec<(String, bool, bool)>> {
        // SAFETY: the source is held; the panel is destroyed below.
        let panel = unsafe { sys::obs_source_properties(self.as_ptr()) };
        ensure!(!panel.is_null(), "no property panel");
        let mut found = Vec::new();
        // SAFETY: the panel and its properties live until obs_properties_destroy.
        unsafe {
            collect_properties(panel, &mut found);
            sys::obs_properties_destroy(panel);
        }
        Ok(found)
    }

    /// Counts how often an open panel of the source is told to read the settings anew.
    pub fn panel_updates(&self) -> PanelUpdates<'_> {
        let updates = PanelUpdates {
            source: self,
            count: Box::default(),
        };
        // SAFETY: the source is held longer than what comes back, whose drop disconnects the counter.
        unsafe { updates.change(sys::signal_handler_connect) };
        updates
    }

    /// Opens the property panel, as OBS does when the user asks for it.
    ///
    /// # Errors
    /// When the source gives no panel.
    pub fn open_panel(&self) -> Result<Panel<'_>> {
        Panel::open(self)
    }

    /// Calls the source's procedure `name` that gives one text, its parameter `out`.
    ///
    /// # Errors
    /// When the source has no such procedure or it gives no text.
    pub fn call_for_text(&self, name: &str, out: &str) -> Result<String> {
        let (procedure, parameter) = (CString::new(name)?, CString::new(out)?);
        let mut data = sys::calldata::default();
        let mut text = std::ptr::null();
        // SAFETY: a zeroed calldata is an empty one; its stack is allocated by libobs and freed here, after the text
        // in it was copied.
        let answer = unsafe {
            let handler = sys::obs_source_get_proc_handler(self.as_ptr());
            let called = sys::proc_handler_call(handler, procedure.as_ptr(), &raw mut data);
            let given =
                called && sys::calldata_get_string(&raw const data, parameter.as_ptr(), &raw mut text);
            let answer = given.then(|| string(text));
            sys::bfree(data.stack.cast());
            answer
        };
        answer.with_context(|| format!("{name} gave no {out}"))
    }

    /// The plugin's own account of one of its filters.
    ///
    /// # Errors
    /// When this is no such filter.
    pub fn status(&self) -> Result<Value> {
        Ok(serde_json::from_str(
            &self.call_for_text("nu_scaler_status", "json")?,
        )?)
    }

    /// Draws the source with its filters over transparent black at its own size and reads the pixels: 8 bits a
    /// channel, sRGB-encoded, premultiplied, the first row on top.
    ///
    /// # Errors
    /// When the source has no size or nothing can be drawn.
    pub fn pixels(&self) -> Result<RgbaImage> {
        graphics::draw_source(self)
    }

    /// Draws the source as a view of extended range does: linear light, 1 for the white of standard range, row by row.
    ///
    /// # Errors
    /// When the source has no size or nothing can be drawn.
    pub fn light(&self) -> Result<Vec<[f32; 4]>> {
        graphics::draw_light(self)
    }

    /// Draws the source `count` times inside one hold of the graphics lock, so inside one tick, as several views do.
    ///
    /// # Errors
    /// When the source has no size or nothing can be drawn.
    pub fn draw_repeatedly(&self, count: usize) -> Result<Vec<RgbaImage>> {
        graphics::draw_repeatedly(self, count)
    }
}

/// See [`Source::panel_updates`].
pub struct PanelUpdates<'s> {
    source: &'s Source,
    count: Box<AtomicU64>,
}

impl PanelUpdates<'_> {
    /// How often so far.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count.load(Ordering::SeqCst)
    }

    /// # Safety
    /// `change` connects or disconnects.
    unsafe fn change(
        &self,
        change: unsafe extern "C" fn(
            *mut sys::signal_handler_t,
            *const c_char,
            sys::signal_callback_t,
            *mut c_void,
        ),
    ) {
        let count = std::ptr::from_ref(&*self.count).cast_mut().cast();
        // SAFETY: the source is held; the counter stays in its place.
        unsafe {
            let handler = sys::obs_source_get_signal_handler(self.source.as_ptr());
            change(handler, c"update_properties".as_ptr(), Some(count_one), count);
        }
    }
}

impl Drop for PanelUpdates<'_> {
    fn drop(&mut self) {
        // SAFETY: as it was connected; afterwards libobs calls it no more.
        unsafe { self.change(sys::signal_handler_disconnect) };
    }
}

unsafe extern "C" fn count_one(count: *mut c_void, _arguments: *mut sys::calldata_t) {
    // SAFETY: the counter of a `PanelUpdates`, which is disconnected before it goes.
    unsafe { &*count.cast::<AtomicU64>() }.fetch_add(1, Ordering::SeqCst);
}

/// # Safety
/// `panel` is a valid panel.
unsafe fn collect_properties(panel: *mut sys::obs_properties_t, found: &mut Vec<(String, bool, bool)>) {
    // SAFETY: the caller's promise; the properties belong to the panel.
    unsafe {
        let mut property = sys::obs_properties_first(panel);
        while !property.is_null() {
            let name = string(sys::obs_property_name(property));
            found.push((
                name,
                sys::obs_property_visible(property),
                sys::obs_property_enabled(property),
            ));
            if sys::obs_property_get_type(property) == sys::OBS_PROPERTY_GROUP {
                collect_properties(sys::obs_property_group_content(property), found);
            }
            if !sys::obs_property_next(&raw mut property) {
                break;
            }
        }
    }
}

// SAFETY: libobs's sources are reference-counted with atomics and made to be used from any thread; so is every function
// called here.
unsafe impl Send for Source {}
// SAFETY: as above; what the handle itself keeps is atomic.
unsafe impl Sync for Source {}

impl Drop for Source {
    fn drop(&mut self) {
        // SAFETY: the source is held until the release, and the reference is ours.
        unsafe {
            if *self.shown.get_mut() {
                sys::obs_source_dec_showing(self.as_ptr());
            }
            sys::obs_source_release(self.as_ptr());
        }
    }
}
