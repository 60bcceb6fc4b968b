// SPDX-License-Identifier: GPL-2.0-or-later
//! The source's own settings: one table, and reading it. The keys are a contract, described in `docs/source.md`.

use nu_scaler_core::text::Message;
use nu_scaler_obs::data::Data;

use super::captures::Capture;
use crate::store;

/// What a source of ours shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// A source or scene that is there already.
    Source,
    /// A window.
    Window,
    /// A screen.
    Screen,
    /// A part of a screen.
    Region,
}

impl Kind {
    /// In the order of the panel.
    pub(crate) const ALL: &[Self] = &[Self::Source, Self::Window, Self::Screen, Self::Region];

    /// The name in settings.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Window => "window",
            Self::Screen => "screen",
            Self::Region => "region",
        }
    }

    /// The key of its name.
    pub(crate) const fn locale_key(self) -> &'static str {
        match self {
            Self::Source => "SourceKind.source",
            Self::Window => "SourceKind.window",
            Self::Screen => "SourceKind.screen",
            Self::Region => "SourceKind.region",
        }
    }

    /// The one in a source's settings; `None`: that is none.
    pub(crate) fn read(data: &Data) -> Option<Self> {
        Self::from_id(&data.text(KIND).unwrap_or_default())
    }

    /// The one with this name, if there is one.
    pub(crate) fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.id() == id)
    }

    /// What captures it, with the type's identifier; an error tells that this OBS has nothing that does. `None`: it needs
    /// no capture.
    pub(crate) fn capture(self) -> Option<Result<(&'static Capture, String), Message>> {
        let (found, reason) = match self {
            Self::Source => return None,
            Self::Window => (Capture::of_windows(), "Reason.Source.NoWindowCapture"),
            Self::Screen | Self::Region => (Capture::of_screens(), "Reason.Source.NoScreenCapture"),
        };
        Some(found.ok_or_else(|| Message::new(reason)))
    }
}

/// What a setting of the source holds.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Holds {
    /// A [`Kind`]'s name.
    Kind,
    /// One of the names that its list offers at the moment.
    Name,
    /// Pixels: the default and the least.
    Pixels(i32, i32),
    /// Yes or no: the default.
    Switch(bool),
}

/// One row of the source's own table.
pub(crate) struct Row {
    /// The key in OBS's settings.
    pub(crate) key: &'static str,
    pub(crate) holds: Holds,
    /// The keys of its label and its explanation.
    pub(crate) label: &'static str,
    pub(crate) tip: &'static str,
    /// The kinds that it matters for.
    pub(crate) kinds: &'static [Kind],
}

pub(crate) const KIND: &str = "source_kind";
pub(crate) const NAME: &str = "source_name";
pub(crate) const WINDOW: &str = "window";
pub(crate) const SCREEN: &str = "screen";
/// Whether it is upscaled.
pub(crate) const UPSCALE: &str = "upscale";
const X: &str = "region_x";
const Y: &str = "region_y";
const WIDTH: &str = "region_width";
const HEIGHT: &str = "region_height";

/// What the captures have as settings of their own: an object with one object for each type of capture. Not in the
/// panel.
pub(crate) const CHILD: &str = "child";

/// The largest value of a number, as large as any picture.
pub(crate) const MOST_PIXELS: i32 = 16384;

/// Every setting of the source's own, in the order of the panel.
pub(crate) const TABLE: &[Row] = &[
    Row {
        key: KIND,
        holds: Holds::Kind,
        label: "Setting.source_kind",
        tip: "Setting.source_kind.Tip",
        kinds: Kind::ALL,
    },
    Row {
        key: NAME,
        holds: Holds::Name,
        label: "Setting.source_name",
        tip: "Setting.source_name.Tip",
        kinds: &[Kind::Source],
    },
    Row {
        key: WINDOW,
        holds: Holds::Name,
        label: "Setting.window",
        tip: "Setting.window.Tip",
        kinds: &[Kind::Window],
    },
    Row {
        key: SCREEN,
        holds: Holds::Name,
        label: "Setting.screen",
        tip: "Setting.screen.Tip",
        kinds: &[Kind::Screen, Kind::Region],
    },
    Row {
        key: X,
        holds: Holds::Pixels(0, 0),
        label: "Setting.region_x",
        tip: "Setting.region_x.Tip",
        kinds: &[Kind::Region],
    },
    Row {
        key: Y,
        holds: Holds::Pixels(0, 0),
        label: "Setting.region_y",
        tip: "Setting.region_y.Tip",
        kinds: &[Kind::Region],
    },
    Row {
        key: WIDTH,
        holds: Holds::Pixels(1280, 1),
        label: "Setting.region_width",
        tip: "Setting.region_width.Tip",
        kinds: &[Kind::Region],
    },
    Row {
        key: HEIGHT,
        holds: Holds::Pixels(720, 1),
        label: "Setting.region_height",
        tip: "Setting.region_height.Tip",
        kinds: &[Kind::Region],
    },
    Row {
        key: UPSCALE,
        holds: Holds::Switch(true),
        label: "Setting.upscale",
        tip: "Setting.upscale.Tip",
        kinds: Kind::ALL,
    },
];

