"""Which fields of the type a label asks for, by what it says and where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from extractors.fields.days import OWN, of_another_day
from extractors.fields.labels import LabelHit
from extractors.fields.meant import role_of
from extractors.fields.sections import (
    in_turn,
    of_the_same,
    section_fit,
    section_over,
    suits_section,
)
from extractors.fields.stamps import stamped, stamps_of, under_a_doctor, under_an_arrival
from extractors.fields.understood import LINKS
from extractors.layout import Layout, segments
from models.documents import FieldSpec, Kind
from models.geometry import Box
from models.values.text import folded, squeezed

NAMES = frozenset({Kind.NOM, Kind.PRENOM})
ARRIVING = frozenset({Kind.DATE, Kind.IDENTIFIANT, Kind.ENTIER})
"""Kinds of values that arrival stamps bear too."""
STAMPED = frozenset({"medecin", "emetteur", "inpe", "etablissement"})
"""Persons and houses whose names and numbers a rubber stamp bears, and nobody else's."""
IN_A_STAMP = 0.8
"""Worth of a label inside a rubber stamp: print beside it says more surely whose it is."""
DOCTOR = "medecin"
APART = frozenset({DOCTOR, "conjoint", "epoux", "epouse"})
"""Roles that a label without a name never means by itself."""
IN_A_SENTENCE = 0.75
"""Worth of a label in the middle of a line of words, without a colon."""
PLACE = "lieu_naissance"
MADE = "fait"
"""What papers say of their own place and day: «Fait à …, le …»."""
SENTENCE = 5
"""Words of a row from which it may be of a sentence."""
FULL = 0.85
"""Share of the width of the text from which a row is full, and its sentence may go on below."""
PAIR_APART = 6.0
"""Letter heights within which the label of the given name follows that of the surname."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A field that a label asks for. `fit` 0..1: how surely this one."""

    name: str
    fit: float
    both: bool
    """Whether surname and given name are asked for together."""
    told: bool
    """Whether only the words themselves can part the two."""


def asked_by(
    page: Layout,
    hit: LabelHit,
    specs: Mapping[str, FieldSpec],
    hits: Sequence[LabelHit],
    headings: Sequence[LabelHit],
    stops: Sequence[LabelHit],
    stamps: Sequence[Box],
    before: Set[str] = frozenset(),
) -> list[Asked]:
    """What the label `hit` asks for; `hits` are all labels of fields, `stops` all labels, `before`
    the fields that earlier pages ask for."""
    section = section_over(hit, headings)
    meant = names = [n for n, s in specs.items() if hit.means(n, s)]
    if any(specs[n].genre in ARRIVING for n in names) and under_an_arrival(page, hit):
        return []
    names = _born(hit, specs, stops) or names
    if section is None and hit.role is None:
        names = _not_asked(names, before)
    if hit.names is not None and hit.role is None and len(names) > 1:
        # «Nom» by itself is the doctor's or the spouse's only in their part of the paper.
        names = [
            n
            for n in names
            if role_of(n) not in APART
            or (section is not None and suits_section(n, specs[n], section))
        ]
    names = of_the_same(hit, names, hits, specs, section)
    alone = [
        n
        for n in names
        if specs[n].genre is Kind.NOM
        and not (given_of(n) in names and _says_both(hit))
        and _whole_name(n, specs, hit, hits)
    ]
    names += [given for n in alone if (given := given_of(n)) not in names]
    if _given_apart(hit, specs, names, stops):
        names = [n for n in names if specs[n].genre is not Kind.PRENOM]
    in_stamp = stamped(stamps, hit)
    if in_stamp:
        names = [n for n in names if n.split("_")[0] in STAMPED]
    if under_a_doctor(page, hit):
        names = [n for n in names if specs[n].genre is not Kind.INPE or role_of(n) == "medecin"]
    if folded(hit.label) in LINKS and of_another_day(hit.row.tokens, hit.first):
        names = [n for n in names if n not in OWN]  # «depuis le 3 novembre»
    stands = 1.0 if _introduces(page, hit) else IN_A_SENTENCE
    found: list[Asked] = []
    for name in names:
        fit = 1.0 if hit.role else section_fit(name, specs, names, section)
        if fit == 0:
            continue
        if section is None and hit.role is None and name in meant:
            fit *= in_turn(name, meant, hit, hits, specs)
        both = specs[name].genre in NAMES and any(_halves(name, other) for other in names)
        told = both and any(name in (n, given_of(n)) for n in alone)
        found.append(Asked(name, fit * stands * (IN_A_STAMP if in_stamp else 1.0), both, told))
    return found


