"""The text classifier (`extractors.types.wording`) trained: on pages, and on the words of the type files."""

from __future__ import annotations

import gzip
import random
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from spacy.pipeline import TextCategorizer
from spacy.training import Example as Lesson
from thinc.api import fix_random_seed

from bench.types.blind import Side, filled, phrases, wordings
from bench.types.lexicon import Vocabulary, alike, lexicon, neutral, vocabulary
from bench.types.spoil import MISREAD, foreign
from extractors.types.wording import STEM, as_doc, blank, shape, with_stems
from models.documents import document_types
from models.values.text import folded

IMAGINED = 200
"""Papers of each type made up from words of its file, of the lexicon and of the wordings."""
WORDED = 0.6
"""Share of them that take titles and phrases of `bench.types.blind` as well."""
TAKEN = 3
"""Families of wordings that such a paper draws from."""
DRAWN = 10
"""Phrases that such a paper chooses from, of either source."""
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
NEUTRAL = 0.5
"""How often lines that stand on papers of any type are put among its words."""
NEUTRAL_LINES = 12
"""So many of them at most."""
NEUTRAL_TITLE = 0.15
"""Share of these that are set as titles."""
POOL = 3000
"""Such lines made for one training."""
ROUNDS = 9
BATCH = 32
SEED = 2025
LEFT_OUT = frozenset({"page_blanche", "photo_identite"})


@dataclass(frozen=True, slots=True)
class Text:
    words: tuple[str, ...]
    type: str
    family: str


def imagined(
    seed: int, without: frozenset[str] = frozenset(), unheard: frozenset[str] = frozenset()
) -> list[Text]:
    """Papers put together from the titles, phrases and labels that the type files know, and from
    the words that the lexicon and the wordings give each type: any title over any phrases. No
    paper is of the types `without`, none has words of the families `unheard`."""
    rng = random.Random(seed)
    found = []
    known = lexicon()
    worded: dict[str, list[Mapping[str, Sequence[str]]]] = {}
    for kind, family, words in wordings(Side.LEARN):
        if family not in unheard:
            worded.setdefault(kind, []).append(words)
    for name, type_ in document_types().items():
        if name in LEFT_OUT or name in without:
            continue
        own = vocabulary(type_, known.get(name))
        for _ in range(IMAGINED):
            mixed = _mixed(own, worded.get(name, []), rng)
            made = tuple(_imagine(mixed, rng))
            if made:
                found.append(Text(made, name, "imaginée"))
    return found


def _mixed(
    own: Vocabulary, families: Sequence[Mapping[str, Sequence[str]]], rng: random.Random
) -> Vocabulary:
    """Some of what a type is known by, with some of what the wordings say of it."""
    if not families or rng.random() >= WORDED:
        return own
    taken = rng.sample(families, min(len(families), TAKEN))
    titles = [title for family in taken for title in family["titres"] if title]
    said = [line for family in taken for line in phrases(family, rng)]
    return Vocabulary(
        (*own.titles, *titles),
        (*_some(own.phrases, rng), *_some(said, rng)),
        own.labels,
    )


def _some(texts: Sequence[str], rng: random.Random) -> list[str]:
    return rng.sample(texts, min(len(texts), DRAWN))


def stray(lessons: Sequence[Text], seed: int) -> list[Text]:
    """Papers of no type: words of all the others thrown together, and words unheard of."""
    rng = random.Random(seed)
    told = [t.words for t in lessons if t.words]
    found = []
    for _ in range(STRAYS):
        words = [
            rng.choice(rng.choice(told)).lstrip("^") for _ in range(rng.choice([8, 15, 30, 60]))
        ]
        words = [w for w in words if not w.startswith(STEM)]
        found.append(Text(tuple(with_stems(words)), "autre", "égarée"))
    for _ in range(UNHEARD_OF):
        read = [w for w in rng.choice(told) if not w.startswith(STEM)]
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


def train(lessons: Sequence[Sequence[Text]], labels: Sequence[str]) -> TextCategorizer:
    """A classifier that is the mean of several, one for each set of lessons; the same lessons give
    the same classifier. One training tells rare types apart otherwise than the next: what is luck
    in each goes out. A bag of words is linear, so the mean of the weights says what they all say
    together, and is read as fast as one."""
    with ProcessPoolExecutor() as pool:
        members = [
            _unpacked(trained)
            for trained in pool.map(
                _trained, lessons, [labels] * len(lessons), range(SEED, SEED + len(lessons))
            )
        ]
    mean = members[0]
    for node, *others in zip(*(pipe.model.walk() for pipe in members), strict=True):
        for name in node.param_names:
            if node.has_param(name):
                node.set_param(name, np.mean([o.get_param(name) for o in (node, *others)], axis=0))
    return mean


def _trained(lessons: Sequence[Text], labels: Sequence[str], seed: int) -> bytes:
    fix_random_seed(seed)
    rng = random.Random(seed)
    pipeline, pipe = blank()
    made = [_lesson(pipe, text, labels) for text in lessons]
    for label in labels:
        pipe.add_label(label)
    optimizer = pipeline.initialize(lambda: made[:BATCH])
    order = list(range(len(lessons)))
    pool = [_neutral(rng) for _ in range(POOL)]
    for _ in range(ROUNDS):
        rng.shuffle(order)
        thinned = [_lesson(pipe, _thinned(lessons[n], pool, rng), labels) for n in order]
        for start in range(0, len(thinned), BATCH):
            pipeline.update(thinned[start : start + BATCH], sgd=optimizer, drop=0.2)
    return pipe.to_bytes(exclude=["vocab"])


def _unpacked(trained: bytes) -> TextCategorizer:
    _, pipe = blank()
    pipe.from_bytes(trained, exclude=["vocab"])
    return pipe


def _neutral(rng: random.Random) -> list[str]:
    """A line that says nothing of the type, now and then as a title."""
    words = _words(alike(filled(rng.choice(neutral()), rng), rng))
    titled = rng.random() < NEUTRAL_TITLE
    return ["^" + word for word in sorted(set(words)) if titled and word.isalpha()] + words


def _thinned(text: Text, pool: Sequence[Sequence[str]], rng: random.Random) -> Text:
    """The text with some of its words gone, and words that say nothing added: no single one may be
    what the type is told by."""
    share = rng.choice([0.0, 0.15, 0.3, 0.5])
    titled = rng.random() < 0.7
    plain = [w for w in text.words if not w.startswith(STEM)]
    if rng.random() < WINDOW and len(plain) > 2 * FEWEST:
        # A piece of the page alone: what a short paper, or the rest of one, would say.
        start = rng.randrange(len(plain) - FEWEST)
        plain = plain[start : start + rng.randrange(FEWEST, 5 * FEWEST)]
    words = [w for w in plain if rng.random() >= share and (titled or not w.startswith("^"))]
    words = words or plain
    if rng.random() < NEUTRAL:
        lines = rng.sample(pool, rng.randrange(1, NEUTRAL_LINES))
        words = [*words, *(word for line in lines for word in line)]
    return Text(tuple(with_stems(words)), text.type, text.family)


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
