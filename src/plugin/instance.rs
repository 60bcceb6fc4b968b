// SPDX-License-Identifier: GPL-2.0-or-later
//! What is behind everything of ours that the user adds in OBS: settings, sizes, engines and status. Who owns one says
//! what is upscaled.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use nu_scaler_core::frame::Size;
use nu_scaler_core::generation::Moment;
use nu_scaler_core::settings::{LONGEST_SIDE, Settings};
use nu_scaler_core::text::Message;
use nu_scaler_obs::data::Data;
use nu_scaler_obs::graphics::{self as obs, ColorSpace, Graphics, GraphicsCell, capture};
use nu_scaler_obs::procedure::Procedure;
use nu_scaler_obs::source::{Source, SourceRef};

use crate::engine::{By, Frame};
use crate::engines::{Engines, RELEASE_AFTER_TICKS};
use crate::panel::{self, profiles};
use crate::remote;
use crate::status::{State, Status};
use crate::store;

/// The widest and highest texture that every renderer of OBS's supported systems offers. A size is kept
/// below it from the first frame on, before our own device is known, so that it does not change later.
const LARGEST_TEXTURE: u32 = 16384;

/// The spaces that a source is asked for, to be told which one is its own. A source of extended range that were only
/// offered the standard one would be squeezed into it.
const SPACES: [ColorSpace; 3] = [ColorSpace::Srgb, ColorSpace::Srgb16F, ColorSpace::Rec709Extended];

/// So often is it told within so long that another thing runs; of what changes with every frame the log and the clients
/// would otherwise be full, and the panel never still.
const NEWS: u32 = 20;
const NEWS_WITHIN: Duration = Duration::from_secs(10);

/// OBS calls what owns this from its graphics, user-interface and destruction threads at once, so every method takes
/// `&self`: what is written is behind an atomic, a short lock that is never held around a call into OBS, or the
/// [`GraphicsCell`].
pub(crate) struct Instance {
    /// The filter or source itself.
    source: SourceRef,
    settings: Mutex<Live>,
    engines: GraphicsCell<Engines>,
    /// A copy of the engines' status for other threads.
    status: Arc<Mutex<Status>>,
    /// What of it the log, remote clients and an open panel were told.
    told: Mutex<Told>,
    /// Counts OBS's frames. Several views draw within one tick; the work is done once.
    tick: AtomicU64,
    drawn: AtomicU64,
    /// It was switched on or shown again, and nothing is drawn yet.
    wakes: AtomicBool,
    /// The generation of the settings that the last frame was drawn with.
    drawn_with: AtomicU64,
    /// A panel was made whose status is of a frame before its settings: another client changed them.
    panel_is_behind: AtomicBool,
    /// What came of the last profile, for a panel that is made anew.
    outcome: profiles::LastOutcome,
    _status_procedure: Option<Procedure>,
}

struct Live {
    settings: Settings,
    corrections: Vec<Message>,
    generation: u64,
}

/// What was told of the status.
struct Told {
    status: Status,
    /// How often since when.
    count: u32,
    since: Instant,
}

/// The sizes of one frame, and the colour space of both.
#[derive(Clone, Copy)]
pub(crate) struct Sizes {
    pub(crate) input: Size,
    pub(crate) output: Size,
    /// What the settings ask for, beyond the limit or not.
    wanted: Size,
    space: ColorSpace,
}

impl Instance {
    /// The state of `source`, a filter or source of ours, with its saved settings.
    pub(crate) fn new(source: SourceRef, data: &Data) -> Self {
        let (settings, corrections) = store::read(data);
        report(&source, &corrections);
        let status = Arc::new(Mutex::new(Status::default()));
        Self {
            _status_procedure: source.upgrade().and_then(|source| {
                let status = Arc::clone(&status);
                source.add_procedure(c"void nu_scaler_status(out string json)", c"json", move || {
                    // Of a copy: the figures take a while to work out, and the graphics thread writes the status.
                    let status = lock(&status).clone();
                    status.to_json().to_string()
                })
            }),
            settings: Mutex::new(Live {
                settings,
                corrections,
                generation: 0,
            }),
            engines: GraphicsCell::new(Engines::default()),
            status,
            told: Mutex::new(Told::new(Instant::now())),
            outcome: profiles::LastOutcome::default(),
            tick: AtomicU64::new(1),
            drawn: AtomicU64::new(0),
            wakes: AtomicBool::new(false),
            drawn_with: AtomicU64::new(0),
            panel_is_behind: AtomicBool::new(false),
            source,
        }
    }

