"""What stands beside a label, as a reading of the field that the label asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.fields.asked import NAMES, Asked
from extractors.fields.houses import names_a_house
from extractors.fields.illnesses import without_article
from extractors.fields.labels import LabelHit, announces
from extractors.fields.names import halves_told, split_name
from extractors.fields.parsed import Parsed
from extractors.fields.parsing import parse
from extractors.fields.people import DOCTOR
from extractors.fields.places import goes_on
from extractors.fields.plausible import plausible
from extractors.fields.stamps import SELF_NAMED
from extractors.fields.understood import LINKS
from extractors.fields.witness import By, Told
from extractors.layout import Layout, Token
from models.documents import FieldSpec, Kind, Place
from models.geometry import Box
from models.reading import Field
from models.reference.given_names import is_given_name
from models.values.text import folded, squeezed

RUNNING_ON = frozenset({Kind.TEXTE, Kind.MONTANT_LETTRES})
"""Kinds of values that a line's end may cut."""
WORDED = NAMES | RUNNING_ON | {Kind.NOM_COMPLET}
"""Kinds whose values are all the words that stand there."""
_NO_NAME = re.compile(r"^[/|(]|\d{4}")
_AGE = re.compile(r"(?:âgée?|agee?|\d{1,3}\s?(?:(?:ans?|mois)\b|a\.))", re.IGNORECASE)
INTRODUCING = frozenset({
    "l enfant", "enfant", "nomme", "nommee", "bebe", "jeune", "le", "la", "patient", "patiente", "dit", "ledit", "ladite",
})  # fmt: skip
"""Words that may stand before a name: «l'enfant ALAMI Wassim», «le nommé ALAMI»."""
_NUMBERS = re.compile(r"[°:]$|^\w{1,4}\.$")
"""What stands before a number: «n°», «Imm.»."""
HOUSE_WORDS = 3
"""First words of what should be a person's name that show it to be a house's."""
ILLNESSES = frozenset({"affection", "maladie", "diagnostic", "nature_maladie"})
"""Fields that name an illness: «Suivie pour : un carcinome …» is a carcinome."""
CUT_OFF = re.compile(r"\s*,\s*\d+$")
"""«FOLFIRI, 6» before «cycles», which is a label."""
LEADERS = re.compile(r"(?<!\S)[.…]+(?=\w)|[.…]{2,}(?=\s|$)|(?<=\w)[.…]{2,}(?=\w)")
"""Dots of a printed line, beside the words that a hand wrote over them."""
HALF_ONLY = 0.4
"""What is left of a surname's certainty where both names are asked for and a given one is read."""
PLACED = {Place.DROITE: 0.97, Place.DESSOUS: 0.88}
"""How sure a value is of its label, by where it stands."""


@dataclass(frozen=True)
class Candidate:
    """A reading of `name`, and the words that it would use up."""

    name: str
    field: Field
    tokens: tuple[Token, ...]
    score: float
    told: Told
    shared: bool = False
    """Whether other fields may come from the same words («Nom et prénom»)."""
    label: str = ""


def candidate(
    page: Layout,
    asked: Asked,
    spec: FieldSpec,
    hit: LabelHit,
    tokens: tuple[Token, ...],
    place: Place,
    stops: Sequence[LabelHit],
) -> Candidate | None:
    """The reading that `tokens` give, `None` when they cannot be what is asked for."""
    tokens = _whole(page, spec, hit, tokens, place, stops)
    if spec.genre in NAMES:
        tokens = _named(tokens)
        if names_a_house(folded(" ".join(t.text for t in tokens[:HOUSE_WORDS])).split()):
            return None  # «Débiteur : Atlanta Assurances»
    raw = " ".join(t.text for t in tokens)
    parsed = parse(spec.genre, _off_its_line(raw, spec.genre), spec.motif)
    if parsed is not None:
        parsed = plausible(asked.name, spec.genre, parsed)
    if parsed is not None and spec.genre is Kind.TEXTE and _before_a_label(tokens, stops):
        parsed = replace(parsed, value=CUT_OFF.sub("", parsed.value))
    if parsed is not None and asked.name in ILLNESSES and _of_a_name(hit, tokens):
        parsed = replace(parsed, value=f"{hit.tokens[-1].text} {parsed.value}")
    elif parsed is not None and asked.name in ILLNESSES:
        parsed = replace(parsed, value=without_article(parsed.value))
    if parsed is not None and asked.both:
        parsed = _half(parsed, spec, hit, asked)
    elif parsed is not None and spec.genre is Kind.NOM:
        parsed = replace(parsed, value=parsed.value.upper())
    if parsed is None:
        return None
    used = _used(tokens, parsed, spec.genre)
    read = min(t.word.confidence for t in used)
    confidence = read * parsed.certainty * PLACED[place] * hit.quality * (0.9 + 0.1 * asked.fit)
    score = parsed.certainty * PLACED[place] * hit.quality * asked.fit * (0.7 + 0.3 * read)
    near = _nearness(page, hit, used)
    told = Told(By.ETIQUETTE, place, hit.quality * asked.fit, near, read, len(hit.tokens))
    score *= near * (1 + 0.01 * min(20, len(squeezed(hit.label))))
    field = Field(
        value=parsed.value,
        raw=raw,
        confidence=round(min(confidence, 0.99), 4),
        page=page.number,
        box=Box.around(t.word.box for t in used),
        how=used[0].word.how,
        controle=parsed.controle,
    )
    return Candidate(asked.name, field, used, score, told, asked.both, hit.label)


