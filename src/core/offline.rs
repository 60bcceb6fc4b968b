// SPDX-License-Identifier: GPL-2.0-or-later
//! Pictures in memory through the GPU and back: for the command line, for scripts, for tests.

mod between;
mod motion;
mod pixels;
#[cfg(test)]
mod tests;
mod transfer;

use std::sync::Arc;
use std::time::Duration;

pub use between::ImageInterpolator;
pub use motion::{ImageMotion, MotionField};
pub(crate) use pixels::premultiply;
pub use pixels::{PixelAlpha, Pixels, Samples};

use crate::frame::{AlphaMode, ColorSpace, FrameDesc, PixelFormat, Size};
use crate::gpu::{Gpu, GpuError, Part};
use crate::pass::Work;
use crate::pipeline::{Pipeline, Plan};
use crate::registry;
use crate::settings::{Settings, TechnologyChoice, TechnologyId};
use crate::technology::TechnologyError;
use crate::text::Message;
use transfer::Transfer;

/// How long a picture may take on the GPU. Software needs a minute for the largest ones.
const WAIT_LIMIT: Duration = Duration::from_secs(600);

/// Why a picture could not be upscaled.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum OfflineError {
    /// The picture has no pixels, or none would come out.
    Empty {
        /// The picture's size.
        input: Size,
        /// The size asked for.
        output: Size,
    },
    /// The picture's samples are not four for each pixel of its size.
    Samples {
        /// The picture's size.
        size: Size,
        /// How many samples there are.
        samples: usize,
    },
    /// Input or output is larger than the GPU's largest texture.
    TooLarge {
        /// The size that is too large.
        size: Size,
        /// The largest width and height in pixels.
        limit: u32,
    },
    /// The GPU failed.
    Gpu(GpuError),
    /// No technology can do it on this GPU.
    Technology(TechnologyError),
}

impl OfflineError {
    /// The same as a text for users, with its key in the locale files.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Empty { input, output } => Message::new("Reason.EmptyPicture")
                .with("input", input.to_string())
                .with("output", output.to_string()),
            Self::Samples { size, samples } => Message::new("Reason.PictureLength")
                .with("size", size.to_string())
                .with("samples", samples.to_string()),
            Self::TooLarge { size, limit } => Message::new("Reason.TooLarge")
                .with("size", size.to_string())
                .with("limit", limit.to_string()),
            Self::Gpu(error) => error.message(),
            Self::Technology(error) => error.message(),
        }
    }
}

/// In English, as people read it everywhere.
impl std::fmt::Display for OfflineError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for OfflineError {}

impl From<GpuError> for OfflineError {
    fn from(error: GpuError) -> Self {
        Self::Gpu(error)
    }
}

impl From<TechnologyError> for OfflineError {
    fn from(error: TechnologyError) -> Self {
        Self::Technology(error)
    }
}

/// A picture that was upscaled, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Upscaled {
    /// The picture; kind of samples and alpha are the input's.
    pub pixels: Pixels,
    /// What upscaled it.
    pub technology: TechnologyId,
    /// Why it is not what was asked for.
    pub note: Option<Message>,
    /// How long the GPU worked on it, transfers excluded, where the GPU tells.
    pub gpu_time: Option<Duration>,
}

/// Upscales pictures one after the other; those alike share all that was made for the first.
pub struct ImageUpscaler {
    gpu: Arc<Gpu>,
    current: Option<Session>,
}

/// What pictures of one plan share.
struct Session {
    pipeline: Pipeline,
    transfer: Transfer,
}

impl ImageUpscaler {
    /// An upscaler on `gpu`.
    #[must_use]
    pub fn new(gpu: Arc<Gpu>) -> Self {
        Self { gpu, current: None }
    }

    /// The GPU that it works on.
    #[must_use]
    pub fn gpu(&self) -> &Gpu {
        &self.gpu
    }

    /// Forgets the pictures so far, for technologies that look at more than one: the next is the first of a sequence.
    pub fn reset(&mut self) {
        if let Some(session) = &mut self.current {
            session.pipeline.reset();
        }
    }

    /// How many of the pictures before a picture can be seen in its result, with the technology that is asked for.
    #[must_use]
    pub fn pictures_before(settings: &Settings) -> usize {
        match settings.technology {
            TechnologyChoice::Only(id) => registry::technology(id).info().frames_before,
            // What is chosen then looks at every picture by itself.
            TechnologyChoice::Auto => 0,
        }
    }

