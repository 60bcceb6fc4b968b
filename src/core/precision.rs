// SPDX-License-Identifier: GPL-2.0-or-later
//! In which precision shaders calculate. Pictures of 8 bits come out alike in both, within the bound that the tests of
//! FSR state; which is faster is the device's affair, and is measured once on each.

use crate::frame::{AlphaMode, ColorSpace, FrameDesc, PixelFormat, Size};
use crate::gpu::{AdapterKind, Gpu, GpuError};
use crate::pass::{Clock, dispensable, intermediate};
use crate::passes::{Rcas, Sharpening};
use crate::settings::{Algorithm, Light};
use crate::technologies::fsr::Fsr;
use crate::technologies::nu::model::ModelId;
use crate::technology::{Job, Technology, TechnologyError, Upscaler};

/// The precision of a shader's arithmetic.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Precision {
    /// 32 bits a number.
    Single,
    /// 16 bits a number, where they are enough.
    Half,
}

/// What the measurement upscales, by three halves and sharpened: large enough to occupy any device.
const INPUT: Size = Size::new(1280, 720);
const OUTPUT: Size = Size::new(1920, 1080);
/// Frames before those that count: a device that slept takes some to reach its speed.
const WARM_UP: usize = 5;
const FRAMES: usize = 15;
/// Half precision has to take less than this share of the time: where there is no difference, there is no reason for it.
const WORTHWHILE: f64 = 0.95;

impl Precision {
    /// Its name in the JSON for tools.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Half => "half",
        }
    }

    /// Whether pictures of this format come out alike in half precision.
    #[must_use]
    pub fn half_is_enough(format: PixelFormat) -> bool {
        matches!(format, PixelFormat::Rgba8 | PixelFormat::Bgra8)
    }

    /// `wanted`, or else the faster one for frames of this format; `None` while that is not known. Never waits.
    pub(crate) fn chosen_if_known(gpu: &Gpu, wanted: Option<Self>, format: PixelFormat) -> Option<Self> {
        wanted.or_else(|| Self::known(gpu, format))
    }

    /// `wanted`, or else [`Precision::faster`].
    ///
    /// # Errors
    /// As [`Precision::faster`].
    pub(crate) fn chosen(gpu: &Gpu, wanted: Option<Self>, format: PixelFormat) -> Result<Self, GpuError> {
        wanted.map_or_else(|| Self::faster(gpu, format), Ok)
    }

    fn known(gpu: &Gpu, format: PixelFormat) -> Option<Self> {
        if !has_choice(gpu, format) {
            return Some(Self::Single);
        }
        gpu.faster_precision().get().copied()
    }

    /// The faster one for frames of this format, measured if it is not known: that takes as long as compiling and a few dozen frames do. It submits
    /// work, which must not happen while another thread hands frames over, whose semaphores it would take: the
    /// plugin's device is measured before anybody has it ([`SharedGpu`](crate::gpu::SharedGpu)).
    ///
    /// # Errors
    /// When the device is lost.
    pub(crate) fn faster(gpu: &Gpu, format: PixelFormat) -> Result<Self, GpuError> {
        if let Some(known) = Self::known(gpu, format) {
            return Ok(known);
        }
        let times = dispensable("half precision is not used", || measure(gpu))?;
        let faster = times.map_or(Self::Single, |[single, half]| {
            log::debug!("FSR, {INPUT} to {OUTPUT}: {single:.3} ms in single precision, {half:.3} ms in half");
            choose(single, half)
        });
        // Another thread may have measured meanwhile: all use what was known first.
        Ok(*gpu.faster_precision().get_or_init(|| faster))
    }
}

/// Whether there is anything to measure. A processor calculates in single precision and converts: on Mesa's software
/// driver half precision takes longer (`docs/benchmarks.md`).
fn has_choice(gpu: &Gpu, format: PixelFormat) -> bool {
    gpu.has_half() && gpu.desc().kind != AdapterKind::Software && Precision::half_is_enough(format)
}

fn choose(single: f64, half: f64) -> Precision {
    if half < WORTHWHILE * single {
        Precision::Half
    } else {
        Precision::Single
    }
}

