// SPDX-License-Identifier: GPL-2.0-or-later
//! What the overlay says: what runs, between which sizes, and how long it takes.

use std::time::{Duration, Instant};

use nu_scaler_core::frame::Size;
use nu_scaler_core::generation::{Moment, Pace};
use nu_scaler_core::passes::{BARS, COLUMNS, Graph, Ink, Readout};
use nu_scaler_core::pipeline::Plan;
use nu_scaler_core::settings::{ScaleMode, Settings};
use nu_scaler_core::text::Message;

use crate::statistics::{self, Figures, Summary};
use crate::status::localised;

/// Figures that change faster cannot be read.
const REFRESH: Duration = Duration::from_millis(250);

/// The graph's height: the least of these, doubled as often as needed, that half as much again as the usual frame is
/// below. At 60 fps it is 33.3 ms, with the line at half of it where the frames should end.
const LEAST_RANGE: f32 = 1e3 / 120.0;
const ROOM: f32 = 1.5;
/// The part of the height from which a frame is late: half as much again as one that reaches the line.
const LATE: f32 = 0.75;

// Where the columns of figures end.
const MEAN: usize = 18;
const P99: usize = 26;

/// Frames that are made in between.
#[derive(Clone, Copy)]
pub(crate) struct Generated {
    /// Frames of the source a second, and of OBS.
    rates: [f32; 2],
    delay: Duration,
}

impl Generated {
    /// `None` where none are made at the moment.
    pub(crate) fn of(pace: Option<Result<Pace, &Message>>, moment: Moment) -> Option<Self> {
        match pace? {
            Ok(Pace::Generating { rate, delay }) => Some(Self {
                rates: [rate, 1.0 / moment.interval.as_secs_f32()],
                delay,
            }),
            _ => None,
        }
    }

    fn message(self) -> Message {
        let [source, output] = self.rates.map(|rate| format!("{rate:.0}"));
        Message::new("Overlay.Generation")
            .with("source", source)
            .with("output", output)
            .with("delay", format!("{:.0}", self.delay.as_secs_f32() * 1e3))
    }
}

/// Two texts on the graph's line, the second at its end.
fn beside(first: &str, second: &str) -> String {
    let room = (COLUMNS - 1).saturating_sub(first.chars().count());
    format!("{first}{second:>room$}")
}

/// The overlay of one engine.
#[derive(Default)]
pub(crate) struct Overlay {
    readout: Readout,
    /// The graph's height in milliseconds.
    range: f32,
    /// When the text was written, and for what plan.
    written: Option<(Instant, Plan)>,
}

impl Overlay {
    /// What is to be shown now; `saves`: a cheaper way than was asked for is taken, to keep to the time budget.
    pub(crate) fn show(
        &mut self,
        plan: &Plan,
        settings: &Settings,
        saves: bool,
        statistics: &statistics::Shared,
        generated: Option<Generated>,
    ) -> (&Readout, Graph) {
        let is_current = |(since, of): &(Instant, Plan)| since.elapsed() < REFRESH && of == plan;
        if !self.written.as_ref().is_some_and(is_current) {
            let figures = statistics.lock().figures();
            self.range = range(figures.frame.map_or(0.0, |frame| frame.p50));
            self.readout = readout(plan, settings, saves, &figures, self.range, generated);
            self.written = Some((Instant::now(), plan.clone()));
        }
        let frames = statistics.lock();
        let graph = Graph::new(self.range, LATE * self.range, frames.latest_first().take(BARS));
        (&self.readout, graph)
    }
}

fn range(usual: f32) -> f32 {
    let mut range = LEAST_RANGE;
    while range < ROOM * usual {
        range *= 2.0;
    }
    range
}

/// A name without what it says of itself in brackets: there is room for one of both, and the preset stands beside it.
fn short(name: &str) -> &str {
    name.split_once(" (").map_or(name, |(name, _)| name)
}

