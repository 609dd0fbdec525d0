"""What every test may ask for: a home of its own, databases, a browser. And in CI nothing is skipped."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

import hypothesis
import pytest

from tests import ready
from tests.mail_servers import ThrowawayDovecot, ThrowawayExim
from tests.postgres import ThrowawayPostgres, find_binaries
from tests.servers import ThrowawayServer, find_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

IN_CI = os.environ.get("CI") == "true"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOOPBACK = {"127.0.0.1", "localhost", "::1"}

Server = TypeVar("Server", bound=ThrowawayServer)
_home = pytest.StashKey[Path]()

if not IN_CI:  # there hypothesis chooses by itself: no deadline, the same examples every time
    hypothesis.settings.register_profile("desk", deadline=None)
    hypothesis.settings.load_profile("desk")


def pytest_configure(config: pytest.Config) -> None:
    """Tests see an empty home, so that no run reads or leaves anything in the user's own.

    Set before any test module is imported: prefect reads its settings at import.
    """
    home = config.stash[_home] = Path(tempfile.mkdtemp(prefix="liasse-home-"))
    for name in [*os.environ]:
        if name.startswith(("LIASSE_", "PREFECT_", "XDG_")) and name != "LIASSE_SHARED":
            del os.environ[name]
    os.environ |= {
        "HOME": str(home),
        "LIASSE_HOME": str(home / "liasse"),
        "PREFECT_HOME": str(home / "prefect"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "DO_NOT_TRACK": "1",
        "OMP_THREAD_LIMIT": "1",
    }


def pytest_unconfigure(config: pytest.Config) -> None:
    if home := config.stash.get(_home, None):
        shutil.rmtree(home, ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skipped test has failed: what it needs must be installed there, data apart."""
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail") and not _lacks_data(report):
        report.outcome = "failed"
        report.longrepr = f"{_reason(report)} (la CI n'admet pas de test ignoré)"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if IN_CI and report.skipped and not _lacks_data(report):
        report.outcome = "failed"
        report.longrepr = f"{_reason(report)} (la CI n'admet pas de test ignoré)"
    return report


def _lacks_data(report: pytest.TestReport | pytest.CollectReport) -> bool:
    """Real scans and sources lie beside the project, never in it: without them nothing is to install."""
    return "../shared" in _reason(report)


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    return report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longreprtext


def _absent(what: str) -> str:
    """Why a test is skipped. As root `make test` installs what is missing, so then it could not."""
    why = (
        "« make test » n'a pas pu l'installer" if os.geteuid() == 0 else "pas root pour l'installer"
    )
    return f"ignoré: {what} absent et {why}"


# --- databases -----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[ThrowawayPostgres]:
    binaries = find_binaries()
    if binaries is None:
        pytest.skip(_absent("PostgreSQL"))
    yield from _running(ThrowawayPostgres(binaries))


@pytest.fixture(scope="session", autouse=True)
def _sqlite_ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with ready.of_sqlite(tmp_path_factory.mktemp("neuve")):
        yield


@pytest.fixture(scope="session")
def postgresql_ready(postgresql_server: ThrowawayPostgres) -> ready.Databases:
    """PostgreSQL databases that are up to date, to be lent."""
    return ready.Databases(postgresql_server)


@pytest.fixture
def postgresql_url(postgresql_ready: ready.Databases) -> Iterator[str]:
    """SQLAlchemy's URL of a PostgreSQL database without a row, up to date and this test's own."""
    url = postgresql_ready.lend()
    yield url
    postgresql_ready.take_back(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """SQLAlchemy's URL of a database without a row, this test's own: the test runs once on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'liasse.db'}"
    url: str = request.getfixturevalue("postgresql_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The same, of a database that no migration has seen."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'liasse.db'}"
        return
    server: ThrowawayPostgres = request.getfixturevalue("postgresql_server")
    url = server.create_database()
    yield url
    server.drop_database(url)


# --- mail ----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def dovecot() -> Iterator[ThrowawayDovecot]:
    """A running IMAP server, on which any account exists."""
    binary = find_server("dovecot")
    if binary is None:
        pytest.skip(_absent("Dovecot"))
    yield from _running(ThrowawayDovecot(binary))


@pytest.fixture(scope="session")
def exim() -> Iterator[ThrowawayExim]:
    """A running SMTP server, which keeps what it is given."""
    binary = find_server("exim4")
    if binary is None:
        pytest.skip(_absent("Exim"))
    yield from _running(ThrowawayExim(binary))


def _running(server: Server) -> Iterator[Server]:
    try:
        server.start()
        yield server
    finally:
        server.remove()


# --- browser -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window.

    For one module, not longer: while it is open, playwright's event loop runs in this thread, and
    `asyncio.run` (an embedded flow) would refuse to start here. Keep such tests in other modules.
    """
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if chromium is None:
        pytest.skip(_absent("Chromium"))
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A French page on the smallest screen that we serve; a script error or a request that leaves this machine fails the test."""
    with browser.new_context(viewport={"width": 1366, "height": 768}, locale="fr-FR") as context:
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(f"erreur de script : {error}"))
        page.on("request", lambda request: faults.extend(_leaving(request.url)))
        yield page
        assert not faults


def _leaving(url: str) -> list[str]:
    parts = urlsplit(url)
    outside = parts.scheme in {"http", "https"} and parts.hostname not in LOOPBACK
    return [f"requête hors de la machine : {url}"] if outside else []
