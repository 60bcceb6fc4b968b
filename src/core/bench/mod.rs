// SPDX-License-Identifier: GPL-2.0-or-later
//! The benchmark: what every technology costs on this device, beside what the device could do at best and beside the
//! most straightforward way to the same picture.
//!
//! Everything of one pair of sizes is measured in turns, a frame of each, so that whatever disturbs the machine
//! disturbs all alike. No frame has the picture of the one before it: pictures that have nothing to do with each other take
//! turns, and where the frames before matter, those of a scene past which the camera moves. Each frame is submitted alone
//! and waited for.
//!
//! A technology's floor is the larger of two times. The memory's: the input is read once and the output written once,
//! as fast as the device copies. The arithmetic's: the operations that the formulas ask for
//! ([`Technology::operations`](crate::technology::Technology::operations)) at the rate of a chain of multiplications
//! and additions. Both rates are measured in the same run.

mod brief;
mod device;
mod frame;
mod options;
mod quality;
mod report;
mod scene;
mod statistics;
#[cfg(test)]
mod tests;
mod yardstick;

use std::sync::Arc;
use std::time::Instant;

pub use brief::{Brief, BriefOptions, BriefRow, brief};
pub use options::{LEAST_FRAMES, Options};
pub use quality::Quality;
pub use report::{PassRow, Report, Row, YardstickRow};

use frame::Frame;
use quality::Judge;
use scene::{MOVES, MOVING, SCENES, moving, scene};
use statistics::{median, p99};
use yardstick::Yardstick;

use crate::frame::{AlphaMode, ColorSpace, FrameDesc, PixelFormat, Size};
use crate::gpu::{AdapterKind, Gpu, GpuError, Part};
use crate::offline::{Pixels, Samples};
use crate::pass::{Clock, Measured};
use crate::pipeline::{Pipeline, Plan};
use crate::precision::Precision;
use crate::registry::{self, TECHNOLOGIES};
use crate::settings::{self, Algorithm, Settings, TechnologyChoice, TechnologyId};
use crate::technologies::nu::model::ModelId;
use crate::technology::TechnologyError;
use crate::text::Message;

/// Of fewer frames the one that 99 of 100 do not exceed is a matter of luck.
const ENOUGH_FOR_P99: usize = 100;

/// Qualities with a network each, the quickest first.
const NETWORKS: [settings::Quality; 3] = [
    settings::Quality::Performance,
    settings::Quality::Quality,
    settings::Quality::Ultra,
];

/// Sharpness of the rows with sharpening; how much it is does not change the cost.
const SHARPNESS: f32 = 0.5;

/// Measures. `progress` is told how much is done, from 0 to 1.
///
/// # Errors
/// When the device fails. What a single technology cannot do is a note in the report.
pub fn run(
    gpu: &Arc<Gpu>,
    options: &Options,
    progress: &mut dyn FnMut(f32),
) -> Result<Report, TechnologyError> {
    let clock = Clock::new(gpu)?;
    let mut report = Report {
        device: gpu.desc().name.clone(),
        driver: gpu.desc().driver.clone(),
        is_software: gpu.desc().kind == AdapterKind::Software,
        has_timestamps: clock.is_gpu(),
        copy_rate: device::copy_rate(gpu, &clock)?,
        arithmetic_rate: device::arithmetic_rate(gpu, &clock)?,
        rows: Vec::new(),
        notes: options.notes.clone(),
    };
    if !clock.is_gpu() {
        report.notes.push(Message::new("Bench.WallClock"));
    }
    for id in &options.technologies {
        if let Some(obstacle) = registry::obstacle(gpu, registry::technology(*id)) {
            let note = Message::new("Bench.LeftOutWhole")
                .with_key("name", id.locale_key())
                .with("reason", obstacle.into_reason().to_string());
            add(&mut report.notes, note);
        }
    }
    let mut judge = Judge::new(gpu, options.pictures.clone());
    for (index, sizes) in options.sizes.iter().enumerate() {
        let share = |done: f32| (index as f32 + done) / options.sizes.len() as f32;
        let mut contenders = contenders(gpu, options, *sizes, &mut report.notes)?;
        measure(gpu, &clock, options, *sizes, &mut contenders, &mut |done| {
            progress(share(done));
        })?;
        for contender in contenders {
            // From then on a stand-in was measured.
            if let Some(reason) = gpu.failure(Part::Technology(contender.case.technology)) {
                add(&mut report.notes, contender.note(*sizes, &reason));
                continue;
            }
            let mut row = contender.row(&report);
            match judge.judge(&contender.settings, *sizes) {
                Ok(quality) => row.quality = quality,
                Err(error) => add(&mut report.notes, contender.note(*sizes, &error.message())),
            }
            report.rows.push(row);
        }
    }
    progress(1.0);
    Ok(report)
}

