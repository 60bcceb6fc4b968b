// SPDX-License-Identifier: GPL-2.0-or-later
//! Requests of remote clients, and the event that they get, without the socket between.

mod meanwhile;

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
    ensure!(stats["enabled"] == true && stats["showing"] == true, "{stats}");
    // What was listed can be sent back.
    let mut back = json!({ "source": "game", "filter": "upscale" });
    back["settings"] = game["settings"].clone();
    let set = granted("set", &back)?;
    ensure!(set["settings"] == game["settings"], "{set} beside {game}");

    let hidden = of("hidden")?;
    ensure!(
        hidden["enabled"] == false && hidden["showing"] == false,
        "{hidden}"
    );
    ensure!(hidden["status"]["state"] == "switched_off", "{hidden}");

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

host_test!(what_draws_nothing_says_so, CLIENT, |host| {
    let stage = Stage::new(host, small(host, "game")?, &fsr(1.5))?;
    stage.wait_upscaling()?;
    let name = json!({ "source": "game", "filter": "upscale" });
    let stats = |state: &str, asked: &str| -> Result<Value> {
        host.ticks(4)?;
        let stats = granted("get_stats", &name)?;
        let status = &stats["status"];
        ensure!(status["state"] == state && status["asked"] == asked, "{stats}");
        let figures = ["fps", "times", "technology", "gpu_ms"];
        ensure!(
            state == "upscaling" || figures.iter().all(|key| status.get(*key).is_none()),
            "{stats}"
        );
        Ok(stats)
    };
    drop(websocket::take_events());
    stage.filter.set_enabled(false);
    ensure!(stats("switched_off", "fsr")?["enabled"] == false);
    let lines: Vec<String> = stage.filter.open_panel()?.shown("status")?.into_iter().collect();
    ensure!(lines == ["Switched off"], "{lines:?}");
    stage.filter.set_enabled(true);
    stage.wait_upscaling()?;

    stage.item.set_visible(false);
    ensure!(stats("hidden", "fsr")?["showing"] == false);
    // What is asked for is what the settings have, drawn or not.
    let mut change = name.clone();
    change["settings"] = json!({ "technology": "nis" });
    granted("set", &change)?;
    stats("hidden", "nis")?;
    let told = websocket::take_events();
    let states: Vec<&Value> = told.iter().map(|(_, event)| &event["state"]).collect();
    ensure!(states == ["switched_off", "upscaling", "hidden"], "{told:?}");
    stage.item.set_visible(true);
    stage.wait_upscaling()?;
    stage.wait_for("the other technology", |status| status["technology"] == "nis")?;
    Ok(())
});

host_test!(a_panel_follows_what_a_client_sets, CLIENT, |host| {
    let stage = Stage::new(host, small(host, "game")?, &fsr(1.5))?;
    stage.wait_upscaling()?;
    let set = |factor: f64| -> Result<()> {
        let mut request = json!({ "source": "game", "filter": "upscale" });
        request["settings"] = json!({ "scale_factor": factor });
        granted("set", &request)?;
        Ok(())
    };
    let wait = |size: &str| {
        stage.wait_for("the new size", |status| {
            status["state"] == "upscaling" && status["output"] == size
        })
    };
    let said = || -> Result<String> { Ok(stage.filter.open_panel()?.shown("status")?.unwrap_or_default()) };
    // Once, so that nothing has to be compiled any more, which an open panel is told of too.
    for (factor, size) in [(2.0, "128x96"), (1.5, "96x72")] {
        set(factor)?;
        wait(size)?;
    }
    let updates = stage.filter.panel_updates();
    set(2.0)?;
    ensure!(updates.count() == 1, "told {} times", updates.count());
    // OBS makes the panel anew before a frame has the new size.
    ensure!(said()?.contains("96x72"), "{}", said()?);
    wait("128x96")?;
    host.ticks(3)?;
    ensure!(updates.count() == 2, "told {} times", updates.count());
    ensure!(said()?.contains("64x48 to 128x96"), "{}", said()?);
    // What is up to date is left alone, and so is who edits in it.
    let panel = stage.filter.open_panel()?;
    panel.choose("scale_factor", &json!(1.5))?;
    wait("96x72")?;
    host.ticks(3)?;
    ensure!(updates.count() == 2, "told {} times", updates.count());
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
        (json!({ "technology": "fsr9" }), "accepted are auto"),
        (json!({ "scale_factor": 5 }), "1 to 4"),
        (json!({ "scale_factor": "2" }), "1 to 4"),
        (json!({ "width": 1.5 }), "1 to 8192"),
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
    let error = refused("set", &set(json!([1])).to_string())?;
    ensure!(error.contains("a list"), "{error}");
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
        Ok((ours.status()?["state"] == "switched_off").then_some(()))
    })?;
    let before = ours.save()?;
    for (bad, said) in [
        (json!({ "enabled": false }), "\"upscale\""),
        (json!({ "source_name": "ours" }), "already shows this source"),
        (json!({ "hologram": 1 }), "region_x"),
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
        r#"{"technology": "fsr9"}"#,
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
