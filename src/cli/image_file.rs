// SPDX-License-Identifier: GPL-2.0-or-later
//! Image files: which formats there are, and reading and writing them with what belongs to a picture beside its
//! pixels (orientation, colour profile).

use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use image::codecs::bmp::BmpEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::tiff::{TiffDecoder, TiffEncoder};
use image::codecs::webp::WebPEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, ImageResult, Limits};
use nu_scaler_core::frame::Size;
use nu_scaler_core::text::Message;

use crate::error::CliError;
use crate::output_file::OutputFile;
use crate::pixels::{Encodable, Kind};

/// Formats that are both read and written, with the names that people know.
const FORMATS: [(ImageFormat, &str); 5] = [
    (ImageFormat::Png, "PNG"),
    (ImageFormat::Jpeg, "JPEG"),
    (ImageFormat::WebP, "WebP"),
    (ImageFormat::Bmp, "BMP"),
    (ImageFormat::Tiff, "TIFF"),
];

/// High enough that what JPEG loses is not seen beside what upscaling adds.
const JPEG_QUALITY: u8 = 95;

/// What a decoder may need beside the picture itself. A file that asks for more is no honest image.
const DECODER_MEMORY: u64 = 512 << 20;

/// The formats, as a list for people.
pub(crate) fn accepted() -> String {
    FORMATS.map(|(_, name)| name).join(", ")
}

fn is_known(format: &ImageFormat) -> bool {
    FORMATS.iter().any(|(known, _)| known == format)
}

/// The format that the extension of `path` stands for.
pub(crate) fn format_of(path: &Path) -> Result<ImageFormat, CliError> {
    let format = ImageFormat::from_path(path).ok().filter(is_known);
    format.ok_or_else(|| CliError::UnknownExtension(path.to_owned()))
}

/// An image file whose header has been read.
pub(crate) struct ImageFile {
    path: PathBuf,
    decoder: Box<dyn ImageDecoder>,
    orientation: Orientation,
}

/// A decoded picture, the right way up.
pub(crate) struct Picture {
    pub(crate) image: DynamicImage,
    /// The ICC profile that the colours are in, where the file has one.
    pub(crate) profile: Option<Vec<u8>>,
}

impl ImageFile {
    /// Opens `path`. The format is taken from the content, whatever the file is called.
    pub(crate) fn open(path: &Path) -> Result<Self, CliError> {
        let metadata = fs::metadata(path).map_err(|error| CliError::reading(path, &error))?;
        // A pipe may wait for ever, and cannot be read twice.
        if !metadata.is_file() {
            return Err(CliError::Unreadable {
                path: path.to_owned(),
                reason: Message::new("Error.NotAFile").to_string(),
            });
        }
        let file = File::open(path).map_err(|error| CliError::reading(path, &error))?;
        let reader = ImageReader::new(BufReader::new(file))
            .with_guessed_format()
            .map_err(|error| CliError::reading(path, &error))?;
        match reader.format().filter(is_known) {
            None => return Err(CliError::NotAnImage(path.to_owned())),
            Some(ImageFormat::Jpeg) => {
                let bytes = fs::read(path).map_err(|error| CliError::reading(path, &error))?;
                if !jpeg_has_its_end(&bytes) {
                    let reason = Message::new("Error.EndMissing").to_string();
                    return Err(CliError::Damaged {
                        path: path.to_owned(),
                        reason,
                    });
                }
            }
            Some(_) => {}
        }
        let mut decoder: Box<dyn ImageDecoder> = match reader.format() {
            // The reader's limits, which are made for pixels, would refuse a profile larger than a small picture.
            Some(ImageFormat::Tiff) => {
                TiffDecoder::new(reader.into_inner()).map(|decoder| Box::new(decoder) as _)
            }
            _ => reader.into_decoder().map(|decoder| Box::new(decoder) as _),
        }
        .map_err(|error| CliError::decoding(path, &error))?;
        // Metadata that cannot be read is no reason to refuse the picture.
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        Ok(Self {
            path: path.to_owned(),
            decoder,
            orientation,
        })
    }

    /// The size in which it is seen: turned, where the file says so.
    pub(crate) fn size(&self) -> Size {
        let (width, height) = self.decoder.dimensions();
        match self.orientation {
            Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH => Size::new(height, width),
            Orientation::NoTransforms
            | Orientation::Rotate180
            | Orientation::FlipHorizontal
            | Orientation::FlipVertical => Size::new(width, height),
        }
    }

    /// The kind of picture that it is.
    pub(crate) fn kind(&self) -> Kind {
        Kind::of_color(self.decoder.color_type())
    }

    /// Reads the pixels. The caller has looked at [`ImageFile::size`] and can hold that many.
    pub(crate) fn decode(mut self) -> Result<Picture, CliError> {
        let profile = self.decoder.icc_profile().ok().flatten();
        let mut limits = Limits::no_limits();
        limits.max_alloc = Some(
            self.decoder
                .total_bytes()
                .saturating_mul(2)
                .saturating_add(DECODER_MEMORY),
        );
        let decoded = self
            .decoder
            .set_limits(limits)
            .and_then(|()| DynamicImage::from_decoder(self.decoder));
        let mut image = decoded.map_err(|error| CliError::decoding(&self.path, &error))?;
        image.apply_orientation(self.orientation);
        Ok(Picture { image, profile })
    }
}

