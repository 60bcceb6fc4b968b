// SPDX-License-Identifier: GPL-2.0-or-later
//! What a frame costs in OBS: this plugin's filter beside OBS's own scale filter, in the same process and run.
//!
//! The cost is the processor time of the whole process for one tick of OBS's graphics thread, which on a software
//! rasteriser is the time that the "GPU" takes too. `NU_SCALER_HOST_LOG=1` shows the tables:
//!
//! ```sh
//! NU_SCALER_HOST_LOG=1 cargo test -p nu-scaler-tests --test frame_cost -- --include-ignored --test-threads=1 --nocapture
//! ```

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use image::{Rgba, RgbaImage};
use nu_scaler_tests::host::pattern::Pattern;
use nu_scaler_tests::host::source::Source;
use nu_scaler_tests::host::{Host, Options, Video};
use nu_scaler_tests::host_test;
use nu_scaler_tests::process::wait_until;
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};

/// Ticks measured at once, and how often: the ways take turns, so that a disturbance meets all of them. Few, because
/// the stock lanczos filter takes over a second for a 4K frame on a software rasteriser.
const TICKS: u64 = 3;
const ROUNDS: usize = 3;

/// Input and output sizes.
const FULL_HD: [(u32, u32); 2] = [(960, 540), (1920, 1080)];
const ULTRA_HD: [(u32, u32); 2] = [(1920, 1080), (3840, 2160)];

const ZERO_COPY: Options = Options {
    // What is measured is a user's OBS, without the checks of the validation layer.
    environment: &[("WGPU_VALIDATION", "0"), ("NU_SCALER_EXCHANGE", "gl_vulkan")],
    limit: Duration::from_secs(420),
    ..Options::DEFAULT
};

const STAGING: Options = Options {
    environment: &[("WGPU_VALIDATION", "0"), ("NU_SCALER_EXCHANGE", "staging")],
    ..ZERO_COPY
};

host_test!(
    zero_copy_costs_less_than_the_stock_lanczos_filter,
    ZERO_COPY,
    |host| { costs_less(host, FULL_HD, "gl_vulkan") }
);

host_test!(
    staging_costs_less_than_the_stock_lanczos_filter,
    STAGING,
    |host| { costs_less(host, FULL_HD, "staging") }
);

host_test!(
    #[ignore = "takes minutes on a software rasteriser; for docs/benchmarks.md"]
    zero_copy_costs_less_at_4k_too,
    ZERO_COPY,
    |host| costs_less(host, ULTRA_HD, "gl_vulkan")
);

host_test!(
    #[ignore = "takes minutes on a software rasteriser; for docs/benchmarks.md"]
    staging_costs_less_at_4k_too,
    STAGING,
    |host| costs_less(host, ULTRA_HD, "staging")
);

fn costs_less(host: &Host, sizes: [(u32, u32); 2], exchange: &str) -> Result<()> {
    let costs = measure(host, sizes, exchange)?;
    let (fsr, lanczos) = (costs.of("fsr")?, costs.of("obs lanczos")?);
    ensure!(
        fsr < lanczos,
        "FSR takes {fsr:.1} ms a frame, OBS's lanczos {lanczos:.1} ms"
    );
    Ok(())
}

/// Median processor milliseconds a frame of each way.
struct Costs(Vec<(&'static str, f64)>);

impl Costs {
    fn of(&self, name: &str) -> Result<f64> {
        let found = self.0.iter().find(|(way, _)| *way == name);
        Ok(found.with_context(|| format!("{name} was not measured"))?.1)
    }
}

fn measure(host: &Host, [input, output]: [(u32, u32); 2], exchange: &str) -> Result<Costs> {
    host.reset_video(Video {
        width: output.0,
        height: output.1,
        fps: 60,
    })?;
    let resolution = format!("{}x{}", output.0, output.1);
    let stock = |sampling: &str| json!({"resolution": resolution, "sampling": sampling});
    let ours = |technology: &str, sharpness: f64| {
        json!({
            "technology": technology, "algorithm": "lanczos3", "sharpness": sharpness,
            "scale_mode": "size", "width": output.0, "height": output.1,
        })
    };
    let ways: [(&str, &str, Value); 6] = [
        ("unfiltered", "", Value::Null),
        ("obs bicubic", "scale_filter", stock("bicubic")),
        ("obs lanczos", "scale_filter", stock("lanczos")),
        ("fsr", "nu_scaler_filter", ours("fsr", 0.5)),
        ("fsr, no sharpening", "nu_scaler_filter", ours("fsr", 0.0)),
        ("lanczos3", "nu_scaler_filter", ours("fallback", 0.0)),
    ];
    let mut sources = Vec::new();
    for (name, filter, settings) in &ways {
        let pattern = Pattern::new(busy_picture(input));
        let source = host.pattern(name, &pattern)?;
        // The filter is held as long as its source is.
        let filter = if filter.is_empty() {
            None
        } else {
            Some(source.add_filter(filter, name, settings)?)
        };
        host.output(Some(&source));
        if let Some(filter) = filter.as_ref().filter(|_| settings.get("technology").is_some()) {
            wait_until("the technology to draw", Duration::from_secs(60), || {
                let status = filter.status()?;
                Ok((status["state"] == "upscaling" && status["exchange"] == exchange).then_some(()))
            })?;
        }
        sources.push((*name, source, filter));
    }
    let mut samples: Vec<Vec<f64>> = vec![Vec::new(); sources.len()];
    for _ in 0..ROUNDS {
        for ((_, source, _), samples) in sources.iter().zip(&mut samples) {
            samples.push(cost(host, source)?);
        }
    }
    host.output(None);
    let median = |mut samples: Vec<f64>| {
        samples.sort_by(f64::total_cmp);
        samples[samples.len() / 2]
    };
    let costs = Costs(
        sources
            .iter()
            .zip(samples)
            .map(|((name, ..), samples)| (*name, median(samples)))
            .collect(),
    );
    println!(
        "{}x{} to {resolution}, {exchange}: processor ms a frame",
        input.0, input.1
    );
    let lanczos = costs.of("obs lanczos")?;
    for (name, ms) in &costs.0 {
        println!("| {name} | {ms:.1} | {:.2} |", ms / lanczos);
    }
    Ok(costs)
}

/// Processor milliseconds a tick while `source` is shown.
fn cost(host: &Host, source: &Source) -> Result<f64> {
    host.output(Some(source));
    host.ticks(2)?;
    let (time, tick) = (processor_time(), host.tick_count());
    host.ticks(TICKS)?;
    let (time, ticks) = (processor_time() - time, host.tick_count() - tick);
    Ok(time.as_secs_f64() * 1e3 / ticks as f64)
}

fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Edges in all directions, gradients and noise: no way through a shader is the short one everywhere.
fn busy_picture((width, height): (u32, u32)) -> RgbaImage {
    let mut state = 1_u32;
    RgbaImage::from_fn(width, height, |x, y| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = (state >> 28) as u8;
        let (dx, dy) = (
            f64::from(x) - f64::from(width) / 2.0,
            f64::from(y) - f64::from(height) / 2.0,
        );
        let ring = ((dx.hypot(dy) / 6.0).sin() * 90.0 + 128.0) as u8;
        let stripe = if (x / 5 + y / 9) % 3 == 0 { 200 } else { 40 };
        Rgba([
            ring.saturating_add(noise),
            stripe + noise,
            ((x * 255) / width) as u8,
            255,
        ])
    })
}
