"""The measures on real data: what they compute, on a line or a box made here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bench import shared
from bench.real.codes import _bare
from bench.real.errors import CharacterError, WordCounts
from bench.real.handwriting import lines
from bench.real.invoices import _cii, _ours
from bench.real.pictures import thinned
from bench.real.robustness import Outcome, Trial, report, sample
from bench.real.signatures import Drawn, pairs
from bench.real.turning import leaned
from models.geometry import Box

ALTO = """<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page><PrintSpace><TextBlock>
<TextLine HPOS="10" VPOS="20" WIDTH="300" HEIGHT="40"><String CONTENT="une ligne &gt;rayée&lt;"/></TextLine>
<TextLine HPOS="10" VPOS="80" WIDTH="300" HEIGHT="40"><String CONTENT=""/></TextLine>
</TextBlock></PrintSpace></Page></Layout></alto>"""
CII = b"""<r:Invoice xmlns:r="urn:r" xmlns:a="urn:a"><r:ExchangedDocument><a:ID>FA-2017-0010</a:ID>
<a:IssueDateTime><a:DateTimeString>20171113</a:DateTimeString></a:IssueDateTime></r:ExchangedDocument>
<a:SellerTradeParty><a:ID>1</a:ID><a:Name>Au bon moulin</a:Name></a:SellerTradeParty>
<a:GrandTotalAmount>671.15</a:GrandTotalAmount></r:Invoice>"""


def test_character_error_counts_edits_over_the_length_of_the_truth() -> None:
    assert CharacterError.of("Pharmacie  de l'Etoile", "Pharmacie de l'Étoile").rate == 1 / 21
    assert CharacterError.of_letters("PHARMACIE de l Etoile", "Pharmacie de l'Étoile").rate == 0
    both = CharacterError.of("ab", "abcd") + CharacterError.of("", "ab")
    assert both.rate == pytest.approx(4 / 6)
    assert CharacterError().rate is None


def test_words_are_found_again_in_any_order() -> None:
    counts = WordCounts.of("total net 12,00 net", "Net total : 12.00")
    assert (counts.recall, counts.precision) == (1.0, 4 / 5)


def test_alto_lines_have_the_words_struck_out_and_no_empty_ones(tmp_path: Path) -> None:
    path = tmp_path / "page.xml"
    path.write_text(ALTO, encoding="utf-8")
    (line,) = lines(path)
    assert (line.text, line.x, line.height) == ("une ligne rayée", 10, 40)
    assert line.cut(np.zeros((200, 400, 3), np.uint8)).shape == (52, 312, 3)


def test_gold_values_are_put_into_our_formats() -> None:
    assert _cii(CII) == {
        "numero_facture": "FA-2017-0010",
        "date_facture": "2017-11-13",
        "emetteur_nom": "Au bon moulin",
        "montant_total": "671.15",
    }
    gold = {"total_ttc": "926.400", "net_a_payer": "927.000", "amount_tax": 8.68, "siren": 53}
    assert _ours(gold) == {"montant_total": "927.000", "tva": "8.68"}


def test_a_find_meets_one_drawn_box_only() -> None:
    drawn = [
        Drawn("signature", Box(0.1, 0.1, 0.3, 0.2)),
        Drawn("paraphe", Box(0.11, 0.1, 0.3, 0.2)),
    ]
    assert pairs(drawn, [Box(0.1, 0.1, 0.3, 0.2)]) == {0: 0}
    assert pairs(drawn, [Box(0.6, 0.6, 0.7, 0.7)]) == {}


def test_codes_are_the_same_however_their_controls_are_written() -> None:
    assert _bare("[)>\u241e06\u241d1P") == _bare("[)>\x1e06\x1d1P") == _bare("[)><RS>06<GS>1P")
    assert _bare("036000291452\n") == "0036000291452"


def test_a_leaned_page_loses_nothing() -> None:
    page = np.full((200, 100, 3), 255, np.uint8)
    page[0:3, 0:3] = 0
    assert leaned(page, 90).shape == (100, 200, 3)
    assert (leaned(page, 7) < 128).any()


def test_samples_are_spread_and_odd_folders_taken_whole(tmp_path: Path) -> None:
    assert thinned(list(range(10)), 3) == [0, 3, 6]
    assert thinned([1, 2], 5) == [1, 2]
    for folder in ("funsd", "peer_x"):
        (tmp_path / folder).mkdir()
        for name in ("a.png", "b.png", "c.png", "c.json", "d.docx", "LICENSE"):
            (tmp_path / folder / name).touch()
    assert [p.name for p in sample(tmp_path / "funsd", 2)] == ["a.png", "c.png"]
    assert len(sample(tmp_path / "peer_x", 2)) == 5


def test_the_table_counts_results_refusals_and_breakdowns() -> None:
    trials = [
        Trial("peer", "a.pdf", Outcome.RESULT, 4.0, read=2, given_up=("trop long",)),
        Trial("peer", "b.pdf", Outcome.REFUSED, 0.1, detail="pdf_chiffre"),
        Trial("peer", "c.pdf", Outcome.BROKEN, 0.2, detail="KeyError x.py:3"),
    ]
    text = report(trials)
    assert "| peer | 3 | 1 | 1 | 1 | 2 | 1 | 2,00 | pdf_chiffre 1 |" in text
    assert "peer/c.pdf : KeyError x.py:3" in text
    assert "peer/a.pdf : 1 page(s) : trop long" in text


def test_absent_data_is_told_and_nothing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(shared.VARIABLE, str(tmp_path / "nulle-part"))
    with pytest.raises(shared.AbsentData, match="nulle-part"):
        shared.data("funsd")
