// SPDX-License-Identifier: GPL-2.0-or-later
//! What a filter or source is doing and why: one record, shown in the panel, written to the log when it changes, and
//! given to tools as JSON.

use std::sync::Arc;
use std::time::Duration;

use nu_scaler_core::frame::Size;
use nu_scaler_core::generation::Pace;
use nu_scaler_core::settings::{TechnologyChoice, TechnologyId};
use nu_scaler_core::text::Message;
use nu_scaler_exchange::ExchangeKind;
use nu_scaler_obs::graphics::ColorSpace;
use nu_scaler_obs::module;
use serde_json::{Value, json};

use crate::overlay::scale;
use crate::statistics::{Shared, Summary};

/// How the picture on screen is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum State {
    /// Nothing was drawn yet, or not for a while: the source has no picture.
    Idle,
    /// No view of OBS's shows it.
    Hidden,
    /// A source of ours has nothing to show; the reason says why.
    Waiting,
    /// The device or the pipelines are still being made; OBS's own scaling draws the picture meanwhile.
    Preparing,
    /// The technology draws the picture.
    Upscaling,
    /// The technology can't run; OBS's own scaling draws the picture.
    ObsScaling,
    /// Upscaling is switched off: a filter does nothing, a source's picture is scaled by OBS.
    SwitchedOff,
    /// OBS's own scaling draws the picture, to compare with.
    Comparing,
}

impl State {
    /// The name in the JSON for tools.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Hidden => "hidden",
            Self::Waiting => "waiting",
            Self::Preparing => "preparing",
            Self::Upscaling => "upscaling",
            Self::ObsScaling => "obs_scaling",
            Self::SwitchedOff => "switched_off",
            Self::Comparing => "comparing",
        }
    }
}

/// What becomes of the frames between those of the source.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Generation {
    /// As the source's frames come.
    Paced(Pace),
    /// None can be made here; the reason says why.
    Unavailable,
}

impl Generation {
    /// `None` where none are to be made.
    pub(crate) fn of(pace: Option<Result<Pace, &Message>>) -> Option<Self> {
        pace.map(|pace| pace.map_or(Self::Unavailable, Self::Paced))
    }

    /// The name in the JSON for tools: what the user is told, figures apart.
    pub(crate) const fn kind(self) -> &'static str {
        match self {
            Self::Paced(Pace::Measuring) => "measuring",
            Self::Paced(Pace::Generating { .. }) => "generating",
            Self::Paced(Pace::TooFast { .. }) => "too_fast",
            Self::Unavailable => "unavailable",
        }
    }

    fn to_json(self) -> Value {
        let (rate, delay) = match self {
            Self::Paced(Pace::Generating { rate, delay }) => (Some(rate), Some(delay)),
            Self::Paced(Pace::TooFast { rate }) => (Some(rate), None),
            Self::Paced(Pace::Measuring) | Self::Unavailable => (None, None),
        };
        json!({
            "state": self.kind(),
            "source_fps": rate,
            "delay_ms": delay.map(|delay| delay.as_secs_f32() * 1e3),
            // OBS takes whole milliseconds.
            "sync_offset_ms": delay.map(sync_offset),
        })
    }

    /// What the panel says of it. Why there are none is a reason, which is said first.
    fn line(self) -> Option<Message> {
        match self {
            Self::Paced(Pace::Measuring) => Some(Message::new("Status.GenerationMeasuring")),
            Self::Paced(Pace::Generating { rate, delay }) => Some(
                Message::new("Status.Generation")
                    .with("rate", format!("{rate:.1}"))
                    .with("delay", sync_offset(delay).to_string()),
            ),
            Self::Paced(Pace::TooFast { .. }) | Self::Unavailable => None,
        }
    }
}

/// How much later sound has to come with such a delay of the picture, in the unit of OBS's audio settings: milliseconds.
fn sync_offset(delay: Duration) -> u64 {
    (delay.as_secs_f64() * 1e3).round() as u64
}