    /// The filter or source itself.
    pub(crate) fn source(&self) -> &SourceRef {
        &self.source
    }

    /// Takes changed settings.
    pub(crate) fn update(&self, data: &Data) {
        let (settings, corrections) = store::read(data);
        let asked = settings.technology;
        let news = {
            let mut live = lock(&self.settings);
            let news = corrections != live.corrections;
            *live = Live {
                settings,
                corrections: corrections.clone(),
                generation: live.generation + 1,
            };
            news
        };
        lock(&self.status).asked = asked;
        if news {
            report(&self.source, &corrections);
            if let Some(source) = self.source.upgrade() {
                source.update_properties();
            }
        }
    }

    /// What the panel shows.
    pub(crate) fn shown(&self) -> panel::Shown {
        // As they are saved: a change by a client may not have reached a frame yet.
        let saved = self.source.upgrade();
        let saved = saved.map(|source| store::read(&source.settings()));
        let (settings, corrections) = saved.unwrap_or_else(|| {
            let live = lock(&self.settings);
            (live.settings.clone(), live.corrections.clone())
        });
        let is_behind = {
            let live = lock(&self.settings);
            live.settings != settings || live.generation != self.drawn_with.load(Ordering::Relaxed)
        };
        self.panel_is_behind.store(is_behind, Ordering::Relaxed);
        panel::Shown {
            settings,
            corrections,
            outcome: self.outcome.clone(),
            status: lock(&self.status).clone(),
            source: self.source.clone(),
        }
    }

    /// A frame of OBS's begins. `on`: upscaling is not switched off so that nothing is drawn; `showing`: some view shows
    /// what is upscaled.
    pub(crate) fn tick(&self, on: bool, showing: bool) {
        let tick = self.tick.fetch_add(1, Ordering::Relaxed) + 1;
        let idle = tick.saturating_sub(self.drawn.load(Ordering::Relaxed));
        if idle == RELEASE_AFTER_TICKS
            && let Some(graphics) = Graphics::enter()
        {
            let idle = self.engines.with(&graphics, |engines| {
                engines.release();
                engines.status()
            });
            // Not published: the log need not know of it. Why nothing is drawn still holds.
            let is_drawn = !matches!(
                lock(&self.status).state,
                State::Waiting | State::Hidden | State::SwitchedOff
            );
            if let Some(idle) = idle.filter(|_| is_drawn) {
                lock(&self.told).status = idle.clone();
                *lock(&self.status) = idle;
            }
        }
        // Drawn a tick ago it may be by somebody who does not say that they show it.
        if idle > 1 {
            self.rest(on, showing);
        }
    }

    /// Nothing was drawn in the last frame: tells so, where it is not wanted.
    fn rest(&self, on: bool, showing: bool) {
        let asked = lock(&self.settings).settings.technology;
        let (now, frames) = {
            let status = lock(&self.status);
            (status.state, status.frames)
        };
        let state = match now {
            // Why there is no picture is told all the while.
            State::Waiting => return,
            _ if !on => State::SwitchedOff,
            _ if !showing => State::Hidden,
            // The first frame most often comes right now.
            State::SwitchedOff | State::Hidden if self.wakes.swap(true, Ordering::Relaxed) => State::Idle,
            _ => return,
        };
        self.wakes.store(false, Ordering::Relaxed);
        if state == now {
            return;
        }
        let status = Status {
            state,
            asked,
            frames,
            ..Status::default()
        };
        // Clients and an open panel are told, but not the log: scenes come and go.
        let is_news = lock(&self.told).is_news(&status, Instant::now());
        *lock(&self.status) = status.clone();
        if is_news {
            self.tell(&status);
        }
    }