/// A technology at a pair of sizes, with all that was measured of it.
struct Contender {
    case: Case,
    settings: Settings,
    pipeline: Pipeline,
    yardstick: Option<Yardstick>,
    frames: Vec<Measured>,
    yardstick_frames: Vec<Measured>,
}

/// What is measured by itself.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Case {
    technology: TechnologyId,
    algorithm: Option<Algorithm>,
    sharpness: f32,
    precision: Option<Precision>,
    quality: Option<settings::Quality>,
}

impl Case {
    /// Whether the frames before a frame matter.
    fn is_temporal(&self) -> bool {
        registry::technology(self.technology).info().frames_before > 0
    }
}

/// Everything that there is to measure: technologies, with sharpening and without; FSR in every precision that the
/// device has; every network; of the fallback technology every kernel.
fn cases(gpu: &Gpu, options: &Options) -> Vec<Case> {
    let mut all = Vec::new();
    for technology in TECHNOLOGIES {
        let id = technology.info().id;
        let named = options.technologies.is_empty() || options.technologies.contains(&id);
        let wanted = named && registry::obstacle(gpu, *technology).is_none();
        if !wanted {
            continue;
        }
        let case = Case {
            technology: id,
            algorithm: None,
            sharpness: 0.0,
            precision: None,
            quality: None,
        };
        match id {
            TechnologyId::Fallback => all.extend(Algorithm::ALL.iter().map(|algorithm| Case {
                algorithm: Some(*algorithm),
                ..case
            })),
            TechnologyId::Fsr => {
                let half = (options.half && gpu.has_half()).then_some(Precision::Half);
                for precision in [Some(Precision::Single), half].into_iter().flatten() {
                    all.extend([0.0, SHARPNESS].map(|sharpness| Case {
                        sharpness,
                        precision: Some(precision),
                        ..case
                    }));
                }
            }
            TechnologyId::Nu => all.extend(NETWORKS.map(|quality| Case {
                quality: Some(quality),
                ..case
            })),
            _ => all.extend([0.0, SHARPNESS].map(|sharpness| Case { sharpness, ..case })),
        }
    }
    all
}

/// What of that this device can do; the rest becomes notes.
fn contenders(
    gpu: &Gpu,
    options: &Options,
    sizes: [Size; 2],
    notes: &mut Vec<Message>,
) -> Result<Vec<Contender>, TechnologyError> {
    let [input, output] = sizes;
    let frame = FrameDesc {
        size: input,
        format: PixelFormat::Rgba8,
        alpha: AlphaMode::Opaque,
        color_space: ColorSpace::Srgb,
    };
    let mut contenders = Vec::new();
    for case in cases(gpu, options) {
        let settings = Settings {
            technology: TechnologyChoice::Only(case.technology),
            algorithm: case.algorithm,
            sharpness: case.sharpness,
            precision: case.precision,
            quality: case.quality.unwrap_or(Settings::default().quality),
            ..Settings::default()
        };
        let plan = Plan::resolve(gpu, &settings, frame, output);
        if let Some(reason) = plan.note() {
            add(notes, left_out(case, sizes, reason));
            continue;
        }
        let made = Pipeline::create(gpu, &plan).and_then(|pipeline| {
            let yardstick = Yardstick::new(gpu, case.technology, case.algorithm, case.sharpness, sizes)?;
            Ok((pipeline, yardstick))
        });
        match made {
            Ok((pipeline, yardstick)) => contenders.push(Contender {
                case,
                settings,
                pipeline,
                yardstick,
                frames: Vec::new(),
                yardstick_frames: Vec::new(),
            }),
            Err(error @ TechnologyError::Gpu(GpuError::Lost(_))) => return Err(error),
            Err(error) => add(notes, left_out(case, sizes, &error.message())),
        }
    }
    Ok(contenders)
}

/// Adds what is not said yet: with sharpening and without, the reason is often the same.
fn add(notes: &mut Vec<Message>, note: Message) {
    if !notes.contains(&note) {
        notes.push(note);
    }
}

fn left_out(case: Case, [input, output]: [Size; 2], reason: &Message) -> Message {
    let name = case
        .algorithm
        .map_or(case.technology.locale_key(), |algorithm| algorithm.locale_key());
    Message::new("Bench.LeftOut")
        .with_key("name", name)
        .with("input", input.to_string())
        .with("output", output.to_string())
        .with("reason", reason.to_string())
}

