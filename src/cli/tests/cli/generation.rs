// SPDX-License-Identifier: GPL-2.0-or-later
//! Frames in between those of a folder.

use super::common::{has_gpu, names, run};
use super::flow::scene;
use image::{ColorType, DynamicImage, RgbImage};
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

    let done = run(folder.path(), "upscale in larger --scale 2 --frame-generation 3");
    done.done();
    assert_eq!(done.stdout, "AMD FSR 1, 160x96 to 320x192, images: 7\n");
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
fn no_frame_is_missing_whatever_the_pictures_are_like() {
    if !has_gpu() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in");
    fs::create_dir(&input).unwrap();
    // Some with an alpha channel, of which one is used; one of 16 bits, another of another format.
    let with_alpha = |shift| DynamicImage::ImageRgb8(frame(shift)).into_rgba8();
    let mut transparent = with_alpha(4);
    transparent.pixels_mut().for_each(|pixel| pixel.0[3] = 128);
    frame(0).save(input.join("1.png")).unwrap();
    transparent.save(input.join("2.png")).unwrap();
    with_alpha(8).save(input.join("3.png")).unwrap();
    DynamicImage::ImageRgb8(frame(12))
        .into_rgb16()
        .save(input.join("4.png"))
        .unwrap();
    frame(16).save(input.join("5.bmp")).unwrap();
    run(folder.path(), "upscale in out --scale 1 --frame-generation 2").done();
    let out = folder.path().join("out");
    let made: Vec<String> = (1..=9).map(|number| format!("{number:05}.png")).collect();
    assert_eq!(names(&out), made);
    for (index, name) in made.iter().enumerate() {
        let picture = image::open(out.join(name)).unwrap();
        assert_eq!(picture.color(), ColorType::Rgba16, "{name}");
        // Beside the transparent one the motion is not known as well.
        if index > 3 {
            let error = difference(&picture.into_rgb8(), &frame(2 * index as u32));
            assert!(error <= 3.0, "{name} is {error} codes from what it should be");
        }
    }
}

#[test]
fn where_the_size_changes_the_frame_before_is_repeated_and_told() {
    if !has_gpu() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in");
    fs::create_dir(&input).unwrap();
    frame(0).save(input.join("1.png")).unwrap();
    RgbImage::new(20, 10).save(input.join("2.png")).unwrap();
    RgbImage::new(20, 10).save(input.join("3.png")).unwrap();
    let run = run(folder.path(), "upscale in out --scale 1 --frame-generation 3");
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    for part in ["warning: ", "2.png is 20x10", "1.png before it 160x96"] {
        assert!(run.stderr.contains(part), "{}", run.stderr);
    }
    let out = folder.path().join("out");
    assert_eq!(names(&out).len(), 7);
    for name in ["00002.png", "00003.png"] {
        assert_eq!(read(&out.join(name)), frame(0), "{name}");
    }
}

#[test]
fn frames_of_another_run_are_not_mixed_with_these() {
    if !has_gpu() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    fs::create_dir(&input).unwrap();
    for number in 1..=3 {
        frame(4 * number)
            .save(input.join(format!("{number}.png")))
            .unwrap();
    }
    run(folder.path(), "upscale in out --scale 1 --frame-generation 3").done();
    let before = names(&out);
    let less = run(folder.path(), "upscale in out --scale 1 --frame-generation 2");
    let error = less.error(1);
    assert!(
        error.starts_with("out: ") && error.contains("00006.png"),
        "{error}"
    );
    assert_eq!(names(&out), before);
    fs::write(out.join("notes.png"), "no number").unwrap();
    run(folder.path(), "upscale in out --scale 1 --frame-generation 3").done();
    run(folder.path(), "upscale in out --scale 1 --frame-generation 4").done();
    assert_eq!(names(&out).len(), 10);
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
