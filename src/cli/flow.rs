// SPDX-License-Identifier: GPL-2.0-or-later
//! `nu-scaler flow`: the motion between two images, or through a folder of frames.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use image::ImageFormat;
use nu_scaler_core::frame::Size;
use nu_scaler_core::gpu::{AdapterChoice, Gpu};
use nu_scaler_core::offline::{ImageMotion, MotionField, PixelAlpha, Pixels, Samples};
use nu_scaler_core::text::Message;
use serde::Serialize;

use crate::arguments::{FlowArguments, side_range};
use crate::error::{CliError, one_line, report};
use crate::folder;
use crate::image_file::{self, ImageFile};
use crate::output_file::{self, OutputFile};
use crate::pixels::{self, Kind};

/// The kind of picture that motion is drawn as.
const DRAWING: Kind = Kind {
    deep: false,
    gray: false,
    alpha: false,
};

/// What is found out about a frame, in the shape of the JSON. After a cut there is no motion.
#[derive(Serialize)]
struct Report {
    frame: String,
    cut: bool,
    mean: Option<f32>,
    median: Option<f32>,
    p99: Option<f32>,
    confidence: Option<f32>,
    /// What the cut was judged by.
    lost: f32,
    usually_lost: f32,
    different: f32,
}

/// The JSON of a folder. Its size is that of the last frame that motion was found to.
#[derive(Serialize)]
struct Sequence {
    size: Option<String>,
    cuts: Vec<String>,
    frames: Vec<Report>,
}

/// Does what the command line asks for.
pub(crate) fn run(arguments: &FlowArguments) -> Result<(), CliError> {
    let input =
        fs::metadata(&arguments.input).map_err(|error| CliError::reading(&arguments.input, &error))?;
    match input.is_dir() {
        true => sequence(arguments),
        false => pair(arguments),
    }
}

fn open(arguments: &FlowArguments) -> Result<ImageMotion, CliError> {
    let choice = arguments
        .adapter
        .clone()
        .map_or(AdapterChoice::Any, AdapterChoice::Name);
    Gpu::open(&choice).map(ImageMotion::new).map_err(CliError::Gpu)
}

fn pair(arguments: &FlowArguments) -> Result<(), CliError> {
    let path = arguments.next.as_deref();
    let path = path.ok_or_else(|| CliError::NoNext(arguments.input.clone()))?;
    // Everything that can be found wrong before any pixel is read is found here.
    for input in [arguments.input.as_path(), path] {
        if let Some(output) = &arguments.output {
            output_file::check_other(input, output)?;
        }
    }
    let drawing = arguments.output.as_deref().map(Drawing::create).transpose()?;
    let (first, next) = (ImageFile::open(&arguments.input)?, ImageFile::open(path)?);
    check_sizes([(&arguments.input, first.size()), (path, next.size())])?;

    let mut motion = open(arguments)?;
    find(&mut motion, first, &arguments.input)?;
    let field = find(&mut motion, next, path)?;
    if let Some(drawing) = drawing {
        drawing.write(&field, arguments.scale)?;
    }
    let report = Report::new(&path.to_string_lossy(), &field);
    let mut out = io::stdout().lock();
    match arguments.json {
        true => print_json(&mut out, &report)?,
        false => print(&mut out, &report)?,
    }
    Ok(())
}

