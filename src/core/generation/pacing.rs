// SPDX-License-Identifier: GPL-2.0-or-later
//! Which frame is shown when: finds out how often a source has another picture, and spreads its frames, and those in
//! between, evenly over the frames of the output. Plain numbers, no GPU object.
//!
//! Pictures are captured at every frame of the output. Whether one is another one than the one before is known some frames
//! later only. A source's frame that comes between two frames of the output is captured at the later one: where the
//! source's rate is no whole part of the output's, its frames are taken to have come in even steps, as far as that agrees
//! with when they were captured.

use std::collections::VecDeque;
use std::time::Duration;

/// When a frame of the output is shown, and for how long.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Moment {
    /// Of a clock that never goes back.
    pub now: Duration,
    /// From one frame to the next.
    pub interval: Duration,
}

/// How a source's frames come, and what is made of that.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Pace {
    /// Too few of them have come to say.
    Measuring,
    /// Frames are made in between.
    Generating {
        /// Frames of the source a second.
        rate: f32,
        /// How much later all is shown.
        delay: Duration,
    },
    /// The source has more than half of the output's frames: it is shown as it comes.
    TooFast {
        /// Frames of the source a second.
        rate: f32,
    },
}

/// Pictures that are kept at most: two to make one in between, the next, what is not known yet, and the newest.
pub(super) const SLOTS: usize = 6;

/// Frames of the source that say how often it has one, and how many have to.
const WINDOW: usize = 24;
const ENOUGH: usize = 10;

/// From frame to frame, in frames of the output: from how many on frames are made, and below how many no longer.
const SLOW: f64 = 1.95;
const FAST: f64 = 1.8;

/// A source that has no other picture for so many seconds has paused: ten a second is the least that counts as motion.
const PAUSE: f64 = 0.11;
/// The output was not wanted for so many seconds: what was known of the source holds no longer.
const INTERRUPTION: f64 = 0.5;

/// For so many seconds no step may be another one for all to count as equal: the delay is not to change back and forth.
const CALM: f64 = 10.0;
/// Parts of a frame of the output that are no difference.
const SAME: f64 = 0.05;
/// Steps of the source after which what was shown longest counts as having stood still.
const LONG: f64 = 1.75;
/// A picture in between that is nearer to one of the two than this is that one.
const NEAR: f64 = 0.03;

/// Answers that say how late they come, how many of the latest ones may be exceptions, and the most that is waited for.
const ANSWERS: usize = 32;
const EXCEPTIONS: usize = 2;
const LATEST: f64 = 4.0;

/// What is shown.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Show {
    /// What was captured just now.
    Newest,
    /// A frame of the source.
    Frame(Frame),
    /// A picture in between: 0 is at the first, 1 at the second.
    Between([Frame; 2], f32),
}

/// A frame of the source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Frame {
    pub(super) number: u64,
    pub(super) slot: usize,
}

/// A picture just captured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Capture {
    pub(super) frame: Frame,
    /// Where the one before it is.
    pub(super) before: Option<usize>,
    /// Where the newest frame of the source is that is known of.
    pub(super) kept: Option<usize>,
}

/// What kind of picture a capture is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Change {
    /// The one before it once more.
    None,
    /// By now another one than was kept, in steps that do not count: a slow fade.
    Crept,
    /// Another one than the one before it.
    New,
}

/// A capture of which it is not known what kind of picture it is.
#[derive(Debug)]
struct Waiting {
    frame: Frame,
    at: f64,
    /// The number of the kept frame that it is compared with.
    kept: Option<u64>,
    change: Option<Change>,
}

/// A frame of the source, and when it came.
#[derive(Debug)]
struct Kept {
    frame: Frame,
    /// In even steps.
    at: f64,
    /// Until when it stands still.
    until: f64,
}

#[derive(Debug)]
pub(super) struct Pacer {
    captures: u64,
    /// The time of the last one.
    last: Option<f64>,
    newest: Option<usize>,
    waiting: VecDeque<Waiting>,
    kept: VecDeque<Kept>,
    /// When the latest frames of the source were captured.
    history: VecDeque<f64>,
    /// How many frames of the output the latest answers came later.
    late: VecDeque<f64>,
    pace: Pace,
    /// From frame to frame of the source, in seconds.
    step: f64,
    /// When one step was another one than the others last.
    odd: Option<f64>,
    is_regular: bool,
    /// In seconds.
    delay: f64,
}

impl Pacer {
    pub(super) fn new() -> Self {
        Self {
            captures: 0,
            last: None,
            newest: None,
            waiting: VecDeque::with_capacity(SLOTS),
            kept: VecDeque::with_capacity(SLOTS),
            history: VecDeque::with_capacity(WINDOW + 1),
            late: VecDeque::with_capacity(ANSWERS + 1),
            pace: Pace::Measuring,
            step: 0.0,
            odd: None,
            is_regular: false,
            delay: 0.0,
        }
    }

    pub(super) fn pace(&self) -> Pace {
        self.pace
    }

    /// A picture is captured at this moment; where it is to be kept.
    pub(super) fn capture(&mut self, moment: Moment) -> Capture {
        let now = moment.now.as_secs_f64();
        if self
            .last
            .is_some_and(|last| !(0.0..INTERRUPTION).contains(&(now - last)))
        {
            *self = Self {
                captures: self.captures,
                ..Self::new()
            };
        }
        self.last = Some(now);
        let frame = Frame {
            number: self.captures,
            slot: self.free_slot(),
        };
        self.captures += 1;
        let before = self.newest.replace(frame.slot);
        let kept = self.kept.back().map(|kept| kept.frame);
        self.waiting.push_back(Waiting {
            frame,
            at: now,
            kept: kept.map(|kept| kept.number),
            change: None,
        });
        Capture {
            frame,
            before,
            kept: kept.map(|kept| kept.slot),
        }
    }

