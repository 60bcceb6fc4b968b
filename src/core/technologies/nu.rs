// SPDX-License-Identifier: GPL-2.0-or-later
//! Nu: a small neural network that was trained on frames which games drew at two sizes. It doubles the size; any other
//! ratio is made of that by a classic kernel.
//!
//! The network sees luma alone and adds to that of a plain kernel: what it is unsure of stays as the kernel has it, and
//! colours are the kernel's.

mod layer;
pub mod model;
pub(crate) mod pace;
mod winograd;

use std::sync::LazyLock;

use super::fallback::Fallback;
use super::{are_ready, channels, compile, linear, opaque, unbounded};
use crate::frame::{FrameDesc, PixelFormat, Size};
use crate::gpu::Gpu;
use crate::pass::{Pass, Recorder, Variant, intermediate};
use crate::precision::Precision;
use crate::settings::{Algorithm, Light, TechnologyId};
use crate::shaders::{self, Shader};
use crate::technology::{Job, StandsIn, Technology, TechnologyError, TechnologyInfo, Upscaler};
use crate::text::Message;
use layer::Kind;
use model::{Layer, ModelId};

/// The neural network; it runs on every GPU.
#[derive(Debug)]
pub struct Nu;

static INFO: TechnologyInfo = TechnologyInfo {
    id: TechnologyId::Nu,
    ratios: 1.0..=4.0,
    sharpens: false,
    margin: 0,
    frames_before: 0,
    // For the cost of it, not in place of another that was chosen.
    stands_in: StandsIn::ForAutomatic,
};

/// What the network multiplies each side by.
const RATIO: u32 = 2;

impl Technology for Nu {
    fn info(&self) -> &'static TechnologyInfo {
        &INFO
    }

    fn availability(&self, _gpu: &Gpu) -> Result<(), Message> {
        // Weights that are not whole take no other network with them: `accepts` looks at the job's own.
        let [first, others @ ..] = ModelId::ALL.map(|id| id.model().map(drop));
        others.into_iter().fold(first, Result::or)
    }

    /// The weights have to be whole. Between its passes it has textures of twice the frame's sides, and of its channels
    /// above each other.
    fn accepts(&self, gpu: &Gpu, job: &Job) -> Result<(), Message> {
        let Size { width, height } = job.input.size;
        let layers = &job.network.model()?.layers;
        let stack = layers[..layers.len() - 1]
            .iter()
            .map(|layer| texels(layer.outputs))
            .max();
        let limit = gpu.max_texture_size();
        let largest = Size::new(limit / RATIO, limit / stack.unwrap_or(1).max(RATIO));
        if width <= largest.width && height <= largest.height {
            return Ok(());
        }
        Err(Message::new("Reason.SourceTooLargeFor")
            .with_key("technology", INFO.id.locale_key())
            .with("limit", largest.to_string()))
    }

    fn volunteers(&self, gpu: &Gpu, job: &Job) -> bool {
        pace::fits(gpu, job)
    }

    fn is_prepared(&self, gpu: &Gpu, job: &Job) -> bool {
        let precision = Precision::chosen_if_known(gpu, job.precision, job.input.format);
        let doubling = precision.is_some_and(|precision| {
            variants(job, precision).is_ok_and(|variants| are_ready(gpu, &variants))
        });
        doubling && second(job).is_none_or(|job| Fallback.is_prepared(gpu, &job))
    }

    fn prepare(&self, gpu: &Gpu, job: &Job) -> Result<(), TechnologyError> {
        INFO.check(job)?;
        let precision = Precision::chosen(gpu, job.precision, job.input.format)?;
        compile(gpu, &variants(job, precision)?)?;
        second(job).map_or(Ok(()), |job| Fallback.prepare(gpu, &job))
    }

    fn create(&self, gpu: &Gpu, job: &Job) -> Result<Box<dyn Upscaler>, TechnologyError> {
        INFO.check(job)?;
        let precision = Precision::chosen(gpu, job.precision, job.input.format)?;
        let doubling = Doubling::new(gpu, job, precision)?;
        let Some(second) = second(job) else {
            return Ok(Box::new(doubling));
        };
        let (size, format) = (second.input.size, super::between(second.input.format));
        Ok(Box::new(Scaling {
            doubling,
            between: gpu.check(|| intermediate(gpu, "nu between", size, format))?,
            kernel: Fallback.create(gpu, &second)?,
        }))
    }

    /// | of a source pixel | |
    /// |---|---|
    /// | luma | 5 |
    /// | the sums of the network's layers (`layer::operations`); two more for each number between them | |
    /// | the plain kernel, of a channel: pairs of three rows, of which neighbours need two too: 2 x 5; 4 x 5 for the result | 30 |
    /// | the gain, to each of three colours of four pixels | 12 |
    /// | bounds of 3x3 pixels, of a channel: of three rows, of which neighbours need two too, 4; of those 4; two for each of four pixels | 16 |
    ///
    /// and the kernel behind it, where the ratio is another.
    fn operations(&self, job: &Job) -> f64 {
        let Ok(model) = job.network.model() else {
            return 0.0;
        };
        let layers: f64 = model
            .layers
            .iter()
            .map(|layer| layer::operations(layer) + 2.0 * layer.outputs as f64)
            .sum();
        let source = 5.0 + layers + 46.0 * channels(job.input.alpha) + 12.0;
        let kernel = second(job).map_or(0.0, |job| Fallback.operations(&job));
        source * job.input.size.area() as f64 / job.output.area() as f64 + kernel
    }
}

