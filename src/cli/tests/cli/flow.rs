// SPDX-License-Identifier: GPL-2.0-or-later
//! The motion between pictures.

use std::fs;
use std::path::Path;

use super::common::{Run, has_gpu, names, run, run_without_vulkan};
use image::{ColorType, Rgb, RgbImage};
use serde_json::Value;
use tempfile::TempDir;

const WIDTH: u32 = 160;
const HEIGHT: u32 = 96;

/// A picture without end, of waves in many directions, of which this is what is at `(x, y)`.
pub(super) fn scene(seed: u32, [left, top]: [f64; 2]) -> RgbImage {
    let waves: Vec<[f64; 3]> = (0..14)
        .map(|index| {
            let number = f64::from((seed * 14 + index).wrapping_mul(2_654_435_761) >> 8) / f64::from(1 << 24);
            let length = 5.0 * 1.25_f64.powi(index as i32);
            let direction = std::f64::consts::TAU * number;
            let frequency = std::f64::consts::TAU / length;
            [
                frequency * direction.cos(),
                frequency * direction.sin(),
                40.0 * number,
            ]
        })
        .collect();
    RgbImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let (x, y) = (f64::from(x) + left, f64::from(y) + top);
        let sum: f64 = waves
            .iter()
            .map(|[across, down, phase]| (across * x + down * y + phase).sin())
            .sum();
        Rgb([(128.0 + 22.0 * sum).clamp(0.0, 255.0) as u8; 3])
    })
}

fn folder(pictures: &[(&str, RgbImage)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, picture) in pictures {
        picture.save(folder.path().join(name)).unwrap();
    }
    folder
}

#[track_caller]
fn json(run: &Run) -> Value {
    run.done();
    serde_json::from_str(&run.stdout).expect("the report is JSON")
}

#[track_caller]
fn number(report: &Value, key: &str) -> f64 {
    report[key]
        .as_f64()
        .unwrap_or_else(|| panic!("{key} in {report}"))
}

/// The share of the picture's pixels that are of about this colour.
fn share_of(path: &Path, color: [u8; 3]) -> f64 {
    let picture = image::open(path).unwrap();
    assert_eq!(picture.color(), ColorType::Rgb8);
    let picture = picture.into_rgb8();
    assert_eq!(picture.dimensions(), (WIDTH, HEIGHT));
    let is_near = |pixel: &&Rgb<u8>| pixel.0.iter().zip(color).all(|(a, b)| a.abs_diff(b) <= 24);
    picture.pixels().filter(is_near).count() as f64 / f64::from(WIDTH * HEIGHT)
}

#[test]
fn the_motion_between_two_pictures_is_told_and_drawn() {
    if !has_gpu() {
        return;
    }
    let folder = folder(&[
        ("a.png", scene(1, [0.0, 0.0])),
        ("right.png", scene(1, [-6.0, 0.0])),
        ("up.png", scene(1, [0.0, 6.0])),
    ]);
    // Red is to the right, violet up.
    for (next, color) in [("right.png", [255, 0, 0]), ("up.png", [128, 0, 255])] {
        let report = json(&run(
            folder.path(),
            &format!("flow a.png {next} out.png --scale 6 --json"),
        ));
        assert_eq!(
            (report["frame"].as_str(), report["cut"].as_bool()),
            (Some(next), Some(false))
        );
        assert!((number(&report, "median") - 6.0).abs() < 0.1, "{report}");
        assert!(number(&report, "confidence") > 0.8, "{report}");
        let share = share_of(&folder.path().join("out.png"), color);
        assert!(share > 0.8, "{next}: {share}");
    }
    let half = run(folder.path(), "flow a.png right.png half.bmp --scale 12");
    half.done();
    assert!(
        half.stdout.contains("median") && half.stdout.contains("6.0"),
        "{}",
        half.stdout
    );
    assert!(share_of(&folder.path().join("half.bmp"), [255, 128, 128]) > 0.8);

    let still = run(folder.path(), "flow a.png a.png still.png");
    still.done();
    assert_eq!(share_of(&folder.path().join("still.png"), [255; 3]), 1.0);
    let before = names(folder.path());
    run(folder.path(), "flow a.png right.png").done();
    assert_eq!(names(folder.path()), before, "numbers alone");
}

#[test]
fn a_cut_is_told_and_black() {
    if !has_gpu() {
        return;
    }
    let folder = folder(&[("a.png", scene(1, [0.0, 0.0])), ("b.png", scene(2, [0.0, 0.0]))]);
    let people = run(folder.path(), "flow a.png b.png out.png");
    people.done();
    assert!(people.stdout.contains("cut"), "{}", people.stdout);
    assert_eq!(share_of(&folder.path().join("out.png"), [0; 3]), 1.0);
    let report = json(&run(folder.path(), "flow a.png b.png --json"));
    assert_eq!(report["cut"], true);
    assert!(
        report["mean"].is_null() && report["confidence"].is_null(),
        "{report}"
    );
}

