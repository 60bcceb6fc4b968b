// SPDX-License-Identifier: GPL-2.0-or-later
//! `nu-scaler upscale` of a video: ffmpeg, if it is installed, decodes it and encodes the result; the sound is copied.

mod probe;

use std::ffi::OsString;
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread::{self, JoinHandle};

use nu_scaler_core::frame::Size;
use nu_scaler_core::offline::{PixelAlpha, Pixels, Samples, Upscaled};
use nu_scaler_core::settings::TechnologyId;
use nu_scaler_core::text::Message;
use probe::{Video, probe};

use crate::error::{CliError, warn};
use crate::folder;
use crate::output_file::OutputFile;
use crate::stand_in::StandIn;
use crate::unfinished::Program;

/// The videos that can be written, by extension: ffmpeg's name of the container.
const CONTAINERS: [(&str, &str); 3] = [("mkv", "matroska"), ("mp4", "mp4"), ("mov", "mov")];

/// The container that holds every sound, and most subtitles.
const MATROSKA: &str = "matroska";

/// How ffmpeg is to change between colours and their brightness: with nothing lost to haste.
const EXACT: &str = "bicubic+accurate_rnd+full_chroma_int+full_chroma_inp";

/// ffmpeg's name of the container that the extension of `path` stands for; `None` where it stands for no video.
pub(crate) fn container(path: &Path) -> Option<&'static str> {
    let extension = path.extension()?.to_str()?;
    let (_, container) = CONTAINERS
        .iter()
        .find(|(known, _)| extension.eq_ignore_ascii_case(known))?;
    Some(container)
}

/// Makes `output` of the frames of `input`, whole or not at all: `upscale` gives `multiple` pictures for each but the
/// first, the last of them its own. Says what was done, for people, and where another technology took over.
pub(crate) fn upscale(
    input: &Path,
    output: &Path,
    container: &str,
    multiple: u8,
    mut stand_in: StandIn,
    output_size: impl FnOnce(Size) -> Result<Size, CliError>,
    mut upscale: impl FnMut(&Pixels, Size) -> Result<Vec<Upscaled>, CliError>,
) -> Result<Message, CliError> {
    let video = probe(input)?;
    let size = even(output_size(video.size)?, output);
    let file = OutputFile::create_for_program(output)?;
    tell_losses(input, output, &video, container);
    let mut decoder = decoder(input, &video)?;
    let mut encoder = encoder(input, &video, multiple, size, container, file.temporary())?;

    let progress = folder::progress_bar(video.frames);
    let mut picture = Pixels {
        size: video.size,
        samples: Samples::U8(vec![0; video.size.area() as usize * 4]),
        alpha: PixelAlpha::None,
    };
    let (mut read, mut written) = (0, 0);
    let mut technology = TechnologyId::Fallback;
    // What the frame before was, and became.
    let mut before: Option<(Samples, Pixels)> = None;
    while decoder.read(input, &mut picture)? {
        match &before {
            // One that is shown for longer than others: nothing is between the two.
            Some((samples, made)) if video.uneven && *samples == picture.samples => {
                for _ in 0..multiple {
                    encoder.write(output, made)?;
                }
                written += usize::from(multiple);
            }
            _ => {
                let mut made = None;
                for upscaled in upscale(&picture, size)? {
                    technology = upscaled.technology;
                    encoder.write(output, &upscaled.pixels)?;
                    written += 1;
                    let frame = || {
                        Message::new("Cli.Frame")
                            .with("number", (read + 1).to_string())
                            .to_string()
                    };
                    if let Some(news) = stand_in.news(frame, &upscaled) {
                        progress.suspend(|| warn(&news.to_string()));
                    }
                    made = Some(upscaled.pixels);
                }
                before = made.map(|made| (picture.samples.clone(), made));
            }
        }
        read += 1;
        progress.set_length((read as u64).max(video.frames as u64));
        progress.inc(1);
    }
    progress.finish_and_clear();
    decoder.finish(input)?;
    if read == 0 {
        return Err(failed(input, Message::new("Error.NoVideo").to_string()));
    }
    encoder.finish(output)?;
    encoder.check(output, file.temporary(), written)?;
    file.commit()?;
    tell_missing(input, &video, read, &decoder.complaints);
    Ok(Message::new("Cli.UpscaledVideo")
        .with_key("technology", technology.locale_key())
        .with("frames", written.to_string())
        .with("input", video.size.to_string())
        .with("output", size.to_string()))
}

