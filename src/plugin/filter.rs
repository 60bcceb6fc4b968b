// SPDX-License-Identifier: GPL-2.0-or-later
//! What OBS calls: the filter `nu_scaler_filter`.

use std::ffi::CStr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use nu_scaler_core::frame::Size;
use nu_scaler_core::settings::Settings;
use nu_scaler_core::text::Message;
use nu_scaler_obs::data::Data;
use nu_scaler_obs::filter::VideoFilter;
use nu_scaler_obs::graphics::{ColorSpace, Graphics, GraphicsCell, Texture, capture};
use nu_scaler_obs::module;
use nu_scaler_obs::procedure::Procedure;
use nu_scaler_obs::properties::Properties;
use nu_scaler_obs::source::SourceRef;

use crate::engine::Frame;
use crate::engines::{Engines, RELEASE_AFTER_TICKS};
use crate::panel;
use crate::status::Status;
use crate::store;
use crate::toggle::Toggle;

/// The widest and highest texture that every renderer of OBS's supported systems offers. A size is kept
/// below it from the first frame on, before our own device is known, so that it does not change later.
const LARGEST: u32 = 16384;

/// The spaces that a source is asked for, to be told which one is its own. A source of extended range that were only
/// offered the standard one would be squeezed into it.
const SPACES: [ColorSpace; 3] = [ColorSpace::Srgb, ColorSpace::Srgb16F, ColorSpace::Rec709Extended];

/// The filter. OBS calls it from its graphics, user-interface and destruction threads at once, so every
/// method takes `&self`: what is written is behind an atomic, a short lock that is never held around a call
/// into OBS, or the [`GraphicsCell`].
pub(crate) struct UpscaleFilter {
    source: SourceRef,
    settings: Mutex<Live>,
    engines: GraphicsCell<Engines>,
    /// A copy of the engines' status for other threads.
    status: Arc<Mutex<Status>>,
    /// Counts OBS's frames. Several views draw the filter within one tick; it works once.
    tick: AtomicU64,
    drawn: AtomicU64,
    /// Made at the first tick that knows the source which is filtered.
    toggle: OnceLock<Option<Toggle>>,
    _status_procedure: Option<Procedure>,
}

struct Live {
    settings: Settings,
    corrections: Vec<Message>,
    generation: u64,
}

/// The sizes of one frame, and the colour space of both.
#[derive(Clone, Copy)]
struct Sizes {
    input: Size,
    output: Size,
    space: ColorSpace,
}

impl VideoFilter for UpscaleFilter {
    const ID: &'static CStr = c"nu_scaler_filter";

    fn name() -> String {
        module::text("Filter.Name")
    }

    fn defaults(data: &Data) {
        panel::set_defaults(data);
    }

    fn create(source: SourceRef, data: &Data) -> Self {
        let (settings, corrections) = store::read(data);
        report(&source, &corrections);
        let status = Arc::new(Mutex::new(Status::default()));
        Self {
            toggle: OnceLock::new(),
            _status_procedure: source.upgrade().and_then(|source| {
                let status = Arc::clone(&status);
                source.add_procedure(c"void nu_scaler_status(out string json)", c"json", move || {
                    lock(&status).to_json().to_string()
                })
            }),
            settings: Mutex::new(Live {
                settings,
                corrections,
                generation: 0,
            }),
            engines: GraphicsCell::new(Engines::default()),
            status,
            tick: AtomicU64::new(1),
            drawn: AtomicU64::new(0),
            source,
        }
    }

    fn update(&self, data: &Data) {
        let (settings, corrections) = store::read(data);
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
        if news {
            report(&self.source, &corrections);
        }
    }

    fn properties(this: Option<&Self>) -> Properties {
        panel::build(this.map(|filter| panel::Shown {
            settings: lock(&filter.settings).settings.clone(),
            status: lock(&filter.status).clone(),
            source: filter.source.clone(),
        }))
    }

    fn width(&self) -> u32 {
        self.shown_size().width
    }

    fn height(&self) -> u32 {
        self.shown_size().height
    }

    fn tick(&self, _seconds: f32) {
        let tick = self.tick.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(toggle) = self.toggle.get() {
            if let Some(toggle) = toggle {
                toggle.follow(&self.source);
            }
        } else if let Some(parent) = self.source.filter_parent() {
            self.toggle
                .get_or_init(|| Toggle::register(&self.source, &parent));
        }
        let idle = tick.saturating_sub(self.drawn.load(Ordering::Relaxed));
        if idle == RELEASE_AFTER_TICKS
            && let Some(graphics) = Graphics::enter()
        {
            let idle = self.engines.with(&graphics, |engines| {
                engines.release();
                engines.status()
            });
            // Not published: the log need not know of every source that is hidden for a while.
            if let Some(idle) = idle {
                *lock(&self.status) = idle;
            }
        }
    }

