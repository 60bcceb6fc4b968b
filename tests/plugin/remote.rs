// SPDX-License-Identifier: GPL-2.0-or-later
//! Requests of remote clients, and the event that they get, without the socket between.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};
use nu_scaler_core::settings::{TABLE, TechnologyId};
use nu_scaler_tests::host::pattern::{Pattern, picture};
use nu_scaler_tests::host::{Host, Options, Source, websocket};
use nu_scaler_tests::host_test;
use nu_scaler_tests::process::wait_until;
use serde_json::{Value, json};

use crate::common::{FILTER, PREPARE_LIMIT, Stage, busy_picture, core_result, fsr};

const SOURCE: &str = "nu_scaler_source";

const CLIENT: Options = Options {
    websocket: true,
    ..Options::DEFAULT
};

const CLIENT_WITHOUT_DRIVER: Options = Options {
    environment: &[
        ("VK_ICD_FILENAMES", "/nonexistent.json"),
        ("VK_DRIVER_FILES", "/nonexistent.json"),
    ],
    ..CLIENT
};

/// What a request is answered when it is granted.
fn granted(kind: &str, data: &Value) -> Result<Value> {
    let answer = websocket::request(kind, data)?;
    ensure!(
        answer["ok"] == true && answer.get("error").is_none(),
        "{kind} {data}: {answer}"
    );
    documented(&answer)?;
    Ok(answer)
}

/// That every key of an answer or an event is in `docs/remote.md`, those of settings aside, which have pages of their
/// own.
fn documented(value: &Value) -> Result<()> {
    const PAGE: &str = include_str!("../../docs/remote.md");
    match value {
        Value::Array(values) => values.iter().try_for_each(documented),
        Value::Object(object) => object.iter().try_for_each(|(key, value)| {
            ensure!(
                PAGE.contains(&format!("`{key}`")),
                "{key} is not in docs/remote.md"
            );
            match key.as_str() {
                "settings" if value.is_object() => Ok(()),
                _ => documented(value),
            }
        }),
        _ => Ok(()),
    }
}

/// Why a request is refused.
fn refused(kind: &str, data: &str) -> Result<String> {
    let answer = websocket::request_text(kind, data)?;
    let keys = answer.as_object().map(|answer| answer.len());
    ensure!(
        answer["ok"] == false && keys == Some(2),
        "{kind} {data}: {answer}"
    );
    let error = answer["error"]
        .as_str()
        .with_context(|| format!("{kind} {data}: {answer}"))?;
    // What was sent may be quoted, with its braces; a name in them would be a gap that nothing filled.
    let gap = |rest: &str| {
        let name = rest.split_once('}').map_or("", |(name, _)| name);
        !name.is_empty() && name.chars().all(|letter| letter.is_ascii_lowercase())
    };
    ensure!(
        !error.is_empty() && error.len() < 700 && !error.split('{').skip(1).any(gap),
        "{kind} {data}: {error}"
    );
    Ok(error.to_owned())
}

fn array<'a>(value: &'a Value, key: &str) -> Result<&'a Vec<Value>> {
    value[key]
        .as_array()
        .with_context(|| format!("no list {key}: {value}"))
}

fn small(host: &Host, name: &str) -> Result<Source> {
    host.pattern(name, &Pattern::new(busy_picture(64, 48, 1)))
}

/// The names of what is listed: the kind, the source, the filter.
fn listed() -> Result<Vec<String>> {
    let answer = granted("list", &json!({}))?;
    let mut names = Vec::new();
    for instance in array(&answer, "instances")? {
        let text = |key: &str| instance[key].as_str().unwrap_or("-");
        names.push(format!("{} {} {}", text("kind"), text("source"), text("filter")));
    }
    names.sort();
    Ok(names)
}

