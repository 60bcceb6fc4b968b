// SPDX-License-Identifier: GPL-2.0-or-later
//! Frames in between those of a folder.

use super::common::{has_gpu, names, run};
use super::flow::scene;
use image::RgbImage;
use std::fs;
use std::path::Path;

/// What has gone so many pixels to the right.
fn frame(shift: u32) -> RgbImage {
    scene(3, [-f64::from(shift), 0.0])
}

fn read(path: &Path) -> RgbImage {
    image::open(path).unwrap().into_rgb8()
}

/// The mean difference, in codes.
fn difference(one: &RgbImage, other: &RgbImage) -> f64 {
    assert_eq!(one.dimensions(), other.dimensions());
    let pairs = one.as_raw().iter().zip(other.as_raw());
    let sum: u64 = pairs.map(|(one, other)| u64::from(one.abs_diff(*other))).sum();
    sum as f64 / one.as_raw().len() as f64
}

#[test]
fn a_folder_of_frames_gets_those_in_between() {
    if !has_gpu() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in");
    fs::create_dir(&input).unwrap();
    // In the order of their numbers, not of their names.
    for (name, shift) in [("f8.png", 0), ("f9.png", 6), ("f10.png", 12)] {
        frame(shift).save(input.join(name)).unwrap();
    }
    run(folder.path(), "upscale in out --scale 1 --frame-generation 2").done();
    let out = folder.path().join("out");
    let made: Vec<String> = (1..=5).map(|number| format!("{number:05}.png")).collect();
    assert_eq!(names(&out), made);
    for (index, name) in made.iter().enumerate() {
        let error = difference(&read(&out.join(name)), &frame(3 * index as u32));
        let allowed = if index % 2 == 0 { 0.0 } else { 3.0 };
        assert!(error <= allowed, "{name} is {error} codes from what it should be");
    }

    run(folder.path(), "upscale in larger --scale 2 --frame-generation 3").done();
    let larger = folder.path().join("larger");
    assert_eq!(names(&larger).len(), 7);
    assert_eq!(read(&larger.join("00007.png")).dimensions(), (320, 192));
}

#[test]
fn a_frame_that_cannot_be_read_leaves_its_numbers_free() {
    if !has_gpu() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in");
    fs::create_dir(&input).unwrap();
    for number in 1..=4 {
        frame(4 * number)
            .save(input.join(format!("{number}.png")))
            .unwrap();
    }
    fs::write(input.join("2.png"), "no picture").unwrap();
    let run = run(folder.path(), "upscale in out --scale 1 --frame-generation 2");
    assert_eq!(run.status, 1, "{}", run.stderr);
    assert!(
        run.stderr.contains("2.png") && run.stderr.contains("1 of 4"),
        "{}",
        run.stderr
    );
    assert_eq!(
        names(&folder.path().join("out")),
        ["00001.png", "00005.png", "00006.png", "00007.png"]
    );
}

#[test]
fn frames_in_between_need_frames() {
    let folder = tempfile::tempdir().unwrap();
    frame(0).save(folder.path().join("a.png")).unwrap();
    let one = run(folder.path(), "upscale a.png b.png --frame-generation 2");
    assert!(one.error(1).contains("folder of frames"), "{}", one.stderr);
    for wrong in ["1", "5", "-2", "x"] {
        let run = run(
            folder.path(),
            &format!("upscale . out --frame-generation {wrong}"),
        );
        assert!(run.error(2).contains("2 to 4"), "{wrong}: {}", run.stderr);
    }
    assert_eq!(names(folder.path()), ["a.png"]);
}
