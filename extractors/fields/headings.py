"""Titles of a paper's parts, understood by their pieces: «Cadre réservé à l'adhérent»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.fields.labels import LabelHit
from extractors.fields.spoken import ENDINGS, houses, roles, walk
from extractors.fields.standing import begins
from extractors.fields.understood import LINKS, OF, Said, runs
from extractors.layout import Layout, Row
from models.reference.wording import NUMBER, wording

ALONE = 6
"""Words of a heading that is nothing but a role."""
ARTICLES = frozenset({"the", "le", "la", "l"})
ASKED = 3
"""First words of a question, among which «qui» stands."""
_COUNTED = re.compile(r"\d{1,2}|[ivx]{1,4}|[a-h]")
"""What numbers the parts of a paper: «CADRE C - CONJOINT», «Volet 2: le malade», «ENFANT N° 1»."""
_NUMBERING = re.compile(r"(?:\d{1,2}|[IVXl|]{1,4}|[A-Ha-h])\W{0,2}")


def composed_headings(page: Layout) -> list[LabelHit]:
    """Titles of sections that name a role: «Cadre réservé à l'adhérent»."""
    found: list[LabelHit] = []
    book = wording()
    for row in page.rows:
        for said, at, first in (
            (run, at, word) for run in runs(row, page.aspect) for at, word in enumerate(run)
        ):
            leads = all(s.word in LINKS or _numbers(row, s) for s in said[:at])
            if first.word not in book.section_words or not (leads or begins(row, said, at)):
                continue
            end = at
            while end < len(said) and (
                said[end].word in book.section_words | book.section_links | LINKS | ENDINGS
                or (end == at + 1 and _COUNTED.fullmatch(said[end].word))
            ):
                end += 1
            role = walk(roles(), said, end)
            if role is None or not _titles(row, said, role.end):
                continue
            last = said[role.end - 1].token
            quality = min(s.quality for s in said[at : role.end])
            label = " ".join(s.word for s in said[at : role.end])
            found.append(LabelHit(label, row, first.token, last, quality, role=role.meanings[0]))
            break
        else:
            alone = _alone(row, page.aspect) or _who(row, page.aspect)
            found += [alone] if alone is not None else []
    return found


def _alone(row: Row, aspect: float) -> LabelHit | None:
    """A row that says nothing but whose part begins: «LE MALADE», «2) Assuré(e)»."""
    said = [s for run in runs(row, aspect) for s in run]
    if not said or len(said) > ALONE or row.tokens[-1].text.rstrip().endswith((":", "=")):
        return None
    begin = 0
    while begin < len(said) - 1 and (said[begin].word in LINKS or _numbers(row, said[begin])):
        begin += 1
    role = walk(roles(), said, begin)
    if role is None or role.meanings[0] in houses():
        return None
    book = wording()
    plain = LINKS | ENDINGS | book.section_words | book.section_links
    end = role.end
    titled = begin > 0 and said[begin - 1].word in ARTICLES  # «Member / Adhérent» may be a label
    if titled and (again := _same_role(said, end, role.meanings[0])) is not None:
        end = again
    rest = [s.word for s in said[end:] if s.word not in plain]
    counted = said[0].word not in OF and all(
        word == NUMBER or _COUNTED.fullmatch(word) for word in rest
    )
    if rest and not counted:  # «ENFANT 1», not the end of «Nombre / d'enfants 2»
        return None
    quality = min(s.quality for s in said)
    text = " ".join(s.word for s in said[begin:])
    return LabelHit(text, row, 0, len(row.tokens) - 1, quality, role=role.meanings[0])


def _same_role(said: Sequence[Said], end: int, role: str) -> int | None:
    """Where the same person is named again ends: «The member / Titulaire de la police»."""
    while end < len(said) and said[end].word in LINKS:
        end += 1
    again = walk(roles(), said, end)
    return again.end if again is not None and again.meanings[0] == role else None


def _who(row: Row, aspect: float) -> LabelHit | None:
    """A row that asks who somebody is: «Qui est l'assuré ?»."""
    said = [s for run in runs(row, aspect) for s in run]
    if not row.tokens[-1].text.endswith("?") or "qui" not in [s.word for s in said[:ASKED]]:
        return None
    told = [match for at in range(len(said)) if (match := walk(roles(), said, at)) is not None]
    meant = {match.meanings[0] for match in told} - houses()
    if len(meant) != 1:
        return None
    quality = min(s.quality for s in said)
    text = " ".join(s.word for s in said)
    return LabelHit(text, row, 0, len(row.tokens) - 1, quality, role=meant.pop())


def _numbers(row: Row, said: Said) -> bool:
    """Whether a word only numbers the part that its row begins: «1)», «II.», «B —»."""
    return said.token == 0 and _NUMBERING.fullmatch(row.tokens[0].text) is not None


def _titles(row: Row, said: Sequence[Said], end: int) -> bool:
    """Whether what follows a heading leaves it a heading: no colon with a value after it."""
    last = said[end - 1].token
    rest = row.tokens[last + 1 :]
    return not (row.tokens[last].text.endswith(":") and rest) and not any(
        t.text.startswith(":") and t is not rest[-1] for t in rest[:1]
    )