host_test!(every_filter_and_source_is_listed, CLIENT, |host| {
    ensure!(listed()?.is_empty(), "{:?}", listed()?);
    let game = small(host, "game")?;
    let first = game.add_filter(FILTER, "one", &fsr(1.5))?;
    let _second = game.add_filter(FILTER, "two", &fsr(1.0))?;
    let _other = game.add_filter("color_filter_v2", "colours", &json!({}))?;
    let ours = host.input(SOURCE, "enlarged", &json!({ "source_name": "game" }))?;
    let _filter = ours.add_filter(FILTER, "again", &fsr(1.0))?;
    // A scene within a scene, and a group in it.
    let (outer, inner) = (host.scene("outer")?, host.scene("inner")?);
    let _nested = inner.source()?.add_filter(FILTER, "of a scene", &fsr(1.0))?;
    outer.add(&inner.source()?)?;
    let item = inner.add(&small(host, "in the group")?)?;
    let group = inner.group("group", &[item])?.source()?;
    let _grouped = group.add_filter(FILTER, "of a group", &fsr(1.0))?;
    // On no source yet.
    let _lonely = host.source_from_text(FILTER, "lonely", "{}")?;
    let all = [
        "filter enlarged again",
        "filter game one",
        "filter game two",
        "filter group of a group",
        "filter inner of a scene",
        "source enlarged -",
    ];
    ensure!(listed()? == all, "{:?}", listed()?);

    game.detach(&first);
    ours.remove();
    let left = [all[2], all[3], all[4]];
    ensure!(listed()? == left, "although they are held: {:?}", listed()?);
    Ok(())
});

host_test!(what_is_listed_tells_all_of_it, CLIENT, |host| {
    let settings =
        json!({ "technology": "fsr", "sharpness": 0.3, "width": 333, "quality": "of another version" });
    let stage = Stage::new(host, small(host, "game")?, &settings)?;
    stage.wait_upscaling()?;
    let hidden = small(host, "hidden")?;
    let _filter = hidden.add_filter(FILTER, "off", &fsr(1.5))?;
    _filter.set_enabled(false);
    let region = json!({ "source_kind": "region", "region_width": 50, "region_x": -5 });
    let _ours = host.input(SOURCE, "ours", &region)?;
    host.ticks(1)?;

    let answer = granted("list", &json!({}))?;
    let instances = array(&answer, "instances")?;
    let of = |source: &str| {
        let found = instances.iter().find(|instance| instance["source"] == source);
        found.with_context(|| format!("{source} is not in {answer}"))
    };
    let game = of("game")?;
    ensure!(game["enabled"] == true && game["showing"] == true, "{game}");
    for (key, value) in [
        ("technology", json!("fsr")),
        ("sharpness", json!(0.3)),
        ("width", json!(333)),
        // As it is used.
        ("quality", json!("quality")),
        ("compare", json!("off")),
    ] {
        ensure!(game["settings"][key] == value, "{key}: {game}");
    }
    for spec in TABLE {
        ensure!(game["settings"].get(spec.key).is_some(), "{}: {game}", spec.key);
    }
    ensure!(game["settings"].get("region_x").is_none(), "{game}");
    ensure!(
        game["status"]["state"] == "upscaling" && game["status"]["input"] == "64x48",
        "{game}"
    );
    let stats = granted("get_stats", &json!({ "source": "game", "filter": "upscale" }))?;
    let keys =
        |status: &Value| -> Option<Vec<String>> { Some(status.as_object()?.keys().cloned().collect()) };
    ensure!(
        keys(&stats["status"]) == keys(&game["status"]),
        "{stats} beside {game}"
    );

    let hidden = of("hidden")?;
    ensure!(
        hidden["enabled"] == false && hidden["showing"] == false,
        "{hidden}"
    );
    ensure!(hidden["status"]["state"] == "idle", "{hidden}");

    let ours = of("ours")?;
    ensure!(ours["kind"] == "source" && ours.get("filter").is_none(), "{ours}");
    for (key, value) in [
        ("source_kind", json!("region")),
        ("source_name", json!("")),
        ("region_x", json!(0)),
        ("region_width", json!(50)),
        ("region_height", json!(720)),
        ("upscale", json!(true)),
        ("sharpness", json!(0)),
    ] {
        ensure!(ours["settings"][key] == value, "{key}: {ours}");
    }
    Ok(())
});

