"""The questions that a screen puts to the database: the slow ones with the plan it made for them."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import Connection, Engine, event

SLOW = 0.015
"""Seconds from which on a question is shown."""


class Questions:
    """Listens to an engine from now on, until `tell`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._slow: dict[str, tuple[float, Any]] = {}
        self._number = 0
        event.listen(engine, "before_cursor_execute", self._before)
        event.listen(engine, "after_cursor_execute", self._after)

    def tell(self, name: str) -> None:
        """The slowest time of each slow question, and its plan; then listen no more."""
        event.remove(self._engine, "before_cursor_execute", self._before)
        event.remove(self._engine, "after_cursor_execute", self._after)
        print(f"\n## {name} : {self._number} questions en tout", flush=True)
        with self._engine.connect() as connection:
            for statement, (seconds, given) in self._slow.items():
                print(f"\n{seconds * 1000:.0f} ms : {statement}\n{str(given)[:300]}")
                plan = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, BUFFERS) {statement}", given)
                print("\n".join(row[0] for row in plan), flush=True)

    def _before(self, connection: Connection, *asked: Any) -> None:
        connection.info["asked_at"] = time.perf_counter()

    def _after(
        self, connection: Connection, cursor: object, statement: str, given: Any, *rest: Any
    ) -> None:
        seconds = time.perf_counter() - connection.info["asked_at"]
        self._number += 1
        if seconds > SLOW and statement.lstrip().upper().startswith("SELECT"):
            before = self._slow.get(statement, (0.0, None))
            self._slow[statement] = max(before, (seconds, given), key=lambda one: one[0])
