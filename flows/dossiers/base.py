"""The persons read on papers, found in the base of insured people."""

from __future__ import annotations

from dataclasses import replace

from rapidfuzz import fuzz
from sqlalchemy.orm import Session

from models.checklists import Person
from models.entities import Assure
from models.values.text import folded
from storage.records import assures

NAMES_AGREE = 80.0
"""Similarity of names (0..100) that a number found in the base must be backed by."""


def insured_in_base(session: Session, read: Person, organisme: str | None) -> Person:
    """The insured as the base knows him when a number and the name agree on one person.

    Otherwise as read: nothing is taken from the base on a name alone.
    """
    found = assures.find(
        session,
        numero_immatriculation=read.numero_immatriculation,
        matricule=read.matricule,
        cin=read.cin,
        organisme=organisme,
    )
    agreeing = [a for a in found if a.lien == "assure" and _agree(a, read.nom, read.prenom)]
    return _known(agreeing[0]) if len(agreeing) == 1 else read


def cared_for_in_base(
    session: Session, read: Person, assure: Person, organisme: str | None
) -> Person:
    """The person cared for, among the insured's family when the name agrees with one of them."""
    if read.lien == "assure" or assure.numero_immatriculation is None:
        return replace(assure, lien="assure", sexe=read.sexe) if read.lien == "assure" else read
    family = assures.family(session, assure.numero_immatriculation)
    agreeing = [a for a in family if _agree(a, read.nom, read.prenom)]
    if len(agreeing) == 1 and read.lien in (None, agreeing[0].lien):
        return replace(_known(agreeing[0]), sexe=read.sexe)
    return read


def _agree(known: Assure, nom: str | None, prenom: str | None) -> bool:
    if not (nom or prenom):
        return False
    written = folded(f"{nom or ''} {prenom or ''}")
    return fuzz.token_sort_ratio(written, folded(f"{known.nom} {known.prenom}")) >= NAMES_AGREE


def _known(person: Assure) -> Person:
    return Person(
        numero_immatriculation=person.numero_immatriculation
        or person.numero_immatriculation_assure,
        matricule=person.matricule,
        nom=person.nom,
        prenom=person.prenom,
        cin=person.cin,
        date_naissance=person.date_naissance,
        lien=person.lien,
    )
