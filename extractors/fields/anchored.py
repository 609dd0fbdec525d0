"""Fields found beside or below their printed labels."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.fields.captions import captions
from extractors.fields.labels import LabelHit
from extractors.fields.names import halves_told, split_name
from extractors.fields.parsing import Parsed, parse
from extractors.fields.places import below, beside, goes_on, right_of, wrapped
from extractors.fields.plausible import (
    certainty_of_a_name,
    is_common,
    may_name_a_house,
    name_of_person,
)
from extractors.fields.sections import of_the_same, section_fit, section_over, suits_section
from extractors.fields.stamps import DOCTOR, SELF_NAMED, stamped, stamps_of, under_a_doctor
from extractors.fields.wording import role_of
from extractors.layout import Layout, Token, segments
from models.documents import FieldSpec, Kind, Place
from models.geometry import Box
from models.reading import Field
from models.values.text import folded, squeezed

NAMES = frozenset({Kind.NOM, Kind.PRENOM})
STAMPED = frozenset({"medecin", "emetteur", "inpe", "etablissement"})
"""Persons and houses whose names and numbers a rubber stamp bears, and nobody else's."""
IN_A_STAMP = 0.8
"""Worth of a label inside a rubber stamp: print beside it says more surely whose it is."""
WHOLE_ROW = 0.85
"""Totals stand at the far end of their row: the first words of an amount may be that far."""
NUMBERED: Mapping[Kind, int] = {Kind.INPE: 9, Kind.ICE: 15, Kind.RIB: 24}
"""Kinds of numbers and their digits."""
PART = 4
"""Digits from which a number that is not whole is one badly read."""
RUNNING_ON = frozenset({Kind.TEXTE, Kind.MONTANT_LETTRES})
"""Kinds of values that a line's end may cut."""
HOUSES = frozenset(
    {"emetteur_nom", "etablissement_nom", "organisme_nom", "employeur", "souscripteur", "titulaire", "banque"}
)  # fmt: skip
"""Fields that hold the name of a house."""
SENTENCE = frozenset(
    {"a", "est", "ont", "sont", "était", "étaient", "sera", "qui", "que", "dont", "n'a", "s'est"}
)
"""Words that go on with a sentence after its subject."""
CUT_OFF = re.compile(r"\s*,\s*\d+$")
"""«FOLFIRI, 6» before «cycles», which is a label."""
APART = frozenset({"medecin", "conjoint", "epoux", "epouse"})
"""Roles that a label without a name never means by itself."""
IN_A_SENTENCE = 0.75
"""Worth of a label in the middle of a line of words, without a colon."""
PAIR_APART = 6.0
"""Letter heights within which the label of the given name follows that of the surname."""


@dataclass(frozen=True)
class Candidate:
    """A reading of `name`, and the words that it would use up."""

    name: str
    field: Field
    tokens: tuple[Token, ...]
    score: float
    shared: bool = False
    """Whether other fields may come from the same words («Nom et prénom»)."""


def candidates(
    page: Layout,
    specs: Mapping[str, FieldSpec],
    hits: Sequence[LabelHit],
    headings: Sequence[LabelHit],
    stops: Sequence[LabelHit],
) -> list[Candidate]:
    """All readings of the fields whose labels were hit. `headings` are section titles."""
    found: list[Candidate] = []
    stamps = stamps_of(page, stops)
    under = captions(page, stops)
    for hit in hits:
        section = section_over(hit, headings)
        names = [n for n, s in specs.items() if hit.means(n, s)]
        if hit.names is not None and hit.role is None and len(names) > 1:
            # «Nom» by itself is the doctor's or the spouse's only in their part of the paper.
            names = [
                n
                for n in names
                if role_of(n) not in APART
                or (section is not None and suits_section(n, specs[n], section))
            ]
        names = of_the_same(hit, names, hits, specs)
        alone = [
            n for n in names if specs[n].genre is Kind.NOM and _whole_name(n, specs, hit, hits)
        ]
        names += [given for n in alone if (given := given_of(n)) not in names]
        if _given_apart(hit, specs, names, stops):
            names = [n for n in names if specs[n].genre is not Kind.PRENOM]
        in_stamp = stamped(stamps, hit)
        if in_stamp:
            names = [n for n in names if n.split("_")[0] in STAMPED]
        if under_a_doctor(page, hit):
            names = [n for n in names if specs[n].genre is not Kind.INPE or role_of(n) == "medecin"]
        stands = 1.0 if _introduces(page, hit) else IN_A_SENTENCE
        for name in names:
            spec = specs[name]
            fit = 1.0 if hit.role else section_fit(name, specs, names, section)
            if fit == 0:
                continue
            fit *= stands * (IN_A_STAMP if in_stamp else 1.0)
            both = spec.genre in NAMES and any(_halves(name, other) for other in names)
            told = both and any(name in (n, given_of(n)) for n in alone)
            for place, tokens in _places(page, hit, stops, spec, under):
                candidate = _candidate(
                    page, name, spec, hit, tokens, place, fit, (both, told), stops
                )
                if candidate is not None:
                    found.append(candidate)
    return found


