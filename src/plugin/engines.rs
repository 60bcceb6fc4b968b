// SPDX-License-Identifier: GPL-2.0-or-later
//! The engines of one filter, one for each light in which views blend its picture.
//!
//! A frame made for one light does not serve the other: soft edges are stored otherwise. Views of both within one
//! tick each have an engine, so that neither undoes the other's work. Nearly always there is one kind only, and the
//! other engine is empty.

use nu_scaler_obs::graphics::{Graphics, Texture};

use crate::engine::{Engine, Frame};
use crate::status::Status;

/// Ticks without a drawn frame after which the textures are given back: hidden filters hold no memory.
pub(crate) const RELEASE_AFTER_TICKS: u64 = 300;

/// Only the graphics thread touches them.
#[derive(Default)]
pub(crate) struct Engines {
    linear: Timed,
    encoded: Timed,
    /// Whether the first view of the tick that was drawn last was blended in linear light: its engine speaks for both.
    linear_speaks: bool,
}

#[derive(Default)]
struct Timed {
    engine: Engine,
    /// The tick of the engine's last frame; 0: none yet.
    drawn: u64,
}

impl Engines {
    /// Draws a frame, made at its tick's first view in its light. False: as for [`Engine::render`].
    pub(crate) fn draw(
        &mut self,
        graphics: &Graphics,
        frame: &Frame<'_>,
        draw_source: &mut dyn FnMut(&Texture),
    ) -> bool {
        let tick = frame.tick;
        if self.linear.drawn.max(self.encoded.drawn) != tick {
            self.linear_speaks = frame.linear;
        }
        let (timed, other) = if frame.linear {
            (&mut self.linear, &mut self.encoded)
        } else {
            (&mut self.encoded, &mut self.linear)
        };
        // Not only at that tick, in which the filter may not be drawn. What is empty is quick to release.
        if tick.saturating_sub(other.drawn) >= RELEASE_AFTER_TICKS {
            other.engine.release();
        }
        let last = std::mem::replace(&mut timed.drawn, tick);
        let made = last == tick;
        if tick > last + 1 {
            timed.engine.interrupt();
        }
        if made && timed.engine.has_picture(frame) {
            timed.engine.redraw(graphics, frame)
        } else {
            timed.engine.render(graphics, frame, draw_source)
        }
    }

    /// What the last tick's frame was made by, with the frames of both counted.
    pub(crate) fn status(&self) -> Status {
        let [linear, encoded] = [self.linear.engine.status(), self.encoded.engine.status()];
        let speaker = if self.linear_speaks { linear } else { encoded };
        Status {
            frames: linear.frames + encoded.frames,
            ..speaker.clone()
        }
    }

    /// Lets go of everything, when the filter has not been drawn for a while.
    pub(crate) fn release(&mut self) {
        self.linear.engine.release();
        self.encoded.engine.release();
    }
}
