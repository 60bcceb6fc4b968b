// SPDX-License-Identifier: GPL-2.0-or-later
//! The panel of another source: what its lists offer, and its buttons.

use std::ptr::NonNull;

use crate::data::Data;
use crate::source::Source;
use crate::strings::{c_string, copied};
use crate::sys;

/// What is saved for a choice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
}

impl Value {
    /// Puts it into settings.
    pub fn set(&self, settings: &Data, name: &str) {
        match self {
            Self::Text(text) => settings.set_text(name, text),
            Self::Integer(number) => settings.set_integer(name, *number),
        }
    }
}

/// One choice of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// What the user reads.
    pub label: String,
    /// What is saved.
    pub value: Value,
}

impl Source {
    /// What the list `name` of its panel offers at the moment, as far as it can be chosen; nothing, where there is no
    /// such list. The UI thread; any that has not entered the graphics context for types whose lists are made anywhere.
    pub fn choices(&self, name: &str) -> Vec<Choice> {
        let Some(panel) = Panel::of(self) else {
            return Vec::new();
        };
        let Some(list) = panel.property(name) else {
            return Vec::new();
        };
        let list = list.as_ptr();
        // SAFETY: a property of a panel that lives through the block; OBS checks that it is a list, and what it is not
        // has no items. The texts belong to the panel and are copied.
        unsafe {
            let format = sys::obs_property_list_format(list);
            (0..sys::obs_property_list_item_count(list))
                .filter(|&index| !sys::obs_property_list_item_disabled(list, index))
                .filter_map(|index| {
                    let value = match format {
                        sys::OBS_COMBO_FORMAT_STRING => {
                            Value::Text(copied(sys::obs_property_list_item_string(list, index))?)
                        }
                        sys::OBS_COMBO_FORMAT_INT => {
                            Value::Integer(sys::obs_property_list_item_int(list, index))
                        }
                        _ => return None,
                    };
                    let label = copied(sys::obs_property_list_item_name(list, index))?;
                    Some(Choice { label, value })
                })
                .collect()
        }
    }

    /// Presses the button `name` of its panel. False: there is none. The UI thread.
    pub fn press_button(&self, name: &str) -> bool {
        let Some(panel) = Panel::of(self) else {
            return false;
        };
        let Some(button) = panel.property(name) else {
            return false;
        };
        // SAFETY: a property of a live panel; OBS checks that it is a button, and hands its code the source's own data.
        unsafe { sys::obs_property_button_clicked(button.as_ptr(), self.as_ptr().cast()) };
        true
    }
}

/// The panel of another source, for a look.
struct Panel(NonNull<sys::obs_properties_t>);

impl Panel {
    fn of(source: &Source) -> Option<Self> {
        // SAFETY: a live source; the panel is ours.
        NonNull::new(unsafe { sys::obs_source_properties(source.as_ptr()) }).map(Self)
    }

    fn property(&self, name: &str) -> Option<NonNull<sys::obs_property_t>> {
        let name = c_string(name);
        // SAFETY: a live panel.
        NonNull::new(unsafe { sys::obs_properties_get(self.0.as_ptr(), name.as_ptr()) })
    }
}

impl Drop for Panel {
    fn drop(&mut self) {
        // SAFETY: ours, and nothing of it is kept.
        unsafe { sys::obs_properties_destroy(self.0.as_ptr()) };
    }
}
