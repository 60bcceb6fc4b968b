// SPDX-License-Identifier: GPL-2.0-or-later

use super::*;
use crate::frame::{AlphaMode, PixelFormat};
use crate::metrics::AMPLIFICATION;
use crate::reference::{self, Image};
use crate::settings::{Algorithm, Light};
use crate::technologies::testing::{ALPHAS, assert_close, frame, picture, run};
use crate::testing;

#[test]
fn the_uniform_block_is_the_shaders() {
    shaders::assert_uniform_layout!(shaders::COMPARE, Uniform { scale, offset, line });
}

const INPUT: Size = Size::new(30, 20);
const OUTPUT: Size = Size::new(45, 30);

/// Plain bilinear filtering of a source, something upscaled, both as they are filtered, and their comparison on the
/// GPU.
fn compared(gpu: &Gpu, alpha: AlphaMode, mode: Compare, position: f32) -> [Image; 3] {
    let frame = frame(INPUT, PixelFormat::Rgba8, alpha);
    let source = picture(1, INPUT, frame.alpha);
    let upscaled = picture(2, OUTPUT, frame.alpha);
    let working = reference::to_working(&source, alpha);
    let plain = reference::scale(
        &working,
        OUTPUT,
        Algorithm::Bilinear,
        Light::Encoded,
        0.0,
        alpha.working(),
    );
    Comparison::prepare(gpu, &frame, mode).expect("the comparison runs");
    assert!(Comparison::is_prepared(gpu, &frame, mode));
    let mut comparison = Comparison::create(gpu, &frame, OUTPUT, mode, 0.0).expect("the comparison runs");
    comparison.set_position(position);
    let result = run(
        gpu,
        &[&source, &upscaled],
        frame.format,
        OUTPUT,
        |recorder, inputs, output| {
            comparison.record(recorder, &inputs[0], &inputs[1], output);
        },
    );
    [plain, reference::to_working(&upscaled, alpha), result]
}

#[test]
fn a_split_shows_plain_left_and_upscaled_right() {
    let Some(gpu) = testing::gpu() else { return };
    for alpha in ALPHAS {
        for (position, line) in [(0.0, 0), (0.4, 18), (1.0, 45), (f32::NAN, 0)] {
            let [plain, upscaled, result] = compared(&gpu, alpha, Compare::Split, position);
            let expected = Image::from_fn(OUTPUT, |x, y| match x.cmp(&line) {
                std::cmp::Ordering::Less => plain.at(x.into(), y.into()),
                std::cmp::Ordering::Equal => [1.0; 4],
                std::cmp::Ordering::Greater => upscaled.at(x.into(), y.into()),
            });
            let expected = reference::to_stored(&expected, alpha);
            assert_close(
                &result,
                &expected,
                1.01 / 255.0,
                0.0,
                &format!("{alpha:?} {position}"),
            );
        }
    }
    testing::assert_no_validation_messages();
}

#[test]
fn a_difference_is_amplified() {
    let Some(gpu) = testing::gpu() else { return };
    for alpha in ALPHAS {
        let [plain, upscaled, result] = compared(&gpu, alpha, Compare::Difference, 0.5);
        let expected = Image::from_fn(OUTPUT, |x, y| {
            let (plain, upscaled) = (plain.at(x.into(), y.into()), upscaled.at(x.into(), y.into()));
            let difference =
                |channel: usize| (AMPLIFICATION * (plain[channel] - upscaled[channel]).abs()).min(1.0);
            [difference(0), difference(1), difference(2), 1.0]
        });
        assert_close(&result, &expected, 1.01 / 255.0, 0.0, &format!("{alpha:?}"));
    }
    testing::assert_no_validation_messages();
}

#[test]
fn the_line_is_thicker_in_larger_pictures() {
    let line = |width| {
        let output = Size::new(width, 1);
        let [first, end] = Uniform::new(Grid::new(output, output), output, 0.5).line;
        (first, end - first)
    };
    assert_eq!(
        [line(100), line(1920), line(3840)],
        [(50, 1), (959, 2), (1918, 4)]
    );
}
