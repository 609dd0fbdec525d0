"""From what readers and rules say of their own certainty to a probability of being right.

A logistic model over a few traits of a value, its weights learned on the training courier by
`python -m bench.calibrate` with folds held out by layout family, and kept in `certainty.json`
with their version. A family never seen may still mislead it: what it learned supposes that
courier to come errs as the families of training do.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import resources

from extractors.fields.checks import CONFIRMED
from extractors.fields.form import known_form, odd_form
from extractors.fields.plausible import is_common
from extractors.fields.witness import By, Told
from models.documents import Kind, Place
from models.reading import Field

WEIGHTS = "certainty.json"
LEAST, MOST = 0.01, 0.995
"""No reading is certain, and a value that was proposed is not certainly wrong."""

NAMING = frozenset({Kind.NOM, Kind.PRENOM, Kind.NOM_COMPLET, Kind.VILLE, Kind.TEXTE})
"""Kinds whose values are words: those of forms are seldom one."""

Traits = Mapping[str, float]
"""By name; an absent trait counts 0."""


def believed(
    field: Field, name: str, genre: Kind, type_confidence: float, told: Told | None = None
) -> Field:
    """The field with the probability that its value is right.

    A failed check keeps it no surer than the check left it.
    """
    weights = _weights()
    seen = traits(field, name, genre, type_confidence, told or Told(By.DEDUCTION))
    found = probability(sum(weights.get(trait, 0.0) * much for trait, much in seen.items()))
    if field.controle is not None:
        found = min(found, field.confidence)
    return replace(field, confidence=round(found, 4))


def traits(
    field: Field, name: str, genre: Kind, type_confidence: float, told: Told
) -> dict[str, float]:
    """What is known of a value when it is proposed; `field.confidence` as the rules gave it."""
    value = field.value
    rival = max((score for _, score in field.rivals), default=0.0)
    found = {
        "toujours": 1.0,
        "lu": logit(field.confidence),
        "type": logit(type_confidence),
        "rival": rival,
        "rivaux": math.log1p(len(field.rivals)),
        "mots de formulaire": _of_forms(value) if genre in NAMING else 0.0,
        "sans majuscule": float(genre in NAMING and value.islower()),
        "mots": math.log1p(len(value.split())),
        "contredit": float(field.controle is not None),
        "confirmé": float(field.controle is None and field.confidence >= CONFIRMED),
        "longueur": math.log1p(len(value)),
        "chiffres": sum(c.isdigit() for c in value) / max(1, len(value)),
        "second avis": float(told.second > 0),
        "second avis contraire": float(told.second < 0),
        "répété": float(told.repeated),
        "grand": max(0.0, math.log(max(told.tall, 0.1))),
        "compris": told.understood,
        "forme": odd_form(value, genre),
        f"genre {genre.value}": 1.0,
        f"lu par {field.how.value}": 1.0,
        f"dit par {told.by.value}": 1.0,
        f"champ {name}": 1.0,
    }
    if told.by is By.ETIQUETTE:
        found |= {
            "étiquette douteuse": 1 - told.label,
            "loin": 1 - told.near,
            "dessous": float(told.place is Place.DESSOUS),
            "mots mal lus": -math.log(max(told.read, 0.05)),
            "étiquette d'un mot": float(told.words == 1),
        }
    known = known_form(value, genre)
    if known is not None:
        found["connu" if known else "inconnu"] = 1.0
    return found


def _of_forms(value: str) -> float:
    """Share of the words of a name that are words of forms and sentences."""
    words = value.split()
    return sum(map(is_common, words)) / len(words) if words else 0.0


def logit(chance: float) -> float:
    bounded = min(MOST, max(LEAST, chance))
    return math.log(bounded / (1 - bounded))


def probability(score: float) -> float:
    return min(MOST, max(LEAST, 1 / (1 + math.exp(-min(30.0, max(-30.0, score))))))


def version() -> str:
    """Of the weights in use."""
    return str(_file()["version"])


@cache
def _weights() -> Mapping[str, float]:
    weights: dict[str, float] = _file()["poids"]
    return weights


@cache
def _file() -> dict[str, dict[str, float]]:
    text = resources.files("extractors.fields").joinpath(WEIGHTS).read_text(encoding="utf-8")
    loaded: dict[str, dict[str, float]] = json.loads(text)
    return loaded
