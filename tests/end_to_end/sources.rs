// SPDX-License-Identifier: GPL-2.0-or-later
//! The source "Nu Scaler Source": every kind that X11 has.

use super::*;

/// Every kind of the source "Nu Scaler Source" that X11 has, made by a client, and again when the scene collection is
/// loaded anew.
#[test]
fn sources_of_every_kind_survive_a_change_of_the_scene_collection() -> Result<()> {
    let screen = Xvfb::start(160, 120)?;
    Screen::connect(screen.display())?.fill([0x80, 0x40, 0x20])?;
    let mut studio = Obs::start(&Options {
        canvas: (640, 360),
        ..Options::default()
    })?;
    let colour = json!({ "color": 0xff60_4020_u32, "width": 80, "height": 60 });
    let original = studio.add_input("color_source_v3", "image", &colour)?;
    let capture = json!({ "xshm_input": {
        "advanced": true, "server": screen.display(), "show_cursor": false,
    } });
    // Its name, its settings, its size when it is twice as large, and its colour.
    let (blue, brown) = ([0x20, 0x40, 0x60], [0x80, 0x40, 0x20]);
    let kinds = [
        (
            "a source",
            json!({ "source_kind": "source", "source_name": "image" }),
            (160, 120),
            blue,
        ),
        (
            "a screen",
            json!({ "source_kind": "screen", "child": capture }),
            (320, 240),
            brown,
        ),
        (
            "a region",
            json!({
                "source_kind": "region", "child": capture,
                "region_x": 8, "region_y": 4, "region_width": 50, "region_height": 40,
            }),
            (100, 80),
            brown,
        ),
    ];
    let mut items = Vec::new();
    for (name, own, ..) in &kinds {
        let mut settings = json!({ "technology": "fsr", "scale_mode": "factor", "scale_factor": 2.0 });
        for (key, value) in own.as_object().into_iter().flatten() {
            settings[key] = value.clone();
        }
        items.push(studio.add_input(SOURCE, name, &settings)?);
    }
    let rename = json!({ "inputName": "image", "newInputName": "picture" });
    studio.request("SetInputName", rename)?;

    let judge_all = |studio: &mut Obs| -> Result<()> {
        for (name, _, size, colour) in &kinds {
            wait_for_account(studio, name, |status| status["state"] == "upscaling")?;
            // The first frames of a capture may be black.
            wait_until("its picture", Duration::from_secs(30), || {
                let picture = studio.screenshot(name)?;
                let right = picture.dimensions() == *size && picture.pixels().all(|pixel| pixel.0 == *colour);
                Ok(right.then_some(()))
            })
            .with_context(|| (*name).to_owned())?;
        }
        Ok(())
    };
    judge_all(&mut studio)?;

    // Side by side, and nothing else.
    let hide = json!({ "sceneName": obs::SCENE, "sceneItemId": original, "sceneItemEnabled": false });
    studio.request("SetSceneItemEnabled", hide)?;
    let mut left = 10;
    let mut places = Vec::new();
    for (item, (_, _, (width, height), colour)) in items.iter().zip(&kinds) {
        let transform = json!({ "positionX": left, "positionY": 20 });
        let place = json!({ "sceneName": obs::SCENE, "sceneItemId": item, "sceneItemTransform": transform });
        studio.request("SetSceneItemTransform", place)?;
        places.push(((left, 20), (left + width, 20 + height), *colour));
        left += width + 10;
    }
    let recording = studio.record(Duration::from_secs(2))?;
    let frame = studio.last_frame(&recording)?;
    ensure!(frame.dimensions() == (640, 360), "{:?}", frame.dimensions());
    for (x, y, pixel) in frame.enumerate_pixels() {
        // The encoder blurs edges.
        let within = |margin: i64, ((left, top), (right, bottom)): ((u32, u32), (u32, u32))| {
            let [x, y, left, top, right, bottom] = [x, y, left, top, right, bottom].map(i64::from);
            (left + margin..right - margin).contains(&x) && (top + margin..bottom - margin).contains(&y)
        };
        let inside = |margin| {
            let mut all = places.iter();
            all.find(|(start, end, _)| within(margin, (*start, *end)))
        };
        let wanted = match (inside(4), inside(-4)) {
            (Some((.., colour)), _) => *colour,
            (None, None) => [0; 3],
            _ => continue,
        };
        let far = pixel
            .0
            .iter()
            .zip(wanted)
            .any(|(is, wanted)| is.abs_diff(wanted) > 16);
        ensure!(!far, "{x},{y} is {pixel:?} in the recording, not {wanted:?}");
    }

    for (request, name) in [
        ("CreateSceneCollection", "Other"),
        ("SetCurrentSceneCollection", "Test"),
    ] {
        change_collection(&mut studio, request, name)?;
    }
    judge_all(&mut studio).context("after the scene collection was loaded anew")?;
    let settings = studio.request("GetInputSettings", json!({ "inputName": "a source" }))?;
    ensure!(
        settings["inputSettings"]["source_name"] == "picture",
        "{settings}"
    );

    // What is shown goes while it is shown, and comes back.
    studio.request("RemoveInput", json!({ "inputName": "picture" }))?;
    let status = wait_for_account(&mut studio, "a source", |status| status["state"] == "waiting")?;
    let reason = status["reason"].as_str().unwrap_or_default();
    ensure!(reason.contains("\"picture\""), "{status}");
    // OBS's own window lets go of the name a little later.
    wait_until("the name to be free", Duration::from_secs(30), || {
        Ok(studio.add_input("color_source_v3", "picture", &colour).ok())
    })?;
    judge_all(&mut studio).context("after it came back")?;

    let log = studio.quit()?;
    judge(&log)?;
    let leaks = obs::leaks(&log)?;
    ensure!(leaks <= LEAKS_OF_OBS + LEAKS_OF_A_CHANGE, "{leaks} leaks");
    Ok(())
}

