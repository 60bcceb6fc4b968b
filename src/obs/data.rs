// SPDX-License-Identifier: GPL-2.0-or-later
//! Settings and messages of OBS: named values, saved as JSON.

use std::ffi::CStr;
use std::fmt;
use std::ptr::NonNull;

use crate::strings::{c_string, copied};
use crate::sys;

/// A set of named values, by reference: a clone is the same set.
///
/// Each name may have a user value and a default; the getters give the first, else the second. A value of another
/// type than the one asked for counts as missing: settings come from files that anybody may have edited.
///
/// Not `Send`: OBS's sets have no lock; a callback uses what it is given on the thread that it runs on.
#[derive(PartialEq, Eq)]
pub struct Data {
    raw: NonNull<sys::obs_data_t>,
}

impl Data {
    /// An empty set.
    pub fn new() -> Self {
        // SAFETY: makes a set of its own, which is ours.
        let raw = unsafe { sys::obs_data_create() };
        // OBS's allocator ends the process rather than give NULL.
        let raw = NonNull::new(raw).expect("OBS allocates a set of values");
        Self { raw }
    }

    /// The set that a JSON object describes; `None`: not a JSON object.
    pub fn from_json(json: &str) -> Option<Self> {
        let json = c_string(json);
        // SAFETY: a NUL-terminated string; what comes back is ours.
        let raw = unsafe { sys::obs_data_create_from_json(json.as_ptr()) };
        Some(Self {
            raw: NonNull::new(raw)?,
        })
    }

    /// Shares a set of OBS's; `None` for NULL.
    ///
    /// # Safety
    /// `raw` is NULL or a live set, which no other thread changes while this is used.
    pub unsafe fn from_borrowed(raw: *mut sys::obs_data_t) -> Option<Self> {
        let raw = NonNull::new(raw)?;
        // SAFETY: a live set (the caller's promise); this reference is released in drop.
        unsafe { sys::obs_data_addref(raw.as_ptr()) };
        Some(Self { raw })
    }

    /// Takes over a reference that OBS gave; `None` for NULL.
    ///
    /// # Safety
    /// `raw` is NULL or a live set with a reference that nobody else releases; otherwise as [`Self::from_borrowed`].
    pub(crate) unsafe fn from_owned(raw: *mut sys::obs_data_t) -> Option<Self> {
        Some(Self {
            raw: NonNull::new(raw)?,
        })
    }

    /// The set of OBS, valid as long as this lives.
    pub fn as_ptr(&self) -> *mut sys::obs_data_t {
        self.raw.as_ptr()
    }

    /// The set as a JSON object, without defaults.
    pub fn to_json(&self) -> String {
        // OBS keeps the text in the set that it is asked of and frees the one before: another thread may be reading that.
        let copy = self.copy();
        // SAFETY: a live set that nobody else has; the text belongs to it until the next call and is copied here.
        unsafe { copied(sys::obs_data_get_json(copy.as_ptr())) }.unwrap_or_else(|| "{}".to_owned())
    }

    /// A set of its own with the same user values, those of sets within it too.
    #[must_use]
    pub fn copy(&self) -> Data {
        let copy = Data::default();
        copy.apply(self);
        copy
    }

    /// Copies every user value of `other` into this set.
    pub fn apply(&self, other: &Data) {
        // SAFETY: both live.
        unsafe { sys::obs_data_apply(self.as_ptr(), other.as_ptr()) };
    }

    /// Whether `name` was set, by the user or by a file, rather than only by default.
    pub fn has_user_value(&self, name: &str) -> bool {
        let name = c_string(name);
        // SAFETY: a live set, a NUL-terminated name.
        unsafe { sys::obs_data_has_user_value(self.as_ptr(), name.as_ptr()) }
    }

    /// Removes the value and the default of `name`.
    pub fn erase(&self, name: &str) {
        let name = c_string(name);
        // SAFETY: as above.
        unsafe { sys::obs_data_erase(self.as_ptr(), name.as_ptr()) };
    }

    /// A text.
    pub fn text(&self, name: &str) -> Option<String> {
        let name = self.name_of(name, sys::OBS_DATA_STRING)?;
        // SAFETY: a live set; the text is copied.
        unsafe { copied(sys::obs_data_get_string(self.as_ptr(), name.as_ptr())) }
    }

    /// A number, whole or not; may be NaN or infinite.
    pub fn number(&self, name: &str) -> Option<f64> {
        let name = self.name_of(name, sys::OBS_DATA_NUMBER)?;
        // SAFETY: a live set.
        Some(unsafe { sys::obs_data_get_double(self.as_ptr(), name.as_ptr()) })
    }

    /// A number, its fraction cut off; NaN gives 0, what is too large gives the nearest that fits.
    pub fn integer(&self, name: &str) -> Option<i64> {
        let c_name = self.name_of(name, sys::OBS_DATA_NUMBER)?;
        let item = Item::find(self, &c_name)?;
        if item.is_whole() {
            // SAFETY: a live set.
            Some(unsafe { sys::obs_data_get_int(self.as_ptr(), c_name.as_ptr()) })
        } else {
            self.number(name).map(|number| number as i64)
        }
    }

