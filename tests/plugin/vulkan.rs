// SPDX-License-Identifier: GPL-2.0-or-later
//! Drivers that are not there, and technologies that are not.

use anyhow::{Context, ensure};
use nu_scaler_tests::host::pattern::Pattern;
use nu_scaler_tests::host::{Options, log};
use nu_scaler_tests::{host_test, pictures};
use serde_json::json;

use crate::common::{Stage, busy_picture, core_result, fsr, smooth_picture};

const NO_DRIVER: Options = Options {
    environment: &[
        ("VK_ICD_FILENAMES", "/nonexistent.json"),
        ("VK_DRIVER_FILES", "/nonexistent.json"),
    ],
    ..Options::DEFAULT
};

host_test!(fault_19_without_a_vulkan_driver_obs_scales, NO_DRIVER, |host| {
    let image = smooth_picture(64, 48);
    let stage = Stage::new(
        host,
        host.pattern("alone", &Pattern::new(image.clone()))?,
        &fsr(1.5),
    )?;
    let status = stage.wait_for("OBS's scaling", |status| status["state"] == "obs_scaling")?;
    ensure!(
        status["reason"].as_str().is_some_and(|reason| !reason.is_empty()),
        "no reason: {status}"
    );
    for scale in [1.5, 1.0, 2.0, 3.3] {
        stage.filter.update(&fsr(scale))?;
        host.ticks(3)?;
        let size = ((64.0 * scale).round() as u32, (48.0 * scale).round() as u32);
        ensure!(stage.source.size() == size, "{:?}", stage.source.size());
        let pixels = stage.source.pixels()?;
        ensure!(pixels.dimensions() == size, "{:?}", pixels.dimensions());
        let (one, two) = (pictures::mean(&pixels), pictures::mean(&image));
        ensure!(
            one.iter().zip(two).all(|(one, two)| (one - two).abs() < 3.0),
            "mean {one:?}, not {two:?}"
        );
        if scale == 1.0 {
            let difference = pictures::largest_difference(&pixels, &image).context("sizes")?;
            ensure!(difference == 0, "scale 1 changes the picture by {difference}");
        }
    }
    // Told once, not once a frame.
    let reason = status["reason"].as_str().unwrap_or_default().to_owned();
    let before = log::lines_with(&reason).len();
    host.ticks(120)?;
    ensure!((1..=3).contains(&before), "{:?}", log::lines_with(&reason));
    ensure!(
        log::lines_with(&reason).len() == before,
        "{:?}",
        log::lines_with(&reason)
    );
    ensure!(!stage.filter.properties()?.is_empty(), "no panel");
    Ok(())
});

const NO_SHARING: Options = Options {
    // Mesa's OpenGL without the extensions that import Vulkan's memory.
    environment: &[(
        "MESA_EXTENSION_OVERRIDE",
        "-GL_EXT_memory_object -GL_EXT_memory_object_fd",
    )],
    ..Options::DEFAULT
};

host_test!(
    fault_19_without_sharing_the_pixels_go_through_memory,
    NO_SHARING,
    |host| {
        let image = busy_picture(64, 48, 1);
        let stage = Stage::new(
            host,
            host.pattern("copied", &Pattern::new(image.clone()))?,
            &fsr(1.5),
        )?;
        let status = stage.wait_upscaling()?;
        ensure!(status["exchange"] == "staging", "{status}");
        ensure!(
            status["exchange_reason"]
                .as_str()
                .is_some_and(|reason| !reason.is_empty()),
            "no reason: {status}"
        );
        stage.wait_for_picture(&core_result(&fsr(1.5), &image)?, 0)
    }
);

host_test!(fault_19_software_vulkan_is_used, Options::DEFAULT, |host| {
    let stage = Stage::new(
        host,
        host.pattern("software", &Pattern::new(busy_picture(64, 48, 1)))?,
        &fsr(1.5),
    )?;
    let status = stage.wait_upscaling()?;
    ensure!(status["exchange"] == "gl_vulkan", "{status}");
    ensure!(
        status["gpu"].as_str().is_some_and(|gpu| gpu.contains("llvmpipe")),
        "{status}"
    );
    Ok(())
});

host_test!(
    fault_18_a_technology_that_is_not_there_says_why,
    Options::DEFAULT,
    |host| {
        let image = busy_picture(64, 48, 1);
        let stage = Stage::new(host, host.pattern("absent", &Pattern::new(image))?, &fsr(1.5))?;
        for (technology, said) in [
            // Its own library, or before that the driver's.
            ("dlss", "libnvidia-ngx"),
            ("rtx_video", "libnvidia-ngx"),
            ("xess", "XeSS exists for Windows only"),
        ] {
            let mut settings = fsr(1.5);
            settings["technology"] = json!(technology);
            stage.filter.update(&settings)?;
            let status = stage.wait_for("the wish to be upscaled by another", |status| {
                status["asked"] == technology && status["state"] == "upscaling"
            })?;
            ensure!(status["technology"] == "fsr", "{status}");
            let reason = status["reason"].as_str().unwrap_or_default();
            ensure!(reason.contains(said), "{status}");
            ensure!(stage.source.size() == (96, 72), "{:?}", stage.source.size());
        }
        stage.filter.update(&fsr(1.5))?;
        let status = stage.wait_for("FSR again", |status| {
            status["asked"] == "fsr" && status["technology"] == "fsr"
        })?;
        ensure!(status["reason"].is_null(), "{status}");
        Ok(())
    }
);
