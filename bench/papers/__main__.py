"""Types, fields and cells of papers worded by authors who had never seen our code, set without OCR.

python -m bench.papers [--set NAME] [--side NAME] [--type-known] [--wrong]

`--type-known`: fields are read with the true type. `--wrong`: each field that is lost, of the lesson
side only: who looks at the reserve has nothing left to measure with.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence

from bench.evaluate.counts import Counts, share
from bench.markdown import percent, table
from bench.papers.measure import Loss, Read, read
from bench.papers.paper import Family, Side, papers
from models.values.text import squeezed

HEADS = [
    "", "papiers", "types justes", "champs", "justes", "autre valeur", "rien", "en trop",
    "faux et sûrs", "cellules", "justes", "en trop", "lignes justes",
]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--set", dest="family", type=Family, choices=list(Family))
    parser.add_argument("--side", type=Side, choices=list(Side))
    parser.add_argument("--type-known", action="store_true", help="lire avec le vrai type")
    parser.add_argument("--wrong", action="store_true", help="montrer ce qui est perdu (leçons)")
    given = parser.parse_args()
    if given.wrong and given.side is not Side.LESSON:
        parser.error("--wrong ne montre que les leçons : ajouter --side lesson")
    done = [
        read(paper, given.type_known)
        for family in Family
        if given.family in (None, family)
        for paper in papers(family)
        if given.side in (None, paper.side)
    ]
    if given.wrong:
        for one in done:
            print(*_lost(one), sep="\n")
    print(report(done))


def report(done: Sequence[Read]) -> str:
    """A row for each set and side, each type, and all."""
    groups: dict[str, list[Read]] = {}
    for one in done:
        groups.setdefault(f"{one.paper.family}, {one.paper.side}", []).append(one)
    for one in sorted(done, key=lambda one: one.paper.type):
        groups.setdefault(one.paper.type, []).append(one)
    return table(HEADS, [_row(name, some) for name, some in [*groups.items(), ("tous", done)]])


def _row(name: str, some: Sequence[Read]) -> list[object]:
    typed = sum(one.type == one.paper.type for one in some)
    fields = sum((one.fields for one in some), Counter[str]())
    cells = sum((one.cells for one in some), Counts())
    rows = sum((one.rows for one in some), Counts())
    asked = fields["juste"] + fields["autre"] + fields["rien"]
    shares = [percent(share(fields[k], asked)) for k in ("juste", "autre", "rien")]
    true = cells.right + cells.missing
    return [
        name, len(some), percent(share(typed, len(some))), asked, *shares, fields["trop"],
        fields["sûr"], true, percent(share(cells.right, true)), cells.extra,
        percent(share(rows.right, rows.right + rows.missing)),
    ]  # fmt: skip


def _lost(one: Read) -> Iterator[str]:
    if one.type != one.paper.type:
        yield f"{one.paper.name} type {one.paper.type} lu {one.type}"
    for loss in one.losses:
        read = "rien" if loss.read is None else f"{loss.read.value!r} {loss.read.confidence:.2f}"
        yield f"{one.paper.name} {one.paper.type}.{loss.name} : {loss.true!r} lu {read} | {_line(one, loss)}"
    if one.cells.missing or one.cells.extra:
        right, true = one.cells.right, one.cells.right + one.cells.missing
        yield f"{one.paper.name} {one.paper.type} cellules : {right}/{true}, {one.cells.extra} en trop"


def _line(one: Read, loss: Loss) -> str:
    """The line that says the value, true or else read; empty where it is written in another way."""
    wanted = squeezed(str(loss.read.raw if loss.true is None and loss.read else loss.true))
    found = (line for line in one.paper.page if wanted and wanted in squeezed(line))
    return " ".join(next(found, "").split())


if __name__ == "__main__":
    main()
