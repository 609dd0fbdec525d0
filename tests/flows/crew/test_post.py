"""Pieces claimed by workers: done once, given back when they fail, never kept by who lost them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from flows import understanding
from flows.crew import ending
from flows.crew.pieces import Piece
from flows.crew.post import Post, StoppedError
from flows.intake.receive import receive
from flows.reading.pages import Share, read_pages
from flows.reading.pool import ReaderPool
from flows.workplace import Workplace
from models.entities import EnvoiState, PageState, StepState
from storage.blobs import StoreUnreachableError
from storage.records import envois, pages, steps
from storage.records.steps import ClaimLostError
from tests.extractors.intake.deposits import line, pdf
from tests.flows import readers
from tests.flows.papers import NOON, one_file


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    with ReaderPool(1, 60, 400, read=readers.quick) as opened:
        yield opened


def taken_in(place: Workplace) -> str:
    deposit = one_file("sac.pdf", pdf(line("a"), line("b"), line("c")))
    return receive(place, deposit, received_at=NOON).envoi_id


def read(post: Post, piece: Piece) -> bool:
    """What a flow run does with pages; whether it was the one to do it."""
    with post.claimed(piece) as claim:
        if claim is None:
            return False
        share = Share(piece.numbers, claim)
        read_pages(post.place, piece.envoi_id, post.pool, lambda done, total: post.go_on(), share)
    return True


def states(place: Workplace, envoi_id: str) -> list[PageState]:
    with place.database.reading() as session:
        return [page.state for page in pages.of_envoi(session, envoi_id)]


def step_of(place: Workplace, piece: Piece) -> tuple[StepState, bool]:
    """A piece's state, and whether it is put off."""
    with place.database.reading() as session:
        (step,) = [s for s in steps.of_envoi(session, piece.envoi_id) if s.name == piece.name]
        return step.state, step.lease_until is not None


def test_a_piece_is_done_once_and_only_its_pages(place: Workplace, pool: ReaderPool) -> None:
    envoi_id, post = taken_in(place), Post(place, pool)
    piece = Piece(envoi_id, 1, 2)
    assert read(post, piece)
    assert states(place, envoi_id) == [PageState.LUE, PageState.LUE, PageState.ATTENDUE]
    assert ending.due(place, envoi_id) is None
    assert not read(post, piece), "Prefect may hand it over twice"
    assert read(post, Piece(envoi_id, 3, 4))
    rest = ending.due(place, envoi_id)
    assert rest is not None
    assert rest.has_pages


def overtaken(place: Workplace, pool: ReaderPool, piece: Piece) -> None:
    """Read a piece whose lease ran out meanwhile, and which is another's now."""
    with Post(place, pool).claimed(piece) as claim:
        assert claim is not None
        with place.database.transaction() as session:
            steps.release(session, claim)
            assert steps.claim(session, piece.envoi_id, piece.name, piece.version, holder="autre")
        share = Share(piece.numbers, claim)
        read_pages(place, piece.envoi_id, pool, lambda done, total: None, share)


def test_who_lost_his_claim_keeps_no_page(place: Workplace, pool: ReaderPool) -> None:
    piece = Piece(taken_in(place), 1, 2)
    with pytest.raises(ClaimLostError):
        overtaken(place, pool, piece)
    assert set(states(place, piece.envoi_id)) == {PageState.ATTENDUE}
    assert step_of(place, piece)[0] is StepState.EN_COURS, "it is the other's still"


@pytest.mark.parametrize("error", [ValueError("x"), StoreUnreachableError()])
def test_a_piece_that_fails_is_given_back_for_later(
    here: Workplace, pool: ReaderPool, error: Exception
) -> None:
    piece = Piece(taken_in(here), 1, 2)
    with pytest.raises(type(error)), Post(here, pool).claimed(piece):
        raise error
    assert step_of(here, piece) == (StepState.LIBRE, True)


def test_a_worker_asked_to_stop_gives_back_at_once(here: Workplace, pool: ReaderPool) -> None:
    piece, post = Piece(taken_in(here), 1, 2), Post(here, pool)
    post.stop.set()
    with pytest.raises(StoppedError):
        read(post, piece)
    assert step_of(here, piece) == (StepState.LIBRE, False)


def test_a_late_page_does_not_begin_a_finished_envoi_again(place: Workplace) -> None:
    envoi_id = taken_in(place)
    with place.database.transaction() as session:
        envois.set_state(session, envoi_id, EnvoiState.TERMINE)
    with place.database.transaction() as session:
        envois.reading_begun(session, envoi_id)
        assert envois.get(session, envoi_id).state is EnvoiState.TERMINE


def test_a_lease_is_renewed_for_all_that_a_holder_is_at(place: Workplace) -> None:
    envoi_id = taken_in(place)
    with place.database.transaction() as session:
        for name in ("suite", "documents"):
            steps.claim(session, envoi_id, name, "1", holder="a", lease=timedelta(seconds=-1))
        steps.renew_all(session, "a", timedelta(minutes=1))
    with place.database.transaction() as session:
        assert steps.claim(session, envoi_id, "suite", "1", holder="b") is None
        assert steps.claim(session, envoi_id, "documents", "1", holder="b") is None


def test_who_has_the_rest_takes_its_steps_from_a_dead_worker(place: Workplace) -> None:
    envoi_id = taken_in(place)
    with place.database.transaction() as session:
        dead = steps.claim(session, envoi_id, understanding.STEP, "1", holder="a")
        pages_held = steps.claim(session, envoi_id, "pages 1-2", "1", holder="a")
    assert dead is not None
    assert pages_held is not None
    ending.take_over(place, envoi_id)
    with place.database.transaction() as session:
        assert steps.claim(session, envoi_id, understanding.STEP, "1", holder="b") is not None
        steps.finish(session, pages_held)
    with pytest.raises(ClaimLostError), place.database.transaction() as session:
        steps.finish(session, dead)
