// SPDX-License-Identifier: GPL-2.0-or-later
//! The way in which one engine's frames are made while there is a time budget.

use std::sync::Arc;
use std::time::Instant;

use nu_scaler_core::economy::{self, Rung};
use nu_scaler_core::frame::{FrameDesc, Size};
use nu_scaler_core::gpu::Gpu;
use nu_scaler_core::settings::Settings;
use nu_scaler_core::text::Message;

use crate::budget::Budget;

/// The ways that there are to keep to a time budget, and which one is taken.
pub(crate) struct Economy {
    budget: Budget,
    rungs: Vec<Rung>,
    note: Option<Arc<Message>>,
}

impl Economy {
    /// `None`: no budget is set.
    pub(crate) fn new(gpu: &Gpu, settings: &Settings, input: FrameDesc, output: Size) -> Option<Self> {
        let limit_ms = settings.budget_ms;
        (limit_ms > 0.0).then(|| {
            let rungs = economy::rungs(gpu, settings, input, output);
            Self {
                budget: Budget::new(limit_ms, rungs.len()),
                rungs,
                note: None,
            }
        })
    }

    /// The settings that hold now.
    pub(crate) fn settings(&self) -> &Settings {
        &self.rungs[self.budget.rung()].settings
    }

    /// How many steps they are below what was asked for.
    pub(crate) fn steps(&self) -> usize {
        self.budget.rung()
    }

    /// What the user is told of it; nothing while all is as asked.
    pub(crate) fn note(&self) -> Option<&Arc<Message>> {
        self.note.as_ref()
    }

    /// Frames were not wanted for a while.
    pub(crate) fn interrupt(&mut self) {
        self.budget.interrupt();
    }

    /// Takes in the time of a frame. True: the next one is to be made in another way.
    pub(crate) fn observe(&mut self, frame_ms: f32) -> bool {
        let (rung, exceeded) = (self.budget.rung(), self.budget.is_exceeded());
        let changed = self.budget.observe(Instant::now(), frame_ms);
        if (rung, exceeded) != (self.budget.rung(), self.budget.is_exceeded()) {
            self.note = self.message().map(Arc::new);
        }
        changed
    }

    fn message(&self) -> Option<Message> {
        let rung = self.budget.rung();
        let hundredths = (self.budget.limit_ms() * 100.0).round();
        let key = if self.budget.is_exceeded() {
            "Reason.BudgetExceeded"
        } else if rung > 0 {
            "Reason.Budget"
        } else {
            return None;
        };
        let message = Message::new(key).with("budget", (hundredths / 100.0).to_string());
        Some(message.with_key("way", self.rungs[rung].locale_key))
    }
}
