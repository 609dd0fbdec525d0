"""The row that heads a table, and where its columns stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extractors.fields.labels import LabelHit, labels_in_row, longest
from extractors.fields.spoken import headed, notions, roles, walk
from extractors.fields.understood import OF, runs
from extractors.layout import Layout, Row, Token
from models.documents import Column, TableSpec
from models.geometry import Box
from models.reference.columns import column_headings
from models.reference.wording import wording
from models.values.text import folded, squeezed

LEAST_HEADINGS = 2
_VALUE = re.compile(r"\d{3}|\d[.,/]\d")
"""A number, a date or an amount, as no heading has."""
MANY = 4
"""Headings in one row that no sentence has."""
MOSTLY_HEADINGS = 0.5
"""Share of a row's words that its headings make up."""
UNITS = frozenset({"dh", "dhs", "mad", "fcfa", "cfa", "ttc", "ht", "eur", "dirhams"})
UNKEPT = "autres"
TOGETHER = 1.1
"""Letter heights: an unknown word this near a heading belongs to it («Détail des prestations»)."""
AS_COLUMN: Mapping[str, str] = {
    "montant_total": "montant",
    "date_soins": "date",
    "code_acte": "code",
    "cotation": "coefficient",
    "nom_prenom": "nom",
}
"""Columns that ask for what these fields ask for."""
PERSONS = frozenset({"nom", "prenom"})
"""Two headings that forms have everywhere: alone they head no table of more columns."""

THINGS = frozenset({"montant", "prix_unitaire", "designation", "code", "analyse", "medicament"})
"""Columns of acts, drugs and goods, which no form asks of a person."""
APART = 1.4
"""Letter heights between two words above which they may head two columns."""
CHILD, CHILDREN_ABOVE = "enfant", 2
"""What the title of the table of children says, and how many rows above its head."""


@dataclass(frozen=True)
class Headed:
    """A column in its place: it takes what stands between `x0` and `x1`.

    `name` is empty for a column that we do not keep: its words belong to nobody else.
    """

    name: str
    spec: Column | None
    heading: Box
    x0: float
    x1: float
    oui: Box | None = None
    non: Box | None = None
    """Where «Oui» and «Non» stand above a column that is ticked."""


def headings(row: Row, spec: TableSpec, aspect: float) -> list[Headed]:
    """The columns that this row heads, or none when it is no row of headings."""
    chosen, others = _chosen(row, spec)
    if len(chosen) < min(LEAST_HEADINGS, len(spec.colonnes)):
        return []
    if set(chosen) <= PERSONS and len(spec.colonnes) > LEAST_HEADINGS:
        return []
    hits = [*chosen.values(), *others]
    if len(chosen) < MANY and not _mostly_headings(row, hits):
        return []
    if len(chosen) < MANY and any(_VALUE.search(t.text) for t in row.tokens):
        return []  # «Reçu n° 4263     Salé, le 05/10/2025»
    if 2 * _answered(row, hits) >= len(chosen):
        return []  # «Nom : KETTANI   Prénom : Mariam   Sexe : F»: a form's line
    groups = _groups(row, chosen, aspect)
    boxes = [Box.around(t.box for t in tokens) for _, tokens in groups]
    sides = [_word_box(row, word) for word in ("oui", "non")]
    found: list[Headed] = []
    for (name, _), box in zip(groups, boxes, strict=True):
        left = max((b.x1 for b in boxes if b.x1 <= box.x0 + 0.001), default=0.0)
        right = min((b.x0 for b in boxes if b.x0 >= box.x1 - 0.001), default=1.0)
        found.append(Headed(name, spec.colonnes.get(name), box, left, right, *sides))
    return sorted(found, key=lambda c: c.heading.x0)


