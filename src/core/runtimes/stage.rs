// SPDX-License-Identifier: GPL-2.0-or-later
//! What stands around a vendor's runtime in a job: the textures that it works on, the passes before and behind it, and
//! the technology that makes the picture when it fails.

use bytemuck::{Pod, Zeroable};

use crate::frame::{PixelFormat, Size};
use crate::gpu::{Gpu, Image, Part};
use crate::guides::{Detail, MotionEstimator};
use crate::pass::{Pass, Recorder, Variant};
use crate::settings::{Settings, TechnologyId};
use crate::shaders;
use crate::technologies::fsr::Fsr;
use crate::technologies::{Grid, are_ready, compile, linear, opaque};
use crate::technology::{Job, Technology, TechnologyError, Upscaler};
use crate::text::Message;
use crate::texture;

/// A runtime's feature for one job.
pub(crate) trait Runtime: Send {
    /// Takes over the settings that may change from frame to frame.
    fn set_live(&mut self, settings: &Settings) {
        let _ = settings;
    }

    /// What it is told beside the picture, where it looks at more than one frame.
    fn guides(&mut self) -> Option<&mut Guides> {
        None
    }

    /// What has to run on the GPU before the first frame; once.
    fn take_first(&mut self) -> Option<wgpu::CommandBuffer> {
        None
    }

    /// Records a frame.
    ///
    /// # Errors
    /// What fails, for the user. It is not asked again.
    fn record(&mut self, frame: &Frame) -> Result<wgpu::CommandBuffer, Message>;
}

/// What a runtime upscales.
pub(crate) struct Frame {
    pub(crate) color: Image,
    pub(crate) output: Image,
    /// Whether nothing of the frames before is to be used.
    pub(crate) reset: bool,
}

/// In which form a runtime gets pictures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Form {
    pub(crate) format: PixelFormat,
    /// Linear light instead of the display encoding.
    pub(crate) light: bool,
    /// Whether there are [`Guides`].
    pub(crate) guided: bool,
}

/// The format of the mask, of which the first channel counts: shaders write no format of one channel everywhere.
const MASK: PixelFormat = PixelFormat::Rgba16Float;

impl Form {
    fn input(self, job: &Job) -> Variant {
        let mut constants = linear(job.input.alpha, job.result_alpha)[..1].to_vec();
        constants.push(("LIGHT", u32::from(self.light)));
        Variant::new(&shaders::RUNTIME_INPUT, self.format, &constants)
    }

    fn output(self, job: &Job) -> Variant {
        let mut constants = linear(job.input.alpha, job.result_alpha).to_vec();
        constants.extend([opaque(job.input.alpha), ("LIGHT", u32::from(self.light))]);
        Variant::new(&shaders::RUNTIME_OUTPUT, job.input.format, &constants)
    }

    fn variants(self, job: &Job) -> Vec<Variant> {
        let guides = self.guided.then(|| [mask(), scaling()]);
        [self.input(job), self.output(job)]
            .into_iter()
            .chain(guides.into_iter().flatten())
            .collect()
    }

    /// Whether [`Form::prepare`] has nothing to do.
    pub(crate) fn is_prepared(self, gpu: &Gpu, job: &Job) -> bool {
        are_ready(gpu, &self.variants(job))
            && (!self.guided || MotionEstimator::is_prepared(gpu, &job.input, DETAIL))
            && Fsr.is_prepared(gpu, job)
    }

    /// Compiles the passes around the runtime, and what stands in for it.
    ///
    /// # Errors
    /// As [`Technology::prepare`].
    pub(crate) fn prepare(self, gpu: &Gpu, job: &Job) -> Result<(), TechnologyError> {
        compile(gpu, &self.variants(job))?;
        if self.guided {
            MotionEstimator::prepare(gpu, &job.input, DETAIL)?;
        }
        Fsr.prepare(gpu, job)
    }

    /// A running instance around `runtime`.
    ///
    /// # Errors
    /// As [`Technology::create`].
    pub(crate) fn create<R: Runtime + 'static>(
        self,
        gpu: &Gpu,
        technology: TechnologyId,
        job: &Job,
        runtime: R,
    ) -> Result<Box<dyn Upscaler>, TechnologyError> {
        let (input, output) = (job.input.size, job.output);
        let (color, result) = gpu.check(|| {
            let color = texture(gpu, "runtime color", input, self.format.texture_format());
            let result = texture(gpu, "runtime output", output, self.format.texture_format());
            (color, result)
        })?;
        Ok(Box::new(Stage {
            runtime,
            technology,
            failed: false,
            fresh: true,
            before: Pass::new(gpu, &self.input(job), ())?,
            behind: Pass::new(gpu, &self.output(job), Output::new(job))?,
            color,
            result,
            stand_in: Fsr.create(gpu, job)?,
        }))
    }
}

