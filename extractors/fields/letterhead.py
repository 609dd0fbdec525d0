"""Fields without a label: who issues the paper, told by its letterhead."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from extractors.fields.evidence import read_in
from extractors.fields.houses import (
    ACRONYMS,
    COMMONPLACE,
    SMALL,
    names_a_house,
    with_its_capital,
)
from extractors.fields.labels import LabelHit
from extractors.fields.plausible import is_common
from extractors.fields.witness import By, Told
from extractors.layout import Layout, Segment, Token
from models.documents import DocumentType, FieldSpec, Kind, Place
from models.geometry import Box
from models.reading import Field
from models.reference import city_named, speciality_in
from models.reference.given_names import is_given_name
from models.values.text import folded

SPECIALITY = "medecin_specialite"
Reader = Callable[[Layout, FieldSpec, Sequence[LabelHit]], Field | None]
HEAD, FOOT = 0.3, 0.88
"""Share of the page that a letterhead may take, and from which its address may be repeated."""
LOW, LAST = 0.7, 2
"""The same for the last rows of a page printed on less than a sheet, and how many they are."""
NAMED = frozenset({Kind.NOM, Kind.NOM_COMPLET, Kind.TEXTE})
BLOCK = 3.5
"""Letter heights below a doctor's name within which stamps print the speciality."""
SMALLER = 0.6
"""Share of the width of a name's letters below which what follows in small print describes it."""
PARTING = frozenset("-–—|·•")
"""What stands between the parts of a line of a letterhead."""
_IN_A_FOOT = re.compile(
    r"\b(?:t[ée]l|cel|rue|avenue|av|bd|boulevard|place|route|km|quartier|hay|lot|cit[ée]|sicap"
    r"|villa|immeuble|b\.?\s?p)\b|\b0\d(?:[\s.]?\d\d){4}\b",
    re.IGNORECASE,
)
"""What shows a line at the foot to be the address of whose paper it is."""
_DATED = re.compile(r"^([^\W\d][^\d,]{2,30}?)\s*,?\s*(?:le|date)\b\s*:?\s*\d", re.IGNORECASE)
"""«Settat, le 15/11/2025»: where and when a letter was written."""
_ADDRESS = re.compile(rf"\d.*(?:,|\s-\s)|{_IN_A_FOOT.pattern}", re.IGNORECASE)
"""What shows that a house's line goes on with its address."""
AUTHORITY, OVER = frozenset({"ministere", "prefecture", "province"}), 2.0
"""What stands over the house that issues a paper, and by how much less (in letter heights) it is one."""
ARRIVAL = frozenset(
    {
        "bureau d ordre",
        "bureau dordre",
        "courrier",
        "courrier arrive",
        "courrier arrivee",
        "arrivee",
    }
)
"""What arrival stamps bear in words."""
APART = 0.25
"""Share of the page width from which a name at the right of a title is a column of its own."""
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
    found: dict[str, Field] = {}
    for name, spec in kind.fields.items():
        if Place.ENTETE not in spec.ou or spec.genre in (Kind.CHOIX, Kind.BOOLEEN):
            continue
        others = [h for h in labels if not h.means(name, spec)]
        reader = _reader(name, spec.genre)
        found_here = (
            _house(page, spec, others, answers) if reader is _house else reader(page, spec, others)
        )
        if found_here is not None:
            found[name] = found_here
    return found


def better_named(field: Field, told: Told, head: Field) -> bool:
    """Whether the letterhead names a house where a label or a sentence found what is no name: words
    of forms («Régisseur soussigné»), or what stands below it (the stamp under «Le praticien»)."""
    if not names_a_house(folded(head.value).split()):
        return False
    words = folded(field.value).split()
    if names_a_house(words) or _DOCTOR.match(field.value):
        return False
    common = all(is_common(w) or not w.isalpha() for w in words)
    below = told.by is By.ETIQUETTE and told.place is Place.DESSOUS
    return below or (common and told.by in (By.ETIQUETTE, By.PHRASE))


