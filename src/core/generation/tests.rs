// SPDX-License-Identifier: GPL-2.0-or-later

use std::sync::Arc;
use std::time::Duration;

use half::f16;

use super::*;
use crate::frame::{AlphaMode, ColorSpace};
use crate::metrics;
use crate::offline::{ImageInterpolator, PixelAlpha, Pixels, Samples};
use crate::pass::Work;
use crate::testing;

type Place = [f64; 2];

/// An endless picture, a function of the place: waves of many directions and lengths.
struct Waves(Vec<[f64; 3]>);

impl Waves {
    fn new(seed: u64) -> Self {
        let noise = testing::noise(seed, 72);
        let numbers: Vec<f64> = noise.iter().map(|byte| f64::from(*byte) / 256.0).collect();
        let wave = |numbers: &[f64]| {
            let frequency = std::f64::consts::TAU / (5.0 * 14f64.powf(numbers[0]));
            let direction = std::f64::consts::TAU * numbers[1];
            [
                frequency * direction.cos(),
                frequency * direction.sin(),
                9.0 * numbers[2],
            ]
        };
        Self(numbers.chunks_exact(3).map(wave).collect())
    }

    fn at(&self, [x, y]: Place) -> [f64; 3] {
        let mut colour = [0.5; 3];
        for [across, down, phase] in &self.0 {
            for (channel, value) in (0..).zip(&mut colour) {
                *value += 0.06 * (across * x + down * y + phase + 0.4 * f64::from(channel)).sin();
            }
        }
        colour
    }
}

/// A picture of what is in the middle of each pixel.
fn picture(size: Size, colour: impl Fn(Place) -> [f64; 3]) -> Pixels {
    let pixels = (0..size.height).flat_map(|y| (0..size.width).map(move |x| (x, y)));
    let samples = pixels.flat_map(|(x, y)| {
        let colour = colour([f64::from(x) + 0.5, f64::from(y) + 0.5]);
        let [r, g, b] = colour.map(|value| (value.clamp(0.0, 1.0) * 255.0).round() as u8);
        [r, g, b, 255]
    });
    Pixels {
        size,
        samples: Samples::U8(samples.collect()),
        alpha: PixelAlpha::None,
    }
}

fn bytes_of(pixels: &Pixels) -> &[u8] {
    match &pixels.samples {
        Samples::U8(bytes) => bytes,
        _ => panic!("8 bits stay 8 bits"),
    }
}

fn psnr(truth: &Pixels, made: &Pixels) -> f64 {
    metrics::compare(truth, made).expect("of one size").psnr_y
}

fn mean(one: &Pixels, other: &Pixels) -> Pixels {
    let pairs = bytes_of(one).iter().zip(bytes_of(other));
    let mean = pairs.map(|(one, other)| (u16::from(*one) + u16::from(*other)).div_ceil(2) as u8);
    Pixels {
        samples: Samples::U8(mean.collect()),
        ..one.clone()
    }
}

/// The pictures between the two.
fn between(gpu: &Arc<Gpu>, one: &Pixels, other: &Pixels, shares: &[f32]) -> Vec<Pixels> {
    let mut interpolator = ImageInterpolator::new(gpu.clone());
    assert!(interpolator.next(one, shares).expect("the first").is_empty());
    interpolator.next(other, shares).expect("the second")
}

const SIZE: Size = Size::new(256, 192);

#[test]
fn what_moves_is_in_between_where_it_was() {
    let Some(gpu) = testing::gpu() else { return };
    let waves = Waves::new(1);
    for [x, y] in [[6.0, 0.0], [-3.0, 5.0], [1.5, -0.5], [20.0, 9.0], [-41.0, 0.0]] {
        let at = |share: f64| {
            picture(SIZE, |place| {
                waves.at([place[0] - share * x, place[1] - share * y])
            })
        };
        let shares = [0.25, 0.5, 0.8];
        let (first, last) = (at(0.0), at(1.0));
        for (share, made) in shares.iter().zip(between(&gpu, &first, &last, &shares)) {
            let truth = at(f64::from(*share));
            let (made, plain) = (psnr(&truth, &made), psnr(&truth, &mean(&first, &last)));
            let repeated = psnr(&truth, &first).max(psnr(&truth, &last));
            assert!(
                made > plain.max(repeated) + 6.0,
                "{x} {y} at {share}: {made:.1} dB, mixed {plain:.1}, repeated {repeated:.1}"
            );
        }
    }
    testing::assert_no_validation_messages();
}