    /// A switch.
    pub fn switch(&self, name: &str) -> Option<bool> {
        let name = self.name_of(name, sys::OBS_DATA_BOOLEAN)?;
        // SAFETY: a live set.
        Some(unsafe { sys::obs_data_get_bool(self.as_ptr(), name.as_ptr()) })
    }

    /// A set inside this one.
    pub fn object(&self, name: &str) -> Option<Data> {
        let name = self.name_of(name, sys::OBS_DATA_OBJECT)?;
        // SAFETY: a live set; the reference that comes back is ours.
        let raw = unsafe { sys::obs_data_get_obj(self.as_ptr(), name.as_ptr()) };
        Some(Self {
            raw: NonNull::new(raw)?,
        })
    }

    /// Sets a text.
    pub fn set_text(&self, name: &str, value: &str) {
        let (name, value) = (c_string(name), c_string(value));
        // SAFETY: a live set; both strings are copied.
        unsafe { sys::obs_data_set_string(self.as_ptr(), name.as_ptr(), value.as_ptr()) };
    }

    /// Sets a number.
    pub fn set_number(&self, name: &str, value: f64) {
        let name = c_string(name);
        // SAFETY: a live set; the name is copied.
        unsafe { sys::obs_data_set_double(self.as_ptr(), name.as_ptr(), value) };
    }

    /// Sets a whole number.
    pub fn set_integer(&self, name: &str, value: i64) {
        let name = c_string(name);
        // SAFETY: as above.
        unsafe { sys::obs_data_set_int(self.as_ptr(), name.as_ptr(), value) };
    }

    /// Sets a switch.
    pub fn set_switch(&self, name: &str, value: bool) {
        let name = c_string(name);
        // SAFETY: as above.
        unsafe { sys::obs_data_set_bool(self.as_ptr(), name.as_ptr(), value) };
    }

    /// Puts a set into this one, by reference.
    pub fn set_object(&self, name: &str, value: &Data) {
        let name = c_string(name);
        // SAFETY: as above; OBS takes a reference of its own.
        unsafe { sys::obs_data_set_obj(self.as_ptr(), name.as_ptr(), value.as_ptr()) };
    }

    /// Sets the default of a text. As all of these: a user value of another type is removed.
    pub fn set_default_text(&self, name: &str, value: &str) {
        let (name, value) = (self.cleared(name, sys::OBS_DATA_STRING), c_string(value));
        // SAFETY: a live set; both strings are copied.
        unsafe { sys::obs_data_set_default_string(self.as_ptr(), name.as_ptr(), value.as_ptr()) };
    }

    /// Sets the default of a number.
    pub fn set_default_number(&self, name: &str, value: f64) {
        let name = self.cleared(name, sys::OBS_DATA_NUMBER);
        // SAFETY: a live set; the name is copied.
        unsafe { sys::obs_data_set_default_double(self.as_ptr(), name.as_ptr(), value) };
    }

    /// Sets the default of a whole number.
    pub fn set_default_integer(&self, name: &str, value: i64) {
        let name = self.cleared(name, sys::OBS_DATA_NUMBER);
        // SAFETY: as above.
        unsafe { sys::obs_data_set_default_int(self.as_ptr(), name.as_ptr(), value) };
    }

    /// Sets the default of a switch.
    pub fn set_default_switch(&self, name: &str, value: bool) {
        let name = self.cleared(name, sys::OBS_DATA_BOOLEAN);
        // SAFETY: as above.
        unsafe { sys::obs_data_set_default_bool(self.as_ptr(), name.as_ptr(), value) };
    }

    /// The name for C, if it has a value of this type.
    fn name_of(&self, name: &str, kind: sys::obs_data_type) -> Option<std::ffi::CString> {
        let name = c_string(name);
        (Item::find(self, &name)?.kind() == kind).then_some(name)
    }

    /// The name for C, after removing a value of another type: OBS keeps one type for a name's value and default, so
    /// that a default beside such a value would be read as what it is not.
    fn cleared(&self, name: &str, kind: sys::obs_data_type) -> std::ffi::CString {
        let c_name = c_string(name);
        if Item::find(self, &c_name).is_some_and(|item| item.kind() != kind) {
            self.erase(name);
        }
        c_name
    }
}

impl Default for Data {
    fn default() -> Self {
        Self::new()
    }
}

impl Clone for Data {
    fn clone(&self) -> Self {
        // SAFETY: a live set; the new reference is released in the clone's drop.
        unsafe { sys::obs_data_addref(self.as_ptr()) };
        Self { raw: self.raw }
    }
}

impl Drop for Data {
    fn drop(&mut self) {
        // SAFETY: releases the one reference that this holds.
        unsafe { sys::obs_data_release(self.as_ptr()) };
    }
}

