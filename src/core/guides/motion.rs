// SPDX-License-Identifier: GPL-2.0-or-later
//! Motion between a picture and the one before it, from the two pictures alone.
//!
//! Lumas are halved in size again and again. On the coarsest of these planes blocks are looked for in the previous picture's; each
//! finer one starts from what was found, with smaller steps and smaller blocks, and the first ends between pixels. The same
//! is done from the previous picture to the current one: where the way there and the way back agree, and what is found
//! looks alike, vectors can be relied on. Nothing of it depends on the order in which a GPU works, so that equal pictures
//! give equal vectors.
//!
//! A vector goes from a place in the current picture to where the same thing was in the previous one, in pixels of the
//! picture, right and down being positive. After a cut there is nothing to go to: all vectors and confidences are 0.

mod levels;
mod verdict;

use crate::frame::{FrameDesc, PixelFormat, Size};
use crate::gpu::{Gpu, Part};
use crate::pass::{Pass, Recorder, Variant, intermediate};
use crate::pipeline::remember;
use crate::shaders;
use crate::technologies::{are_ready, compile, linear};
use crate::technology::TechnologyError;
use crate::texture;

use levels::{Levels, Reach};
pub use verdict::Verdict;
use verdict::VerdictReader;

/// Lumas, of 256 codes.
const PLANE_FORMAT: PixelFormat = PixelFormat::Rgba8;
/// Vectors and what belongs to them.
const BLOCK_FORMAT: PixelFormat = PixelFormat::Rgba32Float;

/// Brightnesses that a histogram tells apart.
const BINS: u32 = 32;

/// How finely motion is told.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Detail {
    /// A vector for each block of [`MotionEstimator::BLOCK`] pixels a side.
    Blocks,
    /// Beside those one for each pixel.
    Pixels,
}

/// Estimates the motion of a sequence of frames, each after the one before.
#[derive(Debug)]
pub struct MotionEstimator {
    levels: Levels,
    luma: Pass<()>,
    /// From each level to the next.
    halve: Vec<Pass<()>>,
    /// Of the levels from the second on.
    forward: Vec<Search>,
    backward: Vec<Search>,
    histogram: Pass<()>,
    evidence: Pass<()>,
    sum: Pass<()>,
    verdict: Pass<()>,
    /// What says that there is no picture before.
    first: Pass<()>,
    median: Pass<()>,
    refine: Pass<()>,
    finish: Pass<()>,
    pixels: Option<Pixels>,
    textures: Textures,
    reader: VerdictReader,
    /// Which of the two [`Planes`] are the newest picture's.
    newest: usize,
    has_previous: bool,
}

/// The search on one level in one direction.
#[derive(Debug)]
struct Search {
    pass: Pass<()>,
    vectors: wgpu::TextureView,
}

/// What makes vectors of pixels of those of blocks.
#[derive(Debug)]
struct Pixels {
    pass: Pass<()>,
    vectors: wgpu::TextureView,
}

/// What is kept of a picture until the next one.
#[derive(Debug)]
struct Planes {
    levels: Vec<wgpu::TextureView>,
    histogram: wgpu::TextureView,
}

#[derive(Debug)]
struct Textures {
    planes: [Planes; 2],
    evidence: wgpu::TextureView,
    sums: wgpu::TextureView,
    verdicts: [wgpu::TextureView; 2],
    medians: wgpu::TextureView,
    refined: wgpu::TextureView,
    blocks: wgpu::TextureView,
}

impl MotionEstimator {
    /// Pixels along a side of a block.
    pub const BLOCK: u32 = levels::BLOCK;

    /// Whether [`MotionEstimator::create`] would return without compiling anything.
    #[must_use]
    pub fn is_prepared(gpu: &Gpu, frame: &FrameDesc, detail: Detail) -> bool {
        are_ready(gpu, &Variants::new(frame).all(detail))
    }

    /// Compiles what such frames need. A driver that refuses is not asked again ([`Part::Motion`]).
    ///
    /// # Errors
    /// When the driver refuses a pipeline or the device is lost.
    pub fn prepare(gpu: &Gpu, frame: &FrameDesc, detail: Detail) -> Result<(), TechnologyError> {
        remember(gpu, Part::Motion, || {
            compile(gpu, &Variants::new(frame).all(detail))
        })
    }

