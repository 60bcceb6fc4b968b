// SPDX-License-Identifier: GPL-2.0-or-later
//! Remote control of the built plugin in the real OBS, over its websocket: by a client of the tests' own and by the
//! examples of `docs/examples`.

use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};
use nu_scaler_tests::obs::{self, Obs, Options, VendorEvents};
use nu_scaler_tests::places;
use nu_scaler_tests::process::{Process, wait_until};
use serde_json::{Value, json};
use tungstenite::Message;

const FILTER: &str = "nu_scaler_filter";
const SOURCE: &str = "nu_scaler_source";

/// What OBS 29 leaks without any plugin of ours.
const LEAKS_OF_OBS: u64 = 1;

const LIMIT: Duration = Duration::from_secs(90);

/// OBS with the source "image", its filter "upscale", and the source "ours" that shows it.
fn start() -> Result<Obs> {
    let mut studio = Obs::start(&Options {
        canvas: (640, 360),
        ..Options::default()
    })?;
    let colour = json!({ "color": 0xff60_4020_u32, "width": 160, "height": 90 });
    studio.add_input("color_source_v3", "image", &colour)?;
    let settings = json!({ "technology": "fsr", "scale_mode": "factor", "scale_factor": 2.0 });
    studio.add_filter("image", FILTER, "upscale", &settings)?;
    studio.add_input(
        SOURCE,
        "ours",
        &json!({ "source_name": "image", "technology": "nis" }),
    )?;
    for request in [filter(), json!({ "source": "ours" })] {
        wait_until("both to upscale", LIMIT, || {
            let answer = granted(&mut studio, "get_stats", &request)?;
            Ok((answer["status"]["state"] == "upscaling").then_some(()))
        })?;
    }
    Ok(studio)
}

/// The names of the filter "upscale".
fn filter() -> Value {
    json!({ "source": "image", "filter": "upscale" })
}

fn set(settings: Value) -> Value {
    let mut request = filter();
    request["settings"] = settings;
    request
}

fn granted(studio: &mut Obs, kind: &str, data: &Value) -> Result<Value> {
    let answer = studio.vendor_request("nu-scaler", kind, data)?;
    ensure!(answer["ok"] == true, "{kind} {data}: {answer}");
    Ok(answer)
}

fn refused(studio: &mut Obs, kind: &str, data: &Value) -> Result<String> {
    let answer = studio.vendor_request("nu-scaler", kind, data)?;
    ensure!(answer["ok"] == false, "{kind} {data}: {answer}");
    let error = answer["error"].as_str().unwrap_or_default();
    ensure!(!error.is_empty() && error.len() < 700, "{kind} {data}: {answer}");
    Ok(error.to_owned())
}

fn array<'a>(value: &'a Value, key: &str) -> Result<&'a Vec<Value>> {
    value[key]
        .as_array()
        .with_context(|| format!("no list {key}: {value}"))
}

/// Waits for an event of ours.
fn event(events: &mut VendorEvents, what: &str, wanted: impl Fn(&Value) -> bool) -> Result<Value> {
    let begun = Instant::now();
    let mut last = Value::Null;
    while begun.elapsed() < LIMIT {
        let event = events
            .wait()
            .with_context(|| format!("{what}; the last: {last}"))?;
        ensure!(
            event["vendorName"] == "nu-scaler" && event["eventType"] == "status_changed",
            "{event}"
        );
        last = event["eventData"].clone();
        if wanted(&last) {
            return Ok(last);
        }
    }
    Err(anyhow!("no event of {what}; the last: {last}"))
}

fn quit(studio: Obs) -> Result<()> {
    let log = studio.quit()?;
    for line in log.lines() {
        ensure!(!line.contains("panicked"), "{line}");
        ensure!(
            !(line.contains("error:") && line.contains("[nu-scaler]")),
            "{line}"
        );
    }
    let leaks = obs::leaks(&log)?;
    ensure!(leaks <= LEAKS_OF_OBS, "{leaks} leaks");
    Ok(())
}