def unreadable(
    page: Layout,
    specs: Mapping[str, FieldSpec],
    hits: Sequence[LabelHit],
    stops: Sequence[LabelHit],
) -> frozenset[str]:
    """Fields of which the place on the paper holds a number that was not read whole.

    Another number of the same kind on the page (a doctor's stamp) is somebody else's.
    """
    found: set[str] = set()
    stamps = stamps_of(page, stops)
    for hit in hits:
        for name, spec in specs.items():
            if spec.genre not in NUMBERED or not hit.means(name, spec) or stamped(stamps, hit):
                continue
            place = right_of(page, hit, stops) or below(page, hit, stops)
            digits = sum(c.isdigit() for t in place for c in t.text)
            if PART <= digits < NUMBERED[spec.genre]:
                found.add(name)
    return frozenset(found)


def given_of(name: str) -> str:
    """The field of the given name that goes with the surname's."""
    return name.removesuffix("nom") + "prenom"


def _whole_name(
    name: str, specs: Mapping[str, FieldSpec], hit: LabelHit, hits: Sequence[LabelHit]
) -> bool:
    """Whether «Nom» asks for the whole name: no label near it asks for the given name."""
    given = given_of(name)
    if given not in specs:
        return False
    return not any(
        other.means(given, specs[given])
        and (other.row is hit.row or abs(other.box.cy - hit.box.cy) < PAIR_APART * hit.box.height)
        for other in hits
        if other is not hit
    )


def _given_apart(
    hit: LabelHit,
    specs: Mapping[str, FieldSpec],
    names: Sequence[str],
    stops: Sequence[LabelHit],
) -> bool:
    """Whether the given name of a person asked for here has a label of its own beside it."""
    given = {n for n in names if specs[n].genre is Kind.PRENOM}
    if not given or given == set(names):
        return False
    after = [s for s in stops if s.row is hit.row and s.first > hit.last]
    return bool(after) and squeezed(min(after, key=lambda s: s.first).label).startswith("prenom")


def _places(
    page: Layout,
    hit: LabelHit,
    stops: Sequence[LabelHit],
    spec: FieldSpec,
    under: Mapping[int, tuple[Token, ...]],
) -> list[tuple[Place, tuple[Token, ...]]]:
    if id(hit) in under:
        return [(Place.DESSOUS, under[id(hit)])]
    places: list[tuple[Place, tuple[Token, ...]]] = []
    if Place.DROITE in spec.ou:
        found = (
            right_of(page, hit, stops, WHOLE_ROW, WHOLE_ROW / page.letter)
            if spec.genre is Kind.MONTANT
            else right_of(page, hit, stops)
        )
        found = found or beside(page, hit, stops) or wrapped(page, hit, stops)
        places.append((Place.DROITE, found))
    if Place.DESSOUS in spec.ou or not (places and places[-1][1]):
        places.append((Place.DESSOUS, below(page, hit, stops)))
    return [(place, tokens) for place, tokens in places if tokens]


def _candidate(
    page: Layout,
    name: str,
    spec: FieldSpec,
    hit: LabelHit,
    tokens: tuple[Token, ...],
    place: Place,
    fit: float,
    halves: tuple[bool, bool],
    stops: Sequence[LabelHit],
) -> Candidate | None:
    both, only_told = halves
    if folded(hit.label) in DOCTOR and spec.genre in (Kind.NOM_COMPLET, Kind.TEXTE, Kind.NOM):
        tokens = (*hit.tokens, *tokens)
    if spec.genre is Kind.TEXTE and place is Place.DROITE and _names_itself(hit, tokens):
        tokens = (*hit.tokens, *tokens)
    if spec.genre in RUNNING_ON and place is Place.DROITE:
        tokens = (*tokens, *goes_on(page, tokens, stops, spec.genre is Kind.MONTANT_LETTRES))
    raw = " ".join(t.text for t in tokens)
    parsed = parse(spec.genre, raw, spec.motif)
    if parsed is not None:
        parsed = _plausible(name, spec.genre, parsed)
    if parsed is not None and spec.genre is Kind.TEXTE and _before_a_label(tokens, stops):
        parsed = replace(parsed, value=CUT_OFF.sub("", parsed.value))
    if parsed is None:
        return None
    if both:
        parts = split_name(parsed.value, given_first=squeezed(hit.label).startswith("prenom"))
        if parts is not None and only_told and not halves_told(parsed.value):
            parts = None
        if parts is None:
            if spec.genre is Kind.PRENOM:
                return None
        else:
            parsed = Parsed(parts[0] if spec.genre is Kind.NOM else parts[1], 0.85)
    elif spec.genre is Kind.NOM:
        parsed = Parsed(parsed.value.upper(), parsed.certainty, parsed.controle)
    used = _used(tokens, parsed, spec.genre)
    read = min(t.word.confidence for t in used)
    placed = {Place.DROITE: 0.97, Place.DESSOUS: 0.88}[place]
    confidence = read * parsed.certainty * placed * hit.quality * (0.9 + 0.1 * fit)
    near = _nearness(page, hit, used)
    score = parsed.certainty * placed * hit.quality * fit * near * (0.7 + 0.3 * read)
    score *= 1 + 0.01 * min(20, len(squeezed(hit.label)))
    return Candidate(
        name,
        Field(
            value=parsed.value,
            raw=raw,
            confidence=round(min(confidence, 0.99), 4),
            page=page.number,
            box=Box.around(t.word.box for t in used),
            how=used[0].word.how,
            controle=parsed.controle,
        ),
        used,
        score,
        shared=both,
    )


