// SPDX-License-Identifier: GPL-2.0-or-later
//! The real OBS Studio under an X server of its own, with a configuration of its own, driven over its websocket.

mod configuration;
mod websocket;

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use image::RgbImage;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::process::{Process, pause, tail, wait_until};
use crate::x11::Screen;
use crate::xvfb::Xvfb;
use crate::{places, staging};

pub use configuration::SCENE;
use websocket::Client;
pub use websocket::VendorEvents;

/// How long OBS may take to start and to end on a busy machine with a software rasteriser.
const START_LIMIT: Duration = Duration::from_secs(90);
const QUIT_LIMIT: Duration = Duration::from_secs(60);

/// How OBS is started.
#[derive(Clone, Debug)]
pub struct Options {
    /// The canvas, which is recorded as it is, in pixels.
    pub canvas: (u32, u32),
    /// Frames a second.
    pub fps: u32,
    /// Whether the canvas is of high dynamic range, recorded without loss in PQ.
    pub high_range: bool,
    /// The X server's screen, in pixels.
    pub screen: (u32, u32),
    /// Whether the built plugin is in the user's plugin folder.
    pub plugin: bool,
    /// Sources of the scene collection, as OBS saves them; none gives one empty scene.
    pub sources: Vec<Value>,
    /// Whether a window manager is there, without which OBS offers no window capture.
    pub window_manager: bool,
    /// Variables of its environment.
    pub environment: Vec<(&'static str, String)>,
    /// How many times slower its clock goes, so that a software rasteriser has time for every frame: all that OBS does goes
    /// by that clock, and what is recorded too.
    pub slowness: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            canvas: (1280, 720),
            fps: 30,
            high_range: false,
            screen: (1280, 800),
            plugin: true,
            sources: Vec::new(),
            window_manager: false,
            environment: Vec::new(),
            slowness: 1,
        }
    }
}

/// A running OBS. Dropping it ends it by force; [`Obs::quit`] ends it as a user does.
pub struct Obs {
    client: Client,
    process: Process,
    screen: Screen,
    _window_manager: Option<Process>,
    server: Xvfb,
    folder: TempDir,
    port: u16,
}

impl Obs {
    /// Starts OBS and waits until its websocket answers requests.
    ///
    /// # Errors
    /// When OBS is not installed, ends early or does not answer.
    pub fn start(options: &Options) -> Result<Self> {
        let folder = TempDir::new()?;
        let server = Xvfb::start(options.screen.0, options.screen.1)?;
        let screen = Screen::connect(server.display())?;
        let window_manager = match options.window_manager {
            true => Some(manage_windows(&server, &screen, folder.path())?),
            false => None,
        };
        let port = free_port()?;
        let settings = folder.path().join("config");
        configuration::write(
            &settings.join("obs-studio"),
            &folder.path().join("recordings"),
            port,
            options,
        )?;
        if options.plugin {
            staging::stage(&settings.join("obs-studio/plugins"))?;
        }

        let mut command = Command::new("obs");
        command
            .args([
                "--multi",
                "--verbose",
                "--unfiltered_log",
                "--disable-updater",
                "--disable-missing-files-check",
            ])
            .args(["--profile", "Test", "--collection", "Test", "--scene", SCENE])
            .args(["--websocket_port", &port.to_string(), "--websocket_ipv4_only"])
            .env("DISPLAY", server.display())
            .env("HOME", folder.path())
            .env("XDG_CONFIG_HOME", &settings)
            .env("XDG_CACHE_HOME", folder.path().join("cache"))
            .env("XDG_DATA_HOME", folder.path().join("share"))
            .env("XDG_RUNTIME_DIR", folder.path())
            .env("QT_QPA_PLATFORM", "xcb")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .envs(options.environment.iter().map(|(name, value)| (name, value)));
        if options.slowness > 1 {
            command
                .env("LD_PRELOAD", places::slow_clock()?)
                .env("FAKETIME", format!("+0 x{}", 1.0 / f64::from(options.slowness)));
        }
        let mut process = Process::start(command, &folder.path().join("log"))?;
        let client = wait_until("OBS's websocket", START_LIMIT, || {
            process.check_running()?;
            Ok(Client::connect(port).ok())
        })
        .with_context(|| format!("the end of OBS's log:\n{}", tail(&process.output(), 30)))?;
        let mut obs = Self {
            client,
            process,
            screen,
            _window_manager: window_manager,
            server,
            folder,
            port,
        };
        obs.request("GetVersion", json!({}))?;
        Ok(obs)
    }

