"""Learns hands: `python -m bench.hand.learn --minutes N --keep FILE.pt [--on FILE.pt] [--write]`.

Says how well it reads, as it goes. As many processes as `--cores`, one thread each; every few
steps they put the mean of what they learnt in the place of it. What is kept is a running mean of
these means. On two cores some twenty lines a second are learnt from.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import sys
import time
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.distributed
import torch.multiprocessing
from torch import nn

from bench.hand import fonts, real
from bench.hand.combs import comb
from bench.hand.network import export, network
from bench.hand.pictures import Line, line, strip
from bench.real.errors import CharacterError
from extractors.words.ppocr.recogniser import HEIGHT, STRETCH, filled_width
from extractors.words.ppocr.session import HAND
from extractors.words.reader import Image

RATE = 2.5e-4
"""Of learning, at its height: 4e-4 spoilt more than it taught."""
WARMING = 100
"""Steps until that height; then down along a cosine."""
TOGETHER = 16
"""Steps after which the processes put together what they learnt."""
WIDTHS = (128, 192, 256, 320, 384, 512, 640, 832, 960)
COLUMNS = 5120
"""Columns of pixels learnt from at one step."""
REAL, OLD = 0.16, 0.05
"""Shares of real lines of today and of the last century."""
COMBS = 0.13
"""Share of combs: without them the sides of cells are read as the «/» of dates."""
STRETCHES = (0.95, 1.4)
SAME = {"’": "'", "‘": "'", "–": "-", "—": "-"}
NARROWEST = 9.5
"""Pixels a character: the network has one answer for each eight."""
SAY = 720.0
"""Seconds between two looks at how it reads."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Strips of one width, padded with the middle gray, and what is written in them."""

    strips: Sequence[Image]
    texts: Sequence[str]
    width: int

    def tensor(self) -> torch.Tensor:
        """(lines, 3, height, width), BGR between -1 and 1."""
        batch = np.zeros((len(self.strips), 3, HEIGHT, self.width), np.float32)
        for number, seen in enumerate(self.strips):
            normal = seen[:, :, ::-1].astype(np.float32) / 127.5 - 1.0
            batch[number, :, :, : seen.shape[1]] = normal.transpose(2, 0, 1)
        return torch.from_numpy(batch).contiguous(memory_format=torch.channels_last)

    def steps(self, among: int) -> list[int]:
        """How many of the network's `among` answers are of each strip and not of its padding."""
        return [math.ceil(among * seen.shape[1] / self.width) for seen in self.strips]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--on", type=Path, help="what an earlier run kept, to go on from")
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--write", action="store_true", help=f"write {HAND.name} for the product")
    asked = parser.parse_args()
    os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
    os.environ.setdefault("MASTER_PORT", "29511")
    given = (asked.cores, asked.minutes, asked.keep, asked.on)
    torch.multiprocessing.spawn(_learn, args=given, nprocs=asked.cores)
    if asked.write:
        net, _ = network()
        net.load_state_dict(torch.load(asked.keep))
        export(net, HAND)


