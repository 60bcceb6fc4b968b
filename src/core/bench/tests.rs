// SPDX-License-Identifier: GPL-2.0-or-later

use std::collections::HashSet;

use super::scene::STEP;
use super::*;
use crate::guides::{Detail, MotionEstimator};
use crate::pass::{Recorder, Work};
use crate::precision::Precision;
use crate::reference::{self, Image};
use crate::testing;

const INPUT: Size = Size::new(96, 54);

fn source(gpu: &Gpu, seed: u32) -> (Frame, Image) {
    let Pixels {
        samples: Samples::U8(bytes),
        ..
    } = scene(INPUT, seed)
    else {
        panic!("scenes are of 8 bits")
    };
    let frame = Frame::new(gpu, INPUT, PixelFormat::Rgba8).unwrap();
    frame.upload(gpu, &bytes).unwrap();
    (frame, Image::from_rgba8(INPUT, &bytes))
}

/// The picture that a yardstick makes.
fn made(gpu: &Gpu, clock: &Clock, mut yardstick: Yardstick, source: &Frame, output: Size) -> Vec<u8> {
    let result = Frame::new(gpu, output, PixelFormat::Rgba8).unwrap();
    clock
        .measure(gpu, |recorder| yardstick.record(recorder, source, &result))
        .unwrap();
    testing::download(gpu, &result.texture)
}

/// The picture that the product makes.
fn ours(gpu: &Gpu, clock: &Clock, contender: &mut Contender, source: &Frame, output: Size) -> Vec<u8> {
    let result = Frame::new(gpu, output, PixelFormat::Rgba8).unwrap();
    let pipeline = &mut contender.pipeline;
    clock
        .measure(gpu, |recorder| {
            pipeline.record_untimed(recorder, &source.texture, &result.texture);
        })
        .unwrap();
    testing::download(gpu, &result.texture)
}

fn largest_difference(a: &[u8], b: &[u8]) -> u8 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| a.abs_diff(*b)).max().unwrap()
}

/// A yardstick does the same work as what it is held against.
#[test]
fn yardsticks_make_the_same_pictures() {
    let Some(gpu) = testing::gpu() else { return };
    let clock = Clock::new(&gpu).unwrap();
    let (source, image) = source(&gpu, 0);
    let options = Options {
        half: true,
        ..Options::for_device(gpu.desc())
    };
    for output in [
        Size::new(192, 108),
        Size::new(144, 81),
        Size::new(160, 90),
        Size::new(384, 216),
    ] {
        let contenders = contenders(&gpu, &options, [INPUT, output], &mut Vec::new()).unwrap();
        let mut compared = 0;
        for mut contender in contenders {
            let picture = ours(&gpu, &clock, &mut contender, &source, output);
            let Some(yardstick) = contender.yardstick.take() else {
                continue;
            };
            compared += 1;
            let theirs = made(&gpu, &clock, yardstick, &source, output);
            let case = contender.case;
            let name = (case, output);
            let difference = largest_difference(&picture, &theirs);
            // Sharpening multiplies what a rounding between the passes makes.
            let tolerance = match (case.precision, case.sharpness > 0.0) {
                // The tests of the passes hold it to how seldom that is.
                (Some(Precision::Half), _) => 40,
                (_, true) => 2,
                (_, false) => 1,
            };
            assert!(difference <= tolerance, "{name:?}: {difference}");
            if case.technology == TechnologyId::Fsr && case.sharpness == 0.0 {
                let reference = reference::easu(&image, output, AlphaMode::Opaque).to_rgba8();
                let difference = largest_difference(&reference, &theirs);
                assert!(difference <= 1, "{name:?}: {difference}");
            }
        }
        let precisions = if gpu.has_half() { 2 } else { 1 };
        assert_eq!(
            compared,
            2 * precisions + 1,
            "FSR with sharpening and without, in every precision, and Lanczos 3"
        );
    }
    testing::assert_no_validation_messages();
}

