"""The servers and the browser that the other tests rely on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import create_engine, inspect, text

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("run", [1, 2])
def test_each_test_has_an_empty_database(database_url: str, run: int) -> None:
    engine = create_engine(database_url)
    assert inspect(engine).get_table_names() == []
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE leftover (id integer)"))
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
