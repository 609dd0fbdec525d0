"""Certificat d'adhésion: that an insured and his dependants are covered on the day of the paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table

from flows.outgoing import french
from flows.outgoing.blocks import facts_table, framed, listed, stamps
from flows.outgoing.codes import Code, Coded
from flows.outgoing.facts import Sender
from flows.outgoing.page import USABLE, Sheet, to_pdf
from flows.outgoing.style import BOLD, Fit, marked, safe, text

TITLE = "Certificat d'adhésion"
_HEADS = ("Nom et prénom", "Lien", "Né(e) le", "Couvert(e) depuis le")
_WIDTHS = (USABLE - 102 * mm, 26 * mm, 36 * mm, 40 * mm)


@dataclass(frozen=True, slots=True)
class Covered:
    """Somebody who is covered on the day of the paper; what the base does not know is empty."""

    name: str
    lien: str
    born: date | None
    since: date | None


@dataclass(frozen=True, slots=True)
class Adhesion:
    """What the certificate says. `numero` is its own."""

    sender: Sender
    numero: str
    insured: Covered
    immatriculation: str
    matricule: str
    dependants: tuple[Covered, ...]
    until: date | None
    day: date


def certificate(said: Adhesion) -> bytes:
    """The paper, dated and numbered."""
    stationery, insured = said.sender.stationery, said.insured
    contract = stationery.contrat or said.sender.profile.libelle
    today = french.day(said.day)
    held = [
        marked(
            f"<b>{safe(insured.name)}</b> est inscrit(e) au régime « {safe(contract)} »"
            + (
                f", avec effet au <b>{safe(french.day(insured.since))}</b>."
                if insured.since
                else "."
            ),
            "left",
        ),
        marked(f"Ses droits sont ouverts à la date du <b>{safe(today)}</b>.", "left"),
    ]
    if said.until is not None:
        held.append(marked(f"Ils prennent fin le <b>{safe(french.day(said.until))}</b>.", "left"))
    story: list[Flowable] = [
        text(f"{stationery.ville}, le {today}" if stationery.ville else f"Le {today}", "right"),
        Spacer(1, 6 * mm),
        text(TITLE.upper(), "title"),
        Spacer(1, 3 * mm),
        facts_table(
            (
                ("Certificat", said.numero),
                ("Immatriculation", said.immatriculation),
                ("Matricule", said.matricule),
                ("Né(e) le", french.day(insured.born) if insured.born else ""),
            ),
            USABLE,
            ("Assuré(e)", insured.name),
        ),
        Spacer(1, 5 * mm),
        text("D'après la base des assurés, nous certifions que :"),
        framed(held),
        Spacer(1, 5 * mm),
    ]
    if said.dependants:
        story += [
            text("Ayants droit couverts à la même date", "heading"),
            _table(said.dependants),
            Spacer(1, 5 * mm),
        ]
    story.append(
        text(
            "Ce certificat vaut au jour de son établissement. Il n'est ni un accord de prise en charge, ni "
            "un engagement de remboursement. Il s'accompagne d'une pièce d'identité ; qui le reçoit peut "
            f"nous en demander confirmation sous le numéro {said.numero}."
        )
    )
    places = ((stationery.signataire, "Date, cachet et signature"),)
    story.append(KeepTogether([Spacer(1, 5 * mm), stamps(places, USABLE / 2, 30 * mm)]))
    return to_pdf(Sheet(stationery, Code(Coded.CERTIFICAT, said.numero), TITLE), story)


def _table(people: Sequence[Covered]) -> Table:
    rows = [[Fit(head, 8, font=BOLD) for head in _HEADS]]
    for one in people:
        days = (french.day(d) if d else "" for d in (one.born, one.since))
        rows.append([Fit(cell, 8.8) for cell in (one.name, one.lien, *days)])
    return listed(rows, _WIDTHS)
