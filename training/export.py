#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes the weights of a training as Nu Scaler reads them (`src/core/technologies/nu/model.rs` has the layout), and
beside them a card that says what they are."""

import argparse
import struct
from collections import Counter
from pathlib import Path

import torch

import corpus
import evaluate
from network import load
from train import TAUGHT

MAGIC = b"NuModel\n"
VERSION = 1

CARD = """# {model}

A network of Nu Scaler's technology `nu`: 3x3 convolutions with {channels} channels, {weights} numbers, {products}
multiplications for a source pixel. It works on luma and adds to what a plain kernel makes of the picture at twice its
size.

- Trained: {steps} steps from {start}{teacher}, seed {seed}, until {date}.
- Data: {frames} frames of {sources}, drawn by those games and demonstrations at 1920x1080 and at half of that; besides,
  the means of the large frames over 2x2 pixels, one pixel of every 2x2, and the first two after JPEG compression; and shapes
  that were drawn at both sizes.
  The pictures are not part of it.
- Loss: the mean square of the difference of luma, each frame's in proportion to what plain means lose of
  it{taught}.
- Licence: GPL-2.0-or-later, as all of Nu Scaler.

## On frames of other sources

PSNR of luma in dB. `network` is this one, `plain` the kernel without it.

{table}
"""


def hash_(content):
    """FNV-1a, of 64 bits."""
    value = 0xCBF29CE484222325
    for byte in content:
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def pack(network):
    """The file's bytes."""
    channels = network.channels
    content = MAGIC + struct.pack(f"<{2 + len(channels)}I", VERSION, len(channels) - 1, *channels)
    with torch.no_grad():
        for weight, bias, slope in network.parts():
            slope = torch.ones_like(bias) if slope is None else slope
            content += b"".join(part.cpu().numpy().astype("<f4").tobytes() for part in (weight, bias, slope))
    return content + struct.pack("<Q", hash_(content))


def card(checkpoint, model, network, frames):
    kept = torch.load(checkpoint, map_location="cpu", weights_only=True)
    counts = Counter(frame.source for frame in frames if frame.split == "train")
    parts = network.parts()
    return CARD.format(
        model=model,
        channels=", ".join(str(count) for count in network.channels[1:-1]),
        weights=sum(weight.numel() + 2 * bias.numel() for weight, bias, _ in parts),
        products=sum(weight.numel() for weight, *_ in parts),
        steps=kept["step"],
        start=kept["start"],
        teacher=f", taught by {kept['teacher']['model']}" if kept["teacher"] else "",
        taught=f"; {TAUGHT:.0%} of the truth is what the teacher makes" if kept["teacher"] else "",
        seed=kept["seed"],
        date=kept["date"],
        frames=sum(counts.values()),
        sources=", ".join(sorted(counts)),
        table="\n".join(evaluate.table(network, [frame for frame in frames if frame.split == "val"])),
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("folder", type=Path, help="where the files go, data/models")
    parser.add_argument("--corpus", type=Path, help="also write the card, with figures on this corpus")
    parser.add_argument("--cache", type=Path, help="keeps what is worked out of the pictures")
    arguments = parser.parse_args()
    model, network = load(arguments.checkpoint)
    (arguments.folder / f"{model}.nuw").write_bytes(pack(network))
    if arguments.corpus:
        frames = corpus.load(arguments.corpus, arguments.cache)
        (arguments.folder / f"{model}.md").write_text(card(arguments.checkpoint, model, network, frames))


if __name__ == "__main__":
    main()
