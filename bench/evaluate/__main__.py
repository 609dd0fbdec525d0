"""Scores of a result file, or of a whole split of courier put through `liasse process`.

python -m bench.evaluate --truth truth.json --result result.json [--html OUT] [--json OUT]
python -m bench.evaluate --courier DIR [--keep result.json] [--most N] [--html OUT] [--json OUT]
python -m bench.evaluate --courier DIR --readings DIR   (pages read once, then kept there; with
why fields were lost)
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.evaluate import html
from bench.evaluate.courier import find_sources, process, truth_file
from bench.evaluate.inputs import Result, Truth, load_truth
from bench.evaluate.losses import losses, losses_table
from bench.evaluate.replay import kept_readings, replay
from bench.evaluate.scores import as_json, evaluate
from bench.evaluate.summary import summary
from bench.shared import AbsentData

HERE = ZoneInfo("Africa/Casablanca")


def main() -> int:
    given = _arguments()
    try:
        truth, result, origin = _process(given) if given.courier else _read(given)
    except AbsentData as absent:
        print(f"ignoré: {absent}")
        return 0
    scores = evaluate(truth, result)
    print(summary(scores, given.fields))
    if given.readings:
        readings = kept_readings(given.courier, truth, given.readings)
        print(f"\n## Champs perdus\n\n{losses_table(losses(scores.matching, readings))}")
    for failure in origin.failures:
        print(f"\nnon traité : {', '.join(failure.sources)} : {failure.why}")
    if given.json:
        _write(given.json, json.dumps(as_json(scores), ensure_ascii=False, indent=1))
    if given.html:
        _write(given.html, html.report(scores, origin, datetime.now(HERE)))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.evaluate", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--truth", type=Path, help="vérité (shared/eval/README.md)")
    parser.add_argument("--result", type=Path, help="résultat (liasse.result/1)")
    parser.add_argument("--courier", type=Path, help="dossier d'un lot de courrier et sa vérité")
    parser.add_argument(
        "--readings", type=Path, help="lectures gardées : seule la suite est refaite"
    )
    parser.add_argument("--keep", type=Path, help="garder le résultat du traitement ici")
    parser.add_argument("--most", type=int, help="seulement les N premiers envois")
    parser.add_argument("--html", type=Path, help="rapport illustré")
    parser.add_argument("--json", type=Path, help="tous les chiffres")
    parser.add_argument("--fields", action="store_true", help="montrer aussi chaque champ")
    given = parser.parse_args()
    if not given.courier and not (given.truth and given.result):
        parser.error("donnez --courier, ou --truth et --result")
    return given


def _read(given: argparse.Namespace) -> tuple[Truth, Result, html.Origin]:
    for path in (given.truth, given.result):
        if not path.is_file():
            raise AbsentData(f"« {path} » absent")
    truth = _part(load_truth(given.truth), given.most)
    result = json.loads(given.result.read_text(encoding="utf-8"))
    try:
        places = find_sources(given.truth.parent, truth)
    except AbsentData:
        places = {}
    return truth, result, html.Origin(str(given.result), places)


def _process(given: argparse.Namespace) -> tuple[Truth, Result, html.Origin]:
    truth = _part(load_truth(truth_file(given.courier)), given.most)
    if given.readings:
        done = replay(given.courier, truth, given.readings)
        if given.keep:
            _write(given.keep, json.dumps(done.result, ensure_ascii=False))
    else:
        done = process(given.courier, truth, given.keep)
    print(f"{len(truth.pages)} pages en {done.seconds:.0f} s", file=sys.stderr)
    places = find_sources(given.courier, truth)
    return truth, done.result, html.Origin(given.courier.name, places, done.failures)


def _part(truth: Truth, most: int | None) -> Truth:
    """The truth of the `most` first sources."""
    return truth.only({source.name for source in truth.sources[:most]}) if most else truth


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
