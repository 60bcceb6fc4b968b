// SPDX-License-Identifier: GPL-2.0-or-later
//! What stands around a vendor's runtime in a job: the textures that it works on, the passes before and behind it, and
//! the technology that makes the picture when it fails.

use bytemuck::{Pod, Zeroable};

use crate::frame::{PixelFormat, Size};
use crate::gpu::{Gpu, Image, Part};
use crate::pass::{Pass, Recorder, Variant};
use crate::settings::{Settings, TechnologyId};
use crate::shaders;
use crate::technologies::fsr::Fsr;
use crate::technologies::{Grid, are_ready, compile, linear, opaque};
use crate::technology::{Job, Technology, TechnologyError, Upscaler};
use crate::text::Message;

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
        let mask = self.guided.then(mask);
        [self.input(job), self.output(job)]
            .into_iter()
            .chain(mask)
            .collect()
    }

    /// Whether [`Form::prepare`] has nothing to do.
    pub(crate) fn is_prepared(self, gpu: &Gpu, job: &Job) -> bool {
        are_ready(gpu, &self.variants(job)) && Fsr.is_prepared(gpu, job)
    }

    /// Compiles the passes around the runtime, and what stands in for it.
    ///
    /// # Errors
    /// As [`Technology::prepare`].
    pub(crate) fn prepare(self, gpu: &Gpu, job: &Job) -> Result<(), TechnologyError> {
        compile(gpu, &self.variants(job))?;
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
            let color = ["runtime color", "runtime color before"]
                .map(|label| texture(gpu, label, input, self.format.texture_format()));
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
    Variant::new(&shaders::RUNTIME_MASK, MASK, &[])
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
/// guessed or left out.
pub(crate) struct Guides {
    motion: wgpu::TextureView,
    depth: wgpu::TextureView,
    mask: wgpu::TextureView,
    masking: Pass<()>,
    fresh: bool,
}

/// The handles of [`Guides`].
#[derive(Clone, Copy)]
pub(crate) struct GuideImages {
    /// How far each pixel came since the frame before: where it was, in pixels, relative to where it is. In this version
    /// nothing moves, and the mask says where that is wrong.
    pub(crate) motion: Image,
    /// Everything is equally far.
    pub(crate) depth: Image,
    /// Where the past is not to be trusted.
    pub(crate) mask: Image,
}

impl Guides {
    /// Guides for pictures of `input`, with motion of the size `motion` and depth of the size `depth`.
    ///
    /// # Errors
    /// When the GPU has not the memory.
    pub(crate) fn new(gpu: &Gpu, input: Size, motion: Size, depth: Size) -> Result<Self, TechnologyError> {
        let masking = Pass::new(gpu, &mask(), ())?;
        let guides = gpu.check(|| Self {
            motion: texture(gpu, "runtime motion", motion, wgpu::TextureFormat::Rg16Float),
            depth: texture(gpu, "runtime depth", depth, wgpu::TextureFormat::R32Float),
            mask: texture(gpu, "runtime mask", input, MASK.texture_format()),
            masking,
            fresh: true,
        })?;
        Ok(guides)
    }

    /// # Errors
    /// When the device is lost.
    pub(crate) fn images(&self) -> Result<GuideImages, Message> {
        Ok(GuideImages {
            motion: image(&self.motion)?,
            depth: image(&self.depth)?,
            mask: image(&self.mask)?,
        })
    }

    fn record(
        &mut self,
        recorder: &mut Recorder<'_>,
        current: &wgpu::TextureView,
        before: &wgpu::TextureView,
    ) {
        if std::mem::take(&mut self.fresh) {
            clear(recorder, &self.motion, 0.0);
            clear(recorder, &self.depth, 0.5);
        }
        let size = Size::new(current.texture().width(), current.texture().height());
        self.masking
            .record(recorder, &[current, before], &self.mask, size);
    }

    fn textures(&self) -> impl Iterator<Item = &wgpu::Texture> {
        [&self.motion, &self.depth, &self.mask]
            .into_iter()
            .map(wgpu::TextureView::texture)
    }
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
    let mut usage = wgpu::TextureUsages::TEXTURE_BINDING
        | wgpu::TextureUsages::RENDER_ATTACHMENT
        | wgpu::TextureUsages::COPY_SRC
        | wgpu::TextureUsages::COPY_DST;
    // Not every GPU writes this one from shaders, and nobody has to.
    usage.set(
        wgpu::TextureUsages::STORAGE_BINDING,
        format != wgpu::TextureFormat::Rg16Float,
    );
    let texture = gpu.device().create_texture(&wgpu::TextureDescriptor {
        label: Some(label),
        size: wgpu::Extent3d {
            width: size.width,
            height: size.height,
            depth_or_array_layers: 1,
        },
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format,
        usage,
        view_formats: &[],
    });
    texture.create_view(&wgpu::TextureViewDescriptor::default())
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
    /// The picture as the runtime gets it, and that of the frame before; they change places each frame.
    color: [wgpu::TextureView; 2],
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
        self.color.swap(0, 1);
        let [color, earlier] = &self.color;
        let size = Size::new(color.texture().width(), color.texture().height());
        if self.fresh {
            clear(recorder, &self.result, 0.0);
        }
        self.before.record(recorder, &[input], color, size);
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
        if let Some(guides) = self.runtime.guides() {
            // There is no frame before the first one: it is its own, and the reset says what that means.
            let earlier = if self.fresh { color } else { earlier };
            guides.record(recorder, color, earlier);
            transitions.extend(guides.textures().map(read));
        }
        recorder
            .encoder()
            .transition_resources(std::iter::empty(), transitions.into_iter());
        self.runtime.record(&Frame {
            color: image(color)?,
            output: image(&self.result)?,
            reset: self.fresh,
        })
    }
}

impl<R: Runtime> Upscaler for Stage<R> {
    fn set_live(&mut self, settings: &Settings) {
        self.runtime.set_live(settings);
        self.stand_in.set_live(settings);
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
                recorder.push_pass(name, commands, &[&self.color[0]], &self.result);
                let size = Size::new(output.texture().width(), output.texture().height());
                self.behind.record(recorder, &[&self.result, input], output, size);
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
    use crate::shaders::assert_uniform_layout;

    #[test]
    fn uniform_is_laid_out_as_the_shader_expects() {
        assert_uniform_layout!(shaders::RUNTIME_OUTPUT, Output { scale, offset });
    }
}
