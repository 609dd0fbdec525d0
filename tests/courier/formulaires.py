"""Administrative forms of one page (`formulaires.toml`): parts, labelled fields, a table, boxes to sign."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .paper import Ink, Paper, Stamp
from .values import Person, Provider

Entry = dict[str, Any]
FORMS = Path(__file__).with_suffix(".toml")


def formulaires(
    who: Person, others: Sequence[Person], clinic: Provider, number: str
) -> dict[str, Entry]:
    """What each form holds, for one insured person, some colleagues and a clinic."""
    said = {"who": who, "clinic": clinic, "number": number, "count": len(others)}
    of_each = [said | {"one": one, "amount": f"{310 + 97 * i}.50"} for i, one in enumerate(others)]
    forms = tomllib.loads(FORMS.read_text(encoding="utf-8"))
    return {kind: _entry(form, said, of_each) for kind, form in forms.items()}


def _entry(form: Entry, said: Mapping[str, Any], of_each: Sequence[Mapping[str, Any]]) -> Entry:
    choices, table = form.pop("choix", {}), form.pop("lignes", None)
    entry: Entry = _filled(form, said) | {
        "parties": [
            (part, [[_cell(cell, choices) for cell in row] for row in rows])
            for part, rows in form["parties"]
        ],
        "cases": [tuple(place) for place in form["cases"]],
    }
    if table is not None:
        columns = [tuple(column) for column in table["colonnes"]]
        entry["tableau"] = {"nom": table["nom"], "colonnes": columns}
        entry["lines"] = {table["nom"]: [_filled(table["chaque"], one) for one in of_each]}
    return entry


def _cell(written: str, choices: Mapping[str, Any]) -> tuple[str, Any]:
    """A label with its field, or with what is to be ticked."""
    label, _, name = written.rpartition(" ")
    options = choices.get(name)
    return label, (name, [tuple(o) for o in options]) if options else name


def _filled(told: Any, said: Mapping[str, Any]) -> Any:
    if isinstance(told, str):
        return told.format(**said)
    if isinstance(told, dict):
        return {name: _filled(value, said) for name, value in told.items()}
    return [_filled(one, said) for one in told] if isinstance(told, list) else told


def paper(
    key: str, kind: str, entry: Entry, issuer: Provider, dr: Provider, rng: random.Random
) -> Paper:
    """The paper of one form, filled by hand or by machine."""
    by_hand = rng.random() < 0.5
    extra = {
        "pied": "Document à conserver. Toute rature ou surcharge doit être approuvée.",
        "tableau": None,
    } | entry
    stamps = {}
    for _, name, _signature in entry["cases"]:
        if not name:
            continue
        who = dr if name == "cachet_medecin" else issuer
        lines = (who.nom[:30], who.titre, f"{who.ville} – {who.inpe}")
        if name != "cachet_medecin" and "etablissement_nom" not in entry["champs"]:
            lines = (entry["emetteur"].upper(), *entry["entete"][-2:])
        stamps[name] = Stamp(
            lines,
            "rect",
            rng.choice(["#2b3fa0", "#5a2f93", "#1d1f2b"]),
            46,
        )
    return Paper(
        key,
        kind,
        "commun/formulaire",
        entry["champs"],
        entry.get("lines", {}),
        stamps,
        frozenset(s for _, _, s in entry["cases"] if s),
        Ink.HAND if by_hand else Ink.TYPED,
        rng.choice(["patrick", "kalam", "handlee", "delicious", "reenie", "mansalva"]),
        rng.choice(["#1b2f86", "#1a1d28"]),
        extra,
        recipes=(rng.choice(["bureau", "use", "agrafe", "photocopie", "travers"]),),
    )