#[test]
fn a_client_lists_changes_and_listens() -> Result<()> {
    let mut studio = start()?;
    let mut events = studio.vendor_events()?;

    let list = granted(&mut studio, "list", &json!({}))?;
    let instances = array(&list, "instances")?;
    ensure!(instances.len() == 2, "{list}");
    for instance in instances {
        ensure!(
            instance["enabled"] == true && instance["showing"] == true,
            "{instance}"
        );
        ensure!(
            instance["status"]["state"] == "upscaling" && instance["settings"]["sharpness"].is_number(),
            "{instance}"
        );
        // obs-websocket has no null.
        ensure!(instance["status"].get("reason").is_none(), "{instance}");
    }
    let of = |kind: &str| instances.iter().find(|instance| instance["kind"] == kind);
    let ours = of("source").context("no source")?;
    ensure!(ours["source"] == "ours" && ours.get("filter").is_none(), "{ours}");
    ensure!(ours["settings"]["source_name"] == "image", "{ours}");
    let filtered = of("filter").context("no filter")?;
    ensure!(
        filtered["source"] == "image" && filtered["filter"] == "upscale",
        "{filtered}"
    );

    let stats = granted(&mut studio, "get_stats", &filter())?;
    wait_until("times", LIMIT, || {
        let stats = granted(&mut studio, "get_stats", &filter())?;
        let status = &stats["status"];
        let known = status["fps"].is_number() && status["times"]["total_ms"]["p95"].is_number();
        Ok(known.then_some(()))
    })
    .with_context(|| format!("the first: {stats}"))?;

    let answer = granted(
        &mut studio,
        "set",
        &set(json!({ "technology": "fallback", "scale_factor": 3, "sharpness": 0.5 })),
    )?;
    ensure!(
        answer["settings"]["scale_factor"] == 3 && answer["settings"]["technology"] == "fallback",
        "{answer}"
    );
    let told = event(&mut events, "the fallback", |event| {
        event["state"] == "upscaling" && event["technology"] == "fallback"
    })?;
    ensure!(
        told["source"] == "image" && told["filter"] == "upscale" && told["asked"] == "fallback",
        "{told}"
    );
    granted(
        &mut studio,
        "set",
        &json!({ "source": "ours", "settings": { "source_name": "nobody", "sharpness": 0.1 } }),
    )?;
    let told = event(&mut events, "the missing source", |event| {
        event["state"] == "waiting"
    })?;
    ensure!(
        told["source"] == "ours" && told.get("filter").is_none() && told["reason"].is_string(),
        "{told}"
    );
    let off = granted(&mut studio, "set", &set(json!({ "enabled": false })))?;
    ensure!(off["enabled"] == false, "{off}");
    let seen = studio.request(
        "GetSourceFilter",
        json!({ "sourceName": "image", "filterName": "upscale" }),
    )?;
    ensure!(
        seen["filterEnabled"] == false && seen["filterSettings"]["sharpness"] == 0.5,
        "{seen}"
    );
    granted(&mut studio, "set", &set(json!({ "enabled": true })))?;
    drop(events);
    quit(studio)
}

#[test]
fn a_client_is_told_what_is_wrong() -> Result<()> {
    let mut studio = start()?;
    let settings = |studio: &mut Obs| -> Result<Value> {
        let list = granted(studio, "list", &json!({}))?;
        let all = array(&list, "instances")?.iter();
        Ok(all.map(|instance| instance["settings"].clone()).collect())
    };
    let before = settings(&mut studio)?;
    for bad in [
        json!({}),
        json!(null),
        json!([]),
        json!("x"),
        json!({ "sharpness": null }),
        json!({ "sharpness": 0.5, "hologram": 1 }),
        json!({ "sharpness": 0.5, "width": 0 }),
        json!({ "sharpness": 0.5, "width": -9_223_372_036_854_775_807_i64 }),
        json!({ "sharpness": 0.5, "width": u64::MAX }),
        json!({ "sharpness": 0.5, "technology": "fsr9" }),
        json!({ "sharpness": 0.5, "quality": "\u{0}\u{1}\u{ffff}" }),
        json!({ "sharpness": 0.5, "quality": "x".repeat(1 << 20) }),
        json!({ "sharpness": 0.5, "compare": ["off", { "x": 1 }] }),
        json!({ "sharpness": 0.5, "enabled": 1 }),
    ] {
        refused(&mut studio, "set", &set(bad))?;
    }
    for names in [
        json!({}),
        json!({ "source": 1 }),
        json!({ "source": "image" }),
        json!({ "source": "image", "filter": 5 }),
        json!({ "source": "image", "filter": "nobody" }),
        json!({ "source": "nobody", "filter": "upscale" }),
        json!({ "source": "x".repeat(1 << 20), "filter": {} }),
    ] {
        refused(&mut studio, "get_stats", &names)?;
        refused(&mut studio, "set", &names)?;
    }
    for bad in [
        json!({ "technology": "fsr9" }),
        json!({ "input": "big" }),
        json!({ "output": "0x0" }),
        json!({ "scale": 9 }),
    ] {
        refused(&mut studio, "bench", &bad)?;
    }
    ensure!(settings(&mut studio)? == before, "something changed");
    quit(studio)
}

