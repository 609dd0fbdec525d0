"""Tables of known headings, set in the arrangements that papers have, read without OCR.

Cells are right, wrong (another value, or one of a line that is none) or nothing; a line is whole
when all its cells are right.

python -m bench.arrangements_tables [--only NAME] [--wrong]
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bench.arrangements_tables.plans import PLANS, Arrangement
from bench.arrangements_tables.samples import MONEY, samples, with_gaps
from bench.arrangements_tables.setting import pages_of
from bench.markdown import percent, table
from extractors.fields import read_document
from models.reading import DocumentDraft
from models.values.text import squeezed


@dataclass
class Count:
    right: int = 0
    wrong: int = 0
    nothing: int = 0
    whole: int = 0
    lines: int = 0


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--only", default="", help="arrangements whose name holds this")
    asked.add_argument("--wrong", action="store_true", help="show what was not read")
    given = asked.parse_args()
    rows = []
    total = Count()
    for name, plan in PLANS.items():
        if given.only in name:
            count = measured(name, plan, given.wrong)
            rows.append(_shown(name, count))
            for field in vars(total):
                setattr(total, field, getattr(total, field) + getattr(count, field))
    rows.append(_shown("tout", total))
    head = ["disposition", "cellules justes", "fausses", "vides", "lignes entières"]
    print(table(head, rows))


def measured(name: str, plan: Arrangement, show: bool = False) -> Count:
    """What is read of all samples so arranged."""
    count = Count()
    for sample in samples():
        of_money = plan.money or plan.currency or plan.times or plan.between == "totals"
        if of_money and not any(c.name in MONEY for c in sample.columns):
            continue
        given = with_gaps(sample) if plan.empty else sample
        pages = dict(enumerate(pages_of(given, plan), start=1))
        document = read_document(DocumentDraft(tuple(pages), sample.type, 0.9), pages)
        found = [{n: f.value for n, f in row.items()} for row in document.lines[sample.table]]
        truth = [_expected(row, plan) for row in given.truth()]
        before = vars(count).copy()
        _counted(truth, found, count)
        if show and count.whole - before["whole"] < len(truth):
            print(f"\n{name} — {sample.type} {sample.columns[0].head}")
            for row in found:
                print("   ", row)
    return count


def _expected(row: Mapping[str, str], plan: Arrangement) -> dict[str, str]:
    cents = "CFA" not in plan.money
    return {
        name: _plain(value.split(",")[0] if name in MONEY and not cents else value, name)
        for name, value in row.items()
    }


def _plain(value: str, name: str) -> str:
    """A value as it is compared: numbers as numbers, dates as `models` writes them, letters alone."""
    if name in MONEY:
        return str(Decimal(value.replace(",", ".")).quantize(Decimal("0.01")))
    if name.startswith("date") and "/" in value:
        value = "-".join(reversed(value.split("/")))
    digits = value.split(" jours")[0] if name == "duree" else value
    return squeezed(digits.replace(",", "."))


def _counted(
    truth: Sequence[Mapping[str, str]], found: Sequence[Mapping[str, str]], count: Count
) -> None:
    """Each line with the found one, in order, that shares most of its cells."""
    read = [{n: _plain(v, n) for n, v in row.items()} for row in found]
    pairs = _paired(truth, read)
    for place, row in enumerate(truth):
        got = read[pairs[place]] if place in pairs else {}
        right = sum(got.get(n) == v for n, v in row.items())
        count.right += right
        count.nothing += sum(n not in got for n in row)
        count.wrong += sum(n in got and got[n] != v for n, v in row.items())
        count.wrong += sum(n not in row for n in got)
        count.whole += right == len(row) == len(got)
        count.lines += 1
    spare = set(range(len(read))) - set(pairs.values())
    count.wrong += sum(len(read[n]) for n in spare)


def _paired(
    truth: Sequence[Mapping[str, str]], read: Sequence[Mapping[str, str]]
) -> dict[int, int]:
    """Truth -> found, in the order of both, with the most equal cells."""
    best: dict[tuple[int, int], tuple[int, dict[int, int]]] = {}
    for i in range(len(truth), -1, -1):
        for j in range(len(read), -1, -1):
            if i == len(truth) or j == len(read):
                best[i, j] = (0, {})
                continue
            options = [best[i + 1, j], best[i, j + 1]]
            same = sum(read[j].get(n) == v for n, v in truth[i].items())
            if same:
                after = best[i + 1, j + 1]
                options.append((after[0] + same, {i: j, **after[1]}))
            best[i, j] = max(options, key=lambda o: o[0])
    return best[0, 0][1]


def _shown(name: str, count: Count) -> list[str]:
    cells = count.right + count.nothing + count.wrong
    return [
        name,
        *(percent(n / cells if cells else None) for n in (count.right, count.wrong, count.nothing)),
        percent(count.whole / count.lines if count.lines else None),
    ]


if __name__ == "__main__":
    main()
