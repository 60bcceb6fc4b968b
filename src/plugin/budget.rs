// SPDX-License-Identifier: GPL-2.0-or-later
//! Keeping to a time budget: down to a cheaper way when frames stay above it, up again when there is room.

use std::time::{Duration, Instant};

/// Frames are judged together, by the median of such a stretch: one late frame changes nothing.
const STRETCH: Duration = Duration::from_secs(1);

/// A stretch of fewer frames says nothing yet.
const LEAST_FRAMES: usize = 8;

/// Frames after a change that are not counted: the first ones pay for new textures, and the GPU's times arrive late.
const SETTLING: usize = 8;

/// Stretches above the budget, one after the other, that lead down.
const PATIENCE: u32 = 2;

/// How far below the budget a dearer way must be expected to stay.
const ROOM: f32 = 0.85;

/// A way is cheaper than another only if it takes less than this part of its time.
const WORTHWHILE: f32 = 0.97;

/// What takes less than this counts as so long: a device's clock may tell none at all, and costs are divided by each other.
const LEAST_MS: f32 = 1e-3;

/// The least time before a dearer way is tried again. It doubles with each that does not last this long itself.
const FIRST_WAIT: Duration = Duration::from_secs(10);
const LONGEST_WAIT: Duration = Duration::from_secs(160);

/// Which rung is taken; 0 is what was asked for.
#[derive(Debug)]
pub(crate) struct Budget {
    limit_ms: f32,
    rung: usize,
    /// The median time of a frame on each rung, as far as known, under the load of the present one's entry: they are
    /// compared with each other.
    costs: Vec<Option<f32>>,
    frames: Vec<f32>,
    /// Frames still to pass over.
    settling: usize,
    /// When the stretch began.
    since: Option<Instant>,
    above: u32,
    /// When this rung was reached, and whether from below.
    reached: Option<Instant>,
    climbed: bool,
    wait: Duration,
}

impl Budget {
    /// For this many rungs, of at least one.
    pub(crate) fn new(limit_ms: f32, rungs: usize) -> Self {
        Self {
            limit_ms,
            rung: 0,
            costs: vec![None; rungs],
            frames: Vec::new(),
            settling: SETTLING,
            since: None,
            above: 0,
            reached: None,
            climbed: false,
            wait: FIRST_WAIT,
        }
    }

    pub(crate) fn rung(&self) -> usize {
        self.rung
    }

    pub(crate) fn limit_ms(&self) -> f32 {
        self.limit_ms
    }

    /// Whether the frames are above the budget although no rung is quicker.
    pub(crate) fn is_exceeded(&self) -> bool {
        self.above >= PATIENCE
    }

    /// Frames were not wanted for a while: the stretch begins anew.
    pub(crate) fn interrupt(&mut self) {
        self.begin_stretch();
        self.settling = SETTLING;
    }

    /// Takes in the time of a frame made on the present rung. True: another rung is to be taken now.
    pub(crate) fn observe(&mut self, now: Instant, frame_ms: f32) -> bool {
        if self.settling > 0 {
            self.settling -= 1;
            return false;
        }
        let since = *self.since.get_or_insert(now);
        self.frames.push(frame_ms.max(LEAST_MS));
        if now.saturating_duration_since(since) < STRETCH || self.frames.len() < LEAST_FRAMES {
            return false;
        }
        let median = median(&mut self.frames);
        self.begin_stretch();
        self.judge(now, median)
    }

    fn begin_stretch(&mut self) {
        self.frames.clear();
        self.since = None;
    }

    fn judge(&mut self, now: Instant, median: f32) -> bool {
        let entry = *self.costs[self.rung].get_or_insert(median);
        let reached = *self.reached.get_or_insert(now);
        let stayed = now.saturating_duration_since(reached);
        if median > self.limit_ms {
            self.above += 1;
            if self.above < PATIENCE {
                return false;
            }
            let Some(rung) = self.quicker(median / entry, median) else {
                return false;
            };
            // What was tried in vain is not tried again so soon.
            if self.climbed && stayed < self.wait {
                self.wait = (2 * self.wait).min(LONGEST_WAIT);
            }
            self.go_to(rung, median / entry);
            return true;
        }
        self.above = 0;
        let load = median / entry;
        let fits = |cost: &Option<f32>| cost.is_some_and(|cost| cost * load <= ROOM * self.limit_ms);
        let dearer = self.costs[..self.rung].iter().position(fits);
        if let Some(rung) = dearer.filter(|_| stayed >= self.wait) {
            self.go_to(rung, load);
            return true;
        }
        if self.climbed && stayed >= LONGEST_WAIT {
            self.wait = FIRST_WAIT;
        }
        false
    }

    /// The next rung below that may be quicker than `median`; where all have been tried, the quickest that is.
    /// `load`: by how much all of them are dearer than their known costs.
    fn quicker(&self, load: f32, median: f32) -> Option<usize> {
        let worthwhile = |cost: f32| cost * load < WORTHWHILE * median;
        let below = (self.rung + 1..self.costs.len()).find(|rung| self.costs[*rung].is_none_or(worthwhile));
        below.or_else(|| {
            let known = self.costs.iter().enumerate();
            let known = known.filter_map(|(rung, cost)| Some((rung, (*cost)?)));
            known
                .filter(|(rung, cost)| *rung != self.rung && worthwhile(*cost))
                .min_by(|(_, a), (_, b)| a.total_cmp(b))
                .map(|(rung, _)| rung)
        })
    }