def _plausible(name: str, genre: Kind, parsed: Parsed) -> Parsed | None:
    """What of a value may be the name that is asked for."""
    if genre in NAMES:
        kept = name_of_person(parsed.value)
        return replace(parsed, value=kept) if kept is not None else None
    if genre is Kind.TEXTE and parsed.value.split()[0] in SENTENCE:
        return None  # «La maladie a été découverte»: no label
    if genre is Kind.NOM_COMPLET and name not in HOUSES:
        # «Dr Terrain», «CONDITIONS DE PRISE EN CHARGE»: words of a paper, no doctor's name.
        words = [w for w in parsed.value.split() if folded(w) not in DOCTOR]
        return parsed if any(not is_common(w) for w in words) else None
    if name in HOUSES:
        if not may_name_a_house(parsed.value):
            return None
        return replace(parsed, certainty=parsed.certainty * certainty_of_a_name(parsed.value))
    return parsed


def _before_a_label(tokens: Sequence[Token], stops: Sequence[LabelHit]) -> bool:
    """Whether the next label begins right where a value ends."""
    last = tokens[-1]
    return any(
        s.row.number == last.row
        and 0 < s.first <= len(s.row.tokens) - 1
        and s.row.tokens[s.first - 1] is last
        for s in stops
    )


def _names_itself(hit: LabelHit, tokens: Sequence[Token]) -> bool:
    """«Banque Populaire», «Clinique Al Amal»: a label without a colon that begins a name."""
    alone = len(hit.tokens) == 1 and not hit.tokens[0].text.endswith((":", "."))
    after = hit.row.tokens[hit.last + 1] if hit.last + 1 < len(hit.row.tokens) else None
    return alone and after is not None and tokens[0] is after and folded(hit.label) in SELF_NAMED


def _used(tokens: tuple[Token, ...], parsed: Parsed, kind: Kind) -> tuple[Token, ...]:
    """The words that the value came from; the others stay free for other fields."""
    if kind in (Kind.TEXTE, Kind.NOM, Kind.PRENOM, Kind.NOM_COMPLET, Kind.MONTANT_LETTRES):
        return tokens
    wanted = squeezed(parsed.value)
    kept = tuple(
        t for t in tokens if any(c.isdigit() for c in t.text) or squeezed(t.text) in wanted
    )
    return kept or tokens


def _halves(one: str, other: str) -> bool:
    """Whether two fields are the surname and the given name of one person."""
    return one != other and one.replace("prenom", "nom") == other.replace("prenom", "nom")


def _introduces(page: Layout, hit: LabelHit) -> bool:
    """Whether a label begins its run of words, or a colon or bracket follows it."""
    run = next(r for r in segments(hit.row.tokens, page.aspect) if hit.tokens[0] in r.tokens)
    if run.tokens[0] is hit.tokens[0] or hit.tokens[-1].text.rstrip().endswith((":", "°")):
        return True
    after = hit.row.tokens[hit.last + 1] if hit.last + 1 < len(hit.row.tokens) else None
    before = hit.row.tokens[hit.first - 1]
    return (after is not None and after.text.startswith(":")) or before.text.endswith(
        (",", ".", "-", ";", "|", ":")
    )


def _nearness(page: Layout, hit: LabelHit, tokens: tuple[Token, ...]) -> float:
    right = max(0.0, tokens[0].box.x0 - hit.box.x1) * page.aspect
    down = max(0.0, tokens[0].box.y0 - hit.box.y1)
    letters = (right + 2 * down) / max(page.letter, 1e-6)
    return 1 / (1 + 0.02 * letters)
