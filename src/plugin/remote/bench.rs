// SPDX-License-Identifier: GPL-2.0-or-later
//! What every technology costs here, measured within seconds while OBS goes on.
//!
//! The measurement has a device of its own on OBS's GPU, closed afterwards, and not the one that filters share: an
//! exchange of frames leaves semaphores on that device's queue, which the next submission takes, whoever's it is, and
//! relies on OBS's graphics context to keep others away (`exchange::gl_vulkan::sync`). Entering that context for each
//! frame that is measured would stop OBS for as long as the frame takes. obs-websocket answers requests on its pool's
//! threads, so that only the client who asked waits; those of one type of batch it answers on OBS's graphics thread,
//! where nothing is measured.

use std::sync::{Mutex, TryLockError};
use std::time::Duration;

use nu_scaler_core::bench::{self, Brief, BriefOptions, BriefRow};
use nu_scaler_core::frame::Size;
use nu_scaler_core::gpu::{Gpu, GpuState};
use nu_scaler_core::registry;
use nu_scaler_core::settings::{ScaleMode, SettingValue, Settings, TechnologyId, shown, spec};
use nu_scaler_core::text::Message;
use nu_scaler_obs::video::on_graphics_thread;
use serde_json::{Value, json};

use super::technologies::OPENING_LIMIT;
use super::{Object, object, text};
use crate::process;

const INPUT: Size = Size::new(1280, 720);
/// Output over input where neither it nor the output is given.
const SCALE: f32 = 1.5;
/// The longest side: larger than any screen, and no more memory than a GPU has left beside a game.
const LONGEST_SIDE: u32 = 8192;
const FRAMES: u32 = 30;
const TIME_LIMIT: Duration = Duration::from_secs(2);

/// Held while something is measured: two at once would measure each other.
static RUNNING: Mutex<()> = Mutex::new(());

/// What is to be measured.
struct Asked {
    technologies: Vec<TechnologyId>,
    input: Size,
    output: Size,
}

/// `{"technology", "input", "output", "scale"}`, each of which may be missing: the times of a few frames.
pub(super) fn bench(request: &Object) -> Result<Object, Message> {
    if on_graphics_thread() {
        return Err(Message::new("Remote.OnGraphicsThread"));
    }
    let asked = Asked::read(request)?;
    let _running = match RUNNING.try_lock() {
        Err(TryLockError::WouldBlock) => return Err(Message::new("Remote.BenchRuns")),
        // It guards no value that a panic could have left halfway.
        Ok(guard) => guard,
        Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
    };
    let shared = match process::gpu_within(OPENING_LIMIT) {
        GpuState::Ready(gpu) => gpu,
        GpuState::Opening => return Err(Message::new("Remote.GpuOpening")),
        GpuState::Failed(reason) => return Err(reason),
    };
    asked.check(shared.max_texture_size())?;
    let gpu = Gpu::open(&shared.desc().choice()).map_err(|error| error.message())?;
    let options = BriefOptions {
        technologies: asked.technologies,
        input: asked.input,
        output: asked.output,
        frames: FRAMES,
        time_limit: TIME_LIMIT,
    };
    let brief = bench::brief(&gpu, &options).map_err(|error| error.message())?;
    Ok(answer(&gpu, &options, &brief))
}

fn answer(gpu: &Gpu, options: &BriefOptions, brief: &Brief) -> Object {
    let row = |(id, row): &(TechnologyId, Result<BriefRow, Message>)| match row {
        Ok(row) => json!({
            "technology": id.id(), "frames": row.frames, "median_ms": row.median, "p95_ms": row.p95,
        }),
        Err(reason) => json!({ "technology": id.id(), "reason": reason.to_string() }),
    };
    let results: Vec<Value> = brief.rows.iter().map(row).collect();
    object(json!({
        "gpu": gpu.desc().name,
        "clock": if brief.has_timestamps { "gpu" } else { "wall" },
        "input": options.input.to_string(),
        "output": options.output.to_string(),
        "results": results,
    }))
}

impl Asked {
    fn read(request: &Object) -> Result<Self, Message> {
        let input = size(request, "input")?.unwrap_or(INPUT);
        let output = match (size(request, "output")?, scale(request)?) {
            (Some(_), Some(_)) => return Err(Message::new("Remote.OutputAndScale")),
            (Some(output), None) => output,
            (None, scale) => Settings {
                scale_mode: ScaleMode::Factor,
                scale_factor: scale.unwrap_or(SCALE),
                ..Settings::default()
            }
            .output_size(input, None, u32::MAX),
        };
        let asked = Self {
            technologies: technologies(request)?,
            input,
            output,
        };
        asked.check(LONGEST_SIDE)?;
        Ok(asked)
    }

