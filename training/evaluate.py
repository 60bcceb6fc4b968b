#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""How near the networks come to the truth on the frames kept for judging."""

import argparse
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import corpus
from network import Network, plain


def psnr(result, truth):
    """Of luma from 0 to 1, in dB."""
    return -10 * float(np.log10(np.mean((result.astype(np.float64) - truth) ** 2)))


def enlarge(network, small, device="cpu"):
    """A picture of luma at twice the size, by the network and by the plain kernel alone."""
    luma = torch.from_numpy(small.astype(np.float32) / corpus.WHITE)[None, None].to(device)
    with torch.no_grad():
        base = plain(luma, network.margin, True)
        both = [base + network.residual(luma, True), base]
        return [F.pixel_shuffle(picture, 2).clamp(0, 1)[0, 0].cpu().numpy() for picture in both]


def judge(network, frames, device="cpu", kinds=tuple(corpus.KINDS)):
    """Of each frame and kind of input: PSNR by the network and by the plain kernel."""
    rows = []
    for frame in frames:
        for kind in (kind for kind in frame.kinds() if kind in kinds):
            results = enlarge(network, frame.arrays[kind], device)
            height, width = results[0].shape
            truth = frame.truth[:height, :width] / corpus.WHITE
            rows.append((frame, kind, *(psnr(result, truth) for result in results)))
    return rows


def gains(network, frames, device="cpu"):
    """The mean of what the network gains over the plain kernel, for the kinds that matter most."""
    sums = defaultdict(list)
    for _, kind, ours, plain_ in judge(network, frames, device, ("real", "box")):
        sums[kind].append(ours - plain_)
    return {kind: sum(values) / len(values) for kind, values in sums.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--split", default="val")
    arguments = parser.parse_args()
    frames = [frame for frame in corpus.load(arguments.corpus, arguments.cache) if frame.split == arguments.split]
    for file in arguments.checkpoints:
        kept = torch.load(file, map_location="cpu", weights_only=True)
        from network import CHANNELS

        network = Network(CHANNELS[kept["model"]])
        network.load_state_dict(kept["mean"])
        sums = defaultdict(list)
        for frame, kind, ours, plain_ in judge(network, frames):
            for source in (frame.source, "all"):
                sums[kind, source].append((ours, plain_))
        for (kind, source), values in sorted(sums.items()):
            means = np.mean(values, 0)
            print(json.dumps({"model": kept["model"], "kind": kind, "source": source, "psnr_y": round(means[0], 3),
                              "gain": round(means[0] - means[1], 3)}))


if __name__ == "__main__":
    main()
