// SPDX-License-Identifier: GPL-2.0-or-later
//! Vendors' runtimes in the real OBS: absent, and as doubles.

use nu_scaler_tests::runtimes::{DLSS, Doubles, NGX, OF_WINDOWS, RTX_VIDEO, XESS};

use super::*;

/// An input of 320x180 in stripes, half as large again by `technology`.
fn studio_with(
    technology: &str,
    doubles: &Doubles,
    environment: &[(&'static str, &str)],
) -> Result<(Obs, Value)> {
    let others = environment
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()));
    let mut studio = Obs::start(&Options {
        canvas: (480, 270),
        environment: doubles.environment().into_iter().chain(others).collect(),
        ..Options::default()
    })?;
    let file = studio.folder().join("image.png");
    picture(320, 180, |x, y| match (x / 8 + y / 8) % 2 {
        0 => [230, 120, 20, 255],
        _ => [(x / 2) as u8 + 60, y as u8, 90, 255],
    })
    .save(&file)?;
    let item = studio.add_input("image_source", "image", &json!({ "file": file }))?;
    let settings = json!({ "technology": technology, "scale_mode": "factor", "scale_factor": 1.5 });
    studio.add_filter("image", FILTER, "upscale", &settings)?;
    Ok((studio, item))
}

/// Of means: blending in linear light, as XeSS's double does, is another one along edges.
const LARGEST_ERROR: f64 = 10.0;

/// How far what is on the canvas is from the picture, enlarged bilinearly.
fn error_beside_bilinear(studio: &mut Obs) -> Result<f64> {
    let seen = studio.screenshot(obs::SCENE)?;
    let plain = image::open(studio.folder().join("image.png"))?.into_rgb8();
    let (width, height) = seen.dimensions();
    let bilinear = image::imageops::resize(&plain, width, height, image::imageops::FilterType::Triangle);
    Ok(pictures::error(&seen, &bilinear))
}

fn end(studio: Obs, doubles: &Doubles) -> Result<()> {
    let log = studio.quit()?;
    judge(&log)?;
    ensure!(obs::leaks(&log)? <= LEAKS_OF_OBS, "{} leaks", obs::leaks(&log)?);
    doubles.calls()?.judge()
}

/// Without any of the libraries the stream goes on with FSR, and the panel says why.
#[test]
fn fault_18_absent_runtimes_leave_the_picture_to_fsr() -> Result<()> {
    let doubles = Doubles::new(&[])?;
    let (mut studio, item) = studio_with("fsr", &doubles, &[])?;
    wait_for_state(&mut studio, "FSR to draw", |status| status["technology"] == "fsr")?;
    pause(Duration::from_millis(300))?;
    let by_fsr = studio.screenshot(obs::SCENE)?;
    for (technology, said) in [
        ("dlss", "libnvidia-ngx"),
        ("rtx_video", "libnvidia-ngx"),
        ("xess", "XeSS exists for Windows only"),
    ] {
        let change = json!({
            "sourceName": "image", "filterName": "upscale", "filterSettings": { "technology": technology },
        });
        studio.request("SetSourceFilterSettings", change)?;
        wait_for_state(&mut studio, technology, |status| {
            status["asked"] == technology
                && status["technology"] == "fsr"
                && status["state"] == "upscaling"
                && status["reason"]
                    .as_str()
                    .is_some_and(|reason| reason.contains(said))
        })?;
        ensure!(studio.item_size(&item)? == (480.0, 270.0), "the layout jumps");
        let error = pictures::error(&studio.screenshot(obs::SCENE)?, &by_fsr);
        ensure!(error < 0.5, "{technology}: another picture, by {error} codes");
    }
    end(studio, &doubles)
}

#[test]
fn doubles_of_all_runtimes_draw_and_end_in_order() -> Result<()> {
    for (technology, files, environment) in [
        ("dlss", [NGX, DLSS].as_slice(), [].as_slice()),
        ("rtx_video", &[NGX, RTX_VIDEO], &[]),
        ("xess", &[XESS], &[OF_WINDOWS]),
    ] {
        let doubles = Doubles::new(files)?;
        let (mut studio, _) = studio_with(technology, &doubles, environment)?;
        let drawn = |status: &Value| status["state"] == "upscaling" && status["technology"] == technology;
        let status = wait_for_state(&mut studio, technology, drawn)?;
        ensure!(status["reason"].is_null(), "{status}");
        let mut error = f64::INFINITY;
        wait_until("the double's picture", Duration::from_secs(30), || {
            error = error_beside_bilinear(&mut studio)?;
            Ok((error < LARGEST_ERROR).then_some(()))
        })
        .with_context(|| format!("{technology}: the picture differs by {error} codes"))?;

        // Another size, while it is recorded; and OBS is closed with the filter live.
        studio.request("StartRecord", json!({}))?;
        let change = json!({
            "sourceName": "image", "filterName": "upscale", "filterSettings": { "scale_factor": 1.25 },
        });
        studio.request("SetSourceFilterSettings", change)?;
        wait_for_state(&mut studio, "the other size", |status| {
            drawn(status) && status["output"] == "400x225"
        })?;
        let recording = studio.end_recording()?;
        let means = film::mean_lumas(&recording)?;
        ensure!(means.iter().all(|mean| *mean > 20), "{technology}: {means:?}");
        end(studio, &doubles).with_context(|| technology.to_owned())?;
    }
    Ok(())
}

/// Recorded from before the failure until behind it: no frame is darker than the others.
#[test]
fn fault_18_dlss_fails_at_frame_100_of_a_recording() -> Result<()> {
    let doubles = Doubles::new(&[NGX, DLSS])?;
    let fails = [("DOUBLE_FAIL", "EvaluateFeature=0xBAD0000B@100")];
    let (mut studio, _) = studio_with("dlss", &doubles, &fails)?;
    wait_for_state(&mut studio, "DLSS to draw", |status| {
        status["technology"] == "dlss"
    })?;
    pause(Duration::from_millis(300))?;
    studio.request("StartRecord", json!({}))?;
    let status = wait_for_state(&mut studio, "the failure", |status| {
        status["technology"] == "fsr" && status["reason"].is_string()
    })?;
    let reason = status["reason"].as_str().unwrap_or_default().to_owned();
    ensure!(
        reason.contains("the feature cannot be started") && reason.contains("0xbad0000b"),
        "{status}"
    );
    pause(Duration::from_secs(1))?;
    let recording = studio.end_recording()?;
    let means = film::mean_lumas(&recording)?;
    let (least, most) = (means.iter().min(), means.iter().max());
    let (least, most) = least.zip(most).context("an empty recording")?;
    ensure!(most - least <= 3, "{} frames: {means:?}", means.len());
    ensure!(doubles.calls()?.count("EvaluateFeature") == 100, "asked again");
    let log = studio.log();
    ensure!(log.matches(&reason).count() == 2, "not told once:\n{log}");
    end(studio, &doubles)
}
