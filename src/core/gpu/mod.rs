// SPDX-License-Identifier: GPL-2.0-or-later
//! The GPU: one device per process, on Vulkan through wgpu.

mod adapter;
mod error;
mod shared;
#[expect(unsafe_code, reason = "the one place where raw Vulkan handles are met")]
mod vulkan;

use std::ffi::{CStr, c_void};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

pub use adapter::{AdapterChoice, AdapterDesc, AdapterKind, adapters};
pub use error::GpuError;
pub use shared::{GpuState, SharedGpu};
pub(crate) use vulkan::{Handles, Image, adapter_handles, commands, supports_extension};

use crate::frame::PixelFormat;
use crate::pass::PipelineCache;
use crate::precision::Precision;
use crate::runtimes::{self, Runtimes, Search};
use crate::settings::TechnologyId;
use crate::text::Message;

/// How long [`Gpu::wait`] waits: far longer than any frame takes, short enough that a hung GPU does not hang the
/// application with it.
const WAIT_LIMIT: Duration = Duration::from_secs(5);

/// What writing the less usual pixel formats takes.
const FORMAT_FEATURES: wgpu::Features =
    wgpu::Features::BGRA8UNORM_STORAGE.union(wgpu::Features::TEXTURE_ADAPTER_SPECIFIC_FORMAT_FEATURES);

/// Whether textures of a format can be read and written on a device with these features.
fn supports(adapter: &wgpu::Adapter, features: wgpu::Features, format: PixelFormat) -> bool {
    let format = format.texture_format();
    let usages = if features.contains(wgpu::Features::TEXTURE_ADAPTER_SPECIFIC_FORMAT_FEATURES) {
        adapter.get_texture_format_features(format).allowed_usages
    } else {
        format.guaranteed_format_features(features).allowed_usages
    };
    usages.contains(wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::STORAGE_BINDING)
}

/// Which ways of sharing textures and semaphores with another API the device was opened with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sharing {
    /// `VK_KHR_external_memory_fd`: textures can be exported as file descriptors.
    pub memory_fd: bool,
    /// `VK_KHR_external_semaphore_fd`: semaphores can be exported and imported as file descriptors.
    pub semaphore_fd: bool,
}

/// Those that a device is made for beside wgpu and the exchange of frames: vendors' runtimes.
pub(crate) trait Guests {
    /// The extensions that the device is to have; all are the adapter's.
    fn device_extensions(&self) -> &[&'static CStr];

    /// Whether [`Guests::add_features`] does anything.
    fn have_features(&self) -> bool;

    /// Adds features to those that a device is made with, and returns the chain.
    ///
    /// # Safety
    /// `chain` is a chain of Vulkan's structures of features, all writable, the first a `VkPhysicalDeviceFeatures2`; the
    /// other two are alive. What is added has to stay valid until the device is made.
    #[expect(unsafe_code, reason = "takes a chain of raw structures")]
    unsafe fn add_features(
        &self,
        instance: ash::vk::Instance,
        adapter: ash::vk::PhysicalDevice,
        chain: *mut c_void,
    ) -> *mut c_void;
}

/// What a driver may fail at, and what is done without from then on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A technology; the ladder takes the next one.
    Technology(TechnologyId),
    /// The sharpening after the upscaling.
    Sharpening,
    /// The comparison with the plain picture.
    Comparison,
    /// The figures in the picture.
    Overlay,
    /// The estimation of motion.
    Motion,
    /// The pictures between frames.
    Generation,
}

/// What the device's callbacks have reported.
#[derive(Default)]
struct Reports {
    lost: Option<String>,
    error: Option<String>,
}

/// An open device with its queue and all that lives as long as it does.
pub struct Gpu {
    // Dropped before the device, which they work on.
    runtimes: Runtimes,
    searched: Search,
    device: wgpu::Device,
    queue: wgpu::Queue,
    desc: AdapterDesc,
    sharing: Sharing,
    timestamps: bool,
    half: bool,
    faster_precision: OnceLock<Precision>,
    network_paces: [OnceLock<f64>; 2],
    formats: Vec<PixelFormat>,
    pipelines: PipelineCache,
    reports: Arc<Mutex<Reports>>,
    failures: Mutex<Failures>,
}

