"""From which confidence on values are believed, as the error observed says; drift, and who is told.

A kind of value follows the error that the manager allows, by what controls found since. A form
whose values turn out wrong more often than they were said to be is looked at whole, until what
people find on it is as right as it says again. A version that drifts is told: it has no other.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from sqlalchemy.orm import Session

from models.entities import KnownForm, NoticeKind, Threshold, ThresholdOf
from models.quality import Observation, drift, followed
from models.reference.trust import NEVER, curve
from models.settings import Settings
from storage.records import audit, forms, notices, outbox, thresholds
from storage.records.thresholds import Seen

ACTOR = "systeme"
WELL = 60
"""Values that people looked at since a form drifted, from which it may count as well again."""
_KEYS: Mapping[ThresholdOf, Callable[[Observation], str | None]] = {
    ThresholdOf.GENRE: lambda one: one.genre if one.form is None else None,
    ThresholdOf.FORMULAIRE: lambda one: one.form,
    ThresholdOf.VERSION: lambda one: one.version,
}

logger = logging.getLogger(__name__)


def follow(session: Session, settings: Settings, now: datetime) -> list[str]:
    """Move the thresholds to what was observed; what was told of drift."""
    checked, reviewed = thresholds.checked(session), thresholds.reviewed(session)
    if not checked and not reviewed:
        return []
    thresholds.hold(session)
    history = thresholds.history(session)
    told = []
    for of, key in _named([*checked, *reviewed]):
        own = [[s for s in some if _KEYS[of](s.value) == key] for some in (checked, reviewed)]
        rows = history.get((of, key), [])
        row = judged(of, key, own[0], own[1], rows, settings.erreur_admise)
        was = rows[-1] if rows else None
        if not _moved(was, row):
            continue
        row.at = now
        thresholds.keep(session, row)
        _trail(session, was, row)
        if row.drifts:
            told.append(_tell(session, settings, row, now))
    return told


def _named(seen: Sequence[Seen]) -> Iterator[tuple[ThresholdOf, str]]:
    for of, key in _KEYS.items():
        names = {name for s in seen if (name := key(s.value))}
        yield from ((of, name) for name in sorted(names))


def judged(
    of: ThresholdOf,
    key: str,
    checked: Sequence[Seen],
    reviewed: Sequence[Seen],
    rows: Sequence[Threshold],
    target: float | None,
) -> Threshold:
    """Where the threshold of a kind, a form or a version now stands. `rows`: where it stood."""
    drifting = rows[-1] if rows and rows[-1].drifts else None
    since = drifting.at if drifting else _well_again(rows)
    found = [
        [s.value for s in some if since is None or s.at > since] for some in (checked, reviewed)
    ]
    if drifting:  # nothing of it goes through unseen: what people decide about is all there is
        seen = found[1]
        drifts = len(seen) < WELL or drift(seen) is not None
    else:
        seen = next((some for some in found if drift(some) is not None), found[0])
        drifts = drift(seen) is not None
    least = 0.0
    if drifts and of is not ThresholdOf.VERSION:
        least = NEVER
    elif of is ThresholdOf.GENRE and target is not None:
        least = followed(curve(key), found[0], target)
    return Threshold(
        of=of, key=key, least=least, number=len(seen), drifts=drifts, target=target,
        wrong=sum(not one.right for one in seen),
    )  # fmt: skip


def _well_again(rows: Sequence[Threshold]) -> datetime | None:
    """When it last ceased to drift: what was found before is not held against it."""
    ceased = [now.at for was, now in pairwise(rows) if was.drifts and not now.drifts]
    return ceased[-1] if ceased else None


def _moved(was: Threshold | None, row: Threshold) -> bool:
    if was is None:
        return row.drifts or row.least > 0
    return (was.drifts, was.least, was.target) != (row.drifts, row.least, row.target)


def _trail(session: Session, was: Threshold | None, row: Threshold) -> None:
    audit.record(
        session,
        actor=ACTOR,
        action="seuil.derive" if row.drifts else "seuil.suivi",
        thing=audit.reference("seuil", f"{row.of}:{row.key}"),
        before={"seuil": was.least} if was else None,
        after={"seuil": row.least, "valeurs": row.number, "fausses": row.wrong},
    )


def _tell(session: Session, settings: Settings, row: Threshold, now: datetime) -> str:
    """Tell of drift: a notice, the log, and a mail to those who are told of delays."""
    said = (
        f"Dérive : {called(session, row)} se trompe plus que prévu, {row.wrong} valeurs fausses sur "
        f"{row.number} regardées. {_DONE[row.of]}"
    )
    key = f"{NoticeKind.DERIVE}:{row.seq}"
    notices.put(session, key, NoticeKind.DERIVE, said, now=now)
    logger.warning("derive", extra={"texte": said})
    for address in dict.fromkeys(
        filter(None, map(str.strip, settings.alerte_courriels.split(",")))
    ):
        outbox.put(
            session, f"{key}:{address}", recipient=address, subject="Dérive de la lecture",
            text=f"{said}\n", domain=settings.expediteur.partition("@")[2], now=now,
        )  # fmt: skip
    return said


_DONE = {
    ThresholdOf.GENRE: "Toutes ses valeurs sont à regarder.",
    ThresholdOf.FORMULAIRE: "Toutes ses valeurs sont à regarder.",
    ThresholdOf.VERSION: "Voyez si une version antérieure lisait mieux.",
}


def believed_from(row: Threshold) -> str:
    """The confidence from which values are believed, in words."""
    if row.least >= NEVER:
        return "tout est regardé"
    return f"{row.least:.3g}".replace(".", ",") if row.least else "celui du genre"


def called(session: Session, row: Threshold) -> str:
    """What people call what a threshold is about."""
    if row.of is ThresholdOf.FORMULAIRE:
        form = session.get(KnownForm, row.key)
        return f"le {forms.label(form)}" if form is not None else "un formulaire appris"
    word = "le genre de valeur" if row.of is ThresholdOf.GENRE else "la version"
    return f"{word} « {row.key} »"