/// Follows the motion from frame to frame. A frame that cannot be read is reported, and the one after it begins anew.
fn sequence(arguments: &FlowArguments) -> Result<(), CliError> {
    let FlowArguments { input, next, .. } = arguments;
    if arguments.output.is_some() {
        return Err(CliError::TooManyPaths(input.clone()));
    }
    let frames = folder::images_of(input)?;
    if frames.len() < 2 {
        return Err(CliError::OneFrame(input.clone()));
    }
    if let Some(output) = next {
        folder::check_output(input, output)?;
    }
    let mut motion = open(arguments)?;
    if let Some(output) = next {
        fs::create_dir_all(output).map_err(|error| CliError::writing(output, &error))?;
    }

    let progress = folder::progress_bar(frames.len());
    let mut before: Option<(PathBuf, Size)> = None;
    let mut followed = None;
    let (mut reports, mut failed) = (Vec::new(), 0);
    for name in &frames {
        let path = input.join(name);
        progress.set_message(one_line(&name.to_string_lossy()));
        let done = ImageFile::open(&path).and_then(|file| {
            let size = file.size();
            let last = before.replace((path.clone(), size));
            if let Some((before, before_size)) = &last {
                check_sizes([(before, *before_size), (&path, size)])?;
            }
            let drawing = match (&last, next) {
                (Some(_), Some(output)) => {
                    let output = output.join(name);
                    output_file::check_other(&path, &output)?;
                    Some(Drawing::create(&output)?)
                }
                _ => None,
            };
            let field = find(&mut motion, file, &path)?;
            if let Some(drawing) = drawing {
                drawing.write(&field, arguments.scale)?;
            }
            Ok(last.map(|_| (size, Report::new(&name.to_string_lossy(), &field))))
        });
        match done {
            Ok(None) => {}
            Ok(Some((size, report))) => {
                followed = Some(size);
                reports.push(report);
            }
            Err(error) => {
                failed += 1;
                motion.reset();
                before = None;
                progress.suspend(|| report(&error.to_string()));
            }
        }
        progress.inc(1);
    }
    progress.finish_and_clear();

    let sequence = Sequence::new(followed.map(|size| size.to_string()), reports);
    let mut out = io::stdout().lock();
    match arguments.json {
        true => print_json(&mut out, &sequence)?,
        false => print_sequence(&mut out, &sequence)?,
    }
    match failed {
        0 => Ok(()),
        _ => Err(CliError::SomeFailed {
            failed,
            all: frames.len(),
        }),
    }
}

fn check_sizes([(before, before_size), (path, size)]: [(&Path, Size); 2]) -> Result<(), CliError> {
    if before_size == size {
        return Ok(());
    }
    Err(CliError::NotOfASequence([
        (before.to_owned(), before_size),
        (path.to_owned(), size),
    ]))
}

/// The motion to the picture of a file from the one before.
fn find(motion: &mut ImageMotion, file: ImageFile, path: &Path) -> Result<MotionField, CliError> {
    let (size, (_, limit)) = (file.size(), side_range());
    let limit = limit.min(motion.gpu().max_texture_size());
    if size.longest_side() > limit {
        let path = path.to_owned();
        return Err(CliError::InputTooLarge { path, size, limit });
    }
    let pixels = pixels::to_core(file.decode()?.image);
    motion.next(&pixels).map_err(|error| CliError::Image {
        path: path.to_owned(),
        reason: error.message(),
    })
}

/// Where a picture of motion goes.
struct Drawing {
    format: ImageFormat,
    file: OutputFile,
}

impl Drawing {
    fn create(path: &Path) -> Result<Self, CliError> {
        if path.is_dir() {
            return Err(CliError::OutputIsFolder(path.to_owned()));
        }
        Ok(Self {
            format: image_file::format_of(path)?,
            file: OutputFile::create(path)?,
        })
    }

    fn write(mut self, field: &MotionField, scale: Option<f32>) -> Result<(), CliError> {
        let encodable = pixels::to_encodable(&draw(field, scale), DRAWING);
        image_file::write(&mut self.file, self.format, &encodable, None)
            .map_err(|error| CliError::writing(self.file.path(), &error))?;
        self.file.commit()
    }
}

/// The lengths of all vectors, the shortest first.
fn lengths(field: &MotionField) -> Vec<f32> {
    let mut lengths: Vec<f32> = field.vectors.iter().map(|[x, y]| x.hypot(*y)).collect();
    lengths.sort_unstable_by(f32::total_cmp);
    lengths
}

/// What so much of the sorted values is within.
fn percentile(sorted: &[f32], share: f64) -> f32 {
    let last = sorted.len().saturating_sub(1);
    let index = (share * last as f64).round() as usize;
    sorted.get(index).copied().unwrap_or_default()
}

/// The least motion that has the full colour where nobody says so.
const LEAST_SCALE: f32 = 1.0;

fn draw(field: &MotionField, scale: Option<f32>) -> Pixels {
    let scale = scale.unwrap_or_else(|| percentile(&lengths(field), 0.99).max(LEAST_SCALE));
    let color = |vector: &[f32; 2]| match field.verdict.is_cut {
        true => [0, 0, 0, u8::MAX],
        // Vectors say where a thing was; what is drawn is where it went.
        false => color(vector.map(|length| -length), scale),
    };
    Pixels {
        size: field.size,
        samples: Samples::U8(field.vectors.iter().flat_map(color).collect()),
        alpha: PixelAlpha::None,
    }
}