    /// Sends a request of obs-websocket's protocol and gives its answer; waits while OBS is not ready.
    ///
    /// # Errors
    /// What OBS answers, with the end of its log when it has ended.
    pub fn request(&mut self, kind: &str, data: Value) -> Result<Value> {
        let answer = self.client.request(kind, &data);
        if answer.is_err() {
            self.process.check_running()?;
        }
        answer
    }

    /// Sends a request to a module by its vendor name; gives the module's own answer.
    ///
    /// # Errors
    /// What OBS answers.
    pub fn vendor_request(&mut self, vendor: &str, kind: &str, data: &Value) -> Result<Value> {
        let mut request = json!({ "vendorName": vendor, "requestType": kind });
        // obs-websocket refuses data that are empty, rather than missing.
        if data.as_object().is_none_or(|data| !data.is_empty()) {
            request["requestData"] = data.clone();
        }
        Ok(self.request("CallVendorRequest", request)?["responseData"].take())
    }

    /// Listens to the events that modules send, as another client.
    ///
    /// # Errors
    /// When OBS refuses the connection.
    pub fn vendor_events(&self) -> Result<VendorEvents> {
        VendorEvents::connect(self.port)
    }

    /// Where further clients reach the websocket.
    #[must_use]
    pub fn url(&self) -> String {
        format!("ws://127.0.0.1:{}", self.port)
    }

    /// Adds an input to the scene; gives its scene item's number.
    ///
    /// # Errors
    /// What OBS answers.
    pub fn add_input(&mut self, kind: &str, name: &str, settings: &Value) -> Result<Value> {
        let data =
            json!({ "sceneName": SCENE, "inputName": name, "inputKind": kind, "inputSettings": settings });
        Ok(self.request("CreateInput", data)?["sceneItemId"].clone())
    }

    /// Adds a filter to a source.
    ///
    /// # Errors
    /// What OBS answers.
    pub fn add_filter(&mut self, source: &str, kind: &str, name: &str, settings: &Value) -> Result<()> {
        let data = json!({ "sourceName": source, "filterName": name, "filterKind": kind, "filterSettings": settings });
        self.request("CreateSourceFilter", data).map(drop)
    }

    /// The size of a scene item before its own transformation: the source's size with its filters, in pixels.
    ///
    /// # Errors
    /// What OBS answers.
    pub fn item_size(&mut self, item: &Value) -> Result<(f64, f64)> {
        let answer = self.request(
            "GetSceneItemTransform",
            json!({ "sceneName": SCENE, "sceneItemId": item }),
        )?;
        let size = |key: &str| answer["sceneItemTransform"][key].as_f64().context("no size");
        Ok((size("sourceWidth")?, size("sourceHeight")?))
    }

    /// A picture of a source or a scene with its filters. Its size is that without filters: a source that a filter
    /// enlarges is cut off, so that its scene is the one to look at.
    ///
    /// # Errors
    /// What OBS answers.
    pub fn screenshot(&mut self, source: &str) -> Result<RgbImage> {
        let file = self.folder.path().join("screenshot.png");
        let data = json!({ "sourceName": source, "imageFormat": "png", "imageFilePath": file });
        self.request("SaveSourceScreenshot", data)?;
        Ok(image::open(&file)
            .context("reading OBS's screenshot")?
            .into_rgb8())
    }

    /// Records what the canvas shows for `time`; gives the file, which goes with this OBS's folder.
    ///
    /// # Errors
    /// What OBS answers.
    pub fn record(&mut self, time: Duration) -> Result<PathBuf> {
        self.request("StartRecord", json!({}))?;
        pause(time)?;
        self.end_recording()
    }

