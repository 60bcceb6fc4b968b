// SPDX-License-Identifier: GPL-2.0-or-later
//! The benchmark in a few seconds: each technology as it comes, no floors, no yardsticks, no quality.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::frame::Frame;
use super::scene::{MOVES, MOVING, moving, scene};
use super::statistics::{median, p95};
use crate::frame::{AlphaMode, ColorSpace, FrameDesc, PixelFormat, Size};
use crate::gpu::{Gpu, GpuError};
use crate::offline::{Pixels, Samples};
use crate::pass::Clock;
use crate::pipeline::{Pipeline, Plan};
use crate::registry;
use crate::settings::{Settings, TechnologyChoice, TechnologyId};
use crate::technology::TechnologyError;
use crate::text::Message;

/// Pictures that take turns, so that no frame has the picture of the one before it.
const PICTURES: u32 = 2;

/// The largest part of a scene that is drawn; larger pictures repeat it. Drawing takes a processor far longer than
/// upscaling takes a GPU.
const DRAWN: Size = Size::new(320, 180);

/// What to measure.
#[derive(Clone, Debug)]
pub struct BriefOptions {
    /// The technologies.
    pub technologies: Vec<TechnologyId>,
    /// Size of the frames that come in.
    pub input: Size,
    /// Size of the frames that go out.
    pub output: Size,
    /// Frames of everything, at most.
    pub frames: u32,
    /// How long to measure. Each technology has one frame at least.
    pub time_limit: Duration,
}

/// What came out of it.
#[derive(Clone, Debug)]
pub struct Brief {
    /// Whether times are of the GPU's own clock, or else of the wall clock from submission to end.
    pub has_timestamps: bool,
    /// The technologies in the order of the options, and why one could not be measured.
    pub rows: Vec<(TechnologyId, Result<BriefRow, Message>)>,
}

/// A technology's frames. Times are in milliseconds.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct BriefRow {
    /// How many there were.
    pub frames: usize,
    /// Median of the frames.
    pub median: f64,
    /// What 95 of 100 frames do not exceed; of fewer than 20 the longest.
    pub p95: f64,
}

/// A technology that can run, with the milliseconds of its frames.
struct Runner {
    pipeline: Pipeline,
    frames: Vec<f64>,
}

/// Measures the technologies with the default settings, in turns.
///
/// # Errors
/// When the device fails. What a single technology cannot do is in its row.
pub fn brief(gpu: &Arc<Gpu>, options: &BriefOptions) -> Result<Brief, TechnologyError> {
    let clock = Clock::new(gpu)?;
    let mut runners = Vec::new();
    for id in &options.technologies {
        let runner = match runner(gpu, *id, options) {
            Err(error @ TechnologyError::Gpu(GpuError::Lost(_))) => return Err(error),
            Err(error) => Err(error.message()),
            Ok(runner) => runner,
        };
        runners.push((*id, runner));
    }
    measure(gpu, &clock, options, &mut runners)?;
    let row = |runner: Runner| BriefRow {
        frames: runner.frames.len(),
        median: median(&runner.frames),
        p95: p95(&runner.frames),
    };
    Ok(Brief {
        has_timestamps: clock.is_gpu(),
        rows: runners
            .into_iter()
            .map(|(id, runner)| (id, runner.map(row)))
            .collect(),
    })
}

/// `Ok(Err(_))`: another technology would run in its place, for this reason.
fn runner(
    gpu: &Arc<Gpu>,
    id: TechnologyId,
    options: &BriefOptions,
) -> Result<Result<Runner, Message>, TechnologyError> {
    let settings = Settings {
        technology: TechnologyChoice::Only(id),
        ..Settings::default()
    };
    let frame = FrameDesc {
        size: options.input,
        format: PixelFormat::Rgba8,
        alpha: AlphaMode::Opaque,
        color_space: ColorSpace::Srgb,
    };
    let plan = Plan::resolve(gpu, &settings, frame, options.output);
    if let Some(reason) = plan.note() {
        return Ok(Err(reason.clone()));
    }
    let pipeline = Pipeline::create(gpu, &plan)?;
    Ok(Ok(Runner {
        pipeline,
        frames: Vec::new(),
    }))
}

