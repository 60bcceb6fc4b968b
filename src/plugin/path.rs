// SPDX-License-Identifier: GPL-2.0-or-later
//! Everything on our device that belongs to one input and output size: the exchanged textures and the
//! pipeline between them.

use std::sync::Arc;
use std::time::{Duration, Instant};

use nu_scaler_core::frame::FrameDesc;
use nu_scaler_core::generation::{Moment, Pace};
use nu_scaler_core::gpu::{AdapterKind, Gpu};
use nu_scaler_core::pass::Work;
use nu_scaler_core::passes::{Graph, Readout};
use nu_scaler_core::pipeline::{Pipeline, Plan};
use nu_scaler_core::settings::Settings;
use nu_scaler_core::technology::TechnologyError;
use nu_scaler_core::text::Message;
use nu_scaler_exchange::{ExchangeDesc, ExchangeError, ExchangeKind, FrameExchange, ObsFrame};
use nu_scaler_obs::graphics::{Graphics, Texture};

/// Behind a gap as long as this a frame has nothing to do with the one before.
const PAUSE: Duration = Duration::from_secs(1);

/// The way of one filter's frames over the GPU.
pub(crate) struct GpuPath {
    // Dropped in this order: what uses the textures before the textures, the device last.
    pipeline: Pipeline,
    /// `None` only while a frame is under way, and after one that failed.
    frame: Option<ObsFrame>,
    /// Whether a frame was made: before that the output is undefined.
    made: bool,
    /// When the latest frame began.
    latest: Option<Instant>,
    exchange: Box<dyn FrameExchange>,
    refused: Arc<[(ExchangeKind, Message)]>,
    gpu: Arc<Gpu>,
}

impl GpuPath {
    /// Makes the textures and the pipeline. The outer error is the exchange's, the inner the pipeline's: only
    /// for the latter another plan may help.
    pub(crate) fn new(
        graphics: &Graphics,
        gpu: &Arc<Gpu>,
        plan: &Plan,
        desc: ExchangeDesc,
    ) -> Result<Result<Self, TechnologyError>, ExchangeError> {
        let (mut exchange, refusals) = nu_scaler_exchange::create(graphics, gpu, &desc, None)?;
        log::debug!("made the textures for {} to {}", desc.input, desc.output);
        Ok(Pipeline::create(gpu, plan).map(|pipeline| Self {
            pipeline,
            frame: exchange.start(),
            made: false,
            latest: None,
            exchange,
            refused: refusals
                .iter()
                .map(|(kind, error)| (*kind, error.message()))
                .collect(),
            gpu: Arc::clone(gpu),
        }))
    }

    /// The same with something else done between its textures.
    pub(crate) fn with_plan(self, plan: &Plan) -> Result<Self, TechnologyError> {
        Ok(Self {
            pipeline: self.pipeline.change(&self.gpu, plan)?,
            ..self
        })
    }

    /// One frame: drawn, handed over, processed, handed back. Returns the time it took on this thread without
    /// the drawing of the source, which would have been needed anyway.
    pub(crate) fn run(
        &mut self,
        graphics: &Graphics,
        settings: &Settings,
        draw_source: &mut dyn FnMut(&Texture),
    ) -> Result<Duration, ExchangeError> {
        let ours = self.frame.take().ok_or(ExchangeError::ForeignFrame)?;
        draw_source(self.exchange.input_target(&ours));
        let begin = Instant::now();
        self.pipeline.set_live(settings);
        let latest = self.latest.replace(begin);
        if latest.is_some_and(|latest| begin.duration_since(latest) >= PAUSE) {
            self.pipeline.reset();
        }
        let theirs = self.exchange.to_gpu(graphics, &self.gpu, ours)?;
        let mut work = Work::new(&self.gpu);
        let (input, output) = self.exchange.textures(&theirs);
        self.pipeline.record(&self.gpu, &mut work, input, output);
        let work = work.finish();
        self.frame = Some(self.exchange.to_obs(graphics, &self.gpu, theirs, work)?);
        self.pipeline.after_submit(&self.gpu);
        self.made = true;
        Ok(begin.elapsed())
    }

    /// What the overlay shows from the next frame on, where the plan has one.
    pub(crate) fn set_overlay(&mut self, readout: &Readout, graph: &Graph) {
        self.pipeline.set_overlay(readout, graph);
    }

    /// When the next frame is shown.
    pub(crate) fn set_moment(&mut self, moment: Moment) {
        self.pipeline.set_moment(moment);
    }

    /// How the source's frames come, where some are made in between; the error says why none can be made.
    pub(crate) fn pace(&self) -> Option<Result<Pace, &Message>> {
        self.pipeline.pace()
    }

    /// How long a frame took from its hand-over on until it was finished, of which the graphics thread spent `spent`.
    pub(crate) fn total(&self, spent: Duration) -> Duration {
        if self.exchange.waits() {
            spent
        } else {
            spent + self.gpu_time().unwrap_or_default()
        }
    }

    /// The latest frame, for OBS to draw.
    pub(crate) fn result(&self) -> Option<&Texture> {
        let frame = self.frame.as_ref().filter(|_| self.made)?;
        Some(self.exchange.output(frame))
    }

    pub(crate) fn desc(&self) -> ExchangeDesc {
        *self.exchange.desc()
    }

    /// Whether frames like these can go this way: of these sizes, and with values that mean the same.
    pub(crate) fn serves(&self, desc: &ExchangeDesc, input: &FrameDesc) -> bool {
        self.exchange.desc() == desc && self.plan().input() == *input
    }

    pub(crate) fn is_on(&self, gpu: &Arc<Gpu>) -> bool {
        Arc::ptr_eq(&self.gpu, gpu)
    }

    pub(crate) fn plan(&self) -> &Plan {
        self.pipeline.plan()
    }

    /// How long the GPU worked on the latest frame that was measured. Not of a software device, whose timestamps do not
    /// wait for the work.
    pub(crate) fn gpu_time(&self) -> Option<Duration> {
        let is_software = self.gpu.desc().kind == AdapterKind::Software;
        self.pipeline.gpu_time().filter(|_| !is_software)
    }

    pub(crate) fn gpu_name(&self) -> &str {
        &self.gpu.desc().name
    }

    pub(crate) fn exchange_kind(&self) -> ExchangeKind {
        self.exchange.kind()
    }

    /// Why the ways above this one were not taken.
    pub(crate) fn refused(&self) -> Arc<[(ExchangeKind, Message)]> {
        Arc::clone(&self.refused)
    }
}
