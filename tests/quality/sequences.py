#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures sequences of games, each frame at full size and as really rendered at half of it, and judges what upscaling over
time makes of them.

As capture.py does it: a game's OpenGL calls are recorded once and played at both sizes, so that both show the same
instants. For a sequence the game's time has to go on evenly: OpenArena is told the length of a frame, the others run in
slow motion (faketime), as their calls are recorded.

    python3 tests/quality/sequences.py capture FOLDER [SCENE ...]
    python3 tests/quality/sequences.py judge FOLDER [--program target/release/nu-scaler]

Needs what `make quality` installs, and faketime. The pictures are the games' and stay out of the repository.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import capture
from capture import HEIGHT, NEVERBALL_SETTINGS, WIDTH, turn

FRAMES = 24
KINDS = {"truth": 1, "real": 1 / 2}


def slowly(speed, scene):
    return {**scene, "command": ["faketime", "-f", f"+0 x{speed}", *scene["command"]]}


def arena(level, degrees, steps):
    """16 ms a frame, turning by so many degrees a second."""
    scene = capture.arena(level)
    settings = {"fixedtime": 16, "com_maxfps": 60, "cl_yawspeed": degrees}
    words = [word for name, value in settings.items() for word in ("+set", name, str(value))]
    program, *others = scene["command"]
    return {"command": [program, *words, *others], "steps": steps, "seconds": 58}


def tux(level):
    scene = capture.tux(level)
    # The level's name is shown until a key is pressed.
    steps = [*((at, ["key", "Return"]) for at in range(14, 50, 6)), *turn(50, "Right", 40)]
    return slowly(0.25, {**scene, "steps": steps, "seconds": 84})


def never(level, longer=1):
    """So many times as long, as many frames in the same time of the game's."""
    scene = capture.never("/usr/games/neverball", level)
    middle = ["mousemove", str(WIDTH // 2), str(HEIGHT // 2), "click", "1"]
    steps = [(16 * longer, middle), *turn(50 * longer, "d", 60 * longer)]
    return slowly(0.1 / longer, {**scene, "steps": steps, "seconds": 115 * longer})


# What the camera does: turns, turns and then walks, follows.
SCENES = {
    "openarena_dm1": arena("oa_dm1", 37, turn(32, "Left", 25)),
    "openarena_dm4": arena("oa_dm4", 23, [*turn(32, "Right", 14), *turn(44, "Up", 12)]),
    "supertux_valley": tux("icy_valley"),
    "neverball_easy": never("map-easy/easy.sol"),
    "neverball_easy_slow": never("map-easy/easy.sol", longer=2),
}


def record(name, output, work):
    folder = work / name
    folder.mkdir()
    trace = capture.record(SCENES[name], folder)
    last = capture.frame_count(trace) - 20
    frames = range(max(last - FRAMES, 0), last)
    for kind, scale in KINDS.items():
        target = output / name / kind
        target.mkdir(parents=True, exist_ok=True)
        played = capture.replay(trace, scale, frames, folder)
        for number, file in played.items():
            if file.exists():
                capture.write_png(target / f"{number:05}.png", *capture.read_ppm(file))
                file.unlink()
    shutil.rmtree(folder)
    print(f"{name}: {len(list((output / name / 'truth').glob('*.png')))} frames", flush=True)


def run(*command):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout


def still(small, folder, frames):
    """The first frame again and again."""
    folder.mkdir()
    first = sorted(small.glob("*.png"))[0]
    for number in range(frames):
        shutil.copy(first, folder / f"{number:05}.png")
    return folder


def with_cuts(sequences, folder):
    """Four frames of each sequence, around and around."""
    folder.mkdir()
    frames = [sorted(sequence.glob("*.png")) for sequence in sequences]
    number = 0
    for begin in range(0, min(map(len, frames)) - 3, 4):
        for files in frames:
            for file in files[begin : begin + 4]:
                shutil.copy(file, folder / f"{number:05}.png")
                number += 1
    return folder


def judge(program, truth, small, work):
    """FSR's PSNR of luma and of its changes, and what fsr3's differ by."""
    figures = {}
    for technology in ("fsr", "fsr3"):
        result = work / technology
        options = ["--technology", technology, "--size", f"{WIDTH}x{HEIGHT}", "--sharpness", "0"]
        run(program, "upscale", small, result, *options)
        report = json.loads(run(program, "compare", truth, result, "--json"))
        figures[technology] = report["psnr_y"], report["psnr_y_changes"]
        shutil.rmtree(result)
    fsr, fsr3 = figures["fsr"], figures["fsr3"]
    cells = [f"{fsr[0]:.2f}", f"{fsr3[0] - fsr[0]:+.2f}"]
    if None not in (fsr[1], fsr3[1]):
        cells += [f"{fsr[1]:.2f}", f"{fsr3[1] - fsr[1]:+.2f}"]
    return cells


def judge_all(folder, program):
    print("| | FSR, PSNR | fsr3 | FSR, changes | fsr3 |\n|---|---|---|---|---|")

    def row(name, cells):
        print(f"| {name} | {' | '.join([*cells, '', ''][:4])} |", flush=True)

    names = sorted(path.name for path in folder.iterdir() if (path / "truth").is_dir())
    with tempfile.TemporaryDirectory(prefix="sequences-") as work:
        work = Path(work)
        small = {}
        for name in names:
            box = work / f"{name}_box"
            halved = ["--technology", "fallback", "--algorithm", "area", "--size", f"{WIDTH // 2}x{HEIGHT // 2}"]
            run(program, "upscale", folder / name / "truth", box, *halved)
            small[name] = {"real": folder / name / "real", "box": box}
        for name in names:
            for kind, pictures in small[name].items():
                row(f"{name}, {kind}", judge(program, folder / name / "truth", pictures, work))
        for name in names:
            for kind, pictures in small[name].items():
                truth = still(folder / name / "truth", work / "truth", 12)
                row(f"{name}, {kind}, one frame", judge(program, truth, still(pictures, work / "still", 12), work))
                shutil.rmtree(truth)
                shutil.rmtree(work / "still")
        for kind in ("real", "box"):
            truth = with_cuts([folder / name / "truth" for name in names], work / "truth")
            cut = with_cuts([small[name][kind] for name in names], work / "cut")
            row(f"a cut every four frames, {kind}", judge(program, truth, cut, work))
            shutil.rmtree(truth)
            shutil.rmtree(cut)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("what", choices=["capture", "judge"])
    parser.add_argument("folder", type=Path, help="where the sequences are, or will be")
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help="some of: " + " ".join(SCENES))
    parser.add_argument("--program", type=Path, default=Path("target/release/nu-scaler"))
    arguments = parser.parse_args()
    folder = arguments.folder.resolve()
    if arguments.what == "judge":
        judge_all(folder, arguments.program.resolve())
        return
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="sequences-") as work:
        work = Path(work)
        capture.build(work)
        for name in arguments.scenes or SCENES:
            try:
                record(name, folder, work)
            except (subprocess.SubprocessError, OSError, ValueError) as error:
                print(f"{name}: {error}", file=sys.stderr)


if __name__ == "__main__":
    main()
