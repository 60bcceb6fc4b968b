// SPDX-License-Identifier: GPL-2.0-or-later

//! What every way of exchanging frames has in common: the trait, the tokens, the description.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use nu_scaler_core::frame::{PixelFormat, Size};
use nu_scaler_core::gpu::Gpu;
use nu_scaler_obs::graphics::{self, ColorFormat, Graphics, Texture};

use crate::error::{ExchangeError, Unavailable};

/// The ways of exchanging frames, best first.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ExchangeKind {
    /// Vulkan images that OpenGL imports: both sides use the same memory.
    GlVulkan,
    /// Copies through the CPU's memory. Works everywhere.
    Staging,
}

impl ExchangeKind {
    /// Every kind, in the order in which the ladder tries them.
    pub const ALL: &[Self] = &[Self::GlVulkan, Self::Staging];

    /// The name in logs, in the status and in `NU_SCALER_EXCHANGE`.
    pub fn id(self) -> &'static str {
        match self {
            Self::GlVulkan => "gl_vulkan",
            Self::Staging => "staging",
        }
    }

    /// The kind of that name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.id() == id)
    }

    /// The key of the text that names this way in the panel.
    pub fn locale_key(self) -> &'static str {
        match self {
            Self::GlVulkan => "Exchange.gl_vulkan",
            Self::Staging => "Exchange.staging",
        }
    }
}

impl fmt::Display for ExchangeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// What an exchange carries. Another size or format needs another exchange.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ExchangeDesc {
    /// Size of the texture that OBS draws into, in pixels.
    pub input: Size,
    /// Size of the texture that OBS draws, in pixels.
    pub output: Size,
    /// Format of both. [`PixelFormat::Rgba8`] is stored display-encoded: OBS sees an sRGB texture,
    /// wgpu sees the stored bytes. Only that and [`PixelFormat::Rgba16Float`] are exchanged.
    pub format: PixelFormat,
}

impl ExchangeDesc {
    /// The format that OBS's textures have. Errors where frames of this format are not exchanged.
    pub(crate) fn obs_format(&self) -> Result<ColorFormat, ExchangeError> {
        match self.format {
            PixelFormat::Rgba8 => Ok(ColorFormat::Rgba),
            PixelFormat::Rgba16Float => Ok(ColorFormat::Rgba16F),
            PixelFormat::Bgra8 | PixelFormat::Rgb10a2 | PixelFormat::Rgba32Float => {
                Err(Unavailable::Format.into())
            }
        }
    }
}

/// A size as OBS's wrapper names it.
pub(crate) fn obs_size(size: Size) -> graphics::Size {
    graphics::Size::new(size.width, size.height)
}

/// The textures' usages on the wgpu side, both of input and output, for every kind.
pub(crate) const USAGE: wgpu::TextureUsages = wgpu::TextureUsages::COPY_SRC
    .union(wgpu::TextureUsages::COPY_DST)
    .union(wgpu::TextureUsages::TEXTURE_BINDING)
    .union(wgpu::TextureUsages::STORAGE_BINDING)
    .union(wgpu::TextureUsages::RENDER_ATTACHMENT);

/// Says that OBS owns both textures of the exchange that made it. Consumed by a hand-over.
#[derive(Debug)]
#[must_use = "an exchange whose token is dropped gives no other"]
pub struct ObsFrame(Token);

/// Says that the GPU side owns both textures of the exchange that made it. Consumed by a hand-over.
#[derive(Debug)]
#[must_use = "an exchange whose token is dropped gives no other"]
pub struct GpuFrame(Token);

#[derive(Debug)]
struct Token {
    exchange: u64,
}

impl GpuFrame {
    pub(crate) fn into_obs(self) -> ObsFrame {
        ObsFrame(self.0)
    }
}

impl ObsFrame {
    pub(crate) fn into_gpu(self) -> GpuFrame {
        GpuFrame(self.0)
    }
}

/// Gives out the one token of an exchange and recognises it.
#[derive(Debug)]
pub(crate) struct TokenBox {
    exchange: u64,
    given: bool,
}

