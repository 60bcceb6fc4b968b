// SPDX-License-Identifier: GPL-2.0-or-later
//! What the program can fail with, worded for the person who called it.

use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use image::ImageError;
use nu_scaler_core::frame::Size;
use nu_scaler_core::gpu::GpuError;
use nu_scaler_core::settings::TechnologyId;
use nu_scaler_core::text::Message;

use crate::image_file;

/// How the system's error of a full disk ends, which encoders hand on as a text.
const FULL: &str = if cfg!(windows) {
    "(os error 112)"
} else {
    "(os error 28)"
};

/// A failure; [`CliError::message`] says what is told about it.
#[derive(Debug)]
pub(crate) enum CliError {
    Missing(PathBuf),
    Unreadable { path: PathBuf, reason: String },
    NotAnImage(PathBuf),
    Damaged { path: PathBuf, reason: String },
    Unwritable { path: PathBuf, reason: String },
    UnknownExtension(PathBuf),
    OutputIsFolder(PathBuf),
    OutputIsFile(PathBuf),
    OutputIsVideo(PathBuf),
    SameFile(PathBuf),
    SameFolder(PathBuf),
    OtherFrames { path: PathBuf, frame: String },
    NoImages(PathBuf),
    InputTooLarge { path: PathBuf, size: Size, limit: u32 },
    OutputTooLarge { path: PathBuf, size: Size, limit: u32 },
    PictureTooLarge { path: PathBuf, size: Size, limit: u32 },
    SizesDiffer([(PathBuf, Size); 2]),
    DifferenceOfFolders(PathBuf),
    FramesDiffer([(PathBuf, usize); 2]),
    NotBothFolders { folder: PathBuf, path: PathBuf },
    NotOfASequence([(PathBuf, Size); 2]),
    OneFrame(PathBuf),
    NoNext(PathBuf),
    NoSequence(PathBuf),
    NothingToResume(PathBuf),
    TooManyPaths(PathBuf),
    NoFfmpeg,
    Video { path: PathBuf, reason: String },
    Sound { path: PathBuf, reason: String },
    Hdr(PathBuf),
    Gpu(GpuError),
    Image { path: PathBuf, reason: Message },
    Technology { id: TechnologyId, reason: Message },
    Profile { path: PathBuf, reason: Message },
    Bench(Message),
    SomeFailed { failed: usize, all: usize },
    StandardOutput(io::Error),
}

