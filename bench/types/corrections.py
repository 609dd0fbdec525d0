"""What corrections teach the recognition of types: an office that receives the papers of houses unheard of.

python -m bench.types.corrections [--offices N]

Half of the families of wordings held back are the office's own. Its people settle the types and
the cuts of more and more envois; a candidate is taught by two thirds of them, judged on the rest
and on papers that are not the office's: the other half of the families, and the scans of the fixed
set. Then people who err: some of the types that they give are drawn at random.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import replace

from bench.types.blind import Side, in_a_bag, wordings
from bench.types.pages import Example
from extractors.types.knowledge import knowledge
from flows.learning.streams import Sheet, Stream, fixed
from flows.learning.teaching import Looked, Score, score, taught_by
from models.taught import SHIPPED

PAGES = 8
"""Of an envoi."""
SIZES = (24, 48, 96, 192)
"""Pages settled."""
ERRING = (0.0, 0.2, 0.5)
"""Share of the types given at random."""


def stream(id: str, pages: Sequence[Example]) -> Stream:
    """Pages as people leave them who settle all."""
    return Stream(
        id,
        [
            Sheet(number, page.reading, page.type, page.document, page.place > 0, True)
            for number, page in enumerate(pages, 1)
        ],
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--offices", type=int, default=4)
    given = parser.parse_args()
    scans = [Looked.at(one) for one in fixed() if not one.id.startswith("aveugle")]
    for office in range(given.offices):
        rng = random.Random(office)
        families = [name for _, name, _ in wordings(Side.HELD)]
        rng.shuffle(families)
        own, others = set(families[::2]), set(families[1::2])
        elsewhere = [*scans, Looked.at(stream("ailleurs", in_a_bag(Side.HELD, "a", only=others)))]
        envois = _envois(own, office)
        print(f"\nbureau {office + 1}")
        for erring in ERRING:
            for size in SIZES if not erring else SIZES[-1:]:
                some = [_erring(one, erring, rng) for one in envois[: size // PAGES]]
                _told(size, erring, some, elsewhere)


def _envois(own: set[str], office: int) -> list[Looked]:
    pages: list[Example] = []
    for time in range(3):
        pages += in_a_bag(Side.HELD, f"{office}-{time}", only=own)
    cut = [pages[n : n + PAGES] for n in range(0, len(pages), PAGES)]
    random.Random(office).shuffle(cut)
    return [Looked.at(stream(str(n), some)) for n, some in enumerate(cut[: SIZES[-1] // PAGES])]


def _erring(one: Looked, share: float, rng: random.Random) -> Looked:
    sheets = [
        replace(s, type=rng.choice(knowledge().names)) if rng.random() < share else s
        for s in one.stream.sheets
    ]
    return replace(one, stream=replace(one.stream, sheets=sheets))


def _told(size: int, erring: float, some: Sequence[Looked], elsewhere: Sequence[Looked]) -> None:
    held = some[::3]
    taught = taught_by([one for n, one in enumerate(some) if n % 3], 1)
    parts = {"gardées": held, "ailleurs": elsewhere}
    found = {name: (score(own, SHIPPED), score(own, taught)) for name, own in parts.items()}
    (before, after), (before_there, after_there) = found.values()
    better = after.is_better_than(before) and after_there.holds_against(before_there)
    print(
        f"  {size} pages réglées, {erring:.0%} au hasard : "
        + " ; ".join(f"{name} {_line(*both)}" for name, both in found.items())
        + f" : {'acceptée' if better else 'refusée'}"
    )


def _line(before: Score, after: Score) -> str:
    return (
        f"{before.wrong} → {after.wrong} types faux sur {before.pages}, "
        f"{before.wrong_cuts} → {after.wrong_cuts} coupes sur {before.cuts}, "
        f"perte {before.loss:.3f} → {after.loss:.3f}"
    )


if __name__ == "__main__":
    main()
