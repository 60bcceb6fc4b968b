// SPDX-License-Identifier: GPL-2.0-or-later

use std::sync::Arc;

use super::*;
use crate::frame::AlphaMode;
use crate::metrics;
use crate::offline::{PixelAlpha, Pixels, Samples};
use crate::pass::Work;
use crate::reference::{self, Image};
use crate::settings::Algorithm;
use crate::shaders::assert_uniform_layout;
use crate::technologies::testing::{formats_and_alphas, frame, from_bytes, job, picture, to_bytes};
use crate::testing;

const SMALL: Size = Size::new(96, 64);
const LARGE: Size = Size::new(192, 128);

#[test]
fn uniforms_are_laid_out_as_in_the_shaders() {
    assert_uniform_layout!(shaders::FSR3_WARP, Places { scale, offset });
    assert_uniform_layout!(shaders::FSR3_COMBINE, Places { scale, offset });
}

/// Upscales a sequence.
struct Run {
    gpu: Arc<Gpu>,
    upscaler: Box<dyn Upscaler>,
    job: Job,
}

impl Run {
    fn new(gpu: &Arc<Gpu>, technology: &dyn Technology, job: Job) -> Self {
        technology.prepare(gpu, &job).expect("the shaders compile");
        assert!(technology.is_prepared(gpu, &job));
        Self {
            gpu: gpu.clone(),
            upscaler: technology.create(gpu, &job).expect("there is memory"),
            job,
        }
    }

    fn next(&mut self, image: &Image) -> Image {
        let Self { gpu, upscaler, job } = self;
        let format = job.input.format;
        let texture = testing::upload(gpu, job.input.size, format, &to_bytes(image, format));
        let result = testing::create_texture(gpu, job.output, format);
        let view = |texture: &wgpu::Texture| texture.create_view(&wgpu::TextureViewDescriptor::default());
        let mut work = Work::new(gpu);
        let (from, to) = (view(&texture), view(&result));
        upscaler.record(&mut Recorder::new(gpu, &mut work), &from, &to);
        gpu.submit(work.finish());
        from_bytes(job.output, format, &testing::download(gpu, &result))
    }
}

fn opaque_job() -> Job {
    let frame = frame(SMALL, PixelFormat::Rgba8, AlphaMode::Opaque);
    job(frame, LARGE, Algorithm::Bilinear)
}

/// A scene, a function of the place in pixels of the large picture: lines of all directions, some thinner than a pixel of
/// the small picture, over soft ground.
fn scene(seed: u32, [x, y]: [f32; 2]) -> f32 {
    let phase = seed as f32 * 2.3;
    let line = |angle: f32, distance: f32, width: f32| {
        let across = (x * (angle + phase).cos() + y * (angle + phase).sin()).rem_euclid(distance);
        (across < width) as u8 as f32
    };
    let ground = 0.5 + 0.15 * (x / 23.0 + phase).sin() * (y / 31.0 - phase).cos();
    (ground + 0.3 * line(0.4, 37.0, 1.6) - 0.3 * line(1.9, 29.0, 2.4) + 0.12 * line(1.1, 9.0, 4.0))
        .clamp(0.0, 1.0)
}

/// The scene, moved, at the large size and as its means over the pixels of the small one.
fn frames(seed: u32, [across, down]: [f32; 2]) -> [Image; 2] {
    let pixel = |x: u32, y: u32, width: u32| {
        // 6x6 samples of a pixel of the small picture.
        let steps = 3 * width;
        let mut sum = 0.0;
        for sample in 0..steps * steps {
            let [i, j] = [sample % steps, sample / steps].map(|step| (step as f32 + 0.5) / 3.0);
            sum += scene(seed, [x as f32 + i + across, y as f32 + j + down]);
        }
        let value = sum / (steps * steps) as f32;
        [value, 0.9 * value, 0.5 + 0.5 * value, 1.0]
    };
    [
        Image::from_fn(LARGE, |x, y| pixel(x, y, 1)).quantized(),
        Image::from_fn(SMALL, |x, y| pixel(2 * x, 2 * y, 2)).quantized(),
    ]
}