def fields_asked(
    page: Layout,
    specs: Mapping[str, FieldSpec],
    hits: Sequence[LabelHit],
    headings: Sequence[LabelHit],
    stops: Sequence[LabelHit],
) -> frozenset[str]:
    """Fields that the labels of a page ask for under the heading of their person."""
    stamps = stamps_of(page, stops)
    return frozenset(
        asked.name
        for hit in hits
        if section_over(hit, headings) is not None
        for asked in asked_by(page, hit, specs, hits, headings, stops, stamps)
        if asked.fit == 1
    )


def _born(hit: LabelHit, specs: Mapping[str, FieldSpec], stops: Sequence[LabelHit]) -> list[str]:
    """The dates of birth that «Date … et lieu de naissance …» asks for, its blank in between."""
    if folded(hit.label) != "date":
        return []
    after = [s for s in stops if s.row is hit.row and s.first > hit.last]
    beside = min(after, key=lambda s: s.first, default=None)
    if beside is None or folded(beside.row.tokens[beside.first - 1].text) != "et":
        return []
    places = [n for n, s in specs.items() if n.endswith(PLACE) and beside.means(n, s)]
    dates = [n.removesuffix(PLACE) + "date_naissance" for n in places]
    return [n for n in dates if n in specs]


def _not_asked(names: Sequence[str], before: Set[str]) -> list[str]:
    """The fields without those of a person of whom an earlier page asks the same: the «Né(e) le»
    of a next page, under no heading, is the spouse's."""
    asked = {role_of(n) for n in names if n in before}
    others = [n for n in names if role_of(n) not in {*asked, DOCTOR}]
    return others if asked and others else list(names)


def given_of(name: str) -> str:
    """The field of the given name that goes with the surname's."""
    return name.removesuffix("nom") + "prenom"


def _says_both(hit: LabelHit) -> bool:
    """Whether a label itself asks for given name and surname, and so says their order."""
    words = folded(" ".join(t.text for t in hit.tokens)).split()
    return any(w.startswith("prenom") for w in words) and any(w.startswith("nom") for w in words)


def _halves(one: str, other: str) -> bool:
    """Whether two fields are the surname and the given name of one person."""
    return one != other and one.replace("prenom", "nom") == other.replace("prenom", "nom")


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


def _introduces(page: Layout, hit: LabelHit) -> bool:
    """Whether a label begins its run of words, or a colon or bracket follows it."""
    run = next(r for r in segments(hit.row.tokens, page.aspect) if hit.tokens[0] in r.tokens)
    linking = folded(hit.label) in LINKS
    if run.tokens[0] is hit.tokens[0]:
        return not (linking and _goes_on(page, hit))
    if linking:
        # «À régler avant le :» asks for something else than «Le :», «Fait à Rabat, le» does not.
        return folded(hit.row.tokens[0].text) == MADE
    if hit.tokens[-1].text.rstrip().endswith((":", "°")):
        return True
    after = hit.row.tokens[hit.last + 1] if hit.last + 1 < len(hit.row.tokens) else None
    before = hit.row.tokens[hit.first - 1]
    return (after is not None and after.text.startswith(":")) or before.text.endswith(
        (",", ".", "-", ";", "|", ":", "/")
    )


def _goes_on(page: Layout, hit: LabelHit) -> bool:
    """Whether the row of a small word goes on with the sentence of the row above: «devant être
    hospitalisé(e) / le 14/10/2025 pour …»."""
    above = [r for r in page.rows if r.number < hit.row.number]
    if not above or hit.row.tokens[0] is not hit.tokens[0]:
        return False
    last = above[-1].tokens[-1]
    full = last.box.x1 > FULL * max(t.box.x1 for t in page.tokens)
    near = hit.box.y0 - last.box.y1 < page.letter
    begun = len(above[-1].tokens) > SENTENCE and last.text[-1] not in ".:;…"
    return full and near and begun and hit.tokens[0].text.islower()
