// SPDX-License-Identifier: GPL-2.0-or-later
//! The steps together: comparison, overlay, and all of them.

use super::*;

#[test]
fn a_flat_picture_stays_flat_through_all_steps() {
    let Some(gpu) = testing::gpu() else { return };
    let input = frame(Size::new(31, 17), PixelFormat::Rgba8);
    let output = Size::new(62, 34);
    let colour = [40, 80, 120, 200];
    let flat = |size: Size| colour.repeat(size.area() as usize);
    let source = testing::upload(&gpu, input.size, input.format, &flat(input.size));
    let target = testing::create_texture(&gpu, output, input.format);
    for technology in available(&gpu) {
        for sharpness in [0.0, 1.0] {
            let settings = Settings {
                sharpness,
                ..only(technology.info().id)
            };
            let plan = Plan::resolve(&gpu, &settings, input, output);
            let mut pipeline = Pipeline::create(&gpu, &plan).expect("the pipeline can be made");
            let pixels = process(&gpu, &mut pipeline, &source, &target);
            let largest = pixels.iter().zip(flat(output)).map(|(a, b)| a.abs_diff(b)).max();
            assert!(
                largest <= Some(1),
                "{:?} at sharpness {sharpness}: {largest:?}",
                technology.info().id
            );
        }
    }
    testing::assert_no_validation_messages();
}

#[test]
fn comparison_with_itself_shows_no_difference() {
    let Some(gpu) = testing::gpu() else { return };
    let size = Size::new(33, 20);
    let opaque = FrameDesc {
        alpha: AlphaMode::Opaque,
        ..frame(size, PixelFormat::Rgba8)
    };
    let settings = Settings {
        compare: Compare::Difference,
        ..Settings::default()
    };
    let plan = Plan::resolve(&gpu, &settings, opaque, size);
    assert!(!plan.is_identity());
    let mut pixels = noise(size, PixelFormat::Rgba8);
    pixels
        .iter_mut()
        .skip(3)
        .step_by(4)
        .for_each(|alpha| *alpha = 255);
    let source = testing::upload(&gpu, size, PixelFormat::Rgba8, &pixels);
    let target = testing::create_texture(&gpu, size, PixelFormat::Rgba8);
    let mut pipeline = Pipeline::create(&gpu, &plan).expect("the pipeline can be made");
    let difference = process(&gpu, &mut pipeline, &source, &target);
    assert!(difference.chunks_exact(4).all(|pixel| pixel == [0, 0, 0, 255]));
    testing::assert_no_validation_messages();
}

#[test]
fn an_overlay_lies_over_what_is_drawn_without_it() {
    let Some(gpu) = testing::gpu() else { return };
    let size = Size::new(250, 130);
    let mut readout = Readout::default();
    readout.write(0, 0, Ink::Accent, "AMD FSR 1");
    let graph = Graph::new(33.0, 25.0, [[16.0, 2.0]; 40]);
    for (format, space) in [
        (PixelFormat::Rgba8, ColorSpace::Srgb),
        (PixelFormat::Rgba16Float, ColorSpace::Rec709Extended),
    ] {
        let input = FrameDesc {
            color_space: space,
            alpha: AlphaMode::PremultipliedLinear,
            ..frame(size, format)
        };
        let source = testing::upload(&gpu, size, format, &noise(size, format));
        // At scale 1, where frames are copied, as well as through steps.
        for output in [size, Size::new(375, 195)] {
            let settings = |overlay| Settings {
                overlay,
                ..only(TechnologyId::Fsr)
            };
            let plans = [false, true].map(|on| Plan::resolve(&gpu, &settings(on), input, output));
            assert_ne!(plans[0], plans[1]);
            let [plain, mut drawn] = plans.map(|plan| {
                let mut pipeline = Pipeline::create(&gpu, &plan).expect("the pipeline can be made");
                assert!(Pipeline::is_prepared(&gpu, &plan));
                pipeline.set_overlay(&readout, &graph);
                let target = testing::create_texture(&gpu, output, format);
                process(&gpu, &mut pipeline, &source, &target)
            });
            let what = format!("{space:?} to {output}");
            let stride = (output.width * format.bytes_per_pixel()) as usize;
            let rows = |y: usize| y * stride..(y + 1) * stride;
            let changed = (0..output.height as usize).filter(|y| plain[rows(*y)] != drawn[rows(*y)]);
            let changed: Vec<_> = changed.collect();
            assert!(changed.len() > 90 && changed[0] == 5, "{what}: {changed:?}");
            // The panel taken out, nothing differs.
            let side = (220 * format.bytes_per_pixel()) as usize;
            for y in changed {
                let begin = y * stride;
                drawn[begin..begin + side].copy_from_slice(&plain[begin..begin + side]);
            }
            assert!(plain == drawn, "{what}");
        }
    }
    testing::assert_no_validation_messages();
}

