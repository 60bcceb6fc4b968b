// SPDX-License-Identifier: GPL-2.0-or-later
//! What fails, and what is left behind.

use super::*;

#[test]
fn replaced_textures_are_let_go() {
    let Some(gpu) = testing::gpu() else { return };
    let input = frame(Size::new(8, 8), PixelFormat::Rgba8);
    let plan = Plan::resolve(&gpu, &Settings::default(), input, Size::new(16, 16));
    let mut pipeline = Pipeline::create(&gpu, &plan).expect("the pipeline can be made");
    for _ in 0..3 * KEPT_VIEWS {
        let source = testing::upload(&gpu, input.size, input.format, &noise(input.size, input.format));
        let target = testing::create_texture(&gpu, plan.output(), input.format);
        process(&gpu, &mut pipeline, &source, &target);
    }
    assert_eq!(pipeline.views.len(), KEPT_VIEWS);
}

#[test]
fn fault_14_what_fails_on_this_driver_is_left_out_with_the_reason() {
    let Ok(gpu) = testing::open_gpu() else {
        println!("SKIP: no Vulkan device");
        return;
    };
    let input = frame(Size::new(16, 16), PixelFormat::Rgba8);
    let settings = Settings {
        sharpness: 0.5,
        compare: Compare::Split,
        overlay: true,
        ..Settings::default()
    };
    let resolve = || Plan::resolve(&gpu, &settings, input, Size::new(32, 32));
    let whole = resolve();
    assert_eq!((whole.technology(), whole.note()), (TechnologyId::Fsr, None));

    let refused = TechnologyError::Pipeline {
        shader: "fsr",
        detail: "a test says so".into(),
    };
    let failed: Result<(), _> = remember(&gpu, Part::Technology(TechnologyId::Fsr), || Err(refused.clone()));
    assert_eq!(failed, Err(refused.clone()));
    let without_fsr = resolve();
    assert_eq!(without_fsr.technology(), TechnologyId::Nis);
    assert_eq!(without_fsr.note(), Some(&refused.message()));
    assert!(Pipeline::prepare(&gpu, &without_fsr).is_ok());

    // That one sharpens by itself: a failure of the step behind the others is not its.
    gpu.set_failed(Part::Sharpening, Message::new("Reason.OutOfMemory"));
    assert!(resolve().steps.sharpen);
    for part in [
        Part::Technology(TechnologyId::Nis),
        Part::Comparison,
        Part::Overlay,
    ] {
        gpu.set_failed(part, Message::new("Reason.OutOfMemory"));
    }
    assert_eq!(resolve().technology(), TechnologyId::Fallback);
    assert!(!resolve().steps.sharpen);
    assert_eq!(resolve().steps.compare, Compare::Off);
    assert!(!resolve().has_overlay());
    assert!(whole.has_overlay() && resolve().note().is_some());
}

/// A step behind one that fails must not count as not yet prepared for ever: whoever waits for it would never ask for
/// the next plan.
#[test]
fn fault_14_a_plan_whose_technology_fails_is_prepared_all_the_same() {
    let Ok(gpu) = testing::open_gpu() else {
        println!("SKIP: no Vulkan device");
        return;
    };
    let input = frame(Size::new(16, 16), PixelFormat::Rgba8);
    let settings = Settings {
        sharpness: 0.5,
        compare: Compare::Split,
        ..only(TechnologyId::Fsr)
    };
    let mut plan = Plan::resolve(&gpu, &settings, input, Size::new(24, 24));
    plan.technology = &Refusing;
    assert!(matches!(
        Pipeline::prepare(&gpu, &plan),
        Err(TechnologyError::Pipeline { .. })
    ));
    assert!(Pipeline::is_prepared(&gpu, &plan));
    assert!(gpu.failure(Part::Technology(TechnologyId::Fsr)).is_some());
}

/// FSR on a driver that refuses it.
struct Refusing;

