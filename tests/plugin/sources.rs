// SPDX-License-Identifier: GPL-2.0-or-later
//! Every family of sources that OBS brings.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use image::RgbaImage;
use nu_scaler_tests::host::Source;
use nu_scaler_tests::host::pattern::{Pattern, picture};
use nu_scaler_tests::host::{Host, Options, Video, luma_codes, main_light, main_output};
use nu_scaler_tests::process::wait_until;
use nu_scaler_tests::x11::Screen;
use nu_scaler_tests::xvfb::Xvfb;
use nu_scaler_tests::{film, host_test, pictures};
use serde_json::json;

use crate::common::{FILTER, Stage, busy_picture, fsr};

const FAMILIES: Options = Options {
    modules: &[
        "image-source",
        "obs-filters",
        "obs-ffmpeg",
        "text-freetype2",
        "linux-capture",
        "linux-v4l2",
    ],
    ..Options::DEFAULT
};

/// The source is upscaled to one and a half of its size, and looks like itself.
fn is_upscaled(host: &Host, source: Source) -> Result<()> {
    let scene = host.scene("plain")?;
    scene.add(&source)?;
    host.output(Some(&scene.source()?));
    let (width, height) = wait_until("the source to have a picture", Duration::from_secs(30), || {
        host.ticks(1)?;
        Ok(Some(source.size()).filter(|size| size.0 > 0 && size.1 > 0))
    })?;
    host.ticks(5)?;
    let before = source.pixels()?;
    host.output(None);

    let stage = Stage::new(host, source, &fsr(1.5))?;
    stage.wait_upscaling()?;
    host.ticks(2)?;
    let size = (scaled(width), scaled(height));
    ensure!(
        stage.source.size() == size,
        "{:?}, not {size:?}",
        stage.source.size()
    );
    let after = stage.source.pixels()?;
    ensure!(after.dimensions() == size, "drawn at {:?}", after.dimensions());
    let (one, two) = (pictures::mean(&before), pictures::mean(&after));
    ensure!(one[3] > 1.0, "nothing is drawn: mean {one:?}");
    ensure!(
        one.iter().zip(two).all(|(one, two)| (one - two).abs() < 3.0),
        "mean {one:?} became {two:?}"
    );
    // The filter goes with its instance: the source may be looked at again.
    stage.source.detach(&stage.filter);
    host.ticks(1)?;
    ensure!(
        stage.source.size() == (width, height),
        "without the filter: {:?}",
        stage.source.size()
    );
    host.output(None);
    Ok(())
}

fn scaled(size: u32) -> u32 {
    (f64::from(size) * 1.5).round() as u32
}

host_test!(fault_10_image, FAMILIES, |host| {
    let file = host.folder().join("image.png");
    busy_picture(80, 60, 1).save(&file)?;
    is_upscaled(
        host,
        host.input("image_source", "image", &json!({ "file": file }))?,
    )
});

host_test!(fault_10_colour, FAMILIES, |host| {
    let settings = json!({ "color": 0xff60_4020_u32, "width": 80, "height": 60 });
    is_upscaled(host, host.input("color_source_v3", "colour", &settings)?)
});

host_test!(fault_10_text, FAMILIES, |host| {
    let settings = json!({ "text": "Nu Scaler", "font": { "face": "Sans Serif", "size": 48 } });
    is_upscaled(host, host.input("text_ft2_source_v2", "text", &settings)?)
});

host_test!(fault_10_media, FAMILIES, |host| {
    let file = film::still(
        host.folder(),
        &busy_picture(96, 64, 2),
        &["-c:v", "mpeg4", "-q:v", "2", "-pix_fmt", "yuv420p"],
    )?;
    let settings = json!({ "local_file": file, "looping": true, "is_local_file": true });
    is_upscaled(host, host.input("ffmpeg_source", "media", &settings)?)
});