/// What the driver fails at.
#[derive(Default)]
struct Failures {
    now: Vec<Failure>,
    /// What was logged.
    told: Vec<(Part, &'static str)>,
    /// How often `now` has changed.
    changes: u64,
}

struct Failure {
    part: Part,
    reason: Message,
    /// `None`: as long as there is this device.
    until: Option<Instant>,
}

impl Failures {
    /// Forgets those that are over.
    fn forget(&mut self, now: Instant) {
        let count = self.now.len();
        self.now
            .retain(|failure| failure.until.is_none_or(|until| now < until));
        if self.now.len() != count {
            self.changes += 1;
        }
    }

    fn of(&self, part: Part) -> Option<&Failure> {
        self.now.iter().find(|failure| failure.part == part)
    }
}

impl Gpu {
    /// Opens a device on the adapter that `choice` means. Blocks: tens of milliseconds to seconds.
    ///
    /// wgpu's environment variables hold; `WGPU_VALIDATION=1` turns Vulkan's validation layer on.
    ///
    /// # Errors
    /// [`GpuError::NoVulkan`], [`GpuError::AdapterNotFound`], [`GpuError::DeviceCreation`] or
    /// [`GpuError::OutOfMemory`].
    pub fn open(choice: &AdapterChoice) -> Result<Arc<Self>, GpuError> {
        Self::open_with(choice, &Search::here())
    }

    /// [`Gpu::open`] with the vendors' runtimes of another search than [`Search::here`].
    ///
    /// # Errors
    /// As [`Gpu::open`].
    pub fn open_with(choice: &AdapterChoice, search: &Search) -> Result<Arc<Self>, GpuError> {
        Self::open_with_flags(choice, search, wgpu::InstanceFlags::empty())
    }

    /// [`Gpu::open_with`] with other flags than none as what the environment changes.
    pub(crate) fn open_with_flags(
        choice: &AdapterChoice,
        search: &Search,
        flags: wgpu::InstanceFlags,
    ) -> Result<Arc<Self>, GpuError> {
        let guests = runtimes::Found::find(search);
        let mut found = adapter::enumerate(&adapter::instance(flags, &guests.instance_extensions()));
        let descs: Vec<_> = found.iter().map(|(_, desc)| desc).collect();
        let (adapter, desc) = found.swap_remove(adapter::choose(choice, &descs)?);

        let timing = wgpu::Features::TIMESTAMP_QUERY | wgpu::Features::TIMESTAMP_QUERY_INSIDE_ENCODERS;
        let timestamps = adapter.features().contains(timing);
        let features = adapter.features() & (FORMAT_FEATURES | wgpu::Features::SHADER_F16);
        let formats = PixelFormat::ALL.iter().copied();
        let formats = formats
            .filter(|format| supports(&adapter, features, *format))
            .collect();
        let device = wgpu::DeviceDescriptor {
            label: Some("nu-scaler"),
            required_features: if timestamps { timing | features } else { features },
            required_limits: adapter.limits(),
            // A game or OBS itself wants the memory more than we do.
            memory_hints: wgpu::MemoryHints::MemoryUsage,
            ..Default::default()
        };
        let guests = guests.on(&adapter);
        let (opened, guests) = match vulkan::open(&adapter, &device, guests.wishes()) {
            Err(error) if guests.wishes().is_some() => {
                let plain = vulkan::open(&adapter, &device, None)?;
                (plain, guests.refused(&error))
            }
            opened => (opened?, guests),
        };
        let (device, queue, sharing) = opened;
        let reports = watch(&device);
        log::info!(
            "GPU: {} ({}), {:?}, sharing: {sharing:?}",
            desc.name,
            desc.driver,
            desc.kind
        );
        Ok(Arc::new(Self {
            runtimes: guests.start(&device, vulkan::handles(&device)),
            searched: search.clone(),
            device,
            queue,
            desc,
            sharing,
            timestamps,
            half: features.contains(wgpu::Features::SHADER_F16),
            faster_precision: OnceLock::new(),
            network_paces: Default::default(),
            formats,
            pipelines: PipelineCache::default(),
            reports,
            failures: Mutex::default(),
        }))
    }

    /// wgpu's device.
    #[must_use]
    pub fn device(&self) -> &wgpu::Device {
        &self.device
    }

    /// wgpu's queue; the device has one.
    #[must_use]
    pub fn queue(&self) -> &wgpu::Queue {
        &self.queue
    }

    /// The vendors' runtimes on this device.
    pub(crate) fn runtimes(&self) -> &Runtimes {
        &self.runtimes
    }

