// SPDX-License-Identifier: GPL-2.0-or-later
//! The host itself, with OBS's own sources and filters: what the tests of the plugin stand on.

use anyhow::{Context, Result, ensure};
use nu_scaler_tests::host::Source;
use nu_scaler_tests::host::pattern::{Pattern, picture};
use nu_scaler_tests::host::{Host, Options, Video, isolated, log, main_output};
use nu_scaler_tests::{host_test, pictures};
use serde_json::json;

/// 64x32 pixels of hard edges, gradients and half-transparent parts.
fn test_picture() -> image::RgbaImage {
    picture(64, 32, |x, y| {
        let alpha = if y < 16 { 255 } else { (x * 4) as u8 };
        [
            (x * 4) as u8,
            (y * 8) as u8,
            if (x / 4 + y / 4) % 2 == 0 { 255 } else { 0 },
            alpha,
        ]
    })
}

fn colour(host: &Host, colour: u32) -> Result<Source> {
    host.input(
        "color_source_v3",
        "colour",
        &json!({ "color": colour, "width": 40, "height": 30 }),
    )
}

host_test!(a_colour_source_gives_its_colour, Options::STOCK, |host| {
    let source = colour(host, 0xff60_4020)?;
    let pixels = source.pixels()?;
    ensure!(pixels.dimensions() == (40, 30), "{:?}", pixels.dimensions());
    ensure!(
        pixels.pixels().all(|pixel| pixel.0 == [0x20, 0x40, 0x60, 0xff]),
        "{:?}",
        pixels.get_pixel(0, 0)
    );
    Ok(())
});

host_test!(a_pattern_is_drawn_exactly_and_upright, Options::STOCK, |host| {
    let image = picture(64, 32, |x, y| {
        [(x * 4) as u8, (y * 8) as u8, ((x ^ y) * 4) as u8, 255]
    });
    let source = host.pattern("pattern", &Pattern::new(image.clone()))?;
    let difference = pictures::largest_difference(&source.pixels()?, &image);
    ensure!(difference == Some(0), "largest difference {difference:?}");
    Ok(())
});

host_test!(
    straight_and_premultiplied_alpha_compose_alike,
    Options::STOCK,
    |host| {
        let straight = picture(16, 1, |x, _| [200, 100, 50, (x * 17) as u8]);
        let first = host.pattern("straight", &Pattern::new(straight))?.pixels()?;
        // What was drawn is premultiplied: drawn again as such it stays.
        let second = host
            .pattern("premultiplied", &Pattern::premultiplied(first.clone()))?
            .pixels()?;
        let difference = pictures::largest_difference(&first, &second).context("sizes")?;
        ensure!(difference <= 1, "largest difference {difference}");
        ensure!(first.get_pixel(0, 0).0 == [0; 4], "{:?}", first.get_pixel(0, 0));
        Ok(())
    }
);

host_test!(the_stock_scale_filter_scales, Options::STOCK, |host| {
    let source = host.pattern("pattern", &Pattern::new(test_picture()))?;
    let filter = source.add_filter(
        "scale_filter",
        "scale",
        &json!({ "resolution": "128x64", "sampling": "lanczos" }),
    )?;
    host.show(&source);
    host.ticks(2)?;
    ensure!(source.size() == (128, 64), "{:?}", source.size());
    ensure!(source.base_size() == (64, 32), "{:?}", source.base_size());
    ensure!(source.pixels()?.dimensions() == (128, 64), "pixels");
    filter.update(&json!({ "resolution": "96x48" }))?;
    host.ticks(2)?;
    ensure!(source.size() == (96, 48), "after the update: {:?}", source.size());
    filter.set_enabled(false);
    ensure!(source.size() == (64, 32), "disabled: {:?}", source.size());
    source.detach(&filter);
    Ok(())
});

host_test!(settings_and_properties_are_read_back, Options::STOCK, |host| {
    let source = colour(host, 0xff00_0000)?;
    source.update(&json!({ "width": 17 }))?;
    host.ticks(2)?;
    ensure!(source.settings()?["width"] == 17, "{}", source.settings()?);
    let names: Vec<_> = source.properties()?.into_iter().map(|(name, ..)| name).collect();
    ensure!(names.iter().any(|name| name == "width"), "{names:?}");
    Ok(())
});

