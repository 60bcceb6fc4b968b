// SPDX-License-Identifier: GPL-2.0-or-later
//! Intel XeSS: as DLSS a network that adds up the frames of a game, and told as little (`docs/vendor-runtimes.md`). Its
//! library is there for Windows, and runs on every vendor's GPUs.

use crate::frame::{PixelFormat, Size};
use crate::gpu::{Gpu, Part};
use crate::runtimes::offer::Offer;
use crate::runtimes::stage::{Form, Frame, Guides, Runtime};
use crate::runtimes::xess::{self, Context};
use crate::settings::TechnologyId;
use crate::technology::{Job, StandsIn, Technology, TechnologyError, TechnologyInfo, Upscaler};
use crate::text::Message;

/// XeSS; it runs where its library is in a folder of runtimes.
#[derive(Debug)]
pub struct Xess;

static INFO: TechnologyInfo = TechnologyInfo {
    id: TechnologyId::Xess,
    ratios: 1.0..=3.0,
    sharpens: false,
    margin: 0,
    frames_before: 120,
    stands_in: StandsIn::Never,
};

/// Linear light, from 0 to 1.
const FORM: Form = Form {
    format: PixelFormat::Rgba16Float,
    light: true,
    guided: true,
};

impl Technology for Xess {
    fn info(&self) -> &'static TechnologyInfo {
        &INFO
    }

    fn availability(&self, gpu: &Gpu) -> Result<(), Message> {
        gpu.runtimes().xess().map(drop)
    }

    fn accepts(&self, gpu: &Gpu, job: &Job) -> Result<(), Message> {
        offer(gpu, job).map(drop)
    }

    fn is_slow_to_prepare(&self) -> bool {
        true
    }

    fn is_prepared(&self, gpu: &Gpu, job: &Job) -> bool {
        let made = gpu.runtimes().xess_prepared().has(job);
        FORM.is_prepared(gpu, job) && (made || gpu.has_failed(Part::Technology(INFO.id)))
    }

    fn prepare(&self, gpu: &Gpu, job: &Job) -> Result<(), TechnologyError> {
        INFO.check(job)?;
        FORM.prepare(gpu, job)?;
        let prepared = gpu.runtimes().xess_prepared();
        if !prepared.has(job) {
            prepared.put(job, context(gpu, job)?);
        }
        Ok(())
    }

    fn create(&self, gpu: &Gpu, job: &Job) -> Result<Box<dyn Upscaler>, TechnologyError> {
        INFO.check(job)?;
        let prepared = gpu.runtimes().xess_prepared().take(job);
        let context = prepared.map_or_else(|| context(gpu, job), Ok)?;
        // Motion of the output's size: with that it looks at no depth.
        let guides = Guides::new(gpu, job, job.output, Size::new(1, 1))?;
        FORM.create(gpu, INFO.id, job, Running { context, guides })
    }

    /// What the network calculates is Intel's secret.
    fn operations(&self, _job: &Job) -> f64 {
        0.0
    }
}

fn offer(gpu: &Gpu, job: &Job) -> Result<Offer, Message> {
    Offer::for_job(&gpu.runtimes().xess()?.qualities(job.output)?, INFO.id, job)
}

fn context(gpu: &Gpu, job: &Job) -> Result<Context, TechnologyError> {
    if let Some(reason) = gpu.failure(Part::Technology(INFO.id)) {
        return Err(TechnologyError::Runtime(reason));
    }
    let quality = offer(gpu, job).map_err(TechnologyError::Runtime)?;
    let xess = gpu.runtimes().xess().map_err(TechnologyError::Runtime)?;
    xess.create(job.output, quality)
}

struct Running {
    context: Context,
    guides: Guides,
}

impl Runtime for Running {
    fn guides(&mut self) -> Option<&mut Guides> {
        Some(&mut self.guides)
    }

    fn record(&mut self, frame: &Frame) -> Result<wgpu::CommandBuffer, Message> {
        let images = self.guides.images()?;
        self.context.execute(&xess::Frame {
            color: frame.color,
            output: frame.output,
            motion: images.motion,
            mask: images.mask,
            reset: frame.reset,
        })
    }
}
