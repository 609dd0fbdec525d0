"""`liasse assures`: a file comes in, what is wrong in it is told, a family is looked at."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from models.errors import BadInput

FILE = """numero_immatriculation,nom,prenom,lien,date_naissance,numero_immatriculation_assure,date_effet,suspendu_du
100,ALAMI,Rachid,assure,1975-03-02,,2020-01-01,2026-01-15
,SABRI,Mouna,conjoint,1979-05-02,100,2020-01-01,
,SANS,Famille,enfant,2010-05-02,777,,
"""
runner = CliRunner()


def said(*arguments: object) -> str:
    return runner.invoke(app, ["assures", *map(str, arguments)], catch_exceptions=False).output


def test_a_file_is_brought_in_and_its_refusals_are_written(tmp_path: Path) -> None:
    file, report, home = tmp_path / "base.csv", tmp_path / "refus.csv", tmp_path / "chez"
    file.write_text(FILE, encoding="utf-8")
    told = said("importer", file, "--rapport", report, "--data", home)
    assert "2 personne(s) ajoutée(s), 0 mise(s) à jour, 1 ligne(s) refusée(s)" in told
    assert "ligne 4, SANS Famille" in told
    assert "ligne;personne;suite;raison" in report.read_text(encoding="utf-8-sig")
    file.write_text(FILE.replace(",SANS,", ",=SANS,"), encoding="utf-8")
    again = said("importer", file, "--rapport", report, "--data", home)
    assert ";'=SANS Famille;" in report.read_text(encoding="utf-8-sig"), (
        "no formula for a spreadsheet"
    )
    assert "0 personne(s) ajoutée(s), 2 mise(s) à jour" in again


def test_a_family_and_its_rights_on_a_day(tmp_path: Path) -> None:
    file, home = tmp_path / "base.csv", tmp_path / "chez"
    file.write_text(FILE, encoding="utf-8")
    said("importer", file, "--data", home)
    assert "ouverts" in said("voir", "100", "--le", "2025-06-01", "--data", home)
    assert "suspendu du" in " ".join(
        said("voir", "100", "--le", "2026-02-01", "--data", home).split()
    )


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["importer", "rien.csv"], "ne peut pas être lu"),
        (["importer", "rien.csv", "--organisme", "sncf"], "inconnu"),
        (["voir", "100", "--le", "hier"], "AAAA-MM-JJ"),
    ],
)
def test_a_wrong_use_is_told_in_french(tmp_path: Path, arguments: list[str], why: str) -> None:
    with pytest.raises(BadInput, match=why):
        said(*arguments, "--data", tmp_path)
