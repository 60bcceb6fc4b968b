// SPDX-License-Identifier: GPL-2.0-or-later
//! The hotkeys of the filter and of the source.

use anyhow::{Context, Result, ensure};
use image::{RgbaImage, imageops};
use nu_scaler_obs::sys;
use nu_scaler_tests::host::hotkeys::Hotkey;
use nu_scaler_tests::host::pattern::Pattern;
use nu_scaler_tests::host::{Host, Options, Source, log};
use nu_scaler_tests::{host_test, pictures};
use serde_json::{Value, json};

use crate::common::{FILTER, Stage, busy_picture, core_result, fsr};
use crate::source::{SOURCE, Shown, existing};

const ACTIONS: [&str; 7] = [
    "compare",
    "next_quality",
    "next_technology",
    "overlay",
    "sharper",
    "softer",
    "toggle",
];

const NO_DRIVER: Options = Options {
    environment: &[
        ("VK_ICD_FILENAMES", "/nonexistent.json"),
        ("VK_DRIVER_FILES", "/nonexistent.json"),
    ],
    ..Options::DEFAULT
};

/// A filter on a source with a hotkey for each action, upscaling with FSR by the quality's ratio.
fn stage(host: &Host) -> Result<Stage<'_>> {
    let source = host.pattern("keyed", &Pattern::new(busy_picture(40, 30, 1)))?;
    let stage = Stage::new(host, source, &json!({ "technology": "fsr" }))?;
    stage.wait_upscaling()?;
    Ok(stage)
}

/// The names of our hotkeys, sorted.
fn names(host: &Host) -> Vec<String> {
    let mut names: Vec<String> = host
        .hotkeys("nu_scaler.")
        .into_iter()
        .map(|hotkey| hotkey.name)
        .collect();
    names.sort();
    names
}

fn hotkey(host: &Host, name: &str) -> Result<Hotkey> {
    let mut found = host.hotkeys("nu_scaler.");
    found.retain(|hotkey| hotkey.name == name);
    ensure!(found.len() == 1, "{name}: {found:?}");
    found.pop().context("no hotkey")
}

/// The hotkey of the filter of [`stage`].
fn of_filter(host: &Host, action: &str) -> Result<Hotkey> {
    hotkey(host, &format!("nu_scaler.{action}.upscale"))
}

/// The hotkey of a source.
fn of_source(host: &Host, action: &str) -> Result<Hotkey> {
    hotkey(host, &format!("nu_scaler.{action}"))
}

/// `image`, enlarged by OBS itself: an item of a scene, without anything of ours.
fn scaled_by_obs(host: &Host, image: &RgbaImage, factor: f32) -> Result<RgbaImage> {
    let plain = host.pattern("plain", &Pattern::new(image.clone()))?;
    let scene = host.scene("scaled by OBS")?;
    scene.add(&plain)?.scale_bicubic(factor);
    let scene = scene.source()?;
    host.show(&scene);
    host.ticks(3)?;
    let size = |side: u32| (side as f32 * factor).round() as u32;
    let canvas = scene.pixels()?;
    Ok(imageops::crop_imm(&canvas, 0, 0, size(image.width()), size(image.height())).to_image())
}

fn difference(source: &Source, expected: &RgbaImage) -> Result<u8> {
    let pixels = source.pixels()?;
    pictures::largest_difference(&pixels, expected)
        .with_context(|| format!("{:?} and {:?}", pixels.dimensions(), expected.dimensions()))
}

/// What OBS's scaling may differ from itself by, drawn once more on the way.
const ROUNDING: u8 = 2;