impl Technology for Refusing {
    fn info(&self) -> &'static TechnologyInfo {
        crate::technologies::fsr::Fsr.info()
    }

    fn availability(&self, _: &Gpu) -> Result<(), Message> {
        Ok(())
    }

    fn is_prepared(&self, _: &Gpu, _: &Job) -> bool {
        true
    }

    fn prepare(&self, _: &Gpu, _: &Job) -> Result<(), TechnologyError> {
        Err(TechnologyError::Pipeline {
            shader: "fsr",
            detail: "a test says so".into(),
        })
    }

    fn create(&self, gpu: &Gpu, job: &Job) -> Result<Box<dyn Upscaler>, TechnologyError> {
        self.prepare(gpu, job)?;
        crate::technologies::fsr::Fsr.create(gpu, job)
    }

    fn operations(&self, job: &Job) -> f64 {
        crate::technologies::fsr::Fsr.operations(job)
    }
}

#[test]
fn fault_22_a_panic_is_blamed_on_the_part_that_panicked() {
    let Some(_) = testing::gpu() else { return };
    for part in [
        Part::Technology(TechnologyId::Fsr),
        Part::Sharpening,
        Part::Comparison,
        Part::Overlay,
    ] {
        let gpu = testing::open_gpu().expect("a device of the test's own");
        let work = || {
            remember(&gpu, part, || -> Result<(), TechnologyError> {
                panic!("on purpose")
            })
        };
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).expect_err("the panic goes on");
        for other in [
            Part::Technology(TechnologyId::Fsr),
            Part::Sharpening,
            Part::Comparison,
            Part::Overlay,
        ] {
            assert_eq!(gpu.failure(other).is_some(), other == part, "{part:?}: {other:?}");
        }
    }
}

#[test]
fn fault_21_lack_of_memory_is_not_remembered() {
    let Some(gpu) = testing::gpu() else { return };
    let failed: Result<(), _> = remember(&gpu, Part::Technology(TechnologyId::Fsr), || {
        Err(TechnologyError::Gpu(GpuError::OutOfMemory))
    });
    assert_eq!(failed, Err(TechnologyError::Gpu(GpuError::OutOfMemory)));
    assert_eq!(gpu.failure(Part::Technology(TechnologyId::Fsr)), None);
}

/// The picture is not given up for the frames in between, and they are made when the memory is there again.
#[test]
fn without_memory_for_frames_in_between_the_picture_goes_on() {
    let Some(gpu) = testing::gpu() else { return };
    let input = frame(Size::new(64, 48), PixelFormat::Rgba8);
    let output = Size::new(128, 96);
    let off = only(TechnologyId::Fsr);
    let on = Settings {
        frame_generation: true,
        ..off.clone()
    };
    let plan = Plan::resolve(&gpu, &on, input, output);
    assert!(plan.generates());
    let made = testing::without_memory_for(Part::Generation, || Pipeline::create(&gpu, &plan));
    let mut pipeline = made.expect("all but the frames in between can be made");
    let reason = Message::new("Reason.GenerationOutOfMemory");
    assert_eq!(pipeline.pace(), Some(Err(&reason)));
    let mut plain =
        Pipeline::create(&gpu, &Plan::resolve(&gpu, &off, input, output)).expect("the pipeline can be made");
    let target = testing::create_texture(&gpu, output, input.format);
    for seed in 0..3 {
        let bytes = testing::noise(seed, noise(input.size, input.format).len());
        let source = testing::upload(&gpu, input.size, input.format, &bytes);
        let [seen, expected] =
            [&mut pipeline, &mut plain].map(|pipeline| process(&gpu, pipeline, &source, &target));
        assert!(seen == expected, "frame {seed}");
    }
    assert_eq!(gpu.failure(Part::Generation), None);
    let again = Pipeline::create(&gpu, &plan).expect("the pipeline can be made");
    assert!(matches!(again.pace(), Some(Ok(_))));
    // Another failure is no lack of memory: the pipeline is not made, and its plan is another one from then on.
    let own = testing::open_gpu().expect("a device of the test's own");
    own.set_failed(Part::Generation, Message::new("Reason.OutOfMemory"));
    assert!(!Plan::resolve(&own, &on, input, output).generates());
    testing::assert_no_validation_messages();
}

