"""The splits share nothing that a reader could learn: families, hands, recipes, surnames, streets."""

from __future__ import annotations

import json
import re
from html import unescape
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from tests.courier.layout import registry
from tests.courier.layout.family import PALETTES
from tests.courier.layout.labels import LABELS, words_of
from tests.courier.layout.moulds import catalogue
from tests.courier.layout.scripts import SCRIPTS
from tests.courier.layout.wordings import WORDINGS
from tests.courier.town import names
from tests.courier.vocabulary import MARKS
from tests.courier.wear.recipes import COPIER, FAXES, PHOTOS, RECIPES, USUAL

PAIRS = list(combinations(registry.SPLITS, 2))
ALL = list(combinations(registry.ALL, 2))
CORE = ("feuille_de_soins", "facture", "bulletin_adhesion", "ordonnance")


def look(f: Any) -> tuple[str, ...]:
    """What one sees of a family from afar."""
    return (f.head, f.field, f.section, f.table, f.font, f.titre, f.mould)


@pytest.mark.parametrize(("a", "b"), ALL)
def test_no_layout_family_is_shared(a: str, b: str) -> None:
    one = [f for f in registry.FAMILIES if f.split == a]
    two = [f for f in registry.FAMILIES if f.split == b]
    assert not {f.name for f in one} & {f.name for f in two}
    assert not {(f.type, *look(f)) for f in one} & {(f.type, *look(f)) for f in two}


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_no_style_is_shared(a: str, b: str) -> None:
    for part in ("heads", "fields", "sections", "tables", "fonts"):
        assert not set(getattr(PALETTES[a], part)) & set(getattr(PALETTES[b], part)), part


def test_core_families_keep_to_the_palette_of_their_split() -> None:
    for f in registry.FAMILIES:
        if f.mould:
            continue
        p = PALETTES[f.split]
        assert f.head in p.heads, f.name
        assert f.field in p.fields, f.name
        assert f.section in p.sections, f.name
        assert f.table in p.tables, f.name
        assert f.font in p.fonts, f.name


@pytest.mark.parametrize(("a", "b"), ALL)
def test_no_hand_is_shared(a: str, b: str) -> None:
    assert not {s.font for s in SCRIPTS[a].values()} & {s.font for s in SCRIPTS[b].values()}
    assert not set(SCRIPTS[a]) & set(SCRIPTS[b])


@pytest.mark.parametrize(("a", "b"), ALL)
def test_no_recipe_is_shared(a: str, b: str) -> None:
    assert not set(RECIPES[a]) & set(RECIPES[b])
    assert not set(RECIPES[a].values()) & set(RECIPES[b].values())


@pytest.mark.parametrize(("a", "b"), ALL)
def test_no_surname_nor_street_is_shared(a: str, b: str) -> None:
    for country in ("maroc", "senegal", "ci"):
        assert not set(names.surnames(a, country)) & set(names.surnames(b, country))
    assert not set(names.STREETS[a]) & set(names.STREETS[b])


def test_other_houses_print_with_fonts_of_their_own() -> None:
    fonts = {f.font for f in registry.FAMILIES if f.mould}
    assert not fonts & {font for p in PALETTES.values() for font in p.fonts}


def test_other_houses_never_use_words_kept_for_test() -> None:
    """What is learnt from them later must leave the test split unseen: titles, and labels of several words."""
    kept = {f.titre for f in registry.FAMILIES if f.split == "test" and len(f.titre.split()) > 1}
    kept |= {t[0] for (_, split), t in WORDINGS.items() if split == "test"}
    for name in LABELS:
        seen = set(words_of("train", name)) | set(words_of("dev", name))
        kept |= {w for w in set(words_of("test", name)) - seen if len(w.split()) > 2}
    common = {f.titre.casefold() for f in registry.FAMILIES if f.split in ("train", "dev")}
    common |= {w.casefold() for name in LABELS for s in ("train", "dev") for w in words_of(s, name)}
    said = {f.name: unescape(m.text()).casefold() for m, f in catalogue()}
    own = {w.casefold() for w in kept} - common
    patterns = [re.compile(rf"(?<!\w){re.escape(words)}(?!\w)") for words in sorted(own)]
    met = {(p.pattern, name) for p in patterns for name, text in said.items() if p.search(text)}
    assert not met


def test_other_houses_are_lent_to_train_or_held_for_dev_and_never_shown_to_test() -> None:
    mould = {f.name for f in registry.FAMILIES if f.mould and f.split == "neuf"}
    assert mould >= registry.HELD
    seen: dict[str, set[str]] = {}
    for split in registry.ALL:
        met = {f.name for k in registry.table() for f in registry.families(k, split)}
        seen[split] = met & mould
    assert not seen["test"]
    assert seen["dev"] == registry.HELD
    assert seen["train"] == mould - registry.HELD
    assert seen["neuf"] == mould


def test_every_recipe_named_for_a_use_exists() -> None:
    for use in (USUAL, COPIER, PHOTOS, FAXES):
        for split, recipes in use.items():
            assert set(recipes) <= set(RECIPES[split])


def test_core_types_have_at_least_eight_families_and_others_one_a_split() -> None:
    for kind, counts in registry.table().items():
        assert min(counts.values()) >= 1, kind
        assert counts["neuf"] >= (4 if kind in CORE else 1), kind
        assert sum(counts.values()) >= (8 if kind in CORE else 3), kind


def test_every_type_with_marks_has_families() -> None:
    assert set(MARKS) <= set(registry.table())


def test_letters_have_wordings_of_their_own_in_each_split() -> None:
    for kind in {k for k, _ in WORDINGS}:
        texts = [WORDINGS[(kind, s)] for s in registry.SPLITS]
        assert len({t[0] for t in texts}) == 3, kind
        said = [{s for s in t[1:] if " " in s} for t in texts]
        assert not said[0] & said[2], kind


def test_test_meets_labels_that_train_never_saw() -> None:
    for name, words in LABELS.items():
        assert len(words) >= 4, name
        learnt, met = set(words_of("train", name)), set(words_of("test", name))
        assert words[-1] in met, name
        assert set(words[-2:]) & met - learnt or words[-1] in words[:-2], name


def test_npm_brings_every_font_that_is_named() -> None:
    listed = json.loads((Path(__file__).parent / "package.json").read_text())["dependencies"]
    fonts = {f.font for f in registry.FAMILIES}
    fonts |= {s.font for own in SCRIPTS.values() for s in own.values()}
    assert not {f"@fontsource/{f}" for f in fonts} - set(listed)
