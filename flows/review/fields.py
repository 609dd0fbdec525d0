"""The values of a document: corrected, accepted, said to be absent; lines added and taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flows.result import HERE
from flows.review import states
from flows.review.desk import Desk
from flows.review.doing import begin, end
from flows.review.done import Done
from flows.review.errors import ChangedError, ImpossibleError, MissingError
from flows.review.grip import Grip, grip
from flows.review.sheets import Decided, Sheet, sheet, sheets
from flows.review.spots import Spot, label_of, spec_of, spot_thing
from flows.review.typed import Checked, check, shown
from models.documents import document_types
from models.entities import Decision, Document, Target, ThingKind
from models.geometry import Box
from models.permissions import Action
from storage.records import codec, decisions, documents
from storage.records.proposals import ADDED, Laid

__all__ = [
    "Checked",
    "Decided",
    "Sheet",
    "Spot",
    "accept",
    "accept_all",
    "add_row",
    "blank",
    "check",
    "correct",
    "remove_row",
    "settle_mark",
    "sheet",
    "sheets",
]


def correct(
    desk: Desk,
    document_id: str,
    spot: Spot,
    typed: str,
    *,
    seen: int,
    page: int | None = None,
    box: Box | None = None,
    why: str | None = None,
) -> Done:
    """Put what a person typed in place of what was read.

    `page` (number in the envoi) and `box`: where on the paper, when the person showed it.
    `BadValueError` when it is no such value, `ChangedError` when another settled it meanwhile.
    """
    held, row = _opened(desk, document_id, spot)
    if page is not None and page not in {sheet.number for sheet in held.pages[document_id]}:
        raise MissingError("Cette page n'est pas dans ce document.")
    value = check(row.type, spot, typed).value
    _line_is_there(desk, row, spot)
    return _settled(
        desk, held, document_id, {spot: (value, typed)}, {spot: seen}, "corriger",
        f"{label_of(row.type, spot)} : valeur corrigée.", page=page, box=box, why=why,
    )  # fmt: skip


def accept(
    desk: Desk, document_id: str, spot: Spot, *, seen: int, value: str | None = None
) -> Done:
    """Say that what was read is right. `value`: what the person saw, if it must be that."""
    return _accepted(desk, document_id, {spot: seen}, {spot: value} if value is not None else {})


def accept_all(desk: Desk, document_id: str, spots: Mapping[Spot, int]) -> Done:
    """Say so of several spots at once (each with the version seen): one act, undone at once."""
    return _accepted(desk, document_id, spots, {})


def blank(desk: Desk, document_id: str, spot: Spot, *, seen: int, why: str | None = None) -> Done:
    """Say that there is no such value on the paper."""
    held, row = _opened(desk, document_id, spot)
    if spot.target is Target.MARK:
        raise ImpossibleError("Une marque est présente, absente ou incertaine.", code="marque")
    spec_of(row.type, spot)
    _line_is_there(desk, row, spot)
    return _settled(
        desk, held, document_id, {spot: (None, None)}, {spot: seen}, "vider",
        f"{label_of(row.type, spot)} : dit absent du papier.", why=why,
    )  # fmt: skip


def settle_mark(
    desk: Desk, document_id: str, name: str, present: bool | None, *, seen: int
) -> Done:
    """Say whether a stamp, a signature … is there; `None`: it cannot be told."""
    held, row = _opened(desk, document_id, Spot(Target.MARK, name))
    if name not in document_types()[row.type].marks:
        raise MissingError("Ce type de document ne porte pas cette marque.")
    spot = Spot(Target.MARK, name)
    value = None if present is None else str(present).lower()
    said = {True: "présent", False: "absent", None: "incertain"}[present]
    return _settled(
        desk, held, document_id, {spot: (value, None)}, {spot: seen}, "marquer",
        f"{label_of(row.type, spot)} : {said}.",
    )  # fmt: skip


def add_row(desk: Desk, document_id: str, table: str, cells: Mapping[str, str]) -> Done:
    """Add a line to a table, with what was typed in its cells (by column)."""
    held, row = _opened(desk, document_id, Spot(Target.LINE, table))
    if table not in document_types()[row.type].lines:
        raise MissingError("Ce type de document n'a pas un tel tableau.")
    number = max(ADDED - 1, *_numbers(desk, document_id, table)) + 1
    wanted: dict[Spot, tuple[str | None, str | None]] = {
        Spot(Target.LINE, table, number): ("", None)
    }
    for column, typed in cells.items():
        spot = Spot(Target.LINE, table, number, column)
        wanted[spot] = (check(row.type, spot, typed).value, typed)
    return _settled(
        desk, held, document_id, wanted, dict.fromkeys(wanted, 0), "ajouter_ligne",
        f"{document_types()[row.type].lines[table].libelle} : une ligne ajoutée.",
    )  # fmt: skip


def remove_row(desk: Desk, document_id: str, table: str, row: int, *, seen: int) -> Done:
    """Say that a line is none. `seen`: the version of the line (`Spot` without column)."""
    spot = Spot(Target.LINE, table, row)
    held, document = _opened(desk, document_id, spot)
    spec_of(document.type, spot)
    _line_is_there(desk, document, spot)
    return _settled(
        desk, held, document_id, {spot: (None, None)}, {spot: seen}, "retirer_ligne",
        f"{document_types()[document.type].lines[table].libelle} : une ligne retirée.",
    )  # fmt: skip


def _opened(desk: Desk, document_id: str, *spots: Spot) -> tuple[Grip, Document]:
    """Take hold of the document of a person who may settle these spots."""
    held = grip(desk, [document_id])
    row = held.document(document_id)
    for spot in spots:
        desk.require(Action.CORRIGER, spot_thing(row, held.pages[document_id], spot))
    return held, row


def _accepted(
    desk: Desk, document_id: str, spots: Mapping[Spot, int], values: Mapping[Spot, str]
) -> Done:
    held, row = _opened(desk, document_id, *spots)
    laid = documents.laid(desk.session, [document_id])[document_id]
    wanted: dict[Spot, tuple[str | None, str | None]] = {}
    for spot in spots:
        value, raw = _now(laid, spot)
        if value is None:
            raise ImpossibleError(
                f"{label_of(row.type, spot)} : rien n'a été lu, il n'y a rien à accepter. "
                "Saisissez la valeur, ou dites qu'elle est absente.",
                code="rien_a_accepter",
            )
        if spot in values and values[spot] != value:
            label = label_of(row.type, spot)
            raise ChangedError(
                f"{label} a été relu depuis : regardez de nouveau.", what=label, current=value
            )
        wanted[spot] = (value, raw)
    first = next(iter(spots))
    what = label_of(row.type, first) if len(spots) == 1 else f"{len(spots)} champs"
    said = "accepté" if len(spots) == 1 else "acceptés"
    return _settled(desk, held, document_id, wanted, spots, "accepter", f"{what} : {said}.")


def _now(laid: Laid, spot: Spot) -> tuple[str | None, str | None]:
    """The present value of a spot, and what stands on the paper."""
    if spot.target is Target.MARK:
        mark = laid.document.marks.get(spot.name)
        present = mark.present if mark else None
        return (None if present is None else str(present).lower()), None
    field = None
    if spot.target is Target.FIELD:
        field = laid.document.fields.get(spot.name)
    elif spot.row in laid.rows.get(spot.name, ()) and spot.column is not None:
        place = laid.rows[spot.name].index(spot.row)
        field = laid.document.lines[spot.name][place].get(spot.column)
    return (field.value, field.raw) if field else (None, None)


def _settled(
    desk: Desk,
    held: Grip,
    document_id: str,
    wanted: Mapping[Spot, tuple[str | None, str | None]],
    seen: Mapping[Spot, int],
    kind: str,
    sentence: str,
    *,
    page: int | None = None,
    box: Box | None = None,
    why: str | None = None,
) -> Done:
    row = held.document(document_id)
    sheets_ = held.pages[document_id]
    doing = begin(
        desk,
        kind,
        [states.place(ThingKind.DOCUMENT, document_id, spot) for spot in wanted],
        [(Action.CORRIGER, spot_thing(row, sheets_, spot)) for spot in wanted],
    )
    for spot, (value, raw) in wanted.items():
        try:
            decisions.decide(
                desk.session, actor=desk.actor.name, kind=ThingKind.DOCUMENT,
                thing_id=document_id, target=spot.target, name=spot.name, row=spot.row,
                column=spot.column, value=value, raw=raw, why=why,
                page=page if box is not None else None,
                box=codec.box_to_json(box) if page is not None else None,
                expected=seen[spot],
            )  # fmt: skip
        except decisions.ConflictError as conflict:
            raise _by_another(row, spot, conflict.latest) from conflict
    return end(doing, sentence, documents=[document_id])


def _by_another(row: Document, spot: Spot, last: Decision | None) -> ChangedError:
    """Who settled the same spot meanwhile, and to what."""
    label = label_of(row.type, spot)
    if last is None:
        return ChangedError(f"{label} : votre écran n'est plus à jour, regardez de nouveau.")
    current = None if last.undoes else _shown(row.type, spot, last.value)
    said = (
        "a repris sa correction"
        if last.undoes
        else (f"a mis « {current} »" if current else "a dit que c'était absent")
    )
    hour = f"{last.at.astimezone(HERE):%H:%M}"
    return ChangedError(
        f"{label} : {last.actor} {said} à {hour}. Votre saisie n'a pas été enregistrée.",
        who=last.actor,
        at=last.at,
        what=label,
        current=current,
    )


def _shown(type_: str, spot: Spot, value: str | None) -> str | None:
    if value is None:
        return None
    if spot.target is Target.MARK:
        return {"true": "présent", "false": "absent"}.get(value, value)
    spec = spec_of(type_, spot)
    return shown(spec.genre, value) if spec is not None else value


def _line_is_there(desk: Desk, row: Document, spot: Spot) -> None:
    """A cell is settled on a line that there is; else it would make one."""
    if spot.target is not Target.LINE:
        return
    laid = documents.laid(desk.session, [row.id])[row.id]
    if spot.row not in laid.rows.get(spot.name, ()):
        raise MissingError("Cette ligne n'existe pas (plus) : regardez de nouveau.")


def _numbers(desk: Desk, document_id: str, table: str) -> Sequence[int]:
    """Every number that a line of the table has or had."""
    rows = documents.decided(desk.session, document_id)
    used = [r.row for r in rows if r.target is Target.LINE and r.name == table]
    return [number for number in used if number is not None] or [0]