    /// An estimator for frames like `frame`, in the display encoding ([`FrameDesc::encoded`]). Its size may be any that a
    /// texture can have.
    ///
    /// # Errors
    /// As [`MotionEstimator::prepare`], and when the GPU has not the memory.
    pub fn create(gpu: &Gpu, frame: &FrameDesc, detail: Detail) -> Result<Self, TechnologyError> {
        remember(gpu, Part::Motion, || Self::make(gpu, frame, detail))
    }

    fn make(gpu: &Gpu, frame: &FrameDesc, detail: Detail) -> Result<Self, TechnologyError> {
        let variants = Variants::new(frame);
        let levels = Levels::new(frame.size);
        let pass = |variant: &Variant| Pass::new(gpu, variant, ());
        let search = |level| -> Result<Search, TechnologyError> {
            Ok(Search {
                pass: pass(&variants.search(&levels, level))?,
                vectors: gpu
                    .check(|| intermediate(gpu, "motion search", levels.grid(level), BLOCK_FORMAT))?,
            })
        };
        let searches = || (1..levels.count()).map(search).collect::<Result<Vec<_>, _>>();
        let pixels = || -> Result<_, TechnologyError> {
            let format = wgpu::TextureFormat::Rg32Float;
            Ok(Pixels {
                pass: pass(&variants.pixels)?,
                vectors: gpu.check(|| result(gpu, "motion of pixels", frame.size, format))?,
            })
        };
        Ok(Self {
            luma: pass(&variants.luma)?,
            halve: (1..levels.count())
                .map(|_| pass(&variants.halve))
                .collect::<Result<_, _>>()?,
            forward: searches()?,
            backward: searches()?,
            histogram: pass(&variants.histogram)?,
            evidence: pass(&variants.evidence)?,
            sum: pass(&variants.sum)?,
            verdict: pass(&variants.verdict)?,
            first: pass(&variants.first)?,
            median: pass(&variants.median)?,
            refine: pass(&variants.refine)?,
            finish: pass(&variants.finish)?,
            pixels: (detail == Detail::Pixels).then(pixels).transpose()?,
            textures: gpu.check(|| Textures::new(gpu, &levels))?,
            reader: gpu.check(|| VerdictReader::new(gpu))?,
            levels,
            newest: 0,
            has_previous: false,
        })
    }

    /// Forgets the pictures so far: the next one counts as the first. For what the pictures do not tell: another source, a
    /// pause.
    pub fn reset(&mut self) {
        self.has_previous = false;
    }

    /// Records the estimation of the motion from the picture before to `current`, a view of a whole picture as the
    /// estimator was made for. Several may be recorded for one submission, in their order; of their verdicts only the last
    /// one's reaches the processor. Allocates nothing once it has met a view before.
    pub fn record(&mut self, recorder: &mut Recorder<'_>, current: &wgpu::TextureView) {
        self.newest = 1 - self.newest;
        let (levels, textures) = (&self.levels, &self.textures);
        let (new, old) = (&textures.planes[self.newest], &textures.planes[1 - self.newest]);

        self.luma
            .record(recorder, &[current], &new.levels[0], levels.size(0));
        for (level, halve) in (1..).zip(&mut self.halve) {
            let [from, to] = [level - 1, level].map(|level| &new.levels[level]);
            halve.record(recorder, &[from], to, levels.size(level));
        }
        let coarsest = levels.count() - 1;
        self.histogram
            .record(recorder, &[&new.levels[coarsest]], &new.histogram, BINS_SIZE);

        if self.has_previous {
            search(&mut self.forward, levels, recorder, new, old);
            search(&mut self.backward, levels, recorder, old, new);
            let level = levels.evidence();
            let [found, back] = [&self.forward, &self.backward].map(|searches| &searches[level - 1].vectors);
            let inputs = [&new.levels[level], &old.levels[level], found, back];
            self.evidence
                .record(recorder, &inputs, &textures.evidence, levels.grid(level));
            self.sum
                .record(recorder, &[&textures.evidence], &textures.sums, levels.sums());
        }
        let judge = if self.has_previous {
            &mut self.verdict
        } else {
            &mut self.first
        };
        let [verdict, before] = [self.newest, 1 - self.newest].map(|index| &textures.verdicts[index]);
        let inputs = [&textures.sums, &new.histogram, &old.histogram, before];
        judge.record(recorder, &inputs, verdict, ONE);
        self.reader.record(recorder, verdict);

        let grid = levels.grid(0);
        let (found, back) = (&self.forward[0].vectors, &self.backward[0].vectors);
        if self.has_previous {
            self.median.record(recorder, &[found], &textures.medians, grid);
            let inputs = [&new.levels[0], &old.levels[0], found, &textures.medians];
            self.refine.record(recorder, &inputs, &textures.refined, grid);
        }
        let inputs = [&new.levels[0], &old.levels[0], &textures.refined, back, verdict];
        self.finish.record(recorder, &inputs, &textures.blocks, grid);
        if let Some(pixels) = &mut self.pixels {
            let inputs = [&new.levels[0], &old.levels[0], &textures.blocks];
            pixels
                .pass
                .record(recorder, &inputs, &pixels.vectors, levels.size(0));
        }
        self.has_previous = true;
    }

