"""Fields without a label: who issues the paper, told by its letterhead."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from extractors.fields.addresses import STREETS
from extractors.fields.evidence import read_in
from extractors.fields.houses import names_a_house
from extractors.fields.issuer import named_house
from extractors.fields.labels import LabelHit
from extractors.fields.places import CIVILITIES
from extractors.fields.plausible import is_a_bank, is_common
from extractors.fields.senders import sender
from extractors.fields.witness import By, Told
from extractors.layout import Layout, Segment, Token
from models.documents import DocumentType, Kind, Place
from models.geometry import Box
from models.reading import Field
from models.reference import city_named, speciality_in
from models.reference.given_names import is_given_name
from models.values.text import folded

SPECIALITY = "medecin_specialite"
Reader = Callable[[Layout, Sequence[Segment], Sequence[LabelHit]], Field | None]
"""Of a page, the lines of its head and the labels of other fields in it."""
DOUBTFUL = 0.3
"""Certainty under which a name that a label told gives way to a house that the letterhead names."""
HEAD, FOOT = 0.3, 0.88
"""Share of the page that a letterhead may take, and from which its address may be repeated."""
LOW, LAST = 0.7, 2
"""The same for the last rows of a page printed on less than a sheet, and how many they are."""
MOSTLY = 0.5
"""Share of a line from which an answer to a label is all that it says."""
NAMED = frozenset({Kind.NOM, Kind.NOM_COMPLET, Kind.TEXTE})
PEOPLE = frozenset({Kind.NOM, Kind.PRENOM, Kind.NOM_COMPLET})
BANK = 5
"""Words of a bank's name, at most."""
BLOCK = 3.5
"""Letter heights below a doctor's name within which stamps print the speciality."""
PHARMACY = frozenset({"pharmacie", "officine", "parapharmacie"})
_IN_A_FOOT = re.compile(
    rf"\b(?:t[ée]l|cel|cit[ée]|sicap|impasse|{'|'.join(sorted(STREETS))}|b\.?\s?p)\b"
    r"|\b0\d(?:[\s.]?\d\d){4}\b",
    re.IGNORECASE,
)
"""What shows a line at the foot to be the address of whose paper it is."""
_DATED = re.compile(r"^([^\W\d][^\d,]{2,30}?)\s*,?\s*(?:le|date)\b\s*:?\s*\d", re.IGNORECASE)
"""«Settat, le 15/11/2025»: where and when a letter was written."""
_ADDRESS = re.compile(rf"\d.*(?:,|\s-\s)|{_IN_A_FOOT.pattern}", re.IGNORECASE)
"""What shows that a house's line goes on with its address."""
_SPECIALIST = re.compile(r"\w{4,}(?:ologue|ologie|ologiste|iatre|iatrie|iste)\b", re.IGNORECASE)
_DOCTOR = re.compile(r"^(?:dr|docteur|pr|professeur)\b[\s.:]*(.+)$", re.IGNORECASE)
_TORN = re.compile(r"^[DP]\.?\s+([A-ZÀ-Þ][a-zà-ÿ-]+)\s+((?:[A-ZÀ-Þ'’-]{2,}\s?){1,3})$")


def read_letterhead(
    page: Layout,
    kind: DocumentType,
    labels: Sequence[LabelHit] = (),
    answers: Sequence[Box] = (),
) -> dict[str, Field]:
    """Fields with the place `entete` that the head of the first page tells; what it holds as
    `labels` of other fields («Société contractante») names nobody, nor what `answers` other labels
    («Entreprise : Ministère …»)."""
    head = [s for s in page.segments if s.box.cy <= HEAD and not _answers(s, answers)]
    found: dict[str, Field] = {}
    for name, spec in kind.fields.items():
        if Place.ENTETE not in spec.ou or spec.genre in (Kind.CHOIX, Kind.BOOLEEN):
            continue
        others = [h for h in labels if not h.means(name, spec)]
        field = _reader(name, spec.genre)(page, head, others)
        if field is not None:
            found[name] = field
    return found


def better_named(field: Field, told: Told, head: Field) -> bool:
    """Whether the letterhead names a house where a label or a sentence found what is no name: words
    of forms («Régisseur soussigné»), or what stands below it (the stamp under «Le praticien»)."""
    if not names_a_house(folded(head.value).split()):
        return False
    if field.confidence < DOUBTFUL:
        return True
    words = folded(field.value).split()
    if _DOCTOR.match(field.value) and PHARMACY & set(folded(head.value).split()[:2]):
        return True  # «Docteur en pharmacie : Dr …» keeps the pharmacy that the letterhead names
    if names_a_house(words) or _DOCTOR.match(field.value):
        return False
    common = all(is_common(w) or not w.isalpha() for w in words)
    below = told.by is By.ETIQUETTE and told.place is Place.DESSOUS
    return below or (common and told.by in (By.ETIQUETTE, By.PHRASE))


def _reader(name: str, kind: Kind) -> Reader:
    special: Mapping[str, Reader] = {
        "medecin_nom": _doctor,
        SPECIALITY: _speciality,
        "banque": _bank,
    }
    if name in special:
        return special[name]
    if name.startswith("assure_") and kind in PEOPLE:
        return lambda page, head, labels: sender(page, head, kind)
    return _city if name.endswith("ville") else _issuer if kind in NAMED else _told