host_test!(settings_are_changed_as_a_whole_or_not_at_all, CLIENT, |host| {
    let image = busy_picture(64, 48, 1);
    let stage = Stage::new(
        host,
        host.pattern("game", &Pattern::new(image.clone()))?,
        &fsr(1.5),
    )?;
    stage.wait_upscaling()?;
    let set = |settings: Value| {
        let mut request = json!({ "source": "game", "filter": "upscale" });
        request["settings"] = settings;
        request
    };
    let answer = granted(
        "set",
        &set(json!({ "technology": "fallback", "algorithm": "bilinear", "scale_factor": 2, "width": 100.0 })),
    )?;
    for (key, value) in [
        ("technology", json!("fallback")),
        ("algorithm", json!("bilinear")),
        ("scale_factor", json!(2)),
        ("width", json!(100)),
        ("scale_mode", json!("factor")),
    ] {
        ensure!(answer["settings"][key] == value, "{key}: {answer}");
    }
    ensure!(answer["enabled"] == true, "{answer}");
    let mut expected = fsr(2.0);
    expected["technology"] = json!("fallback");
    expected["algorithm"] = json!("bilinear");
    stage.wait_for_picture(&core_result(&expected, &image)?, 0)?;

    // Each with one that is good.
    let before = stage.filter.save()?;
    for (bad, said) in [
        (json!({ "hologram": 1 }), "technology, "),
        (json!({ "source_kind": "window" }), "enabled"),
        (json!({ "algorithm": "magic" }), "lanczos3"),
        (json!({ "algorithm": 3 }), "lanczos3"),
        (json!({ "technology": "dlss" }), "not in this version"),
        (json!({ "frame_generation": true }), "not in this version"),
        (json!({ "scale_factor": 5 }), "1 to 4"),
        (json!({ "scale_factor": "2" }), "1 to 4"),
        (json!({ "width": 1.5 }), "1 to 16384"),
        (json!({ "noise_limit": 1 }), "true"),
        (json!({ "enabled": "no" }), "enabled"),
        (json!({ "compare": {} }), "split"),
    ] {
        let mut settings = json!({ "sharpness": 0.9, "enabled": false });
        for (key, value) in bad.as_object().into_iter().flatten() {
            settings[key] = value.clone();
        }
        let error = refused("set", &set(settings).to_string())?;
        ensure!(error.contains(said), "{bad}: {error}");
        ensure!(stage.filter.save()? == before, "{bad} changed something");
    }
    for nothing in [json!({}), json!([]), json!("x"), json!(1), json!(null)] {
        let error = refused("set", &set(nothing.clone()).to_string())?;
        ensure!(error.contains("settings"), "{nothing}: {error}");
    }
    refused(
        "set",
        &json!({ "source": "game", "filter": "upscale" }).to_string(),
    )?;
    ensure!(stage.filter.save()? == before, "nothing changed something");

    // A content sets what suits it, and what stands beside it counts more.
    let answer = granted("set", &set(json!({ "content": "pixel_art", "sharpness": 0.4 })))?;
    for (key, value) in [
        ("content", json!("pixel_art")),
        ("algorithm", json!("nearest")),
        ("scale_factor", json!(2)),
        ("sharpness", json!(0.4)),
    ] {
        ensure!(answer["settings"][key] == value, "{key}: {answer}");
    }

    // A panel that is built now shows the rows of what was set, before any frame has taken it.
    let answer = granted("set", &set(json!({ "scale_mode": "size" })))?;
    let panel = stage.filter.properties()?;
    let visible = panel
        .iter()
        .any(|(name, visible, _)| name == "height" && *visible);
    ensure!(visible && answer["settings"]["scale_mode"] == "size", "{panel:?}");
    granted("set", &set(json!({ "scale_mode": "factor" })))?;

    let off = granted("set", &set(json!({ "enabled": false })))?;
    ensure!(off["enabled"] == false && !stage.filter.enabled(), "{off}");
    host.ticks(2)?;
    ensure!(stage.source.size() == (64, 48), "{:?}", stage.source.size());
    granted("set", &set(json!({ "enabled": true, "scale_factor": 1.5 })))?;
    host.ticks(2)?;
    ensure!(stage.source.size() == (96, 72), "{:?}", stage.source.size());
    Ok(())
});

