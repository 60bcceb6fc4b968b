// SPDX-License-Identifier: GPL-2.0-or-later
//! The estimation of motion ([`crate::guides::motion`]): planes, searches, medians and fractions of a pixel. All but the
//! fractions is in whole numbers, and a GPU has to find the same.

use super::Image;
use crate::frame::Size;

/// Pixels along a side of what is compared.
const SIDE: i64 = 8;
/// Pixels from block to block on the levels behind the first.
const STRIDE: i64 = 4;

/// A vector of whole pixels.
pub type Vector = [i64; 2];

/// Lumas of 256 codes.
#[derive(Clone, PartialEq, Debug)]
pub struct Plane {
    /// Width and height in pixels.
    pub size: Size,
    /// A code for each pixel, row by row.
    pub codes: Vec<u8>,
}

impl Plane {
    fn from_fn(size: Size, mut code: impl FnMut(i64, i64) -> u8) -> Self {
        let positions = (0..size.height).flat_map(|y| (0..size.width).map(move |x| (x, y)));
        Self {
            size,
            codes: positions.map(|(x, y)| code(x.into(), y.into())).collect(),
        }
    }

    /// The plane of the first level.
    pub fn of(image: &Image) -> Self {
        Self::from_fn(image.size, |x, y| {
            let [r, g, b, _] = image.at(x, y).map(f64::from);
            let luma = (0.2126 * r + 0.7152 * g + 0.0722 * b).clamp(0.0, 1.0);
            (luma * 255.0 + 0.5).floor() as u8
        })
    }

    /// The plane of the next level.
    pub fn halved(&self) -> Self {
        let size = Size::new(self.size.width.div_ceil(2), self.size.height.div_ceil(2));
        Self::from_fn(size, |x, y| {
            let sum: i64 = self.quad(2 * x, 2 * y).iter().sum();
            ((sum + 2) / 4) as u8
        })
    }

    /// The codes of the pixel at `(x, y)` and of those to the right, below, and below to the right. Beyond the picture
    /// the nearest texel stands, as a whole.
    pub fn quad(&self, x: i64, y: i64) -> [i64; 4] {
        let last = [i64::from(self.size.width) - 1, i64::from(self.size.height) - 1];
        let [x, y] = [x.clamp(0, last[0]), y.clamp(0, last[1])];
        let code = |x: i64, y: i64| {
            let index = y.min(last[1]) * i64::from(self.size.width) + x.min(last[0]);
            i64::from(self.codes[index as usize])
        };
        [code(x, y), code(x + 1, y), code(x, y + 1), code(x + 1, y + 1)]
    }
}

/// Whole vectors of a level's blocks, row by row.
#[derive(Clone, PartialEq, Debug)]
pub struct Field {
    /// Blocks across and down.
    pub size: Size,
    /// A vector for each.
    pub vectors: Vec<Vector>,
}

impl Field {
    fn from_fn(size: Size, mut vector: impl FnMut(i64, i64) -> Vector) -> Self {
        let positions = (0..size.height).flat_map(|y| (0..size.width).map(move |x| (x, y)));
        Self {
            size,
            vectors: positions.map(|(x, y)| vector(x.into(), y.into())).collect(),
        }
    }

    /// The block's vector, or the nearest one's.
    fn at(&self, x: i64, y: i64) -> Vector {
        let x = x.clamp(0, i64::from(self.size.width) - 1);
        let y = y.clamp(0, i64::from(self.size.height) - 1);
        self.vectors[(y * i64::from(self.size.width) + x) as usize]
    }
}

/// Where the sixteen quads of a block are.
fn places() -> impl Iterator<Item = Vector> {
    (0..4).flat_map(|y| (0..4).map(move |x| [2 * x, 2 * y]))
}

fn add(a: Vector, b: Vector) -> Vector {
    [a[0] + b[0], a[1] + b[1]]
}

fn steps([x, y]: Vector) -> i64 {
    x.abs() + y.abs()
}

