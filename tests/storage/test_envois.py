from __future__ import annotations

import threading

import pytest
from sqlalchemy import select
from sqlalchemy.exc import InvalidRequestError

from models.entities import Channel, Envoi, EnvoiState, Page, PageState, Target, ThingKind
from models.reading import PageReading
from storage.database import Database
from storage.records import decisions, envois, numbers, pages
from tests.storage.conftest import NOON, MakeEnvoi


def test_the_same_bytes_are_resumed_then_flagged_as_duplicates(
    database: Database, make_envoi: MakeEnvoi
) -> None:
    first = make_envoi()
    assert make_envoi().id == first.id
    with database.transaction() as session:
        envois.set_state(session, first.id, EnvoiState.TERMINE)
    second = make_envoi()
    assert (second.duplicate_of, second.state) == (first.id, EnvoiState.RECU)
    assert make_envoi().id == second.id
    with database.transaction() as session:
        done = envois.set_state(session, second.id, EnvoiState.QUARANTAINE)
        assert done.finished_at is not None
    third = make_envoi()
    assert third.duplicate_of == first.id
    assert make_envoi(content="autre").duplicate_of is None
    assert len({first.numero, second.numero, third.numero}) == 3
    with database.reading() as session:
        assert envois.unfinished(session)[0].id == third.id
        assert len(envois.newest(session)) == 4


def test_the_same_bytes_at_once_are_one_envoi(database: Database) -> None:
    start = threading.Barrier(6)

    def arrive() -> None:
        start.wait()
        with database.transaction() as session:
            envois.take_in(
                session,
                source="x.pdf",
                sha256="0" * 64,
                size=1,
                channel=Channel.EMAIL,
                received_at=NOON,
            )

    threads = [threading.Thread(target=arrive) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert len(session.scalars(select(Envoi)).all()) == 1


def test_a_number_is_found_again_from_the_paper(database: Database, make_envoi: MakeEnvoi) -> None:
    envoi = make_envoi()
    assert numbers.is_number(envoi.numero)
    with database.reading() as session:
        found = envois.by_number(session, f" {envoi.numero.lower()} ")
        assert found is not None
        assert found.id == envoi.id
        assert envois.by_number(session, "E25-99999-0") is None


@pytest.mark.parametrize("typed", ["E25-00142-6", "E25-0042", "X25-00042-1", "E25-00042-", ""])
def test_a_mistyped_number_is_noticed(typed: str) -> None:
    assert not numbers.is_number(typed)


def test_numbers_count_by_series_and_year(database: Database) -> None:
    with database.transaction() as session:
        given = [
            numbers.next_number(session, numbers.Series.LOT, NOON),
            numbers.next_number(session, numbers.Series.LOT, NOON),
            numbers.next_number(session, numbers.Series.DOSSIER, NOON),
            numbers.next_number(session, numbers.Series.LOT, NOON.replace(year=2026)),
        ]
    assert [number[:-2] for number in given] == [
        "L25-00001",
        "L25-00002",
        "D25-00001",
        "L26-00001",
    ]
    assert all(map(numbers.is_number, given))


def test_a_refusal_met_again_is_the_same(database: Database, make_envoi: MakeEnvoi) -> None:
    envoi = make_envoi()
    for _ in range(2):
        with database.transaction() as session:
            envois.refuse(
                session,
                envoi_id=envoi.id,
                name="b.pdf",
                sha256=None,
                code="pdf_chiffre",
                message="Le fichier est protégé par un mot de passe.",
            )
    with database.reading() as session:
        assert len(envois.refusals(session, envoi.id)) == len(envois.quarantine(session)) == 1


def test_pages_are_kept_one_by_one(
    database: Database, make_envoi: MakeEnvoi, reading: PageReading
) -> None:
    envoi = make_envoi(3)
    make_envoi(3)  # expecting them again adds none
    with database.transaction() as session:
        pages.keep_reading(session, envoi.id, 2, reading, reader_version="r1", image_sha256=None)
        pages.keep_unread(session, envoi.id, 3, "La page n'a pas pu être lue.", reader_version="r1")
    with database.reading() as session:
        kept = pages.of_envoi(session, envoi.id)
        assert [page.state for page in kept] == [
            PageState.ATTENDUE,
            PageState.LUE,
            PageState.NON_LUE,
        ]
        assert [page.rotation for page in kept] == [0, 90, 0]
        assert [page.number for page in pages.to_read(session, envoi.id, "r1")] == [1]
        assert [page.number for page in pages.to_read(session, envoi.id, "r2")] == [1, 2, 3]
        assert pages.readings(session, envoi.id) == {2: reading}
        assert pages.reading(session, envoi.id, 2) == reading
        assert pages.reading(session, envoi.id, 1) is None


def test_a_reading_is_loaded_only_when_asked_for(database: Database, make_envoi: MakeEnvoi) -> None:
    envoi = make_envoi()
    with database.reading() as session:
        page = pages.get(session, envoi.id, 1)
        with pytest.raises(InvalidRequestError):
            _ = page.reading


def test_a_page_is_secret_until_it_is_known_not_to_be_and_a_person_has_the_last_word(
    database: Database, make_envoi: MakeEnvoi
) -> None:
    envoi = make_envoi()

    def page() -> Page:
        with database.reading() as session:
            return pages.get(session, envoi.id, 1)

    def machine(secret: bool) -> None:
        with database.transaction() as session:
            pages.set_confidential(session, envoi.id, 1, confidential=secret, why="type")

    assert page().confidential
    machine(False)
    assert not page().confidential
    with database.transaction() as session:
        decisions.decide(
            session,
            actor="dr",
            kind=ThingKind.PAGE,
            thing_id=page().id,
            target=Target.ATTRIBUTE,
            name="confidential",
            value="true",
        )
    machine(False)
    assert page().confidential


def test_the_same_page_of_the_same_file_is_read_once(
    database: Database, make_envoi: MakeEnvoi, reading: PageReading
) -> None:
    first = make_envoi(2)
    with database.transaction() as session:
        pages.keep_reading(session, first.id, 1, reading, reader_version="r1", image_sha256=None)
        pages.keep_unread(session, first.id, 2, "Trop longue.", reader_version="r1")
        envois.set_state(session, first.id, EnvoiState.TERMINE)
    again = make_envoi(2)
    assert again.id != first.id
    with database.transaction() as session:
        assert pages.copy_known(session, again.id, "r2") == 0
        assert pages.copy_known(session, again.id, "r1") == 1
        assert pages.readings(session, again.id) == {1: reading}
        assert [page.number for page in pages.to_read(session, again.id, "r1")] == [2]


def test_what_a_channel_delivers_again_is_the_same_envoi(database: Database) -> None:
    def deliver(key: str, sha256: str) -> envois.Arrival:
        with database.transaction() as session:
            return envois.take_in(
                session, source="m.eml", sha256=sha256, size=1, channel=Channel.EMAIL,
                received_at=NOON, delivery=key,
            )  # fmt: skip

    first = deliver("courriel:a", "0" * 64)
    assert not first.known
    again = deliver("courriel:a", "1" * 64)
    assert (again.envoi.id, again.known, again.resumed) == (first.envoi.id, True, True)
    with database.transaction() as session:
        envois.set_state(session, first.envoi.id, EnvoiState.TERMINE)
    assert (deliver("courriel:a", "0" * 64).known, deliver("courriel:a", "0" * 64).resumed) == (
        True,
        False,
    )
    other = deliver("courriel:b", "0" * 64)
    assert other.envoi.id != first.envoi.id
    assert other.envoi.duplicate_of == first.envoi.id
