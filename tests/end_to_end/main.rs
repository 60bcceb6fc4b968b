// SPDX-License-Identifier: GPL-2.0-or-later
//! The built plugin in the real OBS, as a user has it: start, add, change, look, record, quit.

mod generation;
mod runtimes;
mod sources;

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use nu_scaler_tests::film;
use nu_scaler_tests::game::GameWindow;
use nu_scaler_tests::host::pattern::picture;
use nu_scaler_tests::obs::{self, Obs, Options};
use nu_scaler_tests::pictures;
use nu_scaler_tests::process::{pause, wait_until};
use nu_scaler_tests::x11::Screen;
use nu_scaler_tests::xvfb::Xvfb;
use serde_json::{Value, json};

const FILTER: &str = "nu_scaler_filter";
const SOURCE: &str = "nu_scaler_source";

/// What OBS 29 leaks without any plugin of ours.
const LEAKS_OF_OBS: u64 = 1;

/// What it leaks beside that when the scene collection is changed.
const LEAKS_OF_A_CHANGE: u64 = 1;

/// The plugin's account of the filter "upscale" of the source "image".
fn status(studio: &mut Obs) -> Result<Value> {
    studio.status("image", Some("upscale"))
}

fn wait_for_state(studio: &mut Obs, what: &str, wanted: impl Fn(&Value) -> bool) -> Result<Value> {
    let mut last = Value::Null;
    wait_until(what, Duration::from_secs(90), || {
        last = status(studio)?;
        Ok(wanted(&last).then(|| last.clone()))
    })
    .with_context(|| format!("the status: {last}"))
}

