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
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ash::vk;

use self::abi::FeatureId;
use self::core::{Core, Failure};
pub(crate) use self::session::{DlssFrame, Feature, Session, VideoFrame};
use super::binary;
use super::search::{Platform, Search, first_good, shown};
use crate::gpu::Handles;
use crate::settings::TechnologyId;
use crate::text::{Message, Value};

/// NGX as it was found, before there is a device: the core for either feature whose library is there, or why there is
/// none.
pub(super) struct Found {
    dlss: Result<Arc<Core>, Message>,
    video: Result<Arc<Core>, Message>,
}

/// NGX on a device: its session for either feature, or why there is none.
pub(super) struct Ngx {
    pub(super) dlss: Result<Arc<Session>, Message>,
    pub(super) video: Result<Arc<Session>, Message>,
}

impl Found {
    pub(super) fn find(search: &Search) -> Self {
        let [dlss, video] = [FeatureId::SuperSampling, FeatureId::Video].map(|id| library(search, id));
        let files = [&dlss, &video].into_iter().flatten();
        let mut folders: Vec<_> = files.filter_map(|file| Some(file.parent()?.to_owned())).collect();
        folders.dedup();
        let core = Core::load(search, &folders);
        let of = |file: Result<PathBuf, Message>, feature| match &core {
            Ok(core) => file.map(|_| Arc::clone(core)),
            Err(missing) => Err(missing.message(feature, file.err())),
        };
        Self {
            dlss: of(dlss, FeatureId::SuperSampling),
            video: of(video, FeatureId::Video),
        }
    }

    fn and_then<T>(
        self,
        mut next: impl FnMut(FeatureId, Arc<Core>) -> Result<T, Message>,
    ) -> [Result<T, Message>; 2] {
        [
            self.dlss.and_then(|core| next(FeatureId::SuperSampling, core)),
            self.video.and_then(|core| next(FeatureId::Video, core)),
        ]
    }

    /// The same without what could be used so far, for a reason that depends on the technology.
    pub(super) fn refused(self, reason: impl Fn(TechnologyId) -> Message) -> Self {
        let [dlss, video] = self.and_then(|feature, _| Err(reason(feature.technology())));
        Self { dlss, video }
    }

    pub(super) fn instance_extensions(&self) -> Vec<CString> {
        let dlss = self.dlss.iter().map(|core| (core, FeatureId::SuperSampling));
        let video = self.video.iter().map(|core| (core, FeatureId::Video));
        dlss.chain(video)
            .filter_map(|(core, feature)| core.instance_extensions(feature).map_err(log_failure).ok())
            .flatten()
            .collect()
    }

    /// What remains on an adapter, by what is said to the extensions that each feature wants of the device.
    pub(super) fn on(
        self,
        instance: vk::Instance,
        adapter: vk::PhysicalDevice,
        mut wants: impl FnMut(TechnologyId, Vec<CString>) -> Result<(), Message>,
    ) -> Self {
        let [dlss, video] = self.and_then(|feature, core| {
            let wanted = core.device_extensions(feature, instance, adapter);
            let wanted = wanted.map_err(log_failure).unwrap_or_default();
            wants(feature.technology(), wanted).map(|()| core)
        });
        Self { dlss, video }
    }

    /// What there is where a device is without handles, for this reason.
    pub(super) fn without(self, reason: &Message) -> Ngx {
        let [dlss, video] = self.and_then(|_, _| Err(reason.clone()));
        Ngx { dlss, video }
    }

    /// Starts NGX on the device, if a feature's library is there.
    pub(super) fn start(self, device: &wgpu::Device, handles: Handles) -> Ngx {
        let session = OnceCell::new();
        let [dlss, video] = self.and_then(|feature, core| {
            let start = || Session::start(core, device, handles);
            let session: Result<Arc<Session>, Failure> = session.get_or_init(start).clone();
            let session = session.map_err(|failure| failure.message(feature))?;
            session.availability(feature)?;
            Ok(session)
        });
        Ngx { dlss, video }
    }
}

/// The library of a feature, which NGX loads by itself.
fn library(search: &Search, feature: FeatureId) -> Result<PathBuf, Message> {
    // On Linux a version is behind the name.
    let (linux, windows, any_version) = match feature {
        FeatureId::SuperSampling => ("libnvidia-ngx-dlss.so", "nvngx_dlss.dll", "Runtime.DlssFile"),
        FeatureId::Video => ("libnvidia-ngx-vsr.so", "nvngx_vsr.dll", "Runtime.VideoFile"),
    };
    let on_windows = search.places(windows);
    let on_linux = search.places_of_any_version(linux);
    let (places, wanted, (others, system)) = match search.platform {
        Platform::Windows => (on_windows, Value::Text(windows.to_owned()), (on_linux, "Linux")),
        Platform::Linux | Platform::Other => {
            (on_linux, Value::Key(any_version.into()), (on_windows, "Windows"))
        }
    };
    let check = |path: &Path| {
        binary::check(path)?;
        match binary::has_function(path, FUNCTIONS) {
            true => Ok(path.to_owned()),
            false => Err(Message::new("Reason.RuntimeOtherLibrary")
                .with("file", shown(path))
                .with_key("technology", feature.technology().locale_key())),
        }
    };
    first_good(places, check).unwrap_or_else(|| match others.first() {
        Some(other) => {
            let mut message = Message::new("Reason.RuntimeOtherSystem")
                .with("found", shown(other))
                .with("system", system);
            message.args.push(("file", wanted));
            Err(message)
        }
        None => Err(search.missing(wanted)),
    })
}

/// How the names of NGX's functions begin, of which each feature's library has some.
const FUNCTIONS: &str = "NVSDK_NGX_";

fn log_failure(failure: Failure) {
    log::warn!("{failure}");
}
