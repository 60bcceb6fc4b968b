// SPDX-License-Identifier: GPL-2.0-or-later
//! A short benchmark, and what it prints.

use std::fs;
use std::path::Path;

use super::common::{has_gpu, names, picture, run, run_without_vulkan};
use image::ColorType;
use serde_json::Value;

const SHORT: &str = "bench --frames 3 --input 64x36";

fn is_positive(value: &Value) -> bool {
    value
        .as_f64()
        .is_some_and(|number| number.is_finite() && number > 0.0)
}

#[test]
fn the_report_has_a_row_for_everything() {
    if !has_gpu() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let run = run(
        folder.path(),
        &format!("{SHORT} --scale 2 --json --plot plot.svg"),
    );
    run.done();
    let report: Value = serde_json::from_str(&run.stdout).expect("the report is JSON");
    assert!(!report["device"].as_str().unwrap().is_empty());
    assert!(["gpu", "wall"].contains(&report["clock"].as_str().unwrap()));
    assert!(
        is_positive(&report["copy_gb_s"]) && is_positive(&report["fp32_gflop_s"]),
        "{report}"
    );
    let results = report["results"].as_array().unwrap();
    for row in results {
        assert_eq!(
            (&row["input"], &row["output"]),
            (&"64x36".into(), &"128x72".into())
        );
        assert_eq!(
            (&row["frames"], &row["bytes"]),
            (&3.into(), &((64 * 36 + 128 * 72) * 4).into())
        );
        for key in [
            "gpu_ms_median",
            "floor_ms",
            "ratio_to_floor",
            "ns_per_output_pixel",
        ] {
            assert!(is_positive(&row[key]), "{key} of {row}");
        }
        assert!(row["gpu_ms_p99"].is_null(), "of too few frames: {row}");
        assert!((20.0..60.0).contains(&row["psnr_y"].as_f64().unwrap()), "{row}");
        assert!((0.5..1.0).contains(&row["ssim"].as_f64().unwrap()), "{row}");
        let passes = row["passes"].as_array().unwrap();
        assert!(passes.iter().all(|pass| is_positive(&pass["bytes"])), "{row}");
        let has_yardstick = row["technology"] == "fsr" || row["algorithm"] == "lanczos3";
        for key in ["yardstick_ms", "ratio_to_yardstick"] {
            assert!(
                row.get(key).is_some() && is_positive(&row[key]) == has_yardstick,
                "{key} of {row}"
            );
        }
    }
    let rows = |technology: &str| {
        results
            .iter()
            .filter(|row| row["technology"] == technology)
            .count()
    };
    let has_half = results.iter().any(|row| row["precision"] == "half");
    let precisions = if has_half { 2 } else { 1 };
    assert_eq!(rows("fsr"), 2 * precisions, "with sharpening and without");
    assert!(rows("fallback") >= 7, "every kernel");

    let plot = fs::read_to_string(folder.path().join("plot.svg")).unwrap();
    assert!(plot.starts_with("<svg") && plot.trim_end().ends_with("</svg>"));
    assert_eq!(plot.matches("<circle").count(), results.len());
    assert!(!plot.contains("NaN") && plot.contains("Lanczos"), "{plot}");
    assert_eq!(names(folder.path()), ["plot.svg"]);
}

#[test]
fn people_get_a_table_of_what_they_asked_for() {
    if !has_gpu() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("pictures")).unwrap();
    picture(ColorType::Rgb8, 60, 40)
        .save(folder.path().join("pictures/a.png"))
        .unwrap();
    let run = run(
        folder.path(),
        &format!("{SHORT} --technology fsr --pictures pictures"),
    );
    run.done();
    for part in [
        "64x36",
        "96x54",
        "3 frames",
        "GB/s",
        "GFLOP/s",
        "sharpened",
        "rcas",
    ] {
        assert!(run.stdout.contains(part), "{part} is not in {}", run.stdout);
    }
    assert!(!run.stdout.contains("Lanczos"), "{}", run.stdout);
}

#[test]
fn a_hundred_frames_tell_of_one_in_a_hundred() {
    if !has_gpu() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let arguments = "bench --frames 100 --input 64x36 --technology fsr --json";
    let run = run(folder.path(), arguments);
    run.done();
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    for row in report["results"].as_array().unwrap() {
        assert_eq!(row["frames"], 100, "{row}");
        let (median, p99) = (row["gpu_ms_median"].as_f64(), row["gpu_ms_p99"].as_f64());
        assert!(p99.is_some() && p99 >= median, "{row}");
    }
}

#[test]
fn what_cannot_be_measured_is_said() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, status, part) in [
        ("--technology frs", 2, "did you mean 'fsr'"),
        ("--technology fsr,auto", 2, "auto"),
        ("--frames 0", 2, "--frames"),
        ("--input 0x4", 2, "--input"),
        ("--scale 0.5", 2, "--scale"),
        ("--plot none/plot.svg", 1, "folder does not exist"),
        ("--pictures none", 1, "no such file"),
        ("--pictures .", 1, "no image"),
    ] {
        let run = run(folder.path(), &format!("bench {arguments}"));
        let error = run.error(status);
        assert!(error.contains(part), "{error}");
    }
    let run = run_without_vulkan(Path::new("."), SHORT);
    assert!(run.error(1).contains("Vulkan"), "{}", run.stderr);
    assert_eq!(names(folder.path()), [""; 0]);
}