fn readout(
    plan: &Plan,
    settings: &Settings,
    saves: bool,
    figures: &Figures,
    range: f32,
    generated: Option<Generated>,
) -> Readout {
    let mut readout = Readout::default();
    // Names are in English: few others could be shown, and they would stand beside those that can.
    let technology = Message::new(plan.technology().locale_key());
    readout.write(0, 0, Ink::Accent, short(&technology.to_string()));
    if saves {
        // Why it is another one than was chosen.
        let budget = Message::new("Overlay.Budget");
        readout.write_before(0, COLUMNS, Ink::Label, &shown(&budget));
    } else if settings.scale_mode == ScaleMode::Preset {
        let quality = Message::new(settings.quality.locale_key());
        readout.write_before(0, COLUMNS, Ink::Label, &quality.to_string());
    }
    let (input, output) = (plan.input().size, plan.output());
    let sizes = Message::new("Overlay.Sizes")
        .with("input", input.to_string())
        .with("output", output.to_string());
    readout.write(1, 0, Ink::Value, &shown(&sizes));
    readout.write_before(1, COLUMNS, Ink::Label, &scale(input, output));

    write_figures(&mut readout, figures);
    let caption = Message::new("Overlay.Range").with("milliseconds", format!("{range:.1}"));
    let caption = shown(&caption);
    readout.caption(&match generated {
        Some(generated) => beside(&caption, &shown(&generated.message())),
        None => caption,
    });
    readout
}

/// The lines of figures, below each other; none of what is not known, as the GPU's time of a device without a clock.
fn write_figures(readout: &mut Readout, figures: &Figures) {
    if let Some(fps) = figures.fps {
        let fps = Message::new("Overlay.Fps").with("fps", format!("{fps:.1}"));
        readout.write(2, 0, Ink::Value, &shown(&fps));
    }
    let rows = [
        ("Overlay.Gpu", figures.gpu),
        ("Overlay.Total", figures.total),
        ("Overlay.Frame", figures.frame),
    ];
    let known = rows
        .into_iter()
        .filter_map(|(label, times)| Some((label, times?)));
    for (line, (label, Summary { mean, p99, .. })) in (3..).zip(known) {
        if line == 3 {
            readout.write_before(2, MEAN, Ink::Label, &shown(&Message::new("Overlay.Mean")));
            readout.write_before(2, P99, Ink::Label, &shown(&Message::new("Overlay.P99")));
        }
        readout.write(line, 0, Ink::Label, &shown(&Message::new(label)));
        readout.write_before(line, MEAN, Ink::Value, &format!("{mean:.2}"));
        readout.write_before(line, P99, Ink::Value, &format!("{p99:.2}"));
        let unit = Message::new("Unit.Milliseconds");
        readout.write(line, P99 + 1, Ink::Label, &shown(&unit));
    }
}

/// How many times larger the output is; of both axes where they differ.
pub(crate) fn scale(input: Size, output: Size) -> String {
    let [x, y] = [(output.width, input.width), (output.height, input.height)]
        .map(|(output, input)| format!("{:.2}", output as f32 / input as f32));
    let times = |ratio: &str| shown(&Message::new("Overlay.Scale").with("scale", ratio));
    if x == y { times(&x) } else { times(&x) + &times(&y) }
}

/// A text in OBS's language if the overlay's font has its characters, which are Latin letters and signs; else in
/// English. So the overlay is to be readable in every language, and labels of it are best left short and Latin.
fn shown(message: &Message) -> String {
    let text = localised(message);
    if Readout::can_show(&text) {
        text
    } else {
        message.to_string()
    }
}

#[cfg(test)]
mod tests {
    use nu_scaler_core::settings::{Quality, TechnologyId};

    use super::*;

