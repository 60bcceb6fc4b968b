// SPDX-License-Identifier: GPL-2.0-or-later
//! The figures in the picture, and the same ones in the status.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use image::RgbaImage;
use nu_scaler_tests::host::pattern::Pattern;
use nu_scaler_tests::host::{Host, Options};
use nu_scaler_tests::host_test;
use nu_scaler_tests::process::wait_until;
use serde_json::{Value, json};

use crate::common::{PREPARE_LIMIT, STAGING, Stage, ZERO_COPY, busy_picture, core_result, fsr};

host_test!(zero_copy_draws_the_overlay_live, ZERO_COPY, |host| {
    comes_and_goes_live(host)
});
host_test!(staging_draws_the_overlay_live, STAGING, |host| {
    comes_and_goes_live(host)
});

/// Where the panel ends in a picture so small that a pixel of the font is one of the picture.
const PANEL: [u32; 2] = [210, 115];

fn comes_and_goes_live(host: &Host) -> Result<()> {
    let image = busy_picture(180, 120, 1);
    let stage = Stage::new(
        host,
        host.pattern("shown", &Pattern::new(image.clone()))?,
        &fsr(1.5),
    )?;
    // At scale 1 too, where frames are copied.
    for scale in [1.5, 1.0] {
        let settings = |overlay: bool| {
            let mut settings = fsr(scale);
            settings["overlay"] = json!(overlay);
            settings
        };
        let plain = core_result(&fsr(scale), &image)?;
        stage.filter.update(&settings(false))?;
        stage.wait_for_picture(&plain, 0)?;
        stage.wait_upscaling()?;
        for round in 0..3 {
            stage.filter.update(&settings(true))?;
            let shown = wait_for(&stage, "the overlay", |picture| differs_within(&plain, picture))?;
            let bright = shown
                .pixels()
                .filter(|pixel| pixel.0[..3].iter().all(|value| *value > 235));
            ensure!(bright.count() > 100, "scale {scale}, round {round}: no text");
            stage.filter.update(&settings(false))?;
            wait_for(&stage, "the plain picture", |picture| Ok(*picture == plain))?;
        }
    }
    Ok(())
}

/// Waits for a picture. Until it comes, the technology goes on drawing.
fn wait_for(stage: &Stage<'_>, what: &str, wanted: impl Fn(&RgbaImage) -> Result<bool>) -> Result<RgbaImage> {
    wait_until(what, PREPARE_LIMIT, || {
        stage.host.ticks(1)?;
        let status = stage.filter.status()?;
        ensure!(status["state"] == "upscaling", "it stalls: {status}");
        let picture = stage.source.pixels()?;
        Ok(wanted(&picture)?.then_some(picture))
    })
}

/// Whether the pictures differ, and fails if they do anywhere but in the panel.
fn differs_within(plain: &RgbaImage, shown: &RgbaImage) -> Result<bool> {
    let mut differs = false;
    for (x, y, pixel) in shown.enumerate_pixels() {
        if pixel != plain.get_pixel(x, y) {
            let inside = (5..PANEL[0]).contains(&x) && (5..PANEL[1]).contains(&y);
            ensure!(inside, "{x},{y} differs");
            differs = true;
        }
    }
    Ok(differs)
}

host_test!(
    fault_03_an_overlay_on_pictures_of_any_size,
    Options::DEFAULT,
    |host| {
        let settings = |scale: f64| {
            let mut settings = fsr(scale);
            settings["overlay"] = json!(true);
            settings
        };
        let pattern = Pattern::new(busy_picture(8, 8, 1));
        let stage = Stage::new(host, host.pattern("small", &pattern)?, &settings(1.0))?;
        for (width, height) in [(8, 8), (1, 1), (1, 300), (300, 1), (6, 5), (2000, 3), (3, 2000)] {
            pattern.set(busy_picture(width, height, 1));
            for scale in [1.5, 1.0, 4.0] {
                stage.filter.update(&settings(scale))?;
                host.ticks(3)?;
                stage.wait_upscaling()?;
            }
        }
        Ok(())
    }
);

host_test!(the_status_has_the_figures, Options::DEFAULT, |host| {
    let pattern = Pattern::new(busy_picture(64, 48, 1));
    let stage = Stage::new(host, host.pattern("timed", &pattern)?, &fsr(1.5))?;
    ensure!(
        stage.filter.status()?["times"] == Value::Null,
        "figures of no frames"
    );
    stage.wait_upscaling()?;
    host.ticks(30)?;
    let status = stage.filter.status()?;
    let number = |value: &Value| value.as_f64().with_context(|| format!("no number in {status}"));
    // A software device has no clock of its own.
    let gpu = status["gpu"].as_str().unwrap_or_default();
    let has_clock = !gpu.contains("llvmpipe");
    ensure!(status["gpu_ms"].is_number() == has_clock, "{status}");
    ensure!(status["times"]["gpu_ms"].is_object() == has_clock, "{status}");
    for kind in ["frame_ms", "total_ms"] {
        let times = &status["times"][kind];
        let [mean, p50, p95, p99] = ["mean", "p50", "p95", "p99"].map(|name| number(&times[name]));
        let (mean, p50, p95, p99) = (mean?, p50?, p95?, p99?);
        ensure!(
            0.0 < p50 && p50 <= p95 && p95 <= p99 && mean <= p99,
            "{kind}: {times}"
        );
    }
    let fps = number(&status["fps"])?;
    let mean = number(&status["times"]["frame_ms"]["mean"])?;
    ensure!(
        (fps * mean - 1e3).abs() < 1.0,
        "{fps} fps, a frame every {mean} ms"
    );

    // Hidden for half a second: no frame was late.
    let before = number(&status["times"]["frame_ms"]["p99"])?;
    stage.item.set_visible(false);
    let hidden = host.tick_count();
    std::thread::sleep(Duration::from_millis(500));
    ensure!(host.tick_count() > hidden + 2, "OBS stands still");
    stage.item.set_visible(true);
    host.ticks(5)?;
    let status = stage.filter.status()?;
    let after = number(&status["times"]["frame_ms"]["p99"])?;
    ensure!(after < before.max(250.0) + 100.0, "{before} ms, then {after} ms");
    Ok(())
});
