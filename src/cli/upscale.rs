// SPDX-License-Identifier: GPL-2.0-or-later
//! `nu-scaler upscale`: one image, every image of a folder, or a video.

mod sequence;

use std::cell::RefCell;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use image::{DynamicImage, ImageFormat};
use nu_scaler_core::frame::Size;
use nu_scaler_core::gpu::{AdapterChoice, Gpu};
use nu_scaler_core::offline::{ImageInterpolator, ImageUpscaler, Pixels, Upscaled};
use nu_scaler_core::registry::{self, Obstacle};
use nu_scaler_core::settings::{Settings, TechnologyChoice, TechnologyId};
use nu_scaler_core::text::Message;

use crate::arguments::UpscaleArguments;
use crate::error::{CliError, one_line, report, warn};
use crate::folder;
use crate::image_file::{self, ImageFile};
use crate::output_file::{self, OutputFile};
use crate::pixels::{self, Kind};
use crate::stand_in::StandIn;
use crate::video;

/// Does what the command line asks for.
pub(crate) fn run(arguments: &UpscaleArguments) -> Result<(), CliError> {
    let settings = arguments.settings()?;
    let input =
        fs::metadata(&arguments.input).map_err(|error| CliError::reading(&arguments.input, &error))?;
    let container = video::container(&arguments.output);
    match (input.is_dir(), arguments.frame_generation, container) {
        (true, _, Some(_)) if !arguments.output.is_dir() => {
            Err(CliError::OutputIsVideo(arguments.output.clone()))
        }
        (true, None, _) => all_of_folder(arguments, settings),
        (true, Some(multiple), _) => sequence::run(arguments, settings, multiple),
        (false, ..) if arguments.resume => Err(CliError::NothingToResume(arguments.input.clone())),
        (false, _, Some(container)) => whole_video(arguments, settings, container),
        (false, Some(_), None) => Err(CliError::NoSequence(arguments.input.clone())),
        (false, None, None) => single(arguments, settings),
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
        output_file::check_other(input, output)?;
        let file = ImageFile::open(input)?;
        Ok(Self {
            path: input.to_owned(),
            input: file,
            format,
            output: OutputFile::create(output)?,
        })
    }
}

/// What an image became.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Done {
    technology: TechnologyId,
    input: Size,
    output: Size,
}

impl Done {
    fn message(self, key: &'static str) -> Message {
        Message::new(key)
            .with_key("technology", self.technology.locale_key())
            .with("input", self.input.to_string())
            .with("output", self.output.to_string())
    }
}

/// What the images of a folder became.
#[derive(Default)]
struct AllDone {
    images: usize,
    /// The last of them.
    last: Option<Done>,
    differ: bool,
}

impl AllDone {
    fn add(&mut self, done: Done) {
        self.images += 1;
        self.differ |= self.last.is_some_and(|last| last != done);
        self.last = Some(done);
    }

    /// Tells people of it.
    fn tell(&self) {
        let told = match self.last {
            Some(last) if self.differ => Message::new("Cli.UpscaledFolder.Sizes")
                .with_key("technology", last.technology.locale_key())
                .with("images", self.images.to_string()),
            Some(last) => last
                .message("Cli.UpscaledFolder")
                .with("images", self.images.to_string()),
            None => Message::new("Cli.UpscaledFolder.Nothing"),
        };
        // The images are the result: that nobody can be told of them is no failure.
        let _ = writeln!(io::stdout(), "{told}");
    }
}

/// Upscales one image after the other.
struct Upscaler {
    gpu: Arc<Gpu>,
    upscaler: ImageUpscaler,
    settings: Settings,
    stand_in: StandIn,
    /// What is to be told of the last picture.
    news: Option<Message>,
    /// What pictures are taken for where their results depend on those before them.
    kind: Option<Kind>,
}

impl Upscaler {
    fn open(arguments: &UpscaleArguments, settings: Settings, is_sequence: bool) -> Result<Self, CliError> {
        let choice = arguments
            .adapter
            .clone()
            .map_or(AdapterChoice::Any, AdapterChoice::Name);
        let gpu = Gpu::open(&choice).map_err(CliError::Gpu)?;
        let upscaler = Self {
            upscaler: ImageUpscaler::new(Arc::clone(&gpu)),
            gpu,
            stand_in: StandIn::new(settings.technology, is_sequence),
            settings,
            news: None,
            kind: None,
        };
        // What cannot run at all is no picture's fault.
        match (upscaler.settings.technology, upscaler.obstacle()) {
            (TechnologyChoice::Only(id), Some(reason)) => Err(CliError::Technology { id, reason }),
            _ => Ok(upscaler),
        }
    }

