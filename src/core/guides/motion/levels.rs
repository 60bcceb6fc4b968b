// SPDX-License-Identifier: GPL-2.0-or-later
//! The planes of a picture and the grids of blocks on them.

use crate::frame::Size;

/// Pixels along a side of a block of the first level.
pub(super) const BLOCK: u32 = 8;
/// Pixels from a block to the next one on the other levels, where blocks overlap: so the second level has a block for
/// each of the first.
const STRIDE: u32 = 4;

/// The shorter side of the coarsest plane has at least so many pixels, twice what is compared at a time.
const SHORTEST: u32 = 16;

/// A motion of this many pixels of the picture has to be found on the coarsest level, along each axis.
const REACH: u32 = 256;
/// So many of its pixels are tried at least, and at most.
const REACHES: [u32; 2] = [4, 8];

/// So many blocks, at least, are asked whether there was a cut, as one or the other finds something alike by chance.
const WITNESSES: u64 = 64;

/// How far vectors are tried on a level, along each axis, in its pixels.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Reach {
    /// From the best that is known.
    pub(super) best: u32,
    /// From no motion: what is too fine for the coarser levels is found so, up to 64 pixels of the picture on the fifth.
    pub(super) afresh: u32,
}

impl Reach {
    /// Of the second level, where every step costs most, of the third, and of those behind.
    pub(super) const FINER: [Self; 3] = [
        Self { best: 1, afresh: 0 },
        Self { best: 2, afresh: 2 },
        Self { best: 2, afresh: 4 },
    ];

    /// Which of those a level has.
    pub(super) fn of(level: usize) -> usize {
        level.clamp(1, 3) - 1
    }
}

/// The sizes of all planes, the picture's first. There are two at least.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Levels(Vec<Size>);

impl Levels {
    pub(super) fn new(picture: Size) -> Self {
        let half = |size: &Size| Size::new(size.width.div_ceil(2), size.height.div_ceil(2));
        let halves = std::iter::successors(Some(half(&picture)), |size| Some(half(size)));
        let fits = |size: &Size| size.width.min(size.height) >= SHORTEST;
        let all = [picture, half(&picture)].into_iter();
        Self(all.chain(halves.skip(1).take_while(fits)).collect())
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// Pixels of a plane.
    pub(super) fn size(&self, level: usize) -> Size {
        self.0[level]
    }

    /// Blocks of a plane.
    pub(super) fn grid(&self, level: usize) -> Size {
        let stride = if level == 0 { BLOCK } else { STRIDE };
        let Size { width, height } = self.size(level);
        Size::new(width.div_ceil(stride), height.div_ceil(stride))
    }

    /// How far vectors are tried on the coarsest level.
    pub(super) fn coarsest_reach(&self) -> Reach {
        let [least, most] = REACHES;
        let best = (REACH >> (self.count() - 1)).clamp(least, most);
        Reach { best, afresh: 0 }
    }

    /// The level whose blocks are asked whether there was a cut.
    pub(super) fn evidence(&self) -> usize {
        let is_enough = |level: usize| level < self.count() && self.grid(level).area() >= WITNESSES;
        if is_enough(2) { 2 } else { 1 }
    }

    /// A texel for each row of blocks of that level.
    pub(super) fn sums(&self) -> Size {
        Size::new(1, self.grid(self.evidence()).height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn planes_are_halved_down_to_what_can_still_be_searched() {
        let sizes = |width, height| Levels::new(Size::new(width, height)).0;
        assert_eq!(sizes(1, 1), [Size::new(1, 1), Size::new(1, 1)]);
        assert_eq!(sizes(40, 33), [(40, 33), (20, 17)].map(|(w, h)| Size::new(w, h)));
        let full_hd = sizes(1920, 1080);
        assert_eq!(full_hd.len(), 7);
        assert_eq!(full_hd[6], Size::new(30, 17));
    }

    #[test]
    fn the_second_level_has_a_block_for_each_of_the_first() {
        for width in 1..200 {
            let levels = Levels::new(Size::new(width, 16_384));
            assert_eq!(levels.grid(0), levels.grid(1), "{width}");
            for level in 2..levels.count() {
                let (finer, grid) = (levels.grid(level - 1), levels.grid(level));
                assert_eq!(grid, Size::new(finer.width.div_ceil(2), finer.height.div_ceil(2)));
            }
        }
    }

    #[test]
    fn any_picture_is_searched_far_enough() {
        for (size, reach) in [
            ((256, 192), 8),
            ((1280, 720), 8),
            ((1920, 1080), 4),
            ((16_384, 16_384), 4),
        ] {
            let levels = Levels::new(Size::new(size.0, size.1));
            assert_eq!(levels.coarsest_reach().best, reach, "{size:?}");
            let found = reach << (levels.count() - 1);
            assert!(found >= 64, "{found} of {size:?}");
        }
    }
}
