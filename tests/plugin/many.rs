// SPDX-License-Identifier: GPL-2.0-or-later
//! Many filters and sources of ours at once, as in a large collection of scenes.

use anyhow::ensure;
use nu_scaler_tests::host::pattern::Pattern;
use nu_scaler_tests::host::scene::SceneItem;
use nu_scaler_tests::host::{Options, Source, log};
use nu_scaler_tests::process::wait_until;
use nu_scaler_tests::{host_test, pictures};

use crate::common::{FILTER, PREPARE_LIMIT, busy_picture, core_result, fsr};
use crate::source::{SOURCE, existing};

/// Of each kind.
const COUNT: u32 = 10;

host_test!(
    twenty_share_one_device_and_nothing_leaks,
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
            both.collect::<anyhow::Result<Vec<_>>>()
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
        let right = |source: &Source, expected| -> anyhow::Result<()> {
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
