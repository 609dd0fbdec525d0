"""Readers that crash, hang, raise or lie: the page is unread and says why, the bag goes on."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extractors.pages.source import KeptPage
from flows.dossiers.assembly import assemble
from flows.intake.receive import receive
from flows.reading.pages import read_pages
from flows.reading.pool import PageTask, ReaderPool, Unread
from flows.result import result_of
from flows.steps import close
from flows.understanding import understand
from flows.workplace import Workplace, open_workplace
from models.entities import Page, PageState
from models.errors import StepFailed
from models.settings import Settings
from storage.records import pages
from storage.workers import this_worker
from tests.cli.rules import broken_rules
from tests.extractors.intake.deposits import line, pdf
from tests.flows import readers
from tests.flows.papers import NOON, one_file

SECONDS = 8
BAG = pdf(*(line(f"page {n}") for n in range(len(readers.PLAN))))


def no_progress(done: int, total: int) -> None:
    pass


@dataclass(frozen=True)
class Bag:
    """What became of a bag whose pages go wrong as planned."""

    result: Any
    sheets: Sequence[Page]
    told: Sequence[tuple[int, int]]
    read_again: int


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> Bag:
    home = tmp_path_factory.mktemp("sac")
    told: list[tuple[int, int]] = []
    with open_workplace(Settings(home=home)) as place:
        envoi_id = receive(place, one_file("sac.pdf", BAG), received_at=NOON).envoi_id
        with ReaderPool(2, SECONDS, 400, read=readers.planned) as pool:
            read_pages(place, envoi_id, pool, lambda done, total: told.append((done, total)))
            again = read_pages(place, envoi_id, pool, no_progress)
        holder = this_worker()
        understand(place, envoi_id, holder)
        assemble(place, envoi_id, holder, date(2025, 11, 5))
        close(place, [envoi_id])
        with place.database.reading() as session:
            result = json.loads(result_of(session, [envoi_id]).model_dump_json(by_alias=True))
            return Bag(result, pages.of_envoi(session, envoi_id), told, again)


@pytest.mark.parametrize(("index", "what"), [*enumerate(readers.PLAN)])
def test_a_page_is_read_or_says_why_in_french(bag: Bag, index: int, what: str) -> None:
    page = bag.sheets[index]
    errors = {error["page"]: error for error in bag.result["envois"][0]["erreurs"]}
    if what == readers.GOOD:
        assert page.state is PageState.LUE
        assert index + 1 not in errors
        return
    assert page.state is PageState.NON_LUE
    assert page.image_sha256 is None
    assert page.confidential, "what nobody has seen may be a medical secret"
    expected = {
        "sort": "interrompue",
        "se tue": "interrompue",
        "pend": f"dépassé {SECONDS} secondes",
        "refuse": readers.SENTENCE,
        "dévore": "trop de mémoire",
    }
    told = errors[index + 1]
    assert told["code"] == "page_non_lue"
    assert expected.get(what, "n'a pas pu être lue : à lire par une personne.") in told["message"]


def test_a_bag_with_bad_pages_ends_and_keeps_the_rules(bag: Bag) -> None:
    assert broken_rules(bag.result) == []
    assert bag.told[0] == (0, len(readers.PLAN))
    assert bag.told[-1] == (len(readers.PLAN), len(readers.PLAN))
    assert bag.read_again == 0, "what was tried by this version is not tried again"
    assert bag.result["dossiers"]
    assert "complet" not in {d["statut"] for d in bag.result["dossiers"]}


def test_a_reader_killed_at_a_page_leaves_nothing_of_it_behind(tmp_path: Path) -> None:
    with ReaderPool(1, 5, 400, read=readers.hung_with_a_file) as pool:
        ((_, result),) = pool.read([PageTask(1, tmp_path, "pdf", 0)], 200)
    assert isinstance(result, Unread)
    assert "5 secondes" in result.reason
    assert not Path((tmp_path / "where").read_text(encoding="utf-8")).exists()


def test_readers_are_renewed() -> None:
    tasks = [PageTask(n, Path("sac.pdf"), "pdf", n - 1) for n in (1, 2)]
    with ReaderPool(1, 30, 1, read=readers.process_id) as pool:
        found = [r.reading.text for _, r in pool.read(tasks, 200) if isinstance(r, KeptPage)]
    assert len(found) == 2
    assert len(set(found)) == 2


def test_an_interrupted_pool_does_not_wait_for_its_pages() -> None:
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        _interrupted()
    assert time.monotonic() - began < 30


def _interrupted() -> None:
    with ReaderPool(1, 600, 400, read=readers.interrupting) as pool:
        tasks = [PageTask(n, Path("sac.pdf"), "pdf", n) for n in (0, 1)]
        for _ in pool.read(tasks, 200):
            raise KeyboardInterrupt  # while the second page is being read


def test_a_reading_that_stops_goes_on_with_the_pages_that_are_left(here: Workplace) -> None:
    class Killed(Exception):
        pass

    def kill(done: int, total: int) -> None:
        if done == 2:
            raise Killed

    bag = pdf(*(line(f"page {n}") for n in range(5)))
    envoi_id = receive(here, one_file("sac.pdf", bag), received_at=NOON).envoi_id
    with pytest.raises(Killed), ReaderPool(1, 60, 400, read=readers.quick) as pool:
        read_pages(here, envoi_id, pool, kill)
    told: list[int] = []
    with ReaderPool(1, 60, 400, read=readers.quick) as pool:
        assert read_pages(here, envoi_id, pool, lambda done, total: told.append(done)) == 3
    assert told == [2, 3, 4, 5]


def test_while_another_command_is_at_it_nothing_is_done_twice(here: Workplace) -> None:
    from flows.understanding import STEP, VERSION
    from storage.records import documents, steps

    envoi_id = receive(here, one_file("sac.pdf", BAG), received_at=NOON).envoi_id
    with here.database.transaction() as session:
        steps.claim(session, envoi_id, STEP, VERSION, holder=this_worker())
    with pytest.raises(StepFailed, match="autre commande"):
        understand(here, envoi_id, this_worker())
    with here.database.reading() as session:
        assert not documents.of_envoi(session, envoi_id)


def test_an_envoi_left_half_way_says_so_in_the_result(here: Workplace) -> None:
    envoi_id = receive(here, one_file("sac.pdf", BAG), received_at=NOON).envoi_id
    with here.database.reading() as session:
        result = result_of(session, [envoi_id], {envoi_id: "Arrêté en route."})
    (error,) = result.envois[0].erreurs
    assert (error.code, error.message, error.page) == ("etape_echouee", "Arrêté en route.", None)
