// SPDX-License-Identifier: GPL-2.0-or-later
//! `nu-scaler compare`: how near a picture is to the one that it should be, or a sequence of them.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use image::ImageFormat;
use nu_scaler_core::metrics::{self, Similarity};
use nu_scaler_core::offline::Pixels;
use nu_scaler_core::text::Message;
use serde::Serialize;

use crate::arguments::{CompareArguments, side_range};
use crate::error::{CliError, one_line};
use crate::folder;
use crate::image_file::{self, ImageFile};
use crate::output_file::OutputFile;
use crate::pixels::{self, Kind};

/// The kind of picture that a difference is.
const DIFFERENCE: Kind = Kind {
    deep: false,
    gray: false,
    alpha: false,
};

/// The answer, in the shape of the JSON. A PSNR that is infinite, as that of equal pictures is, is null there.
#[derive(Serialize)]
struct Report {
    size: String,
    psnr_rgb: Option<f64>,
    psnr_y: Option<f64>,
    psnr_alpha: Option<f64>,
    ssim: f64,
}

/// The answer about two folders: means over the frames, and each of them.
#[derive(Serialize)]
struct Sequence {
    psnr_y: Option<f64>,
    ssim: f64,
    /// Of the changes from frame to frame.
    psnr_y_changes: Option<f64>,
    /// How many are equal, and so in none of the means of PSNR.
    equal: usize,
    frames: Vec<Frame>,
}

#[derive(Serialize)]
struct Frame {
    frame: String,
    psnr_y: Option<f64>,
    ssim: f64,
    /// Of the change from the frame before; the first has none.
    psnr_y_change: Option<f64>,
}

/// Does what the command line asks for.
pub(crate) fn run(arguments: &CompareArguments) -> Result<(), CliError> {
    let [truth, image] = [&arguments.truth, &arguments.image];
    let is_folder = |path: &Path| fs::metadata(path).map(|metadata| metadata.is_dir());
    let not_both = |folder: &Path, path: &Path| CliError::NotBothFolders {
        folder: folder.to_owned(),
        path: path.to_owned(),
    };
    let folders = [truth, image].map(|path| is_folder(path).map_err(|error| CliError::reading(path, &error)));
    match folders {
        [Err(error), _] | [_, Err(error)] => Err(error),
        [Ok(true), Ok(true)] => sequence(arguments),
        [Ok(false), Ok(false)] => single(arguments),
        [Ok(true), Ok(false)] => Err(not_both(truth, image)),
        [Ok(false), Ok(true)] => Err(not_both(image, truth)),
    }
}

/// Two folders, frame by frame in the order of their numbers.
fn sequence(arguments: &CompareArguments) -> Result<(), CliError> {
    if let Some(path) = &arguments.difference {
        return Err(CliError::DifferenceOfFolders(path.clone()));
    }
    let folders = [&arguments.truth, &arguments.image];
    let [truths, images] = folders.map(|folder| folder::images_of(folder));
    let (truths, images) = (truths?, images?);
    if truths.len() != images.len() {
        return Err(CliError::FramesDiffer([
            (arguments.truth.clone(), truths.len()),
            (arguments.image.clone(), images.len()),
        ]));
    }
    let progress = folder::progress_bar(truths.len());
    let mut before: Option<[Pixels; 2]> = None;
    let (mut similarities, mut changes) = (Vec::new(), Vec::new());
    for (truth, image) in truths.iter().zip(&images) {
        progress.set_message(one_line(&image.to_string_lossy()));
        let [truth, image] = [arguments.truth.join(truth), arguments.image.join(image)];
        let now = [
            read(ImageFile::open(&truth)?, &truth)?,
            read(ImageFile::open(&image)?, &image)?,
        ];
        let judging = |error: metrics::MetricsError| CliError::Image {
            path: image.clone(),
            reason: error.message(),
        };
        similarities.push(metrics::compare(&now[0], &now[1]).map_err(judging)?);
        let change = before.as_ref().map(|[truth, image]| {
            metrics::compare_changes([truth, &now[0]], [image, &now[1]]).map_err(judging)
        });
        changes.push(change.transpose()?);
        before = Some(now);
        progress.inc(1);
    }
    progress.finish_and_clear();

    let equal = similarities
        .iter()
        .filter(|similarity| similarity.psnr_y.is_infinite())
        .count();
    let of_changes: Vec<_> = changes.iter().copied().flatten().collect();
    let lumas: Vec<_> = similarities.iter().map(|similarity| similarity.psnr_y).collect();
    let ssims: Vec<_> = similarities.iter().map(|similarity| similarity.ssim).collect();
    let mut out = io::stdout().lock();
    if arguments.json {
        let finite = |decibels: f64| decibels.is_finite().then_some(decibels);
        let frames = images.iter().zip(&similarities).zip(&changes);
        let frame = |((name, similarity), change): ((&OsString, &Similarity), &Option<f64>)| Frame {
            frame: name.to_string_lossy().into_owned(),
            psnr_y: finite(similarity.psnr_y),
            ssim: similarity.ssim,
            psnr_y_change: change.and_then(finite),
        };
        let report = Sequence {
            psnr_y: finite(mean(&lumas)),
            ssim: mean(&ssims),
            psnr_y_changes: finite(mean(&of_changes)),
            equal,
            frames: frames.map(frame).collect(),
        };
        let json = serde_json::to_string_pretty(&report).map_err(io::Error::from)?;
        writeln!(out, "{json}")?;
        return Ok(());
    }
    let mut lines = vec![
        ("Cli.Flow.Frames", images.len().to_string()),
        ("Cli.Compare.Equal", equal.to_string()),
        ("Cli.Compare.Y", decibels(mean(&lumas))),
        ("Cli.Compare.Ssim", format!("{:.6}", mean(&ssims))),
    ];
    if !of_changes.is_empty() {
        lines.push(("Cli.Compare.Changes", decibels(mean(&of_changes))));
    }
    for (label, value) in lines {
        writeln!(out, "{:16}  {value}", Message::new(label).to_string())?;
    }
    Ok(())
}

