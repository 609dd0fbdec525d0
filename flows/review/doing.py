"""An act from its beginning to its end: the state before, the state after, what it did to dossiers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from flows.review import hands, states
from flows.review.desk import Desk
from flows.review.done import Change, Done
from flows.review.grip import fetched, touch
from flows.review.judging import judged_again
from models.entities import Deed, Document, Dossier, JsonObject
from models.permissions import Action, Sort, Thing
from storage import locks
from storage.records import audit, deeds

NEEDS = "_droits"
"""Under this key of the state before: what the person had to be entitled to."""


@dataclass
class Doing:
    """An act under way. Made by `begin`, turned into a `Done` by `end`."""

    desk: Desk
    kind: str
    things: list[str]
    before: JsonObject
    needs: list[tuple[Action, Thing]] = field(default_factory=list)
    undoes: int | None = None


def begin(
    desk: Desk,
    kind: str,
    things: Iterable[str],
    needs: Collection[tuple[Action, Thing]] = (),
) -> Doing:
    """Look at the things of an act before it, once the person is known to be entitled."""
    for action, thing in needs:
        desk.require(action, thing)
    wanted = list(dict.fromkeys(things))
    return Doing(desk, kind, wanted, states.capture(desk.session, wanted), list(needs))


def end(
    doing: Doing,
    sentence: str,
    *,
    documents: Sequence[str] = (),
    dossiers: Collection[str] = (),
    about: str | None = None,
    judge: bool = True,
) -> Done:
    """Keep the act, and judge again every dossier that it touched (or `dossiers` besides).

    `about`: a dossier that it is about and leaves as it is.
    """
    desk, session = doing.desk, doing.desk.session
    after = states.capture(session, doing.things)
    touched = _dossiers(desk, doing.before, after) | set(dossiers)
    rows = [fetched(session, Dossier, id, "Ce dossier") for id in sorted(touched)]
    touch(rows)
    session.flush()
    changes: tuple[Change, ...] = ()
    if judge:
        changes = tuple(judged_again(desk, row) for row in rows)
    deed = Deed(
        kind=doing.kind,
        actor=desk.actor.name,
        at=desk.now,
        sentence=sentence,
        dossier_id=rows[0].id if len(rows) == 1 else about,
        undoes=doing.undoes,
        before={**doing.before, NEEDS: [_need(*need) for need in doing.needs]},
        after=after,
    )
    everything = {*doing.things, *(f"dossier/{row.id}" for row in rows)}
    everything |= {f"document/{id}" for id in states.documents_in(after)}
    if about is not None:
        everything.add(f"dossier/{about}")
    deeds.keep(session, deed, everything)
    _trail(desk, deed)
    return Done(deed.seq, sentence, tuple(documents), changes)


def _dossiers(desk: Desk, *both: JsonObject) -> set[str]:
    """The dossiers named before or after, and the homes of the documents of which a place is."""
    found: set[str] = set()
    for state in both:
        found |= states.dossiers_in(state)
        for id in states.documents_in(state):
            home = desk.session.get_one(Document, id).dossier_id
            found |= {home} if home else set()
    return found


def _trail(desk: Desk, deed: Deed) -> None:
    """The audit trail names the act, and binds what it did by a hash."""
    audit.record(
        desk.session,
        actor=desk.actor.name,
        action=f"relecture.{deed.kind}",
        thing=f"dossier/{deed.dossier_id}" if deed.dossier_id else _main(deed.after),
        before={"acte": deed.undoes} if deed.undoes else None,
        after={"acte": deed.seq, "sha256": audit.bound(deed)},
        at=desk.now,
    )


def _main(after: JsonObject) -> str:
    first = next(iter(after), "")
    parts = first.split("/")
    return "/".join(parts[1:3]) if parts[0] == "place" else first


def _need(action: Action, thing: Thing) -> list[object]:
    return [action.value, thing.sort.value, thing.confidential, thing.name]


def needed(deed: Deed) -> list[tuple[Action, Thing]]:
    """What the person had to be entitled to."""
    return [
        (Action(action), Thing(Sort(sort), confidential, name))
        for action, sort, confidential, name in deed.before.get(NEEDS, ())
    ]


def locked(desk: Desk, *dossier_ids: str, settled: bool = False) -> list[Dossier]:
    """Take hold of dossiers alone; their papers may be changed by others meanwhile."""
    found = []
    for id in sorted(set(dossier_ids)):
        dossier = fetched(desk.session, Dossier, id, "Ce dossier")
        locks.hold(desk.session, f"dossier:{id}")
        desk.session.refresh(dossier)
        hands.require(desk, dossier)
        hands.still_open(desk, dossier, settled=settled)
        found.append(dossier)
    return found