#[test]
fn every_technology_and_kernel_has_a_row() {
    let Some(gpu) = testing::gpu() else { return };
    let options = Options {
        sizes: vec![
            [INPUT, Size::new(144, 81)],
            [Size::new(64, 64), Size::new(32, 32)],
        ],
        half: true,
        frames: 3,
        warm_up: 1,
        ..Options::for_device(gpu.desc())
    };
    let mut done = Vec::new();
    let report = run(&gpu, &options, &mut |share| done.push(share)).unwrap();
    assert!(done.is_sorted() && done.last() == Some(&1.0), "{done:?}");
    assert!(
        report.copy_rate > 1e8 && report.copy_rate < 1e14,
        "{}",
        report.copy_rate
    );
    assert!(report.arithmetic_rate > 1e8 && report.arithmetic_rate < 1e16);

    let enlarging: Vec<&Row> = report.rows.iter().filter(|row| row.input == INPUT).collect();
    let expected = cases(&gpu, &options);
    assert_eq!(enlarging.len(), expected.len(), "{:?}", report.notes);
    for (row, case) in enlarging.iter().zip(expected) {
        let measured = Case {
            technology: row.technology,
            algorithm: row.algorithm,
            sharpness: row.sharpness,
            precision: row.precision,
            quality: case.quality,
        };
        assert_eq!(measured, case);
        assert_eq!(row.network, case.quality.map(ModelId::of));
        assert!(row.frames == 3 && row.median > 0.0, "{row:?}");
        assert_eq!(row.p99, None, "three frames tell nothing of one in a hundred");
        assert_eq!(row.bytes, (96 * 54 + 144 * 81) * 4);
        assert!(row.floor() > 0.0 && row.operations >= 0.0, "{row:?}");
        assert!(!row.passes.is_empty());
        let moved: u64 = row.passes.iter().map(|pass| pass.bytes).sum();
        assert!(moved >= row.bytes, "{row:?}");
        let passes: f64 = row.passes.iter().filter_map(|pass| pass.median).sum();
        assert!(passes > 0.0 && passes <= 3.0 * row.median, "{row:?}");
        let quality = row.quality.expect("pictures were enlarged");
        assert!(quality.psnr_y > 20.0 && quality.psnr_y < 60.0, "{row:?}");
        assert!(quality.ssim > 0.5 && quality.ssim < 1.0, "{row:?}");
    }
    // What enlarges only has no row where the picture shrinks, and a note says so.
    let shrinking = report.rows.len() - enlarging.len();
    assert!(shrinking >= Algorithm::ALL.len());
    let shrinks = |id| {
        report
            .rows
            .iter()
            .any(|row| row.input != INPUT && row.technology == id)
    };
    let cases = cases(&gpu, &options);
    let expected: HashSet<_> = cases
        .iter()
        .map(|case| case.technology)
        .filter(|id| !shrinks(*id))
        .collect();
    let left_out = report.notes.iter().filter(|note| note.key == "Bench.LeftOut");
    assert_eq!(left_out.count(), expected.len(), "each once: {:?}", report.notes);
    testing::assert_no_validation_messages();
}

/// Technologies that look at the frames before are given frames that follow each other, and no cuts.
#[test]
fn moving_pictures_follow_each_other() {
    let Some(gpu) = testing::gpu() else { return };
    let frame = FrameDesc {
        size: Size::new(320, 180),
        format: PixelFormat::Rgba8,
        alpha: AlphaMode::Opaque,
        color_space: ColorSpace::Srgb,
    };
    let mut estimator = MotionEstimator::create(&gpu, &frame, Detail::Blocks).expect("there is memory");
    let mut before: Option<usize> = None;
    for index in MOVES.into_iter().cycle().take(2 * MOVES.len()) {
        let source = Frame::new(&gpu, frame.size, frame.format).unwrap();
        if let Samples::U8(bytes) = &moving(frame.size, index).samples {
            source.upload(&gpu, bytes).unwrap();
        }
        let mut work = Work::new(&gpu);
        estimator.record(&mut Recorder::new(&gpu, &mut work), &source.view);
        gpu.submit(work.finish());
        if let Some(before) = before.replace(index) {
            let texels = |view: &wgpu::TextureView| -> Vec<[f32; 4]> {
                bytemuck::pod_collect_to_vec(&testing::download(&gpu, view.texture()))
            };
            assert_eq!(texels(estimator.verdict())[0][0], 0.0, "{before} to {index}");
            let blocks = texels(estimator.blocks());
            for axis in 0..2 {
                let mut vectors: Vec<f32> = blocks.iter().map(|block| block[axis]).collect();
                vectors.sort_by(f32::total_cmp);
                let expected = STEP[axis] * (before as f32 - index as f32);
                let found = vectors[vectors.len() / 2];
                assert!((found - expected).abs() < 0.3, "{found}, not {expected}");
            }
        }
    }
    let temporal: Vec<_> = TechnologyId::ALL
        .iter()
        .filter(|id| registry::technology(**id).info().frames_before > 0)
        .collect();
    assert!(temporal.contains(&&TechnologyId::Fsr3) && !temporal.contains(&&TechnologyId::Fsr));
    testing::assert_no_validation_messages();
}

