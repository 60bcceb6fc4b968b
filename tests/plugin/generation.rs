// SPDX-License-Identifier: GPL-2.0-or-later
//! Frames between those of a source.

use anyhow::{Context, Result, ensure};
use image::RgbaImage;
use nu_scaler_tests::host::pattern::{Pattern, picture};
use nu_scaler_tests::host::{Options, Video};
use nu_scaler_tests::host_test;
use serde_json::{Value, json};

use crate::common::Stage;

/// A rate at which a busy machine draws every frame with a software rasteriser.
const FPS: u32 = 20;
const SLOW: Options = Options {
    video: Video {
        width: 320,
        height: 180,
        fps: FPS,
    },
    ..Options::DEFAULT
};

const SIZE: (u32, u32) = (160, 90);
/// Half pixels from one frame of the source to the next.
const STEP: u32 = 12;
/// Steps to the left, before as many to the right.
const STEPS: u32 = 40;

/// A picture that has gone to the left by so many half pixels.
fn at(halves: u32) -> RgbaImage {
    let wave = |x: f32, y: u32, length: f32, slope: f32| (x / length + y as f32 * slope).sin();
    picture(SIZE.0, SIZE.1, |x, y| {
        let x = x as f32 + halves as f32 / 2.0;
        let wide = 35.0 * wave(x, y, 4.1, 0.13) + 30.0 * wave(x, y, 9.7, 0.4);
        let luma = 128.0 + wide + 30.0 * wave(x, y, 2.3, -0.31);
        [luma as u8, (luma * 0.8) as u8, 255 - luma as u8, 255]
    })
}

/// The settings under test; the picture comes out at its own size.
fn settings(is_on: bool) -> Value {
    json!({ "technology": "fsr", "scale_mode": "factor", "scale_factor": 1.0, "sharpness": 0.0, "frame_generation": is_on })
}

/// By how many half pixels the picture has gone, and how far it is from one that has: the mean difference in codes.
fn shift_of(picture: &RgbaImage, truths: &[RgbaImage]) -> Result<(u32, f64)> {
    let error = |truth: &RgbaImage| -> f64 {
        let pairs = picture.as_raw().iter().zip(truth.as_raw());
        let sum: u64 = pairs.map(|(one, other)| u64::from(one.abs_diff(*other))).sum();
        sum as f64 / picture.as_raw().len() as f64
    };
    let errors = truths
        .iter()
        .enumerate()
        .map(|(shift, truth)| (shift as u32, error(truth)));
    errors
        .min_by(|(_, one), (_, other)| one.total_cmp(other))
        .context("no picture to compare with")
}

/// A source with another picture at every `ticks`th tick.
fn pan(ticks: u64) -> std::sync::Arc<Pattern> {
    let pattern = Pattern::new(at(0));
    pattern.script(move |tick| {
        let is_new = tick.is_multiple_of(ticks);
        let step = (tick / ticks % u64::from(2 * STEPS)) as u32;
        is_new.then(|| at(step.min(2 * STEPS - step) * STEP))
    });
    pattern
}

host_test!(a_source_of_half_the_rate_gets_frames_in_between, SLOW, |host| {
    let stage = Stage::new(host, host.pattern("pan", &pan(2))?, &settings(true))?;
    let status = stage.wait_for("frames in between", |status| {
        status["generation"]["state"] == "generating"
    })?;
    ensure!(status["reason"] == Value::Null, "{status}");
    let truths: Vec<RgbaImage> = (0..=STEPS * STEP).map(at).collect();
    let (mut whole, mut between) = (0, 0);
    for sample in 0..60 {
        // Two and three in turn, or all that is seen could be of the source.
        host.ticks(1 + sample % 2)?;
        let (shift, error) = shift_of(&stage.source.pixels()?, &truths)?;
        let is_whole = shift % STEP == 0 && error < 0.1;
        // The two frames mixed are 20 codes from what is between them.
        ensure!(error < 5.0, "{error} codes from what is at {shift}");
        whole += usize::from(is_whole);
        between += usize::from((3..=9).contains(&(shift % STEP)));
    }
    // A busy machine leaves frames out, and those in between are elsewhere then.
    ensure!(
        whole > 5 && between > 10,
        "{whole} frames of the source and {between} in between of 60"
    );
    let status = stage.filter.status()?;
    let generation = &status["generation"];
    let number = |key: &str| {
        generation[key]
            .as_f64()
            .with_context(|| format!("no {key} in {status}"))
    };
    // Where the machine leaves frames out, the source has fewer.
    ensure!((4.0..11.0).contains(&number("source_fps")?), "{status}");
    let delay = number("delay_ms")?;
    ensure!((99.0..500.0).contains(&delay), "{status}");
    ensure!((number("sync_offset_ms")? - delay).abs() <= 0.5, "{status}");

    // Off, on, and off again, live.
    for is_on in [false, true, false] {
        stage.filter.update(&settings(is_on))?;
        let wanted = if is_on { json!("generating") } else { Value::Null };
        stage.wait_for("the change", |status| {
            status["generation"].get("state").unwrap_or(&Value::Null) == &wanted
        })?;
    }
    Ok(())
});

host_test!(a_source_of_the_full_rate_is_shown_as_it_comes, SLOW, |host| {
    let stage = Stage::new(host, host.pattern("pan", &pan(1))?, &settings(true))?;
    let status = stage.wait_for("the reason", |status| status["generation"]["state"] == "too_fast")?;
    let reason = status["reason"].as_str().unwrap_or_default();
    ensure!(
        reason.contains("no frames in between") && status["state"] == "upscaling",
        "{status}"
    );
    let truths: Vec<RgbaImage> = (0..=STEPS * STEP).map(at).collect();
    for _ in 0..20 {
        host.ticks(1)?;
        let (shift, error) = shift_of(&stage.source.pixels()?, &truths)?;
        ensure!(shift % STEP == 0 && error < 0.1, "{shift}: {error} codes");
    }
    Ok(())
});

host_test!(what_is_switched_off_is_missed_no_longer, SLOW, |host| {
    let stage = Stage::new(host, host.pattern("pan", &pan(1))?, &settings(true))?;
    stage.wait_for("the reason", |status| status["generation"]["state"] == "too_fast")?;
    // At another size with shaders that are yet to be compiled, so that OBS draws meanwhile.
    stage.filter.update(&json!({
        "technology": "nis", "scale_mode": "factor", "scale_factor": 1.5, "frame_generation": false,
    }))?;
    let status = stage.wait_for("the technology", |status| status["technology"] == "nis")?;
    ensure!(
        status["reason"] == Value::Null && status["generation"] == Value::Null,
        "{status}"
    );
    Ok(())
});

host_test!(a_picture_that_stands_still_is_only_measured, SLOW, |host| {
    let pattern = Pattern::new(at(3));
    let stage = Stage::new(host, host.pattern("still", &pattern)?, &settings(true))?;
    stage.wait_upscaling()?;
    stage.wait_for_picture(&at(3), 1)?;
    let status = stage.filter.status()?;
    ensure!(
        status["generation"]
            == json!({
                "state": "measuring", "source_fps": null, "delay_ms": null, "sync_offset_ms": null,
            }),
        "{status}"
    );
    // A picture that is new is not kept back.
    pattern.set(at(90));
    stage.wait_for_picture(&at(90), 1)
});
