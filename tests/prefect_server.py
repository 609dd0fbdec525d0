"""A Prefect server on a PostgreSQL database, for one test run."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tests.servers import ThrowawayWebServer


class ThrowawayPrefect(ThrowawayWebServer):
    """`prefect server start` on `database` (SQLAlchemy's URL of a PostgreSQL one)."""

    start_seconds = 240
    path = "/api/health"

    def __init__(self, database: str) -> None:
        super().__init__("prefect")
        self._database = database.replace("+psycopg", "+asyncpg")

    @property
    def url(self) -> str:
        return f"http://{self.address}:{self.port}/api"

    def command(self) -> Sequence[str]:
        settings = {
            "PREFECT_HOME": str(self.folder),
            "PREFECT_SERVER_DATABASE_CONNECTION_URL": self._database,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_SERVER_UI_ENABLED": "false",
            "PREFECT_SERVER_DATABASE_TIMEOUT": "20",
            "PREFECT_LOGGING_LEVEL": "WARNING",
            "DO_NOT_TRACK": "1",
        }
        return [
            "env",
            *("-u", "PREFECT_API_URL"),
            *(f"{name}={value}" for name, value in settings.items()),
            *(sys.executable, "-m", "prefect", "server", "start"),
            *("--host", self.address, "--port", str(self.port)),
        ]
