"""A page to look at in any browser: its image, what was read on it, and how surely."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, select_autoescape

from extractors.pages.source import KeptPage
from models.geometry import Box

_SURE, _DOUBTFUL = 0.9, 0.7
"""Confidence of a word from which it is shown as sure, and under which as doubtful."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page with its number, the label of its type, and its fields as (name, value, confidence)."""

    number: int
    type: str
    page: KeptPage
    fields: tuple[tuple[str, str, float], ...]


def write(path: Path, name: str, pages: list[Shown]) -> None:
    """One HTML file that needs no other."""
    environment = Environment(
        loader=PackageLoader("cli", "templates"), autoescape=select_autoescape()
    )
    environment.filters["place"] = _place
    environment.filters["sureness"] = _sureness
    environment.filters["data"] = lambda data: base64.b64encode(data).decode()
    text = environment.get_template("page_view.html").render(name=name, pages=pages)
    path.write_text(text, encoding="utf-8")


def _place(box: Box) -> str:
    percents = (box.x0, box.y0, box.width, box.height)
    return "left:{:.2%};top:{:.2%};width:{:.2%};height:{:.2%}".format(*percents)


def _sureness(confidence: float) -> str:
    if confidence >= _SURE:
        return "sur"
    return "moyen" if confidence >= _DOUBTFUL else "doute"