#[test]
fn a_client_asks_for_technologies_and_their_cost() -> Result<()> {
    let mut studio = start()?;
    let answer = granted(&mut studio, "technologies", &json!({}))?;
    let available: Vec<&str> = array(&answer, "technologies")?
        .iter()
        .filter(|technology| technology["available"] == true)
        .filter_map(|technology| technology["id"].as_str())
        .collect();
    ensure!(
        available.contains(&"fsr") && available.contains(&"fallback"),
        "{answer}"
    );
    ensure!(
        !array(&answer, "settings")?.is_empty() && answer["gpu"]["name"].is_string(),
        "{answer}"
    );

    let before = granted(&mut studio, "get_stats", &filter())?["status"]["frames"].as_u64();
    let begun = Instant::now();
    let answer = granted(&mut studio, "bench", &json!({}))?;
    let took = begun.elapsed();
    ensure!(took < Duration::from_secs(30), "{took:?}");
    ensure!(
        answer["input"] == "1280x720" && answer["output"] == "1920x1080",
        "{answer}"
    );
    let measured: Vec<&str> = array(&answer, "results")?
        .iter()
        .filter(|row| row["median_ms"].as_f64() > Some(0.0))
        .filter_map(|row| row["technology"].as_str())
        .collect();
    ensure!(
        measured.iter().all(|id| available.contains(id)) && measured.len() > 1,
        "{answer}"
    );
    let after = granted(&mut studio, "get_stats", &filter())?["status"]["frames"].as_u64();
    ensure!(
        after > before,
        "no frame was drawn meanwhile: {before:?}, {after:?}"
    );
    quit(studio)
}

/// An example with its interpreter; `None`, and a line that says so, where something that it needs is missing.
fn example(name: &str) -> Result<Option<Command>> {
    let has = |command: &mut Command| command.output().is_ok_and(|output| output.status.success());
    // Beside the system's Python there may be one without the system's packages.
    let pythons = ["/usr/bin/python3", "python3"];
    let python = pythons
        .into_iter()
        .find(|python| has(Command::new(python).args(["-c", "import websocket"])));
    let shell = name.ends_with(".sh");
    let Some(python) = python.filter(|_| !shell || has(Command::new("jq").arg("--version"))) else {
        // Not through `eprintln!`, whose text the test runner keeps to itself when a test passes.
        writeln!(std::io::stderr(), "SKIP: {name} needs python3-websocket and jq")?;
        return Ok(None);
    };
    let file: PathBuf = places::repository()?.join("docs/examples").join(name);
    let mut command = Command::new(if shell { "sh" } else { python });
    command
        .arg(file)
        .env("PYTHON", python)
        .env("PYTHONDONTWRITEBYTECODE", "1");
    Ok(Some(command))
}

fn text(output: &Output) -> String {
    let [out, error] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    format!("{}: {out}{error}", output.status)
}

#[test]
fn the_example_in_python_says_what_it_lacks() -> Result<()> {
    let Some(mut command) = example("remote.py")? else {
        return Ok(());
    };
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("websocket.py"), "raise ImportError\n")?;
    let output = command.arg("list").env("PYTHONPATH", folder.path()).output()?;
    let said = text(&output);
    ensure!(output.status.code() == Some(2), "{said}");
    ensure!(
        said.contains("python3-websocket") && String::from_utf8_lossy(&output.stderr).lines().count() == 1,
        "{said}"
    );
    Ok(())
}