    /// A slot with nothing in it that is still needed.
    fn free_slot(&mut self) -> usize {
        loop {
            let is_taken = |slot: &usize| {
                self.newest == Some(*slot)
                    || self.waiting.iter().any(|waiting| waiting.frame.slot == *slot)
                    || self.kept.iter().any(|kept| kept.frame.slot == *slot)
            };
            if let Some(slot) = (0..SLOTS).find(|slot| !is_taken(slot)) {
                return slot;
            }
            // Answers that do not come, or frames that come too fast.
            if self.kept.len() > 2 || self.waiting.is_empty() {
                self.kept.pop_front();
            } else {
                self.waiting.pop_front();
            }
        }
    }

    /// It is known what kind of picture a capture is.
    pub(super) fn answer(&mut self, number: u64, change: Change, moment: Moment) {
        let asked = self
            .waiting
            .iter_mut()
            .find(|waiting| waiting.frame.number == number);
        if let Some(waiting) = asked {
            waiting.change = Some(change);
        }
        let tick = moment.interval.as_secs_f64();
        // In their order, whatever order the answers come in.
        while let Some(change) = self.waiting.front().and_then(|waiting| waiting.change)
            && let Some(Waiting { frame, at, kept, .. }) = self.waiting.pop_front()
        {
            let late = ((moment.now.as_secs_f64() - at) / tick).round();
            self.late.push_back(late.clamp(1.0, LATEST));
            if self.late.len() > ANSWERS {
                self.late.pop_front();
            }
            let newest = self.kept.back().map(|kept| kept.frame.number);
            let is_another = match change {
                Change::None => false,
                // From what was kept since then it cannot be far.
                Change::Crept => kept == newest,
                Change::New => true,
            };
            if is_another || newest.is_none() {
                self.keep(frame, at, tick, change);
            }
        }
    }

    /// A frame of the source came.
    fn keep(&mut self, frame: Frame, at: f64, tick: f64, change: Change) {
        // What creeps does not say when the source had a frame.
        if change != Change::Crept {
            if self.history.back().is_some_and(|last| at - last > PAUSE) {
                self.history.clear();
            }
            self.history.push_back(at);
            if self.history.len() > WINDOW + 1 {
                self.history.pop_front();
            }
            self.measure(tick);
        }
        let before = self.kept.back_mut();
        let at = match &before {
            Some(before) if !self.is_regular && self.step > 0.0 => {
                (before.at + self.step).clamp(at - tick, at)
            }
            _ => at,
        };
        if let Some(before) = before.filter(|before| at - before.at > LONG * self.step) {
            before.until = at - self.step;
        }
        self.kept.push_back(Kept { frame, at, until: at });
    }

    fn measure(&mut self, tick: f64) {
        let (Some(first), Some(last)) = (self.history.front(), self.history.back()) else {
            return;
        };
        let steps = self.history.len() - 1;
        if steps < ENOUGH || tick <= 0.0 {
            return;
        }
        self.step = (last - first) / steps as f64;
        let whole = (self.step / tick).round();
        let pairs = self.history.iter().zip(self.history.iter().skip(1));
        let mut steps = pairs.map(|(one, next)| (next - one) / tick);
        if steps.any(|step| (step - whole).abs() > SAME) {
            self.odd = Some(*last);
        }
        self.is_regular = self.odd.is_none_or(|odd| last - odd > CALM);
        if self.is_regular {
            self.step = whole * tick;
        }
        let rate = (1.0 / self.step) as f32;
        let least = match self.pace {
            Pace::Generating { .. } => FAST,
            Pace::Measuring | Pace::TooFast { .. } => SLOW,
        };
        self.pace = if self.step < least * tick {
            Pace::TooFast { rate }
        } else {
            let late = self.usually_late() * tick;
            // What comes unevenly is up to a frame of the output later than it should.
            let delay = match self.is_regular {
                true => self.step - tick + late,
                false => self.step + late,
            };
            if (delay - self.delay).abs() > 0.5 * tick {
                self.delay = delay;
            }
            Pace::Generating {
                rate,
                delay: Duration::from_secs_f64(self.delay),
            }
        };
    }

    /// After how many frames of the output answers come.
    fn usually_late(&self) -> f64 {
        let mut late: Vec<f64> = self.late.iter().copied().collect();
        late.sort_by(|one, other| other.total_cmp(one));
        late.get(EXCEPTIONS).copied().unwrap_or(1.0)
    }

    /// What is to be shown at this moment.
    pub(super) fn show(&mut self, moment: Moment) -> Show {
        if !matches!(self.pace, Pace::Generating { .. }) {
            // So many that there is something to begin with.
            while self.kept.len() > 3 {
                self.kept.pop_front();
            }
            return Show::Newest;
        }
        let tick = moment.interval.as_secs_f64();
        let time = moment.now.as_secs_f64() - self.delay + SAME * tick;
        while self.kept.get(1).is_some_and(|next| next.at <= time) {
            self.kept.pop_front();
        }
        let Some(before) = self.kept.front() else {
            return Show::Newest;
        };
        let Some(after) = self.kept.get(1) else {
            return Show::Frame(before.frame);
        };
        let share = (time - SAME * tick - before.until) / (after.at - before.until);
        if share < NEAR {
            Show::Frame(before.frame)
        } else if share > 1.0 - NEAR {
            Show::Frame(after.frame)
        } else {
            Show::Between([before.frame, after.frame], share as f32)
        }
    }
}

#[cfg(test)]
mod tests;
