# SPDX-License-Identifier: GPL-2.0-or-later
"""The networks: what they add to the luma of a plain kernel at twice the size.

A network is a chain of 3x3 convolutions at the small size. Between them is a ramp, `max(x, slope * x)` (the slopes are 1 at most). The last one
makes four numbers of each pixel: what the 2x2 pixels of the result get beyond what the kernel gives them.
"""

import torch
import torch.nn.functional as F
from torch import nn

# Channels of the convolutions in turn.
CHANNELS = {
    "nu-s": [1, 4, 4, 4, 4],
    "nu-m": [1, 8, 8, 8, 8, 4],
    "nu-l": [1, 12, 12, 12, 12, 12, 12, 4],
}

# The plain kernel: weights of three pixels in a row for a point a quarter of a pixel before the middle one.
KERNEL = (0.2, 0.88, -0.08)


class Convolution(nn.Module):
    """A 3x3 convolution. While it learns it has many more weights, of which the 3x3 are a sum: wide between two
    linear steps, which learns better and costs no more later ("Collapsible Linear Blocks for Super-Efficient Super
    Resolution", Bhardwaj et al., 2022), and the input by itself where the channels are as many."""

    WIDTH = 64

    def __init__(self, source, result, level=False):
        super().__init__()
        self.wide = nn.Parameter(torch.empty(self.WIDTH, source, 3, 3))
        self.narrow = nn.Parameter(torch.empty(result, self.WIDTH))
        self.bias = nn.Parameter(torch.zeros(result))
        self.keeps = source == result
        # Whether an even picture gives nothing, whatever its brightness.
        self.level = level
        nn.init.normal_(self.wide, std=(2.0 / (9 * source)) ** 0.5)
        nn.init.normal_(self.narrow, std=(1.0 / self.WIDTH) ** 0.5)

    def weight(self):
        weight = torch.einsum("ow,wihv->oihv", self.narrow, self.wide)
        if self.level:
            weight = weight - weight.mean((2, 3), keepdim=True)
        if self.keeps:
            middle = torch.zeros_like(weight)
            middle[:, :, 1, 1] = torch.eye(weight.shape[0], dtype=weight.dtype, device=weight.device)
            weight = weight + middle
        return weight


class Network(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.channels = channels
        pairs = list(zip(channels, channels[1:]))
        self.convolutions = nn.ModuleList(
            Convolution(source, result, level=index == 0) for index, (source, result) in enumerate(pairs)
        )
        self.slopes = nn.ParameterList(nn.Parameter(torch.full((count,), 0.2)) for count in channels[1:-1])
        # It begins near the plain kernel.
        with torch.no_grad():
            self.convolutions[-1].narrow.mul_(0.1)

    @property
    def margin(self):
        """Pixels around a result that it depends on."""
        return len(self.convolutions)

    def parts(self):
        """The 3x3 weights, biases and slopes, layer by layer; the last has no slopes."""
        slopes = [*(slope.clamp(-1.0, 1.0) for slope in self.slopes), None]
        parts = []
        # What an even picture gives, which must be nothing in the end: of each channel between the layers.
        even = torch.zeros(1)
        for convolution, slope in zip(self.convolutions, slopes):
            weight, bias = convolution.weight(), convolution.bias
            even = weight.sum((2, 3)) @ even.to(bias) + bias
            if slope is None:
                bias = bias - even
            else:
                even = torch.maximum(even, even * slope)
            parts.append((weight, bias, slope))
        return parts

    def residual(self, luma, pads):
        """Of `luma` (N, 1, H, W) what is to be added, (N, 4, H, W); without `pads` the margin is cut off."""
        value = luma
        for weight, bias, slope in self.parts():
            if pads:
                value = F.pad(value, (1, 1, 1, 1), mode="replicate")
            value = F.conv2d(value, weight, bias)
            if slope is not None:
                value = F.prelu(value, slope)
        return value

    def forward(self, luma, pads=False):
        """The luma at twice the size, within what the 3x3 small pixels around each have: so no edge gets a halo, and
        what the network would add beyond that costs it nothing while it learns."""
        phases = plain(luma, self.margin, pads) + self.residual(luma, pads)
        around = F.pad(luma, (1, 1, 1, 1), mode="replicate") if pads else cut(luma, self.margin - 1)
        lowest, highest = -F.max_pool2d(-around, 3, 1), F.max_pool2d(around, 3, 1)
        return F.pixel_shuffle(torch.minimum(torch.maximum(phases, lowest), highest), 2)


def load(checkpoint):
    """The name and the network of a training: the running mean of its weights."""
    kept = torch.load(checkpoint, map_location="cpu", weights_only=True)
    network = Network(CHANNELS[kept["model"]])
    network.load_state_dict(kept["mean"])
    return kept["model"], network


def kernel():
    """The plain kernel as a convolution, (4, 1, 3, 3): for the 2x2 pixels of the result."""
    before = torch.tensor(KERNEL)
    sides = [before, before.flip(0)]
    return torch.stack([torch.outer(down, across) for down in sides for across in sides])[:, None]


def plain(luma, margin, pads):
    """What the plain kernel makes of `luma`, (N, 4, H, W)."""
    around = F.pad(luma, (1, 1, 1, 1), mode="replicate") if pads else cut(luma, margin - 1)
    return F.conv2d(around, kernel().to(luma))


def cut(luma, margin):
    """`luma` without `margin` pixels at each side."""
    height, width = luma.shape[-2:]
    return luma[..., margin : height - margin, margin : width - margin]
