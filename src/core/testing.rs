// SPDX-License-Identifier: GPL-2.0-or-later
//! What the tests that need a GPU share: one device per test process, with Vulkan's validation layer on, and the
//! ways of pixels into it and out of it.

use std::cell::Cell;
use std::sync::{Arc, Mutex, Once, OnceLock, PoisonError};

use crate::frame::{PixelFormat, Size};
use crate::gpu::{AdapterChoice, Gpu, GpuError, Part};
use crate::runtimes::{Platform, Search};

/// What the validation layer has said in this process.
static MESSAGES: Mutex<Vec<String>> = Mutex::new(Vec::new());

thread_local! {
    static WITHOUT_MEMORY: Cell<Option<Part>> = const { Cell::new(None) };
}

/// What `work` comes to where the GPU has no memory for this part.
pub(crate) fn without_memory_for<R>(part: Part, work: impl FnOnce() -> R) -> R {
    WITHOUT_MEMORY.set(Some(part));
    let result = work();
    WITHOUT_MEMORY.set(None);
    result
}

/// Whether a test says so on this thread.
pub(crate) fn lacks_memory_for(part: Part) -> bool {
    WITHOUT_MEMORY.get() == Some(part)
}

/// Collects the validation layer's messages, which wgpu passes on as log records.
struct Collector;

impl log::Log for Collector {
    fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
        metadata.level() <= log::Level::Warn && metadata.target().starts_with("wgpu_hal::vulkan")
    }

    fn log(&self, record: &log::Record<'_>) {
        let text = record.args().to_string();
        // The loader's own messages (a driver without its hardware) are of the type GENERAL. That the layer is
        // missing must not pass for its silence.
        let kinds = ["VALIDATION", "PERFORMANCE", "InstanceFlags::VALIDATION requested"];
        if self.enabled(record.metadata()) && kinds.iter().any(|kind| text.starts_with(kind)) {
            MESSAGES.lock().unwrap_or_else(PoisonError::into_inner).push(text);
        }
    }

    fn flush(&self) {}
}

fn collect_messages() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Only our tests run in this process; nobody else sets a logger.
        if log::set_logger(&Collector).is_ok() {
            // wgpu asks the layer for warnings only if the log wants them.
            log::set_max_level(log::LevelFilter::Warn);
        }
    });
}

/// Opens a device of the test's own with the validation layer on.
///
/// # Errors
/// As [`Gpu::open`].
pub(crate) fn open_gpu() -> Result<Arc<Gpu>, GpuError> {
    collect_messages();
    // Without DEBUG, which names WGSL as the shaders' language: a word that Debian 12's layer (1.3.239) calls an error.
    let search = Search::new(Vec::new(), Platform::Linux);
    Gpu::open_with_flags(&AdapterChoice::Any, &search, wgpu::InstanceFlags::VALIDATION)
}

/// The process's device, or `None` and a line that says that the test is skipped where there is no Vulkan.
pub(crate) fn gpu() -> Option<Arc<Gpu>> {
    static GPU: OnceLock<Result<Arc<Gpu>, GpuError>> = OnceLock::new();
    match GPU.get_or_init(open_gpu) {
        Ok(gpu) => Some(Arc::clone(gpu)),
        Err(GpuError::NoVulkan) => {
            println!("SKIP: this machine has no Vulkan driver");
            None
        }
        Err(error) => panic!("there is a Vulkan driver, but {error}"),
    }
}

/// Fails if the validation layer has said anything so far.
#[track_caller]
pub(crate) fn assert_no_validation_messages() {
    let messages = MESSAGES.lock().unwrap_or_else(PoisonError::into_inner);
    assert!(
        messages.is_empty(),
        "the validation layer complains:\n{}",
        messages.join("\n")
    );
}

/// All usages that the textures of a frame exchange have.
pub(crate) fn frame_usages() -> wgpu::TextureUsages {
    wgpu::TextureUsages::TEXTURE_BINDING
        | wgpu::TextureUsages::STORAGE_BINDING
        | wgpu::TextureUsages::COPY_SRC
        | wgpu::TextureUsages::COPY_DST
}

/// A texture as an exchange would make it.
pub(crate) fn create_texture(gpu: &Gpu, size: Size, format: PixelFormat) -> wgpu::Texture {
    gpu.device().create_texture(&wgpu::TextureDescriptor {
        usage: frame_usages(),
        ..crate::texture::descriptor("test", size, format.texture_format())
    })
}

/// A texture with these pixels: rows from the top, no padding.
pub(crate) fn upload(gpu: &Gpu, size: Size, format: PixelFormat, pixels: &[u8]) -> wgpu::Texture {
    let texture = create_texture(gpu, size, format);
    gpu.queue().write_texture(
        texture.as_image_copy(),
        pixels,
        wgpu::TexelCopyBufferLayout {
            offset: 0,
            bytes_per_row: Some(size.width * format.bytes_per_pixel()),
            rows_per_image: None,
        },
        extent(size),
    );
    texture
}

/// The pixels of a texture: rows from the top, no padding.
pub(crate) fn download(gpu: &Gpu, texture: &wgpu::Texture) -> Vec<u8> {
    let bytes_per_pixel = texture.format().block_copy_size(None).expect("a colour format");
    let row = (texture.width() * bytes_per_pixel) as usize;
    let padded_row = row.next_multiple_of(wgpu::COPY_BYTES_PER_ROW_ALIGNMENT as usize);
    let buffer = gpu.device().create_buffer(&wgpu::BufferDescriptor {
        label: Some("test download"),
        size: (padded_row * texture.height() as usize) as u64,
        usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
        mapped_at_creation: false,
    });
    let mut encoder = gpu
        .device()
        .create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
    encoder.copy_texture_to_buffer(
        texture.as_image_copy(),
        wgpu::TexelCopyBufferInfo {
            buffer: &buffer,
            layout: wgpu::TexelCopyBufferLayout {
                offset: 0,
                bytes_per_row: Some(padded_row as u32),
                rows_per_image: None,
            },
        },
        texture.size(),
    );
    let submission = gpu.submit([encoder.finish()]);
    buffer.map_async(wgpu::MapMode::Read, .., |mapped| {
        mapped.expect("the buffer can be mapped")
    });
    gpu.wait(submission).expect("the GPU answers");
    let mapped = buffer.get_mapped_range(..).expect("the buffer is mapped");
    mapped
        .chunks_exact(padded_row)
        .flat_map(|padded| &padded[..row])
        .copied()
        .collect()
}

/// Random bytes, the same for the same seed (SplitMix64, Steele, Lea and Flood 2014).
pub(crate) fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) as u8
    };
    (0..length).map(|_| next()).collect()
}

fn extent(size: Size) -> wgpu::Extent3d {
    wgpu::Extent3d {
        width: size.width,
        height: size.height,
        depth_or_array_layers: 1,
    }
}
