#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""How near networks come to the truth on the frames that are kept for judging, beside fixed kernels.

PSNR of luma in dB; each row is a network, or a kernel, on one kind of input, by source and over all frames.
"""

import argparse
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import corpus
from network import load, plain


def sinc(x):
    return np.sinc(x)


def lanczos3(x):
    return np.where(np.abs(x) < 3, sinc(x) * sinc(x / 3), 0.0)


def catmull_rom(x):
    x = np.abs(x)
    near = (1.5 * x - 2.5) * x * x + 1
    far = ((-0.5 * x + 2.5) * x - 4) * x + 2
    return np.where(x < 1, near, np.where(x < 2, far, 0.0))


def jinc(x):
    """2 J1(pi x) / (pi x), by its power series; for distances up to 4."""
    square = (np.pi * x / 2) ** 2
    term, total = np.ones_like(x), np.ones_like(x)
    for k in range(1, 40):
        term = -term * square / (k * (k + 1))
        total = total + term
    return total


ZEROS = (1.2196698912665045, 3.2383154841662362)


def ewa_lanczos(distance):
    """Jinc with the first lobe of a jinc as window, 3 lobes."""
    inside = distance < ZEROS[1]
    return np.where(inside, jinc(distance) * jinc(distance * ZEROS[0] / ZEROS[1]), 0.0)


def kernels():
    """Fixed kernels at twice the size as convolutions (4, 1, 9, 9): for the 2x2 pixels of the result."""
    places = np.arange(-4, 5, dtype=np.float64)
    found = {}
    for name, weigh in (("lanczos3", lanczos3), ("catmull_rom", catmull_rom), ("ewa_lanczos", ewa_lanczos)):
        phases = []
        for down in (-0.25, 0.25):
            for across in (-0.25, 0.25):
                y, x = places[:, None] - down, places[None] - across
                weights = weigh(np.hypot(x, y)) if weigh is ewa_lanczos else weigh(y) * weigh(x)
                phases.append(weights / weights.sum())
        found[name] = torch.from_numpy(np.stack(phases)[:, None].astype(np.float32))
    return found


def psnr(result, truth):
    """Of luma from 0 to 1, in dB."""
    return -10 * float(np.log10(np.mean((result.astype(np.float64) - truth) ** 2)))


def as_picture(luma):
    return luma.clamp(0, 1)[0, 0].cpu().numpy()


def enlarge(network, small, device="cpu", fixed=()):
    """A picture of luma at twice the size: by the network, by the plain kernel alone, by fixed kernels."""
    luma = torch.from_numpy(small.astype(np.float32) / corpus.WHITE)[None, None].to(device)
    with torch.no_grad():
        pictures = {"network": network(luma, True), "plain": F.pixel_shuffle(plain(luma, network.margin, True), 2)}
        around = F.pad(luma, (4, 4, 4, 4), mode="replicate")
        pictures |= {
            name: F.pixel_shuffle(F.conv2d(around, weights.to(device)), 2) for name, weights in dict(fixed).items()
        }
    return {name: as_picture(picture) for name, picture in pictures.items()}


def judge(network, frames, device="cpu", kinds=tuple(corpus.KINDS), fixed=()):
    """Of each frame and kind of input the PSNR of every way."""
    rows = []
    for frame in frames:
        for kind in (kind for kind in frame.kinds() if kind in kinds):
            pictures = enlarge(network, frame.arrays[kind], device, fixed)
            height, width = pictures["plain"].shape
            truth = frame.truth[:height, :width] / corpus.WHITE
            rows.append((frame, kind, {name: psnr(picture, truth) for name, picture in pictures.items()}))
    return rows


def gains(network, frames, device="cpu"):
    """The mean of what the network gains over the plain kernel, for the kinds that matter most."""
    sums = defaultdict(list)
    for _, kind, figures in judge(network, frames, device, ("real", "box")):
        sums[kind].append(figures["network"] - figures["plain"])
    return {kind: sum(values) / len(values) for kind, values in sums.items()}


def table(network, frames, device="cpu"):
    """Rows of kind, source and the mean PSNR of every way, as lines of Markdown."""
    sums = defaultdict(list)
    fixed = kernels()
    for frame, kind, figures in judge(network, frames, device, fixed=fixed):
        for source in (frame.source, "all"):
            sums[kind, source].append(figures)
    ways = ["network", "plain", *fixed]
    lines = ["| input | source | frames | " + " | ".join(ways) + " |", "|---" * (3 + len(ways)) + "|"]
    for (kind, source), figures in sorted(sums.items()):
        means = [np.mean([row[way] for row in figures]) for way in ways]
        lines.append(f"| {kind} | {source} | {len(figures)} | " + " | ".join(f"{mean:.2f}" for mean in means) + " |")
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("--cache", type=Path, help="keeps what is worked out of the pictures")
    parser.add_argument("--split", default="val")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    frames = [frame for frame in corpus.load(arguments.corpus, arguments.cache) if frame.split == arguments.split]
    for file in arguments.checkpoints:
        model, network = load(file)
        print(f"{model}\n", *table(network, frames), "", sep="\n")


if __name__ == "__main__":
    main()