def _learn(rank: int, cores: int, minutes: float, keep: Path, on: Path | None) -> None:
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    torch.distributed.init_process_group("gloo", rank=rank, world_size=cores)
    net, letters = network()
    if on is not None:
        net.load_state_dict(torch.load(on))
    learnt = [p for p in net.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(learnt, lr=RATE, weight_decay=1e-4)
    kept = [p.detach().clone() for p in learnt]
    measured = _measured() if rank == 0 else {}
    _say(f"before: {_figures(net, letters, measured)}", rank)
    torch.distributed.barrier()
    start = said = time.monotonic()
    lines = 0
    seed = 1000 + rank + (zlib.crc32(on.read_bytes()) if on is not None else 0)
    for step, batch in enumerate(_batches(random.Random(seed)), start=1):
        passed = (time.monotonic() - start) / 60 / minutes
        for group in optimiser.param_groups:
            group["lr"] = _rate(step, passed)
        loss = _loss(net, batch, letters)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(learnt, 1.0)
        optimiser.step()
        lines += len(batch.texts)
        if step % TOGETHER:
            continue
        ends = _put_together(learnt, kept, step // TOGETHER, ends=passed > 1)
        if rank == 0 and (ends or time.monotonic() - said > SAY):
            said = time.monotonic()
            now = [p.detach().clone() for p in learnt]
            _put(learnt, kept)
            torch.save(net.state_dict(), keep)
            _say(f"{passed:.0%}, {lines * cores} lines: {_figures(net, letters, measured)}", rank)
            _put(learnt, now)
        if ends:
            return


def _batches(rng: random.Random) -> Iterator[Batch]:
    """Lines without end, by width."""
    hands, prints = fonts.hands(), fonts.prints()
    today, old = real.to_learn()
    waiting: defaultdict[int, list[tuple[Image, str]]] = defaultdict(list)
    while True:
        kind = rng.random()
        pool = today if kind < REAL else old if kind < REAL + OLD else []
        if pool:
            one: Line | None = real.worn(rng.choice(pool), rng)
        elif rng.random() < COMBS:
            one = comb(rng, hands, prints)
        else:
            one = line(rng, hands, prints)
        if one is None:
            continue
        seen = strip(one.picture, rng.uniform(*STRETCHES))
        least = int(len(one.text) * NARROWEST) + 8
        if seen.shape[1] < least:
            seen = np.asarray(cv2.resize(seen, (least, HEIGHT)), np.uint8)
        if seen.shape[1] > WIDTHS[-1]:
            continue
        width = min(w for w in WIDTHS if w >= seen.shape[1])
        waiting[width].append((seen, one.text))
        if len(waiting[width]) >= max(4, min(24, COLUMNS // width)):
            strips, texts = zip(*waiting.pop(width), strict=True)
            yield Batch(strips, texts, width)


def _loss(net: nn.Module, batch: Batch, letters: Sequence[str]) -> torch.Tensor:
    """CTC's; means and spreads of the shipped model stay as they are."""
    net.train()
    for module in net.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.eval()
    seen = nn.functional.log_softmax(net(batch.tensor()), -1).permute(1, 0, 2)
    index = {letter: number for number, letter in enumerate(letters, start=1)}
    index |= {other: index[same] for other, same in SAME.items() if other not in index}
    targets = [[index[letter] for letter in text if letter in index] for text in batch.texts]
    return nn.functional.ctc_loss(
        seen,
        torch.tensor([number for target in targets for number in target]),
        torch.tensor(batch.steps(len(seen))),
        torch.tensor([len(target) for target in targets]),
        zero_infinity=True,
    )


def _rate(step: int, passed: float) -> float:
    cosine = 0.5 * (1 + math.cos(math.pi * min(1.0, passed)))
    return RATE * min(1.0, step / WARMING) * (0.02 + 0.98 * cosine)


def _put_together(
    learnt: Sequence[nn.Parameter], kept: Sequence[torch.Tensor], time_: int, *, ends: bool
) -> bool:
    """The mean of all processes into each, and into what is kept; whether one of them ends."""
    told = torch.tensor([float(ends)])
    flat = torch.cat([*(p.detach().reshape(-1) for p in learnt), told])
    torch.distributed.all_reduce(flat)
    over = bool(flat[-1] > 0)
    means = torch.split(flat[:-1] / torch.distributed.get_world_size(), [p.numel() for p in learnt])
    share = 1 - min(0.97, (time_ + 1) / (time_ + 10))
    with torch.no_grad():
        for parameter, mean, running in zip(learnt, means, kept, strict=True):
            parameter.copy_(mean.view_as(parameter))
            running.lerp_(parameter, share)
    return over


def _put(learnt: Sequence[nn.Parameter], values: Sequence[torch.Tensor]) -> None:
    with torch.no_grad():
        for parameter, value in zip(learnt, values, strict=True):
            parameter.copy_(value)


def _measured() -> Mapping[str, list[Line]]:
    """Lines of hands held out, of print, of real hands not learnt from."""
    rng, hands, prints = random.Random(77), fonts.held_out(), fonts.prints()
    held = [one for _ in range(260) if (one := line(rng, hands, prints, by_hand=True))]
    cells = [one for _ in range(90) if (one := comb(rng, hands, prints))]
    printed = [one for _ in range(90) if (one := line(rng, hands, prints, by_hand=False))]
    return {
        "mains": held,
        "cases": cells,
        "imprimé": printed,
        "mains vraies": real.to_measure()[:120],
    }


def _figures(net: nn.Module, letters: Sequence[str], sets: Mapping[str, list[Line]]) -> str:
    """Wrong characters and lines exact, for each set: one look, no language."""
    net.eval()
    told = []
    for name, lines in sets.items():
        error, exact = CharacterError(), 0
        for one in lines:
            read = _read(net, one, letters)
            error += CharacterError.of(read, one.text)
            exact += read.split() == one.text.split()
        if lines:
            told.append(f"{name} {error.rate:.1%} faux, {exact / len(lines):.1%} exactes")
    return "; ".join(told)


@torch.no_grad()
def _read(net: nn.Module, one: Line, letters: Sequence[str]) -> str:
    seen = strip(one.picture, STRETCH)
    batch = Batch([seen], [one.text], filled_width(seen.shape[1]))
    answers = net(batch.tensor())[0]
    best = answers[: batch.steps(len(answers))[0]].argmax(-1).tolist()
    changes = (now for before, now in zip([0, *best], best, strict=False) if now != before)
    return "".join(letters[now - 1] for now in changes if now)


def _say(message: str, rank: int) -> None:
    if rank == 0:
        sys.stderr.write(f"{message}\n")


if __name__ == "__main__":
    main()