host_test!(the_sources_own_settings_are_changed_too, CLIENT, |host| {
    let _small = small(host, "small")?;
    let _large = host.pattern("large", &Pattern::new(picture(80, 60, |_, _| [1, 2, 3, 255])))?;
    let ours = host.input(
        SOURCE,
        "ours",
        &json!({ "source_name": "small", "scale_mode": "factor" }),
    )?;
    host.show(&ours);
    let set = |settings: Value| json!({ "source": "ours", "settings": settings });
    let answer = granted(
        "set",
        &set(json!({ "source_name": "large", "scale_factor": 2.0, "region_x": 7 })),
    )?;
    for (key, value) in [
        ("source_kind", json!("source")),
        ("source_name", json!("large")),
        ("region_x", json!(7)),
        ("scale_factor", json!(2)),
    ] {
        ensure!(answer["settings"][key] == value, "{key}: {answer}");
    }
    wait_until("the other source's size", PREPARE_LIMIT, || {
        host.ticks(1)?;
        Ok((ours.size() == (160, 120)).then_some(()))
    })?;
    let off = granted("set", &set(json!({ "upscale": false })))?;
    ensure!(off["settings"]["upscale"] == false, "{off}");
    wait_until("OBS's scaling", PREPARE_LIMIT, || {
        host.ticks(1)?;
        ours.pixels()?;
        Ok((ours.status()?["state"] == "obs_scaling").then_some(()))
    })?;
    let before = ours.save()?;
    for (bad, said) in [
        (json!({ "enabled": false }), "region_x"),
        (json!({ "child": {} }), "source_name"),
        (
            json!({ "source_kind": "dream" }),
            "source, window, screen, region",
        ),
        (json!({ "source_kind": 1 }), "source, window, screen, region"),
        // The module that captures windows is not loaded here.
        (json!({ "source_kind": "window" }), "capture"),
        (json!({ "source_name": 5 }), "source_name"),
        (json!({ "region_width": 0 }), "1 to 16384"),
        (json!({ "region_x": -1 }), "0 to 16384"),
        (json!({ "region_x": 0.5 }), "0 to 16384"),
        (json!({ "region_x": "1" }), "0 to 16384"),
        (json!({ "upscale": 0 }), "upscale"),
        (json!({ "sharpness": 2 }), "0 to 1"),
    ] {
        let mut settings = json!({ "source_name": "small", "region_y": 3 });
        for (key, value) in bad.as_object().into_iter().flatten() {
            settings[key] = value.clone();
        }
        let error = refused("set", &set(settings).to_string())?;
        ensure!(error.contains(said), "{bad}: {error}");
        ensure!(ours.save()? == before, "{bad} changed something");
    }
    Ok(())
});

