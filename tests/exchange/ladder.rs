// SPDX-License-Identifier: GPL-2.0-or-later
//! Which way is taken.

use anyhow::ensure;
use nu_scaler_core::frame::{PixelFormat, Size};
use nu_scaler_exchange::{ExchangeDesc, ExchangeError, ExchangeKind, Unavailable, create};
use nu_scaler_tests::host::{Host, Options, log};
use nu_scaler_tests::host_test;

use crate::common::{Bench, OPTIONS, enter};

host_test!(the_ladder_takes_the_best_rung, OPTIONS, |_| {
    let bench = Bench::new()?;
    let g = enter()?;
    let size = Size::new(32, 32);
    let desc = |input, format| ExchangeDesc {
        input,
        output: size,
        format,
    };
    let usual = desc(size, PixelFormat::Rgba8);
    for _ in 0..2 {
        let (exchange, refusals) = create(&g, &bench.gpu, &usual, None)?;
        ensure!(
            exchange.kind() == ExchangeKind::GlVulkan && refusals.is_empty(),
            "{refusals:?}"
        );
    }
    ensure!(log::lines_with("info: [nu-scaler] frame exchange gl_vulkan is used").len() == 1);

    let (exchange, refusals) = create(&g, &bench.gpu, &usual, Some(ExchangeKind::Staging))?;
    ensure!(exchange.kind() == ExchangeKind::Staging);
    let not_asked = ExchangeError::Unavailable(Unavailable::NotAsked).to_string();
    ensure!(
        refusals.len() == 1 && refusals[0].0 == ExchangeKind::GlVulkan,
        "{refusals:?}"
    );
    ensure!(refusals[0].1.to_string() == not_asked, "{refusals:?}");

    for side in [0, 1 << 20] {
        let wrong = desc(Size::new(side, 4), PixelFormat::Rgba8);
        let made = create(&g, &bench.gpu, &wrong, None).map(|(exchange, _)| exchange.kind());
        ensure!(
            matches!(made, Err(ExchangeError::Size { .. })),
            "{side}: {made:?}"
        );
    }
    let wrong = desc(size, PixelFormat::Rgba32Float);
    let made = create(&g, &bench.gpu, &wrong, None).map(|(exchange, _)| exchange.kind());
    ensure!(
        matches!(made, Err(ExchangeError::Unavailable(Unavailable::Format))),
        "{made:?}"
    );
    Ok(())
});

host_test!(
    the_environment_chooses_a_rung,
    Options {
        environment: &[("NU_SCALER_EXCHANGE", "staging")],
        ..OPTIONS
    },
    |_: &Host| {
        let bench = Bench::new()?;
        let size = Size::new(32, 32);
        let desc = ExchangeDesc {
            input: size,
            output: size,
            format: PixelFormat::Rgba8,
        };
        let (exchange, _) = create(&*enter()?, &bench.gpu, &desc, None)?;
        ensure!(exchange.kind() == ExchangeKind::Staging);
        Ok(())
    }
);
