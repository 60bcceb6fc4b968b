// SPDX-License-Identifier: GPL-2.0-or-later

use std::sync::atomic::{AtomicU32, Ordering};

use super::*;
use crate::strings::copied;

fn property(panel: &Properties, name: &str) -> *mut sys::obs_property_t {
    let name = c_string(name);
    // SAFETY: a live panel.
    unsafe { sys::obs_properties_get(panel.raw.as_ptr(), name.as_ptr()) }
}

#[test]
fn panel_is_built() {
    let mut panel = Properties::new();
    panel.group("group", "A group", |group| {
        group
            .list("list", "A list")
            .item("First", "first")
            .item("Second", "second")
            .long_description("A tooltip");
        group
            .float_slider("slider", "A slider", 0.0, 1.0, 0.1)
            .suffix(" ms");
    });
    panel
        .int("int", "An integer", 1, 10, 1)
        .suffix(" px")
        .visible(false);
    panel.float("float", "A number", 0.0, 1.0, 0.5);
    panel
        .bool("bool", "A switch")
        .suffix("no number, nothing happens");
    panel.text_info("info", "A text", InfoKind::Warning);
    panel.path("open", "A file", PathKind::Open, "*.json");
    panel.path("save", "A new file", PathKind::Save, "*.json");
    panel.defer_update();

    let list = property(&panel, "list");
    let slider = property(&panel, "slider");
    let int = property(&panel, "int");
    let (open, save) = (property(&panel, "open"), property(&panel, "save"));
    // SAFETY: live properties of these types.
    unsafe {
        assert_eq!(sys::obs_property_list_item_count(list), 2);
        assert_eq!(
            copied(sys::obs_property_list_item_string(list, 1)).as_deref(),
            Some("second")
        );
        assert_eq!(
            copied(sys::obs_property_long_description(list)).as_deref(),
            Some("A tooltip")
        );
        assert_eq!(
            copied(sys::obs_property_float_suffix(slider)).as_deref(),
            Some(" ms")
        );
        assert_eq!(sys::obs_property_path_type(open), sys::OBS_PATH_FILE);
        assert_eq!(
            copied(sys::obs_property_path_filter(open)).as_deref(),
            Some("*.json")
        );
        assert_eq!(sys::obs_property_path_type(save), sys::OBS_PATH_FILE_SAVE);
        assert_eq!(copied(sys::obs_property_int_suffix(int)).as_deref(), Some(" px"));
        assert!(!sys::obs_property_visible(int));
        assert_eq!(
            sys::obs_property_text_info_type(property(&panel, "info")),
            sys::OBS_TEXT_INFO_WARNING
        );
    }
}

#[test]
fn name_twice_is_passed_over() {
    let mut panel = Properties::new();
    panel.bool("name", "First");
    panel
        .int("name", "Second", 0, 1, 1)
        .long_description("nobody sees it")
        .on_modified(|_, _| true);
    panel.group("name", "Third", |group| {
        group.bool("inner", "Lost with its group");
    });
    assert_eq!(panel.view().visible("inner"), None);
    // SAFETY: a live property.
    let kind = unsafe { sys::obs_property_get_type(property(&panel, "name")) };
    assert_eq!(kind, sys::OBS_PROPERTY_BOOL);
}

#[test]
fn what_a_panel_is_shown_with_is_not_chosen() {
    let calls = Arc::new(AtomicU32::new(0));
    let mut panel = Properties::new();
    let in_chosen = calls.clone();
    panel.group("group", "A group", |group| {
        group.bool("switch", "A switch").on_chosen(move |_, _| {
            in_chosen.fetch_add(1, Ordering::Relaxed);
            true
        });
    });
    let settings = Data::new();
    settings.set_switch("switch", true);
    // SAFETY: a live panel with its property, and a live set.
    unsafe {
        sys::obs_properties_apply_settings(panel.raw.as_ptr(), settings.as_ptr());
        assert_eq!(calls.load(Ordering::Relaxed), 0);
        assert!(sys::obs_property_modified(
            property(&panel, "switch"),
            settings.as_ptr()
        ));
    }
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}

#[test]
fn modified_and_clicked_run_until_the_panel_goes() {
    let calls = Arc::new(AtomicU32::new(0));
    let mut panel = Properties::new();
    panel.text_info("info", "before", InfoKind::Normal);
    let (in_modified, in_clicked) = (calls.clone(), calls.clone());
    panel.group("group", "A group", |group| {
        group
            .bool("switch", "A switch")
            .on_modified(move |view, settings| {
                in_modified.fetch_add(1, Ordering::Relaxed);
                view.set_visible("group", settings.switch("switch") == Some(true));
                view.set_enabled("button", false);
                view.set_info("info", "after", InfoKind::Error);
                view.set_visible("missing", true);
                true
            });
        group.button("button", "A button", move || {
            in_clicked.fetch_add(10, Ordering::Relaxed);
            true
        });
    });
    assert_eq!(Arc::strong_count(&calls), 3);

    let settings = Data::new();
    settings.set_switch("switch", false);
    let button = property(&panel, "button");
    // SAFETY: live properties and a live set; a button may be clicked without an object.
    unsafe {
        assert!(sys::obs_property_modified(
            property(&panel, "switch"),
            settings.as_ptr()
        ));
        assert!(sys::obs_property_button_clicked(button, std::ptr::null_mut()));
        assert!(!sys::obs_property_enabled(button));
        assert_eq!(
            copied(sys::obs_property_description(property(&panel, "info"))).as_deref(),
            Some("after")
        );
    }
    assert_eq!(calls.load(Ordering::Relaxed), 11);
    assert_eq!(panel.view().visible("group"), Some(false));

    let raw = panel.into_raw();
    assert_eq!(Arc::strong_count(&calls), 3);
    // SAFETY: given away above, and not used again: what OBS does with it.
    unsafe { sys::obs_properties_destroy(raw) };
    assert_eq!(Arc::strong_count(&calls), 1);
}

#[test]
fn panic_in_a_callback_is_no() {
    let mut panel = Properties::new();
    panel
        .bool("switch", "A switch")
        .on_modified(|_, _| panic!("in a modified callback"));
    let settings = Data::new();
    // SAFETY: a live property and a live set.
    assert!(!unsafe { sys::obs_property_modified(property(&panel, "switch"), settings.as_ptr()) });
}

#[test]
fn what_looks_like_markup_stays_text() {
    for (text, shown) in [
        ("a < b & c", "a <\u{2060} b & c"),
        ("<a href='x'>y</a>", "<\u{2060}a href='x'>y<\u{2060}/a>"),
        ("x &lt;b>", "x &\u{2060}lt;b>"),
    ] {
        assert_eq!(without_markup(text), shown);
    }
    let mut panel = Properties::new();
    panel.text_info("info", "<b>", InfoKind::Normal);
    let shown = |panel: &Properties| {
        let info = property(panel, "info");
        // SAFETY: a live property, whose text is copied.
        unsafe { copied(sys::obs_property_description(info)) }
    };
    assert_eq!(shown(&panel).as_deref(), Some("<\u{2060}b>"));
    panel.view().set_info("info", "<i>", InfoKind::Error);
    assert_eq!(shown(&panel).as_deref(), Some("<\u{2060}i>"));
}