/// The nearest size with even sides, for colours are stored at half the resolution.
fn even(asked: Size, output: &Path) -> Size {
    let size = Size::new(asked.width.next_multiple_of(2), asked.height.next_multiple_of(2));
    if size != asked {
        let told = Message::new("Cli.Video.EvenSides").with("path", output.display().to_string());
        let told = told
            .with("size", size.to_string())
            .with("asked", asked.to_string());
        warn(&told.to_string());
    }
    size
}

/// Tells what of the video does not go into the result.
fn tell_losses(input: &Path, output: &Path, video: &Video, container: &str) {
    if video.deep {
        let told = Message::new("Cli.Video.EightBits").with("path", input.display().to_string());
        warn(&told.to_string());
    }
    if video
        .subtitles
        .iter()
        .any(|kind| subtitle(kind, container).is_none())
    {
        let told = Message::new("Cli.Video.Subtitles").with("path", output.display().to_string());
        warn(&told.to_string());
    }
}

/// Tells where not all of the video came.
fn tell_missing(input: &Path, video: &Video, frames: usize, complaints: &str) {
    let path = input.display().to_string();
    if !complaints.trim().is_empty() {
        let told = Message::new("Cli.Video.Complaint").with("path", path);
        warn(&told.with("reason", cause(complaints)).to_string());
    } else if let Some(told) = video.told.filter(|told| frames + told / 100 + 1 < *told) {
        let fewer = Message::new("Cli.Video.Fewer").with("path", path);
        let fewer = fewer
            .with("frames", frames.to_string())
            .with("told", told.to_string());
        warn(&fewer.to_string());
    }
}

/// The kind that subtitles of this kind become in a container; `None` where it does not hold them.
fn subtitle(kind: &str, container: &str) -> Option<&'static str> {
    let is_text = matches!(kind, "subrip" | "ass" | "ssa" | "webvtt" | "mov_text" | "text");
    match (kind, container) {
        ("mov_text", MATROSKA) => Some("subrip"),
        ("subrip" | "ass" | "ssa" | "webvtt" | "text", MATROSKA) => Some("copy"),
        ("hdmv_pgs_subtitle" | "dvd_subtitle" | "dvb_subtitle", MATROSKA) => Some("copy"),
        (_, MATROSKA) => None,
        _ => is_text.then_some("mov_text"),
    }
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

/// ffmpeg that writes the frames to its standard output, evenly in time.
fn decoder(input: &Path, video: &Video) -> Result<Ffmpeg, CliError> {
    // Of what the video tells of its colours ffmpeg takes heed; where it does not, ffmpeg takes any for SD.
    let matrix = video.matrix.unwrap_or("auto");
    let Size { width, height } = video.size;
    let [frames, seconds] = video.rate;
    let filters = format!(
        "fps={frames}/{seconds},scale={width}:{height}:in_color_matrix={matrix}:flags={EXACT},format=rgba"
    );
    let mut command = Command::new("ffmpeg");
    command.args(["-nostdin", "-v", "error", "-i"]).arg(file(input));
    command.args(["-map", "0:v:0", "-vf", &filters]);
    command.args(["-f", "rawvideo", "-pix_fmt", "rgba", "-"]);
    Ffmpeg::start(command.stdin(Stdio::null()).stdout(Stdio::piped()))
}

/// ffmpeg that encodes the frames from its standard input, with what else `input` has.
fn encoder(
    input: &Path,
    video: &Video,
    multiple: u8,
    size: Size,
    container: &str,
    output: &Path,
) -> Result<Ffmpeg, CliError> {
    let mut filters = format!("scale=out_color_matrix=bt709:out_range=tv:flags={EXACT},format=yuv420p");
    if let Some([width, height]) = video.pixel_at(size) {
        filters.push_str(&format!(",setsar={width}/{height}:max={}", u16::MAX));
    }
    let [frames, seconds] = video.rate;
    let rate = format!("{}/{seconds}", frames * u64::from(multiple));
    let mut command = Command::new("ffmpeg");
    command.args(["-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgba"]);
    command.args(["-video_size", &size.to_string(), "-framerate", &rate]);
    // Where the pictures begin, beside the sound.
    command.args(["-itsoffset", &video.delay.to_string(), "-i", "-", "-i"]);
    command.arg(file(input));
    command.args(["-map", "0:v:0", "-map", "1:a?", "-map_metadata", "1"]);
    command.args(["-c:a", "copy", "-c:v", "libx264", "-crf", "16"]);
    let held = (video.subtitles.iter().enumerate())
        .filter_map(|(index, kind)| Some((index, subtitle(kind, container)?)));
    for (written, (index, kind)) in held.enumerate() {
        command.args(["-map", &format!("1:s:{index}"), &format!("-c:s:{written}"), kind]);
    }
    if video.delay > 0.0 && container != MATROSKA {
        // No picture is to fill the time before they begin. Older versions of ffmpeg do not know this.
        command.args(["-fps_mode", "passthrough"]);
    }
    command.args(["-vf", &filters, "-color_range", "tv", "-colorspace", "bt709"]);
    command.args([
        "-color_primaries",
        &video.primaries,
        "-color_trc",
        &video.transfer,
    ]);
    command.args(["-f", container]).arg(file(output));
    Ffmpeg::start(command.stdin(Stdio::piped()).stdout(Stdio::null()))
}

