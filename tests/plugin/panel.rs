// SPDX-License-Identifier: GPL-2.0-or-later
//! The property panel, used as OBS uses it: contents, profiles, what is shown, and what it says.

use std::fs;

use anyhow::{Context, Result, ensure};
use nu_scaler_core::settings::{Group, TABLE};
use nu_scaler_tests::host::pattern::Pattern;
use nu_scaler_tests::host::{Host, Options};
use nu_scaler_tests::host_test;
use nu_scaler_tests::process::wait_until;
use serde_json::{Value, json};

use crate::common::{FILTER, PREPARE_LIMIT, STAGING, Stage, busy_picture, core_result, fsr};

fn stage<'h>(host: &'h Host, settings: &Value) -> Result<Stage<'h>> {
    let pattern = Pattern::new(busy_picture(64, 48, 1));
    let stage = Stage::new(host, host.pattern("edited", &pattern)?, settings)?;
    stage.wait_upscaling()?;
    Ok(stage)
}

host_test!(
    a_content_that_is_chosen_changes_what_runs,
    Options::DEFAULT,
    |host| {
        let image = busy_picture(64, 48, 1);
        let stage = stage(host, &fsr(1.5))?;
        let panel = stage.filter.open_panel()?;
        let contents = [
            ("pixel_art", "fallback", "128x96"),
            ("text", "fallback", "128x96"),
            ("game_3d", "fsr", "128x96"),
            ("camera", "fallback", "128x96"),
            ("anime", "fallback", "128x96"),
        ];
        for (content, technology, output) in contents {
            ensure!(
                panel.choose("content", &json!(content))?,
                "{content}: not drawn anew"
            );
            let settings = stage.filter.settings()?;
            stage.wait_for(content, |status| {
                status["technology"] == technology && status["output"] == output
            })?;
            stage.wait_for_picture(&core_result(&settings, &image)?, 0)?;
            let rows = panel.shown("algorithm")?.is_some();
            ensure!(
                rows == (technology == "fallback"),
                "{content}: the panel shows other rows"
            );
        }
        let last = stage.filter.settings()?;
        panel.choose("content", &json!("none"))?;
        let mut none = last.clone();
        none["content"] = json!("none");
        ensure!(
            stage.filter.settings()? == none,
            "no content sets something: {}",
            stage.filter.settings()?
        );
        Ok(())
    }
);

host_test!(a_content_sets_others_once, Options::DEFAULT, |host| {
    let mut saved = fsr(1.5);
    saved["content"] = json!("camera");
    saved["sharpness"] = json!(0.75);
    let stage = stage(host, &saved)?;
    // OBS asks every row when it opens a panel.
    let panel = stage.filter.open_panel()?;
    host.ticks(3)?;
    ensure!(
        stage.filter.settings()? == saved,
        "opening the panel changes {}",
        stage.filter.settings()?
    );
    // Another row, and the same content once more.
    panel.choose("sharpness", &json!(0.5))?;
    panel.choose("content", &json!("camera"))?;
    saved["sharpness"] = json!(0.5);
    ensure!(
        stage.filter.settings()? == saved,
        "the content changes again: {}",
        stage.filter.settings()?
    );

    panel.choose("content", &json!("text"))?;
    panel.choose("sharpness", &json!(0.25))?;
    let chosen = stage.filter.settings()?;
    ensure!(
        chosen["sharpness"] == 0.25 && chosen["light"] == "sigmoid",
        "{chosen}"
    );
    // In a panel that is opened right away, before the next frame has taken the settings.
    drop(stage.filter.open_panel()?);
    host.ticks(3)?;
    drop(stage.filter.open_panel()?);
    ensure!(
        stage.filter.settings()? == chosen,
        "opening it again changes {}",
        stage.filter.settings()?
    );
    let image = busy_picture(64, 48, 1);
    stage.wait_for_picture(&core_result(&chosen, &image)?, 0)
});

