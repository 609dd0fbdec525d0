"""`liasse apprentissage`: versions listed, taught, gone back from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from flows.workplace import open_workplace
from models.entities import Threshold, ThresholdOf
from models.errors import BadInput
from models.settings import Settings
from models.taught import Taught, TaughtPage
from storage.records import thresholds, typing_versions

SCORE = {"pages": 20, "wrong": 3, "cuts": 10, "wrong_cuts": 1, "loss": 0.5}
FIGURES = {
    "contre": 0, "pages": 40, "corrigees": 12, "gardees": [SCORE, SCORE | {"wrong": 1}],
    "fixes": [SCORE, SCORE], "raison": "",
}  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Data in which a version was taught and taken, and another refused."""
    with (
        open_workplace(Settings(home=tmp_path)) as place,
        place.database.transaction() as session,
    ):
        taught = Taught(1, (TaughtPage(("note", "suite"), {"facture": 1.5}),), {"suite": 2.0})
        typing_versions.keep(session, taught, FIGURES, taken=True)
        typing_versions.keep(session, Taught(2), FIGURES, taken=False)
        typing_versions.use(session, 1, actor="Driss")
    with open_workplace(Settings(home=tmp_path)) as place, place.database.reading() as session:
        assert typing_versions.current(session) == taught
    return tmp_path


def said(home: Path, *words: str) -> str:
    outcome = CliRunner().invoke(
        app, ["apprentissage", *words, "--data", str(home)], standalone_mode=False
    )
    if outcome.exception is not None:
        raise outcome.exception
    return outcome.output


def test_versions_are_listed_with_their_figures(home: Path) -> None:
    told = json.loads(said(home, "lister", "--json"))
    assert told["en_service"] == 1
    assert [(v["version"], v["prise"], v["corrigees"]) for v in told["versions"]] == [
        (1, True, 12),
        (2, False, 12),
    ]
    assert "en service" in said(home, "lister")


def test_one_command_goes_back(home: Path) -> None:
    assert "0 (livrée)" in said(home, "revenir", "--raison", "pour voir")
    assert "Version en service : 1." in said(home, "revenir")
    with pytest.raises(BadInput, match="pas de version"):
        said(home, "revenir", "--version", "7")


def test_too_few_corrections_are_said(home: Path) -> None:
    with pytest.raises(BadInput, match="Trop peu de corrections"):
        said(home, "entrainer")


def test_thresholds_that_moved_are_listed(home: Path) -> None:
    assert "Aucun seuil" in said(home, "seuils")
    with (
        open_workplace(Settings(home=home)) as place,
        place.database.transaction() as session,
    ):
        for of, key, least in (("genre", "date", 0.97), ("version", "types/4", 0.0)):
            row = Threshold(
                of=ThresholdOf(of), key=key, least=least, number=80, wrong=3, drifts=False
            )
            thresholds.keep(session, row)
    told = json.loads(said(home, "seuils", "--json"))["seuils"]
    assert [(row["nom"], row["seuil"]) for row in told] == [
        ("le genre de valeur « date »", 0.97),
        ("la version « types/4 »", 0.0),
    ]
    assert "0,97" in said(home, "seuils")
