// SPDX-License-Identifier: GPL-2.0-or-later
//! Makes the pictures of the documentation anew: the panels and the upscaled picture, from the real OBS and a real game.
//!
//! Nothing is drawn by hand: each picture is cut from what OBS shows on an X server of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use image::imageops::{self, FilterType};
use image::{Rgb, RgbImage};
use nu_scaler_tests::game::Game;
use nu_scaler_tests::obs::{Obs, Options, SCENE};
use nu_scaler_tests::process::{pause, run_to_end, wait_until};
use nu_scaler_tests::{palette, pictures, places};
use serde_json::{Value, json};

/// The names of the sources and of the filter in OBS.
const GAME: &str = "Game";
const ENLARGED: &str = "Game, enlarged";
const FILTER: &str = "Nu Scaler";
const FILTER_KIND: &str = "nu_scaler_filter";

/// What the titles of OBS's dialogs begin with.
const FILTERS: &str = "Filters for";
const PROPERTIES: &str = "Properties for";

/// The game, which may be shown freely (see `docs/pictures/README.md`).
const PROGRAM: &str = "neverball";
/// What it draws, and what that becomes with the quality that a new filter has.
const GAME_SIZE: (u32, u32) = (1280, 720);
const CANVAS: (u32, u32) = (1920, 1080);

/// High enough for every row of a panel.
const SCREEN: (u32, u32) = (1400, 1800);

/// The dialogs' sizes, and how high the preview in them is made.
const ADDING: (u32, u32) = (800, 560);
const FILTER_PANEL: (u32, u32) = (900, 1360);
const SOURCE_PANEL: (u32, u32) = (800, 1520);
const PREVIEW: i16 = 400;

/// A part of a picture: left, top, width, height.
type Part = (u32, u32, u32, u32);

/// The parts of the scene that are shown: the figures, and the line of the comparison, which is in the middle of a
/// picture of twice the game's size; how wide and high the detail is, and how many times what is compared is enlarged.
const FIGURES: Part = (0, 0, 960, 540);
const SPLIT: Part = (1040, 660, 480, 270);
const SPLIT_LENS: u32 = 2;
const DETAIL: u32 = 240;
const DETAIL_LENS: u32 = 2;

/// How far above the lower end of the dialog the filter is in the menu of OBS 29.
const MENU_ENTRY: i16 = 175;

/// The key symbol of Escape.
const ESCAPE: u32 = 0xff1b;

/// How long the device and the pipelines may take to be made on a software rasteriser, and a dialog to open.
const PREPARE_LIMIT: Duration = Duration::from_secs(120);
const DIALOG_LIMIT: Duration = Duration::from_secs(20);
/// How long a dialog takes to lay itself out anew and draw, beside a game on a software rasteriser.
const SETTLE: Duration = Duration::from_secs(3);

/// The times that are shown are of the last five seconds; the first frames take longer than all others.
const STATISTICS: Duration = Duration::from_secs(8);

/// Makes the pictures of the documentation.
#[derive(Parser)]
struct Arguments {
    /// The folder of the pictures
    #[arg(long, default_value = "docs/pictures")]
    output: PathBuf,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run_to_end(|| run(&arguments.output))
}

