#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes the weights of a training as Nu Scaler reads them (`src/core/technologies/nu/model.rs` has the layout)."""

import argparse
import struct
from pathlib import Path

import torch

from network import CHANNELS, Network

MAGIC = b"NuModel\n"
VERSION = 1


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


def load(checkpoint):
    """The network of a training: the running mean of its weights."""
    kept = torch.load(checkpoint, map_location="cpu", weights_only=True)
    network = Network(CHANNELS[kept["model"]])
    network.load_state_dict(kept["mean"])
    return kept["model"], network


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("folder", type=Path, help="where the file goes, data/models")
    arguments = parser.parse_args()
    model, network = load(arguments.checkpoint)
    (arguments.folder / f"{model}.nuw").write_bytes(pack(network))


if __name__ == "__main__":
    main()
