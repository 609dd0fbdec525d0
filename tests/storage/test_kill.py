"""`kill -9` at any moment: what was committed is there, what was not is not there in part."""

from __future__ import annotations

import multiprocessing
import random
import time
from datetime import timedelta

from sqlalchemy import func, select

from models.entities import Document as DocumentRow
from models.entities import DocumentPage, Page, PageState, Proposal, Target
from models.geometry import Box
from models.reading import Document, Field, How, PageReading, Rotation, Word
from storage.database import Database
from storage.records import audit, documents, pages, steps
from storage.workers import this_worker
from tests.storage.conftest import MakeEnvoi

PAGES = 30


def reading_of(number: int) -> PageReading:
    word = Word(f"page {number}", Box(0, 0, 1, 1), 0.9, How.OCR, 0)
    return PageReading(Rotation(0), 1.0, 0.0, False, 100, 100, 200, (word,) * 50)


def document_of(number: int) -> Document:
    field = Field(str(number), "", 0.9, number, Box(0, 0, 1, 1), How.OCR)
    return Document((number,), "facture", 0.9, {f"champ_{n}": field for n in range(10)})


def process(url: str, envoi_id: str) -> None:
    """What a flow does: every page on its own, then all the documents with their step."""
    database = Database.open(url)
    with database.reading() as session:
        todo = [page.number for page in pages.to_read(session, envoi_id, "1")]
    for number in todo:
        with database.transaction() as session:
            pages.keep_reading(
                session,
                envoi_id,
                number,
                reading_of(number),
                reader_version="1",
                image_sha256=None,
            )
            audit.record(session, actor="systeme", action="lire", thing=f"page/{number}")
    with database.transaction() as session:
        held = steps.claim(
            session,
            envoi_id,
            "documents",
            "1",
            holder=this_worker(),
            lease=timedelta(minutes=5),
        )
    if held:
        with database.transaction() as session:
            read = [document_of(number) for number in range(1, PAGES + 1)]
            documents.record(session, envoi_id, read, "1")
            steps.finish(session, held)
    database.close()


def test_a_run_killed_again_and_again_ends_as_if_it_had_not_been(
    database: Database, database_url: str, make_envoi: MakeEnvoi
) -> None:
    envoi = make_envoi(PAGES)
    spawn = multiprocessing.get_context("spawn")
    chance, kills, read_before = random.Random(7), 0, 0
    for _ in range(60):
        run = spawn.Process(target=process, args=(database_url, envoi.id))
        run.start()
        if kills < 8:
            with database.reading() as session:
                before = audit.count(session)
            for _ in range(2000):  # until it does something, then a moment more
                with database.reading() as session:
                    now = audit.count(session)
                if now != before or not run.is_alive():
                    break
                time.sleep(0.005)
            time.sleep(chance.random() * 0.02)
            run.kill()
            kills += 1
        run.join()
        with database.reading() as session:
            read = session.scalar(
                select(func.count()).select_from(Page).where(Page.state == PageState.LUE)
            )
            assert read is not None
            assert read >= read_before  # nothing lost
            assert session.scalar(select(func.count()).select_from(DocumentRow)) in (0, PAGES)
            finished = steps.is_done(session, envoi.id, "documents", "1")
            assert finished == bool(documents.of_envoi(session, envoi.id))
            assert audit.verify(session) is None
            assert audit.count(session) == read
        read_before = read
        if run.exitcode == 0:
            break
    assert finished
    with database.reading() as session:
        assert pages.readings(session, envoi.id) == {
            number: reading_of(number) for number in range(1, PAGES + 1)
        }
        assert session.scalar(select(func.count()).select_from(DocumentPage)) == PAGES
        fields = select(func.count()).where(Proposal.target == Target.FIELD)
        assert session.scalar(fields) == PAGES * 10
        rows = documents.of_envoi(session, envoi.id)
        now_read = documents.current(session, [row.id for row in rows])
        assert [now_read[row.id] for row in rows] == [document_of(n + 1) for n in range(PAGES)]
