// SPDX-License-Identifier: GPL-2.0-or-later
//! One source's frames: from OBS through the exchange and the pipeline and back, and what is drawn when
//! that can't run.
//!
//! Whatever happens here, a picture of the size that was asked for is drawn: by the technology, by what the
//! ladder chose instead, or by OBS's own scaling effect while the device is being made and where there is
//! none. A scene's layout depends on that size and must not jump.

use std::sync::Arc;
use std::time::{Duration, Instant};

use nu_scaler_core::frame::{AlphaMode, ColorSpace, FrameDesc, PixelFormat, Size};
use nu_scaler_core::generation::{Moment, Pace};
use nu_scaler_core::gpu::{Gpu, GpuState};
use nu_scaler_core::pipeline::{Pipeline, Plan};
use nu_scaler_core::settings::Settings;
use nu_scaler_core::technology::TechnologyError;
use nu_scaler_core::text::Message;
use nu_scaler_exchange::{ExchangeDesc, ExchangeError};
use nu_scaler_obs::graphics::{self as obs, BaseEffect, ColorFormat, Graphics, Texture};

use crate::economy::Economy;
use crate::overlay::{Generated, Overlay};
use crate::path::GpuPath;
use crate::process;
use crate::statistics;
use crate::status::{Generation, State, Status};

/// After a failure OBS's scaling draws this long before the filter tries again: long enough not to stall a
/// stream with attempts, short enough to come back by itself after a driver reset.
const FIRST_PAUSE: Duration = Duration::from_secs(2);

/// The pause doubles with each attempt that fails again, up to this: what can't work here should neither cost frames
/// nor fill the log.
const LONGEST_PAUSE: Duration = Duration::from_secs(64);

/// What draws a frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum By {
    /// The technology, or what stands in for it.
    Technology,
    /// OBS's own scaling for a moment, to compare with. All that the technology needs is kept.
    ObsForNow,
    /// OBS's own scaling: upscaling is switched off.
    Obs,
}

impl By {
    /// What draws where upscaling is switched on, while the plain picture is compared with, or not.
    pub(crate) fn technology(comparing: bool) -> Self {
        if comparing {
            Self::ObsForNow
        } else {
            Self::Technology
        }
    }
}

/// What one frame is made from.
pub(crate) struct Frame<'a> {
    /// Which of OBS's frames it is.
    pub(crate) tick: u64,
    pub(crate) settings: &'a Settings,
    /// Counts the changes of `settings`, so that an unchanged plan is not resolved anew each frame.
    pub(crate) generation: u64,
    /// The same for all frames of a tick.
    pub(crate) by: By,
    pub(crate) input: Size,
    pub(crate) output: Size,
    /// The source's colour space. What is captured and what is drawn is in it.
    pub(crate) space: obs::ColorSpace,
    /// When it is shown.
    pub(crate) moment: Moment,
    /// Whether the view blends it in linear light, and so in which light it is premultiplied. The same for all frames
    /// of an engine.
    pub(crate) linear: bool,
}

impl Frame<'_> {
    /// What goes into the pipeline.
    fn input(&self) -> FrameDesc {
        FrameDesc {
            size: self.input,
            format: match self.space {
                obs::ColorSpace::Srgb => PixelFormat::Rgba8,
                _ => PixelFormat::Rgba16Float,
            },
            alpha: if self.linear {
                AlphaMode::PremultipliedLinear
            } else {
                AlphaMode::Premultiplied
            },
            color_space: match self.space {
                obs::ColorSpace::Srgb => ColorSpace::Srgb,
                obs::ColorSpace::Srgb16F => ColorSpace::Srgb16F,
                obs::ColorSpace::Rec709Extended => ColorSpace::Rec709Extended,
                obs::ColorSpace::Rec709Scrgb => ColorSpace::Rec709Scrgb,
            },
        }
    }

    /// The exchange that it needs.
    fn exchange(&self) -> ExchangeDesc {
        ExchangeDesc {
            input: self.input,
            output: self.output,
            format: self.input().format,
        }
    }
}