#[test]
fn what_two_things_before_each_other_uncover_is_filled() {
    let Some(gpu) = testing::gpu() else { return };
    let (disc, ground) = (Waves::new(2), Waves::new(3));
    // A disc that goes to the right before a ground that goes to the left.
    let at = |share: f64| {
        picture(SIZE, |[x, y]| {
            let (left, top) = (x - 90.0 - 16.0 * share, y - 96.0);
            if left.hypot(top) < 40.0 {
                disc.at([left, top]).map(|value| 1.0 - value)
            } else {
                ground.at([x + 12.0 * share, y])
            }
        })
    };
    let (first, truth, last) = (at(0.0), at(0.5), at(1.0));
    let made = between(&gpu, &first, &last, &[0.5]).remove(0);
    let (made, plain) = (psnr(&truth, &made), psnr(&truth, &mean(&first, &last)));
    assert!(made > plain + 6.0, "{made:.1} dB, mixed {plain:.1}");
    testing::assert_no_validation_messages();
}

#[test]
fn writing_before_what_moves_stays_where_it_is() {
    let Some(gpu) = testing::gpu() else { return };
    let ground = Waves::new(4);
    let is_writing = |x: f64, y: f64| {
        let (column, row) = ((x - 60.0) as i32, (y - 80.0) as i32);
        (0..130).contains(&column) && (0..24).contains(&row) && (column % 9 < 2 || row % 11 < 2)
    };
    let at = |share: f64| {
        picture(SIZE, |[x, y]| match is_writing(x, y) {
            true => [1.0; 3],
            false => ground.at([x - 14.0 * share, y - 4.0 * share]),
        })
    };
    let (first, truth, last) = (at(0.0), at(0.5), at(1.0));
    let made = between(&gpu, &first, &last, &[0.5]).remove(0);
    let pixels = |picture: &Pixels| bytes_of(picture).as_chunks::<4>().0.to_vec();
    let (made_pixels, true_pixels) = (pixels(&made), pixels(&truth));
    let mut dimmed = 0;
    let mut writing = 0;
    for (index, (made, truth)) in made_pixels.iter().zip(&true_pixels).enumerate() {
        let (x, y) = (index as u32 % SIZE.width, index as u32 / SIZE.width);
        if is_writing(f64::from(x) + 0.5, f64::from(y) + 0.5) {
            writing += 1;
            dimmed += usize::from(made[0].abs_diff(truth[0]) > 16);
        }
    }
    assert!(
        dimmed * 50 < writing,
        "{dimmed} of {writing} pixels of writing are lost"
    );
    let (made, plain) = (psnr(&truth, &made), psnr(&truth, &mean(&first, &last)));
    assert!(made > plain + 2.0, "{made:.1} dB, mixed {plain:.1}");
    testing::assert_no_validation_messages();
}