    /// Whether both sizes are within `limit`.
    fn check(&self, limit: u32) -> Result<(), Message> {
        for (key, size) in [("input", self.input), ("output", self.output)] {
            if size.is_empty() || size.longest_side() > limit {
                return Err(no_size(key, &size.to_string(), limit));
            }
        }
        Ok(())
    }
}

/// The one that is asked for, or all.
fn technologies(request: &Object) -> Result<Vec<TechnologyId>, Message> {
    let asked = setting(request, "technology", "technology")?;
    let asked = match &asked {
        Some(SettingValue::Text(id)) => TechnologyId::from_id(id),
        _ => None,
    };
    let all = || {
        registry::TECHNOLOGIES
            .iter()
            .map(|technology| technology.info().id)
    };
    Ok(asked.map_or_else(|| all().collect(), |id| vec![id]))
}

/// The value under `key` of a request, checked as that of the setting `like`; `None`: there is nothing.
fn setting(request: &Object, key: &'static str, like: &str) -> Result<Option<SettingValue>, Message> {
    let value = request.get(key).filter(|value| !value.is_null());
    let checked = value.zip(spec(like)).map(|(value, spec)| spec.check(key, value));
    checked.transpose()
}

fn size(request: &Object, key: &'static str) -> Result<Option<Size>, Message> {
    text(request, key)?
        .map(|text| text.parse().map_err(|_| no_size(key, text, LONGEST_SIDE)))
        .transpose()
}

fn no_size(key: &'static str, value: &str, limit: u32) -> Message {
    Message::new("Remote.NotASize")
        .with("key", key)
        .with("value", shown(value))
        .with("limit", limit.to_string())
}

fn scale(request: &Object) -> Result<Option<f32>, Message> {
    Ok(match setting(request, "scale", "scale_factor")? {
        Some(SettingValue::Number(scale)) => Some(scale as f32),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(request: Value) -> Result<[Size; 2], String> {
        let asked = Asked::read(&object(request)).map_err(|reason| reason.to_string())?;
        Ok([asked.input, asked.output])
    }

    #[test]
    fn sizes_have_defaults() {
        let sizes = |input, output| Ok([input, output]);
        let (hd, full) = (Size::new(1280, 720), Size::new(1920, 1080));
        assert_eq!(read(json!({})), sizes(hd, full));
        assert_eq!(read(json!({ "scale": 2 })), sizes(hd, Size::new(2560, 1440)));
        assert_eq!(
            read(json!({ "input": "640x360" })),
            sizes(Size::new(640, 360), Size::new(960, 540))
        );
        assert_eq!(
            read(json!({ "output": "1280x720", "scale": null })),
            sizes(hd, hd)
        );
    }

    #[test]
    fn sizes_without_sense_are_refused() {
        for (request, said) in [
            (json!({ "input": "0x0" }), "input"),
            (json!({ "input": "1280" }), "input"),
            (json!({ "input": "9000x10" }), "8192"),
            (json!({ "output": "99999999999x1" }), "output"),
            (json!({ "output": "x".repeat(1 << 20) }), "output"),
            (json!({ "input": "8192x8192", "scale": 4 }), "output"),
            (json!({ "input": 720 }), "\"input\""),
            (json!({ "scale": 0.5 }), "1 to 4"),
            (json!({ "scale": "2" }), "1 to 4"),
            (json!({ "scale": 2, "output": "1920x1080" }), "scale"),
        ] {
            let reason = read(request.clone()).expect_err(said);
            assert!(reason.contains(said) && reason.len() < 300, "{reason}");
            assert!(!reason.contains(['{', '}']), "{reason}");
        }
    }

    #[test]
    fn a_technology_must_be_known() {
        let asked = |request| technologies(&object(request));
        for all in [
            json!({}),
            json!({ "technology": "auto" }),
            json!({ "technology": null }),
        ] {
            assert_eq!(asked(all).map(|ids| ids.len()), Ok(registry::TECHNOLOGIES.len()));
        }
        assert_eq!(asked(json!({ "technology": "nis" })), Ok(vec![TechnologyId::Nis]));
        for id in [json!("fsr9"), json!(""), json!("FSR"), json!(3)] {
            let reason = asked(json!({ "technology": id }))
                .expect_err("it is none")
                .to_string();
            assert!(
                reason.contains("auto, fsr, ") && reason.contains(", nis, "),
                "{reason}"
            );
        }
    }
}
