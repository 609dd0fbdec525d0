"""Which known form a page is, if any, and how surely.

An inverted index of the forms' words offers a few; each is registered, and what it explains of the
page, and the page of it, makes a probability. Its weights are learned on layout families held out
(`python -m bench.forms --learn`).
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from extractors.fields.certainty import probability
from extractors.forms.printed import anchor_text, may_be_printed
from extractors.forms.register import Registration, refined, register, weight
from extractors.layout import Layout
from models.forms import Form, FormPage

OFFERED = 8
"""Forms tried on one page."""
SURE = 0.9
"""Probability from which a page is said to be of a form."""
TELLING = 4
"""Letters of a word that the index goes by."""

Signs = Mapping[str, float]


@dataclass(frozen=True)
class Match:
    """A page (its order in the form) recognised with a probability."""

    form: Form
    order: int
    chance: float
    registration: Registration

    @property
    def page(self) -> FormPage:
        return self.form.pages[self.order]


class KnownForms:
    """The forms in use, by the words that they bear."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self.forms = tuple(forms)
        self._bearing: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
        for position, form in enumerate(self.forms):
            for order, page in enumerate(form.pages):
                for anchor in page.anchors:
                    if len(anchor.text) >= TELLING:
                        self._bearing[anchor.text].add((position, order))

    def __bool__(self) -> bool:
        return bool(self.forms)

    def recognise(self, page: Layout, type: str | None = None) -> Match | None:
        """The form of a page, when it is surely one; of a document type only, when it is given."""
        sure = [m for m in self.matches(page, type) if m.chance >= SURE]
        best = max(sure, key=lambda match: match.chance, default=None)
        return best and replace(best, registration=refined(best.registration))

    def matches(self, page: Layout, type: str | None = None) -> list[Match]:
        """Every form that can be laid over the page."""
        found = []
        for position, order in self._offered(page, type):
            form = self.forms[position]
            registration = register(form.pages[order], page)
            if registration is not None:
                found.append(Match(form, order, chance(signs(registration)), registration))
        return found

    def _offered(self, page: Layout, type: str | None) -> list[tuple[int, int]]:
        votes: defaultdict[tuple[int, int], float] = defaultdict(float)
        for text in {anchor_text(token) for token in page.tokens}:
            bearing = [
                place
                for place in self._bearing.get(text, ())
                if type is None or self.forms[place[0]].type == type
            ]
            for place in bearing:
                votes[place] += 1 / math.sqrt(len(bearing))
        for position, order in votes:
            size = len(self.forms[position].pages[order].anchors)
            votes[position, order] /= math.sqrt(size + 8)
        return sorted(votes, key=lambda place: (-votes[place], place))[:OFFERED]


def signs(found: Registration) -> dict[str, float]:
    """What speaks for a page being of the form that it was laid over."""
    form, page = found.form, found.page
    whole = sum(weight(a) for a in form.anchors)
    there = sum(weight(form.anchors[i]) for i in found.inliers)
    moved = sum(weight(form.anchors[i]) for i in found.found)
    own = [t for t in page.tokens if may_be_printed(t)]
    taken = {id(t) for t in found.found.values()}
    letters = sum(min(8, len(anchor_text(t))) for t in own)
    explained = sum(min(8, len(anchor_text(t))) for t in own if id(t) in taken)
    return {
        "toujours": 1.0,
        "mots en place": there / whole,
        "mots retrouvés": moved / whole,
        "page expliquée": explained / max(1, letters),
        "nombre en place": math.log1p(len(found.inliers)),
        "échelle": abs(math.log(float(math.hypot(found.matrix[0, 0], found.matrix[1, 0])))),
    }


def chance(seen: Signs) -> float:
    """Probability that the page is of the form."""
    weights = learned()["reconnaître"]
    return probability(sum(weights[name] * much for name, much in seen.items()))


@cache
def learned() -> dict[str, Any]:
    """What `bench.forms` learned: weights by what they are for, and their version."""
    text = resources.files("extractors.forms").joinpath("weights.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
