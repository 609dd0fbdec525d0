"""The weights of forms learned from papers whose truth is known: what is one layout, what is right."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bench.evaluate.compare import equal
from bench.forms.papers import Paper, corrected
from extractors.forms.compete import candidates
from extractors.forms.known import Recognised, recognised
from extractors.forms.learn import example, teaches
from extractors.forms.recognise import KnownForms, signs
from extractors.layout import Layout, lay_out
from extractors.logit import Array, Indices, fit
from models.documents import document_type
from models.forms import Form
from models.reading import Field

FOLDS = 5
PENALTY = {"genre": 2.0}
LIGHT = 0.3
ONE_LAYOUT = frozenset({"cnie"})
"""Types of which every family is the same layout: a national card, whoever copies it."""

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Example:
    traits: Mapping[str, float]
    right: bool
    family: str


def fold_of(family: str) -> int:
    return zlib.crc32(family.encode()) % FOLDS


def layouts(paper: Paper) -> list[Layout]:
    return [lay_out(paper.readings[number], number) for number in paper.pages]


def form_of(paper: Paper, *, places: bool = True) -> Form | None:
    """The form learned from this one paper, corrected; `None` when it teaches nothing."""
    shown = frozenset(paper.truth.fields) if places else frozenset()
    pages = example(corrected(paper, places=places), paper.readings, shown)
    id = f"{paper.family}:{paper.truth.id}"
    return Form(id, paper.truth.type, pages, label=paper.family) if teaches(pages) else None


def layout_pairs(papers: Sequence[Paper], forms: Sequence[Form | None]) -> list[Example]:
    """Pages laid over forms of further papers: of the same page of the family, or of another."""
    known = KnownForms([form for form in forms if form is not None])
    owners = {form.id: paper for form, paper in zip(forms, papers, strict=True) if form}
    found: list[Example] = []
    for paper in papers:
        for order, page in enumerate(layouts(paper)):
            for match in known.matches(page):
                owner = owners[match.form.id]
                if owner is paper:
                    continue
                same = owner.family == paper.family and match.order == order
                types = {owner.truth.type, paper.truth.type}
                if not same and types <= ONE_LAYOUT:
                    continue
                found.append(Example(signs(match.registration), same, paper.family))
    return found


def judged(paper: Paper, before: Mapping[str, Field], found: Recognised) -> list[Example]:
    """What labels and places offer for a paper, each right or wrong."""
    kind = document_type(paper.truth.type)
    examples = []
    for name, read in found.reads.items():
        true = paper.truth.fields.get(name)
        accepted = true.accepted if true is not None else ()
        for one in candidates(before.get(name), read, found.form, kind.fields[name].genre):
            right = any(equal(name, one.field.value, value) for value in accepted)
            examples.append(Example(one.traits, right, paper.family))
    return examples


def learned(examples: Sequence[Example]) -> dict[str, float]:
    """Weights of a ridge logistic regression over the traits."""
    names = sorted({name for one in examples for name in one.traits})
    place = {name: index for index, name in enumerate(names)}
    rows: Array = np.zeros((len(examples), 2, len(names)))
    for row, one in zip(rows, examples, strict=True):
        for name, much in one.traits.items():
            row[0, place[name]] = much
    truth: Indices = np.array([0 if one.right else 1 for one in examples])
    trust: Array = np.array([PENALTY.get(n.split()[0], LIGHT) for n in names])
    weights = fit(rows, truth, np.ones(len(examples)), np.zeros(len(names)), trust)
    return {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)}


def by_fold(examples: Sequence[Example]) -> list[dict[str, float]]:
    """For each fold of families, weights that never saw one of it."""
    return [learned([e for e in examples if fold_of(e.family) != fold]) for fold in range(FOLDS)]


def read_as(paper: Paper, known: KnownForms) -> Recognised | None:
    return recognised(known, layouts(paper), document_type(paper.truth.type))