    /// Why the technology that was asked for by name can make no picture, whichever it is.
    fn obstacle(&self) -> Option<Message> {
        match self.settings.technology {
            TechnologyChoice::Only(id) => {
                let obstacle = registry::obstacle(&self.gpu, registry::technology(id));
                obstacle.map(Obstacle::into_reason)
            }
            TechnologyChoice::Auto => None,
        }
    }

    /// The size that a picture of `size` gets, if the GPU can have both.
    fn output_size(&self, path: &Path, size: Size) -> Result<Size, CliError> {
        let (path, limit) = (path.to_owned(), self.gpu.max_texture_size());
        if size.longest_side() > limit {
            return Err(CliError::InputTooLarge { path, size, limit });
        }
        let output_size = self.settings.output_size(size, None, u32::MAX);
        match output_size.longest_side() > limit {
            true => Err(CliError::OutputTooLarge {
                path,
                size: output_size,
                limit,
            }),
            false => Ok(output_size),
        }
    }

    /// Whether `output` is an image of the size that `input` gets.
    fn has_done(&self, input: &Path, output: &Path) -> bool {
        let size = |path| ImageFile::open(path).map(|file| file.size());
        match (size(output), size(input)) {
            (Ok(done), Ok(size)) => self.output_size(input, size).is_ok_and(|size| size == done),
            _ => false,
        }
    }

    fn upscale_pixels(&mut self, path: &Path, pixels: &Pixels, output: Size) -> Result<Upscaled, CliError> {
        let of_path = |reason| CliError::Image {
            path: path.to_owned(),
            reason,
        };
        let upscaled = self
            .upscaler
            .upscale(&self.settings, pixels, output)
            .map_err(|error| of_path(error.message()))?;
        match refusal(&self.settings, &upscaled) {
            Some(reason) => Err(of_path(reason)),
            None => {
                self.news = self.stand_in.news(|| path.display().to_string(), &upscaled);
                Ok(upscaled)
            }
        }
    }

    /// Upscales an image for what the ones behind it are to remember of it.
    fn remember(&mut self, path: &Path) -> Result<(), CliError> {
        let input = ImageFile::open(path)?;
        let output_size = self.output_size(path, input.size())?;
        let pixels = self.pixels(input.decode()?.image);
        self.upscale_pixels(path, &pixels, output_size).map(drop)
    }

    fn pixels(&self, image: DynamicImage) -> Pixels {
        let kind = self.kind.unwrap_or_else(|| Kind::of(&image));
        pixels::to_core_as(image, kind)
    }

    /// Upscales an image; the output is in its place only if all went well.
    fn upscale(&mut self, job: Job) -> Result<Done, CliError> {
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
                let pixels = self.pixels(picture.image);
                self.upscale_pixels(&path, &pixels, output_size)?
            };
            (pixels::to_encodable(&upscaled.pixels, kind), upscaled.technology)
        };
        image_file::write(&mut output, format, &encodable, picture.profile)
            .map_err(|error| CliError::writing(output.path(), &error))?;
        output.commit()?;
        Ok(Done {
            technology,
            input: size,
            output: output_size,
        })
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
    let mut upscaler = Upscaler::open(arguments, settings, false)?;
    let done = upscaler.upscale(job)?;
    if let Some(news) = upscaler.news {
        warn(&news.to_string());
    }
    // The image is the result: that nobody can be told of it is no failure.
    let _ = writeln!(io::stdout(), "{}", done.message("Cli.Upscaled"));
    Ok(())
}

