// SPDX-License-Identifier: GPL-2.0-or-later
//! Shows what Nu Scaler does: a real game, captured and upscaled inside the real OBS, recorded.
//!
//! Game and OBS run on X servers and with home folders of their own; what stays is the folder of results.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use clap::Parser;
use nu_scaler_tests::game::Game;
use nu_scaler_tests::obs::{Obs, Options, SCENE};
use nu_scaler_tests::process::{pause, run_to_end, wait_until};
use nu_scaler_tests::{pictures, places};
use serde_json::{Map, Value, json};

/// The names of the source and the filter in OBS.
const SOURCE: &str = "Game";
const FILTER: &str = "Nu Scaler";

/// The size that the game draws at, in pixels.
const GAME_SIZE: (u32, u32) = (1280, 720);

/// How long the device and the pipelines may take to be made on a software rasteriser.
const PREPARE_LIMIT: Duration = Duration::from_secs(120);

/// Records a game that Nu Scaler upscales in OBS.
#[derive(Parser)]
struct Arguments {
    /// The technology, by its name in the settings
    #[arg(long, default_value = "fsr")]
    technology: String,
    /// Output size over input size, each way
    #[arg(long, default_value_t = 1.5)]
    scale: f64,
    /// A quality preset instead of the scale
    #[arg(long)]
    quality: Option<String>,
    /// The game, or any command that opens a window
    #[arg(long, default_value = "neverball")]
    game: String,
    /// Length of the recording
    #[arg(long, default_value_t = 5.0)]
    seconds: f64,
    /// The folder of the results
    #[arg(long, default_value = "demo")]
    output: PathBuf,
}

impl Arguments {
    /// The filter's settings.
    fn settings(&self) -> Value {
        let mut settings = Map::from_iter([("technology".to_owned(), json!(self.technology))]);
        if let Some(quality) = &self.quality {
            settings.extend([
                ("scale_mode".to_owned(), json!("preset")),
                ("quality".to_owned(), json!(quality)),
            ]);
        } else {
            settings.extend([
                ("scale_mode".to_owned(), json!("factor")),
                ("scale_factor".to_owned(), json!(self.scale)),
            ]);
        }
        Value::Object(settings)
    }

