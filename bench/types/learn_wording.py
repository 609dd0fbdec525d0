"""The text classifier (`extractors.types.wording`) trained: on pages, and on the words of the type files."""

from __future__ import annotations

import gzip
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from spacy.pipeline import TextCategorizer
from spacy.training import Example as Lesson
from thinc.api import fix_random_seed

from bench.types.lexicon import Vocabulary, alike, lexicon, vocabulary
from bench.types.spoil import MISREAD, foreign
from extractors.types.wording import STEM, as_doc, blank, shape, with_stems
from models.documents import document_types
from models.values.text import folded

IMAGINED = 80
"""Papers of each type made up from the words of its file."""
TITLED = 0.6
"""Share of them that have a title."""
HARM = 0.08
"""Share of their words that are misread."""
STRAYS = 40
"""Papers of no type made up from the words of all."""
UNHEARD_OF = 160
"""Papers of no type made up from words unheard of."""
WINDOW = 0.3
"""How often a page is shown only in part."""
FEWEST = 12
"""Words of such a part, at least."""
ROUNDS = 9
BATCH = 32
SEEDS = 2025
LEFT_OUT = frozenset({"page_blanche", "feuille_separatrice", "photo_identite"})


@dataclass(frozen=True, slots=True)
class Text:
    words: tuple[str, ...]
    type: str
    family: str


def imagined(seed: int, without: frozenset[str] = frozenset()) -> list[Text]:
    """Papers put together from the titles, phrases and labels that the type files know, and from
    the words that the lexicon gives each type."""
    rng = random.Random(seed)
    found = []
    known = lexicon()
    for name, kind in document_types().items():
        if name in LEFT_OUT or name in without:
            continue
        own = vocabulary(kind, known.get(name))
        for _ in range(IMAGINED):
            words = tuple(_imagine(own, rng))
            if words:
                found.append(Text(words, name, "imaginée"))
    return found


def stray(lessons: Sequence[Text], seed: int) -> list[Text]:
    """Papers of no type: words of all the others thrown together, and words unheard of."""
    rng = random.Random(seed)
    found = []
    for _ in range(STRAYS):
        words = [
            rng.choice(rng.choice(lessons).words).lstrip("^")
            for _ in range(rng.choice([8, 15, 30, 60]))
        ]
        words = [w for w in words if not w.startswith(STEM)]
        found.append(Text(tuple(with_stems(words)), "autre", "égarée"))
    for _ in range(UNHEARD_OF):
        read = [w for w in rng.choice(lessons).words if not w.startswith(STEM)]
        strange = [
            w if "#" in w else foreign(w, rng) for w in read[: rng.choice([20, 40, 100, 300])]
        ]
        found.append(Text(tuple(with_stems(strange)), "autre", "étrangère"))
    return found


def _imagine(own: Vocabulary, rng: random.Random) -> list[str]:
    words: list[str] = []
    if rng.random() < TITLED:
        title = _words(rng.choice(own.titles))
        words += ["^" + word for word in sorted(set(title))] + title
    for _ in range(rng.choice([1, 3, 5, 8, 12])):
        words += _words(alike(rng.choice(own.phrases), rng))
        if rng.random() < 0.3:
            words.append("#" + str(rng.choice([2, 4, 6])))
    for text in rng.sample(own.labels, min(len(own.labels), rng.randrange(0, 7))):
        words += [*_words(alike(text, rng)), "#" + str(rng.choice([2, 4, 6]))]
    return with_stems([_misread(word, rng) for word in words])


def _words(text: str) -> list[str]:
    return [shaped for word in folded(text).split() if (shaped := shape(word))]


def _misread(word: str, rng: random.Random) -> str:
    if rng.random() >= HARM or "#" in word or len(word) < 4:
        return word
    place = rng.randrange(1, len(word))
    letter = rng.choice(MISREAD.get(word[place], "e"))
    return word[:place] + (letter if letter.isalpha() else "") + word[place + 1 :]


def train(lessons: Sequence[Text], labels: Sequence[str]) -> TextCategorizer:
    """A classifier trained on these texts; the same texts give the same classifier."""
    fix_random_seed(SEEDS)
    rng = random.Random(SEEDS)
    pipeline, pipe = blank()
    made = [_lesson(pipe, text, labels) for text in lessons]
    for label in labels:
        pipe.add_label(label)
    optimizer = pipeline.initialize(lambda: made[:BATCH])
    order = list(range(len(lessons)))
    for _ in range(ROUNDS):
        rng.shuffle(order)
        thinned = [_lesson(pipe, _thinned(lessons[n], rng), labels) for n in order]
        for start in range(0, len(thinned), BATCH):
            pipeline.update(thinned[start : start + BATCH], sgd=optimizer, drop=0.2)
    return pipe


def _thinned(text: Text, rng: random.Random) -> Text:
    """The text with some of its words gone: no single one may be what the type is told by."""
    share = rng.choice([0.0, 0.15, 0.3, 0.5])
    titled = rng.random() < 0.7
    plain = [w for w in text.words if not w.startswith(STEM)]
    if rng.random() < WINDOW and len(plain) > 2 * FEWEST:
        # A piece of the page alone: what a short paper, or the rest of one, would say.
        start = rng.randrange(len(plain) - FEWEST)
        plain = plain[start : start + rng.randrange(FEWEST, 5 * FEWEST)]
    words = [w for w in plain if rng.random() >= share and (titled or not w.startswith("^"))]
    return Text(tuple(with_stems(words or plain)), text.type, text.family)


def _lesson(pipe: TextCategorizer, text: Text, labels: Sequence[str]) -> Lesson:
    doc = as_doc(pipe.vocab, text.words)
    return Lesson.from_dict(doc, {"cats": {label: float(label == text.type) for label in labels}})


def packed(pipe: TextCategorizer) -> bytes:
    """The classifier as its file, its weights in half the digits: they say no less."""
    for node in pipe.model.walk():
        for name in node.param_names:
            if node.has_param(name):
                weights: Any = node.get_param(name)
                weights[...] = np.asarray(weights).astype(np.float16)
    return gzip.compress(pipe.to_bytes(exclude=["vocab"]), 9, mtime=0)
