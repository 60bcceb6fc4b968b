// SPDX-License-Identifier: GPL-2.0-or-later
//! What is to be done with the frames of one source, worked out from the settings: a value, no GPU object.

use std::hash::{Hash, Hasher};

use crate::frame::{FrameDesc, Size};
use crate::gpu::{Gpu, Part};
use crate::ladder;
use crate::passes::{Rcas, Sharpening};
use crate::precision::Precision;
use crate::settings::{Algorithm, Compare, Light, Settings, TechnologyId};
use crate::technologies::nu::model::ModelId;
use crate::technology::{Job, Technology};
use crate::text::Message;

/// The steps of a pipeline and all that decides which shaders and which memory they need.
///
/// Two plans are equal when a pipeline made for one can run the other; what differs then goes through
/// [`Pipeline::set_live`](super::Pipeline::set_live). The note takes no part in it.
#[derive(Clone)]
pub struct Plan {
    pub(super) steps: Steps,
    pub(super) technology: &'static dyn Technology,
    settings: Settings,
    note: Option<Message>,
    /// Whether the upscaling is taken over from another pipeline. That makes no plan another one.
    takes_over: bool,
}

/// What makes plans differ.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Steps {
    technology: TechnologyId,
    pub(super) input: FrameDesc,
    pub(super) output: Size,
    /// Of the kernels; `None` where another technology upscales, which ignores them.
    kernel: Option<(Algorithm, Light)>,
    /// Of the technology `nu`; `None` where another upscales.
    network: Option<ModelId>,
    pub(super) sharpen: bool,
    limits_noise: bool,
    pub(super) compare: Compare,
    pub(super) overlay: bool,
    pub(super) generation: bool,
    pub(super) motion_view: bool,
    /// `None` is the faster one.
    precision: Option<Precision>,
}

impl Plan {
    /// Works out what to do with frames of `input` so that they become `output` pixels large.
    ///
    /// What this GPU is known to fail at is left out, and [`Plan::note`] says so. Both sizes must not be empty.
    #[must_use]
    pub fn resolve(gpu: &Gpu, settings: &Settings, input: FrameDesc, output: Size) -> Self {
        let encoded = input.encoded();
        let job = Job {
            input: encoded,
            output,
            result_alpha: encoded.alpha,
            algorithm: settings.kernel_between(input.size, output),
            light: light(settings, input),
            antiringing: settings.antiringing,
            sharpness: settings.sharpness,
            network: ModelId::of(settings.quality),
            precision: settings.precision,
        };
        let resolved = ladder::resolve(gpu, settings.technology, &job);
        let mut note = resolved.note;
        let mut works = |wanted: bool, part: Part| {
            let failure = if wanted { gpu.failure(part) } else { None };
            let works = wanted && failure.is_none();
            note = note.take().or(failure);
            works
        };
        let sharpens = settings.sharpness > 0.0;
        // Where the technology does it by itself, that it works is the ladder's business.
        let by_itself = resolved.technology.info().sharpens;
        let sharpen = sharpens && (by_itself || works(true, Part::Sharpening));
        let compare = works(settings.compare != Compare::Off, Part::Comparison);
        let overlay = works(settings.overlay, Part::Overlay);
        let wanted = settings.frame_generation;
        let generation = works(wanted, Part::Motion) && works(wanted, Part::Generation);
        let motion_view = works(settings.motion_view, Part::Motion);
        let technology = resolved.technology.info().id;
        let steps = Steps {
            technology,
            input,
            output,
            kernel: (technology == TechnologyId::Fallback).then_some((job.algorithm, job.light)),
            network: (technology == TechnologyId::Nu).then_some(job.network),
            sharpen,
            limits_noise: sharpen && !by_itself && settings.noise_limit,
            compare: if compare { settings.compare } else { Compare::Off },
            overlay,
            generation,
            motion_view,
            precision: settings.precision,
        };
        Self {
            steps,
            technology: resolved.technology,
            settings: settings.clone(),
            note,
            takes_over: false,
        }
    }

    /// The same for a pipeline that was made for `before` and is to [change](super::Pipeline::change): what is slow to
    /// prepare goes over from one to the other, where both upscale alike, and is not prepared anew.
    #[must_use]
    pub fn following(&self, before: &Self) -> Self {
        let way = |plan: &Self| {
            let Job {
                input,
                output,
                result_alpha,
                ..
            } = plan.job();
            (plan.technology(), input, output, result_alpha)
        };
        Self {
            takes_over: self.is_slow_to_prepare() && before.upscales() && way(self) == way(before),
            ..self.clone()
        }
    }

    /// The same for a pipeline that is made from the ground up.
    #[must_use]
    pub(super) fn alone(&self) -> Self {
        Self {
            takes_over: false,
            ..self.clone()
        }
    }

    /// The technology that upscales. (At scale 1 there is nothing to upscale, whatever the technology; some sharpen.)
    #[must_use]
    pub fn technology(&self) -> TechnologyId {
        self.steps.technology
    }

