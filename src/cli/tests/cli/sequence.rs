// SPDX-License-Identifier: GPL-2.0-or-later
//! Upscaling over time: folders of frames, taken up again.

use std::fs;
use std::path::Path;

use image::{ColorType, DynamicImage, Rgb, RgbImage};

use super::common::{has_gpu, run};

/// Frames of lines that move by a fraction of a pixel from each to the next.
fn frames(folder: &Path, count: u32) {
    fs::create_dir_all(folder).unwrap();
    for index in 0..count {
        let picture = RgbImage::from_fn(24, 16, |x, y| {
            let place = x as f32 + 0.3 * y as f32 + 0.4 * index as f32;
            let value = 128.0 + 60.0 * (0.7 * place).sin() + 40.0 * (0.21 * place).cos();
            Rgb([value as u8, value as u8, 90])
        });
        picture.save(folder.join(format!("frame{index}.png"))).unwrap();
    }
}

/// The largest difference of a colour, in codes.
fn difference(one: &DynamicImage, other: &DynamicImage) -> u8 {
    let (one, other) = (one.to_rgb8(), other.to_rgb8());
    assert_eq!(one.dimensions(), other.dimensions());
    let differences = one.iter().zip(other.iter()).map(|(a, b)| a.abs_diff(*b));
    differences.max().unwrap_or_default()
}

#[test]
fn a_folder_that_is_taken_up_again_becomes_what_it_would_have() {
    if !has_gpu() {
        return;
    }
    // More than can be seen in a result.
    const COUNT: u32 = 60;
    let folder = tempfile::tempdir().unwrap();
    frames(&folder.path().join("in"), COUNT);
    let arguments = "upscale in out --technology fsr3 --scale 2";
    run(folder.path(), arguments).done();
    let file = |index: u32| folder.path().join(format!("out/frame{index}.png"));
    let whole: Vec<_> = (0..COUNT).map(|index| fs::read(file(index)).unwrap()).collect();
    run(
        folder.path(),
        "upscale in/frame58.png alone.png --technology fsr3 --scale 2",
    )
    .done();
    let worst = |path: &Path, index: u32| {
        let whole = image::load_from_memory(&whole[index as usize]).unwrap();
        difference(&image::open(path).unwrap(), &whole)
    };
    // What is left of all before those that are looked at again.
    const LEFT: u8 = 2;
    let alone = worst(&folder.path().join("alone.png"), 58);
    assert!(alone > LEFT, "frames add up: {alone}");

    fs::write(file(4), "").unwrap();
    fs::copy(folder.path().join("in/frame5.png"), file(5)).unwrap();
    for index in [55, 58] {
        fs::remove_file(file(index)).unwrap();
    }
    // What is there, and as large as it is to be, is not made anew.
    fs::copy(file(7), file(3)).unwrap();
    run(folder.path(), &format!("{arguments} --resume")).done();
    assert!(fs::read(file(3)).unwrap() == whole[7]);
    for index in [4, 5, 55, 58] {
        let worst = worst(&file(index), index);
        assert!(worst <= LEFT, "frame {index} is {worst} codes from what it was");
    }
    let nothing = run(folder.path(), &format!("{arguments} --resume"));
    assert_eq!(nothing.stdout, "every result is there already\n");
    run(folder.path(), arguments).done();
    assert!(fs::read(file(3)).unwrap() == whole[3], "without the flag it is");
}

#[test]
fn frames_add_up_whichever_of_them_are_opaque() {
    if !has_gpu() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (plain, mixed) = (folder.path().join("plain"), folder.path().join("mixed"));
    frames(&plain, 6);
    fs::create_dir(&mixed).unwrap();
    for index in 0..6 {
        let name = format!("frame{index}.png");
        let picture = image::open(plain.join(&name)).unwrap();
        match index {
            3 => picture.into_rgba8().save(mixed.join(&name)).unwrap(),
            4 => picture.into_rgb16().save(mixed.join(&name)).unwrap(),
            _ => picture.save(mixed.join(&name)).unwrap(),
        }
    }
    for input in ["plain", "mixed"] {
        let to = format!("upscale {input} {input}-2x --technology fsr3 --scale 2");
        run(folder.path(), &to).done();
    }
    run(
        folder.path(),
        "upscale plain/frame5.png alone.png --technology fsr3 --scale 2",
    );
    let read = |path: &str| image::open(folder.path().join(path)).unwrap();
    let whole = read("plain-2x/frame5.png");
    assert!(difference(&whole, &read("alone.png")) > 2, "frames add up");
    assert!(difference(&whole, &read("mixed-2x/frame5.png")) <= 2);
    assert_eq!(read("mixed-2x/frame3.png").color(), ColorType::Rgba8);
    assert_eq!(read("mixed-2x/frame5.png").color(), ColorType::Rgb8);
}