    /// Whether vendors' runtimes are to be looked for elsewhere by now.
    pub(crate) fn is_outdated(&self) -> bool {
        self.searched.is_outdated()
    }

    /// Compiled compute pipelines: each is made once per device, whatever filter asks for it.
    pub(crate) fn pipelines(&self) -> &PipelineCache {
        &self.pipelines
    }

    /// Facts about the adapter.
    #[must_use]
    pub fn desc(&self) -> &AdapterDesc {
        &self.desc
    }

    /// The largest width and height of a texture, in pixels.
    #[must_use]
    pub fn max_texture_size(&self) -> u32 {
        self.desc.max_texture_size
    }

    /// Whether frames of this format can be worked on. [`PixelFormat::Rgba8`] and the floats always can.
    #[must_use]
    pub fn supports(&self, format: PixelFormat) -> bool {
        self.formats.contains(&format)
    }

    /// The ways of sharing with another API that the device was opened with.
    #[must_use]
    pub fn sharing(&self) -> Sharing {
        self.sharing
    }

    /// Whether command encoders can write timestamps.
    #[must_use]
    pub fn has_timestamps(&self) -> bool {
        self.timestamps
    }

    /// Whether shaders can calculate in half precision.
    #[must_use]
    pub fn has_half(&self) -> bool {
        self.half
    }

    /// How fast networks are on this device in a precision, once that was measured: operations in a millisecond.
    pub(crate) fn network_pace(&self, precision: Precision) -> &OnceLock<f64> {
        &self.network_paces[precision as usize]
    }

    /// In which precision this device is faster, once that was measured.
    pub(crate) fn faster_precision(&self) -> &OnceLock<Precision> {
        &self.faster_precision
    }

    /// Why the device was lost, once it was. Nothing can be done with it any more; open another.
    #[must_use]
    pub fn lost(&self) -> Option<String> {
        lock(&self.reports).lost.clone()
    }

    /// The first error since the last call that no [`Gpu::check`] caught, for the log and the panel.
    #[must_use]
    pub fn take_error(&self) -> Option<String> {
        lock(&self.reports).error.take()
    }

    /// Hands recorded work to the GPU.
    pub fn submit(&self, work: impl IntoIterator<Item = wgpu::CommandBuffer>) -> wgpu::SubmissionIndex {
        self.queue.submit(work)
    }

    /// Waits until the GPU has finished what `submission` stands for, for at most five seconds.
    ///
    /// # Errors
    /// [`GpuError::Timeout`], or [`GpuError::Lost`] when the device was lost before or meanwhile.
    pub fn wait(&self, submission: wgpu::SubmissionIndex) -> Result<(), GpuError> {
        self.wait_at_most(submission, WAIT_LIMIT)
    }

    /// [`Gpu::wait`] with another limit, for work that is larger than a frame.
    ///
    /// # Errors
    /// As [`Gpu::wait`].
    pub fn wait_at_most(&self, submission: wgpu::SubmissionIndex, limit: Duration) -> Result<(), GpuError> {
        let waited = self.device.poll(wgpu::PollType::Wait {
            submission_index: Some(submission),
            timeout: Some(limit),
        });
        self.not_lost()?;
        match waited {
            Ok(_) => Ok(()),
            Err(wgpu::PollError::Timeout) => Err(GpuError::Timeout(limit.as_secs())),
            Err(error @ wgpu::PollError::WrongSubmissionIndex(..)) => {
                Err(GpuError::Refused(error.to_string()))
            }
        }
    }

    /// Runs `work` and returns the first error that wgpu or the driver reports while it runs on this thread,
    /// instead of passing it to [`Gpu::take_error`]. For creating textures and pipelines, not for every frame.
    ///
    /// # Errors
    /// [`GpuError::OutOfMemory`], [`GpuError::Refused`] or [`GpuError::Lost`].
    pub fn check<R>(&self, work: impl FnOnce() -> R) -> Result<R, GpuError> {
        // Scopes are a stack; as separate variables they are left in the right order even if `work` panics.
        let memory = self.device.push_error_scope(wgpu::ErrorFilter::OutOfMemory);
        let internal = self.device.push_error_scope(wgpu::ErrorFilter::Internal);
        let validation = self.device.push_error_scope(wgpu::ErrorFilter::Validation);
        let result = work();
        // The futures are ready at once: on a native backend errors are reported synchronously.
        let validation = pollster::block_on(validation.pop());
        let internal = pollster::block_on(internal.pop());
        let memory = pollster::block_on(memory.pop());
        self.not_lost()?;
        // What follows from the end of the memory (the use of a texture that is none) explains nothing: it goes first.
        if memory.is_some() {
            return Err(GpuError::OutOfMemory);
        }
        match internal.or(validation) {
            Some(error) => Err(GpuError::Refused(error.to_string())),
            None => Ok(result),
        }
    }

