// SPDX-License-Identifier: GPL-2.0-or-later
//! Coming and going, at bad moments too.

use std::ffi::CStr;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, ensure};
use nu_scaler_obs::data::Data;
use nu_scaler_obs::filter::{VideoFilter, register_filter};
use nu_scaler_obs::graphics::{ColorSpace, Graphics};
use nu_scaler_obs::instance::VideoSource;
use nu_scaler_obs::properties::Properties;
use nu_scaler_obs::source::SourceRef;
use nu_scaler_tests::host::pattern::Pattern;
use nu_scaler_tests::host::{Options, log};
use nu_scaler_tests::{host_test, pictures};
use serde_json::json;

use crate::common::{FILTER, Stage, busy_picture, fsr, smooth_picture};

host_test!(fault_02_a_filter_without_a_target, Options::DEFAULT, |host| {
    let filter = host.input(FILTER, "alone", &fsr(1.5))?;
    host.show(&filter);
    host.ticks(5)?;
    ensure!(filter.size() == (0, 0), "{:?}", filter.size());
    ensure!(filter.pixels().is_err(), "drawn without a source");
    ensure!(!filter.properties()?.is_empty(), "no panel");
    // Drawn directly as well, as a view does that still has it.
    host.output(Some(&filter));
    host.ticks(5)?;
    host.output(None);
    Ok(())
});

host_test!(fault_02_removed_while_it_is_drawn, Options::DEFAULT, |host| {
    let pattern = Pattern::new(busy_picture(64, 48, 1));
    let stage = Stage::new(host, host.pattern("drawn", &pattern)?, &fsr(1.5))?;
    stage.wait_upscaling()?;
    for round in 0..150 {
        let filter = stage.source.add_filter(FILTER, "passing", &fsr(1.5))?;
        if round % 3 == 0 {
            host.ticks(1)?;
        }
        stage.source.detach(&filter);
        // Still held by us, drawn by nobody.
        if round % 5 == 0 {
            ensure!(filter.size() == (0, 0), "detached: {:?}", filter.size());
        }
    }
    stage.source.detach(&stage.filter);
    host.ticks(2)?;
    ensure!(stage.source.size() == (64, 48), "{:?}", stage.source.size());
    stage.source.attach(&stage.filter);
    stage.wait_upscaling()?;
    Ok(())
});

host_test!(fault_02_its_source_is_destroyed, Options::DEFAULT, |host| {
    for round in 0..40 {
        let stage = Stage::new(
            host,
            host.pattern("doomed", &Pattern::new(busy_picture(64, 48, round)))?,
            &fsr(1.5),
        )?;
        host.ticks(u64::from(round % 3))?;
        // The scene, the source and the filter go in this order, while the next ones come.
        let Stage {
            filter,
            item,
            source,
            scene,
            ..
        } = stage;
        item.remove();
        drop((scene, source));
        if round % 2 == 0 {
            // The filter outlives its source.
            host.ticks(1)?;
            filter.status()?;
        }
    }
    Ok(())
});

host_test!(
    fault_05_obs_closes_while_the_device_is_made,
    Options::DEFAULT,
    |host| {
        let source = host.pattern("early", &Pattern::new(busy_picture(64, 48, 1)))?;
        let stage = Stage::new(host, source, &fsr(1.5))?;
        host.ticks(1)?;
        ensure!(
            stage.source.size() == (96, 72),
            "the size from the first frame on: {:?}",
            stage.source.size()
        );
        Ok(())
    }
);

host_test!(
    fault_15_nothing_leaks_and_the_validation_layer_watches,
    Options::DEFAULT,
    |host| {
        let pattern = Pattern::new(busy_picture(64, 48, 1));
        let stage = Stage::new(host, host.pattern("life", &pattern)?, &fsr(1.5))?;
        stage.wait_upscaling()?;
        for scale in [1.0, 1.3, 2.0] {
            stage.filter.update(&fsr(scale))?;
            host.ticks(5)?;
            stage.wait_upscaling()?;
        }
        // That the layer is silent means something only if it is loaded.
        let maps = std::fs::read_to_string("/proc/self/maps")?;
        ensure!(
            maps.contains("libVkLayer_khronos_validation"),
            "the validation layer is not loaded"
        );
        Ok(())
    }
);

