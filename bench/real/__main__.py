"""`python -m bench.real`: what the real scans of `shared/data` say, as Markdown.

python -m bench.real                      every measure but the robustness
python -m bench.real --robustness         every file through the whole product
python -m bench.real --only signatures    one measure
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from bench.real import (
    codes,
    handwriting,
    invoices,
    printed,
    robustness,
    signatures,
    turning,
)
from bench.shared import AbsentData, data

MEASURES: dict[str, tuple[str, Callable[[], str]]] = {
    "handwriting": ("Écriture manuscrite française", handwriting.report),
    "printed": ("Imprimé", printed.report),
    "invoices": ("Factures réelles", invoices.report),
    "signatures": ("Signatures", signatures.report),
    "codes": ("Codes-barres", codes.report),
    "turning": ("Orientation et inclinaison", turning.report),
}


def main() -> int:
    given = _arguments()
    try:
        data()
    except AbsentData as absent:
        print(f"ignoré: {absent}")
        return 0
    if given.robustness:
        trials = robustness.run(given.files, given.pages, given.minutes)
        print(robustness.report(trials))
        return int(any(trial.outcome is robustness.Outcome.BROKEN for trial in trials))
    for name in given.only or MEASURES:
        title, report = MEASURES[name]
        print(f"## {title}\n")
        try:
            print(report(), end="\n\n", flush=True)
        except AbsentData as absent:
            print(f"ignoré: {absent}\n")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.real", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--only", action="append", choices=MEASURES, help="une mesure (répétable)")
    parser.add_argument("--robustness", action="store_true", help="tous les fichiers, en entier")
    parser.add_argument("--files", type=int, default=robustness.FILES_PER_FOLDER, metavar="N")
    parser.add_argument("--pages", type=int, default=robustness.PAGES_PER_FILE, metavar="N")
    parser.add_argument("--minutes", type=float, default=20.0, help="durée au plus")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
