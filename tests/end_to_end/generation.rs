// SPDX-License-Identifier: GPL-2.0-or-later
//! Frames in between in what is recorded.

use std::path::{Path, PathBuf};

use super::*;

const SOURCE_SIZE: (u32, u32) = (160, 90);
const CANVAS: (u32, u32) = (320, 180);
const FPS: u32 = 60;

/// OBS's clock goes slower by this, as two busy cores do not draw 60 frames a second. What is counted are the frames of a
/// second of OBS's own.
const SLOWNESS: u32 = 16;
/// Of OBS's clock.
const RECORDED: Duration = Duration::from_secs(2);
/// How often is recorded until hardly a frame is left out.
const ATTEMPTS: usize = 3;

/// Pixels of the film from one of its frames to the next, and frames to the left before as many to the right.
const STEP: u32 = 6;
const STEPS: u32 = 90;

/// Mean difference in codes from which frames of a recording are different ones: what is the same is encoded as such, but
/// for a rest of rounding.
const DIFFERENT: f64 = 2.0;

/// A film of 30 frames a second that goes to the left and back again.
fn pan(folder: &Path) -> Result<PathBuf> {
    let wave = |x: u32, y: u32, length: f32, slope: f32| (x as f32 / length + y as f32 * slope).sin();
    let at = |step: u32| {
        picture(SOURCE_SIZE.0, SOURCE_SIZE.1, |x, y| {
            let x = x + step.min(2 * STEPS - step) * STEP;
            let wide = 35.0 * wave(x, y, 4.1, 0.13) + 30.0 * wave(x, y, 9.7, 0.4);
            let luma = 128.0 + wide + 30.0 * wave(x, y, 2.3, -0.31);
            [luma as u8, luma as u8, luma as u8, 255]
        })
    };
    film::moving(folder, (0..2 * STEPS).map(at))
}

/// The frames of a recording, and the numbers of those that show the same as the one before.
fn repeated(recording: &Path) -> Result<(usize, Vec<usize>)> {
    let lumas = film::lumas(recording, CANVAS)?;
    let difference = |one: &[u8], other: &[u8]| {
        let pairs = one.iter().zip(other);
        let sum: u64 = pairs.map(|(one, other)| u64::from(one.abs_diff(*other))).sum();
        sum as f64 / one.len() as f64
    };
    let pairs = lumas.windows(2).enumerate();
    let same = pairs.filter(|(_, pair)| difference(&pair[0], &pair[1]) < DIFFERENT);
    Ok((lumas.len(), same.map(|(number, _)| number + 1).collect()))
}

/// Frames that OBS has left out so far, as drawing or encoding took too long: it records the one before once more.
fn left_out(studio: &mut Obs) -> Result<u64> {
    let stats = studio.request("GetStats", json!({}))?;
    let count = |key: &str| stats[key].as_u64().with_context(|| format!("no {key}: {stats}"));
    Ok(count("renderSkippedFrames")? + count("outputSkippedFrames")?)
}

/// A film of 30 frames a second on a canvas of 60. Without frames in between every second frame of the recording shows the
/// same as the one before; with them all of them are different ones, but for what a busy machine leaves out.
#[test]
fn a_film_of_half_the_rate_is_recorded_with_frames_in_between() -> Result<()> {
    let mut studio = Obs::start(&Options {
        canvas: CANVAS,
        fps: FPS,
        slowness: SLOWNESS,
        ..Options::default()
    })?;
    let file = pan(studio.folder())?;
    let media = json!({ "local_file": file, "looping": true, "is_local_file": true });
    studio.add_input("ffmpeg_source", "image", &media)?;
    let settings = |is_on: bool| {
        json!({
            "technology": "fsr", "scale_mode": "factor", "scale_factor": 2.0, "sharpness": 0.0,
            "frame_generation": is_on,
        })
    };
    studio.add_filter("image", FILTER, "upscale", &settings(false))?;
    for is_on in [false, true] {
        let change =
            json!({ "sourceName": "image", "filterName": "upscale", "filterSettings": settings(is_on) });
        studio.request("SetSourceFilterSettings", change)?;
        let wanted = if is_on { json!("generating") } else { Value::Null };
        let has_changed = |status: &Value| {
            status["state"] == "upscaling"
                && status["generation"].get("state").unwrap_or(&Value::Null) == &wanted
        };
        wait_for_state(&mut studio, "the change", has_changed)?;
        let (mut frames, mut same, mut missing) = (0, Vec::new(), 0);
        for _ in 0..ATTEMPTS {
            // What compiling the pipelines left out is over then, and so is the recording before: OBS names them by the
            // second.
            pause(SLOWNESS * Duration::from_secs(1))?;
            let before = left_out(&mut studio)?;
            let recording = studio.record(SLOWNESS * RECORDED)?;
            missing = (left_out(&mut studio)? - before) as usize;
            (frames, same) = repeated(&recording)?;
            if missing * 20 < frames {
                break;
            }
        }
        let status = wait_for_state(&mut studio, "the change", has_changed)?;
        println!(
            "frames in between {is_on}: {frames} frames, {} repeated {same:?}, {missing} left out, {}",
            same.len(),
            status["generation"]
        );
        ensure!(frames > 90, "{frames} frames");
        ensure!(missing * 5 < frames, "OBS left out {missing} of {frames} frames");
        if is_on {
            // What is left out disturbs the frames around it too.
            let allowed = 2 * missing + frames / 30;
            ensure!(
                same.len() <= allowed,
                "{same:?} of {frames} frames show the same as the one before; OBS left out {missing}"
            );
            let generation = &status["generation"];
            let number = |key: &str| {
                generation[key]
                    .as_f64()
                    .with_context(|| format!("no {key}: {status}"))
            };
            ensure!((number("source_fps")? - 30.0).abs() < 3.0, "{status}");
            ensure!((30.0..100.0).contains(&number("delay_ms")?), "{status}");
        } else {
            ensure!(
                same.len() * 100 > frames * 40,
                "without frames in between {} of {frames} are repeated",
                same.len()
            );
        }
    }
    // Ended by force: to close takes OBS a while, of which each second is many.
    judge(&studio.log())
}
