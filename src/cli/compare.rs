// SPDX-License-Identifier: GPL-2.0-or-later
//! `nu-scaler compare`: how near a picture is to the one that it should be.

use std::io::{self, Write};
use std::path::Path;

use image::ImageFormat;
use nu_scaler_core::metrics::{self, Similarity};
use nu_scaler_core::offline::Pixels;
use nu_scaler_core::text::Message;
use serde::Serialize;

use crate::arguments::{CompareArguments, side_range};
use crate::error::CliError;
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

/// Does what the command line asks for.
pub(crate) fn run(arguments: &CompareArguments) -> Result<(), CliError> {
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
    // "inf" where they are equal: that is how an infinite number is written.
    let decibels = |value: f64| Message::new("Cli.Decibels").with("value", format!("{value:.4}"));
    let mut lines = vec![
        ("Cli.Compare.Rgb", decibels(similarity.psnr_rgb)),
        ("Cli.Compare.Y", decibels(similarity.psnr_y)),
    ];
    if similarity.psnr_alpha.is_finite() {
        lines.push(("Cli.Compare.Alpha", decibels(similarity.psnr_alpha)));
    }
    let labelled = lines.iter().map(|(label, value)| (*label, value.to_string()));
    let ssim = ("Cli.Compare.Ssim", format!("{:.6}", similarity.ssim));
    for (label, value) in labelled.chain([ssim]) {
        writeln!(out, "{:10}  {value}", Message::new(label).to_string())?;
    }
    Ok(())
}