impl fmt::Debug for Data {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.to_json())
    }
}

/// One named entry of a set; holds a reference.
struct Item(NonNull<sys::obs_data_item_t>);

impl Item {
    fn find(data: &Data, name: &CStr) -> Option<Self> {
        // SAFETY: a live set, a NUL-terminated name; the reference that comes back is ours.
        NonNull::new(unsafe { sys::obs_data_item_byname(data.as_ptr(), name.as_ptr()) }).map(Self)
    }

    fn kind(&self) -> sys::obs_data_type {
        // SAFETY: a live item.
        unsafe { sys::obs_data_item_gettype(self.0.as_ptr()) }
    }

    fn is_whole(&self) -> bool {
        // SAFETY: a live item.
        unsafe { sys::obs_data_item_numtype(self.0.as_ptr()) == sys::OBS_DATA_NUM_INT }
    }
}

impl Drop for Item {
    fn drop(&mut self) {
        let mut raw = self.0.as_ptr();
        // SAFETY: releases the one reference that this holds.
        unsafe { sys::obs_data_item_release(&raw mut raw) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back() {
        let data = Data::new();
        data.set_text("text", "Grüße");
        data.set_number("number", 1.5);
        data.set_integer("integer", -7);
        data.set_switch("switch", true);
        data.set_object("object", &Data::from_json(r#"{"inner": 3}"#).expect("JSON"));
        assert_eq!(data.text("text").as_deref(), Some("Grüße"));
        assert_eq!(data.number("number"), Some(1.5));
        assert_eq!(data.number("integer"), Some(-7.0));
        assert_eq!(data.integer("integer"), Some(-7));
        assert_eq!(data.integer("number"), Some(1));
        assert_eq!(data.switch("switch"), Some(true));
        assert_eq!(
            data.object("object").and_then(|inner| inner.integer("inner")),
            Some(3)
        );
        let again = Data::from_json(&data.to_json()).expect("its own JSON");
        assert_eq!(again.text("text").as_deref(), Some("Grüße"));
    }

    #[test]
    fn missing_and_mistyped_are_none() {
        let data =
            Data::from_json(r#"{"a": "1", "b": 1, "c": true, "d": null, "e": {}, "f": [1]}"#).expect("JSON");
        for name in ["missing", "b", "c", "d", "e", "f"] {
            assert_eq!(data.text(name), None, "{name}");
        }
        for name in ["missing", "a", "c", "d", "e", "f"] {
            assert_eq!(data.number(name), None, "{name}");
            assert_eq!(data.integer(name), None, "{name}");
        }
        for name in ["missing", "a", "b", "d", "e", "f"] {
            assert_eq!(data.switch(name), None, "{name}");
        }
        assert!(Data::from_json("not JSON").is_none());
        assert!(Data::from_json("").is_none());
    }

    #[test]
    fn defaults_stand_in() {
        let data = Data::new();
        data.set_default_text("t", "x");
        data.set_default_number("n", 0.5);
        data.set_default_integer("i", 4);
        data.set_default_switch("s", true);
        assert_eq!(data.text("t").as_deref(), Some("x"));
        assert_eq!(
            (data.number("n"), data.integer("i"), data.switch("s")),
            (Some(0.5), Some(4), Some(true))
        );
        assert!(!data.has_user_value("n"));
        data.set_number("n", 0.25);
        assert!(data.has_user_value("n"));
        assert_eq!(data.number("n"), Some(0.25));
    }

    #[test]
    fn default_replaces_a_mistyped_value() {
        let data = Data::from_json(r#"{"t": 5, "n": "text", "s": {"x": 1}, "kept": "user"}"#).expect("JSON");
        data.set_default_text("t", "x");
        data.set_default_number("n", 0.5);
        data.set_default_switch("s", true);
        data.set_default_text("kept", "default");
        assert_eq!(data.text("t").as_deref(), Some("x"));
        assert_eq!(data.number("n"), Some(0.5));
        assert_eq!(data.switch("s"), Some(true));
        assert_eq!(data.text("kept").as_deref(), Some("user"));
    }

    #[test]
    fn extreme_numbers_are_safe() {
        let data = Data::new();
        for value in [f64::NAN, f64::INFINITY, -1e300] {
            data.set_number("n", value);
            assert_eq!(data.number("n").map(f64::to_bits), Some(value.to_bits()));
            assert!(data.integer("n").is_some());
        }
    }

    #[test]
    fn clones_are_the_same_set() {
        let data = Data::new();
        let clone = data.clone();
        drop(data);
        clone.set_integer("x", 1);
        // SAFETY: a live set, used on this thread only.
        let third = unsafe { Data::from_borrowed(clone.as_ptr()) }.expect("not NULL");
        drop(clone);
        assert_eq!(third.integer("x"), Some(1));
        // SAFETY: NULL is allowed.
        assert!(unsafe { Data::from_borrowed(std::ptr::null_mut()) }.is_none());
    }
}
