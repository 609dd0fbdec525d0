"""Going through a long list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Paging:
    """The `number`-th stretch (from 1) of `total` things, or the last if there are not so many;
    `given` are the filters to keep."""

    number: int
    size: int
    total: int
    given: Mapping[str, str]

    def __post_init__(self) -> None:
        object.__setattr__(self, "number", min(self.number, self.last))

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def earlier(self) -> str | None:
        return self._link(self.number - 1) if self.number > 1 else None

    @property
    def later(self) -> str | None:
        return self._link(self.number + 1) if self.number < self.last else None

    def _link(self, number: int) -> str:
        kept = {name: value for name, value in self.given.items() if value}
        return "?" + urlencode({**kept, "page": str(number)})
