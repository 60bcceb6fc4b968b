// SPDX-License-Identifier: GPL-2.0-or-later
//! Vendors' runtimes, as doubles, behind the filter: from the first frame to OBS's end, and when they fail.

use std::fs;

use anyhow::{Context, Result, ensure};
use image::RgbaImage;
use nu_scaler_tests::host::pattern::Pattern;
use nu_scaler_tests::host::{Host, Options, log};
use nu_scaler_tests::runtimes::{self, DLSS, NGX, OF_WINDOWS, RTX_VIDEO, XESS, calls_here};
use nu_scaler_tests::{host_test, pictures};
use serde_json::{Value, json};

use crate::common::{FILTER, Stage, busy_picture, core_result, fsr};

const WITH_DLSS: Options = Options {
    runtimes: &[NGX, DLSS],
    ..Options::DEFAULT
};
const WITH_RTX_VIDEO: Options = Options {
    runtimes: &[NGX, RTX_VIDEO],
    ..Options::DEFAULT
};
const WITH_XESS: Options = Options {
    runtimes: &[XESS],
    environment: &[OF_WINDOWS],
    ..Options::DEFAULT
};

/// Two roundings, and the fractions of a hardware's filter.
const TOLERANCE: u8 = 3;

fn by(technology: &str, scale: f64) -> Value {
    let mut settings = fsr(scale);
    settings["technology"] = json!(technology);
    settings
}

/// What the double makes of a picture.
fn doubled(technology: &str, scale: f64, image: &RgbaImage) -> Result<RgbaImage> {
    let mut settings = by("fallback", scale);
    settings["algorithm"] = json!("bilinear");
    if technology == "xess" {
        settings["light"] = json!("linear");
    }
    core_result(&settings, image)
}

/// Sizes, a second filter, hiding and showing; the end is judged behind every test.
fn whole_life(host: &Host, technology: &str, [create, evaluate, release]: [&str; 3]) -> Result<()> {
    let image = busy_picture(96, 64, 1);
    let pattern = Pattern::new(image.clone());
    let stage = Stage::new(host, host.pattern("game", &pattern)?, &by(technology, 1.5))?;
    let runs = |status: &Value| status["technology"] == technology && status["state"] == "upscaling";
    let status = stage.wait_for("the runtime to draw", runs)?;
    ensure!(
        status["reason"].is_null() && status["exchange"] == "gl_vulkan",
        "{status}"
    );
    stage.wait_for_picture(&doubled(technology, 1.5, &image)?, TOLERANCE)?;
    let frames = calls_here()?.count(evaluate);
    host.ticks(5)?;
    ensure!(
        calls_here()?.count(evaluate) >= frames + 5,
        "not a call for each frame"
    );

    // Another output, and another input.
    let made = calls_here()?.count(create);
    stage.filter.update(&by(technology, 2.0))?;
    stage.wait_for_picture(&doubled(technology, 2.0, &image)?, TOLERANCE)?;
    let larger = busy_picture(120, 80, 2);
    pattern.set(larger.clone());
    host.ticks(2)?;
    stage.wait_for_picture(&doubled(technology, 2.0, &larger)?, TOLERANCE)?;
    let calls = calls_here()?;
    ensure!(
        calls.count(create) >= made + 2 && calls.count(release) >= 2,
        "{} made, {} released",
        calls.count(create),
        calls.count(release)
    );

    // Another technology and back: what was made goes, and is made anew.
    stage.filter.update(&fsr(2.0))?;
    stage.wait_for_picture(&core_result(&fsr(2.0), &larger)?, 0)?;
    let made = calls_here()?.count(create);
    stage.filter.update(&by(technology, 2.0))?;
    stage.wait_for_picture(&doubled(technology, 2.0, &larger)?, TOLERANCE)?;
    ensure!(calls_here()?.count(create) > made, "not made anew");

    // A second one beside it, with a feature of its own.
    let made = calls_here()?.count(create);
    let other = host.pattern("other", &Pattern::new(image.clone()))?;
    let second = other.add_filter(FILTER, "upscale", &by(technology, 1.5))?;
    let item = stage.scene.add(&other)?;
    Stage {
        host,
        filter: second,
        item,
        source: other,
        scene: host.scene("second")?,
    }
    .wait_for_picture(&doubled(technology, 1.5, &image)?, TOLERANCE)?;
    ensure!(
        calls_here()?.count(create) > made,
        "two filters have one feature together"
    );
    stage.wait_for_picture(&doubled(technology, 2.0, &larger)?, TOLERANCE)
}

