"""Learns from the train split what `extractors.types` weighs pages with, and writes its two files.

python -m bench.types.learn --courier DIR/train [DIR …] --readings DIR [DIR …] --corpus train.jsonl.gz
    [--check DIR/dev --check-readings DIR] [--write]

`--courier` is a split built by `tests.courier.build --split train`, `--readings` the readings that
`bench.evaluate --readings` keeps of it, `--corpus` what `bench.types.corpus` prints. The text
classifier's word on a page is taken from one that never saw its layout family. Beside these pages
stand those of `bench.types.blind`, and the same pages with a part of their lines made unreadable:
what a title is worth must be learnt where one cannot lean on it. `--check` shows how well pages of
another split are typed; nothing is learnt from it, nor from the wordings held back.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

import numpy as np
from spacy.pipeline import TextCategorizer

from bench.types.blind import Side
from bench.types.blind import examples as blind
from bench.types.learn_wording import LEFT_OUT, Text, imagined, packed, stray, train
from bench.types.pages import Example, all_scanned, arguments, printed, scanned
from bench.types.spoil import foreign, reworded
from extractors.layout import lay_out
from extractors.logit import Array, Indices, fit, losses
from extractors.types.evidence import COLUMNS, evidence, heard
from extractors.types.knowledge import knowledge
from extractors.types.wording import FILE, as_doc, words_of

WEIGHTS = "weights.json"
PRIOR = (6.0, 6.0, 2.0, -1.0, -2.0, 3.0, 1.9, 0.0, 3.0, 0.5)
"""What each kind of evidence was thought to be worth before anything was learnt."""
TRUST = {"allure": 300.0, "contre": 100.0, "phrases": 100.0}
"""How firmly a weight is held to that; 1 when not said. The look of a page is learnt from scans
alone: pages of text have none, and their number would bring it to nothing. The text classifier was
shown the phrases of the type files: left free, their weight goes where its errors want it."""
PRINTED = 0.2
"""Weight of a page of the corpus beside a scanned one: there are more, and they are cleaner."""
GOES_ON = 0.3
"""Weight of a page that goes on: it need not say what it is, the pages before it do."""
BLIND = 0.1
"""Weight of a page of the blind wordings: their titles are what the type files do not know."""
BLIND_TIMES = 2
STRANGE = 0.1
"""Weight of a page of which a part was made unreadable, beside the page itself."""
SHARES = (0.3, 0.5, 0.7)
"""Share of the lines made so."""
HIDDEN = 2
"""Groups in which types are hidden."""
UNKNOWN = 0.02
"""Share of papers that are of no type."""
EVERY = 2
"""One in so many of their papers is shown."""
FOREIGN = 3
"""One in so many of them is also shown in a foreign language."""
BARRED = -60.0
SEED = "types"
FOLDS = 3
MEMBERS = 2
"""Trainings whose mean judges pages in order to learn what its word is worth."""
SHIPPED = 8
"""Trainings whose mean is shipped."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages, what the classifier sees of each, and the rest of their evidence."""

    examples: list[Example]
    texts: list[Text]
    rows: list[Array]

    @classmethod
    def of(cls, examples: Iterable[Example]) -> Pages:
        found = cls([], [], [])
        for e in examples:
            if e.type == "page_blanche" or e.reading.blank:
                continue
            page = lay_out(e.reading, 1)
            told = evidence(page)
            found.examples.append(e)
            found.texts.append(Text(tuple(words_of(page, told.blocks)), e.type, e.family))
            found.rows.append(told.matrix)
        return found

    def some(self, places: Iterable[int]) -> Pages:
        kept = list(places)
        return Pages(
            [self.examples[n] for n in kept],
            [self.texts[n] for n in kept],
            [self.rows[n] for n in kept],
        )

    def and_(self, others: Pages) -> Pages:
        return Pages(
            [*self.examples, *others.examples],
            [*self.texts, *others.texts],
            [*self.rows, *others.rows],
        )


def matrices(pages: Pages, scores: Array, labels: Sequence[str]) -> Array:
    return np.array(
        [heard(row.copy(), labels, own) for row, own in zip(pages.rows, scores, strict=True)]
    )


