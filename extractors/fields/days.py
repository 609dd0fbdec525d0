"""The day that a paper bears: «Rabat, le 3 mars 2026», not that of what it tells («depuis le …»)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from extractors.fields.evidence import between, read_in
from extractors.layout import Layout, Segment, Token
from models.reading import Field
from models.reference import city_named
from models.values.dates import FoundDate, find_dates
from models.values.text import folded

OWN = frozenset({
    "date_document", "date_convocation", "date_certificat", "date_demande", "date_attestation",
    "date_bordereau",
})  # fmt: skip
"""Fields that hold the day of the paper itself."""
CERTAINTY = 0.88
PLACE = 4
"""Words of a place, at most."""
WORDY = 8
"""Words of a date written in letters and figures, at most."""
MADE = frozenset({
    "fait", "faite", "delivre", "delivree", "etabli", "etablie", "signe", "signee", "redige", "redigee",
    "edite", "editee", "imprime", "imprimee", "emis", "emise", "arrete", "arretee", "date", "datee",
    "dresse", "dressee", "repondu", "rendu", "valide", "depose", "deposee", "transmis", "transmise",
    "remis", "remise", "genere", "ecrit", "lu",
})  # fmt: skip
"""What is said of the paper before its day."""
BORN = frozenset({"ne", "nee", "nes", "nees", "naissance", "naiss"})
OF_ANOTHER = BORN | frozenset({
    "depuis", "avant", "apres", "jusqu", "jusque", "des", "sortie", "sorti",
    "entree", "entre", "admis", "admise", "hospitalise", "hospitalisee", "terminee",
    "termine", "terminees", "decede", "decedee", "marie", "mariee", "embauche", "embauchee", "recu",
    "recue", "recus", "expire",
    "debute", "debutee", "commence", "prevue", "prevu", "attendu", "attendue", "vu", "vue", "convoque",
    "convoquee", "presenter", "presente", "presentee", "accouche", "diagnostique", "diagnostiquee",
    "victime", "survenu", "survenue", "parvenu", "parvenue",
    "limite", "visite", "rendez", "rdv", "consultation",
})  # fmt: skip
"""What is said of somebody or something before a day that is not the paper's."""
_PLACED = re.compile(
    r"^(?P<made>(?:fait|faite|d[ée]livr[ée]e?|[ée]tablie?|sign[ée]e?|dress[ée]e?|issued|done)(?:\s+(?:le présent\s+)?(?:à|a|in|at)\b)\s*)?"
    r"(?P<place>[^\W\d_][^\d,:;()]*?)\s*(?P<link>,\s*(?:le|ce)?\b|\s(?:le|ce|on)\b)\s*:?\s*(?P<day>\S.*)$",
    re.IGNORECASE,
)


def placed_days(page: Layout) -> list[Field]:
    """The days that stand alone with a place, as letters are dated."""
    return [f for segment in page.segments if (f := _placed(page, segment)) is not None]


def of_another_day(tokens: Sequence[Token], at: int) -> bool:
    """Whether the words before the word `at` say that a day is not the paper's: «née à Fès le»."""
    said: list[str] = []
    for token in reversed(tokens[:at]):
        if token.text.endswith((".", ":", ";")) and len(token.text) > 3:
            break
        said += reversed(folded(token.text).split())
    since = list(takewhile(lambda w: w not in MADE, said))
    return any(w in OF_ANOTHER for w in since)


def _placed(page: Layout, segment: Segment) -> Field | None:
    text = segment.text
    match = _PLACED.match(text)
    if match is None or _goes_on(page, segment):
        return None
    place, day = match["place"].strip(" .-"), match["day"]
    words = place.split()
    named = city_named(place) is not None and len(words) <= PLACE
    written = len(words) <= PLACE and all(w[:1].isupper() or w in ("de", "du", "la") for w in words)
    comma = "," in match["link"]
    if not (named or (written and (match["made"] or (comma and len(match["link"].strip()) > 1)))):
        return None
    if not words[0][:1].isupper() or set(folded(place).split()) & (OF_ANOTHER | MADE):
        return None
    for date in _last(find_dates(day)):
        before, after = day[: date.start].split(), day[date.end :].strip(" .)")
        if len(before) > WORDY or (after and match["made"] is None):
            return None
        start = match.start("day")
        tokens = between(segment.tokens, start + date.start, start + date.end)
        return read_in(page, tokens, date.value.isoformat(), CERTAINTY * date.certainty)
    return None


def _last(dates: Sequence[FoundDate]) -> Iterator[FoundDate]:
    if dates and len({d.value for d in dates}) == 1:
        yield max(dates, key=lambda d: d.start)


def _goes_on(page: Layout, segment: Segment) -> bool:
    """Whether a sentence of the row above goes on here: «… dans notre clinique de / Fès, le …»."""
    row = segment.tokens[0].row
    above = [r for r in page.rows if r.number < row]
    if not above:
        return False
    last = above[-1].tokens[-1]
    near = segment.box.y0 - last.box.y1 < page.letter
    return near and folded(last.text) in {"a", "de", "du", "la", "au", "nee", "ne", "et", "en"}
