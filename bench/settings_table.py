"""The table of all settings in docs/exploitation.md, written from `models/settings.py`.

python -m bench.settings_table
"""

from __future__ import annotations

from enum import Enum
from typing import Any

from pydantic.fields import FieldInfo

from bench.markdown import put_between, table
from bench.shared import ROOT
from models.settings import PREFIX, Settings

PAGE = ROOT / "docs" / "exploitation.md"
BEGIN = (
    "<!-- réglages : écrits par « python -m bench.settings_table », ne pas modifier à la main -->"
)
END = "<!-- fin des réglages -->"
NOTHING = "–"
COMPUTED = {
    "home": "dossier de données de l'utilisateur",
    "readers": "nombre de processeurs",
}
"""Defaults that depend on the machine, in words."""


def lines() -> str:
    """The table: name, default, what for."""
    rows = [
        [f"`{PREFIX}{name.upper()}`", _default(name, field), field.description or ""]
        for name, field in Settings.model_fields.items()
    ]
    return table(["variable", "par défaut", "sens"], rows, left=3)


def _default(name: str, field: FieldInfo) -> str:
    if field.default_factory is not None:
        return COMPUTED[name]
    value: Any = field.default
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Enum):
        return f"`{value.value}`"
    return f"`{value}`" if value not in (None, "", ()) else NOTHING


def renewed(page: str) -> str:
    """The page with today's table between its marks."""
    return put_between(page, BEGIN, END, lines())


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
