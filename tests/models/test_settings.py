"""Settings: each has its default and its sentence; what is no setting is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flows.workplace import open_workplace
from models import rules
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


def written(tmp_path: Path, text: str) -> dict[str, str]:
    file = tmp_path / "liasse.toml"
    file.write_text(text, encoding="utf-8")
    return {"LIASSE_REGLAGES": str(file)}


def test_a_file_sets_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = 'home = "/srv/l"\nreaders = 3\nport = 9000\ndepots = ["/srv/a"]\n[imap]\nhote = "i.ma"\n'
    for name, value in written(tmp_path, text).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("LIASSE_HOME", raising=False)
    monkeypatch.setenv("LIASSE_READERS", "2")
    settings = load_settings()
    assert (settings.home, settings.readers, settings.port) == (Path("/srv/l"), 2, 9000)
    assert (settings.imap_hote, settings.depots) == ("i.ma", (Path("/srv/a"),))
    assert load_settings(tmp_path).home == tmp_path


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("readrs = 3", "reglage_inconnu", "readrs"),
        ("[imap]\nhotte = 'x'", "reglage_inconnu", "imap_hotte"),
        ("readers = 'beaucoup'", "reglage_invalide", "LIASSE_READERS"),
        ("readers = x", "reglages_illisibles", "ligne 1"),
    ],
)
def test_a_file_that_is_wrong_is_told_by_name(
    tmp_path: Path, text: str, code: str, told: str
) -> None:
    with pytest.raises(BadInput, match=told) as said:
        load_settings(environment=written(tmp_path, text))
    assert said.value.code == code


def test_a_file_that_is_absent_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="ne peut pas être lu"):
        load_settings(environment={"LIASSE_REGLAGES": str(tmp_path / "rien.toml")})


def test_rules_named_in_the_file_hold_while_the_place_is_open(tmp_path: Path) -> None:
    before = dict(os.environ)
    settings = load_settings(tmp_path, written(tmp_path, f"regles = '{tmp_path}'"))
    assert dict(os.environ) == before
    assert rules.folder() is None
    with open_workplace(settings):
        assert rules.folder() == tmp_path
    assert rules.folder() is None


def test_lists_are_written_as_paths_are_in_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIASSE_DEPOTS", "/srv/a:/srv/b")
    assert load_settings().depots == (Path("/srv/a"), Path("/srv/b"))