host_test!(dlss_lives_from_its_start_to_the_end, WITH_DLSS, |host| {
    whole_life(
        host,
        "dlss",
        ["CreateFeature1", "EvaluateFeature", "ReleaseFeature"],
    )
});

host_test!(
    rtx_video_lives_from_its_start_to_the_end,
    WITH_RTX_VIDEO,
    |host| {
        whole_life(
            host,
            "rtx_video",
            ["CreateFeature1", "EvaluateFeature", "ReleaseFeature"],
        )
    }
);

host_test!(xess_lives_from_its_start_to_the_end, WITH_XESS, |host| {
    whole_life(
        host,
        "xess",
        ["xessVKCreateContext", "xessVKExecute", "xessDestroyContext"],
    )
});

host_test!(other_steps_leave_the_feature_as_it_is, WITH_DLSS, |host| {
    let image = busy_picture(96, 64, 1);
    let pattern = Pattern::new(image.clone());
    let stage = Stage::new(host, host.pattern("game", &pattern)?, &by("dlss", 1.5))?;
    stage.wait_for_picture(&doubled("dlss", 1.5, &image)?, TOLERANCE)?;
    let made = calls_here()?.count("CreateFeature1");
    for change in [
        json!({ "overlay": true }),
        json!({ "overlay": false }),
        json!({ "compare": "split" }),
        json!({ "compare": "off" }),
        json!({ "sharpness": 1.0 }),
    ] {
        stage.filter.update(&change)?;
        host.ticks(30)?;
    }
    let mut settings = by("fallback", 1.5);
    settings["algorithm"] = json!("bilinear");
    settings["sharpness"] = json!(1.0);
    let sharp = core_result(&settings, &image)?;
    // What differs by one before sharpening differs by some behind it.
    stage.wait_for_picture(&sharp, 4 * TOLERANCE)?;
    let calls = calls_here()?;
    ensure!(
        calls.count("CreateFeature1") == made && calls.count("ReleaseFeature") == 0,
        "{} made, {} released",
        calls.count("CreateFeature1"),
        calls.count("ReleaseFeature")
    );
    Ok(())
});

const WITH_SLOW_DLSS: Options = Options {
    environment: &[("DOUBLE_SLOW", "CreateFeature1=200")],
    ..WITH_DLSS
};

host_test!(
    fault_3_no_feature_is_made_for_a_size_that_does_not_last,
    WITH_SLOW_DLSS,
    |host| {
        let pattern = Pattern::new(busy_picture(96, 64, 1));
        let stage = Stage::new(host, host.pattern("game", &pattern)?, &by("dlss", 1.5))?;
        stage.wait_for("DLSS to draw", |status| status["technology"] == "dlss")?;
        let before = calls_here()?.count("CreateFeature1");
        for step in 0..60 {
            pattern.set(busy_picture(100 + step, 70, 2));
            host.ticks(1)?;
        }
        let last = busy_picture(120, 80, 3);
        pattern.set(last.clone());
        stage.wait_for_picture(&doubled("dlss", 1.5, &last)?, TOLERANCE)?;
        let made = calls_here()?.count("CreateFeature1") - before;
        // One for the size that lasts; some more, where the machine is so busy that others do.
        ensure!((1..=10).contains(&made), "{made} features for 61 sizes");
        Ok(())
    }
);

const WITH_ALL_OF_NVIDIA: Options = Options {
    runtimes: &[NGX, DLSS, RTX_VIDEO],
    ..Options::DEFAULT
};

