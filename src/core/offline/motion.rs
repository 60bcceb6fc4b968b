// SPDX-License-Identifier: GPL-2.0-or-later
//! The motion of pictures in memory.

use std::borrow::Cow;
use std::sync::Arc;

use super::pixels::premultiply;
use super::transfer::{Download, Upload};
use super::{OfflineError, PixelAlpha, Pixels, Samples, WAIT_LIMIT, check_sizes};
use crate::frame::{AlphaMode, ColorSpace, FrameDesc, PixelFormat, Size};
use crate::gpu::{Gpu, GpuError};
use crate::guides::{Detail, MotionEstimator, Verdict};
use crate::pass::{Recorder, Work};

/// The motion to a picture from the one before it.
#[derive(Clone, PartialEq, Debug)]
pub struct MotionField {
    /// Size of the pictures.
    pub size: Size,
    /// The vector of each pixel, row by row: how far to the right and down the same thing was in the picture before.
    pub vectors: Vec<[f32; 2]>,
    /// How far the vectors of each block of [`MotionEstimator::BLOCK`] pixels a side can be relied on, 0 to 1.
    pub confidences: Vec<f32>,
    /// Whether there was a cut between the two; of the first picture that is so.
    pub verdict: Verdict,
}

/// Estimates the motion of pictures of one size, one after the other.
pub struct ImageMotion {
    gpu: Arc<Gpu>,
    current: Option<Session>,
}

/// What pictures of one size share.
struct Session {
    size: Size,
    estimator: MotionEstimator,
    upload: Upload,
    view: wgpu::TextureView,
    pixels: Download,
    blocks: Download,
}

impl ImageMotion {
    /// An estimator on `gpu`.
    #[must_use]
    pub fn new(gpu: Arc<Gpu>) -> Self {
        Self { gpu, current: None }
    }

    /// The GPU that it works on.
    #[must_use]
    pub fn gpu(&self) -> &Gpu {
        &self.gpu
    }

    /// Forgets the pictures so far: the next one counts as the first.
    pub fn reset(&mut self) {
        if let Some(session) = &mut self.current {
            session.estimator.reset();
        }
    }

    /// Estimates the motion to `image` from the picture before, and waits for it. A picture of another size than the one
    /// before counts as the first. Of deep pictures 8 bits are looked at, and transparent ones as they are over black.
    ///
    /// # Errors
    /// See [`OfflineError`].
    pub fn next(&mut self, image: &Pixels) -> Result<MotionField, OfflineError> {
        check_sizes(&self.gpu, image, image.size)?;
        // A session that fails half-way is not used again.
        let mut session = match self.current.take().filter(|session| session.size == image.size) {
            Some(session) => session,
            None => Session::new(&self.gpu, image.size)?,
        };
        let field = session.run(&self.gpu, image)?;
        self.current = Some(session);
        Ok(field)
    }
}

impl Session {
    fn new(gpu: &Gpu, size: Size) -> Result<Self, OfflineError> {
        let frame = FrameDesc {
            size,
            format: PixelFormat::Rgba8,
            alpha: AlphaMode::Opaque,
            color_space: ColorSpace::Srgb,
        };
        let estimator = MotionEstimator::create(gpu, &frame, Detail::Pixels)?;
        let upload = Upload::new(gpu, frame)?;
        let download = |view: &wgpu::TextureView| {
            let texture = view.texture();
            let texel = texture.format().block_copy_size(None).unwrap_or_default();
            Download::new(gpu, Size::new(texture.width(), texture.height()), texel)
        };
        Ok(Self {
            view: upload
                .texture()
                .create_view(&wgpu::TextureViewDescriptor::default()),
            pixels: download(estimator.pixels().unwrap_or(estimator.blocks()))?,
            blocks: download(estimator.blocks())?,
            size,
            estimator,
            upload,
        })
    }

    fn run(&mut self, gpu: &Gpu, image: &Pixels) -> Result<MotionField, GpuError> {
        let estimator = &mut self.estimator;
        self.upload.upload(gpu, &over_black(image))?;
        let submission = gpu.check(|| {
            let mut work = Work::new(gpu);
            estimator.record(&mut Recorder::new(gpu, &mut work), &self.view);
            gpu.submit(work.finish())
        })?;
        estimator.after_submit();
        gpu.wait_at_most(submission, WAIT_LIMIT)?;
        // It has arrived with the end of the wait.
        estimator.after_submit();
        let verdict = estimator.latest_verdict().map(|(_, verdict)| verdict);
        let verdict = verdict.ok_or_else(|| GpuError::Refused("no verdict".to_owned()))?;

        let mut vectors = Vec::with_capacity(image.size.area() as usize);
        if let Some(pixels) = estimator.pixels() {
            self.pixels.rows(gpu, pixels.texture(), |row| {
                vectors.extend(row.chunks_exact(8).map(bytemuck::pod_read_unaligned::<[f32; 2]>));
            })?;
        }
        let mut confidences = Vec::new();
        self.blocks.rows(gpu, estimator.blocks().texture(), |row| {
            let blocks = row.chunks_exact(16).map(bytemuck::pod_read_unaligned::<[f32; 4]>);
            confidences.extend(blocks.map(|[_, _, confidence, _]| confidence));
        })?;
        Ok(MotionField {
            size: image.size,
            vectors,
            confidences,
            verdict,
        })
    }
}

/// The picture in 8 bits, transparency drawn over black.
fn over_black(image: &Pixels) -> Cow<'_, Pixels> {
    if matches!(image.samples, Samples::U8(_)) && image.alpha != PixelAlpha::Straight {
        return Cow::Borrowed(image);
    }
    let length = image.samples.len();
    let mut samples = Samples::U8(Vec::with_capacity(length));
    let mut floats = Vec::new();
    let row = image.size.width as usize * 4;
    for begin in (0..length).step_by(row) {
        floats.clear();
        image.samples.read(begin..begin + row, &mut floats);
        if image.alpha == PixelAlpha::Straight {
            premultiply(&mut floats);
        }
        samples.write(&floats);
    }
    Cow::Owned(Pixels {
        size: image.size,
        samples,
        alpha: image.alpha,
    })
}