host_test!(
    fault_27_a_film_of_high_range_is_upscaled_as_such,
    FAMILIES,
    |host| {
        let file = film::still(host.folder(), &no_brighter_than_1000_nits(), &film::PQ)?;
        let settings = json!({ "local_file": file, "looping": true, "is_local_file": true });
        let source = host.input("ffmpeg_source", "media", &settings)?;
        let scene = host.scene("plain")?;
        scene.add(&source)?;
        host.output(Some(&scene.source()?));
        let luminance = |[r, g, b, _]: &[f32; 4]| 0.2126 * r + 0.7152 * g + 0.0722 * b;
        let highest = |light: &[[f32; 4]]| light.iter().map(luminance).fold(0.0, f32::max);
        let plain = wait_until("the film's highlights", Duration::from_secs(30), || {
            host.ticks(2)?;
            let light = if source.size() == (96, 64) {
                source.light()?
            } else {
                Vec::new()
            };
            Ok((highest(&light) > 2.0).then_some(light))
        })?;
        host.ticks(2)?;
        let plain_canvas = main_output()?;

        let filter = source.add_filter(FILTER, "upscale", &fsr(1.0))?;
        let upscaling = |size: &str| {
            wait_until("the filter", Duration::from_secs(30), || {
                host.ticks(2)?;
                let status = filter.status()?;
                let ready = status["state"] == "upscaling" && status["output"] == size;
                Ok((ready && status["color_space"] == "rec709_extended").then_some(()))
            })
        };
        upscaling("96x64")?;
        let same = source.light()?;
        // Drawn once more, a half float may be rounded once more, and a tiny one be flushed.
        let pairs = plain.as_flattened().iter().zip(same.as_flattened());
        let mut differences =
            pairs.filter(|(before, after)| (**before - **after).abs() > 2e-3 * before.abs() + 1e-4);
        ensure!(same.len() == plain.len(), "{} pixels", same.len());
        let difference = differences.next();
        ensure!(
            difference.is_none(),
            "scale 1 changes the picture: {difference:?}"
        );
        // OBS maps it to the canvas's range itself, with and without the filter.
        host.ticks(2)?;
        let difference = pictures::largest_difference(&plain_canvas, &main_output()?).context("sizes")?;
        ensure!(
            difference <= 2,
            "on a canvas of standard range it differs by {difference}"
        );

        filter.update(&fsr(2.0))?;
        upscaling("192x128")?;
        ensure!(source.size() == (192, 128), "{:?}", source.size());
        let upscaled = source.light()?;
        let (before, after) = (highest(&plain), highest(&upscaled));
        ensure!(
            (after / before - 1.0).abs() < 0.25,
            "highlights of {before} became {after}"
        );
        // In the middle of the flat part at the right.
        let (before, after) = (plain[32 * 96 + 86], upscaled[64 * 192 + 172]);
        let close = |(before, after): (&f32, &f32)| (before - after).abs() < 0.02 * before.abs() + 1e-3;
        ensure!(
            before.iter().zip(&after).all(close),
            "a flat {before:?} became {after:?}"
        );
        host.output(None);
        Ok(())
    }
);