/// The mean of values, infinite ones aside: one frame that is equal must not hide all others. Infinite where all are.
fn mean(values: &[f64]) -> f64 {
    let finite: Vec<_> = values.iter().filter(|value| value.is_finite()).collect();
    match finite.len() {
        0 => values.first().copied().unwrap_or(f64::INFINITY),
        count => finite.into_iter().sum::<f64>() / count as f64,
    }
}

/// "inf" where pictures are equal: that is how an infinite number is written.
fn decibels(value: f64) -> String {
    Message::new("Cli.Decibels")
        .with("value", format!("{value:.4}"))
        .to_string()
}

fn single(arguments: &CompareArguments) -> Result<(), CliError> {
    let (truth, image) = (
        ImageFile::open(&arguments.truth)?,
        ImageFile::open(&arguments.image)?,
    );
    if truth.size() != image.size() {
        return Err(CliError::SizesDiffer([
            (arguments.truth.clone(), truth.size()),
            (arguments.image.clone(), image.size()),
        ]));
    }
    // Before the work is done, as it may be in vain.
    let difference = arguments.difference.as_deref().map(Difference::create);
    let difference = difference.transpose()?;

    let size = truth.size();
    let [truth, image] =
        [(truth, &arguments.truth), (image, &arguments.image)].map(|(file, path)| read(file, path));
    let (truth, image) = (truth?, image?);
    let judging = |error: metrics::MetricsError| CliError::Image {
        path: arguments.image.clone(),
        reason: error.message(),
    };
    let similarity = metrics::compare(&truth, &image).map_err(judging)?;
    if let Some(difference) = difference {
        difference.write(&metrics::difference(&truth, &image).map_err(judging)?)?;
    }

    let mut out = io::stdout().lock();
    match arguments.json {
        true => {
            let finite = |decibels: f64| decibels.is_finite().then_some(decibels);
            let report = Report {
                size: size.to_string(),
                psnr_rgb: finite(similarity.psnr_rgb),
                psnr_y: finite(similarity.psnr_y),
                psnr_alpha: finite(similarity.psnr_alpha),
                ssim: similarity.ssim,
            };
            let json = serde_json::to_string_pretty(&report).map_err(io::Error::from)?;
            writeln!(out, "{json}")?;
        }
        false => print(&mut out, &similarity)?,
    }
    Ok(())
}

fn read(file: ImageFile, path: &Path) -> Result<Pixels, CliError> {
    let (size, (_, limit)) = (file.size(), side_range());
    if size.longest_side() > limit {
        let path = path.to_owned();
        return Err(CliError::PictureTooLarge { path, size, limit });
    }
    Ok(pixels::to_core(file.decode()?.image))
}

/// Where the difference goes.
struct Difference {
    format: ImageFormat,
    file: OutputFile,
}

impl Difference {
    fn create(path: &Path) -> Result<Self, CliError> {
        Ok(Self {
            format: image_file::format_of(path)?,
            file: OutputFile::create(path)?,
        })
    }

    fn write(mut self, picture: &Pixels) -> Result<(), CliError> {
        let encodable = pixels::to_encodable(picture, DIFFERENCE);
        image_file::write(&mut self.file, self.format, &encodable, None)
            .map_err(|error| CliError::writing(self.file.path(), &error))?;
        self.file.commit()
    }
}

fn print(out: &mut impl Write, similarity: &Similarity) -> io::Result<()> {
    let mut lines = vec![
        ("Cli.Compare.Rgb", decibels(similarity.psnr_rgb)),
        ("Cli.Compare.Y", decibels(similarity.psnr_y)),
    ];
    if similarity.psnr_alpha.is_finite() {
        lines.push(("Cli.Compare.Alpha", decibels(similarity.psnr_alpha)));
    }
    lines.push(("Cli.Compare.Ssim", format!("{:.6}", similarity.ssim)));
    for (label, value) in lines {
        writeln!(out, "{:10}  {value}", Message::new(label).to_string())?;
    }
    Ok(())
}