/// Which switched it off for every filter and size until the device was opened anew.
#[test]
fn fault_21_what_needs_too_much_memory_is_tried_again_some_time_later() {
    let Ok(gpu) = testing::open_gpu() else {
        println!("SKIP: no Vulkan device");
        return;
    };
    let part = Part::Technology(TechnologyId::Fsr3);
    let lacking = TechnologyError::Memory(TechnologyId::Fsr3);
    let failed: Result<(), _> = remember(&gpu, part, || Err(lacking.clone()));
    assert_eq!(failed, Err(lacking.clone()));
    assert_eq!(gpu.failure(part), Some(lacking.message()));
    gpu.end_pauses();
    assert_eq!(gpu.failure(part), None);
    // What the driver refuses it will refuse again.
    gpu.set_failed(part, lacking.message());
    gpu.end_pauses();
    assert_eq!(gpu.failure(part), Some(lacking.message()));
}

#[test]
fn fault_21_frames_in_between_are_made_once_there_is_the_memory() {
    let Some(gpu) = testing::gpu() else { return };
    let input = frame(Size::new(40, 30), PixelFormat::Rgba8);
    let settings = Settings {
        frame_generation: true,
        ..Settings::default()
    };
    let plan = Plan::resolve(&gpu, &settings, input, Size::new(60, 45));
    let made = testing::without_memory_for(Part::Generation, || Pipeline::create(&gpu, &plan));
    let mut pipeline = made.expect("all but the frames in between can be made");
    let source = testing::upload(&gpu, input.size, input.format, &noise(input.size, input.format));
    let target = testing::create_texture(&gpu, plan.output(), input.format);
    let reason = Message::new("Reason.GenerationOutOfMemory");
    process(&gpu, &mut pipeline, &source, &target);
    assert_eq!(pipeline.pace(), Some(Err(&reason)), "not at once");
    let end_pause = |pipeline: &mut Pipeline| {
        let failure = pipeline.generation_failure.as_mut();
        failure.expect("there was not the memory").again = Instant::now();
    };
    end_pause(&mut pipeline);
    testing::without_memory_for(Part::Generation, || {
        process(&gpu, &mut pipeline, &source, &target);
    });
    process(&gpu, &mut pipeline, &source, &target);
    assert_eq!(pipeline.pace(), Some(Err(&reason)), "after another pause only");
    end_pause(&mut pipeline);
    process(&gpu, &mut pipeline, &source, &target);
    assert_eq!(pipeline.pace(), Some(Ok(Pace::Measuring)));
    testing::assert_no_validation_messages();
}

#[test]
fn fault_15_a_pipeline_leaves_nothing_behind() {
    let Ok(gpu) = testing::open_gpu() else {
        println!("SKIP: no Vulkan device");
        return;
    };
    let settings = Settings {
        sharpness: 0.5,
        compare: Compare::Split,
        overlay: true,
        ..Settings::default()
    };
    run(
        &gpu,
        &settings,
        frame(Size::new(20, 10), PixelFormat::Rgba8),
        Size::new(40, 20),
    );
    drop(gpu);
    testing::assert_no_validation_messages();
}

#[test]
fn fault_4_a_pipeline_of_a_lost_device_does_not_panic() {
    let Ok(gpu) = testing::open_gpu() else {
        println!("SKIP: no Vulkan device");
        return;
    };
    let input = frame(Size::new(20, 10), PixelFormat::Rgba8);
    let plan = Plan::resolve(&gpu, &Settings::default(), input, Size::new(40, 20));
    let mut pipeline = Pipeline::create(&gpu, &plan).expect("the pipeline can be made");
    let source = testing::create_texture(&gpu, input.size, input.format);
    let target = testing::create_texture(&gpu, plan.output(), input.format);
    gpu.device().destroy();
    for _ in 0..3 {
        let mut work = Work::new(&gpu);
        pipeline.record(&gpu, &mut work, &source, &target);
        gpu.submit(work.finish());
        pipeline.after_submit(&gpu);
    }
    assert!(gpu.lost().is_some());
    // A pipeline on a lost device may be made or refused; it must not take anything down.
    drop(Pipeline::create(&gpu, &plan));
}
