// SPDX-License-Identifier: GPL-2.0-or-later
//! Alpha and brightness on the canvas, beside the unfiltered source.

use anyhow::{Context, Result, ensure};
use image::RgbaImage;
use nu_scaler_tests::host::Source;
use nu_scaler_tests::host::pattern::{Pattern, picture};
use nu_scaler_tests::host::{Host, Options, main_output};
use nu_scaler_tests::{host_test, pictures};

use crate::common::{FILTER, PREPARE_LIMIT, Stage, busy_picture, fsr, translucent_picture};

/// The canvas with `source` over a strongly coloured ground, once `ready`.
fn composed(host: &Host, source: &Source, ready: impl Fn() -> Result<bool>) -> Result<RgbaImage> {
    composed_of(host, &[(source, Blending::Linear)], ready)
}

/// How a scene item is blended.
#[derive(Clone, Copy, Debug)]
enum Blending {
    Linear,
    /// "SRGB Off".
    Encoded,
}

/// The canvas with the items side by side over a strongly coloured ground, once `ready`.
fn composed_of(
    host: &Host,
    items: &[(&Source, Blending)],
    ready: impl Fn() -> Result<bool>,
) -> Result<RgbaImage> {
    let scene = host.scene("composition")?;
    let ground = host.pattern("ground", &Pattern::new(busy_picture(640, 360, 9)))?;
    scene.add(&ground)?;
    let mut left = 0;
    for (source, blending) in items {
        let item = scene.add(source)?;
        item.set_position(left as f32, 0.0);
        left += source.base_size().0;
        if let Blending::Encoded = blending {
            item.blend_without_srgb();
        }
    }
    host.output(Some(&scene.source()?));
    nu_scaler_tests::process::wait_until("the composition", PREPARE_LIMIT, || {
        host.ticks(2)?;
        Ok(ready()?.then_some(()))
    })?;
    host.ticks(2)?;
    let canvas = main_output()?;
    host.output(None);
    Ok(canvas)
}

/// Whether `filter` draws by its technology.
fn upscales(filter: &Source) -> Result<bool> {
    Ok(filter.status()?["state"] == "upscaling")
}

host_test!(
    fault_12_alpha_composes_as_unfiltered_at_scale_1,
    Options::DEFAULT,
    |host| {
        let straight = translucent_picture(160, 90, 3);
        let first = host.pattern("straight", &Pattern::new(straight))?;
        let second = host.pattern("premultiplied", &Pattern::premultiplied(first.pixels()?))?;
        for source in [first, second] {
            let plain = composed(host, &source, || Ok(true))?;
            let filter = source.add_filter(FILTER, "upscale", &fsr(1.0))?;
            let filtered = composed(host, &source, || upscales(&filter))?;
            ensure!(
                pictures::contrast(&image::DynamicImage::ImageRgba8(plain.clone()).into_rgb8()) > 20.0,
                "nothing drawn"
            );
            // Two roundings instead of one, at partial coverage only.
            let difference = pictures::largest_difference(&plain, &filtered).context("sizes")?;
            ensure!(difference <= 2, "largest difference {difference}");
        }
        Ok(())
    }
);

host_test!(
    alpha_composes_as_unfiltered_without_srgb,
    Options::DEFAULT,
    |host| {
        let straight = translucent_picture(160, 90, 3);
        let first = host.pattern("straight", &Pattern::new(straight))?;
        let second = host.pattern("premultiplied", &Pattern::premultiplied(first.pixels()?))?;
        for source in [first, second] {
            // By itself, and beside an item of the same source, so of the same frame, that is blended as usual.
            let single = &[(&source, Blending::Encoded)][..];
            let both = &[(&source, Blending::Linear), (&source, Blending::Encoded)][..];
            let usual = composed(host, &source, || Ok(true))?;
            let plain = [single, both].map(|items| composed_of(host, items, || Ok(true)));
            let filter = source.add_filter(FILTER, "upscale", &fsr(1.0))?;
            for (items, plain) in [single, both].into_iter().zip(plain) {
                let plain = plain?;
                let apart = pictures::largest_difference(&plain, &usual).context("sizes")?;
                ensure!(apart > 30, "both methods give the same, {apart} apart");
                let filtered = composed_of(host, items, || upscales(&filter))?;
                let difference = pictures::largest_difference(&plain, &filtered).context("sizes")?;
                ensure!(difference <= 2, "largest difference {difference}");
            }
        }
        Ok(())
    }
);

host_test!(
    opaque_pictures_are_upscaled_alike_without_srgb,
    Options::DEFAULT,
    |host| {
        let source = host.pattern("opaque", &Pattern::new(busy_picture(160, 90, 3)))?;
        let filter = source.add_filter(FILTER, "upscale", &fsr(2.0))?;
        let [usual, without] = [Blending::Linear, Blending::Encoded]
            .map(|blending| composed_of(host, &[(&source, blending)], || upscales(&filter)));
        let difference = pictures::largest_difference(&usual?, &without?).context("sizes")?;
        ensure!(difference <= 1, "largest difference {difference}");
        Ok(())
    }
);