/// What the network makes of frames of this size.
fn doubled(size: Size) -> Size {
    let side = |side: u32| side.saturating_mul(RATIO);
    Size::new(side(size.width), side(size.height))
}

/// What is left to do behind the network: nothing where the size is doubled. The format is the result's; what the
/// network hands on is kept in [`super::between`].
fn second(job: &Job) -> Option<Job> {
    let size = doubled(job.input.size);
    let input = FrameDesc {
        size,
        alpha: job.input.alpha.working(),
        ..job.input
    };
    (size != job.output).then_some(Job {
        input,
        algorithm: KERNEL,
        light: Light::Encoded,
        antiringing: 0.0,
        ..job.clone()
    })
}

/// The kernel behind the network.
pub(crate) const KERNEL: Algorithm = Algorithm::Bicubic;

/// The shaders of a network's layers.
fn shaders(id: ModelId) -> Result<&'static [Shader], Message> {
    static SHADERS: LazyLock<[Vec<Shader>; 3]> = LazyLock::new(|| {
        ModelId::ALL.map(|id| {
            id.model()
                .map(|model| written(id, &model.layers))
                .unwrap_or_default()
        })
    });
    id.model().map(|_| SHADERS[id as usize].as_slice())
}

fn written(id: ModelId, layers: &[Layer]) -> Vec<Shader> {
    let names = match id {
        ModelId::Small => [
            "nu_s_1", "nu_s_2", "nu_s_3", "nu_s_4", "nu_s_5", "nu_s_6", "nu_s_7", "nu_s_8",
        ],
        ModelId::Medium => [
            "nu_m_1", "nu_m_2", "nu_m_3", "nu_m_4", "nu_m_5", "nu_m_6", "nu_m_7", "nu_m_8",
        ],
        ModelId::Large => [
            "nu_l_1", "nu_l_2", "nu_l_3", "nu_l_4", "nu_l_5", "nu_l_6", "nu_l_7", "nu_l_8",
        ],
    };
    let count = layers.len();
    let shader = |(index, (layer, name)): (usize, (&Layer, &'static str))| {
        let (frame, kind) = match index {
            0 => (&shaders::NU_FIRST, Kind::First),
            index if index + 1 == count => (&shaders::NU_DOUBLE, Kind::Last),
            _ => (&shaders::NU_LAYER, Kind::Middle),
        };
        frame.completed(name, layer::MARKER, &layer::sums(layer, kind))
    };
    layers.iter().zip(names).enumerate().map(shader).collect()
}

/// The passes of a job, up to twice the size.
fn variants(job: &Job, precision: Precision) -> Result<Vec<Variant>, TechnologyError> {
    let broken = |message: Message| TechnologyError::Network(message);
    let shaders = shaders(job.network).map_err(broken)?;
    let layers = &job.network.model().map_err(broken)?.layers;
    let FrameDesc { format, alpha, .. } = job.input;
    let (result_format, result_alpha) = match second(job) {
        Some(second) => (super::between(format), second.input.alpha),
        None => (format, job.result_alpha),
    };
    let [source, stored] = linear(alpha, result_alpha);
    let last = shaders.len() - 1;
    let variant = |(index, (shader, layer)): (usize, (&'static Shader, &Layer))| {
        let (format, constants) = match index {
            0 => (channel_format(precision), vec![unbounded(format), source, stored]),
            index if index == last => (
                result_format,
                vec![opaque(alpha), unbounded(format), source, stored],
            ),
            _ => (channel_format(precision), vec![("TEXELS", texels(layer.inputs))]),
        };
        let variant = Variant::new(shader, format, &constants);
        if shader.has_half {
            variant.in_precision(precision)
        } else {
            variant
        }
    };
    Ok(shaders.iter().zip(layers).enumerate().map(variant).collect())
}

/// The format of what layers hand on.
fn channel_format(precision: Precision) -> PixelFormat {
    match precision {
        Precision::Single => PixelFormat::Rgba32Float,
        Precision::Half => PixelFormat::Rgba16Float,
    }
}

/// Texels that hold so many channels of a pixel.
fn texels(channels: usize) -> u32 {
    channels.div_ceil(4) as u32
}

/// The network, at twice the size.
struct Doubling {
    passes: Vec<Pass<()>>,
    /// What each pass but the last makes.
    between: Vec<wgpu::TextureView>,
    /// What the shaders' tiles are counted in.
    size: Size,
}

impl Doubling {
    fn new(gpu: &Gpu, job: &Job, precision: Precision) -> Result<Self, TechnologyError> {
        let size = job.input.size;
        let variants = variants(job, precision)?;
        let passes: Result<_, _> = variants
            .iter()
            .map(|variant| Pass::new(gpu, variant, ()))
            .collect();
        let layers = &job.network.model().map_err(TechnologyError::Network)?.layers;
        let between = gpu.check(|| {
            let texture = |layer: &Layer| {
                let size = Size::new(size.width, size.height * texels(layer.outputs));
                intermediate(gpu, "nu channels", size, channel_format(precision))
            };
            layers[..layers.len() - 1].iter().map(texture).collect()
        })?;
        Ok(Self {
            passes: passes?,
            between,
            size,
        })
    }
}

impl Upscaler for Doubling {
    fn record(&mut self, recorder: &mut Recorder<'_>, input: &wgpu::TextureView, output: &wgpu::TextureView) {
        let last = self.passes.len() - 1;
        for (index, pass) in self.passes.iter_mut().enumerate() {
            let result = self.between.get(index).unwrap_or(output);
            match index {
                0 => pass.record(recorder, &[input], result, self.size),
                index if index == last => {
                    pass.record(recorder, &[input, &self.between[index - 1]], result, self.size);
                }
                index => pass.record(recorder, &[&self.between[index - 1]], result, self.size),
            }
        }
    }
}

/// The network, and a kernel behind it.
struct Scaling {
    doubling: Doubling,
    between: wgpu::TextureView,
    kernel: Box<dyn Upscaler>,
}

impl Upscaler for Scaling {
    fn record(&mut self, recorder: &mut Recorder<'_>, input: &wgpu::TextureView, output: &wgpu::TextureView) {
        self.doubling.record(recorder, input, &self.between);
        self.kernel.record(recorder, &self.between, output);
    }
}

#[cfg(test)]
mod tests;
