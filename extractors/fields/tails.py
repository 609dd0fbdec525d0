"""Where a label really ends: «Diagnostic motivant la demande», «N° du contrat souscrit par lui :».

A label is known by its first words; papers add to them. Words that only go on with it
belong to it and not to the value: those of the vocabulary (`suites`), and whatever stands
in small letters before a colon.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from extractors.fields.labels import LabelHit, announces
from extractors.fields.understood import LINKS, NUMBER_WORDS, OF, WITHIN
from extractors.layout import Token
from models.reference.wording import wording
from models.values.text import folded

NUMBERED = frozenset({
    "dossier", "dossiers", "ordre", "chambre", "lit", "admission", "entree", "client", "compte",
    "lot", "fiscal", "fiche",
})  # fmt: skip
"""What papers number besides themselves and the insured."""
DOUBTED = 0.7
"""What is left of a label's quality where its tail says that it may ask for something else."""
LONGEST = 7
"""Words that may follow a label and still belong to it."""
BRACKET = 6
"""Words of a bracket that a label opens."""
NOTE = 10
"""Words of a bracket behind a label, an example of its answer included."""
EXAMPLES = frozenset({"ex", "exemple", "p", "par", "eg"})
"""How an example begins: «Né(e) le (ex. : 01/01/1980)»."""
ALTERNATIVE = frozenset({"ou", "et ou"})
"""What joins another thing to the one that is asked for."""
TELLING = 3
"""Letters of a word by which a bracket with figures says how to answer: «(moins de 21 ans)»."""
ENDINGS = (":", "=", "?")
OPENING, CLOSING = ("(", "["), (")", "]")


def with_tails(hits: Sequence[LabelHit]) -> list[LabelHit]:
    """The hits of one row, left to right, each up to where its label ends."""
    hits = _with_numbers(_with_remarks(hits))
    after = [*(hit.first for hit in hits[1:]), None][: len(hits)]
    return [_meant(hit, _whole(hit, limit)) for hit, limit in zip(hits, after, strict=True)]


def _with_numbers(hits: Sequence[LabelHit]) -> list[LabelHit]:
    """The hits, a «N°» right behind another label as its end: «C.I.N. No :»."""
    kept: list[LabelHit] = []
    for hit in hits:
        before = kept[-1] if kept else None
        if before is not None and _is_number(hit) and before.last + 1 == hit.first:
            open_ended = not before.tokens[-1].text.rstrip().endswith(ENDINGS) and not before.rest
            row = hit.row
            if open_ended and _near(row.tokens[before.last : hit.first + 1], row.aspect):
                kept[-1] = replace(before, last=hit.last)
                continue
        kept.append(hit)
    return kept


def _with_remarks(hits: Sequence[LabelHit]) -> list[LabelHit]:
    """The hits, each with the remark that follows it, without those that stand in one: «Nom du
    malade (si autre que l'assuré)» asks nothing of the insured, but «M./Mme (assuré)» does."""
    kept: list[LabelHit] = []
    for hit in hits:
        if kept and hit.first <= kept[-1].last:
            continue
        end = _remark_end(hit)
        says_whose = any(h.first == h.last == end == hit.last + 1 for h in hits)
        kept.append(hit if says_whose else replace(hit, last=end))
    return kept


def _remark_end(hit: LabelHit) -> int:
    """The last word of the remark behind a label, in brackets or with «si»; the label's, if none."""
    row = hit.row
    asked = hit.last + 1 < len(row.tokens) and row.tokens[hit.last + 1].text == "?"
    last = hit.last + 1 if asked else hit.last
    asks = row.tokens[last].text.endswith("?")
    if hit.rest or (not asks and row.tokens[last].text.rstrip().endswith(ENDINGS)):
        return hit.last
    after = _near(row.tokens[last : last + 1 + NOTE], row.aspect)
    if not after:
        return hit.last
    bracket = after[0].text.startswith(OPENING)
    if asks and not bracket:
        return hit.last
    if not bracket:
        after = after[:LONGEST]
    if not bracket and folded(after[0].text).split()[:1] not in (["si"], ["s"]):
        return hit.last
    ends: tuple[str, ...] = CLOSING if bracket else ()
    ends += () if bracket and _example(after) else ENDINGS
    size = next((i for i, t in enumerate(after) if t.text.rstrip(".").endswith(ends)), None)
    if size is None:
        return hit.last
    announced = announces(row, last + 1 + size)
    fits = all(_small(t) for t in after[: size + 1]) and (bracket or announced)
    explains = bracket and _explains(after[: size + 1])
    return last + 1 + size if fits or explains or (bracket and announced) else hit.last