fn mask() -> Variant {
    Variant::new(&shaders::RUNTIME_MASK, MASK, &[("BLOCK", MotionEstimator::BLOCK)])
}

fn scaling() -> Variant {
    Variant::new(&shaders::RUNTIME_MOTION, PixelFormat::Rgba32Float, &[])
}

/// The uniform block of `shaders/runtime_output.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Debug, Pod, Zeroable)]
struct Output {
    scale: [f32; 2],
    offset: [f32; 2],
}

impl Output {
    fn new(job: &Job) -> Self {
        let Grid { scale, offset } = Grid::new(job.input.size, job.output);
        Self { scale, offset }
    }
}

/// What a runtime that looks at more than one frame is told beside the picture: what a game would know, and here is
/// estimated or left out.
pub(crate) struct Guides {
    estimator: MotionEstimator,
    /// The motion in another size than the picture's, where it is asked for in that.
    scaled: Option<(Pass<()>, wgpu::TextureView)>,
    depth: wgpu::TextureView,
    mask: wgpu::TextureView,
    masking: Pass<()>,
    /// Whether there was no frame yet.
    fresh: bool,
    /// The latest frame of which a verdict was seen.
    judged: u64,
}

/// The handles of [`Guides`].
#[derive(Clone, Copy)]
pub(crate) struct GuideImages {
    /// How far each pixel came since the frame before: where it was, in pixels of this texture, relative to where it is.
    pub(crate) motion: Image,
    /// Everything is equally far.
    pub(crate) depth: Image,
    /// Where the past is not to be trusted: where the motion can't be relied on, and everywhere after a cut.
    pub(crate) mask: Image,
}

/// Motion for each pixel is what runtimes ask for.
const DETAIL: Detail = Detail::Pixels;

impl Guides {
    /// Guides for the job's pictures, with motion of the size `motion` and depth of the size `depth`.
    ///
    /// # Errors
    /// When the driver refuses a pipeline, or the GPU has not the memory.
    pub(crate) fn new(gpu: &Gpu, job: &Job, motion: Size, depth: Size) -> Result<Self, TechnologyError> {
        let input = job.input.size;
        let scaled = (motion != input).then(|| -> Result<_, TechnologyError> {
            let format = wgpu::TextureFormat::Rg32Float;
            let texture = gpu.check(|| texture(gpu, "runtime motion", motion, format))?;
            Ok((Pass::new(gpu, &scaling(), ())?, texture))
        });
        let masking = Pass::new(gpu, &mask(), ())?;
        let (depth, mask) = gpu.check(|| {
            let depth = texture(gpu, "runtime depth", depth, wgpu::TextureFormat::R32Float);
            (depth, texture(gpu, "runtime mask", input, MASK.texture_format()))
        })?;
        Ok(Self {
            estimator: MotionEstimator::create(gpu, &job.input, DETAIL)?,
            scaled: scaled.transpose()?,
            depth,
            mask,
            masking,
            fresh: true,
            judged: 0,
        })
    }

    fn motion(&self) -> &wgpu::TextureView {
        match &self.scaled {
            Some((_, scaled)) => scaled,
            // It was asked for vectors of pixels.
            None => self.estimator.pixels().unwrap_or(self.estimator.blocks()),
        }
    }

    /// # Errors
    /// When the device is lost.
    pub(crate) fn images(&self) -> Result<GuideImages, Message> {
        Ok(GuideImages {
            motion: image(self.motion())?,
            depth: image(&self.depth)?,
            mask: image(&self.mask)?,
        })
    }

    /// Records what there is to tell of the job's next picture. Whether a cut has become known since the one before: that
    /// takes some frames, in which the mask has said it.
    fn record(&mut self, recorder: &mut Recorder<'_>, input: &wgpu::TextureView) -> bool {
        if std::mem::take(&mut self.fresh) {
            clear(recorder, &self.depth, 0.5);
        }
        self.estimator.record(recorder, input);
        self.masking.record(
            recorder,
            &[self.estimator.blocks()],
            &self.mask,
            extent_of(&self.mask),
        );
        if let (Some((scaling, scaled)), Some(vectors)) = (&mut self.scaled, self.estimator.pixels()) {
            scaling.record(recorder, &[vectors], scaled, extent_of(scaled));
        }
        match self.estimator.latest_verdict() {
            Some((frame, verdict)) if frame > self.judged => {
                self.judged = frame;
                verdict.is_cut
            }
            _ => false,
        }
    }

