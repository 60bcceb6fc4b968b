// SPDX-License-Identifier: GPL-2.0-or-later
//! Vendors' runtimes: libraries that are no part of Nu Scaler and are used where the user has them.
//!
//! All go the same way, and where it ends there is a reason for the user:
//!
//! | step | when | where |
//! |---|---|---|
//! | found in a folder or with the driver, checked, loaded | before there is a device | [`Search`], `binary.rs`, `library.rs` |
//! | asked for the extensions and features of Vulkan that they need | with the instance and with the adapter | [`Found`], [`Guests`] |
//! | started, once a device | when the device is there; it is made without them where it can't be with them | [`OnAdapter::start`] |
//! | a feature for each job, with commands of its own among wgpu's | when a job is prepared | [`stage`] |
//!
//! What is made is let go in the opposite order: features wait for the GPU, and keep what they were made with.
//!
//! The interfaces are declared here anew from facts about them (`docs/vendor-runtimes.md`). Nothing of a vendor's is in
//! this repository.

mod binary;
#[expect(unsafe_code, reason = "loads libraries and looks up their functions")]
mod library;
pub(crate) mod ngx;
pub(crate) mod offer;
mod search;
pub(crate) mod stage;
pub(crate) mod xess;

use std::collections::BTreeSet;
use std::ffi::{CStr, CString, c_void};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ash::vk;

pub use search::{Platform, Search, set_folders};

use crate::frame::{FrameDesc, Size};
use crate::gpu::{self, GpuError, Guests, Handles};
use crate::settings::TechnologyId;
use crate::technology::Job;
use crate::text::Message;

/// The runtimes that are there, before there is a device.
pub(crate) struct Found {
    ngx: ngx::Found,
    xess: Result<xess::Found, Message>,
}

impl Found {
    pub(crate) fn find(search: &Search) -> Self {
        Self {
            ngx: ngx::Found::find(search),
            xess: xess::Found::find(search),
        }
    }

    /// The extensions that they need of the instance.
    pub(crate) fn instance_extensions(&self) -> Vec<&'static CStr> {
        let ngx = self.ngx.instance_extensions();
        let xess = self.xess.iter().flat_map(xess::Found::instance_extensions);
        ngx.into_iter().chain(xess).map(interned).collect()
    }

    /// Asks them what they need of this adapter.
    pub(crate) fn on(self, adapter: &wgpu::Adapter) -> OnAdapter {
        let handles = gpu::adapter_handles(adapter);
        let mut extensions = Vec::new();
        let mut needs = |technology: TechnologyId, wanted: Vec<CString>| {
            let wanted: Vec<_> = wanted.into_iter().map(interned).collect();
            if let Some(lacking) = wanted.iter().find(|name| !gpu::supports_extension(adapter, name)) {
                return Err(Message::new("Reason.RuntimeExtension")
                    .with_key("runtime", technology.locale_key())
                    .with("extension", lacking.to_string_lossy()));
            }
            extensions.extend(wanted);
            Ok(())
        };
        let handles = handles.ok_or(GpuError::NoVulkan.message());
        let info = adapter.get_info();
        let ngx = match &handles {
            // Beside NVIDIA's GPU there may be another one, and the device be its. What NGX does there, nobody says.
            _ if is_foreign_to_ngx(&info) => self.ngx.refused(|technology| {
                Message::new("Reason.RuntimeGpu")
                    .with_key("runtime", technology.locale_key())
                    .with("gpu", &info.name)
            }),
            Ok((instance, adapter)) => self.ngx.on(*instance, *adapter, &mut needs),
            Err(reason) => self.ngx.refused(|_| reason.clone()),
        };
        let xess = self.xess.and_then(|xess| {
            let (instance, adapter) = handles?;
            needs(TechnologyId::Xess, xess.device_extensions(instance, adapter)?).map(|()| xess)
        });
        OnAdapter {
            ngx,
            xess,
            extensions,
        }
    }
}

/// Whether a GPU is another vendor's than NGX's. Software is nobody's: doubles run on it.
fn is_foreign_to_ngx(info: &wgpu::AdapterInfo) -> bool {
    const NVIDIA: u32 = 0x10de;
    let is_real = matches!(
        info.device_type,
        wgpu::DeviceType::DiscreteGpu | wgpu::DeviceType::IntegratedGpu
    );
    is_real && info.vendor != NVIDIA
}

