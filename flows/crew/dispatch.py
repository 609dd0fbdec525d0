"""Pieces handed to a Prefect server, which hands them to whichever worker asks.

Prefect is told nothing but the envoi's id and page numbers. It is a queue here: what is
done, held and left over is in our own tables.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from uuid import UUID

from flows.crew.pieces import Lane, Piece, Waiting
from models.errors import StepFailed
from models.settings import Settings

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient

FLOW = "morceau"
ENTRYPOINT = "flows.pipeline.process_piece"
POOL_TYPE = "process"
AGAIN = 60
"""Seconds, at most, in which a piece that nobody takes is not handed over twice."""
PAGE = 200
"""Runs listed at a time: as many as the server gives."""


class QueueAwayError(StepFailed):
    """The Prefect server does not answer."""


class Dispatcher:
    """Hands pieces over. `engine.connected` must have been called before."""

    def __init__(self, settings: Settings) -> None:
        self._pool = settings.prefect_bassin
        self._again = min(AGAIN, settings.bail)
        self._deployment: UUID | None = None
        self._lock = threading.Lock()

    def prepare(self) -> None:
        """Have the pool, its queues and the deployment on the server; what is there stays."""
        with self._client() as client:
            self._prepared(client)

    def send(self, waiting: Sequence[Waiting]) -> None:
        """Hand pieces over, each once; the same one again within a minute is nothing new."""
        if not waiting:
            return
        moment = int(time.time()) // self._again
        with self._client() as client:
            deployment = self._prepared(client)
            for one in waiting:
                piece = one.piece
                client.create_flow_run_from_deployment(
                    deployment,
                    name=_name(piece),
                    parameters={
                        "envoi_id": piece.envoi_id,
                        "first": piece.first,
                        "last": piece.last,
                    },
                    work_queue_name=one.lane.value,
                    idempotency_key=f"{_name(piece)} {one.attempts} {moment}",
                )

    def queued(self) -> set[tuple[str, str]]:
        """What waits on the server for a worker: envoi and name of each piece."""
        from prefect.client.schemas.filters import (
            FlowRunFilter,
            FlowRunFilterDeploymentId,
            FlowRunFilterState,
            FlowRunFilterStateType,
        )
        from prefect.client.schemas.objects import StateType

        found: set[tuple[str, str]] = set()
        with self._client() as client:
            waiting = FlowRunFilter(
                deployment_id=FlowRunFilterDeploymentId(any_=[self._prepared(client)]),
                state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
            )
            while True:
                runs = client.read_flow_runs(flow_run_filter=waiting, limit=PAGE, offset=len(found))
                before = len(found)
                for run in runs:
                    found.add(_piece_of(run.parameters))
                if len(runs) < PAGE or len(found) == before:
                    return found

    @contextmanager
    def _client(self) -> Iterator[SyncPrefectClient]:
        from httpx import HTTPError
        from prefect.client.orchestration import get_client
        from prefect.exceptions import PrefectException

        with self._lock:
            try:
                with get_client(sync_client=True) as client:
                    yield client
            except (HTTPError, PrefectException) as error:
                self._deployment = None  # it may be another server by now, or an emptied one
                raise QueueAwayError(
                    "Le serveur Prefect ne répond pas comme il faut : vérifiez qu'il tourne et que "
                    "LIASSE_PREFECT_URL est la sienne."
                ) from error

    def _prepared(self, client: SyncPrefectClient) -> UUID:
        if self._deployment is None:
            self._deployment = _prepare(client, self._pool)
        return self._deployment


def _prepare(client: SyncPrefectClient, pool: str) -> UUID:
    from prefect.client.schemas.actions import WorkPoolCreate
    from prefect.exceptions import ObjectAlreadyExists

    with suppress(ObjectAlreadyExists):
        client.create_work_pool(WorkPoolCreate(name=pool, type=POOL_TYPE, base_job_template={}))
    for lane in Lane:
        with suppress(ObjectAlreadyExists):
            client.create_work_queue(lane.value, priority=lane.priority, work_pool_name=pool)
    return client.create_deployment(
        client.create_flow_from_name(FLOW),
        pool,
        entrypoint=ENTRYPOINT,
        work_pool_name=pool,
        work_queue_name=Lane.COURANT.value,
    )


def _piece_of(parameters: dict[str, object]) -> tuple[str, str]:
    first, last = (int(str(parameters.get(name) or 0)) for name in ("first", "last"))
    piece = Piece(str(parameters.get("envoi_id")), first, last)
    return piece.envoi_id, piece.name


def _name(piece: Piece) -> str:
    return f"{piece.envoi_id} {piece.name}"
