"""Registers at any time: each a table whose rows are read as they are written, however many."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from flows.outgoing import table_pdf, table_xlsx
from flows.outgoing.facts import Sender
from flows.outgoing.tables import Column, Kind, Report, Row, Table
from flows.statements import register_papers as papers
from flows.statements import register_rows as rows
from flows.statements.people_tables import PEOPLE
from flows.statements.register_rows import Asked
from models.entities import Assure
from models.errors import BadInput
from models.organismes import organisme
from models.organismes.stationery import stationery
from models.settings import Settings

_AMOUNT = Column("Montant", Kind.MONTANT, 1.1)


@dataclass(frozen=True, slots=True)
class Register:
    """`rows` gives its lines; `dated`: whether it is of a period, else of the present."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: Callable[[Session, Asked, Settings], Iterator[Row]]
    notes: tuple[str, ...] = ()
    dated: bool = True


REGISTERS: Mapping[str, Register] = {
    one.key: one
    for one in (
        Register(
            "dossiers", "Registre des dossiers",
            (
                Column("Dossier", wide=1.2), Column("Reçu le", Kind.DATE, 0.9), Column("Type", wide=2.2),
                Column("Assuré", wide=2), Column("Immatriculation", wide=1.2), Column("Statut", wide=1.1),
                Column("Étape", wide=1.2), Column("Échéance", Kind.DATE, 0.9), Column("Décidé le", Kind.DATE, 0.9),
                Column("Suite", wide=0.9), Column("Montant réglé", Kind.MONTANT, 1.1), Column("Lot", wide=1.1),
            ),
            rows.of_dossiers,
            ("Usage interne : le type d'un dossier peut dire une maladie. Montant réglé : celui de la réponse enregistrée.",),
        ),
        Register(
            "lots", "Registre des lots",
            (
                Column("Lot", wide=1.2), Column("Nature", wide=1.1), Column("Prestation", wide=1.2),
                Column("Établissement", wide=2.4), Column("État", wide=0.9), Column("Ouvert le", Kind.DATE),
                Column("Clôturé le", Kind.DATE), Column("Remis le", Kind.DATE), Column("Dossiers", Kind.NOMBRE, 0.8),
            ),
            rows.of_lots,
        ),
        Register(
            "assures", "Registre des assurés", PEOPLE, rows.of_insured,
            ("Mouvement : entrée ou sortie dans la période ; droits au dernier jour de la période.",),
        ),
        Register(
            "ayants_droit", "Registre des ayants droit", PEOPLE, rows.of_dependants,
            ("Immatriculation : celle de l'assuré. Mouvement : entrée ou sortie dans la période.",),
        ),
        Register(
            "prestataires", "Registre des prestataires",
            (
                Column("Prestataire", wide=2.6), Column("Ville", wide=1.2), Column("INPE", wide=1),
                Column("Annuaire", wide=0.9), Column("Dossiers reçus", Kind.NOMBRE), Column("Tiers payant", Kind.NOMBRE),
                _AMOUNT, Column("Dernier dossier", Kind.DATE),
            ),
            rows.of_providers,
            ("Ceux de l'annuaire des expéditeurs, et ceux que les papiers des dossiers de la période nomment sûrement.",),
        ),
        Register(
            "pec", "Registre des prises en charge",
            (
                Column("Dossier", wide=1.2), Column("Demandée le", Kind.DATE, 0.9), Column("Nature", wide=1.6),
                Column("Assuré", wide=2), Column("Immatriculation", wide=1.2), Column("Établissement", wide=2),
                Column("Suite", wide=1), Column("Le", Kind.DATE, 0.9), Column("Montant", Kind.MONTANT, 1.1),
            ),
            rows.of_covers,
            ("Montant : accordé, sinon estimé au devis ; « à vérifier » quand il n'est pas sûrement lu.",),
        ),
        Register(
            "contre_visites", "Registre des contre-visites",
            (
                Column("Dossier", wide=1.2), Column("Rattaché à", wide=1.2), Column("Assuré", wide=2),
                Column("Immatriculation", wide=1.2), Column("Convoqué le", Kind.DATE), Column("Rendez-vous", Kind.DATE),
                Column("Visite faite le", Kind.DATE), Column("Ville", wide=1.1), Column("Médecin contrôleur", wide=1.6),
            ),
            papers.of_control_visits,
            ("Ce que la convocation dit sûrement ; le rapport du médecin reste au secret.",),
        ),
        Register(
            "rappels", "Certificats annuels à renouveler",
            (
                Column("Assuré", wide=2.2), Column("Immatriculation", wide=1.3), Column("Certificat", wide=1.9),
                Column("Dossier", wide=1.2), Column("Reçu le", Kind.DATE), Column("Se termine le", Kind.DATE),
                Column("Reste (jours)", Kind.NOMBRE, 0.9),
            ),
            papers.of_reminders,
            (
                f"Ceux qui se terminent dans les {papers.AHEAD.days} jours, et ceux qui viennent de se terminer. Du certificat, "
                "rien n'est dit que sa fin ; « – » : le médecin conseil en vérifie la date.",
                "Certificat de longue durée : une fois par an (000 §3 a). Certificat de scolarité : fin de l'année "
                "scolaire, au 31 août (sans source).",
            ),
            dated=False,
        ),
    )
}  # fmt: skip
"""Every register, by its key."""