fn whole_video(arguments: &UpscaleArguments, settings: Settings, container: &str) -> Result<(), CliError> {
    let (input, output) = (&arguments.input, &arguments.output);
    if output.is_dir() {
        return Err(CliError::OutputIsFolder(output.clone()));
    }
    output_file::check_other(input, output)?;
    let stand_in = StandIn::new(settings.technology, true);
    let upscaler = RefCell::new(Upscaler::open(arguments, settings, true)?);
    let size = |size| upscaler.borrow().output_size(input, size);
    let multiple = arguments.frame_generation.unwrap_or(1);
    let mut interpolator = ImageInterpolator::new(upscaler.borrow().gpu.clone());
    let shares: Vec<f32> = (1..multiple)
        .map(|step| f32::from(step) / f32::from(multiple))
        .collect();
    let done = video::upscale(
        input,
        output,
        container,
        multiple,
        stand_in,
        size,
        |picture, size| {
            let between = match multiple {
                1 => Vec::new(),
                _ => interpolator
                    .next(picture, &shares)
                    .map_err(|error| CliError::Image {
                        path: input.clone(),
                        reason: error.message(),
                    })?,
            };
            let mut upscaler = upscaler.borrow_mut();
            let pictures = between.iter().chain([picture]);
            pictures
                .map(|picture| upscaler.upscale_pixels(input, picture, size))
                .collect()
        },
    )?;
    // As with an image.
    let _ = writeln!(io::stdout(), "{done}");
    Ok(())
}

/// What is to be done with an image of a folder.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Task {
    Upscale,
    /// It is done already, and one behind it needs what it leaves.
    Remember,
    Nothing,
}

/// What is to be done with each image, of which some are done, where a result depends on so many before it.
fn tasks(done: &[bool], frames_before: usize) -> Vec<Task> {
    let mut next = None;
    let mut tasks: Vec<_> = (0..done.len())
        .rev()
        .map(|index| match (done[index], next) {
            (false, _) => {
                next = Some(index);
                Task::Upscale
            }
            (true, Some(next)) if next - index <= frames_before => Task::Remember,
            (true, _) => Task::Nothing,
        })
        .collect();
    tasks.reverse();
    tasks
}

/// Upscales what can be upscaled: an image that fails is reported, and the others are done all the same, unless there is no
/// room for any.
fn all_of_folder(arguments: &UpscaleArguments, settings: Settings) -> Result<(), CliError> {
    let (input, output) = (&arguments.input, &arguments.output);
    let images = folder::images_of(input)?;
    folder::check_output(input, output)?;
    let frames_before = ImageUpscaler::pictures_before(&settings);
    let mut upscaler = Upscaler::open(arguments, settings, true)?;
    if frames_before > 0 {
        upscaler.kind = folder::common_kind(&folder::headers(input, &images));
    }
    let done = |name: &OsString| arguments.resume && upscaler.has_done(&input.join(name), &output.join(name));
    let done: Vec<_> = images.iter().map(done).collect();
    let tasks = tasks(&done, frames_before);
    fs::create_dir_all(output).map_err(|error| CliError::writing(output, &error))?;

    let progress = folder::progress_bar(images.len());
    let (mut all, mut failed) = (AllDone::default(), 0);
    for (index, (name, task)) in images.iter().zip(&tasks).enumerate() {
        progress.set_message(one_line(&name.to_string_lossy()));
        let path = input.join(name);
        let done = match task {
            Task::Upscale => {
                let job = Job::open(&path, &output.join(name));
                job.and_then(|job| upscaler.upscale(job).map(|done| all.add(done)))
            }
            Task::Remember => upscaler.remember(&path),
            Task::Nothing => Ok(()),
        };
        if let Some(news) = upscaler.news.take() {
            progress.suspend(|| warn(&news.to_string()));
        }
        if let Err(error) = done {
            if error.is_full() {
                progress.finish_and_clear();
                return Err(error);
            }
            failed += 1;
            progress.suspend(|| report(&error.to_string()));
            // What has failed for good is told once, and not for each image behind it.
            if upscaler.obstacle().is_some() {
                let behind = tasks[index + 1..].iter();
                failed += behind.filter(|task| **task == Task::Upscale).count();
                break;
            }
        }
        progress.inc(1);
    }
    progress.finish_and_clear();
    match failed {
        0 => {
            all.tell();
            Ok(())
        }
        _ => Err(CliError::SomeFailed {
            failed,
            all: images.len(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::Task::{Nothing, Remember, Upscale};
    use super::*;

    #[test]
    fn what_is_done_is_left_or_remembered() {
        let done = [true, true, true, false, true, true, false];
        let alone = [Nothing, Nothing, Nothing, Upscale, Nothing, Nothing, Upscale];
        assert_eq!(tasks(&done, 0), alone);
        let together = [Nothing, Remember, Remember, Upscale, Remember, Remember, Upscale];
        assert_eq!(tasks(&done, 2), together);
        assert_eq!(tasks(&[true; 3], 2), [Nothing; 3]);
    }
}
