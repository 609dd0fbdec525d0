"""`liasse etats`: statements made, listed and written; registers; payrolls brought in."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from cli.main import app
from flows.workplace import open_workplace
from models.errors import BadInput
from models.settings import Settings
from tests.flows.outgoing.made import said
from tests.flows.statements.office import furnished


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("etats")
    with open_workplace(Settings(home=home)) as place:
        furnished(place)
    return home


def liasse(home: Path, *words: object) -> Result:
    return CliRunner().invoke(app, ["etats", *map(str, words), "--data", str(home)])


def test_a_statement_is_made_listed_and_written_with_its_payroll(
    home: Path, tmp_path: Path
) -> None:
    wages = tmp_path / "paie.csv"
    wages.write_text("Nom;Prénom;Matricule\nBENALI;Zineb;300111222\n", encoding="utf-8")
    kept = liasse(home, "salaires", wages, "ofppt", "2025-11", "--employeur", "OFPPT")
    assert "1 salarié(s) déclaré(s)" in kept.output
    pdf = tmp_path / "etat.pdf"
    made = liasse(home, "etablir", "ofppt", "2025-11", "--pdf", pdf)
    assert "version 1, à remettre au plus tard le 05/12/2025" in made.output
    words = said(pdf.read_bytes())
    assert "Dans la base, bulletin manquant" in words
    assert "BENALI Zineb" in words
    assert "inchangé (version 1)" in liasse(home, "etablir", "ofppt", "2025-11").output
    assert "2025-11" in liasse(home, "lister", "--organisme", "ofppt").output
    xlsx = tmp_path / "etat.xlsx"
    assert liasse(home, "fichier", "ofppt", "2025-11", "--xlsx", xlsx).exit_code == 0
    assert "bulletins manquants" in load_workbook(xlsx).sheetnames


def test_a_register_is_written(home: Path, tmp_path: Path) -> None:
    xlsx = tmp_path / "assures.xlsx"
    asked = ("assures", "ofppt", "--xlsx", xlsx, "--du", "2025-11-01", "--au", "2025-11-30")
    assert "Registre des assurés" in liasse(home, "registre", *asked).output
    assert load_workbook(xlsx).sheetnames == ["resume", "assures"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("etablir", "ofppt", "octobre"), "periode_invalide"),
        (("etablir", "ailleurs", "2025-11"), "organisme_inconnu"),
        (("fichier", "ofppt", "2025-10", "--pdf", "x.pdf"), "etat_absent"),
        (("fichier", "ofppt", "2025-11"), "sortie_absente"),
        (("registre", "tout", "ofppt", "--pdf", "x.pdf"), "registre_inconnu"),
        (("registre", "lots", "ofppt", "--pdf", "x.pdf", "--du", "hier"), "date_invalide"),
    ],
)
def test_what_cannot_be_is_said(home: Path, words: tuple[str, ...], code: str) -> None:
    error = liasse(home, *words).exception
    assert isinstance(error, BadInput)
    assert error.code == code
