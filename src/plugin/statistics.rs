// SPDX-License-Identifier: GPL-2.0-or-later
//! How long the last seconds' frames took: for the overlay, and for tools that ask.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use nu_scaler_core::frame::Size;
use nu_scaler_core::settings::TechnologyId;

/// How far back the figures go.
const WINDOW: Duration = Duration::from_secs(5);

/// Frames that are kept at most: five seconds of the quickest canvas that OBS offers in its settings, 240 fps, fit.
const CAPACITY: usize = 1280;

/// The frames of one engine. Keeping a frame allocates nothing, after the first; figures are worked out when asked for.
#[derive(Debug, Default)]
pub(crate) struct Statistics {
    frames: VecDeque<Timed>,
    /// When the last frame was made, and in which tick; `None` if the time since then says nothing.
    last: Option<(Instant, u64)>,
    /// What makes the frames.
    maker: Option<Maker>,
    /// The next frame is the first of its kind.
    is_first: bool,
}

/// What makes frames, and how large they are before and after.
pub(crate) type Maker = (TechnologyId, Size, Size);

/// What is known of one frame, in milliseconds.
#[derive(Clone, Copy, Debug)]
struct Timed {
    at: Instant,
    /// From the frame before it; `None` for the first one, and after an interruption.
    interval: Option<f32>,
    /// OBS's frames since then.
    ticks: u64,
    gpu: Option<f32>,
    total: f32,
}

/// The figures of one kind of time, in milliseconds.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Summary {
    pub(crate) mean: f32,
    pub(crate) p50: f32,
    pub(crate) p95: f32,
    pub(crate) p99: f32,
}

/// What the last seconds' frames amount to; `None` where nothing is known.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(crate) struct Figures {
    /// Frames a second.
    pub(crate) fps: Option<f32>,
    /// OBS's own frames a second in the same time.
    pub(crate) obs_fps: Option<f32>,
    /// From frame to frame.
    pub(crate) frame: Option<Summary>,
    /// Of the GPU.
    pub(crate) gpu: Option<Summary>,
    /// Of all that the filter does: exchange, GPU, and OBS's graphics thread.
    pub(crate) total: Option<Summary>,
}

impl Summary {
    /// `None` of no values. A percentile is the least value that so many of them do not exceed.
    fn of(values: impl Iterator<Item = f32>) -> Option<Self> {
        let mut values: Vec<f32> = values.collect();
        values.sort_by(f32::total_cmp);
        let percentile = |percent: usize| {
            let rank = (values.len() * percent).div_ceil(100);
            values.get(rank.saturating_sub(1)).copied()
        };
        Some(Self {
            p50: percentile(50)?,
            p95: percentile(95)?,
            p99: percentile(99)?,
            mean: values.iter().sum::<f32>() / values.len() as f32,
        })
    }
}

impl Statistics {
    /// The next frame is the first by this maker, or in another way: it pays for what is made once, and does not count.
    /// The frames of another maker are forgotten.
    pub(crate) fn begin(&mut self, maker: Maker) {
        if self.maker.replace(maker) != Some(maker) {
            self.frames.clear();
        }
        self.is_first = true;
    }

    /// Takes in a frame that is made now, in this one of OBS's: how long the GPU worked, if that is known, and how long all of it took.
    ///
    /// The GPU's time arrives some frames later, so it is that of the latest frame that it is known of.
    pub(crate) fn add(&mut self, now: Instant, tick: u64, gpu: Option<Duration>, total: Duration) {
        if std::mem::take(&mut self.is_first) {
            self.last = None;
            return;
        }
        if self.frames.capacity() == 0 {
            self.frames.reserve_exact(CAPACITY);
        }
        let is_old = |frame: &Timed| now.saturating_duration_since(frame.at) > WINDOW;
        while self.frames.len() == CAPACITY || self.frames.front().is_some_and(is_old) {
            self.frames.pop_front();
        }
        let last = self.last.replace((now, tick));
        self.frames.push_back(Timed {
            at: now,
            interval: last.map(|(last, _)| milliseconds(now.saturating_duration_since(last))),
            ticks: last.map_or(0, |(_, last)| tick.saturating_sub(last)),
            gpu: gpu.map(milliseconds),
            total: milliseconds(total),
        });
    }

    /// Frames were not wanted for a while: the next one is not late.
    pub(crate) fn interrupt(&mut self) {
        self.last = None;
    }

    /// Forgets all frames.
    pub(crate) fn clear(&mut self) {
        self.frames.clear();
        self.last = None;
        self.maker = None;
    }

    /// What the frames amount to.
    pub(crate) fn figures(&self) -> Figures {
        let intervals = || self.frames.iter().filter_map(|frame| frame.interval);
        let frame = Summary::of(intervals());
        let ticks: u64 = self.frames.iter().map(|frame| frame.ticks).sum();
        let seconds = intervals().sum::<f32>() / 1e3;
        let rate = |count: f32| (seconds > 0.0).then(|| count / seconds);
        Figures {
            fps: rate(intervals().count() as f32),
            obs_fps: rate(ticks as f32),
            frame,
            gpu: Summary::of(self.frames.iter().filter_map(|frame| frame.gpu)),
            total: Summary::of(self.frames.iter().map(|frame| frame.total)),
        }
    }

    /// The frames, the latest first: from the one before to this one, and our own part of it. In milliseconds.
    pub(crate) fn latest_first(&self) -> impl Iterator<Item = [f32; 2]> {
        let timed = |frame: &Timed| Some([frame.interval?, frame.total]);
        self.frames.iter().rev().filter_map(timed)
    }
}

