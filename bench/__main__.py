"""`make bench`: liasse beside bare Tesseract and OCRmyPDF on the same pages.

python -m bench [--pages FILE.pdf] [--out docs/benchmarks.md]
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.evaluate.courier import truth_file
from bench.evaluate.inputs import load_truth
from bench.evaluate.scores import Scores, evaluate
from bench.machine import machine, versions
from bench.shared import ROOT, AbsentData
from bench.speed.page import page, race_table
from bench.speed.race import bag, peers, race

HERE = ZoneInfo("Africa/Casablanca")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--pages", type=Path, default=ROOT / "sample" / "sac-0001.pdf")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "benchmarks.md")
    given = parser.parse_args()
    if not given.pages.is_file():
        print(f"ignoré: « {given.pages} » absent (lancez « make sample »)")
        return 0
    facts = machine()
    with tempfile.TemporaryDirectory(prefix="liasse-course-") as folder:
        result = Path(folder) / "resultat.json"
        runs = race(bag(given.pages, Path(folder)), result)
        scores = _scores(given.pages, result)
    moment = datetime.now(HERE)
    text = page(runs, given.pages.name, facts, {**versions(), **peers()}, scores, moment)
    given.out.write_text(text, encoding="utf-8")
    print(race_table(runs))
    print(f"\nÉcrit dans {given.out}")
    return int(runs[0].why is not None)


def _scores(pages: Path, result: Path) -> Scores | None:
    """How right liasse's result is, where the pages have a truth beside them."""
    try:
        truth = load_truth(truth_file(pages.parent)).only({pages.name})
    except AbsentData:
        return None
    if not truth.pages or not result.is_file():
        return None
    return evaluate(truth, json.loads(result.read_text(encoding="utf-8")))


if __name__ == "__main__":
    sys.exit(main())
