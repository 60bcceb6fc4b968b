// SPDX-License-Identifier: GPL-2.0-or-later
//! Settings that come too fast, and settings that no panel would have saved.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use nu_scaler_tests::host::pattern::Pattern;
use nu_scaler_tests::host::{Options, log};
use nu_scaler_tests::host_test;
use serde_json::{Value, json};

use crate::common::{FILTER, Stage, busy_picture, core_result, fsr};

host_test!(fault_06_settings_storm, Options::DEFAULT, |host| {
    let image = busy_picture(64, 48, 1);
    let stage = Stage::new(
        host,
        host.pattern("storm", &Pattern::new(image.clone()))?,
        &fsr(1.5),
    )?;
    stage.wait_upscaling()?;
    let (ticks, done) = (host.tick_count(), AtomicBool::new(false));
    let filter = &stage.filter;
    let updates = std::thread::scope(|scope| -> Result<u64> {
        let storm = scope.spawn(|| -> Result<u64> {
            let begin = Instant::now();
            let mut count = 0;
            while count < 5000 || begin.elapsed() < Duration::from_secs(3) {
                filter.update(&stormy(count))?;
                // What the panel does meanwhile.
                if count % 50 == 0 {
                    ensure!(!filter.properties()?.is_empty(), "an empty panel");
                    filter.status()?;
                }
                count += 1;
            }
            done.store(true, Ordering::SeqCst);
            Ok(count)
        });
        while !storm.is_finished() {
            // A torn state would show as a size that no settings of the storm ask for.
            let (width, height) = stage.source.size();
            ensure!(
                (64..=256).contains(&width) && (48..=192).contains(&height),
                "{width}x{height}"
            );
            stage.source.pixels()?;
            host.ticks(1)?;
        }
        storm
            .join()
            .map_err(|_| anyhow::anyhow!("the storm's thread panicked"))?
    })?;
    ensure!(
        done.load(Ordering::SeqCst) && updates >= 5000,
        "{updates} updates"
    );
    ensure!(host.tick_count() > ticks + 10, "the graphics thread stood still");
    // The comparison as well: the storm may have left it on.
    let mut last = fsr(1.7);
    last["compare"] = json!("off");
    stage.filter.update(&last)?;
    stage.wait_for_picture(&core_result(&last, &image)?, 0)
});

/// Settings number `count` of the storm: all valid, every key on its own course.
fn stormy(count: u64) -> Value {
    let pick = |names: &[&str], step: u64| names[(count / step) as usize % names.len()].to_owned();
    json!({
        "technology": pick(&["fsr", "fallback", "auto"], 7),
        "quality": pick(&["ultra", "quality", "balanced", "performance"], 3),
        "scale_mode": pick(&["factor", "preset"], 11),
        "scale_factor": 1.0 + (count % 4) as f64 * 0.5,
        "algorithm": pick(&["preset", "nearest", "bilinear", "lanczos3"], 5),
        "sharpness": (count % 101) as f64 / 100.0,
        "antiringing": (count % 7) as f64 / 6.0,
        "compare": pick(&["off", "off", "split"], 13),
        "compare_position": (count % 11) as f64 / 10.0,
    })
}

