"""The arrangements of tables that papers have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Arrangement:
    """What departs from one row of headings, one row a line, each cell under its heading."""

    head_rows: int = 1
    """Rows that headings of several words are spread over; 0: no headings."""
    head_at: float = 0.5
    """Where shorter headings stand among these rows: 0 at the top, 1 at the bottom."""
    short: bool = False
    centred: str = ""
    """What is centred: «heads», «cells», both or nothing."""
    lefts: bool = False
    """Amounts at the left of their column."""
    tight: bool = False
    """Columns as narrow as their words, a letter apart."""
    pitch: float = 2.0
    """Letter heights from one row to the next."""
    wraps: int = 1
    """Rows that the words of a line run over."""
    beside: float = 0.0
    """Where the other cells stand beside them: 0 at the first row, 1 at the last."""
    empty: bool = False
    gaps: bool = False
    """An empty row after every second line."""
    number: str = ""
    """What numbers the lines: «bare», «headed», or «inside» the first cell."""
    between: str = ""
    """What stands between lines: «sections», «totals», «repeated» headings, a second «table»."""
    pages: str = ""
    """What the second page begins with: «heads», «bare», «carried»."""
    total: str = ""
    """What follows the lines: «bare» amount, else words and an amount."""
    money: str = ""
    """How amounts are written."""
    currency: str = ""
    """Added to headings of amounts; below them where it begins with a line break."""
    once: bool = False
    """A date is written only where it changes."""
    uneven: float = 0.0
    """Letter heights by which cells stand higher or lower than their row."""
    rules: bool = False
    """Vertical rules that were read as «|»."""
    dotted: bool = False
    """Dots between words and amount."""
    times: bool = False
    """Quantity and price in one cell."""
    lean: float = 0.0
    known: bool = True
    """Whether the reader measured the lean."""
    blocks: bool = False
    """Each line as a few labels with their values."""


PLANS: Mapping[str, Arrangement] = {
    "ordinaire": Arrangement(),
    "titres sur deux lignes": Arrangement(head_rows=2),
    "titres sur deux lignes, posés en bas": Arrangement(head_rows=2, head_at=1.0),
    "titres sur deux lignes, posés en haut": Arrangement(head_rows=2, head_at=0.0),
    "titres sur trois lignes": Arrangement(head_rows=3),
    "titres abrégés": Arrangement(short=True),
    "titres abrégés, centrés": Arrangement(short=True, centred="heads"),
    "penché, mesuré": Arrangement(lean=1.5),
    "penché un peu, non mesuré": Arrangement(lean=0.5, known=False),
    "titres centrés": Arrangement(centred="heads"),
    "tout centré": Arrangement(centred="heads cells"),
    "montants à gauche": Arrangement(lefts=True, centred="heads"),
    "colonnes serrées": Arrangement(tight=True),
    "colonnes serrées, abrégées": Arrangement(tight=True, short=True),
    "cellules sur deux lignes, voisines en haut": Arrangement(wraps=2),
    "cellules sur deux lignes, voisines au milieu": Arrangement(wraps=2, beside=0.5),
    "cellules sur deux lignes, voisines en bas": Arrangement(wraps=2, beside=1.0),
    "cellules sur trois lignes, voisines en haut": Arrangement(wraps=3),
    "cellules sur trois lignes, voisines au milieu": Arrangement(wraps=3, beside=0.5),
    "cellules vides": Arrangement(empty=True),
    "lignes vides": Arrangement(gaps=True),
    "lignes écartées": Arrangement(pitch=3.6),
    "numéros sans titre": Arrangement(number="bare"),
    "numéros sous « N° »": Arrangement(number="headed"),
    "numéros dans la cellule": Arrangement(number="inside"),
    "parties titrées": Arrangement(between="sections"),
    "sous-totaux": Arrangement(between="totals"),
    "titres répétés": Arrangement(between="repeated"),
    "deux tableaux": Arrangement(between="table"),
    "deux pages": Arrangement(pages="heads"),
    "deux pages, titres une fois": Arrangement(pages="bare"),
    "deux pages, report": Arrangement(pages="carried"),
    "somme sans mot": Arrangement(total="bare"),
    "sans titres": Arrangement(head_rows=0),
    "fiches à étiquettes": Arrangement(blocks=True),
    "quantité et prix ensemble": Arrangement(times=True),
    "1.310,50": Arrangement(money=".,00"),
    "1 310,50": Arrangement(money=" ,00"),
    "1 310.50 DH": Arrangement(money=" .00 DH"),
    "1,310.50": Arrangement(money=",.00"),
    "1 310 F CFA": Arrangement(money="  F CFA"),
    "monnaie dans le titre": Arrangement(currency=" (DH)"),
    "monnaie sous le titre": Arrangement(currency="\n(DH)"),
    "date une fois par groupe": Arrangement(once=True),
    "à la main, inégal": Arrangement(uneven=0.35, pitch=2.6),
    "filets lus « | »": Arrangement(rules=True),
    "points de conduite": Arrangement(dotted=True),
}