fn run(output: &Path) -> Result<()> {
    places::plugin_binary()?;
    fs::create_dir_all(output).with_context(|| format!("making {}", output.display()))?;
    let save = |picture: &RgbImage, name: &str| -> Result<()> {
        let file = output.join(name);
        palette::save(picture, &file)?;
        println!("{}: {} KB", file.display(), fs::metadata(&file)?.len() / 1000);
        Ok(())
    };

    let game = Game::start(PROGRAM, GAME_SIZE.0, GAME_SIZE.1)?;
    let mut studio = Obs::start(&Options {
        canvas: CANVAS,
        screen: SCREEN,
        ..Options::default()
    })?;
    let capture = json!({ "advanced": true, "server": game.display(), "show_cursor": false });
    let item = studio.add_input("xshm_input", GAME, &capture)?;
    wait_until("OBS to capture the game", DIALOG_LIMIT, || {
        Ok((studio.item_size(&item)?.0 > 0.0).then_some(()))
    })?;
    // All pictures show the same instant, and the processors are OBS's alone.
    game.freeze()?;
    pause(SETTLE)?;
    let plain = studio.screenshot(GAME)?;
    ensure!(
        pictures::contrast(&plain) > 8.0,
        "OBS captures nothing of the game"
    );
    save(&adding(&mut studio)?, "adding.png")?;

    studio.add_filter(GAME, FILTER_KIND, FILTER, &json!({}))?;
    wait_for(&mut studio, "fsr", "1920x1080", false)?;
    pause(STATISTICS)?;
    save(&filter_panel(&mut studio)?, "filter.png")?;

    change(&mut studio, &json!({ "overlay": true }))?;
    pause(STATISTICS)?;
    save(&cut(&studio.screenshot(SCENE)?, FIGURES), "figures.png")?;

    change(&mut studio, &json!({ "overlay": false, "technology": "dlss" }))?;
    wait_for(&mut studio, "fsr", "1920x1080", true)?;
    pause(STATISTICS)?;
    save(&filter_panel(&mut studio)?, "reason.png")?;

    // Twice the size, as the canvas shows it: its corner.
    let twice = |technology| json!({ "technology": technology, "quality": "quality", "scale_mode": "factor", "scale_factor": 2.0 });
    let mut after = Vec::new();
    for technology in ["nu", "fsr"] {
        change(&mut studio, &twice(technology))?;
        wait_for(&mut studio, technology, "2560x1440", false)?;
        pause(SETTLE)?;
        after.insert(0, studio.screenshot(SCENE)?);
    }
    save(&before_and_after(&plain, &after), "before-after.png")?;
    change(&mut studio, &json!({ "compare": "split" }))?;
    pause(SETTLE)?;
    save(
        &lens(&cut(&studio.screenshot(SCENE)?, SPLIT), SPLIT_LENS),
        "compare.png",
    )?;

    // The source shows the game as it is.
    studio.request(
        "RemoveSourceFilter",
        json!({ "sourceName": GAME, "filterName": FILTER }),
    )?;
    let settings = json!({ "source_kind": "source", "source_name": GAME });
    studio.add_input("nu_scaler_source", ENLARGED, &settings)?;
    pause(STATISTICS)?;
    save(&source_panel(&mut studio)?, "source.png")?;
    studio.quit().map(drop)
}

fn change(studio: &mut Obs, settings: &Value) -> Result<()> {
    let data = json!({ "sourceName": GAME, "filterName": FILTER, "filterSettings": settings });
    studio.request("SetSourceFilterSettings", data).map(drop)
}

/// Waits until the filter upscales to this size with this technology, with a reason or without.
fn wait_for(studio: &mut Obs, technology: &str, output: &str, with_reason: bool) -> Result<()> {
    wait_until(
        &format!("{technology} to upscale to {output}"),
        PREPARE_LIMIT,
        || {
            let status = studio.status(GAME, Some(FILTER))?;
            let runs = status["state"] == "upscaling" && status["technology"] == technology;
            let is_wanted = status["output"] == output && status["reason"].is_string() == with_reason;
            Ok((runs && is_wanted).then_some(()))
        },
    )
}

/// The menu from which the filter is added.
fn adding(studio: &mut Obs) -> Result<RgbImage> {
    studio.request("OpenInputFiltersDialog", json!({ "inputName": GAME }))?;
    // At the lower end of the screen, so that the menu opens upwards.
    let (width, height) = ADDING;
    arrange(studio, FILTERS, SCREEN.1 - height, (width, height))?;
    // The button with the plus, at the lower left.
    studio.screen().click(27, SCREEN.1 as i16 - 28)?;
    pause(SETTLE)?;
    // A menu follows the pointer's second move over it.
    for x in [90, 100] {
        studio.screen().point(x, SCREEN.1 as i16 - MENU_ENTRY)?;
        pause(Duration::from_millis(500))?;
    }
    pause(SETTLE)?;
    let picture = look(studio, FILTERS)?;
    // OBS 29 crashes when the dialog closes under its open menu.
    for pressed in [true, false] {
        studio.screen().key(ESCAPE, pressed)?;
    }
    pause(SETTLE)?;
    close(studio, FILTERS)?;
    Ok(picture)
}

