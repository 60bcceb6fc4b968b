// SPDX-License-Identifier: GPL-2.0-or-later
//! `nu-scaler upscale`: one image, or every image of a folder.

mod sequence;

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::ImageFormat;
use nu_scaler_core::frame::Size;
use nu_scaler_core::gpu::{AdapterChoice, Gpu};
use nu_scaler_core::offline::{ImageUpscaler, Pixels, Upscaled};
use nu_scaler_core::settings::{Settings, TechnologyChoice};
use nu_scaler_core::text::Message;

use crate::arguments::UpscaleArguments;
use crate::error::{CliError, one_line, report};
use crate::folder;
use crate::image_file::{self, ImageFile};
use crate::output_file::OutputFile;
use crate::pixels::{self, Kind};

/// Does what the command line asks for.
pub(crate) fn run(arguments: &UpscaleArguments) -> Result<(), CliError> {
    let settings = arguments.settings()?;
    if let TechnologyChoice::Only(technology) = settings.technology
        && !technology.is_built()
    {
        return Err(CliError::NotBuilt(technology));
    }
    let input =
        fs::metadata(&arguments.input).map_err(|error| CliError::reading(&arguments.input, &error))?;
    match (input.is_dir(), arguments.frame_generation) {
        (true, None) => all_of_folder(arguments, settings),
        (true, Some(multiple)) => sequence::run(arguments, settings, multiple),
        (false, None) => single(arguments, settings),
        (false, Some(_)) => Err(CliError::NoSequence(arguments.input.clone())),
    }
}

/// One image to upscale: opened, and with a place to go to.
struct Job {
    path: PathBuf,
    input: ImageFile,
    format: ImageFormat,
    output: OutputFile,
}

impl Job {
    /// Everything that can be found wrong without a GPU, and before any pixel is read, is found here.
    fn open(input: &Path, output: &Path) -> Result<Self, CliError> {
        if output.is_dir() {
            return Err(CliError::OutputIsFolder(output.to_owned()));
        }
        let format = image_file::format_of(output)?;
        let file = ImageFile::open(input)?;
        Ok(Self {
            path: input.to_owned(),
            input: file,
            format,
            output: OutputFile::create(output)?,
        })
    }
}

/// Upscales one image after the other.
struct Upscaler {
    gpu: Arc<Gpu>,
    upscaler: ImageUpscaler,
    settings: Settings,
}

impl Upscaler {
    fn open(arguments: &UpscaleArguments, settings: Settings) -> Result<Self, CliError> {
        let choice = arguments
            .adapter
            .clone()
            .map_or(AdapterChoice::Any, AdapterChoice::Name);
        let gpu = Gpu::open(&choice).map_err(CliError::Gpu)?;
        Ok(Self {
            upscaler: ImageUpscaler::new(Arc::clone(&gpu)),
            gpu,
            settings,
        })
    }

    /// Upscales an image; the output is in its place only if all went well.
    /// Says what ran, for people.
    fn upscale(&mut self, job: Job) -> Result<Message, CliError> {
        let Job {
            path,
            input,
            format,
            mut output,
        } = job;
        let size = input.size();
        let output_size = self.output_size(&path, size)?;

        let picture = input.decode()?;
        let kind = Kind::of(&picture.image).within(format);
        // Each copy of the picture is dropped before the next is made: at 16384x16384 one is gigabytes.
        let (encodable, technology) = {
            let upscaled = {
                let pixels = pixels::to_core(picture.image);
                self.upscale_pixels(&path, &pixels, output_size)?
            };
            (pixels::to_encodable(&upscaled.pixels, kind), upscaled.technology)
        };
        image_file::write(&mut output, format, &encodable, picture.profile)
            .map_err(|error| CliError::writing(output.path(), &error))?;
        output.commit()?;
        Ok(Message::new("Cli.Upscaled")
            .with_key("technology", technology.locale_key())
            .with("input", size.to_string())
            .with("output", output_size.to_string()))
    }

    /// The size that an image of `path` becomes, where both are within what the GPU can do.
    fn output_size(&self, path: &Path, size: Size) -> Result<Size, CliError> {
        let limit = self.gpu.max_texture_size();
        let path = || path.to_owned();
        if size.longest_side() > limit {
            let path = path();
            return Err(CliError::InputTooLarge { path, size, limit });
        }
        let output = self.settings.output_size(size, None, u32::MAX);
        if output.longest_side() > limit {
            return Err(CliError::OutputTooLarge {
                path: path(),
                size: output,
                limit,
            });
        }
        Ok(output)
    }

    /// Upscales the pixels of the image of `path`, by what was asked for or by nothing.
    fn upscale_pixels(&mut self, path: &Path, pixels: &Pixels, output: Size) -> Result<Upscaled, CliError> {
        let failed = |reason| CliError::Image {
            path: path.to_owned(),
            reason,
        };
        let upscaled = self.upscaler.upscale(&self.settings, pixels, output);
        let upscaled = upscaled.map_err(|error| failed(error.message()))?;
        match refusal(&self.settings, &upscaled) {
            Some(reason) => Err(failed(reason)),
            None => Ok(upscaled),
        }
    }
}

/// A technology that was asked for by name is used or nothing is: who compares technologies must not be shown
/// another one.
fn refusal(settings: &Settings, upscaled: &Upscaled) -> Option<Message> {
    match settings.technology {
        TechnologyChoice::Only(asked) if upscaled.technology != asked => {
            Some(upscaled.note.clone().unwrap_or_else(|| {
                Message::new("Reason.Unavailable").with_key("technology", asked.locale_key())
            }))
        }
        _ => None,
    }
}

fn single(arguments: &UpscaleArguments, settings: Settings) -> Result<(), CliError> {
    let job = Job::open(&arguments.input, &arguments.output)?;
    let done = Upscaler::open(arguments, settings)?.upscale(job)?;
    // The image is the result: that nobody can be told of it is no failure.
    let _ = writeln!(io::stdout(), "{done}");
    Ok(())
}

/// Upscales what can be upscaled: an image that fails is reported, and the others are done all the same.
fn all_of_folder(arguments: &UpscaleArguments, settings: Settings) -> Result<(), CliError> {
    let (input, output) = (&arguments.input, &arguments.output);
    let images = folder::images_of(input)?;
    folder::check_output(input, output)?;
    let mut upscaler = Upscaler::open(arguments, settings)?;
    fs::create_dir_all(output).map_err(|error| CliError::writing(output, &error))?;

    let progress = folder::progress_bar(images.len());
    let mut failed = 0;
    for name in &images {
        progress.set_message(one_line(&name.to_string_lossy()));
        let done = Job::open(&input.join(name), &output.join(name)).and_then(|job| upscaler.upscale(job));
        if let Err(error) = done {
            failed += 1;
            progress.suspend(|| report(&error.to_string()));
        }
        progress.inc(1);
    }
    progress.finish_and_clear();
    match failed {
        0 => Ok(()),
        _ => Err(CliError::SomeFailed {
            failed,
            all: images.len(),
        }),
    }
}
