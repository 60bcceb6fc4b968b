// SPDX-License-Identifier: GPL-2.0-or-later
//! The source "Nu Scaler Source": every kind of it that X11 has.

use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, ensure};
use image::RgbaImage;
use nu_scaler_tests::host::pattern::{Pattern, picture};
use nu_scaler_tests::host::scene::Scene;
use nu_scaler_tests::host::{Host, Options, Source, main_output};
use nu_scaler_tests::process::wait_until;
use nu_scaler_tests::x11::Screen;
use nu_scaler_tests::xvfb::Xvfb;
use nu_scaler_tests::{host_test, pictures};
use serde_json::{Value, json};

use crate::common::{PREPARE_LIMIT, Stage, busy_picture, fsr, translucent_picture};

/// The source's type in OBS.
pub(crate) const SOURCE: &str = "nu_scaler_source";

const CAPTURES: Options = Options {
    modules: &["image-source", "obs-filters", "linux-capture"],
    ..Options::DEFAULT
};

/// Settings of the source, scaling as [`fsr`] does.
fn settings(scale: f64, own: &Value) -> Value {
    let mut settings = fsr(scale);
    for (key, value) in own.as_object().into_iter().flatten() {
        settings[key] = value.clone();
    }
    settings
}

pub(crate) fn existing(scale: f64, name: &str) -> Value {
    settings(scale, &json!({ "source_kind": "source", "source_name": name }))
}

/// A source of ours in a scene of its own on the canvas.
pub(crate) struct Shown<'h> {
    host: &'h Host,
    pub(crate) source: Source,
    scene: Scene,
}

impl<'h> Shown<'h> {
    pub(crate) fn new(host: &'h Host, settings: &Value) -> Result<Self> {
        Self::of(host, host.input(SOURCE, "ours", settings)?)
    }

    pub(crate) fn of(host: &'h Host, source: Source) -> Result<Self> {
        let scene = host.scene("ours alone")?;
        scene.add(&source)?;
        host.output(Some(&scene.source()?));
        Ok(Self { host, source, scene })
    }

    pub(crate) fn wait_for(&self, what: &str, wanted: impl Fn(&Value) -> bool) -> Result<Value> {
        let status = || self.source.status();
        wait_until(what, PREPARE_LIMIT, || {
            self.host.ticks(1)?;
            Ok(Some(status()?).filter(&wanted))
        })
        .with_context(|| format!("the status: {:?}, the size {:?}", status(), self.source.size()))
    }

    pub(crate) fn wait_upscaling(&self, input: &str) -> Result<Value> {
        self.wait_for("the source to upscale", |status| {
            status["state"] == "upscaling" && status["input"] == input
        })
    }

    /// Waits until there is nothing to show, for a reason with this in it, and no size.
    fn wait_waiting(&self, reason: &str) -> Result<()> {
        self.wait_for(reason, |status| {
            let text = status["reason"].as_str().unwrap_or_default();
            status["state"] == "waiting" && text.contains(reason)
        })?;
        ensure!(self.source.size() == (0, 0), "{:?}", self.source.size());
        Ok(())
    }
}

/// What the filter makes of the same source.
fn filtered(host: &Host, source: Source, scale: f64) -> Result<RgbaImage> {
    let stage = Stage::new(host, source, &fsr(scale))?;
    stage.wait_upscaling_any()?;
    host.ticks(2)?;
    let pixels = stage.source.pixels()?;
    stage.source.detach(&stage.filter);
    host.output(None);
    host.ticks(1)?;
    Ok(pixels)
}

fn same(ours: &RgbaImage, theirs: &RgbaImage) -> Result<()> {
    let difference = pictures::largest_difference(ours, theirs)
        .with_context(|| format!("{:?} and {:?}", ours.dimensions(), theirs.dimensions()))?;
    ensure!(difference == 0, "largest difference {difference}");
    Ok(())
}

host_test!(
    an_existing_source_is_shown_as_the_filter_would,
    Options::DEFAULT,
    |host| {
        for (name, image) in [
            ("opaque", busy_picture(64, 48, 1)),
            ("translucent", translucent_picture(64, 48, 2)),
        ] {
            let original = host.pattern(name, &Pattern::new(image))?;
            let before = original.pixels()?;
            let shown = Shown::new(host, &existing(1.5, name))?;
            shown.wait_upscaling("64x48")?;
            ensure!(shown.source.size() == (96, 72), "{:?}", shown.source.size());
            ensure!(original.showing(), "{name} is not counted as shown");
            host.ticks(2)?;
            let ours = shown.source.pixels()?;
            same(&original.pixels()?, &before).context("the original")?;
            host.output(None);
            drop(shown);
            host.ticks(2)?;
            ensure!(!original.showing(), "{name} is still counted as shown");
            same(&ours, &filtered(host, original, 1.5)?).context(name)?;
        }
        Ok(())
    }
);

