// SPDX-License-Identifier: GPL-2.0-or-later
//! Upscaling files and folders on the GPU.

use std::fs;
use std::path::Path;

use super::common::{command, has_gpu, names, picture, run};
#[cfg(unix)]
use super::common::{send, wait_for_file};
use image::codecs::png::PngEncoder;
use image::{ColorType, DynamicImage, ImageDecoder, ImageEncoder, ImageReader, Rgb, RgbImage};

/// As it is stored: the profile of colours, and the pixels.
fn read(path: &Path) -> (Option<Vec<u8>>, DynamicImage) {
    let mut decoder = ImageReader::open(path).unwrap().into_decoder().unwrap();
    (
        decoder.icc_profile().unwrap(),
        DynamicImage::from_decoder(decoder).unwrap(),
    )
}

/// The picture with each pixel `factor` times in each direction, which is what the nearest pixel gives.
fn repeated(image: &DynamicImage, factor: u32) -> DynamicImage {
    image.resize_exact(
        image.width() * factor,
        image.height() * factor,
        image::imageops::FilterType::Nearest,
    )
}

/// A folder with a picture that takes long enough to be interrupted, `in.png`, and the empty folder `out` in it.
#[cfg(unix)]
fn long_work() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    picture(ColorType::Rgb8, 1000, 1000)
        .save(folder.path().join("in.png"))
        .unwrap();
    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    (folder, out)
}

#[cfg(unix)]
#[test]
fn nothing_is_left_of_an_interrupted_image() {
    use std::os::unix::process::ExitStatusExt;
    use std::process::Stdio;

    if !has_gpu() {
        return;
    }
    let (folder, out) = long_work();
    for (name, number) in [("INT", 2), ("TERM", 15)] {
        let mut program = command(folder.path(), "upscale in.png out/a.png --scale 4")
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        wait_for_file(&out);
        send(&program, name);
        assert_eq!(program.wait().unwrap().signal(), Some(number), "{name}");
        assert_eq!(names(&out), [""; 0], "{name}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_end_of_the_terminal_interrupts_unless_it_is_to_be_outlived() {
    use std::os::unix::process::ExitStatusExt;
    use std::process::{Command, Stdio};

    if !has_gpu() {
        return;
    }
    let (folder, out) = long_work();
    let program = command(folder.path(), "upscale in.png out/a.png --scale 4");
    for (signal_is, left) in [
        ("--default-signal=HUP", &[][..]),
        ("--ignore-signal=HUP", &["a.png"]),
    ] {
        let mut program = Command::new("env")
            .arg(signal_is)
            .arg(program.get_program())
            .args(program.get_args())
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        wait_for_file(&out);
        send(&program, "HUP");
        let ended = program.wait().unwrap();
        let expected = left.is_empty().then_some(1);
        assert_eq!(ended.signal(), expected, "{signal_is}: {ended}");
        assert_eq!(names(&out), left, "{signal_is}");
    }
}

#[test]
fn scale_1_gives_back_every_format_bit_for_bit() {
    if !has_gpu() {
        return;
    }
    use ColorType::{L8, L16, La8, La16, Rgb8, Rgb16, Rgba8, Rgba16};
    for (format, colors) in [
        ("png", &[L8, La8, Rgb8, Rgba8, L16, La16, Rgb16, Rgba16][..]),
        ("tiff", &[L8, Rgb8, Rgba8, L16, Rgb16, Rgba16]),
        ("webp", &[Rgb8, Rgba8]),
        ("bmp", &[Rgb8, Rgba8]),
    ] {
        for &color in colors {
            let folder = tempfile::tempdir().unwrap();
            let original = picture(color, 37, 23);
            original.save(folder.path().join("in.png")).unwrap();
            for (from, to) in [
                ("in.png", format!("out.{format}")),
                (&format!("out.{format}"), "back.png".into()),
            ] {
                run(
                    folder.path(),
                    &format!("upscale {from} {to} --scale 1 --sharpness 0"),
                )
                .done();
            }
            let (_, back) = read(&folder.path().join("back.png"));
            assert_eq!(back, original, "{format} {color:?}");
        }
    }
}

#[test]
fn the_nearest_pixel_is_exact_with_16_bits_and_alpha() {
    if !has_gpu() {
        return;
    }
    for color in [
        ColorType::L8,
        ColorType::Rgb8,
        ColorType::Rgb16,
        ColorType::L16,
        ColorType::Rgba8,
        ColorType::Rgba16,
    ] {
        let folder = tempfile::tempdir().unwrap();
        let original = picture(color, 31, 17);
        original.save(folder.path().join("in.png")).unwrap();
        let flags = "--technology fallback --algorithm nearest --sharpness 0 --scale 2";
        run(folder.path(), &format!("upscale in.png out.png {flags}")).done();
        let (_, out) = read(&folder.path().join("out.png"));
        let mut expected = repeated(&original, 2);
        // Under full transparency there is no colour to keep.
        if let DynamicImage::ImageRgba8(image) = &mut expected {
            image
                .pixels_mut()
                .filter(|pixel| pixel[3] == 0)
                .for_each(|pixel| pixel.0 = [0; 4]);
        }
        if let DynamicImage::ImageRgba16(image) = &mut expected {
            image
                .pixels_mut()
                .filter(|pixel| pixel[3] == 0)
                .for_each(|pixel| pixel.0 = [0; 4]);
        }
        assert_eq!(out, expected, "{color:?}");
    }
}

#[test]
fn a_content_and_a_profile_bring_their_settings() {
    if !has_gpu() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let original = picture(ColorType::Rgb8, 31, 17);
    original.save(folder.path().join("in.png")).unwrap();
    let profile = r#"{"nu_scaler_profile": 1, "settings": {
        "technology": "fallback", "algorithm": "nearest", "scale_mode": "factor", "scale_factor": 3}}"#;
    fs::write(folder.path().join("p.json"), profile).unwrap();
    for (flags, factor) in [
        ("--content pixel_art", 2),
        ("--content pixel_art --scale 4", 4),
        ("--profile p.json", 3),
        ("--profile p.json --content pixel_art", 2),
        ("--profile p.json --scale 1", 1),
    ] {
        run(folder.path(), &format!("upscale in.png out.png {flags}")).done();
        let (_, out) = read(&folder.path().join("out.png"));
        assert_eq!(out, repeated(&original, factor), "{flags}");
    }
}

