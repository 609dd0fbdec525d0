"""Versions of the recognition of types: taught, judged, taken when better; and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from flows.learning.streams import Stream, fixed, of_office
from flows.learning.teaching import Looked, Score, score, taught_by
from flows.workplace import Workplace
from models.entities import TypingVersion
from models.errors import BadInput
from models.quality import sampled
from storage.records import typing_versions

HELD_BACK = 1 / 3
"""Share of the envois that are never learned from: candidates are judged on them."""
SEED = "types"
FEWEST = 5
"""Papers that people must have corrected, in the envois learned from and in those kept back."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A candidate: what it and the version in use are worth on both sets, and what came of it."""

    number: int
    against: int
    learned_from: int
    corrected: int
    held: tuple[Score, Score]
    fixed: tuple[Score, Score]
    taken: bool

    @property
    def why(self) -> str:
        """Why it was taken or not, for people."""
        if self.taken:
            return "meilleure sur les corrections gardées à part, aussi juste sur le jeu fixe"
        before, after = self.held
        if not after.is_better_than(before):
            return "pas meilleure sur les corrections gardées à part"
        return "moins juste sur le jeu fixe"


def train(place: Workplace, actor: str) -> Trial:
    """Teach a candidate with what people settled; it takes the place of the version in use when
    it is better on the envois kept back, and as good on the fixed set."""
    with place.database.reading() as session:
        own, now = of_office(session), typing_versions.current(session)
        number = typing_versions.next_number(session)
    back, lessons = _parted(own)
    looked = [Looked.at(one) for one in lessons]
    candidate = taught_by(looked, number)
    sets = ([Looked.at(one) for one in back], [Looked.at(one) for one in fixed()])
    held, there = ((score(some, now), score(some, candidate)) for some in sets)
    trial = Trial(
        number, now.number,
        sum(len(one.sheets) for one in lessons), _corrected(lessons), held, there,
        held[1].is_better_than(held[0]) and there[1].holds_against(there[0]),
    )  # fmt: skip
    with place.database.transaction() as session:
        typing_versions.hold(session)
        if typing_versions.next_number(session) != number:
            raise BadInput(
                "Une autre commande vient d'apprendre une version : recommencez.",
                code="version_deja_apprise",
            )
        typing_versions.keep(session, candidate, figures(trial), taken=trial.taken)
        if trial.taken:
            typing_versions.use(session, number, actor=actor, why=trial.why)
    return trial


def go_back(place: Workplace, actor: str, number: int | None, why: str | None) -> int:
    """Type by an earlier version again (0: what is shipped; `None`: the one before)."""
    with place.database.transaction() as session:
        typing_versions.hold(session)
        wanted = typing_versions.before(session) if number is None else number
        if wanted is None or (wanted and session.get(TypingVersion, wanted) is None):
            raise BadInput(
                "Il n'y a pas de version à reprendre : voyez « liasse apprentissage lister ».",
                code="version_inconnue",
            )
        if wanted != typing_versions.in_use(session):
            typing_versions.use(session, wanted, actor=actor, why=why)
    return wanted


def figures(trial: Trial) -> dict[str, object]:
    """What is kept of a trial."""
    return {
        "contre": trial.against,
        "pages": trial.learned_from,
        "corrigees": trial.corrected,
        "gardees": [asdict(one) for one in trial.held],
        "fixes": [asdict(one) for one in trial.fixed],
        "raison": trial.why,
    }


def _parted(own: Sequence[Stream]) -> tuple[list[Stream], list[Stream]]:
    """The envois kept back, always the same ones, and those that are learned from."""
    back = [one for one in own if sampled(one.id, HELD_BACK, SEED)]
    lessons = [one for one in own if not sampled(one.id, HELD_BACK, SEED)]
    if min(_corrected(back), _corrected(lessons)) < FEWEST:
        raise BadInput(
            f"Trop peu de corrections : {_corrected(lessons)} page(s) corrigée(s) dont apprendre et "
            f"{_corrected(back)} gardée(s) à part pour juger ; il en faut {FEWEST} de chaque.",
            code="trop_peu_de_corrections",
        )
    return back, lessons


def _corrected(some: Sequence[Stream]) -> int:
    return sum(sheet.corrected for one in some for sheet in one.sheets)
