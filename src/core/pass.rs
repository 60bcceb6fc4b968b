// SPDX-License-Identifier: GPL-2.0-or-later
//! Compute passes: specialised shaders compiled once per device, their uniform block, and the
//! bind groups of the textures that they met.

mod clock;
mod log;
mod work;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use bytemuck::Pod;

use crate::frame::{PixelFormat, Size};
use crate::gpu::{Gpu, GpuError};
use crate::precision::Precision;
use crate::shaders::{BindingKind, Shader};
use crate::technology::TechnologyError;
use crate::texture;

pub(crate) use clock::{Clock, Measured, dispensable};
pub(crate) use log::WAIT_LIMIT;
pub use log::{LoggedPass, PassClock, PassLog, PassTime};
pub use work::Work;

/// Sets of views whose bind groups a pass keeps. An exchange rotates among two or three pairs of
/// textures, frame generation among up to some fifty sets of the frames that it keeps; the oldest goes when more are met,
/// so that replaced textures are let go.
pub(crate) const KEPT_BIND_GROUPS: usize = 64;

/// A shader, specialised: what a compute pipeline is compiled from.
#[derive(Clone, Debug)]
pub struct Variant {
    shader: &'static Shader,
    format: PixelFormat,
    precision: Precision,
    constants: Vec<(&'static str, u32)>,
}

impl Variant {
    /// `shader`, writing `format`, with its `override` constants set; booleans are 0 or 1. In single precision.
    pub fn new(shader: &'static Shader, format: PixelFormat, constants: &[(&'static str, u32)]) -> Self {
        Self {
            shader,
            format,
            precision: Precision::Single,
            constants: constants.to_vec(),
        }
    }

    /// The same in another precision, in which the shader has to be available ([`Shader::has_half`]).
    #[must_use]
    pub fn in_precision(self, precision: Precision) -> Self {
        Self { precision, ..self }
    }

    fn key(&self) -> (&'static str, PixelFormat, Precision, &[(&'static str, u32)]) {
        (self.shader.name, self.format, self.precision, &self.constants)
    }
}

impl PartialEq for Variant {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Variant {}

impl std::hash::Hash for Variant {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

/// A compiled variant.
#[derive(Debug)]
pub struct Program {
    shader: &'static Shader,
    layout: wgpu::BindGroupLayout,
    pipeline: wgpu::ComputePipeline,
}

type Slot = Arc<OnceLock<Result<Arc<Program>, TechnologyError>>>;

/// The compiled variants of one device. Each is compiled once, whichever threads ask for it;
/// a failure is remembered, so that a driver is not asked twice for what it cannot do.
#[derive(Debug, Default)]
pub struct PipelineCache {
    slots: Mutex<HashMap<Variant, Slot>>,
}

impl PipelineCache {
    /// An empty cache.
    pub fn new() -> Self {
        Self::default()
    }

    /// The program of a variant; compiles it, or waits for the thread that does.
    ///
    /// # Errors
    /// [`TechnologyError::Pipeline`], now and ever after; [`TechnologyError::Gpu`] when the device is lost or out of
    /// memory, in which case the next call tries again.
    pub fn get(&self, gpu: &Gpu, variant: &Variant) -> Result<Arc<Program>, TechnologyError> {
        let slot = Arc::clone(self.lock().entry(variant.clone()).or_default());
        // Outside of the lock: other variants are compiled and looked up meanwhile.
        let result = slot.get_or_init(|| compile(gpu, variant).map(Arc::new)).clone();
        if let Err(TechnologyError::Gpu(_)) = result {
            let mut slots = self.lock();
            // Another thread may have put a new attempt there already.
            if slots.get(variant).is_some_and(|known| Arc::ptr_eq(known, &slot)) {
                slots.remove(variant);
            }
        }
        result
    }