def _of_a_name(hit: LabelHit, tokens: Sequence[Token]) -> bool:
    """Whether a label is the first word of an illness: «Maladie de Crohn»."""
    alone = folded(hit.tokens[-1].text) in {"maladie", "syndrome"} and not announces(
        hit.row, hit.last
    )
    of = len(tokens) > 1 and tokens[0].text in ("de", "des") and tokens[1].text[0].isupper()
    elided = bool(re.match(r"d['’][A-ZÀ-Þ]", tokens[0].text))
    return alone and tokens[0] in hit.row.tokens and (of or elided)


def _off_its_line(raw: str, kind: Kind) -> str:
    """Words without the dots of the line that they are written on: «.5 .200,.00..», «.Hay .Riad.»."""
    if not LEADERS.search(raw):
        return raw
    plain = LEADERS.sub("", raw)
    parted = (kind is Kind.DATE and "/" in plain) or (kind is Kind.MONTANT and "," in plain)
    return plain.replace(".", "") if parted else plain


def _whole(
    page: Layout,
    spec: FieldSpec,
    hit: LabelHit,
    tokens: tuple[Token, ...],
    place: Place,
    stops: Sequence[LabelHit],
) -> tuple[Token, ...]:
    """The words with a label that is part of the value, and with what the next line adds."""
    if spec.genre in (Kind.NOM_COMPLET, Kind.TEXTE, Kind.NOM):
        tokens = (*_title(hit), *tokens)
    if place is not Place.DROITE:
        return tokens
    if spec.genre is Kind.TEXTE and _names_itself(hit, tokens):
        tokens = (*hit.tokens, *tokens)
    if spec.genre in RUNNING_ON:
        tokens = (*tokens, *goes_on(page, tokens, stops, spec.genre is Kind.MONTANT_LETTRES))
    return tokens


def _title(hit: LabelHit) -> tuple[Token, ...]:
    """A doctor's title that is a label, or ends one: «Je soussigné(e), Dr», not «Nom du docteur»."""
    if folded(hit.label) in DOCTOR:
        return hit.tokens
    *before, last = hit.tokens
    asked = announces(hit.row, hit.last) or (before and folded(before[-1].text) in LINKS)
    return () if asked or folded(last.text) not in DOCTOR else (last,)


def _named(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words of a name, without the number of its file before it («4512 - BENNANI Salma») and
    what a slash, a bracket, a number or an age adds behind it: «HAKIMI Soufiane / Imm. 622587928»,
    «TRAORÉ Solange (400854980)», «BENNANI Salma 45 ans»."""
    begin = next((i for i, t in enumerate(tokens) if any(c.isalpha() for c in t.text)), 0)
    if any(c.isdigit() for t in tokens[:begin] for c in t.text):
        tokens = tokens[begin:]
    while len(tokens) > 1 and folded(tokens[0].text) in INTRODUCING:
        tokens = tokens[1:]
    ages = (i for i in range(1, len(tokens)) if _AGE.match(" ".join(t.text for t in tokens[i:])))
    ends = (i for i, t in enumerate(tokens) if i and _NO_NAME.search(t.text))
    end = min(next(ends, len(tokens)), next(ages, len(tokens)))
    while end < len(tokens) and end > 1 and _NUMBERS.search(tokens[end - 1].text):
        end -= 1
    return tokens[:end]


def _half(parsed: Parsed, spec: FieldSpec, hit: LabelHit, asked: Asked) -> Parsed | None:
    """Surname or given name of a name written whole; a surname may stand alone."""
    parts = split_name(parsed.value, given_first=_given_first(hit))
    if parts is not None and asked.told and not halves_told(parsed.value):
        parts = None
    if parts is None:
        if spec.genre is not Kind.NOM:
            return None
        doubt = HALF_ONLY if is_given_name(parsed.value) else 1.0
        return replace(parsed, certainty=doubt * parsed.certainty)
    return Parsed(parts[0] if spec.genre is Kind.NOM else parts[1], 0.85)


def _given_first(hit: LabelHit) -> bool:
    """Whether a label asks for the given name before the surname: «Participant (prénoms puis nom)»,
    «Nom du malade (prénom, patronyme)»."""
    words = " ".join(t.text for t in hit.tokens) if hit.names is not None else hit.label
    _, _, hint = words.replace("[", "(").rpartition("(")
    said = next(
        (s for s in map(_halves_said, (hint, words)) if len(set(s)) > 1), _halves_said(words)
    )
    return bool(said) and said[0] == "prenom"


def _halves_said(text: str) -> list[str]:
    """The halves of a name that words ask for, in turn: `prenom`, `nom`."""
    words = folded(text).split()
    return [
        "prenom" if w.startswith("prenom") else "nom"
        for w in words
        if w.startswith(("prenom", "nom", "patronym"))
    ]


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
    if kind in WORDED:
        return tokens
    wanted = squeezed(parsed.value)
    numbers = kind is not Kind.VILLE  # «12/05/1971 à Fès»: the date stays free for its own field
    kept = tuple(
        t
        for t in tokens
        if (numbers and any(c.isdigit() for c in t.text))
        or (squeezed(t.text) in wanted and (numbers or squeezed(t.text)))
    )
    return kept or tokens


def _nearness(page: Layout, hit: LabelHit, tokens: Sequence[Token]) -> float:
    right = max(0.0, tokens[0].box.x0 - hit.box.x1) * page.aspect
    down = max(0.0, tokens[0].box.y0 - hit.box.y1)
    letters = (right + 2 * down) / max(page.letter, 1e-6)
    return 1 / (1 + 0.02 * letters)