host_test!(
    each_hotkey_of_a_filter_does_what_it_says,
    Options::DEFAULT,
    |host| {
        let stage = stage(host)?;
        let all: Vec<String> = ACTIONS
            .iter()
            .map(|action| format!("nu_scaler.{action}.upscale"))
            .collect();
        ensure!(names(host) == all, "{:?}", names(host));
        let tap = |action: &str| -> Result<()> {
            host.tap(&of_filter(host, action)?);
            Ok(())
        };

        // The panel is told, once the filter has the settings.
        let updates = stage.filter.panel_updates();
        tap("sharper")?;
        ensure!(updates.count() == 0, "told by the hotkey itself");
        host.ticks(4)?;
        ensure!(updates.count() == 1, "told {} times", updates.count());
        drop(updates);
        tap("softer")?;

        for technology in ["fsr3", "nis", "nu", "fallback", "auto", "fsr"] {
            tap("next_technology")?;
            ensure!(
                stage.filter.settings()?["technology"] == technology,
                "{}",
                stage.filter.settings()?
            );
            stage.wait_for(technology, |status| {
                let runs = if technology == "auto" { "fsr" } else { technology };
                status["asked"] == technology && status["technology"] == runs
            })?;
        }

        for (quality, size) in [
            ("balanced", (68, 51)),
            ("performance", (80, 60)),
            ("ultra", (52, 39)),
            ("quality", (60, 45)),
        ] {
            tap("next_quality")?;
            host.ticks(3)?;
            ensure!(
                stage.filter.settings()?["quality"] == quality,
                "{}",
                stage.filter.settings()?
            );
            ensure!(
                stage.source.size() == size,
                "{quality}: {:?}",
                stage.source.size()
            );
        }
        stage.wait_upscaling()?;

        // Several within one tick count each, and the ends hold.
        let soft = stage.source.pixels()?;
        for (action, times, end) in [("sharper", 3, 0.3), ("sharper", 9, 1.0), ("softer", 12, 0.0)] {
            for _ in 0..times {
                tap(action)?;
            }
            let sharpness = stage.filter.settings()?["sharpness"].as_f64();
            ensure!(sharpness == Some(end), "{action}: {sharpness:?}");
            let mut settings = fsr(1.5);
            settings["sharpness"] = json!(end);
            let expected = core_result(&settings, &busy_picture(40, 30, 1))?;
            ensure!(
                end == 0.0 || expected != soft,
                "sharpness {end} makes no difference"
            );
            stage.wait_for_picture(&expected, 1)?;
        }

        for shown in [true, false] {
            tap("overlay")?;
            ensure!(
                stage.filter.settings()?["overlay"] == shown,
                "{}",
                stage.filter.settings()?
            );
            stage.wait_for("the figures", |_| {
                difference(&stage.source, &soft).is_ok_and(|difference| (difference > 50) == shown)
            })?;
        }

        for on in [false, true] {
            tap("toggle")?;
            ensure!(stage.filter.enabled() == on, "not switched to {on}");
        }
        Ok(())
    }
);

host_test!(without_a_device_all_technologies_come_round, NO_DRIVER, |host| {
    let source = host.pattern("keyed", &Pattern::new(busy_picture(40, 30, 1)))?;
    let stage = Stage::new(host, source, &json!({ "technology": "nu" }))?;
    host.ticks(3)?;
    // From one that this version lacks, too.
    for technology in [
        "fallback",
        "auto",
        "fsr",
        "fsr3",
        "dlss",
        "rtx_video",
        "xess",
        "nis",
        "nu",
        "fallback",
    ] {
        host.tap(&of_filter(host, "next_technology")?);
        ensure!(
            stage.filter.settings()?["technology"] == technology,
            "{}",
            stage.filter.settings()?
        );
    }
    Ok(())
});

host_test!(
    comparing_shows_the_plain_picture_as_long_as_the_key_is_down,
    Options::DEFAULT,
    |host| {
        let image = busy_picture(40, 30, 1);
        let plain = scaled_by_obs(host, &image, 1.5)?;
        let stage = stage(host)?;
        let upscaled = stage.source.pixels()?;
        let apart = pictures::largest_difference(&plain, &upscaled).context("sizes")?;
        ensure!(apart > 10, "the pictures hardly differ: {apart}");
        let before = stage.filter.settings()?;
        let compare = of_filter(host, "compare")?;
        let made = || ["made the textures", "compiled the pipelines"].map(|what| log::lines_with(what).len());
        let once = made();
        ensure!(
            once.iter().all(|lines| *lines > 0),
            "the log has changed: {once:?}"
        );
        for _ in 0..3 {
            host.key_down(&compare);
            host.ticks(2)?;
            let held = difference(&stage.source, &plain)?;
            ensure!(held <= ROUNDING, "while held it differs by {held}");
            let frames = stage.filter.status()?["frames"].clone();
            host.ticks(10)?;
            let status = stage.filter.status()?;
            ensure!(
                status["state"] == "comparing" && status["frames"] == frames && status["fps"].is_null(),
                "{status}"
            );
            host.key_up(&compare);
            // One may have begun already; the frame after it is the technology's.
            host.ticks(2)?;
            let status = stage.filter.status()?;
            ensure!(status["state"] == "upscaling", "{status}");
            let released = difference(&stage.source, &upscaled)?;
            ensure!(released == 0, "afterwards it differs by {released}");
        }
        ensure!(made() == once, "it was made anew: {:?}", made());
        ensure!(stage.filter.settings()? == before, "it is saved");
        Ok(())
    }
);

