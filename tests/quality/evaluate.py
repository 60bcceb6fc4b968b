#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Scales captured frames in every way and prints how near the results come to the truth.

Each small frame twice: the large one's mean over the smaller pixels ("box") and as the game renders it at that size
("real"). The figures are means over the frames of PSNR of luma (BT.709 on the stored values) and of SSIM, as
`nu-scaler compare` has them.
"""

import argparse
import json
import operator
import subprocess
import tempfile
from collections import defaultdict
from pathlib import Path

BASE = "lanczos3"
KERNELS = ["bilinear", "bicubic", "mitchell", "lanczos2", BASE, "spline36", "ginseng", "steered", "area"]
FALLBACK = ["--technology", "fallback"]
WAYS = {
    **{kernel: [*FALLBACK, "--algorithm", kernel] for kernel in KERNELS},
    "lanczos3, antiringing 1": [*FALLBACK, "--algorithm", "lanczos3", "--antiringing", "1"],
    "steered, linear light": [*FALLBACK, "--algorithm", "steered", "--light", "linear"],
    "steered, sigmoid": [*FALLBACK, "--algorithm", "steered", "--light", "sigmoid"],
    "fsr": ["--technology", "fsr"],
    "nis": ["--technology", "nis"],
}
# At the largest ratio, every way that enlarges otherwise than by areas; at the others, what the choice is between.
TWICE = [way for way in WAYS if way != "area"]
ELSEWHERE = [BASE, "spline36", "ginseng", "steered", "fsr", "nis"]
SHARPENED = ["fsr", "nis", "steered"]
SHARPNESS = [0, 0.2, 0.4, 0.6]
# At which the technologies are held against each other.
MIDDLE = 0.5


def run(*command):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout


def size(png):
    header = png.read_bytes()[16:24]
    return "x".join(str(int.from_bytes(header[i : i + 4], "big")) for i in (0, 4))


def slope(bmp):
    """The mean step of luma from a pixel to the next in its row."""
    data = bmp.read_bytes()
    begin, width, height, bits = (int.from_bytes(data[at : at + 4], "little") for at in (10, 18, 22, 28))
    depth, height = (bits & 0xFFFF) // 8, abs(height - (height >> 31 << 32))
    stride = (width * depth + 3) // 4 * 4
    total = 0
    for row in range(height):
        line = data[begin + row * stride : begin + row * stride + width * depth]
        lumas = [722 * b + 7152 * g + 2126 * r for b, g, r in zip(line[::depth], line[1::depth], line[2::depth])]
        total += sum(map(abs, map(operator.sub, lumas[1:], lumas)))
    return total / 10000 / (height * (width - 1))


class Frames:
    """The captured frames, and what scaling makes of them."""

    def __init__(self, folder, program, work):
        self.folder, self.program = folder, program
        self.result, self.box = work / "result.png", work / "box.png"
        self.picture = work / "picture.bmp"
        self.names = sorted(file.name for file in (folder / "truth").glob("*.png"))
        self.games = sorted({name.split("_")[0] for name in self.names})
        self.ratios = sorted((file.name.split("_")[1] for file in folder.glob("real_*")), key=float)
        self.single = []

    def small(self, name, ratio):
        """Both pictures of a frame at a smaller size, with their kinds."""
        truth, real = self.folder / "truth" / name, self.folder / f"real_{ratio}" / name
        self.scale(truth, self.box, WAYS["area"], size(real))
        return ("real", real), ("box", self.box)

    def scale(self, picture, result, options, output_size):
        run(self.program, "upscale", picture, result, *options, "--size", output_size)

    def judge(self, picture, options, truth, *what):
        """PSNR and SSIM of a picture that is scaled to the truth's size."""
        self.scale(picture, self.result, options, size(truth))
        measured = json.loads(run(self.program, "compare", truth, self.result, "--json"))
        figures = measured["psnr_y"], measured["ssim"]
        self.single.append([truth.name, *what, *figures])
        return figures

    def enlarge(self, ratio, ways):
        """The figures of all frames, by game, kind and way."""
        figures = defaultdict(list)
        for name in self.names:
            truth = self.folder / "truth" / name
            for kind, small in self.small(name, ratio):
                for way in ways:
                    judged = self.judge(small, WAYS[way], truth, f"enlarged {ratio}", kind, way)
                    figures[name.split("_")[0], kind, way].append(judged)
        return figures


def mean(values):
    """Of figures, or of tuples of them."""
    values = list(values)
    if isinstance(values[0], tuple):
        return tuple(mean(column) for column in zip(*values))
    return sum(values) / len(values)


def table(title, head, rows):
    print(f"\n{title}\n")
    print("| | " + " | ".join(head) + " |")
    print("|---|" + "---|" * len(head))
    for name, cells in rows:
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def decibels(way, value, base):
    return f"{value:.2f}" if way == BASE else f"{value - base:+.2f}"