/// What `docs/benchmarks.md` says of it.
#[test]
#[ignore = "measures; alone on the machine, in a release build"]
fn the_overlay_costs_a_fraction_of_upscaling() {
    let Some(gpu) = testing::gpu() else { return };
    let (size, output) = (Size::new(1920, 1080), Size::new(3840, 2160));
    let settings = Settings {
        overlay: true,
        ..only(TechnologyId::Fsr)
    };
    let input = FrameDesc {
        alpha: AlphaMode::Opaque,
        ..frame(size, PixelFormat::Rgba8)
    };
    let plan = Plan::resolve(&gpu, &settings, input, output);
    let mut pipeline = Pipeline::create(&gpu, &plan).expect("the pipeline can be made");
    let source = testing::upload(&gpu, size, input.format, &noise(size, input.format));
    let target = testing::create_texture(&gpu, output, input.format);
    let mut times: [Vec<f64>; 2] = Default::default();
    for frame in 0..21 {
        // A new text and a new graph each time, which is more than the filter does.
        let mut readout = Readout::default();
        readout.write(3, 0, Ink::Value, &frame.to_string());
        pipeline.set_overlay(&readout, &Graph::new(33.0, 25.0, [[16.0, frame as f32]; 192]));
        let mut work = Work::new(&gpu);
        let mut log = PassLog::new(PassClock::Wall);
        let mut recorder = Recorder::logged(&gpu, &mut work, &mut log);
        pipeline.record_untimed(&mut recorder, &source, &target);
        for pass in log.passes().expect("the GPU answers") {
            let PassTime::Wall(time) = pass.time else { continue };
            times[usize::from(pass.shader == "overlay")].push(time.as_secs_f64() * 1e3);
        }
    }
    let [upscaling, overlay] = times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    });
    println!(
        "FSR {upscaling:.2} ms, the overlay {overlay:.2} ms, {:.3}",
        overlay / upscaling
    );
    assert!(overlay < 0.2 * upscaling, "{overlay} ms beside {upscaling} ms");
}

#[test]
fn all_steps_together_at_every_place_of_the_line() {
    let Some(gpu) = testing::gpu() else { return };
    let input = frame(Size::new(50, 20), PixelFormat::Rgba8);
    let output = Size::new(75, 30);
    let settings = Settings {
        sharpness: 0.5,
        compare: Compare::Split,
        ..Settings::default()
    };
    let plan = Plan::resolve(&gpu, &settings, input, output);
    let mut pipeline = Pipeline::create(&gpu, &plan).expect("the pipeline can be made");
    let source = testing::upload(&gpu, input.size, input.format, &noise(input.size, input.format));
    let target = testing::create_texture(&gpu, output, input.format);
    let mut at = |compare_position| {
        pipeline.set_live(&Settings {
            compare_position,
            ..settings.clone()
        });
        process(&gpu, &mut pipeline, &source, &target)
    };
    let (plain, middle, upscaled) = (at(1.0), at(0.5), at(0.0));
    assert!(plain != upscaled && middle != plain && middle != upscaled);
    let alone = run(
        &gpu,
        &Settings {
            compare: Compare::Off,
            ..settings
        },
        input,
        output,
    );
    let row = output.width as usize * 4;
    let right_edge = |pixels: &[u8]| pixels[row - 4..row].to_vec();
    assert_eq!(
        right_edge(&middle),
        right_edge(&alone),
        "the upscaled picture is on the right"
    );
    testing::assert_no_validation_messages();
}

