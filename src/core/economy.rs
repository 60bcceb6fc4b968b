// SPDX-License-Identifier: GPL-2.0-or-later
//! Cheaper ways to a picture of the same size, for when there is too little time.
//!
//! A lower quality would not do: it asks for a larger picture, which costs more, and a scene's layout must not jump.

use crate::frame::{FrameDesc, Size};
use crate::gpu::Gpu;
use crate::pipeline::Plan;
use crate::settings::{Algorithm, Light, Settings, TechnologyChoice, TechnologyId};

/// A way to make the picture.
#[derive(Clone, PartialEq, Debug)]
pub struct Rung {
    /// The settings as they were made, but for what is saved.
    pub settings: Settings,
    /// Key of the text that names it; that of the first, which saves nothing, is the technology's.
    pub locale_key: &'static str,
}

/// The ways from frames of `input` to `output` pixels: as `settings` ask, then ever cheaper ones by what was measured
/// (`docs/benchmarks.md`). Which of them are quicker on a device, and by how much, is found out there.
#[must_use]
pub fn rungs(gpu: &Gpu, settings: &Settings, input: FrameDesc, output: Size) -> Vec<Rung> {
    let asked = Plan::resolve(gpu, settings, input, output);
    let technology = asked.technology();
    let mut rungs = vec![Rung {
        settings: settings.clone(),
        locale_key: technology.locale_key(),
    }];
    let unsharpened = Settings {
        sharpness: 0.0,
        ..settings.clone()
    };
    let with = |technology| Settings {
        technology: TechnologyChoice::Only(technology),
        ..unsharpened.clone()
    };
    let bilinear = Settings {
        algorithm: Some(Algorithm::Bilinear),
        light: Light::Encoded,
        antiringing: 0.0,
        ..with(TechnologyId::Fallback)
    };
    let fsr = with(TechnologyId::Fsr);
    let fsr_runs = Plan::resolve(gpu, &fsr, input, output).technology() == TechnologyId::Fsr;
    let (above_fsr, above_bilinear) = match technology {
        TechnologyId::Fallback => match settings.kernel_between(input.size, output) {
            Algorithm::Nearest | Algorithm::Bilinear | Algorithm::Area => (false, false),
            Algorithm::Bicubic | Algorithm::Mitchell | Algorithm::Lanczos2 => (false, true),
            Algorithm::Lanczos3 | Algorithm::Spline36 | Algorithm::Ginseng | Algorithm::Steered => {
                (true, true)
            }
        },
        TechnologyId::Fsr => (false, true),
        _ => (true, true),
    };
    let cheaper = [
        (
            settings.sharpness > 0.0,
            unsharpened.clone(),
            "Economy.Unsharpened",
        ),
        (above_fsr && fsr_runs, fsr, TechnologyId::Fsr.locale_key()),
        (above_bilinear, bilinear, Algorithm::Bilinear.locale_key()),
    ];
    let mut last = asked;
    for (_, settings, locale_key) in cheaper.into_iter().filter(|(is_cheaper, ..)| *is_cheaper) {
        let plan = Plan::resolve(gpu, &settings, input, output);
        // Nothing is cheaper than a copy.
        if plan != last && !last.is_identity() {
            rungs.push(Rung { settings, locale_key });
            last = plan;
        }
    }
    rungs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{AlphaMode, ColorSpace, PixelFormat};
    use crate::testing;

    fn keys(gpu: &Gpu, settings: &Settings, output: Size) -> Vec<&'static str> {
        let input = FrameDesc {
            size: Size::new(64, 48),
            format: PixelFormat::Rgba8,
            alpha: AlphaMode::Opaque,
            color_space: ColorSpace::Srgb,
        };
        let rungs = rungs(gpu, settings, input, output);
        assert_eq!(rungs[0].settings, *settings, "what is asked for comes first");
        rungs.iter().map(|rung| rung.locale_key).collect()
    }

    #[test]
    fn the_way_leads_over_fsr_to_bilinear() {
        let Some(gpu) = testing::gpu() else { return };
        let (fsr, bilinear, unsharpened) = ("Technology.fsr", "Algorithm.bilinear", "Economy.Unsharpened");
        let [same, larger, smaller] = [(64, 48), (96, 72), (32, 24)].map(|(x, y)| Size::new(x, y));
        let plain = Settings::default();
        let sharpened = Settings {
            sharpness: 0.5,
            ..Settings::default()
        };
        assert_eq!(keys(&gpu, &plain, larger), [fsr, bilinear]);
        assert_eq!(keys(&gpu, &sharpened, larger), [fsr, unsharpened, bilinear]);
        let nis = Settings {
            technology: TechnologyChoice::Only(TechnologyId::Nis),
            ..sharpened.clone()
        };
        assert_eq!(
            keys(&gpu, &nis, larger),
            ["Technology.nis", unsharpened, fsr, bilinear]
        );
        let kernel = |algorithm| Settings {
            technology: TechnologyChoice::Only(TechnologyId::Fallback),
            algorithm,
            ..Settings::default()
        };
        let classic = "Technology.fallback";
        assert_eq!(keys(&gpu, &kernel(None), larger), [classic, fsr, bilinear]);
        let bicubic = kernel(Some(Algorithm::Bicubic));
        assert_eq!(keys(&gpu, &bicubic, larger), [classic, bilinear]);
        assert_eq!(keys(&gpu, &kernel(Some(Algorithm::Bilinear)), larger), [classic]);
        // FSR does not make pictures smaller, and nothing is cheaper than a copy.
        let lanczos = kernel(Some(Algorithm::Lanczos3));
        assert_eq!(keys(&gpu, &lanczos, smaller), [classic, bilinear]);
        assert_eq!(keys(&gpu, &plain, same), [fsr]);
        assert_eq!(keys(&gpu, &sharpened, same), [fsr, unsharpened]);
    }
}
