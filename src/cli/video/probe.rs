// SPDX-License-Identifier: GPL-2.0-or-later
//! What a video is, asked of ffprobe before any of it is decoded.

use std::path::Path;
use std::process::{Command, Stdio};

use nu_scaler_core::frame::Size;
use nu_scaler_core::text::Message;
use serde::Deserialize;

use super::{cause, failed, file, missing};
use crate::error::CliError;

/// The least height of a picture that is taken for HD, whose colours are those of BT.709 where nobody says so.
const HD: u32 = 720;

/// What is known of a video before it is decoded.
pub(super) struct Video {
    /// The right way up.
    pub(super) size: Size,
    /// Frames a second, as a fraction that ffmpeg reads.
    pub(super) rate: String,
    /// About how many there are; 0 where nobody knows.
    pub(super) frames: usize,
    /// ffmpeg's name of the matrix to decode with, where the video does not tell.
    pub(super) matrix: Option<&'static str>,
    /// ffmpeg's name of the colours that its red, green and blue are.
    pub(super) primaries: String,
    /// ffmpeg's name of its transfer function.
    pub(super) transfer: String,
    /// Width and height of a pixel, where it is no square.
    pub(super) pixel: Option<[u32; 2]>,
}

impl Video {
    /// Width and height of a pixel in a picture of this size, where it is no square: the picture keeps its shape.
    /// Square ones stay squares: who asks for another shape then gets it.
    pub(super) fn pixel_at(&self, size: Size) -> Option<[u32; 2]> {
        let [width, height] = self.pixel?.map(u64::from);
        let [across, down] = [
            u64::from(self.size.width) * u64::from(size.height),
            u64::from(self.size.height) * u64::from(size.width),
        ];
        // Within what rounding to whole pixels does.
        if across.abs_diff(down) <= u64::from(self.size.longest_side()) {
            return self.pixel;
        }
        reduced(width * across, height * down)
    }
}

/// The nearest fraction in lowest terms that a video can hold; `None` for a square.
fn reduced(mut width: u64, mut height: u64) -> Option<[u32; 2]> {
    let (mut a, mut b) = (width, height);
    while b > 0 {
        (a, b) = (b, a % b);
    }
    (width, height) = (width / a.max(1), height / a.max(1));
    while width.max(height) > u64::from(u16::MAX) {
        (width, height) = (width.div_ceil(2), height.div_ceil(2));
    }
    (width != height).then_some([width as u32, height as u32])
}

/// What ffprobe tells.
#[derive(Deserialize)]
struct Probed {
    #[serde(default)]
    streams: Vec<Stream>,
    format: Option<Format>,
}

#[derive(Deserialize)]
struct Stream {
    width: u32,
    height: u32,
    avg_frame_rate: String,
    r_frame_rate: String,
    color_space: Option<String>,
    color_transfer: Option<String>,
    color_primaries: Option<String>,
    sample_aspect_ratio: Option<String>,
    #[serde(default)]
    side_data_list: Vec<SideData>,
}

#[derive(Deserialize)]
struct SideData {
    rotation: Option<i32>,
}

#[derive(Deserialize)]
struct Format {
    duration: Option<String>,
}