#[test]
fn sizes_are_those_of_the_flags() {
    if !has_gpu() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    picture(ColorType::Rgb8, 40, 30)
        .save(folder.path().join("in.png"))
        .unwrap();
    for (flags, size) in [
        ("", (60, 45)),
        ("--quality performance", (80, 60)),
        ("--quality ultra --technology fsr", (52, 39)),
        ("--scale 2.5", (100, 75)),
        ("--scale 4", (160, 120)),
        ("--size 41x77", (41, 77)),
        ("--size 7x3 --technology fallback --algorithm area", (7, 3)),
        ("--sharpness 1 --scale 1", (40, 30)),
    ] {
        run(folder.path(), &format!("upscale in.png out.png {flags}")).done();
        let (_, out) = read(&folder.path().join("out.png"));
        assert_eq!((out.width(), out.height()), size, "{flags}");
        assert_eq!(out.color(), ColorType::Rgb8);
    }
}

#[test]
fn what_ran_is_said_and_a_kernel_is_not_ignored() {
    if !has_gpu() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    picture(ColorType::Rgb8, 20, 12)
        .save(folder.path().join("in.png"))
        .unwrap();
    for (flags, technology) in [
        ("", "AMD FSR 1"),
        ("--technology nis", "NVIDIA Image Scaling"),
        ("--algorithm lanczos3", "Classic scaling"),
        ("--light linear", "Classic scaling"),
        ("--antiringing 1", "Classic scaling"),
        ("--technology fsr --algorithm lanczos3", "AMD FSR 1"),
    ] {
        let run = run(
            folder.path(),
            &format!("upscale in.png out.png --scale 2 {flags}"),
        );
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert_eq!(
            run.stdout.trim_end(),
            format!("{technology}, 20x12 to 40x24"),
            "{flags}"
        );
    }
}

#[test]
fn what_a_format_cannot_hold_is_reduced() {
    if !has_gpu() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    picture(ColorType::Rgba16, 20, 20)
        .save(folder.path().join("in.png"))
        .unwrap();
    for (output, color) in [
        ("out.jpg", ColorType::Rgb8),
        ("out.webp", ColorType::Rgba8),
        ("out.bmp", ColorType::Rgba8),
        ("out.tif", ColorType::Rgba16),
    ] {
        run(folder.path(), &format!("upscale in.png {output}")).done();
        let (_, out) = read(&folder.path().join(output));
        assert_eq!(
            (out.width(), out.height(), out.color()),
            (30, 30, color),
            "{output}"
        );
    }
}

#[test]
fn jpeg_stays_close() {
    if !has_gpu() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let smooth = RgbImage::from_fn(64, 64, |x, y| Rgb([(x * 4) as u8, (y * 4) as u8, 128]));
    smooth.save(folder.path().join("in.png")).unwrap();
    run(folder.path(), "upscale in.png out.jpeg --scale 1 --sharpness 0").done();
    run(folder.path(), "upscale out.jpeg back.png --scale 1 --sharpness 0").done();
    let (_, back) = read(&folder.path().join("back.png"));
    let worst = back
        .into_rgb8()
        .iter()
        .zip(smooth.iter())
        .map(|(a, b)| a.abs_diff(*b))
        .max();
    assert!(worst <= Some(6), "{worst:?}");
}

