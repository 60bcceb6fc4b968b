// SPDX-License-Identifier: GPL-2.0-or-later
//! NVIDIA DLSS, through NGX: a network that adds up the frames of a game, which tells it what moves where. Here that is
//! estimated, and it is told where it may be wrong (`docs/vendor-runtimes.md`).

use crate::frame::PixelFormat;
use crate::gpu::{Gpu, Part};
use crate::runtimes::ngx::{DlssFrame, Feature};
use crate::runtimes::offer::Offer;
use crate::runtimes::stage::{Form, Frame, Guides, Runtime};
use crate::settings::TechnologyId;
use crate::technology::{Job, StandsIn, Technology, TechnologyError, TechnologyInfo, Upscaler};
use crate::text::Message;

/// DLSS; it runs on NVIDIA's GPUs whose driver has NGX, where its library is in a folder of runtimes.
#[derive(Debug)]
pub struct Dlss;

static INFO: TechnologyInfo = TechnologyInfo {
    id: TechnologyId::Dlss,
    ratios: 1.0..=3.0,
    sharpens: false,
    margin: 0,
    frames_before: 120,
    stands_in: StandsIn::Never,
};

/// Colours as they are shown: so DLSS takes standard range, to which high range is encoded before.
const FORM: Form = Form {
    format: PixelFormat::Rgba16Float,
    light: false,
    guided: true,
};

impl Technology for Dlss {
    fn info(&self) -> &'static TechnologyInfo {
        &INFO
    }

    fn availability(&self, gpu: &Gpu) -> Result<(), Message> {
        gpu.runtimes().dlss().map(drop)
    }

    fn accepts(&self, gpu: &Gpu, job: &Job) -> Result<(), Message> {
        offer(gpu, job).map(drop)
    }

    fn is_slow_to_prepare(&self) -> bool {
        true
    }

    fn is_prepared(&self, gpu: &Gpu, job: &Job) -> bool {
        let made = gpu.runtimes().dlss_prepared().has(job);
        FORM.is_prepared(gpu, job) && (made || gpu.has_failed(Part::Technology(INFO.id)))
    }

    fn prepare(&self, gpu: &Gpu, job: &Job) -> Result<(), TechnologyError> {
        INFO.check(job)?;
        FORM.prepare(gpu, job)?;
        let prepared = gpu.runtimes().dlss_prepared();
        if !prepared.has(job) {
            prepared.put(job, feature(gpu, job)?);
        }
        Ok(())
    }

    fn create(&self, gpu: &Gpu, job: &Job) -> Result<Box<dyn Upscaler>, TechnologyError> {
        INFO.check(job)?;
        let prepared = gpu.runtimes().dlss_prepared().take(job);
        let feature = prepared.map_or_else(|| feature(gpu, job), Ok)?;
        let guides = Guides::new(gpu, job, job.input.size, job.input.size)?;
        FORM.create(gpu, INFO.id, job, Running { feature, guides })
    }

    /// What the network calculates is NVIDIA's secret.
    fn operations(&self, _job: &Job) -> f64 {
        0.0
    }
}

fn offer(gpu: &Gpu, job: &Job) -> Result<Offer, Message> {
    Offer::for_job(&gpu.runtimes().dlss()?.modes(job.output)?, INFO.id, job)
}

fn feature(gpu: &Gpu, job: &Job) -> Result<Feature, TechnologyError> {
    if let Some(reason) = gpu.failure(Part::Technology(INFO.id)) {
        return Err(TechnologyError::Runtime(reason));
    }
    let mode = offer(gpu, job).map_err(TechnologyError::Runtime)?;
    let session = gpu.runtimes().dlss().map_err(TechnologyError::Runtime)?;
    session.create_dlss(job.input.size, job.output, mode)
}

struct Running {
    feature: Feature,
    guides: Guides,
}

impl Runtime for Running {
    fn guides(&mut self) -> Option<&mut Guides> {
        Some(&mut self.guides)
    }

    fn take_first(&mut self) -> Option<wgpu::CommandBuffer> {
        self.feature.take_first()
    }

    fn record(&mut self, frame: &Frame) -> Result<wgpu::CommandBuffer, Message> {
        let images = self.guides.images()?;
        self.feature.evaluate_dlss(&DlssFrame {
            color: frame.color,
            output: frame.output,
            depth: images.depth,
            motion: images.motion,
            bias: images.mask,
            reset: frame.reset,
        })
    }
}