/// Saved settings as they come out of damaged files, other versions and scripts.
const CORRUPT: &[&str] = &[
    "{}",
    r#"{"technology": "from_the_future", "quality": "", "scale_mode": "sideways", "algorithm": "?", "compare": "x"}"#,
    r#"{"technology": 7, "quality": true, "scale_mode": {}, "scale_factor": "two", "sharpness": [], "compare": null}"#,
    r#"{"technology": 7, "quality": true, "scale_mode": 1.5, "scale_factor": "two", "sharpness": false, "compare": 0}"#,
    r#"{"scale_mode": "factor", "scale_factor": -3.5, "sharpness": -1, "antiringing": -1e300}"#,
    r#"{"scale_mode": "factor", "scale_factor": 1e308, "sharpness": 1e308, "compare_position": 1e308}"#,
    r#"{"scale_mode": "factor", "scale_factor": 0, "sharpness": 0}"#,
    r#"{"scale_mode": "size", "width": -1, "height": 99999999999}"#,
    r#"{"scale_mode": "size", "width": 0, "height": 0}"#,
    r#"{"scale_mode": "size", "width": "1920", "height": 1.5}"#,
    r#"{"width": 9223372036854775807, "height": -9223372036854775808, "scale_mode": "size"}"#,
    r#"{"overlay": "yes", "frame_generation": 3, "budget_ms": -1, "unknown": {"deep": [1, 2, {"er": null}]}}"#,
    r#"{"technology": "dlss", "scale_mode": "preset", "quality": "performance", "sharpness": 0.5}"#,
    r#"{"technology": "\u0001\uffff", "algorithm": "lanczos3\n"}"#,
];

host_test!(fault_17_corrupt_settings, Options::DEFAULT, |host| {
    for (index, text) in CORRUPT.iter().enumerate() {
        let source = host.pattern("corrupt", &Pattern::new(busy_picture(32, 24, index as u32)))?;
        // Saved so, and given later.
        let saved = host.source_from_text(FILTER, "saved", text)?;
        source.attach(&saved);
        survives(host, source).with_context(|| format!("saved: {text}"))?;

        if text.contains("{}") {
            // libobs itself falls over an object given for a key whose default is none, whatever the filter.
            continue;
        }
        let source = host.pattern("corrupt", &Pattern::new(busy_picture(32, 24, index as u32)))?;
        let given = source.add_filter(FILTER, "given", &fsr(1.5))?;
        given.update(&serde_json::from_str(text)?)?;
        survives(host, source).with_context(|| format!("given: {text}"))?;
        ensure!(!given.properties()?.is_empty(), "no panel: {text}");
    }
    Ok(())
});

host_test!(fault_17_numbers_that_are_none, Options::DEFAULT, |host| {
    for number in [
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::MAX,
        f64::MIN_POSITIVE,
    ] {
        let source = host.pattern("corrupt", &Pattern::new(busy_picture(32, 24, 3)))?;
        let filter = source.add_filter(FILTER, "given", &json!({ "scale_mode": "factor" }))?;
        for key in [
            "scale_factor",
            "sharpness",
            "antiringing",
            "compare_position",
            "budget_ms",
            "width",
            "height",
        ] {
            filter.update_number(key, number)?;
        }
        survives(host, source).with_context(|| format!("{number}"))?;
    }
    Ok(())
});

/// The source is drawn at a size that a texture can have; what was wrong is in the log.
fn survives(host: &nu_scaler_tests::host::Host, source: nu_scaler_tests::host::Source) -> Result<()> {
    let scene = host.scene("survivors")?;
    scene.add(&source)?;
    host.output(Some(&scene.source()?));
    host.ticks(4)?;
    let (width, height) = source.size();
    ensure!(
        (1..=16384).contains(&width) && (1..=16384).contains(&height),
        "{width}x{height}"
    );
    // Not the giants: reading them back is what would take long.
    if width * height < 4_000_000 {
        ensure!(
            source.pixels()?.pixels().any(|pixel| pixel.0[3] > 0),
            "nothing is drawn"
        );
    }
    host.output(None);
    Ok(())
}

host_test!(a_correction_is_logged_once, Options::DEFAULT, |host| {
    let settings = json!({ "technology": "from_the_future", "scale_mode": "factor", "scale_factor": 1.5 });
    let stage = Stage::new(
        host,
        host.pattern("corrupt", &Pattern::new(busy_picture(32, 24, 3)))?,
        &settings,
    )?;
    stage.wait_upscaling()?;
    host.ticks(60)?;
    let lines = log::lines_with("from_the_future");
    ensure!(lines.len() == 1, "{lines:?}");
    Ok(())
});