host_test!(
    the_picture_is_there_from_the_first_frame_on,
    Options::DEFAULT,
    |host| {
        let image = smooth_picture(64, 48);
        let stage = Stage::new(
            host,
            host.pattern("first", &Pattern::new(image.clone()))?,
            &fsr(1.5),
        )?;
        let mean = pictures::mean(&image);
        // While the device is made OBS's own scaling draws, at the same size.
        for _ in 0..60 {
            ensure!(stage.source.size() == (96, 72), "{:?}", stage.source.size());
            let pixels = stage.source.pixels()?;
            ensure!(pixels.dimensions() == (96, 72), "{:?}", pixels.dimensions());
            let close = pictures::mean(&pixels)
                .iter()
                .zip(mean)
                .all(|(one, other)| (one - other).abs() < 3.0);
            ensure!(
                close,
                "mean {:?}, not {mean:?}: {}",
                pictures::mean(&pixels),
                stage.filter.status()?
            );
            host.ticks(1)?;
        }
        stage.wait_upscaling()?;
        Ok(())
    }
);

/// A filter as a bad one of ours would be: its callback panics.
struct Panicking;

static RENDERS: AtomicU32 = AtomicU32::new(0);

impl VideoFilter for Panicking {}

impl VideoSource for Panicking {
    const ID: &'static CStr = c"nu_scaler_test_panicking";

    fn name() -> String {
        "Panicking".to_owned()
    }

    fn defaults(_settings: &Data) {}

    fn create(_source: SourceRef, _settings: &Data) -> Self {
        Self
    }

    fn update(&self, _settings: &Data) {}

    fn properties(_this: Option<&Self>) -> Properties {
        panic!("on purpose, in the panel")
    }

    fn width(&self) -> u32 {
        7
    }

    fn height(&self) -> u32 {
        7
    }

    fn tick(&self, _seconds: f32) {}

    fn render(&self, _graphics: &Graphics) {
        RENDERS.fetch_add(1, Ordering::SeqCst);
        panic!("on purpose, while rendering")
    }

    fn color_space(&self, _preferred: &[ColorSpace]) -> ColorSpace {
        ColorSpace::Srgb
    }
}

host_test!(
    fault_22_a_panic_in_a_callback_passes_the_picture_through,
    Options {
        errors_expected: true,
        ..Options::DEFAULT
    },
    |host| {
        ensure!(register_filter::<Panicking>(), "not registered");
        let image = busy_picture(64, 48, 1);
        let source = host.pattern("panicking", &Pattern::new(image.clone()))?;
        let scene = host.scene("scene")?;
        scene.add(&source)?;
        host.output(Some(&scene.source()?));
        let filter = source.add_filter("nu_scaler_test_panicking", "panic", &json!({}))?;
        host.ticks(20)?;
        ensure!(
            RENDERS.load(Ordering::SeqCst) == 1,
            "it was called {} times",
            RENDERS.load(Ordering::SeqCst)
        );
        ensure!(source.size() == (64, 48), "{:?}", source.size());
        let difference = pictures::largest_difference(&source.pixels()?, &image).context("sizes")?;
        ensure!(difference == 0, "not passed through: {difference}");
        // The panel's panic is another one; it gives no panel or an empty one, and OBS goes on.
        let _ = filter.properties();
        host.ticks(2)?;
        Ok(())
    }
);

host_test!(
    fault_22_a_panic_is_logged,
    Options {
        errors_expected: true,
        plugin: false,
        ..Options::DEFAULT
    },
    |host| {
        nu_scaler_obs::log::install();
        ensure!(register_filter::<Panicking>(), "not registered");
        let source = host.pattern("panicking", &Pattern::new(busy_picture(64, 48, 1)))?;
        source.add_filter("nu_scaler_test_panicking", "panic", &json!({}))?;
        for _ in 0..3 {
            // The failed instance passes the picture through.
            source.pixels()?;
        }
        let lines = log::lines_with("on purpose, while rendering");
        ensure!(
            lines.iter().filter(|line| line.contains("[nu-scaler]")).count() == 1,
            "{lines:?}"
        );
        Ok(())
    }
);