/// Measures all contenders in turns.
fn measure(
    gpu: &Gpu,
    clock: &Clock,
    options: &Options,
    [input, output]: [Size; 2],
    contenders: &mut [Contender],
    progress: &mut dyn FnMut(f32),
) -> Result<(), TechnologyError> {
    if contenders.is_empty() {
        return Ok(());
    }
    let frame = |pixels: Pixels| -> Result<Frame, GpuError> {
        let frame = Frame::new(gpu, input, PixelFormat::Rgba8)?;
        if let Samples::U8(bytes) = &pixels.samples {
            frame.upload(gpu, bytes)?;
        }
        Ok(frame)
    };
    let scenes = (0..SCENES)
        .map(|seed| frame(scene(input, seed)))
        .collect::<Result<Vec<_>, _>>()?;
    let moves = contenders.iter().any(|contender| contender.case.is_temporal());
    let moving = (0..if moves { MOVING } else { 0 })
        .map(|index| frame(moving(input, index)))
        .collect::<Result<Vec<_>, _>>()?;
    let result = Frame::new(gpu, output, PixelFormat::Rgba8)?;
    let begun = Instant::now();
    for round in 0..options.warm_up + options.frames {
        let counted = round.checked_sub(options.warm_up);
        let is_late = options.time_limit.is_some_and(|limit| begun.elapsed() > limit);
        if is_late && counted.is_some_and(|counted| counted >= LEAST_FRAMES) {
            break;
        }
        let round_of = |count: usize| round as usize % count;
        for contender in &mut *contenders {
            let source = match contender.case.is_temporal() {
                true => &moving[MOVES[round_of(MOVES.len())]],
                false => &scenes[round_of(scenes.len())],
            };
            let Contender {
                pipeline, yardstick, ..
            } = contender;
            let ours = clock.measure(gpu, |recorder| {
                pipeline.record_untimed(recorder, &source.texture, &result.texture);
            })?;
            let theirs = yardstick
                .as_mut()
                .map(|yardstick| clock.measure(gpu, |recorder| yardstick.record(recorder, source, &result)))
                .transpose()?;
            if counted.is_some() {
                contender.frames.push(ours);
                contender.yardstick_frames.extend(theirs);
            }
        }
        progress((round + 1) as f32 / (options.warm_up + options.frames) as f32);
    }
    Ok(())
}

impl Contender {
    fn note(&self, sizes: [Size; 2], reason: &Message) -> Message {
        left_out(self.case, sizes, reason)
    }

    /// What the measurements amount to; quality apart.
    fn row(&self, report: &Report) -> Row {
        let plan = self.pipeline.plan();
        let (input, output) = (plan.input(), plan.result());
        let bytes_of = |frame: FrameDesc| frame.size.area() * u64::from(frame.format.bytes_per_pixel());
        let bytes = bytes_of(input) + bytes_of(output);
        let operations = plan.operations();
        let times: Vec<f64> = self.frames.iter().map(|frame| frame.frame).collect();
        Row {
            technology: self.case.technology,
            algorithm: self.case.algorithm,
            sharpness: self.case.sharpness,
            precision: self.case.precision,
            network: self.case.quality.map(ModelId::of),
            input: input.size,
            output: output.size,
            frames: times.len(),
            median: median(&times),
            p99: (times.len() >= ENOUGH_FOR_P99).then(|| p99(&times)),
            cpu_median: cpu_median(&self.frames),
            passes: passes(&self.frames),
            bytes,
            operations,
            memory_floor: bytes as f64 / report.copy_rate * 1e3,
            arithmetic_floor: operations * output.size.area() as f64 / report.arithmetic_rate * 1e3,
            yardstick: (!self.yardstick_frames.is_empty()).then(|| YardstickRow {
                median: median(
                    &self
                        .yardstick_frames
                        .iter()
                        .map(|frame| frame.frame)
                        .collect::<Vec<_>>(),
                ),
                cpu_median: cpu_median(&self.yardstick_frames),
            }),
            quality: None,
        }
    }
}

fn cpu_median(frames: &[Measured]) -> Option<f64> {
    let times: Option<Vec<f64>> = frames.iter().map(|frame| frame.cpu).collect();
    times
        .filter(|times| !times.is_empty())
        .map(|times| median(&times))
}

/// Every frame has the same passes.
fn passes(frames: &[Measured]) -> Vec<PassRow> {
    let Some(first) = frames.first() else {
        return Vec::new();
    };
    let row = |(index, (pass, _)): (usize, &(crate::pass::LoggedPass, Option<f64>))| {
        let times: Option<Vec<f64>> = frames
            .iter()
            .map(|frame| frame.passes.get(index).and_then(|(_, time)| *time))
            .collect();
        PassRow {
            shader: pass.shader,
            median: times.map(|times| median(&times)),
            bytes: pass.bytes,
        }
    };
    first.passes.iter().enumerate().map(row).collect()
}
