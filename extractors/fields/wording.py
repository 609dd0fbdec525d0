"""Labels understood by their pieces: what is asked for, and of whom.

The labels of a type's file are matched whole (`labels`). Here a row is read word by
word against the notions and roles of `models/reference/etiquettes.toml`, so that
«Date de naiss. de l'affilié(e)» is understood though no file lists it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.fields.addresses import STREETS
from extractors.fields.asking import JOINING, Spoken, fields_of, spoken_at
from extractors.fields.labels import LabelHit, announces
from extractors.fields.meant import fields_meant
from extractors.fields.spoken import (
    ENDINGS,
    counting,
    houses,
    notions,
    walk,
)
from extractors.fields.standing import before_a_name, begins, number_after, stands_as_label
from extractors.fields.understood import LINKS, OF, Said, runs
from extractors.layout import Row
from models.documents import DocumentType
from models.reference.wording import NUMBER, wording
from models.values.text import folded

ARTICLES = frozenset({"votre", "vos", "l", "le", "la", "les"})
INVERTED = frozenset({"t", "il", "elle", "ils", "elles", "on", "vous"})
"""What questions add to their verbs: «exerce-t-elle»."""
_MARKS = frozenset({"signature", "stamp"})
"""What «Member's signature» asks for: nothing that is read."""
_LABELLING = frozenset({"prestataire", "employeur"})
"""Roles whose words begin no name."""


def composed_labels(row: Row, kind: DocumentType, aspect: float) -> list[LabelHit]:
    """Labels of `row` that notions and roles make up; `names` are the fields they mean."""
    hits: list[LabelHit] = []
    for said in runs(row, aspect):
        at, free = 0, 0
        while at < len(said):
            hit, end = _label(row, said, at, kind)
            if hit is not None:
                of_another = hit.role is None and (
                    _of_another(row, said, free, at) or _of_an_address(row, hit)
                )
                hits.append(replace(hit, names=()) if of_another else hit)
                free = end
            at = end if hit is not None else at + 1
    return hits


def _label(
    row: Row, said: Sequence[Said], at: int, kind: DocumentType
) -> tuple[LabelHit | None, int]:
    """The label that begins at word `at`, and the word after it."""
    if at and said[at].token == said[at - 1].token:
        return None, at  # labels begin with a token
    begin = at
    while begin < len(said) - 1 and said[begin].word in ARTICLES - notions().edges.keys():
        begin += 1
    if said[begin].word in JOINING and said[begin].word not in notions().edges:
        return None, at
    counted = _before_digits(row, said, at, kind)
    if counted is not None:
        return counted
    spoken = spoken_at(row, said, begin, kind)
    if spoken is None:
        return None, at
    meanings, named, end = spoken.meanings, spoken.named, spoken.end
    names = fields_of(spoken, kind)
    ends = dict.fromkeys((end, _whole(said, end)))
    twins = (_said_again(row, said, begin, e, names, kind) for e in ends)
    again = next((twin for twin in twins if twin is not None), None)
    if again is not None:
        named = named or again.named
        names = [n for n in names if n in fields_of(again, kind)]
        end = again.end
    end = _whole(said, end)
    if end == 0:
        return None, at
    if end == len(said) - 1 and said[end].word in OF:
        end += 1  # «POUR LES SOINS DE», the name below
    words = [s.word for s in said[at:end]]
    first, last = said[at].token, said[end - 1].token
    if not stands_as_label(row, said, at, end, named is not None and bool(meanings), words):
        return None, at
    if (
        not meanings
        and not announces(row, last)
        and not (
            named not in houses()
            and (
                end == len(said)
                or len(words) > 1
                or named in _LABELLING
                or before_a_name(row, last)
            )
        )
    ):
        return None, at  # «Clinique Al Amal» is a name, «Agent de maîtrise» a value
    if not meanings and end < len(said) and said[end].word in _MARKS:
        names = []
    quality = min(s.quality for s in said[at:end])
    text = " ".join("n°" if w == NUMBER else w for w in words)
    return LabelHit(
        text, row, first, last, quality, names=tuple(dict.fromkeys(names)), role=named
    ), end


def _said_again(
    row: Row,
    said: Sequence[Said],
    at: int,
    end: int,
    names: Sequence[str],
    kind: DocumentType,
) -> Spoken | None:
    """The label from `at` to `end` in other words right behind it, where they are joined to it or,
    after English, end the run: «Surname-Nom de famille», «Facility Structure de soins»."""
    if not 0 < end < len(said):
        return None
    joined = said[end].token == said[end - 1].token
    behind = said[end].token == said[end - 1].token + 1  # a stroke parts them otherwise
    english = any(s.word in wording().english for s in said[at:end])
    if not joined and not (behind and english and not announces(row, said[end - 1].token)):
        return None
    again = spoken_at(row, said, end, kind)
    if again is None or not set(names).intersection(fields_of(again, kind)):
        return None
    whole = _whole(said, again.end)
    while 0 < whole < len(said) and said[whole].word in ENDINGS:
        whole += 1
    return again if joined or whole == len(said) else None


def _before_digits(
    row: Row, said: Sequence[Said], at: int, kind: DocumentType
) -> tuple[LabelHit, int] | None:
    """What a number right behind it makes a label of: «Dossier D25-12189», «adhérent : 479285980»."""
    asked = walk(counting(), said, at)
    end = _whole(said, asked.end) if asked is not None else 0
    if asked is None or end == 0 or not number_after(row, said[end - 1].token):
        return None
    words = [s.word for s in said[at:end]]
    names = fields_meant(wording().notions[asked.meanings[0]], None, kind)
    quality = min(s.quality for s in said[at:end])
    first, last = said[at].token, said[end - 1].token
    text = " ".join((*words, "n°"))
    return LabelHit(text, row, first, last, quality, names=tuple(names)), end


def _of_another(row: Row, said: Sequence[Said], free: int, at: int) -> bool:
    """Whether the label at `at` only says of what the noun before it speaks («Nature de
    l'accord :»); words before `free` are of another label."""
    head = at
    while head > free and said[head - 1].word in LINKS:
        head -= 1
    links = {s.word for s in said[head:at]} | {said[at].word}
    noun = head - 1
    return (
        noun >= free
        and bool(links & OF)
        and said[noun].word.isalpha()
        and said[noun].token < said[at].token
        and begins(row, said, noun)
    )


def _of_an_address(row: Row, hit: LabelHit) -> bool:
    """Whether «n°» alone is that of a house: «rue de la Liberté n° 40»."""
    if folded(hit.label) not in {"n", "no", "n°"} or hit.first == 0:
        return False
    before = {
        w for t in row.tokens[max(0, hit.first - 6) : hit.first] for w in folded(t.text).split()
    }
    return bool(before & STREETS)


def _whole(said: Sequence[Said], end: int) -> int:
    """`end` moved past brackets' endings to the end of its token; 0 when the token goes on."""
    while end < len(said) and said[end].token == said[end - 1].token:
        if said[end].word not in ENDINGS | LINKS | INVERTED:
            return 0
        end += 1
    return end