/// Writes a picture. The profile is kept where the format can hold it and it describes this kind of picture.
pub(crate) fn write(
    file: &mut OutputFile,
    format: ImageFormat,
    picture: &Encodable,
    profile: Option<Vec<u8>>,
) -> ImageResult<()> {
    let profile = profile.filter(|profile| profile_describes(profile, picture.is_gray()));
    let writer = file.writer();
    match format {
        ImageFormat::Jpeg => encode(
            JpegEncoder::new_with_quality(writer, JPEG_QUALITY),
            picture,
            profile,
        ),
        ImageFormat::WebP => encode(WebPEncoder::new_lossless(writer), picture, profile),
        ImageFormat::Bmp => encode(BmpEncoder::new(writer), picture, profile),
        ImageFormat::Tiff => encode(TiffEncoder::new(writer), picture, profile),
        _ => encode(PngEncoder::new(writer), picture, profile),
    }
}

fn encode(mut encoder: impl ImageEncoder, picture: &Encodable, profile: Option<Vec<u8>>) -> ImageResult<()> {
    if let Some(profile) = profile {
        // BMP holds none; the picture is worth writing without.
        let _ = encoder.set_icc_profile(profile);
    }
    encoder.write_image(
        &picture.bytes,
        picture.size.width,
        picture.size.height,
        picture.color,
    )
}

/// Whether a profile is one for grey, or for RGB pictures: a CMYK JPEG is read as RGB and must lose its own. The colour
/// space of the data stands at byte 16 of the header (ICC.1, 7.2).
fn profile_describes(profile: &[u8], gray: bool) -> bool {
    profile.get(16..20) == Some(if gray { b"GRAY" } else { b"RGB " })
}

/// Whether the end marker comes after the start of the scan. The decoder fills what is missing with grey and says
/// nothing. Headers are skipped by their lengths: a thumbnail within them has an end marker of its own.
fn jpeg_has_its_end(bytes: &[u8]) -> bool {
    const START_OF_SCAN: u8 = 0xda;
    const END_OF_IMAGE: [u8; 2] = [0xff, 0xd9];
    let mut rest = bytes.get(2..).unwrap_or_default();
    while let [0xff, marker, after @ ..] = rest {
        match (*marker, after) {
            (START_OF_SCAN, scan) => return scan.windows(2).rev().any(|pair| pair == END_OF_IMAGE),
            // Fill bytes may precede a marker.
            (0xff, _) => rest = &rest[1..],
            (_, [high, low, ..]) => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                rest = after.get(length..).unwrap_or_default();
            }
            _ => return false,
        }
    }
    // Cut within the headers, or not the structure that was expected: of that the decoder is the better judge.
    rest.len() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_come_from_the_extension() {
        for (name, format) in [
            ("a.png", ImageFormat::Png),
            ("a.JPG", ImageFormat::Jpeg),
            ("a.jpeg", ImageFormat::Jpeg),
            ("a.b.webp", ImageFormat::WebP),
            ("a.bmp", ImageFormat::Bmp),
            ("a.tif", ImageFormat::Tiff),
            ("a.tiff", ImageFormat::Tiff),
        ] {
            assert_eq!(format_of(Path::new(name)).unwrap(), format);
        }
        for name in ["a", "a.", ".png", "a.gif", "a.txt", "a.png.part", ""] {
            assert!(
                matches!(format_of(Path::new(name)), Err(CliError::UnknownExtension(_))),
                "{name}"
            );
        }
    }

    #[test]
    fn a_profile_is_kept_for_its_own_kind_of_picture() {
        let profile = |space: &[u8; 4]| [&[0; 16], &space[..], &[0; 108]].concat();
        assert!(profile_describes(&profile(b"RGB "), false));
        assert!(profile_describes(&profile(b"GRAY"), true));
        assert!(!profile_describes(&profile(b"CMYK"), false));
        assert!(!profile_describes(&profile(b"RGB "), true));
        assert!(!profile_describes(b"short", false));
    }

    #[test]
    fn a_jpeg_without_its_end_is_noticed() {
        let segment = |marker: u8, content: &[u8]| {
            let length = (content.len() as u16 + 2).to_be_bytes();
            [&[0xff, marker][..], &length, content].concat()
        };
        // An application segment with a thumbnail, so with an end marker.
        let head = [
            &[0xff, 0xd8][..],
            &segment(0xe1, &[1, 0xff, 0xd9, 2]),
            &[0xff],
            &segment(0xdb, &[0; 9]),
        ]
        .concat();
        let scan = [&segment(0xda, &[0; 6])[..], &[1, 2, 3, 0xff, 0, 4]].concat();
        assert!(jpeg_has_its_end(&[&head[..], &scan, &[0xff, 0xd9]].concat()));
        assert!(
            jpeg_has_its_end(&[&head[..], &scan, &[0xff, 0xd9, 0, 0, 7]].concat()),
            "something may follow"
        );
        assert!(!jpeg_has_its_end(&[&head[..], &scan].concat()));
        assert!(!jpeg_has_its_end(&head));
        for length in 0..head.len() {
            assert!(!jpeg_has_its_end(&head[..length]), "{length}");
        }
    }
}
