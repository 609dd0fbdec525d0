"""What one page brings to the comparison with its neighbours: its place, whom and what it names, its look."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from statistics import median

from extractors.documents.page_numbers import PagePlace, page_place
from extractors.types.knowledge import knowledge
from extractors.types.phrases import pieces
from models.documents import document_types
from models.reading import How, PageReading
from models.values.text import folded

HEAD = 0.17
"""Share of the page that letterheads and titles stand in."""
RARE_FROM = 5
"""Letters of a word that may be a name."""
OPENING = 14
"""First words of a page, where it says whose rest it is."""
FIRST_ROWS = 6
"""First lines of a page, among which rows of a list are counted."""
LARGE = 1.35
"""Times the usual letter height from which a word at the top is a title or a letterhead."""
TOP = 0.25
"""Share of the page where those stand."""
_GOES_ON = re.compile(r"\b(suite|page suivante|report|verso|tournez)\b")
_NUMBER = re.compile(r"(?<!\w)[A-Z]{0,4}[-./°]?\d[\dA-Z./-]{3,}(?!\w)", re.IGNORECASE)
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"(?:\d{{1,2}}[./-])?\d{{1,2}}[./-](?:\d\d|{_YEAR})|{_YEAR}[./-]\d{{1,2}}[./-]\d{{1,2}}"
)
_LATER_HEADING = re.compile(
    r"\s*(?:[②-⑳]|[2-9]\s?[.)–-]|[2-9]$|[B-H]\s?[.)–-]|I{2,3}V?\b|IV\b|VI*\b)"
)
_INNER_HEADING = re.compile(
    r"(?:\d |[a-h] )?(?:(?:le|la|les|l|vos?|votre|du|des) )?(?:identification du (?:malade|patient|beneficiaire)|conjointe?|epouse|enfants?|ayants droit"
    r"|personnes? a charge|beneficiaires a|questionnaire|declaration de sante|sante\b|etat de sante"
    r"|renseignements? (?:medicaux|de sante)|detail des|actes? (?:effectues|realises)|soins (?:et|dentaires|dispenses)"
    r"|partie reservee au (?:medecin|praticien)|a remplir par le (?:medecin|praticien)|cadre reserve"
    r"|observations?|conclusions?|evolution|instructions?|conditions (?:generales|particulieres)"
    r"|pieces (?:jointes|a joindre)|optique|auxiliaires|analyses|suite|total general|sous total)\b"
)
"""What stands inside of a form or a report, and opens no paper."""
_SECTION = re.compile(r"^\s*([1-9])\s?[.)–-]?\s?[A-ZÀ-Ý][^\d\n]{5,60}$", re.MULTILINE)
"""A line that is a numbered heading and nothing else."""
_CLOSED = re.compile(
    r"\b(signature|cachet|net a payer|total general|montant total|arretee? la presente|fait a|veuillez agreer"
    r"|salutations|en foi de quoi|pour servir et valoir)\b"
)
_NAMED = re.compile(
    r"\b(nom|prenoms?|patiente?|assuree?|adherente?|affilie|beneficiaire|immatriculation|matricule"
    r"|mr|mme|monsieur|madame|mlle)\b"
)
_DATED = re.compile(r"\ble\s*:?\s*\d{1,2}\s?[./-]\s?\d{1,2}|\bdate\b")
_AMOUNT = re.compile(r"\d[.,]\d{2}\b")
LOW = 0.55
"""Share of the page below which it is closed."""
FULL = 0.82
"""Share of it down to which a full page is filled."""
HIGH = 0.35
"""Share of it in which a first page names whom and when."""
LONG_LINE = 12
"""Letters of a line that is met again."""
_NOT_WORD = re.compile(r"[^0-9A-Za-z]")


@dataclass(frozen=True, slots=True)
class Traits:
    """What one page brings to the comparison with its neighbours."""

    place: PagePlace | None
    references: frozenset[str]
    opening: frozenset[str]
    """References among its first words."""
    rare: frozenset[str]
    head: frozenset[str]
    crowned: bool
    """Whether something large stands at its top."""
    later_heading: bool
    goes_on_here: bool
    goes_on_next: bool
    aspect: float
    printed: bool
    words: int
    labels: frozenset[int]
    """Numbers of the labels it bears (`extractors.types.knowledge`)."""
    lines: frozenset[str]
    foot: frozenset[str]
    letter: float
    closed: bool
    named: bool
    dated: bool
    rows: float
    """Share of its first lines that end in an amount."""
    full: bool
    sections: frozenset[int]
    """Numbers of its headings."""


def traits(reading: PageReading) -> Traits:
    """What `reading` says of its place, whom and what it names, and how it looks."""
    top = [w.text for w in reading.words if w.box.cy < HEAD]
    foot = [w.text for w in reading.words if w.box.cy > 1 - HEAD]
    words = [folded(w.text) for w in reading.words]
    opening = [w.text for w in reading.words[:OPENING]]
    high = folded(" ".join(w.text for w in reading.words if w.box.cy < HIGH))
    low = folded(" ".join(w.text for w in reading.words if w.box.cy > LOW))
    dated = " ".join(w.text for w in reading.words if w.box.cy < HIGH).lower()
    rows = reading.text.splitlines()
    return Traits(
        page_place(reading),
        _references(w.text for w in reading.words),
        _references(opening),
        frozenset(w for w in words if len(w) >= RARE_FROM and w.isalpha()) - _common(),
        frozenset(f for w in top if len(f := folded(w)) >= 3),
        _crowned(reading),
        bool(_LATER_HEADING.match(" ".join(opening)))
        or bool(_INNER_HEADING.match(folded(" ".join(opening)))),
        _says_rest(folded(" ".join(top))),
        bool(_GOES_ON.search(folded(" ".join(foot)))),
        reading.width / reading.height,
        any(w.how is How.TEXTE_PDF for w in reading.words),
        len(reading.words),
        _labels(" ".join(words)),
        frozenset(f for row in rows if len(f := _letters(row)) >= LONG_LINE),
        frozenset(f for w in foot if len(f := folded(w)) >= 3),
        _letter(reading),
        bool(_CLOSED.search(low)),
        bool(_NAMED.search(high)),
        bool(_DATED.search(dated)),
        sum(bool(_AMOUNT.search(row)) for row in rows[:FIRST_ROWS]) / FIRST_ROWS,
        max((w.box.y1 for w in reading.words), default=0.0) > FULL,
        frozenset(int(n) for n in _SECTION.findall(reading.text)),
    )


def _says_rest(top: str) -> bool:
    """Whether a page says that it is the rest of another: «Recto : l'assuré – Verso : le praticien»
    at the top of a form speaks of both sides, on its first."""
    return _GOES_ON.search(top) is not None and re.search(r"\brecto\b", top) is None


def _letter(reading: PageReading) -> float:
    """Logarithm of the usual height of its words; 0 where none has any."""
    usual = median(w.box.height for w in reading.words) if reading.words else 0.0
    return math.log(usual) if usual else 0.0


def _labels(text: str) -> frozenset[int]:
    squeezed = text.replace(" ", "")
    return frozenset(knowledge().labels.exact(squeezed, text.split(), pieces(squeezed)))


def _letters(row: str) -> str:
    return "".join(c for c in folded(row) if c.isalpha())


def _references(words: Iterable[str]) -> frozenset[str]:
    found = set()
    for text in words:
        for match in _NUMBER.finditer(text):
            if _DATE.fullmatch(match.group()):
                continue
            plain = _NOT_WORD.sub("", match.group()).upper()
            if sum(c.isdigit() for c in plain) >= 4:
                found.add(plain)
    return frozenset(found)


def _crowned(reading: PageReading) -> bool:
    heights = [w.box.height for w in reading.words if len(w.text) >= 3 and w.text.isalpha()]
    if not heights:
        return False
    usual = median(heights)
    top = [
        w.box.height
        for w in reading.words
        if w.box.cy < TOP and len(w.text) >= 3 and w.text.isalpha()
    ]
    return sum(height >= LARGE * usual for height in top) >= 2


@cache
def _common() -> frozenset[str]:
    """Words of labels, titles and phrases: they stand on papers of anybody."""
    found: set[str] = set()
    for kind in document_types().values():
        texts = [t.texte for t in kind.titres]
        texts += [text for field in kind.fields.values() for text in field.etiquettes]
        texts += [
            t for table in kind.lines.values() for c in table.colonnes.values() for t in c.entetes
        ]
        texts += [text for mark in kind.marks.values() for text in mark.ancres]
        for text in texts:
            found.update(folded(text).split())
    return frozenset(found)