/// Lines that begin alike are found in each other, block by block; the picture as a whole moves otherwise.
#[test]
fn a_page_of_writing_moves_as_one() {
    let Some(gpu) = testing::gpu() else { return };
    const LINE: i32 = 18;
    let dots = testing::noise(21, 4096);
    let ground = Waves::new(22);
    let at = |share: f64| {
        picture(SIZE, |[x, y]| {
            let [x, y] = [x + 16.0 * share, y + 2.0 * share];
            let (column, row) = ((x / 2.0).floor() as i32, y.floor() as i32);
            let (line, height) = (row.div_euclid(LINE), row.rem_euclid(LINE));
            // What follows the beginning is another one in each line.
            let seed = if column < 72 { 0 } else { line };
            let dot = (column.rem_euclid(128) * 6 + height / 2 + 769 * seed).rem_euclid(4096);
            let is_ink = height < 12 && column.rem_euclid(6) < 5 && dots[dot as usize] > 128;
            match is_ink {
                true => [0.95; 3],
                false => ground.at([x, y]).map(|value| 0.1 * value),
            }
        })
    };
    let (first, truth, last) = (at(0.0), at(0.5), at(1.0));
    let made = psnr(&truth, &between(&gpu, &first, &last, &[0.5]).remove(0));
    let repeated = psnr(&truth, &first).max(psnr(&truth, &last));
    println!("{made:.1} dB, repeated {repeated:.1}");
    assert!(made > repeated + 4.0, "{made:.1} dB, repeated {repeated:.1}");
    testing::assert_no_validation_messages();
}

