"""`liasse formulaires`: learned forms listed, shown, drawn, forgotten, taken up again."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from extractors.forms.learn import example
from flows.workplace import open_workplace
from models.errors import BadInput
from models.forms import Form
from models.settings import Settings
from storage.records import audit, forms
from tests.extractors.forms.sheets import VALUES, corrected, page

runner = CliRunner()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Data in which one form was learned."""
    seen = page(VALUES)
    with (
        open_workplace(Settings(home=tmp_path)) as place,
        place.database.transaction() as session,
    ):
        pages = example(corrected(VALUES, seen), {1: seen})
        forms.add(session, Form("", "feuille_de_soins", pages))
    return tmp_path


def said(home: Path, *words: str) -> str:
    outcome = runner.invoke(
        app, ["formulaires", *words, "--data", str(home)], standalone_mode=False
    )
    if outcome.exception is not None:
        raise outcome.exception
    return outcome.output


def test_forms_are_listed_and_shown(home: Path, tmp_path: Path) -> None:
    assert "feuille_de_soins" in said(home, "lister")
    drawn = tmp_path / "formulaire.png"
    told = said(home, "montrer", "1", "--png", str(drawn))
    assert "4 places" in told
    assert "montant_total en [0.45" in told
    assert drawn.read_bytes().startswith(b"\x89PNG")


def test_a_form_is_forgotten_and_taken_up_again_and_the_journal_says_so(home: Path) -> None:
    assert "oublié" in said(home, "oublier", "1", "--raison", "modèle retiré")
    assert "modèle retiré" in said(home, "montrer", "1")
    assert "en service" in said(home, "reprendre", "1")
    with open_workplace(Settings(home=home)) as place, place.database.reading() as session:
        assert audit.count(session) == 2
        assert len(forms.in_use(session)) == 1


def test_a_form_that_is_not_there_is_said(home: Path) -> None:
    with pytest.raises(BadInput, match="Aucun formulaire nº 7"):
        said(home, "montrer", "7")
