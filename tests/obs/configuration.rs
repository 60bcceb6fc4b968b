// SPDX-License-Identifier: GPL-2.0-or-later
//! The files that OBS reads at its start, so that it asks nothing.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::Options;

/// The name of the only scene.
pub const SCENE: &str = "Scene";

/// Writes `global.ini`, one profile and one scene collection into `folder` (`.../obs-studio`).
pub(super) fn write(folder: &Path, recordings: &Path, port: u16, options: &Options) -> Result<()> {
    let profile = folder.join("basic/profiles/Test");
    let scenes = folder.join("basic/scenes");
    for new in [&profile, &scenes, &folder.join("plugins"), &recordings.to_owned()] {
        fs::create_dir_all(new).with_context(|| format!("making {}", new.display()))?;
    }
    fs::write(folder.join("global.ini"), global(port))?;
    fs::write(profile.join("basic.ini"), basic(recordings, options))?;
    fs::write(scenes.join("Test.json"), collection(&options.sources).to_string())?;
    Ok(())
}

fn global(port: u16) -> String {
    // FirstRun and the versions keep the wizard and the news away.
    format!(
        "[General]\nFirstRun=true\nLastVersion=486539266\nEnableAutoUpdates=false\n\n\
         [Basic]\nProfile=Test\nProfileDir=Test\nSceneCollection=Test\nSceneCollectionFile=Test\n\n\
         [OBSWebSocket]\nFirstLoad=false\nServerEnabled=true\nServerPort={port}\nAuthRequired=false\n\
         AlertsEnabled=false\n"
    )
}

fn basic(recordings: &Path, options: &Options) -> String {
    let (width, height) = options.canvas;
    let (color, output) = if options.high_range {
        high_range(recordings)
    } else {
        (String::new(), standard_range(recordings))
    };
    format!(
        "[General]\nName=Test\n\n\
         [Video]\nBaseCX={width}\nBaseCY={height}\nOutputCX={width}\nOutputCY={height}\nFPSType=1\nFPSInt={fps}\n\
         {color}\n{output}",
        fps = options.fps,
    )
}

/// The cheapest encoding: it shares the processor with the game and with the software rasteriser.
fn standard_range(recordings: &Path) -> String {
    format!(
        "[Output]\nMode=Simple\n\n\
         [SimpleOutput]\nFilePath={path}\nRecFormat=mkv\nRecQuality=Small\nRecEncoder=x264_lowcpu\n",
        path = recordings.display()
    )
}

/// The canvas's lines, and the output's: FFV1 and FLAC by FFmpeg, whose numbers of them OBS asks for too.
fn high_range(recordings: &Path) -> (String, String) {
    let output = format!(
        "[Output]\nMode=Advanced\n\n\
         [AdvOut]\nRecType=FFmpeg\nFFOutputToFile=true\nFFFilePath={path}\nFFExtension=mkv\nFFFormat=matroska\n\
         FFVEncoder=ffv1\nFFVEncoderId=33\nFFAEncoder=flac\nFFAEncoderId=86028\n",
        path = recordings.display()
    );
    ("ColorFormat=P010\nColorSpace=2100PQ\n".to_owned(), output)
}

fn collection(sources: &[Value]) -> Value {
    let items: Vec<Value> = sources
        .iter()
        .enumerate()
        .map(|(index, source)| json!({ "name": source["name"], "id": index + 1, "visible": true, "scale": { "x": 1.0, "y": 1.0 } }))
        .collect();
    let scene = json!({
        "id": "scene",
        "name": SCENE,
        "settings": { "id_counter": items.len(), "custom_size": false, "items": items },
    });
    let all: Vec<Value> = sources.iter().cloned().chain([scene]).collect();
    json!({
        "name": "Test",
        "current_scene": SCENE,
        "current_program_scene": SCENE,
        "scene_order": [{ "name": SCENE }],
        "sources": all,
    })
}
