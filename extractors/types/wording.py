"""The trained text classifier: spaCy's bag of words over what a page says.

It knows what `bench.types.learn` showed it, the papers of the train split and the words of the
type files; it adds to the titles and phrases where a page has lost or never had them.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt
import spacy
from spacy.language import Language
from spacy.pipeline import TextCategorizer
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extractors.layout import Layout
from extractors.types.blocks import Block

FILE = "wording.bin.gz"
BUCKETS = 32768
"""Rows of weights that words are hashed into."""
CONFIG: Mapping[str, Any] = {
    "model": {
        "@architectures": "spacy.TextCatBOW.v3",
        "exclusive_classes": True,
        "length": BUCKETS,
        "ngram_size": 1,
        "no_output_layer": False,
    }
}
TITLED = 0.75
"""Prominence from which the words of a block are told apart as those of a title."""
MOST_WORDS = 600
STEM = "~"
ROOT = 5
"""Letters of a stem."""
NOTHING = "_"


def words_of(page: Layout, blocks: Iterable[Block]) -> list[str]:
    """What the classifier sees of a page: its words folded, figures by their length, and once
    more, marked, those that are set as titles."""
    titles = {word for block in blocks if block.prominence >= TITLED for word in block.words}
    plain = [shaped for word in page.folded.split() if (shaped := shape(word))]
    named = ["^" + word for word in sorted(titles) if len(word) > 2 and word.isalpha()]
    return with_stems(named + plain[:MOST_WORDS])


def with_stems(words: Sequence[str]) -> list[str]:
    """The words, then the stems of the long ones: «remboursé» is like «remboursement», and a
    letter misread at the end of a word changes little."""
    return [*words, *(STEM + w[:ROOT] for w in words if len(w) > ROOT and w.isalpha())]


def shape(word: str) -> str:
    """The word, `#` and its length for a figure, nothing for what is neither."""
    if word.isdigit():
        return f"#{min(len(word), 6)}"
    return word if len(word) > 2 and word.isalpha() else ""


def probabilities(words: Iterable[str]) -> npt.NDArray[np.float64]:
    """Of each type, in the order of `labels()`."""
    classifier = _classifier()
    scores: npt.NDArray[np.float64] = np.asarray(
        classifier.predict([as_doc(classifier.vocab, words)])[0], dtype=np.float64
    )
    return scores


def as_doc(vocab: Vocab, words: Iterable[str]) -> Doc:
    """The words as the classifier takes them: never fewer than make a pair."""
    return Doc(vocab, words=[*words, NOTHING, NOTHING])


def labels() -> tuple[str, ...]:
    return tuple(_classifier().labels)


def blank() -> tuple[Language, TextCategorizer]:
    """An empty pipeline with an untrained classifier."""
    pipeline = spacy.blank("fr")
    pipe = pipeline.add_pipe("textcat", config=dict(CONFIG))
    assert isinstance(pipe, TextCategorizer)
    return pipeline, pipe


@cache
def _classifier() -> TextCategorizer:
    _, pipe = blank()
    data = resources.files("extractors.types").joinpath(FILE).read_bytes()
    pipe.from_bytes(gzip.decompress(data), exclude=["vocab"])
    return pipe
