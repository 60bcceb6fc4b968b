// SPDX-License-Identifier: GPL-2.0-or-later
//! What holds for every technology.

use super::testing::{ALPHAS, frame, job, picture, upscale};
use crate::frame::{PixelFormat, Size};
use crate::pass::{PipelineCache, Variant};
use crate::precision::Precision;
use crate::reference::Image;
use crate::settings::Algorithm;
use crate::shaders::{self, BindingKind};
use crate::technology::{Technology, TechnologyError};
use crate::testing;

static TECHNOLOGIES: [&dyn Technology; 4] = [
    &super::fsr::Fsr,
    &super::nis::Nis,
    &super::nu::Nu,
    &super::fallback::Fallback,
];

#[test]
fn flat_stays_flat() {
    let Some(gpu) = testing::gpu() else { return };
    let input = Size::new(9, 7);
    for technology in TECHNOLOGIES {
        for algorithm in Algorithm::ALL {
            for output in [Size::new(18, 14), Size::new(13, 9)] {
                for alpha in ALPHAS {
                    let job = job(frame(input, PixelFormat::Rgba8, alpha), output, *algorithm);
                    for code in [0, 1, 77, 128, 200, 254, 255] {
                        let pixel = [code / 2, code, code / 3, 255];
                        let image = Image::from_rgba8(input, &pixel.repeat(input.area() as usize));
                        let result = upscale(&gpu, technology, &job, &image).to_rgba8();
                        assert_eq!(result, pixel.repeat(output.area() as usize), "{job:?}");
                    }
                }
            }
        }
    }
    testing::assert_no_validation_messages();
}

#[test]
fn an_upscaler_takes_other_textures_of_its_job() {
    let Some(gpu) = testing::gpu() else { return };
    let (input, output) = (Size::new(12, 10), Size::new(20, 15));
    for technology in TECHNOLOGIES {
        let job = job(
            frame(input, PixelFormat::Rgba8, ALPHAS[1]),
            output,
            Algorithm::Lanczos3,
        );
        let mut upscaler = technology.create(&gpu, &job).expect("the technology runs");
        // More pairs than bind groups are kept, and the first ones again.
        for seed in [1, 2, 3, 4, 5, 6, 1, 2] {
            let image = picture(seed, input, ALPHAS[1]);
            let result = super::testing::run(
                &gpu,
                &[&image],
                PixelFormat::Rgba8,
                output,
                |recorder, inputs, output| {
                    upscaler.record(recorder, &inputs[0], output);
                },
            );
            assert_eq!(result, upscale(&gpu, technology, &job, &image), "{seed}");
        }
    }
    testing::assert_no_validation_messages();
}

#[test]
fn fault_14_a_refused_pipeline_is_an_error_and_remembered() {
    let Some(gpu) = testing::gpu() else { return };
    let cache = PipelineCache::default();
    let variant = Variant::new(&shaders::RCAS, PixelFormat::Rgba8, &[("NO_SUCH_CONSTANT", 1)]);
    assert!(!cache.is_ready(&variant));
    let failure = cache.get(&gpu, &variant).map(drop);
    let Err(TechnologyError::Pipeline {
        shader: "rcas",
        detail,
    }) = &failure
    else {
        panic!("{failure:?}");
    };
    assert!(!detail.is_empty());
    assert!(cache.is_ready(&variant));
    assert_eq!(cache.get(&gpu, &variant).map(drop), failure);
    assert_eq!(gpu.take_error(), None);
}

#[test]
fn pipelines_are_compiled_once() {
    let Some(gpu) = testing::gpu() else { return };
    let cache = PipelineCache::default();
    let [source, result] = super::linear(ALPHAS[0], ALPHAS[0]);
    let constants = [("DIFFERENCE", 1), ("HIGH_RANGE", 0), source, result];
    let variant = Variant::new(&shaders::COMPARE, PixelFormat::Rgba8, &constants);
    let programs: Vec<_> = std::thread::scope(|scope| {
        let compile = || cache.get(&gpu, &variant).expect("the shader compiles");
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(compile)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("no panic"))
            .collect()
    });
    assert!(
        programs
            .iter()
            .all(|program| std::sync::Arc::ptr_eq(program, &programs[0]))
    );
}

#[test]
fn every_shader_has_what_a_pass_needs() {
    for shader in shaders::ALL {
        let written = [BindingKind::StorageTexture, BindingKind::VectorTexture];
        let outputs = shader
            .bindings
            .iter()
            .filter(|binding| written.contains(&binding.kind));
        assert_eq!(outputs.count(), 1, "{}", shader.name);
        for format in PixelFormat::ALL {
            for precision in [Precision::Single, Precision::Half] {
                let source = shader.source(*format, precision);
                let left = ["STORAGE_FORMAT", "REAL"].map(|word| source.contains(word));
                assert_eq!(left, [false, false], "{}", shader.name);
            }
        }
    }
}
