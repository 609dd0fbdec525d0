"""Where somebody was born, behind the day: «Né(e) le 22/03/1984 à Podor», «Né(e) le … Lieu …»."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.fields.evidence import read_in
from extractors.fields.labels import LabelHit
from extractors.fields.parsing import parse
from extractors.fields.places import right_of
from extractors.layout import Layout, Row
from models.documents import DocumentType
from models.reading import Field
from models.values.text import folded

DAY, PLACE = "date_naissance", "lieu_naissance"
SAID = frozenset({"a", "lieu"})
"""What stands between the day and the place."""
CERTAINTY = 0.8


def read_birthplaces(
    page: Layout, kind: DocumentType, known: Mapping[str, Field], stops: Sequence[LabelHit]
) -> dict[str, Field]:
    """The places of birth that stand right behind their days."""
    found: dict[str, Field] = {}
    for name, spec in kind.fields.items():
        day = known.get(name.removesuffix(PLACE) + DAY) if name.endswith(PLACE) else None
        if name in known or day is None or day.page != page.number:
            continue
        label = _between(page, day)
        tokens = right_of(page, label, stops) if label is not None else ()
        parsed = parse(spec.genre, " ".join(t.text for t in tokens)) if tokens else None
        if parsed is not None:
            found[name] = read_in(page, tokens, parsed.value, CERTAINTY * parsed.certainty)
    return found


def _between(page: Layout, day: Field) -> LabelHit | None:
    """The word behind a day that announces the place."""
    for row in page.rows:
        own = [i for i, t in enumerate(row.tokens) if _holds(day, row, i)]
        after = own[-1] + 1 if own else len(row.tokens)
        if after < len(row.tokens) and folded(row.tokens[after].text) in SAID:
            return LabelHit(folded(row.tokens[after].text), row, after, after, 1.0, names=())
    return None


def _holds(day: Field, row: Row, at: int) -> bool:
    box, place = day.box, row.tokens[at].word.box
    number = any(c.isdigit() for c in row.tokens[at].text)
    return (
        box is not None and number and box.x0 <= place.cx <= box.x1 and box.y0 <= place.cy <= box.y1
    )
