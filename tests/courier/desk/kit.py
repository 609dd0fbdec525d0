"""Small helps shared by those who write papers: who signs, who stamps, how a name is spelt."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from ..paper import Paper, Stamp
from ..town.story import Story
from ..values import Person, Provider

Writer = Callable[[Story, dict[str, Any]], Paper]
WRITERS: dict[str, Writer] = {}
INKS = ["#2a3a9c", "#5a2f93", "#1d6b4a", "#b3263a", "#20242e", "#2b3fa0", "#31508f"]


def writer(*types: str) -> Callable[[Writer], Writer]:
    """Registers who writes papers of these types."""

    def keep(function: Writer) -> Writer:
        for kind in types:
            WRITERS[kind] = function
        return function

    return keep


def write(kind: str, story: Story, role: str, **options: Any) -> Paper:
    """A paper of this type for this case; its id is the case's key and its role."""
    paper = WRITERS[kind](story, {"type": kind, **options})
    paper.id, paper.type = f"{story.key}-{role}", kind
    told = on_stamps(paper)
    if told:
        paper.extra["deduit"] = told | paper.extra.get("deduit", {})
    return paper


STAMPED = ("medecin_nom", "medecin_specialite", "medecin_inpe", "medecin_telephone", "medecin_ville", "emetteur_nom", "emetteur_ice", "emetteur_inpe", "emetteur_ville")  # fmt: skip


def on_stamps(paper: Paper) -> dict[str, Any]:
    """What a stamp says too: whoever reads it there, on a sheet that does not print it, is right."""
    said = " ".join(" ".join((*s.lines, s.ring)) for s in paper.stamps.values()).casefold()
    return {n: paper.fields[n] for n in STAMPED if str(paper.fields.get(n) or "\0").casefold() in said}  # fmt: skip


def iso(day: date, plus: int = 0) -> str:
    return (day + timedelta(days=plus)).isoformat()


def stamp_of(p: Provider, rng: random.Random) -> Stamp:
    """The rubber stamp of a provider: rectangular, round or without a frame."""
    ink = rng.choice(INKS)
    if p.nom.startswith("Dr "):
        lines = (p.nom, p.titre, p.adresse[:42], f"{p.ville} Tél {p.telephone}", f"INPE {p.inpe}")
        return Stamp(
            lines[: rng.choice([3, 4, 5, 5])],
            rng.choice(["rect", "rect", "plain"]),
            ink,
            rng.choice([44, 50, 54]),
        )
    if rng.random() < 0.45:
        return Stamp(
            (p.personne.replace("Dr ", "")[:22], p.telephone, p.inpe),
            "round",
            ink,
            rng.choice([33, 37, 41]),
            ring=f"{p.nom.upper()} – {p.ville.upper()}",
        )
    lines = (
        p.nom.upper(),
        p.personne,
        p.adresse[:42],
        f"{p.ville} - {p.telephone}",
        f"I.C.E. {p.ice}",
    )
    return Stamp(
        lines[: rng.choice([3, 4, 5])],
        rng.choice(["rect", "rect", "plain"]),
        ink,
        rng.choice([46, 52, 58]),
    )


def office_stamp(name: str, rng: random.Random, second: str = "") -> Stamp:
    if rng.random() < 0.5:
        return Stamp((second or "SERVICE SANTÉ",), "round", rng.choice(INKS), 36, ring=name.upper())
    return Stamp((name.upper(), second or "Service des prestations"), "rect", rng.choice(INKS), 48)


def spelt(p: Person, rng: random.Random, chance: float = 0.25) -> tuple[str, str]:
    """A person's surname and first name as some paper has them: an accent lost, EL glued, an initial."""
    nom, prenom = p.nom, p.prenom
    if rng.random() < chance:
        ways = []
        if nom.startswith("EL "):
            ways += ["EL" + nom[3:], "AL " + nom[3:], "EL-" + nom[3:]]
        elif " " in nom:
            ways += [nom.replace(" ", ""), nom.replace(" ", "-")]
        elif "OU" in nom[1:]:
            ways.append(nom[0] + nom[1:].replace("OU", "U", 1))
        if ways:
            nom = rng.choice(ways)
    if rng.random() < chance:
        parts = re.split(r"[ -]", prenom)
        if len(parts) > 1:
            prenom = rng.choice(
                [f"{parts[0][0]}. {parts[1]}", " ".join(parts), parts[0] + " " + parts[1][0] + "."]
            )
        elif rng.random() < 0.3:
            prenom = prenom.upper()
    return nom, prenom


def named(prefix: str, p: Person, s: Story, extra: dict[str, Any]) -> dict[str, Any]:
    """The two name fields `prefix`nom, `prefix`prenom, with the true spelling also accepted."""
    nom, prenom = spelt(p, s.rng)
    alt = extra.setdefault("alt", {})
    if nom != p.nom:
        alt[f"{prefix}nom"] = [p.nom]
    if prenom != p.prenom:
        alt[f"{prefix}prenom"] = [p.prenom]
    return {f"{prefix}nom": nom, f"{prefix}prenom": prenom}


def sign(*names: str, **who: str) -> dict[str, Any]:
    """`extra` of a paper: whose hand each signature is."""
    return {"sig": {n: who.get(n, "") for n in names if who.get(n)}}