/// The largest difference of a sample.
fn most_different(one: &Image, other: &Image) -> f32 {
    let samples = one.pixels.as_flattened().iter().zip(other.pixels.as_flattened());
    samples
        .map(|(one, other)| (one - other).abs())
        .fold(0.0, f32::max)
}

fn mean_difference(one: &Image, other: &Image) -> f32 {
    let samples = one.pixels.as_flattened().iter().zip(other.pixels.as_flattened());
    let sum: f32 = samples.map(|(one, other)| (one - other).abs()).sum();
    sum / (4 * one.pixels.len()) as f32
}

fn psnr(one: &Image, other: &Image) -> f64 {
    let [one, other] = [one, other].map(|image| Pixels {
        size: image.size,
        samples: Samples::U8(image.to_rgba8()),
        alpha: PixelAlpha::None,
    });
    metrics::compare(&one, &other).expect("they have one size").psnr_y
}

#[test]
fn what_moves_by_fractions_comes_nearer_to_the_truth() {
    let Some(gpu) = testing::gpu() else { return };
    for (seed, step) in [(1, [0.7, 0.3]), (2, [-2.6, 1.1]), (3, [5.3, -3.7])] {
        let mut both = [&Fsr as &dyn Technology, &Fsr3].map(|each| Run::new(&gpu, each, opaque_job()));
        let mut figures = [[0.0; 2]; 12];
        for (index, figures) in figures.iter_mut().enumerate() {
            let [truth, small] = frames(seed, step.map(|step| step * index as f32));
            let [alone, together] = &mut both;
            *figures = [
                psnr(&truth, &alone.next(&small)),
                psnr(&truth, &together.next(&small)),
            ];
        }
        println!("{step:?}: {figures:.2?}");
        let mean = |which: usize| figures[6..].iter().map(|pair| pair[which]).sum::<f64>() / 6.0;
        assert!(mean(1) > mean(0) + 0.5, "{step:?}: {figures:?}");
        let [alone, first] = figures[0];
        assert!(
            (alone - first).abs() < 0.02,
            "the first frame is by itself: {alone}, {first}"
        );
        assert!(
            figures.iter().all(|[alone, together]| *together > alone - 0.05),
            "{figures:?}"
        );
    }
    testing::assert_no_validation_messages();
}

/// A frame that has moved by whole pixels shows the same places of the picture anew. Where a sample is narrower than a pixel,
/// as games draw them, the mean over a pixel's area is not the pixel.
#[test]
fn what_moves_by_whole_pixels_is_that_of_fsr() {
    let Some(gpu) = testing::gpu() else { return };
    for (seed, step) in [(1, [2.0, 0.0]), (2, [-6.0, 4.0]), (3, [12.0, 0.0])] {
        let mut both = [&Fsr as &dyn Technology, &Fsr3].map(|each| Run::new(&gpu, each, opaque_job()));
        let mut sums = [0.0; 2];
        for index in 0..12 {
            let moved = step.map(|step| step * index as f32);
            // The middle of each pixel, a quarter of its area.
            let narrow = Image::from_fn(SMALL, |x, y| {
                let samples = (0..9).map(|sample| {
                    let [i, j] = [sample % 3, sample / 3].map(|step| (step as f32 + 0.5) / 3.0);
                    let at = [2 * x, 2 * y].map(|at| at as f32 + 0.5);
                    scene(seed, [at[0] + i + moved[0], at[1] + j + moved[1]])
                });
                let value = samples.sum::<f32>() / 9.0;
                [value, 0.9 * value, 0.5 + 0.5 * value, 1.0]
            })
            .quantized();
            let [truth, _] = frames(seed, moved);
            for (run, sum) in both.iter_mut().zip(&mut sums) {
                *sum += psnr(&truth, &run.next(&narrow)) / 12.0;
            }
        }
        let [alone, together] = sums;
        println!("{step:?}: {alone:.2}, {together:.2}");
        assert!(together > alone - 0.05, "{step:?}: {alone:.2}, {together:.2}");
    }
    testing::assert_no_validation_messages();
}

