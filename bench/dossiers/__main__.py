"""`python -m bench.dossiers` : 1 000 dossiers inventés, ce qui y manque, et ce que liasse en dit."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from bench.dossiers.run import SCENARIOS, run


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.dossiers", description=__doc__)
    parser.add_argument("--dossiers", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    started = time.process_time()
    tally = run(asked.dossiers, asked.seed)
    spent = time.process_time() - started
    lacks = sum(len(s.lacks) for s in SCENARIOS)
    print(f"{tally.dossiers} dossiers, {len(tally.types)} types, {lacks} manques différents, ")
    print(f"{spent:.1f} s de processeur ; planté : {dict(tally.statuts)}")
    print(
        f"exigences : {len(tally.answers)}, jamais prises en défaut : {len(tally.never_failed())}"
    )
    for name in tally.never_failed():
        print(f"  {name}")
    print(f"désaccords : {len(tally.disagreements)}")
    for line in tally.disagreements:
        print(f"  {line}")
    if asked.json:
        asked.json.write_text(
            json.dumps(
                {
                    "dossiers": tally.dossiers,
                    "statuts": dict(tally.statuts),
                    "manques": lacks,
                    "exigences": len(tally.answers),
                    "jamais_en_defaut": tally.never_failed(),
                    "desaccords": tally.disagreements,
                },
                ensure_ascii=False,
                indent=1,
            ),
            encoding="utf-8",
        )
    return 1 if tally.disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
