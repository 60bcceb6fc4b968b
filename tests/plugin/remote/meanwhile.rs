// SPDX-License-Identifier: GPL-2.0-or-later
//! What a client asks and is told while OBS draws: the technologies, their cost, what runs.

use super::*;

/// Those that run on every GPU.
const EVERYWHERE: [TechnologyId; 5] = [
    TechnologyId::Fsr,
    TechnologyId::Fsr3,
    TechnologyId::Nis,
    TechnologyId::Nu,
    TechnologyId::Fallback,
];

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
        let available = technology["available"].as_bool().context("available")?;
        ensure!(available != technology["reason"].is_string(), "{technology}");
        ensure!(!EVERYWHERE.contains(id) || available, "{technology}");
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
    ensure!(width["max"] == 8192 && width["type"] == "integer", "{width}");
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
    ensure!(results.len() == TechnologyId::ALL.len(), "{answer}");
    for result in results {
        let is_everywhere = EVERYWHERE.iter().any(|id| result["technology"] == id.id());
        if !is_everywhere && result["reason"].is_string() {
            continue;
        }
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
