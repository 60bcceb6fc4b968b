# SPDX-License-Identifier: GPL-2.0-or-later
"""Patches of shapes, drawn at two sizes as games draw: a pixel is what is at its middle, and edges are stairs."""

import numpy as np


def scene(random, side):
    """A function from places, in small pixels, to luma: shapes upon each other, and some that repeat."""
    layers = []
    for _ in range(random.integers(2, 9)):
        kind = random.integers(0, 6)
        angle = random.choice([0.0, np.pi / 2, random.uniform(0, np.pi)], p=[0.2, 0.2, 0.6])
        middle = random.uniform(-0.1, 1.1, 2) * side
        layers.append((kind, np.cos(angle), np.sin(angle), middle, random.uniform(0, 1, 4)))
    ground = random.uniform(0, 1)

    def luma(x, y):
        picture = np.full(np.broadcast_shapes(x.shape, y.shape), ground, np.float32)
        for kind, cosine, sine, (left, top), (a, b, c, value) in layers:
            across = (x - left) * cosine + (y - top) * sine
            along = (y - top) * cosine - (x - left) * sine
            if kind == 0:  # everything on a side
                inside = across > 0
            elif kind == 1:  # a bar
                inside = (np.abs(across) < 0.25 + 3 * a * a) & (np.abs(along) < 2 + 40 * b)
            elif kind == 2:  # a ring, or a disc
                distance = np.hypot(x - left, y - top)
                inside = (distance < 1 + 20 * a) & (distance > (1 + 20 * a) * (b - 0.4))
            elif kind == 3:  # stripes within a part
                period = 1.5 + 8 * a
                inside = (np.mod(across, period) < period * (0.2 + 0.6 * b)) & (np.abs(along) < 4 + 20 * c)
            elif kind == 4:  # rings around each other within a part
                distance = np.hypot(x - left, y - top)
                period = 2.5 + 8 * a
                inside = (np.mod(distance, period) < period * (0.2 + 0.6 * b)) & (distance < 6 + 25 * c)
            else:  # strokes along the axes, as of letters
                inside = (np.abs(x - left) < 0.5 + 2 * a) & (np.abs(y - top) < 1 + 6 * b)
                inside |= (np.abs(y - top + 3 * c) < 0.5 + 1.5 * a) & (np.abs(x - left) < 1 + 5 * c)
            picture[inside] = value
        return picture

    return luma


def grid(side, margin, scale):
    """The middles of pixels, of which a small one is `scale`, as columns and rows."""
    places = (np.arange(-margin * scale, (side + margin) * scale) + 0.5) / scale
    return places[None], places[:, None]


def pair(random, side, margin):
    """An input of `side` and `margin` small pixels around it, and the truth of what is within the margin, 0 to 1: mostly
    both as they are drawn, sometimes the input as the mean of the truth."""
    luma = scene(random, side)
    large = luma(*grid(side, margin, 2))
    if random.random() < 0.75:
        small = luma(*grid(side, margin, 1))
    else:
        small = large.reshape(side + 2 * margin, 2, side + 2 * margin, 2).mean((1, 3))
    cut = slice(2 * margin, 2 * (side + margin))
    return small.astype(np.float32), large[cut, cut]


def lost(random, side):
    """The mean square by which inputs differ from their truth."""
    squares = []
    for _ in range(100):
        small, large = pair(random, side, 0)
        squares.append(np.mean((np.repeat(np.repeat(small, 2, 0), 2, 1) - large) ** 2))
    return float(np.mean(squares))