/// What no client should send.
fn odd_requests() -> Vec<String> {
    let long = "x".repeat(1 << 20);
    let mut requests: Vec<String> = [
        "{}",
        r#"{"source": null}"#,
        r#"{"source": ""}"#,
        r#"{"source": 5, "filter": {}}"#,
        r#"{"source": "\u0001\uffff\n", "filter": "\u001b[31m"}"#,
        r#"{"source": "game"}"#,
        r#"{"source": "game", "filter": "no such"}"#,
        r#"{"source": "game", "filter": ["upscale"]}"#,
        r#"{"source": "game", "filter": "colours"}"#,
        r#"{"source": "upscale", "filter": "upscale"}"#,
        r#"{"source": "no such", "filter": "upscale"}"#,
        r#"{"source": "game", "filter": "colours", "settings": {"sharpness": 0.5}}"#,
        r#"{"source": "game", "filter": "upscale", "settings": {"": 1}}"#,
        r#"{"source": "game", "filter": "upscale", "settings": {"settings": {"settings": {}}}}"#,
        r#"{"source": "game", "filter": "upscale", "settings": [{"sharpness": 0.5}]}"#,
        r#"{"source": "game", "filter": "upscale", "settings": {"sharpness": 1e308}}"#,
        r#"{"source": "game", "filter": "upscale", "settings": {"width": 9223372036854775807}}"#,
        r#"{"source": "game", "filter": "upscale", "settings": {"width": -9223372036854775808}}"#,
    ]
    .map(str::to_owned)
    .to_vec();
    requests.push(json!({ "source": long, "filter": long }).to_string());
    requests.push(json!({ "source": "game", "filter": long, "settings": { long.as_str(): 1 } }).to_string());
    requests
        .push(json!({ "source": "game", "filter": "upscale", "settings": { long.as_str(): 1 } }).to_string());
    let quality = json!({ "quality": long });
    requests.push(json!({ "source": "game", "filter": "upscale", "settings": quality }).to_string());
    let deep = format!("{}1{}", r#"{"source": "#.repeat(500), "}".repeat(500));
    requests.push(deep);
    requests
}

host_test!(fault_22_odd_requests_get_reasons, CLIENT, |host| {
    let stage = Stage::new(host, small(host, "game")?, &fsr(1.5))?;
    let _colours = stage
        .source
        .add_filter("color_filter_v2", "colours", &json!({}))?;
    stage.wait_upscaling()?;
    let before = stage.filter.save()?;
    for request in odd_requests() {
        refused("set", &request)?;
        if !request.contains("\"filter\": \"upscale\"") && !request.contains("\"filter\":\"upscale\"") {
            refused("get_stats", &request)?;
        }
    }
    for request in [
        r#"{"technology": "dlss"}"#,
        r#"{"technology": "auto"}"#,
        r#"{"technology": 1}"#,
        r#"{"input": "0x720"}"#,
        r#"{"input": {}}"#,
        r#"{"output": "99999x99999"}"#,
        r#"{"scale": "2"}"#,
        r#"{"scale": 1e308}"#,
        r#"{"scale": 2, "output": "1920x1080"}"#,
    ] {
        refused("bench", request)?;
    }
    ensure!(stage.filter.save()? == before, "something changed");
    // What needs nothing of the request is answered whatever it holds.
    for request in odd_requests() {
        for kind in ["list", "technologies"] {
            let answer = websocket::request_text(kind, &request)?;
            ensure!(answer["ok"] == true, "{kind}: {answer}");
        }
    }
    stage.wait_upscaling()?;
    Ok(())
});

host_test!(technologies_and_settings_are_described, CLIENT, |_| {
    // Nothing has asked for the device before.
    let answer = granted("technologies", &json!({}))?;
    ensure!(
        answer["gpu"]["name"].is_string() && answer.get("gpu_reason").is_none(),
        "{answer}"
    );
    let technologies = array(&answer, "technologies")?;
    ensure!(technologies.len() == TechnologyId::ALL.len(), "{answer}");
    for (technology, id) in technologies.iter().zip(TechnologyId::ALL) {
        ensure!(
            technology["id"] == id.id() && technology["name"].is_string(),
            "{technology}"
        );
        ensure!(technology["available"] == id.is_built(), "{technology}");
        ensure!(technology["reason"].is_string() != id.is_built(), "{technology}");
    }
    let settings = array(&answer, "settings")?;
    ensure!(settings.len() == TABLE.len(), "{answer}");
    let of = |settings: &[Value], key: &str| -> Result<Value> {
        let found = settings.iter().find(|setting| setting["key"] == key);
        found
            .cloned()
            .with_context(|| format!("{key} is not in {answer}"))
    };
    for setting in settings {
        for key in ["key", "name", "tip", "group", "type"] {
            ensure!(setting[key].is_string(), "{key}: {setting}");
        }
        ensure!(setting["built"].is_boolean(), "{setting}");
        ensure!(!array(setting, "technologies")?.is_empty(), "{setting}");
        match setting["type"].as_str() {
            Some("choice") => {
                let choices = array(setting, "choices")?;
                ensure!(
                    choices.iter().any(|choice| choice["id"] == setting["default"]),
                    "{setting}"
                );
            }
            Some("number" | "integer") => ensure!(
                setting["min"].as_f64() <= setting["default"].as_f64()
                    && setting["default"].as_f64() <= setting["max"].as_f64(),
                "{setting}"
            ),
            kind => ensure!(
                kind == Some("switch") && setting["default"].is_boolean(),
                "{setting}"
            ),
        }
    }
    let width = of(settings, "width")?;
    ensure!(width["max"] == 16384 && width["type"] == "integer", "{width}");
    let presets = array(&answer, "presets")?;
    ensure!(
        presets
            .iter()
            .any(|preset| preset["id"] == "ultra" && preset["ratio"] == 1.3),
        "{answer}"
    );
    for content in array(&answer, "contents")? {
        let sets = content["settings"].as_object().context("no settings")?;
        ensure!(sets.is_empty() == (content["id"] == "none"), "{content}");
    }
    let own = array(&answer, "source_settings")?;
    let kind = of(own, "source_kind")?;
    // The module that captures is not loaded.
    for choice in array(&kind, "choices")? {
        ensure!(choice["built"] == (choice["id"] == "source"), "{kind}");
    }
    ensure!(of(own, "region_width")?["min"] == 1, "{answer}");
    Ok(())
});

host_test!(
    fault_19_without_a_driver_there_are_reasons,
    CLIENT_WITHOUT_DRIVER,
    |_| {
        let answer = granted("technologies", &json!({}))?;
        ensure!(
            answer["gpu_reason"].is_string() && answer.get("gpu").is_none(),
            "{answer}"
        );
        for technology in array(&answer, "technologies")? {
            ensure!(
                technology["available"] == false && technology["reason"].is_string(),
                "{technology}"
            );
        }
        let error = refused("bench", "{}")?;
        ensure!(answer["gpu_reason"] == error.as_str(), "{error}");
        Ok(())
    }
);

host_test!(a_benchmark_runs_while_frames_are_drawn, CLIENT, |host| {
    let image = busy_picture(64, 48, 1);
    let stage = Stage::new(
        host,
        host.pattern("game", &Pattern::new(image.clone()))?,
        &fsr(1.5),
    )?;
    stage.wait_upscaling()?;
    let frames = |status: Value| status["frames"].as_u64().context("no frames");
    let before = frames(stage.filter.status()?)?;
    let request = json!({ "input": "320x180", "scale": 2.0 });
    let begun = Instant::now();
    let (mut answer, mut second) = (Value::Null, String::new());
    let longest = host.longest_tick(|| {
        thread::scope(|scope| {
            let first = scope.spawn(|| granted("bench", &request));
            // Once the first has begun, and as long as it goes on, another is refused.
            while !first.is_finished() && second.is_empty() {
                if begun.elapsed() > Duration::from_millis(50) {
                    let other = websocket::request("bench", &request)?;
                    second = other["error"].as_str().unwrap_or("granted").to_owned();
                }
                thread::sleep(Duration::from_millis(10));
            }
            answer = first.join().map_err(|_| anyhow!("the benchmark panicked"))??;
            Ok(())
        })
    })?;
    ensure!(second.contains("running"), "{second}");
    ensure!(
        answer["input"] == "320x180" && answer["output"] == "640x360" && answer["clock"].is_string(),
        "{answer}"
    );
    let results = array(&answer, "results")?;
    let built: Vec<_> = TechnologyId::ALL.iter().filter(|id| id.is_built()).collect();
    ensure!(results.len() == built.len(), "{answer}");
    for result in results {
        let number = |key: &str| result[key].as_f64().unwrap_or_default();
        ensure!(
            (1.0..=30.0).contains(&number("frames"))
                && number("median_ms") > 0.0
                && number("p95_ms") >= number("median_ms"),
            "{result}"
        );
    }
    // On OBS's side frames go on meanwhile, with the pictures that they should have.
    ensure!(longest < Duration::from_secs(1), "a tick of {longest:?}");
    ensure!(frames(stage.filter.status()?)? > before, "no frame was drawn");
    stage.wait_for_picture(&core_result(&fsr(1.5), &image)?, 0)?;

    let one = granted(
        "bench",
        &json!({ "technology": "fallback", "input": "64x48", "output": "32x24" }),
    )?;
    let results = array(&one, "results")?;
    ensure!(
        results.len() == 1 && results[0]["technology"] == "fallback" && results[0]["median_ms"].is_number(),
        "{one}"
    );
    let beyond = granted(
        "bench",
        &json!({ "technology": "nis", "input": "64x48", "output": "640x480" }),
    )?;
    ensure!(beyond["results"][0]["reason"].is_string(), "{beyond}");
    Ok(())
});

host_test!(clients_are_told_when_another_thing_runs, CLIENT, |host| {
    let wait_for = |what: &str, wanted: &dyn Fn(&Value) -> bool| -> Result<Vec<Value>> {
        let mut seen = Vec::new();
        wait_until(what, PREPARE_LIMIT, || {
            host.ticks(1)?;
            for (kind, event) in websocket::take_events() {
                ensure!(kind == "status_changed", "{kind}");
                documented(&event)?;
                seen.push(event);
            }
            Ok(seen.iter().any(wanted).then_some(()))
        })
        .with_context(|| format!("{seen:?}"))?;
        Ok(seen)
    };
    let upscaling = |technology: &'static str| {
        move |event: &Value| event["state"] == "upscaling" && event["technology"] == technology
    };
    let stage = Stage::new(host, small(host, "game")?, &fsr(1.5))?;
    let events = wait_for("FSR", &upscaling("fsr"))?;
    for event in &events {
        ensure!(
            event["source"] == "game" && event["filter"] == "upscale" && event["asked"] == "fsr",
            "{event}"
        );
    }
    // Not every frame.
    host.ticks(30)?;
    let more = websocket::take_events();
    ensure!(more.is_empty(), "{more:?}");

    let change = json!({ "source": "game", "filter": "upscale", "settings": { "technology": "fallback" } });
    granted("set", &change)?;
    let events = wait_for("the fallback", &upscaling("fallback"))?;
    ensure!(
        events.last().is_some_and(|event| event.get("reason").is_none()),
        "{events:?}"
    );

    stage.filter.update(&json!({ "technology": "dlss" }))?;
    let events = wait_for("the reason", &|event| event["reason"].is_string())?;
    ensure!(events.iter().all(|event| event["asked"] == "dlss"), "{events:?}");

    // A source of ours has no filter to name.
    let ours = host.input(SOURCE, "ours", &json!({ "source_kind": "source" }))?;
    host.show(&ours);
    let events = wait_for("the source", &|event| event["state"] == "waiting")?;
    let of_source = events
        .iter()
        .find(|event| event["source"] == "ours")
        .context("no event")?;
    ensure!(
        of_source.get("filter").is_none() && of_source["reason"].is_string(),
        "{of_source}"
    );
    Ok(())
});