/// The runtimes that are there, and what they need of the device.
pub(crate) struct OnAdapter {
    ngx: ngx::Found,
    xess: Result<xess::Found, Message>,
    extensions: Vec<&'static CStr>,
}

impl OnAdapter {
    /// What the device is to be made with, if they need anything.
    pub(crate) fn wishes(&self) -> Option<&dyn Guests> {
        (!self.extensions.is_empty() || self.have_features()).then_some(self)
    }

    /// The device could not be made with what they need: they are done without.
    pub(crate) fn refused(self, error: &GpuError) -> Self {
        log::warn!("no device for vendors' runtimes: {error}");
        let reason = |technology: TechnologyId| {
            Message::new("Reason.RuntimeDevice")
                .with_key("runtime", technology.locale_key())
                .with("detail", error.to_string())
        };
        Self {
            ngx: self.ngx.refused(reason),
            xess: self.xess.and_then(|_| Err(reason(TechnologyId::Xess))),
            extensions: Vec::new(),
        }
    }

    /// Starts them on the device.
    pub(crate) fn start(self, device: &wgpu::Device, handles: Option<Handles>) -> Runtimes {
        let handles = handles.ok_or(GpuError::NoVulkan.message());
        let ngx = match &handles {
            Ok(handles) => self.ngx.start(device, *handles),
            Err(reason) => self.ngx.without(reason),
        };
        let xess = self.xess.and_then(|xess| xess.start(device, handles?));
        let reasons = [
            ngx.dlss.as_ref().err(),
            ngx.video.as_ref().err(),
            xess.as_ref().err(),
        ];
        for reason in reasons.into_iter().flatten() {
            log::debug!("{reason}");
        }
        Runtimes {
            ngx,
            xess,
            dlss_prepared: Prepared::default(),
            video_prepared: Prepared::default(),
            xess_prepared: Prepared::default(),
        }
    }
}

impl Guests for OnAdapter {
    fn device_extensions(&self) -> &[&'static CStr] {
        &self.extensions
    }

    fn have_features(&self) -> bool {
        self.xess.is_ok()
    }

    #[expect(unsafe_code, reason = "hands a chain of raw structures on")]
    unsafe fn add_features(
        &self,
        instance: vk::Instance,
        adapter: vk::PhysicalDevice,
        chain: *mut c_void,
    ) -> *mut c_void {
        match &self.xess {
            // SAFETY: the caller's promise, handed on.
            Ok(xess) => unsafe { xess.add_features(instance, adapter, chain) },
            Err(_) => chain,
        }
    }
}

/// The runtimes on a device, and the features that were made before they are used.
pub(crate) struct Runtimes {
    // Features go before what they are features of.
    dlss_prepared: Prepared<ngx::Feature>,
    video_prepared: Prepared<ngx::Feature>,
    xess_prepared: Prepared<xess::Context>,
    ngx: ngx::Ngx,
    xess: Result<Arc<xess::Xess>, Message>,
}

impl Runtimes {
    /// NGX with DLSS, or why there is none.
    pub(crate) fn dlss(&self) -> Result<&Arc<ngx::Session>, Message> {
        self.ngx.dlss.as_ref().map_err(Clone::clone)
    }

    /// NGX with RTX Video Super Resolution, or why there is none.
    pub(crate) fn video(&self) -> Result<&Arc<ngx::Session>, Message> {
        self.ngx.video.as_ref().map_err(Clone::clone)
    }

    /// XeSS, or why there is none.
    pub(crate) fn xess(&self) -> Result<&Arc<xess::Xess>, Message> {
        self.xess.as_ref().map_err(Clone::clone)
    }

    /// Lets go of what was prepared this long ago and is not used. Waits for the GPU.
    pub(crate) fn drop_unused(&self, after: Duration) {
        let now = Instant::now();
        self.dlss_prepared.drop_unused(now, after);
        self.video_prepared.drop_unused(now, after);
        self.xess_prepared.drop_unused(now, after);
    }

    pub(crate) fn dlss_prepared(&self) -> &Prepared<ngx::Feature> {
        &self.dlss_prepared
    }

