// SPDX-License-Identifier: GPL-2.0-or-later
//! Cost against quality as an SVG: a panel for each pair of sizes, a point for each row. Up is better, left is
//! cheaper; the scale of cost is logarithmic.

use std::fmt::Write;

use nu_scaler_core::bench::{Report, Row};
use nu_scaler_core::text::Message;

use super::{name, sizes};

/// Pixels of a panel, and of what is around its axes.
const WIDTH: f64 = 860.0;
const HEIGHT: f64 = 420.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 190.0;
const TOP: f64 = 50.0;
const BOTTOM: f64 = 50.0;
/// Between the baselines of two labels, so that they can be read.
const LINE: f64 = 14.0;

/// A row that has both a cost and a quality.
struct Point {
    name: String,
    cost: f64,
    quality: f64,
}

/// The whole picture.
pub(super) fn draw(report: &Report) -> String {
    let panels: Vec<_> = sizes(report)
        .into_iter()
        .filter_map(|pair| {
            let rows = report.rows.iter().filter(|row| [row.input, row.output] == pair);
            let points: Vec<Point> = rows.filter_map(point).collect();
            let title = Message::new("Bench.PlotTitle")
                .with("device", &report.device)
                .with("input", pair[0].to_string())
                .with("output", pair[1].to_string());
            (!points.is_empty()).then(|| (title.to_string(), points))
        })
        .collect();
    let height = HEIGHT * panels.len().max(1) as f64;
    let mut svg = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
         viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"white\"/>"
    );
    for (index, (title, points)) in panels.iter().enumerate() {
        let _ = writeln!(svg, "<g transform=\"translate(0 {})\">", HEIGHT * index as f64);
        panel(&mut svg, title, points);
        svg.push_str("</g>\n");
    }
    svg.push_str("</svg>\n");
    svg
}

fn point(row: &Row) -> Option<Point> {
    let quality = row.quality?.psnr_y;
    (quality.is_finite() && row.median > 0.0).then(|| Point {
        name: name(row),
        cost: row.median,
        quality,
    })
}

fn panel(svg: &mut String, title: &str, points: &[Point]) {
    let (cheapest, dearest) = range(points.iter().map(|point| point.cost.log10()), 0.05);
    let (worst, best) = range(points.iter().map(|point| point.quality), 0.3);
    let x = |cost: f64| LEFT + (cost.log10() - cheapest) / (dearest - cheapest) * (WIDTH - LEFT - RIGHT);
    let y = |quality: f64| HEIGHT - BOTTOM - (quality - worst) / (best - worst) * (HEIGHT - TOP - BOTTOM);
    let (right, bottom) = (WIDTH - RIGHT, HEIGHT - BOTTOM);

    text(svg, LEFT, 28.0, "start", title);
    text(
        svg,
        (LEFT + right) / 2.0,
        HEIGHT - 12.0,
        "middle",
        &Message::new("Bench.Cost").to_string(),
    );
    let quality = Message::new("Bench.Quality").to_string();
    text(svg, 8.0, TOP - 6.0, "start", &quality);
    for cost in ticks_of_cost(cheapest, dearest) {
        line(svg, [x(cost), TOP], [x(cost), bottom]);
        text(svg, x(cost), bottom + 16.0, "middle", &cost.to_string());
    }
    let step = step_of_quality(best - worst);
    let mut quality = (worst / step).ceil() * step;
    while quality <= best {
        line(svg, [LEFT, y(quality)], [right, y(quality)]);
        text(svg, LEFT - 6.0, y(quality) + 4.0, "end", &format!("{quality:.1}"));
        quality += step;
    }

    // From the top down, each label no higher than below the one before.
    let mut sorted: Vec<&Point> = points.iter().collect();
    sorted.sort_by(|a, b| b.quality.total_cmp(&a.quality));
    let mut free = f64::NEG_INFINITY;
    for point in sorted {
        let (x, y) = (x(point.cost), y(point.quality));
        let label = free.max(y + 4.0);
        free = label + LINE;
        let _ = writeln!(
            svg,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\" fill=\"#1f6fb2\"/>"
        );
        let _ = writeln!(
            svg,
            "<path d=\"M{x:.1} {y:.1}L{:.1} {:.1}\" stroke=\"#1f6fb2\" stroke-width=\"0.5\"/>",
            right + 6.0,
            label - 4.0
        );
        text(svg, right + 8.0, label, "start", &point.name);
    }
}

/// The least and the greatest value, with room around them; never the same.
fn range(values: impl Iterator<Item = f64> + Clone, room: f64) -> (f64, f64) {
    let least = values.clone().fold(f64::INFINITY, f64::min);
    let greatest = values.fold(f64::NEG_INFINITY, f64::max);
    (least - room, greatest + room)
}

/// Round numbers between two logarithms.
fn ticks_of_cost(from: f64, to: f64) -> Vec<f64> {
    let exponents = from.floor() as i32..=to.ceil() as i32;
    exponents
        .flat_map(|exponent| [1.0, 1.5, 2.0, 3.0, 5.0, 7.0].map(|digit| format!("{digit}e{exponent}")))
        // By way of the decimal number, so that it is written as short as it was meant.
        .filter_map(|number| number.parse::<f64>().ok())
        .filter(|tick| (from..=to).contains(&tick.log10()))
        .collect()
}

/// A round step of which about five fit.
fn step_of_quality(span: f64) -> f64 {
    let steps = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0];
    steps.into_iter().find(|step| span / step <= 7.0).unwrap_or(20.0)
}

fn line(svg: &mut String, from: [f64; 2], to: [f64; 2]) {
    let ([x1, y1], [x2, y2]) = (from, to);
    let _ = writeln!(
        svg,
        "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"#dddddd\"/>"
    );
}

fn text(svg: &mut String, x: f64, y: f64, anchor: &str, text: &str) {
    // The name of a device can have anything in it.
    let escaped = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let _ = writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{escaped}</text>"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round() {
        assert_eq!(ticks_of_cost(-0.4, 0.4), [0.5, 0.7, 1.0, 1.5, 2.0]);
        assert_eq!(step_of_quality(0.6), 0.1);
        assert_eq!(step_of_quality(6.0), 1.0);
    }

    #[test]
    fn one_point_alone_is_within_its_panel() {
        let point = Point {
            name: "<a & b>".to_owned(),
            cost: 3.0,
            quality: 30.0,
        };
        let mut svg = String::new();
        panel(&mut svg, "title", &[point]);
        assert!(svg.contains("&lt;a &amp; b&gt;") && !svg.contains("NaN"), "{svg}");
        assert!(svg.contains("<circle cx=\"370.0\" cy=\"210.0\""), "{svg}");
    }
}