/// Rails before a soft ground, as games without smoothing draw them: each pixel, large or small, is what is in its middle.
fn rails([x, y]: [f32; 2]) -> f32 {
    let is_rail = [(0.21, 22.0), (-0.13, 58.0), (0.34, 71.0)]
        .into_iter()
        .any(|(slope, from)| (y - from - slope * x).rem_euclid(96.0) < 7.0);
    match is_rail {
        true => 0.9,
        false => 0.3 + 0.05 * (x / 5.0).sin() * (y / 7.0).cos(),
    }
}

#[test]
fn edges_that_are_drawn_as_stairs_are_left_to_the_frame_by_itself() {
    let Some(gpu) = testing::gpu() else { return };
    for step in [[10.7, 0.4], [-23.3, 1.9], [2.3, -0.7]] {
        let mut both = [&Fsr as &dyn Technology, &Fsr3].map(|each| Run::new(&gpu, each, opaque_job()));
        let mut sums = [0.0; 2];
        for index in 0..12 {
            let sampled = |size: Size, side: f32| {
                Image::from_fn(size, |x, y| {
                    let at = [x, y].map(|at| side * (at as f32 + 0.5));
                    let value = rails([0, 1].map(|axis| at[axis] + step[axis] * index as f32));
                    [value, value, value, 1.0]
                })
                .quantized()
            };
            let (truth, small) = (sampled(LARGE, 1.0), sampled(SMALL, 2.0));
            for (run, sum) in both.iter_mut().zip(&mut sums) {
                *sum += psnr(&truth, &run.next(&small)) / 12.0;
            }
        }
        let [alone, together] = sums;
        println!("{step:?}: {alone:.2}, {together:.2}");
        assert!(together > alone - 0.05, "{step:?}: {alone:.2}, {together:.2}");
    }
    testing::assert_no_validation_messages();
}

#[test]
fn a_picture_that_stands_still_is_that_of_fsr() {
    let Some(gpu) = testing::gpu() else { return };
    let [_, small] = frames(4, [0.0, 0.0]);
    let mut run = Run::new(&gpu, &Fsr3, opaque_job());
    let alone = Run::new(&gpu, &Fsr, opaque_job()).next(&small);
    for frame in 0..6 {
        let result = run.next(&small);
        assert!(most_different(&result, &alone) < 1.5 / 255.0, "frame {frame}");
    }
    testing::assert_no_validation_messages();
}

#[test]
fn what_is_still_and_what_moves_do_not_disturb_each_other() {
    let Some(gpu) = testing::gpu() else { return };
    // Bars like those of letters, over a ground that moves behind them.
    let letters = |x: u32, y: u32| (20..44).contains(&y) && (16..80).contains(&x) && x % 6 < 2;
    let mut run = Run::new(&gpu, &Fsr3, opaque_job());
    let mut alone = Run::new(&gpu, &Fsr, opaque_job());
    for index in 0..8 {
        let [_, mut small] = frames(5, [3.3 * index as f32, 0.0]);
        for (index, pixel) in small.pixels.iter_mut().enumerate() {
            if letters(index as u32 % SMALL.width, index as u32 / SMALL.width) {
                *pixel = [1.0; 4];
            }
        }
        let [result, expected] = [run.next(&small), alone.next(&small)];
        for y in 42..86 {
            for x in (32..160).filter(|x| letters(x / 2, 30)) {
                let [here, there] = [&result, &expected].map(|image| image.at(i64::from(x), y)[1]);
                assert!(
                    (here - there).abs() < 0.12,
                    "frame {index}, {x}, {y}: {here}, not {there}"
                );
            }
        }
    }
    testing::assert_no_validation_messages();
}