impl TokenBox {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self {
            exchange: NEXT.fetch_add(1, Ordering::Relaxed),
            given: false,
        }
    }

    pub(crate) fn start(&mut self) -> Option<ObsFrame> {
        (!std::mem::replace(&mut self.given, true)).then_some(ObsFrame(Token {
            exchange: self.exchange,
        }))
    }

    pub(crate) fn check_obs(&self, frame: &ObsFrame) -> Result<(), ExchangeError> {
        self.check(&frame.0)
    }

    pub(crate) fn check_gpu(&self, frame: &GpuFrame) -> Result<(), ExchangeError> {
        self.check(&frame.0)
    }

    fn check(&self, token: &Token) -> Result<(), ExchangeError> {
        if token.exchange == self.exchange {
            Ok(())
        } else {
            Err(ExchangeError::ForeignFrame)
        }
    }
}

/// A frame's way from OBS to the GPU side and back. Made by [`create`](crate::create).
///
/// All methods that take a [`Graphics`] run inside OBS's graphics context, always of the same OBS
/// device. Dropping an exchange enters the graphics context by itself; it may be dropped inside and
/// outside of it, at any time, whoever owns the frame. An error of [`to_gpu`](Self::to_gpu) or
/// [`to_obs`](Self::to_obs) consumes the token, and with it the use of the exchange: drop it.
/// Nothing allocates textures, buffers or memory per frame.
pub trait FrameExchange: Send {
    /// The rung of the ladder that this is.
    fn kind(&self) -> ExchangeKind;

    /// What it was made for.
    fn desc(&self) -> &ExchangeDesc;

    /// The token of this exchange, with which its first frame begins. There is only one: it is kept
    /// between frames, and `None` is the answer from the second call on.
    fn start(&mut self) -> Option<ObsFrame>;

    /// The texture that OBS draws the picture into. Its content survives until the next drawing.
    fn input_target<'a>(&'a self, frame: &'a ObsFrame) -> &'a Texture;

    /// The texture with the result of the last frame, for OBS to draw. Undefined before the first
    /// frame.
    fn output<'a>(&'a self, frame: &'a ObsFrame) -> &'a Texture;

    /// Hands both textures to the GPU side. OBS's drawing into the input is complete, and visible
    /// to the work, when the work runs.
    fn to_gpu(&mut self, g: &Graphics, gpu: &Gpu, frame: ObsFrame) -> Result<GpuFrame, ExchangeError>;

    /// The textures (input, output) to record work with. All of [`USAGE`](wgpu::TextureUsages) that
    /// work may want: copies, sampling, storage, render attachment. The objects stay the same for
    /// the exchange's whole life, so bind groups may be cached.
    fn textures<'a>(&'a self, frame: &'a GpuFrame) -> (&'a wgpu::Texture, &'a wgpu::Texture);

    /// Whether [`to_obs`](Self::to_obs) returns only when the work is done.
    fn waits(&self) -> bool;

    /// Submits `work` and hands both textures back to OBS. What OBS draws from
    /// [`output`](Self::output) afterwards is the work's result. `work` may be empty.
    fn to_obs(
        &mut self,
        g: &Graphics,
        gpu: &Gpu,
        frame: GpuFrame,
        work: Vec<wgpu::CommandBuffer>,
    ) -> Result<ObsFrame, ExchangeError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_again() {
        for kind in ExchangeKind::ALL {
            assert_eq!(ExchangeKind::from_id(kind.id()), Some(*kind));
        }
        assert_eq!(ExchangeKind::from_id("telepathy"), None);
    }

    #[test]
    fn one_token_for_each_exchange() {
        let (mut one, mut two) = (TokenBox::new(), TokenBox::new());
        let frame = one.start().expect("the first token");
        assert!(one.start().is_none());
        assert!(one.check_obs(&frame).is_ok());
        assert!(two.check_obs(&frame).is_err());
        let frame = frame.into_gpu();
        assert!(one.check_gpu(&frame).is_ok());
        assert!(two.check_gpu(&frame).is_err());
        assert!(two.start().is_some());
    }
}
