"""Deposits, how far they are, and their results."""

from __future__ import annotations

import hashlib
from typing import Annotated

import anyio
from fastapi import APIRouter, Header, Path, Query, Request, Response
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from flows.intake.deposits import Deposit
from flows.intake.receive import receive
from flows.result import moment
from models.entities import Channel, Delivery, Envoi, PageState, Right, new_id
from models.organismes import organismes
from models.permissions import DOCUMENT, DOSSIER, ENVOI, Action
from models.result import Result
from review_ui.api import bodies
from review_ui.api.callers import Caller, Calling
from review_ui.api.problems import ProblemError, documented
from review_ui.api.results import readable
from review_ui.api.shapes import Depose, EtatEnvoi, deposited
from storage.records import audit, dossiers, pages
from storage.records import envois as records

router = APIRouter(tags=["envois"])

WITHHELD_HEADER = "Liasse-Contenu-Reserve"
REPLAYED_HEADER = "Liasse-Deja-Recu"
AT_ONCE = 4
"""Deposits received at once: each is held in memory while it is opened."""
LATER = "10"
"""Seconds after which it is worth asking again for a result."""
EnvoiId = Annotated[str, Path(min_length=1, max_length=64, description="`id` de l'envoi.")]


@router.post(
    "/envois",
    status_code=201,
    response_model=Depose,
    responses=documented(400, 401, 403, 413, 415, 422, 429),
    openapi_extra={"requestBody": bodies.DOCUMENTED},
)
async def deposer(
    caller: Calling,
    request: Request,
    nom: Annotated[
        str | None,
        Query(min_length=1, max_length=bodies.LONGEST_NAME, description="Nom du fichier tel quel."),
    ] = None,
    organisme: Annotated[
        str | None, Query(min_length=1, max_length=40, description="Organisme, s'il est connu.")
    ] = None,
    idempotency_key: Annotated[
        str | None,
        Header(
            min_length=1,
            max_length=255,
            pattern=r"^[!-~]+$",
            description="Clé choisie par vous, une par dépôt : répéter la demande sous la même clé "
            "ne dépose rien deux fois.",
        ),
    ] = None,
) -> Response:
    """Conserve un ou plusieurs fichiers comme un envoi, puis le fait lire."""
    caller.require(Right.DEPOT)
    caller.require_to(Action.DEPOSER, ENVOI)
    gate: anyio.CapacityLimiter = request.app.state.gate
    async with gate:
        deposit, in_form = await bodies.given(request, nom)
        owner = _organisme(caller, [o for o in (organisme, in_form) if o is not None])
        return await run_in_threadpool(_kept, caller, deposit, owner, idempotency_key)


@router.get(
    "/envois/{envoi_id}",
    response_model=EtatEnvoi,
    responses=documented(401, 403, 404, 422, 429),
)
def etat(caller: Calling, envoi_id: EnvoiId) -> EtatEnvoi:
    """Dit où en est un envoi : le sien, ou l'un de ceux que le jeton peut lire."""
    caller.require_to(Action.VOIR, ENVOI)
    with caller.reading() as session:
        envoi = caller.require_envoi(session, envoi_id)
        sheets = pages.of_envoi(session, envoi_id)
        found = dossiers.of_envoi(session, envoi_id) if caller.has(Right.LECTURE) else ()
        base = _answer(session, envoi)
        return EtatEnvoi(
            **base.model_dump(exclude={"erreurs"}),
            erreurs=base.erreurs,
            canal=envoi.channel.value,
            organisme=envoi.organisme,
            recu_le=moment(envoi.received_at),
            etat=envoi.state.value,
            termine_le=moment(envoi.finished_at) if envoi.finished_at else None,
            pages_lues=sum(sheet.state is not PageState.ATTENDUE for sheet in sheets),
            dossiers=[d.id for d in found if caller.admits(d.organisme)],
        )


