"""Papers read in the light of the base of insured people (`extractors.fields.insured`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from extractors.fields.insured import Known, with_insured
from flows.dossiers.base import CERTAIN
from flows.dossiers.mentions import traces_of
from flows.dossiers.people import Family, directory
from models.entities import Assure
from models.reading import Document


def near_the_base(
    session: Session, found: Sequence[Document], organisme: str | None
) -> list[Document]:
    """The documents, misread values brought near to what the base knows of whom they name.

    Each paper by itself: what another one says of somebody is not read into this one.
    """
    papers = [traces_of(document) for document in found]
    known = directory(session, papers, organisme)
    result = []
    for document, traces in zip(found, papers, strict=True):
        rated = known.best(traces)
        if rated and rated[0][1] >= CERTAIN:
            fields = with_insured(document.fields, _people(rated[0][0]))
            document = replace(document, fields=fields)
        result.append(document)
    return result


def _people(family: Family) -> list[Known]:
    return [Known(member.lien, _values(member, family.insured)) for member in family.members]


def _values(member: Assure, insured: Assure | None) -> dict[str, str]:
    """What is known of a person, by the ends of fields' names; his number is the insured's."""
    number = (insured or member).numero_immatriculation
    written = {
        "nom": member.nom,
        "prenom": member.prenom,
        "cin": member.cin,
        "numero_immatriculation": number,
        "matricule": member.matricule,
        "date_naissance": member.date_naissance.isoformat() if member.date_naissance else None,
    }
    return {end: value for end, value in written.items() if value}