/// The state behind one filter's views of one kind (see [`crate::engines`]). Only the graphics thread touches it.
#[derive(Default)]
pub(crate) struct Engine {
    path: Option<GpuPath>,
    plan: Option<Resolved>,
    /// What OBS's own scaling draws from.
    captured: Option<Captured>,
    /// When and at which size OBS had no such texture, which it is not asked for each frame anew: it logs every time.
    uncaptured: Option<(obs::Size, Instant)>,
    failure: Option<Failure>,
    statistics: statistics::Shared,
    overlay: Overlay,
    /// Why no frames are made in between although they should be.
    ungenerated: Option<Arc<Message>>,
    status: Status,
}

/// The source's picture as OBS's own scaling takes it.
struct Captured {
    texture: Texture,
    space: obs::ColorSpace,
}

/// A plan, and what it was resolved from.
struct Resolved {
    plan: Arc<Plan>,
    economy: Option<Economy>,
    generation: u64,
    input: FrameDesc,
    output: Size,
    gpu: Arc<Gpu>,
    /// [`Gpu::failure_changes`] by then.
    failures: u64,
}

/// The last failure since a frame was made.
struct Failure {
    reason: Arc<Message>,
    since: Instant,
    /// How long nothing is tried, as long as the wish is the same.
    pause: Duration,
    generation: u64,
    input: FrameDesc,
    output: Size,
}

impl Failure {
    /// Whether it is too early to try again. Another wish may work, and does not have to wait for long.
    fn holds(&self, frame: &Frame<'_>) -> bool {
        let same =
            (self.generation, self.input, self.output) == (frame.generation, frame.input(), frame.output);
        let pause = if same { self.pause } else { FIRST_PAUSE };
        self.since.elapsed() < pause
    }
}

/// Why the technology did not draw a frame.
enum Trouble {
    /// It is not to.
    SwitchedOff,
    /// The device or the pipelines are still being made.
    NotReady,
    /// There is no device, or something failed lately; the reason.
    Known(Arc<Message>),
    /// Something failed now that may work later; the reason, and what the log is told of it.
    Failed(Message, String),
}

impl From<ExchangeError> for Trouble {
    fn from(error: ExchangeError) -> Self {
        Self::Failed(error.message(), format!("exchanging frames failed: {error}"))
    }
}

impl From<TechnologyError> for Trouble {
    fn from(error: TechnologyError) -> Self {
        Self::Failed(error.message(), error.to_string())
    }
}

impl Engine {
    /// Makes the frame, drawing the source through `draw_source` into the texture that it is given, and
    /// draws the result at `frame.output`'s size. False: there is not even a texture for the source, and nothing was
    /// drawn.
    pub(crate) fn render(
        &mut self,
        graphics: &Graphics,
        frame: &Frame<'_>,
        draw_source: &mut dyn FnMut(&Texture),
    ) -> bool {
        let made = match frame.by {
            By::Technology => self.upscale(graphics, frame, draw_source),
            By::Obs => Err(Trouble::SwitchedOff),
            By::ObsForNow => {
                self.interrupt();
                self.capture_for_obs(graphics, frame, draw_source);
                return self.redraw(graphics, frame);
            }
        };
        let (state, reason) = match made {
            Ok(()) => {
                self.captured = None;
                self.failure = None;
                self.describe_path(frame);
                return self.redraw(graphics, frame);
            }
            Err(Trouble::NotReady) => (State::Preparing, None),
            Err(Trouble::SwitchedOff) => (State::SwitchedOff, None),
            Err(Trouble::Known(reason)) => (State::ObsScaling, Some(reason)),
            Err(Trouble::Failed(reason, detail)) => {
                (State::ObsScaling, Some(self.note_failure(frame, reason, &detail)))
            }
        };
        // The textures may be in any state now; all of them are made anew at the next attempt.
        self.path = None;
        self.statistics.lock().clear();
        self.ungenerated = None;
        self.status = Status {
            state,
            reason,
            asked: frame.settings.technology,
            input: frame.input,
            output: frame.output,
            space: frame.space,
            frames: self.status.frames,
            ..Status::default()
        };
        self.capture_for_obs(graphics, frame, draw_source);
        self.redraw(graphics, frame)
    }

    /// Whether [`Engine::redraw`] has a picture of these sizes.
    pub(crate) fn has_picture(&self, frame: &Frame<'_>) -> bool {
        match self.path_for(frame) {
            Some(path) => path.serves(&frame.exchange(), &frame.input()) && path.result().is_some(),
            None => self
                .captured
                .as_ref()
                .is_some_and(|captured| captured.fits(frame)),
        }
    }

