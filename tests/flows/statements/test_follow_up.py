"""`docs/suivi.md`: what it names exists, what it quotes is in its source."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.models import sources

ROOT = Path(__file__).parents[3]
NAMED = re.compile(r"`((?:tests|flows|models|review_ui)/[\w/.-]+)(?:::(\w+))?`")


def rows() -> list[list[str]]:
    """The lines of its tables, cell by cell."""
    text = (ROOT / "docs" / "suivi.md").read_text(encoding="utf-8")
    cells = [
        [cell.strip() for cell in line.strip("| ").split(" | ")]
        for line in text.splitlines()
        if line.startswith("| ")
    ]
    return [row for row in cells if row[0] != "source"]


def test_every_line_says_where_and_its_test() -> None:
    found = rows()
    assert len(found) > 40
    for row in found:
        assert len(row) == 4, row
        assert row[2]
        assert "`tests/" in row[3], row


def test_what_is_named_exists() -> None:
    functions: dict[Path, set[str]] = {}
    for row in rows():
        for path, name in NAMED.findall(" ".join(row)):
            file = ROOT / path
            assert file.exists(), path
            if name:
                if file not in functions:
                    tree = ast.parse(file.read_text(encoding="utf-8"))
                    functions[file] = {
                        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
                    }
                assert name in functions[file], f"{path}::{name}"


@sources.beside
def test_what_is_quoted_is_in_its_source() -> None:
    for source, promised, _, _ in rows():
        for quote in re.findall(r"« ([^»]+) »", promised):
            assert sources.stands_in(source, quote), quote


def test_every_promise_of_the_follow_up_has_a_line() -> None:
    of = [row[0] for row in rows()]
    assert of.count("000 §6") == 7
    assert of.count("000 §5") == 7
    assert of.count("001 annexe 2") >= 12
    assert of.count("004 B") == 8
