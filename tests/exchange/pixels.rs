// SPDX-License-Identifier: GPL-2.0-or-later
//! What comes out is what went in.

use anyhow::{Context, Result, ensure};
use nu_scaler_core::frame::Size;
use nu_scaler_exchange::{ExchangeDesc, ExchangeKind};
use nu_scaler_tests::host_test;

use crate::common::{Bench, FORMATS, OPTIONS, enter, frame, make, worked};
use crate::drawing::{compare, look, paint, painted, random_pixels};

/// The sizes of the tests: the smallest, odd ones, and those of real life.
const SIZES: [(Size, Size); 5] = [
    (Size::new(1, 1), Size::new(1, 1)),
    (Size::new(3, 2), Size::new(5, 3)),
    (Size::new(853, 479), Size::new(853, 479)),
    (Size::new(853, 479), Size::new(1279, 718)),
    (Size::new(1920, 1080), Size::new(1920, 1080)),
];

/// Pixels are the same to the last bit, frame after frame, none of them stale.
fn pixels_are_exact(kind: ExchangeKind) -> Result<()> {
    let bench = Bench::new()?;
    let g = enter()?;
    for format in FORMATS {
        for (input, output) in SIZES {
            let desc = ExchangeDesc {
                input,
                output,
                format,
            };
            let mut exchange = make(&g, &bench.gpu, &desc, kind)?;
            let mut token = exchange.start().context("no token")?;
            ensure!(exchange.start().is_none(), "a second token");
            for seed in 0..4 {
                let pixels = random_pixels(input, format, seed);
                let (painted, seen);
                (token, painted, seen) = frame(&g, &bench, &mut *exchange, token, &pixels)?;
                let what = format!("{kind}, {format:?}, {input} to {output}, frame {seed}");
                compare(&seen, &worked(&painted, &desc), &what)?;
            }
        }
    }
    Ok(())
}

host_test!(gl_vulkan_is_pixel_exact, OPTIONS, |_| pixels_are_exact(
    ExchangeKind::GlVulkan
));
host_test!(staging_is_pixel_exact, OPTIONS, |_| pixels_are_exact(
    ExchangeKind::Staging
));

/// The result stays drawable over several pictures, and the output can be copied into instead of stored to.
fn copies_work(kind: ExchangeKind) -> Result<()> {
    let bench = Bench::new()?;
    let g = enter()?;
    let size = Size::new(67, 43);
    for format in FORMATS {
        let desc = ExchangeDesc {
            input: size,
            output: size,
            format,
        };
        let mut exchange = make(&g, &bench.gpu, &desc, kind)?;
        let mut token = exchange.start().context("no token")?;
        for seed in 0..3 {
            let pixels = random_pixels(size, format, seed);
            paint(&g, &pixels, exchange.input_target(&token))?;
            let gpu_token = exchange.to_gpu(&g, &bench.gpu, token)?;
            let (input, output) = exchange.textures(&gpu_token);
            let mut encoder = bench
                .gpu
                .device()
                .create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
            encoder.copy_texture_to_texture(input.as_image_copy(), output.as_image_copy(), input.size());
            token = exchange.to_obs(&g, &bench.gpu, gpu_token, vec![encoder.finish()])?;
            let painted = painted(&g, &pixels, exchange.input_target(&token))?;
            for look_again in 0..2 {
                let seen = look(&g, exchange.output(&token))?;
                compare(
                    &seen,
                    &painted,
                    &format!("{kind}, {format:?}, frame {seed}, look {look_again}"),
                )?;
            }
        }
    }
    Ok(())
}

host_test!(gl_vulkan_copies, OPTIONS, |_| copies_work(ExchangeKind::GlVulkan));
host_test!(staging_copies, OPTIONS, |_| copies_work(ExchangeKind::Staging));
