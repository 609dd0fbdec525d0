"""The whole story of an envoi, one verb a line: here, or by any number of workers.

An envoi is kept, its pages are read, its documents understood, its dossiers assembled,
judged and put in lots. Each step is done once, whatever is killed or started twice:
finished steps are in our own tables, not in Prefect.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.crew import ending
from flows.crew.pieces import Piece
from flows.crew.post import here
from flows.dossiers.assembly import assemble
from flows.reading.pages import Share, read_pages
from flows.reading.pool import ReaderPool
from flows.understanding import understand
from flows.workplace import Workplace
from storage.workers import this_worker

Progress = Callable[[int, int], None]


@flow(name="envoi", log_prints=False, validate_parameters=False, persist_result=False)
async def process_envoi(
    place: Workplace, envoi_id: str, pool: ReaderPool, progress: Progress, on: date
) -> None:
    """From an envoi that is kept to its dossiers in their lots, in this process."""
    holder = this_worker()
    lire_pages(place, envoi_id, pool, progress)
    comprendre_documents(place, envoi_id, holder, pool)
    constituer_dossiers(place, envoi_id, holder, on)


@flow(name="morceau", log_prints=False, validate_parameters=False, persist_result=False)
async def process_piece(envoi_id: str, first: int = 0, last: int = 0) -> None:
    """The same by several workers: some pages of an envoi; the rest by whoever reads its last page."""
    post = here()
    place, pool = post.place, post.pool
    if first:
        with post.claimed(Piece(envoi_id, first, last)) as claim:
            if claim is not None:
                share = Share(range(first, last + 1), claim)
                lire_pages(place, envoi_id, pool, lambda done, total: post.go_on(), share)
    if (rest := ending.due(place, envoi_id)) is None:
        return
    with post.claimed(Piece(envoi_id)) as claim:
        if claim is None:
            return
        if rest.has_pages:
            ending.take_over(place, envoi_id)
            comprendre_documents(place, envoi_id, claim.holder, pool)
            post.go_on()
            constituer_dossiers(place, envoi_id, claim.holder, rest.received)
        conclure(place, envoi_id)


# Synchronous tasks in an asynchronous flow: a synchronous flow costs a second each,
# which Prefect spends joining its heartbeat thread.
lire_pages = task(name="lire les pages", cache_policy=NO_CACHE)(read_pages)
comprendre_documents = task(name="comprendre les documents", cache_policy=NO_CACHE)(understand)
constituer_dossiers = task(name="constituer les dossiers", cache_policy=NO_CACHE)(assemble)
conclure = task(name="conclure", cache_policy=NO_CACHE)(ending.conclude)
