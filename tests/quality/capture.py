#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures frames of games, each at full size and as really rendered at the smaller sizes of the presets.

A game runs once and its OpenGL calls are recorded. The recording is played once for each size: with all that goes to
the window drawn that much smaller (small_gl.c). So all frames of a set show the same instant.

Needs what `make quality` installs. The pictures are the games' and stay out of the repository.
"""

import argparse
import json
import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

WIDTH, HEIGHT = 1280, 720
# The ratios of the presets, and the folders of what is rendered that much smaller.
SMALLER = {"real_1.3": 1.3, "real_1.5": 1.5, "real_1.7": 1.7, "real_2": 2}
HERE = Path(__file__).resolve().parent

NEVERBALL_SETTINGS = f"fullscreen 0\nwidth {WIDTH}\nheight {HEIGHT}\nvsync 0\n"


def click(at):
    return (at, ["mousemove", str(WIDTH // 2), str(HEIGHT // 2), "click", "1"])


def turn(at, key, seconds):
    return [(at, ["keydown", key]), (at + seconds, ["keyup", key])]


def never(program, level):
    steps = [click(12), *turn(24, "d", 20)]
    return {
        "command": [program, "--level", level],
        "files": {".neverball/neverballrc": NEVERBALL_SETTINGS},
        "steps": steps,
        "seconds": 50,
    }


def arena(level):
    settings = {"r_fullscreen": 0, "r_mode": -1, "r_customwidth": WIDTH, "r_customheight": HEIGHT, "s_initsound": 0}
    words = [word for name, value in settings.items() for word in ("+set", name, str(value))]
    return {
        "command": ["/usr/games/openarena", *words, "+set", "com_introplayed", "1", "+devmap", level],
        "steps": turn(35, "Left", 15),
        "seconds": 55,
    }


def tux(level):
    options = ["--window", "--geometry", f"{WIDTH}x{HEIGHT}", "--renderer", "opengl20", "--disable-sound", "--disable-music"]
    return {
        "command": ["/usr/games/supertux2", *options, f"/usr/share/games/supertux2/levels/world1/{level}.stl"],
        # Drawn straight into the window, and begun by a key.
        "steps": [*((at, ["key", "Return"]) for at in (12, 16, 20)), *turn(24, "Right", 20)],
        "seconds": 45,
    }


SCENES = {
    "neverball_adventure": never("/usr/games/neverball", "map-fwp/adventure.sol"),
    "neverball_easy": never("/usr/games/neverball", "map-easy/easy.sol"),
    "neverball_mym": never("/usr/games/neverball", "map-mym/drive1.sol"),
    "neverputt_first": never("/usr/games/neverputt", "map-ckk/01.sol"),
    "neverputt_second": never("/usr/games/neverputt", "map-ckk/05.sol"),
    "openarena_dm1": arena("oa_dm1"),
    "openarena_dm4": arena("oa_dm4"),
    "openarena_minia": arena("oa_minia"),
    "supertux_forest": tux("icy_valley"),
    "supertux_bridge": tux("frozen_bridge"),
}


def build(folder):
    """The stand-in for the OpenGL library. It names the real one by its path, so that both can be loaded."""
    listing = subprocess.run(["ldconfig", "-p"], check=True, capture_output=True, text=True, env={"PATH": "/sbin:/usr/sbin"})
    line = next(line for line in listing.stdout.splitlines() if "libGL.so.1 " in line and "x86-64" in line)
    library = line.split("=> ")[1].strip()
    empty, real = folder / "empty.c", folder / "real.so"
    empty.write_text("")
    subprocess.run(["gcc", "-shared", "-o", real, empty, f"-Wl,-soname,{library}"], check=True)
    flags = ["-O2", "-Wall", "-Wextra", "-Werror", "-fPIC", "-shared", f'-DREAL_GL="{library}"', "-Wl,-soname,libGL.so.1"]
    output = folder / "libGL.so.1"
    subprocess.run(["gcc", *flags, "-o", output, HERE / "small_gl.c", "-Wl,--no-as-needed", real], check=True)


class Screen:
    """An X server without a screen, which goes when the block ends."""

    def __enter__(self):
        read, write = os.pipe()
        size = f"{WIDTH}x{HEIGHT}x24"
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "+extension", "GLX", "-nolisten", "tcp"]
        self.process = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            self.display = ":" + pipe.readline().strip()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def environment(screen, home):
    return {
        **{name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"},
        "DISPLAY": screen.display,
        "HOME": str(home),
        "XDG_CONFIG_HOME": f"{home}/.config",
        "XDG_DATA_HOME": f"{home}/.local/share",
        "XDG_CACHE_HOME": f"{home}/.cache",
        "LIBGL_ALWAYS_SOFTWARE": "1",
        "SDL_AUDIODRIVER": "dummy",
        "SDL_VIDEODRIVER": "x11",
    }


def record(scene, folder):
    """Records a scene. The software rasteriser draws nothing meanwhile, so that the game runs at its speed."""
    home, trace = folder / "home", folder / "trace"
    home.mkdir()
    for name, text in scene.get("files", {}).items():
        file = home / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    with Screen() as screen, open(folder / "record.log", "w") as log:
        variables = {**environment(screen, home), "LP_PERF": "no_rast"}
        command = ["apitrace", "trace", "-o", trace, *scene["command"]]
        game = subprocess.Popen(
            command, env=variables, stdout=log, stderr=log, cwd=home, start_new_session=True
        )
        start = time.monotonic()
        for at, words in [*sorted(scene["steps"]), (scene["seconds"], None)]:
            while time.monotonic() < start + at and game.poll() is None:
                time.sleep(0.1)
            if words and game.poll() is None:
                subprocess.run(["xdotool", *words], env=variables, check=True, stdout=log, stderr=log)
        for number in (signal.SIGINT, signal.SIGKILL):
            if game.poll() is None:
                os.killpg(game.pid, number)
                try:
                    game.wait(20)
                except subprocess.TimeoutExpired:
                    pass
    return trace


def frame_count(trace):
    info = subprocess.run(["apitrace", "info", trace], check=True, capture_output=True, text=True)
    return json.loads(info.stdout)["FramesCount"]


def replay(trace, scale, frames, folder):
    """Draws frames of a recording; gives their files by their numbers."""
    prefix = folder / f"scale_{scale}_"
    with Screen() as screen, open(folder / "replay.log", "w") as log:
        variables = {
            **environment(screen, folder),
            "LD_LIBRARY_PATH": str(folder.parent),
            "SMALL_GL_WIDTH": str(WIDTH),
            "SMALL_GL_HEIGHT": str(HEIGHT),
            "SMALL_GL_SCALE": str(scale),
            "SMALL_GL_FRAMES": ",".join(map(str, frames)),
            "SMALL_GL_OUTPUT": str(prefix),
        }
        subprocess.run(["glretrace", "-b", trace], env=variables, check=True, stdout=log, stderr=log, timeout=1800)
    return {number: Path(f"{prefix}{number}.ppm") for number in frames}


def read_ppm(file):
    data = file.read_bytes()
    magic, width, height = data.split(maxsplit=3)[:3]
    if magic != b"P6":
        raise ValueError(f"{file} is no PPM")
    width, height = int(width), int(height)
    return width, height, data[len(data) - 3 * width * height :]


def write_png(file, width, height, pixels):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + pixels[3 * width * y : 3 * width * (y + 1)] for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 6)) + chunk(b"IEND", b"")
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + parts)


def is_flat(pixels):
    """Whether a picture is a loading screen or black: hardly any of its bytes differ from those before them."""
    sample = pixels[:: 3 * 7]
    changes = sum(abs(one - other) > 4 for one, other in zip(sample, sample[1:]))
    return changes < len(sample) // 50


def capture(name, scene, output, work, frames_wanted):
    folder = work / name
    folder.mkdir()
    trace = record(scene, folder)
    count = frame_count(trace)
    # The later part, when the world is there; the very last frame may be cut off.
    share = [0.6 + 0.36 * i / max(frames_wanted - 1, 1) for i in range(frames_wanted)]
    frames = sorted({int(part * count) for part in share})
    ratios = {"truth": 1, **SMALLER}
    files = {kind: replay(trace, 1 / ratio, frames, folder) for kind, ratio in ratios.items()}
    kept = 0
    for number in frames:
        if not all(played[number].exists() for played in files.values()):
            continue
        pictures = {kind: read_ppm(played[number]) for kind, played in files.items()}
        if is_flat(pictures["truth"][2]):
            continue
        for kind, picture in pictures.items():
            target = output / kind
            target.mkdir(exist_ok=True)
            write_png(target / f"{name}_{number:05}.png", *picture)
        kept += 1
    print(f"{name}: {count} frames recorded, {kept} kept", flush=True)
    shutil.rmtree(folder)
    return kept


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output", type=Path, help="folder for truth/ and " + ", ".join(f"{name}/" for name in SMALLER))
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help="some of: " + " ".join(SCENES))
    parser.add_argument("--frames", type=int, default=2, help="frames of each scene")
    arguments = parser.parse_args()
    output = arguments.output.resolve()
    output.mkdir(parents=True, exist_ok=True)
    kept = {}
    with tempfile.TemporaryDirectory(prefix="quality-") as work:
        work = Path(work)
        build(work)
        for name in arguments.scenes or SCENES:
            game = name.split("_")[0]
            kept.setdefault(game, 0)
            try:
                kept[game] += capture(name, SCENES[name], output, work, arguments.frames)
            except (subprocess.SubprocessError, OSError, ValueError) as error:
                print(f"{name}: {error}", file=sys.stderr)
    # A scene may be missed where the machine is slow; a game may not.
    missed = [game for game, count in kept.items() if count == 0]
    if missed:
        sys.exit(f"nothing was captured of {', '.join(missed)}")


if __name__ == "__main__":
    main()
