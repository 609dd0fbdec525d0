"""`liasse reponses importer` and `liasse exporter`: what they write, say and refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.workplace import open_workplace
from models.entities import Dossier
from models.settings import Settings
from tests.cli.test_usage import run
from tests.flows.answers.test_recording import DAY, sent

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def row(tmp_path: Path) -> Dossier:
    with open_workplace(Settings(home=tmp_path / "d")) as place:
        return sent(place)


def test_answers_come_in_and_dossiers_go_out(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured, tmp_path: Path, row: Dossier
) -> None:
    def liasse(*arguments: object) -> tuple[int, str]:
        return run(monkeypatch, capsys, *arguments, "--data", tmp_path / "d")

    out, kept = tmp_path / "echange.jsonl", tmp_path / "curseur"
    status, said = liasse("exporter", out, "--curseur", kept, "--images", tmp_path / "images")
    assert (status, said.startswith("1 dossier exporté, 0 image. Curseur : ")) == (0, True)
    (told,) = map(json.loads, out.read_text(encoding="utf-8").splitlines())
    assert (told["reference"], told["reponse"]) == (row.reference, None)
    assert int(kept.read_text()) == told["curseur"]

    table, report = tmp_path / "r.csv", tmp_path / "rapport.csv"
    table.write_text(
        f"dossier;decision;date;montant\n{row.reference};total;{DAY};500,00\nD99;accord;;\n",
        encoding="utf-8",
    )
    status, said = liasse("reponses", "importer", table, "--rapport", report)
    assert status == 1
    assert "1 réponse enregistrée, 0 renvoyée à la compagnie, 1 ligne refusée." in said
    assert "ligne 3, D99 : Aucun dossier" in said
    assert "3;D99;refusee;" in report.read_text(encoding="utf-8-sig")

    status, said = liasse("exporter", out, "--curseur", kept)
    (told,) = map(json.loads, out.read_text(encoding="utf-8").splitlines())
    assert told["reponse"]["montant"] == "500.00"
    status, said = liasse("exporter", out, "--curseur", kept, "--format", "csv")
    assert said.startswith("0 dossier exporté")
    assert out.read_text(encoding="utf-8").startswith("curseur;etat;")

    assert liasse("exporter", out, "--role", "relecteur")[0] == 2
    kept.write_text("demain")
    status, said = liasse("exporter", out, "--curseur", kept)
    assert (status, "ne contient pas un curseur" in said) == (2, True)
    table.write_text("nom;prenom\nA;B\n")
    status, said = liasse("reponses", "importer", table)
    assert (status, "n'a pas la colonne « dossier »" in said) == (2, True)
