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
    /// Frames a second, as a fraction.
    pub(super) rate: [u64; 2],
    /// About how many there are; 0 where nobody knows.
    pub(super) frames: usize,
    /// How many there should be, where the video tells of its pictures alone and all come evenly.
    pub(super) told: Option<usize>,
    /// Whether some frames are shown for longer than others.
    pub(super) uneven: bool,
    /// By how many seconds the pictures begin later than the video.
    pub(super) delay: f64,
    /// Whether a colour has more than 8 bits.
    pub(super) deep: bool,
    /// ffmpeg's names of the kinds of its subtitles, in their order.
    pub(super) subtitles: Vec<String>,
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
        // Within what rounding to even sides does.
        if across.abs_diff(down) <= 2 * u64::from(self.size.longest_side()) {
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

#[derive(Deserialize, Default)]
#[serde(default)]
struct Stream {
    codec_type: String,
    codec_name: Option<String>,
    width: u32,
    height: u32,
    pix_fmt: String,
    avg_frame_rate: String,
    r_frame_rate: String,
    start_time: Option<String>,
    duration: Option<String>,
    nb_frames: Option<String>,
    color_space: Option<String>,
    color_transfer: Option<String>,
    color_primaries: Option<String>,
    sample_aspect_ratio: Option<String>,
    side_data_list: Vec<SideData>,
}

#[derive(Deserialize)]
struct SideData {
    rotation: Option<i32>,
}

#[derive(Deserialize)]
struct Format {
    start_time: Option<String>,
    duration: Option<String>,
}

/// Asks what the video is, and refuses what cannot be done.
pub(super) fn probe(path: &Path) -> Result<Video, CliError> {
    let entries = "stream=codec_type,codec_name,width,height,pix_fmt,avg_frame_rate,r_frame_rate,start_time,duration,\
                   nb_frames,color_space,color_transfer,color_primaries,sample_aspect_ratio:stream_side_data=rotation:\
                   format=start_time,duration";
    let told = ffprobe(path, &["-of", "json", "-show_entries", entries])?;
    let no_video = || failed(path, Message::new("Error.NoVideo").to_string());
    let probed: Probed = serde_json::from_slice(&told).map_err(|_| no_video())?;
    let is_video = |stream: &&Stream| stream.codec_type == "video";
    let stream = probed.streams.iter().find(is_video).ok_or_else(no_video)?;
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
    let rates = [&stream.avg_frame_rate, &stream.r_frame_rate].map(|rate| frame_rate(rate));
    let rate = every_frame(rates).ok_or_else(no_video)?;
    let [format_start, format_duration] = match &probed.format {
        Some(format) => [&format.start_time, &format.duration].map(seconds),
        None => [None; 2],
    };
    let frames = |seconds: Option<f64>| seconds.map(|seconds| (seconds * a_second(rate)).round() as usize);
    let uneven = rates[0].is_some_and(|mean| mean != rate);
    let stored = stream.nb_frames.as_ref().and_then(|frames| frames.parse().ok());
    let told = stored
        .or_else(|| frames(seconds(&stream.duration)))
        .filter(|_| !uneven);
    let start = seconds(&stream.start_time).zip(format_start);
    let subtitles = probed
        .streams
        .iter()
        .filter(|stream| stream.codec_type == "subtitle");
    Ok(Video {
        size,
        rate,
        frames: told.or_else(|| frames(format_duration)).unwrap_or(0),
        told,
        uneven,
        delay: start.map_or(0.0, |(own, all)| (own - all).max(0.0)),
        deep: is_deep(&stream.pix_fmt),
        subtitles: subtitles
            .map(|stream| stream.codec_name.clone().unwrap_or_default())
            .collect(),
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

/// How many frames of the pictures of a video are in a file.
pub(super) fn frames_in(path: &Path) -> Result<usize, CliError> {
    let told = ffprobe(
        path,
        &[
            "-select_streams",
            "v:0",
            "-count_packets",
            "-of",
            "csv=p=0",
            "-show_entries",
            "stream=nb_read_packets",
        ],
    )?;
    let told = String::from_utf8_lossy(&told);
    Ok(told.trim().parse().unwrap_or(0))
}

/// What ffprobe tells of a video.
fn ffprobe(path: &Path, arguments: &[&str]) -> Result<Vec<u8>, CliError> {
    let output = Command::new("ffprobe")
        .args(["-v", "error"])
        .args(arguments)
        .arg(file(path))
        .stdin(Stdio::null())
        .output()
        .map_err(|error| missing(&error))?;
    match output.status.success() {
        true => Ok(output.stdout),
        false => Err(failed(path, cause(&String::from_utf8_lossy(&output.stderr)))),
    }
}

fn seconds(told: &Option<String>) -> Option<f64> {
    told.as_ref()?.parse().ok()
}

/// Whether pictures of ffmpeg's format of this name have more than 8 bits a colour.
fn is_deep(format: &str) -> bool {
    let format = format.trim_end_matches("le").trim_end_matches("be");
    let bits = [
        "p9", "p10", "p12", "p14", "p16", "p010", "p012", "p016", "p210", "p216", "p410", "p416",
    ];
    let packed = [
        "gray9", "gray10", "gray12", "gray14", "gray16", "rgb48", "rgba64", "x2rgb10", "y210",
    ];
    bits.iter().chain(&packed).any(|end| format.ends_with(end))
}

fn frame_rate(fraction: &str) -> Option<[u64; 2]> {
    let (numerator, denominator) = fraction.split_once('/')?;
    let rate: [u64; 2] = [numerator.parse().ok()?, denominator.parse().ok()?];
    (rate[0] > 0 && rate[1] > 0).then_some(rate)
}

/// The frames in a second at this rate.
pub(super) fn a_second([numerator, denominator]: [u64; 2]) -> f64 {
    numerator as f64 / denominator as f64
}

/// The most frames a second that are made of fewer.
const MOST: u64 = 120;

/// The even rate at which every frame of a video is shown, of its rate in the mean and the one that all its times are
/// whole steps of. Frames that are shown for longer are repeated.
fn every_frame([mean, steps]: [Option<[u64; 2]>; 2]) -> Option<[u64; 2]> {
    let (Some(mean), Some(steps)) = (mean, steps) else {
        return mean.or(steps);
    };
    // A mean of times that were rounded is another, too.
    match a_second(steps) > a_second(mean) * 1.0005 {
        true if a_second(steps) <= MOST as f64 => Some(steps),
        true if a_second(mean) < MOST as f64 => Some([MOST, 1]),
        _ => Some(mean),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_fractions() {
        assert_eq!(frame_rate("30000/1001"), Some([30000, 1001]));
        assert_eq!([frame_rate("0/0"), frame_rate("25")], [None, None]);
    }

    #[test]
    fn the_rate_is_the_least_that_shows_every_frame() {
        for (mean, steps, rate) in [
            ("25/1", "25/1", "25/1"),
            ("2997/100", "30000/1001", "2997/100"),
            ("240/1", "240/1", "240/1"),
            ("24/1", "30/1", "30/1"),
            ("29/1", "90000/1", "120/1"),
            ("0/0", "25/1", "25/1"),
        ] {
            let rates = [mean, steps].map(frame_rate);
            assert_eq!(every_frame(rates), frame_rate(rate), "{mean} {steps}");
        }
    }

    #[test]
    fn more_than_8_bits_are_known_by_the_format() {
        for format in ["yuv420p10le", "p010le", "gbrp12be", "rgb48le", "gray16be"] {
            assert!(is_deep(format), "{format}");
        }
        for format in [
            "yuv420p", "yuvj444p", "rgb24", "gbrp", "nv12", "gray", "yuv410p", "",
        ] {
            assert!(!is_deep(format), "{format}");
        }
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
            rate: [25, 1],
            frames: 1,
            told: None,
            uneven: false,
            delay: 0.0,
            deep: false,
            subtitles: Vec::new(),
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
