"""From the database to what a paper says, under the eyes of who prints and who will read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from flows.dossiers.grouping import HOMELESS
from flows.outgoing.amounts import DOUBT, MONEY, Claimed, claimed
from flows.outgoing.blocks import TO_WRITE
from flows.outgoing.facts import Case, EnclosedPiece, LotLine, LotSheet, Sender
from flows.outgoing.readers import Readers
from flows.secrecy import document_thing
from models import reading
from models.checklists import checklists
from models.checklists.facts import Policy
from models.checklists.readings import is_trusted, sure_text
from models.checklists.schema import Voie
from models.documents import document_types
from models.entities import (
    Document,
    Dossier,
    Envoi,
    JsonObject,
    Lot,
    LotNature,
    LotStatut,
    Page,
    Prestation,
    Statut,
)
from models.errors import BadInput
from models.organismes import organisme
from models.organismes.stationery import Addressee, stationery
from models.permissions import Actor, Sort
from models.settings import Settings
from storage.records import documents, dossiers, envois, lots, thresholds
from storage.records.numbers import is_number

SPECIAL = "special_chronique"
NATURES = {LotNature.PEC: "Prises en charge", LotNature.FACTURATION: "Facturation"}
PRESTATIONS = {
    Prestation.AMBULATOIRE: "ambulatoire",
    Prestation.HOSPITALISATION: "hospitalisation",
}
LIENS = {"conjoint": "Conjoint", "enfant": "Enfant", "ascendant": "Ascendant"}
_COPIES = {
    "original": "original",
    "copie_conforme": "copie conforme",
    "copie": "copie",
    "duplicata": "duplicata",
}
_ISSUERS = (
    ("facture", "emetteur_nom", "emetteur_ville"),
    ("demande_prise_en_charge", "etablissement_nom", "ville"),
)
"""Where the name of who deposits is written."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of a dossier. `read` is `None` when it may not stand on the paper."""

    row: Document
    pages: Sequence[Page]
    read: reading.Document | None
    sealed: bool


def dossier_named(session: Session, numero: str) -> Dossier:
    """The dossier of that number; `BadInput` says what is wrong with it."""
    found = dossiers.by_reference(session, numero)
    if found is None:
        raise _unknown(numero, "dossier", "D25-00412-7", lots.by_number(session, numero))
    return found


def lot_named(session: Session, numero: str) -> Lot:
    """The lot of that number; `BadInput` says what is wrong with it."""
    found = lots.by_number(session, numero)
    if found is None:
        raise _unknown(numero, "lot", "L25-00012-3", dossiers.by_reference(session, numero))
    return found


def _unknown(numero: str, what: str, like: str, other: Lot | Dossier | None) -> BadInput:
    if other is not None:
        kind = "lot" if isinstance(other, Lot) else "dossier"
        said = f"« {numero} » est le numéro d'un {kind}, pas d'un {what}."
    elif is_number(numero):
        said = f"Aucun {what} ne porte le numéro « {numero} » dans ce dossier de données."
    else:
        said = (
            f"« {numero} » n'est pas un numéro de {what} (par exemple {like}) : "
            "vérifiez chaque chiffre, le dernier contrôle les autres."
        )
    return BadInput(said, code="numero_inconnu")


def lot_sheet(
    session: Session, lot: Lot, printer: Actor, settings: Settings, day: date
) -> LotSheet:
    """All that the bordereau of a lot says."""
    readers = Readers(printer, Addressee.COMPAGNIE)
    readers.require(Sort.LOT)
    inside = lots.dossiers(session, lot.id)
    papers = papers_of(session, inside, readers)
    policy = thresholds.policy(session, settings)
    lines = [line_of(dossier, papers[dossier.id], policy) for dossier in inside]
    order = list(dict.fromkeys(line.type for line in lines))
    return LotSheet(
        sender=Sender(organisme(lot.organisme), stationery(lot.organisme)),
        numero=lot.numero,
        nature=NATURES[lot.nature],
        prestation=PRESTATIONS[lot.prestation],
        etablissement=lot.etablissement or "",
        special=bool(inside) and all(_bordereau(dossier) == SPECIAL for dossier in inside),
        open=lot.statut is LotStatut.OUVERT,
        day=day,
        lines=tuple(sorted(lines, key=lambda line: order.index(line.type))),
    )


def line_of(dossier: Dossier, papers: Sequence[Paper], policy: Policy) -> LotLine:
    """A dossier as a list has it: who, what it claims, how many papers."""
    asked = claim_of(dossier, papers, policy)
    return LotLine(
        numero=dossier.reference,
        type=kind_of(dossier),
        assure=person(dossier.assure),
        immatriculation=number_of(dossier.assure),
        beneficiaire=beneficiary(dossier),
        amount=asked.amount,
        montant=asked.montant,
        part=asked.part,
        pieces=len(papers),
        sealed=sum(paper.sealed for paper in papers),
        complet=dossier.statut is Statut.COMPLET,
    )


def claim_of(dossier: Dossier, papers: Sequence[Paper], policy: Policy) -> Claimed:
    """What a dossier claims; in doubt when a paper that bears money may not be read."""
    told = [paper.read for paper in papers if paper.read is not None]
    hidden = any(paper.read is None and paper.row.type in MONEY for paper in papers)
    return DOUBT if hidden else claimed(told, lane_of(dossier), policy)