    fn render(&self, graphics: &Graphics) {
        let Some(sizes) = self.sizes() else {
            self.source.skip_video_filter(graphics);
            return;
        };
        let tick = self.tick.load(Ordering::Relaxed);
        let (settings, generation) = {
            let live = lock(&self.settings);
            (live.settings.clone(), live.generation)
        };
        let frame = Frame {
            settings: &settings,
            generation,
            input: sizes.input,
            output: sizes.output,
            space: sizes.space,
            // What is stored in floats is linear in any case.
            linear: sizes.space != ColorSpace::Srgb || graphics.blends_in_linear_light(),
        };
        let outcome = self.engines.with(graphics, |engines| {
            self.drawn.store(tick, Ordering::Relaxed);
            let drawn = engines.draw(graphics, tick, &frame, &mut |texture| {
                self.capture(graphics, texture, &frame);
            });
            (drawn, engines.status())
        });
        match outcome {
            Some((drawn, status)) => {
                if !drawn {
                    self.draw_stretched(graphics, sizes);
                }
                self.publish(status);
            }
            // The source draws itself through this same filter: once is enough.
            None => self.source.skip_video_filter(graphics),
        }
    }

    fn color_space(&self, _preferred: &[ColorSpace]) -> ColorSpace {
        // What is upscaled stays in the source's own space; whoever draws it converts.
        self.source
            .filter_target()
            .map_or(ColorSpace::Srgb, |target| target.color_space(&SPACES))
    }
}

impl UpscaleFilter {
    /// Draws the filtered source into `texture`, which has its size: premultiplied, as the source's colour space stores
    /// it, over transparent black. `obs_source_process_filter_begin` would do the same but keeps its texture to itself.
    fn capture(&self, graphics: &Graphics, texture: &Texture, frame: &Frame<'_>) {
        capture(graphics, texture, frame.space, frame.linear, |graphics| {
            self.source.render_filter_target(graphics)
        });
    }

    /// Draws the source straight into the view, stretched to the size that the scene expects: without any texture.
    fn draw_stretched(&self, graphics: &Graphics, sizes: Sizes) {
        let [x, y] = [
            (sizes.output.width, sizes.input.width),
            (sizes.output.height, sizes.input.height),
        ]
        .map(|(output, input)| output as f32 / input as f32);
        graphics.with_scale(x, y, || self.source.skip_video_filter(graphics));
    }

    /// The sizes of the next frame; `None` while the source has no picture.
    fn sizes(&self) -> Option<Sizes> {
        let target = self.source.filter_target()?;
        let input = Size::new(target.base_width(), target.base_height());
        if input.is_empty() {
            return None;
        }
        let canvas = nu_scaler_obs::video::canvas().map(|canvas| Size::new(canvas.width, canvas.height));
        let output = lock(&self.settings).settings.output_size(input, canvas, LARGEST);
        let space = target.color_space(&SPACES);
        Some(Sizes { input, output, space })
    }

    /// The size that OBS lays the scene out with: what is drawn, whatever draws it.
    fn shown_size(&self) -> Size {
        match self.sizes() {
            None => Size::new(0, 0),
            Some(sizes) => sizes.output,
        }
    }

    /// Makes `status` known to other threads; tells the log and an open panel when the user would want to
    /// know.
    fn publish(&self, status: Status) {
        let news = {
            let mut published = lock(&self.status);
            let news = status.differs_in_kind(&published);
            *published = status;
            news.then(|| published.clone())
        };
        if let Some(status) = news {
            let line = status.to_line();
            if status.is_warning() {
                log::warn!("'{}': {line}", self.source.name());
            } else {
                log::info!("'{}': {line}", self.source.name());
            }
            if let Some(source) = self.source.upgrade() {
                source.update_properties();
            }
        }
    }
}

impl Drop for UpscaleFilter {
    fn drop(&mut self) {
        // The engines' textures belong to OBS's renderer. During OBS's own end there may be none any more,
        // and then nothing is left to free.
        if let Some(graphics) = Graphics::enter() {
            drop(self.engines.take(&graphics));
        }
    }
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