fn measure(
    gpu: &Arc<Gpu>,
    clock: &Clock,
    options: &BriefOptions,
    runners: &mut [(TechnologyId, Result<Runner, Message>)],
) -> Result<(), TechnologyError> {
    if runners.iter().all(|(_, runner)| runner.is_err()) {
        return Ok(());
    }
    let is_temporal = |id: TechnologyId| registry::technology(id).info().frames_before > 0;
    let drawn = |draw: &dyn Fn(Size) -> Pixels| picture(gpu, options.input, draw);
    let scenes = (0..PICTURES)
        .map(|seed| drawn(&|size| scene(size, seed)))
        .collect::<Result<Vec<_>, _>>()?;
    let moves = runners
        .iter()
        .any(|(id, runner)| runner.is_ok() && is_temporal(*id));
    // Where the frames before matter, each follows from the one before it.
    let moving = (0..if moves { MOVING } else { 0 })
        .map(|index| drawn(&|size| moving(size, index)))
        .collect::<Result<Vec<_>, _>>()?;
    let result = Frame::new(gpu, options.output, PixelFormat::Rgba8)?;
    let begun = Instant::now();
    // The first frame of each, for which a device may have to wake up, counts only where there is no other.
    for round in 0..=options.frames {
        for (id, runner) in &mut *runners {
            if round > 0 && begun.elapsed() > options.time_limit {
                return Ok(());
            }
            let Ok(Runner { pipeline, frames }) = runner else {
                continue;
            };
            let round_of = |count: usize| round as usize % count;
            let picture = match is_temporal(*id) {
                true => &moving[MOVES[round_of(MOVES.len())]],
                false => &scenes[round_of(scenes.len())],
            };
            let measured = clock.measure(gpu, |recorder| {
                pipeline.record_untimed(recorder, &picture.texture, &result.texture);
            })?;
            if round == 1 {
                frames.clear();
            }
            frames.push(measured.frame);
        }
    }
    Ok(())
}

/// A scene of this size, or a part of one over and over.
fn picture(gpu: &Gpu, size: Size, draw: &dyn Fn(Size) -> Pixels) -> Result<Frame, TechnologyError> {
    let part = Size::new(size.width.min(DRAWN.width), size.height.min(DRAWN.height));
    let frame = Frame::new(gpu, size, PixelFormat::Rgba8)?;
    if let Samples::U8(drawn) = &draw(part).samples {
        let bytes_per_row = |size: Size| size.width as usize * 4;
        let rows: Vec<&[u8]> = drawn.chunks_exact(bytes_per_row(part)).collect();
        let rows = rows.into_iter().cycle().take(size.height as usize);
        let bytes: Vec<u8> = rows
            .flat_map(|row| row.iter().cycle().take(bytes_per_row(size)))
            .copied()
            .collect();
        frame.upload(gpu, &bytes)?;
    }
    Ok(frame)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn options(output: Size, time_limit: Duration) -> BriefOptions {
        BriefOptions {
            technologies: vec![TechnologyId::Nis, TechnologyId::Fallback, TechnologyId::Dlss],
            input: Size::new(400, 200),
            output,
            frames: 3,
            time_limit,
        }
    }

    #[test]
    fn every_technology_has_its_frames_or_a_reason() {
        let Some(gpu) = testing::gpu() else { return };
        let brief = brief(&gpu, &options(Size::new(600, 300), Duration::from_secs(60))).unwrap();
        let ids: Vec<_> = brief.rows.iter().map(|(id, _)| *id).collect();
        assert_eq!(
            ids,
            [TechnologyId::Nis, TechnologyId::Fallback, TechnologyId::Dlss]
        );
        for (id, row) in &brief.rows[..2] {
            let row = row.as_ref().expect("it can run");
            assert_eq!(row.frames, 3, "{id:?}");
            assert!(0.0 < row.median && row.median <= row.p95, "{id:?}: {row:?}");
        }
        assert!(brief.rows[2].1.is_err(), "{:?}", brief.rows[2]);
        testing::assert_no_validation_messages();
    }

    #[test]
    fn without_time_there_is_one_frame_of_each() {
        let Some(gpu) = testing::gpu() else { return };
        let brief = brief(&gpu, &options(Size::new(600, 300), Duration::ZERO)).unwrap();
        for (id, row) in &brief.rows[..2] {
            assert_eq!(row.as_ref().expect("it can run").frames, 1, "{id:?}");
        }
    }

    #[test]
    fn what_a_technology_cannot_do_is_its_reason() {
        let Some(gpu) = testing::gpu() else { return };
        let brief = brief(&gpu, &options(Size::new(4000, 2000), Duration::ZERO)).unwrap();
        let reason = brief.rows[0].1.as_ref().expect_err("NIS enlarges less").key;
        assert_eq!(reason, "Reason.RatioOutOfRange");
        assert!(brief.rows[1].1.is_ok(), "{:?}", brief.rows[1]);
    }

    #[test]
    fn a_picture_repeats_what_was_drawn() {
        let Some(gpu) = testing::gpu() else { return };
        let size = Size::new(DRAWN.width + 7, DRAWN.height + 3);
        let bytes = testing::download(
            &gpu,
            &picture(&gpu, size, &|size| scene(size, 1)).unwrap().texture,
        );
        let at = |x: u32, y: u32| {
            let start = ((y * size.width + x) * 4) as usize;
            bytes[start..start + 4].to_vec()
        };
        assert_eq!(at(DRAWN.width + 2, DRAWN.height + 1), at(2, 1));
        assert!((0..DRAWN.height).any(|y| at(0, y) != at(0, 0)));
    }
}
