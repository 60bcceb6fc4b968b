// SPDX-License-Identifier: GPL-2.0-or-later
//! The frames of a folder, with more of them in between, upscaled.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use nu_scaler_core::offline::{ImageInterpolator, Pixels};
use nu_scaler_core::settings::Settings;
use nu_scaler_core::text::Message;

use super::{Job, Upscaler};
use crate::arguments::UpscaleArguments;
use crate::error::{CliError, one_line, report, warn};
use crate::folder;
use crate::image_file;
use crate::output_file::OutputFile;
use crate::pixels::{self, Kind};

/// Digits of a frame's number at least, as most programs that take sequences write them.
const DIGITS: usize = 5;

/// Makes `multiple` times as many frames. One that cannot be read is reported, and the one after it begins anew: its
/// numbers stay free, so that all others keep their time.
pub(super) fn run(arguments: &UpscaleArguments, settings: Settings, multiple: u8) -> Result<(), CliError> {
    let (input, output) = (&arguments.input, &arguments.output);
    let frames = folder::images_of(input)?;
    folder::check_output(input, output)?;
    let upscaler = Upscaler::open(arguments, settings, true)?;
    fs::create_dir_all(output).map_err(|error| CliError::writing(output, &error))?;

    let all = (frames.len() - 1) * usize::from(multiple) + 1;
    let mut sequence = Sequence {
        interpolator: ImageInterpolator::new(upscaler.gpu.clone()),
        upscaler,
        news: None,
        output: output.clone(),
        multiple: multiple.into(),
        digits: all.to_string().len().max(DIGITS),
    };
    let progress = folder::progress_bar(frames.len());
    let mut failed = 0;
    for (index, name) in frames.iter().enumerate() {
        progress.set_message(one_line(&name.to_string_lossy()));
        let done = sequence.next(&input.join(name), index);
        if let Some(news) = sequence.news.take() {
            progress.suspend(|| warn(&news.to_string()));
        }
        if let Err(error) = done {
            failed += 1;
            sequence.interpolator.reset();
            progress.suspend(|| report(&error.to_string()));
            if sequence.upscaler.obstacle().is_some() {
                failed += frames.len() - index - 1;
                break;
            }
        }
        progress.inc(1);
    }
    progress.finish_and_clear();
    match failed {
        0 => Ok(()),
        _ => Err(CliError::SomeFailed {
            failed,
            all: frames.len(),
        }),
    }
}

struct Sequence {
    interpolator: ImageInterpolator,
    upscaler: Upscaler,
    /// What is to be told of the last frame and those before it.
    news: Option<Message>,
    output: PathBuf,
    multiple: usize,
    digits: usize,
}

impl Sequence {
    /// Takes the frame that is the `index`th of the folder; writes those before it and then itself.
    fn next(&mut self, path: &Path, index: usize) -> Result<(), CliError> {
        // Frame by frame, and the first is number 1.
        let number = index * self.multiple + 1;
        let Job {
            input,
            format,
            output,
            ..
        } = Job::open(path, &place(&self.output, number, self.digits, path.extension()))?;
        let output_size = self.upscaler.output_size(path, input.size())?;
        let picture = input.decode()?;
        let kind = Kind::of(&picture.image).within(format);
        let pixels = pixels::to_core(picture.image);
        let shares: Vec<f32> = (1..self.multiple)
            .map(|step| step as f32 / self.multiple as f32)
            .collect();
        let made = self.interpolator.next(&pixels, &shares);
        let made = made.map_err(|error| CliError::Image {
            path: path.to_owned(),
            reason: error.message(),
        })?;
        let first = number - made.len();
        let mut write = |pixels: &Pixels, mut output: OutputFile| {
            let upscaled = self.upscaler.upscale_pixels(path, pixels, output_size)?;
            self.news = self.upscaler.news.take().or(self.news.take());
            let encodable = pixels::to_encodable(&upscaled.pixels, kind);
            image_file::write(&mut output, format, &encodable, picture.profile.clone())
                .map_err(|error| CliError::writing(output.path(), &error))?;
            output.commit()
        };
        for (number, pixels) in (first..).zip(&made) {
            let place = place(&self.output, number, self.digits, path.extension());
            write(pixels, OutputFile::create(&place)?)?;
        }
        write(&pixels, output)
    }
}

/// The file of a frame, in the format of those that are there.
fn place(folder: &Path, number: usize, digits: usize, extension: Option<&OsStr>) -> PathBuf {
    let name = format!("{number:0digits$}");
    folder.join(name).with_extension(extension.unwrap_or_default())
}
