"""A dossier as planned: papers, people, and what was planted in it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

PRECEDENCE = ("forclos", "rejete", "incomplet", "a_verifier", "complet")
"""Of several outcomes, the first one is the dossier's (DOMAIN §4)."""


@dataclass
class Paper:
    """A paper as written: an empty field is one that was left blank."""

    type: str
    fields: dict[str, str] = field(default_factory=dict)
    lines: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    marks: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Planted:
    """What a person must be told: the outcome of one line of the checklist, and words of its reason."""

    code: str
    statut: str
    resultat: str
    mots: tuple[str, ...]


@dataclass
class Case:
    """A dossier as planned. `history` is what the base knows; names as in DOMAIN and in the facts."""

    organisme: str
    type: str
    channel: str
    received_at: datetime
    insured: dict[str, str]
    cared_for: dict[str, str]
    papers: list[Paper]
    history: dict[str, object] = field(default_factory=dict)
    planted: list[Planted] = field(default_factory=list)

    def paper(self, kind: str) -> Paper:
        return next(p for p in self.papers if p.type == kind)

    def all(self, kind: str) -> list[Paper]:
        return [p for p in self.papers if p.type == kind]

    @property
    def statut(self) -> str:
        """The outcome that DOMAIN gives to what was planted."""
        called = [p.statut for p in self.planted] or ["complet"]
        return min(called, key=PRECEDENCE.index)


Deed = Callable[[Case], None]


@dataclass(frozen=True)
class Lack:
    """Something to plant. `sur`: the paper that it touches; `cas`: the variant it is planted in.

    `seul`: nothing else may be planted beside it, for it changes what the rest means.
    """

    code: str
    do: Deed
    statut: str
    resultat: str
    mots: tuple[str, ...]
    sur: str = ""
    cas: str = ""
    seul: bool = False

    def plant(self, case: Case) -> None:
        self.do(case)
        case.planted.append(Planted(self.code, self.statut, self.resultat, self.mots))


Builder = Callable[[random.Random], Case]


@dataclass(frozen=True)
class Scenario:
    """A dossier type: how to make a whole one, in its variants, and what it may lack.

    `dits`: by variant, what a whole dossier is told all the same (a doctor has to look, say).
    """

    organisme: str
    type: str
    builders: Mapping[str, Builder]
    lacks: tuple[Lack, ...]
    dits: Mapping[str, Planted] = field(default_factory=dict)

    def build(self, variant: str, rng: random.Random) -> Case:
        case = self.builders[variant](rng)
        if variant in self.dits:
            case.planted.append(self.dits[variant])
        return case


def without(kind: str, *mots: str, cas: str = "", statut: str = "incomplet") -> Lack:
    """The paper is not there."""

    def do(case: Case) -> None:
        case.papers = [p for p in case.papers if p.type != kind]

    return Lack(
        f"sans_{kind}", do, statut, "manquant", mots or (kind.replace("_", " "),), kind, cas, True
    )


def unmarked(kind: str, mark: str, *mots: str, cas: str = "", statut: str = "incomplet") -> Lack:
    """A stamp, a signature or a label is not on the paper."""

    def do(case: Case) -> None:
        for paper in case.all(kind):
            paper.marks[mark] = False

    words = mots or (mark.split("_", maxsplit=1)[0],)
    return Lack(f"sans_{mark}_{kind}", do, statut, "non_conforme", words, kind, cas)


def blank(kind: str, *names: str, mots: tuple[str, ...], cas: str = "") -> Lack:
    """Fields left empty on the paper."""

    def do(case: Case) -> None:
        for paper in case.all(kind):
            for name in names:
                paper.fields[name] = ""

    code = f"sans_{'_ni_'.join(names)}_{kind}"
    return Lack(code, do, "incomplet", "non_conforme", mots, kind, cas)


def copied(
    kind: str, *mots: str, statut: str = "incomplet", resultat: str = "non_conforme"
) -> Lack:
    """A copy where the original is asked for."""

    def do(case: Case) -> None:
        for paper in case.all(kind):
            paper.fields["exemplaire"] = "copie"

    return Lack(f"copie_{kind}", do, statut, resultat, mots, kind)


def doing(
    code: str,
    do: Deed,
    *mots: str,
    statut: str = "incomplet",
    resultat: str = "non_conforme",
    sur: str = "",
    cas: str = "",
    seul: bool = True,
) -> Lack:
    """Anything else."""
    return Lack(code, do, statut, resultat, mots, sur, cas, seul)


def write(case: Case, kind: str, **fields: str) -> None:
    for paper in case.all(kind):
        paper.fields.update(fields)
