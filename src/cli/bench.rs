// SPDX-License-Identifier: GPL-2.0-or-later
//! `nu-scaler bench`: what every technology costs on this machine, as a table, as JSON and as a picture.

mod plot;
mod report;

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};
use nu_scaler_core::bench::{self, Options, Report, Row};
use nu_scaler_core::frame::Size;
use nu_scaler_core::gpu::{AdapterChoice, Gpu};
use nu_scaler_core::offline::Pixels;
use nu_scaler_core::precision::Precision;
use nu_scaler_core::settings::TechnologyId;
use nu_scaler_core::text::{self, Message};

use crate::arguments::{BenchArguments, side_range};
use crate::error::{CliError, one_line};
use crate::image_file::ImageFile;
use crate::output_file::OutputFile;
use crate::{folder, pixels};

/// Does what the command line asks for.
pub(crate) fn run(arguments: &BenchArguments) -> Result<(), CliError> {
    // Whether it can be written is found out before minutes are spent.
    let plot = arguments.plot.as_deref().map(OutputFile::create).transpose()?;
    let pictures = arguments.pictures.as_deref().map(read_all).transpose()?;
    let choice = arguments
        .adapter
        .clone()
        .map_or(AdapterChoice::Any, AdapterChoice::Name);
    let gpu = Gpu::open(&choice).map_err(CliError::Gpu)?;

    let mut options = Options::for_device(gpu.desc());
    options.technologies.clone_from(&arguments.technologies);
    options.pictures = pictures.unwrap_or_default();
    if let Some(frames) = arguments.frames {
        (options.frames, options.time_limit) = (frames, None);
    }
    if let Some(sizes) = arguments.sizes() {
        let limit = gpu.max_texture_size();
        if let Some(size) = sizes.into_iter().find(|size| size.longest_side() > limit) {
            let reason = Message::new("Reason.TooLarge")
                .with("size", size.to_string())
                .with("limit", limit.to_string());
            return Err(CliError::Bench(reason));
        }
        options.sizes = vec![sizes];
        options.notes.clear();
    }

    let progress = progress_bar();
    let measured = bench::run(&gpu, &options, &mut |share| {
        progress.set_position((f64::from(share) * STEPS as f64) as u64);
    });
    progress.finish_and_clear();
    let report = measured.map_err(|error| CliError::Bench(error.message()))?;
    // A technology that was asked for by name is measured, or it is said why not.
    let is_measured = |id: &TechnologyId| report.rows.iter().any(|row| row.technology == *id);
    if !arguments.technologies.iter().all(is_measured) {
        let reasons = report
            .notes
            .iter()
            .filter(|note| note.key.starts_with("Bench.LeftOut"));
        let notes: Vec<_> = reasons.map(Message::to_string).collect();
        let reason = Message::new("Error.NotMeasured").with("notes", notes.join("; "));
        return Err(CliError::Bench(reason));
    }

    if let Some(mut file) = plot {
        file.writer()
            .write_all(plot::draw(&report).as_bytes())
            .map_err(|error| CliError::writing(file.path(), &error))?;
        file.commit()?;
    }
    let mut out = io::stdout().lock();
    match arguments.json {
        true => {
            let json = serde_json::to_string_pretty(&report::Json::new(&report)).map_err(io::Error::from)?;
            writeln!(out, "{json}")?;
        }
        false => report::print(&mut out, &report)?,
    }
    Ok(())
}

/// Every image of a folder, in order.
fn read_all(path: &Path) -> Result<Vec<Pixels>, CliError> {
    fs::metadata(path).map_err(|error| CliError::reading(path, &error))?;
    let mut pictures = Vec::new();
    for name in folder::images_of(path)? {
        let path = path.join(name);
        let file = ImageFile::open(&path)?;
        let (size, (_, limit)) = (file.size(), side_range());
        if size.longest_side() > limit {
            return Err(CliError::PictureTooLarge { path, size, limit });
        }
        pictures.push(pixels::to_core(file.decode()?.image));
    }
    Ok(pictures)
}

/// Steps of the progress bar.
const STEPS: u64 = 1000;

/// On standard error; silent where that is no terminal.
fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::new(STEPS);
    match ProgressStyle::with_template("{bar:30} {percent}% {eta}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// What a row is called: the technology, or the kernel or network where there are several, whether in half precision, and whether it
/// is sharpened.
fn name(row: &Row) -> String {
    let key = row
        .algorithm
        .map_or(row.technology.locale_key(), |algorithm| algorithm.locale_key());
    let name = text::english(key).unwrap_or(row.technology.id());
    let sized = match row.network {
        Some(network) => Message::new("Bench.Network")
            .with("name", name)
            .with("network", network.name())
            .to_string(),
        None => name.to_owned(),
    };
    let precise = match row.precision {
        Some(Precision::Half) => Message::new("Bench.Half").with("name", sized).to_string(),
        Some(Precision::Single) | None => sized,
    };
    match row.sharpness > 0.0 {
        true => Message::new("Bench.Sharpened").with("name", precise).to_string(),
        false => precise,
    }
}

/// The pairs of sizes of a report, in its order.
fn sizes(report: &Report) -> Vec<[Size; 2]> {
    let mut sizes: Vec<_> = report.rows.iter().map(|row| [row.input, row.output]).collect();
    sizes.dedup();
    sizes
}