def heads(page: Layout, tables: Iterable[TableSpec]) -> list[tuple[Row, Box]]:
    """The headings of tables, with their rows: «Date | Acte | Montant», «Nom | Né(e) le» of children.

    Headings of persons alone may be a form's own, for the one whom its section names.
    """
    specs = tuple(tables)
    found: list[tuple[Row, Box]] = []
    for place, row in enumerate(page.rows):
        above = " ".join(r.squeezed for r in page.rows[max(0, place - CHILDREN_ABOVE) : place + 1])
        for spec in specs:
            columns = [c for c in headings(row, spec, page.aspect) if c.name]
            named = {c.name for c in columns}
            of_things = len(named) > LEAST_HEADINGS and named & THINGS
            if of_things or (len(named) >= LEAST_HEADINGS and CHILD in above):
                found += [(row, c.heading) for c in columns]
    return found


def _mostly_headings(row: Row, hits: Sequence[LabelHit]) -> bool:
    """Whether headings make up most of a row: of its words, or of three texts and more that they
    begin («Honoraires     Nature de l'intervention     Cotation»)."""
    if sum(len(hit.tokens) for hit in hits) >= MOSTLY_HEADINGS * len(row.tokens):
        return True
    starts = [0, *(i + 1 for i in range(len(row.tokens) - 1) if _apart(row, i))]
    headed = len({hit.first for hit in hits} & set(starts))
    return headed > LEAST_HEADINGS and headed > MOSTLY_HEADINGS * len(starts)


def _apart(row: Row, index: int) -> bool:
    """Whether the word after this one may head a column of its own."""
    one, other = row.tokens[index], row.tokens[index + 1]
    return (other.box.x0 - one.box.x1) * row.aspect > APART * max(one.box.height, other.box.height)


def _answered(row: Row, hits: Sequence[LabelHit]) -> int:
    """How many headings have a colon and then a word that is no heading: their answer."""
    headed = {id(t) for hit in hits for t in hit.tokens}
    count = 0
    for hit in hits:
        after = list(row.tokens[hit.last + 1 :])
        asks = row.tokens[hit.last].text.endswith(":")
        if not asks and after and after[0].text.startswith(":"):
            asks = True
            after = after if len(after[0].text) > 1 else after[1:]
        count += asks and bool(after) and id(after[0]) not in headed
    return count


def labels_of(spec: TableSpec) -> Mapping[str, tuple[str, ...]]:
    """Heading -> the columns that it may stand over, the type's own wording first."""
    found: dict[str, list[str]] = {}
    spelled: dict[str, str] = {}
    common = column_headings()
    own = [(label, name) for name, c in spec.colonnes.items() for label in c.entetes]
    shared = [(label, name) for name in spec.colonnes for label in common.get(name, ())]
    unkept = [(label, "") for label in common[UNKEPT]]
    for label, name in (*own, *shared, *unkept):
        names = found.setdefault(spelled.setdefault(squeezed(label), label), [])
        if name not in names:
            names.append(name)
    return {label: tuple(names) for label, names in found.items()}


def _chosen(row: Row, spec: TableSpec) -> tuple[dict[str, LabelHit], list[LabelHit]]:
    """Each column's heading, plain ones first, then those that may mean several; and the
    headings of columns that we do not keep."""
    labels = dict(labels_of(spec))
    found = _parted(row, labels_in_row(row, labels), labels)
    hits = [h for h in found if not _says_whose(h)]
    for hit, names in composed_columns(row, spec, labels, hits):
        labels[hit.label] = names
        hits = longest([*hits, hit])
    chosen: dict[str, LabelHit] = {}
    others: list[LabelHit] = []
    for hit in _plain_first(hits, labels):
        free = [name for name in labels[hit.label] if name and name not in chosen]
        needed = [name for name in free if name in spec.obligatoires]
        if free:
            chosen[(needed or free)[0]] = hit
        else:
            others.append(hit)
    return chosen, others


