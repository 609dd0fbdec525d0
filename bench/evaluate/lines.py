"""Whether the lines of tables are right, cell by cell.

Lines of both sides are paired greedily: most right cells first, then the nearest in order. A line
is *whole* when all its true cells are right. A cell that is wrong counts as one too many and one
missing; columns that the truth's line lacks are not counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.evaluate.compare import same_cell
from bench.evaluate.counts import Counts
from bench.evaluate.inputs import value_of
from bench.evaluate.matching import Matching

Line = Mapping[str, Any]


@dataclass(slots=True)
class Lines:
    cells: Counts = field(default_factory=Counts)
    whole: Counts = field(default_factory=Counts)
    by_table: dict[str, Counts] = field(default_factory=dict)
    """Cells by `type.table`."""


def lines(matching: Matching) -> Lines:
    score = Lines()
    for document, found in matching.documents():
        read = (found.raw.get("lines") or {}) if found else {}
        for table in {*document.lines, *read}:
            cells, whole = compared(document.lines.get(table) or [], read.get(table) or [])
            score.cells += cells
            score.whole += whole
            key = f"{document.type}.{table}"
            score.by_table[key] = score.by_table.get(key, Counts()) + cells
    score.by_table = {
        key: counts
        for key, counts in sorted(score.by_table.items())
        if counts.right + counts.missing
    }
    return score


def compared(true: Sequence[Line], read: Sequence[Line]) -> tuple[Counts, Counts]:
    """Cells and whole lines of one table."""
    pairs = _aligned(true, read)
    cells, whole = Counts(), Counts()
    for position, line in enumerate(true):
        other = read[pairs[position]] if position in pairs else {}
        right = _right_columns(line, other)
        wrong = sum(value_of(other.get(c)) not in (None, "") for c in line if c not in right)
        cells += Counts(len(right), wrong, len(line) - len(right))
        if len(right) == len(line):
            whole.right += 1
        else:
            whole += Counts(0, int(position in pairs), 1)
    for position in set(range(len(read))) - set(pairs.values()):
        whole.extra += 1
        cells.extra += sum(cell not in (None, "") for cell in read[position].values())
    return cells, whole


def _aligned(true: Sequence[Line], read: Sequence[Line]) -> dict[int, int]:
    """Position of each true line that shares a right cell with a line read → that line's."""
    candidates = [
        (len(_right_columns(line, other)), -abs(position - place), position, place)
        for position, line in enumerate(true)
        for place, other in enumerate(read)
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for right, _, position, place in sorted(candidates, reverse=True):
        if right and position not in pairs and place not in taken:
            pairs[position] = place
            taken.add(place)
    return pairs


def _right_columns(line: Line, other: Line) -> set[str]:
    return {
        column
        for column, true in line.items()
        if value_of(other.get(column)) is not None
        and same_cell(column, value_of(other[column]), true)
    }