def _reader(name: str, kind: Kind) -> Reader:
    special: Mapping[str, Reader] = {
        "medecin_nom": _doctor,
        SPECIALITY: _speciality,
    }
    if name in special:
        return special[name]
    return _city if name.endswith("ville") else _house if kind in NAMED else _told


def _head(page: Layout) -> list[Segment]:
    return [s for s in page.segments if s.box.cy <= HEAD]


def _doctor(page: Layout, spec: FieldSpec, labels: Sequence[LabelHit]) -> Field | None:
    for segment in _head(page):
        match = _DOCTOR.match(segment.text.strip())
        if match is None:
            continue
        name = re.split(r"[,;:|]|\s-\s", segment.text.strip())[0].strip(" .")
        if sum(c.isalpha() for c in name) >= 6 and not any(c.isdigit() for c in name):
            return read_in(page, segment.tokens, name, 0.85)
    return _torn_doctor(page)


def _torn_doctor(page: Layout) -> Field | None:
    """The name in the first line of the head, of whose «Dr» one letter was read: «D Amine MIKOU»."""
    for segment in page.segments[:1]:
        match = _TORN.match(segment.text.strip())
        if match is not None and is_given_name(match.group(1)):
            name = f"Dr {match.group(1)} {match.group(2)}"
            return read_in(page, segment.tokens, name, 0.6, segment.text)
    return None


def _speciality(page: Layout, spec: FieldSpec, labels: Sequence[LabelHit]) -> Field | None:
    for segment in _head(page):
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


def _labels(segment: Segment, labels: Sequence[LabelHit]) -> bool:
    """Whether every word of a line belongs to labels."""
    own = {id(t) for hit in labels for t in hit.tokens}
    return all(id(t) in own for t in segment.tokens if any(c.isalnum() for c in t.text))


def _city(page: Layout, spec: FieldSpec, labels: Sequence[LabelHit]) -> Field | None:
    """The city where the head is dated, else the last that its addresses name, else that of the
    address at the foot, and at last that of a house's name («Clinique Oued Fès»), which may stand
    anywhere."""
    head = list(reversed(_head(page)))
    last = page.rows[-LAST:]
    foot = [
        s
        for s in page.segments
        if (s.box.cy > FOOT or (s.box.cy > LOW and any(s.tokens[0] in r.tokens for r in last)))
        and _IN_A_FOOT.search(s.text)
    ]
    for segment in head:
        dated = _DATED.match(segment.text.strip())
        city = city_named(dated.group(1)) if dated is not None else None
        if city is not None:
            return read_in(page, segment.tokens, city, 0.8)
    names = [s for s in head if names_a_house(folded(s.text).split())]
    for segment in (*(s for s in head if s not in names), *foot, *names):
        city = city_named(segment.text)
        if city is not None:
            only = segment in names and not _ADDRESS.search(segment.text)
            doubt = (
                "Ville tirée du nom de l'établissement, qui peut être ailleurs." if only else None
            )
            return read_in(page, segment.tokens, city, 0.5 if only else 0.8, controle=doubt)
    return None


def _told(page: Layout, spec: FieldSpec, labels: Sequence[LabelHit]) -> Field | None:
    """Numbers and dates of a letterhead are told by labels, not by their place."""
    return None


def _house(
    page: Layout, spec: FieldSpec, labels: Sequence[LabelHit], answers: Sequence[Box] = ()
) -> Field | None:
    """The largest print of the head that names a house of some kind."""
    best: tuple[float, Segment] | None = None
    for segment in map(_named_part, map(_in_one_print, map(_unstamped, _head(page)))):
        words = folded(segment.text).split()
        if not names_a_house(words) or len(segment.tokens) > 9 or _labels(segment, labels):
            continue
        place = Box.around(t.word.box for t in segment.tokens)  # of the page as it lies, as answers
        if any(place.intersection(box) > 0.5 * box.area for box in answers):
            continue
        worth = (
            segment.box.height / page.letter
            - 2 * segment.box.cy
            - (OVER if words[0] in AUTHORITY else 0)
        )
        if len(words) == 1:
            alone = words[0] in ACRONYMS and _begins_its_row(page, segment)
            segment = segment if alone else _completed(page, segment)
            if len(segment.tokens) == 1 and not alone:
                continue  # «FACTURE PHARMACIE» on two lines, the kind of the paper; «Organisme … CNOPS»
        if best is None or worth > best[0]:
            best = (worth, segment)
    if best is None:
        return _doctor(page, spec, labels)
    segment = best[1]
    name = _without_its_city(re.split(r"\s*[①②③④⑤⑥]", segment.text)[0]).strip(" .:-–—|·•")
    whole = with_its_capital(name)
    certainty = 0.75 if whole == name else 0.5
    return read_in(page, segment.tokens, whole, certainty, name)