def said(pipe: TextCategorizer, pages: Pages) -> Array:
    return np.asarray(
        pipe.predict([as_doc(pipe.vocab, t.words) for t in pages.texts]), dtype=np.float64
    )


def weight_of(example: Example) -> float:
    """How much a page counts beside a scanned one."""
    weight = GOES_ON if example.place else 1.0
    if example.source.startswith("aveugle"):
        weight *= BLIND
    elif example.source.startswith("corpus"):
        weight *= PRINTED
    return weight * (STRANGE if example.source.endswith("étrange") else 1.0)


def strangers(examples: Sequence[Example]) -> list[Example]:
    """Every third page with a part of its lines unreadable."""
    rng = random.Random(SEED)
    return [
        replace(
            e,
            reading=replace(
                e.reading, words=tuple(reworded(e.reading.words, rng, rng.choice(SHARES)))
            ),
            source=f"{e.source} étrange",
        )
        for e in examples[::3]
    ]


def unseen(pages: Pages, judged: Pages, labels: Sequence[str]) -> Array:
    """The classifier's word on each page of `judged`, from one that was shown no page of its
    family, nor a word of its wording."""
    fold = _folds(pages.examples)
    out = np.zeros((len(judged.examples), len(labels)))
    for side in range(FOLDS):
        lessons = [t for t in pages.texts if fold[t.family] != side and t.type not in LEFT_OUT]
        unheard = frozenset(family for family, own in fold.items() if own == side)
        pipe = train(
            [
                [*lessons, *imagined(seed, unheard=unheard), *stray(lessons, seed)]
                for seed in range(1 + side, 1 + side + FOLDS * MEMBERS, FOLDS)
            ],
            labels,
        )
        mine = [n for n, e in enumerate(judged.examples) if fold[e.family] == side]
        out[mine] = said(pipe, judged.some(mine))
    return out


def unknown(pages: Pages, names: Sequence[str], labels: Sequence[str]) -> tuple[Array, Indices]:
    """Pages whose type nobody has heard of, which are therefore «autre»: the types are hidden,
    a few at a time, from the classifier and from the choice. The last column bars them."""
    rows = []
    for group in range(HIDDEN):
        hidden = frozenset(n for i, n in enumerate(labels) if i % HIDDEN == group) - {"autre"}
        shown = [label for label in labels if label not in hidden]
        lessons = [t for t in pages.texts if t.type in shown]
        pipe = train(
            [
                [*lessons, *imagined(seed, hidden), *stray(lessons, seed)]
                for seed in range(9 + group, 9 + group + HIDDEN * MEMBERS, HIDDEN)
            ],
            shown,
        )
        mine = [n for n, e in enumerate(pages.examples) if e.type in hidden and not e.place]
        mine = mine[::EVERY]
        strange = (_foreign(pages.examples[n], group) for n in mine[group::FOREIGN])
        some = pages.some(mine).and_(Pages.of(strange))
        for matrix in matrices(some, said(pipe, some), shown):
            barred = np.zeros((len(names), 1))
            for name in hidden:
                row = names.index(name)
                matrix[row] = 0.0
                barred[row] = 1.0
            other = names.index("autre")
            matrix[other, COLUMNS.index("rien")] = 1.0 - min(1.0, float(matrix[:, :2].max()))
            rows.append(np.hstack([matrix, barred]))
    return np.array(rows), np.full(len(rows), names.index("autre"))


def _foreign(example: Example, seed: int) -> Example:
    """The page in a language nobody here reads."""
    words = tuple(
        replace(w, text=foreign(w.text, random.Random(seed))) for w in example.reading.words
    )
    return replace(example, reading=replace(example.reading, words=words))


def _folds(examples: Sequence[Example]) -> dict[str, int]:
    """Each family's part: those of a type are dealt out."""
    seen: dict[str, list[str]] = {}
    for e in examples:
        own = seen.setdefault(e.type, [])
        if e.family not in own:
            own.append(e.family)
    rng = random.Random(SEED)
    return {
        f: n % FOLDS
        for own in seen.values()
        for n, f in enumerate(rng.sample(sorted(own), len(own)))
    }