def named(key: str) -> Register:
    """The register of that key; `BadInput` when there is none."""
    found = REGISTERS.get(key)
    if found is None:
        raise BadInput(
            f"Registre inconnu : « {key} ». Connus : {', '.join(REGISTERS)}.",
            code="registre_inconnu",
        )
    return found


def write_xlsx(
    session: Session, register: Register, asked: Asked, settings: Settings, file: BinaryIO
) -> None:
    """The register as a workbook, its rows read as they are written."""
    table_xlsx.to_xlsx(_report(session, register, asked, settings), file)


def write_pdf(
    session: Session, register: Register, asked: Asked, settings: Settings, file: BinaryIO
) -> None:
    """The same on paper."""
    table_pdf.to_pdf(_report(session, register, asked, settings), file)


def _report(session: Session, register: Register, asked: Asked, settings: Settings) -> Report:
    table = Table(
        register.key, register.title, register.columns, register.rows(session, asked, settings),
        notes=register.notes,
    )  # fmt: skip
    head = [_summary(session, asked)] if register.key in ("assures", "ayants_droit") else []
    said = f"du {asked.first:%d/%m/%Y} au {asked.last:%d/%m/%Y}"
    profile = organisme(asked.owner)
    return Report(
        sender=Sender(profile, stationery(asked.owner)),
        title=f"{register.title} · {profile.libelle}",
        about=said if register.dated else f"au {asked.today:%d/%m/%Y}",
        to="usage interne, ou qui en a le droit",
        day=asked.today,
        number=f"Registre {register.key.replace('_', ' ')} {asked.owner.upper()} {asked.today:%Y-%m-%d}",
        tables=(*head, table),
    )


def _summary(session: Session, asked: Asked) -> Table:
    """How many insured and dependants there are, came in, and left [001 3.4]."""

    def count(*conditions: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(Assure).where(
            Assure.organisme.is_(None) | (Assure.organisme == asked.owner), *conditions
        )  # fmt: skip
        return session.scalar(query) or 0

    insured, ends = Assure.lien == "assure", Assure.extra["date_fin"].as_string()
    there = (
        Assure.date_effet.is_(None) | (Assure.date_effet <= asked.last),
        ends.is_(None) | (ends >= asked.last.isoformat()),
    )
    entered = Assure.date_effet.between(asked.first, asked.last)
    left = ends.between(asked.first.isoformat(), asked.last.isoformat())
    counted: list[Row] = [
        (name, count(who, *there), count(who, entered), count(who, left))
        for name, who in (("Adhérents", insured), ("Ayants droit", ~insured))
    ]
    total = tuple(sum(int(str(row[n])) for row in counted) for n in (1, 2, 3))
    return Table(
        "resume", "En bref",
        (
            Column("", wide=2), Column("Au dernier jour", Kind.NOMBRE), Column("Entrées", Kind.NOMBRE),
            Column("Sorties", Kind.NOMBRE),
        ),
        counted, ("Bénéficiaires", *total),
    )  # fmt: skip
