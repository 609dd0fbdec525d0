"""Headings of table columns that papers of any type may bear (`colonnes.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def column_headings() -> Mapping[str, tuple[str, ...]]:
    """Column name -> headings on paper, most telling first."""
    text = resources.files("models.reference").joinpath("colonnes.toml").read_text("utf-8")
    return {name: tuple(headings) for name, headings in tomllib.loads(text).items()}