impl CliError {
    /// What went wrong, and what to do about it where that is known.
    pub(crate) fn message(&self) -> Message {
        let of = |key, path: &Path| Message::new(key).with("path", path.display().to_string());
        let with_formats = |message: Message| message.with("accepted", image_file::accepted());
        let with_sizes = |message: Message, size: &Size, limit: &u32| {
            message
                .with("size", size.to_string())
                .with("limit", limit.to_string())
        };
        match self {
            Self::Missing(path) => of("Error.Missing", path),
            Self::Unreadable { path, reason } => of("Error.Unreadable", path).with("reason", reason),
            Self::NotAnImage(path) => with_formats(of("Error.NotAnImage", path)),
            Self::Damaged { path, reason } => of("Error.Damaged", path).with("reason", reason),
            Self::Unwritable { path, reason } => of("Error.Unwritable", path).with("reason", reason),
            Self::UnknownExtension(path) => with_formats(of("Error.UnknownExtension", path)),
            Self::OutputIsFolder(path) => of("Error.OutputIsFolder", path),
            Self::OutputIsFile(path) => of("Error.OutputIsFile", path),
            Self::OutputIsVideo(path) => of("Error.OutputIsVideo", path),
            Self::SameFile(path) => of("Error.SameFile", path),
            Self::SameFolder(path) => of("Error.SameFolder", path),
            Self::OtherFrames { path, frame } => of("Error.OtherFrames", path).with("frame", frame),
            Self::NoImages(path) => with_formats(of("Error.NoImages", path)),
            Self::InputTooLarge { path, size, limit } => {
                with_sizes(of("Error.InputTooLarge", path), size, limit)
            }
            Self::OutputTooLarge { path, size, limit } => {
                with_sizes(of("Error.OutputTooLarge", path), size, limit)
            }
            Self::PictureTooLarge { path, size, limit } => {
                with_sizes(of("Error.PictureTooLarge", path), size, limit)
            }
            Self::SizesDiffer([(truth, truth_size), (image, image_size)]) => {
                Message::new("Error.SizesDiffer")
                    .with("truth", truth.display().to_string())
                    .with("truth_size", truth_size.to_string())
                    .with("image", image.display().to_string())
                    .with("image_size", image_size.to_string())
            }
            Self::DifferenceOfFolders(path) => of("Error.DifferenceOfFolders", path),
            Self::FramesDiffer([(truth, frames), (image, image_frames)]) => {
                Message::new("Error.FramesDiffer")
                    .with("truth", truth.display().to_string())
                    .with("frames", frames.to_string())
                    .with("image", image.display().to_string())
                    .with("image_frames", image_frames.to_string())
            }
            Self::NotBothFolders { folder, path } => {
                of("Error.NotBothFolders", path).with("folder", folder.display().to_string())
            }
            Self::NotOfASequence([(before, before_size), (path, size)]) => of("Error.NotOfASequence", path)
                .with("size", size.to_string())
                .with("before", before.display().to_string())
                .with("before_size", before_size.to_string()),
            Self::OneFrame(path) => of("Error.OneFrame", path),
            Self::NoNext(path) => of("Error.NoNext", path),
            Self::NoSequence(path) => of("Error.NoSequence", path),
            Self::NothingToResume(path) => of("Error.NothingToResume", path),
            Self::TooManyPaths(path) => of("Error.TooManyPaths", path),
            Self::NoFfmpeg => Message::new("Error.NoFfmpeg"),
            Self::Video { path, reason } => of("Error.Video", path).with("reason", reason),
            Self::Sound { path, reason } => of("Error.Sound", path).with("reason", reason),
            Self::Hdr(path) => of("Error.Hdr", path),
            Self::Gpu(error @ GpuError::NoVulkan) => {
                Message::new("Error.NoVulkan").with("reason", error.message().to_string())
            }
            Self::Gpu(error @ GpuError::AdapterNotFound { .. }) => {
                Message::new("Error.AdapterNotFound").with("reason", error.message().to_string())
            }
            Self::Gpu(error) => error.message(),
            Self::Image { path, reason } => of("Error.Image", path).with("reason", reason.to_string()),
            Self::Technology { id, reason } => Message::new("Error.Technology")
                .with_key("technology", id.locale_key())
                .with("reason", reason.to_string()),
            Self::Profile { path, reason } => of("Error.Profile", path).with("reason", reason.to_string()),
            Self::Bench(reason) => reason.clone(),
            Self::SomeFailed { failed, all } => Message::new("Error.SomeFailed")
                .with("failed", failed.to_string())
                .with("all", all.to_string()),
            Self::StandardOutput(error) => {
                Message::new("Error.StandardOutput").with("reason", error.to_string())
            }
        }
    }

    /// Why `path` could not be opened or read.
    pub(crate) fn reading(path: &Path, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing(path.to_owned()),
            _ => Self::Unreadable {
                path: path.to_owned(),
                reason: error.to_string(),
            },
        }
    }

    /// Why `path` could not be written.
    pub(crate) fn writing(path: &Path, error: &dyn std::error::Error) -> Self {
        Self::Unwritable {
            path: path.to_owned(),
            reason: error.to_string(),
        }
    }

    /// Whether there is no room left to write to, so that whatever comes next would fail too.
    pub(crate) fn is_full(&self) -> bool {
        let full = io::Error::from(io::ErrorKind::StorageFull).to_string();
        match self {
            Self::Unwritable { reason, .. } => reason.contains(&full) || reason.contains(FULL),
            _ => false,
        }
    }

    /// Why `path` could not be decoded, once its format is known.
    pub(crate) fn decoding(path: &Path, error: &ImageError) -> Self {
        let (path, reason) = (path.to_owned(), error.to_string());
        match error {
            ImageError::Unsupported(_) | ImageError::Limits(_) => Self::Unreadable { path, reason },
            _ => Self::Damaged { path, reason },
        }
    }
}

/// In English.
impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for CliError {}

/// Writing to standard output is all that fails without a file.
impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        Self::StandardOutput(error)
    }
}

/// Tells of a failure. Where standard error cannot be written there is nobody to tell, and the exit status remains.
pub(crate) fn report(text: &str) {
    // The label is what programs look for, so it is the same in every language.
    let _ = writeln!(io::stderr(), "error: {}", one_line(text));
}

/// Tells of what is done otherwise than it would be. As above.
pub(crate) fn warn(text: &str) {
    let _ = writeln!(io::stderr(), "warning: {}", one_line(text));
}