/// A running ffmpeg; dropping it ends it.
struct Ffmpeg {
    program: Program,
    stdin: Option<ChildStdin>,
    stdout: Option<ChildStdout>,
    /// Collects what it complains of.
    listener: Option<JoinHandle<String>>,
    /// What it has complained of, once it has ended.
    complaints: String,
}

impl Ffmpeg {
    fn start(command: &mut Command) -> Result<Self, CliError> {
        let pipes = |child: &mut Child| (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (program, (stdin, stdout, stderr)) =
            Program::start(command.stderr(Stdio::piped()), pipes).map_err(|error| missing(&error))?;
        let listener = stderr.map(|mut stderr| {
            thread::spawn(move || {
                let mut bytes = Vec::new();
                // What came before an error is still worth telling.
                let _ = stderr.read_to_end(&mut bytes);
                String::from_utf8_lossy(&bytes).into_owned()
            })
        });
        Ok(Self {
            program,
            stdin,
            stdout,
            listener,
            complaints: String::new(),
        })
    }

    /// Reads the next frame; `false` at the end.
    fn read(&mut self, path: &Path, picture: &mut Pixels) -> Result<bool, CliError> {
        let (Some(stdout), Samples::U8(bytes)) = (&mut self.stdout, &mut picture.samples) else {
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
        let (Some(stdin), Samples::U8(bytes)) = (&mut self.stdin, &picture.samples) else {
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
        drop(self.stdin.take());
        // They end when it does.
        if let Some(complaints) = self.listener.take().and_then(|thread| thread.join().ok()) {
            self.complaints = complaints;
        }
        let status = self
            .program
            .wait()
            .map_err(|error| failed(path, error.to_string()))?;
        match status.success() {
            true => Ok(()),
            false if is_of_sound(&self.complaints) && container(path) != Some(MATROSKA) => {
                Err(CliError::Sound {
                    path: path.to_owned(),
                    reason: cause(&self.complaints),
                })
            }
            false => Err(failed(path, cause(&self.complaints))),
        }
    }

    /// Whether all of `frames` frames are in the file that it wrote, and its end: where there is no room left for those,
    /// it ends as if it had done its work.
    fn check(&self, path: &Path, file: &Path, frames: usize) -> Result<(), CliError> {
        let mut lines = self.complaints.lines();
        if let Some(line) = lines.find(|line| is_of_writing(line)) {
            return Err(failed(path, cause(line)));
        }
        match probe::frames_in(file)? {
            written if written == frames => Ok(()),
            written => Err(failed(
                path,
                Message::new("Error.FramesLost")
                    .with("written", written.to_string())
                    .with("frames", frames.to_string())
                    .to_string(),
            )),
        }
    }
}

fn missing(error: &io::Error) -> CliError {
    match error.kind() {
        ErrorKind::NotFound => CliError::NoFfmpeg,
        _ => failed(Path::new("ffmpeg"), error.to_string()),
    }
}

/// What ffmpeg complains of first, which is what the rest comes from, without the name of the part that does.
fn cause(complaints: &str) -> String {
    let mut lines = complaints.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    match first.split_once("] ") {
        Some((part, complaint)) if part.starts_with('[') => complaint.to_owned(),
        _ => first.to_owned(),
    }
}

/// Whether it is writing that ffmpeg complains of.
fn is_of_writing(line: &str) -> bool {
    [
        "Error writing trailer",
        "av_interleaved_write_frame",
        "Error muxing",
    ]
    .iter()
    .any(|complaint| line.contains(complaint))
}

/// Whether ffmpeg complains that the kind of file does not hold the sound as it is: our pictures every kind does.
fn is_of_sound(complaints: &str) -> bool {
    complaints.contains("Could not write header")
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
    fn the_first_complaint_counts() {
        let complaints = "\n[mp4 @ 0x55d0] no room [at all]\nConversion failed!\n";
        assert_eq!(cause(complaints), "no room [at all]");
        assert_eq!(cause("a.mp4: not found  \n"), "a.mp4: not found");
        assert_eq!(cause(""), "");
    }
}
