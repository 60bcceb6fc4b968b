// SPDX-License-Identifier: GPL-2.0-or-later
//! How fast networks are on a device, by which it is decided whether they run without being asked for.

use super::Nu;
use super::model::ModelId;
use crate::frame::{AlphaMode, ColorSpace, FrameDesc, PixelFormat, Size};
use crate::gpu::{AdapterKind, Gpu, GpuError};
use crate::pass::{Clock, dispensable, intermediate};
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

/// Finds out how fast the device is, if that is not known. A software device is never fast enough: there nothing is
/// measured. It submits work, as [`Precision::faster`](crate::precision::Precision) does, and is called where that is.
///
/// # Errors
/// When the device is lost. What else fails leaves the pace unknown.
pub(crate) fn measure(gpu: &Gpu) -> Result<(), GpuError> {
    if gpu.desc().kind == AdapterKind::Software || gpu.network_pace().get().is_some() {
        return Ok(());
    }
    if let Some(pace) = dispensable("networks run only if they are asked for", || pace(gpu))? {
        log::debug!(
            "networks do {:.1} million operations in a millisecond",
            pace / 1e6
        );
        // Another thread may have measured meanwhile: all use what was known first.
        gpu.network_pace().get_or_init(|| pace);
    }
    Ok(())
}

/// Whether the job takes no more than [`LIMIT`], as far as is known.
pub(super) fn fits(gpu: &Gpu, job: &Job) -> bool {
    gpu.network_pace()
        .get()
        .is_some_and(|pace| operations(job) / pace <= LIMIT)
}

/// Operations of a frame.
fn operations(job: &Job) -> f64 {
    Nu.operations(job) * job.output.area() as f64
}

/// Operations in a millisecond.
fn pace(gpu: &Gpu) -> Result<f64, TechnologyError> {
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
        precision: None,
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
        // As if it had been measured: the small one in just the time that there is.
        gpu.network_pace().get_or_init(|| operations(&small) / LIMIT);
        assert!(fits(&gpu, &small) && !fits(&gpu, &large));
        measure(&gpu).expect("what is known is not measured again");
        assert!(fits(&gpu, &small));
    }

    #[test]
    fn a_software_device_is_not_measured() {
        let Ok(gpu) = testing::open_gpu() else {
            return assert!(testing::gpu().is_none());
        };
        measure(&gpu).expect("the device works");
        let is_software = gpu.desc().kind == AdapterKind::Software;
        assert_eq!(gpu.network_pace().get().is_none(), is_software);
    }

    #[test]
    fn the_pace_is_measured() {
        let Some(gpu) = testing::gpu() else { return };
        let pace = pace(&gpu).expect("the network runs");
        println!("{:.1} million operations in a millisecond", pace / 1e6);
        assert!(pace > 0.0);
        testing::assert_no_validation_messages();
    }
}