host_test!(requests_between_frames_do_not_stop_the_picture, CLIENT, |host| {
    let stage = Stage::new(host, small(host, "game")?, &fsr(1.5))?;
    let begun = Instant::now();
    let ask = |kind: &str, data: Value| websocket::request_between_frames(kind, &data);
    let answer = ask("bench", json!({}))?;
    ensure!(
        answer["ok"] == false
            && answer["error"]
                .as_str()
                .is_some_and(|error| error.contains("frame by frame")),
        "{answer}"
    );
    // Whether the device is open by now or not.
    let answer = ask("technologies", json!({}))?;
    ensure!(answer["ok"] == true, "{answer}");
    ensure!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    let names = json!({ "source": "game", "filter": "upscale" });
    for (kind, data) in [
        ("list", json!({})),
        ("get_stats", names.clone()),
        (
            "set",
            json!({ "source": "game", "filter": "upscale", "settings": { "scale_factor": 2.0 } }),
        ),
    ] {
        let answer = ask(kind, data)?;
        ensure!(answer["ok"] == true, "{kind}: {answer}");
    }
    stage.wait_for("the new size", |status| {
        status["state"] == "upscaling" && status["output"] == "128x96"
    })?;
    Ok(())
});

host_test!(many_clients_ask_at_once, CLIENT, |host| {
    let stage = Stage::new(host, small(host, "game")?, &fsr(1.5))?;
    stage.wait_upscaling()?;
    let begun = Instant::now();
    thread::scope(|scope| -> Result<()> {
        let client = |number: u32| {
            move || -> Result<u32> {
                let mut count = 0;
                while begun.elapsed() < Duration::from_secs(2) {
                    let settings = json!({ "sharpness": f64::from((count + number) % 100) / 100.0 });
                    let request = json!({ "source": "game", "filter": "upscale", "settings": settings });
                    granted("set", &request)?;
                    granted("list", &json!({}))?;
                    count += 1;
                }
                Ok(count)
            }
        };
        let clients: Vec<_> = (0..4).map(|number| scope.spawn(client(number))).collect();
        for client in clients {
            let count = client.join().map_err(|_| anyhow!("a client panicked"))??;
            ensure!(count > 10, "{count} requests");
        }
        Ok(())
    })?;
    stage.wait_upscaling()?;
    Ok(())
});