/// Asks what the video is, and refuses what cannot be done.
pub(super) fn probe(path: &Path) -> Result<Video, CliError> {
    let entries = "stream=width,height,avg_frame_rate,r_frame_rate,color_space,color_transfer,color_primaries,\
                   sample_aspect_ratio:stream_side_data=rotation:format=duration";
    let output = Command::new("ffprobe")
        .args([
            "-v",
            "error",
            "-select_streams",
            "v:0",
            "-of",
            "json",
            "-show_entries",
            entries,
        ])
        .arg(file(path))
        .stdin(Stdio::null())
        .output()
        .map_err(|error| missing(&error))?;
    if !output.status.success() {
        return Err(failed(path, cause(&String::from_utf8_lossy(&output.stderr))));
    }
    let no_video = || failed(path, Message::new("Error.NoVideo").to_string());
    let probed: Probed = serde_json::from_slice(&output.stdout).map_err(|_| no_video())?;
    let stream = probed.streams.first().ok_or_else(no_video)?;
    if matches!(known(&stream.color_transfer), Some("smpte2084" | "arib-std-b67")) {
        return Err(CliError::Hdr(path.to_owned()));
    }
    // ffmpeg turns the frames as it decodes them.
    let mut rotations = stream.side_data_list.iter().filter_map(|data| data.rotation);
    let is_turned = rotations
        .next_back()
        .is_some_and(|degrees| degrees.rem_euclid(180) == 90);
    let pixel = stream.sample_aspect_ratio.as_deref().and_then(ratio);
    let (size, pixel) = match is_turned {
        true => (
            Size::new(stream.height, stream.width),
            pixel.map(|[width, height]| [height, width]),
        ),
        false => (Size::new(stream.width, stream.height), pixel),
    };
    let rates = [&stream.avg_frame_rate, &stream.r_frame_rate];
    let (rate, a_second) = rates
        .into_iter()
        .find_map(|rate| Some((rate.clone(), frames_a_second(rate)?)))
        .ok_or_else(no_video)?;
    let duration = probed
        .format
        .and_then(|format| format.duration?.parse::<f64>().ok());
    Ok(Video {
        size,
        rate,
        frames: duration.map_or(0, |seconds| (seconds * a_second).round() as usize),
        matrix: match known(&stream.color_space) {
            Some(_) => None,
            None if stream.height >= HD => Some("bt709"),
            None => Some("bt601"),
        },
        primaries: known(&stream.color_primaries).unwrap_or("bt709").to_owned(),
        transfer: transfer(known(&stream.color_transfer).unwrap_or("bt709")).to_owned(),
        pixel,
    })
}

/// What ffprobe tells of colours, where the video does.
fn known(told: &Option<String>) -> Option<&str> {
    told.as_deref()
        .filter(|told| !matches!(*told, "unknown" | "unspecified" | "reserved"))
}

/// The name by which ffmpeg takes what ffprobe calls so.
fn transfer(name: &str) -> &str {
    match name {
        "bt470m" => "gamma22",
        "bt470bg" => "gamma28",
        same => same,
    }
}

/// Reads a ratio like `4:3`; `None` for a square, and where it is not known.
fn ratio(text: &str) -> Option<[u32; 2]> {
    let (width, height) = text.split_once(':')?;
    let (width, height): (u32, u32) = (width.parse().ok()?, height.parse().ok()?);
    (width > 0 && height > 0 && width != height).then_some([width, height])
}

fn frames_a_second(fraction: &str) -> Option<f64> {
    let (numerator, denominator) = fraction.split_once('/')?;
    let [numerator, denominator] = [numerator, denominator].map(|part| part.parse::<f64>().ok());
    let rate = numerator? / denominator?;
    (rate.is_finite() && rate > 0.0).then_some(rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_fractions() {
        assert_eq!(frames_a_second("25/1"), Some(25.0));
        assert_eq!([frames_a_second("0/0"), frames_a_second("25")], [None, None]);
    }

    #[test]
    fn what_is_not_told_of_colours_is_not_known() {
        let told = |text: &str| known(&Some(text.to_owned())).map(str::to_owned);
        assert_eq!(told("bt2020nc").as_deref(), Some("bt2020nc"));
        assert_eq!([told("unknown"), told("reserved"), None], [None, None, None]);
        assert_eq!([transfer("bt470bg"), transfer("bt709")], ["gamma28", "bt709"]);
    }

    #[test]
    fn a_picture_of_pixels_that_are_no_squares_keeps_its_shape() {
        assert_eq!(ratio("64:45"), Some([64, 45]));
        assert_eq!([ratio("1:1"), ratio("0:1"), ratio("N/A")], [None; 3]);
        let video = |pixel| Video {
            size: Size::new(720, 576),
            rate: "25/1".to_owned(),
            frames: 1,
            matrix: None,
            primaries: "bt709".to_owned(),
            transfer: "bt709".to_owned(),
            pixel,
        };
        let wide = video(Some([64, 45]));
        for (width, height, pixel) in [
            (1440, 1152, Some([64, 45])),
            // Not quite 1.7 times.
            (1224, 979, Some([64, 45])),
            (1920, 1080, None),
            (1440, 1080, Some([4, 3])),
        ] {
            assert_eq!(wide.pixel_at(Size::new(width, height)), pixel, "{width}x{height}");
        }
        assert_eq!(video(None).pixel_at(Size::new(1000, 1000)), None);
        assert_eq!(reduced(200_003, 100_000), Some([50_001, 25_000]));
    }
}