    fn textures(&self) -> impl Iterator<Item = &wgpu::Texture> {
        [self.motion(), &self.depth, &self.mask]
            .into_iter()
            .map(wgpu::TextureView::texture)
    }
}

fn extent_of(view: &wgpu::TextureView) -> Size {
    Size::new(view.texture().width(), view.texture().height())
}

/// The handles of one of our textures.
fn image(view: &wgpu::TextureView) -> Result<Image, Message> {
    Image::of(view).ok_or_else(|| {
        let detail = format!("{:?}", view.texture().format());
        Message::new("Reason.GpuRefused").with("detail", detail)
    })
}

/// A texture that a runtime may use in any way: what it does with it is its own business.
fn texture(gpu: &Gpu, label: &str, size: Size, format: wgpu::TextureFormat) -> wgpu::TextureView {
    let usage = wgpu::TextureUsages::TEXTURE_BINDING
        | wgpu::TextureUsages::STORAGE_BINDING
        | wgpu::TextureUsages::RENDER_ATTACHMENT
        | wgpu::TextureUsages::COPY_SRC
        | wgpu::TextureUsages::COPY_DST;
    texture::create(gpu, label, size, format, usage)
}

/// Fills a texture with a value, as wgpu knows: what it believes empty it would clear before it is read.
fn clear(recorder: &mut Recorder<'_>, view: &wgpu::TextureView, value: f64) {
    let color = wgpu::Color {
        r: value,
        g: value,
        b: value,
        a: value,
    };
    recorder.encoder().begin_render_pass(&wgpu::RenderPassDescriptor {
        label: Some("runtime clear"),
        color_attachments: &[Some(wgpu::RenderPassColorAttachment {
            view,
            depth_slice: None,
            resolve_target: None,
            ops: wgpu::Operations {
                load: wgpu::LoadOp::Clear(color),
                store: wgpu::StoreOp::Store,
            },
        })],
        ..Default::default()
    });
}

/// A runtime in a job.
struct Stage<R> {
    // Dropped first: it waits until the GPU is done with what is below.
    runtime: R,
    technology: TechnologyId,
    /// Whether the runtime failed, so that another technology makes the picture from then on.
    failed: bool,
    /// Whether there was no frame yet.
    fresh: bool,
    before: Pass<()>,
    behind: Pass<Output>,
    /// The picture as the runtime gets it.
    color: wgpu::TextureView,
    /// What the runtime makes.
    result: wgpu::TextureView,
    stand_in: Box<dyn Upscaler>,
}

impl<R: Runtime> Stage<R> {
    /// Records the frame as far as the runtime's own commands, which are returned.
    fn upscale(
        &mut self,
        recorder: &mut Recorder<'_>,
        input: &wgpu::TextureView,
    ) -> Result<wgpu::CommandBuffer, Message> {
        let color = &self.color;
        if self.fresh {
            clear(recorder, &self.result, 0.0);
        }
        self.before.record(recorder, &[input], color, extent_of(color));
        // The states in which runtimes take textures: what they read as shaders read, what they write as shaders write.
        let read = |texture| wgpu::TextureTransition {
            texture,
            selector: None,
            state: wgpu::TextureUses::RESOURCE,
        };
        let written = wgpu::TextureTransition {
            texture: self.result.texture(),
            selector: None,
            state: wgpu::TextureUses::STORAGE_READ_WRITE,
        };
        let mut transitions = vec![read(color.texture()), written];
        let mut reset = self.fresh;
        if let Some(guides) = self.runtime.guides() {
            reset |= guides.record(recorder, input);
            transitions.extend(guides.textures().map(read));
        }
        recorder
            .encoder()
            .transition_resources(std::iter::empty(), transitions.into_iter());
        self.runtime.record(&Frame {
            color: image(color)?,
            output: image(&self.result)?,
            reset,
        })
    }
}

impl<R: Runtime> Upscaler for Stage<R> {
    fn set_live(&mut self, settings: &Settings) {
        self.runtime.set_live(settings);
        self.stand_in.set_live(settings);
    }

    fn reset(&mut self) {
        self.fresh = true;
        if let Some(guides) = self.runtime.guides() {
            guides.estimator.reset();
        }
    }

    fn after_submit(&mut self) {
        if let Some(guides) = self.runtime.guides() {
            guides.estimator.after_submit();
        }
    }

