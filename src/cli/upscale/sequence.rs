// SPDX-License-Identifier: GPL-2.0-or-later
//! The frames of a folder, with more of them in between, upscaled.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::io::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};

use nu_scaler_core::frame::Size;
use nu_scaler_core::offline::{ImageInterpolator, Pixels};
use nu_scaler_core::settings::Settings;
use nu_scaler_core::text::Message;

use super::{AllDone, Done, Job, Upscaler};
use crate::arguments::UpscaleArguments;
use crate::error::{CliError, one_line, report, warn};
use crate::folder::{self, Header};
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
    let places = Places::new(output, &frames, multiple.into());
    let headers = folder::headers(input, &frames);
    places.refuse_others(&headers)?;
    let upscaler = Upscaler::open(arguments, settings, true)?;
    fs::create_dir_all(output).map_err(|error| CliError::writing(output, &error))?;

    let mut sequence = Sequence {
        interpolator: ImageInterpolator::new(upscaler.gpu.clone()),
        upscaler,
        news: Vec::new(),
        places,
        kind: folder::common_kind(&headers),
        before: None,
        all: AllDone::default(),
    };
    let progress = folder::progress_bar(frames.len());
    let mut failed = 0;
    for (index, name) in frames.iter().enumerate() {
        progress.set_message(one_line(&name.to_string_lossy()));
        let done = sequence.next(&input.join(name), index);
        for told in sequence.news.drain(..) {
            progress.suspend(|| warn(&told.to_string()));
        }
        if let Err(error) = done {
            if error.is_full() {
                progress.finish_and_clear();
                return Err(error);
            }
            failed += 1;
            sequence.interpolator.reset();
            sequence.before = None;
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
        0 => {
            sequence.all.tell();
            Ok(())
        }
        _ => Err(CliError::SomeFailed {
            failed,
            all: frames.len(),
        }),
    }
}

/// The numbered files that frames become, all in the format of the first.
struct Places {
    folder: PathBuf,
    extension: OsString,
    multiple: usize,
    digits: usize,
}

impl Places {
    fn new(folder: &Path, frames: &[OsString], multiple: usize) -> Self {
        let all = (frames.len() - 1) * multiple + 1;
        let extension = frames.iter().find_map(|frame| Path::new(frame).extension());
        Self {
            folder: folder.to_owned(),
            extension: extension.unwrap_or_default().to_owned(),
            multiple,
            digits: all.to_string().len().max(DIGITS),
        }
    }

    /// The number of the frame that is the `index`th of the folder: the first is number 1.
    fn number(&self, index: usize) -> usize {
        index * self.multiple + 1
    }

    /// The numbers of those between it and the one before; none before the first.
    fn in_between(&self, index: usize) -> Range<usize> {
        self.number(index.saturating_sub(1)) + 1..self.number(index)
    }

    fn name(&self, number: usize) -> PathBuf {
        let digits = self.digits;
        PathBuf::from(format!("{number:0digits$}")).with_extension(&self.extension)
    }

    fn place(&self, number: usize) -> PathBuf {
        self.folder.join(self.name(number))
    }

    /// Refuses a folder with numbered frames that are not made of these: nobody could tell them from those that are.
    fn refuse_others(&self, headers: &[Option<Header>]) -> Result<(), CliError> {
        // A folder that is not there yet has none.
        let Ok(there) = folder::images_of(&self.folder) else {
            return Ok(());
        };
        let mut names = HashSet::new();
        for (index, header) in headers.iter().enumerate() {
            if header.is_none() {
                continue;
            }
            names.insert(self.name(self.number(index)));
            if index > 0 && headers[index - 1].is_some() {
                names.extend(self.in_between(index).map(|number| self.name(number)));
            }
        }
        let is_other = |name: &&OsString| {
            let path = Path::new(name);
            let stem = path.file_stem().unwrap_or_default().as_encoded_bytes();
            stem.iter().all(u8::is_ascii_digit) && !names.contains(path)
        };
        match there.iter().find(is_other) {
            Some(other) => Err(CliError::OtherFrames {
                path: self.folder.clone(),
                frame: other.to_string_lossy().into_owned(),
            }),
            None => Ok(()),
        }
    }
}

/// A frame that was taken, for the one after it.
struct Taken {
    path: PathBuf,
    size: Size,
    /// What it became.
    made: PathBuf,
}

struct Sequence {
    interpolator: ImageInterpolator,
    upscaler: Upscaler,
    places: Places,
    /// The kind of all frames; none where no frame can be opened.
    kind: Option<Kind>,
    before: Option<Taken>,
    /// What is to be told of the last frame and those before it.
    news: Vec<Message>,
    all: AllDone,
}

impl Sequence {
    /// Takes the frame that is the `index`th of the folder; writes those before it and then itself.
    fn next(&mut self, path: &Path, index: usize) -> Result<(), CliError> {
        let place = self.places.place(self.places.number(index));
        let Job {
            input,
            format,
            output,
            ..
        } = Job::open(path, &place)?;
        let size = input.size();
        let output_size = self.upscaler.output_size(path, size)?;
        let picture = input.decode()?;
        let kind = self.kind.unwrap_or_else(|| Kind::of(&picture.image));
        let pixels = pixels::to_core_as(picture.image, kind);
        let multiple = self.places.multiple;
        let shares: Vec<f32> = (1..multiple).map(|step| step as f32 / multiple as f32).collect();
        let made = self.interpolator.next(&pixels, &shares);
        let made = made.map_err(|error| CliError::Image {
            path: path.to_owned(),
            reason: error.message(),
        })?;
        let other_size = self.before.as_ref().filter(|before| before.size != size);
        if let Some(before) = other_size {
            let told = self.repeat(before, index, path, size)?;
            self.news.push(told);
        }
        let mut write = |pixels: &Pixels, mut output: OutputFile| -> Result<(), CliError> {
            let upscaled = self.upscaler.upscale_pixels(path, pixels, output_size)?;
            self.news.extend(self.upscaler.news.take());
            let encodable = pixels::to_encodable(&upscaled.pixels, kind.within(format));
            image_file::write(&mut output, format, &encodable, picture.profile.clone())
                .map_err(|error| CliError::writing(output.path(), &error))?;
            output.commit()?;
            self.all.add(Done {
                technology: upscaled.technology,
                input: size,
                output: output_size,
            });
            Ok(())
        };
        for (number, pixels) in self.places.in_between(index).zip(&made) {
            let place = self.places.place(number);
            write(pixels, OutputFile::create(&place)?)?;
        }
        write(&pixels, output)?;
        self.before = Some(Taken {
            path: path.to_owned(),
            size,
            made: place,
        });
        Ok(())
    }

    /// Fills the numbers before a frame of another size with the frame before, so that none is missing.
    fn repeat(&self, before: &Taken, index: usize, path: &Path, size: Size) -> Result<Message, CliError> {
        let bytes = fs::read(&before.made).map_err(|error| CliError::reading(&before.made, &error))?;
        for number in self.places.in_between(index) {
            let place = self.places.place(number);
            let mut output = OutputFile::create(&place)?;
            let written = output.writer().write_all(&bytes);
            written.map_err(|error| CliError::writing(&place, &error))?;
            output.commit()?;
        }
        Ok(Message::new("Cli.SizeChanges")
            .with("path", path.display().to_string())
            .with("size", size.to_string())
            .with("before", before.path.display().to_string())
            .with("before_size", before.size.to_string()))
    }
}
