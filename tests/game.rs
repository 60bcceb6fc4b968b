// SPDX-License-Identifier: GPL-2.0-or-later
//! A real game on an X server of its own, silent, with a home folder of its own.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use image::RgbImage;
use tempfile::TempDir;

use crate::pictures;
use crate::process::{Process, pause, wait_until};
use crate::x11::Screen;
use crate::xvfb::Xvfb;

/// A game that needs more than to be started.
struct Known {
    name: &'static str,
    /// The program; Debian keeps games outside the default path of root.
    program: &'static str,
    arguments: &'static [&'static str],
    /// A configuration file, below the home folder, that asks for a picture of the given size.
    configuration: fn(u32, u32) -> (&'static str, String),
    /// Leads from the first picture to the game's world.
    begin: fn(&Screen) -> Result<()>,
}

/// The games that are led to a scene worth looking at.
const GAMES: &[Known] = &[Known {
    name: "neverball",
    program: "/usr/games/neverball",
    // Much fine detail, and ten minutes before the time is up.
    arguments: &["--level", "map-fwp/adventure.sol"],
    configuration: |width, height| {
        // `nice` leaves processor time to OBS, which runs beside it.
        let text = format!("fullscreen 0\nwidth {width}\nheight {height}\nnice 1\nvsync 0\n");
        (".neverball/neverballrc", text)
    },
    begin: |screen| {
        screen.click(640, 360)?;
        // Until the words "Ready" and "Go" are gone.
        pause(Duration::from_secs(8))?;
        // The key D turns the view, so that the picture moves.
        screen.key(u32::from(b'd'), true)
    },
}];

/// How long a game may take to its first picture.
const START_LIMIT: Duration = Duration::from_secs(60);

/// A luma spread, in codes, that an empty screen never has.
const DRAWN: f64 = 8.0;

/// A running game; dropping it ends it and its X server.
pub struct Game {
    process: Process,
    screen: Screen,
    server: Xvfb,
    _home: TempDir,
}

impl Game {
    /// Starts the game `name` at `width`x`height` and waits until its world is drawn. Any other program with a window
    /// is started as a command line and waited for until it draws something.
    ///
    /// # Errors
    /// When the program is not installed, ends, or draws nothing.
    pub fn start(name: &str, width: u32, height: u32) -> Result<Self> {
        let server = Xvfb::start(width, height)?;
        let screen = Screen::connect(server.display())?;
        let (process, home) = run(name, width, height, server.display())?;
        let known = GAMES.iter().find(|known| known.name == name);
        let mut game = Self {
            process,
            screen,
            server,
            _home: home,
        };
        game.wait_for_picture(name)?;
        if let Some(known) = known {
            (known.begin)(&game.screen)?;
            game.wait_for_picture(name)?;
        }
        // From here on OBS runs beside it, for which it would leave nothing on a software rasteriser.
        game.process.step_back()?;
        Ok(game)
    }

    fn wait_for_picture(&mut self, name: &str) -> Result<()> {
        wait_until(&format!("{name} to draw"), START_LIMIT, || {
            self.process.check_running()?;
            Ok((pictures::contrast(&self.screen.picture()?) > DRAWN).then_some(()))
        })
    }

    /// The X server that the game draws on, such as `:99`.
    #[must_use]
    pub fn display(&self) -> &str {
        self.server.display()
    }

    /// What the game shows.
    ///
    /// # Errors
    /// When the X server refuses.
    pub fn picture(&self) -> Result<RgbImage> {
        self.screen.picture()
    }

    /// Stops the game's time, so that two pictures taken one after the other show the same instant.
    ///
    /// # Errors
    /// When the game is gone.
    pub fn freeze(&self) -> Result<()> {
        self.process.freeze()
    }

    /// Lets the game run on after [`Self::freeze`].
    ///
    /// # Errors
    /// When the game is gone.
    pub fn thaw(&self) -> Result<()> {
        self.process.thaw()
    }
}

/// A game's window among others on somebody else's X server; dropping it ends the game.
pub struct GameWindow {
    _process: Process,
    _home: TempDir,
}

impl GameWindow {
    /// Starts the game `name` on the X server `display` and waits for nothing.
    ///
    /// # Errors
    /// When the program is not installed.
    pub fn open(name: &str, width: u32, height: u32, display: &str) -> Result<Self> {
        let (process, home) = run(name, width, height, display)?;
        process.step_back()?;
        Ok(Self {
            _process: process,
            _home: home,
        })
    }
}

/// Runs a game, or any other command line, on an X server; with a home folder of its own, which it lasts as long as.
fn run(name: &str, width: u32, height: u32, display: &str) -> Result<(Process, TempDir)> {
    let home = TempDir::new()?;
    let mut command = match GAMES.iter().find(|known| known.name == name) {
        Some(known) => {
            let (file, text) = (known.configuration)(width, height);
            write(&home.path().join(file), &text)?;
            let mut command = Command::new(known.program);
            command.args(known.arguments);
            command
        }
        None => {
            let mut words = name.split_whitespace();
            let mut command = Command::new(words.next().context("no game is named")?);
            command.args(words);
            command
        }
    };
    command
        .env("DISPLAY", display)
        .env("HOME", home.path())
        .env("XDG_RUNTIME_DIR", home.path())
        .env("SDL_AUDIODRIVER", "dummy")
        .env("SDL_VIDEODRIVER", "x11")
        .env("LIBGL_ALWAYS_SOFTWARE", "1")
        .env_remove("WAYLAND_DISPLAY")
        .current_dir(home.path());
    let process =
        Process::start(command, &home.path().join("log")).with_context(|| format!("the game {name}"))?;
    Ok((process, home))
}

fn write(file: &Path, text: &str) -> Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, text).with_context(|| format!("writing {}", file.display()))
}
