// SPDX-License-Identifier: GPL-2.0-or-later
//! What changes with every frame, comes from everywhere at once, or comes back to itself.

use std::ffi::CStr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};
use image::RgbaImage;
use nu_scaler_obs::data::Data;
use nu_scaler_obs::graphics::{ColorSpace, Graphics};
use nu_scaler_obs::input::{Interaction, VideoInput, register_input};
use nu_scaler_obs::instance::VideoSource;
use nu_scaler_obs::properties::Properties;
use nu_scaler_obs::source::{Source, SourceRef};
use nu_scaler_tests::host::pattern::Pattern;
use nu_scaler_tests::host::{Options, log, websocket};
use nu_scaler_tests::host_test;
use serde_json::json;

use crate::common::{FILTER, Stage, busy_picture, fsr};
use crate::source::{SOURCE, Shown, existing};

const CLIENT: Options = Options {
    websocket: true,
    ..Options::DEFAULT
};

host_test!(
    fault_01_a_size_that_comes_and_goes_with_every_frame,
    CLIENT,
    |host| {
        let pattern = Pattern::new(busy_picture(64, 48, 1));
        let _original = host.pattern("flickering", &pattern)?;
        let shown = Shown::new(host, &existing(1.5, "flickering"))?;
        shown.wait_upscaling("64x48")?;
        let lines = || log::lines_with("'ours'").len();
        let (before, updates) = (lines(), shown.source.panel_updates());
        drop(websocket::take_events());
        pattern.script(|tick| {
            let image = if tick % 2 == 0 {
                RgbaImage::default()
            } else {
                busy_picture(64, 48, 1)
            };
            Some(image)
        });
        host.ticks(240)?;
        // Four seconds, so one stretch of ten, or the end of one and the beginning of the next.
        for (what, count) in [
            ("log", lines() - before),
            ("clients", websocket::take_events().len()),
            ("panel", updates.count() as usize),
        ] {
            ensure!((1..=40).contains(&count), "the {what} was told {count} times");
        }
        drop(updates);
        // What it comes to is told in the end.
        pattern.script(|_| None);
        pattern.set(RgbaImage::default());
        let told = |event: &serde_json::Value| event["state"] == "waiting";
        let mut last = None;
        nu_scaler_tests::process::wait_until("the last news", Duration::from_secs(20), || {
            host.ticks(1)?;
            last = websocket::take_events()
                .pop()
                .map(|(_, event)| event)
                .or(last.take());
            let at_rest = shown.source.status()?["state"] == "waiting";
            Ok((at_rest && last.as_ref().is_none_or(told)).then_some(()))
        })
        .with_context(|| format!("{last:?}"))
    }
);

/// A source that shows ours without telling OBS, so that OBS sees no loop where ours shows it.
struct Mirror;

fn mirrored() -> Option<Source> {
    Source::by_name("ours")
}

impl VideoSource for Mirror {
    const ID: &'static CStr = c"nu_scaler_test_mirror";

    fn name() -> String {
        "Mirror".to_owned()
    }

    fn defaults(_settings: &Data) {}

    fn create(_source: SourceRef, _settings: &Data) -> Self {
        Self
    }

    fn update(&self, _settings: &Data) {}

    fn properties(_this: Option<&Self>) -> Properties {
        Properties::new()
    }

    fn width(&self) -> u32 {
        mirrored().map_or(64, |source| source.size().width.max(64))
    }

    fn height(&self) -> u32 {
        mirrored().map_or(48, |source| source.size().height.max(48))
    }

    fn tick(&self, _seconds: f32) {}

    fn render(&self, graphics: &Graphics) {
        if let Some(source) = mirrored() {
            source.render(graphics);
        }
    }

    fn color_space(&self, preferred: &[ColorSpace]) -> ColorSpace {
        mirrored().map_or(ColorSpace::Srgb, |source| source.color_space(preferred))
    }
}

impl VideoInput for Mirror {
    fn active_child(&self) -> Option<Source> {
        None
    }

    fn save(&self, _settings: &Data) {}