@router.get(
    "/envois/{envoi_id}/resultat",
    response_model=Result,
    responses=documented(401, 403, 404, 409, 422, 429),
)
def resultat(caller: Calling, envoi_id: EnvoiId) -> Response:
    """Rend le résultat d'un envoi terminé (`liasse.result/1`), sans ce que le jeton ne peut lire."""
    caller.require(Right.LECTURE)
    for thing in (DOCUMENT, DOSSIER):
        caller.require_to(Action.VOIR_CONTENU, thing)
    with caller.reading() as session:
        envoi = caller.require_envoi(session, envoi_id)
        if not envoi.state.finished:
            raise ProblemError(
                409,
                "envoi_en_cours",
                f"Cet envoi n'est pas encore terminé (« {envoi.state.value} ») : redemandez plus tard.",
                headers={"Retry-After": LATER},
            )
        whole, withheld = readable(caller, session, envoi)
    return Response(
        whole.model_dump_json(by_alias=True),
        media_type="application/json",
        headers={"Cache-Control": "no-store", WITHHELD_HEADER: str(withheld)},
    )


def _organisme(caller: Caller, named: list[str]) -> str | None:
    """Whose papers these are: as said, or as the token says when it is for one alone."""
    if not named and len(caller.token.organismes) == 1:
        return str(caller.token.organismes[0])
    if len(set(named)) > 1 or not set(named) <= set(organismes()):
        raise ProblemError(
            422, "organisme_inconnu",
            f"Nommez un seul organisme. Ceux qui sont connus : {', '.join(sorted(organismes()))}.",
            champs=["organisme"],
        )  # fmt: skip
    owner = named[0] if named else None
    if not caller.admits(owner):
        raise ProblemError(
            403, "organisme_interdit",
            f"Ce jeton ne dépose que pour : {', '.join(caller.token.organismes)}. Dites pour lequel.",
        )  # fmt: skip
    return owner


def _kept(caller: Caller, deposit: Deposit, organisme: str | None, key: str | None) -> Response:
    """Keep it, unless it came under that key before: then answer as then."""
    digest = Deposit.digest(deposit.read(), deposit.bundle)
    name = hashlib.sha256(key.encode()).hexdigest() if key else new_id()
    delivery = caller.delivery_prefix + name
    if key and (known := _known(caller, delivery)) is not None:
        return _again(caller, known, digest, organisme)
    received = receive(
        caller.office.place,
        deposit,
        received_at=caller.now,
        channel=Channel.API,
        organisme=organisme,
        delivery=delivery,
    )
    with caller.reading() as session:
        envoi = records.get(session, received.envoi_id)
    if received.known:  # the same request, received twice at once
        return _again(caller, envoi, digest, organisme)
    caller.office.database.write(
        lambda session: audit.record(
            session,
            actor=caller.actor.name,
            action="api.depot",
            thing=audit.reference("envoi", envoi.id),
            after={"sha256": envoi.sha256},
            at=caller.now,
        )
    )
    return _told(caller, envoi)


def _known(caller: Caller, delivery: str) -> Envoi | None:
    with caller.reading() as session:
        seen = session.get(Delivery, delivery)
        return session.get_one(Envoi, seen.envoi_id) if seen is not None else None


def _again(caller: Caller, envoi: Envoi, digest: str, organisme: str | None) -> Response:
    if (envoi.sha256, envoi.organisme) != (digest, organisme):
        raise ProblemError(
            422,
            "cle_deja_prise",
            "Cette Idempotency-Key a servi pour un autre dépôt : prenez-en une par dépôt.",
        )
    return _told(caller, envoi, {REPLAYED_HEADER: "1"})


def _told(caller: Caller, envoi: Envoi, headers: dict[str, str] | None = None) -> Response:
    """The answer to a deposit; an envoi that is not read yet is (again) asked to be."""
    if not envoi.state.finished:
        caller.office.room.read(envoi.id)
    with caller.reading() as session:
        answer = _answer(session, envoi)
    return Response(
        answer.model_dump_json(),
        201,
        {"Cache-Control": "no-store", "Location": f"/api/envois/{envoi.id}", **(headers or {})},
        "application/json",
    )


def _answer(session: Session, envoi: Envoi) -> Depose:
    refusals = records.refusals(session, envoi.id)
    return deposited(envoi, len(pages.of_envoi(session, envoi.id)), list(refusals))
