"""Settings: each has its default and its sentence; what is no setting is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from models.errors import BadInput
from models.settings import Settings, load_settings


def test_every_setting_says_what_it_is_for_in_french() -> None:
    for name, setting in Settings.model_fields.items():
        assert setting.description, name
        assert setting.description.endswith("."), name


def test_the_documentation_names_every_setting() -> None:
    text = (Path(__file__).parents[2] / "docs" / "exploitation.md").read_text(encoding="utf-8")
    missing = [n for n in Settings.model_fields if f"LIASSE_{n.upper()}" not in text]
    assert not missing


def test_a_variable_sets_its_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIASSE_READERS", "3")
    assert load_settings().readers == 3


def test_a_misspelt_variable_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIASSE_READRS", "3")
    with pytest.raises(BadInput, match=r"LIASSE_READRS.*LIASSE_READERS") as told:
        load_settings()
    assert told.value.code == "reglage_inconnu"
    assert load_settings(environment={"LIASSE_TEST_X": "", "LIASSE_SHARED": "", "PATH": ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [("READERS", "beaucoup"), ("READERS", "0"), ("LOT_MAXIMUM", "31"), ("SEUIL_LECTURE", "1.5")],
)
def test_a_value_out_of_bounds_is_told(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"LIASSE_{name}", value)
    with pytest.raises(BadInput, match=f"LIASSE_{name} ") as told:
        load_settings()
    assert told.value.code == "reglage_invalide"
    assert "Input should" not in told.value.message


def test_secrets_hide_themselves() -> None:
    settings = Settings(database_url="postgresql://liasse:sesame@base/liasse")
    assert "sesame" not in f"{settings!r} {settings} {settings.model_dump()}"
    assert settings.database() == "postgresql://liasse:sesame@base/liasse"


def test_the_database_is_a_file_at_home_by_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Settings(home=tmp_path).database() == tmp_path / "liasse.db"
    monkeypatch.delenv("LIASSE_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert load_settings().home == tmp_path / "liasse"
    monkeypatch.delenv("XDG_DATA_HOME")
    assert load_settings().home == Path(os.environ["HOME"]) / ".local" / "share" / "liasse"


def test_a_home_that_is_given_wins(tmp_path: Path) -> None:
    assert load_settings(tmp_path).home == tmp_path


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().__setattr__("readers", 2)
