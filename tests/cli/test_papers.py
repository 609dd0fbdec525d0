"""`liasse bordereau` and `liasse courrier` as a person types them."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cli.main import main
from flows.workplace import open_workplace
from models.entities import AuditEntry, LotNature
from models.settings import Settings
from storage.records import lots
from tests.cli.command import ENGLISH
from tests.flows.outgoing.made import a_dossier, codes_of, paper, said

Captured = pytest.CaptureFixture[str]


@dataclass(frozen=True)
class Office:
    """A data folder with a billing dossier in an open lot, and a dossier of chronic cover."""

    home: Path
    lot: str
    billing: str
    chronic: str


@pytest.fixture
def office(tmp_path: Path) -> Office:
    settings = Settings(home=tmp_path / "maison")
    with open_workplace(settings) as place, place.database.transaction() as session:
        invoice = paper(
            "facture", nature="pharmacie", montant_total="452.20", date_delivrance="2025-10-20"
        )
        billing = a_dossier(session, "cnops", "facturation_pharmacie", [invoice])
        lot = lots.place(session, billing, nature=LotNature.FACTURATION)
        assert lot is not None
        answer = paper("reponse_compagnie", decision="accord")
        chronic = a_dossier(session, "ofppt", "chronique_pec", [paper("feuille_de_soins"), answer])
        made = Office(settings.home, lot.numero, billing.reference, chronic.reference)
    return made


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: Captured, office: Office):
    """The command in this process, in that folder: its exit status and what it says."""

    def ran(*arguments: object, data: Path | None = None) -> tuple[int, str]:
        given = ["liasse", *map(str, arguments), "--data", str(data or office.home)]
        monkeypatch.setattr(sys, "argv", given)
        with pytest.raises(SystemExit) as left:
            main()
        told = capsys.readouterr()
        assert isinstance(left.value.code, int)
        assert not [word for word in ENGLISH if word in told.out + told.err]
        return left.value.code, " ".join((told.out + told.err).split())

    return ran


def test_the_bordereau_in_its_three_forms(office: Office, run, tmp_path: Path) -> None:
    files = {kind: tmp_path / f"bordereau.{kind}" for kind in ("pdf", "xlsx", "csv")}
    options = [part for kind, path in files.items() for part in (f"--{kind}", path)]
    status, told = run("bordereau", office.lot, "--date", "2025-11-05", *options)
    assert status == 0
    assert "n'est pas clôturé" in told
    assert office.billing in told
    made = files["pdf"].read_bytes()
    assert "quatre cent cinquante-deux dirhams et vingt centimes" in said(made)
    assert codes_of(made) == [[f"LIASSE:LOT:{office.lot}"]]
    assert load_workbook(files["xlsx"]).active.title == office.lot
    assert office.billing in files["csv"].read_text(encoding="utf-8-sig")
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_file()) == [
        "bordereau.csv", "bordereau.pdf", "bordereau.xlsx",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("letter", "title"),
    [
        ("--accuse", "ACCUSÉ DE RÉCEPTION"),
        ("--complement", "DEMANDE DE COMPLÉMENT"),
        ("--accompagnement", "LETTRE D'ACCOMPAGNEMENT"),
        ("--reponse", "ACCORD DE PRISE EN CHARGE"),
    ],
)
def test_each_letter(office: Office, run, tmp_path: Path, letter: str, title: str) -> None:
    path = tmp_path / "lettre.pdf"
    status, told = run("courrier", office.chronic, letter, "--pdf", path, "--date", "2025-11-05")
    assert (status, told.startswith("Écrit")) == (0, True)
    assert title in said(path.read_bytes())
    with open_workplace(Settings(home=office.home)) as place, place.database.reading() as session:
        acts = session.query(AuditEntry).filter_by(action="imprimer").all()
    assert [act.after["papier"] for act in acts if act.after] == [letter.removeprefix("--")]


def test_what_is_wrong_is_said_in_french_and_nothing_is_written(
    office: Office,
    run,
    tmp_path: Path,
) -> None:
    pdf, lot, chronic = tmp_path / "x.pdf", office.lot, office.chronic
    for arguments, told in (
        (("bordereau", lot), "Dites où écrire"),
        (("bordereau", "L25-00001-1", "--pdf", pdf), "n'est pas un numéro de lot"),
        (("bordereau", chronic, "--pdf", pdf), "est le numéro d'un dossier"),
        (("bordereau", lot, "--pdf", tmp_path / "nulle" / "part.pdf"), "ne peut pas être écrit"),
        (("bordereau", lot, "--pdf", pdf, "--date", "hier"), "« hier » n'est pas une date"),
        (("bordereau", lot, "--pdf", pdf, "--role", "admin"), "ne permet pas d'imprimer"),
        (("courrier", chronic, "--pdf", pdf), "une seule"),
        (("courrier", chronic, "--accuse", "--reponse", "--pdf", pdf), "une seule"),
        (("courrier", chronic, "--accuse"), "Dites où écrire"),
        (("courrier", office.billing, "--reponse", "--pdf", pdf), "n'appelle pas de réponse"),
        (("courrier", chronic, "--reponse", "--pour", "assure", "--pdf", pdf), "retirez --pour"),
        (("courrier", chronic, "--accuse", "--pour", "voisin", "--pdf", pdf), "« voisin »"),
    ):
        status, answer = run(*arguments)
        assert status == 2, arguments
        assert told in answer, arguments
    assert not pdf.exists()


def test_a_folder_without_data_is_not_made_into_one(run, tmp_path: Path) -> None:
    elsewhere = tmp_path / "ailleurs"
    status, told = run("bordereau", "L25-00001-1", "--pdf", tmp_path / "x.pdf", data=elsewhere)
    assert status == 2
    assert "ne contient pas de données" in told
    assert not elsewhere.exists()
