"""Fields found by arrangement of label and value, on pages of words set without OCR.

python -m bench.arrangements [--only NAME] [--wrong]
python -m bench.arrangements --mixed NUMBER [--parts] [--seed N] [--wrong]   (forms set at random; of
titled parts, one for each person)
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from bench.arrangements.hands import HANDS, LEANING
from bench.arrangements.mixed import Form, forms
from bench.arrangements.paper import Pen, papers
from bench.arrangements.parts import parted_forms
from bench.arrangements.places import PLACES, Arrangement
from bench.markdown import table
from extractors.fields import read_document
from models.reading import DocumentDraft, Field
from models.values.text import squeezed

SURE = 0.95
"""Confidence from which nobody would look at a value again."""
_DATE = re.compile(r"(\d\d)/(\d\d)/(\d{4})")
_AMOUNT = re.compile(r"[\d ]+,\d\d")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--only", help="seulement cet agencement")
    parser.add_argument("--wrong", action="store_true", help="montrer ce qui n'est pas juste")
    parser.add_argument("--mixed", type=int, help="tant de formulaires tirés au hasard")
    parser.add_argument("--parts", action="store_true", help="… en parties titrées")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.mixed:
        made = (parted_forms if given.parts else forms)(given.mixed, given.seed)
        print(_table(mixed(made, given.wrong)))
        return
    print(
        _table(
            {
                name: measured(name, arrangement, given.wrong)
                for name, arrangement in (PLACES | HANDS).items()
                if given.only in (None, name)
            }
        )
    )


def _table(counts: Mapping[str, Counter[str]]) -> str:
    heads = ["agencement", "champs", "justes", "autre valeur", "rien", "faux et sûrs", "en trop"]
    lines = [[name, *_shares(count)] for name, count in counts.items()]
    return table(heads, [*lines, ["toutes", *_shares(sum(counts.values(), Counter()))]])


def mixed(made: Iterable[Form], show: bool = False) -> dict[str, Counter[str]]:
    """The same of forms set at random, by arrangement."""
    counts: dict[str, Counter[str]] = {}
    for form in made:
        draft = DocumentDraft((1,), form.type, 0.9)
        found = read_document(draft, {1: form.pen.reading()}).fields
        for field, value in form.pen.said.items():
            count = counts.setdefault(form.arranged[field], Counter())
            outcome = _count(count, value, found.get(field))
            if show and outcome != "juste":
                got = found.get(field)
                print(
                    f"{form.arranged[field]} | {form.type}.{field} « {form.labels[field]} » : "
                    f"{value!r} -> {got and got.value!r}"
                )
    return dict(sorted(counts.items()))


def measured(name: str, arrangement: Arrangement, show: bool = False) -> Counter[str]:
    """How many fields of all papers, so arranged, are right, another value, or not found."""
    count: Counter[str] = Counter()
    lean, told = LEANING.get(name, (0.0, 0.0))
    for paper in papers():
        pen = Pen(paper.title)
        arrangement(pen, paper)
        draft = DocumentDraft((1,), paper.type, 0.9)
        found = read_document(draft, {1: pen.reading(lean, told)}).fields
        for field, value in pen.said.items():
            got = found.get(field)
            outcome = _count(count, value, got)
            if show and outcome != "juste":
                print(f"{name} | {paper.type}.{field} : {value!r} -> {got and got.value!r}")
        count["trop"] += sum(n not in pen.said and n in SPOKEN[paper.type] for n in found)
    return count


def _count(count: Counter[str], value: str, got: Field | None) -> str:
    """What came of a value, counted."""
    outcome = "rien" if got is None else "juste" if same(value, got.value) else "autre"
    count[outcome] += 1
    count["sûr"] += got is not None and outcome == "autre" and got.confidence >= SURE
    return outcome


SPOKEN = {
    p.type: {e.field for e in (*p.entries, *(e for part in p.parts.values() for e in part))}
    for p in papers()
}
"""Fields that a paper of a type may say here: one that it does not say is too many."""


def same(written: str, read: str) -> bool:
    """Whether a value read is what was written, in whatever form it is kept."""
    if (date := _DATE.fullmatch(written)) is not None:
        return read == "-".join(reversed(date.groups()))
    if _AMOUNT.fullmatch(written):
        return read == written.replace(" ", "").replace(",", ".")
    return squeezed(read).lstrip("0") == squeezed(written).lstrip("0") or read == written.split()[0]


def _shares(count: Counter[str]) -> list[str]:
    number = max(1, count["juste"] + count["autre"] + count["rien"])
    shares = [f"{count[k] / number:.0%}" for k in ("juste", "autre", "rien")]
    return [str(number), *shares, str(count["sûr"]), str(count["trop"])]


if __name__ == "__main__":
    main()