def _parted(
    row: Row, hits: Sequence[LabelHit], labels: Mapping[str, tuple[str, ...]]
) -> list[LabelHit]:
    """The hits, one over two columns («Code     Acte») as the two that it is made of."""
    found: list[LabelHit] = []
    for hit in hits:
        apart = any(_apart(row, i) for i in range(hit.first, hit.last))
        inside = [
            h
            for h in (labels_in_row(row, [n for n in labels if n != hit.label]) if apart else ())
            if hit.first <= h.first and h.last <= hit.last
        ]
        found += inside if len(inside) > 1 else [hit]
    return found


def _says_whose(hit: LabelHit) -> bool:
    """Whether a word only says of whom the heading before it speaks: «Prénom du titulaire»."""
    return hit.first > 0 and folded(hit.row.tokens[hit.first - 1].text) in OF


def composed_columns(
    row: Row,
    spec: TableSpec,
    labels: Mapping[str, tuple[str, ...]],
    listed: Sequence[LabelHit],
) -> list[tuple[LabelHit, tuple[str, ...]]]:
    """Headings that the vocabulary of labels understands («Prénom du titulaire», «N° PPR»), and
    those of papers of any type with a word abbreviated («Mt facturé»)."""
    found: list[tuple[LabelHit, tuple[str, ...]]] = []
    book = wording()
    for said in runs(row, row.aspect):
        phrase, heading = walk(notions(), said, 0), walk(headed(), said, 0)
        if phrase is None and heading is None:
            continue
        ends = max(p.end for p in (phrase, heading) if p is not None)
        last = said[ends - 1].token
        within = [h for h in listed if h.first <= last and h.last >= said[0].token]
        kept = sum(h.last - h.first + 1 for h in within if any(labels[h.label]))
        size = last - said[0].token + 1
        if kept >= size or any(h.last - h.first + 1 >= size for h in within):
            continue  # the table's own words say as much, of one column or of two
        known = list(heading.meanings) if heading is not None and heading.end == ends else []
        if phrase is not None and phrase.end == ends:
            asked = [book.notions[m] for m in phrase.meanings]
            known += [AS_COLUMN.get(n, n) for a in asked for n in (*a.suffixes, *a.champs)]
        names = tuple(dict.fromkeys(n for n in known if n in spec.colonnes))
        role = walk(roles(), said, ends)
        end = said[role.end - 1].token if role is not None else last
        text = " ".join(s.word for s in said if s.token <= end)
        if names:
            quality = min(s.quality for s in said)
            found.append((LabelHit(text, row, said[0].token, end, quality), names))
    return found


def _plain_first(hits: Iterable[LabelHit], labels: Mapping[str, tuple[str, ...]]) -> list[LabelHit]:
    return sorted(hits, key=lambda h: (len(labels[h.label]), h.first))


def _groups(
    row: Row, chosen: Mapping[str, LabelHit], aspect: float
) -> list[tuple[str, list[Token]]]:
    """The row's words by heading; words of unknown headings make nameless columns."""
    owner = {id(t): name for name, hit in chosen.items() for t in hit.tokens}
    groups: list[tuple[str, list[Token]]] = []
    for token in row.tokens:
        name = owner.get(id(token), "")
        if not name and not any(c.isalnum() for c in token.text):
            continue
        if groups and _joins(groups[-1], name, token, aspect):
            groups[-1] = (groups[-1][0] or name, [*groups[-1][1], token])
        else:
            groups.append((name, [token]))
    return groups


def _joins(group: tuple[str, Sequence[Token]], name: str, token: Token, aspect: float) -> bool:
    last = group[1][-1]
    gap = (token.box.x0 - last.box.x1) * aspect
    if name and group[0]:
        return name == group[0]
    if not name and folded(token.text) in UNITS:
        return True
    return gap <= TOGETHER * max(token.box.height, last.box.height)


def _word_box(row: Row, word: str) -> Box | None:
    return next((t.box for t in row.tokens if folded(t.text) == word), None)
