"""How badly pages arrive, by split: no recipe is shared, and each split has an office, a copier, a fax and a telephone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wear:
    """Angles in degrees, lengths in mm, noise in grey levels; `paper` is the tint of the sheet."""

    dpi: int = 150
    skew: float = 0.5
    noise: float = 2.0
    blur: float = 0.45
    quality: int = 45
    white: float = 246.0
    black: float = 18.0
    paper: tuple[float, float, float] = (1.0, 1.0, 1.0)
    mode: str = "color"  # color, grey, bilevel
    threshold: float = 0.0  # bilevel: 0 = adaptive
    edge: float = 0.0
    border: float = 0.0  # black border of an open lid, mm
    bleed: float = 0.0
    folds: int = 0
    crease: float = 0.0
    holes: int = 0
    staple: bool = False
    specks: int = 10
    streaks: int = 0
    gamma: float = 1.0
    fade: float = 0.0
    wave: float = 0.0  # paper not flat, mm
    stain: bool = False
    photo: float = 0.0  # inset of a telephone's perspective
    shadow: float = 0.0
    table: tuple[int, int, int] = (118, 98, 80)


RECIPES: dict[str, dict[str, Wear]] = {
    "train": {
        "plat": Wear(),
        "net": Wear(dpi=200, skew=0.25, noise=1.3, specks=4, quality=50),
        "plie": Wear(skew=0.9, folds=2, noise=2.6, blur=0.6, specks=28, white=241, paper=(1.0, 0.985, 0.95)),
        "agrafe": Wear(skew=0.7, staple=True, specks=16, wave=0.3),
        "perfore2": Wear(skew=0.6, holes=2, edge=0.5, specks=14),
        "copie": Wear(skew=0.8, noise=3, blur=0.7, mode="grey", white=243, black=40, specks=60, edge=0.6),
        "transparent": Wear(skew=0.6, bleed=0.11, specks=18),
        "telecopie": Wear(dpi=200, skew=0.6, noise=5, blur=0.7, mode="bilevel", threshold=150, specks=110),
        "telephone": Wear(dpi=150, noise=4.5, blur=0.8, quality=52, photo=0.05, shadow=0.16, white=232, black=30, specks=0),
        "noirblanc": Wear(dpi=300, skew=0.5, noise=2, mode="bilevel", specks=30),
    },
    "dev": {
        "chargeur": Wear(dpi=200, skew=1.4, noise=1.8, streaks=2, quality=40, specks=8, white=250),
        "froisse": Wear(dpi=150, skew=0.8, crease=0.09, wave=0.6, noise=2.4, white=239, paper=(0.99, 0.98, 0.94)),
        "gris200": Wear(dpi=200, skew=0.5, mode="grey", noise=2.2, holes=4, quality=38, gamma=1.15),
        "fax_us": Wear(dpi=150, skew=1.0, noise=9, blur=0.9, mode="bilevel", threshold=160, streaks=3, specks=60),
        "portable": Wear(dpi=170, noise=3.5, blur=1.0, quality=46, photo=0.09, shadow=0.28, white=225, black=34, specks=0, table=(62, 60, 66)),
        "toner": Wear(dpi=150, skew=0.4, mode="grey", fade=0.35, noise=2.8, border=3, specks=40),
    },
    "test": {
        "bureau300": Wear(dpi=300, skew=0.4, noise=1.6, specks=6, quality=36),
        "jauni": Wear(dpi=150, skew=1.1, paper=(1.0, 0.955, 0.86), stain=True, noise=2.9, specks=35, black=28),
        "repli": Wear(dpi=200, skew=1.8, folds=1, crease=0.05, staple=True, wave=0.5, noise=2, specks=14),
        "recto_gris": Wear(dpi=150, skew=0.7, mode="grey", bleed=0.16, noise=2.5, quality=34, border=5, specks=25),
        "fax_fin": Wear(dpi=200, skew=0.8, noise=6, blur=0.6, mode="bilevel", threshold=140, specks=160, streaks=1),
        "smartphone": Wear(dpi=160, noise=5, blur=0.9, quality=60, photo=0.07, shadow=0.22, white=228, black=26, specks=0, wave=0.9, table=(150, 148, 140)),
        "binaire": Wear(dpi=200, skew=0.9, noise=3, mode="bilevel", specks=80, edge=0.5, holes=2),
        "delave": Wear(dpi=150, skew=0.6, gamma=0.75, fade=0.2, noise=2.2, quality=40, edge=0.7),
    },
}  # fmt: skip
USUAL = {
    "train": ("plat", "net", "plie", "agrafe", "perfore2"),
    "dev": ("chargeur", "froisse", "gris200"),
    "test": ("bureau300", "jauni", "repli", "recto_gris"),
}
COPIER = {"train": ("copie",), "dev": ("toner", "gris200"), "test": ("recto_gris", "delave")}
PHOTOS = {"train": ("telephone",), "dev": ("portable",), "test": ("smartphone",)}
FAXES = {"train": ("telecopie", "noirblanc"), "dev": ("fax_us",), "test": ("fax_fin", "binaire")}