    /// A texel for each block of [`MotionEstimator::BLOCK`] pixels a side, the last ones cut off by the picture's edges:
    /// the vector (two numbers), how far it can be relied on (0 to 1), and the mean difference of luma that it leaves.
    #[must_use]
    pub fn blocks(&self) -> &wgpu::TextureView {
        &self.textures.blocks
    }

    /// The vector of each pixel, two floats a texel, where they were asked for ([`Detail::Pixels`]).
    #[must_use]
    pub fn pixels(&self) -> Option<&wgpu::TextureView> {
        self.pixels.as_ref().map(|pixels| &pixels.vectors)
    }

    /// The lumas of the picture before and of the newest one, with those of 2x2 pixels in a texel.
    pub(crate) fn planes(&self) -> [&wgpu::TextureView; 2] {
        [1 - self.newest, self.newest].map(|index| &self.textures.planes[index].levels[0])
    }

    /// Whole vectors from the picture before to the newest one, at half the size and in its pixels; a texel for each of
    /// [`MotionEstimator::blocks`].
    pub(crate) fn backward(&self) -> &wgpu::TextureView {
        &self.backward[0].vectors
    }

    /// One texel, for shaders: 1 after a cut, 0 otherwise, and the other numbers of a [`Verdict`].
    #[must_use]
    pub fn verdict(&self) -> &wgpu::TextureView {
        &self.textures.verdicts[self.newest]
    }

    /// To be called after the work of [`MotionEstimator::record`] was submitted, and then as often as one likes: takes in
    /// the verdicts that have arrived. Never waits.
    pub fn after_submit(&mut self) {
        self.reader.after_submit();
    }

    /// The verdict on the latest picture that it is known of, and which one that is: 0 is the first that was recorded.
    #[must_use]
    pub fn latest_verdict(&self) -> Option<(u64, Verdict)> {
        self.reader.latest()
    }

    /// Bytes of all textures.
    #[must_use]
    pub fn memory(&self) -> u64 {
        let searches = self.forward.iter().chain(&self.backward);
        let found = searches.map(|search| &search.vectors);
        let pixels = self.pixels.iter().map(|pixels| &pixels.vectors);
        let all = self.textures.all().chain(found).chain(pixels);
        all.map(|view| texture::bytes(view.texture())).sum()
    }
}

/// From the coarsest level to the second.
fn search(
    searches: &mut [Search],
    levels: &Levels,
    recorder: &mut Recorder<'_>,
    current: &Planes,
    previous: &Planes,
) {
    let mut coarser: Option<wgpu::TextureView> = None;
    for (index, search) in searches.iter_mut().enumerate().rev() {
        let level = index + 1;
        let (current, previous) = (&current.levels[level], &previous.levels[level]);
        // The coarsest level does not read it.
        let coarser_vectors = coarser.as_ref().unwrap_or(previous);
        let inputs = [current, previous, coarser_vectors];
        search
            .pass
            .record(recorder, &inputs, &search.vectors, levels.grid(level));
        coarser = Some(search.vectors.clone());
    }
}

const ONE: Size = Size::new(1, 1);
const BINS_SIZE: Size = Size::new(BINS, 1);