def _answers(segment: Segment, answers: Sequence[Box]) -> bool:
    """Whether a line is mostly what answers a label."""
    place = Box.around(t.word.box for t in segment.tokens)  # of the page as it lies, as answers
    return any(place.intersection(box) > MOSTLY * place.area for box in answers)


def _issuer(page: Layout, head: Sequence[Segment], labels: Sequence[LabelHit]) -> Field | None:
    """The house that the head names, else the doctor."""
    return named_house(page, head, labels) or _doctor(page, head, labels)


def _bank(page: Layout, head: Sequence[Segment], labels: Sequence[LabelHit]) -> Field | None:
    """The first line of the head that names a bank."""
    for segment in head:
        if is_a_bank(segment.text) and len(segment.tokens) <= BANK and segment.text[0].isupper():
            return read_in(page, segment.tokens, segment.text.strip(" .:-"), 0.75)
    return _issuer(page, head, labels)


def _doctor(page: Layout, head: Sequence[Segment], labels: Sequence[LabelHit]) -> Field | None:
    for segment in head:
        match = _DOCTOR.match(segment.text.strip())
        if match is None:
            continue
        name = re.split(r"[,;:|]|\s-\s", segment.text.strip())[0].strip(" .")
        if sum(c.isalpha() for c in name) >= 6 and not any(c.isdigit() for c in name):
            return read_in(page, segment.tokens, name, 0.85)
    return _torn_doctor(page, head)


def _torn_doctor(page: Layout, head: Sequence[Segment]) -> Field | None:
    """The name in the first line of the head, of whose «Dr» one letter was read: «D Amine MIKOU»."""
    for segment in head[:1]:
        match = _TORN.match(segment.text.strip())
        if match is not None and is_given_name(match.group(1)):
            name = f"Dr {match.group(1)} {match.group(2)}"
            doubt = f"Lu « {segment.text} », le titre complété."
            return read_in(page, segment.tokens, name, 0.6, segment.text, doubt)
    return None


def _speciality(page: Layout, head: Sequence[Segment], labels: Sequence[LabelHit]) -> Field | None:
    for segment in head:
        named = speciality_in(segment.text)
        short = len(segment.tokens) <= 4
        if named is not None or (short and _SPECIALIST.search(segment.text)):
            whole = segment.text.strip(" .:-") if short or named is None else named
            return read_in(page, segment.tokens, whole, 0.8)
    return None


def beside_the_doctor(
    page: Layout, kind: DocumentType, fields: Mapping[str, Field]
) -> dict[str, Field]:
    """The speciality on the row of the doctor's name or in the lines below it, whatever its label."""
    doctor = fields.get("medecin_nom")
    if SPECIALITY not in kind.fields or SPECIALITY in fields or doctor is None:
        return {}
    if doctor.box is None or doctor.page != page.number:
        return {}
    for segment in page.segments:
        place = Box.around(t.word.box for t in segment.tokens)
        below = place.cy - doctor.box.cy
        under = (
            below < BLOCK * page.letter and place.x0 < doctor.box.x1 and place.x1 > doctor.box.x0
        )
        known = (
            speciality_in(segment.text)
            if abs(below) < page.letter or (under and below > 0)
            else None
        )
        if known is not None:
            return {SPECIALITY: read_in(page, segment.tokens, known, 0.75)}
    return {}


def _addresses_a_person(segment: Segment) -> bool:
    """Whether a line begins with a civility or a title: «M./Mme AIT BAHA Ayoub» names no city."""
    first = folded(segment.text).split()[:1]
    return first != [] and (first[0] in CIVILITIES or _DOCTOR.match(segment.text) is not None)


def _city(page: Layout, head: Sequence[Segment], labels: Sequence[LabelHit]) -> Field | None:
    """The city where the head is dated, else the last that its addresses name, else that of the
    address at the foot, and at last that of a house's name («Clinique Oued Fès»), which may stand
    anywhere."""
    upwards = [s for s in reversed(head) if _ADDRESS.search(s.text) or not _addresses_a_person(s)]
    last = page.rows[-LAST:]
    foot = [
        s
        for s in page.segments
        if (s.box.cy > FOOT or (s.box.cy > LOW and any(s.tokens[0] in r.tokens for r in last)))
        and _IN_A_FOOT.search(s.text)
    ]
    for segment in upwards:
        dated = _DATED.match(segment.text.strip())
        city = city_named(dated.group(1)) if dated is not None else None
        if city is not None:
            return read_in(page, _naming(segment, city), city, 0.8)
    names = [s for s in upwards if names_a_house(folded(s.text).split())]
    for segment in (*(s for s in upwards if s not in names), *foot, *names):
        city = city_named(segment.text)
        if city is not None:
            only = segment in names and not _ADDRESS.search(segment.text)
            doubt = (
                "Ville tirée du nom de l'établissement, qui peut être ailleurs." if only else None
            )
            certainty = 0.5 if only else 0.8
            return read_in(page, _naming(segment, city), city, certainty, controle=doubt)
    return None


def _naming(segment: Segment, city: str) -> Sequence[Token]:
    """The words of a line that name the city: what else stands there is other fields'."""
    words = set(folded(city).split())
    return [t for t in segment.tokens if words & set(folded(t.text).split())] or segment.tokens


def _told(page: Layout, head: Sequence[Segment], labels: Sequence[LabelHit]) -> Field | None:
    """Numbers and dates of a letterhead are told by labels, not by their place."""
    return None
