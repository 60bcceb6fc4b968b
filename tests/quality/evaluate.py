#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Upscales captured frames in every way and prints how near the results come to the truth.

Each frame twice: its mean over 2x2 pixels ("box") and as the game renders it at that size ("real"). The figures are
means over the frames of PSNR of luma (BT.709 on the stored values) and of SSIM, as `nu-scaler compare` has them.
"""

import argparse
import json
import subprocess
import tempfile
from collections import defaultdict
from pathlib import Path

FALLBACK = ["--technology", "fallback"]
WAYS = {
    "bilinear": [*FALLBACK, "--algorithm", "bilinear"],
    "bicubic": [*FALLBACK, "--algorithm", "bicubic"],
    "mitchell": [*FALLBACK, "--algorithm", "mitchell"],
    "lanczos2": [*FALLBACK, "--algorithm", "lanczos2"],
    "lanczos3": [*FALLBACK, "--algorithm", "lanczos3"],
    "spline36": [*FALLBACK, "--algorithm", "spline36"],
    "ginseng": [*FALLBACK, "--algorithm", "ginseng"],
    "lanczos3, antiringing 1": [*FALLBACK, "--algorithm", "lanczos3", "--antiringing", "1"],
    "steered": [*FALLBACK, "--algorithm", "steered"],
    "steered, linear light": [*FALLBACK, "--algorithm", "steered", "--light", "linear"],
    "steered, sigmoid": [*FALLBACK, "--algorithm", "steered", "--light", "sigmoid"],
    "fsr": ["--technology", "fsr"],
}
BASE = "lanczos3"


def run(*command):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout


def size(png):
    header = png.read_bytes()[16:24]
    return "x".join(str(int.from_bytes(header[i : i + 4], "big")) for i in (0, 4))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("frames", type=Path, help="folder that capture.py filled")
    parser.add_argument("--program", default="target/release/nu-scaler")
    parser.add_argument("--ways", nargs="*", default=list(WAYS), choices=WAYS, metavar="WAY")
    parser.add_argument("--json", type=Path, help="also writes every single figure")
    arguments = parser.parse_args()
    truths = sorted((arguments.frames / "truth").glob("*.png"))
    figures = defaultdict(list)
    single = []
    with tempfile.TemporaryDirectory() as work:
        result, box = Path(work) / "result.png", Path(work) / "box.png"
        for truth in truths:
            real = arguments.frames / "real" / truth.name
            area = ["--technology", "fallback", "--algorithm", "area"]
            run(arguments.program, "upscale", truth, box, *area, "--size", size(real))
            for kind, small in (("real", real), ("box", box)):
                for way in arguments.ways:
                    run(arguments.program, "upscale", small, result, *WAYS[way], "--size", size(truth))
                    measured = json.loads(run(arguments.program, "compare", truth, result, "--json"))
                    pair = measured["psnr_y"], measured["ssim"]
                    figures[truth.name.split("_")[0], kind, way].append(pair)
                    single.append([truth.name, kind, way, *pair])
    if arguments.json:
        arguments.json.write_text(json.dumps(single, indent=1))

    def mean(kind, way, games):
        pairs = [pair for game in games for pair in figures[game, kind, way]]
        return [sum(values) / len(values) for values in zip(*pairs)]

    games = sorted({truth.name.split("_")[0] for truth in truths})
    print(f"{len(truths)} frames of {', '.join(games)}; dB of {BASE} and what the others differ by\n")
    head = [f"{game}, {kind}" for game in [*games, "all"] for kind in ("real", "box")]
    print("| | " + " | ".join(head) + " | SSIM, real | SSIM, box |")
    print("|---|" + "---|" * (len(head) + 2))
    for way in arguments.ways:
        cells = []
        for chosen in [*([game] for game in games), games]:
            for kind in ("real", "box"):
                value, base = mean(kind, way, chosen)[0], mean(kind, BASE, chosen)[0]
                cells.append(f"{value:.2f}" if way == BASE else f"{value - base:+.2f}")
        cells += [f"{mean(kind, way, games)[1]:.4f}" for kind in ("real", "box")]
        print(f"| {way} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