    /// Whether its preparation is for these sizes only, and too dear for sizes that do not last.
    #[must_use]
    pub fn is_slow_to_prepare(&self) -> bool {
        self.prepares_upscaling() && self.technology.is_slow_to_prepare()
    }

    /// Why it is not the technology that was asked for, or which step is left out.
    #[must_use]
    pub fn note(&self) -> Option<&Message> {
        self.note.as_ref()
    }

    /// The frames that come in.
    #[must_use]
    pub fn input(&self) -> FrameDesc {
        self.steps.input
    }

    /// The size of the frames that go out; format, alpha and colour space are the input's.
    #[must_use]
    pub fn output(&self) -> Size {
        self.steps.output
    }

    /// The frames that go out.
    #[must_use]
    pub fn result(&self) -> FrameDesc {
        FrameDesc {
            size: self.steps.output,
            ..self.steps.input
        }
    }

    /// Floating-point operations per output pixel that upscaling and sharpening ask for, counted as in
    /// [`Technology::operations`].
    #[must_use]
    pub fn operations(&self) -> f64 {
        let upscaling = match self.upscales() {
            true => self.technology.operations(&self.job()),
            false => 0.0,
        };
        let sharpening = if self.sharpens_apart() {
            Rcas::OPERATIONS
        } else {
            0.0
        };
        upscaling + sharpening
    }

    /// Whether frames are made between those that come in.
    #[must_use]
    pub fn generates(&self) -> bool {
        self.steps.generation
    }

    /// Whether each frame goes out as it is, bit for bit but for an overlay.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        !self.upscales()
            && !self.steps.sharpen
            && self.steps.compare == Compare::Off
            && !self.steps.motion_view
    }

    /// Whether figures are drawn into the frames that go out.
    #[must_use]
    pub fn has_overlay(&self) -> bool {
        self.steps.overlay
    }

    /// Whether the frames are linear light, to be encoded before the first step and decoded behind the last one.
    pub(super) fn converts(&self) -> bool {
        self.steps.input.color_space.is_linear() && (self.generates() || !self.is_identity())
    }

    /// The frames that the first step gets.
    pub(super) fn source(&self) -> FrameDesc {
        self.steps.input.encoded()
    }

    /// The frames that the last step makes.
    pub(super) fn encoded_result(&self) -> FrameDesc {
        FrameDesc {
            size: self.steps.output,
            ..self.source()
        }
    }

    /// Whether the technology has something to do: to upscale, or to sharpen if that is its own business.
    pub(super) fn upscales(&self) -> bool {
        self.steps.input.size != self.steps.output || (self.steps.sharpen && self.technology.info().sharpens)
    }

    /// Whether a pipeline for it needs an upscaler of its own.
    pub(super) fn prepares_upscaling(&self) -> bool {
        self.upscales() && !self.takes_over
    }

    /// Whether there is a step behind the technology that sharpens.
    pub(super) fn sharpens_apart(&self) -> bool {
        self.steps.sharpen && !self.technology.info().sharpens
    }

    /// What the sharpening step does.
    pub(super) fn sharpening(&self) -> Sharpening {
        let alpha = if self.upscales() {
            self.job().result_alpha
        } else {
            self.source().alpha
        };
        Sharpening {
            frame: FrameDesc {
                alpha,
                ..self.encoded_result()
            },
            result_alpha: self.source().alpha,
            limits_noise: self.steps.limits_noise,
            precision: self.steps.precision,
        }
    }

    /// The settings that the plan was made from.
    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The upscaling step.
    pub(super) fn job(&self) -> Job {
        Job {
            input: self.source(),
            output: self.steps.output,
            // What is slow to prepare makes the same whether it is sharpened behind it or not, so that it can stay.
            result_alpha: if self.sharpens_apart() && !self.technology.is_slow_to_prepare() {
                self.source().alpha.working()
            } else {
                self.source().alpha
            },
            algorithm: self
                .settings
                .kernel_between(self.steps.input.size, self.steps.output),
            light: light(&self.settings, self.steps.input),
            antiringing: self.settings.antiringing,
            sharpness: self.settings.sharpness,
            network: ModelId::of(self.settings.quality),
            precision: self.steps.precision,
        }
    }
}

/// The light in which kernels sum up: of high range, which is worked on in an encoding of its own, only as it is.
fn light(settings: &Settings, input: FrameDesc) -> Light {
    if input.color_space.is_high_range() {
        Light::Encoded
    } else {
        settings.light
    }
}

impl PartialEq for Plan {
    fn eq(&self, other: &Self) -> bool {
        self.steps == other.steps
    }
}

impl Eq for Plan {}

impl Hash for Plan {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.steps.hash(state);
    }
}

impl std::fmt::Debug for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plan")
            .field("steps", &self.steps)
            .field("note", &self.note)
            .finish_non_exhaustive()
    }
}
