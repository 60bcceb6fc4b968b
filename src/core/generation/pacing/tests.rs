// SPDX-License-Identifier: GPL-2.0-or-later

use std::collections::HashSet;

use super::*;
use crate::pass::KEPT_BIND_GROUPS;

const RATE: f64 = 60.0;

/// What is seen at a frame of the output: of which time of the source it is, and whether it was made.
#[derive(Clone, Copy, Debug)]
struct Seen {
    time: f64,
    is_made: bool,
}

/// A source whose frames come at these times, captured and shown at 60 frames a second. Answers come `late` frames later.
struct Run {
    pacer: Pacer,
    seen: Vec<Seen>,
    /// The slots of what was compared together.
    compared: HashSet<[usize; 3]>,
}

fn moment(tick: usize) -> Moment {
    Moment {
        now: Duration::from_secs_f64(100.0 + tick as f64 / RATE),
        interval: Duration::from_secs_f64(1.0 / RATE),
    }
}

impl Run {
    fn new(ticks: usize, late: usize, times: impl Fn(usize) -> f64) -> Self {
        let mut run = Self {
            pacer: Pacer::new(),
            seen: Vec::new(),
            compared: HashSet::new(),
        };
        // The source's frame that each capture has.
        let mut captured: Vec<usize> = Vec::new();
        for tick in 0..ticks {
            for number in (0..=tick.saturating_sub(late)).filter(|_| tick >= late) {
                let change = match number == 0 || captured[number] != captured[number - 1] {
                    true => Change::New,
                    false => Change::None,
                };
                if number + late == tick {
                    run.pacer.answer(number as u64, change, moment(tick));
                }
            }
            let now = tick as f64 / RATE;
            let frame = (0..).take_while(|frame| times(*frame) <= now + 1e-9).count();
            captured.push(frame.saturating_sub(1));
            let Capture { frame, before, kept } = run.pacer.capture(moment(tick));
            let before = before.unwrap_or(frame.slot);
            // Once it has found its pace.
            if tick >= 300 {
                run.compared.insert([frame.slot, before, kept.unwrap_or(before)]);
            }
            let time = |frame: Frame| times(captured[frame.number as usize]);
            run.seen.push(match run.pacer.show(moment(tick)) {
                Show::Newest => Seen {
                    time: now,
                    is_made: false,
                },
                Show::Frame(frame) => Seen {
                    time: time(frame),
                    is_made: false,
                },
                Show::Between([before, after], share) => Seen {
                    time: time(before) + f64::from(share) * (time(after) - time(before)),
                    is_made: true,
                },
            });
        }
        run
    }

    /// The steps of time from frame to frame of the output, in those, from the second second on.
    fn steps(&self) -> Vec<f64> {
        let pairs = self.seen[60..].windows(2);
        pairs.map(|pair| (pair[1].time - pair[0].time) * RATE).collect()
    }
}

#[test]
fn half_the_rate_is_doubled_evenly_and_every_frame_of_the_source_is_shown() {
    for late in [1, 2] {
        let run = Run::new(180, late, |frame| frame as f64 / 30.0);
        assert!(
            run.steps().iter().all(|step| (step - 1.0).abs() < 0.01),
            "{late}: {:?}",
            run.steps()
        );
        let made = run.seen[60..].iter().filter(|seen| seen.is_made).count();
        assert_eq!(made, 60, "{late}");
        let Pace::Generating { rate, delay } = run.pacer.pace() else {
            panic!("{:?}", run.pacer.pace());
        };
        assert!((rate - 30.0).abs() < 0.01);
        let frames = delay.as_secs_f64() * RATE;
        assert!((frames - (1.0 + late as f64)).abs() < 0.01, "{late}: {frames}");
    }
}

#[test]
fn other_rates_are_spread_evenly_too() {
    for rate in [15.0, 20.0, 24.0, 25.0, 29.97] {
        for phase in [0.0, 0.003, 0.011] {
            let run = Run::new(300, 1, |frame| frame as f64 / rate + phase);
            let uneven = run
                .steps()
                .iter()
                .filter(|step| (*step - 1.0).abs() > 0.6)
                .count();
            assert!(uneven <= 2, "{rate} {phase}: {:?}", run.steps());
        }
    }
}

#[test]
fn frames_that_come_unevenly_are_never_shown_backwards() {
    // Each frame comes up to a whole frame of the output later than it should.
    let late = |frame: usize| ((frame * 7919) % 100) as f64 / 100.0 / RATE;
    let run = Run::new(600, 1, |frame| frame as f64 / 30.0 + late(frame));
    assert!(run.steps().iter().all(|step| *step > -0.01), "{:?}", run.steps());
    let standing = run.steps().iter().filter(|step| **step < 0.1).count();
    assert!(standing < 54, "{standing} of 540 stand still");
}

#[test]
fn a_frame_that_comes_late_now_and_then_is_not_waited_for() {
    // As two clocks do that are nearly in step: one in twenty comes a frame of the output later.
    let times = |frame: usize| frame as f64 / 30.0 + if frame % 20 == 7 { 0.01 } else { 0.0 };
    let run = Run::new(600, 1, times);
    let uneven = run
        .steps()
        .iter()
        .filter(|step| (*step - 1.0).abs() > 0.7)
        .count();
    assert!(uneven <= 2, "{:?}", run.steps());
}

