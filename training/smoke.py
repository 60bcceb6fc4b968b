#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Trains for a few steps on pictures drawn here, stops and goes on, judges, and writes the weights.

Exits with 77 where a library is missing, which is no failure.
"""

import json
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import matplotlib  # noqa: F401
    import numpy as np
    import torch
    from PIL import Image
except ImportError as error:
    print(f"SKIP: {error}; training/requirements.txt says what is needed")
    sys.exit(77)

HERE = Path(__file__).parent
SIZE = (192, 128)


def draw(seed, scale):
    """Slanted bars and squares, as a game draws them: without smoothing their edges."""
    random = np.random.default_rng(seed)
    y, x = ((np.mgrid[0 : SIZE[1] // scale, 0 : SIZE[0] // scale] + 0.5) * scale).astype(np.float32)
    picture = np.full((*x.shape, 3), random.integers(0, 256, 3), np.float32)
    for _ in range(30):
        angle, place = random.uniform(0, np.pi), random.uniform(0, 1, 2) * SIZE
        across = np.abs((x - place[0]) * np.cos(angle) + (y - place[1]) * np.sin(angle))
        along = np.abs((x - place[0]) * np.sin(angle) - (y - place[1]) * np.cos(angle))
        inside = (across < random.uniform(1, 8)) & (along < random.uniform(4, 60))
        picture[inside] = random.integers(0, 256, 3)
    return picture.astype(np.uint8)


def write_corpus(folder):
    entries = []
    for seed in range(6):
        name = f"drawn_{seed}"
        for kind, scale in (("truth", 1), ("real", 2)):
            (folder / kind).mkdir(exist_ok=True)
            Image.fromarray(draw(seed, scale)).save(folder / kind / f"{name}.png")
        entries.append({
            "name": name,
            "source": "drawn",
            "split": "val" if seed == 5 else "train",
            "truth": f"truth/{name}.png",
            "x2": f"real/{name}.png",
        })
    (folder / "index.json").write_text(json.dumps({"frames": entries}))


def run(script, *arguments):
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def train(folder, out, steps, *more):
    options = "--model nu-s --batch 8 --side 24 --every 60 --cache".split()
    output = run("train.py", folder, out, *options, folder / "cache", "--steps", steps, *more)
    return [json.loads(line) for line in output.splitlines()]


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_corpus(folder)

        first = train(folder, folder / "whole", 180)
        assert [line["step"] for line in first] == [60, 120, 180], first
        assert first[-1]["loss"] < first[0]["loss"], first
        assert first[-1]["real"] > 0, "it learns on other pictures too: " + str(first)
        assert (folder / "whole" / "losses.png").stat().st_size > 1000

        train(folder, folder / "parts", 120)
        rest = train(folder, folder / "parts", 180)
        assert [line["step"] for line in rest] == [180], "it goes on where it was"

        # It draws as one that never stopped: from a step on always the same.
        sys.path.insert(0, str(HERE))
        import corpus

        frames = corpus.load(folder, folder / "cache")
        first, second, other = (corpus.Sampler(frames, (1, step), 24, 4).batch(3) for step in (60, 60, 120))
        assert all(np.array_equal(*pair) for pair in zip(first, second))
        assert not np.array_equal(first[0], other[0])

        taught = train(folder, folder / "taught", 120, "--teacher", folder / "whole" / "checkpoint.pt")
        assert taught[-1]["loss"] < taught[0]["loss"], taught

        judged = run("evaluate.py", folder, folder / "whole" / "checkpoint.pt")
        assert "| real | drawn | 1 |" in judged, judged

        run("export.py", folder / "whole" / "checkpoint.pt", folder, "--corpus", folder)
        weights = (folder / "nu-s.nuw").read_bytes()
        version, layers = struct.unpack_from("<2I", weights, 8)
        assert weights.startswith(b"NuModel\n") and version == 1 and layers == 4, weights[:16]
        assert "GPL-2.0-or-later" in (folder / "nu-s.md").read_text()

        # What an even picture gains is nothing, however bright it is.
        from network import load

        _, network = load(folder / "whole" / "checkpoint.pt")
        for level in (0.0, 0.3, 1.0):
            gain = network.residual(torch.full((1, 1, 12, 12), level), True).abs().max().item()
            assert gain < 1e-6, gain
    print("trained, judged and written")


if __name__ == "__main__":
    main()