/// The software rasteriser gives window captures no picture, but all else is there: the window in the list, the
/// setting, and the reason.
#[test]
fn the_window_of_a_game_is_offered_and_kept() -> Result<()> {
    let mut studio = Obs::start(&Options {
        canvas: (640, 360),
        window_manager: true,
        ..Options::default()
    })?;
    let settings = json!({ "source_kind": "window", "technology": "fsr" });
    studio.add_input(SOURCE, "a window", &settings)?;
    let _game = GameWindow::open("neverball", 320, 240, studio.display())?;
    let mut window = Value::Null;
    wait_until("the game in the list", Duration::from_secs(60), || {
        let list = json!({ "inputName": "a window", "propertyName": "window" });
        let answer = studio.request("GetInputPropertiesListPropertyItems", list)?;
        let items = answer["propertyItems"].as_array().cloned().unwrap_or_default();
        let name = |item: &Value| {
            item["itemName"]
                .as_str()
                .unwrap_or_default()
                .contains("Neverball")
        };
        Ok(items.into_iter().find(name).map(|item| {
            window = item["itemValue"].clone();
        }))
    })?;
    let choose = json!({ "inputName": "a window", "inputSettings": { "window": window } });
    studio.request("SetInputSettings", choose)?;
    let status = wait_for_account(&mut studio, "a window", |status| {
        let reason = status["reason"].as_str().unwrap_or_default();
        status["state"] == "waiting" && reason.contains("no picture")
    })?;
    ensure!(status["technology"].is_null(), "{status}");
    for (request, name) in [
        ("CreateSceneCollection", "Other"),
        ("SetCurrentSceneCollection", "Test"),
    ] {
        change_collection(&mut studio, request, name)?;
    }
    let kept = studio.request("GetInputSettings", json!({ "inputName": "a window" }))?;
    ensure!(kept["inputSettings"]["window"] == window, "{kept}");
    judge(&studio.quit()?)
}

/// Makes a scene collection, or changes to it, and waits until it is there.
fn change_collection(studio: &mut Obs, request: &str, name: &str) -> Result<()> {
    studio.request(request, json!({ "sceneCollectionName": name }))?;
    wait_until("the scene collection", Duration::from_secs(30), || {
        let current =
            studio.request("GetSceneCollectionList", json!({}))?["currentSceneCollectionName"].take();
        Ok((current == name).then_some(()))
    })
}

fn wait_for_account(studio: &mut Obs, source: &str, wanted: impl Fn(&Value) -> bool) -> Result<Value> {
    let mut last = Value::Null;
    wait_until(source, Duration::from_secs(90), || {
        last = studio.status(source, None)?;
        Ok(wanted(&last).then(|| last.clone()))
    })
    .with_context(|| format!("the status: {last}"))
}
