"""How well the stream of pages was cut into documents."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from bench.evaluate.counts import Counts, share
from bench.evaluate.inputs import SEPARATORS, PageKey, Truth
from bench.evaluate.matching import Matching

PageSet = frozenset[PageKey]


@dataclass(frozen=True, slots=True)
class Bag:
    """One source: its length in pages and whether not one document of it is cut wrong."""

    source: str
    pages: int
    perfect: bool


@dataclass(frozen=True, slots=True)
class Segmentation:
    """*Boundary*: a page (not a source's first) with which a document begins. *Exact*: the same set
    of pages. `content`: without blank pages and separator sheets between the pages, or as
    documents; `apart_from_blanks`: these pages also taken out of the documents that hold them."""

    boundaries: Counts
    boundaries_content: Counts
    exact: Counts
    exact_content: Counts
    exact_apart_from_blanks: Counts
    long_documents: int
    """Documents of several pages."""
    long_exact: float | None
    bags: tuple[Bag, ...]

    @property
    def perfect_bags(self) -> float | None:
        return share(sum(bag.perfect for bag in self.bags), len(self.bags))


def segmentation(matching: Matching) -> Segmentation:
    truth = matching.truth
    content = truth.is_content
    true_sets = [document.pages for document in truth.documents]
    found_sets = [found.pages for found in matching.found if found.pages]
    kept = [d for d in truth.documents if d.type not in SEPARATORS]
    bare = [_without_blanks(truth, d.pages) for d in kept]
    bare_found = [b for f in found_sets if (b := _without_blanks(truth, f))]
    long = [b for b, d in zip(bare, kept, strict=True) if len(d.pages) > 1]
    sources = [d.order[0].source for d in kept]
    return Segmentation(
        boundaries=_boundaries(matching, lambda key: True),
        boundaries_content=_boundaries(matching, content),
        exact=Counts.of_bags(_bag(true_sets), _bag(found_sets)),
        exact_content=Counts.of_bags(
            _bag(d.pages for d in kept), _bag(f for f in found_sets if any(content(k) for k in f))
        ),
        exact_apart_from_blanks=Counts.of_bags(_bag(bare), _bag(bare_found)),
        long_documents=len(long),
        long_exact=share(sum(pages in set(bare_found) for pages in long), len(long)),
        bags=tuple(_bags(truth, list(zip(sources, bare, strict=True)), bare_found)),
    )


def _boundaries(matching: Matching, counted: Callable[[PageKey], bool]) -> Counts:
    """Over neighbouring pages of each source, pages that are not `counted` being skipped."""
    home = {key: n for n, d in enumerate(matching.truth.documents) for key in d.pages}
    claims = matching.claims
    true: set[Hashable] = set()
    found: set[Hashable] = set()
    keys = sorted(key for key in matching.truth.pages if counted(key))
    for before, key in itertools.pairwise(keys):
        if before.source != key.source:
            continue
        if home[before] != home[key]:
            true.add(key)
        if key in claims and (
            before not in claims or claims[before].document != claims[key].document
        ):
            found.add(key)
    counts = Counts.of_sets(true, found)
    counts.extra += matching.duplicated
    return counts


def _bags(truth: Truth, true: list[tuple[str, PageSet]], found: list[PageSet]) -> Iterable[Bag]:
    lengths = Counter(key.source for key in truth.pages)
    for source in sorted(source.name for source in truth.sources):
        here = _bag(pages for name, pages in true if name == source)
        there = _bag(pages for pages in found if any(key.source == source for key in pages))
        yield Bag(source, lengths[source], here == there)


def _without_blanks(truth: Truth, pages: PageSet) -> PageSet:
    return frozenset(key for key in pages if truth.is_content(key))


def _bag(sets: Iterable[PageSet]) -> Counter[Hashable]:
    return Counter(sets)
