#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Trains a network on a corpus; stopped, it goes on where it was."""

import argparse
import datetime
import json
import math
import time
from pathlib import Path

import torch

import corpus
import evaluate
from network import CHANNELS, Network, cut

# Of the running mean of the weights, which is what is kept in the end.
DECAY = 0.999


# Steps in which the rate of learning rises.
WARM = 200
# Where a larger network teaches: the share of what it makes in what is to be made. It has none of the noise of the truth,
# which no network can foresee.
TAUGHT = 0.7


def rate(step, done, highest):
    """The rate of learning: up in the first steps, then down along half a cosine."""
    cosine = 0.5 * (1 + math.cos(min(done, 1.0) * math.pi))
    return highest * min(1.0, (step + 1) / WARM) * (0.99 * cosine + 0.01)


def distance(result, truth, count):
    """The mean square of each patch by what it counts, averaged: the share of what plain means lose that is still lost.
    Of that PSNR is made, averaged over frames."""
    return ((result - truth).square().mean((1, 2, 3)) * count).mean()


class Training:
    """What a training consists of, as it is kept in `checkpoint.pt`."""

    def __init__(self, arguments):
        self.arguments = arguments
        torch.manual_seed(arguments.seed)
        self.network = Network(CHANNELS[arguments.model]).to(arguments.device)
        self.mean = Network(CHANNELS[arguments.model]).to(arguments.device)
        self.mean.load_state_dict(self.network.state_dict())
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=arguments.rate, betas=(0.9, 0.99))
        self.step, self.seconds = 0, 0.0
        self.seed, self.start, self.teacher = arguments.seed, "random weights", None
        self.losses = []
        self.figures = []
        self.kept_teacher = None
        self.file = arguments.out / "checkpoint.pt"
        if self.file.exists():
            kept = torch.load(self.file, map_location=arguments.device, weights_only=True)
            self.network.load_state_dict(kept["network"])
            self.mean.load_state_dict(kept["mean"])
            self.optimizer.load_state_dict(kept["optimizer"])
            self.step, self.seconds = kept["step"], kept["seconds"]
            self.seed, self.start = kept["seed"], kept["start"]
            self.teach(kept["teacher"])
            self.losses, self.figures = kept["losses"], kept["figures"]
        else:
            if arguments.start:
                kept = torch.load(arguments.start, map_location=arguments.device, weights_only=True)
                self.network.load_state_dict(kept["mean"])
                self.mean.load_state_dict(kept["mean"])
                self.start = "other weights"
            if arguments.teacher:
                kept = torch.load(arguments.teacher, map_location=arguments.device, weights_only=True)
                self.teach({name: kept[name] for name in ("model", "mean")})

    def teach(self, kept):
        """Takes a teacher, as the checkpoint keeps it; `None`: there is none."""
        self.kept_teacher = kept
        if kept:
            self.teacher = Network(CHANNELS[kept["model"]]).to(self.arguments.device)
            self.teacher.load_state_dict(kept["mean"])

    def keep(self):
        state = {
            "model": self.arguments.model,
            "start": self.start,
            "teacher": self.kept_teacher,
            "seed": self.seed,
            "date": datetime.date.today().isoformat(),
            "network": self.network.state_dict(),
            "mean": self.mean.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "seconds": self.seconds,
            "losses": self.losses,
            "figures": self.figures,
        }
        part = self.file.with_suffix(".part")
        torch.save(state, part)
        part.replace(self.file)

    def done(self):
        """How far it is, 0 to 1: of the steps or of the minutes."""
        return max(self.step / self.arguments.steps, self.seconds / 60 / self.arguments.minutes)

    @property
    def margin(self):
        """Pixels around what is learned."""
        return max(network.margin for network in (self.network, self.teacher) if network)

    def learn(self, inputs, truths, counts):
        if self.teacher:
            with torch.no_grad():
                taught = self.teacher(cut(inputs, self.margin - self.teacher.margin))
            truths = torch.lerp(truths, taught, TAUGHT)
        inputs = cut(inputs, self.margin - self.network.margin)
        for group in self.optimizer.param_groups:
            group["lr"] = rate(self.step, self.done(), self.arguments.rate)
        loss = distance(self.network(inputs), truths, counts)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        decay = min(DECAY, self.step / (self.step + 10))
        with torch.no_grad():
            for mean, value in zip(self.mean.parameters(), self.network.parameters()):
                mean.lerp_(value, 1 - decay)
        return loss.item()


def plot(training, file):
    """The losses, and what the running mean reached, as a picture."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, left = pyplot.subplots(figsize=(8, 4.5))
    left.plot([step for step, _ in training.losses], [loss for _, loss in training.losses], linewidth=0.8)
    left.set_xlabel("step")
    left.set_ylabel("loss")
    left.set_yscale("log")
    right = left.twinx()
    for kind in ("real", "box"):
        points = [(step, figures[kind]) for step, figures in training.figures if kind in figures]
        right.plot(*zip(*points) if points else ([], []), marker=".", label=f"PSNR-Y, {kind}")
    right.set_ylabel("dB over the plain kernel")
    right.legend()
    figure.tight_layout()
    figure.savefig(file)
    pyplot.close(figure)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, help="a folder with an index.json, see corpus.py")
    parser.add_argument("out", type=Path, help="where checkpoint, log and plot go")
    parser.add_argument("--model", choices=CHANNELS, default="nu-m")
    parser.add_argument("--steps", type=int, default=60000)
    parser.add_argument("--minutes", type=float, default=math.inf, help="in all, if the steps are not done by then")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--side", type=int, default=32, help="of a patch, in small pixels")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--cache", type=Path, help="keeps what is worked out of the pictures")
    parser.add_argument("--start", type=Path, help="a checkpoint whose weights to begin with")
    parser.add_argument("--teacher", type=Path, help="a checkpoint of a larger network to learn from as well")
    parser.add_argument("--every", type=int, default=2000, help="steps between checkpoints")
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    arguments.out.mkdir(parents=True, exist_ok=True)
    frames = corpus.load(arguments.corpus, arguments.cache)
    training = Training(arguments)
    # A part of the frames of each source, for a look on the way.
    judged = [frame for frame in frames if frame.split == "val"][::3]
    begun, first = time.monotonic(), training.step
    mark = begun
    total = []
    while training.done() < 1:
        if training.step % arguments.every == 0 or training.step == first:
            # Anew from the step, so that a training that goes on draws as one that never stopped.
            seed = (training.seed, training.step)
            sampler = corpus.Sampler(frames, seed, arguments.side, training.margin)
        *pictures, counts = (torch.from_numpy(array).to(arguments.device) for array in sampler.batch(arguments.batch))
        pictures = [picture.to(memory_format=torch.channels_last) for picture in pictures]
        total.append(training.learn(*pictures, counts))
        now = time.monotonic()
        training.seconds += now - mark
        mark = now
        if training.step % arguments.every == 0 or training.done() >= 1:
            loss = sum(total) / len(total)
            training.losses.append((training.step, loss))
            total.clear()
            gains = evaluate.gains(training.mean, judged, arguments.device)
            training.figures.append((training.step, gains))
            training.keep()
            pace = (training.step - first) / (time.monotonic() - begun)
            line = {"step": training.step, "loss": round(loss, 6), "steps_per_second": round(pace, 2)}
            print(json.dumps(line | {kind: round(gain, 3) for kind, gain in gains.items()}), flush=True)
    plot(training, arguments.out / "losses.png")


if __name__ == "__main__":
    main()
