"""Papers of blind authors: their files hold together, their pages are set as they were meant."""

from __future__ import annotations

import pytest

from bench.papers import __main__ as command
from bench.papers.measure import read, same
from bench.papers.paper import COLUMNS, Family, Paper, Side, papers, reading
from models.documents import document_type

WITHOUT_HOME = {"beneficiaire_nom", "beneficiaire_prenom", "emetteur_nom"}
"""Names that papers of «other types» say and our files of these types do not ask for."""
PAPER = Paper(
    Family.CORE,
    1,
    "facture",
    "clinique",
    (
        "          CLINIQUE DU PORT",
        "",
        "  FACTURE N° 2231                      Rabat, le 04/03/2026",
        "",
        "  Désignation          Montant",
        "  Consultation          120,00",
        "  Radiographie          330,00",
        "  Total                 450,00",
    ),
    {"numero_facture": "2231", "date_facture": "2026-03-04", "montant_total": "451.00"},
    {"lignes": [{"designation": "Consultation", "montant": "120.00"}]},
)


@pytest.mark.parametrize("family", list(Family))
def test_papers_say_what_their_types_may_say(family: Family) -> None:
    for paper in papers(family):
        kind = document_type(paper.type)
        assert set(paper.fields) <= set(kind.fields) | WITHOUT_HOME, paper.name
        assert set(paper.lines) <= set(kind.lines), paper.name
        assert max(map(len, paper.page)) <= COLUMNS, paper.name


def test_words_stand_on_the_columns_of_the_grid() -> None:
    boxes = {word.text: word.box for word in reading(PAPER).words}
    assert boxes["120,00"].x1 == pytest.approx(boxes["330,00"].x1)
    assert boxes["FACTURE"].y0 == boxes["Rabat,"].y0
    assert all(0 < box.x0 < box.x1 < 1 and 0 < box.y0 < box.y1 < 1 for box in boxes.values())


def test_a_field_is_right_another_value_or_not_found() -> None:
    found = read(PAPER, type_known=True)
    assert found.fields["juste"] == 2
    assert found.fields["autre"] == 1
    [loss] = [one for one in found.losses if one.name == "montant_total"]
    assert loss.read is not None
    assert loss.read.value == "450.00"
    assert found.cells.right == 2


def test_our_conventions_are_no_other_values() -> None:
    said = {"assure_ville": "Tétouan"}
    assert same("medecin_nom", "Pr. Ass. Yassir BENKIRANE", "Yassir BENKIRANE", said)
    assert same("assure_adresse", "22, rue Ismaïl", "22, rue Ismaïl, Tétouan", said)
    assert same("renouvellement", "à renouveler 2 fois", "2 fois", said)
    assert not same("medecin_nom", "Dr BENKIRANE", "Yassir BENKIRANE", said)
    assert not same("assure_adresse", "22, rue", "22, rue Ismaïl, Tétouan", said)


@pytest.mark.parametrize("side", [[], ["--side", Side.RESERVE]])
def test_losses_of_the_reserve_are_never_listed(
    side: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["papers", "--wrong", *side])
    with pytest.raises(SystemExit):
        command.main()