/// Both clocks, whichever this device is measured with.
#[test]
fn clocks_time_the_frame_and_each_pass() {
    let Some(gpu) = testing::gpu() else { return };
    let mut clocks = vec![Clock::new(&gpu).unwrap()];
    match gpu.has_timestamps() {
        true => clocks.push(Clock::of_gpu(&gpu).unwrap()),
        false => println!("SKIP: this device has no timestamps"),
    }
    let output = Size::new(192, 108);
    let (source, _) = source(&gpu, 2);
    let result = Frame::new(&gpu, output, PixelFormat::Rgba8).unwrap();
    for clock in clocks {
        let yardstick = Yardstick::new(&gpu, TechnologyId::Fsr, None, SHARPNESS, [INPUT, output]);
        let mut yardstick = yardstick.unwrap().expect("FSR has one");
        for _ in 0..3 {
            let measured = clock.measure(&gpu, |recorder| yardstick.record(recorder, &source, &result));
            let measured = measured.unwrap();
            let shaders: Vec<_> = measured.passes.iter().map(|(pass, _)| pass.shader).collect();
            assert_eq!(shaders, ["bench_easu", "bench_rcas"]);
            let times: Option<Vec<f64>> = measured.passes.iter().map(|(_, time)| *time).collect();
            let sum: f64 = times.expect("each pass is timed").iter().sum();
            assert!(measured.frame > 0.0 && sum <= measured.frame, "{measured:?}");
        }
    }
    testing::assert_no_validation_messages();
}

#[test]
fn time_runs_out_but_not_before_the_least_frames() {
    let Some(gpu) = testing::gpu() else { return };
    let options = Options {
        sizes: vec![[Size::new(16, 9), Size::new(32, 18)]],
        technologies: vec![TechnologyId::Fsr],
        time_limit: Some(std::time::Duration::ZERO),
        ..Options::for_device(gpu.desc())
    };
    let report = run(&gpu, &options, &mut |_| ()).unwrap();
    assert_eq!(report.rows.len(), cases(&gpu, &options).len());
    assert!(report.rows.iter().all(|row| row.frames == LEAST_FRAMES as usize));
}

/// Counted by hand, and held to what follows from the counting.
#[test]
fn operations_are_plausible() {
    let Some(gpu) = testing::gpu() else { return };
    let options = Options::for_device(gpu.desc());
    let sizes = [INPUT, Size::new(192, 108)];
    let contenders = contenders(&gpu, &options, sizes, &mut Vec::new()).unwrap();
    let operations = |technology, algorithm, sharpness| {
        let contender = contenders.iter().find(|contender| {
            let case = contender.case;
            case.technology == technology && case.algorithm == algorithm && case.sharpness == sharpness
        });
        contender.expect("it can run").pipeline.plan().operations()
    };
    let fallback = |algorithm| operations(TechnologyId::Fallback, Some(algorithm), 0.0);
    assert_eq!(fallback(Algorithm::Nearest), 0.0);
    // Twice the size: two pixels an axis, half of the rows; six pixels an axis.
    assert_eq!(fallback(Algorithm::Bilinear), 3.0 * (0.5 * 3.0 + 3.0));
    assert_eq!(fallback(Algorithm::Lanczos3), 3.0 * (0.5 * 11.0 + 11.0));
    let easu = operations(TechnologyId::Fsr, None, 0.0);
    assert_eq!(easu, 31.0 / 4.0 + 349.0);
    assert_eq!(operations(TechnologyId::Fsr, None, SHARPNESS), easu + 74.0);
}
