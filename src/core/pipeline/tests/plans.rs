// SPDX-License-Identifier: GPL-2.0-or-later
//! What makes plans differ, and what they leave out.

use super::*;

#[test]
fn what_only_becomes_smaller_has_a_kernel_of_its_own() {
    let Some(gpu) = testing::gpu() else { return };
    let input = frame(Size::new(40, 30), PixelFormat::Rgba8);
    let with = |algorithm| Settings {
        algorithm,
        ..only(TechnologyId::Fallback)
    };
    for (output, kernel) in [
        (Size::new(26, 20), Algorithm::Area),
        (Size::new(40, 15), Algorithm::Area),
        (Size::new(60, 45), Algorithm::Steered),
        // One axis grows, and an area would show its pixels.
        (Size::new(60, 20), Algorithm::Steered),
    ] {
        let preset = run(&gpu, &with(None), input, output);
        assert!(
            preset == run(&gpu, &with(Some(kernel)), input, output),
            "{output}"
        );
        // The test could not tell otherwise.
        assert!(
            preset != run(&gpu, &with(Some(Algorithm::Mitchell)), input, output),
            "{output}"
        );
        let chosen = Plan::resolve(&gpu, &with(Some(Algorithm::Mitchell)), input, output);
        assert_eq!(chosen.job().algorithm, Algorithm::Mitchell, "{output}");
    }
    testing::assert_no_validation_messages();
}

#[test]
fn the_kernels_settings_reach_the_kernels_alone() {
    let Some(gpu) = testing::gpu() else { return };
    let input = frame(Size::new(40, 30), PixelFormat::Rgba8);
    let output = Size::new(60, 45);
    let usual = |technology| only(technology);
    let lit = |technology| Settings {
        light: Light::Linear,
        ..only(technology)
    };
    let shaped = |technology| Settings {
        algorithm: Some(Algorithm::Bilinear),
        ..only(technology)
    };
    let fallback = TechnologyId::Fallback;
    for other in [lit(fallback), shaped(fallback)] {
        let same = run(&gpu, &usual(fallback), input, output) == run(&gpu, &other, input, output);
        assert!(!same, "{other:?}");
    }
    let plan = |settings: &Settings, input| Plan::resolve(&gpu, settings, input, output);
    for technology in [TechnologyId::Fsr, TechnologyId::Nis] {
        for other in [lit(technology), shaped(technology)] {
            assert_eq!(plan(&usual(technology), input), plan(&other, input));
        }
    }
    // The encoding of high range is not that of the light's curve.
    let high = FrameDesc {
        format: PixelFormat::Rgba16Float,
        color_space: ColorSpace::Rec709Extended,
        ..input
    };
    assert_eq!(plan(&usual(fallback), high), plan(&lit(fallback), high));
    testing::assert_no_validation_messages();
}

#[test]
fn sparing_noise_is_another_plan_where_it_means_something() {
    let Some(gpu) = testing::gpu() else { return };
    let input = frame(Size::new(40, 30), PixelFormat::Rgba8);
    let output = Size::new(60, 45);
    let settings = |technology, sharpness, noise_limit| Settings {
        sharpness,
        noise_limit,
        ..only(technology)
    };
    let plans = |technology, sharpness| {
        [false, true].map(|noise_limit| {
            Plan::resolve(&gpu, &settings(technology, sharpness, noise_limit), input, output)
        })
    };
    for technology in [TechnologyId::Fsr, TechnologyId::Fallback] {
        let [usual, spared] = plans(technology, 1.0);
        assert_ne!(usual, spared, "{technology:?}");
        let [usual, spared] =
            [false, true].map(|limit| run(&gpu, &settings(technology, 1.0, limit), input, output));
        assert!(usual != spared, "{technology:?}: it reaches the shader");
    }
    for (technology, sharpness) in [(TechnologyId::Fsr, 0.0), (TechnologyId::Nis, 1.0)] {
        let [usual, spared] = plans(technology, sharpness);
        assert_eq!(usual, spared, "{technology:?} at sharpness {sharpness}");
    }
    testing::assert_no_validation_messages();
}

#[test]
fn sharpness_is_live_and_0_is_another_plan() {
    let Some(gpu) = testing::gpu() else { return };
    let input = frame(Size::new(40, 30), PixelFormat::Rgba8);
    let output = Size::new(60, 45);
    let settings = |sharpness| Settings {
        sharpness,
        ..Settings::default()
    };
    let plan = |sharpness| Plan::resolve(&gpu, &settings(sharpness), input, output);
    assert_eq!(plan(0.2), plan(0.9));
    assert_ne!(plan(0.0), plan(0.9));

    let mut pipeline = Pipeline::create(&gpu, &plan(0.2)).expect("the pipeline can be made");
    let source = testing::upload(&gpu, input.size, input.format, &noise(input.size, input.format));
    let target = testing::create_texture(&gpu, output, input.format);
    let soft = process(&gpu, &mut pipeline, &source, &target);
    pipeline.set_live(&settings(0.9));
    let crisp = process(&gpu, &mut pipeline, &source, &target);
    assert!(soft != crisp, "the strength reaches the shader");
    assert!(
        crisp == run(&gpu, &settings(0.9), input, output),
        "and is the one that a new pipeline has"
    );
}

#[test]
fn what_sharpens_by_itself_is_not_sharpened_again() {
    let Some(gpu) = testing::gpu() else { return };
    let size = Size::new(40, 30);
    let input = frame(size, PixelFormat::Rgba8);
    let settings = |sharpness| Settings {
        sharpness,
        ..only(TechnologyId::Nis)
    };
    let source = testing::upload(&gpu, size, input.format, &noise(size, input.format));
    for output in [size, Size::new(60, 45), Size::new(120, 90)] {
        let plan = Plan::resolve(&gpu, &settings(0.3), input, output);
        assert!(!plan.is_identity() && !plan.sharpens_apart());
        let mut pipeline = Pipeline::create(&gpu, &plan).expect("the pipeline can be made");
        assert!(pipeline.sharpen.is_none());
        let target = testing::create_texture(&gpu, output, input.format);
        let soft = process(&gpu, &mut pipeline, &source, &target);
        pipeline.set_live(&settings(0.9));
        let crisp = process(&gpu, &mut pipeline, &source, &target);
        assert!(soft != crisp, "{output}: the strength reaches the shader");
        assert!(
            crisp == run(&gpu, &settings(0.9), input, output),
            "{output}: and is the one that a new pipeline has"
        );
    }
    testing::assert_no_validation_messages();
}