host_test!(
    what_is_pressed_and_never_let_go_of_ends_with_the_next_press,
    Options::DEFAULT,
    |host| {
        let stage = stage(host)?;
        let upscaled = stage.source.pixels()?;
        let compare = of_filter(host, "compare")?;
        for _ in 0..2 {
            for compared in [true, false] {
                host.key_down(&compare);
                host.ticks(2)?;
                let (difference, status) = (difference(&stage.source, &upscaled)?, stage.filter.status()?);
                ensure!((difference > 10) == compared, "it differs by {difference}");
                let state = if compared { "comparing" } else { "upscaling" };
                ensure!(status["state"] == state, "{status}");
            }
        }
        // With a key that is down meanwhile, too.
        host.key_down(&compare);
        host.key_down(&compare);
        host.key_up(&compare);
        host.ticks(2)?;
        ensure!(difference(&stage.source, &upscaled)? == 0, "it compares still");
        Ok(())
    }
);

host_test!(comparing_never_sticks, Options::DEFAULT, |host| {
    let stage = stage(host)?;
    let upscaled = stage.source.pixels()?;
    let compare = of_filter(host, "compare")?;
    let is_upscaled = |when: &str| -> Result<()> {
        host.ticks(2)?;
        let difference = difference(&stage.source, &upscaled)?;
        ensure!(difference == 0, "{when}: it differs by {difference}");
        Ok(())
    };
    let is_plain = || -> Result<()> {
        host.ticks(2)?;
        let difference = difference(&stage.source, &upscaled)?;
        ensure!(difference > 10, "it does not compare: {difference}");
        Ok(())
    };

    // Hidden while the key is down, with the key going up in the meantime or not.
    for released in [true, false] {
        host.key_down(&compare);
        is_plain()?;
        stage.item.set_visible(false);
        host.ticks(3)?;
        if released {
            host.key_up(&compare);
        }
        stage.item.set_visible(true);
        is_upscaled("shown again")?;
        host.key_up(&compare);
    }
    // Switched off and on.
    host.key_down(&compare);
    is_plain()?;
    stage.filter.set_enabled(false);
    host.ticks(2)?;
    stage.filter.set_enabled(true);
    is_upscaled("on again")?;
    host.key_up(&compare);

    // Taken off the source, and added again.
    host.key_down(&compare);
    is_plain()?;
    stage.source.detach(&stage.filter);
    host.ticks(2)?;
    stage.source.attach(&stage.filter);
    is_upscaled("added again")?;
    host.key_up(&compare);

    // Gone for good with the key down: the next one knows nothing of it.
    host.key_down(&compare);
    is_plain()?;
    stage.source.detach(&stage.filter);
    let source = host.pattern("another", &Pattern::new(busy_picture(40, 30, 1)))?;
    let next = Stage::new(host, source, &json!({ "technology": "fsr" }))?;
    next.wait_upscaling()?;
    host.ticks(2)?;
    let difference = difference(&next.source, &upscaled)?;
    ensure!(difference == 0, "another filter compares: {difference}");
    Ok(())
});