#[test]
fn frames_are_made_before_all_other_steps_whatever_the_light() {
    let Some(gpu) = testing::gpu() else { return };
    for (format, color_space) in [
        (PixelFormat::Rgba8, ColorSpace::Srgb),
        (PixelFormat::Rgba16Float, ColorSpace::Srgb16F),
        (PixelFormat::Rgba16Float, ColorSpace::Rec709Extended),
    ] {
        let input = FrameDesc {
            color_space,
            alpha: AlphaMode::Opaque,
            ..frame(Size::new(64, 48), format)
        };
        for output in [input.size, Size::new(128, 96)] {
            let off = only(TechnologyId::Fsr);
            let on = Settings {
                frame_generation: true,
                ..off.clone()
            };
            let target = testing::create_texture(&gpu, output, format);
            let sources: Vec<_> = (0..2)
                .map(|number| {
                    let image = Image::from_fn(input.size, |x, y| {
                        let luma = ((x * 7 + y * 3 + number * 16) % 64) as f32 / 64.0;
                        [luma, luma * 0.5, 1.0 - luma, 1.0]
                    });
                    testing::upload(&gpu, input.size, format, &to_bytes(&image, format))
                })
                .collect();
            let plain = Plan::resolve(&gpu, &off, input, output);
            let mut plain = Pipeline::create(&gpu, &plain).expect("the pipeline can be made");
            let plan = Plan::resolve(&gpu, &on, input, output);
            assert!(plan.generates() && !plain.plan().generates() && plan != *plain.plan());
            let mut pipeline = Pipeline::create(&gpu, &plan).expect("the pipeline can be made");
            assert_eq!(plain.pace(), None);
            // At 60 frames a second another picture in every second one.
            let tick = Duration::from_secs(1) / 60;
            for number in 0..32 {
                pipeline.set_moment(Moment {
                    now: tick * number,
                    interval: tick,
                });
                let source = &sources[(number / 2 % 2) as usize];
                let seen = process(&gpu, &mut pipeline, source, &target);
                if number < 3 {
                    // Nothing is known of the source yet: it is seen as it comes.
                    let expected = process(&gpu, &mut plain, source, &target);
                    let [seen, expected] = [&seen, &expected].map(|bytes| from_bytes(output, format, bytes));
                    let tolerance = if color_space.is_linear() { 1e-2 } else { 0.0 };
                    assert_close(&seen, &expected, tolerance, 0.0, &format!("{input:?} {output}"));
                }
            }
            assert!(
                matches!(pipeline.pace(), Some(Ok(Pace::Generating { .. }))),
                "{:?}",
                pipeline.pace()
            );
        }
    }
    testing::assert_no_validation_messages();
}

/// What makes frames in between goes over from plan to plan, so that the picture does not jump by its delay.
#[test]
fn the_pace_of_a_source_outlives_changes_of_the_steps() {
    let Some(gpu) = testing::gpu() else { return };
    let input = frame(Size::new(64, 48), PixelFormat::Rgba8);
    let generating = Settings {
        frame_generation: true,
        ..only(TechnologyId::Fsr)
    };
    let resolve = |settings: &Settings, input| Plan::resolve(&gpu, settings, input, Size::new(128, 96));
    let mut pipeline =
        Pipeline::create(&gpu, &resolve(&generating, input)).expect("the pipeline can be made");
    let target = testing::create_texture(&gpu, Size::new(128, 96), input.format);
    let pictures: Vec<_> = (0..2)
        .map(|seed| {
            let bytes = testing::noise(seed, input.size.area() as usize * 4);
            testing::upload(&gpu, input.size, input.format, &bytes)
        })
        .collect();
    let mut tick = 0;
    let mut next = |pipeline: &mut Pipeline| {
        // 30 pictures a second on 60.
        let interval = Duration::from_secs(1) / 60;
        pipeline.set_moment(Moment {
            now: interval * tick,
            interval,
        });
        process(&gpu, pipeline, &pictures[tick as usize / 2 % 2], &target);
        tick += 1;
    };
    for _ in 0..40 {
        next(&mut pipeline);
    }
    let known = |pipeline: &Pipeline| match pipeline.pace() {
        Some(Ok(pace @ Pace::Generating { .. })) => pace,
        pace => panic!("{pace:?}"),
    };
    let pace = known(&pipeline);
    let changed = [
        Settings {
            overlay: true,
            ..generating.clone()
        },
        Settings {
            compare: Compare::Split,
            motion_view: true,
            ..generating.clone()
        },
        Settings {
            sharpness: 0.0,
            ..generating.clone()
        },
        Settings {
            frame_generation: true,
            ..only(TechnologyId::Fallback)
        },
    ];
    for settings in &changed {
        let plan = resolve(settings, input);
        assert!(plan != *pipeline.plan());
        pipeline = pipeline.change(&gpu, &plan).expect("the pipeline can be made");
        assert!(*pipeline.plan() == plan);
        assert_eq!(known(&pipeline), pace);
        next(&mut pipeline);
        assert_eq!(known(&pipeline), pace);
    }
    // Other frames have another pace, and where it is switched off there is none.
    let opaque = FrameDesc {
        alpha: AlphaMode::Opaque,
        ..input
    };
    pipeline = pipeline
        .change(&gpu, &resolve(&generating, opaque))
        .expect("the pipeline can be made");
    assert_eq!(pipeline.pace(), Some(Ok(Pace::Measuring)));
    pipeline = pipeline
        .change(&gpu, &resolve(&only(TechnologyId::Fsr), opaque))
        .expect("the pipeline can be made");
    assert_eq!(pipeline.pace(), None);
    testing::assert_no_validation_messages();
}