    /// Whether [`PipelineCache::get`] would return at once, be it with a failure.
    pub fn is_ready(&self, variant: &Variant) -> bool {
        self.lock().get(variant).is_some_and(|slot| slot.get().is_some())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Variant, Slot>> {
        // The map is whole after any panic: only `entry` changes it.
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn compile(gpu: &Gpu, variant: &Variant) -> Result<Program, TechnologyError> {
    let shader = variant.shader;
    let device = gpu.device();
    let result = gpu.check(|| {
        let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some(shader.name),
            source: wgpu::ShaderSource::Wgsl(shader.source(variant.format, variant.precision).into()),
        });
        let layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some(shader.name),
            entries: &layout_entries(shader, variant.format),
        });
        let pipeline_layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: Some(shader.name),
            bind_group_layouts: &[Some(&layout)],
            immediate_size: 0,
        });
        let constants: Vec<(&str, f64)> = variant
            .constants
            .iter()
            .map(|&(name, value)| (name, f64::from(value)))
            .collect();
        let pipeline = device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
            label: Some(shader.name),
            layout: Some(&pipeline_layout),
            module: &module,
            entry_point: Some(shader.entry_point),
            compilation_options: wgpu::PipelineCompilationOptions {
                constants: &constants,
                // The shaders write all shared memory before they read it.
                zero_initialize_workgroup_memory: false,
            },
            cache: None,
        });
        Program {
            shader,
            layout,
            pipeline,
        }
    });
    result.map_err(|error| match error {
        GpuError::Refused(detail) => TechnologyError::Pipeline {
            shader: shader.name,
            detail,
        },
        other => TechnologyError::Gpu(other),
    })
}

fn layout_entries(shader: &Shader, format: PixelFormat) -> Vec<wgpu::BindGroupLayoutEntry> {
    let written = |format| wgpu::BindingType::StorageTexture {
        access: wgpu::StorageTextureAccess::WriteOnly,
        format,
        view_dimension: wgpu::TextureViewDimension::D2,
    };
    let entry = |binding: &crate::shaders::Binding| wgpu::BindGroupLayoutEntry {
        binding: binding.index,
        visibility: wgpu::ShaderStages::COMPUTE,
        ty: match binding.kind {
            BindingKind::Uniform => wgpu::BindingType::Buffer {
                ty: wgpu::BufferBindingType::Uniform,
                has_dynamic_offset: false,
                min_binding_size: None,
            },
            BindingKind::Texture => wgpu::BindingType::Texture {
                sample_type: wgpu::TextureSampleType::Float { filterable: false },
                view_dimension: wgpu::TextureViewDimension::D2,
                multisampled: false,
            },
            BindingKind::StorageTexture => written(format.texture_format()),
            BindingKind::VectorTexture => written(wgpu::TextureFormat::Rg32Float),
        },
        count: None,
    };
    shader.bindings.iter().map(entry).collect()
}

/// A texture that one pass writes and another reads.
pub(crate) fn intermediate(gpu: &Gpu, label: &str, size: Size, format: PixelFormat) -> wgpu::TextureView {
    let usage = wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::STORAGE_BINDING;
    texture::create(gpu, label, size, format.texture_format(), usage)
}

/// Where passes put their work, and the GPU that it belongs to.
pub struct Recorder<'a> {
    gpu: &'a Gpu,
    work: &'a mut Work,
    log: Option<&'a mut PassLog>,
}

impl<'a> Recorder<'a> {
    /// Records into `work`, which is `gpu`'s.
    pub fn new(gpu: &'a Gpu, work: &'a mut Work) -> Self {
        let log = None;
        Self { gpu, work, log }
    }

    /// The same, and every pass is noted and timed.
    pub fn logged(gpu: &'a Gpu, work: &'a mut Work, log: &'a mut PassLog) -> Self {
        let log = Some(log);
        Self { gpu, work, log }
    }

    /// The GPU that the work is for.
    pub fn gpu(&self) -> &'a Gpu {
        self.gpu
    }

    /// Puts commands that were recorded elsewhere behind what was recorded so far.
    pub(crate) fn push(&mut self, commands: wgpu::CommandBuffer) {
        self.work.push(self.gpu, commands);
    }

    /// The same for what is a pass of the frame, from textures to another.
    pub(crate) fn push_pass(
        &mut self,
        name: &'static str,
        commands: wgpu::CommandBuffer,
        inputs: &[&wgpu::TextureView],
        output: &wgpu::TextureView,
    ) {
        self.push(commands);
        if let Some(log) = &mut self.log {
            log.note(self.gpu, self.work, name, inputs, output);
        }
    }

    /// The encoder, for work that is no [`Pass`].
    pub fn encoder(&mut self) -> &mut wgpu::CommandEncoder {
        self.work.encoder()
    }
}

/// A program with its uniform block, ready for textures.
#[derive(Debug)]
pub struct Pass<U> {
    program: Arc<Program>,
    uniform: U,
    uniform_buffer: Option<wgpu::Buffer>,
    uniform_written: bool,
    bind_groups: Vec<(Vec<wgpu::TextureView>, wgpu::BindGroup)>,
}

