// SPDX-License-Identifier: GPL-2.0-or-later
//! Whether a picture is another one than the one before it, or the same once more.

use super::pacing::Change;
use crate::frame::{FrameDesc, PixelFormat, Size};
use crate::gpu::Gpu;
use crate::pass::{Pass, Recorder, Variant, intermediate};
use crate::readback::TexelReader;
use crate::shaders;
use crate::technologies::compile;
use crate::technology::TechnologyError;

/// Differences.
const FORMAT: PixelFormat = PixelFormat::Rgba32Float;

/// `SQUARE` of `shaders/generation/difference.wgsl` and `most.wgsl`.
const SQUARE: u32 = 8;

/// A picture is another one when any of its values differs by more than this, of 1: the next code of 8 bits does, and what
/// conversions of the same picture make of it does not. OBS draws a source that has nothing new as before, bit for bit.
const NEW: f32 = 0.75 / 255.0;

/// Whether such pictures can creep: become another one in steps of which none is [`NEW`], as a slow fade does.
const fn creeps(format: PixelFormat) -> bool {
    !matches!(format, PixelFormat::Rgba8 | PixelFormat::Bgra8)
}

/// Compares pictures; the answers arrive some frames later.
#[derive(Debug)]
pub(super) struct Novelty {
    creeps: bool,
    difference: Pass<()>,
    /// From each of the textures to the next.
    most: Vec<Pass<()>>,
    /// Smaller and smaller, down to one texel.
    textures: Vec<wgpu::TextureView>,
    reader: TexelReader,
}

impl Novelty {
    pub(super) fn variants(frame: &FrameDesc) -> [Variant; 2] {
        let creeps = ("CREEPS", u32::from(creeps(frame.format)));
        [
            Variant::new(&shaders::GENERATION_DIFFERENCE, FORMAT, &[creeps]),
            Variant::new(&shaders::GENERATION_MOST, FORMAT, &[]),
        ]
    }

    pub(super) fn create(gpu: &Gpu, frame: &FrameDesc) -> Result<Self, TechnologyError> {
        let variants = Self::variants(frame);
        compile(gpu, &variants)?;
        let [difference, most] = variants;
        let sizes = sizes(frame.size);
        Ok(Self {
            creeps: creeps(frame.format),
            difference: Pass::new(gpu, &difference, ())?,
            most: sizes
                .iter()
                .skip(1)
                .map(|_| Pass::new(gpu, &most, ()))
                .collect::<Result<_, _>>()?,
            textures: gpu.check(|| {
                let texture = |size: &Size| match *size {
                    ONE => super::texture(gpu, "difference", ONE, FORMAT),
                    size => intermediate(gpu, "differences", size, FORMAT),
                };
                sizes.iter().map(texture).collect()
            })?,
            reader: gpu.check(|| TexelReader::new(gpu, "difference"))?,
        })
    }

    /// Records the comparison of a picture with the one before it and with the one that is kept, which is known by `number`
    /// from then on. False: there will be no answer.
    pub(super) fn record(
        &mut self,
        recorder: &mut Recorder<'_>,
        [picture, before, kept]: [&wgpu::TextureView; 3],
        number: u64,
    ) -> bool {
        let size = |view: &wgpu::TextureView| Size::new(view.texture().width(), view.texture().height());
        // What is not looked at is one of the others: there are fewer sets of views then.
        let kept = if self.creeps { kept } else { before };
        let first = &self.textures[0];
        self.difference
            .record(recorder, &[picture, before, kept], first, size(first));
        for (pass, pair) in self.most.iter_mut().zip(self.textures.windows(2)) {
            pass.record(recorder, &[&pair[0]], &pair[1], size(&pair[1]));
        }
        let last = &self.textures[self.textures.len() - 1];
        self.reader.record(recorder, last, number)
    }

    pub(super) fn after_submit(&mut self) {
        self.reader.after_submit();
    }

    /// Gives `take` the answers that have arrived: the number, and what kind of picture it is.
    pub(super) fn collect(&mut self, mut take: impl FnMut(u64, Change)) {
        self.reader.collect(|number, [most, crept, ..]| {
            // What is not a number is another one too.
            let change = if most > NEW || most.is_nan() {
                Change::New
            } else if crept > NEW {
                Change::Crept
            } else {
                Change::None
            };
            take(number, change);
        });
    }

    pub(super) fn textures(&self) -> impl Iterator<Item = &wgpu::TextureView> {
        self.textures.iter()
    }
}

const ONE: Size = Size::new(1, 1);

/// The sizes of the textures.
fn sizes(picture: Size) -> Vec<Size> {
    let smaller = |size: Size| Size::new(size.width.div_ceil(SQUARE), size.height.div_ceil(SQUARE));
    let mut sizes = vec![smaller(picture)];
    while sizes[sizes.len() - 1] != ONE {
        sizes.push(smaller(sizes[sizes.len() - 1]));
    }
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_picture_comes_down_to_one_texel() {
        assert_eq!(sizes(ONE), [ONE]);
        assert_eq!(sizes(Size::new(8, 9)), [Size::new(1, 2), ONE]);
        assert_eq!(sizes(Size::new(16_384, 1)).len(), 5);
    }
}