#[test]
fn added_changed_recorded_and_closed() -> Result<()> {
    let mut studio = Obs::start(&Options {
        canvas: (640, 360),
        ..Options::default()
    })?;
    let file = studio.folder().join("image.png");
    let image = picture(320, 180, |x, y| {
        if (x / 8 + y / 8) % 2 == 0 {
            [230, 120, 20, 255]
        } else {
            [(x / 2) as u8, y as u8, 90, 255]
        }
    });
    image.save(&file)?;
    let item = studio.add_input("image_source", "image", &json!({ "file": file }))?;
    ensure!(
        studio.item_size(&item)? == (320.0, 180.0),
        "{:?}",
        studio.item_size(&item)?
    );
    let before = studio.screenshot("image")?;
    ensure!(before.dimensions() == (320, 180), "{:?}", before.dimensions());

    let settings =
        json!({ "technology": "fsr", "scale_mode": "factor", "scale_factor": 2.0, "sharpness": 0.5 });
    studio.add_filter("image", FILTER, "upscale", &settings)?;
    let upscaling = wait_for_state(&mut studio, "FSR to draw", |status| {
        status["state"] == "upscaling"
    })?;
    ensure!(
        upscaling["technology"] == "fsr" && upscaling["output"] == "640x360",
        "{upscaling}"
    );
    ensure!(
        studio.item_size(&item)? == (640.0, 360.0),
        "{:?}",
        studio.item_size(&item)?
    );

    // The same picture, twice as large, with more contrast between neighbours than an enlargement has.
    pause(Duration::from_millis(300))?;
    let after = studio.screenshot(obs::SCENE)?;
    ensure!(after.dimensions() == (640, 360), "{:?}", after.dimensions());
    let enlarge = |kind| image::imageops::resize(&before, 640, 360, kind);
    let bilinear = enlarge(image::imageops::FilterType::Triangle);
    let error = pictures::error(&after, &enlarge(image::imageops::FilterType::Nearest));
    ensure!(error < 30.0, "the picture differs by {error} codes");
    let (sharp, soft) = (pictures::sharpness(&after), pictures::sharpness(&bilinear));
    ensure!(sharp > soft * 1.02, "sharpness {sharp} beside {soft} of bilinear");

    for (settings, size, technology) in [
        (json!({ "scale_factor": 1.5 }), (480.0, 270.0), "fsr"),
        (
            json!({ "technology": "fallback", "algorithm": "lanczos3" }),
            (480.0, 270.0),
            "fallback",
        ),
        (
            json!({ "scale_mode": "size", "width": 333, "height": 201 }),
            (333.0, 201.0),
            "fallback",
        ),
        (
            json!({ "scale_mode": "canvas", "technology": "fsr" }),
            (640.0, 360.0),
            "fsr",
        ),
    ] {
        let change = json!({ "sourceName": "image", "filterName": "upscale", "filterSettings": settings });
        studio.request("SetSourceFilterSettings", change)?;
        let output = format!("{}x{}", size.0, size.1);
        wait_for_state(&mut studio, &format!("{settings}"), |status| {
            status["state"] == "upscaling" && status["output"] == output && status["technology"] == technology
        })?;
        ensure!(
            studio.item_size(&item)? == size,
            "{settings}: {:?}",
            studio.item_size(&item)?
        );
    }

    // By hotkeys.
    let press = |studio: &mut Obs, action: &str| {
        let name = format!("nu_scaler.{action}.upscale");
        studio.request("TriggerHotkeyByName", json!({ "hotkeyName": name }))
    };
    let filter = |studio: &mut Obs| {
        studio.request(
            "GetSourceFilter",
            json!({ "sourceName": "image", "filterName": "upscale" }),
        )
    };
    press(&mut studio, "sharper")?;
    press(&mut studio, "next_technology")?;
    let changed = filter(&mut studio)?["filterSettings"].take();
    ensure!(
        changed["sharpness"] == 0.6 && changed["technology"] == "fsr3",
        "{changed}"
    );
    wait_for_state(&mut studio, "the next technology", |status| {
        status["state"] == "upscaling" && status["technology"] == "fsr3"
    })?;
    // Around: NVIDIA Image Scaling, Nu, classic scaling, automatic, FSR.
    for action in ["softer"].into_iter().chain(["next_technology"; 5]) {
        press(&mut studio, action)?;
    }
    wait_for_state(&mut studio, "the first technology again", |status| {
        status["state"] == "upscaling" && status["asked"] == "fsr"
    })?;
    for on in [false, true] {
        press(&mut studio, "toggle")?;
        ensure!(
            filter(&mut studio)?["filterEnabled"] == on,
            "not switched to {on}"
        );
    }

    // Off and on.
    let enable = |on: bool| json!({ "sourceName": "image", "filterName": "upscale", "filterEnabled": on });
    studio.request("SetSourceFilterEnabled", enable(false))?;
    pause(Duration::from_millis(300))?;
    ensure!(
        studio.item_size(&item)? == (320.0, 180.0),
        "off: {:?}",
        studio.item_size(&item)?
    );
    studio.request("SetSourceFilterEnabled", enable(true))?;
    pause(Duration::from_millis(300))?;
    ensure!(
        studio.item_size(&item)? == (640.0, 360.0),
        "on: {:?}",
        studio.item_size(&item)?
    );

    // After all these changes the settings are the first ones again, and so is the picture.
    let again = pictures::error(&studio.screenshot(obs::SCENE)?, &after);
    ensure!(again < 1.0, "the picture differs from the first by {again} codes");
    let recording = studio.record(Duration::from_secs(2))?;
    ensure!(recording.metadata()?.len() > 10_000, "an empty recording");

    let log = studio.quit()?;
    ensure!(
        log.contains("[nu-scaler]"),
        "the plugin says nothing in OBS's log"
    );
    judge(&log)?;
    let leaks = obs::leaks(&log)?;
    ensure!(leaks <= LEAKS_OF_OBS, "{leaks} leaks");
    Ok(())
}

/// What must not stand in OBS's log.
fn judge(log: &str) -> Result<()> {
    for line in log.lines() {
        ensure!(!line.contains("panicked"), "{line}");
        ensure!(
            !(line.contains("error:") && line.contains("[nu-scaler]")),
            "{line}"
        );
    }
    Ok(())
}

/// Fault 17 where it matters most: a scene collection with a damaged filter must not keep OBS from starting.
#[test]
fn fault_17_obs_starts_with_corrupt_settings() -> Result<()> {
    let filter = |name: &str, settings: Value| json!({ "id": FILTER, "name": name, "settings": settings, "enabled": true });
    let source = json!({
        "id": "color_source_v3",
        "versioned_id": "color_source_v3",
        "name": "image",
        "settings": { "color": 0xff60_4020_u32, "width": 80, "height": 60 },
        "enabled": true,
        "filters": [
            filter("upscale", json!({ "technology": {}, "scale_mode": 4, "scale_factor": "1e999", "sharpness": -1e300 })),
            filter("future", json!({ "technology": "fsr9", "scale_mode": "thought", "hologram": [1, 2, 3] })),
        ],
    });
    let mut studio = Obs::start(&Options {
        canvas: (640, 360),
        sources: vec![source],
        ..Options::default()
    })?;
    wait_for_state(&mut studio, "the damaged filter to draw", |status| {
        status["state"] == "upscaling"
    })?;
    ensure!(
        studio.screenshot("image")?.get_pixel(5, 5).0 == [0x20, 0x40, 0x60],
        "the wrong colour"
    );
    let log = studio.quit()?;
    judge(&log)?;
    ensure!(obs::leaks(&log)? <= LEAKS_OF_OBS, "leaks");
    Ok(())
}

