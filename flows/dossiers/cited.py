"""Persons of the base whom the words of a paper name, wherever they stand.

A letter says «Concerne : EL OUALI Zakaria» under a label that nobody foresaw: where no field names
anybody whom the base knows, its whole names are looked for in the text itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from flows.dossiers.mentions import Mention, Role, Traces
from flows.dossiers.names import comparable, is_whole
from models.values.text import folded

MOST_WORDS = 5
LEAST_LETTERS = 8
"""Letters under which a name may stand in a text by chance."""
PRACTITIONERS = frozenset(
    {"dr", "dre", "docteur", "docteure", "pr", "prof", "professeur", "maitre"}
)
"""Words before the name of one who treats, and is not treated."""
CONFIDENCE = 0.8
ALIKE = 84.0
"""Likeness from which a name read in its place is taken for one of the base."""


def with_cited(
    papers: Sequence[Traces], texts: Sequence[str], names: Iterable[str]
) -> list[Traces]:
    """The same traces, those of papers that name nobody of the base with those their text names.

    `names`: whole names of the base.
    """
    known, whole = _written(tuple(names))
    silent = [n for n, paper in enumerate(papers) if not _names_somebody(paper, whole)]
    found = list(papers)
    for position in silent:
        said = dict.fromkeys(known[run] for run in _runs(texts[position]) if run in known)
        mentions = (Mention(Role.CITE, name, CONFIDENCE) for name in said)
        found[position] = replace(
            papers[position], mentions=(*papers[position].mentions, *mentions)
        )
    return found


def _names_somebody(paper: Traces, names: Sequence[str]) -> bool:
    """Whether a name read in its place is that of somebody of the base."""
    return any(
        process.extractOne(m.name, names, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
        for m in paper.mentions
        if is_whole(m.name)
    )


@lru_cache(maxsize=2)
def _written(names: tuple[str, ...]) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """The ways in which each name may be written without spaces, surname or given name first; and
    the names. A whole base takes long: the last ones are kept."""
    ways: dict[str, str] = {}
    for name in names:
        whole = comparable(name)
        words = whole.split()
        if is_whole(whole) and len(whole.replace(" ", "")) >= LEAST_LETTERS:
            for turn in range(len(words)):
                ways.setdefault("".join(words[turn:] + words[:turn]), whole)
    return ways, tuple(dict.fromkeys(ways.values()))


def _runs(text: str) -> Iterable[str]:
    """Every run of some words of a line, without spaces, but those of practitioners' names."""
    for line in text.splitlines():
        # The civility tells who is meant: it is looked at before names are made comparable.
        words = folded(line).split()
        for start in range(len(words)):
            if start and words[start - 1] in PRACTITIONERS:
                continue
            for end in range(start + 1, min(start + MOST_WORDS, len(words)) + 1):
                yield comparable(" ".join(words[start:end])).replace(" ", "")
