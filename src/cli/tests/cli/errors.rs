// SPDX-License-Identifier: GPL-2.0-or-later
//! What is asked wrongly, and what cannot be done: one line, the right status, and nothing left behind.

use std::fs;
use std::path::Path;

use super::common::{command, finish, has_gpu, names, picture, run, run_without_vulkan};
use image::ColorType;
use tempfile::TempDir;

const FORMATS: [&str; 5] = ["png", "jpg", "webp", "bmp", "tiff"];

/// A folder with `in.png` in it.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    picture(ColorType::Rgb8, 16, 9)
        .save(folder.path().join("in.png"))
        .unwrap();
    folder
}

#[test]
fn help_shows_defaults_and_ranges_of_the_table() {
    let help = run(Path::new("."), "upscale --help");
    assert_eq!((help.status, help.stderr.as_str()), (0, ""));
    // Wherever its lines end.
    let words: Vec<_> = help.stdout.split_whitespace().collect();
    let words = words.join(" ");
    for part in [
        "[default: auto]",
        "[default: quality]",
        "lanczos3",
        "From 1 to 4",
        "16384",
    ] {
        assert!(words.contains(part), "{part} is missing in {}", help.stdout);
    }
    let version = run(Path::new("."), "--version");
    assert_eq!(
        version.stdout.trim_end(),
        concat!("nu-scaler ", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn a_profile_that_is_none_is_refused_before_anything_is_written() {
    let folder = folder();
    let write = |text: &str| fs::write(folder.path().join("p.json"), text).unwrap();
    for (text, expected) in [
        (None, "no such file"),
        (Some("{"), "line 1"),
        (Some("{}"), "no profile"),
        (Some(r#"{"nu_scaler_profile": 9, "settings": {}}"#), "version"),
        (
            Some(r#"{"nu_scaler_profile": 1, "settings": {"sharpness": 2}}"#),
            "0 to 1",
        ),
        (
            Some(r#"{"nu_scaler_profile": 1, "settings": {"technology": "fsr9"}}"#),
            "accepted are auto",
        ),
    ] {
        if let Some(text) = text {
            write(text);
        }
        let run = run(folder.path(), "upscale in.png out.png --profile p.json");
        let error = run.error(1);
        assert!(
            error.starts_with("p.json: ") && error.contains(expected),
            "{error}"
        );
        assert!(!folder.path().join("out.png").exists());
    }
}

#[test]
fn wrong_usage_has_status_2() {
    for arguments in [
        "",
        "upscale",
        "upscale in.png",
        "upscale a b c",
        "upscal a b",
        "upscale a b --bogus",
        "--bogus",
    ] {
        let run = run(Path::new("."), arguments);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments}");
        assert!(run.stderr.contains("Usage"), "{arguments}: {}", run.stderr);
    }
    let run = run(Path::new("."), "upscale a.png b.png --scale 2 --size 10x10");
    assert_eq!(run.status, 2);
}

#[test]
fn an_unknown_name_is_answered_with_the_nearest_and_all() {
    for (flag, id, nearest, accepted) in [
        (
            "--technology",
            "fsr1",
            "fsr",
            "auto, fsr, fsr3, dlss, rtx_video, xess, nis, nu, fallback",
        ),
        ("--technology", "FALLBACK", "fallback", "auto"),
        (
            "--quality",
            "qualty",
            "quality",
            "quality, ultra, balanced, performance",
        ),
        (
            "--algorithm",
            "lancsoz3",
            "lanczos3",
            "preset, nearest, bilinear, bicubic, mitchell, lanczos2, lanczos3, spline36, ginseng, steered, area",
        ),
    ] {
        let run = run(Path::new("."), &format!("upscale a.png b.png {flag} {id}"));
        let error = run.error(2);
        assert!(error.contains(&format!("did you mean '{nearest}'")), "{error}");
        assert!(error.contains(id) && error.contains(accepted), "{error}");
    }
}

#[test]
fn numbers_out_of_range_are_refused() {
    for arguments in [
        "--scale 0.99",
        "--scale 4.5",
        "--scale 0",
        "--scale -2",
        "--scale NaN",
        "--scale inf",
        "--scale 1e999",
        "--scale two",
        "--sharpness 1.5",
        "--sharpness -0.1",
        "--sharpness nan",
        "--antiringing 2",
        "--size 0x10",
        "--size 10x0",
        "--size 16385x10",
        "--size 10",
        "--size axb",
        "--size 1920*1080",
        "--size 99999999999x1",
        "--size -5x5",
    ] {
        let run = run(Path::new("."), &format!("upscale a.png b.png {arguments}"));
        let error = run.error(2);
        let flag = arguments.split(' ').next().unwrap();
        assert!(error.contains(flag), "{error}");
    }
}

#[test]
fn a_value_with_line_breaks_is_told_in_one_line() {
    let mut command = command(Path::new("."), "upscale a.png b.png --scale");
    let run = finish(command.arg("1\n\n2"));
    let error = run.error(2);
    assert!(error.contains("1 2") && error.contains("not a number"), "{error}");
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_told_is_still_in_the_status() {
    let full = || fs::File::options().write(true).open("/dev/full").unwrap();
    for (arguments, status) in [
        ("upscale none.png out.png", 1),
        ("upscale in.png out.png --scale 9", 2),
        ("upscale", 2),
    ] {
        let run = finish(command(Path::new("."), arguments).stderr(full()));
        assert_eq!(run.status, status, "{arguments}");
    }
    for arguments in ["--version", "upscale --help", "technologies --json"] {
        let run = finish(command(Path::new("."), arguments).stdout(full()));
        assert!(run.error(1).contains("cannot be written"), "{arguments}");
    }
}

#[test]
fn what_is_no_image_is_named() {
    let folder = folder();
    fs::write(folder.path().join("text.png"), "this is no picture").unwrap();
    fs::write(folder.path().join("empty.png"), "").unwrap();
    fs::write(folder.path().join("gif.png"), b"GIF89a\0\0\0\0\0\0\0").unwrap();
    let before = names(folder.path());
    for (input, reason) in [
        ("none.png", "no such file"),
        ("text.png", "not an image"),
        ("empty.png", "not an image"),
        ("gif.png", "not an image"),
        ("/dev/null", "not a file"),
    ] {
        let run = run(folder.path(), &format!("upscale {input} out.png"));
        let error = run.error(1);
        assert!(error.contains(input) && error.contains(reason), "{error}");
    }
    assert_eq!(names(folder.path()), before);
}

#[test]
fn a_truncated_image_is_an_error_and_leaves_nothing() {
    if !has_gpu() {
        return;
    }
    for format in FORMATS {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(format!("in.{format}"));
        picture(ColorType::Rgb8, 300, 200).save(&path).unwrap();
        let whole = fs::read(&path).unwrap();
        for length in [20, whole.len() / 2, whole.len() * 9 / 10] {
            fs::write(&path, &whole[..length]).unwrap();
            let run = run(folder.path(), &format!("upscale in.{format} out.png"));
            let error = run.error(1);
            assert!(error.contains(&format!("in.{format}")), "{error}");
            assert_eq!(
                names(folder.path()),
                [format!("in.{format}")],
                "{length} of {}",
                whole.len()
            );
        }
    }
}

#[test]
fn an_output_that_cannot_be_written_is_named() {
    let folder = folder();
    fs::create_dir(folder.path().join("folder.png")).unwrap();
    for (output, reason) in [
        ("no/such/out.png", "cannot be written: the folder does not exist"),
        ("folder.png", "is a folder"),
        (".", "is a folder"),
        ("out.gif", "extension"),
        ("out", "extension"),
        ("in.png/out.png", "cannot be written"),
    ] {
        let run = run(folder.path(), &format!("upscale in.png {output}"));
        let error = run.error(1);
        assert!(error.contains(output) && error.contains(reason), "{error}");
        assert!(!error.contains(".tmp"), "{error}");
    }
    assert_eq!(names(folder.path()), ["folder.png", "in.png"]);
}

#[test]
fn a_technology_that_cannot_do_the_job_is_not_replaced_in_silence() {
    if !has_gpu() {
        return;
    }
    let folder = folder();
    let run = run(
        folder.path(),
        "upscale in.png out.png --technology fsr --size 3x3",
    );
    assert!(run.error(1).contains("in.png"), "{}", run.stderr);
    assert_eq!(names(folder.path()), ["in.png"]);
}

#[test]
fn fault_19_without_vulkan_the_error_says_what_to_install() {
    let folder = folder();
    let run = run_without_vulkan(folder.path(), "upscale in.png out.png");
    let error = run.error(1);
    assert!(error.contains("Vulkan") && error.contains("driver"), "{error}");
    assert_eq!(names(folder.path()), ["in.png"]);
}

#[test]
fn an_unknown_adapter_is_answered_with_those_that_there_are() {
    if !has_gpu() {
        return;
    }
    let folder = folder();
    let run = run(folder.path(), "upscale in.png out.png --adapter no-such-gpu");
    assert!(run.error(1).contains("no-such-gpu"), "{}", run.stderr);
}

#[test]
fn an_output_beyond_the_gpu_is_refused_before_anything_is_decoded() {
    if !has_gpu() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    picture(ColorType::L8, 16_380, 2)
        .save(folder.path().join("in.png"))
        .unwrap();
    let run = run(folder.path(), "upscale in.png out.png --scale 4");
    let error = run.error(1);
    assert!(error.contains("65520x8") && error.contains("GPU"), "{error}");
    assert_eq!(names(folder.path()), ["in.png"]);
}

#[test]
fn folders_that_cannot_be_upscaled_are_named() {
    let folder = folder();
    fs::create_dir(folder.path().join("empty")).unwrap();
    let error = run(folder.path(), "upscale empty out");
    assert!(error.error(1).contains("no image"), "{}", error.stderr);
    let error = run(folder.path(), "upscale . in.png");
    assert!(error.error(1).contains("is a file"), "{}", error.stderr);
    let error = run(folder.path(), "upscale . empty/..");
    assert!(error.error(1).contains("same folder"), "{}", error.stderr);
    assert_eq!(names(folder.path()), ["empty", "in.png"]);
}

#[test]
fn weights_that_are_missing_are_missed_by_their_own_network_only() {
    if !has_gpu() {
        return;
    }
    let folder = folder();
    let weights = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/models/nu-s.nuw");
    fs::copy(weights, folder.path().join("nu-s.nuw")).unwrap();
    let with = |models: &str, quality: &str| {
        let arguments = format!("upscale in.png {quality}.png --technology nu --quality {quality} --scale 2");
        finish(command(folder.path(), &arguments).env("NU_SCALER_MODELS", models))
    };
    with(".", "performance").done();
    let run = with(".", "ultra");
    assert!(run.error(1).contains("nu-l.nuw"), "{}", run.stderr);
    // A variable without a value names no folder.
    with("", "ultra").done();
}

#[test]
fn what_goes_with_other_inputs_only_is_told() {
    let folder = folder();
    fs::write(folder.path().join("in.mp4"), "not opened").unwrap();
    let before = names(folder.path());
    for (arguments, parts) in [
        ("in.png out.png --resume", ["in.png", "only a folder"]),
        ("in.mp4 out.mkv --resume", ["in.mp4", "only a folder"]),
        ("in.png in.png", ["in.png", "same file"]),
        (
            "in.png ./in.png --frame-generation 2",
            ["in.png", "folder of frames"],
        ),
        ("in.mp4 in.mp4", ["in.mp4", "same file"]),
        (". out.mkv", ["out.mkv", "looks like a video"]),
    ] {
        let run = run(folder.path(), &format!("upscale {arguments}"));
        let error = run.error(1);
        assert!(
            parts.iter().all(|part| error.contains(part)),
            "{arguments}: {error}"
        );
    }
    assert_eq!(names(folder.path()), before);
}

#[cfg(unix)]
#[test]
fn what_is_read_is_not_written_over_through_a_link() {
    let folder = folder();
    let link = folder.path().join("link.png");
    std::os::unix::fs::symlink("in.png", &link).unwrap();
    let picture = fs::read(folder.path().join("in.png")).unwrap();
    for arguments in [
        "upscale in.png link.png",
        "upscale link.png in.png",
        "flow link.png in.png in.png",
    ] {
        let run = run(folder.path(), arguments);
        assert!(run.error(1).contains("same file"), "{arguments}: {}", run.stderr);
    }
    assert_eq!(fs::read(folder.path().join("in.png")).unwrap(), picture);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
}