/// Milliseconds of a frame in single and in half precision, measured in turns.
fn measure(gpu: &Gpu) -> Result<[f64; 2], TechnologyError> {
    let clock = Clock::new(gpu)?;
    let [input, between, output] = gpu.check(|| {
        [("input", INPUT), ("upscaled", OUTPUT), ("output", OUTPUT)]
            .map(|(label, size)| intermediate(gpu, label, size, PixelFormat::Rgba8))
    })?;
    let mut candidates = [
        Candidate::new(gpu, Precision::Single)?,
        Candidate::new(gpu, Precision::Half)?,
    ];
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..WARM_UP + FRAMES {
        for (candidate, times) in candidates.iter_mut().zip(&mut times) {
            let measured = clock.measure(gpu, |recorder| {
                candidate.upscaler.record(recorder, &input, &between);
                candidate.sharpening.record(recorder, &between, &output);
            })?;
            if round >= WARM_UP {
                times.push(measured.frame);
            }
        }
    }
    Ok(times.map(median))
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// FSR and its sharpening in one precision.
struct Candidate {
    upscaler: Box<dyn Upscaler>,
    sharpening: Rcas,
}

impl Candidate {
    fn new(gpu: &Gpu, precision: Precision) -> Result<Self, TechnologyError> {
        let frame = |size| FrameDesc {
            size,
            format: PixelFormat::Rgba8,
            alpha: AlphaMode::Opaque,
            color_space: ColorSpace::Srgb,
        };
        let job = Job {
            input: frame(INPUT),
            output: OUTPUT,
            result_alpha: AlphaMode::Opaque,
            algorithm: Algorithm::Bilinear,
            light: Light::Encoded,
            antiringing: 0.0,
            sharpness: 0.0,
            network: ModelId::Medium,
            precision: Some(precision),
        };
        let sharpening = Sharpening {
            frame: frame(OUTPUT),
            result_alpha: AlphaMode::Opaque,
            limits_noise: false,
            precision: Some(precision),
        };
        Ok(Self {
            upscaler: Fsr.create(gpu, &job)?,
            sharpening: Rcas::create(gpu, &sharpening, 0.5)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn half_precision_has_to_be_worth_it() {
        assert_eq!(choose(1.0, 0.7), Precision::Half);
        assert_eq!(choose(1.0, 0.99), Precision::Single);
        assert_eq!(choose(1.0, 1.3), Precision::Single);
    }

    #[test]
    fn half_precision_is_for_8_bits() {
        let enough = |format: &&PixelFormat| Precision::half_is_enough(**format);
        let formats: Vec<_> = PixelFormat::ALL.iter().filter(enough).collect();
        assert_eq!(formats, [&PixelFormat::Rgba8, &PixelFormat::Bgra8]);
    }

    #[test]
    fn both_precisions_are_measured() {
        let Some(gpu) = testing::gpu() else { return };
        if !gpu.has_half() {
            println!("SKIP: this GPU has no half precision");
            return;
        }
        let times = measure(&gpu).unwrap();
        assert!(times.iter().all(|time| *time > 0.0), "{times:?}");
        println!("single and half precision: {times:?} ms");
        testing::assert_no_validation_messages();
    }

    #[test]
    fn where_there_is_no_choice_nothing_is_measured() {
        let Some(gpu) = testing::gpu() else { return };
        let known = Precision::known(&gpu, PixelFormat::Rgba16Float);
        assert_eq!(known, Some(Precision::Single), "more than 8 bits");
        if gpu.desc().kind == AdapterKind::Software {
            let faster = Precision::faster(&gpu, PixelFormat::Rgba8);
            assert_eq!(faster, Ok(Precision::Single));
            assert_eq!(gpu.faster_precision().get(), None);
        }
    }

    #[test]
    fn what_is_wanted_is_taken() {
        let Some(gpu) = testing::gpu() else { return };
        for wanted in [Precision::Single, Precision::Half] {
            let chosen = Precision::chosen(&gpu, Some(wanted), PixelFormat::Rgba8);
            assert_eq!(chosen, Ok(wanted));
        }
    }
}