/// A part of a picture, in pixels.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Region {
    pub(crate) x: u32,
    pub(crate) y: u32,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

impl Region {
    /// What of it lies in a picture of this size; may be empty.
    pub(crate) fn within(self, width: u32, height: u32) -> Self {
        Self {
            width: self.width.min(width.saturating_sub(self.x)),
            height: self.height.min(height.saturating_sub(self.y)),
            ..self
        }
    }
}

/// The source's own settings, read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Wish {
    pub(crate) kind: Kind,
    /// The name of an existing source.
    pub(crate) name: String,
    window: String,
    screen: String,
    region: Region,
    /// Whether it is upscaled, rather than scaled by OBS.
    pub(crate) upscale: bool,
    /// The captures' own settings, as JSON.
    child: String,
    /// What stands in the place of the kind, where that is none.
    unknown_kind: Option<String>,
}

impl Wish {
    pub(crate) fn read(data: &Data) -> Self {
        let _turn = store::turn();
        let text = |key| data.text(key).unwrap_or_default();
        let kind = Kind::read(data);
        Self {
            kind: kind.unwrap_or(Kind::Source),
            unknown_kind: kind.is_none().then(|| text(KIND)),
            name: text(NAME),
            window: text(WINDOW),
            screen: text(SCREEN),
            region: Region {
                x: pixels(data, X),
                y: pixels(data, Y),
                width: pixels(data, WIDTH),
                height: pixels(data, HEIGHT),
            },
            upscale: data.switch(UPSCALE).unwrap_or(true),
            child: data
                .object(CHILD)
                .map_or_else(|| "{}".to_owned(), |child| child.to_json()),
        }
    }

    /// What had to be corrected.
    pub(crate) fn correction(&self) -> Option<Message> {
        let unknown = self.unknown_kind.as_ref()?;
        let correction = Message::new("Reason.SettingUnknown").with_key("setting", "Setting.source_kind");
        Some(
            correction
                .with("value", unknown)
                .with_key("used", self.kind.locale_key()),
        )
    }

    /// The part that is shown; `None`: everything.
    pub(crate) fn region(&self) -> Option<Region> {
        (self.kind == Kind::Region).then_some(self.region)
    }

    /// What is chosen in the list `key`.
    pub(crate) fn chosen(&self, key: &str) -> &str {
        match key {
            NAME => &self.name,
            WINDOW => &self.window,
            SCREEN => &self.screen,
            _ => "",
        }
    }

    /// The settings that a capture gets.
    pub(crate) fn capture_settings(&self, capture: &Capture) -> Data {
        let settings = Data::from_json(&self.child)
            .and_then(|child| child.object(capture.id))
            .unwrap_or_default();
        if let Some(key) = capture.list {
            settings.erase(key);
        }
        capture.set(&settings, self.choice());
        settings
    }

    /// Why what is shown has no picture.
    pub(crate) fn why_no_picture(&self) -> Message {
        let chosen = self.choice();
        match (self.kind, self.kind.capture()) {
            (Kind::Source, _) => Message::new("Reason.Source.NoPicture").with("name", &self.name),
            (Kind::Window, Some(Ok((capture, _)))) if capture.list.is_some() => match chosen {
                "" => Message::new("Reason.Source.NoWindow"),
                _ => Message::new("Reason.Source.WindowGone").with("name", capture.title(chosen)),
            },
            _ => Message::new("Reason.Source.NotCaptured"),
        }
    }