def _unstamped(segment: Segment) -> Segment:
    """A line without the words of an arrival stamp before it: «BUREAU D'ORDRE Compagnie Atlas»."""
    said, end = "", 0
    for index, token in enumerate(segment.tokens[:-1]):
        said = f"{said} {folded(token.text)}".strip()
        if said in ARRIVAL:
            end = index + 1
    return Segment(segment.tokens[end:])


def _named_part(segment: Segment) -> Segment:
    """The name of a line that says more: «demande de remboursement – CNOPS», «Assurances Al Amane
    · assurance groupe maladie», «Clinique Arrazi - 19, rue 9 - Salé», «B PMAS» with the letter of
    an emblem."""
    parts: list[list[Token]] = [[]]
    for token in segment.tokens:
        if token.text in PARTING:
            parts.append([])
        else:
            parts[-1].append(token)
            if token.text.endswith(("·", "•")):
                parts.append([])
    named = [p for p in parts if not all(_says_nothing(t.text) for t in p)]
    address = len(named) > 1 and any(p[0].text[0].isdigit() for p in named[1:])
    tokens = named[0] if len(named) == 1 or address else list(segment.tokens)
    emblem = len(tokens) > 1 and len(tokens[0].text) == 1 and tokens[0].text.isupper()
    return Segment(tuple(tokens[1:] if emblem else tokens))


def _says_nothing(word: str) -> bool:
    plain = folded(word).split()
    return all(w in COMMONPLACE or w in SMALL or is_common(w) for w in plain)


def _in_one_print(segment: Segment) -> Segment:
    """A name without what smaller print adds to it: «ATLAS ASSUR société d'assurances»."""
    tokens = segment.tokens
    large = _print(tokens[0])
    end = next((i for i, t in enumerate(tokens) if i and _small_print(t, large)), len(tokens))
    return Segment(tokens[:end])


def _print(token: Token) -> float:
    """Width of a letter: readers give all words of a line one height."""
    return token.box.width / len(token.text)


def _small_print(token: Token, large: float) -> bool:
    plain = token.text.islower() and len(token.text) > 2 and folded(token.text) not in SMALL
    return plain and _print(token) < SMALLER * large


def _without_its_city(name: str) -> str:
    """«IPM Teranga — Dakar» without the city that a dash parts from it."""
    parts = re.split(r"\s+[-–—]\s+", name)
    last = city_named(parts[-1])
    apart = len(parts) > 1 and last is not None and folded(last) == folded(parts[-1])
    return " - ".join(parts[:-1]) if apart else name


def _begins_its_row(page: Layout, segment: Segment) -> bool:
    """Whether nothing stands near before it on its row: a title far off does not matter."""
    return not any(
        segment.box.x0 - APART <= other.box.x1 <= segment.box.x0
        and other.box.y0 < segment.box.cy < other.box.y1
        for other in page.segments
    )


def _completed(page: Layout, segment: Segment) -> Segment:
    """«PHARMACIE» alone on its line, with the name in the same large print below it."""
    for below in _head(page):
        if names_a_house(folded(below.text).split()):
            continue
        gap = below.box.y0 - segment.box.y1
        aligned = abs(below.box.cx - segment.box.cx) < 0.15
        similar = below.box.height >= 0.7 * segment.box.height
        plain = [t for t in below.tokens if not is_common(t.text) and t.text.isalpha()]
        if 0 <= gap < 1.2 * segment.box.height and aligned and similar and plain:
            return Segment((*segment.tokens, *below.tokens))
    return segment
