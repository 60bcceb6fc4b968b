// SPDX-License-Identifier: GPL-2.0-or-later
//! Exchanges that come and go, and those that fail.

use anyhow::{Context, Result, bail, ensure};
use nu_scaler_core::frame::{PixelFormat, Size};
use nu_scaler_exchange::{ExchangeDesc, ExchangeError, ExchangeKind, create};
use nu_scaler_tests::host_test;
use nu_scaler_tests::process::Held;

use crate::common::{Bench, FORMATS, OPTIONS, enter, frame, make, worked};
use crate::drawing::{compare, random_pixels};

/// A source that is resized all the time: neither descriptors nor memory grow.
fn reallocations_do_not_leak(kind: ExchangeKind) -> Result<()> {
    let bench = Bench::new()?;
    let round = |index: u32| -> Result<()> {
        let g = enter()?;
        let input = Size::new(64 + index % 97 * 5, 48 + index % 89 * 3);
        let desc = ExchangeDesc {
            input,
            output: Size::new(input.width * 3 / 2, input.height * 3 / 2),
            format: FORMATS[index as usize % 2],
        };
        let mut exchange = make(&g, &bench.gpu, &desc, kind)?;
        let token = exchange.start().context("no token")?;
        let pixels = random_pixels(input, desc.format, index);
        let (token, painted, seen) = frame(&g, &bench, &mut *exchange, token, &pixels)?;
        compare(
            &seen,
            &worked(&painted, &desc),
            &format!("{kind}, reallocation {index}"),
        )?;
        match index % 3 {
            0 => drop(exchange),
            // Outside the graphics context.
            1 => {
                drop(g);
                drop(exchange);
            }
            // While the GPU side owns the frame.
            _ => {
                let _lost = exchange.to_gpu(&g, &bench.gpu, token)?;
                drop(exchange);
            }
        }
        Ok(())
    };
    (0..60).try_for_each(round)?;
    let before = Held::now()?;
    (60..360).try_for_each(round)?;
    let after = Held::now()?;
    ensure!(
        after.descriptors <= before.descriptors,
        "{before:?} became {after:?}"
    );
    // Unfreed textures would be 300 times 3 MB.
    ensure!(
        after.memory_kib < before.memory_kib + 64 * 1024,
        "{before:?} became {after:?}"
    );
    Ok(())
}

host_test!(gl_vulkan_reallocates_without_leaks, OPTIONS, |_| {
    reallocations_do_not_leak(ExchangeKind::GlVulkan)
});
host_test!(staging_reallocates_without_leaks, OPTIONS, |_| {
    reallocations_do_not_leak(ExchangeKind::Staging)
});

/// What fails says so, and leaves nothing behind.
fn failures_are_reported(kind: ExchangeKind) -> Result<()> {
    let bench = Bench::new()?;
    let g = enter()?;
    let gpu = &*bench.gpu;
    let size = Size::new(32, 32);
    let desc = ExchangeDesc {
        input: size,
        output: size,
        format: PixelFormat::Rgba8,
    };

    // The token of another exchange.
    let mut one = make(&g, gpu, &desc, kind)?;
    let mut two = make(&g, gpu, &desc, kind)?;
    let token = one.start().context("no token")?;
    ensure!(matches!(
        two.to_gpu(&g, gpu, token),
        Err(ExchangeError::ForeignFrame)
    ));

    // Work that wgpu refuses.
    let token = two.start().context("no token")?;
    let token = two.to_gpu(&g, gpu, token)?;
    let invalid = gpu.check(|| {
        let (input, output) = two.textures(&token);
        let mut encoder = gpu
            .device()
            .create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let too_large = wgpu::Extent3d {
            width: 33,
            height: 33,
            depth_or_array_layers: 1,
        };
        encoder.copy_texture_to_texture(input.as_image_copy(), output.as_image_copy(), too_large);
        encoder.finish()
    });
    ensure!(invalid.is_err(), "the work should be invalid");
    let work = gpu
        .device()
        .create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
    let token = two.to_obs(&g, gpu, token, vec![work.finish()])?;

    // A device that is gone.
    let token = two.to_gpu(&g, gpu, token)?;
    let work = gpu
        .device()
        .create_command_encoder(&wgpu::CommandEncoderDescriptor::default())
        .finish();
    gpu.device().destroy();
    // Otherwise nobody has noticed yet.
    let _lost = gpu.device().poll(wgpu::PollType::Poll);
    match two.to_obs(&g, gpu, token, vec![work]) {
        Err(ExchangeError::Gpu(_)) => {}
        other => bail!("{other:?} with a lost device"),
    }
    ensure!(
        create(&g, gpu, &desc, Some(kind)).is_err(),
        "an exchange with a lost device"
    );
    Ok(())
}

host_test!(gl_vulkan_reports_failures, OPTIONS, |_| failures_are_reported(
    ExchangeKind::GlVulkan
));
host_test!(staging_reports_failures, OPTIONS, |_| failures_are_reported(
    ExchangeKind::Staging
));
