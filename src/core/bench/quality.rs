// SPDX-License-Identifier: GPL-2.0-or-later
//! How near upscaled pictures come to the truth: pictures are reduced by the ratio, each pixel the mean of what it
//! covers, and upscaled again.

use std::sync::Arc;

use super::scene::{SCENES, scene};
use crate::frame::Size;
use crate::gpu::Gpu;
use crate::metrics;
use crate::offline::{ImageUpscaler, OfflineError, Pixels};
use crate::settings::{Algorithm, Settings, TechnologyChoice, TechnologyId};

/// Size of the scenes that are judged where no pictures are given.
const TRUTH: Size = Size::new(960, 540);

/// Means over the pictures.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Quality {
    /// Peak signal-to-noise ratio of the luma, in dB.
    pub psnr_y: f64,
    /// Structural similarity of the luma.
    pub ssim: f64,
}

/// Judges by the same pictures again and again.
pub(super) struct Judge {
    upscaler: ImageUpscaler,
    truths: Vec<Pixels>,
    /// The truths reduced, and to which ratio that was.
    reduced: Option<([f32; 2], Vec<Pixels>)>,
}

impl Judge {
    /// `pictures` are the truths; without any the benchmark's own scenes are.
    pub(super) fn new(gpu: &Arc<Gpu>, pictures: Vec<Pixels>) -> Self {
        let truths = match pictures.is_empty() {
            true => (0..SCENES).map(|seed| scene(TRUTH, seed)).collect(),
            false => pictures,
        };
        Self {
            upscaler: ImageUpscaler::new(Arc::clone(gpu)),
            truths,
            reduced: None,
        }
    }

    /// How near `settings` come at the ratio of these sizes. `None` where the ratio shrinks, or where another
    /// technology than the one that was asked for would do it.
    pub(super) fn judge(
        &mut self,
        settings: &Settings,
        [input, output]: [Size; 2],
    ) -> Result<Option<Quality>, OfflineError> {
        let ratio = [
            output.width as f32 / input.width as f32,
            output.height as f32 / input.height as f32,
        ];
        if ratio.iter().any(|ratio| *ratio < 1.0) {
            return Ok(None);
        }
        if self.reduced.as_ref().is_none_or(|(known, _)| *known != ratio) {
            self.reduced = Some((ratio, self.reduce(ratio)?));
        }
        let reduced = self.reduced.iter().flat_map(|(_, reduced)| reduced);
        let mut sum = Quality {
            psnr_y: 0.0,
            ssim: 0.0,
        };
        for (truth, small) in self.truths.iter().zip(reduced) {
            let upscaled = self.upscaler.upscale(settings, small, truth.size)?;
            if upscaled.note.is_some() {
                return Ok(None);
            }
            // The same size by construction, and whole, as the upscaler has taken both.
            let Ok(similarity) = metrics::compare(truth, &upscaled.pixels) else {
                return Ok(None);
            };
            sum.psnr_y += similarity.psnr_y;
            sum.ssim += similarity.ssim;
        }
        let count = self.truths.len() as f64;
        Ok(Some(Quality {
            psnr_y: sum.psnr_y / count,
            ssim: sum.ssim / count,
        }))
    }

    fn reduce(&mut self, ratio: [f32; 2]) -> Result<Vec<Pixels>, OfflineError> {
        let settings = Settings {
            technology: TechnologyChoice::Only(TechnologyId::Fallback),
            algorithm: Some(Algorithm::Area),
            sharpness: 0.0,
            ..Settings::default()
        };
        let side = |side: u32, ratio: f32| ((side as f32 / ratio).round() as u32).max(1);
        let mut reduced = Vec::with_capacity(self.truths.len());
        for truth in &self.truths {
            let size = Size::new(
                side(truth.size.width, ratio[0]),
                side(truth.size.height, ratio[1]),
            );
            reduced.push(self.upscaler.upscale(&settings, truth, size)?.pixels);
        }
        Ok(reduced)
    }
}
