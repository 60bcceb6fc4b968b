// SPDX-License-Identifier: GPL-2.0-or-later
//! NGX on one device, and its features.

use std::ffi::CStr;
use std::ptr::NonNull;
use std::sync::Arc;

use ash::vk;

use super::abi::{self, FeatureId, Handle, Object, Resource, SUCCESS, flags, names};
use super::core::{Core, Failure, check};
use super::parameters::Parameters;
use crate::frame::Size;
use crate::gpu::{self, Handles, Image};
use crate::runtimes::offer::Offer;
use crate::technology::TechnologyError;
use crate::text::Message;

/// NGX, started on a device. Ended when the last feature and the device's owner have let go of it. It may be so on several
/// devices: a benchmark has its own, and after a loss the next may be there before everybody has let go of the last.
pub(crate) struct Session {
    /// `None` only while it is being dropped.
    capabilities: Option<Parameters>,
    core: Arc<Core>,
    handles: Handles,
    /// Keeps the handles valid.
    device: wgpu::Device,
}

impl Session {
    /// # Errors
    /// What fails.
    pub(super) fn start(
        core: Arc<Core>,
        device: &wgpu::Device,
        handles: Handles,
    ) -> Result<Arc<Self>, Failure> {
        // SAFETY: the handles are the device's, which `Self` keeps until it has ended NGX.
        unsafe { core.init(&handles) }?;
        let mut session = Self {
            capabilities: None,
            core,
            handles,
            device: device.clone(),
        };
        session.capabilities = Some(session.core.capabilities()?);
        Ok(Arc::new(session))
    }

    /// # Errors
    /// Why NGX does not offer the feature, for the user.
    pub(super) fn availability(&self, feature: FeatureId) -> Result<(), Message> {
        let _calls = self.core.calls();
        let names = feature.capability();
        let number = |name: &CStr| self.capabilities.as_ref().and_then(|known| known.i32(name));
        if number(names.available).is_some_and(|available| available != 0) {
            return Ok(());
        }
        let of_feature = |key| Message::new(key).with_key("runtime", feature.technology().locale_key());
        if number(names.needs_driver).is_some_and(|needs| needs != 0) {
            let [major, minor] =
                [names.driver_major, names.driver_minor].map(|name| number(name).unwrap_or(0));
            return Err(match major {
                0 => of_feature("Reason.RuntimeLaterDriver"),
                _ => of_feature("Reason.RuntimeOldDriver").with("version", format!("{major}.{minor:02}")),
            });
        }
        let code = number(names.result).map(|code| code as u32);
        Err(match code.filter(|code| ![0, SUCCESS].contains(code)) {
            Some(code) => {
                let call = "GetCapabilityParameters";
                Failure { call, code }.message(feature)
            }
            None => of_feature("Reason.RuntimeNotOffered"),
        })
    }

    /// What DLSS offers for an output size, the mode with the largest input first.
    ///
    /// # Errors
    /// Why NGX does not tell, for the user.
    pub(crate) fn modes(&self, output: Size) -> Result<Vec<Offer>, Message> {
        type Optimal = unsafe extern "C" fn(*mut Object) -> u32;
        let feature = FeatureId::SuperSampling;
        let no_query = || {
            Message::new("Reason.RuntimeNotOffered").with_key("runtime", feature.technology().locale_key())
        };
        let parameters = self.capabilities.as_ref().ok_or_else(no_query)?;
        let _calls = self.core.calls();
        let optimal = parameters.pointer(names::OPTIMAL_SETTINGS).ok_or_else(no_query)?;
        // SAFETY: what NGX keeps under this name is the address of a function of this type, or none.
        let optimal = unsafe { std::mem::transmute::<NonNull<std::ffi::c_void>, Optimal>(optimal) };
        let mode = |number: i32| -> Result<Option<Offer>, Failure> {
            parameters.set_u32(names::WIDTH, output.width);
            parameters.set_u32(names::HEIGHT, output.height);
            parameters.set_i32(names::MODE, number);
            parameters.set_i32(names::RTX, 0);
            // SAFETY: the function takes the parameters that it is kept in.
            let code = unsafe { optimal(parameters.as_ptr()) };
            check("DLSSOptimalSettings", code)?;
            let size = |width, height| Some(Size::new(parameters.u32(width)?, parameters.u32(height)?));
            let bound = |width, height| size(width, height).filter(|size| !size.is_empty());
            let best = bound(names::OUT_WIDTH, names::OUT_HEIGHT);
            Ok(best.map(|best| Offer {
                number,
                best,
                range: [
                    bound(names::MIN_WIDTH, names::MIN_HEIGHT).unwrap_or(best),
                    bound(names::MAX_WIDTH, names::MAX_HEIGHT).unwrap_or(best),
                ],
            }))
        };
        Offer::of(abi::MODES, mode).map_err(|failure| failure.message(feature))
    }