host_test!(a_scene_is_shown, Options::DEFAULT, |host| {
    let inner = host.scene("inner")?;
    inner.add(&host.pattern("part", &Pattern::new(busy_picture(80, 60, 3)))?)?;
    let shown = Shown::new(host, &existing(2.0, "inner"))?;
    // A scene has the canvas's size.
    shown.wait_upscaling("640x360")?;
    ensure!(shown.source.size() == (1280, 720), "{:?}", shown.source.size());
    let names: Vec<String> = shown
        .source
        .offered("source_name")?
        .into_iter()
        .map(|(_, name)| name)
        .collect();
    ensure!(
        names == ["", "inner", "ours alone", "part"],
        "what is offered: {names:?}"
    );
    let ours = shown.source.pixels()?;
    host.output(None);
    drop(shown);
    same(&ours, &filtered(host, inner.source()?, 2.0)?)
});

host_test!(a_screen_and_a_region_of_it_are_shown, CAPTURES, |host| {
    let screen = Xvfb::start(160, 120)?;
    Screen::connect(screen.display())?.fill([0x80, 0x40, 0x20])?;
    let capture = json!({ "xshm_input": {
        "advanced": true, "server": screen.display(), "show_cursor": false,
    } });
    let own = json!({ "source_kind": "screen", "child": capture });
    let shown = Shown::new(host, &settings(1.5, &own))?;
    shown.wait_upscaling("160x120")?;
    ensure!(shown.source.size() == (240, 180), "{:?}", shown.source.size());
    let is_filled = |what: &str| -> Result<()> {
        host.ticks(5)?;
        let pixels = shown.source.pixels()?;
        let colour = [0x80, 0x40, 0x20, 0xff];
        ensure!(
            pixels.pixels().all(|pixel| pixel.0 == colour),
            "{what}: {:?}",
            pixels.get_pixel(0, 0)
        );
        Ok(())
    };
    is_filled("the screen")?;

    // Chosen, saved, and chosen no more: another capture, and nothing of the choice is left.
    shown.source.update(&json!({ "screen": "0" }))?;
    host.ticks(3)?;
    let saved = shown.source.save()?;
    shown.source.update(&json!({ "screen": "" }))?;
    host.ticks(3)?;
    shown.wait_upscaling("160x120")?;
    is_filled("the screen again")?;
    ensure!(
        saved["settings"]["child"]["xshm_input"]["screen"].is_null(),
        "{saved}"
    );

    // What lies outside of the screen is left out.
    let region = |x: i32, y: i32| {
        json!({
            "source_kind": "region", "region_x": x, "region_y": y, "region_width": 64, "region_height": 48,
        })
    };
    for (at, input, size) in [((10, 20), "64x48", (96, 72)), ((120, 100), "40x20", (60, 30))] {
        shown.source.update(&region(at.0, at.1))?;
        shown.wait_upscaling(input)?;
        ensure!(shown.source.size() == size, "{:?}", shown.source.size());
        is_filled(input)?;
    }
    shown.source.update(&region(500, 0))?;
    shown.wait_waiting("160x120")
});

host_test!(no_other_screen_is_shown_than_was_chosen, CAPTURES, |host| {
    let screen = Xvfb::start(160, 120)?;
    Screen::connect(screen.display())?.fill([0x80, 0x40, 0x20])?;
    let capture = json!({ "xshm_input": {
        "advanced": true, "server": screen.display(), "show_cursor": false,
    } });
    let own = json!({ "source_kind": "screen", "screen": "7", "child": capture });
    let shown = Shown::new(host, &settings(1.5, &own))?;
    for choice in ["7", "no number"] {
        shown.source.update(&json!({ "screen": choice }))?;
        for kind in ["screen", "region"] {
            shown
                .source
                .update(&json!({ "source_kind": kind, "region_width": 50 }))?;
            for _ in 0..5 {
                host.ticks(1)?;
                ensure!(
                    shown.source.size() == (0, 0),
                    "{choice}: {:?}",
                    shown.source.size()
                );
            }
            shown.wait_waiting(&format!("there is no screen \"{choice}\""))?;
        }
    }
    shown
        .source
        .update(&json!({ "source_kind": "screen", "screen": "0" }))?;
    shown.wait_upscaling("160x120")?;
    shown.source.update(&json!({ "screen": "1" }))?;
    shown.wait_waiting("there is no screen \"1\"")?;
    shown.source.update(&json!({ "screen": "" }))?;
    shown.wait_upscaling("160x120")?;
    Ok(())
});