host_test!(
    fault_27_a_canvas_of_high_range_shows_highlights_and_white_as_without_the_filter,
    FAMILIES,
    |host| {
        host.reset_video_to_high_range(Video {
            width: 400,
            height: 200,
            fps: 60,
        })?;
        let file = film::still(host.folder(), &no_brighter_than_1000_nits(), &film::PQ)?;
        let settings = json!({ "local_file": file, "looping": true, "is_local_file": true });
        let high = host.input("ffmpeg_source", "film", &settings)?;
        // White of standard range, and greys.
        let greys = picture(96, 64, |x, _| match x / 32 {
            0 => [255, 255, 255, 255],
            1 => [128, 128, 128, 255],
            _ => [0, 0, 0, 255],
        });
        let standard = host.pattern("greys", &Pattern::new(greys))?;
        let scene = host.scene("both")?;
        scene.add(&high)?;
        scene.add(&standard)?.set_position(200.0, 0.0);
        host.output(Some(&scene.source()?));
        let highest = |light: &[[f32; 4]]| light.as_flattened().iter().copied().fold(0.0, f32::max);
        let plain = wait_until(
            "the film's highlights on the canvas",
            Duration::from_secs(30),
            || {
                host.ticks(2)?;
                let light = main_light()?;
                Ok((highest(&light) > 2.0).then_some(light))
            },
        )?;
        let plain_codes = luma_codes()?;
        let at = |x: usize, y: usize| y * 400 + x;
        let white = plain[at(216, 32)];
        ensure!(
            white[..3].iter().all(|value| (value - 1.0).abs() < 0.002),
            "white of standard range is {white:?}"
        );

        let filters = [
            high.add_filter(FILTER, "upscale", &fsr(1.0))?,
            standard.add_filter(FILTER, "upscale", &fsr(1.0))?,
        ];
        let upscaling = |size: &str| {
            wait_until("both filters", Duration::from_secs(60), || {
                host.ticks(2)?;
                let mut ready = true;
                for filter in &filters {
                    let status = filter.status()?;
                    ready &= status["state"] == "upscaling" && status["output"] == size;
                }
                Ok(ready.then_some(()))
            })
        };
        upscaling("96x64")?;
        host.ticks(2)?;
        let filtered = main_light()?;
        let pairs = plain.as_flattened().iter().zip(filtered.as_flattened());
        // Drawn once more, what has 8 bits is stored in them once more.
        let mut differences =
            pairs.filter(|(before, after)| (**before - **after).abs() > 4e-3 * before.abs() + 1e-4);
        let difference = differences.next();
        ensure!(difference.is_none(), "scale 1 changes the canvas: {difference:?}");
        let difference = largest_code_difference(&plain_codes, &luma_codes()?)?;
        // Near black, where PQ has a code for a hundredth of a nit, rounding once more to half floats shows.
        ensure!(
            difference <= 4,
            "what is recorded differs by {difference} codes of 1023"
        );

        for filter in &filters {
            filter.update(&fsr(2.0))?;
        }
        upscaling("192x128")?;
        host.ticks(2)?;
        let (upscaled, codes) = (main_light()?, luma_codes()?);
        // In the middle of flat parts: the film's brightest, and white and grey of standard range.
        for (before, after) in [
            (at(86, 32), at(172, 64)),
            (at(216, 32), at(232, 64)),
            (at(248, 32), at(296, 64)),
        ] {
            let close = |(before, after): (&f32, &f32)| (before - after).abs() < 0.01 * before.abs() + 1e-3;
            ensure!(
                plain[before].iter().zip(&upscaled[after]).all(close),
                "a flat {:?} became {:?}",
                plain[before],
                upscaled[after]
            );
            let (before, after) = (plain_codes[before], codes[after]);
            ensure!(before.abs_diff(after) <= 2, "code {before} became {after}");
        }
        let (before, after) = (highest(&plain), highest(&upscaled));
        ensure!(
            (after / before - 1.0).abs() < 0.25,
            "highlights of {before} became {after}"
        );
        host.output(None);
        host.reset_video(Video::default())?;
        Ok(())
    }
);

fn largest_code_difference(one: &[u16], other: &[u16]) -> Result<u16> {
    ensure!(
        one.len() == other.len(),
        "{} and {} codes",
        one.len(),
        other.len()
    );
    let differences = one.iter().zip(other).map(|(one, other)| one.abs_diff(*other));
    differences.max().context("no codes")
}

/// The highest code of PQ, 10,000 nits, lowered: highlights as films have them.
fn no_brighter_than_1000_nits() -> RgbaImage {
    let mut image = busy_picture(96, 64, 2);
    for pixel in image.pixels_mut() {
        for channel in &mut pixel.0[..3] {
            *channel = (u16::from(*channel) * 3 / 4) as u8;
        }
    }
    image
}

host_test!(fault_10_screen_capture, FAMILIES, |host| {
    // Another X server, with something on it.
    let server = Xvfb::start(160, 120)?;
    Screen::connect(server.display())?.fill([0x80, 0x40, 0x20])?;
    let settings = json!({ "advanced": true, "server": server.display(), "show_cursor": false });
    is_upscaled(host, host.input("xshm_input", "screen", &settings)?)
});

host_test!(fault_01_window_capture_without_a_window, FAMILIES, |host| {
    let capture = host.input(
        "xcomposite_input",
        "window",
        &json!({ "capture_window": "0\r\nno\r\nsuch" }),
    )?;
    ensure!(!capture.properties()?.is_empty(), "no panel");
    let stage = Stage::new(host, capture, &fsr(1.5))?;
    host.ticks(30)?;
    ensure!(stage.source.size() == (0, 0), "{:?}", stage.source.size());
    ensure!(
        stage.filter.status()?["frames"] == 0,
        "{}",
        stage.filter.status()?
    );
    Ok(())
});

