// SPDX-License-Identifier: GPL-2.0-or-later
//! Pictures that look to an upscaler as games do: sky, hills, houses with windows, foliage, paving that shrinks with
//! the distance, wires, and text in front. Not art, but what costs and what shows is there: edges at every angle, fine
//! texture, smooth gradients, flat areas.

use crate::frame::Size;
use crate::offline::{PixelAlpha, Pixels, Samples};

/// How many scenes there are before they repeat.
pub(super) const SCENES: u32 = 3;

/// How many pictures there are of a scene past which the camera moves.
pub(super) const MOVING: usize = 3;
/// The order in which they follow each other, again and again: there and back, so that none is a cut.
pub(super) const MOVES: [usize; 4] = [0, 1, 2, 1];
/// Pixels by which all moves from one to the next, right and down, but for what is drawn over the picture. Fractions of a
/// pixel cost more than whole ones, and games move by fractions.
pub(super) const STEP: [f32; 2] = [-5.3, 1.6];

/// Scene number `seed`, opaque, in 8 bits.
pub(super) fn scene(size: Size, seed: u32) -> Pixels {
    draw(&Scene {
        size,
        seed,
        moved: [0.0; 2],
    })
}

/// Picture number `index` of the first scene, past which the camera moves.
pub(super) fn moving(size: Size, index: usize) -> Pixels {
    draw(&Scene {
        size,
        seed: 0,
        moved: STEP.map(|step| step * index as f32),
    })
}

fn draw(scene: &Scene) -> Pixels {
    let size = scene.size;
    let mut samples = Vec::with_capacity(size.area() as usize * 4);
    for y in 0..size.height {
        for x in 0..size.width {
            let colour = scene.colour(x, y);
            samples.extend(colour.map(|value| (value.clamp(0.0, 1.0) * 255.0).round() as u8));
            samples.push(u8::MAX);
        }
    }
    Pixels {
        size,
        samples: Samples::U8(samples),
        alpha: PixelAlpha::None,
    }
}

struct Scene {
    size: Size,
    seed: u32,
    /// Pixels by which all but the display is moved.
    moved: [f32; 2],
}

/// Height of the horizon, from the top.
const HORIZON: f32 = 0.55;

impl Scene {
    fn colour(&self, x: u32, y: u32) -> [f32; 3] {
        if let Some(colour) = self.display(x, y) {
            return colour;
        }
        // In units of the height, so that scenes of all sizes look alike.
        let height = self.size.height as f32;
        let [across, down] = self.moved;
        let (u, v) = ((x as f32 - across) / height, (y as f32 - down) / height);
        // Two wires, slanted and sagging.
        let wire = |offset: f32| (v - offset - 0.09 * (u - 0.8).powi(2) - 0.05 * u).abs() < 0.0012;
        if wire(0.12) || wire(0.16) {
            return [0.08, 0.08, 0.1];
        }
        let foliage = self.noise(u * 3.0, v * 3.0) + 0.5 * self.noise(u * 11.0, v * 11.0);
        if foliage > 1.02 && v > 0.25 {
            let leaf = self.noise(u * 140.0, v * 140.0);
            let light = 0.25 + 0.6 * leaf * leaf;
            return [0.35 * light, 0.75 * light, 0.2 * light];
        }
        if v > HORIZON {
            return self.ground(u, v);
        }
        if let Some(colour) = self.house(u, v) {
            return colour;
        }
        let hill = HORIZON - 0.22 * self.noise(u * 2.0, 7.0) - 0.03 * self.noise(u * 17.0, 3.0);
        if v > hill {
            let grass = 0.25 + 0.25 * self.noise(u * 60.0, v * 90.0);
            return [0.5 * grass, 0.8 * grass, 0.45 * grass];
        }
        let cloud = (self.noise(u * 2.5, v * 6.0) + 0.5 * self.noise(u * 8.0, v * 16.0) - 0.7).max(0.0);
        let sky = [0.25 + 0.5 * v, 0.45 + 0.5 * v, 0.85];
        sky.map(|value| value + (1.0 - value) * cloud)
    }

    /// Paving: squares that shrink with the distance, rough stone, dark joints.
    fn ground(&self, u: f32, v: f32) -> [f32; 3] {
        let depth = 0.25 / (v - HORIZON + 0.01);
        let (across, along) = ((u - 0.9) * depth * 8.0, depth * 6.0);
        let joint = (across - across.floor()).min(along - along.floor()) < 0.06;
        let stone = self.hash(across.floor() as i32, along.floor() as i32);
        let rough = self.noise(across * 9.0, along * 9.0);
        let light = if joint {
            0.15
        } else {
            0.4 + 0.25 * stone + 0.2 * rough
        };
        [light, 0.93 * light, 0.85 * light]
    }

