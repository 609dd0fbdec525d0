"""Under which heading of a form a label stands, and whose values are asked for there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.fields.labels import LabelHit
from extractors.fields.wording import role_of
from models.documents import FieldSpec

SELF_TELLING = 0.7
"""Worth of a label that can mean one person only, under another's heading."""
SECTION_UNSEEN = 0.65
"""Worth of a label that belongs under a heading which the page does not show above it."""

SAME_COLUMN, RIGHT_ABOVE = 0.03, 2.5
"""Share of the page width within which labels begin one column; letter heights between two
labels of which the upper says of whom the lower speaks."""


def section_over(hit: LabelHit, headings: Sequence[LabelHit]) -> LabelHit | None:
    """The heading under which a label stands: the nearest above it that begins left of it."""
    above = [
        h
        for h in headings
        if (h.row.number < hit.row.number or (h.row is hit.row and h.last < hit.first))
        and h.box.x0 <= hit.box.x1 + 0.05
        and not (h.row is hit.row and h.first == hit.first)
    ]
    if not above:
        return None
    # Two columns of a form side by side: a heading over the label beats one far to its left.
    return max(above, key=lambda h: (h.box.cy - 0.25 * abs(h.box.x0 - hit.box.x0), h.first))


def section_fit(
    name: str, specs: Mapping[str, FieldSpec], names: Sequence[str], section: LabelHit | None
) -> float:
    """How well the heading above a label suits the field `name` of those (`names`) it may mean."""
    suits = section is not None and suits_section(name, specs[name], section)
    if len({other.split("_")[0] for other in names}) == 1:
        # «Nom de l'assuré» tells whose name it is under any heading.
        unsaid = section is None or not (specs[name].section or section.role)
        return 1.0 if suits or unsaid or role_of(name) is None else SELF_TELLING
    if section is None:
        if not specs[name].section:
            return 1.0
        return SECTION_UNSEEN if all(specs[n].section for n in names) else 0.3
    if suits:
        return 1.0
    if not specs[name].section:
        return 0.35 if any(suits_section(n, specs[n], section) for n in names) else 1.0
    return 0.0


def suits_section(name: str, spec: FieldSpec, section: LabelHit) -> bool:
    """Whether a heading opens the part of the paper where the field is asked for."""
    if section.role is not None and section.role == role_of(name):
        return True
    return section.label in spec.section


def of_the_same(
    hit: LabelHit,
    names: Sequence[str],
    hits: Sequence[LabelHit],
    specs: Mapping[str, FieldSpec],
    section: LabelHit | None,
) -> list[str]:
    """Of fields of several persons, those of whom the label before it speaks, on its row
    («Nom de l'adhérent … Prénom(s) …») or right above it («Nom du malade … / Né(e) le …»)."""
    if hit.role is not None or len({role_of(n) for n in names}) < 2:
        return list(names)
    before = [h for h in hits if h.row is hit.row and h.last < hit.first]
    said = next(
        (
            role
            for h in sorted(before, key=lambda h: -h.first)
            if (role := _role_said(h, specs)) is not None
        ),
        None,
    )
    said = said or _said_above(hit, hits, section)
    return [n for n in names if role_of(n) == said] or list(names)


def _said_above(hit: LabelHit, hits: Sequence[LabelHit], section: LabelHit | None) -> str | None:
    """The person that the label right above in the same column names, under the same heading."""
    above = [
        h
        for h in hits
        if h.box.y1 <= hit.box.cy
        and abs(h.box.x0 - hit.box.x0) < SAME_COLUMN
        and hit.box.y0 - h.box.y1 < RIGHT_ABOVE * hit.box.height
    ]
    if not above:
        return None
    nearest = max(above, key=lambda h: h.box.cy)
    parted = section is not None and section.box.cy > nearest.box.cy
    return None if parted else nearest.role


def _role_said(hit: LabelHit, specs: Mapping[str, FieldSpec]) -> str | None:
    """The person that a label names, or that alone has the fields that it asks for."""
    if hit.role is not None:
        return hit.role
    roles = {role_of(n) for n, spec in specs.items() if hit.means(n, spec)}
    return roles.pop() if len(roles) == 1 else None
