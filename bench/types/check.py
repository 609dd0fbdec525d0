"""How well pages of a split are typed and cut, from kept readings, and what that costs.

python -m bench.types.check --courier DIR [DIR …] --readings DIR [DIR …] [--wrong]
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from bench.types.blind import show
from bench.types.pages import Example, scanned
from extractors.documents import cut_documents
from extractors.types import classify
from models.reading import DocumentDraft, TypedPage

SIGHT = frozenset({"page_blanche", "feuille_separatrice"})


@dataclass(frozen=True, slots=True)
class Run:
    """A source: its pages in order, their types, its documents, processor seconds for both."""

    pages: Sequence[Example]
    typed: Sequence[TypedPage]
    drafts: Sequence[DocumentDraft]
    seconds: float


def run(pages: Sequence[Example]) -> Run:
    begun = time.process_time()
    typed = [classify(e.reading, e.number) for e in pages]
    drafts = cut_documents(typed, {e.number: e.reading for e in pages})
    return Run(pages, typed, drafts, time.process_time() - begun)


def cuts(runs: Sequence[Run]) -> str:
    """Boundary F1 without the first page of each source, and documents found exactly."""
    good = extra = missed = exact = 0
    given = wanted = many = many_exact = 0
    for one in runs:
        true = _documents(one.pages)
        got = {d.pages: d.type for d in one.drafts}
        begins = {pages[0] for pages in true} - {one.pages[0].number}
        found = {pages[0] for pages in got} - {one.pages[0].number}
        good += len(begins & found)
        extra += len(found - begins)
        missed += len(begins - found)
        wanted, given = wanted + len(true), given + len(got)
        exact += sum(got.get(pages) == kind for pages, kind in true.items())
        several = [pages for pages in true if len(pages) > 1]
        many += len(several)
        many_exact += sum(pages in got for pages in several)
    boundary = 2 * good / max(1, 2 * good + extra + missed)
    return (
        f"frontières F1 {boundary:.1%} ({extra} en trop, {missed} manquantes),"
        f" documents exacts F1 {2 * exact / max(1, wanted + given):.1%},"
        f" de plusieurs pages {many_exact}/{many}"
    )


def _documents(pages: Sequence[Example]) -> dict[tuple[int, ...], str]:
    found: dict[str, list[Example]] = {}
    for e in pages:
        found.setdefault(e.document, []).append(e)
    return {tuple(e.number for e in own): own[0].type for own in found.values()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--courier", type=Path, nargs="+", required=True)
    parser.add_argument("--readings", type=Path, nargs="+", required=True)
    parser.add_argument("--wrong", action="store_true", help="montrer les confusions")
    given = parser.parse_args()
    for courier, readings in zip(given.courier, given.readings, strict=True):
        whole = scanned(courier, readings)
        runs = [run(list(own)) for _, own in groupby(whole, key=lambda e: e.source)]
        report(courier.name, runs)
        if given.wrong:
            _wrong(runs)


def report(name: str, runs: Sequence[Run]) -> None:
    """Types of all pages, of first and further ones, then the cuts and what both cost."""
    both = [(e, p) for one in runs for e, p in zip(one.pages, one.typed, strict=True)]
    for title, kept in (
        ("pages", both),
        ("pages à lire", [b for b in both if b[0].type not in SIGHT]),
        ("pages suivantes", [b for b in both if b[0].place]),
    ):
        if kept:
            show([e for e, _ in kept], [p for _, p in kept], f"{name} {title}")
    print(f"{name} {cuts(runs)}, {1000 * sum(r.seconds for r in runs) / len(both):.1f} ms par page")


def _wrong(runs: Sequence[Run]) -> None:
    wrong: Counter[str] = Counter()
    for one in runs:
        for e, page in zip(one.pages, one.typed, strict=True):
            if e.type != page.type:
                place = f"{e.source} {e.number}"
                print(f"  {place} {e.family} : {e.type} lu {page.type} {page.confidence:.2f}")
                wrong[e.type] += 1
        true = _documents(one.pages)
        got = {d.pages for d in one.drafts}
        for pages, kind in true.items():
            if pages not in got:
                near = [d for d in got if set(d) & set(pages)]
                print(f"  {one.pages[0].source} {kind} {pages} coupé {near}")


if __name__ == "__main__":
    main()