    /// Makes DLSS for a mode. What is returned with it has to run on the GPU before its first frame.
    ///
    /// # Errors
    /// What fails.
    pub(crate) fn create_dlss(
        self: &Arc<Self>,
        input: Size,
        output: Size,
        mode: Offer,
    ) -> Result<Feature, TechnologyError> {
        self.create(FeatureId::SuperSampling, |parameters| {
            parameters.set_u32(names::CREATION_NODES, 1);
            parameters.set_u32(names::VISIBILITY_NODES, 1);
            parameters.set_u32(names::WIDTH, input.width);
            parameters.set_u32(names::HEIGHT, input.height);
            parameters.set_u32(names::OUT_WIDTH, output.width);
            parameters.set_u32(names::OUT_HEIGHT, output.height);
            parameters.set_i32(names::MODE, mode.number);
            parameters.set_i32(names::FLAGS, flags::MOTION_OF_INPUT_SIZE);
            parameters.set_i32(names::SUBRECTS, 0);
        })
    }

    /// Makes RTX Video Super Resolution, which takes any sizes.
    ///
    /// # Errors
    /// What fails.
    pub(crate) fn create_video(self: &Arc<Self>) -> Result<Feature, TechnologyError> {
        self.create(FeatureId::Video, |_| {})
    }

    fn create(
        self: &Arc<Self>,
        feature: FeatureId,
        fill: impl FnOnce(&Parameters),
    ) -> Result<Feature, TechnologyError> {
        let error = |failure| error(failure, feature);
        let parameters = self.core.allocate().map_err(error)?;
        {
            let _calls = self.core.calls();
            fill(&parameters);
        }
        let (handle, commands) = gpu::commands(&self.device, "NGX feature", |commands| {
            // SAFETY: NGX runs on this device, whose command buffer this is.
            unsafe {
                self.core
                    .create(self.handles.device, commands, feature, &parameters)
            }
            .map_err(error)
        })?;
        Ok(Feature {
            id: feature,
            handle,
            parameters,
            first: Some(commands),
            session: Arc::clone(self),
        })
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Parameters go first.
        self.capabilities = None;
        // SAFETY: NGX was started on this device, which is alive as long as `self.device`; features and their parameters
        // keep the session, so that there are none any more.
        unsafe { self.core.shutdown(self.handles.device) };
    }
}

/// One job's DLSS or RTX Video. Dropping it waits for the GPU.
pub(crate) struct Feature {
    id: FeatureId,
    handle: NonNull<Handle>,
    parameters: Parameters,
    /// What has to run before the first frame.
    first: Option<wgpu::CommandBuffer>,
    // Dropped last.
    session: Arc<Session>,
}

// SAFETY: NGX binds nothing to a thread, and its lock keeps calls apart.
unsafe impl Send for Feature {}

/// A frame for DLSS.
pub(crate) struct DlssFrame {
    pub(crate) color: Image,
    pub(crate) output: Image,
    pub(crate) depth: Image,
    pub(crate) motion: Image,
    /// Where the past is not to be trusted.
    pub(crate) bias: Image,
    /// Whether nothing of the frames before is to be used.
    pub(crate) reset: bool,
}

/// A frame for RTX Video.
pub(crate) struct VideoFrame {
    pub(crate) input: Image,
    pub(crate) output: Image,
    /// 1 (low) to 4 (ultra).
    pub(crate) level: u32,
}

impl Feature {
    /// What has to run on the GPU before the first frame; once.
    pub(crate) fn take_first(&mut self) -> Option<wgpu::CommandBuffer> {
        self.first.take()
    }

