// SPDX-License-Identifier: GPL-2.0-or-later

//! What can go wrong when frames are exchanged, by what the caller can do about it.

use std::fmt;

use nu_scaler_core::frame::Size;
use nu_scaler_core::gpu::GpuError;
use nu_scaler_core::text::Message;

/// Why an exchange could not be made, or a frame could not be handed over.
///
/// After an error of a hand-over the exchange is of no further use: drop it.
#[derive(Debug)]
#[non_exhaustive]
pub enum ExchangeError {
    /// This way cannot work on this machine. Use another one; trying again will not help.
    Unavailable(Unavailable),
    /// One of the sizes is empty or larger than the GPU allows. Ask for another size.
    Size {
        /// The size that was asked for.
        size: Size,
        /// The longest side that a texture may have.
        limit: u32,
    },
    /// There was no memory for the textures. Ask for a smaller size, or try again later.
    OutOfMemory(&'static str),
    /// The device is lost, did not answer in time, or refused the work. Wait for the device to
    /// return and make a new exchange.
    Gpu(GpuError),
    /// A graphics call failed that should not have. Make a new exchange, once, or use another way.
    Call {
        /// What was called.
        call: &'static str,
        /// What it answered.
        detail: String,
    },
    /// The token belongs to another exchange.
    ForeignFrame,
}

impl From<Unavailable> for ExchangeError {
    fn from(reason: Unavailable) -> Self {
        Self::Unavailable(reason)
    }
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

    /// The same as a text for users, with its key in the locale files.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Unavailable(reason) => reason.message(),
            Self::Size { size, limit } => Message::new("Reason.Exchange.Size")
                .with("size", size.to_string())
                .with("limit", limit.to_string()),
            Self::OutOfMemory(call) => Message::new("Reason.Exchange.OutOfMemory").with("call", *call),
            Self::Gpu(error) => error.message(),
            Self::Call { call, detail } => Message::new("Reason.Exchange.Call")
                .with("call", *call)
                .with("detail", detail),
            Self::ForeignFrame => Message::new("Reason.Exchange.ForeignFrame"),
        }
    }
}

/// In English, as people read it everywhere.
impl fmt::Display for ExchangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for ExchangeError {}

/// Why a way of exchanging frames cannot work here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Unavailable {
    /// Another way was asked for.
    NotAsked,
    /// OBS does not render with OpenGL, or this system has no such sharing.
    NotOpenGl,
    /// No OpenGL context is current, or its functions cannot be found.
    NoContext,
    /// The OpenGL driver lacks this extension.
    GlExtension(&'static str),
    /// The Vulkan device lacks this extension.
    VulkanExtension(&'static str),
    /// The Vulkan device is not the GPU, or not the driver, that OBS renders with.
    OtherGpu,
    /// The driver does not share images of this format.
    Format,
}

impl Unavailable {
    /// The same as a text for users, with its key in the locale files.
    #[must_use]
    pub fn message(self) -> Message {
        let lacks = |api: &str, what: &str| {
            Message::new("Reason.Exchange.Extension")
                .with("api", api)
                .with("what", what)
        };
        match self {
            Self::NotAsked => Message::new("Reason.Exchange.NotAsked"),
            Self::NotOpenGl => Message::new("Reason.Exchange.NotOpenGl"),
            Self::NoContext => Message::new("Reason.Exchange.NoContext"),
            Self::GlExtension(what) => lacks("OpenGL", what),
            Self::VulkanExtension(what) => lacks("Vulkan", what),
            Self::OtherGpu => Message::new("Reason.Exchange.OtherGpu"),
            Self::Format => Message::new("Reason.Exchange.Format"),
        }
    }
}

/// In English, as people read it everywhere.
impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for Unavailable {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_read_as_the_locale_says_with_nothing_left_out() {
        let size = Size::new(7, 5);
        let cases: [(ExchangeError, &[&str]); 7] = [
            (Unavailable::OtherGpu.into(), &["another GPU"]),
            (
                Unavailable::GlExtension("GL_EXT_memory_object").into(),
                &["OpenGL", "GL_EXT_memory_object"],
            ),
            (
                Unavailable::VulkanExtension("VK_KHR_external_memory_fd").into(),
                &["Vulkan", "VK_KHR_external_memory_fd"],
            ),
            (ExchangeError::Size { size, limit: 4 }, &["7x5", "4"]),
            (
                ExchangeError::OutOfMemory("vkAllocateMemory"),
                &["vkAllocateMemory"],
            ),
            (
                ExchangeError::call("glFinish", "error 0x0502"),
                &["glFinish", "0x0502"],
            ),
            (ExchangeError::ForeignFrame, &["another exchange"]),
        ];
        for (error, parts) in cases {
            let text = error.to_string();
            assert_eq!(text, error.message().to_string());
            assert!(parts.iter().all(|part| text.contains(part)), "{text}");
            assert!(!text.contains(['{', '}']), "a gap is not filled: {text}");
        }
        let lost = GpuError::Timeout(5);
        assert_eq!(ExchangeError::from(lost.clone()).to_string(), lost.to_string());
    }
}