#[test]
fn the_profile_is_kept_and_the_orientation_applied() {
    if !has_gpu() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let profile = [&[0; 16], &b"RGB "[..], &[7; 108]].concat();
    // A TIFF structure with one entry: orientation (0x112) is 6, so the first row is on the right.
    let exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    let original = picture(ColorType::Rgb8, 5, 3).into_rgb8();
    let mut encoder = PngEncoder::new(fs::File::create(folder.path().join("in.png")).unwrap());
    encoder.set_icc_profile(profile.clone()).unwrap();
    encoder.set_exif_metadata(exif).unwrap();
    encoder
        .write_image(&original, 5, 3, image::ExtendedColorType::Rgb8)
        .unwrap();

    let expected = DynamicImage::ImageRgb8(image::imageops::rotate90(&original));
    for output in ["out.png", "out.webp", "out.jpg", "out.tiff"] {
        run(
            folder.path(),
            &format!("upscale in.png {output} --scale 1 --sharpness 0"),
        )
        .done();
        // Through the program once more, which must read what it wrote.
        run(
            folder.path(),
            &format!("upscale {output} back.png --scale 1 --sharpness 0"),
        )
        .done();
        let (kept, back) = read(&folder.path().join("back.png"));
        assert_eq!(kept.as_ref(), Some(&profile), "{output}");
        assert_eq!((back.width(), back.height()), (3, 5));
        if output != "out.jpg" {
            assert_eq!(back, expected, "{output}");
        }
    }
}

#[test]
fn a_folder_is_done_whole_but_for_what_is_damaged() {
    if !has_gpu() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let frames = folder.path().join("frames");
    fs::create_dir_all(frames.join("sub")).unwrap();
    for (i, name) in ["f1.png", "f2.bmp", "f10.jpg"].iter().enumerate() {
        picture(ColorType::Rgb8, 10 + i as u32, 10)
            .save(frames.join(name))
            .unwrap();
    }
    fs::write(frames.join("notes.txt"), "not a picture").unwrap();
    let done = run(folder.path(), "upscale frames made/out --scale 2");
    done.done();
    assert_eq!(done.stdout, "AMD FSR 1, several sizes, images: 3\n");
    let out = folder.path().join("made/out");
    for (i, name) in ["f1.png", "f2.bmp", "f10.jpg"].iter().enumerate() {
        assert_eq!(read(&out.join(name)).1.width(), 20 + 2 * i as u32);
    }
    assert_eq!(fs::read_dir(&out).unwrap().count(), 3);

    fs::remove_dir_all(&out).unwrap();
    fs::write(frames.join("f2.bmp"), "BM but no more").unwrap();
    fs::write(frames.join("f3.png"), "").unwrap();
    let run = run(folder.path(), "upscale frames made/out --scale 2");
    assert_eq!(run.status, 1);
    let lines: Vec<_> = run.stderr.lines().collect();
    assert_eq!(lines.len(), 3, "{}", run.stderr);
    assert!(
        lines[0].contains("f2.bmp") && lines[1].contains("f3.png"),
        "in the order of their numbers: {lines:?}"
    );
    assert_eq!(lines[2], "error: 2 of 4 images failed");
    assert_eq!(fs::read_dir(&out).unwrap().count(), 2);
}

#[cfg(unix)]
#[test]
fn a_folder_may_have_any_names_and_nothing_is_left_out_in_silence() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    if !has_gpu() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let frames = folder.path().join("frames");
    fs::create_dir(&frames).unwrap();
    let names = [&b"1 \xff.png"[..], "2 ünï 名.png".as_bytes(), b"3 \x1b[31m\n.png"].map(OsStr::from_bytes);
    for name in names {
        picture(ColorType::Rgb8, 4, 4)
            .save_with_format(frames.join(name), image::ImageFormat::Png)
            .unwrap();
    }
    run(folder.path(), "upscale frames out --scale 2").done();
    for name in names {
        assert_eq!(read(&folder.path().join("out").join(name)).1.width(), 8);
    }

    std::os::unix::fs::symlink("nowhere", frames.join("4.png")).unwrap();
    let run = run(folder.path(), "upscale frames out --scale 2");
    let lines: Vec<_> = run.stderr.lines().collect();
    assert_eq!(
        (run.status, lines),
        (
            1,
            vec![
                "error: frames/4.png: no such file or folder",
                "error: 1 of 4 images failed"
            ]
        )
    );
}