host_test!(a_profile_is_saved_and_loaded, Options::DEFAULT, |host| {
    let folder = tempfile::tempdir()?;
    let stage = stage(
        host,
        &json!({
            "content": "text", "technology": "fallback", "algorithm": "lanczos2", "sharpness": 0.3,
            "scale_mode": "factor", "scale_factor": 1.75, "noise_limit": true,
        }),
    )?;
    let (image, before) = (busy_picture(64, 48, 1), stage.filter.settings()?);
    let panel = stage.filter.open_panel()?;
    ensure!(
        panel.shown("profile_outcome")?.is_none(),
        "there is no outcome yet"
    );

    // The name's ending is added.
    let chosen = folder.path().join("mine");
    ensure!(panel.choose("profile_save", &json!(chosen))?, "not drawn anew");
    let path = folder.path().join("mine.json");
    let outcome = panel.shown("profile_outcome")?.context("no outcome")?;
    ensure!(
        outcome.contains("Saved to") && outcome.contains("mine.json"),
        "{outcome}"
    );
    ensure!(
        stage.filter.settings()? == before,
        "the path stays in the settings: {}",
        stage.filter.settings()?
    );
    let saved: Value = serde_json::from_slice(&fs::read(&path)?)?;
    let settings = saved["settings"].as_object().context("settings")?;
    for spec in TABLE {
        ensure!(
            settings.contains_key(spec.key),
            "{} is missing in {saved}",
            spec.key
        );
    }
    ensure!(saved["settings"]["sharpness"] == 0.3 && saved["settings"]["content"] == "text");

    // Other settings, then back; and into another filter.
    stage.filter.reset(&fsr(1.25))?;
    stage.wait_for("the other settings", |status| status["technology"] == "fsr")?;
    drop(panel);
    let panel = stage.filter.open_panel()?;
    ensure!(panel.choose("profile_load", &json!(path))?, "not drawn anew");
    let loaded = stage.filter.settings()?;
    ensure!(loaded["profile_load"].is_null(), "{loaded}");
    for (key, value) in settings {
        // OBS writes whole numbers with a fraction.
        let same = loaded[key] == *value
            || loaded[key]
                .as_f64()
                .is_some_and(|number| Some(number) == value.as_f64());
        ensure!(same, "{key}: {loaded}");
    }
    stage.wait_for("the profile's settings", |status| {
        status["technology"] == "fallback" && status["output"] == "112x84"
    })?;
    stage.wait_for_picture(&core_result(&before, &image)?, 0)?;
    ensure!(panel.shown("algorithm")?.is_some(), "the panel shows other rows");
    // What is told is still there in the panel that OBS makes at the news of the status.
    let again = stage.filter.open_panel()?;
    let outcome = again.shown("profile_outcome")?.context("no outcome")?;
    ensure!(
        outcome.contains("Loaded") && outcome.contains("mine.json"),
        "{outcome}"
    );
    Ok(())
});

