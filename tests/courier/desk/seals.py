"""A paper on a letterhead, with the seal of whoever sends it."""

from __future__ import annotations

from typing import Any

from ..paper import Paper
from ..town.story import Story
from .core import fund
from .kit import office_stamp


def letter(
    s: Story, fields: dict[str, Any], extra: dict[str, Any], issuer: str, who: str = "", **more: Any
) -> Paper:
    extra["issuer"] = issuer
    extra["pays"] = s.organisme
    if who:
        extra["sig"] = {"signature": who}
    marks = more.pop("marks", ("cachet", "signature"))
    stamps = (
        {}
        if issuer == "own"
        else {marks[0]: office_stamp(more.pop("seal", "") or _seal(s, issuer), s.rng)}
    )
    return Paper(
        "",
        "",
        "",
        fields,
        more.pop("lines", {}),
        stamps,
        frozenset({marks[1]}),
        extra=extra,
        **more,
    )


def _seal(s: Story, issuer: str) -> str:
    return {
        "fund": fund(s),
        "town": f"Commune de {s.assure.ville}",
        "school": "Établissement scolaire",
        "bank": s.assure.banque or "Banque",
        "employer": s.employeur,
        "cabinet": "Cabinet Conseil",
    }.get(issuer, s.lieu.nom)
