"""The documentation of settings is what the code says."""

from pathlib import Path

from cli.settings import settings_table
from models.settings import Settings

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_of_settings_is_up_to_date() -> None:
    written = (DOCS / "reglages.md").read_text(encoding="utf-8")
    assert written == settings_table(), "relancer : .venv/bin/liasse settings > docs/reglages.md"


def test_every_setting_says_what_it_is_for() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name
