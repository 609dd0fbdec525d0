"""How badly pages arrive, by split: no recipe is shared, and each split has an office, a copier, a fax and a telephone."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace


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
    shade: float = 0.0  # local shadow
    soften: float = 0.0  # focus lost towards a side, pixels
    toner: float = 0.0
    moire: float = 0.0
    blocks: int = 0  # quality of an earlier JPEG
    lost: int = 0  # rows lost by a fax
    dirt: float = 0.12  # chance of each of: smudge, tape, dog-ear, drawn staple


RECIPES: dict[str, dict[str, Wear]] = {
    "train": {
        "photo_sombre": Wear(dpi=150, noise=6, blur=0.95, quality=44, photo=0.06, shadow=0.4, white=198, black=40, specks=0, soften=1.6, table=(52, 46, 42)),
        "photo_oblique": Wear(dpi=160, noise=3.2, blur=0.7, quality=50, photo=0.1, shadow=0.14, white=234, black=28, specks=0, wave=0.8, table=(140, 128, 112)),
        "fax_gras": Wear(dpi=200, skew=0.9, noise=6, blur=1.0, mode="bilevel", threshold=168, specks=70, lost=6),
        "fax_maigre": Wear(dpi=150, skew=0.7, noise=5, blur=0.5, mode="bilevel", threshold=128, specks=40, streaks=1),
        "delavee": Wear(dpi=150, skew=0.6, fade=0.3, gamma=0.85, noise=2.4, specks=15, white=250, black=60),
        "plat": Wear(),
        "net": Wear(dpi=200, skew=0.25, noise=1.3, specks=4, quality=50),
        "plie": Wear(skew=0.9, folds=2, noise=2.6, blur=0.6, specks=28, white=241, paper=(1.0, 0.985, 0.95)),
        "agrafe": Wear(skew=0.7, staple=True, specks=16, wave=0.3),
        "perfore2": Wear(skew=0.6, holes=2, edge=0.5, specks=14),
        "copie": Wear(skew=0.8, noise=3, blur=0.7, mode="grey", white=243, black=40, specks=60, edge=0.6),
        "transparent": Wear(skew=0.6, bleed=0.11, specks=18),
        "telecopie": Wear(dpi=200, skew=0.6, noise=5, blur=0.7, mode="bilevel", threshold=150, specks=110),
        "telephone": Wear(dpi=150, noise=4.5, blur=0.8, quality=52, photo=0.05, shadow=0.16, white=232, black=30, specks=0),
        "copie_sombre": Wear(dpi=200, skew=1.3, mode="grey", noise=3.4, blur=0.55, black=30, white=236, shade=0.3, toner=0.5, specks=90, edge=0.8, quality=40),
        "guichet": Wear(dpi=200, skew=1.6, noise=2.2, shade=0.16, soften=1.4, specks=12, quality=34, dirt=0.35, wave=0.4),
        "whatsapp": Wear(dpi=130, noise=3, blur=0.7, quality=45, photo=0.04, shadow=0.3, white=226, black=34, specks=0, blocks=24, soften=1.3, table=(88, 80, 74)),
        "tramee": Wear(dpi=200, skew=0.7, noise=2, moire=0.05, mode="grey", specks=25, quality=42),
        "fax_gris": Wear(dpi=200, skew=1.2, noise=8, blur=0.9, mode="bilevel", threshold=146, specks=90, streaks=2, shade=0.12, lost=14),
        "noirblanc": Wear(dpi=300, skew=0.5, noise=2, mode="bilevel", specks=30),
    },
    "dev": {
        "photo_penchee": Wear(dpi=150, noise=3.6, blur=0.7, quality=46, photo=0.11, shadow=0.18, white=228, black=36, specks=0, wave=0.7, table=(90, 104, 96)),
        "fax_pale": Wear(dpi=200, skew=0.8, noise=5.5, blur=0.65, mode="bilevel", threshold=132, specks=50, streaks=1),
        "chargeur": Wear(dpi=200, skew=1.4, noise=1.8, streaks=2, quality=40, specks=8, white=250),
        "froisse": Wear(dpi=150, skew=0.8, crease=0.09, wave=0.6, noise=2.4, white=239, paper=(0.99, 0.98, 0.94)),
        "gris200": Wear(dpi=200, skew=0.5, mode="grey", noise=2.2, holes=4, quality=38, gamma=1.15),
        "fax_us": Wear(dpi=150, skew=1.0, noise=9, blur=0.9, mode="bilevel", threshold=160, streaks=3, specks=60),
        "portable": Wear(dpi=170, noise=3.5, blur=1.0, quality=46, photo=0.09, shadow=0.28, white=225, black=34, specks=0, table=(62, 60, 66)),
        "vitre": Wear(dpi=200, skew=2.0, noise=2.4, shade=0.22, soften=1.6, quality=36, specks=22, edge=0.6, dirt=0.3),
        "photo_reseau": Wear(dpi=125, noise=3.2, blur=0.6, quality=48, photo=0.06, shadow=0.2, white=222, black=30, specks=0, blocks=20, moire=0.03, table=(132, 120, 108)),
        "tambour": Wear(dpi=200, skew=0.8, mode="grey", noise=3, toner=0.65, black=24, specks=70, quality=44),
        "fax_ligne": Wear(dpi=200, skew=0.9, noise=7, blur=0.8, mode="bilevel", threshold=152, lost=26, specks=70, shade=0.1),
        "toner": Wear(dpi=150, skew=0.4, mode="grey", fade=0.35, noise=2.8, border=3, specks=40),
    },
    "neuf": {
        "multifonction": Wear(dpi=200, skew=0.9, noise=2.1, edge=0.5, specks=12, quality=42, white=249),
        "registre": Wear(dpi=150, skew=1.2, wave=0.7, shade=0.18, paper=(0.995, 0.98, 0.93), noise=2.5, specks=20),
        "enliasse": Wear(dpi=200, skew=1.0, staple=True, folds=1, noise=2.3, specks=15, bleed=0.07),
        "doux": Wear(dpi=150, skew=0.4, noise=1.5, blur=0.6, quality=38, specks=6),
        "copieur_pale": Wear(dpi=150, skew=0.9, mode="grey", fade=0.28, noise=3, specks=50, white=248, black=46),
        "copieur_gras": Wear(dpi=200, skew=1.1, mode="grey", toner=0.6, black=14, noise=2.7, specks=80, edge=0.9, blur=0.6),
        "mobile_bureau": Wear(dpi=160, noise=3.8, blur=0.8, quality=50, photo=0.06, shadow=0.24, white=227, black=32, specks=0, table=(96, 74, 52)),
        "mobile_nuit": Wear(dpi=150, noise=5.5, blur=0.9, quality=48, photo=0.05, shadow=0.34, white=206, black=36, specks=0, soften=1.3, table=(40, 38, 44)),
        "messagerie": Wear(dpi=135, noise=3.1, blur=0.65, quality=44, photo=0.03, shadow=0.2, white=230, black=30, specks=0, blocks=22, table=(170, 165, 158)),
        "fax_bureau": Wear(dpi=200, skew=0.7, noise=6.5, blur=0.75, mode="bilevel", threshold=148, specks=80, lost=10),
        "fax_grossier": Wear(dpi=150, skew=1.1, noise=7, blur=0.8, mode="bilevel", threshold=155, specks=60, streaks=2),
        "trait": Wear(dpi=200, skew=0.6, noise=2.4, mode="bilevel", specks=40),
    },
    "test": {
        "bureau300": Wear(dpi=300, skew=0.4, noise=1.6, specks=6, quality=36),
        "jauni": Wear(dpi=150, skew=1.1, paper=(1.0, 0.955, 0.86), stain=True, noise=2.9, specks=35, black=28),
        "repli": Wear(dpi=200, skew=1.8, folds=1, crease=0.05, staple=True, wave=0.5, noise=2, specks=14),
        "recto_gris": Wear(dpi=150, skew=0.7, mode="grey", bleed=0.16, noise=2.5, quality=34, border=5, specks=25),
        "fax_fin": Wear(dpi=200, skew=0.8, noise=6, blur=0.6, mode="bilevel", threshold=140, specks=160, streaks=1),
        "smartphone": Wear(dpi=160, noise=5, blur=0.9, quality=60, photo=0.07, shadow=0.22, white=228, black=26, specks=0, wave=0.9, table=(150, 148, 140)),
        "binaire": Wear(dpi=200, skew=0.9, noise=3, mode="bilevel", specks=80, edge=0.5, holes=2),
        "comptoir": Wear(dpi=150, skew=2.2, noise=2.7, shade=0.26, soften=1.2, quality=33, specks=30, dirt=0.4, wave=0.3),
        "message": Wear(dpi=140, noise=3.6, blur=0.75, quality=42, photo=0.05, shadow=0.26, white=224, black=28, specks=0, blocks=18, soften=1.5, table=(70, 74, 82)),
        "copie_de_copie": Wear(dpi=200, skew=1.5, mode="grey", noise=3.8, blur=0.8, black=20, white=240, toner=0.55, moire=0.025, specks=120, edge=0.5, quality=38),
        "fax_perdu": Wear(dpi=200, skew=1.0, noise=7.5, blur=0.85, mode="bilevel", threshold=143, lost=34, specks=110, streaks=2),
        "delave": Wear(dpi=150, skew=0.6, gamma=0.75, fade=0.2, noise=2.2, quality=40, edge=0.7),
    },
}  # fmt: skip
USUAL = {
    "train": ("plat", "net", "plie", "agrafe", "perfore2", "guichet", "delavee"),
    "dev": ("chargeur", "froisse", "gris200", "vitre"),
    "test": ("bureau300", "jauni", "repli", "recto_gris", "comptoir"),
    "neuf": ("multifonction", "registre", "enliasse", "doux"),
}
COPIER = {
    "train": ("copie", "copie_sombre", "tramee"),
    "dev": ("toner", "gris200", "tambour"),
    "test": ("recto_gris", "delave", "copie_de_copie"),
    "neuf": ("copieur_pale", "copieur_gras"),
}
PHOTOS = {
    "train": ("telephone", "whatsapp", "photo_sombre", "photo_oblique"),
    "dev": ("portable", "photo_reseau", "photo_penchee"),
    "test": ("smartphone", "message"),
    "neuf": ("mobile_bureau", "mobile_nuit", "messagerie"),
}
FAXES = {
    "train": ("telecopie", "noirblanc", "fax_gris", "fax_gras", "fax_maigre"),
    "dev": ("fax_us", "fax_ligne", "fax_pale"),
    "test": ("fax_fin", "binaire", "fax_perdu"),
    "neuf": ("fax_bureau", "fax_grossier", "trait"),
}


def bilevel(names: tuple[str, ...]) -> bool:
    """Whether a page that goes through any of these recipes comes out in black and white."""
    return any(own[n].mode == "bilevel" for own in RECIPES.values() for n in names if n in own)


def today(wear: Wear, rng: random.Random) -> Wear:
    """A recipe as it turns out on one page: no two passes through a scanner are alike."""
    skew = wear.skew * rng.uniform(0.5, 1.5)
    if rng.random() < 0.05 and not wear.photo:
        skew = rng.uniform(2.5, 4.5)  # the feeder took it askew
    return replace(
        wear,
        skew=skew,
        noise=wear.noise * rng.uniform(0.6, 1.4),
        blur=wear.blur * rng.uniform(0.7, 1.35),
        specks=int(wear.specks * rng.uniform(0.3, 1.7)),
        shade=max(
            wear.shade * rng.uniform(0.5, 1.3), rng.uniform(0.03, 0.12) * (rng.random() < 0.25)
        ),
        soften=wear.soften * rng.uniform(0.5, 1.2) if rng.random() < 0.7 else 0.0,
        white=min(252.0, wear.white + rng.gauss(0, 3)),
        black=max(2.0, wear.black + rng.gauss(0, 6)),
        edge=wear.edge if rng.random() < 0.7 else 0.0,
    )
