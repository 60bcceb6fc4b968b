# SPDX-License-Identifier: GPL-2.0-or-later
"""The frames that the networks learn from, as arrays of luma.

A corpus is a folder with an `index.json`: `frames`, each with `name`, `source` (the game), `split` (`train` or `val`),
`truth` (the large frame's file) and `x2` (the same instant drawn by the game at half the size). Of each frame the
inputs are what the game draws at half the size ("real"), the truth's mean over 2x2 pixels ("box"), one pixel of every
2x2 ("point"), and the first two after JPEG compression ("real_jpeg", "box_jpeg"). Some patches show no game but shapes
that are drawn here at both sizes (shapes.py), so that edges of every direction are seen.

Luma is that of BT.709 on the stored values, kept as 16-bit numbers of which 65535 is white.
"""

import hashlib
import io
import json
from pathlib import Path

import numpy as np
from PIL import Image

import shapes

LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
WHITE = 65535.0
# The inputs and how often each is drawn.
KINDS = {"real": 0.52, "box": 0.24, "point": 0.06, "real_jpeg": 0.10, "box_jpeg": 0.08}
# The share of patches that show shapes.
SHAPES = 0.15
# The cell in which detail is summed up, to draw patches where there is some: small pixels per side.
CELL = 16


def luma(rgb):
    """The 16-bit luma of a picture of 8 bits."""
    return np.rint(rgb.astype(np.float32) @ LUMA * (WHITE / 255)).astype(np.uint16)


def read(path):
    """The picture of 8 bits, without alpha."""
    return np.asarray(Image.open(path).convert("RGB"))