    fn go_to(&mut self, rung: usize, load: f32) {
        for cost in self.costs.iter_mut().flatten() {
            *cost *= load;
        }
        self.climbed = rung < self.rung;
        self.rung = rung;
        // Measured again on arrival; until then, and for comparison, the others' costs hold.
        self.costs[rung] = None;
        self.above = 0;
        self.reached = None;
        self.interrupt();
    }
}

fn median(values: &mut [f32]) -> f32 {
    let middle = values.len() / 2;
    *values.select_nth_unstable_by(middle, f32::total_cmp).1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A device on which each rung takes its time, multiplied by the load.
    struct Device {
        costs: Vec<f32>,
        load: f32,
        now: Instant,
    }

    impl Device {
        fn new(costs: &[f32]) -> Self {
            Self {
                costs: costs.to_vec(),
                load: 1.0,
                now: Instant::now(),
            }
        }

        /// Draws for some seconds at 60 fps; every seventh frame is far too late. The rungs that were taken.
        fn draw(&mut self, budget: &mut Budget, seconds: u32) -> Vec<usize> {
            let mut rungs = vec![budget.rung()];
            for frame in 0..60 * seconds {
                self.now += Duration::from_micros(16_667);
                let late = if frame % 7 == 0 { 50.0 } else { 0.0 };
                let time = self.costs[budget.rung()] * self.load + late;
                if budget.observe(self.now, time) {
                    rungs.push(budget.rung());
                }
            }
            rungs
        }
    }

    #[test]
    fn within_the_budget_nothing_changes() {
        let (mut budget, mut device) = (Budget::new(4.0, 3), Device::new(&[3.9, 2.0, 1.0]));
        assert_eq!(device.draw(&mut budget, 60), [0]);
        assert!(!budget.is_exceeded());
    }

    #[test]
    fn above_it_the_way_leads_down_until_it_is_kept_and_stays_there() {
        let (mut budget, mut device) = (Budget::new(4.0, 4), Device::new(&[8.0, 6.0, 3.5, 1.0]));
        assert_eq!(device.draw(&mut budget, 2), [0], "not at the first stretch");
        assert_eq!(device.draw(&mut budget, 20), [0, 1, 2]);
        assert_eq!(device.draw(&mut budget, 600), [2], "the dearer ones do not fit");
    }

    #[test]
    fn up_again_when_there_is_room_and_not_before() {
        let (mut budget, mut device) = (Budget::new(4.0, 3), Device::new(&[3.0, 2.0, 1.0]));
        device.load = 2.1;
        assert_eq!(device.draw(&mut budget, 20), [0, 1, 2]);
        device.load = 1.4;
        assert_eq!(device.draw(&mut budget, 30), [2, 1], "4.2 ms would be too much");
        device.load = 1.0;
        assert_eq!(device.draw(&mut budget, 30), [1, 0]);
        assert!(!budget.is_exceeded());
    }

    #[test]
    fn what_turns_out_slower_is_not_stayed_on() {
        let (mut budget, mut device) = (Budget::new(4.0, 3), Device::new(&[8.0, 9.0, 10.0]));
        let rungs = device.draw(&mut budget, 60);
        assert_eq!(rungs, [0, 1, 2, 0]);
        assert!(budget.is_exceeded());
        let (mut budget, mut device) = (Budget::new(4.0, 3), Device::new(&[8.0, 9.0, 3.0]));
        assert_eq!(device.draw(&mut budget, 60), [0, 1, 2]);
        assert!(!budget.is_exceeded());
    }

    #[test]
    fn the_last_rung_bears_everything() {
        let (mut budget, mut device) = (Budget::new(0.1, 2), Device::new(&[8.0, 6.0]));
        assert_eq!(device.draw(&mut budget, 60), [0, 1]);
        assert!(budget.is_exceeded());
        let (mut budget, mut device) = (Budget::new(0.1, 1), Device::new(&[8.0]));
        assert_eq!(device.draw(&mut budget, 10), [0]);
        assert!(budget.is_exceeded());
    }

    #[test]
    fn what_took_no_time_once_is_taken_again() {
        let (mut budget, mut device) = (Budget::new(4.0, 2), Device::new(&[0.0, 0.0]));
        assert_eq!(device.draw(&mut budget, 5), [0]);
        device.costs = vec![5.0, 1.0];
        assert_eq!(device.draw(&mut budget, 5), [0, 1]);
        device.costs = vec![0.5, 0.1];
        assert_eq!(device.draw(&mut budget, 60), [1, 0]);
    }

    #[test]
    fn a_load_that_comes_and_goes_changes_little() {
        let (mut budget, mut device) = (Budget::new(4.0, 2), Device::new(&[3.0, 1.0]));
        let mut changes = 0;
        for _ in 0..30 {
            device.load = 2.0;
            changes += device.draw(&mut budget, 10).len() - 1;
            device.load = 1.0;
            changes += device.draw(&mut budget, 10).len() - 1;
        }
        assert!(changes <= 16, "{changes} changes in ten minutes");
    }

    #[test]
    fn what_happened_before_an_interruption_is_no_frame_of_the_stretch() {
        let (mut budget, begin) = (Budget::new(4.0, 2), Instant::now());
        for minute in 0..100 {
            budget.interrupt();
            for frame in 0..SETTLING as u64 + LEAST_FRAMES as u64 - 1 {
                let now = begin + Duration::from_secs(60 * minute + frame);
                assert!(!budget.observe(now, 100.0));
            }
        }
    }
}
