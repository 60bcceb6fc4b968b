// SPDX-License-Identifier: GPL-2.0-or-later
//! Notes of the passes of a frame: how much each moves, and how long it takes.

use std::mem;
use std::time::{Duration, Instant};

use super::Work;
use crate::gpu::{Gpu, GpuError};
use crate::texture;

/// How long a pass or a frame may take: software needs seconds for the largest ones.
pub(crate) const WAIT_LIMIT: Duration = Duration::from_secs(120);

/// A pass that was recorded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LoggedPass {
    /// File name of the shader without its extension; of a vendor's runtime the id of its technology.
    pub shader: &'static str,
    /// Bytes of the textures that it reads, each once, and of the one that it writes.
    pub bytes: u64,
    /// How long it took, or where that will be.
    pub time: PassTime,
}

/// The time of a pass.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PassTime {
    /// There were not enough queries for it.
    Unknown,
    /// The numbers of the queries that hold the times of its beginning and of its end.
    Queries([u32; 2]),
    /// Of the wall clock, from submission to end.
    Wall(Duration),
}

/// By what passes are timed.
#[derive(Debug)]
pub enum PassClock {
    /// A query set of this many queries. A time is written behind each pass when all before it has ended.
    Queries(wgpu::QuerySet, u32),
    /// The wall clock: each pass is submitted alone and waited for as soon as it is recorded.
    Wall,
}

/// What a [`Recorder`](super::Recorder) notes of a frame's passes.
#[derive(Debug)]
pub struct PassLog {
    clock: PassClock,
    /// How many queries were written.
    marks: u32,
    passes: Vec<LoggedPass>,
    failure: Option<GpuError>,
}

impl PassLog {
    /// A log whose passes are timed by `clock`.
    #[must_use]
    pub fn new(clock: PassClock) -> Self {
        Self {
            clock,
            marks: 0,
            passes: Vec::new(),
            failure: None,
        }
    }

    /// The passes so far.
    ///
    /// # Errors
    /// What failed while they were waited for.
    pub fn passes(&self) -> Result<&[LoggedPass], GpuError> {
        self.failure.clone().map_or(Ok(&self.passes), Err)
    }

    /// How many queries were written, from the first on.
    #[must_use]
    pub fn marks(&self) -> u32 {
        self.marks
    }

    /// Writes into the next query when all that was recorded so far has ended. Nothing where the clock is another, or
    /// there is no query left.
    pub fn mark(&mut self, work: &mut Work) -> Option<u32> {
        match &self.clock {
            PassClock::Queries(set, count) if self.marks < *count => {
                work.encoder().write_timestamp(set, self.marks);
                self.marks += 1;
                Some(self.marks - 1)
            }
            _ => None,
        }
    }

    /// Notes a pass that was just recorded. It began when what is before it had ended.
    pub(super) fn note(
        &mut self,
        gpu: &Gpu,
        work: &mut Work,
        shader: &'static str,
        inputs: &[&wgpu::TextureView],
        output: &wgpu::TextureView,
    ) {
        let mut textures = vec![output.texture()];
        for view in inputs {
            if !textures.contains(&view.texture()) {
                textures.push(view.texture());
            }
        }
        let bytes = textures.into_iter().map(texture::bytes).sum();
        let time = match self.clock {
            PassClock::Queries(..) => {
                let begin = self.marks.checked_sub(1);
                let queries = begin.zip(self.mark(work));
                queries.map_or(PassTime::Unknown, |(begin, end)| PassTime::Queries([begin, end]))
            }
            PassClock::Wall => self.submit(gpu, work),
        };
        self.passes.push(LoggedPass { shader, bytes, time });
    }

    /// Submits what was recorded so far and waits for it.
    fn submit(&mut self, gpu: &Gpu, work: &mut Work) -> PassTime {
        let work = mem::replace(work, Work::new(gpu)).finish();
        let begun = Instant::now();
        let submission = gpu.submit(work);
        match gpu.wait_at_most(submission, WAIT_LIMIT) {
            Ok(()) => PassTime::Wall(begun.elapsed()),
            Err(error) => {
                self.failure.get_or_insert(error);
                PassTime::Unknown
            }
        }
    }
}
