// SPDX-License-Identifier: GPL-2.0-or-later
//! The images of a folder.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};
use nu_scaler_core::frame::Size;

use crate::error::CliError;
use crate::image_file::{self, ImageFile};
use crate::natural_order;
use crate::pixels::Kind;

/// The names of the images in a folder (by extension, not in its sub-folders), in the order of their numbers. What
/// cannot be opened is among them, so that it is reported.
pub(crate) fn images_of(folder: &Path) -> Result<Vec<OsString>, CliError> {
    let reading = |error: std::io::Error| CliError::reading(folder, &error);
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(reading)? {
        let entry = entry.map_err(reading)?;
        let path = entry.path();
        if !path.is_dir() && image_file::format_of(&path).is_ok() {
            names.push(entry.file_name());
        }
    }
    if names.is_empty() {
        return Err(CliError::NoImages(folder.to_owned()));
    }
    names.sort_by(|a, b| natural_order::compare(&a.to_string_lossy(), &b.to_string_lossy()).then(a.cmp(b)));
    Ok(names)
}

/// What is known of an image before it is decoded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Header {
    pub(crate) size: Size,
    pub(crate) kind: Kind,
}

/// The headers of images of a folder; none where one cannot be opened, which is reported when its turn comes.
pub(crate) fn headers(folder: &Path, names: &[OsString]) -> Vec<Option<Header>> {
    let header = |name| {
        let file = ImageFile::open(&folder.join(name)).ok()?;
        Some(Header {
            size: file.size(),
            kind: file.kind(),
        })
    };
    names.iter().map(header).collect()
}

/// The kind that holds every picture of a sequence, so that none is another kind than the one before it.
pub(crate) fn common_kind(headers: &[Option<Header>]) -> Option<Kind> {
    let kinds = headers.iter().flatten().map(|header| header.kind);
    kinds.reduce(Kind::and)
}

/// Whether images of the folder `input` can go to the folder `output`, which need not be there yet.
pub(crate) fn check_output(input: &Path, output: &Path) -> Result<(), CliError> {
    if output.exists() && !output.is_dir() {
        return Err(CliError::OutputIsFile(output.to_owned()));
    }
    // Seen through links, and whichever way the paths are written. A folder that is not there yet is another one.
    if let (Ok(from), Ok(to)) = (fs::canonicalize(input), fs::canonicalize(output))
        && from == to
    {
        return Err(CliError::SameFolder(output.to_owned()));
    }
    Ok(())
}

/// On standard error; silent where that is no terminal.
pub(crate) fn progress_bar(images: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg} {eta}");
    let bar = ProgressBar::new(images as u64);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
