// SPDX-License-Identifier: GPL-2.0-or-later
//! Films for OBS's media source.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use image::RgbaImage;

/// Of high range, without loss: what FFmpeg is told of the encoding.
pub const PQ: [&str; 10] = [
    "-c:v",
    "ffv1",
    "-pix_fmt",
    "yuv420p10le",
    "-color_trc",
    "smpte2084",
    "-color_primaries",
    "bt2020",
    "-colorspace",
    "bt2020nc",
];

/// A second of a still picture as a film in this encoding, in `folder`.
///
/// # Errors
/// When FFmpeg is not installed or does not make it.
pub fn still(folder: &Path, picture: &RgbaImage, encoding: &[&str]) -> Result<PathBuf> {
    let (still, film) = (folder.join("still.png"), folder.join("film.mkv"));
    picture.save(&still)?;
    let made = Command::new("ffmpeg")
        .args(["-v", "error", "-loop", "1", "-t", "1", "-r", "30", "-i"])
        .arg(&still)
        .args(encoding)
        .arg(&film)
        .status()
        .context("running ffmpeg")?;
    ensure!(made.success(), "ffmpeg made no film");
    Ok(film)
}

/// A film of these pictures, all of one size, at 30 frames a second, without loss, in `folder`.
///
/// # Errors
/// When FFmpeg is not installed or does not make it.
pub fn moving(folder: &Path, pictures: impl Iterator<Item = RgbaImage>) -> Result<PathBuf> {
    let frames = folder.join("frames");
    std::fs::create_dir(&frames)?;
    for (number, picture) in pictures.enumerate() {
        picture.save(frames.join(format!("{number:05}.png")))?;
    }
    let film = folder.join("moving.mkv");
    let made = Command::new("ffmpeg")
        .args(["-v", "error", "-framerate", "30", "-i"])
        .arg(frames.join("%05d.png"))
        .args(["-c:v", "ffv1", "-pix_fmt", "yuv444p"])
        .arg(&film)
        .status()
        .context("running ffmpeg")?;
    ensure!(made.success(), "ffmpeg made no film");
    Ok(film)
}

/// The luma of every frame of a film of 8 bits, row by row.
///
/// # Errors
/// When FFmpeg cannot read it.
pub fn lumas(film: &Path, (width, height): (u32, u32)) -> Result<Vec<Vec<u8>>> {
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-i"])
        .arg(film)
        .args([
            "-vsync",
            "passthrough",
            "-vf",
            "extractplanes=y",
            "-f",
            "rawvideo",
            "-",
        ])
        .output()
        .context("running ffmpeg")?;
    let errors = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "ffmpeg reads no frame: {errors}");
    let frames = output.stdout.chunks_exact((width * height) as usize);
    Ok(frames.map(<[u8]>::to_vec).collect())
}

/// The first frame's luma of a film of more than 8 bits, as its codes row by row, `seconds` after its beginning.
///
/// # Errors
/// When FFmpeg cannot read it.
pub fn luma_codes(film: &Path, seconds: f32) -> Result<Vec<u16>> {
    let start = ["-ss", &seconds.to_string()];
    let bytes = raw(film, &start, &["-frames:v", "1", "-vf", "extractplanes=y"])?;
    let (codes, _) = bytes.as_chunks::<2>();
    Ok(codes.iter().map(|code| u16::from_le_bytes(*code)).collect())
}

/// How bright each frame of a film is on the whole, in codes of 8 bits.
///
/// # Errors
/// When FFmpeg cannot read it.
pub fn mean_lumas(film: &Path) -> Result<Vec<u8>> {
    raw(film, &[], &["-vf", "format=gray,scale=1:1:flags=area"])
}

/// What FFmpeg makes of a film: `reading` says how it is read, `making` what becomes of it.
fn raw(film: &Path, reading: &[&str], making: &[&str]) -> Result<Vec<u8>> {
    let output = Command::new("ffmpeg")
        .args(["-v", "error"])
        .args(reading)
        .arg("-i")
        .arg(film)
        .args(making)
        .args(["-f", "rawvideo", "-"])
        .output()
        .context("running ffmpeg")?;
    let errors = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "ffmpeg reads no frame: {errors}");
    Ok(output.stdout)
}

/// What a film says of its pixels' format, transfer function and primaries.
///
/// # Errors
/// When FFmpeg cannot read it.
pub fn encoding(film: &Path) -> Result<String> {
    let output = Command::new("ffprobe")
        .args(["-v", "error", "-select_streams", "v:0", "-of", "csv=p=0"])
        .args(["-show_entries", "stream=pix_fmt,color_transfer,color_primaries"])
        .arg(film)
        .output()
        .context("running ffprobe")?;
    ensure!(output.status.success(), "ffprobe reads nothing");
    let text = String::from_utf8(output.stdout)?;
    Ok(text.trim().trim_end_matches(',').to_owned())
}