#[test]
fn a_cut_and_a_reset_leave_nothing_of_the_frames_before() {
    let Some(gpu) = testing::gpu() else { return };
    let [[_, first], [_, second], [_, other]] =
        [(6, [0.0, 0.0]), (6, [2.3, 0.6]), (9, [0.0, 0.0])].map(|(seed, by)| frames(seed, by));
    let alone = |image: &Image| Run::new(&gpu, &Fsr, opaque_job()).next(image);
    let mut run = Run::new(&gpu, &Fsr3, opaque_job());
    run.next(&first);
    let moved = run.next(&second);
    assert!(
        most_different(&moved, &alone(&second)) > 4.0 / 255.0,
        "it has a history"
    );
    let cut = run.next(&other);
    assert!(most_different(&cut, &alone(&other)) < 1.5 / 255.0, "after a cut");
    run.next(&first);
    run.upscaler.reset();
    let reset = run.next(&second);
    assert!(
        most_different(&reset, &alone(&second)) < 1.5 / 255.0,
        "after a reset"
    );
    testing::assert_no_validation_messages();
}

#[test]
fn every_format_size_and_alpha_gives_what_it_should() {
    let Some(gpu) = testing::gpu() else { return };
    for (format, alpha) in formats_and_alphas(&gpu) {
        for output in [(53, 41), (64, 48), (80, 60), (128, 96), (117, 110)] {
            let size = Size::new(40, 30);
            let output = Size::new(output.0, output.1);
            let job = job(frame(size, format, alpha), output, Algorithm::Bilinear);
            let image = picture(3, size, alpha);
            let expected = Run::new(&gpu, &Fsr, job.clone()).next(&image);
            let mut run = Run::new(&gpu, &Fsr3, job);
            for frame in 0..3 {
                let result = run.next(&image);
                let away = most_different(&result, &expected);
                assert!(
                    away < 2.0 / 255.0,
                    "{format:?}, {alpha:?}, {output}, frame {frame}: {away}"
                );
            }
        }
    }
    testing::assert_no_validation_messages();
}

/// The scene, moved, with soft edges of its own where there are any; each pixel is the mean of four samples.
fn moving(size: Size, alpha: AlphaMode, index: u32) -> Image {
    let [across, down] = [2.6, -1.1].map(|step| step * index as f32);
    let mean = |seed: u32, x: u32, y: u32| {
        let sample = |i: u32, j: u32| {
            scene(
                seed,
                [(2 * x + i) as f32 + 0.5 + across, (2 * y + j) as f32 + 0.5 + down],
            )
        };
        (sample(0, 0) + sample(1, 0) + sample(0, 1) + sample(1, 1)) / 4.0
    };
    let working = Image::from_fn(size, |x, y| {
        let opacity = match alpha {
            AlphaMode::Opaque => 1.0,
            AlphaMode::Premultiplied | AlphaMode::PremultipliedLinear => (3.0 * mean(8, x, y)).min(1.0),
        };
        let value = mean(3, x, y) * opacity;
        [value, 0.9 * value, 0.5 * opacity + 0.5 * value, opacity]
    });
    reference::to_stored(&working, alpha).quantized()
}