def box(rgb):
    """Half the size, by the mean of 2x2 pixels."""
    height, width = (side // 2 * 2 for side in rgb.shape[:2])
    blocks = rgb[:height, :width].reshape(height // 2, 2, width // 2, 2, 3).astype(np.float32)
    return np.rint(blocks.mean((1, 3))).astype(np.uint8)


def jpeg(rgb, quality):
    """The picture after compression."""
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "JPEG", quality=quality)
    return read(buffer)


class Frame:
    """One frame: its truth and its inputs, all of luma."""

    def __init__(self, entry, arrays):
        self.name, self.source, self.split = entry["name"], entry["source"], entry["split"]
        self.arrays = arrays
        self.truth = arrays["truth"]
        height, width = arrays["box"].shape
        rows, self.columns = height // CELL, width // CELL
        step = 2 * CELL
        # What is lost in each cell by reducing and enlarging by plain means, and on the whole.
        self.lost, self.shares, self.cumulative = {}, {}, {}
        for kind in (kind for kind in ("real", "box") if kind in arrays):
            small = np.repeat(np.repeat(arrays[kind].astype(np.float32), 2, 0), 2, 1)
            squares = ((small - self.truth[: 2 * height, : 2 * width]) / WHITE) ** 2
            cells = squares[: rows * step, : self.columns * step].reshape(rows, step, self.columns, step)
            cells = cells.mean((1, 3)).ravel()
            # The more is lost, the more often it is drawn; a few of the even places too.
            weights = np.sqrt(cells) + 0.1 * np.sqrt(cells.mean()) + 1e-6
            self.lost[kind] = float(cells.mean()) + 1e-6
            self.shares[kind] = weights / weights.mean()
            self.cumulative[kind] = np.cumsum(weights / weights.sum())
        # The others lose about as much, at the same places.
        for kind, like in (("real_jpeg", "real"), ("box_jpeg", "box"), ("point", "box")):
            for known in (self.lost, self.shares, self.cumulative):
                if like in known:
                    known[kind] = known[like]

    def kinds(self):
        return [kind for kind in KINDS if kind in self.arrays]

    def patch(self, random, kind, side, margin):
        """An input of `side` and `margin` pixels around it, the truth of what is within the margin, and what the patch
        counts: frames count alike, and so do the places of a frame, however often they are drawn."""
        small = self.arrays[kind]
        height, width = small.shape
        cell = min(int(np.searchsorted(self.cumulative[kind], random.random())), self.shares[kind].size - 1)
        middle = np.array(divmod(cell, self.columns)) * CELL + random.integers(0, CELL, 2)
        top = int(np.clip(middle[0] - side // 2, margin, height - side - margin))
        left = int(np.clip(middle[1] - side // 2, margin, width - side - margin))
        crop = small[top - margin : top + side + margin, left - margin : left + side + margin]
        truth = self.truth[2 * top : 2 * (top + side), 2 * left : 2 * (left + side)]
        return crop, truth, 1 / (self.shares[kind][cell] * self.lost[kind])


def prepare(folder, entry):
    """The arrays of a frame, from its pictures."""
    truth = read(folder / entry["truth"])
    reduced = box(truth)
    pictures = {"box": reduced}
    # The same picture has the same noise in each run.
    seed = int.from_bytes(hashlib.sha256(entry["name"].encode()).digest()[:4], "little")
    random = np.random.default_rng(seed)
    down, right = random.integers(0, 2, 2)
    pictures["point"] = truth[down::2, right::2][: reduced.shape[0], : reduced.shape[1]]
    pictures["box_jpeg"] = jpeg(reduced, int(random.integers(70, 96)))
    if "x2" in entry:
        pictures["real"] = read(folder / entry["x2"])
        pictures["real_jpeg"] = jpeg(pictures["real"], int(random.integers(70, 96)))
    return {"truth": luma(truth), **{kind: luma(picture) for kind, picture in pictures.items()}}


def state(folder, entry):
    """What changes when one of a frame's pictures does."""
    files = [folder / entry[kind] for kind in ("truth", "x2") if kind in entry]
    known = [(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return hashlib.sha256(repr(known).encode()).hexdigest()[:16]


def load(folder, cache=None):
    """Every frame of a corpus; what is worked out of the pictures is kept in the folder `cache`."""
    folder = Path(folder)
    frames = []
    for entry in json.loads((folder / "index.json").read_text())["frames"]:
        kept = Path(cache) / f"{entry['name']}-{state(folder, entry)}.npz" if cache else None
        if kept and kept.exists():
            arrays = dict(np.load(kept))
        else:
            arrays = prepare(folder, entry)
            if kept:
                kept.parent.mkdir(parents=True, exist_ok=True)
                # Whole or not at all.
                part = kept.with_suffix(".part")
                with part.open("wb") as file:
                    np.savez(file, **arrays)
                part.replace(kept)
        frames.append(Frame(entry, arrays))
    return frames


class Sampler:
    """Draws batches of patches of the frames to learn from, each game by the root of how many frames it has."""

    def __init__(self, frames, seed, side, margin):
        self.random = np.random.default_rng(seed)
        self.side, self.margin = side, margin
        self.frames = [frame for frame in frames if frame.split == "train"]
        count = {source: sum(frame.source == source for frame in self.frames) for source in
                 {frame.source for frame in self.frames}}
        weights = np.array([count[frame.source] ** -0.5 for frame in self.frames])
        self.weights = np.cumsum(weights / weights.sum())
        # What plain means lose of shapes.
        self.lost = shapes.lost(np.random.default_rng(1), side)

    def batch(self, size):
        """Inputs (size, 1, side + 2 margin, side + 2 margin), truths (size, 1, 2 side, 2 side), 0 to 1, and what they
        count."""
        inputs, truths, counts = [], [], []
        for _ in range(size):
            if self.random.random() < SHAPES:
                small, large = shapes.pair(self.random, self.side, self.margin)
                inputs.append(small)
                truths.append(large)
                counts.append(1 / self.lost)
                continue
            frame = self.frames[int(np.searchsorted(self.weights, self.random.random()))]
            kinds = frame.kinds()
            weights = np.cumsum([KINDS[kind] for kind in kinds])
            kind = kinds[int(np.searchsorted(weights, self.random.random() * weights[-1]))]
            *pair, count = frame.patch(self.random, kind, self.side, self.margin)
            pair = [array.astype(np.float32) / WHITE for array in pair]
            turns, mirrored = self.random.integers(0, 4), self.random.integers(0, 2)
            # Other contrasts, so that little is learned of how bright a game's edges are.
            gain = float(self.random.uniform(0.6, 1.0))
            offset = float(self.random.uniform(0.0, 1.0 - gain))
            for array, list_ in zip(pair, (inputs, truths)):
                array = np.rot90(array, turns)
                array = array[:, ::-1] if mirrored else array
                list_.append(array * gain + offset)
            counts.append(count / gain**2)
        return np.stack(inputs)[:, None], np.stack(truths)[:, None], np.array(counts, np.float32)
