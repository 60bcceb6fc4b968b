// SPDX-License-Identifier: GPL-2.0-or-later
//! `nu-scaler upscale` of a video: ffmpeg, if it is installed, decodes it and encodes the result; the sound is copied.

use std::ffi::OsString;
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::{self, JoinHandle};

use nu_scaler_core::frame::Size;
use nu_scaler_core::offline::{PixelAlpha, Pixels, Samples, Upscaled};
use nu_scaler_core::settings::TechnologyId;
use nu_scaler_core::text::Message;
use serde::Deserialize;

use crate::error::{CliError, warn};
use crate::folder;
use crate::output_file::OutputFile;
use crate::stand_in::StandIn;

/// The videos that can be written, by extension: ffmpeg's name of the container.
const CONTAINERS: [(&str, &str); 3] = [("mkv", "matroska"), ("mp4", "mp4"), ("mov", "mov")];

/// ffmpeg's name of the container that the extension of `path` stands for; `None` where it stands for no video.
pub(crate) fn container(path: &Path) -> Option<&'static str> {
    let extension = path.extension()?.to_str()?;
    let (_, container) = CONTAINERS
        .iter()
        .find(|(known, _)| extension.eq_ignore_ascii_case(known))?;
    Some(container)
}

/// What is known of a video before it is decoded.
struct Video {
    size: Size,
    /// Frames a second, as a fraction that ffmpeg reads.
    rate: String,
    /// About how many there are; 0 where nobody knows.
    frames: usize,
}

/// Upscales the frames of `input` with `upscale` and writes `output`, whole or not at all. Says what was done, for people, and
/// where another technology took over.
pub(crate) fn upscale(
    input: &Path,
    output: &Path,
    container: &str,
    mut stand_in: StandIn,
    output_size: impl FnOnce(Size) -> Result<Size, CliError>,
    mut upscale: impl FnMut(&Pixels, Size) -> Result<Upscaled, CliError>,
) -> Result<Message, CliError> {
    let video = probe(input)?;
    let size = output_size(video.size)?;
    let file = OutputFile::create(output)?;
    let mut decoder = decoder(input, &video)?;
    let mut encoder = encoder(input, &video.rate, size, container, file.temporary())?;

    let progress = folder::progress_bar(video.frames);
    let mut picture = Pixels {
        size: video.size,
        samples: Samples::U8(vec![0; video.size.area() as usize * 4]),
        alpha: PixelAlpha::None,
    };
    let mut frames = 0;
    let mut technology = TechnologyId::Fallback;
    while decoder.read(input, &mut picture)? {
        let upscaled = upscale(&picture, size)?;
        technology = upscaled.technology;
        encoder.write(output, &upscaled.pixels)?;
        frames += 1;
        let frame = || {
            Message::new("Cli.Frame")
                .with("number", frames.to_string())
                .to_string()
        };
        if let Some(news) = stand_in.news(frame, &upscaled) {
            progress.suspend(|| warn(&news.to_string()));
        }
        progress.set_length((frames as u64).max(video.frames as u64));
        progress.inc(1);
    }
    progress.finish_and_clear();
    decoder.finish(input)?;
    encoder.finish(output)?;
    if frames == 0 {
        return Err(failed(input, Message::new("Error.NoVideo").to_string()));
    }
    file.commit()?;
    Ok(Message::new("Cli.UpscaledVideo")
        .with_key("technology", technology.locale_key())
        .with("frames", frames.to_string())
        .with("input", video.size.to_string())
        .with("output", size.to_string()))
}

fn failed(path: &Path, reason: String) -> CliError {
    CliError::Video {
        path: path.to_owned(),
        reason,
    }
}

/// The path as ffmpeg takes it, whatever it begins with.
fn file(path: &Path) -> OsString {
    let mut name = OsString::from("file:");
    name.push(path);
    name
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

fn probe(path: &Path) -> Result<Video, CliError> {
    let entries = "stream=width,height,avg_frame_rate,r_frame_rate:stream_side_data=rotation:format=duration";
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
        return Err(failed(path, last_line(&String::from_utf8_lossy(&output.stderr))));
    }
    let no_video = || failed(path, Message::new("Error.NoVideo").to_string());
    let probed: Probed = serde_json::from_slice(&output.stdout).map_err(|_| no_video())?;
    let stream = probed.streams.first().ok_or_else(no_video)?;
    // ffmpeg turns the frames as it decodes them.
    let mut rotations = stream.side_data_list.iter().filter_map(|data| data.rotation);
    let is_turned = rotations
        .next_back()
        .is_some_and(|degrees| degrees.rem_euclid(180) == 90);
    let size = match is_turned {
        true => Size::new(stream.height, stream.width),
        false => Size::new(stream.width, stream.height),
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
    })
}

fn frames_a_second(fraction: &str) -> Option<f64> {
    let (numerator, denominator) = fraction.split_once('/')?;
    let [numerator, denominator] = [numerator, denominator].map(|part| part.parse::<f64>().ok());
    let rate = numerator? / denominator?;
    (rate.is_finite() && rate > 0.0).then_some(rate)
}

