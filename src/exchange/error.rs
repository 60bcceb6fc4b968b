// SPDX-License-Identifier: GPL-2.0-or-later

//! What can go wrong when frames are exchanged, by what the caller can do about it.

use nu_scaler_core::frame::Size;
use nu_scaler_core::gpu::GpuError;
use nu_scaler_core::text::Message;

/// Why an exchange could not be made, or a frame could not be handed over.
///
/// After an error of a hand-over the exchange is of no further use: drop it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExchangeError {
    /// This way cannot work on this machine. Use another one; trying again will not help.
    #[error("not available: {0}")]
    Unavailable(#[from] Unavailable),
    /// One of the sizes is empty or larger than the GPU allows. Ask for another size.
    #[error("size {size} cannot be exchanged (largest side: {limit})")]
    Size {
        /// The size that was asked for.
        size: Size,
        /// The longest side that a texture may have.
        limit: u32,
    },
    /// There was no memory for the textures. Ask for a smaller size, or try again later.
    #[error("out of GPU memory ({0})")]
    OutOfMemory(&'static str),
    /// The device is lost, did not answer in time, or refused the work. Wait for the device to
    /// return and make a new exchange.
    #[error("the GPU failed: {0}")]
    Gpu(#[source] GpuError),
    /// A graphics call failed that should not have. Make a new exchange, once, or use another way.
    #[error("{call} failed: {detail}")]
    Call {
        /// What was called.
        call: &'static str,
        /// What it answered.
        detail: String,
    },
    /// The token belongs to another exchange.
    #[error("the frame belongs to another exchange")]
    ForeignFrame,
}

impl From<GpuError> for ExchangeError {
    /// The end of the memory is one case, whoever meets it.
    fn from(error: GpuError) -> Self {
        match error {
            GpuError::OutOfMemory => Self::OutOfMemory("wgpu"),
            error => Self::Gpu(error),
        }
    }
}

impl ExchangeError {
    pub(crate) fn call(call: &'static str, detail: impl ToString) -> Self {
        Self::Call {
            call,
            detail: detail.to_string(),
        }
    }

    /// The text for users.
    pub fn message(&self) -> Message {
        match self {
            Self::Unavailable(reason) => Message::new(reason.locale_key()),
            Self::Size { size, limit } => Message::new("Reason.Exchange.Size")
                .with("size", size.to_string())
                .with("limit", limit.to_string()),
            Self::OutOfMemory(_) => Message::new("Reason.Exchange.OutOfMemory"),
            Self::Gpu(error) => error.message(),
            Self::Call { call, .. } => Message::new("Reason.Exchange.Call").with("call", *call),
            Self::ForeignFrame => Message::new("Reason.Exchange.Call").with("call", "FrameExchange"),
        }
    }
}

/// Why a way of exchanging frames cannot work here.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Unavailable {
    /// Another way was asked for.
    #[error("another way was asked for")]
    NotAsked,
    /// OBS does not render with OpenGL, or this system has no such sharing.
    #[error("OBS does not render with OpenGL here")]
    NotOpenGl,
    /// No OpenGL context is current, or its functions cannot be found.
    #[error("the OpenGL context of OBS cannot be reached")]
    NoContext,
    /// The OpenGL driver lacks this extension.
    #[error("the OpenGL driver lacks {0}")]
    GlExtension(&'static str),
    /// The Vulkan device lacks this extension.
    #[error("the Vulkan device lacks {0}")]
    VulkanExtension(&'static str),
    /// The Vulkan device is not the GPU, or not the driver, that OBS renders with.
    #[error("the Vulkan device is not the one that OBS renders with")]
    OtherGpu,
    /// The driver does not share images of this format.
    #[error("images of this format cannot be shared")]
    Format,
}

impl Unavailable {
    fn locale_key(self) -> &'static str {
        match self {
            Self::NotAsked => "Reason.Exchange.NotAsked",
            Self::NotOpenGl => "Reason.Exchange.NotOpenGl",
            Self::NoContext => "Reason.Exchange.NoContext",
            Self::GlExtension(_) | Self::VulkanExtension(_) => "Reason.Exchange.Extension",
            Self::OtherGpu => "Reason.Exchange.OtherGpu",
            Self::Format => "Reason.Exchange.Format",
        }
    }
}
