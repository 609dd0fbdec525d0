"""What a corrected paper teaches: field errors before, after one and after five of its layout.

python -m bench.forms --courier DIR --readings DIR [--courier … --readings …] [--looks] [--write]

Every family of layouts with several papers is treated as unseen: the forms know nothing of it but
the examples, whose truth stands for a person's corrections, and the weights come of other families.
`--typed`: the person typed the values and showed no place. `--looks`: doubtful values are looked at
again on the page images. `--write`: the weights learned from all are kept.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from unittest import mock
from zoneinfo import ZoneInfo

from bench.forms.learn import (
    Example,
    Weights,
    by_fold,
    fold_of,
    form_of,
    judged,
    layout_pairs,
    learned,
    read_as,
)
from bench.forms.measure import Errors, Run, after, by_family, run, taught
from bench.forms.papers import Paper, papers
from bench.markdown import percent
from bench.shared import ROOT
from extractors.fields import read_document
from extractors.fields.certainty import probability
from extractors.fields.second_look import Answer, Question, answers
from extractors.forms import recognise
from extractors.forms.recognise import SURE, KnownForms
from extractors.pages.source import opened
from models.reading import DocumentDraft, Field

OUT = ROOT / "extractors" / "forms" / "weights.json"
HERE = ZoneInfo("Africa/Casablanca")
TAUGHT = (1, 3)
"""Examples of the forms that the weights are learned on."""
MANY = 6
"""Papers of a family from which it shows what five examples do."""


def main() -> int:
    given = _arguments()
    every = papers(zip(given.courier, given.readings, strict=True))
    before = {paper.truth.id: _read(paper, looks=given.looks) for paper in every}
    forms = [form_of(paper, places=not given.typed) for paper in every]
    pairs = layout_pairs(every, forms)
    layouts = by_fold(pairs)
    print(_told_apart(pairs, layouts))
    several = _of_families(every, 2)
    choices = _choices(several, before, layouts, places=not given.typed)
    folds = {"reconnaître": layouts, "choisir": by_fold(choices)}
    if given.write:
        kept = {
            "version": f"formulaires/{datetime.now(HERE):%Y-%m-%d}",
            "reconnaître": learned(pairs),
            "choisir": learned(choices),
        }
        text = json.dumps(kept, ensure_ascii=False, indent=1)
        OUT.write_text(text + "\n", encoding="utf-8")
        print(f"Écrit : {OUT.name}")
    strangers = {p.family: form for p, form in zip(every, forms, strict=True) if form is not None}
    for least, steps in ((2, (0, 1)), (MANY, (0, 5))):
        some = _of_families(every, least)
        print(f"\nfamilles d'au moins {least} papiers : {len({p.family for p in some})}")
        first: Errors | None = None
        for examples in steps:
            done = run(some, before, strangers, examples, folds, places=not given.typed)
            first = first or done.errors
            print(_line(examples, done, first))
            if given.families and examples == 1:
                _each(done, run(some, before, strangers, 0, folds))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.forms", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--courier", type=Path, action="append", required=True)
    parser.add_argument("--readings", type=Path, action="append", required=True)
    parser.add_argument("--typed", action="store_true", help="valeurs tapées, places non montrées")
    parser.add_argument("--looks", action="store_true", help="second regard sur les images")
    parser.add_argument("--families", action="store_true", help="montrer chaque famille")
    parser.add_argument("--write", action="store_true", help="écrire les poids appris de tout")
    return parser.parse_args()


def _read(paper: Paper, *, looks: bool) -> Mapping[str, Field]:
    """The paper as it is read today, cut and typed as the truth has it: fields alone are measured."""

    def look(questions: Sequence[Question]) -> list[Answer]:
        seen: list[Answer] = []
        for question in questions:
            image = paper.images / f"{question.page}.jpg"
            seen += answers(opened(image.read_bytes()) if image.is_file() else None, [question])
        return seen

    draft = DocumentDraft(paper.pages, paper.truth.type, 1.0)
    found = (
        read_document(draft, paper.readings, look)
        if looks
        else read_document(draft, paper.readings)
    )
    return found.fields


def _of_families(every: Sequence[Paper], least: int) -> list[Paper]:
    sizes = Counter(paper.family for paper in every)
    return [paper for paper in every if sizes[paper.family] >= least]


def _choices(
    several: Sequence[Paper],
    before: Mapping[str, Mapping[str, Field]],
    layouts: Sequence[Weights],
    *,
    places: bool,
) -> list[Example]:
    """What labels and places offer for every paper, its form learned from others of its family."""
    found: list[Example] = []
    for own in by_family(several).values():
        for examples in TAUGHT:
            if len(own) <= examples:
                continue
            for index, paper in enumerate(own):
                form = taught(after(own, index, examples), places=places)
                if form is None:
                    continue
                weights = {"reconnaître": layouts[fold_of(paper.family)]}
                with mock.patch.object(recognise, "learned", lambda w=weights: w):
                    read = read_as(paper, KnownForms([form]))
                if read is not None:
                    found += judged(paper, before[paper.truth.id], read)
    return found


def _told_apart(pairs: Sequence[Example], layouts: Sequence[Weights]) -> str:
    """How many pages of one layout are known as such, and of two are not told apart, held out."""
    said = [(one.right, _chance(one, layouts[fold_of(one.family)]) >= SURE) for one in pairs]
    same = [known for right, known in said if right]
    other = [known for right, known in said if not right]
    return (
        f"même page d'une famille : {sum(same)} reconnues sur {len(same)} ; "
        f"autres : {sum(other)} prises à tort sur {len(other)} superposées"
    )


def _chance(one: Example, weights: Weights) -> float:
    return probability(sum(weights.get(t, 0.0) * much for t, much in one.traits.items()))


def _line(examples: int, done: Run, first: Errors) -> str:
    found = done.errors
    return (
        f"{examples} exemple(s) : {found.all} erreurs ({found.wrong} fausses, {found.missing} manquantes, "
        f"{found.extra} en trop) sur {found.right + found.wrong + found.missing} valeurs, "
        f"{percent(1 - found.all / max(1, first.all))} de moins ; dont lisibles à leur place : "
        f"{found.legible}, {percent(1 - found.legible / max(1, first.legible))} de moins ; "
        f"{done.recognised}/{done.papers} reconnus, {done.mistaken} à tort ; "
        f"à 0,95 et plus : {found.sure}, dont fausses {found.sure_wrong}"
    )


def _each(after: Run, before: Run) -> None:
    for family, errors in sorted(after.by_family.items(), key=lambda one: -one[1].all):
        print(f"  {family}: {before.by_family[family].all} -> {errors.all}")


if __name__ == "__main__":
    sys.exit(main())
