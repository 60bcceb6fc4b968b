// SPDX-License-Identifier: GPL-2.0-or-later
//! Makes the picture between two, from them and their motion.

use bytemuck::{Pod, Zeroable};

use crate::frame::{FrameDesc, PixelFormat, Size};
use crate::gpu::{Gpu, Part};
use crate::guides::{Detail, MotionEstimator};
use crate::pass::{Pass, Recorder, Variant, intermediate};
use crate::pipeline::remember;
use crate::shaders;
use crate::technologies::{are_ready, compile, linear};
use crate::technology::TechnologyError;
use crate::texture;

/// How far something stands still.
const SHARE_FORMAT: PixelFormat = PixelFormat::Rgba8;
/// Two vectors.
const VECTORS_FORMAT: PixelFormat = PixelFormat::Rgba32Float;

const ONE: Size = Size::new(1, 1);

/// Makes pictures between the last two of a sequence.
#[derive(Debug)]
pub struct Interpolator {
    estimator: MotionEstimator,
    still: Pass<()>,
    prevalent: Pass<()>,
    project: Pass<Moment>,
    blend: Pass<Moment>,
    textures: Textures,
    size: Size,
}

#[derive(Debug)]
struct Textures {
    still: wgpu::TextureView,
    /// The motion that most of the picture has in common, and whether it changes where it stands.
    prevalent: wgpu::TextureView,
    projected: wgpu::TextureView,
}

/// The uniform block of `shaders/generation/project.wgsl` and `blend.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Debug, Default, Pod, Zeroable)]
struct Moment {
    share: f32,
}

impl Interpolator {
    /// Whether [`Interpolator::create`] would return without compiling anything.
    #[must_use]
    pub fn is_prepared(gpu: &Gpu, frame: &FrameDesc) -> bool {
        MotionEstimator::is_prepared(gpu, frame, Detail::Blocks)
            && are_ready(gpu, &Variants::new(frame).all())
    }

    /// Compiles what such frames need. A driver that refuses is not asked again ([`Part::Generation`]).
    ///
    /// # Errors
    /// When the driver refuses a pipeline or the device is lost.
    pub fn prepare(gpu: &Gpu, frame: &FrameDesc) -> Result<(), TechnologyError> {
        remember(gpu, Part::Generation, || {
            let compiled = compile(gpu, &Variants::new(frame).all());
            MotionEstimator::prepare(gpu, frame, Detail::Blocks).and(compiled)
        })
    }

    /// An interpolator for frames like `frame`, in the display encoding ([`FrameDesc::encoded`]).
    ///
    /// # Errors
    /// As [`Interpolator::prepare`], and when the GPU has not the memory.
    pub fn create(gpu: &Gpu, frame: &FrameDesc) -> Result<Self, TechnologyError> {
        remember(gpu, Part::Generation, || {
            let Variants {
                still,
                prevalent,
                project,
                blend,
            } = Variants::new(frame);
            let estimator = MotionEstimator::create(gpu, frame, Detail::Blocks)?;
            let grid = estimator.blocks().texture();
            let grid = Size::new(grid.width(), grid.height());
            let textures = gpu.check(|| Textures {
                still: intermediate(gpu, "generation still", frame.size, SHARE_FORMAT),
                prevalent: intermediate(gpu, "generation prevalent", ONE, VECTORS_FORMAT),
                projected: intermediate(gpu, "generation vectors", grid, VECTORS_FORMAT),
            })?;
            Ok(Self {
                estimator,
                still: Pass::new(gpu, &still, ())?,
                prevalent: Pass::new(gpu, &prevalent, ())?,
                project: Pass::new(gpu, &project, Moment::default())?,
                blend: Pass::new(gpu, &blend, Moment::default())?,
                textures,
                size: frame.size,
            })
        })
    }

    /// Forgets the pictures so far: the next one counts as the first.
    pub fn reset(&mut self) {
        self.estimator.reset();
    }

    /// Records the estimation of the motion from the picture before to `picture`. Several may be recorded for one submission,
    /// in their order.
    pub fn next(&mut self, recorder: &mut Recorder<'_>, picture: &wgpu::TextureView) {
        self.estimator.record(recorder, picture);
        let [before, now] = self.estimator.planes();
        let inputs = [now, before, self.estimator.blocks()];
        self.still
            .record(recorder, &inputs, &self.textures.still, self.size);
        let inputs = [now, before, self.estimator.blocks()];
        self.prevalent
            .record(recorder, &inputs, &self.textures.prevalent, ONE);
    }

    /// Records the picture that lies between the last two of [`Interpolator::next`]: `share` is 0 at the first of them
    /// and 1 at the second, and has to be the same within a submission. Where there was a cut between them it is the
    /// nearer one.
    pub fn between(
        &mut self,
        recorder: &mut Recorder<'_>,
        [before, now]: [&wgpu::TextureView; 2],
        share: f32,
        output: &wgpu::TextureView,
    ) {
        let Self {
            estimator, textures, ..
        } = self;
        let [plane_before, plane] = estimator.planes();
        let (blocks, backward, verdict) = (estimator.blocks(), estimator.backward(), estimator.verdict());
        let grid = textures.projected.texture();
        let grid = Size::new(grid.width(), grid.height());
        self.project.set_uniform(Moment { share });
        let inputs = [plane, plane_before, blocks, backward, &textures.prevalent];
        self.project.record(recorder, &inputs, &textures.projected, grid);
        self.blend.set_uniform(Moment { share });
        let inputs = [
            now,
            before,
            plane,
            plane_before,
            blocks,
            backward,
            &textures.projected,
            &textures.still,
            verdict,
        ];
        self.blend.record(recorder, &inputs, output, self.size);
    }

    /// To be called after the work was submitted. Never waits.
    pub fn after_submit(&mut self) {
        self.estimator.after_submit();
    }

    /// Bytes of all textures.
    #[must_use]
    pub fn memory(&self) -> u64 {
        let Textures {
            still,
            prevalent,
            projected,
        } = &self.textures;
        let own = [still, prevalent, projected].map(|view| texture::bytes(view.texture()));
        self.estimator.memory() + own.iter().sum::<u64>()
    }
}

/// The shaders for one kind of frames.
struct Variants {
    still: Variant,
    prevalent: Variant,
    project: Variant,
    blend: Variant,
}

impl Variants {
    fn new(frame: &FrameDesc) -> Self {
        let FrameDesc { format, alpha, .. } = *frame;
        Self {
            still: Variant::new(&shaders::GENERATION_STILL, SHARE_FORMAT, &[]),
            prevalent: Variant::new(&shaders::GENERATION_PREVALENT, VECTORS_FORMAT, &[]),
            project: Variant::new(&shaders::GENERATION_PROJECT, VECTORS_FORMAT, &[]),
            blend: Variant::new(&shaders::GENERATION_BLEND, format, &linear(alpha, alpha)),
        }
    }

    fn all(self) -> [Variant; 4] {
        let Self {
            still,
            prevalent,
            project,
            blend,
        } = self;
        [still, prevalent, project, blend]
    }
}

/// Asserts that the uniform block is laid out as the shaders have it.
#[cfg(test)]
pub(super) fn assert_layouts() {
    shaders::assert_uniform_layout!(shaders::GENERATION_PROJECT, Moment { share });
    shaders::assert_uniform_layout!(shaders::GENERATION_BLEND, Moment { share });
}