    #[test]
    fn the_usual_frame_reaches_the_graphs_middle_at_the_usual_rates() {
        for (fps, expected) in [(240.0, 8.33), (120.0, 16.67), (60.0, 33.33), (30.0, 66.67)] {
            let range = range(1e3 / fps);
            assert!((range - expected).abs() < 0.01, "{fps}: {range}");
        }
        assert!(range(0.0) > 0.0);
        let slow = range(70.0);
        assert!((105.0..210.0).contains(&slow), "{slow}");
    }

    #[test]
    fn only_what_is_known_has_a_line() {
        let written = |figures: &Figures| {
            let mut readout = Readout::default();
            write_figures(&mut readout, figures);
            readout
        };
        assert_eq!(
            written(&Figures::default()),
            Readout::default(),
            "before the first frame"
        );
        let times = |mean| Summary {
            mean,
            p50: mean,
            p95: mean,
            p99: 2.0 * mean,
        };
        // No GPU time: the others follow each other right below the heads.
        let without = written(&Figures {
            total: Some(times(4.0)),
            frame: Some(times(16.0)),
            ..Figures::default()
        });
        let mut expected = Readout::default();
        expected.write_before(2, MEAN, Ink::Label, "mean");
        expected.write_before(2, P99, Ink::Label, "p99");
        for (line, label, mean, p99) in [(3, "total", "4.00", "8.00"), (4, "frame", "16.00", "32.00")] {
            expected.write(line, 0, Ink::Label, label);
            expected.write_before(line, MEAN, Ink::Value, mean);
            expected.write_before(line, P99, Ink::Value, p99);
            expected.write(line, P99 + 1, Ink::Label, "ms");
        }
        assert_eq!(without, expected);
    }

    #[test]
    fn frames_in_between_are_told_at_the_end_of_the_graphs_line() {
        let moment = Moment {
            now: Duration::ZERO,
            interval: Duration::from_secs(1) / 60,
        };
        let pace = Pace::Generating {
            rate: 29.97,
            delay: Duration::from_micros(33_333),
        };
        let generated = Generated::of(Some(Ok(pace)), moment).expect("some are made");
        let line = beside("133.3 ms", &generated.message().to_string());
        assert_eq!(line, "133.3 ms     30 → 60 fps +33 ms");
        assert!(Generated::of(Some(Ok(Pace::Measuring)), moment).is_none());
    }

    #[test]
    fn a_scale_is_told_of_both_axes_where_they_differ() {
        let size = Size::new;
        assert_eq!(scale(size(1280, 720), size(1920, 1080)), "×1.50");
        assert_eq!(scale(size(100, 100), size(150, 200)), "×1.50×2.00");
    }

    /// Characters of a text whose gaps are filled with numbers of four digits.
    fn length_of(text: &str) -> usize {
        let behind = |gap: &str| {
            gap.split_once('}')
                .map_or(0, |(_, rest)| 4 + rest.chars().count())
        };
        let mut parts = text.split('{');
        let first = parts.next().unwrap_or_default();
        first.chars().count() + parts.map(behind).sum::<usize>()
    }

    #[test]
    fn every_text_of_the_overlay_can_be_shown_and_fits() {
        for key in nu_scaler_core::text::english_keys() {
            let is_name = key.starts_with("Technology.") || key.starts_with("Quality.");
            if key.starts_with("Overlay.") || is_name || key == "Unit.Milliseconds" {
                let text = nu_scaler_core::text::english(key).expect("a text of the file");
                assert!(Readout::can_show(text), "{key}");
                assert!(length_of(text) <= COLUMNS, "{key}");
            }
        }
        let length =
            |key: &str| nu_scaler_core::text::english(key).map_or(0, |text| short(text).chars().count());
        let technologies = TechnologyId::ALL.iter().map(|id| length(id.locale_key()));
        let qualities = Quality::ALL.iter().map(|quality| length(quality.locale_key()));
        let beside = qualities.chain([length("Overlay.Budget")]);
        assert!(technologies.max().unwrap_or(0) + 1 + beside.max().unwrap_or(0) <= COLUMNS);
    }
}