    /// Draws the frame that was made last once more, for another view of the same moment. False: there is none.
    pub(crate) fn redraw(&self, graphics: &Graphics, frame: &Frame<'_>) -> bool {
        let output = to_obs(frame.output);
        if let Some(result) = self.path_for(frame).and_then(GpuPath::result) {
            obs::present(graphics, result, frame.space, output)
        } else if let Some(captured) = &self.captured {
            scale_by_obs(graphics, captured, output)
        } else {
            false
        }
    }

    /// What draws the frame, if that is not OBS's own scaling.
    fn path_for(&self, frame: &Frame<'_>) -> Option<&GpuPath> {
        self.path.as_ref().filter(|_| frame.by == By::Technology)
    }

    /// What the last frame was made by.
    pub(crate) fn status(&self) -> &Status {
        &self.status
    }

    /// Lets go of everything, when the filter has not been drawn for a while.
    pub(crate) fn release(&mut self) {
        *self = Self {
            status: Status {
                frames: self.status.frames,
                ..Status::default()
            },
            ..Self::default()
        };
    }

    /// The last tick's frame was not asked for: that time is no frame's.
    pub(crate) fn interrupt(&mut self) {
        self.statistics.lock().interrupt();
        if let Some(economy) = self.plan.as_mut().and_then(|plan| plan.economy.as_mut()) {
            economy.interrupt();
        }
    }

    /// Starts the pause after a failure; the log is told when it is another one than the last time.
    fn note_failure(&mut self, frame: &Frame<'_>, reason: Message, detail: &str) -> Arc<Message> {
        let last = self.failure.take();
        let pause = match &last {
            Some(last) if last.reason.key == reason.key => {
                log::debug!("{detail}");
                (last.pause * 2).min(LONGEST_PAUSE)
            }
            _ => {
                log::warn!("{detail}");
                FIRST_PAUSE
            }
        };
        let reason = Arc::new(reason);
        self.failure = Some(Failure {
            reason: Arc::clone(&reason),
            since: Instant::now(),
            pause,
            generation: frame.generation,
            input: frame.input(),
            output: frame.output,
        });
        // What the device has learnt from it may allow another plan.
        self.plan = None;
        reason
    }

    fn upscale(
        &mut self,
        graphics: &Graphics,
        frame: &Frame<'_>,
        draw_source: &mut dyn FnMut(&Texture),
    ) -> Result<(), Trouble> {
        if let Some(failure) = self.failure.as_ref().filter(|failure| failure.holds(frame)) {
            return Err(Trouble::Known(Arc::clone(&failure.reason)));
        }
        let gpu = match process::gpu(graphics) {
            GpuState::Ready(gpu) => gpu,
            GpuState::Opening => return Err(Trouble::NotReady),
            GpuState::Failed(reason) => return Err(Trouble::Known(Arc::new(reason))),
        };
        let plan = self.resolve(&gpu, frame);
        let (exchange, input) = (frame.exchange(), frame.input());
        let fits = |path: &GpuPath| path.serves(&exchange, &input) && path.is_on(&gpu);
        let wanted = match self.path.as_ref().filter(|path| fits(path)) {
            // Every frame but the first of a plan comes through here.
            Some(path) if *path.plan() == *plan => None,
            Some(path) => Some(plan.following(path.plan())),
            None => Some((*plan).clone()),
        };
        match wanted {
            None => {}
            Some(wanted) if Pipeline::is_prepared(&gpu, &wanted) => {
                self.fit_path(graphics, &gpu, &plan, frame)?;
            }
            Some(wanted) => process::worker().prepare(&gpu, &wanted).map_err(|reason| {
                let detail = format!("{}: {reason}", plan.technology().id());
                Trouble::Failed(reason, detail)
            })?,
        }
        // Without a path that fits there is nothing to draw with yet. With one, a change of the technology or
        // of its steps is live: the old ones draw until the new ones are compiled.
        let path = self
            .path
            .as_mut()
            .filter(|path| fits(path))
            .ok_or(Trouble::NotReady)?;
        if path.plan().has_overlay() {
            let economy = self.plan.as_ref().and_then(|plan| plan.economy.as_ref());
            let saves = economy.is_some_and(|economy| economy.steps() > 0);
            let generated = Generated::of(path.pace(), frame.moment);
            let (readout, graph) =
                self.overlay
                    .show(path.plan(), frame.settings, saves, &self.statistics, generated);
            path.set_overlay(readout, &graph);
        }
        let economy = self.plan.as_mut().and_then(|plan| plan.economy.as_mut());
        let settings = economy.as_deref().map_or(frame.settings, Economy::settings);
        path.set_moment(frame.moment);
        let outcome = path.run(graphics, settings, draw_source);
        // Taken in any case: left there, it would be put down to another filter's next frame.
        let error = gpu.take_error();
        let spent = outcome?;
        if let Some(error) = error {
            let detail = format!("the device reports: {error}");
            let reason = Message::new("Reason.DeviceError").with("text", error);
            return Err(Trouble::Failed(reason, detail));
        }
        let (gpu_time, total) = (path.gpu_time(), path.total(spent));
        self.statistics
            .lock()
            .add(Instant::now(), frame.tick, gpu_time, total);
        // Frames of an older way, until the pipelines of the new one are ready, are not judged.
        if let Some(economy) = economy.filter(|_| *path.plan() == *plan)
            && economy.observe(gpu_time.unwrap_or(total).as_secs_f32() * 1e3)
        {
            let plan = Plan::resolve(&gpu, economy.settings(), input, frame.output);
            if let Some(resolved) = &mut self.plan {
                resolved.plan = Arc::new(plan);
            }
        }
        self.status.cpu_ms = spent.as_secs_f32() * 1e3;
        self.status.frames += 1;
        Ok(())
    }