    /// Upscales `image` to `output` pixels and waits for the result. To technologies that look at more than one picture it
    /// comes after the one before, if the two are alike in size, in the kind of samples and in what their alpha means.
    ///
    /// Samples are display-encoded values, 0 to 1 in integers' full range. 8-bit pictures without alpha, or with
    /// premultiplied alpha, are worked on in 8 bits, all others in 32-bit floats: 16 bits come through whole, and
    /// straight alpha is multiplied into the colours before and divided out of them afterwards without loss.
    /// With nothing to do (same size, no sharpness, no comparison) the picture is returned as it is.
    ///
    /// # Errors
    /// See [`OfflineError`].
    pub fn upscale(
        &mut self,
        settings: &Settings,
        image: &Pixels,
        output: Size,
    ) -> Result<Upscaled, OfflineError> {
        check_sizes(&self.gpu, image, output)?;
        // That a picture happens to be opaque must not make it the first of a sequence.
        let input = frame_desc(image, Self::pictures_before(settings) == 0);
        // Pictures in between have a way of their own.
        let settings = &Settings {
            frame_generation: false,
            ..settings.clone()
        };
        let plan = self.prepare(settings, input, output)?;
        let (samples, gpu_time) = if plan.is_identity() {
            (image.samples.clone(), None)
        } else {
            let mut session = self.session(&plan)?;
            session.pipeline.set_live(settings);
            // A session that fails half-way is not used again.
            let done = run(&mut session, &self.gpu, image)?;
            // What failed at it has left the picture to a stand-in, which the next plan names.
            if self.gpu.has_failed(Part::Technology(plan.technology()))
                && Plan::resolve(&self.gpu, settings, input, output) != plan
            {
                return self.upscale(settings, image, output);
            }
            self.current = Some(session);
            done
        };
        Ok(Upscaled {
            pixels: Pixels {
                size: output,
                samples,
                alpha: image.alpha,
            },
            technology: plan.technology(),
            note: plan.note().cloned(),
            gpu_time,
        })
    }

    /// Goes down the ladder until a plan's shaders compile.
    fn prepare(&self, settings: &Settings, input: FrameDesc, output: Size) -> Result<Plan, OfflineError> {
        let mut plan = Plan::resolve(&self.gpu, settings, input, output);
        loop {
            let Err(error) = Pipeline::prepare(&self.gpu, &plan) else {
                return Ok(plan);
            };
            let next = Plan::resolve(&self.gpu, settings, input, output);
            if next == plan {
                return Err(error.into());
            }
            plan = next;
        }
    }

    /// The session of the picture before, if it serves this one too, or a new one.
    fn session(&mut self, plan: &Plan) -> Result<Session, OfflineError> {
        // The old one goes first: two need not fit into the GPU's memory.
        match self
            .current
            .take()
            .filter(|session| session.pipeline.plan() == plan)
        {
            Some(session) => Ok(session),
            None => Ok(Session {
                pipeline: Pipeline::create(&self.gpu, plan)?,
                transfer: Transfer::new(&self.gpu, plan)?,
            }),
        }
    }
}

/// Upscales one picture; [`ImageUpscaler`] is for several.
///
/// # Errors
/// See [`OfflineError`].
pub fn upscale_image(
    gpu: &Arc<Gpu>,
    settings: &Settings,
    image: &Pixels,
    output: Size,
) -> Result<Upscaled, OfflineError> {
    ImageUpscaler::new(Arc::clone(gpu)).upscale(settings, image, output)
}

/// Whether a picture that is to become `output` can be worked on.
fn check_sizes(gpu: &Gpu, image: &Pixels, output: Size) -> Result<(), OfflineError> {
    if image.size.is_empty() || output.is_empty() {
        return Err(OfflineError::Empty {
            input: image.size,
            output,
        });
    }
    let limit = gpu.max_texture_size();
    let too_large = |size: &Size| size.longest_side() > limit;
    if let Some(size) = [image.size, output].into_iter().find(too_large) {
        return Err(OfflineError::TooLarge { size, limit });
    }
    // Of a size within that limit, four times the area is a number.
    if image.samples.len() as u64 != image.size.area() * 4 {
        return Err(OfflineError::Samples {
            size: image.size,
            samples: image.samples.len(),
        });
    }
    Ok(())
}

fn run(session: &mut Session, gpu: &Gpu, image: &Pixels) -> Result<(Samples, Option<Duration>), GpuError> {
    let Session { pipeline, transfer } = session;
    transfer.upload(gpu, image)?;
    let submission = gpu.check(|| {
        let mut work = Work::new(gpu);
        pipeline.record(gpu, &mut work, transfer.input(), transfer.output());
        gpu.submit(work.finish())
    })?;
    pipeline.after_submit(gpu);
    gpu.wait_at_most(submission, WAIT_LIMIT)?;
    // The timestamps have arrived with the end of the wait.
    pipeline.after_submit(gpu);
    let samples = transfer.download(gpu, image)?;
    Ok((samples, pipeline.gpu_time()))
}

/// In which form a picture is worked on. `alone`: whatever the pictures around it are like.
fn frame_desc(image: &Pixels, alone: bool) -> FrameDesc {
    let alpha = match image.alpha {
        PixelAlpha::None => AlphaMode::Opaque,
        PixelAlpha::Straight if alone && image.samples.is_opaque() => AlphaMode::Opaque,
        PixelAlpha::Straight | PixelAlpha::Premultiplied => AlphaMode::Premultiplied,
        PixelAlpha::PremultipliedLinear => AlphaMode::PremultipliedLinear,
    };
    let exact_in_8_bits = alpha == AlphaMode::Opaque || image.alpha != PixelAlpha::Straight;
    let format = match image.samples {
        Samples::U8(_) if exact_in_8_bits => PixelFormat::Rgba8,
        _ => PixelFormat::Rgba32Float,
    };
    FrameDesc {
        size: image.size,
        format,
        alpha,
        color_space: ColorSpace::Srgb,
    }
}
