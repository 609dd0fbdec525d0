"""The network: a small pyramid that answers for each cell of 8 × 8 pixels."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from bench.marks.network.kept import GENRES

WIDTHS = (16, 32, 56, 80, 112)
"""Channels at a half, a quarter … a thirty-second of the size."""
JOINED = 56
RARE = -4.0
"""Where chances start from: a mark is rare."""


class Pyramid(nn.Module):
    """Pages (n, 3, h, w) between 0 and 1 to (n, 2, h/8, w/8), how likely a mark's middle is near (logits),
    and (n, 8, h/8, w/8), how far in cells its left, upper, right and lower sides are."""

    def __init__(self) -> None:
        super().__init__()
        half, quarter, eighth, fine, coarse = WIDTHS
        self.s2 = _step(3, half, 2)
        self.s4 = nn.Sequential(_step(half, quarter, 2), Residual(quarter))
        self.s8 = nn.Sequential(_step(quarter, eighth, 2), Residual(eighth), Residual(eighth))
        self.s16 = nn.Sequential(_step(eighth, fine, 2), Residual(fine), Residual(fine))
        self.s32 = nn.Sequential(_step(fine, coarse, 2), Residual(coarse), Residual(coarse))
        self.l8, self.l16, self.l32 = (nn.Conv2d(w, JOINED, 1) for w in (eighth, fine, coarse))
        self.f16, self.f8, self.h = (_step(JOINED, JOINED) for _ in range(3))
        self.heat = nn.Conv2d(JOINED, len(GENRES), 1)
        self.box = nn.Conv2d(JOINED, 4 * len(GENRES), 1)
        nn.init.constant_(self.heat.bias, RARE)
        nn.init.constant_(self.box.bias, 1.0)

    def forward(self, pages: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        eighth = self.s8(self.s4(self.s2(pages)))
        fine = self.s16(eighth)
        up = self.f16(self.l16(fine) + _twice(self.l32(self.s32(fine))))
        cells = self.h(self.f8(self.l8(eighth) + _twice(up)))
        return self.heat(cells), functional.softplus(self.box(cells))


class Residual(nn.Module):
    """Two convolutions that add to what they are given."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.a = _step(width, width)
        self.b = nn.Sequential(nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width))

    def forward(self, given: torch.Tensor) -> torch.Tensor:
        return functional.relu(given + self.b(self.a(given)))


class Shipped(nn.Module):
    """The network as the product runs it: one answer, and chances that are right as often as they say."""

    def __init__(self, taught: Pyramid, slopes: list[float], offsets: list[float]) -> None:
        super().__init__()
        self.taught = taught
        self.slopes = torch.tensor(slopes).view(1, -1, 1, 1)
        self.offsets = torch.tensor(offsets).view(1, -1, 1, 1)

    def forward(self, pages: torch.Tensor) -> torch.Tensor:
        heat, sides = self.taught(pages)
        return torch.cat([torch.sigmoid(heat * self.slopes + self.offsets), sides], 1)


def _step(given: int, made: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(given, made, 3, stride, 1, bias=False),
        nn.BatchNorm2d(made),
        nn.ReLU(inplace=True),
    )


def _twice(cells: torch.Tensor) -> torch.Tensor:
    return functional.interpolate(cells, scale_factor=2.0, mode="nearest")
