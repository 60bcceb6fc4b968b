// SPDX-License-Identifier: GPL-2.0-or-later

use std::sync::Arc;

use super::*;
use crate::frame::{AlphaMode, ColorSpace};
use crate::pass::Work;
use crate::reference::Image;
use crate::reference::motion::{self as reference, Field, Plane};
use crate::technologies::testing::{self as pictures, to_bytes};
use crate::testing;

/// A vector, or a place.
type Pair = [f64; 2];

fn frame(size: Size) -> FrameDesc {
    FrameDesc {
        size,
        format: PixelFormat::Rgba8,
        alpha: AlphaMode::Opaque,
        color_space: ColorSpace::Srgb,
    }
}

/// An endless picture, a function of the place: waves of all directions and lengths from 3 to 90 pixels, and soft-edged
/// patches. Where the place is moved by a fraction of a pixel, so is the picture, exactly.
#[derive(Clone)]
struct Texture {
    waves: Vec<[f64; 4]>,
    patches: Vec<[f64; 4]>,
}

impl Texture {
    fn new(seed: u64) -> Self {
        let noise = testing::noise(seed, 400);
        let mut numbers = noise.iter().map(|byte| f64::from(*byte) / 256.0);
        let mut number = move || numbers.next().expect("there are enough");
        let mut wave = |shortest: f64, longest: f64| {
            let length = shortest * (longest / shortest).powf(number());
            let direction = std::f64::consts::TAU * number();
            let frequency = std::f64::consts::TAU / length;
            let phase = std::f64::consts::TAU * number();
            [
                frequency * direction.cos(),
                frequency * direction.sin(),
                phase,
                length.powf(0.4),
            ]
        };
        Self {
            waves: (0..28).map(|_| wave(3.0, 90.0)).collect(),
            patches: (0..4).map(|_| wave(40.0, 150.0)).collect(),
        }
    }

    fn luma(&self, [x, y]: Pair) -> f64 {
        let at =
            |[across, down, phase, strength]: &[f64; 4]| (across * x + down * y + phase).sin() * strength;
        let waves: f64 = self.waves.iter().map(at).sum();
        let patches: f64 = self.patches.iter().map(|patch| (8.0 * at(patch)).tanh()).sum();
        (0.5 + 0.02 * waves + 0.05 * patches).clamp(0.0, 1.0)
    }
}

/// A picture whose pixel in the middle of each place is `luma` there.
fn picture(size: Size, luma: impl Fn(Pair) -> f64) -> Image {
    Image::from_fn(size, |x, y| {
        let value = luma([f64::from(x) + 0.5, f64::from(y) + 0.5]) as f32;
        [value, value, value, 1.0]
    })
}

/// What was found out about a picture.
struct Found {
    blocks: Vec<[f32; 4]>,
    pixels: Vec<[f32; 2]>,
    verdict: Verdict,
}

/// Estimates the motion of a sequence.
struct Run {
    gpu: Arc<Gpu>,
    estimator: MotionEstimator,
    size: Size,
    frame: FrameDesc,
}

impl Run {
    fn new(gpu: &Arc<Gpu>, size: Size) -> Self {
        Self::of(gpu, frame(size))
    }

    fn of(gpu: &Arc<Gpu>, frame: FrameDesc) -> Self {
        let size = frame.size;
        MotionEstimator::prepare(gpu, &frame, Detail::Pixels).expect("the shaders compile");
        Self {
            gpu: gpu.clone(),
            estimator: MotionEstimator::create(gpu, &frame, Detail::Pixels).expect("there is memory"),
            size,
            frame,
        }
    }

    fn next(&mut self, image: &Image) -> Found {
        self.together(&[image])
    }

