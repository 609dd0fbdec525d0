"""A worker of the pool: it asks the Prefect server for pieces and does them in this process.

Prefect's own worker would start Python anew for each run, and with it the readers' models. It would
also run whatever a deployment names; this one runs one flow, whoever writes to the server.
"""

from __future__ import annotations

import asyncio
import os
import socket
from functools import partial
from typing import TYPE_CHECKING, Any

from anyio import to_thread
from prefect.flow_engine import run_flow_async
from prefect.workers.base import (
    BaseJobConfiguration,
    BaseVariables,
    BaseWorker,
    BaseWorkerResult,
)

from flows.crew.dispatch import POOL_TYPE
from flows.crew.post import Post, taken_up
from flows.pipeline import process_piece

if TYPE_CHECKING:
    from anyio.abc import TaskStatus
    from prefect import Flow
    from prefect.client.schemas.objects import FlowRun

AT_ONCE = 2
"""Runs at a time: while one waits for its last page or understands, another keeps the readers busy."""
LOOK_SECONDS = 0.2


def work(post: Post, pool: str) -> None:
    """Do pieces until `post.stop` is set; an exception where the server stays away for minutes."""
    with taken_up(post):
        asyncio.run(_work(post, pool))


async def _work(post: Post, pool: str) -> None:
    worker = _PieceWorker(pool, limit=AT_ONCE, name=_this_process(), prefetch_seconds=0)
    working = asyncio.create_task(worker.start(printer=_unheard))
    while not post.stop.is_set() and not working.done():
        await asyncio.sleep(LOOK_SECONDS)
    if working.done():
        working.result()
        return
    working.cancel()  # its teardown waits for the pieces at hand, which stop at their next page
    await asyncio.wait([working])


class _PieceWorker(BaseWorker[BaseJobConfiguration, BaseVariables, BaseWorkerResult]):
    """Takes the flow runs of the pool, the most pressing queue first."""

    type = POOL_TYPE

    @classmethod
    def __dispatch_key__(cls) -> str:
        """A name of its own among the kinds of workers that Prefect knows in this process."""
        return "liasse"

    async def run(
        self,
        flow_run: FlowRun,
        configuration: BaseJobConfiguration,
        task_status: TaskStatus[Any] | None = None,
    ) -> BaseWorkerResult:
        """Do a piece in a thread: what it computes must not hold up the worker's questions."""
        if task_status is not None:
            task_status.started(self.name)
        status = await to_thread.run_sync(partial(_done, flow_run))
        return _Result(identifier=self.name, status_code=status)


class _Result(BaseWorkerResult):
    """What Prefect is told of a piece."""


def _done(flow_run: FlowRun) -> int:
    """0 once Prefect has been told how it ended. What is done is in our own tables all the same."""
    try:
        asyncio.run(_run(flow_run))
    except Exception:  # told already, by whoever holds the claim
        return 1
    return 0


async def _run(flow_run: FlowRun) -> None:
    flow: Flow[..., Any] = process_piece
    given = flow_run.parameters
    await run_flow_async(flow, flow_run=flow_run, parameters=given, return_type="state")


def _this_process() -> str:
    return f"{socket.gethostname()} {os.getpid()}"


def _unheard(*said: object) -> None:
    """Prefect speaks English, of itself, to nobody."""
