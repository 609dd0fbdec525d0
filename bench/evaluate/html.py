"""The report that people read: one HTML file that needs nothing beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bench.evaluate import cases
from bench.evaluate.courier import Failure
from bench.evaluate.crops import Crops
from bench.evaluate.inputs import PageKey
from bench.evaluate.scores import Scores
from bench.evaluate.summary import headline_rows, sections
from bench.markdown import decimal


@dataclass(frozen=True, slots=True)
class Origin:
    """What was measured. `places`: where the sources lie, for pictures (may be empty)."""

    title: str
    places: Mapping[str, Path]
    failures: Sequence[Failure] = ()


def report(scores: Scores, origin: Origin, moment: datetime) -> str:
    rotations = {page.key: page.rotation for page in scores.matching.truth.pages.values()}
    crops = Crops(origin.places, _turns(rotations))
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    return environment.get_template("report.html").render(
        title=f"Justesse : {origin.title}",
        subtitle=f"{len(scores.matching.truth.pages)} pages, {scores.dossiers.number} dossiers ; "
        f"mesuré le {moment:%d/%m/%Y à %H:%M}",
        headline=[(_bold(name), value, detail) for name, value, detail in headline_rows(scores)],
        dangers=list(cases.dangers(scores)),
        failures=origin.failures,
        wrong=cases.wrong_values(scores, crops),
        missing=cases.missing_values(scores, crops),
        types=cases.wrong_types(scores, crops),
        tables=[table for section in sections(scores) for table in _tables(section)],
        fr=decimal,
    )


def _turns(rotations: Mapping[PageKey, int]) -> Mapping[PageKey, int]:
    return {key: turn for key, turn in rotations.items() if turn}


def _bold(name: str) -> Markup | str:
    found = re.fullmatch(r"\*\*(.+)\*\*", name)
    return Markup("<strong>{}</strong>").format(found[1]) if found else name


def _tables(section: str) -> list[tuple[str, list[str], list[list[str]]]]:
    """The Markdown tables of a section: title, head, rows."""
    title = section.splitlines()[0].removeprefix("## ")
    found = []
    for block in re.findall(r"(?:^\|.*\|$\n?)+", section, re.MULTILINE):
        head, _, *rows = (_cells(line) for line in block.strip().splitlines())
        found.append((title, head, rows))
    return found


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split(" | ")]