    /// Remembers that this driver fails at something, so that it is done without from now on.
    pub fn set_failed(&self, part: Part, reason: Message) {
        self.add_failure(part, reason, None);
    }

    /// The same for a while: what it fails for may pass.
    pub fn set_failed_for(&self, part: Part, reason: Message, pause: Duration) {
        self.add_failure(part, reason, Some(Instant::now() + pause));
    }

    /// As if every pause of [`Gpu::set_failed_for`] were over.
    #[cfg(test)]
    pub(crate) fn end_pauses(&self) {
        let now = Instant::now();
        for failure in &mut lock(&self.failures).now {
            failure.until = failure.until.map(|_| now);
        }
    }

    fn add_failure(&self, part: Part, reason: Message, until: Option<Instant>) {
        let mut failures = self.failures();
        if failures.of(part).is_some() {
            return;
        }
        if !failures.told.contains(&(part, reason.key)) {
            log::warn!("{part:?} is switched off on {}: {reason}", self.desc.name);
            failures.told.push((part, reason.key));
        }
        failures.now.push(Failure { part, reason, until });
        failures.changes += 1;
    }

    fn failures(&self) -> MutexGuard<'_, Failures> {
        let mut failures = lock(&self.failures);
        failures.forget(Instant::now());
        failures
    }

    /// Why this driver fails at something, as [`Gpu::set_failed`] was told.
    #[must_use]
    pub fn failure(&self, part: Part) -> Option<Message> {
        self.failures().of(part).map(|failure| failure.reason.clone())
    }

    /// Whether [`Gpu::failure`] knows of one.
    #[must_use]
    pub fn has_failed(&self, part: Part) -> bool {
        self.failures().of(part).is_some()
    }

    /// Another number whenever something has begun or ceased to fail: plans that were resolved before may be others now.
    #[must_use]
    pub fn failure_changes(&self) -> u64 {
        self.failures().changes
    }

    /// Lets go of what vendors' runtimes have prepared this long ago for who has not taken it. Waits for the GPU where
    /// there is any.
    pub fn drop_unused(&self, after: Duration) {
        self.runtimes.drop_unused(after);
    }

    fn not_lost(&self) -> Result<(), GpuError> {
        self.lost().map_or(Ok(()), |reason| Err(GpuError::Lost(reason)))
    }
}

impl std::fmt::Debug for Gpu {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gpu")
            .field("desc", &self.desc)
            .field("sharing", &self.sharing)
            .finish_non_exhaustive()
    }
}

/// Waits until the device has finished all that was submitted, for at most five seconds. False: it has not. A device that
/// is lost has.
pub(crate) fn wait_idle(device: &wgpu::Device) -> bool {
    let waited = device.poll(wgpu::PollType::Wait {
        submission_index: None,
        timeout: Some(WAIT_LIMIT),
    });
    !matches!(waited, Err(wgpu::PollError::Timeout))
}

/// Replaces wgpu's handlers, of which the one for errors would panic, by ones that take notes.
fn watch(device: &wgpu::Device) -> Arc<Mutex<Reports>> {
    let reports = Arc::<Mutex<Reports>>::default();
    let for_loss = Arc::clone(&reports);
    device.set_device_lost_callback(move |reason, text| {
        let text = if text.is_empty() {
            format!("{reason:?}")
        } else {
            text
        };
        log::warn!("GPU lost: {text}");
        lock(&for_loss).lost.get_or_insert(text);
    });
    let for_errors = Arc::clone(&reports);
    device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| {
        let mut reports = lock(&for_errors);
        // What fails once a frame is logged once, until somebody has taken note of it.
        if reports.error.is_none() {
            log::error!("GPU: {error}");
            reports.error = Some(error.to_string());
        }
    }));
    reports
}

/// Locks what stays whole even if a holder panicked: plain values that are set in one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
