"""Words of labels that ask for nothing, because they stand in an answer."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.fields.houses import HOUSES, names_a_house
from extractors.fields.labels import LabelHit, announces
from extractors.fields.understood import OF
from extractors.layout import Layout
from models.documents import DocumentType
from models.values.text import folded

CIVILITY = "personne"
"""The role that «M./Mme» has: whom the paper speaks of."""
BENEATH = 0.02
"""Share of the page width by which the answer under a label may begin off it."""


def without_values(hits: Sequence[LabelHit]) -> list[LabelHit]:
    """The hits of one row without those that are what a label before them asked for: «Objet :
    Départ de l'entreprise» has words of labels that ask for nothing here; nor those with which a
    name begins."""
    asked = {h.last for h in hits if h.row.tokens[h.last].text.endswith(":")}
    return [h for h in hits if not _names(h) and (h.first - 1 not in asked or not _answers(h))]


def _answers(hit: LabelHit) -> bool:
    """Whether a label right behind another's colon is of its answer: a civility, words that are
    near to a label («Diagnostic : Fracture du radius»), the kind of a house before its name."""
    if hit.role == CIVILITY:
        return True
    if announces(hit.row, hit.last):
        return False
    return _a_house(hit) or hit.quality < 1.0 or (hit.names == () and hit.first != hit.last)


def _names(hit: LabelHit) -> bool:
    """Whether a word that asks for nothing begins a name: «Commune de Tétouan»."""
    if hit.names != () or hit.role is not None or hit.first != hit.last:
        return False
    after = hit.row.tokens[hit.last + 1 : hit.last + 3]
    linked = len(after) == 2 and folded(after[0].text) in OF and after[1].text.istitle()
    return linked and names_a_house(folded(" ".join(t.text for t in (*hit.tokens, *after))).split())


def without_house_names(
    page: Layout, kind: DocumentType, hits: Sequence[LabelHit]
) -> list[LabelHit]:
    """The labels without those with which the answer to another begins, before it on its row or
    above it: «Employeur   Société Textile du Sud»."""
    return [
        h
        for h in hits
        if not _a_house(h)
        or not any(_asks_there(page, o, h) and _of_one_field(kind, o, h) for o in hits)
    ]


def _a_house(hit: LabelHit) -> bool:
    return hit.first == hit.last and hit.label in HOUSES and not announces(hit.row, hit.last)


def _asks_there(page: Layout, other: LabelHit, hit: LabelHit) -> bool:
    """Whether what a label asks for begins where another stands."""
    if other.row is hit.row:
        return other.last + 1 == hit.first
    gap = hit.box.y0 - other.box.y1
    return 0 <= gap < 2 * page.letter and abs(hit.box.x0 - other.box.x0) < BENEATH


def _of_one_field(kind: DocumentType, one: LabelHit, other: LabelHit) -> bool:
    return any(one.means(n, s) and other.means(n, s) for n, s in kind.fields.items())
