"""Goes on teaching the shipped text classifier, where the whole training cannot be paid for.

python -m bench.types.learn_further --courier DIR/train [DIR …] --readings DIR [DIR …] --new NAME [--write]

It starts from what is shipped and is shown every page of the families of `blind/apprises/NAME.toml`,
two in five of the other wordings learnt, the scans and papers made up from the lexicon as it is
now: those keep it from forgetting. The mean of several goes is written; the weights of evidence
stay. `bench.types.learn` starts afresh and is to be preferred.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from spacy.pipeline import TextCategorizer
from thinc.api import fix_random_seed

from bench.types import learn_wording
from bench.types.blind import Side
from bench.types.blind import examples as blind
from bench.types.learn import Pages
from bench.types.learn_wording import BATCH, LEFT_OUT, Text, imagined, packed, stray
from bench.types.pages import all_scanned
from extractors.types.wording import FILE, blank, shipped

IMAGINED = 100
"""Papers of each type made up, beside the pages."""
ROUNDS = 4
MEMBERS = 3
RATE = 5e-4
"""How far one batch moves a weight: half of what a training from nothing does."""
POOL = 1000


def gone_on(lessons: Sequence[Text], seed: int) -> TextCategorizer:
    """The shipped classifier, taught further."""
    fix_random_seed(seed)
    rng = random.Random(seed)
    pipeline, pipe = blank()
    pipe.from_bytes(shipped(), exclude=["vocab"])
    optimizer = pipeline.resume_training()
    optimizer.learn_rate = RATE
    pool = [learn_wording.neutral_line(rng) for _ in range(POOL)]
    order = list(range(len(lessons)))
    for _ in range(ROUNDS):
        rng.shuffle(order)
        shown = [
            learn_wording.lesson(pipe, learn_wording.thinned(lessons[n], pool, rng), pipe.labels)
            for n in order
        ]
        for start in range(0, len(shown), BATCH):
            pipeline.update(shown[start : start + BATCH], sgd=optimizer, drop=0.2)
    return pipe


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--courier", type=Path, nargs="+", required=True)
    parser.add_argument("--readings", type=Path, nargs="+", required=True)
    parser.add_argument("--new", required=True, help="fichier de tournures à apprendre en entier")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    seen = [e for some in blind(Side.LEARN, "suite").values() for e in some]
    mark = f"-{given.new}-"
    new = [e for e in seen if mark in e.family]
    old = [e for e in seen if mark not in e.family]
    known = [e for n, e in enumerate(old) if n % 5 in (0, 2)]
    pages = Pages.of([*all_scanned(given.courier, given.readings), *new, *known])
    lessons = [t for t in pages.texts if t.type not in LEFT_OUT]
    print(f"{len(lessons)} pages, dont {len(new)} nouvelles")
    members = []
    for seed in range(1, MEMBERS + 1):
        made = imagined(seed, papers=IMAGINED)
        members.append(gone_on([*lessons, *made, *stray(lessons, seed)], seed))
    mean = learn_wording.mean_of(members)
    if given.write:
        (Path(str(resources.files("extractors.types"))) / FILE).write_bytes(packed(mean))


if __name__ == "__main__":
    main()