/// A snapshot of one filter or source.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Status {
    pub(crate) state: State,
    pub(crate) asked: TechnologyChoice,
    /// What draws, while `state` is [`State::Upscaling`].
    pub(crate) technology: Option<TechnologyId>,
    /// Why something else than asked runs, or why nothing can.
    pub(crate) reason: Option<Arc<Message>>,
    pub(crate) input: Size,
    pub(crate) output: Size,
    pub(crate) space: ColorSpace,
    pub(crate) exchange: Option<ExchangeKind>,
    /// Better ways of exchanging frames that were not taken, and why.
    pub(crate) refused: Arc<[(ExchangeKind, Message)]>,
    pub(crate) gpu: Option<Arc<str>>,
    /// Milliseconds on the GPU for the latest frame that was measured; `None` where the device has no timer.
    pub(crate) gpu_ms: Option<f32>,
    /// Milliseconds of the graphics thread for the latest frame, without the time the source itself took.
    pub(crate) cpu_ms: f32,
    /// How many steps below what was asked for, to keep to the time budget.
    pub(crate) economy: usize,
    /// What becomes of frames in between, where they are asked for.
    pub(crate) generation: Option<Generation>,
    /// Frames that the technology has drawn since the filter was made.
    pub(crate) frames: u64,
    /// The times of the last seconds' frames, while `state` is [`State::Upscaling`].
    pub(crate) statistics: Option<Shared>,
}

impl Default for Status {
    fn default() -> Self {
        Self {
            state: State::Idle,
            asked: TechnologyChoice::Auto,
            technology: None,
            reason: None,
            input: Size::default(),
            output: Size::default(),
            space: ColorSpace::Srgb,
            exchange: None,
            refused: Arc::default(),
            gpu: None,
            gpu_ms: None,
            cpu_ms: 0.0,
            economy: 0,
            generation: None,
            frames: 0,
            statistics: None,
        }
    }
}

impl Status {
    /// Whether what the user is told changed, figures apart.
    pub(crate) fn differs_in_kind(&self, other: &Self) -> bool {
        self.state != other.state
            || self.technology != other.technology
            || self.reason != other.reason
            || self.exchange != other.exchange
            || self.generation.map(Generation::kind) != other.generation.map(Generation::kind)
    }

    /// For tools; the schema is in `docs/remote.md`.
    pub(crate) fn to_json(&self) -> Value {
        let figures = self
            .statistics
            .as_ref()
            .map(|statistics| statistics.lock().figures());
        let times = figures.map(|figures| {
            json!({
                "frame_ms": figures.frame.map(percentiles),
                "gpu_ms": figures.gpu.map(percentiles),
                "total_ms": figures.total.map(percentiles),
            })
        });
        json!({
            "state": self.state.id(),
            "asked": self.asked.id(),
            "technology": self.technology.map(TechnologyId::id),
            "reason": self.reason.as_deref().map(localised),
            "input": self.input.to_string(),
            "output": self.output.to_string(),
            "color_space": match self.space {
                ColorSpace::Srgb => "srgb",
                ColorSpace::Srgb16F => "srgb_16f",
                ColorSpace::Rec709Extended => "rec709_extended",
                ColorSpace::Rec709Scrgb => "rec709_scrgb",
            },
            "exchange": self.exchange.map(ExchangeKind::id),
            "exchange_reason": self.exchange_reason(),
            "gpu": self.gpu.as_deref(),
            "gpu_ms": self.gpu_ms,
            "cpu_ms": self.cpu_ms,
            "economy": self.economy,
            "generation": self.generation.map(Generation::to_json),
            "frames": self.frames,
            "fps": figures.and_then(|figures| figures.fps),
            "times": times,
        })
    }

    /// What the panel shows, in the user's language: a line for each thing.
    pub(crate) fn to_text(&self) -> String {
        let refused = self.refused.iter().map(|(exchange, reason)| {
            Message::new("Status.Refused")
                .with_key("exchange", exchange.locale_key())
                .with("reason", localised(reason))
        });
        let lines = self.lines(localised).into_iter().chain(refused);
        lines.map(|line| localised(&line)).collect::<Vec<_>>().join("\n")
    }

    /// The same for the log: one line, in English.
    pub(crate) fn to_line(&self) -> String {
        let lines = self.lines(|message| message.to_string());
        let lines: Vec<_> = lines.iter().map(Message::to_string).collect();
        lines.join("; ")
    }

    /// Whether the panel shows the status as a warning: something else than asked is drawn.
    pub(crate) fn is_warning(&self) -> bool {
        self.reason.is_some() || self.state == State::ObsScaling
    }

