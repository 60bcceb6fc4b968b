// SPDX-License-Identifier: GPL-2.0-or-later
//! Several views, no view, and coming back into view.

use anyhow::{Context, Result, ensure};
use nu_scaler_tests::host::pattern::{Pattern, picture};
use nu_scaler_tests::host::{Options, main_output};
use nu_scaler_tests::{host_test, pictures};
use serde_json::Value;

use crate::common::{Stage, busy_picture, fsr};

fn frames(status: &Value) -> Result<u64> {
    status["frames"].as_u64().context("no count of frames")
}

host_test!(fault_08_several_views_cost_one_frame, Options::DEFAULT, |host| {
    let pattern = Pattern::new(busy_picture(64, 48, 1));
    let stage = Stage::new(host, host.pattern("viewed", &pattern)?, &fsr(1.5))?;
    // Twice more on the same canvas.
    stage.scene.add(&stage.source)?;
    stage.scene.add(&stage.source)?;
    stage.wait_upscaling()?;

    let (first, drawn, ticks) = (
        frames(&stage.filter.status()?)?,
        pattern.draws(),
        host.tick_count(),
    );
    for _ in 0..20 {
        let views = stage.source.draw_repeatedly(5)?;
        for view in &views[1..] {
            ensure!(
                pictures::largest_difference(&views[0], view) == Some(0),
                "views of one frame differ"
            );
        }
        host.ticks(1)?;
    }
    let made = frames(&stage.filter.status()?)? - first;
    let ticks = host.tick_count() - ticks;
    // One more than the ticks: the frame under way at either end.
    ensure!(made <= ticks + 1, "{made} frames were made in {ticks} ticks");
    ensure!(made + 2 >= ticks, "only {made} frames were made in {ticks} ticks");
    let drawn = pattern.draws() - drawn;
    ensure!(
        drawn <= ticks + 1,
        "the source was drawn {drawn} times in {ticks} ticks"
    );
    Ok(())
});

host_test!(
    fault_09_hidden_or_disabled_costs_nothing,
    Options::DEFAULT,
    |host| {
        let pattern = Pattern::new(busy_picture(64, 48, 1));
        let stage = Stage::new(host, host.pattern("hidden", &pattern)?, &fsr(1.5))?;
        stage.wait_upscaling()?;
        let idle = |what: &str| -> Result<()> {
            host.ticks(3)?;
            let (before, drawn) = (frames(&stage.filter.status()?)?, pattern.draws());
            host.ticks(30)?;
            let (after, drawn) = (frames(&stage.filter.status()?)?, pattern.draws() - drawn);
            ensure!(before == after, "{what}: {} frames were made", after - before);
            ensure!(
                drawn == 0 || what == "disabled",
                "{what}: the source was drawn {drawn} times"
            );
            Ok(())
        };
        stage.item.set_visible(false);
        idle("hidden")?;
        stage.item.set_visible(true);
        host.ticks(5)?;
        stage.filter.set_enabled(false);
        idle("disabled")?;
        ensure!(
            stage.source.size() == (64, 48),
            "the size while disabled: {:?}",
            stage.source.size()
        );
        stage.filter.set_enabled(true);
        let before = frames(&stage.filter.status()?)?;
        host.ticks(10)?;
        ensure!(frames(&stage.filter.status()?)? > before, "it did not come back");
        Ok(())
    }
);

host_test!(
    hidden_for_long_gives_its_textures_back,
    Options::DEFAULT,
    |host| {
        let stage = Stage::new(
            host,
            host.pattern("hidden", &Pattern::new(busy_picture(64, 48, 1)))?,
            &fsr(1.5),
        )?;
        stage.wait_upscaling()?;
        let shown = stage.source.pixels()?;
        stage.item.set_visible(false);
        host.ticks(400)?;
        ensure!(
            stage.filter.status()?["state"] != "upscaling",
            "{}",
            stage.filter.status()?
        );
        stage.item.set_visible(true);
        stage.wait_upscaling()?;
        stage.wait_for_picture(&shown, 0)
    }
);

host_test!(
    fault_13_bypass_and_return_show_no_stale_picture,
    Options::DEFAULT,
    |host| {
        let (red, blue) = ([200, 0, 0, 255], [0, 0, 200, 255]);
        let pattern = Pattern::new(picture(64, 48, |_, _| red));
        let stage = Stage::new(host, host.pattern("bypassed", &pattern)?, &fsr(1.5))?;
        stage.wait_upscaling()?;
        for round in 0..10 {
            let (old, new) = if round % 2 == 0 { (red, blue) } else { (blue, red) };
            host.ticks(2)?;
            ensure!(
                main_output()?.get_pixel(20, 20).0 == old,
                "round {round}: the wrong picture before"
            );
            if round < 5 {
                stage.filter.set_enabled(false)
            } else {
                stage.item.set_visible(false)
            }
            host.ticks(3)?;
            pattern.set(picture(64, 48, |_, _| new));
            host.ticks(2)?;
            if round < 5 {
                stage.filter.set_enabled(true)
            } else {
                stage.item.set_visible(true)
            }
            for _ in 0..5 {
                let stale = stage.source.pixels()?.pixels().any(|pixel| pixel.0 == old);
                ensure!(!stale, "round {round}: the old picture came back");
                host.ticks(1)?;
                ensure!(
                    main_output()?.get_pixel(20, 20).0 != old,
                    "round {round}: the old picture came back"
                );
            }
        }
        Ok(())
    }
);