/// ffmpeg that writes the frames to its standard output, evenly in time.
fn decoder(input: &Path, video: &Video) -> Result<Ffmpeg, CliError> {
    let mut command = Command::new("ffmpeg");
    command.args(["-nostdin", "-v", "error", "-i"]).arg(file(input));
    command.args(["-map", "0:v:0", "-vf", &format!("fps={}", video.rate)]);
    command.args(["-f", "rawvideo", "-pix_fmt", "rgba", "-"]);
    Ffmpeg::start(command.stdin(Stdio::null()).stdout(Stdio::piped()))
}

/// ffmpeg that encodes the frames from its standard input, with the sound of `input`.
fn encoder(input: &Path, rate: &str, size: Size, container: &str, output: &Path) -> Result<Ffmpeg, CliError> {
    // Colours at half the resolution need even sides.
    let is_even = size.width.is_multiple_of(2) && size.height.is_multiple_of(2);
    let format = if is_even { "yuv420p" } else { "yuv444p" };
    let mut command = Command::new("ffmpeg");
    command.args(["-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgba"]);
    command.args([
        "-video_size",
        &size.to_string(),
        "-framerate",
        rate,
        "-i",
        "-",
        "-i",
    ]);
    command.arg(file(input));
    command.args([
        "-map", "0:v:0", "-map", "1:a?", "-c:a", "copy", "-c:v", "libx264", "-crf", "16",
    ]);
    command.args([
        "-vf",
        &format!("scale=out_color_matrix=bt709:out_range=tv,format={format}"),
    ]);
    command.args([
        "-colorspace",
        "bt709",
        "-color_primaries",
        "bt709",
        "-color_trc",
        "bt709",
    ]);
    command.args(["-f", container]).arg(file(output));
    Ffmpeg::start(command.stdin(Stdio::piped()).stdout(Stdio::null()))
}

/// A running ffmpeg; dropping it ends it.
struct Ffmpeg {
    child: Child,
    /// Collects what it complains of.
    complaints: Option<JoinHandle<String>>,
}

impl Ffmpeg {
    fn start(command: &mut Command) -> Result<Self, CliError> {
        let mut child = command
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| missing(&error))?;
        let complaints = child.stderr.take().map(|mut stderr| {
            thread::spawn(move || {
                let mut bytes = Vec::new();
                // What came before an error is still worth telling.
                let _ = stderr.read_to_end(&mut bytes);
                String::from_utf8_lossy(&bytes).into_owned()
            })
        });
        Ok(Self { child, complaints })
    }

    /// Reads the next frame; `false` at the end.
    fn read(&mut self, path: &Path, picture: &mut Pixels) -> Result<bool, CliError> {
        let (Some(stdout), Samples::U8(bytes)) = (&mut self.child.stdout, &mut picture.samples) else {
            return Ok(false);
        };
        let mut filled = 0;
        while filled < bytes.len() {
            match stdout.read(&mut bytes[filled..]) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(CliError::reading(path, &error)),
            }
        }
        match filled {
            0 => Ok(false),
            _ if filled == bytes.len() => Ok(true),
            // It ended within a frame: it says why.
            _ => self.finish(path).map(|()| false),
        }
    }

    fn write(&mut self, path: &Path, picture: &Pixels) -> Result<(), CliError> {
        let (Some(stdin), Samples::U8(bytes)) = (&mut self.child.stdin, &picture.samples) else {
            return Ok(());
        };
        match stdin.write_all(bytes) {
            Ok(()) => Ok(()),
            // It has ended: it says why.
            Err(error) => self.finish(path).and(Err(CliError::writing(path, &error))),
        }
    }

    /// Waits until it has done its work.
    fn finish(&mut self, path: &Path) -> Result<(), CliError> {
        drop(self.child.stdin.take());
        let status = self
            .child
            .wait()
            .map_err(|error| failed(path, error.to_string()))?;
        let complaints = self.complaints.take().and_then(|thread| thread.join().ok());
        match status.success() {
            true => Ok(()),
            false => Err(failed(path, last_line(&complaints.unwrap_or_default()))),
        }
    }
}

impl Drop for Ffmpeg {
    fn drop(&mut self) {
        // One that has ended is not there to be ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn missing(error: &io::Error) -> CliError {
    match error.kind() {
        ErrorKind::NotFound => CliError::NoFfmpeg,
        _ => failed(Path::new("ffmpeg"), error.to_string()),
    }
}

/// What ffmpeg says at last, which is what made it give up.
fn last_line(text: &str) -> String {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.next_back().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn videos_are_known_by_their_extension() {
        let of = |path: &str| container(Path::new(path));
        assert_eq!(of("a/film.MKV"), Some("matroska"));
        assert_eq!(
            (of("film.mp4"), of("film.png"), of("mkv")),
            (Some("mp4"), None, None)
        );
    }

    #[test]
    fn rates_are_fractions() {
        assert_eq!(frames_a_second("25/1"), Some(25.0));
        assert_eq!([frames_a_second("0/0"), frames_a_second("25")], [None, None]);
    }

    #[test]
    fn the_last_complaint_counts() {
        assert_eq!(last_line("a warning\nno room  \n\n"), "no room");
        assert_eq!(last_line(""), "");
    }
}