host_test!(
    automatic_takes_rtx_video_and_never_dlss,
    WITH_ALL_OF_NVIDIA,
    |host| {
        let image = busy_picture(96, 64, 3);
        let stage = Stage::new(
            host,
            host.pattern("film", &Pattern::new(image.clone()))?,
            &by("auto", 1.5),
        )?;
        let status = stage.wait_upscaling()?;
        ensure!(
            status["technology"] == "rtx_video" && status["reason"].is_null(),
            "{status}"
        );
        stage.wait_for_picture(&doubled("rtx_video", 1.5, &image)?, TOLERANCE)?;
        ensure!(
            calls_here()?
                .last("CreateFeature1")
                .is_some_and(|made| made.starts_with("feature=16")),
            "{:?}",
            calls_here()?
        );
        // It has levels instead of other sizes.
        for (quality, level) in [("performance", 1), ("balanced", 2), ("quality", 3), ("ultra", 4)] {
            stage.filter.update(&json!({ "quality": quality }))?;
            host.ticks(3)?;
            let expected = format!("feature=16 level={level}");
            let last = calls_here()?;
            ensure!(
                last.last("EvaluateFeature") == Some(expected.as_str()),
                "{quality}: {:?}",
                last.last("EvaluateFeature")
            );
        }
        Ok(())
    }
);

const WITH_DLSS_ONLY: Options = Options {
    runtimes: &[NGX, DLSS],
    ..Options::DEFAULT
};

host_test!(
    automatic_stays_with_fsr_where_there_is_dlss_only,
    WITH_DLSS_ONLY,
    |host| {
        let image = busy_picture(96, 64, 4);
        let stage = Stage::new(
            host,
            host.pattern("game", &Pattern::new(image.clone()))?,
            &by("auto", 1.5),
        )?;
        let status = stage.wait_upscaling()?;
        ensure!(
            status["technology"] == "fsr" && status["reason"].is_null(),
            "{status}"
        );
        stage.wait_for_picture(&core_result(&fsr(1.5), &image)?, 0)
    }
);

/// Every frame that is drawn is looked at: it is the runtime's or FSR's, and nothing else.
fn fails_at_frame_100(host: &Host, technology: &str, evaluate: &str, said: &str) -> Result<()> {
    let image = busy_picture(96, 64, 5);
    let stage = Stage::new(
        host,
        host.pattern("game", &Pattern::new(image.clone()))?,
        &by(technology, 1.5),
    )?;
    stage.wait_for("the runtime to draw", |status| status["technology"] == technology)?;
    let pictures = [doubled(technology, 1.5, &image)?, core_result(&fsr(1.5), &image)?];
    stage.wait_for_picture(&pictures[0], TOLERANCE)?;
    let mut whose = vec![0];
    while *whose.last().context("there is one")? == 0 || whose.len() < 110 {
        host.ticks(1)?;
        let seen = stage.source.pixels()?;
        let is = |picture: &RgbaImage| {
            pictures::largest_difference(&seen, picture).is_some_and(|difference| difference <= TOLERANCE)
        };
        let found = pictures.iter().position(is);
        whose.push(found.with_context(|| {
            format!(
                "frame {}: neither picture, mean {:?}",
                whose.len(),
                pictures::mean(&seen)
            )
        })?);
        ensure!(whose.len() < 400, "it does not fail");
    }
    ensure!(whose.is_sorted(), "back and forth: {whose:?}");
    ensure!(
        calls_here()?.count(evaluate) == 100,
        "{} calls",
        calls_here()?.count(evaluate)
    );
    let status = stage.wait_for("the reason", |status| status["reason"].is_string())?;
    ensure!(
        status["technology"] == "fsr" && status["state"] == "upscaling" && status["asked"] == technology,
        "{status}"
    );
    let reason = status["reason"].as_str().unwrap_or_default();
    ensure!(reason.contains(said), "{status}");
    // Once as what is switched off, once as what the filter does.
    host.ticks(60)?;
    let told = log::lines_with(reason);
    ensure!(told.len() == 2, "{told:?}");
    let panel = stage.filter.open_panel()?;
    let shown = panel.shown("status")?.context("no status")?;
    ensure!(shown.contains(reason), "{shown}");

    // It stays so for others, too.
    let other = host.pattern("other", &Pattern::new(image.clone()))?;
    let second = other.add_filter(FILTER, "upscale", &by(technology, 1.5))?;
    stage.scene.add(&other)?;
    host.ticks(20)?;
    ensure!(second.status()?["technology"] == "fsr", "{}", second.status()?);
    ensure!(calls_here()?.count(evaluate) == 100, "it is asked again");
    Ok(())
}