    /// Why better ways of exchanging frames were not taken, in English; `None` where there is none.
    fn exchange_reason(&self) -> Option<String> {
        let refused = self.refused.iter();
        let reasons: Vec<_> = refused
            .map(|(kind, reason)| format!("{kind}: {reason}"))
            .collect();
        (!reasons.is_empty()).then(|| reasons.join("; "))
    }

    /// A message for each thing; `say` renders one that is part of another.
    fn lines(&self, say: impl Fn(&Message) -> String) -> Vec<Message> {
        let sized = |key| {
            Message::new(key)
                .with("input", self.input.to_string())
                .with("output", self.output.to_string())
        };
        if let (State::Waiting, Some(reason)) = (self.state, &self.reason) {
            return vec![Message::new("Status.Waiting").with("reason", say(reason))];
        }
        let runs = match (self.state, self.technology) {
            (State::Idle | State::Waiting, _) => Message::new("Status.Idle"),
            (State::Hidden, _) => Message::new("Status.Hidden"),
            (State::Preparing, _) => sized("Status.Preparing"),
            // A filter that is off is asked for nothing, not even a size.
            (State::SwitchedOff, _) if self.output.is_empty() => Message::new("Status.Off"),
            (State::SwitchedOff, _) => sized("Status.SwitchedOff"),
            (State::Comparing, _) => sized("Status.Comparing"),
            (State::ObsScaling, _) | (State::Upscaling, None) => sized("Status.ObsScaling"),
            (State::Upscaling, Some(technology)) => sized("Status.Upscaling")
                .with_key("technology", technology.locale_key())
                .with("scale", scale(self.input, self.output)),
        };
        let mut lines = vec![runs];
        // Right behind what runs: of all lines the one that the user may have to act on.
        lines.extend(self.reason.as_deref().cloned());
        if self.state == State::Upscaling {
            lines.extend(self.generation.and_then(Generation::line));
            lines.extend(self.figures());
            if let (Some(exchange), Some(gpu)) = (self.exchange, &self.gpu) {
                let way = Message::new("Status.Way").with("gpu", gpu.as_ref());
                lines.push(way.with_key("exchange", exchange.locale_key()));
            }
        }
        lines
    }

    /// Times and rates, as far as there are any.
    fn figures(&self) -> Vec<Message> {
        let Some(statistics) = &self.statistics else {
            return Vec::new();
        };
        let figures = statistics.lock().figures();
        let milliseconds = |times: Summary| format!("{:.2}", times.mean);
        let times = figures.total.map(|total| match figures.gpu {
            Some(gpu) => Message::new("Status.Times")
                .with("gpu", milliseconds(gpu))
                .with("total", milliseconds(total)),
            None => Message::new("Status.TimesWithoutGpu").with("total", milliseconds(total)),
        });
        let rates = figures.obs_fps.zip(figures.fps).map(|(input, output)| {
            Message::new("Status.Rates")
                .with("input", format!("{input:.1}"))
                .with("output", format!("{output:.1}"))
        });
        times.into_iter().chain(rates).collect()
    }
}

fn percentiles(summary: Summary) -> Value {
    let Summary { mean, p50, p95, p99 } = summary;
    json!({ "mean": mean, "p50": p50, "p95": p95, "p99": p99 })
}

/// A message in OBS's language.
pub(crate) fn localised(message: &Message) -> String {
    message.render(module::lookup)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_switched_off_is_told_and_not_warned_of() {
        let status = |state| Status {
            state,
            input: Size::new(40, 30),
            output: Size::new(60, 45),
            ..Status::default()
        };
        let (off, broken) = (status(State::SwitchedOff), status(State::ObsScaling));
        assert_eq!(off.to_line(), "Switched off; OBS scales 40x30 to 60x45");
        assert!(!off.is_warning() && broken.is_warning());
        let ids = [off.to_json(), broken.to_json()].map(|status| status["state"].clone());
        assert_eq!(ids, ["switched_off", "obs_scaling"]);
        assert_eq!(
            Status {
                output: Size::default(),
                ..off
            }
            .to_line(),
            "Switched off"
        );
    }

    #[test]
    fn why_a_source_waits_is_told_once() {
        let waiting = Status {
            state: State::Waiting,
            reason: Some(Arc::new(Message::new("Reason.Source.NotChosen"))),
            ..Status::default()
        };
        assert_eq!(waiting.to_line(), "Waiting for a picture: no source is chosen");
        assert_eq!(waiting.to_json()["reason"], "no source is chosen");
    }
}
