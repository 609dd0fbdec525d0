"""What people decided, kept when papers are cut otherwise or read again.

A decision follows the page that its value stands on: to the document that now has the page, to the
line of a table that now stands there. It is never overwritten by what a machine reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flows.review.desk import Desk
from flows.review.errors import MissingError
from flows.review.spots import Spot, spec_of
from models.documents import document_types
from models.entities import Decision, Document, Target, ThingKind
from models.geometry import Box
from models.reading import Row
from storage.records import decisions, documents
from storage.records.proposals import ADDED, Laid

SAME_LINE = 0.5
"""Overlap of the places of two lines from which they are one line, read twice."""
_CARRIED = (Target.FIELD, Target.MARK, Target.LINE)


@dataclass(frozen=True, slots=True)
class Before:
    """Documents as they were: what was read on them, and the decisions that stood."""

    read: Mapping[str, Laid]
    decided: Mapping[str, Sequence[Decision]]


def before(desk: Desk, document_ids: Sequence[str]) -> Before:
    """What the documents say, before they are cut otherwise."""
    return Before(
        documents.laid(desk.session, document_ids, as_read=True),
        {id: decisions.standing(documents.decided(desk.session, id)) for id in document_ids},
    )


def carry(desk: Desk, was: Before, rows: Sequence[Document]) -> None:
    """Bring the decisions to where their pages now are. `rows`: the documents, all of them."""
    kept = [row for row in rows if row.retired_at is None]
    pages = documents.pages(desk.session, [row.id for row in kept])
    home_of = {page.number: row for row in kept for page in pages[row.id]}
    now = documents.laid(desk.session, [row.id for row in kept], as_read=True)
    heirs = {row.id: kept[0] for row in rows if row.retired_at is not None and kept}
    for source_id, made in was.decided.items():
        own = next((row for row in kept if row.id == source_id), None)
        for group in _together(made):
            _bring(desk, was.read[source_id], group, own or heirs.get(source_id), home_of, now)


def _together(made: Iterable[Decision]) -> list[list[Decision]]:
    """Decisions by field, by mark, by whole line."""
    groups: dict[tuple[object, ...], list[Decision]] = {}
    for row in made:
        if row.target in _CARRIED:
            groups.setdefault((row.target, row.name, row.row), []).append(row)
    return list(groups.values())


def _bring(
    desk: Desk,
    read: Laid,
    group: Sequence[Decision],
    default: Document | None,
    home_of: Mapping[int, Document],
    now: Mapping[str, Laid],
) -> None:
    source_id = group[0].thing_id
    place = _place(read, group)
    home = home_of.get(place[0], default) if place else default
    number = group[0].row
    if home is not None and group[0].target is Target.LINE:
        number = _line(read, group, now[home.id], same=home.id == source_id)
        if number is None:
            said = any(row.value is not None for row in group if row.column is not None)
            number = _free(desk, home, group[0].name) if said else None
            home = home if said else None
    valid = home is not None and all(_is_of(home.type, row, number) for row in group)
    if home is not None and home.id == source_id and valid and number == group[0].row:
        return
    # What was said of a place unknown holds for the paper that it was said of, not for another.
    told = [
        r for r in group if place or home is None or home.id == source_id or _says_it_is_there(r)
    ]
    for row in group:
        decisions.take_back(desk.session, row, actor=desk.actor.name)
    if home is None or not valid:
        return
    if number is not None and number >= ADDED and number != group[0].row:
        _decide(desk, home, number, None, "", group[0])
    for row in told:
        if row.target is not Target.LINE or row.column is not None or number == row.row:
            _repeat(desk, home, number, row)


def _repeat(desk: Desk, home: Document, number: int | None, row: Decision) -> None:
    there = decisions.latest(
        desk.session, ThingKind.DOCUMENT, home.id, row.target,
        name=row.name, row=number, column=row.column,
    )  # fmt: skip
    if there is None:
        _decide(desk, home, number, row.column, row.value, row)


def _decide(
    desk: Desk,
    home: Document,
    number: int | None,
    column: str | None,
    value: str | None,
    row: Decision,
) -> None:
    decisions.decide(
        desk.session, actor=desk.actor.name, kind=ThingKind.DOCUMENT, thing_id=home.id,
        target=row.target, name=row.name, row=number, column=column, value=value,
        raw=row.raw, page=row.page, box=row.box, why=row.why, carries=row,
    )  # fmt: skip


def _says_it_is_there(row: Decision) -> bool:
    return row.value not in (None, "false")


def _is_of(type_: str, row: Decision, number: int | None) -> bool:
    """Whether papers of that type have such a place."""
    if row.target is Target.MARK:
        return row.name in document_types()[type_].marks
    try:
        spec_of(type_, Spot(row.target, row.name or "", number, row.column))
    except MissingError:
        return False
    return True


# --- places ----------------------------------------------------------------------------------


def _place(read: Laid, group: Sequence[Decision]) -> tuple[int, Box | None] | None:
    """The page (and box) that a value stands on: as the person showed it, else as it was read."""
    shown = next((row.page for row in group if row.page is not None), None)
    if shown is not None:
        return shown, None
    first = group[0]
    if first.target is Target.FIELD:
        field = read.document.fields.get(first.name or "")
        return (field.page, field.box) if field and field.page is not None else None
    if first.target is Target.MARK:
        mark = read.document.marks.get(first.name or "")
        return (mark.page, mark.box) if mark and mark.page is not None else None
    numbers = read.rows.get(first.name or "", ())
    if first.row not in numbers:
        return None
    return _extent(read.document.lines[first.name or ""][numbers.index(first.row)])


def _extent(line: Row) -> tuple[int, Box | None] | None:
    """Where a line stands."""
    cells = [field for field in line.values() if field.page is not None]
    if not cells:
        return None
    page = cells[0].page
    boxes = [field.box for field in cells if field.box is not None and field.page == page]
    assert page is not None
    return page, Box.around(boxes) if boxes else None


def _line(read: Laid, group: Sequence[Decision], now: Laid, *, same: bool) -> int | None:
    """The number that a line now has; `None`: it is no longer there."""
    first = group[0]
    name, number = first.name or "", first.row
    if number is not None and number >= ADDED:
        return number if same else None
    numbers = read.rows.get(name, ())
    if number not in numbers:
        return None
    old = read.document.lines[name][numbers.index(number)]
    place = _extent(old)
    best: tuple[float, int] | None = None
    for candidate, line in zip(
        now.rows.get(name, ()), now.document.lines.get(name, ()), strict=True
    ):
        alike = _alike(old, line, place, _extent(line))
        if alike >= SAME_LINE and (best is None or alike > best[0]):
            best = (alike, candidate)
    return best[1] if best else None


def _alike(
    old: Row,
    line: Row,
    place: tuple[int, Box | None] | None,
    other: tuple[int, Box | None] | None,
) -> float:
    if place and other and place[1] and other[1]:
        return place[1].iou(other[1]) if place[0] == other[0] else 0.0
    words = {name: field.raw for name, field in old.items()}
    return float(words == {name: field.raw for name, field in line.items()})


def _free(desk: Desk, home: Document, name: str | None) -> int:
    """A number that no line of the table has had."""
    used = [
        row.row
        for row in documents.decided(desk.session, home.id)
        if row.target is Target.LINE and row.name == name and row.row is not None
    ]
    return max([ADDED - 1, *used]) + 1
