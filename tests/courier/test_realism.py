"""What the large courier adds to look real stays true: no value is lost, nothing is written that nobody could read."""

from __future__ import annotations

import io
import random
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.courier.desk import monthly
from tests.courier.layout import copybook, registry, rubber, strokes
from tests.courier.layout.dividers import DESIGNS
from tests.courier.paper import Stamp
from tests.courier.press import Side, Spot
from tests.courier.scenes.case import play
from tests.courier.scenes.month import month
from tests.courier.scenes.scenarios import SCENARIOS
from tests.courier.wear.bed import lay
from tests.courier.wear.recipes import RECIPES, bilevel, today
from tests.courier.wear.scanner import scan

MONTHLY = [s for s in SCENARIOS if "mensuelle" in s.flags]
DOMAIN = Path(__file__).parents[3] / "shared" / "spec" / "DOMAIN.md"


def test_a_signer_keeps_his_hand() -> None:
    one = strokes.signature(random.Random("A"), random.Random(1), 40, "#101014")
    two = strokes.signature(random.Random("A"), random.Random(1), 40, "#101014")
    other = strokes.signature(random.Random("A"), random.Random(2), 40, "#101014")
    assert one == two != other


@pytest.mark.parametrize("seed", range(40))
def test_a_stamp_on_a_page_to_be_thresholded_is_never_pale(seed: int) -> None:
    k = rubber.strike(random.Random(seed), True)
    assert k.opacity >= 0.8
    assert k.fade == 0
    pale = rubber.strike(random.Random(seed), False)
    assert pale.opacity > 0.3  # pale, yet there


def test_a_stamp_is_well_formed_whatever_its_lines() -> None:
    from xml.etree import ElementTree

    for seed in range(30):
        s = Stamp(("Dr A & B", "C<D"), ["rect", "plain", "round"][seed % 3], "#102030", 40, ring="X & Y")  # fmt: skip
        ElementTree.fromstring(rubber.stamp(s, random.Random(seed), random.Random(seed), False, ["arimo"]))  # fmt: skip


def test_black_and_white_recipes_are_known() -> None:
    assert bilevel(("telecopie",))
    assert not bilevel(("plat",))


@pytest.mark.parametrize("split", sorted(RECIPES))
def test_every_recipe_gives_a_page_and_keeps_places(split: str) -> None:
    page = Image.new("RGB", (420, 594), "white")
    page.paste((10, 10, 10), (100, 200, 300, 230))
    for name, wear in RECIPES[split].items():
        made = scan(page, wear, random.Random(name), 150)
        x0, y0, x1, y1 = made.box((100 / 420, 200 / 594, 300 / 420, 230 / 594))
        grey = np.asarray(made.image.convert("L"), np.float32)
        h, w = grey.shape
        inside = grey[int(y0 * h) + 2 : int(y1 * h) - 1, int(x0 * w) + 3 : int(x1 * w) - 3].mean()
        assert inside < np.median(grey) - 40, name
        Image.open(io.BytesIO(made.jpeg())).load()


def test_no_two_pages_pass_alike() -> None:
    wear = RECIPES["train"]["plat"]
    assert today(wear, random.Random(1)) != today(wear, random.Random(2))


def test_a_small_paper_on_the_glass_keeps_its_places() -> None:
    image = Image.new("RGB", (582, 827), "white")
    image.paste((0, 0, 0), (58, 83, 291, 165))
    spot = Spot("field", "x", "x", "printed", (58 / 582, 83 / 827, 291 / 582, 165 / 827))
    made = lay(Side(image, [spot]), random.Random(3), 100)
    x0, y0, x1, y1 = made.spots[0].box
    w, h = made.image.size
    dark = np.asarray(made.image.convert("L"))[int(y0 * h) + 1 : int(y1 * h) - 1, int(x0 * w) + 1 : int(x1 * w) - 1]  # fmt: skip
    assert dark.max() < 10


def test_without_the_real_hands_the_fonts_write(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    copybook.book.cache_clear()
    copybook.digits.cache_clear()
    monkeypatch.setattr(copybook, "HOME", tmp_path / "absent")
    assert copybook.writers("train") == []
    assert copybook.note("train", random.Random(1)) is None
    copybook.book.cache_clear()
    copybook.digits.cache_clear()


@pytest.mark.skipif(not copybook.HOME.is_dir(), reason="../shared/data/fr_hand_copiste absent")
def test_cut_digits_are_whole_and_of_one_split_only() -> None:
    own = copybook.digits("test")
    for signs in own.values():
        assert set(signs) == copybook.PLAIN
    pages = {s: {line.writer for line in copybook.book(s)} for s in ("dev", "test")}
    assert not pages["dev"] & pages["test"]


@pytest.mark.parametrize("scenario", MONTHLY, ids=lambda s: s.name)
def test_a_monthly_invoice_adds_up_and_names_every_patient(scenario: object) -> None:
    cases = month("m-001", "train", scenario, (), "9")  # type: ignore[arg-type]
    bill = next(w.paper for w in cases[0].written if w.paper.type == "facture")
    rows = bill.lines["lignes"]
    assert sum(Decimal(r["montant"]) for r in rows) == Decimal(bill.fields["montant_total"])
    assert {r["numero_immatriculation"] for r in rows} == {c.story.assure.immatriculation for c in cases}  # fmt: skip
    assert len({c.dossier.id for c in cases}) == len(cases)
    assert [c.joined for c in cases] == [False] + [True] * (len(cases) - 1)
    assert len({c.story.lieu.nom for c in cases}) == 1
    assert all(monthly.due(c.story) > 0 for c in cases)


def test_a_tax_shown_apart_is_within_the_total() -> None:
    seen = 0
    for n in range(40):
        s = next(x for x in SCENARIOS if x.name == "ofppt/maladie_remboursement")
        paper = next(w.paper for w in play(f"t-{n}", "train", s, (), "3").written if w.role == "facture")  # fmt: skip
        if "tva" in paper.fields:
            seen += 1
            net = Decimal(paper.extra["taxe"][1])
            assert net + Decimal(paper.fields["tva"]) == Decimal(paper.fields["montant_total"])
    assert seen


def test_separators_differ_within_a_split_and_all_designs_serve() -> None:
    assert {d for own in DESIGNS.values() for d in own} == {"qr", "code128", "patch", "plain", "colour"}  # fmt: skip
    assert all(len(set(own)) == 3 for own in DESIGNS.values())
    assert registry.table()["feuille_separatrice"] == {"train": 3, "dev": 3, "test": 3, "neuf": 2}


@pytest.mark.skipif(not DOMAIN.is_file(), reason="../shared/spec/DOMAIN.md absent")
def test_every_document_type_of_the_domain_is_in_some_scenario() -> None:
    import re

    text = DOMAIN.read_text(encoding="utf-8")
    part = text[text.index("## 2.") : text.index("A `facture` also")]
    sheets = {"feuille_separatrice", "page_blanche"}  # the mailroom puts these in
    assert set(re.findall(r"`([a-z_]+)`", part)) <= {r.type for s in SCENARIOS for r in s.roles} | sheets  # fmt: skip