const DLSS_FAILS: Options = Options {
    environment: &[("DOUBLE_FAIL", "EvaluateFeature=0xBAD0000B@100")],
    ..WITH_DLSS
};
const RTX_VIDEO_FAILS: Options = Options {
    environment: &[("DOUBLE_FAIL", "EvaluateFeature=0xBAD00002@100")],
    ..WITH_RTX_VIDEO
};
const XESS_FAILS: Options = Options {
    environment: &[OF_WINDOWS, ("DOUBLE_FAIL", "xessVKExecute=-6@100")],
    ..WITH_XESS
};

host_test!(
    fault_18_dlss_fails_at_frame_100_and_no_frame_is_without_a_picture,
    DLSS_FAILS,
    |host| fails_at_frame_100(host, "dlss", "EvaluateFeature", "cannot be started")
);

host_test!(
    fault_18_rtx_video_fails_at_frame_100_and_no_frame_is_without_a_picture,
    RTX_VIDEO_FAILS,
    |host| fails_at_frame_100(
        host,
        "rtx_video",
        "EvaluateFeature",
        "the system reports an error"
    )
);

host_test!(
    fault_18_xess_fails_at_frame_100_and_no_frame_is_without_a_picture,
    XESS_FAILS,
    |host| fails_at_frame_100(host, "xess", "xessVKExecute", "the GPU reports an error")
);

/// Nobody has named a folder in the environment.
const TO_BE_CHOSEN: Options = Options {
    runtimes: &[NGX, DLSS],
    environment: &[("NU_SCALER_RUNTIMES", "")],
    ..Options::DEFAULT
};

host_test!(the_folder_is_chosen_in_any_panel, TO_BE_CHOSEN, |host| {
    let image = busy_picture(96, 64, 6);
    let stage = Stage::new(
        host,
        host.pattern("game", &Pattern::new(image.clone()))?,
        &by("dlss", 1.5),
    )?;
    let refused = |status: &Value| status["technology"] == "fsr" && status["reason"].is_string();
    let runs = |status: &Value| status["technology"] == "dlss" && status["reason"].is_null();
    stage.wait_for("the reason", refused)?;
    let before = stage.filter.save()?;

    let panel = stage.filter.open_panel()?;
    ensure!(
        panel.explained("runtime_folder")?.contains("opened anew"),
        "the panel does not say when it holds"
    );
    ensure!(
        panel.shown("runtime_folder_clear")?.is_none() && panel.shown("runtime_folder_unsaved")?.is_none(),
        "nothing was chosen yet"
    );
    let folder = runtimes::folder_here()?;
    ensure!(
        panel.choose("runtime_folder", &json!(folder))?,
        "the panel is not drawn anew"
    );
    stage.wait_for("DLSS, without another start of OBS", runs)?;
    stage.wait_for_picture(&doubled("dlss", 1.5, &image)?, TOLERANCE)?;
    ensure!(
        panel.shown("runtime_folder_clear")?.is_some() && panel.shown("runtime_folder_unsaved")?.is_none(),
        "it was chosen and saved"
    );
    // No scene has it, but a file of the plugin's.
    ensure!(
        stage.filter.save()? == before,
        "the filter is saved otherwise: {}",
        stage.filter.save()?
    );
    let saved = host.folder().join("nu-scaler/runtimes.json");
    let saved: Value = serde_json::from_slice(&fs::read(&saved)?)?;
    ensure!(saved["folder"] == json!(folder), "{saved}");

    // Any panel has it, and what a scene of somebody else's says is not taken.
    let foreign = tempfile::tempdir()?;
    let other = host.pattern("other", &Pattern::new(image.clone()))?;
    let mut settings = by("dlss", 1.5);
    settings["runtime_folder"] = json!(foreign.path());
    let second = other.add_filter(FILTER, "upscale", &settings)?;
    stage.scene.add(&other)?;
    host.ticks(20)?;
    let devices = log::lines_with("GPU: llvmpipe").len();
    let panel = second.open_panel()?;
    host.ticks(20)?;
    ensure!(
        panel.shown("runtime_folder_clear")?.is_some(),
        "the other panel does not know"
    );
    ensure!(
        second.save()?["settings"]["runtime_folder"].is_null(),
        "{}",
        second.save()?
    );
    ensure!(
        devices > 0 && log::lines_with("GPU: llvmpipe").len() == devices && runs(&second.status()?),
        "{}",
        second.status()?
    );

    // None of one's own, and the same folder twice.
    panel.click("runtime_folder_clear")?;
    stage.wait_for("the reason again", refused)?;
    let saved = fs::read_to_string(host.folder().join("nu-scaler/runtimes.json"))?;
    ensure!(saved.contains("null"), "{saved}");
    let panel = stage.filter.open_panel()?;
    for _ in 0..2 {
        panel.choose("runtime_folder", &json!(folder))?;
        stage.wait_for("DLSS again", runs)?;
    }
    let calls = calls_here()?;
    ensure!(calls.count("Init") == 2, "{} devices", calls.count("Init"));
    Ok(())
});

