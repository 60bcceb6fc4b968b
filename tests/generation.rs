// SPDX-License-Identifier: GPL-2.0-or-later
//! What frames in between are worth: of sequences of numbered frames every second one is left out, made from its
//! neighbours, and compared with what it was. And where they have cuts, of every one of their frames to every eighth.
//!
//! `NU_SCALER_SEQUENCES=FOLDER:FOLDER... cargo test --release -p nu-scaler-tests --test generation -- --ignored --nocapture`

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use nu_scaler_core::frame::Size;
use nu_scaler_core::gpu::{AdapterChoice, Gpu};
use nu_scaler_core::metrics::compare;
use nu_scaler_core::offline::{ImageInterpolator, ImageMotion, PixelAlpha, Pixels, Samples};

/// A frame that is worse than the better of the two by more than so many dB is counted.
const WORSE: f64 = 1.0;

#[derive(Default)]
struct Row {
    frames: usize,
    made: f64,
    average: f64,
    repeated: f64,
    worse: usize,
}

fn open(path: &Path) -> Result<Pixels> {
    let image = image::open(path)
        .with_context(|| path.display().to_string())?
        .to_rgba8();
    Ok(Pixels {
        size: Size::new(image.width(), image.height()),
        samples: Samples::U8(image.into_raw()),
        alpha: PixelAlpha::None,
    })
}

fn average(one: &Pixels, other: &Pixels) -> Pixels {
    let samples = match (&one.samples, &other.samples) {
        (Samples::U8(one), Samples::U8(other)) => one
            .iter()
            .zip(other)
            .map(|(one, other)| (u16::from(*one) + u16::from(*other)).div_ceil(2) as u8)
            .collect(),
        _ => unreachable!("frames are opened in 8 bits"),
    };
    Pixels {
        samples: Samples::U8(samples),
        ..one.clone()
    }
}

/// Equal pictures count as this many dB.
fn psnr(truth: &Pixels, image: &Pixels) -> Result<f64> {
    let similarity = compare(truth, image).context("the frames are of one size")?;
    Ok(similarity.psnr_y.min(60.0))
}

fn frames_of(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut frames: Vec<PathBuf> = std::fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    frames.sort();
    Ok(frames)
}

fn measure(interpolator: &mut ImageInterpolator, folder: &Path, verbose: bool) -> Result<Row> {
    let frames = frames_of(folder)?;
    ensure!(frames.len() > 2, "{} has too few frames", folder.display());
    interpolator.reset();
    let mut row = Row::default();
    let mut before = open(&frames[0])?;
    interpolator.next(&before, &[])?;
    for pair in frames[1..].chunks_exact(2) {
        let (truth, after) = (open(&pair[0])?, open(&pair[1])?);
        let made = interpolator.next(&after, &[0.5])?.remove(0);
        let [made, average, repeated] = [
            psnr(&truth, &made)?,
            psnr(&truth, &average(&before, &after))?,
            psnr(&truth, &before)?,
        ];
        row.frames += 1;
        row.made += made;
        row.average += average;
        row.repeated += repeated;
        let is_worse = made < average.max(repeated) - WORSE;
        row.worse += usize::from(is_worse);
        if verbose {
            println!(
                "  {} {made:.2} {average:.2} {repeated:.2}{}",
                pair[0].display(),
                if is_worse { " worse" } else { "" }
            );
        }
        before = after;
    }
    Ok(row)
}

#[test]
#[ignore = "needs sequences"]
fn frames_in_between_against_the_frames_left_out() -> Result<()> {
    let folders = std::env::var_os("NU_SCALER_SEQUENCES").context("NU_SCALER_SEQUENCES names the folders")?;
    let verbose = std::env::var_os("NU_SCALER_VERBOSE").is_some();
    let mut interpolator = ImageInterpolator::new(Gpu::open(&AdapterChoice::Any)?);
    println!(
        "| sequence | frames | made, dB | over the average | over the repeated | worse by more than 1 dB |"
    );
    println!("|---|---|---|---|---|---|");
    for folder in std::env::split_paths(&folders) {
        let row = measure(&mut interpolator, &folder, verbose)?;
        let count = row.frames as f64;
        println!(
            "| {} | {} | {:.2} | {:+.2} | {:+.2} | {} |",
            folder.file_name().unwrap_or_default().to_string_lossy(),
            row.frames,
            row.made / count,
            (row.made - row.average) / count,
            (row.made - row.repeated) / count,
            row.worse
        );
    }
    Ok(())
}

#[test]
#[ignore = "needs sequences"]
fn cuts_in_sequences() -> Result<()> {
    let folders = std::env::var_os("NU_SCALER_SEQUENCES").context("NU_SCALER_SEQUENCES names the folders")?;
    let verbose = std::env::var_os("NU_SCALER_VERBOSE").is_some();
    let mut motion = ImageMotion::new(Gpu::open(&AdapterChoice::Any)?);
    println!("| sequence | every | frames | cuts before |");
    println!("|---|---|---|---|");
    for folder in std::env::split_paths(&folders) {
        let frames = frames_of(&folder)?;
        for step in [1, 2, 4, 8] {
            motion.reset();
            let mut cuts = Vec::new();
            for (index, frame) in frames.iter().step_by(step).enumerate() {
                let name = frame.file_stem().unwrap_or_default().to_string_lossy();
                let verdict = motion.next(&open(frame)?)?.verdict;
                if verbose {
                    println!("  {name} {verdict:?}");
                }
                if index > 0 && verdict.is_cut {
                    cuts.push(name.into_owned());
                }
            }
            println!(
                "| {} | {step} | {} | {} |",
                folder.file_name().unwrap_or_default().to_string_lossy(),
                frames.len().div_ceil(step),
                cuts.join(", ")
            );
        }
    }
    Ok(())
}
