"""What a page tells of each type, as numbers: a row a type, a column a kind of evidence.

`classify` weighs the columns with weights that `bench.types.learn` found on the train split.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extractors.layout import Layout
from extractors.types.blocks import Block, blocks_of
from extractors.types.knowledge import Knowledge, Said, knowledge
from extractors.types.looks import looks
from extractors.types.phrases import pieces

Matrix = npt.NDArray[np.float64]

COLUMNS = (
    "titre", "intitule", "phrases", "contre", "titre_autrui", "etiquettes", "allure", "autre", "rien", "texte",
)  # fmt: skip
"""Title word for word; title by its words; phrases for; phrases against; titles against;
labels of its fields; look of the page; being «autre»; being «autre» where no title is known;
logarithm of what the text classifier says, which `heard` fills in."""
LEAST = 1e-2
"""Probability below which the text classifier says no more: wordings unheard of may make it sure
of what is wrong."""
UNHEARD = 0.05
"""What it says of the types that it was never shown, those told by sight."""
RESEMBLING = 0.7
"""Worth of a phrase that was not read letter for letter: it may be another, similar one."""
HEAD = 0.42
"""Share of the page in which a first page bears its title."""
WHOLE_WORTH = 0.6
"""Worth of a title from which its lines, or what explains less of it, say less."""
WHOLE_SHARE = 0.8
"""Share of its letters that it must explain for that."""
PART = 0.5
"""What they still say."""
PROMINENT = 0.6
"""Prominence from which a block is worth a comparison letter by letter."""
LONGEST = 90
"""Letters of such a block."""
SAID = 0.2
"""Worth of a title from which it stands where it stands."""
FEW_LABELS = 6.0
"""Weight of labels that a page must have before the share of a type's own says much."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """`heads`: of each type, the worth of its best title where first pages have theirs; `tops`:
    where its highest title stands (1: it has none)."""

    matrix: Matrix
    blocks: tuple[Block, ...]
    heads: Matrix
    tops: Matrix


def evidence(page: Layout) -> Evidence:
    """The evidence for each type, in the order of `knowledge().names`."""
    known = knowledge()
    blocks = tuple(blocks_of(page))
    matrix = np.zeros((len(known.names), len(COLUMNS)))
    heads, tops = _titles(known, blocks, matrix)
    _phrases(known, page, matrix)
    for name, worth in looks(page).items():
        matrix[known.names.index(name), 6] = worth
    other = known.names.index("autre")
    matrix[other, 7] = 1.0
    matrix[other, 8] = 1.0 - min(1.0, float(np.max(matrix[:, :2])))
    return Evidence(matrix, blocks, heads, tops)


def heard(matrix: Matrix, labels: Sequence[str], scores: Matrix) -> Matrix:
    """The matrix with what the text classifier says of each label."""
    names = knowledge().names
    matrix[:, -1] = math.log(UNHEARD)
    for label, score in zip(labels, scores, strict=True):
        matrix[names.index(label), -1] = math.log(max(float(score), LEAST))
    return matrix


def _titles(known: Knowledge, blocks: tuple[Block, ...], matrix: Matrix) -> tuple[Matrix, Matrix]:
    if not blocks:
        return np.zeros(len(known.names)), np.ones(len(known.names))
    shape = (len(known.names), len(blocks))
    own, worded, against, shares = (np.zeros(shape) for _ in range(4))
    for position, block in enumerate(blocks):
        for said, worth, share in _phrases_in(known, block):
            if said.weight < 0:
                against[said.kind, position] = max(
                    against[said.kind, position], -said.weight * worth
                )
                continue
            own[said.kind, position] = max(own[said.kind, position], said.weight * worth)
            shares[said.kind, position] = max(shares[said.kind, position], share)
        for name, (worth, share) in known.headings.worths(block).items():
            kind = known.names.index(name)
            worded[kind, position] = worth * block.prominence
            shares[kind, position] = max(shares[kind, position], share)
    against[(own > 0) | (worded > 0)] = 0.0  # a type's own title says nothing against it
    _only_parts(blocks, own, worded, shares)
    matrix[:, 0] = own.max(axis=1)
    matrix[:, 1] = worded.max(axis=1)
    matrix[:, 4] = against.max(axis=1)
    high = np.array([block.top <= HEAD for block in blocks])
    best = np.maximum(own, worded)
    heads: Matrix = (best * high).max(axis=1)
    places = np.array([block.top for block in blocks])
    tops: Matrix = np.where(best >= SAID, places, 1.0).min(axis=1)
    return heads, tops


def _phrases_in(known: Knowledge, block: Block) -> Iterator[tuple[Said, float, float]]:
    """What the block says word for word or nearly: its worth here, and the share it explains."""
    grams = pieces(block.squeezed)
    exact = known.titles.exact(block.squeezed, block.words, grams)
    found = [(number, 1.0) for number in exact]
    if block.prominence >= PROMINENT and len(block.squeezed) <= LONGEST:
        found += [(n, RESEMBLING) for n in known.titles.near(block.squeezed, grams, exact)]
    for number, read in found:
        share = min(1.0, known.titles.length(number) / max(1, block.weight))
        worth = read * share**0.5 * block.prominence
        for said in known.titles_of[number]:
            yield said, worth, share


def _only_parts(blocks: tuple[Block, ...], own: Matrix, worded: Matrix, shares: Matrix) -> None:
    """«DEMANDE D'ADHÉSION» under «TIERS PAYANT –» is part of a title that means something else."""
    best = np.maximum(own, worded)
    for position, block in enumerate(blocks):
        whole = int(np.argmax(best[:, position]))
        if best[whole, position] < WHOLE_WORTH or shares[whole, position] < WHOLE_SHARE:
            continue
        less = shares[:, position] < WHOLE_SHARE * shares[whole, position]
        own[less, position] *= PART
        worded[less, position] *= PART
        if len(block.lines) < 2:
            continue
        for part, other in enumerate(blocks):
            if other.lines < block.lines and best[whole, part] < best[whole, position]:
                others = np.arange(len(best)) != whole
                others &= best[:, position] < best[whole, position]
                own[others, part] *= PART
                worded[others, part] *= PART


def _phrases(known: Knowledge, page: Layout, matrix: Matrix) -> None:
    words = page.folded.split()
    grams = pieces(page.squeezed)
    exact = known.bodies.exact(page.squeezed, words, grams)
    found = [(number, 1.0) for number in exact]
    found += [(n, RESEMBLING) for n in known.bodies.near(page.squeezed, grams, exact, shared=0.65)]
    for number, read in found:
        for said in known.bodies_of[number]:
            matrix[said.kind, 2 if said.weight > 0 else 3] += abs(said.weight) * read
    total = 0.0
    for number in known.labels.exact(page.squeezed, words, grams):
        own = known.labels_of[number]
        total += own[0].weight
        for said in own:
            matrix[said.kind, 5] += said.weight
    matrix[:, 5] /= FEW_LABELS + total
    matrix[:, 2:4] = 2 * np.tanh(matrix[:, 2:4] / 2)