def case_of(
    session: Session,
    dossier: Dossier,
    printer: Actor,
    settings: Settings,
    day: date,
    addressee: Addressee | None = None,
) -> Case:
    """All that a letter about a dossier says of it; `addressee` by its lane when not given."""
    letters = stationery(dossier.organisme)
    to = addressee or letters.ecrire_a[lane_of(dossier).value]
    readers = Readers(printer, to)
    readers.require(Sort.DOSSIER)
    envoi = envois.get(session, dossier.envoi_id)
    papers = papers_of(session, [dossier], readers)[dossier.id]
    policy = thresholds.policy(session, settings)
    return Case(
        sender=Sender(organisme(dossier.organisme), letters),
        numero=dossier.reference,
        type=kind_of(dossier),
        assure=person(dossier.assure),
        immatriculation=number_of(dossier.assure),
        beneficiaire=beneficiary(dossier),
        received_at=envoi.received_at,
        deadline=dossier.deadline,
        forclos_le=dossier.forclos_le,
        pieces=tuple(_piece(paper, policy) for paper in papers),
        depositor=_provider(None, papers, policy)[0],
        to=_address(to, dossier, envoi, papers, policy),
        medical=readers.medical,
        day=day,
    )


def papers_of(
    session: Session, wanted: Sequence[Dossier], readers: Readers
) -> Mapping[str, list[Paper]]:
    """The documents of each dossier. What may not be read is not even loaded."""
    rows = {
        dossier.id: [
            row for row in documents.of_dossier(session, dossier.id) if row.type not in HOMELESS
        ]
        for dossier in wanted
    }
    ids = [row.id for found in rows.values() for row in found]
    pages = documents.pages(session, ids)
    things = {r.id: document_thing(r, pages[r.id]) for found in rows.values() for r in found}
    open_ids = [i for i in ids if readers.may_read(things[i])]
    current = documents.current(session, open_ids)
    return {
        dossier_id: [
            Paper(row, pages[row.id], current.get(row.id), things[row.id].confidential)
            for row in found
        ]
        for dossier_id, found in rows.items()
    }


def kind_of(dossier: Dossier) -> str:
    """What the dossier is, in French."""
    known = checklists().get((dossier.organisme, dossier.type))
    return known.dossier_type.libelle if known else dossier.type.replace("_", " ")


def lane_of(dossier: Dossier) -> Voie:
    known = checklists().get((dossier.organisme, dossier.type))
    return known.dossier_type.voie if known else Voie.REMBOURSEMENT


def _bordereau(dossier: Dossier) -> str | None:
    known = checklists().get((dossier.organisme, dossier.type))
    return known.dossier_type.bordereau if known else None


def person(who: JsonObject) -> str:
    """`EL MANSOURI Abdelkrim`."""
    return " ".join(str(who[name]) for name in ("nom", "prenom") if who.get(name))


def number_of(who: JsonObject) -> str:
    """The registration number, else the employer's."""
    if who.get("numero_immatriculation"):
        return str(who["numero_immatriculation"])
    return f"Mle {who['matricule']}" if who.get("matricule") else ""


def beneficiary(dossier: Dossier) -> str:
    """`Enfant : EL MANSOURI Aya`; nothing is known: nothing is said."""
    who, name = dossier.beneficiaire, person(dossier.beneficiaire)
    lien = str(who.get("lien") or "")
    if lien == "assure" or (name and name == person(dossier.assure)):
        return "l'assuré(e)"
    return " : ".join(filter(None, (LIENS.get(lien, ""), name)))


def _piece(paper: Paper, policy: Policy) -> EnclosedPiece:
    kind = document_types().get(paper.row.type)
    copy = paper.read.fields.get("exemplaire") if paper.read else None
    sure = copy is not None and is_trusted(copy, policy.reading)
    return EnclosedPiece(
        titre=kind.libelle if kind else paper.row.type.replace("_", " "),
        exemplaire=_COPIES.get(copy.value, "") if copy is not None and sure else "",
        pages=len(paper.pages),
        sealed=paper.sealed,
    )


def _address(
    to: Addressee, dossier: Dossier, envoi: Envoi, papers: Sequence[Paper], policy: Policy
) -> tuple[str, ...]:
    letters = stationery(dossier.organisme)
    if to is Addressee.COMPAGNIE:
        return letters.destinataire
    if to is Addressee.MEDECIN_CONSEIL:
        return (*letters.medecin, "Sous pli confidentiel")
    if to is Addressee.ASSURE:
        return _insured(dossier, papers, policy)
    return _provider(envoi, papers, policy)


def _insured(dossier: Dossier, papers: Sequence[Paper], policy: Policy) -> tuple[str, ...]:
    number = number_of(dossier.assure)
    lines = [person(dossier.assure) or "À l'assuré(e)"]
    for paper in papers:
        address = [sure_value(paper, name, policy) for name in ("assure_adresse", "assure_ville")]
        if any(address):
            lines += [line for line in address if line]
            break
    return (*lines, f"Immatriculation {number}") if number else tuple(lines)


def _provider(envoi: Envoi | None, papers: Sequence[Paper], policy: Policy) -> tuple[str, ...]:
    """Who deposited: as the papers name it, else as the e-mail does."""
    if named_there := issuer(papers, policy):
        return named_there
    mail = (envoi.mail if envoi else None) or {}
    named = str(mail.get("sender_name") or "")
    by_mail = tuple(filter(None, (named, (envoi.sender if envoi else None) or "")))
    return by_mail or ("Établissement de soins", TO_WRITE)


def issuer(papers: Sequence[Paper], policy: Policy) -> tuple[str, ...]:
    """The provider that the papers surely name, and its town when they do; empty for none."""
    for kind, name, town in _ISSUERS:
        for paper in papers:
            if paper.row.type == kind and (found := sure_value(paper, name, policy)):
                return tuple(filter(None, (found, sure_value(paper, town, policy))))
    return ()


def sure_value(paper: Paper | None, name: str, policy: Policy) -> str:
    """A field of a paper that can be believed; else empty."""
    read = paper.read if paper is not None else None
    return sure_text(read, name, policy) if read is not None else ""
