"""How fast a program may ask, and how much it may send."""

from __future__ import annotations

import threading
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from review_ui.api.problems import ProblemError, problem

MINUTE = 60.0
_MOST = 10_000
"""Askers remembered at once; the one heard of longest ago is forgotten first, with a full allowance."""


class Allowance:
    """Each asker may ask `per_minute` times at once, and as often again over a minute (token bucket)."""

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._size = float(per_minute)
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, asker: str) -> float:
        """0 when he may ask now; else in how many seconds."""
        with self._lock:
            left = self._refilled(asker)
            wait = 0.0 if left >= 1 else (1 - left) * MINUTE / self._size
            self._keep(asker, left if wait else left - 1)
            return wait

    def empty(self, asker: str) -> float:
        """Like `take`, taking nothing: for what is only counted when it goes wrong."""
        with self._lock:
            left = self._refilled(asker)
            return 0.0 if left >= 1 else (1 - left) * MINUTE / self._size

    def _refilled(self, asker: str) -> float:
        left, at = self._left.get(asker, (self._size, 0.0))
        return min(self._size, left + (self._clock() - at) * self._size / MINUTE)

    def _keep(self, asker: str, left: float) -> None:
        self._left.pop(asker, None)
        self._left[asker] = (left, self._clock())
        if len(self._left) > _MOST:
            del self._left[next(iter(self._left))]


class BodyLimit:
    """Requests of at most so many bytes, said beforehand or not: more is refused as it arrives."""

    def __init__(self, app: ASGIApp, largest: int) -> None:
        self.app = app
        self.largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        said = Headers(scope=scope).get("content-length", "0")
        if said.isdecimal() and int(said) > self.largest:
            await problem(self._too_large())(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.largest:
                raise self._too_large()
            return message

        await self.app(scope, counted, send)

    def _too_large(self) -> ProblemError:
        return ProblemError(
            413,
            "trop_grand",
            f"Un dépôt peut avoir {self.largest // 1024} Ko au plus : partagez-le en plusieurs.",
            headers={"Connection": "close"},
        )