def _example(bracket: Sequence[Token]) -> bool:
    return folded(" ".join(t.text for t in bracket[:2])).split()[:1] in [[w] for w in EXAMPLES]


def _explains(bracket: Sequence[Token]) -> bool:
    """Whether a bracket with figures gives an example, or says in words how to answer."""
    words = [w for t in bracket for w in folded(t.text).split()]
    plain = not any(c.isupper() for t in bracket for c in t.text)
    return _example(bracket) or (plain and any(w.isalpha() and len(w) >= TELLING for w in words))


def _meant(hit: LabelHit, whole: LabelHit) -> LabelHit:
    """«N°» that goes on with what it numbers («N° dossier :») is not the paper's own number;
    «Date» that goes on with what it dates («Date de péremption :») is hardly its own date."""
    rest = whole.tokens[len(hit.tokens) :]
    tail = [w for t in rest for w in folded(t.text).split()]
    if not tail or rest[0].text.startswith("("):
        return whole
    unknown = [w for w in tail if w not in wording().vocabulary | wording().tails | LINKS]
    if _is_number(hit) and (unknown or NUMBERED.intersection(tail)):
        return replace(whole, names=())
    dated = [w for w in tail if w not in wording().tails | LINKS]
    if folded(hit.label) == "date" and tail[0] in OF and dated:
        return replace(whole, quality=DOUBTED * whole.quality)
    return whole


def _is_number(hit: LabelHit) -> bool:
    return all(w in NUMBER_WORDS for t in hit.tokens for w in folded(t.text).split())


def _whole(hit: LabelHit, limit: int | None) -> LabelHit:
    if hit.rest or hit.tokens[-1].text.rstrip().endswith(ENDINGS):
        return hit
    row = hit.row
    end = len(row.tokens) if limit is None else limit
    hit = _closed(hit, end)
    following = _near(row.tokens[hit.last : min(end, hit.last + 1 + LONGEST)], row.aspect)
    to_colon = next(
        (i for i, token in enumerate(following) if token.text.rstrip().endswith(ENDINGS)), None
    )
    fits = _wordy if _is_number(hit) else _small
    if to_colon is not None and all(fits(t) for t in following[: to_colon + 1]):
        return replace(hit, last=hit.last + to_colon + 1)
    other = _alternative(following)
    if other:
        return replace(hit, last=hit.last + other)
    known = 0
    capitals = all(t.text.isupper() for t in hit.tokens)
    for size, token in enumerate(following, start=1):
        words = folded(token.text).split()
        alike = _small(token) or (capitals and token.text.isupper())
        if not alike or not all(w in wording().tails or w in LINKS for w in words):
            break
        if any(w in wording().tails for w in words):
            known = size
    # «DIAGNOSTIC PRÉCIS» may be a whole row, its value below; «Durée prévue» is not so sure.
    goes_on = capitals or hit.last + known + 1 < end
    return replace(hit, last=hit.last + known) if known and goes_on else hit


def _alternative(following: Sequence[Token]) -> int:
    """How many words name another thing that may be answered instead: «Diagnostic ou motif …»."""
    joined = len(following) > 1 and folded(following[0].text) in ALTERNATIVE
    if not joined or folded(following[1].text) in LINKS:
        return 0
    return 2 if _small(following[1]) and following[1].text[-1].isalnum() else 0


def _closed(hit: LabelHit, end: int) -> LabelHit:
    """A label that ends within a bracket, up to the end of that bracket: «Salarié (nom d'usage)»."""
    text = " ".join(t.text for t in hit.tokens)
    if text.count("(") <= text.count(")"):
        return hit
    last = min(end, hit.last + BRACKET + 1)
    close = next((i for i in range(hit.last + 1, last) if ")" in hit.row.tokens[i].text), None)
    return replace(hit, last=close) if close is not None else hit


def _near(tokens: Sequence[Token], aspect: float) -> list[Token]:
    """The words after the first, up to a gap too wide for one label."""
    kept: list[Token] = []
    for before, token in itertools.pairwise(tokens):
        if (token.box.x0 - before.box.x1) * aspect > WITHIN * max(
            token.box.height, before.box.height
        ):
            break
        kept.append(token)
    return kept


def _wordy(token: Token) -> bool:
    return not any(c.isdigit() for c in token.text)


def _small(token: Token) -> bool:
    """Whether a word is in small letters («l'Ordre» too), or only ends the label («:»)."""
    text = token.text
    return not any(c.isdigit() for c in text) and not any(c.isupper() for c in text.split("'")[0])
