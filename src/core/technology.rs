// SPDX-License-Identifier: GPL-2.0-or-later
//! What an upscaling technology is: its description, its jobs and its running instances.

use std::ops::RangeInclusive;

use crate::frame::{AlphaMode, FrameDesc, Size};
use crate::gpu::{Gpu, GpuError};
use crate::pass::Recorder;
use crate::precision::Precision;
use crate::settings::{Algorithm, Light, Settings, TechnologyId};
use crate::technologies::nu::model::ModelId;
use crate::text::Message;

/// What is known of a technology without a device.
#[derive(Debug)]
pub struct TechnologyInfo {
    /// Its name in settings, locale, shaders, goldens and benchmark rows.
    pub id: TechnologyId,
    /// Output over input size, per axis, that it handles.
    pub ratios: RangeInclusive<f32>,
    /// Whether it sharpens by itself, at ratio 1 too. Behind the others comes [`crate::passes::Rcas`].
    pub sharpens: bool,
    /// Pixels per axis by which textures of its own are larger than the frames.
    pub margin: u32,
    /// How many of the frames before a frame can be seen in its result; 0 where each is upscaled by itself.
    pub frames_before: usize,
    /// When it runs without being asked for by name.
    pub stands_in: StandsIn,
}

/// When a technology runs without being asked for by name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StandsIn {
    /// Never: it is made for what only a game knows.
    Never,
    /// Where the choice is left to Nu Scaler.
    ForAutomatic,
    /// There, and for any that cannot run.
    Always,
}

impl TechnologyInfo {
    /// Whether the textures that the job needs are within what the GPU allows.
    ///
    /// # Errors
    /// The reason, for the user.
    pub fn fits(&self, gpu: &Gpu, job: &Job) -> Result<(), Message> {
        let limit = gpu.max_texture_size();
        let longest = job.input.size.longest_side().max(job.output.longest_side());
        if self.margin == 0 || longest.saturating_add(self.margin) <= limit {
            return Ok(());
        }
        Err(Message::new("Reason.TooLargeFor")
            .with_key("technology", self.id.locale_key())
            .with("limit", (limit.saturating_sub(self.margin)).to_string()))
    }

    /// Whether the job's sizes are within [`TechnologyInfo::ratios`].
    ///
    /// # Errors
    /// [`TechnologyError::Ratio`].
    pub fn check(&self, job: &Job) -> Result<(), TechnologyError> {
        let (input, output) = (job.input.size, job.output);
        let ratios = [
            output.width as f32 / input.width as f32,
            output.height as f32 / input.height as f32,
        ];
        if ratios.iter().all(|ratio| self.ratios.contains(ratio)) {
            Ok(())
        } else {
            Err(TechnologyError::Ratio {
                technology: self.id,
                ratios: self.ratios.clone(),
                input,
                output,
            })
        }
    }
}

/// One upscaling task: everything that decides which pipelines and which memory it needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// The frames that come in.
    pub input: FrameDesc,
    /// Size of the frames that go out; format and colour space are the input's.
    pub output: Size,
    /// Meaning of the alpha that goes out: the input's, or what it is within a pipeline ([`AlphaMode::working`]).
    pub result_alpha: AlphaMode,
    /// The kernel of the fallback technology; the others ignore it.
    pub algorithm: Algorithm,
    /// What the kernels of the fallback technology weigh; the others ignore it.
    pub light: Light,
    /// Strength of the ringing clamp of the fallback kernels, 0 to 1.
    pub antiringing: f32,
    /// How much to sharpen, 0 (not at all) to 1, for those that do it by themselves ([`TechnologyInfo::sharpens`]).
    pub sharpness: f32,
    /// The network of the technology `nu`; the others ignore it.
    pub network: ModelId,
    /// In which precision to calculate, for those that have both; `None` is the one that is faster on the device.
    pub precision: Option<Precision>,
}

/// A way to upscale; stateless, one static each, listed in the registry.
pub trait Technology: Send + Sync {
    /// Its description.
    fn info(&self) -> &'static TechnologyInfo;

    /// Whether it can run on this GPU, or why not.
    ///
    /// # Errors
    /// The reason, for the user.
    fn availability(&self, gpu: &Gpu) -> Result<(), Message>;

    /// Whether it takes this job on this GPU, beyond what its description says.
    ///
    /// # Errors
    /// Why not, for the user.
    fn accepts(&self, gpu: &Gpu, job: &Job) -> Result<(), Message> {
        let _ = (gpu, job);
        Ok(())
    }

