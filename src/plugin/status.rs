// SPDX-License-Identifier: GPL-2.0-or-later
//! What a filter or source is doing and why: one record, shown in the panel, written to the log when it changes, and
//! given to tools as JSON.

use std::sync::Arc;

use nu_scaler_core::frame::Size;
use nu_scaler_core::settings::{TechnologyChoice, TechnologyId};
use nu_scaler_core::text::Message;
use nu_scaler_exchange::ExchangeKind;
use nu_scaler_obs::graphics::ColorSpace;
use nu_scaler_obs::module;
use serde_json::{Value, json};

use crate::statistics::{Shared, Summary};

/// How the picture on screen is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum State {
    /// Nothing was drawn yet: the filter is hidden, or its source has no picture.
    Idle,
    /// A source of ours has nothing to show; the reason says why.
    Waiting,
    /// The device or the pipelines are still being made; OBS's own scaling draws the picture meanwhile.
    Preparing,
    /// The technology draws the picture.
    Upscaling,
    /// The technology can't run; OBS's own scaling draws the picture.
    ObsScaling,
    /// Upscaling is switched off; OBS's own scaling draws the picture.
    SwitchedOff,
}

impl State {
    /// The name in the JSON for tools.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Waiting => "waiting",
            Self::Preparing => "preparing",
            Self::Upscaling => "upscaling",
            Self::ObsScaling | Self::SwitchedOff => "obs_scaling",
        }
    }
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
    /// Why a better way of exchanging frames was not taken.
    pub(crate) exchange_reason: Option<Arc<str>>,
    pub(crate) gpu: Option<Arc<str>>,
    /// Milliseconds on the GPU for the latest frame that was measured; `None` where the device has no timer.
    pub(crate) gpu_ms: Option<f32>,
    /// Milliseconds of the graphics thread for the latest frame, without the time the source itself took.
    pub(crate) cpu_ms: f32,
    /// How many steps below what was asked for, to keep to the time budget.
    pub(crate) economy: usize,
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
            exchange_reason: None,
            gpu: None,
            gpu_ms: None,
            cpu_ms: 0.0,
            economy: 0,
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
            "exchange_reason": self.exchange_reason.as_deref(),
            "gpu": self.gpu.as_deref(),
            "gpu_ms": self.gpu_ms,
            "cpu_ms": self.cpu_ms,
            "economy": self.economy,
            "frames": self.frames,
            "fps": figures.and_then(|figures| figures.fps),
            "times": times,
        })
    }

    /// The line in the panel, in the user's language.
    pub(crate) fn to_text(&self) -> String {
        let mut lines = vec![localised(&self.headline())];
        if let Some(reason) = &self.reason {
            lines.push(localised(reason));
        }
        lines.join("\n")
    }

    /// The same for the log: one line, in English.
    pub(crate) fn to_line(&self) -> String {
        match &self.reason {
            Some(reason) => format!("{} ({reason})", self.headline()),
            None => self.headline().to_string(),
        }
    }

    /// Whether the panel shows the status as a warning: something else than asked is drawn.
    pub(crate) fn is_warning(&self) -> bool {
        self.reason.is_some() || self.state == State::ObsScaling
    }

    fn headline(&self) -> Message {
        let sized = |key| {
            Message::new(key)
                .with("input", self.input.to_string())
                .with("output", self.output.to_string())
        };
        match self.state {
            State::Idle | State::Waiting => Message::new("Status.Idle"),
            State::Preparing => sized("Status.Preparing"),
            State::ObsScaling => sized("Status.ObsScaling"),
            State::SwitchedOff => sized("Status.SwitchedOff"),
            State::Upscaling => {
                let message = match self.gpu_ms {
                    Some(ms) => sized("Status.Upscaling").with("milliseconds", format!("{ms:.2}")),
                    None => sized("Status.UpscalingUntimed"),
                };
                let name = |message: Message, gap, key: Option<&'static str>| match key {
                    Some(key) => message.with_key(gap, key),
                    None => message.with(gap, ""),
                };
                let message = name(
                    message,
                    "technology",
                    self.technology.map(TechnologyId::locale_key),
                );
                name(message, "exchange", self.exchange.map(ExchangeKind::locale_key))
                    .with("gpu", self.gpu.as_deref().unwrap_or_default())
            }
        }
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
        assert_eq!(off.to_json()["state"], broken.to_json()["state"]);
    }
}
