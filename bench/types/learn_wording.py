"""The text classifier (`extractors.types.wording`) trained: on pages, and on the words of the type files."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.pipeline import TextCategorizer
from spacy.training import Example as Lesson
from thinc.api import fix_random_seed

from bench.types.pages import Example
from bench.types.spoil import foreign
from extractors.layout import lay_out
from extractors.types.blocks import blocks_of
from extractors.types.wording import as_doc, blank, shape, words_of
from models.documents import DocumentType, document_types
from models.values.text import folded

IMAGINED = 40
"""Papers of each type made up from the words of its file."""
STRAYS = 120
"""Papers of no type made up from the words of all, and as many from words unheard of."""
ROUNDS = 12
BATCH = 32
SEEDS = 2025
LEFT_OUT = frozenset({"page_blanche", "feuille_separatrice", "photo_identite"})


@dataclass(frozen=True, slots=True)
class Text:
    words: tuple[str, ...]
    type: str
    family: str


def texts(examples: Iterable[Example]) -> list[Text]:
    """What the classifier sees of these pages."""
    found = []
    for example in examples:
        page = lay_out(example.reading, 1)
        found.append(Text(tuple(words_of(page, blocks_of(page))), example.type, example.family))
    return found


def imagined(seed: int, without: frozenset[str] = frozenset()) -> list[Text]:
    """Papers put together from the titles, phrases and labels that the type files know."""
    rng = random.Random(seed)
    found = []
    for name, kind in document_types().items():
        if name in LEFT_OUT or name in without:
            continue
        for _ in range(IMAGINED):
            words = tuple(_imagine(kind, rng))
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
        found.append(Text(tuple(words), "autre", "égarée"))
        read = rng.choice(lessons).words[: rng.choice([20, 40, 100, 300])]
        strange = tuple(w if "#" in w else foreign(w, rng) for w in read)
        found.append(Text(strange, "autre", "étrangère"))
    return found


def _imagine(kind: DocumentType, rng: random.Random) -> list[str]:
    titles = [t.texte for t in kind.titres if t.titre and t.poids > 0]
    phrases = [t.texte for t in kind.titres if not t.titre and t.poids > 0]
    labels = [text for field in kind.fields.values() for text in field.etiquettes[:6]]
    labels += [
        text for t in kind.lines.values() for c in t.colonnes.values() for text in c.entetes[:3]
    ]
    words: list[str] = []
    if titles and rng.random() < 0.8:
        title = _words(rng.choice(titles))
        words += ["^" + word for word in sorted(set(title))] + title
    elif kind.intitules and rng.random() < 0.8:
        groups = [g for g in rng.choice(kind.intitules).mots.split() if not g.startswith("-")]
        title = [w for g in groups for w in _words(rng.choice(g.split("|")).rstrip("*"))]
        words += ["^" + word for word in sorted(set(title))] + title
    for text in rng.sample(phrases, min(len(phrases), rng.randrange(0, 6))):
        words += _words(text)
    for text in rng.sample(labels, min(len(labels), rng.randrange(2, 9))):
        words += [*_words(text), "#" + str(rng.choice([2, 4, 6]))]
    return words


def _words(text: str) -> list[str]:
    return [shaped for word in folded(text).split() if (shaped := shape(word))]


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
    words = tuple(
        w for w in text.words if rng.random() >= share and (titled or not w.startswith("^"))
    )
    return Text(words or text.words, text.type, text.family)


def _lesson(pipe: TextCategorizer, text: Text, labels: Sequence[str]) -> Lesson:
    doc = as_doc(pipe.vocab, text.words)
    return Lesson.from_dict(doc, {"cats": {label: float(label == text.type) for label in labels}})


def packed(pipe: TextCategorizer) -> bytes:
    """The classifier as its file."""
    return gzip.compress(pipe.to_bytes(exclude=["vocab"]), 9, mtime=0)
