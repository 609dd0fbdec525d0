"""The servers and the browser that the other tests rely on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import OperationalError

from models.entities import Base
from storage.database import Database
from storage.records import blobs
from tests.ready import Databases

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("leaves", ["rows", "a table", "no trigger", "nothing"])
def test_each_test_has_a_database_of_its_own(database_url: str, leaves: str) -> None:
    database = Database.open(database_url)
    postgresql = database.engine.dialect.name == "postgresql"
    tables = set(inspect(database.engine).get_table_names())
    with database.transaction() as session:
        found = [
            t for t in Base.metadata.tables if session.scalar(text(f"SELECT count(*) FROM {t}"))
        ]
        if leaves == "rows":
            blobs.record(session, "a" * 64, size=1, media_type="image/jpeg")
        if leaves == "a table":
            session.execute(text("CREATE TABLE leftover (id integer)"))
        if leaves == "no trigger" and postgresql:
            session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER ALL"))
        enabled = "SELECT DISTINCT tgenabled::text FROM pg_trigger WHERE tgrelid = 'audit_entry'::regclass"
        heeded = (
            list(session.scalars(text(enabled))) if postgresql and leaves == "nothing" else ["O"]
        )
    database.close()
    assert Base.metadata.tables.keys() <= tables
    assert "leftover" not in tables
    assert found == []
    assert heeded == ["O"]


def test_who_still_works_in_a_database_finds_it_no_more(postgresql_ready: Databases) -> None:
    url = postgresql_ready.lend()
    engine = create_engine(url)
    with engine.connect() as left_open:
        left_open.execute(text("SELECT 1"))
        postgresql_ready.take_back(url)
        with pytest.raises(OperationalError):
            left_open.execute(text("SELECT 1"))
    with pytest.raises(OperationalError), engine.connect():
        pass
    engine.dispose()


def test_the_browser_shows_a_page(page: Page) -> None:
    page.set_content("<h1>Bordereau</h1><script>document.title = 'Accusé'</script>")
    assert page.inner_text("h1") == "Bordereau"
    assert page.title() == "Accusé"


def test_tests_do_not_see_the_users_home(tmp_path: Path) -> None:
    assert Path.home().name.startswith("liasse-home-")
    assert os.environ["PREFECT_HOME"].startswith(str(Path.home()))


@pytest.mark.parametrize(("ci", "outcome"), [("true", "1 failed"), ("", "1 skipped")])
def test_only_ci_refuses_a_skipped_test(tmp_path: Path, ci: str, outcome: str) -> None:
    (tmp_path / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text())
    (tmp_path / "test_one.py").write_text("import pytest\ndef test(): pytest.skip('absent')\n")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-c", os.devnull),
            *("--rootdir", str(tmp_path), str(tmp_path)),
        ],
        env=os.environ | {"CI": ci, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome in done.stdout