    /// Records a frame of DLSS.
    ///
    /// # Errors
    /// What fails, for the user.
    pub(crate) fn evaluate_dlss(&self, frame: &DlssFrame) -> Result<wgpu::CommandBuffer, Message> {
        let textures = [
            (names::COLOR, resource(&frame.color, false)),
            (names::OUTPUT, resource(&frame.output, true)),
            (names::DEPTH, resource(&frame.depth, false)),
            (names::MOTION, resource(&frame.motion, false)),
            (names::BIAS, resource(&frame.bias, false)),
        ];
        self.evaluate(&textures, |parameters| {
            for (name, value) in [
                (names::JITTER_X, 0.0),
                (names::JITTER_Y, 0.0),
                (names::MOTION_SCALE_X, 1.0),
                (names::MOTION_SCALE_Y, 1.0),
                (names::PRE_EXPOSURE, 1.0),
                (names::EXPOSURE_SCALE, 1.0),
            ] {
                parameters.set_f32(name, value);
            }
            parameters.set_i32(names::RESET, i32::from(frame.reset));
            parameters.set_u32(names::RENDER_WIDTH, frame.color.size.width);
            parameters.set_u32(names::RENDER_HEIGHT, frame.color.size.height);
        })
    }

    /// Records a frame of RTX Video.
    ///
    /// # Errors
    /// What fails, for the user.
    pub(crate) fn evaluate_video(&self, frame: &VideoFrame) -> Result<wgpu::CommandBuffer, Message> {
        let textures = [
            (names::VIDEO_INPUT, resource(&frame.input, false)),
            (names::OUTPUT, resource(&frame.output, true)),
        ];
        let (input, output) = (frame.input.size, frame.output.size);
        self.evaluate(&textures, |parameters| {
            for (name, value) in [
                (names::RECT_X, 0),
                (names::RECT_Y, 0),
                (names::RECT_WIDTH, input.width),
                (names::RECT_HEIGHT, input.height),
                (names::OUT_RECT_X, 0),
                (names::OUT_RECT_Y, 0),
                (names::OUT_RECT_WIDTH, output.width),
                (names::OUT_RECT_HEIGHT, output.height),
                (names::VIDEO_QUALITY, frame.level),
            ] {
                parameters.set_u32(name, value);
            }
        })
    }

    fn evaluate(
        &self,
        textures: &[(&CStr, Resource)],
        fill: impl FnOnce(&Parameters),
    ) -> Result<wgpu::CommandBuffer, Message> {
        let Session { core, device, .. } = &*self.session;
        {
            let _calls = core.calls();
            for (name, resource) in textures {
                self.parameters.set_pointer(name, resource);
            }
            fill(&self.parameters);
        }
        let recorded = gpu::commands(device, "NGX frame", |commands| {
            // SAFETY: the feature is alive and of this device, whose command buffer this is. The descriptions of the
            // textures live until the call is over, and the textures as long as their owner keeps this feature.
            unsafe { core.evaluate(commands, self.handle, &self.parameters) }
                .map_err(|failure| error(failure, self.id))
        });
        let (_, commands) = recorded.map_err(|error| error.message())?;
        Ok(commands)
    }
}

impl Drop for Feature {
    fn drop(&mut self) {
        let Session { core, device, .. } = &*self.session;
        if gpu::wait_idle(device) {
            // SAFETY: the feature is alive, and the GPU has finished all that was submitted.
            unsafe { core.release(self.handle) };
        } else {
            // What a GPU that hangs still uses must stay, and NGX and the device with it.
            std::mem::forget(Arc::clone(&self.session));
            log::warn!("an NGX feature is left behind: the GPU does not answer");
        }
    }
}

fn error(failure: Failure, feature: FeatureId) -> TechnologyError {
    if failure.code == abi::OUT_OF_MEMORY {
        TechnologyError::RuntimeMemory(failure.message(feature))
    } else {
        TechnologyError::Runtime(failure.message(feature))
    }
}

fn resource(image: &Image, writable: bool) -> Resource {
    Resource {
        view: image.view,
        image: image.image,
        range: vk::ImageSubresourceRange::default()
            .aspect_mask(vk::ImageAspectFlags::COLOR)
            .level_count(1)
            .layer_count(1),
        format: image.format,
        width: image.size.width,
        height: image.size.height,
        kind: 0,
        writable,
    }
}
