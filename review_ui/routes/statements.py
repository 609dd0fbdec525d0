"""Statements for partners and registers: the manager's list of what was drawn up, and files to take."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, BinaryIO

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import RedirectResponse, StreamingResponse
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from flows.statements import registers
from flows.statements.clock import wanting
from flows.statements.making import PDF, STATEMENT, XLSX, file_name, make, rules_for
from flows.statements.register_rows import Asked
from flows.statements.registers import REGISTERS, Register
from flows.statements.spans import due_on, named
from models.entities import Statement
from models.organismes.statements import all_statement_rules
from models.permissions import Action
from models.settings import Settings
from review_ui.paging import Paging
from review_ui.visit import Visit, Visiting, Writing
from review_ui.wording import dates, words
from storage.records import audit, statements

router = APIRouter()

PER_PAGE = 40
IN_MEMORY = 2_000_000
"""Bytes of a register from which it is written to a file, from which it is sent."""
CHUNK = 64 * 1024
A_YEAR = timedelta(days=365)
Name = Annotated[str, Query(max_length=40)]
Day = Annotated[str, Query(max_length=10)]
Write = Callable[[Session, Register, Asked, Settings, BinaryIO], None]


@dataclass(frozen=True, slots=True)
class Line:
    """A statement, as the list shows it."""

    id: str
    owner: str
    organisme: str
    span: str
    words: str
    version: int
    made: str
    late: bool
    due: str
    figures: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A statement that should be there and is not yet."""

    owner: str
    organisme: str
    span: str
    words: str
    due: str
    late: bool


@router.get("/etats")
def listed(
    visit: Visiting, organisme: Name = "", page: Annotated[int, Query(ge=1, le=10_000)] = 1
) -> Response:
    """What was drawn up, what is still to be, and the registers."""
    visit.require(Action.VOIR, STATEMENT)
    owner = organisme if organisme in all_statement_rules() else ""
    paging = Paging(
        page, PER_PAGE, statements.total(visit.session, owner or None),
        {"organisme": owner} if owner else {},
    )  # fmt: skip
    rows = statements.every(visit.session, owner or None, limit=PER_PAGE, offset=paging.offset)
    today = visit.today(owner)
    return visit.page(
        "statements.html",
        lines=[_line(row) for row in rows],
        missing=list(_missing(visit, owner)) if paging.number == 1 else [],
        paging=paging,
        organisme=owner,
        organismes=[(name, words.organisme_title(name)) for name in all_statement_rules()],
        registers=[(one.key, one.title) for one in REGISTERS.values()],
        first=(today - A_YEAR).isoformat(),
        last=today.isoformat(),
    )


@router.get("/etats/{statement_id}.pdf")
def as_pdf(visit: Visiting, statement_id: str) -> Response:
    """A statement, as it was drawn up."""
    return _kept(visit, statement_id, "pdf")


@router.get("/etats/{statement_id}.xlsx")
def as_xlsx(visit: Visiting, statement_id: str) -> Response:
    """The same as a workbook."""
    return _kept(visit, statement_id, "xlsx")


@router.post("/etats/etablir")
def drawn_up(
    visit: Writing,
    organisme: Annotated[str, Form(max_length=40)] = "",
    periode: Annotated[str, Form(max_length=20)] = "",
    raison: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    """Draw up the statement of a period, once more where there is one."""
    visit.require(Action.IMPRIMER, STATEMENT)
    span = named(periode, rules_for(organisme))
    make(visit.office.place, visit.actor, organisme, span, visit.now, why=raison.strip() or None)
    return RedirectResponse(f"/etats?organisme={organisme}", status_code=303)


@router.get("/registres/{registre}.pdf")
def register_pdf(
    visit: Visiting, registre: str, organisme: Name = "", du: Day = "", au: Day = ""
) -> Response:
    """A register on paper."""
    return _register(visit, registre, organisme, du, au, registers.write_pdf, "pdf", PDF)


@router.get("/registres/{registre}.xlsx")
def register_xlsx(
    visit: Visiting, registre: str, organisme: Name = "", du: Day = "", au: Day = ""
) -> Response:
    """A register as a workbook."""
    return _register(visit, registre, organisme, du, au, registers.write_xlsx, "xlsx", XLSX)


@router.get("/registres")
def register_asked(
    visit: Visiting,
    registre: Name = "",
    organisme: Name = "",
    du: Day = "",
    au: Day = "",
    format: Name = "xlsx",
) -> Response:
    """From the form of the page to the file."""
    visit.require(Action.VOIR, STATEMENT)
    found, ending = registers.named(registre), "pdf" if format == "pdf" else "xlsx"
    where = f"/registres/{found.key}.{ending}?organisme={rules_for(organisme).organisme}"
    where += "".join(
        f"&{name}={day}" for name, day in (("du", dates.typed(du)), ("au", dates.typed(au))) if day
    )
    return RedirectResponse(where, status_code=303)


def _line(row: Statement) -> Line:
    span = named(row.span, rules_for(row.organisme))
    zone = dates.zone_of(row.organisme)
    return Line(
        row.id, row.organisme, words.organisme_word(row.organisme), row.span, span.words, row.version,
        dates.moment(row.at, zone), row.version == 1 and row.at.astimezone(zone).date() > row.due_on,
        dates.day(row.due_on), tuple(str(row.figures.get(name, "")) for name in ("recus", "transmis", "regles", "rejetes")),
        row.why or "",
    )  # fmt: skip


def _missing(visit: Visit, owner: str) -> Iterator[Missing]:
    for name, rules in all_statement_rules().items():
        if owner in ("", name):
            today = visit.today(name)
            for span in wanting(visit.office.place, name, rules, today):
                due = due_on(span, rules)
                yield Missing(
                    name, words.organisme_word(name), span.key, span.words, dates.day(due), due < today
                )  # fmt: skip


def _kept(visit: Visit, statement_id: str, ending: str) -> Response:
    visit.require(Action.VOIR, STATEMENT)
    row = visit.session.get(Statement, statement_id)
    if row is None:
        raise NoResultFound
    sha256, media = (row.pdf_sha256, PDF) if ending == "pdf" else (row.xlsx_sha256, XLSX)
    data = visit.office.blobs.get(sha256)
    _note(visit, "etat.telecharge", audit.reference("statement", row.id))
    return Response(data, media_type=media, headers=_headers(f"{file_name(row)}.{ending}"))


def _register(
    visit: Visit, key: str, owner: str, du: str, au: str, write: Write, ending: str, media: str
) -> Response:
    visit.require(Action.VOIR, STATEMENT)
    found = registers.named(key)
    name = rules_for(owner).organisme
    today = visit.today(name)
    last = dates.typed(au) or today
    asked = Asked(name, min(dates.typed(du) or last - A_YEAR, last), last, today)
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by `_sent`
    try:
        write(visit.session, found, asked, visit.office.place.settings, file)  # type: ignore[arg-type]
    except BaseException:
        file.close()
        raise
    _note(visit, "registre.telecharge", f"registre/{found.key}-{name}")
    headers = _headers(f"registre-{found.key}-{name}-{today}.{ending}")
    return StreamingResponse(_sent(file), media_type=media, headers=headers)


def _sent(file: tempfile.SpooledTemporaryFile[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def _headers(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }


def _note(visit: Visit, action: str, thing: str) -> None:
    """Who took it away."""
    visit.office.database.write(
        lambda session: audit.record(
            session, actor=visit.actor.name, action=action, thing=thing, at=visit.now
        )
    )
