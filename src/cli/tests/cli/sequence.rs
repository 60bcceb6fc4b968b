// SPDX-License-Identifier: GPL-2.0-or-later
//! Upscaling over time: folders of frames, taken up again.

use std::fs;
use std::path::Path;

use image::{Rgb, RgbImage};

use super::common::{has_gpu, run};

/// Frames of lines that move by a fraction of a pixel from each to the next.
fn frames(folder: &Path, count: u32) {
    fs::create_dir_all(folder).unwrap();
    for index in 0..count {
        let picture = RgbImage::from_fn(64, 48, |x, y| {
            let place = x as f32 + 0.3 * y as f32 + 0.4 * index as f32;
            let value = 128.0 + 60.0 * (0.7 * place).sin() + 40.0 * (0.21 * place).cos();
            Rgb([value as u8, value as u8, 90])
        });
        picture.save(folder.join(format!("frame{index}.png"))).unwrap();
    }
}

#[test]
fn a_folder_that_is_taken_up_again_becomes_what_it_would_have() {
    if !has_gpu() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    frames(&folder.path().join("in"), 12);
    let arguments = "upscale in out --technology fsr3 --scale 2";
    run(folder.path(), arguments).done();
    let file = |index: u32| folder.path().join(format!("out/frame{index}.png"));
    let whole: Vec<_> = (0..12).map(|index| fs::read(file(index)).unwrap()).collect();
    let alone = run(
        folder.path(),
        "upscale in/frame11.png alone.png --technology fsr3 --scale 2",
    );
    assert_eq!(alone.status, 0, "{}", alone.stderr);
    assert_ne!(
        fs::read(folder.path().join("alone.png")).unwrap(),
        whole[11],
        "frames add up"
    );

    for index in [7, 10, 11] {
        fs::remove_file(file(index)).unwrap();
    }
    // What is there is not made anew.
    fs::write(file(3), "mine").unwrap();
    run(folder.path(), &format!("{arguments} --resume")).done();
    assert_eq!(fs::read(file(3)).unwrap(), b"mine");
    for index in [7, 10, 11] {
        assert!(
            fs::read(file(index)).unwrap() == whole[index as usize],
            "frame {index}"
        );
    }
    run(folder.path(), arguments).done();
    assert!(fs::read(file(3)).unwrap() == whole[3], "without the flag it is");
}