#[test]
fn a_folder_is_followed_in_the_order_of_its_numbers() {
    if !has_gpu() {
        return;
    }
    let names_of_frames: Vec<String> = (8..13).map(|index| format!("frame{index}.png")).collect();
    let frames: Vec<_> = names_of_frames
        .iter()
        .zip(0..)
        // The last two are of something else.
        .map(|(name, index)| (name.as_str(), scene(if index < 3 { 1 } else { 2 }, [-3.0 * f64::from(index), 0.0])))
        .collect();
    let folder = folder(&frames);
    let place = folder.path().parent().unwrap().to_owned();
    let input = folder.path().file_name().unwrap().to_str().unwrap();
    let output = tempfile::tempdir().unwrap();
    let to = output.path().join("motion");
    let report = json(&run(
        &place,
        &format!("flow {input} {} --scale 3 --json", to.display()),
    ));
    assert_eq!(report["size"], "160x96");
    assert_eq!(report["cuts"], serde_json::json!(["frame11.png"]));
    let told: Vec<_> = report["frames"]
        .as_array()
        .unwrap()
        .iter()
        .map(|frame| frame["frame"].as_str().unwrap())
        .collect();
    assert_eq!(told, names_of_frames[1..]);
    for frame in [0, 1, 3] {
        assert!(
            (number(&report["frames"][frame], "median") - 3.0).abs() < 0.1,
            "{report}"
        );
    }
    assert_eq!(names(&to).len(), 4);
    assert!(share_of(&to.join("frame9.png"), [255, 0, 0]) > 0.8);

    let people = run(&place, &format!("flow {input}"));
    people.done();
    assert!(people.stdout.contains("frame11.png"), "{}", people.stdout);
}

#[test]
fn a_frame_that_cannot_be_read_is_reported_and_the_next_begins_anew() {
    if !has_gpu() {
        return;
    }
    let wide = RgbImage::from_pixel(WIDTH + 1, HEIGHT, Rgb([7; 3]));
    let folder = folder(&[
        ("1.png", scene(1, [0.0, 0.0])),
        ("2.png", scene(1, [2.0, 0.0])),
        ("4.png", scene(1, [4.0, 0.0])),
        ("5.png", scene(1, [6.0, 0.0])),
        ("6.png", wide),
    ]);
    fs::write(folder.path().join("3.png"), "this is no picture").unwrap();
    let run = run(folder.path(), "flow . motion --json");
    assert_eq!(run.status, 1);
    for part in ["3.png", "not an image", "6.png", "161x96", "5.png", "2 of 6"] {
        assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
    }
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let told: Vec<_> = report["frames"]
        .as_array()
        .unwrap()
        .iter()
        .map(|frame| frame["frame"].as_str().unwrap())
        .collect();
    assert_eq!(told, ["2.png", "5.png"]);
    assert_eq!(report["size"], "160x96");
    assert_eq!(names(&folder.path().join("motion")), ["2.png", "5.png"]);
}

#[test]
fn what_is_asked_wrongly_is_named_and_leaves_nothing() {
    let folder = folder(&[
        ("a.png", scene(1, [0.0, 0.0])),
        ("small.png", RgbImage::new(7, 5)),
    ]);
    fs::create_dir(folder.path().join("one")).unwrap();
    fs::copy(folder.path().join("a.png"), folder.path().join("one/a.png")).unwrap();
    fs::write(folder.path().join("text.png"), "this is no picture").unwrap();
    let before = names(folder.path());
    for (arguments, parts) in [
        ("a.png", ["a.png", "missing"]),
        ("none.png a.png out.png", ["none.png", "no such file"]),
        ("a.png none.png out.png", ["none.png", "no such file"]),
        ("a.png text.png out.png", ["text.png", "not an image"]),
        ("a.png small.png out.png", ["160x96", "7x5"]),
        ("a.png a.png out.gif", ["out.gif", "extension"]),
        ("a.png a.png one", ["one", "is a folder"]),
        ("a.png a.png no/out.png", ["no/out.png", "folder does not exist"]),
        ("a.png one out.png", ["one", "not a file"]),
        ("one", ["one", "two"]),
        (". out more", [".", "folder"]),
        (". a.png", ["a.png", "is a file"]),
        (". .", [".", "same folder"]),
    ] {
        let run = run(folder.path(), &format!("flow {arguments}"));
        let error = run.error(1);
        assert!(
            parts.iter().all(|part| error.contains(part)),
            "{arguments}: {error}"
        );
        assert_eq!(
            (run.stdout.as_str(), names(folder.path())),
            ("", before.clone()),
            "{arguments}"
        );
    }
    for scale in ["0", "-1", "nan", "inf", "fast"] {
        let run = run(
            folder.path(),
            &format!("flow a.png a.png out.png --scale {scale}"),
        );
        assert!(run.error(2).contains("--scale"), "{}", run.stderr);
    }
    let run = run_without_vulkan(folder.path(), "flow a.png a.png out.png");
    assert!(run.error(1).contains("Vulkan"), "{}", run.stderr);
    assert_eq!(names(folder.path()), before);
}