fn filter_panel(studio: &mut Obs) -> Result<RgbImage> {
    studio.request("OpenInputFiltersDialog", json!({ "inputName": GAME }))?;
    arrange(studio, FILTERS, 0, FILTER_PANEL)?;
    shrink_preview(studio, FILTERS)?;
    photograph(studio, FILTERS)
}

fn source_panel(studio: &mut Obs) -> Result<RgbImage> {
    studio.request("OpenInputPropertiesDialog", json!({ "inputName": ENLARGED }))?;
    arrange(studio, PROPERTIES, 0, SOURCE_PANEL)?;
    shrink_preview(studio, PROPERTIES)?;
    photograph(studio, PROPERTIES)
}

/// Waits for a dialog to open and gives it its size, `top` pixels below the screen's upper edge.
fn arrange(studio: &Obs, title: &str, top: u32, size: (u32, u32)) -> Result<()> {
    wait_until(&format!("the dialog \"{title}\" to open"), DIALOG_LIMIT, || {
        Ok(studio
            .screen()
            .arrange_window(title, (0, top as i32), size)?
            .then_some(()))
    })?;
    pause(SETTLE)
}

/// Drags the edge between a dialog's preview and its panel up, so that the panel is seen whole.
fn shrink_preview(studio: &Obs, title: &str) -> Result<()> {
    let shown = look(studio, title)?;
    let x = shown.width() - 100;
    // The preview begins below the dialog's margin and ends where the dialog's own colour begins again.
    let ground = shown.get_pixel(3, 3);
    let end = (24..shown.height()).find(|&y| shown.get_pixel(x, y) == ground);
    let edge = end.context("the preview takes the whole dialog")? as i16 + 2;
    studio.screen().drag((x as i16, edge), (x as i16, PREVIEW))?;
    pause(SETTLE)
}

/// The picture of an opened dialog, which is closed again.
fn photograph(studio: &Obs, title: &str) -> Result<RgbImage> {
    pause(SETTLE)?;
    let picture = look(studio, title)?;
    close(studio, title)?;
    Ok(picture)
}

fn close(studio: &Obs, title: &str) -> Result<()> {
    studio.screen().close_windows(title)?;
    pause(SETTLE)
}

fn look(studio: &Obs, title: &str) -> Result<RgbImage> {
    let picture = studio.screen().window_picture(title)?;
    picture.with_context(|| format!("\"{title}\" is gone"))
}

/// The part of the game in which bilinear and the last of these differ most, enlarged bilinearly and as they have it,
/// side by side.
fn before_and_after(plain: &RgbImage, after: &[RgbImage]) -> RgbImage {
    let doubled = imageops::resize(plain, plain.width() * 2, plain.height() * 2, FilterType::Triangle);
    let last = after.last().unwrap_or(&doubled);
    let starts = |room: u32| (0..room - DETAIL).step_by(DETAIL as usize / 8);
    let places = starts(last.height()).flat_map(|y| starts(last.width()).map(move |x| (x, y)));
    let difference = |&(x, y): &(u32, u32)| {
        let part = (x, y, DETAIL, DETAIL);
        pictures::error(&cut(&doubled, part), &cut(last, part))
    };
    let most = places.max_by(|a, b| difference(a).total_cmp(&difference(b)));
    let (x, y) = most.unwrap_or((0, 0));
    let (side, gap) = (DETAIL * DETAIL_LENS, 8);
    let count = 1 + after.len() as u32;
    let mut board = RgbImage::from_pixel(count * (side + gap) - gap, side, Rgb([255; 3]));
    for (index, picture) in [&doubled].into_iter().chain(after).enumerate() {
        let seen = lens(&cut(picture, (x, y, DETAIL, DETAIL)), DETAIL_LENS);
        imageops::replace(&mut board, &seen, index as i64 * i64::from(side + gap), 0);
    }
    board
}

/// Every pixel enlarged as it is, so that single ones can be seen.
fn lens(picture: &RgbImage, times: u32) -> RgbImage {
    let (width, height) = picture.dimensions();
    imageops::resize(picture, width * times, height * times, FilterType::Nearest)
}

fn cut(picture: &RgbImage, (x, y, width, height): Part) -> RgbImage {
    imageops::crop_imm(picture, x, y, width, height).to_image()
}