    /// Ends a recording that was started by request; gives the file, which goes with this OBS's folder.
    ///
    /// # Errors
    /// What OBS answers.
    pub fn end_recording(&mut self) -> Result<PathBuf> {
        let file = self.request("StopRecord", json!({}))?["outputPath"].clone();
        wait_until("the recording to end", QUIT_LIMIT, || {
            let active = self.request("GetRecordStatus", json!({}))?["outputActive"] == true;
            Ok((!active).then_some(()))
        })?;
        let file = PathBuf::from(file.as_str().context("OBS names no recording")?);
        ensure!(file.is_file(), "{} was not written", file.display());
        Ok(file)
    }

    /// The last picture of a recording, from at most a second before its end.
    ///
    /// # Errors
    /// When ffmpeg is not installed or finds none.
    pub fn last_frame(&self, recording: &Path) -> Result<RgbImage> {
        let file = self.folder.path().join("last.png");
        let mut command = Command::new("ffmpeg");
        command
            .args(["-v", "error", "-y", "-sseof", "-1", "-i"])
            .arg(recording);
        let made = command.args(["-update", "1"]).arg(&file).status();
        ensure!(
            made.context("running ffmpeg")?.success(),
            "ffmpeg finds no picture"
        );
        Ok(image::open(&file)?.into_rgb8())
    }

    /// The X server that OBS's windows are on, such as `:99`.
    #[must_use]
    pub fn display(&self) -> &str {
        self.server.display()
    }

    /// The plugin's account of what it upscales: of the filter `filter` of `source`, or of `source` itself.
    ///
    /// # Errors
    /// What OBS or the plugin answers.
    pub fn status(&mut self, source: &str, filter: Option<&str>) -> Result<Value> {
        let mut of = json!({ "source": source });
        if let Some(filter) = filter {
            of["filter"] = json!(filter);
        }
        let mut answer = self.vendor_request("nu-scaler", "get_stats", &of)?;
        ensure!(answer["ok"] == true, "the plugin answers: {}", answer["error"]);
        Ok(answer["status"].take())
    }

    /// The screen that OBS's windows are on.
    #[must_use]
    pub fn screen(&self) -> &Screen {
        &self.screen
    }

    /// Everything that OBS has logged so far.
    #[must_use]
    pub fn log(&self) -> String {
        self.process.output()
    }

    /// The folder with this OBS's configuration and recordings.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Disconnects, closes OBS's window and waits for its end; gives its whole log.
    ///
    /// # Errors
    /// When OBS does not end, or not with success.
    pub fn quit(mut self) -> Result<String> {
        drop(self.client);
        ensure!(self.screen.close_windows("OBS")? > 0, "OBS has no window");
        let status = self.process.wait(QUIT_LIMIT)?;
        let log = self.process.output();
        ensure!(status.success(), "OBS ended with {status}:\n{}", tail(&log, 30));
        Ok(log)
    }
}

/// Starts a window manager and waits until it has announced itself.
fn manage_windows(server: &Xvfb, screen: &Screen, folder: &Path) -> Result<Process> {
    let mut command = Command::new("openbox");
    command
        .env("DISPLAY", server.display())
        .env("HOME", folder)
        .env("XDG_CONFIG_HOME", folder.join("openbox"));
    let mut process = Process::start(command, &folder.join("openbox.log"))?;
    wait_until("the window manager", START_LIMIT, || {
        process.check_running()?;
        Ok(screen.has_window_manager()?.then_some(()))
    })?;
    Ok(process)
}

/// How many leaked allocations OBS counts at its end. OBS 29 counts 1 without any plugin of ours.
///
/// # Errors
/// When the log holds no such count: OBS did not end in order.
pub fn leaks(log: &str) -> Result<u64> {
    let line = log
        .lines()
        .rev()
        .find_map(|line| line.split_once("Number of memory leaks: "));
    let (_, count) = line.with_context(|| format!("OBS counts no leaks:\n{}", tail(log, 10)))?;
    count
        .trim()
        .parse()
        .with_context(|| format!("not a count: {count}"))
}

/// A port that nothing listens on at the moment.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
