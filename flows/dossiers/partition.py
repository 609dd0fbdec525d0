"""The best way to share out papers among cases: a search along the pile, keeping rival ways alive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flows.dossiers.kinds import begins, fit

WIDTH = 24
"""Rival ways kept at each paper."""
BACK, FURTHER = -0.9, -0.12
"""A paper that goes back to an earlier case, and for each paper between."""
SLIGHT, NAMELESS = 0.5, -1.0
"""A link that says nearly nothing; a paper that goes back to a case to which nothing ties it: a
gap is no reason to draw a stranger's paper in."""
FAR = 30
LATE = 0.8
"""Share of what it takes to begin a case without the paper that usually does, given back when
that comes later: piles are not always in order."""
TELLING = 3.0
"""A link from which what other papers of the case say counts no more."""
UNTIED = 0.5
"""… but for those that have no such link to any: how far they still count."""
ASUNDER = -5.0
"""What it takes more to part papers that came as one case (a separator, one e-mail)."""

Link = Callable[[int, int], float]


@dataclass(frozen=True, slots=True)
class _Way:
    """Papers shared out so far: the cases in the order they began."""

    score: float
    cases: tuple[tuple[int, ...], ...]


def partition(types: Sequence[str], link: Link, *, one_case: bool = False) -> list[list[int]]:
    """Positions of each case, in the order they begin.

    `one_case`: they came as one, and are parted only on strong evidence.
    """
    ways = [_Way(0.0, ())]
    for position, kind in enumerate(types):
        grown = [new for way in ways for new in _next(way, position, kind, types, link, one_case)]
        grown.sort(key=lambda way: (-way.score, way.cases))
        ways = grown[:WIDTH]
    return [list(case) for case in ways[0].cases]


def _next(
    way: _Way, position: int, kind: str, types: Sequence[str], link: Link, one_case: bool
) -> list[_Way]:
    own = begins(kind) if way.cases else 0.0
    alone = own + (ASUNDER if one_case and way.cases else 0.0) + fit((kind,))
    found = [_Way(way.score + alone, (*way.cases, (position,)))]
    for number, case in enumerate(way.cases):
        between = position - 1 - case[-1]
        if between > FAR:
            continue
        odds = _joins(position, case, link)
        inside = [types[m] for m in case]
        together = fit([*inside, kind]) - fit(inside) + _opens(kind, inside)
        away = BACK + FURTHER * between if between else 0.0
        if between and not any(link(member, position) > SLIGHT for member in case):
            away += NAMELESS
        score = way.score + odds + together + away
        cases = (*way.cases[:number], (*case, position), *way.cases[number + 1 :])
        found.append(_Way(score, cases))
    return found


def _opens(kind: str, inside: Sequence[str]) -> float:
    """What a case gains by the paper that usually begins it, when that comes behind others."""
    return LATE * max(0.0, begins(kind) - max(map(begins, inside)))


def _joins(position: int, case: Sequence[int], link: Link) -> float:
    """What the papers of a case say of one more: the best link tells, else all that is said.

    Papers that nothing ties to the case still speak against it: it may be they that are astray.
    """
    odds = {member: link(member, position) for member in case}
    best, worst = max(odds.values()), min(odds.values())
    if best < TELLING:
        return max(0.0, best) + min(0.0, worst)
    untied = (odds[m] for m in case if all(link(m, o) < TELLING for o in case if o != m))
    return best + UNTIED * min(0.0, *untied, 0.0)
