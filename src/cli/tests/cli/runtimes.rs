// SPDX-License-Identifier: GPL-2.0-or-later
//! Vendors' runtimes, as doubles (`tests/doubles`): what people are told where one is missing, or fails on the way.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use image::ColorType;
use serde_json::Value;

use super::common::{Run, command, finish, has_ffmpeg, has_gpu, names, picture, run};

const NGX: &str = "libnvidia-ngx.so.1";
const RTX_VIDEO: &str = "libnvidia-ngx-vsr.so.1.8.2";

/// The library that Cargo made of the doubles: beside the tests, or a folder above.
fn double() -> PathBuf {
    let name = format!(
        "{}nu_scaler_doubles{}",
        env::consts::DLL_PREFIX,
        env::consts::DLL_SUFFIX
    );
    let tests = env::current_exe().expect("the test is a file");
    let mut folders = tests.ancestors().skip(1).take(2);
    folders
        .find_map(|folder| Some(folder.join(&name)).filter(|path| path.is_file()))
        .expect("the doubles were built")
}

/// A folder with five frames in `in`, and RTX Video in `runtimes`.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let [frames, runtimes] = ["in", "runtimes"].map(|name| folder.path().join(name));
    fs::create_dir(&frames).unwrap();
    for index in 1..=5 {
        let path = frames.join(format!("{index}.png"));
        picture(ColorType::Rgb8, 64, 48).save(path).unwrap();
    }
    fs::create_dir(&runtimes).unwrap();
    for file in [NGX, RTX_VIDEO] {
        fs::copy(double(), runtimes.join(file)).unwrap();
    }
    folder
}

/// Runs the program with the runtimes of a folder, which fail so.
fn run_with(folder: &Path, failing: &str, arguments: &str) -> Run {
    let mut command = command(folder, arguments);
    let variables = [
        (
            "NU_SCALER_RUNTIMES",
            folder.join("runtimes").display().to_string(),
        ),
        ("NU_SCALER_RUNTIMES_SYSTEM", "linux".to_owned()),
        ("DOUBLE_FAIL", failing.to_owned()),
    ];
    finish(command.envs(variables))
}

/// The third frame is the first that fails.
const AT_3: &str = "EvaluateFeature=0xBAD0000B@3";
const WHY: &str = "NVIDIA RTX Video fails: the feature cannot be started (NGX EvaluateFeature, 0xbad0000b)";

#[test]
fn fault_18_another_technology_is_told_once_with_the_reason() {
    if !has_gpu() {
        return;
    }
    let folder = folder();
    let run = run_with(folder.path(), AT_3, "upscale in out --scale 2");
    let expected = format!("warning: in/3.png: {WHY}; AMD FSR 1 from here on\n");
    assert_eq!((run.status, run.stderr), (0, expected));
    assert_eq!(names(&folder.path().join("out")).len(), 5);

    let run = run_with(
        folder.path(),
        "EvaluateFeature=0xBAD0000B",
        "upscale in/1.png 1.png --scale 2",
    );
    let expected = format!("warning: in/1.png: {WHY}; AMD FSR 1 instead\n");
    assert_eq!((run.status, run.stderr), (0, expected));
    assert!(run.stdout.contains("AMD FSR 1"), "{}", run.stdout);

    let run = run_with(
        folder.path(),
        AT_3,
        "upscale in more --scale 2 --frame-generation 2",
    );
    assert_eq!(run.status, 0, "{}", run.stderr);
    let lines: Vec<_> = run.stderr.lines().collect();
    assert!(lines.len() == 1 && lines[0].contains(WHY), "{lines:?}");
}

#[test]
fn fault_18_of_a_video_the_frame_is_named() {
    if !has_gpu() || !has_ffmpeg() {
        return;
    }
    let folder = folder();
    let made = Command::new("ffmpeg")
        .args(["-v", "error", "-framerate", "5", "-i", "in/%d.png", "film.mkv"])
        .current_dir(folder.path())
        .status();
    assert!(made.is_ok_and(|status| status.success()));
    let run = run_with(folder.path(), AT_3, "upscale film.mkv large.mkv --scale 2");
    let expected = format!("warning: frame 3: {WHY}; AMD FSR 1 from here on\n");
    assert_eq!((run.status, run.stderr), (0, expected));
}

#[test]
fn fault_18_what_was_asked_for_by_name_ends_the_work_and_is_told_once() {
    if !has_gpu() {
        return;
    }
    let folder = folder();
    let run = run_with(
        folder.path(),
        AT_3,
        "upscale in out --technology rtx_video --scale 2",
    );
    let expected = format!("error: in/3.png: {WHY}\nerror: 3 of 5 images failed\n");
    assert_eq!((run.status, run.stderr), (1, expected));
    assert_eq!(names(&folder.path().join("out")), ["1.png", "2.png"]);

    // It is not there at all.
    for (place, output) in [("in", "none"), ("in/1.png", "none.png")] {
        let arguments = format!("upscale {place} {output} --technology dlss");
        let run = run_with(folder.path(), "", &arguments);
        let error = run.error(1);
        let expected = "NVIDIA DLSS cannot be used: libnvidia-ngx-dlss.so with any version is not in";
        assert!(error.starts_with(expected), "{error}");
        assert!(!folder.path().join(output).exists());
    }
}

#[test]
fn fault_18_the_list_has_a_code_for_programs() {
    if !has_gpu() {
        return;
    }
    let folder = folder();
    let absent = "SuperSampling.Available=0";
    let run = run_with(folder.path(), absent, "technologies --json");
    run.done();
    let report: Value = serde_json::from_str(&run.stdout).expect("the report is JSON");
    let codes: Vec<_> = report["technologies"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|technology| {
            ["dlss", "rtx_video", "xess", "fsr"]
                .map(Value::from)
                .contains(&technology["id"])
        })
        .map(|technology| technology["code"].as_str())
        .collect();
    assert_eq!(
        codes,
        [None, Some("RuntimeMissing"), None, Some("RuntimePlatform")]
    );
}

#[test]
fn fault_18_folders_that_are_not_looked_into_are_told() {
    if !has_gpu() {
        return;
    }
    let folder = folder();
    let mut list = command(folder.path(), "technologies");
    let given = format!("runtimes:{}", folder.path().join("runtimes").display());
    let list = finish(list.env("NU_SCALER_RUNTIMES", given));
    list.done();
    let dlss = list
        .stdout
        .lines()
        .find(|line| line.trim_start().starts_with("dlss "));
    assert!(
        dlss.is_some_and(|line| line.ends_with("not named from the root on: runtimes")),
        "{dlss:?}"
    );
    for arguments in ["--help", "technologies --help", "upscale --help"] {
        let help = run(folder.path(), arguments);
        assert!(help.stdout.contains("NU_SCALER_RUNTIMES"), "{arguments}");
    }
}

#[test]
fn fault_18_what_cannot_be_measured_is_said_once() {
    if !has_gpu() {
        return;
    }
    let folder = folder();
    let run = run_with(folder.path(), "", "bench --frames 3 --technology xess");
    let expected = "not everything that was asked for can be measured here: Intel XeSS is left out: Intel XeSS \
        exists for Windows only";
    assert_eq!(run.error(1), expected);
}