fn milliseconds(time: Duration) -> f32 {
    time.as_secs_f32() * 1e3
}

/// The statistics of an engine for whoever has its status. The lock is held as long as a frame is added or figures are
/// worked out, never around a call into OBS.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shared(Arc<Mutex<Statistics>>);

impl Shared {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Statistics> {
        // Whole after any panic: at worst a frame is missing.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Equal are two views of the same frames.
impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn nothing_is_known_of_no_frames() {
        let statistics = Statistics::default();
        assert_eq!(statistics.figures(), Figures::default());
        assert_eq!(statistics.latest_first().count(), 0);
    }

    #[test]
    fn figures_are_those_of_the_frames() {
        let (mut statistics, begin) = (Statistics::default(), Instant::now());
        for frame in 0..=100 {
            let time = frame * 10;
            // From 1 to 100 ms, in no order.
            let total = frame * 37 % 101;
            if total > 0 {
                statistics.add(begin + time * MS, u64::from(frame), None, total * MS);
            }
        }
        let figures = statistics.figures();
        let total = figures.total.expect("there are frames");
        let expected = Summary {
            mean: 50.5,
            p50: 50.0,
            p95: 95.0,
            p99: 99.0,
        };
        for (actual, expected) in [
            (total.mean, expected.mean),
            (total.p50, expected.p50),
            (total.p95, expected.p95),
            (total.p99, expected.p99),
        ] {
            assert!((actual - expected).abs() < 1e-3, "{total:?}");
        }
        let fps = figures.fps.expect("there are intervals");
        assert!((fps - 100.0).abs() < 0.01, "{fps}");
        assert_eq!(figures.gpu, None, "no timestamps");
        let one = Summary::of([7.0].into_iter()).expect("one value");
        assert_eq!([one.mean, one.p50, one.p95, one.p99], [7.0; 4]);
    }

    #[test]
    fn the_gpus_time_is_told_where_it_is_known() {
        let (mut statistics, begin) = (Statistics::default(), Instant::now());
        statistics.add(begin, 1, None, MS);
        statistics.add(begin + 10 * MS, 2, Some(2 * MS), 3 * MS);
        assert_eq!(statistics.figures().gpu.map(|gpu| gpu.mean), Some(2.0));
        let latest: Vec<_> = statistics.latest_first().collect();
        assert_eq!(latest, [[10.0, 3.0]], "of the first frame no interval is known");
    }

    #[test]
    fn frames_are_forgotten_after_a_while_and_memory_does_not_grow() {
        let (mut statistics, begin) = (Statistics::default(), Instant::now());
        statistics.add(begin, 1, None, 900 * MS);
        statistics.add(begin + WINDOW + MS, 2, None, MS);
        assert_eq!(statistics.figures().total.map(|total| total.p99), Some(1.0));

        statistics.clear();
        for frame in 0..3 * CAPACITY as u32 {
            statistics.add(begin + frame * MS, u64::from(frame), None, MS);
        }
        assert_eq!(statistics.frames.len(), CAPACITY);
        assert!(statistics.frames.capacity() < 2 * CAPACITY);
    }

    #[test]
    fn an_interruption_is_no_late_frame() {
        let (mut statistics, begin) = (Statistics::default(), Instant::now());
        statistics.add(begin, 1, None, MS);
        statistics.add(begin + 10 * MS, 2, None, MS);
        statistics.interrupt();
        statistics.add(begin + 2000 * MS, 200, None, MS);
        statistics.add(begin + 2010 * MS, 201, None, MS);
        let figures = statistics.figures();
        assert_eq!(figures.frame.map(|frame| frame.p99), Some(10.0));
        assert_eq!(figures.obs_fps, Some(100.0));
    }

    #[test]
    fn what_comes_in_is_counted_in_the_same_time_as_what_goes_out() {
        let (mut statistics, begin) = (Statistics::default(), Instant::now());
        // Every other one of OBS's frames, at a rate that changes on the way.
        let mut now = begin;
        for frame in 0..300 {
            now += if frame < 200 { 5 * MS } else { 40 * MS };
            statistics.add(now, 2 * frame, None, MS);
            let figures = statistics.figures();
            let rates = figures.obs_fps.zip(figures.fps);
            assert!(
                rates.is_none_or(|(obs, fps)| (obs - 2.0 * fps).abs() < 1e-3),
                "{rates:?}"
            );
        }
        assert!(statistics.figures().fps.is_some());
    }

    #[test]
    fn the_first_frame_of_a_kind_does_not_count_and_those_of_another_maker_neither() {
        let maker = |technology| (technology, Size::new(40, 30), Size::new(60, 45));
        let (mut statistics, begin) = (Statistics::default(), Instant::now());
        let add = |statistics: &mut Statistics, frame: u32, total: u32| {
            statistics.add(begin + frame * 10 * MS, u64::from(frame), None, total * MS);
            statistics.figures()
        };
        statistics.begin(maker(TechnologyId::Fsr));
        assert_eq!(add(&mut statistics, 1, 500), Figures::default());
        add(&mut statistics, 2, 1);
        // Another way of the same: with the overlay, perhaps.
        statistics.begin(maker(TechnologyId::Fsr));
        add(&mut statistics, 3, 700);
        let total = add(&mut statistics, 4, 3).total;
        assert_eq!(total.map(|total| [total.mean, total.p99]), Some([2.0, 3.0]));
        statistics.begin(maker(TechnologyId::Nis));
        assert_eq!(add(&mut statistics, 5, 600), Figures::default());
        assert_eq!(
            add(&mut statistics, 6, 9).total.map(|total| total.mean),
            Some(9.0)
        );
    }
}
