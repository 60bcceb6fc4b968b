// SPDX-License-Identifier: GPL-2.0-or-later
//! NVIDIA's NGX on Vulkan, which DLSS and RTX Video Super Resolution are features of. Its core is a part of the driver and
//! is called directly; each feature is a library of its own, which the core loads from the folders that it is told.

mod abi;
#[expect(unsafe_code, reason = "calls NGX, whose interface is C")]
mod core;
#[expect(unsafe_code, reason = "calls the virtual functions of NGX's object")]
mod parameters;
#[expect(unsafe_code, reason = "vouches for the handles that NGX is given")]
mod session;

use std::cell::OnceCell;
use std::ffi::CString;
use std::sync::Arc;

use ash::vk;

use self::abi::FeatureId;
use self::core::Core;
pub(crate) use self::session::{DlssFrame, Feature, Session, VideoFrame};
use super::search::{Platform, Search};
use crate::gpu::Handles;
use crate::text::Message;

/// NGX as it was found, before there is a device.
pub(super) struct Found {
    core: Arc<Core>,
    /// Whether the library of DLSS is there, or why not.
    dlss: Result<(), Message>,
    /// The same of RTX Video.
    video: Result<(), Message>,
}

/// NGX on a device: its session for either feature, or why there is none.
pub(super) struct Ngx {
    pub(super) dlss: Result<Arc<Session>, Message>,
    pub(super) video: Result<Arc<Session>, Message>,
}

impl Ngx {
    pub(super) fn none(reason: Message) -> Self {
        Self {
            dlss: Err(reason.clone()),
            video: Err(reason),
        }
    }
}

impl Found {
    /// # Errors
    /// Why NGX itself is not there, for the user.
    pub(super) fn find(search: &Search) -> Result<Self, Message> {
        Ok(Self {
            core: Core::load(search)?,
            dlss: library(search, "libnvidia-ngx-dlss.so", "nvngx_dlss.dll"),
            video: library(search, "libnvidia-ngx-vsr.so", "nvngx_vsr.dll"),
        })
    }

    /// The features of which the libraries are there.
    fn features(&self) -> impl Iterator<Item = FeatureId> {
        let dlss = self.dlss.is_ok().then_some(FeatureId::SuperSampling);
        let video = self.video.is_ok().then_some(FeatureId::Video);
        dlss.into_iter().chain(video)
    }

    pub(super) fn instance_extensions(&self) -> Vec<CString> {
        self.features()
            .filter_map(|feature| self.core.instance_extensions(feature).map_err(log_failure).ok())
            .flatten()
            .collect()
    }

    pub(super) fn device_extensions(
        &self,
        instance: vk::Instance,
        adapter: vk::PhysicalDevice,
    ) -> Vec<CString> {
        self.features()
            .filter_map(|feature| {
                let wanted = self.core.device_extensions(feature, instance, adapter);
                wanted.map_err(log_failure).ok()
            })
            .flatten()
            .collect()
    }

    /// Starts NGX on the device, if a feature's library is there.
    pub(super) fn start(self, device: &wgpu::Device, handles: Handles) -> Ngx {
        let Self { core, dlss, video } = self;
        let session = OnceCell::new();
        let of = |library: Result<(), Message>, feature| {
            library?;
            let start = || Session::start(Arc::clone(&core), device, handles);
            let session = session.get_or_init(start).clone()?;
            session.availability(feature)?;
            Ok(session)
        };
        Ngx {
            dlss: of(dlss, FeatureId::SuperSampling),
            video: of(video, FeatureId::Video),
        }
    }
}

/// Whether the library of a feature is there, by the stem of its versioned name on Linux and its name on Windows. NGX
/// loads it by itself.
fn library(search: &Search, linux: &str, windows: &str) -> Result<(), Message> {
    let (file, name) = match search.platform {
        Platform::Windows => (search.file(windows), windows),
        Platform::Linux | Platform::Other => (search.file_of_any_version(linux), linux),
    };
    let file = file.ok_or_else(|| search.missing(name))?;
    super::binary::check(&file)
}

fn log_failure(failure: core::Failure) {
    log::warn!("{}", failure.message());
}
