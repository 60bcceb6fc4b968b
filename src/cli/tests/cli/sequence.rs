// SPDX-License-Identifier: GPL-2.0-or-later
//! Upscaling over time: folders of frames, taken up again, and videos.

use std::fs;
use std::path::Path;
use std::process::Command;

use image::{Rgb, RgbImage};

use super::common::{command, finish, has_ffmpeg, has_gpu, names, run};

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

#[test]
fn a_video_keeps_its_frames_and_its_sound() {
    if !has_gpu() || !has_ffmpeg() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let made = Command::new("ffmpeg")
        .args([
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            "testsrc=size=64x48:rate=10:duration=1",
        ])
        .args([
            "-f",
            "lavfi",
            "-i",
            "sine=duration=1",
            "-c:v",
            "libx264",
            "-c:a",
            "aac",
            "in.mp4",
        ])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    for output in ["out.mkv", "out.mp4", "in.mp4"] {
        let done = run(
            folder.path(),
            &format!("upscale in.mp4 {output} --technology fsr3 --scale 2"),
        );
        done.done();
        assert!(
            done.stdout.contains("10 frames, 64x48 to 128x96"),
            "{}",
            done.stdout
        );
        let probed = Command::new("ffprobe")
            .args(["-v", "error", "-count_frames", "-of", "csv=p=0"])
            .args([
                "-show_entries",
                "stream=codec_type,width,height,nb_read_frames",
                output,
            ])
            .current_dir(folder.path())
            .output()
            .unwrap();
        let probed = String::from_utf8(probed.stdout).unwrap();
        assert!(probed.contains("video,128,96,10"), "{output}: {probed}");
        assert!(probed.contains("audio,"), "{output}: {probed}");
    }
    assert_eq!(names(folder.path()), ["in.mp4", "out.mkv", "out.mp4"]);
}

#[test]
fn a_video_that_cannot_be_made_leaves_nothing() {
    if !has_gpu() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in.mp4"), "no video").unwrap();
    let arguments = "upscale in.mp4 out.mkv";
    let without = finish(command(folder.path(), arguments).env("PATH", "/nonexistent"));
    let error = without.error(1);
    assert!(error.contains("ffmpeg") && error.contains("install"), "{error}");
    if has_ffmpeg() {
        let damaged = run(folder.path(), arguments);
        assert!(
            damaged.error(1).starts_with("in.mp4: ffmpeg: "),
            "{}",
            damaged.stderr
        );
    }
    assert_eq!(names(folder.path()), ["in.mp4"]);
}
