// SPDX-License-Identifier: GPL-2.0-or-later
//! Many filters and sources of ours at once, as in a large collection of scenes.

use anyhow::{Context, Result, ensure};
use nu_scaler_tests::host::pattern::Pattern;
use nu_scaler_tests::host::scene::SceneItem;
use nu_scaler_tests::host::{Options, Source, log};
use nu_scaler_tests::process::{Held, wait_until};
use nu_scaler_tests::{host_test, pictures};
use serde_json::json;

use crate::common::{FILTER, PREPARE_LIMIT, Stage, busy_picture, core_result, fsr};
use crate::source::{SOURCE, existing};

/// Of each kind.
const COUNT: u32 = 10;

host_test!(
    fault_25_twenty_share_one_device_and_nothing_leaks,
    Options::DEFAULT,
    |host| {
        let scene = host.scene("crowded")?;
        let (mut shown, mut expected) = (Vec::new(), Vec::new());
        for seed in 0..COUNT {
            // Of different sizes and scales: no two share their textures' sizes, some their pipelines.
            let image = busy_picture(40 + 7 * seed, 30 + 3 * seed, seed);
            let settings = fsr(1.3 + 0.1 * f64::from(seed % 5));
            expected.push(core_result(&settings, &image)?);
            let plain = host.pattern(&format!("plain {seed}"), &Pattern::new(image.clone()))?;
            let filtered = host.pattern(&format!("filtered {seed}"), &Pattern::new(image))?;
            let filter = filtered.add_filter(FILTER, "upscale", &settings)?;
            let scale = settings["scale_factor"].as_f64().unwrap_or_default();
            let ours = host.input(SOURCE, &format!("ours {seed}"), &existing(scale, &plain.name()))?;
            let items = [scene.add(&filtered)?, scene.add(&ours)?];
            for (item, x) in items.iter().zip([0.0, 300.0]) {
                item.set_position(x, 30.0 * seed as f32);
            }
            shown.push((filtered, ours, filter, plain, items));
        }
        host.output(Some(&scene.source()?));
        let statuses = || {
            let both = shown
                .iter()
                .flat_map(|(_, ours, filter, ..)| [filter.status(), ours.status()]);
            both.collect::<Result<Vec<_>>>()
        };
        wait_until("all of them to upscale", PREPARE_LIMIT, || {
            host.ticks(1)?;
            let all = statuses()?;
            Ok(all
                .iter()
                .all(|status| status["state"] == "upscaling")
                .then_some(()))
        })?;
        host.ticks(5)?;
        ensure!(statuses()?.len() == 2 * COUNT as usize, "not all are there");
        let right = |source: &Source, expected| -> Result<()> {
            let difference = pictures::largest_difference(&source.pixels()?, expected);
            ensure!(
                difference == Some(0),
                "{}: largest difference {difference:?}",
                source.name()
            );
            Ok(())
        };
        for ((filtered, ours, ..), expected) in shown.iter().zip(&expected) {
            right(filtered, expected)?;
            right(ours, expected)?;
        }
        let devices = log::lines_with("] GPU: ");
        ensure!(devices.len() == 1, "opened: {devices:?}");
        // Half of them go while the others are drawn.
        for (.., items) in shown.drain(COUNT as usize / 2..) {
            items.into_iter().for_each(SceneItem::remove);
        }
        host.ticks(5)?;
        for ((filtered, ours, ..), expected) in shown.iter().zip(&expected) {
            right(filtered, expected)?;
            right(ours, expected)?;
        }
        Ok(())
    }
);

host_test!(
    fault_26_what_is_held_stays_the_same_through_many_changes,
    Options::DEFAULT,
    |host| {
        let pattern = Pattern::new(busy_picture(160, 120, 1));
        let stage = Stage::new(host, host.pattern("changing", &pattern)?, &fsr(1.5))?;
        let ours = host.input(SOURCE, "ours", &existing(1.5, "changing"))?;
        stage.scene.add(&ours)?;
        // What a long evening has of everything: technologies, sizes, figures, scenes, panels, and what comes and goes.
        let round = |count: u32| -> Result<()> {
            let technology = ["fsr", "nis", "fallback"][count as usize % 3];
            let change = json!({
                "technology": technology, "scale_factor": 1.0 + f64::from(count % 4) / 4.0,
                "overlay": count.is_multiple_of(2), "sharpness": f64::from(count % 2) / 2.0,
            });
            stage.filter.update(&change)?;
            ours.update(&change)?;
            if count.is_multiple_of(5) {
                pattern.set(busy_picture(100 + count % 60, 80 + count % 40, count));
            }
            stage.item.set_visible(!count.is_multiple_of(4));
            stage.filter.properties()?;
            ours.save()?;
            let passing = host.input(SOURCE, "passing", &existing(1.2, "changing"))?;
            let item = stage.scene.add(&passing)?;
            host.ticks(3)?;
            item.remove();
            Ok(())
        };
        (0..60).try_for_each(round)?;
        let before = Held::now()?;
        (60..180).try_for_each(round)?;
        // What was removed last is destroyed on a thread of OBS's.
        let mut after = Held::now()?;
        wait_until("all of it to go", PREPARE_LIMIT, || {
            host.ticks(1)?;
            after = Held::now()?;
            let flat = after.threads <= before.threads && after.descriptors <= before.descriptors + 2;
            Ok(flat.then_some(()))
        })
        .with_context(|| format!("{before:?} became {after:?}"))?;
        ensure!(
            after.memory_kib < before.memory_kib + 24 * 1024,
            "{before:?} became {after:?}"
        );
        Ok(())
    }
);