host_test!(a_copy_shows_the_same_by_itself, CAPTURES, |host| {
    let screen = Xvfb::start(160, 120)?;
    Screen::connect(screen.display())?.fill([0x80, 0x40, 0x20])?;
    let original = host.pattern("original", &Pattern::new(busy_picture(64, 48, 1)))?;
    let capture = json!({ "xshm_input": {
        "advanced": true, "server": screen.display(), "show_cursor": false,
    } });
    let own = json!({ "source_kind": "screen", "child": capture });
    for (settings, input) in [
        (existing(1.5, "original"), "64x48"),
        (settings(1.5, &own), "160x120"),
    ] {
        let shown = Shown::new(host, &settings)?;
        shown.wait_upscaling(input)?;
        host.ticks(5)?;
        let pixels = shown.source.pixels()?;
        let copy = shown.source.duplicate("a copy")?;
        host.output(None);
        // The one goes, and the other stays.
        drop(shown);
        let copy = Shown::of(host, copy)?;
        copy.wait_upscaling(input)?;
        host.ticks(5)?;
        same(&copy.source.pixels()?, &pixels)?;
        copy.source.update(&json!({ "scale_factor": 2.0 }))?;
        copy.wait_for("another size", |status| status["output"] != status["input"])?;
        host.output(None);
    }
    ensure!(!original.showing(), "still counted as shown");
    Ok(())
});

host_test!(a_region_is_cut_where_it_is_said, CAPTURES, |host| {
    // The server that this libobs itself is on: the left half of the screen is one colour, the pointer is not drawn.
    let display = std::env::var("DISPLAY")?;
    let screen = Screen::connect(&display)?;
    screen.fill([10, 20, 30])?;
    screen.fill_part([200, 100, 50], (0, 0), (100, 720))?;
    let own = json!({
        "source_kind": "region", "region_x": 60, "region_y": 5, "region_width": 80, "region_height": 40,
        "child": { "xshm_input": { "show_cursor": false } },
    });
    let shown = Shown::new(host, &settings(1.0, &own))?;
    shown.wait_upscaling("80x40")?;
    host.ticks(5)?;
    let pixels = shown.source.pixels()?;
    let wanted = picture(80, 40, |x, _| {
        if x < 40 {
            [200, 100, 50, 255]
        } else {
            [10, 20, 30, 255]
        }
    });
    same(&pixels, &wanted)
});

host_test!(
    a_window_is_offered_chosen_and_said_to_have_no_picture,
    CAPTURES,
    |host| {
        let display = std::env::var("DISPLAY")?;
        let screen = Screen::connect(&display)?;
        screen.open_window("a game of ours", 80, 60)?;
        let shown = Shown::new(host, &settings(1.5, &json!({ "source_kind": "window" })))?;
        shown.wait_waiting("no window is chosen")?;
        let offered = shown.source.offered("window")?;
        let (_, game) = offered
            .iter()
            .find(|(label, _)| label.contains("a game of ours"))
            .with_context(|| format!("{offered:?}"))?;
        shown.source.update(&json!({ "window": game }))?;
        host.ticks(5)?;
        // Without a picture on this renderer.
        shown.wait_waiting("the window \"a game of ours\" is closed")?;
        let saved = shown.source.save()?;
        ensure!(saved["settings"]["window"] == game.as_str(), "{saved}");
        // The choice is a setting of ours alone: beside it an older one would come back.
        let capture = &saved["settings"]["child"]["xcomposite_input"];
        ensure!(
            capture.is_object() && capture["capture_window"].is_null(),
            "{saved}"
        );
        // A window that is not there any more stays in the list: OBS would choose another for it.
        shown.source.update(&json!({ "window": "1\r\ngone\r\ngone" }))?;
        host.ticks(2)?;
        shown.wait_waiting("the window \"gone\" is closed")?;
        let panel = shown.source.open_panel()?.shown("status")?.unwrap_or_default();
        ensure!(
            panel.lines().count() == 1 && panel.starts_with("Waiting for a picture: the window"),
            "{panel}"
        );
        let offered = shown.source.offered("window")?;
        ensure!(
            offered.iter().any(|(_, value)| value == "1\r\ngone\r\ngone"),
            "{offered:?}"
        );
        Ok(())
    }
);

