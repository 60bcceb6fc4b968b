// SPDX-License-Identifier: GPL-2.0-or-later
//! Shows the motion that is estimated, in place of the picture.

use bytemuck::{Pod, Zeroable};

use crate::frame::{FrameDesc, Size};
use crate::gpu::Gpu;
use crate::guides::{Detail, MotionEstimator};
use crate::pass::{Pass, Recorder, Variant};
use crate::shaders;
use crate::technologies::{Grid, are_ready, compile};
use crate::technology::TechnologyError;

/// Estimates the motion of frames and draws it at the size of the result.
#[derive(Debug)]
pub struct MotionView {
    motion: MotionEstimator,
    pass: Pass<Places>,
    size: Size,
}

/// The uniform block of `shaders/motion/view.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Debug, Pod, Zeroable)]
struct Places {
    scale: [f32; 2],
    offset: [f32; 2],
}

fn variant(input: &FrameDesc) -> Variant {
    Variant::new(&shaders::MOTION_VIEW, input.format, &[])
}

impl MotionView {
    /// Whether [`MotionView::create`] would return without compiling anything.
    #[must_use]
    pub fn is_prepared(gpu: &Gpu, input: &FrameDesc) -> bool {
        MotionEstimator::is_prepared(gpu, input, Detail::Pixels) && are_ready(gpu, &[variant(input)])
    }

    /// Compiles what a view of the motion of such frames needs.
    ///
    /// # Errors
    /// When the driver refuses a pipeline.
    pub fn prepare(gpu: &Gpu, input: &FrameDesc) -> Result<(), TechnologyError> {
        MotionEstimator::prepare(gpu, input, Detail::Pixels)?;
        compile(gpu, &[variant(input)])
    }

    /// A view of the motion of `input` frames, encoded for display, at the size `output`.
    ///
    /// # Errors
    /// As [`MotionView::prepare`], and when the GPU has not the memory.
    pub fn create(gpu: &Gpu, input: &FrameDesc, output: Size) -> Result<Self, TechnologyError> {
        let Grid { scale, offset } = Grid::new(input.size, output);
        Ok(Self {
            motion: MotionEstimator::create(gpu, input, Detail::Pixels)?,
            pass: Pass::new(gpu, &variant(input), Places { scale, offset })?,
            size: output,
        })
    }

    /// Forgets the frames so far.
    pub fn reset(&mut self) {
        self.motion.reset();
    }

    /// To be called after the work of [`MotionView::record`] was submitted.
    pub fn after_submit(&mut self) {
        self.motion.after_submit();
    }

    /// Records the estimation, and the picture of it.
    pub fn record(
        &mut self,
        recorder: &mut Recorder<'_>,
        input: &wgpu::TextureView,
        output: &wgpu::TextureView,
    ) {
        self.motion.record(recorder, input);
        let blocks = self.motion.blocks();
        let vectors = self.motion.pixels().unwrap_or(blocks);
        self.pass.record(recorder, &[vectors, blocks], output, self.size);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{AlphaMode, PixelFormat};
    use crate::pass::Work;
    use crate::reference::Image;
    use crate::shaders::assert_uniform_layout;
    use crate::technologies::testing::{frame, from_bytes, picture, to_bytes};
    use crate::testing;

    #[test]
    fn the_uniform_block_is_the_shaders() {
        assert_uniform_layout!(shaders::MOTION_VIEW, Places { scale, offset });
    }

    #[test]
    fn what_moves_is_coloured_by_its_direction() {
        let Some(gpu) = testing::gpu() else { return };
        let (size, output) = (Size::new(96, 64), Size::new(144, 96));
        let input = frame(size, PixelFormat::Rgba8, AlphaMode::Opaque);
        MotionView::prepare(&gpu, &input).expect("the shaders compile");
        assert!(MotionView::is_prepared(&gpu, &input));
        let mut view = MotionView::create(&gpu, &input, output).expect("there is memory");
        let wide = picture(5, Size::new(128, 64), AlphaMode::Opaque);
        let mut shown = |x: i64| {
            let moved = Image::from_fn(size, |column, row| wide.at(i64::from(column) + x, i64::from(row)));
            let source = testing::upload(&gpu, size, input.format, &to_bytes(&moved, input.format));
            let result = testing::create_texture(&gpu, output, input.format);
            let views = [&source, &result]
                .map(|texture| texture.create_view(&wgpu::TextureViewDescriptor::default()));
            let mut work = Work::new(&gpu);
            view.record(&mut Recorder::new(&gpu, &mut work), &views[0], &views[1]);
            gpu.submit(work.finish());
            view.after_submit();
            from_bytes(output, input.format, &testing::download(&gpu, &result)).at(72, 48)
        };
        assert_eq!(shown(16), [0.0, 0.0, 0.0, 1.0], "nothing was before the first");
        let [red, green, blue, _] = shown(16);
        assert!(
            red > 0.9 && green > 0.9 && blue > 0.9,
            "it stands still: {red}, {green}, {blue}"
        );
        // It moves to the right, by half of the full colour.
        let [red, green, blue, _] = shown(8);
        assert!(
            (0.4..0.6).contains(&green) && green == blue && red > 0.9,
            "{red}, {green}, {blue}"
        );
        testing::assert_no_validation_messages();
    }
}
