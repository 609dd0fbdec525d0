"""A layout family: one kind of printed paper, recognisable at a glance, known to one split only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Family:
    """How one printer lays out one type of paper."""

    name: str
    type: str
    split: str
    titre: str
    head: str
    field: str
    section: str
    table: str
    font: str
    color: str
    size: str = ""
    cols: int = 1
    order: str = ""
    flags: frozenset[str] = frozenset()
    wording: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
    mould: str = ""

    def has(self, flag: str) -> bool:
        return flag in self.flags


@dataclass(frozen=True)
class Palette:
    """What the printers of one split may use: their structure and type differ from those of the others."""

    heads: tuple[str, ...]
    fields: tuple[str, ...]
    sections: tuple[str, ...]
    tables: tuple[str, ...]
    fonts: tuple[str, ...]
    colors: tuple[str, ...]


PALETTES = {
    "train": Palette(
        ("band", "logo", "centre", "ruled"),
        ("dots", "box", "colon", "grid"),
        ("bar", "caps", "legend"),
        ("full", "lines", "zebra"),
        ("arimo", "tinos", "roboto-condensed", "lato", "open-sans", "pt-serif", "cousine", "caladea", "crimson-text"),
        ("#0d6b49", "#12335f", "#141418", "#7b2d43", "#5b4a12", "#234d8f"),
    ),
    "dev": Palette(
        ("split", "corner"),
        ("rule", "cell"),
        ("number", "pill"),
        ("head", "columns"),
        ("carlito", "merriweather", "source-sans-3", "ibm-plex-mono", "gelasio"),
        ("#444444", "#0b5a73", "#6a1f7a", "#8a3d10"),
    ),
    "test": Palette(
        ("side", "boxed", "right"),
        ("fill", "under", "bracket"),
        ("tab", "line", "block"),
        ("shade", "bare", "double"),
        ("noto-serif", "barlow-condensed", "fira-sans", "eb-garamond", "courier-prime", "nunito-sans", "libre-franklin", "ibm-plex-sans-condensed"),
        ("#1c3f2e", "#202a6b", "#000000", "#9a1b2e", "#3f3f75"),
    ),
}  # fmt: skip
