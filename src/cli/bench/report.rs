// SPDX-License-Identifier: GPL-2.0-or-later
//! The benchmark's report for programs and for people.

use std::io::{self, Write};

use nu_scaler_core::bench::{Report, Row};
use nu_scaler_core::text::Message;
use serde::Serialize;

use super::{name, one_line, sizes};

/// The JSON. What is not known is null.
#[derive(Serialize)]
pub(super) struct Json {
    device: String,
    driver: String,
    /// `gpu`: the GPU's timestamps; `wall`: the wall clock, from submission to end, each pass by itself.
    clock: &'static str,
    copy_gb_s: f64,
    fp32_gflop_s: f64,
    notes: Vec<String>,
    results: Vec<JsonRow>,
}

#[derive(Serialize)]
struct JsonRow {
    technology: &'static str,
    algorithm: Option<&'static str>,
    sharpness: f32,
    precision: Option<&'static str>,
    network: Option<&'static str>,
    input: String,
    output: String,
    frames: usize,
    gpu_ms_median: f64,
    /// Of at least 100 frames.
    gpu_ms_p99: Option<f64>,
    cpu_ms_median: Option<f64>,
    ns_per_output_pixel: f64,
    /// Read once and written once.
    bytes: u64,
    flops_per_output_pixel: f64,
    memory_floor_ms: f64,
    arithmetic_floor_ms: f64,
    floor_ms: f64,
    ratio_to_floor: f64,
    yardstick_ms: Option<f64>,
    yardstick_cpu_ms: Option<f64>,
    ratio_to_yardstick: Option<f64>,
    cpu_ratio_to_yardstick: Option<f64>,
    psnr_y: Option<f64>,
    ssim: Option<f64>,
    passes: Vec<JsonPass>,
}

#[derive(Serialize)]
struct JsonPass {
    shader: &'static str,
    gpu_ms_median: Option<f64>,
    bytes: u64,
}

impl Json {
    pub(super) fn new(report: &Report) -> Self {
        Self {
            device: report.device.clone(),
            driver: report.driver.clone(),
            clock: if report.has_timestamps { "gpu" } else { "wall" },
            copy_gb_s: report.copy_rate / 1e9,
            fp32_gflop_s: report.arithmetic_rate / 1e9,
            notes: report
                .notes
                .iter()
                .map(|note| one_line(&note.to_string()))
                .collect(),
            results: report.rows.iter().map(JsonRow::new).collect(),
        }
    }
}

impl JsonRow {
    fn new(row: &Row) -> Self {
        Self {
            technology: row.technology.id(),
            algorithm: row.algorithm.map(|algorithm| algorithm.id()),
            sharpness: row.sharpness,
            precision: row.precision.map(|precision| precision.id()),
            network: row.network.map(|network| network.name()),
            input: row.input.to_string(),
            output: row.output.to_string(),
            frames: row.frames,
            gpu_ms_median: row.median,
            gpu_ms_p99: row.p99,
            cpu_ms_median: row.cpu_median,
            ns_per_output_pixel: row.nanoseconds_per_pixel(),
            bytes: row.bytes,
            flops_per_output_pixel: row.operations,
            memory_floor_ms: row.memory_floor,
            arithmetic_floor_ms: row.arithmetic_floor,
            floor_ms: row.floor(),
            ratio_to_floor: row.median / row.floor(),
            yardstick_ms: row.yardstick.map(|yardstick| yardstick.median),
            yardstick_cpu_ms: row.yardstick.and_then(|yardstick| yardstick.cpu_median),
            ratio_to_yardstick: row.ratio_to_yardstick(),
            cpu_ratio_to_yardstick: row.cpu_ratio_to_yardstick(),
            psnr_y: row.quality.map(|quality| quality.psnr_y),
            ssim: row.quality.map(|quality| quality.ssim),
            passes: row
                .passes
                .iter()
                .map(|pass| JsonPass {
                    shader: pass.shader,
                    gpu_ms_median: pass.median,
                    bytes: pass.bytes,
                })
                .collect(),
        }
    }
}