/// Fades and dissolves are none's motion, though all that changes is found better somewhere else now and then.
#[test]
fn what_fades_where_it_stands_is_mixed() {
    let Some(gpu) = testing::gpu() else { return };
    const STEPS: u32 = 24;
    let (one, other) = (Waves::new(31), Waves::new(32));
    let is_writing = |x: f64, y: f64| {
        let (column, row) = ((x - 30.0) as i32, (y - 60.0) as i32);
        (0..150).contains(&column)
            && (0..90).contains(&row)
            && row % 15 < 9
            && (column * 7 + row / 3 * 5) % 11 < 4
    };
    let scene = |[x, y]: Place| one.at([x, y]);
    // Another picture, half of it flat, with writing on it.
    let other_scene = |[x, y]: Place| match () {
        () if is_writing(x, y) => [0.9; 3],
        () if x < 128.0 => [0.1, 0.1, 0.3],
        () => other.at([x, y]),
    };
    type Scene<'a> = &'a dyn Fn(Place) -> [f64; 3];
    let black = |_: Place| [0.0; 3];
    let white = |_: Place| [1.0; 3];
    let pairs: [[Scene<'_>; 2]; 4] = [
        [&scene, &black],
        [&white, &other_scene],
        [&scene, &other_scene],
        [&other_scene, &scene],
    ];
    for (index, [from, to]) in pairs.into_iter().enumerate() {
        let at = |step: u32| {
            let share = f64::from(step) / f64::from(STEPS);
            picture(SIZE, |place| {
                let (from, to) = (from(place), to(place));
                std::array::from_fn(|channel| from[channel] + share * (to[channel] - from[channel]))
            })
        };
        let mut interpolator = ImageInterpolator::new(gpu.clone());
        let mut before = at(0);
        interpolator.next(&before, &[]).expect("the first");
        let mut sums = [0.0; 3];
        for step in (2..=STEPS).step_by(2) {
            let (truth, after) = (at(step - 1), at(step));
            let made = interpolator.next(&after, &[0.5]).expect("it runs").remove(0);
            let plain = mean(&before, &after);
            for (sum, image) in sums.iter_mut().zip([&made, &plain, &before]) {
                *sum += psnr(&truth, image).min(60.0);
            }
            before = after;
        }
        let [made, plain, repeated] = sums.map(|sum| sum / f64::from(STEPS / 2));
        println!("{index}: {made:.2} dB, mixed {plain:.2}, repeated {repeated:.2}");
        assert!(
            made > plain.max(repeated) - 0.1,
            "{index}: {made:.2} dB, mixed {plain:.2}, repeated {repeated:.2}"
        );
    }
    testing::assert_no_validation_messages();
}

/// What moves while the picture fades still moves.
#[test]
fn what_moves_while_all_fades_is_found() {
    let Some(gpu) = testing::gpu() else { return };
    let (disc, ground) = (Waves::new(33), Waves::new(34));
    let at = |share: f64| {
        picture(SIZE, |[x, y]| {
            let (left, top) = (x - 90.0 - 16.0 * share, y - 96.0);
            let colour = match left.hypot(top) < 40.0 {
                true => disc.at([left, top]).map(|value| 1.0 - value),
                false => ground.at([x, y]),
            };
            colour.map(|value| value * (0.9 - 0.06 * share))
        })
    };
    let (first, truth, last) = (at(0.0), at(0.5), at(1.0));
    let made = psnr(&truth, &between(&gpu, &first, &last, &[0.5]).remove(0));
    let plain = psnr(&truth, &mean(&first, &last));
    println!("{made:.1} dB, mixed {plain:.1}");
    assert!(made > plain + 4.0, "{made:.1} dB, mixed {plain:.1}");
    testing::assert_no_validation_messages();
}

#[test]
fn across_a_cut_the_nearer_picture_is_shown() {
    let Some(gpu) = testing::gpu() else { return };
    let (one, other) = (Waves::new(5), Waves::new(6));
    let before = picture(SIZE, |place| one.at(place));
    let after = picture(SIZE, |[x, y]| other.at([y, x]).map(|value| 1.2 * value - 0.3));
    let made = between(&gpu, &before, &after, &[0.3, 0.5, 0.7]);
    for (made, nearer) in made.iter().zip([&before, &before, &after]) {
        let pairs = bytes_of(made).iter().zip(bytes_of(nearer));
        let most = pairs.map(|(made, nearer)| made.abs_diff(*nearer)).max();
        assert!(most <= Some(16), "{most:?}");
        assert!(psnr(nearer, made) > 40.0);
    }
    testing::assert_no_validation_messages();
}

#[test]
fn what_stands_still_is_not_touched_and_equal_pictures_give_equal_ones() {
    let Some(gpu) = testing::gpu() else { return };
    let noise = |size: Size| Pixels {
        size,
        samples: Samples::U8(
            testing::noise(7, size.area() as usize * 4)
                .chunks_exact(4)
                .flat_map(|pixel| [pixel[0], pixel[1], pixel[2], 255])
                .collect(),
        ),
        alpha: PixelAlpha::None,
    };
    for size in [Size::new(1, 1), Size::new(3, 2), Size::new(97, 61)] {
        let still = noise(size);
        let made = between(&gpu, &still, &still, &[0.5]);
        assert_eq!(made, std::slice::from_ref(&still), "{size}");
    }
    let waves = Waves::new(8);
    let (one, other) = (
        picture(SIZE, |place| waves.at(place)),
        picture(SIZE, |[x, y]| waves.at([x * 1.04, y + 3.0])),
    );
    let first = between(&gpu, &one, &other, &[0.4]);
    assert_eq!(first, between(&gpu, &one, &other, &[0.4]));
    testing::assert_no_validation_messages();
}

/// A generator with the textures that it works on.
struct Run {
    gpu: Arc<Gpu>,
    generator: Generator,
    ticks: u32,
}

impl Run {
    fn new(gpu: &Arc<Gpu>) -> Self {
        Self::of(gpu, PixelFormat::Rgba8)
    }

    fn of(gpu: &Arc<Gpu>, format: PixelFormat) -> Self {
        let frame = FrameDesc {
            size: SIZE,
            format,
            alpha: AlphaMode::PremultipliedLinear,
            color_space: ColorSpace::Srgb,
        };
        Generator::prepare(gpu, &frame).expect("the shaders compile");
        assert!(Generator::is_prepared(gpu, &frame));
        Self {
            gpu: gpu.clone(),
            generator: Generator::create(gpu, &frame).expect("there is memory"),
            ticks: 0,
        }
    }

    /// A frame of the output at 60 a second, while the source shows this.
    fn next(&mut self, picture: &wgpu::Texture) -> Vec<u8> {
        let tick = Duration::from_secs(1) / 60;
        let moment = Moment {
            now: tick * self.ticks,
            interval: tick,
        };
        self.ticks += 1;
        let mut work = Work::new(&self.gpu);
        let mut recorder = Recorder::new(&self.gpu, &mut work);
        let frame = self.generator.begin(&self.gpu, moment).texture().clone();
        let size = picture.size();
        recorder
            .encoder()
            .copy_texture_to_texture(picture.as_image_copy(), frame.as_image_copy(), size);
        let shown = self.generator.record(&mut recorder).texture().clone();
        self.gpu.submit(work.finish());
        self.generator.after_submit();
        testing::download(&self.gpu, &shown)
    }
}

#[test]
fn a_source_of_half_the_rate_gets_a_frame_between_each_two() {
    let Some(gpu) = testing::gpu() else { return };
    let waves = Waves::new(9);
    let at = |shift: f64| picture(SIZE, |[x, y]| waves.at([x - shift, y]));
    let mut run = Run::new(&gpu);
    let mut shown = Vec::new();
    for tick in 0..40 {
        let picture = at(4.0 * f64::from(tick / 2));
        let texture = testing::upload(&gpu, SIZE, PixelFormat::Rgba8, bytes_of(&picture));
        shown.push(run.next(&texture));
    }
    let Pace::Generating { rate, delay } = run.generator.pace() else {
        panic!("{:?}", run.generator.pace());
    };
    assert!((rate - 30.0).abs() < 0.1, "{rate}");
    assert!((delay.as_secs_f64() - 1.0 / 30.0).abs() < 1e-4, "{delay:?}");
    for (tick, bytes) in shown.iter().enumerate().skip(30) {
        // Two frames of the output later, at twice the steps.
        let truth = at(2.0 * (tick as f64 - 2.0));
        let made = Pixels {
            samples: Samples::U8(bytes.clone()),
            ..truth.clone()
        };
        let psnr = psnr(&truth, &made);
        assert!(psnr > 34.0, "{tick}: {psnr:.1} dB");
        if tick % 2 == 0 {
            assert_eq!(
                bytes_of(&truth),
                bytes,
                "frames of the source are shown as they are"
            );
        }
    }
    testing::assert_no_validation_messages();
}

#[test]
fn a_source_of_the_full_rate_is_shown_at_once() {
    let Some(gpu) = testing::gpu() else { return };
    let mut run = Run::new(&gpu);
    let waves = Waves::new(10);
    for tick in 0..20 {
        let picture = picture(SIZE, |[x, y]| waves.at([x - f64::from(tick), y]));
        let texture = testing::upload(&gpu, SIZE, PixelFormat::Rgba8, bytes_of(&picture));
        assert_eq!(run.next(&texture), bytes_of(&picture));
    }
    assert!(matches!(run.generator.pace(), Pace::TooFast { .. }));
    testing::assert_no_validation_messages();
}

#[test]
fn a_single_code_of_difference_is_another_picture() {
    let Some(gpu) = testing::gpu() else { return };
    let mut run = Run::new(&gpu);
    let waves = Waves::new(11);
    let plain = picture(SIZE, |place| waves.at(place));
    for tick in 0..40u32 {
        let mut bytes = bytes_of(&plain).to_vec();
        // One pixel, another one each time.
        let pixel = (tick / 2) as usize * 997 * 4;
        bytes[pixel] ^= 1;
        let texture = testing::upload(&gpu, SIZE, PixelFormat::Rgba8, &bytes);
        run.next(&texture);
    }
    assert!(matches!(run.generator.pace(), Pace::Generating { .. }));
    testing::assert_no_validation_messages();
}

/// From frame to frame it fades by a third of what counts.
#[test]
fn a_slow_fade_of_fine_steps_does_not_freeze() {
    let Some(gpu) = testing::gpu() else { return };
    let mut run = Run::of(&gpu, PixelFormat::Rgba16Float);
    let level = |frame: u32| match frame {
        0..20 => 0.05 + 0.01 * frame as f32,
        _ => 0.24 + 0.25 / 255.0 * (frame - 19) as f32,
    };
    for tick in 0..120 {
        let [value, opaque] = [level(tick / 2), 1.0].map(f16::from_f32);
        let pixel = [value, value, value, opaque].map(f16::to_ne_bytes);
        let bytes = pixel.as_flattened().repeat(SIZE.area() as usize);
        let shown = run.next(&testing::upload(&gpu, SIZE, PixelFormat::Rgba16Float, &bytes));
        let shown = f16::from_ne_bytes([shown[0], shown[1]]).to_f32();
        if tick >= 60 {
            // Two frames of the output later.
            let away = (shown - level(tick / 2 - 1)).abs();
            assert!(away < 1.2 / 255.0, "{tick}: {} codes", 255.0 * away);
        }
    }
    let Pace::Generating { rate, .. } = run.generator.pace() else {
        panic!("{:?}", run.generator.pace());
    };
    assert!((rate - 30.0).abs() < 0.1, "{rate}");
    testing::assert_no_validation_messages();
}

#[test]
fn the_uniform_blocks_are_laid_out_as_the_shaders_have_them() {
    interpolator::assert_layouts();
}

/// What each stage costs, and the memory (`docs/benchmarks.md`).
#[test]
#[ignore = "a measurement, on a machine without other work"]
fn cost_of_each_stage() {
    use crate::pass::{PassClock, PassLog, PassTime};
    use std::collections::BTreeMap;

    const ROUNDS: usize = 6;
    let gpu = Gpu::open(&crate::gpu::AdapterChoice::Any).expect("there is a GPU");
    let waves = Waves::new(12);
    for (width, height) in [(1280, 720), (1920, 1080)] {
        let size = Size::new(width, height);
        let frame = FrameDesc {
            size,
            format: PixelFormat::Rgba8,
            alpha: AlphaMode::Opaque,
            color_space: ColorSpace::Srgb,
        };
        let mut generator = Generator::create(&gpu, &frame).expect("there is memory");
        // What stands still costs less: the left third does.
        let shift = |x: f64, step: f64| {
            if x * 3.0 < f64::from(width) {
                0.0
            } else {
                5.3 * step
            }
        };
        for (slot, step) in generator.slots.iter().zip([0.0, 1.0, 2.0]) {
            let picture = picture(size, |[x, y]| waves.at([x + shift(x, step), y]));
            let from = testing::upload(&gpu, size, frame.format, bytes_of(&picture));
            let mut work = Work::new(&gpu);
            let to = slot.texture().as_image_copy();
            work.encoder()
                .copy_texture_to_texture(from.as_image_copy(), to, from.size());
            gpu.submit(work.finish());
        }
        let slots = generator.slots.clone();
        let mut times: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        for round in 0..ROUNDS {
            let mut log = PassLog::new(PassClock::Wall);
            let mut work = Work::new(&gpu);
            let mut recorder = Recorder::logged(&gpu, &mut work, &mut log);
            let [before, now] = [round % 3, (round + 1) % 3].map(|slot| &slots[slot]);
            generator
                .novelty
                .record(&mut recorder, [now, before, before], round as u64);
            generator.interpolator.next(&mut recorder, now);
            generator
                .interpolator
                .between(&mut recorder, [before, now], 0.5, &generator.output);
            gpu.submit(work.finish());
            generator.after_submit();
            let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
            for pass in log.passes().expect("it runs") {
                if let PassTime::Wall(time) = pass.time {
                    *sums.entry(pass.shader).or_default() += time.as_secs_f64() * 1e3;
                }
            }
            // The first has no motion, and compiles.
            for (shader, time) in sums.into_iter().filter(|_| round > 0) {
                times.entry(shader).or_default().push(time);
            }
        }
        let mut all = 0.0;
        for (shader, times) in &mut times {
            times.sort_by(f64::total_cmp);
            let median = times[times.len() / 2];
            all += median;
            println!("{size} {shader}: {median:.1} ms");
        }
        let memory = generator.memory() as f64 / 1e6;
        println!("{size}: {all:.1} ms, {memory:.1} MB of textures");
    }
}
