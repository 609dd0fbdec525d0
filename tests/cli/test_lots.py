"""`liasse lots`: listed, closed without what is not ready, handed over."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from flows.workplace import open_workplace
from models.entities import LotNature, Statut
from models.errors import LiasseError
from models.settings import Settings
from storage.records import lots
from tests.flows.outgoing.made import a_dossier, paper


@dataclass(frozen=True)
class Office:
    """An open lot with a complete dossier and one that is not."""

    home: Path
    lot: str
    whole: str
    lacking: str


@pytest.fixture
def office(tmp_path: Path) -> Office:
    with open_workplace(Settings(home=tmp_path)) as place, place.database.transaction() as session:
        made = []
        for statut in (Statut.COMPLET, Statut.INCOMPLET):
            bill = paper("facture", nature="pharmacie", date_delivrance="2025-10-20")
            row = a_dossier(session, "cnops", "facturation_pharmacie", [bill])
            row.statut = statut
            lot = lots.place(session, row, nature=LotNature.FACTURATION)
            made.append(row.reference)
        assert lot is not None
        return Office(tmp_path, lot.numero, *made)


def said(office: Office, *arguments: str) -> str:
    told = CliRunner().invoke(
        app, ["lots", *arguments, "--data", str(office.home)], catch_exceptions=False
    )
    return " ".join(told.output.split())


def test_a_lot_is_closed_without_what_is_not_ready_then_handed_over(office: Office) -> None:
    assert f"{office.lot} │ cnops · facturation · ambulatoire │ ouvert │ 2 │ 1" in said(
        office, "lister"
    )
    with pytest.raises(LiasseError, match=office.lacking):
        said(office, "cloturer", office.lot)
    assert "clôturé" in said(office, "cloturer", office.lot, "--sans", "pièces attendues")
    listed = said(office, "lister")
    assert f"{office.lot} │ cnops · facturation · ambulatoire │ clôturé │ 1 │ 1" in listed
    assert office.lot not in said(office, "lister", "--ouverts")
    assert "remis" in said(office, "remettre", office.lot, "--recu", "AR du 3 mars")


def test_a_dossier_is_taken_out_for_a_reason(office: Office) -> None:
    told = said(office, "retirer", office.lot, office.lacking, "--raison", "assuré décédé")
    assert office.lacking in told
    assert "│ ouvert │ 1 │ 1" in said(office, "lister")


def test_a_role_that_may_not_is_told(office: Office) -> None:
    with pytest.raises(LiasseError, match="rôle"):
        said(office, "cloturer", office.lot, "--sans", "x", "--role", "courrier")


def test_data_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LiasseError, match="ne contient pas de données"):
        said(Office(tmp_path / "ailleurs", "", "", ""), "lister")