    /// Tells why there is no picture to upscale; `None`: there is one.
    pub(crate) fn wait_for_picture(&self, reason: Option<Message>) {
        let asked = lock(&self.settings).settings.technology;
        let frames = {
            let status = lock(&self.status);
            // The frames drawn tell more than that there is a picture.
            if reason.is_none() && status.state != State::Waiting {
                return;
            }
            status.frames
        };
        self.publish(Status {
            state: match reason {
                Some(_) => State::Waiting,
                None => State::Idle,
            },
            asked,
            reason: reason.map(Arc::new),
            frames,
            ..Status::default()
        });
    }

    /// The sizes of the next frame, for a picture of this size and colour space; `None` while there is no picture.
    pub(crate) fn sizes(&self, picture: obs::Size, space: ColorSpace) -> Option<Sizes> {
        let input = Size::new(picture.width, picture.height);
        if input.is_empty() {
            return None;
        }
        let canvas = nu_scaler_obs::video::canvas().map(|canvas| Size::new(canvas.width, canvas.height));
        // A source that is larger already keeps its size.
        let limit = input.longest_side().clamp(LONGEST_SIDE, LARGEST_TEXTURE);
        let live = lock(&self.settings);
        Some(Sizes {
            input,
            output: live.settings.output_size(input, canvas, limit),
            wanted: live.settings.wanted_size(input, canvas),
            space,
        })
    }

    /// Draws the frame of this tick at its new size. `draw_picture` draws what is upscaled at its own size, `draw_plainly` does
    /// so too, straight into the view. False: this is being drawn already, further up the same call, and drew nothing.
    pub(crate) fn draw(
        &self,
        graphics: &Graphics,
        sizes: Sizes,
        by: By,
        draw_picture: impl Fn(&Graphics),
        draw_plainly: impl FnOnce(),
    ) -> bool {
        let tick = self.tick.load(Ordering::Relaxed);
        let (settings, generation) = {
            let live = lock(&self.settings);
            (live.settings.clone(), live.generation)
        };
        let frame = Frame {
            tick,
            settings: &settings,
            generation,
            by,
            input: sizes.input,
            output: sizes.output,
            space: sizes.space,
            moment: nu_scaler_obs::video::frame_time()
                .map(|(now, interval)| Moment { now, interval })
                .unwrap_or_default(),
            // What is stored in floats is linear in any case.
            linear: sizes.space != ColorSpace::Srgb || graphics.blends_in_linear_light(),
        };
        let outcome = self.engines.with(graphics, |engines| {
            self.drawn.store(tick, Ordering::Relaxed);
            // Premultiplied, as the picture's colour space stores it, over transparent black.
            let drawn = engines.draw(graphics, &frame, &mut |texture| {
                capture(graphics, texture, frame.space, frame.linear, &draw_picture);
            });
            (drawn, engines.status())
        });
        let Some((drawn, status)) = outcome else {
            return false;
        };
        if !drawn {
            draw_stretched(graphics, sizes, draw_plainly);
        }
        self.publish(match by {
            By::ObsForNow => Status {
                state: State::Comparing,
                asked: settings.technology,
                input: sizes.input,
                output: sizes.output,
                space: sizes.space,
                frames: status.frames,
                ..Status::default()
            },
            By::Technology | By::Obs => Status {
                reason: status.reason.or_else(|| sizes.limited()),
                ..status
            },
        });
        self.drawn_with.store(generation, Ordering::Relaxed);
        self.follow_panel(generation);
        true
    }

    /// A frame was drawn with the settings of this generation: a panel that waits for it is made anew. Changes made in
    /// the panel itself do not come here, as it is not made anew for them.
    fn follow_panel(&self, generation: u64) {
        if !self.panel_is_behind.load(Ordering::Relaxed) || lock(&self.settings).generation != generation {
            return;
        }
        self.panel_is_behind.store(false, Ordering::Relaxed);
        if let Some(source) = self.source.upgrade() {
            source.update_properties();
        }
    }

