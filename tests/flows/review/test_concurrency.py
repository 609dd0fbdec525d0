"""Ten people at once: no update is lost, each acts on what he saw or is told."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from flows.review import fields, pages
from flows.review.errors import ChangedError, ReviewError
from flows.review.fields import Spot
from flows.review.undo import undo
from flows.workplace import open_workplace
from models.entities import Decision, Target, ThingKind
from models.permissions import Actor, Role
from models.settings import Settings
from storage.records import audit, decisions, documents
from tests.flows.review.office import (
    EVERYBODY,
    INVOICE,
    INVOICE_END,
    PRESCRIPTION,
    SHEET,
    Bag,
    Office,
    bag,
)

PEOPLE = [Actor(f"Relecteur {n}", frozenset({Role.RELECTEUR})) for n in range(10)]
TOTAL = Spot(Target.FIELD, "montant_total")
NAMES = ("numero_facture", "emetteur_nom", "patient_nom", "patient_prenom", "emetteur_ville")


@pytest.fixture
def crowd(postgresql_url: str, tmp_path: Path) -> Iterator[tuple[Office, Bag]]:
    settings = Settings(home=tmp_path / "maison", database_url=postgresql_url)
    with open_workplace(settings) as place:
        office = Office(place)
        yield office, bag(place, SHEET, PRESCRIPTION, INVOICE, INVOICE_END)


def current(office: Office, document_id: str, spot: Spot) -> tuple[int, str | None]:
    with office.place.database.reading() as session:
        sheet = fields.sheet(session, document_id)
        field = sheet.document.fields.get(spot.name)
        return sheet.seen.get(spot, 0), field.value if field else None


def test_one_field_ten_people_no_update_is_lost(crowd: tuple[Office, Bag]) -> None:
    """Each adds one to the total until it is done five times: a lost update would show."""
    office, papers = crowd
    row = office.document(papers, "facture")
    office.do(EVERYBODY, lambda desk: fields.correct(desk, row.id, TOTAL, "0", seen=0))
    told: list[str | None] = []

    def count(actor: Actor) -> None:
        left = 5
        while left:
            seen, value = current(office, row.id, TOTAL)
            assert value is not None
            wanted = f"{float(value) + 1:.2f}"
            try:
                office.do(
                    actor,
                    lambda desk, wanted=wanted, seen=seen: fields.correct(  # type: ignore[misc]
                        desk, row.id, TOTAL, wanted, seen=seen
                    ),
                )
            except ChangedError as error:
                told.append(error.who)
            else:
                left -= 1

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(count, PEOPLE))
    assert current(office, row.id, TOTAL)[1] == "50.00"
    assert set(told) <= {actor.name for actor in PEOPLE}, "each was told who came before"
    with office.place.database.reading() as session:
        rows = decisions.standing(decisions.of(session, ThingKind.DOCUMENT, row.id))
        assert [r.value for r in rows] == [f"{n}.00" for n in range(51)]
        assert audit.verify(session) is None
        assert audit.altered_decisions(session) == []


def test_different_fields_are_nobodys_business(crowd: tuple[Office, Bag]) -> None:
    office, papers = crowd
    row = office.document(papers, "facture")

    def edit(work: tuple[Actor, str]) -> None:
        actor, name = work
        spot = Spot(Target.FIELD, name)
        for turn in range(3):
            seen, _ = current(office, row.id, spot)
            typed = f"{'ABC'[turn]}2025/1" if name == "numero_facture" else f"NOM {'ABC'[turn]}"
            office.do(
                actor,
                lambda desk, typed=typed, seen=seen: fields.correct(  # type: ignore[misc]
                    desk, row.id, spot, typed, seen=seen
                ),
            )

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(edit, zip(PEOPLE, NAMES, strict=False)))
    for name in NAMES:
        value = current(office, row.id, Spot(Target.FIELD, name))[1]
        assert value is not None
        assert "C" in value.upper()


def test_cutting_and_correcting_at_once_loses_nothing(crowd: tuple[Office, Bag]) -> None:
    """Some cut and undo, others correct: at the end the papers are whole and the chain holds."""
    office, papers = crowd
    row = office.document(papers, "facture")
    page = office.page_id(papers, 4)
    codes: set[str] = set()

    def cut(actor: Actor) -> None:
        for _ in range(3):
            try:
                seen = office.refreshed(row).revision
                done = office.do(
                    actor,
                    lambda desk, seen=seen: pages.extract_page(desk, page, seen=seen),  # type: ignore[misc]
                )
                office.do(actor, lambda desk, act=done.act: undo(desk, act))  # type: ignore[misc]
            except ReviewError as error:
                codes.add(error.code)

    def edit(actor: Actor) -> None:
        for turn in range(4):
            seen, _ = current(office, row.id, TOTAL)
            with suppress(ChangedError):
                office.do(
                    actor,
                    lambda desk, turn=turn, seen=seen: fields.correct(  # type: ignore[misc]
                        desk, row.id, TOTAL, str(100 + turn), seen=seen
                    ),
                )

    with ThreadPoolExecutor(6) as pool:
        work = [pool.submit(cut, actor) for actor in PEOPLE[:3]]
        work += [pool.submit(edit, actor) for actor in PEOPLE[3:6]]
        for one in work:
            one.result()
    assert codes <= {"deja_modifie", "page_seule", "annulation_impossible", "introuvable"}
    with office.place.database.reading() as session:
        rows = documents.of_envoi(session, papers.envoi_id)
        found = documents.pages(session, [r.id for r in rows])
        assert sorted(p.number for some in found.values() for p in some) == [1, 2, 3, 4]
        value = documents.current(session, [row.id])[row.id].fields["montant_total"].value
        last = session.query(Decision).filter_by(thing_id=row.id, name="montant_total").all()
        assert value in {r.value for r in last}
        assert audit.verify(session) is None
        assert audit.altered_deeds(session) == []
