// SPDX-License-Identifier: GPL-2.0-or-later
//! What the program can fail with, worded for the person who called it.

use std::path::{Path, PathBuf};

use image::ImageError;
use nu_scaler_core::frame::Size;
use nu_scaler_core::gpu::GpuError;
use nu_scaler_core::settings::TechnologyId;
use nu_scaler_core::text::Message;

/// A failure; its `Display` is what follows `error: `.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    #[error("{0}: no such file or folder")]
    Missing(PathBuf),
    #[error("{path}: cannot be read: {reason}")]
    Unreadable { path: PathBuf, reason: String },
    #[error("{0}: not an image that can be read ({accepted})", accepted = crate::image_file::accepted())]
    NotAnImage(PathBuf),
    #[error("{path}: damaged or cut short: {reason}")]
    Damaged { path: PathBuf, reason: String },
    #[error("{path}: cannot be written: {reason}")]
    Unwritable { path: PathBuf, reason: String },
    #[error("{0}: the format is taken from the extension, which must be one of {accepted}", accepted = crate::image_file::accepted())]
    UnknownExtension(PathBuf),
    #[error("{0}: is a folder, where IN is a file")]
    OutputIsFolder(PathBuf),
    #[error("{0}: is a file, where IN is a folder")]
    OutputIsFile(PathBuf),
    #[error("{0}: IN and OUT are the same folder, so the images would be upscaled over themselves")]
    SameFolder(PathBuf),
    #[error("{0}: no image in this folder ({accepted})", accepted = crate::image_file::accepted())]
    NoImages(PathBuf),
    #[error("{path}: {size} is larger than the {limit}x{limit} that the GPU can do")]
    InputTooLarge { path: PathBuf, size: Size, limit: u32 },
    #[error("{path}: the output of {size} is larger than the {limit}x{limit} that the GPU can do")]
    OutputTooLarge { path: PathBuf, size: Size, limit: u32 },
    #[error("{name} is not in this version; available are {available}", name = crate::technologies::name(*.0),
            available = crate::technologies::built())]
    NotBuilt(TechnologyId),
    #[error("{0}: the name is not valid Unicode")]
    NameNotText(PathBuf),
    #[error("{message}{hint}", message = .0.message(), hint = hint(.0))]
    Gpu(GpuError),
    #[error("{path}: {reason}")]
    Image { path: PathBuf, reason: Message },
    #[error("{failed} of {all} images failed")]
    SomeFailed { failed: usize, all: usize },
    #[error("the output cannot be written: {0}")]
    StandardOutput(#[from] std::io::Error),
}

impl CliError {
    /// Why `path` could not be opened or read.
    pub(crate) fn reading(path: &Path, error: &std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::Missing(path.to_owned()),
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

    /// Why `path` could not be decoded, once its format is known.
    pub(crate) fn decoding(path: &Path, error: &ImageError) -> Self {
        let (path, reason) = (path.to_owned(), error.to_string());
        match error {
            ImageError::Unsupported(_) | ImageError::Limits(_) => Self::Unreadable { path, reason },
            _ => Self::Damaged { path, reason },
        }
    }
}

/// What to do about it, where that is known.
fn hint(error: &GpuError) -> &'static str {
    match error {
        GpuError::NoVulkan => {
            "; install the Vulkan driver of your GPU (on Debian and Ubuntu the package mesa-vulkan-drivers, for NVIDIA \
             the vendor's driver)"
        }
        GpuError::AdapterNotFound { .. } => "; `nu-scaler technologies` lists them",
        _ => "",
    }
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
    use super::one_line;

    #[test]
    fn an_error_is_one_line() {
        assert_eq!(one_line("a\n  b:\tc\r\n\u{1b}[31md\n"), "a b: c [31md");
        assert_eq!(one_line(""), "");
    }
}