impl Textures {
    fn new(gpu: &Gpu, levels: &Levels) -> Self {
        let plane = |level| intermediate(gpu, "motion plane", levels.size(level), PLANE_FORMAT);
        let blocks = |label, size| intermediate(gpu, label, size, BLOCK_FORMAT);
        let planes = || Planes {
            levels: (0..levels.count()).map(plane).collect(),
            histogram: blocks("motion histogram", BINS_SIZE),
        };
        let format = BLOCK_FORMAT.texture_format();
        Self {
            planes: [planes(), planes()],
            evidence: blocks("motion evidence", levels.grid(levels.evidence())),
            sums: blocks("motion sums", levels.sums()),
            verdicts: [(); 2].map(|()| result(gpu, "motion verdict", ONE, format)),
            medians: blocks("motion medians", levels.grid(1)),
            refined: blocks("motion refined", levels.grid(0)),
            blocks: result(gpu, "motion of blocks", levels.grid(0), format),
        }
    }

    fn all(&self) -> impl Iterator<Item = &wgpu::TextureView> {
        let planes = self.planes.iter();
        let planes = planes.flat_map(|planes| planes.levels.iter().chain([&planes.histogram]));
        planes.chain([
            &self.evidence,
            &self.sums,
            &self.verdicts[0],
            &self.verdicts[1],
            &self.medians,
            &self.refined,
            &self.blocks,
        ])
    }
}

/// A texture that passes write and read, and that can be copied from.
fn result(gpu: &Gpu, label: &str, size: Size, format: wgpu::TextureFormat) -> wgpu::TextureView {
    let usage = wgpu::TextureUsages::TEXTURE_BINDING
        | wgpu::TextureUsages::STORAGE_BINDING
        | wgpu::TextureUsages::COPY_SRC;
    texture::create(gpu, label, size, format, usage)
}

/// The shaders for one kind of frames.
struct Variants {
    luma: Variant,
    halve: Variant,
    coarsest: Variant,
    /// Of the others, see [`Reach::FINER`].
    finer: [Variant; 3],
    histogram: Variant,
    evidence: Variant,
    sum: Variant,
    verdict: Variant,
    first: Variant,
    median: Variant,
    refine: Variant,
    finish: Variant,
    pixels: Variant,
}

impl Variants {
    fn new(frame: &FrameDesc) -> Self {
        let levels = Levels::new(frame.size);
        let block = |shader, constants: &[_]| Variant::new(shader, BLOCK_FORMAT, constants);
        let search = |coarsest: bool, Reach { best, afresh }: Reach| {
            let constants = [
                ("COARSEST", u32::from(coarsest)),
                ("REACH", best),
                ("AFRESH", afresh),
            ];
            block(&shaders::MOTION_SEARCH, &constants)
        };
        let verdict = |first: bool| block(&shaders::MOTION_VERDICT, &[("FIRST", u32::from(first))]);
        let alpha = frame.alpha;
        let luma = linear(alpha, alpha.working());
        Self {
            luma: Variant::new(&shaders::MOTION_LUMA, PLANE_FORMAT, &luma),
            halve: Variant::new(&shaders::MOTION_HALVE, PLANE_FORMAT, &[]),
            coarsest: search(true, levels.coarsest_reach()),
            finer: Reach::FINER.map(|reach| search(false, reach)),
            histogram: block(&shaders::MOTION_HISTOGRAM, &[]),
            evidence: block(&shaders::MOTION_EVIDENCE, &[]),
            sum: block(&shaders::MOTION_SUM, &[]),
            verdict: verdict(false),
            first: verdict(true),
            median: block(&shaders::MOTION_MEDIAN, &[]),
            refine: block(&shaders::MOTION_REFINE, &[]),
            finish: block(&shaders::MOTION_FINISH, &[]),
            pixels: block(&shaders::MOTION_PIXELS, &[]),
        }
    }

    fn search(&self, levels: &Levels, level: usize) -> Variant {
        let variant = match level {
            _ if level + 1 == levels.count() => &self.coarsest,
            _ => &self.finer[Reach::of(level)],
        };
        variant.clone()
    }

    fn all(self, detail: Detail) -> Vec<Variant> {
        let Self {
            luma,
            halve,
            coarsest,
            finer: [second, third, others],
            histogram,
            evidence,
            sum,
            verdict,
            first,
            median,
            refine,
            finish,
            pixels,
        } = self;
        let blocks = [
            luma, halve, coarsest, second, third, others, histogram, evidence, sum, verdict, first, median,
            refine, finish,
        ];
        let pixels = (detail == Detail::Pixels).then_some(pixels);
        blocks.into_iter().chain(pixels).collect()
    }
}

#[cfg(test)]
mod tests;