    fn record(&mut self, recorder: &mut Recorder<'_>, input: &wgpu::TextureView, output: &wgpu::TextureView) {
        if self.failed {
            self.stand_in.record(recorder, input, output);
            return;
        }
        match self.upscale(recorder, input) {
            Ok(commands) => {
                if let Some(first) = self.runtime.take_first() {
                    recorder.push(first);
                }
                self.fresh = false;
                let name = self.technology.id();
                recorder.push_pass(name, commands, &[&self.color], &self.result);
                self.behind
                    .record(recorder, &[&self.result, input], output, extent_of(output));
            }
            Err(reason) => {
                // This frame has its picture all the same, and the next plan does without.
                recorder
                    .gpu()
                    .set_failed(Part::Technology(self.technology), reason);
                self.failed = true;
                self.stand_in.record(recorder, input, output);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::AlphaMode;
    use crate::pass::Work;
    use crate::reference::Image;
    use crate::settings::Algorithm;
    use crate::shaders::assert_uniform_layout;
    use crate::technologies::testing as pictures;
    use crate::testing;

    #[test]
    fn uniform_is_laid_out_as_the_shader_expects() {
        assert_uniform_layout!(shaders::RUNTIME_OUTPUT, Output { scale, offset });
    }

    /// A picture that is moved, and then another one.
    #[test]
    fn guides_tell_of_motion_and_of_a_cut() {
        let Some(gpu) = testing::gpu() else { return };
        let (input, output, by) = (Size::new(128, 96), Size::new(256, 192), [6, -4]);
        let frame = pictures::frame(input, PixelFormat::Rgba8, AlphaMode::Opaque);
        let job = pictures::job(frame, output, Algorithm::Bilinear);
        let views = [(5, [0, 0]), (5, by), (6, [0, 0])].map(|(seed, by): (u64, [i32; 2])| {
            // Spots of 5 pixels a side that run into one another.
            const SPOTS: u32 = 64;
            let noise = testing::noise(seed, (SPOTS * SPOTS) as usize);
            let spot = |x: u32, y: u32| f32::from(noise[(y * SPOTS + x) as usize]) / 255.0;
            let picture = Image::from_fn(input, |x, y| {
                let [x, y] = [(x, by[0]), (y, by[1])].map(|(at, by)| (at + 20).wrapping_add_signed(by));
                let share = |at: u32| (at % 5) as f32 / 5.0;
                let row = |y| spot(x / 5, y) * (1.0 - share(x)) + spot(x / 5 + 1, y) * share(x);
                let value = row(y / 5) * (1.0 - share(y)) + row(y / 5 + 1) * share(y);
                [value, value, value, 1.0]
            });
            let bytes = pictures::to_bytes(&picture, frame.format);
            let texture = testing::upload(&gpu, input, frame.format, &bytes);
            texture.create_view(&wgpu::TextureViewDescriptor::default())
        });
        for motion in [input, output] {
            let mut guides = Guides::new(&gpu, &job, motion, input).expect("they are made");
            let mut record = |view: &wgpu::TextureView| {
                let mut work = Work::new(&gpu);
                let cut = guides.record(&mut Recorder::new(&gpu, &mut work), view);
                let submission = gpu.submit(work.finish());
                guides.estimator.after_submit();
                gpu.wait(submission).expect("it ends");
                guides.estimator.after_submit();
                let vectors: Vec<[f32; 2]> =
                    bytemuck::pod_collect_to_vec(&testing::download(&gpu, guides.motion().texture()));
                let mask = testing::download(&gpu, guides.mask.texture());
                let mask = pictures::from_bytes(input, MASK, &mask);
                (cut, vectors, mask)
            };
            let (cut, still, _) = record(&views[0]);
            assert!(
                !cut && still.iter().all(|vector| *vector == [0.0; 2]),
                "the first"
            );

            let (cut, moved, mask) = record(&views[1]);
            assert!(!cut);
            let scale = (motion.width / input.width) as f32;
            let expected = by.map(|by| by as f32 * scale);
            let found = moved.iter().filter(|vector| {
                (vector[0] - expected[0]).abs() <= 0.25 * scale
                    && (vector[1] - expected[1]).abs() <= 0.25 * scale
            });
            let share = found.count() as f32 / moved.len() as f32;
            assert!(share > 0.75, "{motion}: {share} of the vectors are {expected:?}");
            let doubted = mask.pixels.iter().filter(|mask| mask[0] > 0.5).count();
            assert!(doubted * 3 < mask.pixels.len(), "{doubted} pixels are doubted");

            let (cut, jumped, mask) = record(&views[2]);
            assert!(!cut, "it is not known yet");
            assert!(
                jumped.iter().all(|vector| *vector == [0.0; 2]),
                "motion across a cut"
            );
            assert!(mask.pixels.iter().all(|mask| mask[0] == 1.0), "the mask of a cut");
            assert!(record(&views[2]).0, "the cut is not told");
            assert!(!record(&views[2]).0, "it is told twice");
        }
    }
}