#[test]
fn a_source_that_is_too_fast_is_shown_as_it_comes() {
    for rate in [60.0, 50.0, 40.0] {
        let run = Run::new(180, 1, |frame| frame as f64 / rate);
        assert!(
            matches!(run.pacer.pace(), Pace::TooFast { .. }),
            "{rate}: {:?}",
            run.pacer.pace()
        );
        assert!(run.seen.iter().all(|seen| !seen.is_made));
    }
}

#[test]
fn a_source_that_changes_its_rate_is_followed() {
    // 30 a second for two seconds, 60 for two, 30 again.
    let times = |frame: usize| match frame {
        0..60 => frame as f64 / 30.0,
        60..180 => 2.0 + (frame - 60) as f64 / 60.0,
        _ => 4.0 + (frame - 180) as f64 / 30.0,
    };
    let run = Run::new(360, 1, times);
    assert!(run.seen[60..118].iter().any(|seen| seen.is_made));
    assert!(run.seen[170..238].iter().all(|seen| !seen.is_made));
    assert!(run.seen[300..].iter().any(|seen| seen.is_made));
}

#[test]
fn a_pause_is_no_slow_motion() {
    // Half a second without another picture: only the last step before the next one is filled.
    let times = |frame: usize| frame as f64 / 30.0 + if frame >= 45 { 0.4 } else { 0.0 };
    let run = Run::new(180, 1, times);
    let made = run.seen[92..114].iter().filter(|seen| seen.is_made).count();
    assert!(made <= 2, "{made}");
    assert!(run.seen[140..].iter().any(|seen| seen.is_made));
}

#[test]
fn nothing_is_made_of_a_still_picture_and_after_an_interruption_all_begins_anew() {
    let mut run = Run::new(120, 1, |frame| if frame == 0 { 0.0 } else { f64::INFINITY });
    assert_eq!(run.pacer.pace(), Pace::Measuring);
    let mut fast = Run::new(120, 1, |frame| frame as f64 / 30.0);
    assert!(matches!(fast.pacer.pace(), Pace::Generating { .. }));
    for run in [&mut run, &mut fast] {
        run.pacer.capture(moment(200));
        assert_eq!(run.pacer.pace(), Pace::Measuring);
        assert_eq!(run.pacer.show(moment(200)), Show::Newest);
    }
}

#[test]
fn answers_that_do_not_come_cost_nothing_but_frames_in_between() {
    let mut pacer = Pacer::new();
    for tick in 0..100 {
        let capture = pacer.capture(moment(tick));
        assert_ne!(Some(capture.frame.slot), capture.before);
        assert_eq!(pacer.show(moment(tick)), Show::Newest);
    }
}

/// A source of 30 frames a second that moves, and from the second second on fades by less than counts from frame to frame.
#[test]
fn what_creeps_away_is_followed_and_says_nothing_of_the_pace() {
    let level = |capture: usize| match capture / 2 {
        frame @ 0..60 => 10.0 * frame as f64,
        frame => 590.0 + 0.3 * (frame - 59) as f64,
    };
    let counts = |one: f64, other: f64| (one - other).abs() > 0.75;
    for late in 1..=3_usize {
        let mut pacer = Pacer::new();
        // What is in each slot, and what is known of each capture later.
        let mut slots = [0.0; SLOTS];
        let mut changes: Vec<Change> = Vec::new();
        for tick in 0..360_usize {
            if let Some(number) = tick.checked_sub(late) {
                pacer.answer(number as u64, changes[number], moment(tick));
            }
            let Capture { frame, before, kept } = pacer.capture(moment(tick));
            slots[frame.slot] = level(tick);
            let differs = |slot: Option<usize>| slot.is_some_and(|slot| counts(level(tick), slots[slot]));
            changes.push(match (before.is_none() || differs(before), differs(kept)) {
                (true, _) => Change::New,
                (false, true) => Change::Crept,
                (false, false) => Change::None,
            });
            let seen = match pacer.show(moment(tick)) {
                Show::Newest => level(tick),
                Show::Frame(frame) => slots[frame.slot],
                Show::Between([before, after], share) => {
                    let [before, after] = [before, after].map(|frame| slots[frame.slot]);
                    before + f64::from(share) * (after - before)
                }
            };
            if tick < 140 {
                continue;
            }
            let Pace::Generating { rate, delay } = pacer.pace() else {
                panic!("{:?}", pacer.pace());
            };
            assert!((rate - 30.0).abs() < 0.01, "{rate}");
            let then = tick - (delay.as_secs_f64() * RATE).round() as usize;
            let away = (seen - level(then)).abs();
            assert!(away < 1.2, "{late}, {tick}: {seen}, not {}", level(then));
        }
    }
}

/// Each set of pictures that are compared has a bind group of its own.
#[test]
fn slots_come_round_in_few_orders() {
    for rate in [15.0, 20.0, 23.976, 24.0, 25.0, 29.97, 30.0] {
        for late in 1..=3 {
            let run = Run::new(1500, late, |frame| frame as f64 / rate);
            let sets = run.compared.len();
            println!("{rate} a second, {late} late: {sets}");
            assert!(sets <= KEPT_BIND_GROUPS, "{rate}, {late}: {sets}");
        }
    }
}
