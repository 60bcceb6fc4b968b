// SPDX-License-Identifier: GPL-2.0-or-later
//! Running the program, and the images that it is run on.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use image::{ColorType, DynamicImage};

/// What a run came to.
pub(super) struct Run {
    pub(super) status: i32,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Run {
    /// Fails unless the run ended with this status and exactly one line `error: ...`, which it gives.
    #[track_caller]
    pub(super) fn error(&self, status: i32) -> &str {
        assert_eq!(self.status, status, "{}", self.stderr);
        assert_eq!(self.stderr.lines().count(), 1, "not one line: {}", self.stderr);
        self.stderr
            .trim_end()
            .strip_prefix("error: ")
            .unwrap_or_else(|| panic!("no error line: {}", self.stderr))
    }

    /// Fails unless the run did what was asked, without a word.
    #[track_caller]
    pub(super) fn done(&self) {
        assert_eq!((self.status, self.stderr.as_str()), (0, ""));
    }
}

/// The program with these arguments, in `folder`.
pub(super) fn command(folder: &Path, arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nu-scaler"));
    // Every session has one. Without it, libwayland, which Mesa's device selection loads, complains on standard error.
    command.env("XDG_RUNTIME_DIR", std::env::temp_dir());
    command.current_dir(folder).args(arguments.split_whitespace());
    command
}

/// Runs a command to its end.
pub(super) fn finish(command: &mut Command) -> Run {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().expect("the program runs");
    Run {
        status: status.code().expect("the program ends by itself"),
        stdout: String::from_utf8(stdout).expect("output is text"),
        stderr: String::from_utf8(stderr).expect("output is text"),
    }
}

/// Runs the program with these arguments (no argument has a space in it), in `folder`.
pub(super) fn run(folder: &Path, arguments: &str) -> Run {
    finish(&mut command(folder, arguments))
}

/// Runs it as on a machine without any Vulkan driver.
pub(super) fn run_without_vulkan(folder: &Path, arguments: &str) -> Run {
    let none = "/nonexistent/icd.json";
    let mut command = command(folder, arguments);
    finish(command.env("VK_ICD_FILENAMES", none).env("VK_DRIVER_FILES", none))
}

/// Whether there is a GPU to run on; says so where a test is skipped.
pub(super) fn has_gpu() -> bool {
    let report = run(Path::new("."), "technologies --json");
    let report: serde_json::Value = serde_json::from_str(&report.stdout).expect("the report is JSON");
    let has_gpu = report["adapters"]
        .as_array()
        .is_some_and(|adapters| !adapters.is_empty());
    if !has_gpu {
        println!("SKIP: no Vulkan device on this machine");
    }
    has_gpu
}

/// Whether there is ffmpeg; says so where a test is skipped.
pub(super) fn has_ffmpeg() -> bool {
    let has = Command::new("ffmpeg").arg("-version").output().is_ok();
    if !has {
        println!("SKIP: no ffmpeg on this machine");
    }
    has
}

/// A picture of this colour type in which every pixel is another, with all of alpha's range where it has alpha.
pub(super) fn picture(color: ColorType, width: u32, height: u32) -> DynamicImage {
    let rgba = image::ImageBuffer::from_fn(width, height, |x, y| {
        let mix = |factor: u32| ((x * 7919 + y * 104_729 + 13).wrapping_mul(factor) >> 8) as u16;
        image::Rgba([mix(40_503), mix(65_537), mix(2_654_435), mix(97_531)])
    });
    let rgba = DynamicImage::ImageRgba16(rgba);
    match color {
        ColorType::L8 => rgba.into_luma8().into(),
        ColorType::La8 => rgba.into_luma_alpha8().into(),
        ColorType::Rgb8 => rgba.into_rgb8().into(),
        ColorType::Rgba8 => rgba.into_rgba8().into(),
        ColorType::L16 => rgba.into_luma16().into(),
        ColorType::La16 => rgba.into_luma_alpha16().into(),
        ColorType::Rgb16 => rgba.into_rgb16().into(),
        _ => rgba,
    }
}

/// Sends a signal, by its name without `SIG`.
#[cfg(unix)]
#[track_caller]
pub(super) fn send(program: &std::process::Child, signal: &str) {
    let sent = Command::new("kill")
        .args(["-s", signal, &program.id().to_string()])
        .status();
    assert!(sent.unwrap().success());
}

/// Waits until there is something in a folder.
#[cfg(unix)]
#[track_caller]
pub(super) fn wait_for_file(folder: &Path) {
    use std::time::{Duration, Instant};

    let begun = Instant::now();
    while names(folder).is_empty() {
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "it never began to write"
        );
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Names of what is in a folder, in order.
pub(super) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