def twice(frames):
    figures = frames.enlarge(frames.ratios[-1], TWICE)
    kinds = ("real", "box")
    groups = [*([game] for game in frames.games), frames.games]

    def of(kind, way, games):
        return mean(pair for game in games for pair in figures[game, kind, way])

    rows = []
    for way in TWICE:
        pairs = [(of(kind, way, games)[0], of(kind, BASE, games)[0]) for games in groups for kind in kinds]
        cells = [decibels(way, *pair) for pair in pairs]
        rows.append((way, [*cells, *(f"{of(kind, way, frames.games)[1]:.4f}" for kind in kinds)]))
    head = [f"{name}, {kind}" for name in [*frames.games, "all"] for kind in kinds]
    title = f"{frames.ratios[-1]} times; dB of {BASE} and what the others differ by"
    table(title, [*head, "SSIM, real", "SSIM, box"], rows)


def ratios(frames):
    head, columns = [], []
    for ratio in frames.ratios[:-1]:
        figures = frames.enlarge(ratio, ELSEWHERE)
        for kind in ("real", "box"):
            column = {way: mean(pair for game in frames.games for pair in figures[game, kind, way]) for way in ELSEWHERE}
            columns.append(column)
            head += [f"{ratio}, {kind}", "SSIM"]
    rows = []
    for way in ELSEWHERE:
        pairs = [(decibels(way, column[way][0], column[BASE][0]), f"{column[way][1]:.4f}") for column in columns]
        rows.append((way, [cell for pair in pairs for cell in pair]))
    table(f"Other ratios; dB of {BASE} and what the others differ by", head, rows)


def reduced(frames):
    """The large frame made small, against what the game renders at the small size."""
    columns = []
    for ratio in frames.ratios:
        figures = defaultdict(list)
        for name in frames.names:
            truth = frames.folder / f"real_{ratio}" / name
            for way in KERNELS:
                judged = frames.judge(frames.folder / "truth" / name, WAYS[way], truth, f"reduced {ratio}", "real", way)
                figures[way].append(judged)
        columns.append({way: mean(pairs) for way, pairs in figures.items()})
    rows = []
    for way in KERNELS:
        pairs = [(decibels(way, column[way][0], column[BASE][0]), f"{column[way][1]:.4f}") for column in columns]
        rows.append((way, [cell for pair in pairs for cell in pair]))
    head = [cell for ratio in frames.ratios for cell in (f"to 1/{ratio}", "SSIM")]
    table(f"Reduced; dB of {BASE} and what the others differ by", head, rows)


def sharpened(frames):
    ratio = frames.ratios[-1]
    figures, slopes = defaultdict(list), defaultdict(list)
    for name in frames.names:
        truth, real = frames.folder / "truth" / name, frames.folder / f"real_{ratio}" / name
        # At its own size the kernel leaves a picture as it is.
        frames.scale(truth, frames.picture, WAYS["steered"], size(truth))
        whole = slope(frames.picture)
        for way in SHARPENED:
            for sharpness in SHARPNESS:
                options = [*WAYS[way], "--sharpness", sharpness]
                figures[way, sharpness].append(frames.judge(real, options, truth, f"sharpened {sharpness}", "real", way))
            for sharpness in (0, MIDDLE):
                frames.scale(real, frames.picture, [*WAYS[way], "--sharpness", sharpness], size(truth))
                slopes[way, sharpness].append(slope(frames.picture) / whole)
    rows = []
    for sharpness in SHARPNESS:
        pairs = [mean(figures[way, sharpness]) for way in SHARPENED]
        rows.append((f"{sharpness}", [cell for decibel, ssim in pairs for cell in (f"{decibel:.2f}", f"{ssim:.4f}")]))
    table(f"Sharpness, {ratio} times, real", [cell for way in SHARPENED for cell in (f"{way}, dB", "SSIM")], rows)
    rows = [(f"{sharpness}", [f"{mean(slopes[way, sharpness]):.3f}" for way in SHARPENED]) for sharpness in (0, MIDDLE)]
    table("Mean step of luma between neighbours in a row, over the truth's", SHARPENED, rows)


TABLES = {"twice": twice, "ratios": ratios, "reduced": reduced, "sharpened": sharpened}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("frames", type=Path, help="folder that capture.py filled")
    parser.add_argument("--program", default="target/release/nu-scaler")
    parser.add_argument("--tables", nargs="*", default=list(TABLES), choices=TABLES, metavar="TABLE")
    parser.add_argument("--json", type=Path, help="also writes every single figure")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        frames = Frames(arguments.frames, arguments.program, Path(work))
        print(f"{len(frames.names)} frames of {', '.join(frames.games)}")
        for name in arguments.tables:
            TABLES[name](frames)
    if arguments.json:
        arguments.json.write_text(json.dumps(frames.single, indent=1))


if __name__ == "__main__":
    main()