host_test!(
    fault_18_each_folder_says_what_is_wrong_with_it,
    TO_BE_CHOSEN,
    |host| {
        let stage = Stage::new(
            host,
            host.pattern("game", &Pattern::new(busy_picture(96, 64, 7)))?,
            &by("dlss", 1.5),
        )?;
        stage.wait_upscaling()?;
        let panel = stage.filter.open_panel()?;
        let folders = tempfile::tempdir()?;
        let whole = fs::read(runtimes::folder_here()?.join(DLSS))?;
        let other_processor: Vec<u8> = (0..whole.len())
            .map(|at| if at == 18 { 183 } else { whole[at] })
            .collect();
        let cases: [(&str, Option<&[u8]>, &str); 5] = [
            ("empty", None, "is not in the folders"),
            ("text", Some(b"no library"), "no library of this system"),
            ("arm", Some(&other_processor), "another processor: aarch64"),
            ("cut", Some(&whole[..whole.len() / 2]), "not whole"),
            ("whole", Some(&whole), ""),
        ];
        for (name, content, said) in cases {
            let folder = folders.path().join(name);
            fs::create_dir(&folder)?;
            runtimes::put(&[NGX], &folder)?;
            if let Some(content) = content {
                fs::write(folder.join(DLSS), content)?;
            }
            panel.choose("runtime_folder", &json!(folder))?;
            stage.wait_for(name, |status| {
                let reason = status["reason"].as_str().unwrap_or_default();
                let is_there = status["technology"] == "dlss";
                is_there == said.is_empty() && reason.contains(said) && status["state"] == "upscaling"
            })?;
            ensure!(stage.source.size() == (144, 96), "{:?}", stage.source.size());
        }
        Ok(())
    }
);

host_test!(
    fault_17_a_damaged_choice_is_none,
    Options {
        plugin: false,
        ..TO_BE_CHOSEN
    },
    |host| {
        let own = host.folder().join("nu-scaler");
        fs::create_dir_all(&own)?;
        fs::write(own.join("runtimes.json"), "{\"folder\": 7, ")?;
        host.load_plugin()?;
        let stage = Stage::new(
            host,
            host.pattern("game", &Pattern::new(busy_picture(96, 64, 8)))?,
            &by("dlss", 1.5),
        )?;
        stage.wait_upscaling()?;
        ensure!(
            log::lines_with("runtimes.json").len() == 1,
            "{:?}",
            log::lines_with("runtimes.json")
        );
        // The file can't be replaced by one: what is chosen holds all the same.
        fs::remove_file(own.join("runtimes.json"))?;
        fs::create_dir(own.join("runtimes.json"))?;
        let panel = stage.filter.open_panel()?;
        panel.choose("runtime_folder", &json!(runtimes::folder_here()?))?;
        let unsaved = panel
            .shown("runtime_folder_unsaved")?
            .context("nothing is said")?;
        ensure!(unsaved.contains("could not be saved"), "{unsaved}");
        stage.wait_for("DLSS", |status| status["technology"] == "dlss")?;
        let again = stage.filter.open_panel()?;
        ensure!(again.shown("runtime_folder_unsaved")?.is_some(), "forgotten");
        Ok(())
    }
);
