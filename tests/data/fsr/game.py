#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Draws in_game_96x64.png: in small what games show, text, bars, pixel art, foliage, thin lines and a gradient.

The same picture every time, and nothing but Python is needed.
"""

import struct
import zlib
from pathlib import Path

WIDTH, HEIGHT = 96, 64
# Letters of three by five pixels, a row in an octal digit.
LETTERS = {
    "A": 0o25755, "C": 0o34443, "E": 0o74647, "H": 0o55755, "L": 0o44447, "M": 0o57755, "O": 0o25552,
    "P": 0o65644, "R": 0o65655, "S": 0o34216, "T": 0o72222, "0": 0o75557, "1": 0o26227, "2": 0o61247,
    "4": 0o55711, "7": 0o71122, "8": 0o75757, ":": 0o02020, " ": 0,
}
# A letter is a colour of PALETTE, a dot leaves what is below.
FIGURE = [
    "...kkkk...",
    "..krrrrk..",
    ".krwrrrrk.",
    ".kkkkkkkk.",
    ".kskskssk.",
    "..ksssssk.",
    ".kbbybbbk.",
    "kskbbbbksk",
    "..kbbbbk..",
    "..kbkkbk..",
    "..kk..kk..",
]
PALETTE = {
    "k": (24, 20, 37), "r": (228, 59, 68), "w": (255, 255, 255), "s": (234, 212, 170), "b": (0, 87, 132),
    "y": (254, 231, 97),
}


def noise(*place):
    """0 to 255, the same for the same place."""
    value = 2166136261
    for part in place:
        value = (value ^ part) * 16777619 & 0xFFFFFFFF
        value = (value ^ value >> 15) * 0x2C1B3C6D & 0xFFFFFFFF
    return (value ^ value >> 13) & 255


def sky(x, y):
    return (70 + y, 120 + y, 200 + y // 2)


def leaves(x, y):
    leaf = noise(x // 2, y, 1) // 2 + noise(x, y, 2) // 4
    return (leaf // 3, 40 + leaf, leaf // 5) if noise(x, y, 3) > 40 else sky(x, y)


def bricks(x, y):
    shifted = x + 4 * (y // 4 % 2)
    if y % 4 == 3 or shifted % 8 == 7:
        return (58, 44, 40)
    shade = noise(shifted // 8, y // 4, 4) // 8
    return (150 + shade, 80 + shade, 60 + shade // 2)


def draw():
    pixels = {}

    def rectangle(left, top, width, height, colour):
        for y in range(top, top + height):
            for x in range(left, left + width):
                pixels[x, y] = colour(x, y) if callable(colour) else colour

    def text(left, top, line, colour):
        for index, letter in enumerate(line):
            for bit in range(15):
                if LETTERS[letter] >> 14 - bit & 1:
                    pixels[left + 4 * index + bit % 3, top + bit // 3] = colour

    rectangle(0, 0, WIDTH, HEIGHT, sky)
    rectangle(58, 14, 38, 26, leaves)
    rectangle(0, 48, WIDTH, 16, bricks)
    # Dithering, and lines a pixel wide: steep, flat, and a grid.
    rectangle(0, 40, 30, 8, lambda x, y: (206, 180, 90) if (x + y) % 2 else (120, 160, 60))
    for step in range(28):
        pixels[30 + step // 3, 14 + step] = (250, 250, 240)
        pixels[28 + step, 38 - step // 4] = (20, 20, 30)
    rectangle(60, 42, 22, 22, lambda x, y: (0, 255, 120) if x % 4 == 0 or y % 4 == 2 else (0, 40, 30))
    for top, row in enumerate(FIGURE):
        for left, letter in enumerate(row):
            if letter != ".":
                pixels[8 + left, 29 + top] = PALETTE[letter]
    # What lies over the world: a bar, its frame, and text on it, on the sky and on the wall.
    rectangle(1, 1, 46, 9, (255, 255, 255))
    rectangle(2, 2, 44, 7, (40, 0, 0))
    rectangle(2, 2, 31, 7, lambda x, y: (220 - 12 * abs(y - 4), 30, 30))
    text(4, 3, "HP 78:100", (255, 255, 255))
    text(53, 3, "SCORE 1240", (0, 0, 0))
    text(52, 2, "SCORE 1240", (255, 230, 0))
    text(3, 54, "TELEPORT", (255, 255, 255))
    text(3, 15, "ALARM", (0, 0, 0))
    return bytes(
        part for y in range(HEIGHT) for part in (0, *(value for x in range(WIDTH) for value in pixels[x, y]))
    )


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
Path(__file__).with_name(f"in_game_{WIDTH}x{HEIGHT}.png").write_bytes(
    b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(draw(), 9)) + chunk(b"IEND", b"")
)