    fn interact(&self, interaction: Interaction<'_>) {
        if let Some(source) = mirrored() {
            source.interact(interaction);
        }
    }
}

host_test!(
    fault_02_a_loop_that_obs_does_not_know_of,
    Options::DEFAULT,
    |host| {
        ensure!(register_input::<Mirror>(), "not registered");
        let mirror = host.input("nu_scaler_test_mirror", "mirror", &json!({}))?;
        let shown = Shown::new(host, &existing(1.0, "mirror"))?;
        shown.wait_upscaling("64x48")?;
        for source in [&mirror, &shown.source] {
            ensure!(source.size() == (64, 48), "{:?}", source.size());
            source.pixels()?;
            source.click(5, 5);
        }
        Ok(())
    }
);

host_test!(fault_06_all_threads_at_once, CLIENT, |host| {
    let stage = Stage::new(
        host,
        host.pattern("game", &Pattern::new(busy_picture(64, 48, 0)))?,
        &fsr(1.5),
    )?;
    let shown = Shown::new(host, &existing(1.5, "game"))?;
    stage.scene.add(&shown.source)?;
    host.output(Some(&stage.scene.source()?));
    shown.wait_upscaling("96x72")?;

    let (filter, ours, done) = (&stage.filter, &shown.source, AtomicBool::new(false));
    let again = |work: &dyn Fn(u32) -> Result<()>| -> Result<()> {
        for count in 0.. {
            if done.load(Ordering::SeqCst) {
                break;
            }
            work(count)?;
        }
        Ok(())
    };
    let client = |count: u32| -> Result<()> {
        let name = if count.is_multiple_of(2) {
            "game"
        } else {
            "passing"
        };
        let own = json!({ "source_kind": "source", "source_name": name, "upscale": true });
        let common = json!({ "sharpness": f64::from(count % 100) / 100.0, "enabled": true });
        for (kind, request) in [
            ("list", json!({})),
            ("get_stats", json!({ "source": "ours" })),
            (
                "set",
                json!({ "source": "game", "filter": "upscale", "settings": common }),
            ),
            ("set", json!({ "source": "ours", "settings": own })),
        ] {
            let answer = websocket::request(kind, &request)?;
            ensure!(answer["ok"] == true, "{kind}: {answer}");
        }
        Ok(())
    };
    let panels = |_| -> Result<()> {
        filter.properties()?;
        ours.properties()?;
        filter.status()?;
        // It may have a picture or not at the moment.
        let _ = ours.pixels();
        Ok(())
    };
    // On this thread, as on that of OBS's window: sources and filters come and go, keys are pressed.
    let window = || -> Result<()> {
        let begun = Instant::now();
        for count in 0.. {
            if begun.elapsed() > Duration::from_secs(4) {
                break;
            }
            let passing = host.pattern("passing", &Pattern::new(busy_picture(32, 24, count)))?;
            let on_it = passing.add_filter(FILTER, "on it", &fsr(1.5))?;
            let another = host.input(SOURCE, "another of ours", &existing(1.3, "game"))?;
            let items = [stage.scene.add(&passing)?, stage.scene.add(&another)?];
            thread::sleep(Duration::from_millis(u64::from(count % 40)));
            for key in host.hotkeys("nu_scaler.") {
                host.tap(&key);
            }
            another.save()?;
            passing.rename("passed")?;
            if count.is_multiple_of(3) {
                passing.detach(&on_it);
            }
            for item in items {
                item.remove();
            }
            passing.remove();
        }
        host.ticks(2)
    };
    thread::scope(|scope| {
        let again = &again;
        let threads = [
            scope.spawn(move || again(&client)),
            scope.spawn(move || again(&panels)),
        ];
        let outcome = window();
        done.store(true, Ordering::SeqCst);
        for thread in threads {
            thread.join().map_err(|_| anyhow!("a thread panicked"))??;
        }
        outcome
    })?;
    websocket::request(
        "set",
        &json!({ "source": "ours", "settings": { "source_name": "game", "upscale": true } }),
    )?;
    shown.wait_for("a picture", |status| status["state"] != "waiting")?;
    Ok(())
});