    /// Pictures in one submission; what is found out about the last.
    fn together(&mut self, images: &[&Image]) -> Found {
        let Self {
            gpu,
            estimator,
            size,
            frame,
        } = self;
        let mut work = Work::new(gpu);
        for image in images {
            let texture = testing::upload(gpu, *size, frame.format, &to_bytes(image, frame.format));
            let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
            estimator.record(&mut Recorder::new(gpu, &mut work), &view);
        }
        gpu.submit(work.finish());
        estimator.after_submit();
        let download = |view: &wgpu::TextureView| testing::download(gpu, view.texture());
        let verdict: Vec<[f32; 4]> = bytemuck::pod_collect_to_vec(&download(estimator.verdict()));
        Found {
            blocks: bytemuck::pod_collect_to_vec(&download(estimator.blocks())),
            pixels: bytemuck::pod_collect_to_vec(&download(estimator.pixels().expect("they were asked for"))),
            verdict: Verdict::from_texel(verdict[0]),
        }
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The errors of the pixels whose counterpart was in the picture, with a margin.
fn errors(size: Size, found: &Found, truth: impl Fn(Pair) -> Option<Pair>) -> Vec<f64> {
    let mut errors = Vec::new();
    for (index, vector) in found.pixels.iter().enumerate() {
        let (x, y) = (index as u32 % size.width, index as u32 / size.width);
        let place = [f64::from(x) + 0.5, f64::from(y) + 0.5];
        let Some(true_vector) = truth(place) else { continue };
        let inside = |at: f64, side: u32| (2.0..=f64::from(side) - 2.0).contains(&at);
        if !inside(place[0] + true_vector[0], size.width) || !inside(place[1] + true_vector[1], size.height) {
            continue;
        }
        errors.push((f64::from(vector[0]) - true_vector[0]).hypot(f64::from(vector[1]) - true_vector[1]));
    }
    errors
}

/// A grey picture with noise, flat areas, edges and ramps, and the same shifted: what is new at its edges is other noise.
fn grey_pictures(size: Size, by: [i64; 2]) -> [Image; 2] {
    let wider = Size::new(size.width + 40, size.height + 40);
    let picture = pictures::picture(5, wider, AlphaMode::Opaque);
    [[0, 0], by].map(|by| {
        Image::from_fn(size, |x, y| {
            let value = picture.at(i64::from(x) + 20 + by[0], i64::from(y) + 20 + by[1])[1];
            [value, value, value, 1.0]
        })
    })
}

/// What is in a texture that only passes read.
fn peek(gpu: &Gpu, view: &wgpu::TextureView) -> Vec<[f32; 4]> {
    let size = Size::new(view.texture().width(), view.texture().height());
    let copy = testing::create_texture(gpu, size, BLOCK_FORMAT);
    let copy_view = copy.create_view(&wgpu::TextureViewDescriptor::default());
    let mut pass =
        Pass::new(gpu, &Variant::new(&shaders::BENCH_COPY, BLOCK_FORMAT, &[]), ()).expect("it compiles");
    let mut work = Work::new(gpu);
    pass.record(&mut Recorder::new(gpu, &mut work), &[view], &copy_view, size);
    gpu.submit(work.finish());
    bytemuck::pod_collect_to_vec(&testing::download(gpu, &copy))
}

#[test]
fn the_gpu_does_as_the_reference() {
    let Some(gpu) = testing::gpu() else { return };
    for (width, height, by) in [
        (1, 1, [0, 0]),
        (1, 40, [0, 1]),
        (5, 3, [1, 0]),
        (17, 9, [-1, 2]),
        (40, 33, [3, -2]),
        (131, 97, [-7, 5]),
        (150, 140, [0, 18]),
    ] {
        let size = Size::new(width, height);
        let [first, second] = grey_pictures(size, by);
        let mut run = Run::new(&gpu, size);
        run.next(&first);
        run.next(&second);
        let planes = |image: &Image| {
            let planes = std::iter::successors(Some(Plane::of(image)), |plane| Some(plane.halved()));
            planes.take(run.estimator.levels.count()).collect::<Vec<_>>()
        };
        let (old, new) = (planes(&first), planes(&second));
        let Textures {
            planes,
            medians,
            refined,
            ..
        } = &run.estimator.textures;
        let newest = run.estimator.newest;
        for (planes, expected) in [(&planes[newest], &new), (&planes[1 - newest], &old)] {
            for (view, expected) in planes.levels.iter().zip(expected) {
                let quads = peek(&gpu, view).into_iter();
                let quads: Vec<_> = quads
                    .map(|quad| quad.map(|luma| (luma * 255.0).round() as i64))
                    .collect();
                let place = |index: usize| {
                    [
                        index as i64 % i64::from(expected.size.width),
                        index as i64 / i64::from(expected.size.width),
                    ]
                };
                for (index, quad) in quads.into_iter().enumerate() {
                    let [x, y] = place(index);
                    assert_eq!(quad, expected.quad(x, y), "{size}: {} at {x}, {y}", expected.size);
                }
            }
        }

        let levels = &run.estimator.levels;
        let coarsest = levels.count() - 1;
        let mut fields: [Option<Field>; 2] = [None, None];
        for level in (1..=coarsest).rev() {
            let reach = match level {
                _ if level == coarsest => levels.coarsest_reach(),
                _ => Reach::FINER[Reach::of(level)],
            };
            let reach = [reach.best, reach.afresh].map(i64::from);
            let searches = [&run.estimator.forward, &run.estimator.backward];
            let directions = [[&new, &old], [&old, &new]];
            for ((field, searches), [current, previous]) in fields.iter_mut().zip(searches).zip(directions) {
                let expected = reference::search(&current[level], &previous[level], field.as_ref(), reach);
                let found = peek(&gpu, &searches[level - 1].vectors).into_iter();
                let found: Vec<_> = found.map(|[x, y, ..]| [x as i64, y as i64]).collect();
                assert_eq!(found, expected.vectors, "{size}, level {level}");
                *field = Some(expected);
            }
        }
        let [Some(field), _] = &fields else {
            unreachable!("there are two levels at least")
        };
        let expected_medians = reference::median(field);
        let found = peek(&gpu, medians).into_iter();
        let found: Vec<_> = found.map(|[x, y, ..]| [x as i64, y as i64]).collect();
        assert_eq!(found, expected_medians.vectors, "{size}, medians");
        let expected = reference::refine(&new[0], &old[0], field, &expected_medians);
        for (index, (found, expected)) in peek(&gpu, refined).into_iter().zip(expected).enumerate() {
            let [x, y, ..] = found.map(f64::from);
            let away = (x - expected[0]).hypot(y - expected[1]);
            assert!(
                away < 0.01,
                "{size}, block {index}: {x}, {y} and not {expected:?}"
            );
        }
    }
    testing::assert_no_validation_messages();
}

/// The median and the mean of the errors in a second picture, and what was found out about it.
fn judge(
    size: Size,
    pictures: [Image; 2],
    truth: impl Fn(Pair) -> Option<Pair>,
) -> Option<(f64, f64, Found)> {
    let gpu = testing::gpu()?;
    let mut run = Run::new(&gpu, size);
    let first = run.next(&pictures[0]);
    assert!(first.verdict.is_cut, "the first picture has none before it");
    let found = run.next(&pictures[1]);
    testing::assert_no_validation_messages();
    let errors = errors(size, &found, truth);
    let mean = errors.iter().sum::<f64>() / errors.len() as f64;
    Some((median(errors), mean, found))
}

/// From fractions of a pixel to 64 pixels.
const TRANSLATIONS: [Pair; 12] = [
    [0.0, 0.0],
    [0.25, 0.0],
    [0.0, -0.5],
    [0.5, 0.5],
    [-1.75, 0.3],
    [3.5, -2.25],
    [-7.9, 8.1],
    [12.0, 7.0],
    [-30.4, 10.0],
    [64.0, 0.0],
    [0.0, -64.0],
    [45.3, -45.0],
];

fn assert_translations(size: Size) {
    for (seed, vector) in (0..).zip(TRANSLATIONS) {
        let texture = Texture::new(seed);
        let pictures =
            [[0.0, 0.0], vector].map(|by| picture(size, |[x, y]| texture.luma([x + by[0], y + by[1]])));
        let Some((median, mean, found)) = judge(size, pictures, |_| Some(vector)) else {
            return;
        };
        println!(
            "{vector:?}: median {median:.3}, mean {mean:.3}, {:?}",
            found.verdict
        );
        assert!(median <= 0.1, "{vector:?}: {median}");
        assert!(mean <= 0.25, "{vector:?}: {mean}");
        assert!(!found.verdict.is_cut, "{vector:?}: {:?}", found.verdict);
    }
}

#[test]
fn translations_are_found_to_a_tenth_of_a_pixel() {
    assert_translations(Size::new(256, 192));
}

#[test]
fn rotation_and_zoom_are_found() {
    assert_turns(Size::new(256, 192));
}

fn assert_turns(size: Size) {
    let middle = [
        f64::from(size.width) / 2.0 + 5.0,
        f64::from(size.height) / 2.0 - 3.0,
    ];
    for (degrees, zoom) in [(2.0, 1.0), (-6.0, 1.0), (0.0, 1.03), (0.0, 0.92), (3.0, 1.05)] {
        let texture = Texture::new(7);
        let (sin, cos) = f64::to_radians(degrees).sin_cos();
        let moved = |[x, y]: Pair| {
            let [x, y] = [x - middle[0], y - middle[1]];
            [
                middle[0] + zoom * (cos * x - sin * y),
                middle[1] + zoom * (sin * x + cos * y),
            ]
        };
        let pictures = [
            picture(size, |at| texture.luma(at)),
            picture(size, |at| texture.luma(moved(at))),
        ];
        let truth = |at: Pair| {
            let to = moved(at);
            Some([to[0] - at[0], to[1] - at[1]])
        };
        let Some((median, mean, found)) = judge(size, pictures, truth) else {
            return;
        };
        println!(
            "{degrees} degrees, zoom {zoom}: median {median:.3}, mean {mean:.3}, {:?}",
            found.verdict
        );
        assert!(median <= 0.25, "{degrees} degrees, zoom {zoom}: {median}");
        assert!(
            !found.verdict.is_cut,
            "{degrees} degrees, zoom {zoom}: {:?}",
            found.verdict
        );
    }
}

#[test]
fn layers_are_told_apart() {
    assert_layers(Size::new(256, 192));
}

/// A disc that moves before a ground that moves.
fn assert_layers(size: Size) {
    let radius = f64::from(size.height) / 4.0;
    let middle = [f64::from(size.width) * 0.45, f64::from(size.height) * 0.5];
    for (ground, disc) in [
        ([0.0, 0.0], [5.5, -3.0]),
        ([-2.25, 1.0], [9.0, 4.0]),
        ([10.0, 0.5], [-12.0, 0.0]),
    ] {
        let (behind, before) = (Texture::new(20), Texture::new(21));
        // Places in the textures move by the vectors from the first picture to the second.
        let is_disc = |[x, y]: Pair, share: f64| {
            let [x, y] = [x - middle[0] + share * disc[0], y - middle[1] + share * disc[1]];
            x.hypot(y) < radius
        };
        let luma = |at: Pair, share: f64| {
            let moved = |by: Pair| [at[0] + share * by[0], at[1] + share * by[1]];
            if is_disc(at, share) {
                before.luma(moved(disc))
            } else {
                behind.luma(moved(ground))
            }
        };
        let pictures = [0.0, 1.0].map(|share| picture(size, |at| luma(at, share)));
        // What the disc hid before is nowhere to be found.
        let truth = |at: Pair| {
            let hidden = !is_disc(at, 1.0) && is_disc([at[0] + ground[0], at[1] + ground[1]], 0.0);
            (!hidden).then(|| if is_disc(at, 1.0) { disc } else { ground })
        };
        let Some((median, mean, found)) = judge(size, pictures, truth) else {
            return;
        };
        println!(
            "{ground:?} and {disc:?}: median {median:.3}, mean {mean:.3}, {:?}",
            found.verdict
        );
        assert!(median <= 0.1, "{ground:?} and {disc:?}: {median}");
        assert!(mean <= 1.0, "{ground:?} and {disc:?}: {mean}");
        assert!(
            !found.verdict.is_cut,
            "{ground:?} and {disc:?}: {:?}",
            found.verdict
        );
    }
}

fn still(size: Size, seed: u64) -> Image {
    let texture = Texture::new(seed);
    picture(size, |at| texture.luma(at))
}

#[test]
fn what_can_be_relied_on_is_told() {
    let Some(gpu) = testing::gpu() else { return };
    let size = Size::new(256, 192);
    let texture = Texture::new(3);
    let mut run = Run::new(&gpu, size);
    run.next(&still(size, 3));
    let found = run.next(&picture(size, |[x, y]| texture.luma([x - 40.0, y])));
    // What came in from the left was not there before: five columns of blocks.
    let [mut inside, mut outside] = [Vec::new(), Vec::new()];
    for (index, [_, _, confidence, _]) in found.blocks.iter().enumerate() {
        let column = index % 32;
        let side = if column < 5 { &mut outside } else { &mut inside };
        side.push(f64::from(*confidence));
    }
    assert!(median(inside.clone()) > 0.95, "{}", median(inside));
    assert!(outside.iter().all(|confidence| *confidence == 0.0), "{outside:?}");
}

#[test]
fn cuts_are_found_and_none_is_invented() {
    let Some(gpu) = testing::gpu() else { return };
    let size = Size::new(192, 128);
    let mut run = Run::new(&gpu, size);
    let flat = |value: f64| picture(size, |_| value);
    // Three moving scenes, which become black and white.
    for seed in 0..3 {
        let texture = Texture::new(40 + seed);
        for index in 0..4 {
            let speed = 6.0 * f64::from(index);
            let found = run.next(&picture(size, |[x, y]| {
                texture.luma([x + speed, y - speed / 2.0])
            }));
            assert_eq!(
                found.verdict.is_cut,
                index == 0,
                "{seed}, {index}: {:?}",
                found.verdict
            );
            if found.verdict.is_cut {
                assert!(found.pixels.iter().all(|vector| *vector == [0.0, 0.0]));
                assert!(found.blocks.iter().all(|block| block[..3] == [0.0; 3]));
            }
        }
    }
    assert!(run.next(&flat(0.0)).verdict.is_cut, "black");
    assert!(!run.next(&flat(0.0)).verdict.is_cut, "still black");
    assert!(run.next(&flat(1.0)).verdict.is_cut, "white");
    assert!(run.next(&still(size, 9)).verdict.is_cut, "a picture");
}

/// A fade, and a flash of light: vectors stay, and nothing is cut.
#[test]
fn changes_of_brightness_are_no_motion_and_no_cuts() {
    let Some(gpu) = testing::gpu() else { return };
    let size = Size::new(192, 128);
    let texture = Texture::new(11);
    let mut run = Run::new(&gpu, size);
    for (index, light) in [0.8, 0.7, 0.6, 1.1, 0.7, 0.5].into_iter().enumerate() {
        let by = 3.0 * index as f64;
        let found = run.next(&picture(size, |[x, y]| light * texture.luma([x + by, y])));
        if index == 0 {
            continue;
        }
        assert!(!found.verdict.is_cut, "{light}: {:?}", found.verdict);
        let errors = errors(size, &found, |_| Some([3.0, 0.0]));
        assert!(median(errors.clone()) < 0.25, "{light}: {}", median(errors));
    }
}

#[test]
fn pictures_of_any_size_are_looked_at() {
    let Some(gpu) = testing::gpu() else { return };
    for (width, height) in [
        (1, 1),
        (2, 1),
        (7, 3),
        (9, 31),
        (16_384, 3),
        (3, 16_384),
        (853, 479),
    ] {
        if width.max(height) > gpu.max_texture_size() {
            println!("SKIP: {width}x{height} is beyond this GPU");
            continue;
        }
        let size = Size::new(width, height);
        let mut run = Run::new(&gpu, size);
        let image = still(size, 2);
        assert!(run.next(&image).verdict.is_cut);
        let found = run.next(&image);
        assert!(!found.verdict.is_cut, "{size}: {:?}", found.verdict);
        assert_eq!(found.pixels.len() as u64, size.area());
        assert_eq!(found.blocks.len() as u32, width.div_ceil(8) * height.div_ceil(8));
        assert!(found.pixels.iter().all(|vector| *vector == [0.0, 0.0]), "{size}");
        assert!(
            found
                .blocks
                .iter()
                .all(|[x, y, confidence, left]| [*x, *y, *confidence, *left] == [0.0, 0.0, 1.0, 0.0]),
            "{size}"
        );
    }
    testing::assert_no_validation_messages();
}

#[test]
fn equal_sequences_give_equal_vectors_bit_for_bit() {
    let Some(gpu) = testing::gpu() else { return };
    let size = Size::new(200, 120);
    let texture = Texture::new(8);
    let bits = |run: &mut Run| -> Vec<u32> {
        let all = (0..3).flat_map(|index| {
            let by = 4.3 * f64::from(index);
            let found = run.next(&picture(size, |[x, y]| texture.luma([x - by, y + by * by / 9.0])));
            let blocks = found.blocks.into_iter().flatten();
            blocks
                .chain(found.pixels.into_iter().flatten())
                .collect::<Vec<_>>()
        });
        all.map(f32::to_bits).collect()
    };
    let mut run = Run::new(&gpu, size);
    let first = bits(&mut run);
    assert_eq!(bits(&mut Run::new(&gpu, size)), first);
    // What was before is forgotten.
    run.estimator.reset();
    assert_eq!(bits(&mut run), first);
}

#[test]
fn what_is_no_number_and_what_is_transparent_are_looked_at_too() {
    let Some(gpu) = testing::gpu() else { return };
    let size = Size::new(64, 48);
    let texture = Texture::new(8);
    for alpha in pictures::ALPHAS {
        let frame = FrameDesc {
            format: PixelFormat::Rgba32Float,
            alpha,
            ..frame(size)
        };
        let mut run = Run::of(&gpu, frame);
        for index in 0..2 {
            let mut image = picture(size, |[x, y]| texture.luma([x + 2.0 * f64::from(index), y]));
            image.pixels[0] = [f32::NAN, f32::INFINITY, -1.0, 0.5];
            image.pixels[1] = [f32::INFINITY, 0.0, f32::NEG_INFINITY, f32::NAN];
            let found = run.next(&image);
            assert!(found.pixels.iter().flatten().all(|value| value.is_finite()));
            assert!(found.blocks.iter().flatten().all(|value| value.is_finite()));
            if index > 0 {
                let errors = errors(size, &found, |_| Some([2.0, 0.0]));
                assert!(median(errors.clone()) < 0.1, "{}", median(errors));
            }
        }
    }
    testing::assert_no_validation_messages();
}

#[test]
fn lumas_are_the_references() {
    let Some(gpu) = testing::gpu() else { return };
    let size = Size::new(67, 35);
    let image = pictures::picture(3, size, AlphaMode::Opaque);
    let mut run = Run::new(&gpu, size);
    run.next(&image);
    let expected = Plane::of(&image);
    let planes = &run.estimator.textures.planes[run.estimator.newest];
    let mut off = 0;
    for (quad, expected) in peek(&gpu, &planes.levels[0]).into_iter().zip(&expected.codes) {
        let code = (quad[0] * 255.0).round() as u8;
        assert!(code.abs_diff(*expected) <= 1);
        off += u32::from(code != *expected);
    }
    // Where a luma lies between two codes, its last bit decides.
    assert!(off <= 5, "{off}");
}

#[test]
fn verdicts_arrive_on_the_processor() {
    let Some(gpu) = testing::gpu() else { return };
    let size = Size::new(192, 128);
    let mut run = Run::new(&gpu, size);
    assert_eq!(run.estimator.latest_verdict(), None);
    // More than can be under way: places are used again.
    for index in 0..7 {
        let found = run.next(&still(size, 30 + index / 3));
        // Its downloads have waited for the GPU.
        run.estimator.after_submit();
        assert_eq!(run.estimator.latest_verdict(), Some((index, found.verdict)));
        assert_eq!(
            found.verdict.is_cut,
            index % 3 == 0,
            "{index}: {:?}",
            found.verdict
        );
    }
}

/// What is usually found again is little then, and not much more than what is found by chance.
#[test]
fn a_cut_behind_another_is_found() {
    let Some(gpu) = testing::gpu() else { return };
    const CELL: f64 = 7.0;
    let size = Size::new(256, 192);
    let mut run = Run::new(&gpu, size);
    for seed in 0..16 {
        let cells = testing::noise(60 + seed, 64 * 64);
        let image = picture(size, |[x, y]| {
            let [column, row] = [x, y].map(|place| (place / CELL) as usize);
            f64::from(cells[64 * row + column]) / 255.0
        });
        let found = run.next(&image);
        assert!(found.verdict.is_cut, "{seed}: {:?}", found.verdict);
    }
    testing::assert_no_validation_messages();
}

/// A dark picture has little structure, and all of it is of other brightnesses than in a darker one.
#[test]
fn the_end_of_a_fade_is_no_cut() {
    let Some(gpu) = testing::gpu() else { return };
    let size = Size::new(256, 192);
    let mut run = Run::new(&gpu, size);
    let texture = Texture::new(80);
    for step in (1..=15).rev().step_by(2) {
        let luma = |at| 0.5 + 0.1 * (texture.luma(at) - 0.5);
        let found = run.next(&picture(size, |at| luma(at) * f64::from(step) / 15.0));
        assert_eq!(found.verdict.is_cut, step == 15, "{step}: {:?}", found.verdict);
    }
    testing::assert_no_validation_messages();
}

#[test]
fn pictures_of_one_submission_are_looked_at_in_their_order() {
    let Some(gpu) = testing::gpu() else { return };
    let size = Size::new(96, 80);
    let texture = Texture::new(31);
    let pictures: Vec<_> = [0.0, 3.25, 4.5]
        .map(|by| picture(size, |[x, y]| texture.luma([x - by, y + 0.5 * by])))
        .into();
    let mut one_by_one = Run::new(&gpu, size);
    let found = pictures.iter().map(|picture| one_by_one.next(picture));
    let expected = found.last().expect("there are pictures");
    let mut run = Run::new(&gpu, size);
    run.next(&pictures[0]);
    let found = run.together(&[&pictures[1], &pictures[2]]);
    assert!(found.blocks == expected.blocks && found.pixels == expected.pixels);
    assert_eq!(found.verdict, expected.verdict);
    // That of the picture between them is left out.
    run.estimator.after_submit();
    assert_eq!(run.estimator.latest_verdict(), Some((2, expected.verdict)));
    testing::assert_no_validation_messages();
}

#[test]
fn without_pixels_there_are_blocks_alone() {
    let Some(gpu) = testing::gpu() else { return };
    let frame = frame(Size::new(640, 360));
    let create = |detail| MotionEstimator::create(&gpu, &frame, detail).expect("there is memory");
    let (blocks, pixels) = (create(Detail::Blocks), create(Detail::Pixels));
    assert!(blocks.pixels().is_none() && pixels.pixels().is_some());
    assert_eq!(pixels.memory() - blocks.memory(), 8 * 640 * 360);
    assert!(MotionEstimator::is_prepared(&gpu, &frame, Detail::Pixels));
}

#[test]
#[ignore = "minutes on a software device"]
fn large_pictures_are_found_as_small_ones() {
    let size = Size::new(1280, 720);
    assert_translations(size);
    assert_turns(size);
    assert_layers(size);
}

/// What it costs, in turns with FSR to twice the size (`docs/benchmarks.md`).
#[test]
#[ignore = "a measurement, of the release build, on a machine without other work"]
fn cost_beside_fsr() {
    use crate::pass::Clock;
    use crate::technologies::fsr::Fsr;
    use crate::technologies::testing::job;
    use crate::technology::Technology as _;

    const ROUNDS: usize = 12;
    let gpu = Gpu::open(&crate::gpu::AdapterChoice::Any).expect("there is a GPU");
    let clock = Clock::new(&gpu).expect("there is a clock");
    for (width, height) in [(1280, 720), (1920, 1080)] {
        let size = Size::new(width, height);
        let frame = frame(size);
        let texture = Texture::new(1);
        let views: Vec<_> = (0..4)
            .map(|index| {
                // What stands still costs less: the left third does.
                let shift = |x: f64| {
                    if x < f64::from(width) / 3.0 {
                        0.0
                    } else {
                        5.3 * f64::from(index)
                    }
                };
                let image = picture(size, |[x, y]| texture.luma([x + shift(x), y]));
                let texture = testing::upload(&gpu, size, frame.format, &to_bytes(&image, frame.format));
                texture.create_view(&wgpu::TextureViewDescriptor::default())
            })
            .collect();
        let output = Size::new(2 * width, 2 * height);
        let upscaled = testing::create_texture(&gpu, output, frame.format);
        let upscaled = upscaled.create_view(&wgpu::TextureViewDescriptor::default());
        let job = job(frame, output, crate::settings::Algorithm::Bilinear);
        let mut fsr = Fsr.create(&gpu, &job).expect("FSR runs");
        let mut estimator = MotionEstimator::create(&gpu, &frame, Detail::Pixels).expect("it runs");

        let (mut ours, mut fsrs) = (Vec::new(), Vec::new());
        for round in 0..ROUNDS {
            let view = &views[round % views.len()];
            let of_fsr = clock.measure(&gpu, |recorder| fsr.record(recorder, view, &upscaled));
            let own = clock.measure(&gpu, |recorder| estimator.record(recorder, view));
            // The first has no motion, and compiles.
            if round > 0 {
                ours.push(own.expect("it runs"));
                fsrs.push(of_fsr.expect("it runs"));
            }
        }
        let frame_of =
            |measured: &[crate::pass::Measured]| median(measured.iter().map(|m| m.frame).collect());
        let cpu_of = |measured: &[crate::pass::Measured]| {
            median(measured.iter().map(|m| m.cpu.unwrap_or_default()).collect())
        };
        println!(
            "{size}: motion {:.1} ms, CPU {:.1} ms; FSR to {output} {:.1} ms, CPU {:.1} ms; ratio {:.2}, CPU {:.2}; {:.1} MB",
            frame_of(&ours),
            cpu_of(&ours),
            frame_of(&fsrs),
            cpu_of(&fsrs),
            frame_of(&ours) / frame_of(&fsrs),
            cpu_of(&ours) / cpu_of(&fsrs),
            estimator.memory() as f64 / 1e6,
        );
        for (index, (pass, _)) in ours[0].passes.iter().enumerate() {
            let times = ours
                .iter()
                .filter_map(|m| m.passes.get(index)?.1)
                .collect::<Vec<_>>();
            println!("    {:16} {:.2} ms", pass.shader, median(times));
        }
    }
}
