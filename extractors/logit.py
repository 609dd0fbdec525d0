"""One weight a kind of evidence, the same for every type, fitted by Newton's method.

A type seen twice in the train split could not have weights of its own; how much a title is worth
against a label can be learnt from all types together, and holds for types seen once.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]


def losses(rows: Array, truth: Indices, weights: Array) -> Array:
    """Minus the logarithm of the probability given to each page's true type."""
    values = rows @ weights
    highest = values.max(axis=1)
    whole: Array = np.log(np.exp(values - highest[:, None]).sum(axis=1)) + highest
    return whole - values[np.arange(len(truth)), truth]


def fit(
    rows: Array, truth: Indices, page_weights: Array, prior: Array, trust: Array, rounds: int = 60
) -> Array:
    """Weights that make the truth likely, each held to `prior` by its `trust`.

    `rows`: page × type × evidence. Each step is halved until it helps.
    """

    def cost(weights: Array) -> float:
        pull = float((trust / 2 * (weights - prior) ** 2).sum())
        return float((page_weights * losses(rows, truth, weights)).sum()) + pull

    weights, now = prior.copy(), cost(prior)
    for _ in range(rounds):
        values = rows @ weights
        chances = np.exp(values - values.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        mean = np.einsum("nt,ntf->nf", chances, rows)
        own = rows[np.arange(len(truth)), truth]
        slope = (page_weights[:, None] * (own - mean)).sum(axis=0) - trust * (weights - prior)
        apart = rows - mean[:, None, :]
        bend = np.diag(trust) + np.einsum(
            "nt,ntf,ntg->fg", chances * page_weights[:, None], apart, apart, optimize=True
        )
        step, size = np.linalg.solve(bend, slope), 1.0
        while size > 1e-4 and cost(weights + size * step) > now:
            size /= 2
        if size <= 1e-4:
            break
        weights = weights + size * step
        before, now = now, cost(weights)
        if before - now < 1e-7:
            break
    return weights
