"""The whole story of an envoi, one verb a line.

An envoi is kept, its pages are read, its documents understood, its dossiers assembled,
judged and put in lots. Each step is done once, whatever is killed or started twice:
finished steps are in our own tables, not in Prefect.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.dossiers.assembly import assemble
from flows.reading.pages import read_pages
from flows.reading.pool import ReaderPool
from flows.understanding import understand
from flows.workplace import Workplace
from storage.workers import this_worker

Progress = Callable[[int, int], None]


@flow(name="envoi", log_prints=False, validate_parameters=False, persist_result=False)
async def process_envoi(
    place: Workplace, envoi_id: str, pool: ReaderPool, progress: Progress, on: date
) -> None:
    """From an envoi that is kept to its dossiers in their lots."""
    holder = this_worker()
    lire_pages(place, envoi_id, pool, progress)
    comprendre_documents(place, envoi_id, holder, pool)
    constituer_dossiers(place, envoi_id, holder, on)


# Synchronous tasks in an asynchronous flow: a synchronous flow costs a second each,
# which Prefect spends joining its heartbeat thread.
lire_pages = task(name="lire les pages", cache_policy=NO_CACHE)(read_pages)
comprendre_documents = task(name="comprendre les documents", cache_policy=NO_CACHE)(understand)
constituer_dossiers = task(name="constituer les dossiers", cache_policy=NO_CACHE)(assemble)