def main() -> None:
    given = arguments(__doc__, "extractors/types")
    names = knowledge().names
    labels = [name for name in names if name not in LEFT_OUT]
    real = [*all_scanned(given.courier, given.readings), *printed(given.corpus, SEED)]
    seen = [e for some in blind(Side.LEARN, SEED, times=BLIND_TIMES).values() for e in some]
    pages = Pages.of([*real, *seen])
    weighing = pages.and_(Pages.of(strangers(pages.examples)))
    rows = matrices(weighing, unseen(pages, weighing, labels), labels)
    strange, other = unknown(pages, names, labels)
    truth = np.array([names.index(e.type) for e in weighing.examples])
    weighed = np.array([weight_of(e) for e in weighing.examples])
    rare = UNKNOWN * weighed.sum() / len(other)
    weights = fit(
        np.concatenate([np.pad(rows, ((0, 0), (0, 0), (0, 1))), strange]),
        np.concatenate([truth, other]),
        np.concatenate([weighed, np.full(len(other), rare)]),
        np.array([*PRIOR, BARRED]),
        np.array([*(TRUST.get(column, 1.0) for column in COLUMNS), 1.0]),
    )[:-1]
    chances = strange @ np.append(weights, BARRED)
    print(f"types cachés : {(chances.argmax(axis=1) == other).mean():.1%} sont dits «autre»")
    print("poids :", dict(zip(COLUMNS, weights.round(2).tolist(), strict=True)))
    real_ones = [n for n, e in enumerate(weighing.examples) if "étrange" not in e.source]
    kept = weighing.some(real_ones)
    _show("familles jamais vues, train", kept, rows[real_ones], truth[real_ones], weights, names)
    lessons = [t for t in pages.texts if t.type not in LEFT_OUT]
    pipe = train(
        [[*lessons, *imagined(n), *stray(lessons, n)] for n in range(SHIPPED)],
        labels,
    )
    held_back = Pages.of([e for v in blind(Side.HELD, "mesure").values() for e in v])
    theirs = matrices(held_back, said(pipe, held_back), labels)
    true = np.array([names.index(e.type) for e in held_back.examples])
    _show("tournures jamais apprises", held_back, theirs, true, weights, names)
    if given.check:
        held = Pages.of(scanned(given.check, given.check_readings))
        theirs = matrices(held, said(pipe, held), labels)
        true = np.array([names.index(e.type) for e in held.examples])
        _show("contrôle", held, theirs, true, weights, names, named=True)
    if given.write:
        folder = Path(str(resources.files("extractors.types")))
        (folder / FILE).write_bytes(packed(pipe))
        row = dict(zip(COLUMNS, weights.round(4).tolist(), strict=True))
        text = json.dumps({"poids": row}, ensure_ascii=False, indent=1) + "\n"
        (folder / WEIGHTS).write_text(text, encoding="utf-8")


def _show(
    title: str,
    pages: Pages,
    rows: Array,
    truth: Indices,
    weights: Array,
    names: Sequence[str],
    named: bool = False,
) -> None:
    """Shares of pages typed right, with all the evidence and without each kind of it."""
    first = np.array([e.place == 0 for e in pages.examples])
    right = (rows @ weights).argmax(axis=1) == truth
    print(
        f"{title} : {right.mean():.1%}, premières pages {right[first].mean():.1%}, perte {losses(rows, truth, weights).mean():.3f}"
    )
    for column, name in enumerate(COLUMNS):
        without = weights.copy()
        without[column] = 0.0
        alone = (rows @ without).argmax(axis=1) == truth
        print(f"  sans {name} : premières pages {alone[first].mean():.1%}")
    wrong = Counter(
        (names[t], names[g], pages.examples[n].place)
        for n, (t, g) in enumerate(zip(truth, (rows @ weights).argmax(axis=1), strict=True))
        if t != g
    )
    if named:
        for (true, got, place), count in wrong.most_common(30):
            print(f"  {true} lu {got}, page {place + 1} : {count}")


if __name__ == "__main__":
    main()
