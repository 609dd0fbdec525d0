"""Every sheet and letter of the other houses can be filled in, and shows what it was given."""

from __future__ import annotations

import random
import re
from functools import cache

import pytest

from tests.courier.layout import registry
from tests.courier.layout.compose import compose
from tests.courier.layout.family import Family
from tests.courier.layout.moulds import catalogue
from tests.courier.layout.quill import Quill
from tests.courier.layout.sheet import Sheet
from tests.courier.paper import Ink, Paper
from tests.courier.scenes.case import play
from tests.courier.scenes.scenarios import SCENARIOS

HOUSES = [f for f in registry.FAMILIES if f.mould]
LOOSE = {"page_blanche", "feuille_separatrice"}
LEAST = 0.5  # a house asks for half of what a paper may say, at least


@cache
def papers() -> dict[str, list[tuple[str, Paper]]]:
    """Papers of every type, with the nature of their case."""
    made: dict[str, list[tuple[str, Paper]]] = {}
    for n, scenario in enumerate(SCENARIOS):
        case = play(f"m-{n}", "neuf", scenario, (), "4")
        for w in case.written:
            made.setdefault(w.paper.type, []).append((case.story.nature, w.paper))
    return made


def paper_for(family: Family) -> Paper:
    if family.type in LOOSE:
        return Paper("m-sep", family.type, family.name, hand="mali", extra={"code": "LIASSE:SEP:DOSSIER", "organisme": "", "libelle": ""})  # fmt: skip
    own = papers()[family.type]
    return next((p for nature, p in own if not family.serves or nature in family.serves), own[0][1])


@pytest.mark.parametrize("family", HOUSES, ids=lambda f: f.name)
@pytest.mark.parametrize("ink", [Ink.PRINT, Ink.HAND])
def test_every_mould_can_be_filled_in(family: Family, ink: Ink) -> None:
    paper = paper_for(family)
    paper.ink, paper.hand = ink, "mali"
    text = "".join(compose(Sheet(Quill(paper, random.Random(3)), family)))
    assert "{{" not in text
    assert not re.search(r"\{[a-z_]+[}|=]", text)
    shown = set(re.findall(r'data-field="(\w+)"', text))
    assert shown <= set(paper.fields)
    assert len(shown) >= LEAST * len(paper.fields), set(paper.fields) - shown
    marks = set(re.findall(r'data-mark="(\w+)"', text))
    assert set(paper.stamps) | set(paper.signatures) <= marks


def test_a_mould_says_nothing_of_what_is_missing() -> None:
    """A sentence whose value is not known is not said."""
    family = next(f for f in HOUSES if f.name == "rapport_medical.demande_accord")
    paper = paper_for(family)
    for name in ("protocole", "nombre_cures", "nombre_seances"):
        paper.fields.pop(name, None)
    text = "".join(compose(Sheet(Quill(paper, random.Random(3)), family)))
    assert "schéma" not in text
    assert "séances" not in text


def test_no_sheet_restyles_what_the_pen_draws() -> None:
    """The pen's letters, words and combs have classes of their own; a sheet that used them would break its handwriting."""
    drawn = re.compile(r"\.(l|w|hw|ty|rel|ov|co|above|cb|comb|bx|tk)(?![\w-])|[ ,}]i\{")
    for mould, family in catalogue():
        style = "".join(re.findall(r"<style>(.*?)</style>", mould.text(), flags=re.S))
        assert not drawn.search(style), family.name
