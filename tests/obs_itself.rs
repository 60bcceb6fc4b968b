// SPDX-License-Identifier: GPL-2.0-or-later
//! The driver of the real OBS and the game's runner, without the plugin: what the end-to-end test and the
//! demonstration stand on.

use std::time::Duration;

use anyhow::{Result, ensure};
use nu_scaler_tests::game::Game;
use nu_scaler_tests::obs::{self, Obs, Options};
use nu_scaler_tests::pictures;
use serde_json::json;

#[test]
fn obs_captures_a_game_records_and_quits() -> Result<()> {
    let game = Game::start("neverball", 640, 360)?;
    let mut studio = Obs::start(&Options {
        canvas: (640, 360),
        plugin: false,
        ..Options::default()
    })?;
    let item = studio.add_input(
        "xshm_input",
        "game",
        &json!({ "advanced": true, "server": game.display() }),
    )?;
    ensure!(
        studio.item_size(&item)? == (640.0, 360.0),
        "{:?}",
        studio.item_size(&item)?
    );

    game.freeze()?;
    nu_scaler_tests::process::pause(Duration::from_secs(1))?;
    let (screen, captured) = (game.picture()?, studio.screenshot("game")?);
    game.thaw()?;
    ensure!(captured.dimensions() == (640, 360), "{:?}", captured.dimensions());
    ensure!(pictures::contrast(&captured) > 8.0, "nothing is drawn");
    let error = pictures::error(&screen, &captured);
    ensure!(
        error < 2.0,
        "the capture differs from the screen by {error} codes"
    );

    studio.add_filter(
        "game",
        "scale_filter",
        "scale",
        &json!({ "resolution": "320x180" }),
    )?;
    nu_scaler_tests::process::pause(Duration::from_secs(1))?;
    ensure!(
        studio.item_size(&item)? == (320.0, 180.0),
        "{:?}",
        studio.item_size(&item)?
    );

    let recording = studio.record(Duration::from_secs(2))?;
    ensure!(recording.metadata()?.len() > 10_000, "an empty recording");
    ensure!(
        studio.request("NoSuchRequest", json!({})).is_err(),
        "an unknown request passed"
    );
    let leaks = obs::leaks(&studio.quit()?)?;
    ensure!(leaks <= 1, "OBS alone counts {leaks} leaks");
    Ok(())
}
