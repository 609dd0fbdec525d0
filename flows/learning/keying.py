"""A value keyed again by a person who is not shown it, and what a third one says of two that differ."""

from __future__ import annotations

from flows.review import states
from flows.review.desk import Desk
from flows.review.doing import begin, end
from flows.review.errors import ImpossibleError
from flows.review.grip import fetched, grip, touch
from flows.review.judging import judged_again
from flows.review.spots import Spot, label_of, spot_thing
from flows.review.typed import check
from models.entities import (
    Control,
    ControlAnswer,
    ControlKind,
    ControlVerdict,
    Document,
    Dossier,
    Target,
    ThingKind,
)
from models.permissions import Action, Thing
from storage import locks
from storage.records import audit, controls, decisions, documents

THIS = "Ce contrôle"


def key(desk: Desk, control_id: str, typed: str | None) -> ControlAnswer:
    """Keep what was keyed; `None`: there is no such value on the paper. The value stays what it is.

    `BadValueError` when it is no such value, `ImpossibleError` for who has had it under his eyes.
    """
    control, row, thing = _control(desk, control_id)
    desk.require(Action.CONTROLER, thing)
    home = _home(desk, row)
    value = None if typed is None else check(row.type, _spot(control), typed).value
    try:
        given = controls.answer(desk.session, control_id, actor=desk.actor.name, value=value)
    except controls.NotToThisPersonError as error:
        raise ImpossibleError(
            "Vous avez eu ce dossier en main : une autre personne saisit cette valeur.",
            code="seconde_personne",
        ) from error
    _note(desk, control, "controle.saisir")
    if control.kind is ControlKind.SECONDE_SAISIE and home is not None and not home.etape.settled:
        touch([home])
        judged_again(desk, home)
    return given


def _home(desk: Desk, row: Document) -> Dossier | None:
    """The dossier that the paper is in by now, held until the act is done."""
    locks.hold(desk.session, f"papers:{row.envoi_id}")
    desk.session.refresh(row)
    if row.dossier_id is None:
        return None
    locks.hold(desk.session, f"dossier:{row.dossier_id}")
    dossier = fetched(desk.session, Dossier, row.dossier_id, "Ce dossier")
    desk.session.refresh(dossier)
    return dossier


def settle(desk: Desk, control_id: str, typed: str | None) -> ControlVerdict:
    """Say which value is right, having seen both; `None`: there is none on the paper.

    Of a value that must be right it is a decision, which can be undone; one drawn at random stays
    what it is, and counts among the errors seen or not.
    """
    control, row, thing = _control(desk, control_id)
    desk.require(Action.TRANCHER, thing)
    given = controls.answer_of(desk.session, control_id)
    if given is None or given.agrees:
        raise ImpossibleError("Les deux saisies ne diffèrent pas.", code="rien_a_trancher")
    last = controls.latest(desk.session, control.kind, control.document_id, control.name)
    if last is None or last.id != control.id:
        raise ImpossibleError("Cette valeur a changé depuis ces saisies.", code="valeur_changee")
    if desk.actor.name in (given.actor, control.released_by):
        raise ImpossibleError(
            "Vous avez saisi l'une de ces valeurs : une troisième personne tranche.",
            code="troisieme_personne",
        )
    known = {control.value, given.value, None}
    value = typed if typed in known else check(row.type, _spot(control), typed or "").value
    if control.kind is ControlKind.TIRAGE:
        _note(desk, control, "controle.trancher")
        return controls.settle(desk.session, control_id, actor=desk.actor.name, value=value)
    grip(desk, [row.id])
    spot = _spot(control)
    doing = begin(
        desk,
        "trancher",
        [states.place(ThingKind.DOCUMENT, row.id, spot)],
        [(Action.TRANCHER, thing)],
    )
    decision = decisions.decide(
        desk.session, actor=desk.actor.name, kind=ThingKind.DOCUMENT, thing_id=row.id,
        target=spot.target, name=spot.name, value=value, raw=typed,
    )  # fmt: skip
    said = controls.settle(
        desk.session, control_id, actor=desk.actor.name, value=value, decision=decision
    )
    end(doing, f"{label_of(row.type, spot)} : tranché entre deux saisies.", documents=[row.id])
    return said


def _control(desk: Desk, control_id: str) -> tuple[Control, Document, Thing]:
    control = fetched(desk.session, Control, control_id, THIS)
    row = desk.session.get_one(Document, control.document_id)
    sheets = documents.pages(desk.session, [row.id])[row.id]
    return control, row, spot_thing(row, sheets, _spot(control))


def _spot(control: Control) -> Spot:
    return Spot(Target.FIELD, control.name)


def _note(desk: Desk, control: Control, action: str) -> None:
    """The trail says who looked at which dossier, never what was keyed."""
    audit.record(
        desk.session,
        actor=desk.actor.name,
        action=action,
        thing=audit.reference("dossier", control.dossier_id),
        after={"controle": control.id},
        at=desk.now,
    )
