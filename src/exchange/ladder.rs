// SPDX-License-Identifier: GPL-2.0-or-later

//! The ladder: which way of exchanging frames is taken.

use std::sync::atomic::{AtomicUsize, Ordering};

use log::{Level, log, warn};
use nu_scaler_core::gpu::Gpu;
use nu_scaler_obs::graphics::Graphics;

use crate::error::{ExchangeError, Unavailable};
use crate::frame::{ExchangeDesc, ExchangeKind, FrameExchange};
use crate::staging::Staging;

/// A rung that was not taken, and why.
pub type Refusal = (ExchangeKind, ExchangeError);

type Made = Result<Box<dyn FrameExchange>, ExchangeError>;
type Make = fn(&Graphics, &Gpu, &ExchangeDesc) -> Made;

/// The rungs, best first: the whole of what a new way has to enter here.
const RUNGS: &[(ExchangeKind, Make)] = &[
    (ExchangeKind::GlVulkan, gl_vulkan),
    (ExchangeKind::Staging, |g, gpu, desc| {
        Ok(Box::new(Staging::new(g, gpu, desc)?))
    }),
];

/// Environment variable with the id of the one rung to use, for tests and for finding faults.
const FORCE: &str = "NU_SCALER_EXCHANGE";

/// Makes the best exchange that works for `desc`.
///
/// `allow` restricts the choice to one rung; the environment variable `NU_SCALER_EXCHANGE` (the id
/// of a rung) does too and comes first. The answer has the rungs above the one taken, each with the
/// reason why it was not.
///
/// # Errors
/// [`ExchangeError::Size`] when no rung could serve the sizes; else the last rung's error.
pub fn create(
    g: &Graphics,
    gpu: &Gpu,
    desc: &ExchangeDesc,
    allow: Option<ExchangeKind>,
) -> Result<(Box<dyn FrameExchange>, Vec<Refusal>), ExchangeError> {
    let limit = gpu.max_texture_size();
    for size in [desc.input, desc.output] {
        if size.is_empty() || size.width > limit || size.height > limit {
            return Err(ExchangeError::Size { size, limit });
        }
    }
    let allow = forced().or(allow);
    let mut refusals = Vec::new();
    for (rung, &(kind, make)) in RUNGS.iter().enumerate() {
        let made = if allow.is_none_or(|allow| allow == kind) {
            make(g, gpu, desc)
        } else {
            Err(Unavailable::NotAsked.into())
        };
        match made {
            Ok(exchange) => {
                report(rung, kind, &refusals);
                return Ok((exchange, refusals));
            }
            Err(error) => refusals.push((kind, error)),
        }
    }
    // The error of the last rung that was tried, not of one that nobody wanted.
    for (kind, error) in &refusals {
        warn!("frame exchange {kind}: {error}");
    }
    let tried = |(_, error): &Refusal| !matches!(error, ExchangeError::Unavailable(Unavailable::NotAsked));
    let last = refusals.iter().rposition(tried).unwrap_or(0);
    Err(refusals.swap_remove(last).1)
}

/// Logs which rung was taken: for the log of every user when it is another one than the last time,
/// else (a source that is resized) only for those who look for details.
fn report(rung: usize, kind: ExchangeKind, refusals: &[Refusal]) {
    static LAST: AtomicUsize = AtomicUsize::new(usize::MAX);
    let level = if LAST.swap(rung, Ordering::Relaxed) == rung {
        Level::Debug
    } else {
        Level::Info
    };
    for (kind, error) in refusals {
        log!(level, "frame exchange {kind}: {error}");
    }
    log!(level, "frame exchange {kind} is used");
}

fn forced() -> Option<ExchangeKind> {
    let id = std::env::var(FORCE).ok().filter(|id| !id.is_empty())?;
    let kind = ExchangeKind::from_id(&id);
    if kind.is_none() {
        warn!("{FORCE}={id} names no way of exchanging frames");
    }
    kind
}

#[cfg(all(unix, not(target_vendor = "apple")))]
fn gl_vulkan(g: &Graphics, gpu: &Gpu, desc: &ExchangeDesc) -> Made {
    Ok(Box::new(crate::gl_vulkan::GlVulkan::new(g, gpu, desc)?))
}

#[cfg(not(all(unix, not(target_vendor = "apple"))))]
fn gl_vulkan(_: &Graphics, _: &Gpu, _: &ExchangeDesc) -> Made {
    Err(Unavailable::NotOpenGl.into())
}

/// The device and driver UUID of the OpenGL that OBS renders with, to open the Vulkan device on the
/// same GPU. `None` where OBS renders with something else, or the driver does not tell.
#[cfg(all(unix, not(target_vendor = "apple")))]
pub fn gl_uuids(g: &Graphics) -> Option<([u8; 16], [u8; 16])> {
    crate::gl_vulkan::uuids(g)
}

/// The device and driver UUID of the OpenGL that OBS renders with: OBS does not use it here.
#[cfg(not(all(unix, not(target_vendor = "apple"))))]
pub fn gl_uuids(_: &Graphics) -> Option<([u8; 16], [u8; 16])> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_a_rung() {
        let rungs: Vec<_> = RUNGS.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(rungs, ExchangeKind::ALL);
    }
}