/// A column of the table: the key of its title, and what a row has there.
type Column = (&'static str, fn(&Row) -> Option<String>);

const COLUMNS: [Column; 12] = [
    ("Bench.Median", |row| Some(milliseconds(row.median))),
    ("Bench.P99", |row| row.p99.map(milliseconds)),
    ("Bench.PerPixel", |row| {
        Some(format!("{:.3}", row.nanoseconds_per_pixel()))
    }),
    ("Bench.Floor", |row| Some(milliseconds(row.floor()))),
    ("Bench.ToFloor", |row| {
        Some(format!("{:.2}", row.median / row.floor()))
    }),
    ("Bench.Yardstick", |row| {
        row.yardstick.map(|yardstick| milliseconds(yardstick.median))
    }),
    ("Bench.ToYardstick", |row| ratio(row.ratio_to_yardstick())),
    (CPU, |row| row.cpu_median.map(milliseconds)),
    (CPU_YARDSTICK, |row| row.yardstick?.cpu_median.map(milliseconds)),
    (CPU_TO_YARDSTICK, |row| ratio(row.cpu_ratio_to_yardstick())),
    ("Bench.PsnrY", |row| {
        row.quality.map(|quality| format!("{:.2}", quality.psnr_y))
    }),
    ("Bench.Ssim", |row| {
        row.quality.map(|quality| format!("{:.4}", quality.ssim))
    }),
];

/// What says something about software devices only.
const CPU: &str = "Bench.Cpu";
const CPU_YARDSTICK: &str = "Bench.CpuYardstick";
const CPU_TO_YARDSTICK: &str = "Bench.CpuToYardstick";

fn ratio(ratio: Option<f64>) -> Option<String> {
    ratio.map(|ratio| format!("{ratio:.2}"))
}

/// A table for each pair of sizes, and below each row its passes, where there are several.
pub(super) fn print(out: &mut impl Write, report: &Report) -> io::Result<()> {
    writeln!(out, "{} ({})", report.device, report.driver)?;
    let rates = Message::new("Bench.Rates")
        .with("copy", format!("{:.2}", report.copy_rate / 1e9))
        .with("arithmetic", format!("{:.1}", report.arithmetic_rate / 1e9));
    writeln!(out, "{rates}")?;
    for note in &report.notes {
        writeln!(out, "{}", one_line(&note.to_string()))?;
    }
    for pair in sizes(report) {
        let rows: Vec<&Row> = report
            .rows
            .iter()
            .filter(|row| [row.input, row.output] == pair)
            .collect();
        let frames = rows.first().map_or(0, |row| row.frames);
        let title = Message::new("Bench.Title")
            .with("input", pair[0].to_string())
            .with("output", pair[1].to_string())
            .with("frames", frames.to_string());
        writeln!(out, "\n{title}")?;
        let columns: Vec<Column> = COLUMNS
            .into_iter()
            .filter(|(key, _)| report.is_software || ![CPU, CPU_YARDSTICK, CPU_TO_YARDSTICK].contains(key))
            .collect();
        let titles = ["Bench.Name"]
            .into_iter()
            .chain(columns.iter().map(|(key, _)| *key));
        let mut lines: Vec<Vec<String>> = vec![titles.map(|key| Message::new(key).to_string()).collect()];
        for row in rows {
            let cells = columns
                .iter()
                .map(|(_, cell)| cell(row).unwrap_or_else(|| "-".to_owned()));
            lines.push([name(row)].into_iter().chain(cells).collect());
            if row.passes.len() > 1 {
                // The name and the median stand first.
                lines.extend(row.passes.iter().map(|pass| {
                    vec![
                        format!("  {}", pass.shader),
                        pass.median.map(milliseconds).unwrap_or_default(),
                    ]
                }));
            }
        }
        print_lines(out, &lines)?;
    }
    Ok(())
}

fn milliseconds(value: f64) -> String {
    // Three digits that mean something, on the slowest device and on the fastest.
    match value {
        100.0.. => format!("{value:.0}"),
        10.0..100.0 => format!("{value:.1}"),
        1.0..10.0 => format!("{value:.2}"),
        _ => format!("{value:.4}"),
    }
}

fn print_lines(out: &mut impl Write, lines: &[Vec<String>]) -> io::Result<()> {
    let columns = lines.first().map_or(0, Vec::len);
    let width = |column: usize| {
        let widths = lines
            .iter()
            .filter_map(|line| line.get(column))
            .map(|cell| cell.chars().count());
        widths.max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for line in lines {
        let mut text = String::new();
        for (column, (cell, width)) in line.iter().zip(&widths).enumerate() {
            match column {
                0 => text.push_str(&format!("  {cell:width$}")),
                _ => text.push_str(&format!("  {cell:>width$}")),
            }
        }
        writeln!(out, "{}", text.trim_end())?;
    }
    Ok(())
}