    /// The plan for this frame; resolved anew only when something it depends on changed: what failed at a frame has left it
    /// to a stand-in, and the next one has another plan, and with it the reason.
    fn resolve(&mut self, gpu: &Arc<Gpu>, frame: &Frame<'_>) -> Arc<Plan> {
        let input = frame.input();
        let failures = gpu.failure_changes();
        let known = self.plan.as_ref().filter(|resolved| {
            resolved.generation == frame.generation
                && resolved.input == input
                && resolved.output == frame.output
                && Arc::ptr_eq(&resolved.gpu, gpu)
                && resolved.failures == failures
        });
        if let Some(resolved) = known {
            return Arc::clone(&resolved.plan);
        }
        let plan = Arc::new(Plan::resolve(gpu, frame.settings, input, frame.output));
        self.plan = Some(Resolved {
            plan: Arc::clone(&plan),
            economy: Economy::new(gpu, frame.settings, input, frame.output),
            generation: frame.generation,
            input,
            output: frame.output,
            gpu: Arc::clone(gpu),
            failures,
        });
        plan
    }

    /// Makes the textures for the frame's sizes and the pipeline for `plan`, where the present ones don't fit.
    fn fit_path(
        &mut self,
        graphics: &Graphics,
        gpu: &Arc<Gpu>,
        plan: &Plan,
        frame: &Frame<'_>,
    ) -> Result<(), Trouble> {
        let desc = frame.exchange();
        // What does not fit goes first: at 4K and above the memory for two may not be there.
        let path = self
            .path
            .take()
            .filter(|path| path.desc() == desc && path.is_on(gpu));
        let fitted = match path {
            Some(path) => path.with_plan(plan),
            None => GpuPath::new(graphics, gpu, plan, desc)?,
        };
        let error = match fitted {
            Ok(path) => {
                self.path = Some(path);
                let sizes = (plan.technology(), desc.input, desc.output);
                self.statistics.lock().begin(sizes);
                return Ok(());
            }
            Err(error) => error,
        };
        // The device remembers what a driver refuses, so the same wish gives another plan now, if one is left. It makes
        // this very frame where it is prepared, as what ran before is.
        self.plan = None;
        let next = self.resolve(gpu, frame);
        if *next == *plan {
            Err(error.into())
        } else if Pipeline::is_prepared(gpu, &next) {
            self.fit_path(graphics, gpu, &next, frame)
        } else {
            Err(Trouble::NotReady)
        }
    }