    /// Makes `status` known to other threads; tells the log, remote clients and an open panel when the user would want
    /// to know.
    fn publish(&self, status: Status) {
        let is_news = lock(&self.told).is_news(&status, Instant::now());
        let news = is_news.then(|| status.clone());
        *lock(&self.status) = status;
        if let Some(status) = news {
            let line = status.to_line();
            if status.is_warning() {
                log::warn!("'{}': {line}", self.source.name());
            } else {
                log::info!("'{}': {line}", self.source.name());
            }
            self.tell(&status);
        }
    }

    /// Tells remote clients and an open panel.
    fn tell(&self, status: &Status) {
        remote::status_changed(&self.source, status);
        if let Some(source) = self.source.upgrade() {
            source.update_properties();
        }
    }
}

impl Sizes {
    /// Why the picture is smaller than was asked for, if it is.
    fn limited(&self) -> Option<Arc<Message>> {
        (self.wanted != self.output).then(|| {
            let limited = Message::new("Reason.SizeLimited").with("wanted", self.wanted.to_string());
            Arc::new(limited.with("limit", self.output.longest_side().to_string()))
        })
    }
}

impl Told {
    fn new(now: Instant) -> Self {
        Self {
            status: Status::default(),
            since: now,
            count: 0,
        }
    }

    /// Whether `status` is to be told, which it is then: it differs in kind from what was told last, and there was not
    /// too much lately. What is still so later is told then.
    fn is_news(&mut self, status: &Status, now: Instant) -> bool {
        if !status.differs_in_kind(&self.status) {
            return false;
        }
        if now.saturating_duration_since(self.since) >= NEWS_WITHIN {
            *self = Self {
                status: std::mem::take(&mut self.status),
                ..Self::new(now)
            };
        }
        if self.count == NEWS {
            return false;
        }
        self.count += 1;
        self.status.clone_from(status);
        true
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        // The engines' textures belong to OBS's renderer. During OBS's own end there may be none any more,
        // and then nothing is left to free.
        if let Some(graphics) = Graphics::enter() {
            drop(self.engines.take(&graphics));
        }
    }
}

/// The colour space of a picture that is to be upscaled. It stays in it; whoever draws the result converts.
pub(crate) fn own_space(picture: &Source) -> ColorSpace {
    picture.color_space(&SPACES)
}

/// Draws a picture straight into the view, stretched to the size that the scene expects: without any texture.
fn draw_stretched(graphics: &Graphics, sizes: Sizes, draw_plainly: impl FnOnce()) {
    let [x, y] = [
        (sizes.output.width, sizes.input.width),
        (sizes.output.height, sizes.input.height),
    ]
    .map(|(output, input)| output as f32 / input as f32);
    graphics.with_scale(x, y, draw_plainly);
}

fn report(source: &SourceRef, corrections: &[Message]) {
    for correction in corrections {
        log::warn!("'{}': {correction}", source.name());
    }
}

/// What the locks of this module guard is whole after any panic: it is written in one assignment.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_with_every_frame_is_told_now_and_then() {
        let begin = Instant::now();
        let status = |state| Status {
            state,
            ..Status::default()
        };
        let [preparing, upscaling] = [State::Preparing, State::Upscaling].map(status);
        let mut told = Told::new(begin);
        assert!(!told.is_news(&status(State::Idle), begin), "so it begins");
        assert!(told.is_news(&upscaling, begin));
        assert!(!told.is_news(&upscaling, begin), "told already");
        let mut count = 1;
        // A minute, with another thing in every frame.
        for frame in 1..3600 {
            let now = begin + Duration::from_millis(frame * 1000 / 60);
            let status = if frame % 2 == 0 { &upscaling } else { &preparing };
            count += u32::from(told.is_news(status, now));
        }
        assert!((NEWS..=7 * NEWS).contains(&count), "{count}");
        // What lasts is told in the end, once.
        let after = begin + Duration::from_secs(60) + NEWS_WITHIN;
        let last = if told.status == upscaling {
            preparing
        } else {
            upscaling
        };
        assert!(told.is_news(&last, after));
        assert!(!told.is_news(&last, after + NEWS_WITHIN));
    }
}
