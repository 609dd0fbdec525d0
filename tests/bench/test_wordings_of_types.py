"""The wordings that types are learnt from and measured with."""

from __future__ import annotations

import random

import pytest

from bench.types import blind, learn_wording
from bench.types.blind import Side
from bench.types.lexicon import alike, lexicon, vocabulary
from bench.types.pages import Example
from bench.types.parted import parted
from models.documents import document_types

BY_WORDS = set(document_types()) - blind.SIGHT


@pytest.mark.parametrize("side", list(Side))
def test_every_type_has_wordings_on_both_sides(side: Side) -> None:
    assert {kind for kind, _, _ in blind.wordings(side)} == BY_WORDS


def test_no_wording_stands_on_both_sides() -> None:
    learnt, held = ({name for _, name, _ in blind.wordings(side)} for side in Side)
    assert learnt
    assert held
    assert not learnt & held
    titles = [
        {
            (kind, title)
            for kind, _, family in blind.wordings(side)
            for title in family["titres"]
            if title
        }
        for side in Side
    ]
    assert all(titles)
    assert not titles[0] & titles[1]


def test_pages_are_filled_and_lie_on_the_sheet() -> None:
    for some in blind.examples(Side.LEARN, "essai", harm=0.0).values():
        for e in some:
            assert e.reading.words
            assert "{" not in e.reading.text
            assert all(0 <= w.box.x0 < w.box.x1 <= 1 for w in e.reading.words)


def test_a_family_held_out_gives_no_word_to_imagined_papers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(learn_wording, "IMAGINED", 12)
    strange = {"titres": ["zygomorphe"], "corps": ["quetzalcoatl"]}
    own = [("devis", "devis-étrange", strange)]
    monkeypatch.setattr(learn_wording, "wordings", lambda side: iter(own))

    def said(unheard: frozenset[str]) -> set[str]:
        made = learn_wording.imagined(1, unheard=unheard)
        return {word for text in made if text.type == "devis" for word in text.words}

    assert "quetzalcoatl" in said(frozenset())
    assert not {"quetzalcoatl", "zygomorphe"} & said(frozenset({"devis-étrange"}))


def test_the_same_seed_gives_the_same_pages() -> None:
    assert blind.in_a_bag(Side.HELD, "a") == blind.in_a_bag(Side.HELD, "a")


def test_files_of_the_lexicon_add_up() -> None:
    titles = lexicon()["autre"].titles
    assert {"Bulletin de paie", "Carte de rendez-vous"} <= set(titles)
    assert len(titles) == len(set(titles))


def test_every_type_told_by_words_has_a_lexicon() -> None:
    assert set(lexicon()) == BY_WORDS
    for name, kind in document_types().items():
        if name in BY_WORDS:
            own = vocabulary(kind, lexicon()[name])
            assert own.titles
            assert own.phrases


def test_a_word_is_put_by_one_that_means_the_same() -> None:
    texts = {alike("nom de l'adhérent", random.Random(n)) for n in range(60)}
    assert "nom de l'adhérent" in texts
    assert len(texts) > 3
    assert all(text.startswith("nom de l'") for text in texts)


def test_a_broken_page_keeps_its_words_in_two_pages_of_one_document() -> None:
    pages = [e for some in blind.examples(Side.LEARN, "essai").values() for e in some]
    long = [e for e in pages if len({w.line for w in e.reading.words}) >= 6]
    tall = [_longer(e) for e in long[:40]]
    broken = [e for e in parted(tall, "essai") if e.place]
    assert broken
    for e in broken:
        assert all(0 <= w.box.y0 < w.box.y1 <= 1.02 for w in e.reading.words)
    assert len({e.document for e in parted(tall, "essai")}) == len(tall)


def _longer(e: Example) -> Example:
    from dataclasses import replace

    words = e.reading.words
    more = tuple(
        replace(w, line=w.line + 100, box=replace(w.box, y0=w.box.y0 + 0.4, y1=w.box.y1 + 0.4))
        for w in words
        if w.box.y1 < 0.55
    )
    return replace(e, reading=replace(e.reading, words=words + more))


def test_an_honest_probability_has_no_calibration_error() -> None:
    assert blind.calibration([0.75] * 4, [True, True, True, False]) == pytest.approx(0.0)
    assert blind.calibration([0.95, 0.95], [False, False]) == pytest.approx(0.95)
