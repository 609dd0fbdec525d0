"""`liasse relire`, `liasse rejuger`: a table of what would change, a code to accept it by."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from flows.workplace import open_workplace
from models.errors import BadInput
from models.settings import Settings
from tests.flows.review.office import INVOICE, PRESCRIPTION, SHEET, bag


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Data in which a dossier was judged under gentle thresholds."""
    gentle = Settings(home=tmp_path, seuil_lecture=0.5)
    with open_workplace(gentle) as place:
        bag(place, SHEET, PRESCRIPTION, INVOICE)
    return tmp_path


def said(home: Path, *words: str) -> str:
    outcome = CliRunner().invoke(app, [*words, "--data", str(home)], standalone_mode=False)
    if outcome.exception is not None:
        raise outcome.exception
    return outcome.output


def test_what_would_change_is_shown_then_accepted(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIASSE_SEUIL_LECTURE", "1.0")
    told = said(home, "rejuger", "--depuis", "2025-11-01")
    assert "Rien n'est encore fait" in told
    found = re.search(r"--accepter (\w+)", told)
    assert found is not None
    with pytest.raises(BadInput, match="regardez de nouveau"):
        said(home, "rejuger", "--accepter", "abc")
    assert "1 dossier(s) changé(s) sur 1" in said(home, "rejuger", "--accepter", found[1])
    assert "Rien ne changerait (1 dossier(s))" in said(home, "rejuger")


def test_it_is_told_as_json_too(home: Path) -> None:
    told = json.loads(said(home, "relire", "--json"))
    assert told["accepte"] is False
    assert [one["left"] for one in told["dossiers"]] == [None]
    assert json.loads(said(home, "relire", "--organisme", "cnops", "--json"))["dossiers"] == []