/// What the shell's example does with such answers, each instead of remote.py's.
#[cfg(unix)]
fn with_answers(bench: &str, bench_status: u8, list: &Value) -> Result<Option<Output>> {
    use std::os::unix::fs::PermissionsExt as _;

    let Some(mut command) = example("remote.sh")? else {
        return Ok(None);
    };
    let folder = tempfile::tempdir()?;
    let python = folder.path().join("python");
    let answers = format!(
        "#!/bin/sh\ncase $2 in\nbench) echo '{bench}'; exit {bench_status};;\nlist) echo '{list}';;\nesac\n"
    );
    fs::write(&python, answers)?;
    fs::set_permissions(&python, fs::Permissions::from_mode(0o755))?;
    Ok(Some(command.args(["50", "1"]).env("PYTHON", &python).output()?))
}

#[cfg(unix)]
#[test]
fn the_example_in_the_shell_says_what_failed_and_changes_what_it_can() -> Result<()> {
    let instance = |technology: &str, runs: &str| {
        json!({ "instances": [{
            "source": "image",
            "status": { "state": "upscaling", "technology": runs, "fps": 20 },
            "settings": { "technology": technology },
        }] })
    };
    let measured = r#"{"ok": true, "results": [{"technology": "nis", "median_ms": 2}, {"technology": "fsr", "median_ms": 1}]}"#;
    for (bench, status, list, said, changes) in [
        (
            r#"{"ok": false, "error": "it is busy"}"#,
            1,
            instance("nis", "nis"),
            "error: it is busy",
            false,
        ),
        (
            r#"{"ok": true, "results": [{"technology": "nis", "reason": "x"}]}"#,
            0,
            instance("nis", "nis"),
            "nothing could be",
            false,
        ),
        (measured, 0, instance("nis", "nis"), "too slow, now fsr", true),
        (measured, 0, instance("auto", "fsr"), "costs least: fsr", false),
    ] {
        let Some(output) = with_answers(bench, status, &list)? else {
            return Ok(());
        };
        let text = text(&output);
        ensure!(
            text.contains(said) && text.contains("too slow") == changes,
            "{text}"
        );
        ensure!(
            output.status.success() == text.contains("costs least: fsr"),
            "{text}"
        );
    }
    Ok(())
}

