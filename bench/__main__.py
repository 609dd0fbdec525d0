"""`make bench`: liasse beside bare Tesseract and OCRmyPDF on the same pages.

python -m bench [--pages FILE.pdf] [--times 4] [--out docs/benchmarks.md]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.evaluate.courier import process, truth_file
from bench.evaluate.inputs import load_truth
from bench.evaluate.scores import Scores, evaluate
from bench.machine import machine, versions
from bench.memory import long_bag, page_count
from bench.shared import ROOT, AbsentData
from bench.speed.page import page, race_table
from bench.speed.profile import profile
from bench.speed.race import bag, peers, race

HERE = ZoneInfo("Africa/Casablanca")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--pages", type=Path, default=ROOT / "sample" / "sac-0001.pdf")
    parser.add_argument("--times", type=int, default=4, help="combien de fois le sac se répète")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "benchmarks.md")
    given = parser.parse_args()
    if not given.pages.is_file():
        print(f"ignoré: « {given.pages} » absent (lancez « make sample »)")
        return 0
    facts = machine()
    with tempfile.TemporaryDirectory(prefix="liasse-course-") as folder:
        long = Path(folder) / given.pages.name
        long_bag(long, [given.pages], given.times * page_count(given.pages))
        runs = race(bag(long, Path(folder)))
        scores = _scores(given.pages)
    moment = datetime.now(HERE)
    source = f"{given.pages.name}, {given.times} fois"
    times = profile(given.pages)
    text = page(runs, source, facts, {**versions(), **peers()}, times, scores, moment)
    given.out.write_text(text, encoding="utf-8")
    print(race_table(runs))
    print(f"\nÉcrit dans {given.out}")
    return int(runs[0].why is not None)


def _scores(pages: Path) -> Scores | None:
    """How right liasse is on these pages, where they have a truth beside them."""
    try:
        truth = load_truth(truth_file(pages.parent)).only({pages.name})
    except AbsentData:
        return None
    if not truth.pages:
        return None
    return evaluate(truth, process(pages.parent, truth).result)


if __name__ == "__main__":
    sys.exit(main())