host_test!(a_scene_is_drawn_on_the_canvas, Options::STOCK, |host| {
    let scene = host.scene("scene")?;
    let source = colour(host, 0xff60_4020)?;
    let item = scene.add(&source)?;
    host.output(Some(&scene.source()?));
    host.ticks(3)?;
    let canvas = main_output()?;
    ensure!(canvas.dimensions() == (640, 360), "{:?}", canvas.dimensions());
    ensure!(
        canvas.get_pixel(5, 5).0[..3] == [0x20, 0x40, 0x60],
        "{:?}",
        canvas.get_pixel(5, 5)
    );
    ensure!(
        canvas.get_pixel(60, 5).0[..3] == [0, 0, 0],
        "{:?}",
        canvas.get_pixel(60, 5)
    );
    item.set_visible(false);
    host.ticks(3)?;
    ensure!(main_output()?.get_pixel(5, 5).0[..3] == [0, 0, 0], "hidden");
    item.set_visible(true);
    host.reset_video(Video {
        width: 320,
        height: 180,
        fps: 30,
    })?;
    host.ticks(3)?;
    ensure!(main_output()?.dimensions() == (320, 180), "after the reset");
    ensure!(
        main_output()?.get_pixel(5, 5).0[..3] == [0x20, 0x40, 0x60],
        "after the reset"
    );
    Ok(())
});

host_test!(a_camera_gives_frames, Options::STOCK, |host| {
    let scene = host.scene("scene")?;
    let camera = host.camera("camera")?;
    scene.add(&camera)?;
    host.output(Some(&scene.source()?));
    ensure!(camera.size() == (0, 0), "no size before the first frame");
    for frame in 0..10 {
        camera.push_frame(64, 48, [128, 128, 128], 1_000_000_000 + frame * 16_666_667)?;
        host.ticks(1)?;
    }
    ensure!(camera.size() == (64, 48), "{:?}", camera.size());
    let pixel = main_output()?.get_pixel(32, 24).0;
    ensure!(
        pixel[..3].iter().all(|value| value.abs_diff(128) <= 1),
        "{pixel:?}"
    );
    Ok(())
});

host_test!(the_log_is_caught, Options::STOCK, |_host| {
    ensure!(!log::lines_with("OpenGL").is_empty(), "{}", log::tail(5));
    Ok(())
});

/// What a test is refused for whose body does `body`: none inside its child process, where nothing is judged yet.
fn refusal(name: &str, body: impl FnOnce(&Host) -> Result<()>) -> Result<Option<String>> {
    let outcome = isolated(name, &Options::STOCK, body);
    if std::env::var_os("NU_SCALER_HOST_TEST").is_some() {
        return Ok(None);
    }
    let refused = outcome.err().context("nothing was noticed")?;
    Ok(Some(format!("{refused:#}")))
}

/// A test whose body leaks must fail: else all the others prove nothing.
#[test]
fn a_leak_is_noticed() -> Result<()> {
    let name = concat!(module_path!(), "::a_leak_is_noticed");
    let message = refusal(name, |host| {
        std::mem::forget(colour(host, 0)?);
        Ok(())
    })?;
    ensure!(
        message
            .as_ref()
            .is_none_or(|text| text.contains("leaked allocations")),
        "{message:?}"
    );
    Ok(())
}

/// So must one during which the validation layer was heard.
#[test]
fn a_message_of_the_validation_layer_is_noticed() -> Result<()> {
    let name = concat!(module_path!(), "::a_message_of_the_validation_layer_is_noticed");
    let message = refusal(name, |_host| {
        eprintln!("warning: [nu-scaler] VALIDATION [VUID-vkDestroyDevice-device-05137 (0x4872eaa0)]");
        Ok(())
    })?;
    ensure!(
        message
            .as_ref()
            .is_none_or(|text| text.contains("validation layer")),
        "{message:?}"
    );
    Ok(())
}

/// So must one with a panic on any thread.
#[test]
fn a_panic_on_another_thread_is_noticed() -> Result<()> {
    let name = concat!(module_path!(), "::a_panic_on_another_thread_is_noticed");
    let message = refusal(name, |_host| {
        let panicked = std::thread::spawn(|| panic!("on purpose")).join().is_err();
        ensure!(panicked, "no panic");
        Ok(())
    })?;
    ensure!(
        message.as_ref().is_none_or(|text| text.starts_with("a panic: ")),
        "{message:?}"
    );
    Ok(())
}

/// So must one that fails, and one whose child ran nothing.
#[test]
fn a_failure_is_noticed() -> Result<()> {
    let name = concat!(module_path!(), "::a_failure_is_noticed");
    let message = refusal(name, |_host| anyhow::bail!("on purpose"))?;
    ensure!(
        message.as_ref().is_none_or(|text| text.contains("on purpose")),
        "{message:?}"
    );
    let message = refusal("libobs::there_is_no_such_test", |_host| Ok(()))?;
    ensure!(
        message.as_ref().is_none_or(|text| text.contains("0 passed")),
        "{message:?}"
    );
    Ok(())
}