/// Taps every hotkey of the filter of [`stage`] and tells what it changed.
fn changed_by(stage: &Stage<'_>) -> Result<Vec<&'static str>> {
    let host = stage.host;
    let state = || -> Result<Value> {
        host.ticks(2)?;
        Ok(json!([stage.filter.settings()?, stage.filter.enabled()]))
    };
    let mut changed = Vec::new();
    for action in ACTIONS {
        let before = state()?;
        // Both ends of a comparison at once change nothing that lasts, so its key stays down for a while.
        host.key_down(&of_filter(host, action)?);
        let after = state()?;
        if after != before {
            changed.push(action);
        }
        host.key_up(&of_filter(host, action)?);
    }
    Ok(changed)
}

host_test!(hidden_no_hotkey_does_anything, Options::DEFAULT, |host| {
    let stage = stage(host)?;
    stage.filter.update(&json!({ "sharpness": 0.5 }))?;
    let mut settings = fsr(1.5);
    settings["sharpness"] = json!(0.5);
    stage.wait_for_picture(&core_result(&settings, &busy_picture(40, 30, 1))?, 1)?;
    let upscaled = stage.source.pixels()?;
    stage.item.set_visible(false);
    host.ticks(3)?;
    let changed = changed_by(&stage)?;
    ensure!(changed.is_empty(), "{changed:?}");
    // Not even later.
    host.key_down(&of_filter(host, "compare")?);
    stage.item.set_visible(true);
    stage.wait_for_picture(&upscaled, 0)?;
    host.ticks(3)?;
    ensure!(
        difference(&stage.source, &upscaled)? == 0,
        "pressed while hidden, it compares"
    );
    host.key_up(&of_filter(host, "compare")?);
    let mut changed = changed_by(&stage)?;
    changed.sort_unstable();
    ensure!(changed == ACTIONS[1..], "shown again: {changed:?}");
    Ok(())
});

host_test!(
    switched_off_only_the_hotkey_for_on_acts,
    Options::DEFAULT,
    |host| {
        let stage = stage(host)?;
        stage.filter.update(&json!({ "sharpness": 0.5 }))?;
        stage.filter.set_enabled(false);
        host.ticks(3)?;
        let plain = stage.source.pixels()?;
        host.key_down(&of_filter(host, "compare")?);
        host.ticks(2)?;
        ensure!(
            stage.source.size() == (40, 30),
            "comparing scales what is off: {:?}",
            stage.source.size()
        );
        ensure!(
            difference(&stage.source, &plain)? == 0,
            "comparing changes what is off"
        );
        host.key_up(&of_filter(host, "compare")?);
        let changed = changed_by(&stage)?;
        ensure!(changed == ["toggle"], "{changed:?}");
        ensure!(stage.filter.enabled(), "it is still off");
        Ok(())
    }
);

host_test!(the_hotkeys_follow_the_filters_name, Options::DEFAULT, |host| {
    let source = host.pattern("keyed", &Pattern::new(busy_picture(32, 24, 1)))?;
    let stage = Stage::new(host, source, &fsr(1.5))?;
    stage.wait_upscaling()?;
    let first = hotkey(host, "nu_scaler.toggle.upscale")?;
    ensure!(first.description.contains("upscale"), "{first:?}");
    host.bind(&first, sys::OBS_KEY_F7);

    stage.filter.rename("Game, larger")?;
    host.ticks(2)?;
    let renamed: Vec<String> = ACTIONS
        .iter()
        .map(|action| format!("nu_scaler.{action}.Game, larger"))
        .collect();
    ensure!(names(host) == renamed, "{:?}", names(host));
    for found in host.hotkeys("nu_scaler.") {
        ensure!(found.description.contains("Game, larger"), "{found:?}");
    }
    // It is the same hotkey, with the user's key.
    for enabled in [false, true] {
        host.press(sys::OBS_KEY_F7);
        // OBS's own look at the keyboard, every 25 ms, has to find the key up before it can go down again.
        host.ticks(20)?;
        ensure!(stage.filter.enabled() == enabled, "not switched to {enabled}");
    }
    Ok(())
});

host_test!(two_filters_have_their_own_hotkeys, Options::DEFAULT, |host| {
    let stage = stage(host)?;
    let other = stage
        .source
        .add_filter(FILTER, "again", &json!({ "technology": "nis" }))?;
    host.ticks(3)?;
    let names = names(host);
    ensure!(names.len() == 2 * ACTIONS.len(), "{names:?}");
    let descriptions: Vec<String> = host
        .hotkeys("nu_scaler.sharper.")
        .into_iter()
        .map(|hotkey| hotkey.description)
        .collect();
    ensure!(
        descriptions.len() == 2 && descriptions[0] != descriptions[1],
        "{descriptions:?}"
    );
    host.tap(&hotkey(host, "nu_scaler.sharper.again")?);
    ensure!(other.settings()?["sharpness"] == 0.1, "{}", other.settings()?);
    ensure!(
        stage.filter.settings()?["sharpness"].is_null(),
        "{}",
        stage.filter.settings()?
    );
    // They go with their filter.
    stage.source.detach(&stage.filter);
    let Stage { filter, .. } = stage;
    drop(filter);
    host.ticks(5)?;
    ensure!(
        names.len() - ACTIONS.len() == self::names(host).len(),
        "{:?}",
        self::names(host)
    );
    Ok(())
});

host_test!(saved_keys_are_found_again, Options::DEFAULT, |host| {
    let source = host.pattern("keyed", &Pattern::new(busy_picture(40, 30, 1)))?;
    let stage = Stage::new(host, source, &fsr(1.5))?;
    let ours = host.input(SOURCE, "ours", &existing(1.0, "keyed"))?;
    host.ticks(3)?;
    host.bind(&of_filter(host, "sharper")?, sys::OBS_KEY_F7);
    host.bind(&of_source(host, "sharper")?, sys::OBS_KEY_F8);
    let saved = [stage.source.save()?, ours.save()?];
    drop((stage, ours));
    host.output(None);
    host.ticks(5)?;
    ensure!(names(host).is_empty(), "{:?}", names(host));

    let [source, ours] = [host.load_source(&saved[0])?, host.load_source(&saved[1])?];
    let scene = host.scene("loaded")?;
    scene.add(&source)?;
    scene.add(&ours)?;
    host.output(Some(&scene.source()?));
    host.ticks(3)?;
    host.press(sys::OBS_KEY_F7);
    host.press(sys::OBS_KEY_F8);
    let filter = source.save()?["filters"][0]["settings"]["sharpness"].clone();
    ensure!(filter == 0.1, "the filter's sharpness: {filter}");
    ensure!(ours.settings()?["sharpness"] == 0.1, "{}", ours.settings()?);
    host.output(None);
    Ok(())
});

host_test!(the_source_is_switched_off_and_on, Options::DEFAULT, |host| {
    let image = busy_picture(40, 30, 1);
    let plain = scaled_by_obs(host, &image, 1.5)?;
    let original = host.pattern("original", &Pattern::new(image))?;
    let shown = Shown::new(host, &existing(1.5, "original"))?;
    shown.wait_upscaling("40x30")?;
    let all: Vec<String> = ACTIONS
        .iter()
        .map(|action| format!("nu_scaler.{action}"))
        .collect();
    ensure!(names(host) == all, "{:?}", names(host));
    let upscaled = shown.source.pixels()?;

    let toggle = of_source(host, "toggle")?;
    for _ in 0..2 {
        host.tap(&toggle);
        host.ticks(3)?;
        let status = shown.source.status()?;
        ensure!(
            status["state"] == "switched_off" && status["reason"].is_null() && status["output"] == "60x45",
            "{status}"
        );
        let off = difference(&shown.source, &plain)?;
        ensure!(off <= ROUNDING, "switched off, it differs by {off}");
        ensure!(
            shown.source.settings()?["upscale"] == false,
            "{}",
            shown.source.settings()?
        );
        let saved = shown.source.save()?;
        ensure!(saved["settings"]["upscale"] == false, "{saved}");
        let panel = shown.source.properties()?;
        ensure!(panel.contains(&("upscale".to_owned(), true, true)), "{panel:?}");

        // Nothing but the switch acts.
        let before = shown.source.settings()?;
        for action in ACTIONS.iter().filter(|action| **action != "toggle") {
            host.key_down(&of_source(host, action)?);
            host.ticks(2)?;
            let off = difference(&shown.source, &plain)?;
            ensure!(off <= ROUNDING, "{action}: it differs by {off}");
            host.key_up(&of_source(host, action)?);
        }
        ensure!(shown.source.settings()? == before, "{}", shown.source.settings()?);

        host.tap(&toggle);
        host.ticks(3)?;
        let status = shown.source.status()?;
        ensure!(status["state"] == "upscaling", "{status}");
        ensure!(difference(&shown.source, &upscaled)? == 0, "not as before");
    }
    ensure!(original.showing(), "what is shown was let go of");
    Ok(())
});

host_test!(
    the_sources_hotkeys_act_while_it_is_shown,
    Options::DEFAULT,
    |host| {
        let image = busy_picture(40, 30, 1);
        let plain = scaled_by_obs(host, &image, 1.5)?;
        let _original = host.pattern("original", &Pattern::new(image))?;
        let shown = Shown::new(host, &existing(1.5, "original"))?;
        shown.wait_upscaling("40x30")?;
        let upscaled = shown.source.pixels()?;
        let compare = of_source(host, "compare")?;
        host.key_down(&compare);
        host.ticks(2)?;
        let held = difference(&shown.source, &plain)?;
        ensure!(held <= ROUNDING, "while held it differs by {held}");
        ensure!(
            shown.source.status()?["state"] == "comparing",
            "{}",
            shown.source.status()?
        );
        host.key_up(&compare);
        host.ticks(2)?;
        ensure!(difference(&shown.source, &upscaled)? == 0, "not as before");

        host.output(None);
        host.ticks(3)?;
        let before = shown.source.settings()?;
        let tap_all = || -> Result<Value> {
            for action in ACTIONS.iter().filter(|action| **action != "softer") {
                host.tap(&of_source(host, action)?);
            }
            shown.source.settings()
        };
        ensure!(tap_all()? == before, "hidden: {}", shown.source.settings()?);
        host.show(&shown.source);
        host.ticks(3)?;
        let after = tap_all()?;
        let expected = json!({
            "quality": "balanced", "technology": "fsr3", "overlay": true, "sharpness": 0.1, "upscale": false,
        });
        for (key, value) in expected.as_object().into_iter().flatten() {
            ensure!(after[key] == *value, "{key}: {after}");
        }
        Ok(())
    }
);
