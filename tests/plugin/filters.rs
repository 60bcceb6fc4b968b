// SPDX-License-Identifier: GPL-2.0-or-later
//! Among other filters.

use anyhow::{Context, ensure};
use nu_scaler_obs::sys;
use nu_scaler_tests::host::Options;
use nu_scaler_tests::host::pattern::Pattern;
use nu_scaler_tests::{host_test, pictures};
use serde_json::json;

use crate::common::{FILTER, Stage, busy_picture, core_result, fsr, translucent_picture};

host_test!(fault_24_stacked_twice, Options::DEFAULT, |host| {
    for image in [busy_picture(40, 30, 1), translucent_picture(40, 30, 2)] {
        let stage = Stage::new(host, host.pattern("stacked", &Pattern::new(image))?, &fsr(1.5))?;
        stage.wait_upscaling()?;
        stage.filter.set_enabled(false);
        host.ticks(1)?;
        let plain = stage.source.pixels()?;
        stage.filter.set_enabled(true);
        stage.source.add_filter(FILTER, "again", &fsr(2.0))?;
        host.ticks(2)?;
        ensure!(stage.source.size() == (120, 90), "{:?}", stage.source.size());
        let once = core_result(&fsr(1.5), &plain)?;
        let expected = core_result(&fsr(2.0), &once)?;
        stage.wait_for_picture(&expected, 0)?;
        host.output(None);
    }
    Ok(())
});

host_test!(
    fault_24_before_and_after_other_filters,
    Options::DEFAULT,
    |host| {
        let image = busy_picture(40, 30, 1);
        let stage = Stage::new(
            host,
            host.pattern("among", &Pattern::new(image.clone()))?,
            &fsr(1.5),
        )?;
        stage.wait_upscaling()?;
        // A colour filter that inverts nothing but is drawn through its own texture, a crop, and a scale.
        let others = [
            (
                "color_filter_v2",
                json!({ "opacity": 1.0, "brightness": 0.0 }),
                (60, 45),
            ),
            (
                "crop_filter",
                json!({ "left": 4, "top": 2, "relative": true }),
                (56, 43),
            ),
            (
                "scale_filter",
                json!({ "resolution": "80x60", "sampling": "bilinear" }),
                (80, 60),
            ),
        ];
        for (kind, settings, size) in others {
            let other = stage.source.add_filter(kind, kind, &settings)?;
            for round in 0..4 {
                host.ticks(3)?;
                stage.wait_upscaling_any()?;
                let after = stage.source.size();
                if round % 2 == 0 {
                    ensure!(after == size, "{kind} after ours: {after:?}");
                }
                let pixels = stage.source.pixels()?;
                ensure!(
                    pixels.dimensions() == after,
                    "{kind}: drawn at {:?}, said {after:?}",
                    pixels.dimensions()
                );
                ensure!(
                    pixels.pixels().all(|pixel| pixel.0[3] == 255),
                    "{kind}: holes in an opaque picture"
                );
                let (one, two) = (pictures::mean(&pixels), pictures::mean(&image));
                let close = one.iter().zip(two).all(|(one, two)| (one - two).abs() < 25.0);
                ensure!(close, "{kind}, round {round}: mean {one:?}, not {two:?}");
                let movement = if round % 2 == 0 {
                    sys::OBS_ORDER_MOVE_UP
                } else {
                    sys::OBS_ORDER_MOVE_DOWN
                };
                stage.source.move_filter(&other, movement);
            }
            stage.source.detach(&other);
        }
        host.ticks(2)?;
        stage
            .wait_for_picture(&core_result(&fsr(1.5), &image)?, 0)
            .context("alone again")
    }
);
