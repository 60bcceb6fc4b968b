// SPDX-License-Identifier: GPL-2.0-or-later
//! NVIDIA RTX Video Super Resolution, through NGX: a network for pictures of video, of which it needs nothing but the one
//! that it upscales. It takes away the traces of compression too.

use crate::frame::PixelFormat;
use crate::gpu::{Gpu, Part};
use crate::runtimes::ngx::{Feature, VideoFrame};
use crate::runtimes::stage::{Form, Frame, Runtime};
use crate::settings::{Quality, Settings, TechnologyId};
use crate::technology::{Job, StandsIn, Technology, TechnologyError, TechnologyInfo, Upscaler};
use crate::text::Message;

/// RTX Video; it runs on NVIDIA's GPUs whose driver has NGX, where its library is in a folder of runtimes.
#[derive(Debug)]
pub struct RtxVideo;

static INFO: TechnologyInfo = TechnologyInfo {
    id: TechnologyId::RtxVideo,
    ratios: 1.0..=4.0,
    sharpens: false,
    margin: 0,
    frames_before: 0,
    // Made for pictures like those that are captured, and only there where somebody has put it.
    stands_in: StandsIn::ForAutomatic,
};

const FORM: Form = Form {
    format: PixelFormat::Rgba8,
    light: false,
    guided: false,
};

impl Technology for RtxVideo {
    fn info(&self) -> &'static TechnologyInfo {
        &INFO
    }

    fn availability(&self, gpu: &Gpu) -> Result<(), Message> {
        gpu.runtimes().video().map(drop)
    }

    /// Pictures of 8 bits, as video has them: more would be lost.
    fn accepts(&self, _gpu: &Gpu, job: &Job) -> Result<(), Message> {
        match job.input.format {
            PixelFormat::Rgba8 | PixelFormat::Bgra8 => Ok(()),
            PixelFormat::Rgb10a2 | PixelFormat::Rgba16Float | PixelFormat::Rgba32Float => {
                Err(Message::new("Reason.RuntimeFormat").with_key("technology", INFO.id.locale_key()))
            }
        }
    }

    fn is_slow_to_prepare(&self) -> bool {
        true
    }

    fn is_prepared(&self, gpu: &Gpu, job: &Job) -> bool {
        let made = gpu.runtimes().video_prepared().has(job);
        FORM.is_prepared(gpu, job) && (made || gpu.has_failed(Part::Technology(INFO.id)))
    }

    fn prepare(&self, gpu: &Gpu, job: &Job) -> Result<(), TechnologyError> {
        INFO.check(job)?;
        FORM.prepare(gpu, job)?;
        let prepared = gpu.runtimes().video_prepared();
        if !prepared.has(job) {
            prepared.put(job, feature(gpu)?);
        }
        Ok(())
    }

    fn create(&self, gpu: &Gpu, job: &Job) -> Result<Box<dyn Upscaler>, TechnologyError> {
        INFO.check(job)?;
        let prepared = gpu.runtimes().video_prepared().take(job);
        let feature = prepared.map_or_else(|| feature(gpu), Ok)?;
        let level = level(Quality::Quality);
        FORM.create(gpu, INFO.id, job, Running { feature, level })
    }

    /// What the network calculates is NVIDIA's secret.
    fn operations(&self, _job: &Job) -> f64 {
        0.0
    }
}

fn feature(gpu: &Gpu) -> Result<Feature, TechnologyError> {
    if let Some(reason) = gpu.failure(Part::Technology(INFO.id)) {
        return Err(TechnologyError::Runtime(reason));
    }
    let session = gpu.runtimes().video().map_err(TechnologyError::Runtime)?;
    session.create_video()
}

/// NGX's level; 0 would be plain bicubic.
fn level(quality: Quality) -> u32 {
    match quality {
        Quality::Performance => 1,
        Quality::Balanced => 2,
        Quality::Quality => 3,
        Quality::Ultra => 4,
    }
}

struct Running {
    feature: Feature,
    level: u32,
}

impl Runtime for Running {
    fn set_live(&mut self, settings: &Settings) {
        self.level = level(settings.quality);
    }

    fn take_first(&mut self) -> Option<wgpu::CommandBuffer> {
        self.feature.take_first()
    }

    fn record(&mut self, frame: &Frame) -> Result<wgpu::CommandBuffer, Message> {
        self.feature.evaluate_video(&VideoFrame {
            input: frame.color,
            output: frame.output,
            level: self.level,
        })
    }
}
