// SPDX-License-Identifier: GPL-2.0-or-later
//! OBS's own captures of windows and screens, as each system has them.

use nu_scaler_obs::data::Data;
use nu_scaler_obs::source::latest_input_type;

/// One of OBS's input types that captures a window or a screen.
pub(crate) struct Capture {
    /// The name that all versions of the type share.
    pub(crate) id: &'static str,
    /// The setting that says which window or screen, a list in the type's own panel. `None`: the system asks.
    pub(crate) list: Option<&'static str>,
    /// Whether that list's values are numbers.
    numbers: bool,
    /// The button in the type's own panel that has the system ask again.
    pub(crate) button: Option<&'static str>,
    /// Whether it shows the first of the list where nothing is chosen, or nothing.
    pub(crate) has_first: bool,
    /// Whether it shows another of the list where the chosen one is not there. What such a type offers can be asked for on
    /// any thread.
    pub(crate) replaces: bool,
    /// The part of what is chosen that people know it by.
    title: fn(&str) -> &str,
    /// What else has to be set, as JSON.
    fixed: &'static str,
}

const NOTHING: Capture = Capture {
    id: "",
    list: None,
    numbers: false,
    button: None,
    has_first: false,
    replaces: false,
    title: |chosen| chosen,
    fixed: "{}",
};

/// What captures a window, the first that OBS has.
#[cfg(target_os = "linux")]
const WINDOW: &[Capture] = &[
    Capture {
        id: "xcomposite_input",
        list: Some("capture_window"),
        title: |chosen| chosen.split("\r\n").nth(1).unwrap_or(chosen),
        ..NOTHING
    },
    Capture {
        id: "pipewire-window-capture-source",
        button: Some("Reload"),
        ..NOTHING
    },
    Capture {
        id: "pipewire-screen-capture-source",
        button: Some("Reload"),
        ..NOTHING
    },
];

/// What captures a screen, the first that OBS has.
#[cfg(target_os = "linux")]
const SCREEN: &[Capture] = &[
    Capture {
        id: "xshm_input",
        list: Some("screen"),
        numbers: true,
        has_first: true,
        replaces: true,
        ..NOTHING
    },
    Capture {
        id: "pipewire-desktop-capture-source",
        button: Some("Reload"),
        ..NOTHING
    },
    Capture {
        id: "pipewire-screen-capture-source",
        button: Some("Reload"),
        ..NOTHING
    },
];

#[cfg(target_os = "windows")]
const WINDOW: &[Capture] = &[Capture {
    id: "window_capture",
    list: Some("window"),
    title: |chosen| chosen.split(':').next().unwrap_or(chosen),
    ..NOTHING
}];

#[cfg(target_os = "windows")]
const SCREEN: &[Capture] = &[Capture {
    id: "monitor_capture",
    list: Some("monitor_id"),
    ..NOTHING
}];

#[cfg(target_os = "macos")]
const WINDOW: &[Capture] = &[Capture {
    id: "screen_capture",
    list: Some("window"),
    numbers: true,
    fixed: r#"{"type":1}"#,
    ..NOTHING
}];

#[cfg(target_os = "macos")]
const SCREEN: &[Capture] = &[
    Capture {
        id: "screen_capture",
        list: Some("display_uuid"),
        fixed: r#"{"type":0}"#,
        ..NOTHING
    },
    Capture {
        id: "display_capture",
        list: Some("display_uuid"),
        ..NOTHING
    },
];

#[cfg(not(any(target_os = "linux", target_os = "windows", target_os = "macos")))]
const WINDOW: &[Capture] = &[];

#[cfg(not(any(target_os = "linux", target_os = "windows", target_os = "macos")))]
const SCREEN: &[Capture] = &[];

impl Capture {
    /// What captures windows here, and the identifier of its newest version; `None`: this OBS has nothing.
    pub(crate) fn of_windows() -> Option<(&'static Self, String)> {
        Self::first(WINDOW)
    }

    /// The same for screens.
    pub(crate) fn of_screens() -> Option<(&'static Self, String)> {
        Self::first(SCREEN)
    }

    fn first(captures: &'static [Self]) -> Option<(&'static Self, String)> {
        captures
            .iter()
            .find_map(|capture| Some((capture, latest_input_type(capture.id)?)))
    }

    /// What people know the window or screen by that was chosen.
    pub(crate) fn title(&self, chosen: &str) -> String {
        (self.title)(chosen).to_owned()
    }

    /// Puts into its settings what has to be set, and what was chosen in its list, if anything.
    pub(crate) fn set(&self, settings: &Data, chosen: &str) {
        if let Some(fixed) = Data::from_json(self.fixed) {
            settings.apply(&fixed);
        }
        let Some(key) = self.list.filter(|_| !chosen.is_empty()) else {
            return;
        };
        if !self.numbers {
            settings.set_text(key, chosen);
        } else if let Ok(number) = chosen.parse() {
            settings.set_integer(key, number);
        }
    }
}

#[cfg(test)]
impl Capture {
    /// A capture of no system's.
    pub(crate) const fn of_test(id: &'static str, list: &'static str, numbers: bool) -> Self {
        Self {
            id,
            list: Some(list),
            numbers,
            ..NOTHING
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_window_is_known_by_its_title() {
        for (chosen, title) in [("94371847\r\na game\r\nGame", "a game"), ("94371847", "94371847")] {
            assert_eq!(WINDOW[0].title(chosen), title);
        }
        assert_eq!(SCREEN[0].title("1"), "1");
    }

    #[test]
    fn what_is_set_is_json() {
        for capture in WINDOW.iter().chain(SCREEN) {
            assert!(Data::from_json(capture.fixed).is_some(), "{}", capture.id);
            assert!(!capture.id.is_empty());
        }
    }
}
