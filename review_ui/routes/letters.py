"""The letter that asks for what is missing: its draft to edit, its preview, its issue."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import NoResultFound

from flows.review import Desk, act, letters
from flows.review.letters import Draft
from models.entities import Letter
from models.errors import BadInput
from models.organismes.stationery import Addressee
from models.permissions import DOSSIER, Action, Sort, Thing
from review_ui.acts import Asked, acted
from review_ui.visit import Visiting, Writing
from review_ui.wording import dates, words
from storage.records import audit

router = APIRouter()

PDF = "application/pdf"


class Lack(BaseModel):
    """One thing asked for, as the person left it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rang: int = Field(ge=0)
    garde: bool
    phrase: str = Field(max_length=2000)


class Edited(BaseModel):
    """What the person made of the draft. All else of it is made anew."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pour: str = Field("", max_length=40)
    note: str = Field("", max_length=4000)
    manques: list[Lack] = Field(default_factory=list, max_length=200)


class Issue(Asked):
    dossier: str = Field(max_length=64)
    vu: int = Field(ge=0)
    brouillon: Edited


@router.get("/dossiers/{dossier_id}/lettre")
def draft(visit: Visiting, dossier_id: str, pour: str = "") -> Response:
    visit.require(Action.DECIDER, DOSSIER)
    addressee = _addressee(pour)
    made = act(
        visit.office.place,
        visit.actor,
        lambda desk: letters.preview(desk, dossier_id, addressee),
        now=visit.now,
    )
    return visit.page(
        "letter.html",
        draft=made,
        dossier_id=dossier_id,
        until=dates.day(made.until) if made.until else "",
        addressees=[(a.value, words.ADDRESSEES[a], a.value == made.addressee) for a in Addressee],
    )


@router.post("/dossiers/{dossier_id}/lettre.pdf")
async def preview(request: Request, visit: Writing, dossier_id: str) -> Response:
    """The letter as it would leave, from the form of the draft."""
    visit.require(Action.IMPRIMER, DOSSIER)
    form = await request.form()
    ranks = [str(name).removeprefix("phrase.") for name in form if str(name).startswith("phrase.")]
    edited = Edited(
        pour=str(form.get("pour", "")),
        note=str(form.get("note", "")),
        manques=[
            Lack(rang=int(rank), garde=f"garde.{rank}" in form, phrase=str(form[f"phrase.{rank}"]))
            for rank in ranks
            if rank.isdecimal()
        ],
    )
    made = act(
        visit.office.place,
        visit.actor,
        lambda desk: letters.as_pdf(desk, dossier_id, _edited(desk, dossier_id, edited)),
        now=visit.now,
    )
    return pdf(made, "complement.pdf")


@router.post("/api/actes/lettre")
def issue(visit: Writing, asked: Issue) -> JSONResponse:
    visit.require(Action.DECIDER, DOSSIER)
    return acted(
        visit,
        asked.dossier,
        lambda desk: letters.issue(
            desk,
            asked.dossier,
            _edited(desk, asked.dossier, asked.brouillon),
            seen=asked.vu,
        ),
    )


@router.get("/lettres/{letter_id}.pdf")
def issued(visit: Visiting, letter_id: str) -> Response:
    """A letter as it left."""
    visit.require(Action.VOIR_CONTENU, DOSSIER)
    letter = visit.session.get_one(Letter, letter_id)
    visit.require(Action.VOIR_CONTENU, Thing(Sort.DOCUMENT, letter.medical))
    if letter.medical:
        visit.looked(audit.reference("dossier", letter.dossier_id))
    data = visit.office.blobs.get(letter.pdf_sha256)
    if not data:
        raise NoResultFound
    return pdf(data, f"{letter.kind}.pdf")


def pdf(data: bytes, name: str) -> Response:
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'inline; filename="{name}"'}
    return Response(data, media_type=PDF, headers=headers)


def _addressee(name: str) -> Addressee | None:
    if not name:
        return None
    if name not in {a.value for a in Addressee}:
        raise BadInput("Ce destinataire n'existe pas.", code="destinataire_inconnu")
    return Addressee(name)


def _edited(desk: Desk, dossier_id: str, edited: Edited) -> Draft:
    """The draft as it is now, with what the person changed of it."""
    made = letters.preview(desk, dossier_id, _addressee(edited.pour))
    said = {lack.rang: lack for lack in edited.manques}
    lacks = tuple(
        replace(
            lack,
            kept=said[rank].garde,
            phrase=said[rank].phrase.strip() or lack.phrase,
        )
        if rank in said
        else lack
        for rank, lack in enumerate(made.lacks)
    )
    return replace(made, note=edited.note.strip(), lacks=lacks)