    /// A row of houses: walls, and windows of which some are lit.
    fn house(&self, u: f32, v: f32) -> Option<[f32; 3]> {
        let number = (u * 5.0).floor();
        let tone = self.hash(number as i32, 91);
        let top = HORIZON - 0.1 - 0.3 * self.hash(number as i32, 17);
        if v < top || tone < 0.3 {
            return None;
        }
        let (column, row) = (u * 40.0, (v - top) * 32.0);
        let within = |value: f32| (0.25..0.75).contains(&(value - value.floor()));
        if within(column) && within(row) {
            let lit = self.hash(column.floor() as i32, row.floor() as i32 + 1000) > 0.6;
            return Some(if lit { [1.0, 0.85, 0.45] } else { [0.1, 0.14, 0.2] });
        }
        let wall = 0.35 + 0.4 * tone + 0.05 * self.noise(u * 200.0, v * 200.0);
        Some([wall, 0.85 * wall, 0.75 * wall])
    }

    /// What games draw over the picture, in whole pixels: lines of text, and a bar.
    fn display(&self, x: u32, y: u32) -> Option<[f32; 3]> {
        let (left, bottom) = (self.size.width / 30, self.size.height - self.size.height / 12);
        let (x, y) = (x.checked_sub(left)?, y.checked_sub(bottom)?);
        let width = self.size.width / 5;
        if x >= width {
            return None;
        }
        match y {
            // Letters of five by seven dots, a dot two pixels high and wide.
            0..14 => {
                let (letter, column, row) = ((x / 2) / 6, (x / 2) % 6, y / 2);
                let dot = column < 5 && self.hash((letter * 8 + column) as i32, row as i32 + 5000) > 0.5;
                dot.then_some([1.0, 1.0, 0.9])
            }
            18..26 => {
                let full = 0.3 + 0.6 * self.hash(1, 2);
                let share = x as f32 / width as f32;
                Some(if share < full {
                    [0.9, 0.2 + 0.4 * share, 0.1]
                } else {
                    [0.12, 0.12, 0.12]
                })
            }
            _ => None,
        }
    }

    /// Smooth noise with a feature per unit, 0 to 1: random values at whole numbers, smoothly interpolated.
    fn noise(&self, x: f32, y: f32) -> f32 {
        let (column, row) = (x.floor(), y.floor());
        let ease = |t: f32| t * t * (3.0 - 2.0 * t);
        let (s, t) = (ease(x - column), ease(y - row));
        let at = |dx: i32, dy: i32| self.hash(column as i32 + dx, row as i32 + dy);
        let mix = |a: f32, b: f32, share: f32| a + (b - a) * share;
        mix(mix(at(0, 0), at(1, 0), s), mix(at(0, 1), at(1, 1), s), t)
    }

    /// A random number from 0 to 1, always the same for the same place: the finaliser of MurmurHash3 (Appleby).
    fn hash(&self, x: i32, y: i32) -> f32 {
        let mut mixed = (x as u32).wrapping_mul(0x9e37_79b1)
            ^ (y as u32).wrapping_mul(0x85eb_ca77)
            ^ self.seed.wrapping_mul(0xc2b2_ae3d);
        mixed = (mixed ^ (mixed >> 16)).wrapping_mul(0x85eb_ca6b);
        mixed = (mixed ^ (mixed >> 13)).wrapping_mul(0xc2b2_ae35);
        mixed ^= mixed >> 16;
        (mixed >> 8) as f32 / (1 << 24) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scenes_differ_and_are_busy() {
        let size = Size::new(160, 90);
        let scenes: Vec<Pixels> = (0..SCENES).map(|seed| scene(size, seed)).collect();
        for (index, pixels) in scenes.iter().enumerate() {
            assert_eq!(*pixels, scene(size, index as u32), "a scene is always the same");
            assert!(!scenes[..index].contains(pixels));
            let Samples::U8(samples) = &pixels.samples else {
                panic!("scenes are of 8 bits")
            };
            let mut counts = [0u32; 256];
            let (pixels, _) = samples.as_chunks::<4>();
            pixels.iter().for_each(|pixel| counts[usize::from(pixel[1])] += 1);
            let shades = counts.iter().filter(|count| **count > 0).count();
            assert!(shades > 100, "{shades} shades in scene {index}");
        }
    }

    #[test]
    fn the_smallest_sizes_have_scenes() {
        for size in [Size::new(1, 1), Size::new(3, 200), Size::new(200, 3)] {
            assert_eq!(scene(size, 1).samples.len() as u64, size.area() * 4);
        }
    }
}