host_test!(fault_01_image_without_a_file, FAMILIES, |host| {
    let source = host.input("image_source", "image", &json!({ "file": "/nonexistent.png" }))?;
    let stage = Stage::new(host, source, &fsr(1.5))?;
    host.ticks(30)?;
    ensure!(stage.source.size() == (0, 0), "{:?}", stage.source.size());
    let file = host.folder().join("image.png");
    busy_picture(80, 60, 1).save(&file)?;
    stage.source.update(&json!({ "file": file }))?;
    stage.wait_for("the file's size", |status| {
        status["input"] == "80x60" && status["state"] == "upscaling"
    })?;
    ensure!(stage.source.size() == (120, 90), "{:?}", stage.source.size());
    Ok(())
});

host_test!(fault_10_camera_without_a_device, FAMILIES, |host| {
    let camera = host.input("v4l2_input", "camera", &json!({ "device_id": "/dev/video99" }))?;
    // Lists the devices.
    ensure!(
        camera.properties()?.iter().any(|(name, ..)| name == "device_id"),
        "{:?}",
        camera.properties()?
    );
    let stage = Stage::new(host, camera, &fsr(1.5))?;
    host.ticks(30)?;
    ensure!(stage.source.size() == (0, 0), "{:?}", stage.source.size());
    Ok(())
});

host_test!(fault_10_asynchronous_frames, FAMILIES, |host| {
    let camera = host.camera("camera")?;
    let stage = Stage::new(host, camera, &fsr(1.5))?;
    host.ticks(5)?;
    ensure!(
        stage.source.size() == (0, 0),
        "before the first frame: {:?}",
        stage.source.size()
    );
    // Each frame another grey; the size changes on the way. The greys survive YUV exactly enough.
    let mut time = 1_000_000_000;
    for (width, height, grey) in [(64, 48, 60), (64, 48, 200), (90, 50, 120)] {
        wait_until("the grey on the canvas", Duration::from_secs(30), || {
            time += 16_666_667;
            stage.source.push_frame(width, height, [grey, 128, 128], time)?;
            host.ticks(1)?;
            let pixel = main_output()?.get_pixel(scaled(width) - 2, scaled(height) - 2).0;
            Ok(pixel[..3]
                .iter()
                .all(|value| value.abs_diff(grey) <= 2)
                .then_some(()))
        })
        .with_context(|| {
            format!(
                "{grey} at {width}x{height}: {}",
                stage.filter.status().unwrap_or_default()
            )
        })?;
        ensure!(
            stage.source.size() == (scaled(width), scaled(height)),
            "{:?}",
            stage.source.size()
        );
    }
    stage.wait_upscaling()?;
    Ok(())
});

host_test!(fault_10_scene_and_group, FAMILIES, |host| {
    let inner = host.scene("inner")?;
    let pattern = host.pattern("pattern", &Pattern::new(busy_picture(80, 60, 1)))?;
    inner.add(&pattern)?;
    is_upscaled(host, inner.source()?).context("scene")?;

    let outer = host.scene("outer")?;
    let first = outer.add(&host.pattern("first", &Pattern::new(busy_picture(40, 30, 2)))?)?;
    let second =
        outer.add(&host.pattern("second", &Pattern::new(picture(20, 20, |_, _| [9, 99, 199, 255])))?)?;
    let group = outer.group("group", &[first, second])?.source()?;
    host.output(Some(&outer.source()?));
    host.ticks(3)?;
    let size = group.size();
    ensure!(size == (40, 30), "the group's own size: {size:?}");
    let filter = group.add_filter(FILTER, "upscale", &fsr(1.5))?;
    wait_until("the group to be upscaled", Duration::from_secs(60), || {
        host.ticks(1)?;
        Ok((filter.status()?["state"] == "upscaling").then_some(()))
    })?;
    ensure!(group.size() == (60, 45), "{:?}", group.size());
    ensure!(group.pixels()?.dimensions() == (60, 45), "drawn at another size");
    ensure!(pictures::mean(&group.pixels()?)[3] > 200.0, "nothing is drawn");
    host.output(None);
    Ok(())
});
