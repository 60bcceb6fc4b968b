// SPDX-License-Identifier: GPL-2.0-or-later
//! What the filter draws is what the core makes of the same picture, by either way of exchanging frames.

use anyhow::{Context, Result, ensure};
use nu_scaler_tests::host::pattern::Pattern;
use nu_scaler_tests::host::{Host, Options};
use nu_scaler_tests::host_test;
use serde_json::{Value, json};

use crate::common::{STAGING, Stage, ZERO_COPY, busy_picture, core_result, fsr, translucent_picture};

host_test!(zero_copy_gives_the_cores_pixels, ZERO_COPY, |host| {
    equals_the_core(host, "gl_vulkan")
});
host_test!(staging_gives_the_cores_pixels, STAGING, |host| equals_the_core(
    host, "staging"
));

/// Every built technology with every kind of settings that changes its steps.
fn jobs() -> Vec<Value> {
    let job = |technology: &str, scale: f64, sharpness: f64| json!({ "technology": technology, "scale_mode": "factor", "scale_factor": scale, "sharpness": sharpness });
    let mut jobs = vec![
        job("fsr", 1.5, 0.0),
        job("fsr", 1.5, 0.5),
        job("fsr", 1.3, 1.0),
        job("fsr", 2.0, 0.8),
        job("fsr", 3.7, 0.2),
        job("fallback", 1.7, 0.5),
        job("auto", 1.5, 0.3),
    ];
    for algorithm in [
        "nearest", "bilinear", "bicubic", "mitchell", "lanczos2", "lanczos3", "area",
    ] {
        let mut job = job("fallback", 1.5, 0.0);
        job["algorithm"] = json!(algorithm);
        jobs.push(job.clone());
        job["antiringing"] = json!(1.0);
        jobs.push(job);
    }
    for quality in ["ultra", "quality", "balanced", "performance"] {
        jobs.push(
            json!({ "technology": "fsr", "scale_mode": "preset", "quality": quality, "sharpness": 0.0 }),
        );
        jobs.push(
            json!({ "technology": "fallback", "scale_mode": "preset", "quality": quality, "sharpness": 0.0 }),
        );
    }
    for compare in ["split", "difference"] {
        let mut job = job("fsr", 1.5, 0.4);
        job["compare"] = json!(compare);
        job["compare_position"] = json!(0.3);
        jobs.push(job);
    }
    jobs.push(
        json!({ "technology": "fsr", "scale_mode": "size", "width": 101, "height": 67, "sharpness": 0.0 }),
    );
    jobs
}

fn equals_the_core(host: &Host, exchange: &str) -> Result<()> {
    let pattern = Pattern::new(busy_picture(48, 32, 0));
    let stage = Stage::new(host, host.pattern("pattern", &pattern)?, &fsr(1.5))?;
    let status = stage.wait_upscaling()?;
    ensure!(
        status["exchange"] == exchange,
        "the exchange is {}: {}",
        status["exchange"],
        status["exchange_reason"]
    );
    for (index, job) in jobs().iter().enumerate() {
        let seed = index as u32;
        // Odd sizes too, and each picture differs from the last, so that a stale one is seen.
        let (width, height) = [(48, 32), (37, 23), (61, 5)][index % 3];
        let image = if index % 2 == 0 {
            busy_picture(width, height, seed)
        } else {
            translucent_picture(width, height, seed)
        };
        pattern.set(image);
        stage.filter.set_enabled(false);
        host.ticks(2)?;
        // As OBS hands it to the filter: premultiplied.
        let input = stage.source.pixels()?;
        stage.filter.set_enabled(true);
        // Not an update, which would keep what the last job set.
        stage.filter.reset(job)?;
        let expected = core_result(job, &input)?;
        stage
            .wait_for_picture(&expected, 0)
            .with_context(|| format!("{job} on {width}x{height}"))?;
        stage
            .wait_upscaling()
            .with_context(|| format!("{job} on {width}x{height}"))?;
    }
    Ok(())
}

host_test!(nothing_to_do_leaves_every_bit, Options::DEFAULT, |host| {
    for (index, image) in [busy_picture(53, 31, 1), translucent_picture(53, 31, 2)]
        .into_iter()
        .enumerate()
    {
        let source = host.pattern("pattern", &Pattern::new(image))?;
        let plain = source.pixels()?;
        for technology in ["fsr", "fallback"] {
            let mut settings = fsr(1.0);
            settings["technology"] = json!(technology);
            let stage = Stage::new(
                host,
                host.pattern("again", &Pattern::premultiplied(plain.clone()))?,
                &settings,
            )?;
            stage.wait_upscaling()?;
            stage
                .wait_for_picture(&plain, 0)
                .with_context(|| format!("picture {index}, {technology}"))?;
            host.output(None);
        }
    }
    Ok(())
});
