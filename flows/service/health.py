"""How something that goes on by itself tells that it cannot get through, and that it can again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class Health(Protocol):
    """Told as often as one likes: only a change is news."""

    def ill(self, why: str) -> None:
        """It cannot get through, and tries on; `why` in French."""

    def well(self) -> None:
        """It got through."""


class Spoken:
    """Says to whoever watches, once each, what is wrong and that it is right again."""

    def __init__(self, tell: Callable[[str], None], again: str) -> None:
        self._tell = tell
        self._again = again
        self._why: str | None = None

    def ill(self, why: str) -> None:
        """Say why, unless it was said."""
        if why != self._why:
            self._tell(why)
        self._why = why

    def well(self) -> None:
        """Say that it is over, if it is news."""
        if self._why is not None:
            self._tell(self._again)
        self._why = None
