// SPDX-License-Identifier: GPL-2.0-or-later
//! How fast networks are on a device, by which it is decided whether they run without being asked for.

use super::Nu;
use super::model::ModelId;
use crate::frame::{AlphaMode, ColorSpace, FrameDesc, PixelFormat, Size};
use crate::gpu::{AdapterKind, Gpu, GpuError};
use crate::pass::{Clock, dispensable, intermediate};
use crate::precision::Precision;
use crate::settings::{Algorithm, Light};
use crate::technology::{Job, Technology as _, TechnologyError};

/// What the measurement upscales: large enough to occupy any device.
const INPUT: Size = Size::new(1280, 720);
const OUTPUT: Size = Size::new(2560, 1440);
/// Frames before those that count: a device that slept takes some to reach its speed.
const WARM_UP: usize = 5;
const FRAMES: usize = 15;

/// Milliseconds that the network may take where nobody asked for it: an eighth of a frame at 60 in a second, as the game
/// and OBS want the device too.
const LIMIT: f64 = 2.0;

/// Finds out how fast the device is in each precision that it has, if that is not known: frames of more than 8 bits are
/// worked on in single precision, whichever is faster. A software device is never fast enough: there nothing is measured.
/// It submits work, as [`Precision::faster`] does, and is called where that is.
///
/// # Errors
/// When the device is lost. What else fails leaves the pace unknown.
pub(crate) fn measure(gpu: &Gpu) -> Result<(), GpuError> {
    if gpu.desc().kind == AdapterKind::Software {
        return Ok(());
    }
    for precision in precisions(gpu) {
        let known = gpu.network_pace(precision);
        if known.get().is_some() {
            continue;
        }
        let id = precision.id();
        let without = format!("networks in {id} precision run only if they are asked for");
        if let Some(pace) = dispensable(&without, || pace(gpu, precision))? {
            log::debug!(
                "networks do {:.1} million operations in a millisecond in {id} precision",
                pace / 1e6
            );
            // Another thread may have measured meanwhile: all use what was known first.
            known.get_or_init(|| pace);
        }
    }
    Ok(())
}

/// Those that the device has.
fn precisions(gpu: &Gpu) -> impl Iterator<Item = Precision> {
    let half = gpu.has_half().then_some(Precision::Half);
    std::iter::once(Precision::Single).chain(half)
}

/// Whether the job takes no more than [`LIMIT`], as far as is known.
pub(super) fn fits(gpu: &Gpu, job: &Job) -> bool {
    Precision::chosen_if_known(gpu, job.precision, job.input.format)
        .and_then(|precision| gpu.network_pace(precision).get())
        .is_some_and(|pace| operations(job) / pace <= LIMIT)
}

/// Operations of a frame.
fn operations(job: &Job) -> f64 {
    Nu.operations(job) * job.output.area() as f64
}

/// Operations in a millisecond.
fn pace(gpu: &Gpu, precision: Precision) -> Result<f64, TechnologyError> {
    let clock = Clock::new(gpu)?;
    let [input, output] = gpu.check(|| {
        [("input", INPUT), ("output", OUTPUT)]
            .map(|(label, size)| intermediate(gpu, label, size, PixelFormat::Rgba8))
    })?;
    let job = Job {
        input: FrameDesc {
            size: INPUT,
            format: PixelFormat::Rgba8,
            alpha: AlphaMode::Opaque,
            color_space: ColorSpace::Srgb,
        },
        output: OUTPUT,
        result_alpha: AlphaMode::Opaque,
        algorithm: Algorithm::Bilinear,
        light: Light::Encoded,
        antiringing: 0.0,
        sharpness: 0.0,
        network: ModelId::Medium,
        precision: Some(precision),
    };
    let mut upscaler = Nu.create(gpu, &job)?;
    let mut times = Vec::new();
    for _ in 0..WARM_UP + FRAMES {
        let measured = clock.measure(gpu, |recorder| upscaler.record(recorder, &input, &output))?;
        times.push(measured.frame);
    }
    let counted = &mut times[WARM_UP..];
    counted.sort_by(f64::total_cmp);
    Ok(operations(&job) / counted[FRAMES / 2])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::technologies::testing::{frame, job};
    use crate::testing;

    fn job_of(input: Size, output: Size) -> Job {
        job(
            frame(input, PixelFormat::Rgba8, AlphaMode::Opaque),
            output,
            Algorithm::Area,
        )
    }

    #[test]
    fn what_is_not_known_to_be_quick_does_not_fit() {
        let Ok(gpu) = testing::open_gpu() else {
            return assert!(testing::gpu().is_none());
        };
        let (small, large) = (job_of(INPUT, OUTPUT), job_of(OUTPUT, Size::new(5120, 2880)));
        assert!(!fits(&gpu, &small));
        // As if it had been measured, in the precision that tests ask for: the small one in just the time that there is.
        let pace = gpu.network_pace(Precision::Single);
        pace.get_or_init(|| operations(&small) / LIMIT);
        assert!(fits(&gpu, &small) && !fits(&gpu, &large));
        measure(&gpu).expect("what is known is not measured again");
        assert!(fits(&gpu, &small) && !fits(&gpu, &large));
    }

    #[test]
    fn each_precision_has_a_pace_of_its_own() {
        let Ok(gpu) = testing::open_gpu() else {
            return assert!(testing::gpu().is_none());
        };
        let job_in = |format, precision| Job {
            precision,
            ..job(frame(INPUT, format, AlphaMode::Opaque), OUTPUT, Algorithm::Area)
        };
        let eight_bits = job_in(PixelFormat::Rgba8, Some(Precision::Half));
        // As on a device that is quick in half precision only.
        for (precision, pace) in [(Precision::Half, 1.0), (Precision::Single, 0.9)] {
            gpu.network_pace(precision)
                .get_or_init(|| pace * operations(&eight_bits) / LIMIT);
        }
        assert!(fits(&gpu, &eight_bits));
        // Which is worked on in single precision where nothing else is asked for.
        assert!(!fits(&gpu, &job_in(PixelFormat::Rgba16Float, None)));
    }

    #[test]
    fn a_software_device_is_not_measured() {
        let Ok(gpu) = testing::open_gpu() else {
            return assert!(testing::gpu().is_none());
        };
        measure(&gpu).expect("the device works");
        let is_software = gpu.desc().kind == AdapterKind::Software;
        assert_eq!(gpu.network_pace(Precision::Single).get().is_none(), is_software);
        let has_none = is_software || !gpu.has_half();
        assert_eq!(gpu.network_pace(Precision::Half).get().is_none(), has_none);
    }

    #[test]
    fn the_pace_is_measured() {
        let Some(gpu) = testing::gpu() else { return };
        for precision in precisions(&gpu) {
            let pace = pace(&gpu, precision).expect("the network runs");
            println!(
                "{precision:?}: {:.1} million operations in a millisecond",
                pace / 1e6
            );
            assert!(pace > 0.0);
        }
        testing::assert_no_validation_messages();
    }
}
