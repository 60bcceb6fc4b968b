// SPDX-License-Identifier: GPL-2.0-or-later
//! Judging one picture by another.

use std::fs;

use super::common::{Run, names, picture, run};
use image::{ColorType, DynamicImage, Rgb, RgbImage, Rgba, RgbaImage};
use serde_json::Value;
use tempfile::TempDir;

/// A folder with these pictures in it.
fn folder(pictures: &[(&str, &DynamicImage)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, picture) in pictures {
        picture.save(folder.path().join(name)).unwrap();
    }
    folder
}

fn report(run: &Run) -> Value {
    run.done();
    serde_json::from_str(&run.stdout).expect("the report is JSON")
}

/// A picture of one colour.
fn flat(value: u8) -> DynamicImage {
    RgbImage::from_pixel(24, 16, Rgb([value; 3])).into()
}

#[test]
fn equal_pictures_are_infinitely_alike() {
    let deep = picture(ColorType::Rgba16, 40, 30);
    let folder = folder(&[
        ("a.png", &picture(ColorType::Rgb8, 40, 30)),
        ("a.tiff", &picture(ColorType::Rgb8, 40, 30)),
        ("deep.png", &deep),
    ]);
    for pair in ["a.png a.tiff", "deep.png deep.png"] {
        let people = run(folder.path(), &format!("compare {pair}"));
        people.done();
        let lines: Vec<_> = people.stdout.lines().collect();
        assert_eq!(
            lines,
            ["PSNR RGB    inf dB", "PSNR Y      inf dB", "SSIM Y      1.000000"]
        );
        let report = report(&run(folder.path(), &format!("compare {pair} --json")));
        assert_eq!(report["size"], "40x30");
        for key in ["psnr_rgb", "psnr_y", "psnr_alpha"] {
            assert!(report[key].is_null() && report.get(key).is_some(), "{report}");
        }
        assert!((report["ssim"].as_f64().unwrap() - 1.0).abs() < 1e-9);
    }
}

#[test]
fn a_difference_is_measured_and_drawn() {
    let folder = folder(&[("truth.png", &flat(100)), ("image.bmp", &flat(103))]);
    let people = run(
        folder.path(),
        "compare truth.png image.bmp --difference difference.png",
    );
    people.done();
    let psnr = format!("{:.4} dB", 20.0 * (255f64 / 3.0).log10());
    for line in people.stdout.lines().take(2) {
        assert!(line.ends_with(&psnr), "{line}");
    }
    let difference = image::open(folder.path().join("difference.png")).unwrap();
    assert_eq!(difference, flat(12));
    assert_eq!(names(folder.path()), ["difference.png", "image.bmp", "truth.png"]);
}

#[test]
fn pictures_of_8_and_of_16_bits_can_be_compared() {
    let bytes = picture(ColorType::Rgb8, 30, 20);
    let folder = folder(&[
        ("a.png", &bytes),
        ("b.png", &DynamicImage::ImageRgb16(bytes.to_rgb16())),
    ]);
    let report = report(&run(folder.path(), "compare a.png b.png --json"));
    assert!(report["psnr_rgb"].is_null(), "{report}");
}

#[test]
fn alpha_has_a_figure_of_its_own_where_it_differs() {
    let of = |alpha: u8| RgbaImage::from_pixel(20, 20, Rgba([90, 60, 0, alpha])).into();
    let folder = folder(&[("a.png", &of(255)), ("b.png", &of(204)), ("c.png", &of(255))]);
    let people = run(folder.path(), "compare a.png b.png");
    people.done();
    assert!(
        people.stdout.contains("PSNR alpha  13.9794 dB"),
        "{}",
        people.stdout
    );
    let same = run(folder.path(), "compare a.png c.png");
    same.done();
    assert!(!same.stdout.contains("alpha"), "{}", same.stdout);
}