/// Hue by direction, saturation by length, at full value.
fn color([x, y]: [f32; 2], scale: f32) -> [u8; 4] {
    let saturation = (x.hypot(y) / scale).min(1.0);
    let sixths = y.atan2(x).rem_euclid(std::f32::consts::TAU) / std::f32::consts::TAU * 6.0;
    // How much of a colour there is: all of it within a sixth of the circle on either side of its own direction.
    let channel = |own: f32| {
        let away = (sixths - own).abs();
        let share = (2.0 - away.min(6.0 - away)).clamp(0.0, 1.0);
        ((1.0 - saturation * (1.0 - share)) * 255.0).round() as u8
    };
    [channel(0.0), channel(2.0), channel(4.0), u8::MAX]
}

impl Report {
    fn new(frame: &str, field: &MotionField) -> Self {
        let lengths = lengths(field);
        let moves = |value: f32| (!field.verdict.is_cut).then_some(value);
        let mean = |values: &[f32]| {
            let sum: f64 = values.iter().map(|value| f64::from(*value)).sum();
            (sum / values.len() as f64) as f32
        };
        Self {
            frame: frame.to_owned(),
            cut: field.verdict.is_cut,
            mean: moves(mean(&lengths)),
            median: moves(percentile(&lengths, 0.5)),
            p99: moves(percentile(&lengths, 0.99)),
            confidence: moves(mean(&field.confidences)),
            lost: field.verdict.lost,
            usually_lost: field.verdict.usually_lost,
            different: field.verdict.different,
        }
    }
}

impl Sequence {
    fn new(size: Option<String>, frames: Vec<Report>) -> Self {
        let cuts = frames.iter().filter(|report| report.cut);
        Self {
            size,
            cuts: cuts.map(|report| report.frame.clone()).collect(),
            frames,
        }
    }
}

fn print_json(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    let json = serde_json::to_string_pretty(value).map_err(io::Error::from)?;
    writeln!(out, "{json}")
}

fn print(out: &mut impl Write, report: &Report) -> io::Result<()> {
    if report.cut {
        return writeln!(out, "{}", Message::new("Cli.Flow.Cut"));
    }
    let pixels = |value: f32| {
        Message::new("Cli.Flow.Pixels")
            .with("value", format!("{value:.2}"))
            .to_string()
    };
    let lines = [
        ("Cli.Flow.Mean", report.mean.map(pixels)),
        ("Cli.Flow.Median", report.median.map(pixels)),
        ("Cli.Flow.Percentile", report.p99.map(pixels)),
        (
            "Cli.Flow.Confidence",
            report.confidence.map(|value| format!("{value:.3}")),
        ),
    ];
    for (label, value) in lines {
        let label = Message::new(label).to_string();
        writeln!(out, "{label:16}  {}", value.unwrap_or_default())?;
    }
    Ok(())
}

/// The means over all frames but those after cuts, and the cuts.
fn print_sequence(out: &mut impl Write, sequence: &Sequence) -> io::Result<()> {
    let mean = |value: fn(&Report) -> Option<f32>| {
        let values: Vec<f32> = sequence.frames.iter().filter_map(value).collect();
        values.iter().sum::<f32>() / values.len().max(1) as f32
    };
    let cuts = match sequence.cuts.is_empty() {
        true => Message::new("Cli.Flow.None").to_string(),
        false => sequence.cuts.join(", "),
    };
    let lines = [
        ("Cli.Flow.Frames", sequence.frames.len().to_string()),
        (
            "Cli.Flow.Mean",
            Message::new("Cli.Flow.Pixels")
                .with("value", format!("{:.2}", mean(|report| report.mean)))
                .to_string(),
        ),
        (
            "Cli.Flow.Confidence",
            format!("{:.3}", mean(|report| report.confidence)),
        ),
        ("Cli.Flow.Cuts", one_line(&cuts)),
    ];
    for (label, value) in lines {
        writeln!(out, "{:16}  {value}", Message::new(label).to_string())?;
    }
    Ok(())
}