host_test!(without_a_capture_the_reason_is_told, Options::DEFAULT, |host| {
    let shown = Shown::new(host, &settings(1.5, &json!({ "source_kind": "window" })))?;
    shown.wait_waiting("no window capture")?;
    shown.source.update(&json!({ "source_kind": "screen" }))?;
    shown.wait_waiting("no screen capture")?;
    shown.source.update(&json!({ "source_kind": "source" }))?;
    shown.wait_waiting("no source is chosen")?;
    let visible: Vec<String> = shown
        .source
        .properties()?
        .into_iter()
        .filter(|(name, visible, _)| *visible && (name.contains("source_") || name.contains("region")))
        .map(|(name, ..)| name)
        .collect();
    ensure!(visible == ["source_kind", "source_name"], "{visible:?}");
    Ok(())
});

host_test!(fault_02_renamed_removed_and_back, Options::DEFAULT, |host| {
    let pattern = Pattern::new(busy_picture(64, 48, 1));
    let original = host.pattern("original", &pattern)?;
    let shown = Shown::new(host, &existing(1.5, "original"))?;
    shown.wait_upscaling("64x48")?;
    let before = shown.source.pixels()?;

    original.rename("renamed")?;
    ensure!(
        shown.source.settings()?["source_name"] == "renamed",
        "{}",
        shown.source.settings()?
    );
    // Another setting changes meanwhile: the name that goes with it is the new one.
    shown.source.update(&json!({ "sharpness": 0.25 }))?;
    shown.source.update(&json!({ "sharpness": 0.0 }))?;
    host.ticks(3)?;
    shown.wait_upscaling("64x48")?;
    same(&shown.source.pixels()?, &before)?;

    original.remove();
    shown.wait_waiting("\"renamed\"")?;
    ensure!(!original.showing(), "a removed source is counted as shown");
    drop(original);
    host.ticks(5)?;

    let again = host.pattern("renamed", &pattern)?;
    shown.wait_upscaling("64x48")?;
    host.ticks(2)?;
    same(&shown.source.pixels()?, &before)?;
    // Let go of without a word, too.
    drop(again);
    host.ticks(2)?;
    shown.wait_waiting("\"renamed\"")
});

host_test!(renamed_before_the_first_frame, Options::DEFAULT, |host| {
    let original = host.pattern("original", &Pattern::new(busy_picture(64, 48, 1)))?;
    for name in ["second", "third"] {
        let old = original.name();
        let shown = Shown::new(host, &existing(1.5, &old))?;
        original.rename(name)?;
        shown.wait_upscaling("64x48")?;
        ensure!(
            shown.source.settings()?["source_name"] == name,
            "{}",
            shown.source.settings()?
        );
    }
    Ok(())
});

host_test!(fault_06_a_storm_of_kinds, CAPTURES, |host| {
    let original = host.pattern("original", &Pattern::new(busy_picture(64, 48, 1)))?;
    let shown = Shown::new(host, &existing(1.5, "original"))?;
    shown.wait_upscaling("64x48")?;
    let (source, done) = (&shown.source, AtomicBool::new(false));
    std::thread::scope(|scope| -> Result<()> {
        scope.spawn(|| {
            while !done.load(Ordering::SeqCst) {
                // It may have a picture or not at the moment.
                let _ = source.pixels();
                std::thread::yield_now();
            }
        });
        let storm = (0..300).try_for_each(|round| -> Result<()> {
            let change = match round % 6 {
                0 => json!({ "source_kind": "screen" }),
                1 => json!({ "source_kind": "source", "source_name": "nobody" }),
                2 => json!({ "source_kind": "region", "region_x": round, "region_width": 50 }),
                3 => json!({ "source_kind": "window", "window": format!("{round}") }),
                4 => json!({ "source_kind": "source", "source_name": original.name() }),
                _ => json!({ "source_kind": "screen", "screen": "7" }),
            };
            source.update(&change)?;
            host.ticks(1)?;
            original.rename(&format!("original {}", round % 5))?;
            if round % 20 == 0 {
                ensure!(!source.properties()?.is_empty(), "no panel");
                source.save()?;
            }
            Ok(())
        });
        done.store(true, Ordering::SeqCst);
        storm
    })?;
    let name = original.name();
    shown
        .source
        .update(&json!({ "source_kind": "source", "source_name": name }))?;
    shown.wait_upscaling("64x48")?;
    host.output(None);
    host.ticks(3)?;
    ensure!(!original.showing(), "still counted as shown");
    Ok(())
});