/// `text` as one line without control characters: texts of drivers and decoders have both.
pub(crate) fn one_line(text: &str) -> String {
    let words: Vec<_> = text
        .split(|c: char| c.is_control())
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use nu_scaler_core::text::{Value, english};

    #[test]
    fn every_text_has_what_goes_into_its_gaps() {
        let path = || PathBuf::from("a.png");
        let reason = || "why".to_owned();
        let (size, limit) = (Size::new(5, 6), 4);
        let not_found = GpuError::AdapterNotFound {
            wanted: "x".to_owned(),
            found: "y".to_owned(),
        };
        let errors = [
            CliError::Missing(path()),
            CliError::Unreadable {
                path: path(),
                reason: reason(),
            },
            CliError::NotAnImage(path()),
            CliError::Damaged {
                path: path(),
                reason: reason(),
            },
            CliError::Unwritable {
                path: path(),
                reason: reason(),
            },
            CliError::UnknownExtension(path()),
            CliError::OutputIsFolder(path()),
            CliError::OutputIsFile(path()),
            CliError::SameFile(path()),
            CliError::SameFolder(path()),
            CliError::NoImages(path()),
            CliError::InputTooLarge {
                path: path(),
                size,
                limit,
            },
            CliError::OutputTooLarge {
                path: path(),
                size,
                limit,
            },
            CliError::PictureTooLarge {
                path: path(),
                size,
                limit,
            },
            CliError::SizesDiffer([(path(), size), (PathBuf::from("b.png"), Size::new(7, 8))]),
            CliError::NotOfASequence([(path(), size), (PathBuf::from("b.png"), Size::new(7, 8))]),
            CliError::OneFrame(path()),
            CliError::NoNext(path()),
            CliError::TooManyPaths(path()),
            CliError::Gpu(GpuError::NoVulkan),
            CliError::Gpu(not_found),
            CliError::Gpu(GpuError::OutOfMemory),
            CliError::Image {
                path: path(),
                reason: Message::new("Reason.OutOfMemory"),
            },
            CliError::Technology {
                id: TechnologyId::Dlss,
                reason: Message::new("Reason.OutOfMemory"),
            },
            CliError::Profile {
                path: path(),
                reason: Message::new("Reason.Profile.Missing"),
            },
            CliError::Bench(Message::new("Reason.OutOfMemory")),
            CliError::SomeFailed { failed: 1, all: 2 },
            CliError::StandardOutput(io::ErrorKind::StorageFull.into()),
            CliError::OutputIsVideo(path()),
            CliError::OtherFrames {
                path: path(),
                frame: "00007.png".to_owned(),
            },
            CliError::DifferenceOfFolders(path()),
            CliError::FramesDiffer([(path(), 3), (PathBuf::from("b.png"), 4)]),
            CliError::NotBothFolders {
                folder: PathBuf::from("frames"),
                path: path(),
            },
            CliError::NoSequence(path()),
            CliError::NothingToResume(path()),
            CliError::NoFfmpeg,
            CliError::Video {
                path: path(),
                reason: reason(),
            },
            CliError::Sound {
                path: path(),
                reason: reason(),
            },
            CliError::Hdr(path()),
        ];
        let met: Vec<_> = errors.iter().map(|error| error.message().key).collect();
        let source = include_str!("error.rs");
        for key in source.split('"').filter(|part| part.starts_with("Error.")) {
            assert!(
                key == "Error." || met.contains(&key),
                "no error of {key} is looked at"
            );
        }
        for error in errors {
            let text = error.to_string();
            assert!(!text.contains(['{', '}']), "{text}");
            assert_ne!(text, error.message().key);
            for (name, value) in error.message().args {
                let value = match &value {
                    Value::Key(key) => english(key).unwrap(),
                    Value::Text(value) => value,
                    Value::Message(_) => unreachable!("no failure has one in it"),
                };
                assert!(text.contains(value), "{name} is not in: {text}");
            }
        }
    }

    #[test]
    fn a_full_disk_is_known() {
        let is_full = |error: &io::Error| CliError::writing(Path::new("a.png"), error).is_full();
        assert!(is_full(&io::ErrorKind::StorageFull.into()));
        assert!(!is_full(&io::ErrorKind::PermissionDenied.into()));
        #[cfg(unix)]
        assert!(is_full(&io::Error::from_raw_os_error(28)));
        #[cfg(windows)]
        assert!(is_full(&io::Error::from_raw_os_error(112)));
    }

    #[test]
    fn an_error_is_one_line() {
        assert_eq!(one_line("a\n  b:\tc\r\n\u{1b}[31md\n"), "a b: c [31md");
        assert_eq!(one_line(""), "");
    }
}