    fn capture_for_obs(
        &mut self,
        graphics: &Graphics,
        frame: &Frame<'_>,
        draw_source: &mut dyn FnMut(&Texture),
    ) {
        if self
            .captured
            .as_ref()
            .is_none_or(|captured| !captured.fits(frame))
        {
            self.captured = None;
            let size = to_obs(frame.input);
            let refused = self
                .uncaptured
                .is_some_and(|(refused, since)| refused == size && since.elapsed() < FIRST_PAUSE);
            if !refused {
                let format = ColorFormat::for_space(frame.space);
                let texture = Texture::new_render_target(graphics, size, format);
                self.uncaptured = texture.is_none().then(|| (size, Instant::now()));
                self.captured = texture.map(|texture| Captured {
                    texture,
                    space: frame.space,
                });
            }
        }
        if let Some(captured) = &self.captured {
            draw_source(&captured.texture);
        }
    }

    fn describe_path(&mut self, frame: &Frame<'_>) {
        let Some(path) = &self.path else { return };
        let status = &mut self.status;
        status.state = State::Upscaling;
        status.asked = frame.settings.technology;
        status.input = frame.input;
        status.output = frame.output;
        status.space = frame.space;
        status.technology = Some(path.plan().technology());
        status.gpu_ms = path.gpu_time().map(|time| time.as_secs_f32() * 1e3);
        // The path's own plan is the one that it was made for. A later wish that comes to the same may have another
        // note.
        let wished = self
            .plan
            .as_ref()
            .map(|resolved| &*resolved.plan)
            .filter(|plan| *plan == path.plan());
        let note = wished.unwrap_or(path.plan()).note();
        let economy = self.plan.as_ref().and_then(|resolved| resolved.economy.as_ref());
        status.economy = economy.map_or(0, Economy::steps);
        // These hold text: they are only written when they changed, so that a frame allocates nothing.
        let pace = path.pace();
        let news = status.generation.map(Generation::kind) != Generation::of(pace).map(Generation::kind);
        status.generation = Generation::of(pace);
        if news {
            self.ungenerated = why_none(pace, frame.moment).map(Arc::new);
        }
        match self.ungenerated.as_ref().or(economy.and_then(Economy::note)) {
            Some(reason) if note.is_none() => {
                if status.reason.as_ref() != Some(reason) {
                    status.reason = Some(Arc::clone(reason));
                }
            }
            _ => {
                if status.reason.as_deref() != note {
                    status.reason = note.cloned().map(Arc::new);
                }
            }
        }
        if status.exchange != Some(path.exchange_kind()) {
            status.exchange = Some(path.exchange_kind());
            status.refused = path.refused();
        }
        if status.gpu.as_deref() != Some(path.gpu_name()) {
            status.gpu = Some(path.gpu_name().into());
        }
        status.statistics.get_or_insert_with(|| self.statistics.clone());
    }
}

impl Captured {
    fn fits(&self, frame: &Frame<'_>) -> bool {
        self.texture.size() == to_obs(frame.input) && self.space == frame.space
    }
}

/// Why no frames are made in between although they should be.
fn why_none(pace: Option<Result<Pace, &Message>>, moment: Moment) -> Option<Message> {
    match pace? {
        Ok(Pace::TooFast { rate }) => Some(
            Message::new("Reason.SourceTooFast")
                .with("rate", format!("{rate:.0}"))
                .with("fps", format!("{:.0}", 1.0 / moment.interval.as_secs_f32())),
        ),
        Ok(Pace::Measuring | Pace::Generating { .. }) => None,
        Err(reason) => Some(reason.clone()),
    }
}

/// OBS's own scaling: area when it shrinks, bicubic when it enlarges.
fn scale_by_obs(graphics: &Graphics, captured: &Captured, output: obs::Size) -> bool {
    let input = captured.texture.size();
    let effect = if output == input {
        BaseEffect::Default
    } else if output.width < input.width || output.height < input.height {
        BaseEffect::Area
    } else {
        BaseEffect::Bicubic
    };
    obs::draw_scaled(graphics, &captured.texture, captured.space, effect, input, output)
}

/// A size as OBS's side has it.
fn to_obs(size: Size) -> obs::Size {
    (size.width, size.height).into()
}