host_test!(a_loop_is_refused, Options::DEFAULT, |host| {
    let pattern = host.pattern("pattern", &Pattern::new(busy_picture(64, 48, 1)))?;
    let shown = Shown::new(host, &existing(1.5, "pattern"))?;
    shown.wait_upscaling("64x48")?;
    // The scene that holds it, a scene that holds that scene, and itself.
    let outer = host.scene("outer")?;
    outer.add(&shown.scene.source()?)?;
    for name in ["ours alone", "outer", "ours"] {
        shown.source.update(&json!({ "source_name": name }))?;
        shown.wait_waiting("already shows this source").context(name)?;
    }
    // Two of ours that would show each other.
    let other = host.input(SOURCE, "other", &existing(1.0, "ours"))?;
    host.show(&other);
    shown.source.update(&json!({ "source_name": "other" }))?;
    host.ticks(5)?;
    shown.wait_waiting("already shows this source")?;
    // A scene that is shown does not take who shows it.
    let inner = host.scene("inner")?;
    inner.add(&pattern)?;
    shown.source.update(&json!({ "source_name": "inner" }))?;
    shown.wait_upscaling("640x360")?;
    ensure!(inner.add(&shown.source).is_err(), "the scene shows itself");
    Ok(())
});

host_test!(saved_and_loaded_it_is_as_it_was, CAPTURES, |host| {
    let screen = Xvfb::start(160, 120)?;
    Screen::connect(screen.display())?.fill([0x10, 0x60, 0xa0])?;
    let capture = json!({ "xshm_input": {
        "advanced": true, "server": screen.display(), "show_cursor": false, "cut_left": 40,
    } });
    let own = json!({ "source_kind": "screen", "screen": "0", "child": capture });
    let shown = Shown::new(host, &settings(2.0, &own))?;
    shown.wait_upscaling("120x120")?;
    host.ticks(5)?;
    let (before, saved) = (shown.source.pixels()?, shown.source.save()?);
    ensure!(
        saved["settings"]["child"]["xshm_input"]["cut_left"] == 40,
        "{saved}"
    );
    host.output(None);
    drop(shown);
    host.ticks(2)?;

    let shown = Shown::of(host, host.load_source(&saved)?)?;
    shown.wait_upscaling("120x120")?;
    host.ticks(5)?;
    same(&shown.source.pixels()?, &before)?;
    ensure!(
        shown.source.save()?["settings"] == saved["settings"],
        "{}",
        shown.source.save()?["settings"]
    );
    Ok(())
});

host_test!(loaded_before_what_it_shows, Options::DEFAULT, |host| {
    let shown = Shown::new(host, &existing(1.5, "later"))?;
    shown.wait_waiting("\"later\"")?;
    let _later = host.pattern("later", &Pattern::new(busy_picture(64, 48, 1)))?;
    shown.wait_upscaling("64x48")?;
    Ok(())
});

host_test!(fault_01_a_source_without_a_size, Options::DEFAULT, |host| {
    let pattern = Pattern::new(RgbaImage::default());
    let _empty = host.pattern("empty", &pattern)?;
    let shown = Shown::new(host, &existing(1.5, "empty"))?;
    shown.wait_waiting("no picture")?;
    pattern.set(busy_picture(64, 48, 1));
    shown.wait_upscaling("64x48")?;
    ensure!(shown.source.size() == (96, 72), "{:?}", shown.source.size());
    Ok(())
});

host_test!(clicks_arrive_where_they_were_meant, Options::DEFAULT, |host| {
    let pattern = Pattern::new(busy_picture(64, 48, 1));
    let _original = host.pattern("original", &pattern)?;
    let shown = Shown::new(host, &existing(2.0, "original"))?;
    shown.wait_upscaling("64x48")?;
    shown.source.click(100, 41);
    ensure!(pattern.clicks() == [(50, 20)], "{:?}", pattern.clicks());
    Ok(())
});

host_test!(fault_09_hidden_it_costs_nothing, Options::DEFAULT, |host| {
    let pattern = Pattern::new(busy_picture(64, 48, 1));
    let original = host.pattern("original", &pattern)?;
    let shown = Shown::new(host, &existing(1.5, "original"))?;
    shown.wait_upscaling("64x48")?;
    host.output(None);
    host.ticks(3)?;
    ensure!(!original.showing(), "counted as shown");
    let drawn = pattern.draws();
    host.ticks(20)?;
    ensure!(pattern.draws() == drawn, "drawn while hidden");
    host.output(Some(&shown.scene.source()?));
    host.ticks(5)?;
    ensure!(original.showing() && pattern.draws() > drawn, "not drawn again");
    // On the canvas too.
    ensure!(
        pictures::mean(&main_output()?)
            .iter()
            .take(3)
            .any(|mean| *mean > 1.0),
        "nothing on the canvas"
    );
    Ok(())
});