impl<U: Pod + PartialEq> Pass<U> {
    /// A pass of `variant`.
    ///
    /// # Errors
    /// When the variant does not compile or the GPU has not the memory.
    pub fn new(gpu: &Gpu, variant: &Variant, uniform: U) -> Result<Self, TechnologyError> {
        let program = gpu.pipelines().get(gpu, variant)?;
        let label = program.shader.name;
        let uniform_buffer = gpu.check(|| {
            program.shader.uniform.is_some().then(|| {
                gpu.device().create_buffer(&wgpu::BufferDescriptor {
                    label: Some(label),
                    size: size_of::<U>() as u64,
                    usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
                    mapped_at_creation: false,
                })
            })
        })?;
        Ok(Self {
            program,
            uniform,
            uniform_buffer,
            uniform_written: false,
            bind_groups: Vec::with_capacity(KEPT_BIND_GROUPS + 1),
        })
    }

    /// The uniform block of the next [`Pass::record`].
    pub fn uniform(&self) -> &U {
        &self.uniform
    }

    /// Replaces the uniform block; it reaches the GPU with the next [`Pass::record`].
    pub fn set_uniform(&mut self, uniform: U) {
        if self.uniform != uniform {
            self.uniform = uniform;
            self.uniform_written = false;
        }
    }

    /// Records the pass over `size` output pixels. `inputs` are its textures in the order of
    /// their bindings.
    pub fn record(
        &mut self,
        recorder: &mut Recorder<'_>,
        inputs: &[&wgpu::TextureView],
        output: &wgpu::TextureView,
        size: Size,
    ) {
        if let Some(buffer) = self.uniform_buffer.as_ref().filter(|_| !self.uniform_written) {
            recorder
                .gpu
                .queue()
                .write_buffer(buffer, 0, bytemuck::bytes_of(&self.uniform));
            self.uniform_written = true;
        }
        let program = Arc::clone(&self.program);
        let bind_group = self.bind_group(recorder.gpu, inputs, output);
        let mut pass = recorder
            .encoder()
            .begin_compute_pass(&wgpu::ComputePassDescriptor {
                label: Some(program.shader.name),
                timestamp_writes: None,
            });
        pass.set_pipeline(&program.pipeline);
        pass.set_bind_group(0, bind_group, &[]);
        let [width, height] = program.shader.tile;
        pass.dispatch_workgroups(size.width.div_ceil(width), size.height.div_ceil(height), 1);
        drop(pass);
        if let Some(log) = &mut recorder.log {
            log.note(recorder.gpu, recorder.work, program.shader.name, inputs, output);
        }
    }

    fn bind_group(
        &mut self,
        gpu: &Gpu,
        inputs: &[&wgpu::TextureView],
        output: &wgpu::TextureView,
    ) -> &wgpu::BindGroup {
        let views = || inputs.iter().copied().chain([output]);
        let known = self
            .bind_groups
            .iter()
            .position(|(kept, _)| kept.iter().eq(views()));
        let position = known.unwrap_or_else(|| {
            if self.bind_groups.len() == KEPT_BIND_GROUPS {
                self.bind_groups.remove(0);
            }
            let group = self.create_bind_group(gpu, inputs, output);
            self.bind_groups.push((views().cloned().collect(), group));
            self.bind_groups.len() - 1
        });
        &self.bind_groups[position].1
    }

    fn create_bind_group(
        &self,
        gpu: &Gpu,
        inputs: &[&wgpu::TextureView],
        output: &wgpu::TextureView,
    ) -> wgpu::BindGroup {
        let mut textures = inputs.iter().copied();
        let entries: Vec<wgpu::BindGroupEntry<'_>> = self
            .program
            .shader
            .bindings
            .iter()
            .filter_map(|binding| {
                // What is missing stays unbound: the device's validation names it.
                let resource = match binding.kind {
                    BindingKind::Uniform => self.uniform_buffer.as_ref()?.as_entire_binding(),
                    BindingKind::Texture => wgpu::BindingResource::TextureView(textures.next()?),
                    BindingKind::StorageTexture | BindingKind::VectorTexture => {
                        wgpu::BindingResource::TextureView(output)
                    }
                };
                Some(wgpu::BindGroupEntry {
                    binding: binding.index,
                    resource,
                })
            })
            .collect();
        gpu.device().create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some(self.program.shader.name),
            layout: &self.program.layout,
            entries: &entries,
        })
    }
}
