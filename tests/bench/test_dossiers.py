"""Invented dossiers of every type, judged: the outcome is what was planted, and nothing else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from bench.dossiers import run, table
from models.checklists import Statut, checklists

FOLDER = Path(run.__file__).parent
JUDGING = {"facts.py", "run.py", "table.py", "__main__.py", "volume.py", "volume_fill.py"}
"""The only files that may know a rule: they hand the plans to the judge."""
ROOMS = {"models", "extractors", "storage", "flows", "review_ui", "cli"}
NEVER = ["pmas/adhesion_groupe/listing_manuscrit_refuse"]
"""Asked only under another setting (`listing_manuscrit`), tested in test_other_types."""


@pytest.fixture(scope="module")
def tally() -> run.Tally:
    return run.run(1000)


def test_a_thousand_dossiers_come_out_as_planted(tally: run.Tally) -> None:
    assert tally.dossiers == 1000
    assert tally.disagreements == []


def test_every_type_every_outcome_and_every_lack_are_among_them(tally: run.Tally) -> None:
    assert set(tally.types) == set(checklists())
    assert set(tally.statuts) == {s.value for s in Statut}
    wanted = {f"{s.organisme}/{s.type} {x.code}" for s in run.SCENARIOS for x in s.lacks}
    assert wanted <= set(tally.planted)


def test_every_requirement_was_made_to_fail(tally: run.Tally) -> None:
    assert tally.never_failed() == NEVER
    asked = {
        (organisme, kind, r.exigence)
        for (organisme, kind), c in checklists().items()
        for r in c.requirements
    }
    assert asked <= set(tally.answers)


def test_the_plans_know_no_rule() -> None:
    for file in FOLDER.glob("*.py"):
        if file.name in JUDGING:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert not {name.split(".")[0] for name in names} & ROOMS, file.name


def test_the_page_of_rules_is_up_to_date() -> None:
    """Else: `python -m bench.dossiers.table`."""
    assert table.PAGE.read_text(encoding="utf-8") == table.page()