    /// What is chosen in the list of what captures this kind; empty: nothing.
    pub(crate) fn choice(&self) -> &str {
        match self.kind {
            Kind::Source => "",
            Kind::Window => &self.window,
            Kind::Screen | Kind::Region => &self.screen,
        }
    }
}

/// Gives the source's own settings their defaults.
pub(crate) fn set_defaults(data: &Data) {
    for row in TABLE {
        match row.holds {
            Holds::Kind => data.set_default_text(row.key, Kind::Source.id()),
            Holds::Name => data.set_default_text(row.key, ""),
            Holds::Pixels(default, _) => data.set_default_integer(row.key, default.into()),
            Holds::Switch(default) => data.set_default_switch(row.key, default),
        }
    }
}

/// A number of pixels, into its range.
pub(crate) fn pixels(data: &Data, key: &str) -> u32 {
    let row = TABLE.iter().find(|row| row.key == key);
    let (default, least) = match row.map(|row| row.holds) {
        Some(Holds::Pixels(default, least)) => (default, least),
        _ => (0, 0),
    };
    let value = data
        .integer(key)
        .unwrap_or(default.into())
        .clamp(least.into(), MOST_PIXELS.into());
    // The range fits.
    value as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Wish {
        let data = Data::from_json(json).expect("JSON");
        set_defaults(&data);
        Wish::read(&data)
    }

    #[test]
    fn nothing_is_a_source_without_a_name() {
        let wish = read("{}");
        assert_eq!((wish.kind, wish.name.as_str()), (Kind::Source, ""));
        assert_eq!(wish.region(), None);
        assert!(wish.kind.capture().is_none());
    }

    #[test]
    fn what_makes_no_sense_counts_as_the_default() {
        let wish = read(r#"{"source_kind": 3, "source_name": {}, "region_width": "x", "child": 1}"#);
        assert_eq!((&wish, wish.correction()), (&read("{}"), None));
        let wish = read(r#"{"source_kind": "dream"}"#);
        let correction = wish.correction().expect("a correction").to_string();
        assert_eq!(wish.kind, Kind::Source);
        assert!(correction.contains("\"dream\""), "{correction}");
    }

    #[test]
    fn it_is_upscaled_unless_switched_off() {
        assert!(read("{}").upscale && read(r#"{"upscale": "no"}"#).upscale);
        assert!(!read(r#"{"upscale": false}"#).upscale);
    }

    #[test]
    fn a_region_stays_in_its_range_and_in_the_picture() {
        let wish = read(
            r#"{"source_kind": "region", "region_x": -5, "region_y": 1e300, "region_width": 0, "region_height": 50}"#,
        );
        let region = wish.region().expect("a region");
        assert_eq!(
            (region.x, region.y, region.width, region.height),
            (0, 16384, 1, 50)
        );
        assert_eq!(region.within(100, 100).height, 0);
        let region = Region {
            x: 90,
            y: 10,
            width: 20,
            height: 20,
        };
        let inside = region.within(100, 100);
        assert_eq!((inside.x, inside.width, inside.height), (90, 10, 20));
    }

    #[test]
    fn a_capture_gets_its_own_settings_and_what_was_chosen() {
        let [texts, numbers] = [false, true].map(|numbers| Capture::of_test("test", "list", numbers));
        let wish = |chosen: &str| {
            read(&format!(
                r#"{{"source_kind": "screen", "screen": "{chosen}",
                "child": {{"test": {{"kept": true, "list": 7}}, "other": {{"x": 1}}}}}}"#
            ))
        };
        let settings = wish("").capture_settings(&numbers);
        assert_eq!(
            (settings.switch("kept"), settings.integer("list")),
            (Some(true), None),
            "what was chosen before is chosen no more"
        );
        assert_eq!(settings.integer("x"), None);
        assert_eq!(wish("2").capture_settings(&numbers).integer("list"), Some(2));
        assert_eq!(wish("none").capture_settings(&numbers).integer("list"), None);
        let text = wish("2").capture_settings(&texts).text("list");
        assert_eq!(text.as_deref(), Some("2"));
    }

    #[test]
    fn every_key_is_described() {
        let page = include_str!("../../../docs/source.md");
        for key in TABLE.iter().map(|row| row.key).chain([CHILD]) {
            assert!(page.contains(&format!("| `{key}` |")), "{key}");
        }
        for kind in Kind::ALL {
            assert!(page.contains(&format!("`{}`", kind.id())), "{}", kind.id());
        }
    }
}