#[test]
fn the_example_in_python_works() -> Result<()> {
    let mut studio = start()?;
    let url = studio.url();
    let run = |arguments: &[&str]| -> Result<Option<(Option<i32>, Value, String)>> {
        let Some(mut command) = example("remote.py")? else {
            return Ok(None);
        };
        let output = command.args(arguments).env("OBS_WEBSOCKET_URL", &url).output()?;
        let answer = serde_json::from_slice(&output.stdout).unwrap_or_default();
        Ok(Some((output.status.code(), answer, text(&output))))
    };
    let Some((code, list, said)) = run(&["list"])? else {
        return Ok(());
    };
    ensure!(code == Some(0) && array(&list, "instances")?.len() == 2, "{said}");

    let mut listener = example("remote.py")?.context("it was there")?;
    listener
        .args(["--events", "--url", &url])
        .env("PYTHONUNBUFFERED", "1");
    let listener = Process::start(listener, &studio.folder().join("events"))?;
    let request = set(json!({ "technology": "nis" })).to_string();
    // Until the listener has connected, nobody hears.
    let heard = |studio: &mut Obs| {
        wait_until("an event", LIMIT, || {
            for technology in ["fallback", "nis"] {
                granted(studio, "set", &set(json!({ "technology": technology })))?;
                thread::sleep(Duration::from_millis(500));
            }
            let heard = listener.output();
            let line = heard
                .lines()
                .find(|line| line.contains("\"technology\": \"nis\""));
            Ok(line.map(str::to_owned))
        })
    };
    let line: Value = serde_json::from_str(&heard(&mut studio)?)?;
    ensure!(
        line["event"] == "status_changed" && line["source"] == "image" && line["asked"] == "nis",
        "{line}"
    );
    drop(listener);

    for (arguments, expected) in [
        (vec!["set", &request], 0),
        (vec!["get_stats", r#"{"source": "ours"}"#], 0),
        (vec!["technologies"], 0),
        (vec!["bench", r#"{"input": "64x48"}"#], 0),
        (
            vec![
                "set",
                r#"{"source": "image", "filter": "upscale", "settings": {"width": 0}}"#,
            ],
            1,
        ),
        (vec!["no_such_request"], 2),
        (vec!["list", "[]"], 2),
        (vec!["list", "--events"], 2),
        (vec!["list", "--url", "ws://127.0.0.1:1"], 2),
    ] {
        let (code, _, said) = run(&arguments)?.context("it was there")?;
        ensure!(code == Some(expected), "{arguments:?}: {said}");
        ensure!(!said.contains("Traceback"), "{arguments:?}: {said}");
    }
    quit(studio)
}

#[test]
fn the_example_in_shell_works() -> Result<()> {
    let Some(mut command) = example("remote.sh")? else {
        return Ok(());
    };
    let mut studio = start()?;
    wait_until("the rate", LIMIT, || {
        let list = granted(&mut studio, "list", &json!({}))?;
        let known = array(&list, "instances")?
            .iter()
            .all(|instance| instance["status"]["fps"].is_number());
        Ok(known.then_some(()))
    })?;
    // More than OBS draws: everything is too slow.
    let output = command
        .args(["1000", "2"])
        .env("OBS_WEBSOCKET_URL", studio.url())
        .output()?;
    let said = text(&output);
    ensure!(output.status.success(), "{said}");
    for line in ["costs least: ", "image / upscale: ", "ours: ", " fps"] {
        ensure!(said.contains(line), "{line} is missing: {said}");
    }
    let cheapest = said
        .lines()
        .find_map(|line| line.split_once("costs least: "))
        .map(|(_, technology)| technology.to_owned())
        .with_context(|| said.clone())?;
    let list = granted(&mut studio, "list", &json!({}))?;
    for instance in array(&list, "instances")? {
        ensure!(
            instance["settings"]["technology"] == cheapest.as_str(),
            "{said}\n{instance}"
        );
    }
    quit(studio)
}

/// obs-websocket's own description of its protocol has this challenge, and this answer to it.
#[test]
fn the_example_proves_that_it_knows_the_password() -> Result<()> {
    let Some(mut command) = example("remote.py")? else {
        return Ok(());
    };
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let url = format!("ws://{}", listener.local_addr()?);
    let server = thread::spawn(move || -> Result<Value> {
        let (stream, _) = listener.accept()?;
        stream.set_read_timeout(Some(LIMIT))?;
        let mut socket = tungstenite::accept(stream).map_err(|error| anyhow!("{error}"))?;
        let hello = json!({ "op": 0, "d": { "rpcVersion": 1, "authentication": {
            "challenge": "+IxH4CnCiqpX1rM9scsNynZzbOe4KhDeYcTNS3PDaeY=",
            "salt": "lM1GncleQOaCu9lT1yeUZhFYnqhsLLP1G5lAGo3ixaI=",
        } } });
        socket.send(Message::text(hello.to_string()))?;
        let identify: Value = serde_json::from_str(socket.read()?.to_text()?)?;
        // As obs-websocket does when the answer is wrong.
        socket.close(None)?;
        Ok(identify)
    });
    let output = command
        .args(["list", "--url", &url, "--password", "supersecretpassword"])
        .output()?;
    let identify = server.join().map_err(|_| anyhow!("the server panicked"))??;
    ensure!(
        identify["op"] == 1
            && identify["d"]["rpcVersion"] == 1
            && identify["d"]["authentication"] == "1Ct943GAT+6YQUUX47Ia/ncufilbe6+oD6lY+5kaCu4=",
        "{identify}"
    );
    let said = text(&output);
    ensure!(
        output.status.code() == Some(2) && said.contains("password"),
        "{said}"
    );
    Ok(())
}
