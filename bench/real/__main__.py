"""`python -m bench.real`: what the real scans of `shared/data` say, as Markdown."""

from __future__ import annotations

import argparse
import sys

from bench.real import robustness
from bench.shared import AbsentData


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.real", description=__doc__)
    parser.add_argument("--robustness", action="store_true", help="tous les fichiers, en entier")
    parser.add_argument("--files", type=int, default=robustness.FILES_PER_FOLDER)
    parser.add_argument("--pages", type=int, default=robustness.PAGES_PER_FILE)
    parser.add_argument("--minutes", type=float, default=12.0)
    given = parser.parse_args()
    try:
        if given.robustness:
            print(robustness.report(robustness.run(given.files, given.pages, given.minutes)))
    except AbsentData as absent:
        print(f"ignoré: {absent}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