/// What moves takes the frames before in, and comes out of every format as of the one that rounds least.
#[test]
fn what_moves_is_the_same_in_every_format() {
    let Some(gpu) = testing::gpu() else { return };
    let size = Size::new(64, 48);
    let mut wrong = Vec::new();
    for output in [Size::new(128, 96), Size::new(83, 70)] {
        let last = |technology: &dyn Technology, format, alpha| {
            let job = job(frame(size, format, alpha), output, Algorithm::Bilinear);
            let mut run = Run::new(&gpu, technology, job);
            let results = (0..6).map(|index| run.next(&moving(size, alpha, index)));
            results.last().expect("there are frames")
        };
        for (format, alpha) in formats_and_alphas(&gpu) {
            let result = last(&Fsr3, format, alpha);
            let floats = last(&Fsr3, PixelFormat::Rgba32Float, alpha);
            let alone = mean_difference(&result, &last(&Fsr, format, alpha));
            let away = mean_difference(&result, &floats);
            let what = format!("{format:?}, {alpha:?}, {output}");
            println!(
                "{what}: {:.2} codes from FSR, {:.2} from floats",
                255.0 * alone,
                255.0 * away
            );
            if alone < 1.0 / 255.0 || away > 0.4 / 255.0 {
                wrong.push(what);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    testing::assert_no_validation_messages();
}

#[test]
fn equal_frames_give_equal_results() {
    let Some(gpu) = testing::gpu() else { return };
    let sequence: Vec<_> = (0..5)
        .map(|index| frames(7, [1.7 * index as f32, 0.4])[1].clone())
        .collect();
    let results = [(); 2].map(|()| {
        let mut run = Run::new(&gpu, &Fsr3, opaque_job());
        sequence
            .iter()
            .map(|image| run.next(image).pixels)
            .collect::<Vec<_>>()
    });
    assert!(results[0] == results[1]);
}

/// What each pass costs while the picture moves, in turns with FSR by itself (`docs/benchmarks.md`).
#[test]
#[ignore = "a measurement, on a machine without other work"]
fn cost_of_the_passes() {
    use crate::pass::{Clock, Measured};

    const ROUNDS: usize = 12;
    let gpu = Gpu::open(&crate::gpu::AdapterChoice::Any).expect("there is a GPU");
    let clock = Clock::new(&gpu).expect("there is a clock");
    let view = |texture: &wgpu::Texture| texture.create_view(&wgpu::TextureViewDescriptor::default());
    for (width, height) in [(640, 360), (1280, 720)] {
        let frame = frame(Size::new(width, height), PixelFormat::Rgba8, AlphaMode::Opaque);
        let views: Vec<_> = (0..4)
            .map(|index| {
                let image = Image::from_fn(frame.size, |x, y| {
                    let value = scene(1, [2.0 * x as f32 + 10.6 * index as f32, 2.0 * y as f32]);
                    [value, value, value, 1.0]
                });
                view(&testing::upload(
                    &gpu,
                    frame.size,
                    frame.format,
                    &to_bytes(&image, frame.format),
                ))
            })
            .collect();
        let output = Size::new(2 * width, 2 * height);
        let result = view(&testing::create_texture(&gpu, output, frame.format));
        let job = job(frame, output, Algorithm::Bilinear);
        let mut alone = Fsr.create(&gpu, &job).expect("FSR runs");
        let mut temporal = Temporal::new(&gpu, &job).expect("it runs");
        let mut figures: [Vec<Measured>; 2] = Default::default();
        for round in 0..ROUNDS {
            let source = &views[round % views.len()];
            let of_fsr = clock.measure(&gpu, |recorder| alone.record(recorder, source, &result));
            let own = clock.measure(&gpu, |recorder| temporal.record(recorder, source, &result));
            if round > 0 {
                figures[0].push(own.expect("it runs"));
                figures[1].push(of_fsr.expect("it runs"));
            }
        }
        let median = |mut values: Vec<f64>| {
            values.sort_by(f64::total_cmp);
            values[values.len() / 2]
        };
        let [own, fsr] = figures
            .each_ref()
            .map(|all| median(all.iter().map(|one| one.frame).collect()));
        println!(
            "{} to {output}: {own:.1} ms, FSR {fsr:.1} ms, {:.2}; textures {:.1} MB",
            frame.size,
            own / fsr,
            temporal.memory() as f64 / 1e6,
        );
        for (index, (pass, _)) in figures[0][0].passes.iter().enumerate() {
            let times = figures[0].iter().filter_map(|one| one.passes.get(index)?.1);
            println!("    {:16} {:.2} ms", pass.shader, median(times.collect()));
        }
    }
}
