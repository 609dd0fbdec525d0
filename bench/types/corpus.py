"""Papers of the `train` split as text: printed by the courier's own printshop, read from the PDF, no OCR.

python -m bench.types.corpus --out train.jsonl.gz [--dossiers N] [--seed S]

Reading scans takes minutes and gives few papers a type; the text of a born-digital page costs a
tenth of a second and has the same words in the same places. `learn` then spoils it as readers do.
One line of JSON a paper: its type, layout family, and the words of each of its pages.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from extractors.words.text_layer import TextLayers
from models.documents import document_types
from tests.courier.desk.kit import WRITERS, write
from tests.courier.layout.printshop import Printshop
from tests.courier.layout.registry import families
from tests.courier.layout.scripts import SCRIPTS
from tests.courier.paper import Ink, Paper
from tests.courier.scenes.case import Written
from tests.courier.scenes.plan import cases

SPLIT = "train"
ENOUGH = 30
"""Papers of one layout family: more of them say nothing new."""
LEAST = 8
"""Papers of each family, written apart where no dossier has it."""
LEFT_OUT = frozenset({"page_blanche", "feuille_separatrice", "photo_identite"})
"""Told by sight, not by words."""


def papers(dossiers: int, seed: str) -> Iterator[tuple[str, Written]]:
    """The papers of so many dossiers, in their order, then what is missing of each family; each
    with its dossier (empty for the latter)."""
    rng = random.Random(f"{seed}:corpus")
    had: Counter[str] = Counter()
    made = cases(SPLIT, dossiers, seed)
    for case in made:
        for written in case.written:
            if written.paper.type in LEFT_OUT or had[written.family.name] >= ENOUGH:
                continue
            had[written.family.name] += 1
            yield case.dossier.id, written
    for kind in sorted(set(WRITERS) & set(document_types()) - LEFT_OUT):
        for family in families(kind, SPLIT):
            for number in range(had[family.name], LEAST):
                story = rng.choice(made).story
                try:
                    paper = write(kind, story, f"{family.name}-{number}")
                except (KeyError, AttributeError, IndexError, TypeError):
                    continue  # this story has no such paper (no spouse, no child …)
                paper.family, paper.hand = family.name, sorted(SCRIPTS[SPLIT])[0]
                paper.ink = rng.choice([Ink.PRINT, Ink.TYPED])
                paper.extra.setdefault("devise", story.currency)
                yield "", Written(paper, family, family.name)


def pages_of(shop: Printshop, written: Written, seed: str) -> list[list[list[object]]]:
    """Of each page, its words: text, box, line."""
    paper: Paper = written.paper
    if paper.hand not in SCRIPTS[SPLIT]:
        paper.hand = sorted(SCRIPTS[SPLIT])[0]
    data, _ = shop.pdf(paper, written.family, seed)
    found: list[list[list[object]]] = []
    with TextLayers(data) as layers:
        for index in range(99):
            try:
                page = layers.page(index)
            except (IndexError, ValueError):
                break
            if page is None:
                break
            found.append(
                [
                    [
                        w.text,
                        *(round(v, 4) for v in (w.box.x0, w.box.y0, w.box.x1, w.box.y1)),
                        w.line,
                    ]
                    for w in page.words
                ]
            )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--dossiers", type=int, default=300)
    parser.add_argument("--seed", default="types-1")
    given = parser.parse_args()
    kinds: Counter[str] = Counter()
    with Printshop() as shop, gzip.open(given.out, "wt", encoding="utf-8") as file:
        for dossier, written in papers(given.dossiers, given.seed):
            try:
                pages = pages_of(shop, written, given.seed)
            except (KeyError, AttributeError, IndexError, TypeError) as error:
                print(f"{written.family.name}: {error!r}")  # a story that lacks what the form asks
                continue
            if not pages:
                continue
            kinds[written.paper.type] += 1
            row = {
                "type": written.paper.type,
                "family": written.family.name,
                "size": written.family.size,
                "dossier": dossier,
                "pages": pages,
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(sum(kinds.values()), "papiers :", dict(kinds.most_common()))


if __name__ == "__main__":
    main()