    pub(crate) fn video_prepared(&self) -> &Prepared<ngx::Feature> {
        &self.video_prepared
    }

    pub(crate) fn xess_prepared(&self) -> &Prepared<xess::Context> {
        &self.xess_prepared
    }
}

/// Features that were made off the render thread and wait for their jobs: making one takes a vendor's library hundreds
/// of milliseconds.
pub(crate) struct Prepared<F>(Mutex<Vec<Waiting<F>>>);

/// A feature, what it is made for, and since when it is there.
struct Waiting<F> {
    key: (FrameDesc, Size),
    since: Instant,
    feature: F,
}

/// How many wait: as many as a change of plans leaves behind. Each has its memory.
const KEPT: usize = 2;

impl<F> Default for Prepared<F> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<F> Prepared<F> {
    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Waiting<F>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn has(&self, job: &Job) -> bool {
        let key = (job.input, job.output);
        self.lock().iter().any(|waiting| waiting.key == key)
    }

    pub(crate) fn put(&self, job: &Job, feature: F) {
        let mut features = self.lock();
        let oldest = (features.len() == KEPT).then(|| features.remove(0));
        features.push(Waiting {
            key: (job.input, job.output),
            since: Instant::now(),
            feature,
        });
        drop(features);
        // Takes its time, without the lock.
        drop(oldest);
    }

    pub(crate) fn take(&self, job: &Job) -> Option<F> {
        let mut features = self.lock();
        let key = (job.input, job.output);
        let position = features.iter().position(|waiting| waiting.key == key)?;
        Some(features.remove(position).feature)
    }

    fn drop_unused(&self, now: Instant, after: Duration) {
        let is_old = |waiting: &mut Waiting<F>| now.saturating_duration_since(waiting.since) >= after;
        let old: Vec<_> = self.lock().extract_if(.., is_old).collect();
        // As above.
        drop(old);
    }
}

/// The same name, for as long as the process lives: Vulkan's names are few, and wgpu wants them so.
fn interned(name: CString) -> &'static CStr {
    static NAMES: Mutex<BTreeSet<&'static CStr>> = Mutex::new(BTreeSet::new());
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    match names.get(name.as_c_str()) {
        Some(known) => known,
        None => {
            let name: &'static CStr = Box::leak(name.into_boxed_c_str());
            names.insert(name);
            name
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{AlphaMode, PixelFormat};
    use crate::settings::Algorithm;
    use crate::technologies::testing::{frame, job};

    #[test]
    fn fault_20_ngx_is_not_started_on_another_vendors_gpu() {
        let foreign = |vendor, device_type| {
            is_foreign_to_ngx(&wgpu::AdapterInfo {
                vendor,
                ..wgpu::AdapterInfo::new(device_type, wgpu::Backend::Vulkan)
            })
        };
        assert!(foreign(0x8086, wgpu::DeviceType::IntegratedGpu));
        assert!(foreign(0x1002, wgpu::DeviceType::DiscreteGpu));
        assert!(!foreign(0x10de, wgpu::DeviceType::DiscreteGpu));
        assert!(!foreign(0x10005, wgpu::DeviceType::Cpu));
    }

    #[test]
    fn fault_26_features_that_nobody_takes_are_let_go() {
        let job = |width| {
            let frame = frame(Size::new(width, 36), PixelFormat::Rgba8, AlphaMode::Opaque);
            job(frame, Size::new(96, 54), Algorithm::Bilinear)
        };
        let prepared = Prepared::default();
        let feature = Arc::new(());
        // More than are kept.
        for width in 60..64 {
            prepared.put(&job(width), Arc::clone(&feature));
        }
        assert_eq!(Arc::strong_count(&feature), 1 + KEPT);
        assert!(prepared.has(&job(63)) && !prepared.has(&job(60)));
        assert!(prepared.take(&job(63)).is_some() && prepared.take(&job(63)).is_none());
        let pause = Duration::from_secs(20);
        prepared.drop_unused(Instant::now(), pause);
        assert!(prepared.has(&job(62)), "it is new");
        prepared.drop_unused(Instant::now() + pause, pause);
        assert_eq!(Arc::strong_count(&feature), 1);
    }
}