    fn validate(&self) -> Result<()> {
        ensure!(
            (1.0..=4.0).contains(&self.scale),
            "the scale is 1 to 4, not {}",
            self.scale
        );
        ensure!(
            (1.0..=600.0).contains(&self.seconds),
            "the recording is 1 to 600 seconds, not {}",
            self.seconds
        );
        Ok(())
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run_to_end(|| run(&arguments))
}

fn run(arguments: &Arguments) -> Result<()> {
    arguments.validate()?;
    places::plugin_binary()?;
    fs::create_dir_all(&arguments.output)
        .with_context(|| format!("making {}", arguments.output.display()))?;

    println!("Starting {} ...", arguments.game);
    let game = Game::start(&arguments.game, GAME_SIZE.0, GAME_SIZE.1)?;
    println!("Starting OBS ...");
    let mut studio = Obs::start(&Options {
        canvas: GAME_SIZE,
        ..Options::default()
    })?;
    let source = json!({ "advanced": true, "server": game.display(), "show_cursor": false });
    let item = studio.add_input("xshm_input", SOURCE, &source)?;
    let (width, height) = wait_until("OBS to capture the game", Duration::from_secs(20), || {
        Ok(Some(studio.item_size(&item)?).filter(|size| size.0 > 0.0))
    })?;

    // The game's time stands still between the two pictures, so that they show the same instant.
    game.freeze()?;
    pause(Duration::from_millis(500))?;
    let before = studio.screenshot(SOURCE)?;
    ensure!(
        pictures::contrast(&before) > 8.0,
        "OBS captures nothing of the game"
    );
    println!("Adding the filter ...");
    studio.add_filter(SOURCE, "nu_scaler_filter", FILTER, &arguments.settings())?;
    let status = wait_until("the filter to upscale", PREPARE_LIMIT, || {
        Ok(Some(studio.status(SOURCE, Some(FILTER))?).filter(|status| {
            !["preparing", "idle", "hidden"]
                .iter()
                .any(|early| status["state"] == *early)
        }))
    })?;
    if status["asked"]
        .as_str()
        .is_some_and(|asked| asked != arguments.technology)
    {
        bail!("Nu Scaler knows no technology {}", arguments.technology);
    }
    let output = studio.item_size(&item)?;
    let canvas = (align(output.0, 4), align(output.1, 2));
    studio.request(
        "SetVideoSettings",
        json!({ "baseWidth": canvas.0, "baseHeight": canvas.1, "outputWidth": canvas.0, "outputHeight": canvas.1 }),
    )?;
    pause(Duration::from_millis(500))?;
    // The scene holds nothing but the source, at its corner.
    let scene = studio.screenshot(SCENE)?;
    let after =
        image::imageops::crop_imm(&scene, 0, 0, output.0.round() as u32, output.1.round() as u32).to_image();
    game.thaw()?;

    println!("Recording {} s ...", arguments.seconds);
    let frames_before = Frames::read(&mut studio)?;
    let recording = studio.record(Duration::from_secs_f64(arguments.seconds))?;
    let frames = Frames::read(&mut studio)?.since(&frames_before);
    let status = studio.status(SOURCE, Some(FILTER))?;

    let file = |name: &str| arguments.output.join(name);
    fs::copy(&recording, file("recording.mkv")).context("copying the recording")?;
    before.save(file("before.png"))?;
    after.save(file("after.png"))?;
    pictures::side_by_side(&before, &after).save(file("comparison.png"))?;
    studio.quit()?;

    println!();
    row(
        "Source",
        &format!("{}, {width}x{height}, OBS's screen capture", arguments.game),
    );
    row("Output", &format!("{}x{}", output.0, output.1));
    row("Technology", &text(&status, "technology"));
    if let Some(reason) = status["reason"].as_str().filter(|reason| !reason.is_empty()) {
        row("Reason", reason);
    }
    row("State", &text(&status, "state"));
    row("Exchange", &text(&status, "exchange"));
    row("GPU", &text(&status, "gpu"));
    row("GPU time a frame", &milliseconds(&status, "gpu_ms"));
    row("CPU time a frame", &milliseconds(&status, "cpu_ms"));
    row(
        "Frames rendered",
        &format!("{} of {}", frames.due.saturating_sub(frames.lagged), frames.due),
    );
    row(
        "Frames skipped",
        &format!("{} by rendering, {} by encoding", frames.lagged, frames.skipped),
    );
    row("Recording", &describe_recording(&file("recording.mkv")));
    row(
        "Results",
        &format!(
            "{}/: before.png, after.png, comparison.png, recording.mkv",
            arguments.output.display()
        ),
    );
    Ok(())
}

/// OBS's counters of frames.
struct Frames {
    /// Those that were due, rendered or not.
    due: u64,
    lagged: u64,
    skipped: u64,
}

impl Frames {
    fn read(studio: &mut Obs) -> Result<Self> {
        let stats = studio.request("GetStats", json!({}))?;
        let count = |key: &str| stats[key].as_u64().with_context(|| format!("OBS gives no {key}"));
        Ok(Self {
            due: count("renderTotalFrames")?,
            lagged: count("renderSkippedFrames")?,
            skipped: count("outputSkippedFrames")?,
        })
    }

    /// What was counted since `earlier`. The counters of an output begin anew with it.
    fn since(&self, earlier: &Self) -> Self {
        Self {
            due: self.due.saturating_sub(earlier.due),
            lagged: self.lagged.saturating_sub(earlier.lagged),
            skipped: self.skipped.checked_sub(earlier.skipped).unwrap_or(self.skipped),
        }
    }
}

fn row(name: &str, value: &str) {
    println!("{name:<18}{value}");
}

fn text(status: &Value, key: &str) -> String {
    status[key].as_str().unwrap_or("-").to_owned()
}

fn milliseconds(status: &Value, key: &str) -> String {
    status[key]
        .as_f64()
        .map_or_else(|| "-".to_owned(), |value| format!("{value:.2} ms"))
}

/// The next multiple of `step`, as video encoders want it.
fn align(size: f64, step: u32) -> u32 {
    (size.round() as u32).next_multiple_of(step)
}

/// Size and number of frames of a recording, as ffprobe reads them.
fn describe_recording(file: &Path) -> String {
    let probe = Command::new("ffprobe")
        .args(["-v", "error", "-select_streams", "v:0", "-count_packets"])
        .args([
            "-show_entries",
            "stream=width,height,nb_read_packets",
            "-of",
            "csv=p=0",
        ])
        .arg(file)
        .output();
    match probe {
        Ok(output) if output.status.success() => {
            let text = String::from_utf8_lossy(&output.stdout);
            let fields: Vec<&str> = text.trim().split(',').collect();
            match fields[..] {
                [width, height, frames] => format!("{width}x{height}, {frames} frames"),
                _ => "not readable".to_owned(),
            }
        }
        Ok(output) => format!("not readable: {}", String::from_utf8_lossy(&output.stderr).trim()),
        Err(_) => "not looked at: ffprobe is not installed".to_owned(),
    }
}