/// Nothing of the recording's end may hold OBS back, nor the filter in it.
#[test]
fn fault_16_closed_right_after_a_recording() -> Result<()> {
    let mut studio = Obs::start(&Options {
        canvas: (640, 360),
        ..Options::default()
    })?;
    let settings = json!({ "color": 0xff60_4020_u32, "width": 320, "height": 180 });
    studio.add_input("color_source_v3", "image", &settings)?;
    studio.add_filter(
        "image",
        FILTER,
        "upscale",
        &json!({ "scale_mode": "factor", "scale_factor": 2.0 }),
    )?;
    studio.record(Duration::from_secs(1))?;
    let log = studio.quit()?;
    judge(&log)?;
    ensure!(obs::leaks(&log)? <= LEAKS_OF_OBS, "leaks");
    Ok(())
}

/// A film of high range on a canvas of high range, recorded as such: beside itself, one of the two with the filter.
#[test]
fn fault_27_a_recording_of_high_range_keeps_highlights() -> Result<()> {
    let mut studio = Obs::start(&Options {
        canvas: (400, 200),
        high_range: true,
        ..Options::default()
    })?;
    // Dark stripes, and a flat part of about 1000 nits.
    let picture = picture(96, 64, |x, y| match (x < 48, (x + y) % 6 < 3) {
        (true, true) => [20, 30, 40, 255],
        (true, false) => [90, 80, 70, 255],
        (false, _) => [191, 191, 191, 255],
    });
    let file = film::still(studio.folder(), &picture, &film::PQ)?;
    let media = json!({ "local_file": file, "looping": true, "is_local_file": true });
    studio.add_input("ffmpeg_source", "plain", &media)?;
    let item = studio.add_input("ffmpeg_source", "image", &media)?;
    let place =
        json!({ "sceneName": obs::SCENE, "sceneItemId": item, "sceneItemTransform": { "positionX": 200.0 } });
    studio.request("SetSceneItemTransform", place)?;
    let settings =
        json!({ "technology": "fsr", "scale_mode": "factor", "scale_factor": 2.0, "sharpness": 0.5 });
    studio.add_filter("image", FILTER, "upscale", &settings)?;
    wait_for_state(&mut studio, "FSR to draw", |status| {
        status["state"] == "upscaling" && status["color_space"] == "rec709_extended"
    })?;
    let recording = studio.record(Duration::from_secs(3))?;
    let encoding = film::encoding(&recording)?;
    // FFV1 takes the canvas's 10 bits as the upper ones of 16.
    ensure!(
        encoding == "yuv420p16le,smpte2084,bt2020",
        "recorded as {encoding}"
    );
    let codes: Vec<u16> = film::luma_codes(&recording, 1.5)?
        .iter()
        .map(|code| code >> 6)
        .collect();
    ensure!(codes.len() == 400 * 200, "{} codes", codes.len());
    // In the middle of the flat part. 1000 nits are the code 723.
    let (plain, filtered) = (codes[32 * 400 + 72], codes[64 * 400 + 200 + 144]);
    ensure!(plain.abs_diff(721) <= 4, "the film's highlight is {plain}");
    ensure!(filtered.abs_diff(plain) <= 2, "code {plain} became {filtered}");
    let log = studio.quit()?;
    judge(&log)?;
    ensure!(obs::leaks(&log)? <= LEAKS_OF_OBS, "leaks");
    Ok(())
}

/// OBS starts at most 50 ms later with the plugin: its own log tells when each module was loaded.
#[test]
fn loading_the_plugin_takes_no_time() -> Result<()> {
    let studio = Obs::start(&Options {
        environment: vec![("RUST_LOG", "off".to_owned())],
        ..Options::default()
    })?;
    let log = studio.quit()?;
    ensure!(
        log.contains("nu-scaler.so"),
        "the plugin is not among the loaded modules"
    );
    // OBS's profiler writes how long `obs_init_module` took of each module into the log at the end.
    let line = log
        .lines()
        .find(|line| line.contains("obs_init_module(nu-scaler.so)"));
    let line = line.context("no time in the log")?;
    let (_, time) = line.split_once("): ").context("no time")?;
    let milliseconds: f64 = time
        .split("\u{a0}ms")
        .next()
        .and_then(|time| time.trim().parse().ok())
        .with_context(|| line.to_owned())?;
    ensure!(milliseconds <= 50.0, "{line}");
    Ok(())
}