    /// Whether it may run without being asked for by name: whether it is known to be quick enough here.
    fn volunteers(&self, gpu: &Gpu, job: &Job) -> bool {
        let _ = (gpu, job);
        true
    }

    /// Whether a job's preparation takes long even where its shaders are compiled, and a lot of memory: it is for one pair of
    /// sizes then, and not worth beginning while they change.
    fn is_slow_to_prepare(&self) -> bool {
        false
    }

    /// Whether [`Technology::create`] of this job would return without compiling anything.
    fn is_prepared(&self, gpu: &Gpu, job: &Job) -> bool;

    /// Compiles the pipelines of a job into the GPU's cache. Slow: call it off the render thread.
    ///
    /// # Errors
    /// When the driver refuses a pipeline or the job is beyond the technology.
    fn prepare(&self, gpu: &Gpu, job: &Job) -> Result<(), TechnologyError>;

    /// Makes an instance for a job: quick once prepared, compiles otherwise.
    ///
    /// # Errors
    /// As [`Technology::prepare`], and when the GPU has not the memory.
    fn create(&self, gpu: &Gpu, job: &Job) -> Result<Box<dyn Upscaler>, TechnologyError>;

    /// Floating-point operations per output pixel that the formulas ask for, by which the benchmark knows how fast the
    /// job could be at best. Counted by hand, where the reasons stand too: an addition, multiplication, comparison
    /// (minimum, maximum) or division is one; signs, absolute values and the clamp to 0 and 1 are free. What several
    /// output pixels can share is counted once for all of them; what is worked out before the first frame is not
    /// counted.
    fn operations(&self, job: &Job) -> f64;
}

/// A running instance: one job's pipelines, buffers and intermediate textures.
pub trait Upscaler: Send {
    /// Takes over the settings that may change from frame to frame (uniforms only; nothing is
    /// compiled or allocated). What needs other pipelines or memory is another [`Job`].
    fn set_live(&mut self, settings: &Settings) {
        let _ = settings;
    }

    /// Forgets the frames so far, where it looks at more than one: the next one has nothing to do with them.
    fn reset(&mut self) {}

    /// To be called after the work of [`Upscaler::record`] was submitted. Never waits.
    fn after_submit(&mut self) {}

    /// Records the work of one frame. `input` and `output` are whole-texture views of the job's
    /// sizes and format. Allocates nothing once it has met a pair of views before.
    fn record(&mut self, recorder: &mut Recorder<'_>, input: &wgpu::TextureView, output: &wgpu::TextureView);
}

/// Why a job cannot run.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum TechnologyError {
    /// The driver refused a pipeline; the same pipeline is not tried again on this device.
    Pipeline {
        /// File name of the shader without its extension.
        shader: &'static str,
        /// What the driver, or the validation, said.
        detail: String,
    },
    /// The job's ratio of sizes is outside of [`TechnologyInfo::ratios`].
    Ratio {
        /// The technology.
        technology: TechnologyId,
        /// What it can do.
        ratios: RangeInclusive<f32>,
        /// Size of the job's input.
        input: Size,
        /// Size of the job's output.
        output: Size,
    },
    /// The vendor's runtime refuses; it is not asked again on this device.
    Runtime(Message),
    /// The vendor's runtime lacks memory; it is asked again some time later.
    RuntimeMemory(Message),
    /// The weights of a network are not as they should be.
    Network(Message),
    /// The technology needs more memory than the GPU has left, and others need less; it is tried again some time later.
    Memory(TechnologyId),
    /// The GPU failed otherwise: lost, or out of memory.
    Gpu(GpuError),
}

impl TechnologyError {
    /// The same as a text for users.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Pipeline { shader, detail } => Message::new("Reason.PipelineFailed")
                .with("shader", *shader)
                .with("detail", detail),
            Self::Ratio {
                technology,
                ratios,
                input,
                output,
            } => Message::new("Reason.RatioOutOfRange")
                .with_key("technology", technology.locale_key())
                .with("input", input.to_string())
                .with("output", output.to_string())
                .with("min", ratios.start().to_string())
                .with("max", ratios.end().to_string()),
            Self::Runtime(reason) | Self::RuntimeMemory(reason) => reason.clone(),
            Self::Network(message) => message.clone(),
            Self::Memory(technology) => {
                Message::new("Reason.MemoryFor").with_key("technology", technology.locale_key())
            }
            Self::Gpu(error) => error.message(),
        }
    }
}

/// In English, as people read it everywhere.
impl std::fmt::Display for TechnologyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for TechnologyError {}

impl From<GpuError> for TechnologyError {
    fn from(error: GpuError) -> Self {
        Self::Gpu(error)
    }
}
