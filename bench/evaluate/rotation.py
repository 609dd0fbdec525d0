"""Whether pages are turned upright. Blank pages are not counted: nobody can tell."""

from __future__ import annotations

from dataclasses import dataclass

from bench.evaluate.counts import share
from bench.evaluate.inputs import TruePage
from bench.evaluate.matching import Matching


@dataclass(frozen=True, slots=True)
class Rotations:
    right: float | None
    turned: int
    """Pages that do not lie upright in their source."""
    right_of_turned: float | None


def rotations(matching: Matching) -> Rotations:
    written = [page for page in matching.truth.pages.values() if not page.blank]
    turned = [page for page in written if page.rotation]
    return Rotations(
        share(sum(_right(matching, page) for page in written), len(written)),
        len(turned),
        share(sum(_right(matching, page) for page in turned), len(turned)),
    )


def _right(matching: Matching, page: TruePage) -> bool:
    claim = matching.claims.get(page.key)
    return claim is not None and claim.rotation % 360 == page.rotation