#[test]
fn sizes_that_differ_are_told() {
    let folder = folder(&[("a.png", &flat(0)), ("b.png", &picture(ColorType::Rgb8, 7, 9))]);
    let run = run(folder.path(), "compare a.png b.png --difference out.png");
    let error = run.error(1);
    for part in ["a.png", "24x16", "b.png", "7x9"] {
        assert!(error.contains(part), "{error}");
    }
    assert_eq!(names(folder.path()), ["a.png", "b.png"]);
}

#[test]
fn what_cannot_be_read_or_written_is_named_and_leaves_nothing() {
    let folder = folder(&[("a.png", &picture(ColorType::Rgb8, 200, 100))]);
    let whole = fs::read(folder.path().join("a.png")).unwrap();
    fs::write(folder.path().join("cut.png"), &whole[..whole.len() / 2]).unwrap();
    for (arguments, parts) in [
        ("a.png none.png", ["none.png", "no such file"]),
        ("none.png a.png", ["none.png", "no such file"]),
        ("a.png cut.png --difference out.png", ["cut.png", "damaged"]),
        ("a.png a.png --difference out.gif", ["out.gif", "extension"]),
        (
            "a.png a.png --difference no/out.png",
            ["no/out.png", "folder does not exist"],
        ),
        ("a.png . ", ["a.png: is a file", "folder"]),
        (". a.png", ["a.png: is a file", "folder"]),
        (". none", ["none: no such file", ""]),
    ] {
        let run = run(folder.path(), &format!("compare {arguments}"));
        let error = run.error(1);
        assert!(parts.iter().all(|part| error.contains(part)), "{error}");
        assert_eq!(run.stdout, "");
    }
    assert_eq!(names(folder.path()), ["a.png", "cut.png"]);
}

#[test]
fn sequences_are_judged_by_their_changes_too() {
    let folder = tempfile::tempdir().unwrap();
    for (name, values) in [
        ("truth", [40, 60, 80]),
        ("brighter", [50, 70, 90]),
        ("flickers", [40, 70, 80]),
    ] {
        fs::create_dir(folder.path().join(name)).unwrap();
        for (index, value) in values.into_iter().enumerate() {
            let file = format!("{name}/{}.png", index + 9);
            flat(value).save(folder.path().join(file)).unwrap();
        }
    }
    let brighter = report(&run(folder.path(), "compare truth brighter --json"));
    assert!(
        (brighter["psnr_y"].as_f64().unwrap() - 28.1308).abs() < 1e-3,
        "{brighter}"
    );
    let changes = brighter["psnr_y_changes"].as_f64().unwrap();
    assert!(
        changes > 120.0,
        "every change is right, but for rounding: {brighter}"
    );
    let flickers = report(&run(folder.path(), "compare truth flickers --json"));
    assert!(
        (flickers["psnr_y_changes"].as_f64().unwrap() - 28.1308).abs() < 1e-3,
        "{flickers}"
    );
    let frames: Vec<_> = flickers["frames"]
        .as_array()
        .unwrap()
        .iter()
        .map(|frame| &frame["frame"])
        .collect();
    assert_eq!(frames, ["9.png", "10.png", "11.png"]);
    assert!(flickers["frames"][0]["psnr_y_change"].is_null());
    let people = run(folder.path(), "compare truth flickers");
    people.done();
    assert!(
        people.stdout.contains("PSNR Y, changes   28.1308 dB"),
        "{}",
        people.stdout
    );
    // Two of the three are equal, which hides nothing of the other.
    assert_eq!(flickers["equal"], 2);
    assert!(
        (flickers["psnr_y"].as_f64().unwrap() - 28.1308).abs() < 1e-3,
        "{flickers}"
    );
    let equal = report(&run(folder.path(), "compare truth truth --json"));
    assert!(equal["psnr_y"].is_null() && equal["equal"] == 3, "{equal}");
    fs::remove_file(folder.path().join("flickers/11.png")).unwrap();
    let differs = run(folder.path(), "compare truth flickers");
    let error = differs.error(1);
    assert!(error.contains("3 frames") && error.contains("has 2"), "{error}");
}