host_test!(
    a_bad_profile_changes_nothing_and_says_why,
    Options::DEFAULT,
    |host| {
        let folder = tempfile::tempdir()?;
        let stage = stage(host, &fsr(1.5))?;
        let (before, panel) = (stage.filter.settings()?, stage.filter.open_panel()?);
        let (path, large) = (folder.path().join("bad.json"), " ".repeat(64 * 1024 + 1));
        let faults = [
            (None, "no such file"),
            (Some(large.as_str()), "64 KiB"),
            (
                Some("{\n\"nu_scaler_profile\": 1\n\"settings\""),
                "line 3, column 1",
            ),
            (Some("[]"), "no profile"),
            (
                Some(r#"{"nu_scaler_profile": 2, "settings": {}}"#),
                "another version",
            ),
            (
                Some(r#"{"nu_scaler_profile": 1, "settings": {"sharpness": 1, "crispness": 1}}"#),
                "crispness",
            ),
            (
                Some(r#"{"nu_scaler_profile": 1, "settings": {"sharpness": 1, "scale_factor": 9}}"#),
                "scale_factor: 9 is not a number from 1 to 4",
            ),
            (
                Some(r#"{"nu_scaler_profile": 1, "settings": {"sharpness": 1, "technology": "fsr9"}}"#),
                "accepted are auto",
            ),
        ];
        for (text, expected) in faults {
            if let Some(text) = text {
                fs::write(&path, text)?;
            }
            ensure!(
                panel.choose("profile_load", &json!(path))?,
                "{expected}: not drawn anew"
            );
            let outcome = panel.shown("profile_outcome")?.context("no outcome")?;
            ensure!(
                outcome.contains(expected) && outcome.contains("bad.json"),
                "{expected}: {outcome}"
            );
            ensure!(
                stage.filter.settings()? == before,
                "{expected}: {}",
                stage.filter.settings()?
            );
        }
        panel.choose("profile_save", &json!(folder.path().join("no/such/folder.json")))?;
        let outcome = panel.shown("profile_outcome")?.context("no outcome")?;
        ensure!(outcome.contains("was not saved"), "{outcome}");
        host.ticks(3)?;
        ensure!(stage.filter.status()?["output"] == "96x72");
        Ok(())
    }
);

host_test!(
    a_scene_cannot_have_profiles_read_or_written,
    Options::DEFAULT,
    |host| {
        let folder = tempfile::tempdir()?;
        let (loaded, saved) = (folder.path().join("in.json"), folder.path().join("out.json"));
        fs::write(
            &loaded,
            r#"{"nu_scaler_profile": 1, "settings": {"sharpness": 1}}"#,
        )?;
        let mut settings = fsr(1.5);
        settings["profile_load"] = json!(loaded);
        settings["profile_save"] = json!(saved);
        let stage = stage(host, &settings)?;
        let panel = stage.filter.open_panel()?;
        ensure!(!saved.exists(), "a file was written");
        ensure!(panel.shown("profile_outcome")?.is_none());
        ensure!(
            stage.filter.settings()? == fsr(1.5),
            "{}",
            stage.filter.settings()?
        );
        Ok(())
    }
);

host_test!(groups_have_what_applies, Options::DEFAULT, |host| {
    let stage = stage(host, &fsr(1.5))?;
    let groups = |id: &str| -> Result<Vec<String>> {
        let of = if id == FILTER {
            stage.filter.properties()?
        } else {
            host.input(id, "another", &json!({}))?.properties()?
        };
        let names = of.into_iter().map(|(name, ..)| name);
        Ok(names.filter(|name| name.starts_with("Group.")).collect())
    };
    let ours = ["Group.Upscaling", "Group.Picture", "Group.Advanced"];
    ensure!(groups(FILTER)? == ours, "{:?}", groups(FILTER)?);
    let of_source = groups("nu_scaler_source")?;
    ensure!(
        of_source[0] == "Group.Source" && of_source[1..] == ours,
        "{of_source:?}"
    );

    let panel = stage.filter.open_panel()?;
    for spec in TABLE {
        ensure!(
            !panel.explained(spec.key)?.is_empty(),
            "{} is not explained",
            spec.key
        );
    }
    let shown = |key: &str| Ok::<_, anyhow::Error>(panel.shown(key)?.is_some());
    for (key, value, appears, goes) in [
        ("technology", json!("fallback"), "light", ""),
        ("algorithm", json!("lanczos3"), "antiringing", ""),
        ("scale_mode", json!("size"), "width", "scale_factor"),
        ("sharpness", json!(0.5), "noise_limit", ""),
        ("compare", json!("split"), "compare_position", ""),
        ("technology", json!("nis"), "sharpness", "noise_limit"),
    ] {
        ensure!(panel.choose(key, &value)?, "{key}: not drawn anew");
        ensure!(shown(appears)?, "{key}: {appears} is hidden");
        ensure!(goes.is_empty() || !shown(goes)?, "{key}: {goes} is shown");
        for group in Group::ALL {
            let mut any = false;
            for spec in TABLE.iter().filter(|spec| spec.group == *group) {
                any |= shown(spec.key)?;
            }
            ensure!(shown(group.locale_key())? == any, "{key}: {group:?}");
        }
    }
    Ok(())
});

host_test!(what_was_corrected_is_shown, Options::DEFAULT, |host| {
    let stage = stage(host, &fsr(1.5))?;
    ensure!(stage.filter.open_panel()?.shown("corrections")?.is_none());
    stage
        .filter
        .update(&json!({ "sharpness": 7.5, "quality": "best" }))?;
    let text = wait_until("the correction", PREPARE_LIMIT, || {
        host.ticks(1)?;
        stage.filter.open_panel()?.shown("corrections")
    })?;
    ensure!(
        text.lines().count() == 2 && text.contains("7.5") && text.contains("best"),
        "{text}"
    );
    stage.filter.update(&fsr(1.5))?;
    stage.filter.update(&json!({ "quality": "ultra" }))?;
    wait_until("the correction to go", PREPARE_LIMIT, || {
        host.ticks(1)?;
        let shown = stage.filter.open_panel()?.shown("corrections")?;
        Ok(shown.is_none().then_some(()))
    })
});

host_test!(the_status_has_a_line_for_each_thing, STAGING, |host| {
    let mut settings = fsr(1.5);
    settings["technology"] = json!("xess");
    let stage = stage(host, &settings)?;
    let gpu = stage.filter.status()?["gpu"].clone();
    let gpu = gpu.as_str().context("no GPU")?;
    // Rates need two frames.
    let text = wait_until("all lines", PREPARE_LIMIT, || {
        host.ticks(1)?;
        let text = stage.filter.open_panel()?.shown("status")?.context("hidden")?;
        Ok(text.contains("frames a second in").then_some(text))
    })?;
    let lines: Vec<&str> = text.lines().collect();
    let line = |parts: &[&str]| {
        lines
            .iter()
            .any(|line| parts.iter().all(|part| line.contains(part)))
    };
    for parts in [
        &["AMD FSR 1", "64x48 to 96x72", "×1.50"][..],
        // A software device has no clock of its own.
        &[if gpu.contains("llvmpipe") {
            " ms a frame"
        } else {
            " ms in all"
        }],
        &["frames a second in", " out"],
        &[gpu, "copy through memory"],
        &["XeSS exists for Windows only"],
        &["zero-copy is not used: another way was asked for"],
    ] {
        ensure!(line(parts), "{parts:?} is missing in\n{text}");
    }
    ensure!(lines.len() == 6, "{text}");
    Ok(())
});
