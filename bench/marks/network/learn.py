"""Learning on two cores: one cuts pieces, one learns from them. See the folder's own words for the commands."""

from __future__ import annotations

import argparse
import itertools
import math
import multiprocessing
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from bench.marks.network.crops import CELL, SIDE, piece
from bench.marks.network.judge import chances_of
from bench.marks.network.kept import GENRES, Sheet, loaded
from bench.marks.network.model import Pyramid, Shipped

BATCH = 12
RATE, WARM, LAST = 2e-3, 100, 0.02
"""Highest rate, steps until it is reached, and what share of it is left at the end."""
FOCUS = 1.5
"""How little cells count that are told already."""
STEADY = 0.998
"""The network that is kept is the mean of the last ones, each step's weight less by this."""
TOLD_EVERY = 50

Batch = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=Path, nargs="+", required=True)
    parser.add_argument("--judge", type=Path, nargs="+", required=True)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--start", type=Path, help="poids d'où partir")
    parser.add_argument("--keep", type=Path, help="où garder les poids")
    parser.add_argument("--out", type=Path, required=True, help="le réseau, en ONNX")
    asked = parser.parse_args()
    torch.set_num_threads(1)
    sheets = [sheet for path in asked.sheets for sheet in loaded(path)]
    print(f"{len(sheets)} pages, {sum(len(sheet.marks) for sheet in sheets)} marques", flush=True)
    net = Pyramid()
    if asked.start:
        net.load_state_dict(torch.load(asked.start))
    if asked.minutes > 0:
        net = _learned(net, sheets, asked.minutes)
    if asked.keep:
        torch.save(net.state_dict(), asked.keep)
    net.eval()
    judges = [sheet for path in asked.judge for sheet in loaded(path)]
    slopes, offsets = zip(*chances_of(net, judges), strict=True)
    shipped = Shipped(net, list(slopes), list(offsets)).eval()
    torch.onnx.export(
        shipped,
        (torch.rand(1, 3, 640, 896),),
        str(asked.out),
        input_names=["page"],
        output_names=["marks"],
        dynamic_axes={"page": {2: "height", 3: "width"}},
        opset_version=17,
        dynamo=False,
    )


def _learned(net: Pyramid, sheets: Sequence[Sheet], minutes: float) -> Pyramid:
    """The mean of the last networks after so long."""
    optimiser = torch.optim.AdamW(net.parameters(), RATE, weight_decay=1e-4)
    mean = {name: value.clone() for name, value in net.state_dict().items()}
    began, told = time.monotonic(), []
    for step, batch in enumerate(_batches(sheets)):
        done = (time.monotonic() - began) / (60 * minutes)
        if done >= 1:
            break
        falling = (1 - LAST) * (1 + math.cos(math.pi * done)) / 2 + LAST
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / WARM) * falling
        losses = _losses(net, batch)
        optimiser.zero_grad()
        sum(losses).backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        _follow(mean, net, min(STEADY, (step + 1) / (step + 20)))
        told.append([float(loss.detach()) for loss in losses])
        if (step + 1) % TOLD_EVERY == 0:
            heat, sides = np.mean(told[-TOLD_EVERY:], axis=0)
            print(f"{step + 1} pas, {100 * done:.0f} % : {heat:.3f} {sides:.3f}", flush=True)
    net.load_state_dict(mean)
    return net


def _losses(net: Pyramid, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
    """What is wrong with the chances, per cell that is a mark's, and with the boxes (1 - generalised
    intersection over union)."""
    pages, marked, counts, sides = batch
    heat, told = net(pages)
    chance = torch.sigmoid(heat)
    right = chance * marked + (1 - chance) * (1 - marked)
    wrong = functional.binary_cross_entropy_with_logits(heat, marked, reduction="none")
    heats = (wrong * (1 - right) ** FOCUS * counts).sum() / max(1.0, float(marked.sum()))
    cells = SIDE // CELL
    shape = (len(pages), len(GENRES), 4, cells, cells)
    own = marked.bool()
    if not own.any():
        return heats, 0 * heats
    is_, be = (x.view(shape).permute(0, 1, 3, 4, 2)[own] for x in (told, sides))
    least, most = torch.minimum(is_, be), torch.maximum(is_, be)
    shared, around = _area(least), _area(most)
    either = _area(is_) + _area(be) - shared
    overlap = shared / (either + 1e-6) - (around - either) / (around + 1e-6)
    return heats, (1 - overlap).mean()


def _area(sides: torch.Tensor) -> torch.Tensor:
    left, upper, right, lower = sides.unbind(-1)
    return (left + right) * (upper + lower)


@torch.no_grad()
def _follow(mean: dict[str, torch.Tensor], net: Pyramid, steady: float) -> None:
    for name, value in net.state_dict().items():
        if value.dtype.is_floating_point:
            mean[name].mul_(steady).add_(value, alpha=1 - steady)
        else:
            mean[name].copy_(value)


def _batches(sheets: Sequence[Sheet]) -> Iterator[Batch]:
    """Batches without end, cut by another process."""
    context = multiprocessing.get_context("fork")
    queue: Any = context.Queue(6)
    context.Process(target=_cut, args=(sheets, queue), daemon=True).start()
    while True:
        pixels, *truth = queue.get()
        pages = torch.from_numpy(pixels).float().div_(255)
        marked, counts, sides = (torch.from_numpy(part) for part in truth)
        yield pages, marked, counts, sides


def _cut(sheets: Sequence[Sheet], queue: Any) -> None:
    os.nice(3)
    rng = np.random.default_rng(1)
    for _ in itertools.count():
        pieces = [piece(sheets, rng) for _ in range(BATCH)]
        truths = [truth for _, truth in pieces]
        queue.put(
            (
                np.stack([pixels for pixels, _ in pieces]),
                np.stack([truth.marked for truth in truths]),
                np.stack([truth.counts for truth in truths]),
                np.stack([truth.sides for truth in truths]),
            )
        )


if __name__ == "__main__":
    main()