/// How far the current picture's block at `corner` is from the previous one's at `to`: the squared differences, of which
/// a brightness that all of the block has counts a sixteenth.
pub fn cost(current: &Plane, previous: &Plane, corner: Vector, to: Vector) -> i64 {
    let (mut sum, mut squares) = (0, 0);
    for place in places() {
        let [from, to] = [add(corner, place), add(to, place)];
        let [here, there] = [current.quad(from[0], from[1]), previous.quad(to[0], to[1])];
        for (here, there) in here.into_iter().zip(there) {
            sum += here - there;
            squares += (here - there) * (here - there);
        }
    }
    squares - sum * sum / 64 + sum * sum / 1024
}

/// The choice among vectors of a block.
struct Choice<'a> {
    planes: [&'a Plane; 2],
    corner: Vector,
    expected: Vector,
    best: Vector,
    score: i64,
}

impl<'a> Choice<'a> {
    /// `None` where the block stands still.
    fn begin(planes: [&'a Plane; 2], corner: Vector) -> Option<Self> {
        let [current, previous] = planes;
        (cost(current, previous, corner, corner) > 16).then_some(Self {
            planes,
            corner,
            expected: [0, 0],
            best: [0, 0],
            score: i64::MAX,
        })
    }

    fn consider(&mut self, vector: Vector) {
        let [current, previous] = self.planes;
        let away = add(vector, self.expected.map(|side| -side));
        let score =
            cost(current, previous, self.corner, add(self.corner, vector)) + (16 * steps(away)).min(192);
        if score < self.score {
            (self.best, self.score) = (vector, score);
        }
    }

    /// What is near `middle`, but for that.
    fn consider_around(&mut self, middle: Vector, reach: i64) {
        for y in -reach..=reach {
            for x in -reach..=reach {
                if [x, y] != [0, 0] {
                    self.consider(add(middle, [x, y]));
                }
            }
        }
    }
}

fn double(vector: Vector) -> Vector {
    vector.map(|side| 2 * side)
}

/// The vectors of a level behind the first; `coarser` are those of the next, if there is one. What is tried is as near as
/// `reach` to the best of those, or as `afresh` to no motion.
pub fn search(
    current: &Plane,
    previous: &Plane,
    coarser: Option<&Field>,
    [reach, afresh]: [i64; 2],
) -> Field {
    let grid = |side: u32| side.div_ceil(STRIDE as u32);
    let size = Size::new(grid(current.size.width), grid(current.size.height));
    Field::from_fn(size, |x, y| {
        let corner = [x, y].map(|at| STRIDE * at - (SIDE - STRIDE) / 2);
        let Some(mut choice) = Choice::begin([current, previous], corner) else {
            return [0, 0];
        };
        if let Some(coarser) = coarser {
            let parent = [x, y].map(|at| at / 2);
            let other = [x, y].map(|at| at / 2 + 2 * (at % 2) - 1);
            let of = |x, y| double(coarser.at(x, y));
            choice.expected = of(parent[0], parent[1]);
            choice.consider([0, 0]);
            choice.consider(choice.expected);
            choice.consider(of(other[0], parent[1]));
            choice.consider(of(parent[0], other[1]));
            choice.consider(of(other[0], other[1]));
            choice.consider_around([0, 0], afresh);
        } else {
            choice.consider([0, 0]);
        }
        choice.consider_around(choice.best, reach);
        choice.best
    })
}

/// Of each block and its eight neighbours the vector that is nearest to all the others together.
pub fn median(field: &Field) -> Field {
    Field::from_fn(field.size, |x, y| {
        let around: Vec<Vector> = (-1..=1)
            .flat_map(|down| (-1..=1).map(move |across| [across, down]))
            .map(|[across, down]| field.at(x + across, y + down))
            .collect();
        let distance = |vector: &Vector| -> i64 {
            let to = |other: &Vector| steps(add(*vector, other.map(|side| -side)));
            around.iter().map(to).sum()
        };
        // The own one is the first of equals.
        let own_first = [around[4]].into_iter().chain(around.iter().copied());
        own_first.min_by_key(distance).unwrap_or_default()
    })
}

/// The vectors of the first level's blocks, of which the second level's are `coarser`, and their medians.
pub fn refine(current: &Plane, previous: &Plane, coarser: &Field, medians: &Field) -> Vec<[f64; 2]> {
    let blocks = Field::from_fn(coarser.size, |x, y| [x, y]).vectors;
    let refined = |[x, y]: Vector| {
        let corner = [SIDE * x, SIDE * y];
        let Some(mut choice) = Choice::begin([current, previous], corner) else {
            return [0.0, 0.0];
        };
        choice.expected = double(medians.at(x, y));
        choice.consider([0, 0]);
        choice.consider(choice.expected);
        for [x, y] in [[x, y], [x - 1, y], [x + 1, y], [x, y - 1], [x, y + 1]] {
            choice.consider(double(coarser.at(x, y)));
        }
        choice.consider_around(choice.best, 1);
        let shift = shift(current, previous, corner, choice.best);
        [0, 1].map(|axis| choice.best[axis] as f64 + shift[axis])
    };
    blocks.into_iter().map(refined).collect()
}

/// How far beyond a whole vector a block is shifted: three steps of Gauss and Newton with the gradients of the block, in
/// all of which means are taken away.
fn shift(current: &Plane, previous: &Plane, corner: Vector, vector: Vector) -> [f64; 2] {
    /// For all pixels of a block: so many squared codes of gradient are noise.
    const UNCERTAIN: f64 = 64.0 * 4.0;
    let pixels: Vec<Vector> = places()
        .flat_map(|place| [[0, 0], [1, 0], [0, 1], [1, 1]].map(|within| add(place, within)))
        .map(|place| add(corner, place))
        .collect();
    // As the quads have it: a pixel beyond the edge is one of the nearest quad's.
    let luma = |plane: &Plane, at: Vector, within: Vector| {
        plane.quad(at[0] - within[0], at[1] - within[1])[(within[0] + 2 * within[1]) as usize] as f64
    };
    let within = |at: Vector| [(at[0] - corner[0]) % 2, (at[1] - corner[1]) % 2];
    let flip = |[x, y]: Vector, axis: usize| if axis == 0 { [1 - x, y] } else { [x, 1 - y] };
    let neighbour = |at: Vector, axis: usize, by: i64| {
        let to = if axis == 0 {
            [at[0] + by, at[1]]
        } else {
            [at[0], at[1] + by]
        };
        let own = within(at);
        // Within the pixel's own quad, or in that a pixel further.
        match own[axis] + by {
            0 | 1 => luma(current, to, flip(own, axis)),
            _ => luma(current, to, own),
        }
    };
    let slopes: Vec<[f64; 2]> = pixels
        .iter()
        .map(|at| [0, 1].map(|axis| 0.5 * (neighbour(*at, axis, 1) - neighbour(*at, axis, -1))))
        .collect();
    let means = [0, 1].map(|axis| slopes.iter().map(|slope| slope[axis]).sum::<f64>() / 64.0);
    let slopes: Vec<[f64; 2]> = slopes
        .iter()
        .map(|slope| [0, 1].map(|axis| slope[axis] - means[axis]))
        .collect();
    let sum = |product: fn(&[f64; 2]) -> f64| slopes.iter().map(product).sum::<f64>();
    let xx = UNCERTAIN + sum(|[x, _]| x * x);
    let xy = sum(|[x, y]| x * y);
    let yy = UNCERTAIN + sum(|[_, y]| y * y);
    let share = 1.0 / (xx * yy - xy * xy);

    let mut shift = [0.0, 0.0];
    for round in 0..3 {
        let whole = shift.map(f64::floor);
        let part = [shift[0] - whole[0], shift[1] - whole[1]];
        let weights = [
            (1.0 - part[0]) * (1.0 - part[1]),
            part[0] * (1.0 - part[1]),
            (1.0 - part[0]) * part[1],
            part[0] * part[1],
        ];
        let (mut x, mut y) = (0.0, 0.0);
        for (at, slope) in pixels.iter().zip(&slopes) {
            let to = add(*at, add(vector, whole.map(|side| side as i64)));
            let there = match round {
                0 => luma(previous, to, within(*at)),
                _ => {
                    let quad = previous.quad(to[0], to[1]);
                    quad.iter()
                        .zip(weights)
                        .map(|(code, weight)| *code as f64 * weight)
                        .sum()
                }
            };
            let left = luma(current, *at, within(*at)) - there;
            x += slope[0] * left;
            y += slope[1] * left;
        }
        let step = [share * (yy * x - xy * y), share * (xx * y - xy * x)];
        shift = [0, 1].map(|axis| (shift[axis] + step[axis]).clamp(-1.0, 1.0));
    }
    shift
}
