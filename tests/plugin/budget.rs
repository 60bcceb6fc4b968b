// SPDX-License-Identifier: GPL-2.0-or-later
//! Keeping to a time budget.

use anyhow::{Context, Result, ensure};
use nu_scaler_tests::host::Options;
use nu_scaler_tests::host::pattern::Pattern;
use nu_scaler_tests::host_test;
use serde_json::{Value, json};

use crate::common::{Stage, busy_picture};

/// What costs most: NVIDIA Image Scaling, sharpened.
fn dear(budget_ms: f64) -> Value {
    json!({ "technology": "nis", "scale_mode": "factor", "scale_factor": 2.0, "sharpness": 0.5, "budget_ms": budget_ms })
}

fn frame_ms(status: &Value) -> Result<f64> {
    status["times"]["total_ms"]["p50"]
        .as_f64()
        .with_context(|| format!("no time in {status}"))
}

host_test!(
    fault_23_a_budget_is_kept_at_the_same_size,
    Options::DEFAULT,
    |host| {
        let pattern = Pattern::new(busy_picture(320, 240, 1));
        let stage = Stage::new(host, host.pattern("dear", &pattern)?, &dear(0.0))?;
        stage.wait_upscaling()?;
        host.ticks(20)?;
        let cost = frame_ms(&stage.filter.status()?)?;

        stage.filter.update(&dear(0.5 * cost))?;
        let status = stage.wait_for("a cheaper way", |status| {
            ensure_size(status);
            status["economy"] != 0 && status["technology"] != "nis"
        })?;
        let reason = status["reason"].as_str().unwrap_or_default();
        ensure!(
            status["asked"] == "nis" && reason.contains("To keep to"),
            "{status}"
        );

        // None takes no time at all: the quickest stays, and the status says that it does not suffice.
        stage.filter.update(&dear(0.001))?;
        let status = stage.wait_for("the quickest way", |status| {
            ensure_size(status);
            let reason = status["reason"].as_str().unwrap_or_default();
            status["economy"] != 0 && reason.contains("the quickest is")
        })?;
        ensure!(status["state"] == "upscaling", "{status}");

        // Without a budget, and with one that suffices, all is as asked.
        for plenty in [0.0, 100.0] {
            stage.filter.update(&dear(plenty))?;
            let status = stage.wait_for("what was asked for", |status| status["technology"] == "nis")?;
            ensure!(
                status["economy"] == 0 && status["reason"] == Value::Null,
                "{status}"
            );
        }
        Ok(())
    }
);

/// A scene's layout must not jump.
fn ensure_size(status: &Value) {
    assert_eq!(status["output"], "640x480", "{status}");
    assert_eq!(status["state"], "upscaling", "{status}");
}
