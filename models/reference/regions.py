"""The region of a town that papers name, for statistics."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from models.reference.places import city_named


@cache
def regions() -> dict[str, tuple[str, str]]:
    """Country and region of each known town."""
    text = resources.files("models.reference").joinpath("regions.toml").read_text(encoding="utf-8")
    return {
        town: (country, region)
        for country, of in tomllib.loads(text).items()
        for region, towns in of.items()
        for town in towns
    }


def region_of(town: str, country: str) -> str | None:
    """The region that the town named in `town` is in; `None` where none of that country is."""
    found = regions().get(city_named(town) or "")
    return found[1] if found is not None and found[0] == country else None