host_test!(
    fault_12_transparency_and_coverage_survive_upscaling,
    Options::DEFAULT,
    |host| {
        // An opaque square in the middle of nothing.
        let image = picture(64, 64, |x, y| {
            if (16..48).contains(&x) && (16..48).contains(&y) {
                [90, 160, 230, 255]
            } else {
                [255, 0, 255, 0]
            }
        });
        let stage = Stage::new(host, host.pattern("square", &Pattern::new(image))?, &fsr(2.0))?;
        stage.wait_upscaling()?;
        host.ticks(2)?;
        let pixels = stage.source.pixels()?;
        ensure!(pixels.dimensions() == (128, 128), "{:?}", pixels.dimensions());
        for (x, y, pixel) in pixels.enumerate_pixels() {
            let inside = (36..92).contains(&x) && (36..92).contains(&y);
            let outside = !(28..100).contains(&x) || !(28..100).contains(&y);
            if inside {
                ensure!(pixel.0 == [90, 160, 230, 255], "at {x},{y}: {pixel:?}");
            }
            if outside {
                // The hidden magenta must not come out.
                ensure!(pixel.0 == [0; 4], "at {x},{y}: {pixel:?}");
            }
            // Premultiplied in the display encoding: no colour beyond what the coverage can hold.
            ensure!(
                pixel.0[0] <= pixel.0[3].saturating_add(2),
                "at {x},{y}: {pixel:?}"
            );
        }
        Ok(())
    }
);

host_test!(fault_12_edges_have_no_fringes, Options::DEFAULT, |host| {
    // A white disc on nothing, over white: where the two meet, anything darker is a fringe.
    let disc = picture(64, 64, |x, y| {
        let distance = f64::hypot(f64::from(x) - 31.5, f64::from(y) - 31.5);
        [255, 255, 255, ((20.5 - distance).clamp(0.0, 1.0) * 255.0) as u8]
    });
    let ground = host.pattern("ground", &Pattern::new(picture(128, 128, |_, _| [255; 4])))?;
    let source = host.pattern("disc", &Pattern::new(disc))?;
    let filter = source.add_filter(FILTER, "upscale", &fsr(2.0))?;
    let scene = host.scene("fringes")?;
    scene.add(&ground)?;
    let item = scene.add(&source)?;
    host.output(Some(&scene.source()?));
    let runs = [("fsr", 0.0), ("fsr", 0.8), ("fallback", 0.0), ("fallback", 0.8)];
    let runs = [Blending::Linear, Blending::Encoded]
        .into_iter()
        .flat_map(|blending| runs.map(|(technology, sharpness)| (blending, technology, sharpness)));
    for (blending, technology, sharpness) in runs {
        if let Blending::Encoded = blending {
            item.blend_without_srgb();
        }
        let mut settings = fsr(2.0);
        settings["technology"] = technology.into();
        settings["algorithm"] = "lanczos3".into();
        settings["sharpness"] = sharpness.into();
        filter.update(&settings)?;
        nu_scaler_tests::process::wait_until("the filter", PREPARE_LIMIT, || {
            host.ticks(2)?;
            Ok((upscales(&filter)? && filter.status()?["technology"] == technology).then_some(()))
        })?;
        host.ticks(2)?;
        let canvas = main_output()?;
        let darkest = (0..128)
            .flat_map(|y| (0..128).map(move |x| (x, y)))
            .map(|(x, y)| canvas.get_pixel(x, y).0[0])
            .min();
        // Not quite 255: colour and coverage are each rounded to 8 bits, on the way in and on the way out.
        ensure!(
            darkest.is_some_and(|value| value >= 250),
            "{blending:?} {technology} {sharpness}: the darkest pixel of white on white is {darkest:?}"
        );
    }
    host.output(None);
    Ok(())
});

host_test!(
    fault_11_brightness_equals_the_unfiltered_source,
    Options::DEFAULT,
    |host| {
        // Every grey and the pure colours, each in an area that no kernel's reach crosses.
        let image = picture(256, 40, |x, y| match y / 10 {
            0 => [x as u8, x as u8, x as u8, 255],
            1 => [x as u8, 0, 0, 255],
            2 => [0, x as u8, 0, 255],
            _ => [0, 0, x as u8, 255],
        });
        for technology in ["fsr", "fallback"] {
            let source = host.pattern("greys", &Pattern::new(image.clone()))?;
            let mut settings = fsr(1.0);
            settings["technology"] = technology.into();
            let stage = Stage::new(host, source, &settings)?;
            stage.wait_upscaling()?;
            stage
                .wait_for_picture(&image, 0)
                .with_context(|| format!("{technology} at scale 1"))?;
            settings["scale_factor"] = 2.0.into();
            stage.filter.update(&settings)?;
            host.ticks(3)?;
            stage.wait_upscaling()?;
            host.ticks(2)?;
            let (before, after) = (pictures::mean(&image), pictures::mean(&stage.source.pixels()?));
            for (one, other) in before.iter().zip(after) {
                ensure!(
                    (one - other).abs() < 0.6,
                    "{technology}: mean {before:?} became {after:?}"
                );
            }
            host.output(None);
        }
        Ok(())
    }
);

host_test!(fault_11_flat_colours_stay_exactly, Options::DEFAULT, |host| {
    let pattern = Pattern::new(picture(32, 32, |_, _| [0, 0, 0, 255]));
    let stage = Stage::new(host, host.pattern("flat", &pattern)?, &fsr(1.5))?;
    for colour in [
        [0, 0, 0, 255],
        [255, 255, 255, 255],
        [1, 2, 3, 255],
        [20, 45, 69, 255],
        [187, 54, 201, 255],
    ] {
        pattern.set(picture(32, 32, |_, _| colour));
        stage.wait_upscaling()?;
        stage
            .wait_for_picture(&picture(48, 48, |_, _| colour), 0)
            .with_context(|| format!("{colour:?}"))?;
    }
    Ok(())
});
