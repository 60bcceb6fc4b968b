// SPDX-License-Identifier: GPL-2.0-or-later
//! The pictures between pictures in memory.

use std::sync::Arc;

use super::transfer::{Download, Upload, take_row};
use super::{OfflineError, Pixels, WAIT_LIMIT, check_sizes, frame_desc};
use crate::frame::FrameDesc;
use crate::generation::Interpolator;
use crate::gpu::{Gpu, GpuError};
use crate::pass::{Recorder, Work};
use crate::texture;

/// Makes pictures between the pictures of a sequence.
pub struct ImageInterpolator {
    gpu: Arc<Gpu>,
    current: Option<Session>,
}

/// What pictures of one kind share.
struct Session {
    interpolator: Interpolator,
    frame: FrameDesc,
    /// The last picture, and the one before.
    pictures: [Picture; 2],
    newest: usize,
    output: wgpu::TextureView,
    download: Download,
    floats: Vec<f32>,
}

struct Picture {
    upload: Upload,
    view: wgpu::TextureView,
}

impl ImageInterpolator {
    /// An interpolator on `gpu`.
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
        self.current = None;
    }

    /// Takes the next picture and makes one for each of `shares`: how far it lies from the picture before, 0, to this
    /// one, 1. None of them for a first picture; one of another size, kind of samples or meaning of alpha than the one
    /// before counts as the first.
    ///
    /// # Errors
    /// See [`OfflineError`]. The next picture counts as the first then.
    pub fn next(&mut self, image: &Pixels, shares: &[f32]) -> Result<Vec<Pixels>, OfflineError> {
        check_sizes(&self.gpu, image, image.size)?;
        let frame = frame_desc(image, false);
        // A session that fails half-way is not used again.
        let known = self.current.take().filter(|session| session.frame == frame);
        let is_first = known.is_none();
        let mut session = match known {
            Some(session) => session,
            None => Session::new(&self.gpu, frame)?,
        };
        session.take(&self.gpu, image)?;
        let shares = if is_first { &[] } else { shares };
        let made = shares
            .iter()
            .map(|share| session.between(&self.gpu, image, *share))
            .collect::<Result<_, _>>()?;
        self.current = Some(session);
        Ok(made)
    }
}

impl Session {
    fn new(gpu: &Gpu, frame: FrameDesc) -> Result<Self, OfflineError> {
        let interpolator = Interpolator::create(gpu, &frame)?;
        let picture = || -> Result<_, GpuError> {
            let upload = Upload::new(gpu, frame)?;
            let view = upload
                .texture()
                .create_view(&wgpu::TextureViewDescriptor::default());
            Ok(Picture { upload, view })
        };
        Ok(Self {
            interpolator,
            pictures: [picture()?, picture()?],
            newest: 0,
            output: gpu.check(|| {
                let usage = wgpu::TextureUsages::STORAGE_BINDING | wgpu::TextureUsages::COPY_SRC;
                let format = frame.format.texture_format();
                texture::create(gpu, "picture in between", frame.size, format, usage)
            })?,
            download: Download::new(gpu, frame.size, frame.format.bytes_per_pixel())?,
            floats: Vec::new(),
            frame,
        })
    }

    fn take(&mut self, gpu: &Gpu, image: &Pixels) -> Result<(), GpuError> {
        self.newest = 1 - self.newest;
        let Picture { upload, view } = &mut self.pictures[self.newest];
        upload.upload(gpu, image)?;
        let interpolator = &mut self.interpolator;
        submit(gpu, |recorder| interpolator.next(recorder, view))?;
        interpolator.after_submit();
        Ok(())
    }

    fn between(&mut self, gpu: &Gpu, image: &Pixels, share: f32) -> Result<Pixels, GpuError> {
        let Self {
            interpolator,
            pictures,
            newest,
            output,
            download,
            floats,
            ..
        } = self;
        let views = [1 - *newest, *newest].map(|index| &pictures[index].view);
        submit(gpu, |recorder| {
            interpolator.between(recorder, views, share, output);
        })?;
        let mut samples = image.samples.like(image.samples.len());
        let is_8_bits = self.frame.format == crate::frame::PixelFormat::Rgba8;
        download.rows(gpu, output.texture(), |row| {
            take_row(row, is_8_bits, image.alpha, floats, &mut samples);
        })?;
        Ok(Pixels { samples, ..*image })
    }
}

/// Records work, and waits for its end.
fn submit(gpu: &Gpu, record: impl FnOnce(&mut Recorder<'_>)) -> Result<(), GpuError> {
    let submission = gpu.check(|| {
        let mut work = Work::new(gpu);
        record(&mut Recorder::new(gpu, &mut work));
        gpu.submit(work.finish())
    })?;
    gpu.wait_at_most(submission, WAIT_LIMIT)
}
